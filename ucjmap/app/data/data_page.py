"""The page where coverage tables, boundaries and targets are loaded."""

from functools import partial

import streamlit as st

from ucjmap.app.data import aliases_form, boundaries_form, coverage_steps, crosswalk_form, targets_form
from ucjmap.app.shell import page_lang
from ucjmap.words import say


def show() -> None:
    """Draw the page."""
    lang = page_lang()
    t = partial(say, lang)
    st.title(t("Load data"), anchor=False)
    coverage, boundaries, targets, crosswalk, aliases = st.tabs(
        [t("Coverage table"), t("Boundaries"), t("Targets"), t("BPS codes"), t("Confirmed names")]
    )
    with coverage:
        coverage_steps.show(lang)
    with boundaries:
        boundaries_form.show(lang)
    with targets:
        targets_form.show(lang)
    with crosswalk:
        crosswalk_form.show(lang)
    with aliases:
        aliases_form.show(lang)
