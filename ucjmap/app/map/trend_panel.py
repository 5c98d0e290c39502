"""The trend of an area: chart, small charts of the areas below it, table, and the same in words."""

import datetime as dt
import html
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import streamlit as st
from babel.dates import get_month_names

from ucjmap import api
from ucjmap.api.maps import say_target_rate
from ucjmap.app.map.map_view import is_dark
from ucjmap.app.map.target_panel import pace_words
from ucjmap.app.shell import plain
from ucjmap.codes import Level
from ucjmap.errors import N_
from ucjmap.indicators import FALL_POINTS, YEAR_DAYS, Better, Pace, Trajectory
from ucjmap.levels import level_name
from ucjmap.words import Lang, say, say_count, say_date, say_period, say_points, say_rate

SHOWN_AT_FIRST = 24
#: Middle tones, so that the lines stand out on a light and on a dark page alike.
_LINE, _FALL, _TARGET, _NEEDED = "#2f86d1", "#e0592a", "#8a63d2", "#1f9d77"
#: Words on a light and on a dark page, each with a contrast of 4.5, and to be read on the other one all the same.
_INK = {False: "#6b7280", True: "#a3a9b4"}
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
    f"polyline{{fill:none;stroke:{_LINE};stroke-width:2}}circle{{fill:{_LINE}}}path{{fill:{_FALL}}}"
    "line{stroke:#808080;stroke-width:1}"
)
_MARKS = {
    "fall": N_("fall"),
    "mix": N_("lower because other areas joined"),
    "rise": N_("rise"),
    "mix_rise": N_("higher because other areas joined"),
}
_SIGNS = {"fall": "▼", "mix": "▽", "rise": "▲", "mix_rise": "△"}
_WORSE = {
    "fall": N_("Fall of {points} points to {rate} on {date}."),
    "rise": N_("Rise of {points} points to {rate} on {date}."),
}
_MIXED = {
    "mix": N_("{points} points lower on {date} ({rate}) only because areas with lower rates joined."),
    "mix_rise": N_("{points} points higher on {date} ({rate}) only because areas with higher rates joined."),
}
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


def trend_sentences(lang: Lang, name: str, trend: pd.DataFrame, change: Mapping[str, Any] | None = None) -> list[str]:
    """The trend of one area in words, from the numbers alone.

    Parameters
    ----------
    name
        Of the area.
    trend
        What ``api.area_trend`` gives; one row is one date.
    change
        That from the first date with data to the last (``api.area_change``); None: nothing is said of the change of an
        area in which other areas were counted in between.

    Returns
    -------
    list of str
        Plain text, in the order in which it is read.
    """
    t = partial(say, lang)
    known = trend[trend["rate"].notna()]
    if known.empty:
        return [t("{area} has no data yet, so there is no trend.", area=name)]
    first, last = known.iloc[0], known.iloc[-1]
    if len(known) == 1:
        rate, date = say_rate(lang, first["rate"]), say_date(lang, first["as_of"])
        return [t("{area}: {rate} on {date}, the only date with data.", area=name, rate=rate, date=date)]
    sentences = [_say_way(lang, name, known), *_say_change(lang, change)]
    sentences += [
        t(_WORSE[row["fall"]], **_words_of(lang, row, row["change"]))
        for row in known[known["fall"].isin(_WORSE)].to_dict("records")
    ]
    sentences += [
        t(_MIXED[row["fall"]], **_words_of(lang, row, float(np.nan_to_num(row["change"])) + row["entry_points"]))
        for row in known[known["fall"].isin(_MIXED)].to_dict("records")
    ]
    if first["desa_with_data"] < last["desa_with_data"]:
        words = {"first": say_count(lang, first["desa_with_data"]), "last": say_count(lang, last["desa_with_data"])}
        sentences.append(t("Desa/kelurahan with data: {first} at first, {last} at last.", **words))
    if partial_dates := [say_date(lang, date) for date in known.loc[known["partial"], "as_of"]]:
        dates = ", ".join(partial_dates)
        sentences.append(
            t("Fewer areas were counted than the time before, the rest is carried forward: {dates}.", dates=dates)
        )
    return sentences


