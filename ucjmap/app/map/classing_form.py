"""The choice of classes: what a popover of the map page holds."""

from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from ucjmap.api import MapAnswer, MapView
from ucjmap.api.maps import say_bands_source
from ucjmap.app.map.legend_panel import histogram
from ucjmap.app.shell import plain
from ucjmap.classify import CHOICES, FEWEST, MOST, ClassBreaks, Classing, Scheme, read_own_breaks
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Indicator
from ucjmap.words import Lang, say, say_error, say_rate

SCHEME_NAMES: Final[dict[Scheme, str]] = {
    "bands": N_("Classes of this installation"),
    "equal": N_("Equal intervals"),
    "quantile": N_("Quantiles: as many areas in each class"),
    "fisher": N_("Natural breaks (Fisher-Jenks)"),
    "pretty": N_("Round numbers"),
    "stddev": N_("Standard deviation"),
    "own": N_("My own limits"),
}


def classing_form(answer: MapAnswer) -> MapView:
    """The view with the classes that are chosen in the form; the same view if nothing was changed."""
    view, t = answer.view, partial(say, answer.lang)
    classing = view.classing
    if answer.breaks.scheme == "registered":
        st.caption(t("A desa is registered or not: there is nothing to divide into classes."))
        return view
    scheme = st.selectbox(
        t("Classes"), CHOICES, CHOICES.index(classing.scheme), format_func=lambda key: t(SCHEME_NAMES[key])
    )
    count, own, frozen = classing.k, classing.own, classing.frozen
    if scheme == "own":
        own = _own_breaks(answer)
    elif scheme != "bands":
        count = st.slider(t("Number of classes"), FEWEST, MOST, classing.k)
        if scheme == classing.scheme and count == classing.k and (made := _made(answer.breaks)) != count:
            st.caption(
                t("{made} classes are drawn: these values and limits do not make {count}.", made=made, count=count)
            )
        frozen = st.toggle(
            t("Same limits for every date and level"),
            classing.frozen,
            help=t("Two maps can be compared only if their limits are the same."),
        )
    if scheme == "bands" and view.measure == "rate":
        st.caption(" ".join(map(plain, bands_sentences(view.lang, answer.indicator, int(answer.as_of[:4] or 0)))))
    st.html(histogram(answer))
    zero = st.toggle(t("A class of its own for exactly 0"), classing.isolate_zero)
    full = classing.isolate_full
    if view.measure == "rate":
        full = st.toggle(t("A class of its own for exactly 100%"), classing.isolate_full)
    chosen = Classing(scheme, k=count, own=own, isolate_zero=zero, isolate_full=full, frozen=frozen)
    return view if chosen == classing else replace(view, classing=chosen)


def bands_sentences(lang: Lang, indicator: Indicator, year: int) -> list[str]:
    """Who set the named classes of a year, and where published texts give a rate another name."""
    uses = (
        say(
            lang,
            "In print, {rate} is also “{theirs}” ({issuer}, {date}; source: {source}); these classes call it “{ours}”.",
            issuer=use.issuer[lang],
            date=use.date[lang],
            rate=say_rate(lang, use.rate, 0),
            theirs=use.words[lang],
            ours=indicator.band_of(use.rate, year, lang),
            source=use.source,
        )
        for use in indicator.bands_published
    )
    return [say_bands_source(lang, indicator), *uses]


def _made(breaks: ClassBreaks) -> int:
    """Number of classes that are drawn, without those of exactly 0 and exactly 100 % (and above)."""
    return breaks.k - breaks.isolates_zero - 2 * breaks.isolates_full


def _own_breaks(answer: MapAnswer) -> tuple[float, ...]:
    """The limits as typed; where they make no sense, the previous ones with a message."""
    lang, before = answer.lang, answer.view.classing.own or starting_breaks(answer.breaks)
    shown = typed_form(lang, before)
    field, known = f"own-limits-{lang}", f"known-limits-{lang}"
    # The field has a key and no initial value: an initial value that followed the limits in force would make it a new
    # field after each change, and what is being typed would be lost. Only limits that come from elsewhere, such as the
    # back button, are written into it.
    if field not in st.session_state or st.session_state.get(known) != shown:
        st.session_state[field] = shown
    text = st.text_input(
        say(lang, "Limits in percent")
        if answer.areas.measure == "rate"
        else say(lang, N_("Distances from 0 in points")),
        key=field,
        help=say(lang, "Write percentages with a semicolon between them, e.g. 20; 40; 60."),
    )
    own = before
    if text != shown:  # read again, a single limit with decimals would be taken for two
        try:
            own = read_own_breaks(text, typed=True)
        except UsageError as error:
            st.error(say_error(lang, error))
    st.session_state[known] = typed_form(lang, own)
    return own


def starting_breaks(breaks: ClassBreaks) -> tuple[float, ...]:
    """The limits shown now, in whole percents, for the user to change."""
    shown = sorted({round(abs(edge), 2) for edge in breaks.edges} - {0.0})
    return tuple(shown[: MOST - 1]) or (0.5,)


def typed_form(lang: Lang, own: tuple[float, ...]) -> str:
    """Breaks as a person of that language types them: ``20; 40,5; 60``."""
    text = "; ".join(f"{edge * 100:.4f}".rstrip("0").rstrip(".") for edge in own)
    return text.replace(".", ",") if lang == "id" else text
