"""The choice of classes: what a popover of the map page holds."""

from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from ucjmap.api import AreaValues
from ucjmap.app.legend import histogram
from ucjmap.app.state import View
from ucjmap.classify import CHOICES, FEWEST, MOST, Classing, Scheme, read_own_breaks
from ucjmap.errors import N_, UsageError
from ucjmap.words import Lang, say, say_error

SCHEME_NAMES: Final[dict[Scheme, str]] = {
    "bands": N_("Official classes"),
    "equal": N_("Equal intervals"),
    "quantile": N_("Quantiles: as many areas in each class"),
    "fisher": N_("Natural breaks (Fisher-Jenks)"),
    "pretty": N_("Round numbers"),
    "stddev": N_("Standard deviation"),
    "own": N_("My own limits"),
}


def classing_form(view: View, values: AreaValues) -> View:
    """The view with the classes that are chosen in the form; the same view if nothing was changed."""
    t = partial(say, view.lang)
    classing = view.classing
    if values.breaks.scheme == "registered":
        st.caption(t("A desa is registered or not: there is nothing to divide into classes."))
        return view
    scheme = st.selectbox(
        t("Classes"), CHOICES, CHOICES.index(classing.scheme), format_func=lambda key: t(SCHEME_NAMES[key])
    )
    count, own, frozen = classing.k, classing.own, classing.frozen
    if scheme == "own":
        own = _own_breaks(view.lang, classing, values)
    elif scheme != "bands":
        count = st.slider(t("Number of classes"), FEWEST, MOST, classing.k)
        frozen = st.toggle(
            t("Same limits for every date and level"),
            classing.frozen,
            help=t("Two maps can be compared only if their limits are the same."),
        )
    st.html(histogram(view.lang, values))
    zero = st.toggle(t("A class of its own for exactly 0"), classing.isolate_zero)
    full = classing.isolate_full
    if view.measure == "rate":
        full = st.toggle(t("A class of its own for exactly 100%"), classing.isolate_full)
    chosen = Classing(scheme, k=count, own=own, isolate_zero=zero, isolate_full=full, frozen=frozen)
    return view if chosen == classing else replace(view, classing=chosen)


def _own_breaks(lang: Lang, classing: Classing, values: AreaValues) -> tuple[float, ...]:
    """The limits as typed; those of before, with a message, where they make no sense."""
    before = classing.own or starting_breaks(values)
    text = st.text_input(
        say(lang, "Limits in percent"),
        typed_form(lang, before),
        help=say(lang, "Write percentages with a semicolon between them, e.g. 20; 40; 60."),
    )
    try:
        return read_own_breaks(text, typed=True)
    except UsageError as error:
        st.error(say_error(lang, error))
        return before


def starting_breaks(values: AreaValues) -> tuple[float, ...]:
    """The limits shown now, in whole percents, for the user to change."""
    shown = sorted({round(abs(edge), 2) for edge in values.breaks.edges} - {0.0})
    return tuple(shown[: MOST - 1]) or (0.5,)


def typed_form(lang: Lang, own: tuple[float, ...]) -> str:
    """Breaks as a person of that language types them: ``20; 40,5; 60``."""
    text = "; ".join(f"{edge * 100:.4f}".rstrip("0").rstrip(".") for edge in own)
    return text.replace(".", ",") if lang == "id" else text