def _say_way(lang: Lang, name: str, known: pd.DataFrame) -> str:
    """From which rate to which; the points between them only where the same areas stand behind both."""
    first, last = known.iloc[0], known.iloc[-1]
    steps = known.iloc[1:]
    is_change = (steps["entry_points"] == 0).all() and steps["change"].notna().any()
    words = N_("{area}: from {first_rate} on {first_date} to {last_rate} on {last_date}.")
    if is_change:
        words = N_("{area}: from {first_rate} on {first_date} to {last_rate} on {last_date}, {points} points.")
    return say(
        lang,
        words,
        area=name,
        first_rate=say_rate(lang, first["rate"]),
        first_date=say_date(lang, first["as_of"]),
        last_rate=say_rate(lang, last["rate"]),
        last_date=say_date(lang, last["as_of"]),
        points=say_points(lang, last["rate"] - first["rate"]),
    )


def _say_change(lang: Lang, change: Mapping[str, Any] | None) -> Iterator[str]:
    """The change between the first and the last date, where other areas are behind the rates as well."""
    if change is None or pd.isna(change["change"]) or not (change["entered_desa"] or change["left_desa"]):
        return
    yield say(
        lang,
        N_(
            "In the {count} desa/kelurahan with data at both dates it changed by {points} points; "
            "another {entry} points come from those that entered or left."
        ),
        count=say_count(lang, change["common_desa"]),
        points=say_points(lang, change["change"]),
        entry=say_points(lang, change["entry_points"]),
    )


def _words_of(lang: Lang, row: dict[Any, Any], change: float) -> dict[str, str]:
    points = say_points(lang, change).lstrip("+−")
    return {"points": points, "rate": say_rate(lang, row["rate"]), "date": say_date(lang, row["as_of"])}


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
    marks = [t(_MARKS[mark]) if mark else "" for mark in trend["fall"]]
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


def trend_chart(lang: Lang, trend: pd.DataFrame, way: Trajectory | None) -> alt.LayerChart:
    """Line of the area with its target and the way to it dashed, falls marked.

    Parameters
    ----------
    trend
        What ``api.area_trend`` gives; one row is one date, and those without a rate are left out.
    way
        To the target; None: neither target nor pace is drawn.

    Returns
    -------
    altair.LayerChart
        Rates as fractions, with an axis in percent that begins at zero.
    """
    t = partial(say, lang)
    known = trend[trend["rate"].notna()]
    names = {"line": t("Rate"), "pace": t("Present pace"), "needed": t("Pace needed"), "target": t("Target")}
    parts = [_points(lang, known, names["line"])]
    if way is not None:
        parts += _way_points(lang, way, names)
    lines = pd.concat(parts, ignore_index=True)
    used = [name for name in names.values() if name in set(lines["series"])]
    colours = dict(zip(names.values(), (_LINE, _LINE, _NEEDED, _TARGET), strict=True))
    dashes = dict(zip(names.values(), ([1, 0], [2, 3], [6, 4], [1, 4]), strict=True))
    ink = _INK[is_dark()]
    dates = alt.Axis(labelExpr=_date_labels(lang), tickCount=6, labelOverlap=True, labelColor=ink)
    x = alt.X("date:T", title=None, axis=dates)
    rates = alt.Axis(labelExpr=_rate_labels(lang), labelColor=ink)
    y = alt.Y("rate:Q", title=None, axis=rates, scale=alt.Scale(zero=True, nice=True))
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", labelColor=ink)
    colour = alt.Color("series:N", legend=legend, scale=alt.Scale(domain=used, range=[colours[name] for name in used]))
    dash = alt.StrokeDash(
        "series:N", legend=legend, scale=alt.Scale(domain=used, range=[dashes[name] for name in used])
    )
    tooltip = alt.Tooltip("label:N", title=" ")
    base = alt.Chart(lines).encode(x=x, y=y, tooltip=tooltip)
    layers = [base.mark_line(strokeWidth=2.5).encode(color=colour, strokeDash=dash)]
    points = _points(lang, known, names["line"])
    marked = [_marks(points[~points["carried"]], filled=True), _marks(points[points["carried"]], filled=False)]
    if way is not None:
        goal = lines[lines["series"] == names["target"]].tail(1)
        marked.append(alt.Chart(goal).mark_point(shape="diamond", size=130, filled=True, color=_TARGET, opacity=1))
    falls = alt.Chart(points[points["fall"] != ""])
    shape = "triangle-up" if points["fall"].isin(("rise", "mix_rise")).any() else "triangle-down"
    marked.append(falls.mark_point(shape=shape, size=150, filled=True, color=_FALL, opacity=1, yOffset=-12))
    # A layer without points would be a picture without a name to those who cannot see it.
    layers += [layer.encode(x=x, y=y, tooltip=tooltip) for layer in marked if len(layer.data)]
    # Vega would name axes and marks in English; the sentence that stands for the chart says it all.
    chart: alt.LayerChart = (
        alt.layer(*layers).properties(height=300).configure(aria=False, mark=alt.MarkConfig(aria=False))
    )
    return chart


