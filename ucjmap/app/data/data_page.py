"""The page where coverage tables, boundaries and targets are loaded."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import streamlit as st

from ucjmap.app.data import aliases_form, boundaries_form, coverage_steps, crosswalk_form, targets_form
from ucjmap.app.shell import asked_store, page_lang, say_read_only
from ucjmap.errors import N_
from ucjmap.words import Lang, say


@dataclass(frozen=True)
class _Form:
    """One way to load data; ``has_list`` where there is something to see for those who only read, too."""

    title: str
    show: Callable[[Lang], None]
    has_list: bool = False


_FORMS: Final[tuple[_Form, ...]] = (
    _Form(N_("Coverage table"), coverage_steps.show),
    _Form(N_("Boundaries"), boundaries_form.show),
    _Form(N_("Targets"), targets_form.show),
    _Form(N_("BPS codes"), crosswalk_form.show, has_list=True),
    _Form(N_("Confirmed names"), aliases_form.show, has_list=True),
)


def show() -> None:
    """Draw the page."""
    lang = page_lang()
    t = partial(say, lang)
    st.title(t("Load data"), anchor=False)
    forms = _FORMS
    if say_read_only(asked_store(), lang):
        forms = tuple(form for form in _FORMS if form.has_list)
    for form, tab in zip(forms, st.tabs([t(form.title) for form in forms]), strict=True):
        with tab:
            form.show(lang)
