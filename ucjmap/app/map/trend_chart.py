"""The trend of an area as a chart, with its target and the way to it."""

import datetime as dt
from functools import partial

import altair as alt
import pandas as pd
from babel.dates import get_month_names

from ucjmap.api.maps import say_target_rate
from ucjmap.app.map.map_view import is_dark
from ucjmap.app.map.target_panel import pace_words
from ucjmap.app.map.trend_sentences import MARKS, SIGNS
from ucjmap.indicators import YEAR_DAYS, Pace, Trajectory
from ucjmap.words import Lang, say, say_date, say_period, say_rate

#: Middle tones, so that the lines stand out on a light and on a dark page alike.
LINE, FALL, _TARGET, _NEEDED = "#2f86d1", "#e0592a", "#8a63d2", "#1f9d77"
#: Text on a light and on a dark page, each with a contrast of 4.5 there and still legible on the other.
_INK = {False: "#6b7280", True: "#a3a9b4"}


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
    colours = dict(zip(names.values(), (LINE, LINE, _NEEDED, _TARGET), strict=True))
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
    marked.append(falls.mark_point(shape=shape, size=150, filled=True, color=FALL, opacity=1, yOffset=-12))
    # To a screen reader a layer without points would be a picture without a name.
    layers += [layer.encode(x=x, y=y, tooltip=tooltip) for layer in marked if len(layer.data)]
    # Vega would name axes and marks in English; the sentence that stands for the chart says it all.
    chart: alt.LayerChart = (
        alt.layer(*layers).properties(height=300).configure(aria=False, mark=alt.MarkConfig(aria=False))
    )
    return chart


def _marks(points: pd.DataFrame, *, filled: bool) -> alt.Chart:
    chart: alt.Chart = alt.Chart(points).mark_point(size=45, filled=filled, color=LINE, opacity=1)
    return chart


def _points(lang: Lang, known: pd.DataFrame, series: str) -> pd.DataFrame:
    labels = []
    for row in known.to_dict("records"):
        mark = f" {SIGNS[row['fall']]} {say(lang, MARKS[row['fall']])}" if row["fall"] else ""
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
