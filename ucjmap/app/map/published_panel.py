"""Published figures of an area beside the computed ones, and why the two differ."""

from functools import partial

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.maps import say_printed
from ucjmap.app.shell import plain
from ucjmap.words import Lang, say, say_count, say_date, say_points, say_rate


def show_comparison(store: api.Store, lang: Lang, code: str, indicator: str) -> None:
    """Show published figures of an area beside the computed ones; nothing where there are none.

    Parameters
    ----------
    code
        Of the area.
    indicator
        Figures of all its segments are compared.
    """
    t = partial(say, lang)
    compared = api.compare_published(store, code, indicator)
    if not compared:
        return
    st.markdown(f"**{t('Published and computed side by side')}**")
    st.markdown("\n".join(f"- {comparison_line(lang, indicator, comparison)}" for comparison in compared))


def comparison_line(lang: Lang, indicator: str, compared: api.Comparison) -> str:
    """One published figure beside the computed one, why they differ, and where it was published.

    Parameters
    ----------
    indicator
        Key of the indicator, which knows the names of its segments.

    Returns
    -------
    str
        Markdown with everything escaped.
    """
    t = partial(say, lang)
    segments = api.load_indicators()[indicator].segments
    heading = say_date(lang, compared.as_of)
    if compared.segment in segments:
        heading += f", {segments[compared.segment][lang]}"
    figures = [f"{t('published')} {say_printed(lang, compared.rate, *compared.counted, compared.counts)}"]
    figures.append(f"{t('computed')} {_rate_or_none(lang, compared.computed) or t('no data yet')}")
    if pd.notna(compared.difference):
        figures.append(f"{t('difference')} {say_points(lang, compared.difference)} {t('points')}")
    words = " ".join(part for part in (comparison_text(lang, compared), compared.note) if part)
    source = f"{t('Source')}: {compared.source}"
    return f"**{plain(heading)}**: {plain(', '.join(figures))}. {plain(words)} :gray[{plain(source)}]"


def _rate_or_none(lang: Lang, rate: float) -> str | None:
    return None if pd.isna(rate) else say_rate(lang, rate, 2)


def comparison_text(lang: Lang, compared: api.Comparison) -> str:
    """Whether a published figure and the computed one agree, and why not.

    Returns
    -------
    str
        Plain text, never empty: where nothing tells why they differ, it says so.
    """
    first = [say(lang, "They agree, within the rounding of the printed figure.")] if compared.agrees else []
    return " ".join([*first, *(_reason(lang, reason) for reason in compared.reasons)])


def _reason(lang: Lang, reason: api.Explanation) -> str:
    words = {
        name: say_date(lang, value)
        if name == "date"
        else say_rate(lang, value, 2)
        if name == "rate"
        else say_count(lang, value)
        for name, value in reason.details.items()
    }
    return say(lang, reason.text, **words)