def _marks(points: pd.DataFrame, *, filled: bool) -> alt.Chart:
    chart: alt.Chart = alt.Chart(points).mark_point(size=45, filled=filled, color=_LINE, opacity=1)
    return chart


def _points(lang: Lang, known: pd.DataFrame, series: str) -> pd.DataFrame:
    labels = []
    for row in known.to_dict("records"):
        mark = f" {_SIGNS[row['fall']]} {say(lang, _MARKS[row['fall']])}" if row["fall"] else ""
        labels.append(f"{say_date(lang, row['as_of'])}: {say_rate(lang, row['rate'])}{mark}")
    return pd.DataFrame(
        {
            "date": known["as_of"].to_numpy() + "T00:00:00",  # a bare date is read as UTC and may slip a day
            "rate": known["rate"].to_numpy(),
            "series": series,
            "label": labels,
            "fall": known["fall"].to_numpy(),
            "carried": (known["counted"] == 0).to_numpy(),
        }
    )


def _way_points(lang: Lang, way: Trajectory, names: dict[str, str]) -> list[pd.DataFrame]:
    target = f"{names['target']} {say_target_rate(lang, way.target)}, {say_date(lang, way.deadline)}"
    parts = [_line(names["target"], [(way.last, way.target), (way.deadline, way.target)], target)]
    if way.needed is not None:
        ends = [(way.last, way.rate), (way.deadline, way.target)]
        parts.append(_line(names["needed"], ends, f"{names['needed']}: {target}"))
    if way.pace is not None and way.state != "reached":
        parts.append(_pace_line(lang, way, way.pace, names["pace"]))
    return parts


def _pace_line(lang: Lang, way: Trajectory, pace: Pace, name: str) -> pd.DataFrame:
    """The present pace, drawn to the arrival, or to the deadline (at least a year on) where it does not arrive by then."""
    start = dt.date.fromisoformat(way.last)
    end = max(dt.date.fromisoformat(way.deadline), start + dt.timedelta(days=365))
    when = say_date(lang, end)
    if way.arrives and way.arrival and way.arrives <= end.isoformat():
        end, when = dt.date.fromisoformat(way.arrives), say_period(lang, way.arrival)
    reached = max(0.0, way.rate + pace.per_year * (end - start).days / YEAR_DAYS)
    label = f"{name} ({pace_words(lang, pace)}): {say_rate(lang, reached)}, {when}"
    return _line(name, [(way.last, way.rate), (end.isoformat(), reached)], label)


def _line(series: str, ends: list[tuple[str, float]], label: str) -> pd.DataFrame:
    dates, rates = [f"{date}T00:00:00" for date, _ in ends], [rate for _, rate in ends]
    return pd.DataFrame(
        {"date": dates, "rate": rates, "series": series, "label": label, "fall": "", "carried": False},
    )


def _date_labels(lang: Lang) -> str:
    months = list(get_month_names("abbreviated", locale=lang).values())
    return f"{months}[month(datum.value)] + ' ' + year(datum.value)"


def _rate_labels(lang: Lang) -> str:
    separator = "," if lang == "id" else "."
    return f"replace(format(datum.value * 100, '.1~f'), '.', '{separator}') + '%'"


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
    marked = known[known["fall"] != ""].sort_values("fall", key=lambda marks: ~marks.isin(_WORSE), kind="stable")
    marks = [f"{_SIGNS[row.fall]} {say_date(lang, row.as_of)}" for row in marked.itertuples()]
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
    marks = "".join(f'<path d="M{x - 2.6:.1f} {y - 9:.1f}h5.2l-2.6 5z"/>' for x, y, mark in places if mark)
    x, y, _ = places[-1]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 46"><style>{_SPARK_STYLE}</style>'
        f'<line x1="4" x2="156" y1="42.5" y2="42.5"/><polyline points="{line}"/><circle cx="{x:.1f}" cy="{y:.1f}" r="2.4"/>{marks}</svg>'
    )
    # As a picture: SVG that stands in the page itself is taken out of it by Streamlit.
    return f'<img class="ucj-spark" alt="{label}" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"/>'
