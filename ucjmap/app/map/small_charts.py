"""Small charts of many areas on one scale, each a picture with its own words."""

import datetime as dt
import html
from base64 import b64encode
from functools import partial

import pandas as pd
import streamlit as st

from ucjmap import api
from ucjmap.app.map.trend_chart import FALL, LINE
from ucjmap.app.map.trend_sentences import SIGNS, WORSE, trend_sentences
from ucjmap.codes import Level
from ucjmap.errors import N_
from ucjmap.levels import level_name
from ucjmap.words import Lang, say, say_count, say_date, say_rate

SHOWN_AT_FIRST = 24
_STYLE = """<style>
.ucj-sparks { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .7rem; }
.ucj-sparks figure { margin: 0; border: 1px solid rgba(128, 128, 128, .35); border-radius: .5rem; padding: .4rem .6rem; }
.ucj-sparks figcaption { display: flex; justify-content: space-between; gap: .4rem; font-size: .85rem; }
.ucj-sparks figcaption span { overflow-wrap: anywhere; }
.ucj-sparks small { display: block; font-size: .75rem; }
.ucj-spark { width: 100%; max-width: 15rem; display: block; }
</style>"""
#: A picture carries its own style: the page's does not reach into it.
_SPARK_STYLE = (
    f"polyline{{fill:none;stroke:{LINE};stroke-width:2}}circle{{fill:{LINE}}}path{{fill:{FALL}}}"
    "line{stroke:#808080;stroke-width:1}"
)


def show_multiples(
    store: api.Store,
    lang: Lang,
    code: str,
    level: Level,
    indicator: str,
    segment: str,
    *,
    as_of: str | None = None,
) -> None:
    """Show small charts of the areas inside an area, worst rate first, all on one scale.

    Parameters
    ----------
    code, indicator, segment
        The area and the figure whose trends they are.
    level
        Of the areas that get a chart each.
    as_of
        Date (ISO) up to which the trends go; None: the newest.
    """
    t = partial(say, lang)
    trends = api.child_trends(store, code, level, indicator, segment, as_of=as_of)
    names = api.area_tree(store).areas["name"]
    last = trends.drop_duplicates("code", keep="last").set_index("code")["rate"]
    is_lower = api.load_indicators()[indicator].better == "lower"
    ordered = list(last.dropna().sort_values(ascending=not is_lower, kind="stable").index)
    st.markdown(f"**{t('Trend by area')}: {level_name(lang, level, several=True)}**")
    if not ordered:
        st.info(t("None of these areas has data yet."))
        return
    shown = ordered
    if len(ordered) > SHOWN_AT_FIRST:
        wants_all = st.toggle(
            t("Show all {count}", count=say_count(lang, len(ordered))), key=f"trends-all-{code}-{level}"
        )
        shown = ordered if wants_all else ordered[:SHOWN_AT_FIRST]
    groups = {str(key): rows for key, rows in trends.groupby("code", sort=False)}
    top = max(0.01, float(trends["rate"].max()))
    cells = "".join(_multiple(lang, str(names[child]), groups[child], top) for child in shown)
    st.html(f'{_STYLE}<div class="ucj-sparks">{cells}</div>')
    text = N_("Lowest rate first. All charts have the same scale, 0 to {top}.")
    if is_lower:
        text = N_("Highest rate first. All charts have the same scale, 0 to {top}.")
    left_out = _left_out(lang, len(ordered) - len(shown), len(last) - len(ordered), is_lower=is_lower)
    st.caption(f"{t(text, top=say_rate(lang, top))} {left_out}")


def _left_out(lang: Lang, hidden: int, without_data: int, *, is_lower: bool) -> str:
    parts = []
    if hidden:
        text = N_("{count} areas with higher rates are not shown.")
        if is_lower:
            text = N_("{count} areas with lower rates are not shown.")
        parts.append(say(lang, text, count=say_count(lang, hidden)))
    if without_data:
        parts.append(say(lang, "{count} areas have no data yet.", count=say_count(lang, without_data)))
    return " ".join(parts)


def _multiple(lang: Lang, name: str, trend: pd.DataFrame, top: float) -> str:
    known = trend[trend["rate"].notna()]
    marked = known[known["fall"] != ""].sort_values("fall", key=lambda marks: ~marks.isin(WORSE), kind="stable")
    marks = [f"{SIGNS[row.fall]} {say_date(lang, row.as_of)}" for row in marked.itertuples()]
    caption = f"<span>{html.escape(name)}</span><b>{html.escape(say_rate(lang, known['rate'].iloc[-1]))}</b>"
    notes = f"<small>{html.escape(', '.join(marks))}</small>" if marks else ""
    return f"<figure><figcaption>{caption}</figcaption>{spark(lang, name, trend, top)}{notes}</figure>"


def spark_style() -> str:
    """Style of the small charts, to be put once beside them.

    Returns
    -------
    str
        HTML.
    """
    return _STYLE


def spark(lang: Lang, name: str, trend: pd.DataFrame, top: float) -> str:
    """A small chart of one area; what it shows is its alternative text.

    Parameters
    ----------
    name
        Of the area and of what is drawn, as the alternative text calls it.
    trend
        What ``api.area_trend`` gives; one row is one date.
    top
        Rate (a fraction above 0) at the upper edge, the same for charts that are compared; higher ones are drawn at the
        edge.

    Returns
    -------
    str
        HTML with everything escaped; empty where there is no data.
    """
    known = trend[trend["rate"].notna()]
    label = html.escape(" ".join(trend_sentences(lang, name, trend)), quote=True)
    if known.empty:
        return ""
    days = [dt.date.fromisoformat(date).toordinal() for date in trend["as_of"]]
    start, span = days[0], max(1, days[-1] - days[0])
    places = [
        (4 + 152 * (dt.date.fromisoformat(date).toordinal() - start) / span, 42 - 32 * min(rate / top, 1.0), mark)
        for date, rate, mark in zip(known["as_of"], known["rate"], known["fall"], strict=True)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in places)
    marks = "".join(_triangle(x, y, SIGNS[mark]) for x, y, mark in places if mark)
    x, y, _ = places[-1]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 46"><style>{_SPARK_STYLE}</style>'
        f'<line x1="4" x2="156" y1="42.5" y2="42.5"/><polyline points="{line}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="2.4"/>{marks}</svg>'
    )
    # As a picture: SVG that stands in the page itself is taken out of it by Streamlit.
    return f'<img class="ucj-spark" alt="{label}" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"/>'


def _triangle(x: float, y: float, sign: str) -> str:
    """A triangle above a point of the line, which points as the sign does."""
    if sign in "▲△":
        return f'<path d="M{x - 2.6:.1f} {y - 4:.1f}h5.2l-2.6-5z"/>'
    return f'<path d="M{x - 2.6:.1f} {y - 9:.1f}h5.2l-2.6 5z"/>'
