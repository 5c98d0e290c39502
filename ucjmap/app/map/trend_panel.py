"""The trend of an area: chart, table and words, and small charts of the areas below it."""

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.api.maps import share_origins
from ucjmap.app.map.small_charts import show_multiples
from ucjmap.app.map.trend_chart import trend_chart
from ucjmap.app.map.trend_sentences import MARKS, trend_sentences
from ucjmap.app.shell import line_markdown, plain
from ucjmap.codes import Level
from ucjmap.errors import N_
from ucjmap.indicators import FALL_POINTS, Better
from ucjmap.words import Lang, say, say_count, say_date, say_points, say_rate

_RULES: dict[Better, str] = {
    "higher": N_(
        "Marked as a fall: more than {points} points down from one date to the next, counted over the same areas."
    ),
    "lower": N_(
        "Marked as a rise: more than {points} points up from one date to the next, counted over the same areas."
    ),
}


def show_trend(
    store: api.Store,
    lang: Lang,
    code: str,
    level: Level | None,
    indicator: str,
    segment: str,
    *,
    as_of: str | None = None,
    target: str | None = None,
) -> None:
    """Show the trend of an area and of the areas below it.

    Parameters
    ----------
    code, indicator, segment
        The area and the figure whose trend it is.
    level
        Of the areas inside that get a small chart each; None: no such charts.
    as_of
        Date (ISO) up to which the trend goes; None: the newest.
    target
        Key of the target to which the chart shows the way; None: the one that applies by rule.
    """
    t = partial(say, lang)
    trajectory = api.area_trajectory(store, code, indicator, segment, target=target, as_of=as_of)
    trend = api.area_trend(store, code, indicator, segment, as_of=as_of)
    known = trend[trend["rate"].notna()]
    if known.empty:
        st.info(t("{area} has no data yet, so there is no trend.", area=plain(trajectory.name)))
    else:
        dates = {"since": known["as_of"].iloc[0], "as_of": known["as_of"].iloc[-1]}
        change = api.area_change(store, code, indicator, segment, **dates)
        sentences = trend_sentences(lang, trajectory.name, trend, change)
        st.altair_chart(trend_chart(lang, trend, trajectory.way), alt=" ".join(sentences))
        st.markdown(" ".join(plain(sentence) for sentence in sentences))
        st.caption(_rule(lang, api.load_indicators()[indicator].better))
        origin = api.trend_origin(store, trend, indicator, segment)
        st.caption("  \n".join(map(line_markdown, share_origins(lang, [(t("Trend"), origin)]))))
        with st.expander(t("The chart as a table"), key="trend-table"):
            st.dataframe(trend_table(lang, trend), hide_index=True, placeholder="–")
    if level is not None:
        show_multiples(store, lang, code, level, indicator, segment, as_of=as_of)


def _rule(lang: Lang, better: Better) -> str:
    rule = say(lang, _RULES[better], points=say_points(lang, FALL_POINTS).lstrip("+"))
    carried = N_(
        "The figure at a date is the newest count on or before it; hollow points carry earlier counts forward."
    )
    return f"{rule} {say(lang, carried)}"


def trend_table(lang: Lang, trend: pd.DataFrame) -> Any:
    """The table equal to the chart, with headings for people.

    Parameters
    ----------
    trend
        What ``api.area_trend`` gives; one row is one date.

    Returns
    -------
    pandas.io.formats.style.Styler
        The same rows; rates and changes in percent and percentage points, a dash where there is no data.
    """
    t = partial(say, lang)
    marks = [t(MARKS[mark]) if mark else "" for mark in trend["fall"]]
    table = pd.DataFrame(
        {
            t("Date"): [say_date(lang, date) for date in trend["as_of"]],
            t("Rate"): trend["rate"] * 100,
            t("Change in points"): trend["change"] * 100,
            t(N_("From areas that entered or left")): trend["entry_points"] * 100,
            t("Registered"): trend["numerator"],
            t("All"): trend["denominator"],
            t("Desa with data"): trend["desa_with_data"],
            t("Counted on this date"): trend["counted"],
            t("Mark"): marks,
        }
    )
    count, points = partial(_or_dash, lang), partial(_points_or_dash, lang)
    return table.style.format(
        {
            t("Rate"): lambda value: "–" if pd.isna(value) else say_rate(lang, value / 100),
            t("Change in points"): points,
            t("From areas that entered or left"): points,
            **{t(name): count for name in ("Registered", "All", "Desa with data", "Counted on this date")},
        }
    )


def _or_dash(lang: Lang, count: float) -> str:
    return "–" if pd.isna(count) else say_count(lang, count)


def _points_or_dash(lang: Lang, points: float) -> str:
    return "–" if pd.isna(points) else say_points(lang, points / 100)
