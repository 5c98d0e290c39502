"""The figures of a map that are printed large: on cards, beside pictures, on covers. Each is made here, once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from ucjmap.api.figures import AreaValues, load_indicators
from ucjmap.api.maps.captions import (
    count_words,
    dates_inside,
    figure_name,
    rate_words,
    say_target,
    share_words,
    value_words,
)
from ucjmap.api.maps.figure import Figure, KeyFigure, Unit
from ucjmap.errors import N_
from ucjmap.indicators import Indicator
from ucjmap.levels import level_name
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang, Wording

#: Whether the officials and the council of a desa are registered; what each counts that are not.
BODIES: Final = {
    "aparat_registered": N_("Desa without registered officials"),
    "bpd_registered": N_("Desa without a registered council"),
}
_POINTS: Final = N_("percentage points")


def known_bodies() -> tuple[str, ...]:
    """Keys of ``BODIES`` that the installation defines: its list of indicators is its own.

    Returns
    -------
    tuple
        In the order of ``BODIES``; may be empty.
    """
    return tuple(key for key in BODIES if key in load_indicators())


@dataclass(frozen=True)
class Body:
    """One indicator of the village ecosystem for an area; ``row`` has its figures, None without data.

    ``applies`` is false where there is no desa in the area.
    """

    indicator: Indicator
    row: Mapping[str, Any] | None
    applies: bool


def part_with_data(t: Wording, values: AreaValues, row: Mapping[str, Any], whole_from: float) -> str:
    """Name of the part of an area that its figure is about, such as "3 provinces with data"; empty where it is whole.

    A figure counts as that of the whole area from ``whole_from`` on, a share of the desa with data. Example: with 3 of
    38 provinces loaded, "Indonesia 33.9 %" would be read as a figure of the country. Areas that have data for a part of
    their own desa only give it no name: "1 kabupaten with data" would be read as a figure of that kabupaten.
    """
    desa_part = _desa_with_data(t, row, whole_from)
    if not desa_part:
        return ""
    counted = values.units[values.units["rate"].notna()]
    is_apart = row["code"] != values.area["code"] or counted.empty
    if is_apart or row["desa_with_data"] < whole_from * counted["desa"].sum():
        return desa_part
    level = level_name(t.lang, values.level, several=True)
    return t(N_("{count} {level} with data"), count=t.count(len(counted)), level=level.lower())


def _desa_with_data(t: Wording, row: Mapping[str, Any], whole_from: float) -> str:
    """The desa that a figure rests on; empty where they are nearly all, and without data."""
    known = row["desa_with_data"]
    if not known or known >= whole_from * row["desa"]:
        return ""
    return t(N_("{count} desa/kelurahan with data"), count=t.count(known))


def make_key_figures(
    t: Wording, values: AreaValues, row: Mapping[str, Any], bodies: tuple[Body, ...], *, part: str, whole_from: float
) -> tuple[KeyFigure, ...]:
    """Rate or change, gap in points and in people, areas without data, and desa whose bodies are not registered.

    ``row`` has the figures of the area that the question is about: the map's own, or one on it; ``part`` is what
    ``part_with_data`` calls them.
    """
    changed = values.measure == "change" and values.since is not None and pd.notna(row["value"])
    first = _change(t, values, row, part) if changed else _rate(t, values, row, part)
    return (
        first,
        *_gap(t, values, row, part),
        _without_data(t, values),
        *(_body(t, body, whole_from) for body in bodies),
    )


def name_figure(lang: Lang, name: str, row: Mapping[str, Any], whole_from: float) -> str:
    """What a figure is called where it is printed large: by the desa that it rests on, where these are not nearly all.

    Parameters
    ----------
    name
        Of what is counted.
    row
        Figures of one area: ``desa`` and ``desa_with_data``.
    whole_from
        Share of the desa with data from which a figure counts as that of the whole area.

    Returns
    -------
    str
        Such as ``UCJ coverage``, or ``6,864 desa/kelurahan with data: UCJ coverage``.
    """
    return _named(name, _desa_with_data(Wording(lang), row, whole_from))


def _named(name: str, part: str) -> str:
    return f"{part}: {name}" if part else name


def _counts(t: Wording, values: AreaValues, row: Mapping[str, Any]) -> str:
    part, whole = count_words(t.lang, row["numerator"]), count_words(t.lang, row["denominator"])
    return f"{part} {t('of')} {whole} {values.indicator.units[t.lang]}."


def _share(t: Wording, row: Mapping[str, Any]) -> str:
    return f" {share_words(t.lang, row['desa'], row['desa_with_data'])}" if row["desa"] > 1 else ""


def _rate(t: Wording, values: AreaValues, row: Mapping[str, Any], part: str) -> KeyFigure:
    """The rate with its counts and, as every rolled-up figure needs it, the share of areas with data."""
    name = figure_name(t.lang, values.indicator, values.segment)
    if not row["desa"]:
        return KeyFigure("rate", name, t("Does not apply here"), share_words(t.lang, 0, 0), None)
    if pd.isna(row["rate"]):
        return KeyFigure("rate", name, t("No data yet"), t("No counts were loaded."), None)
    caption = f"{_counts(t, values, row)}{_share(t, row)}"
    figure = Figure.of(row, row["rate"], "fraction")
    return KeyFigure("rate", _named(name, part), rate_words(t.lang, row["rate"]), caption, figure)


def _change(t: Wording, values: AreaValues, row: Mapping[str, Any], part: str) -> KeyFigure:
    """How the area itself changed, over the desa that were counted at both dates, and what is counted now."""
    since = t(N_("Change since {date}, points"), date=t.date(str(values.since)))
    name = f"{figure_name(t.lang, values.indicator, values.segment)} · {since}"
    rates = f"{t.rate(row['common_rate_since'])} → {t.rate(row['common_rate'])}"
    desa = {"count": t.count(row["common_desa"]), "all": t.count(row["desa"])}
    over = (
        f", {t(N_('over the {count} of {all} desa/kelurahan counted at both dates'), **desa)}"
        if row["desa"] > 1
        else ""
    )
    text = value_words(t, values, row["value"])
    caption = f"{rates}{over}. {t(N_('Now {counts}'), counts=_counts(t, values, row))}"
    figure = Figure.of(row, row["value"], "points")
    return KeyFigure("change", _named(name, part), text, caption, figure, t(_POINTS))


def _gap(t: Wording, values: AreaValues, row: Mapping[str, Any], part: str) -> Iterator[KeyFigure]:
    """Distance to the target in force, below 0 where it is not reached, and people (or desa) still missing."""
    unit = values.indicator.units[t.lang]
    heads = t("Gap to target, points"), t("Gap to target, {unit}", unit=unit)
    target = row["target"]
    if target is None or pd.isna(row["gap_points"]):
        why = no_gap_reason(t, values.segment)
        yield KeyFigure("gap_points", heads[0], "–", why, None)
        yield KeyFigure("gap_people", heads[1], "–", why, None)
        return
    missing = t("still to be registered") if target.sign > 0 else t(N_("more than the target allows"))
    rest = missing if row["gap_people"] else t("target reached")
    counted: Unit = "desa" if values.indicator.counts_desa else "people"
    yield KeyFigure(
        "gap_points",
        _named(heads[0], part),
        t.points(-row["gap_points"]),
        say_target(t.lang, target),
        Figure.of(row, -row["gap_points"], "points"),
        t(_POINTS),
    )
    yield KeyFigure(
        "gap_people",
        _named(heads[1], part),
        t.count(row["gap_people"]),
        rest,
        Figure.of(row, row["gap_people"], counted),
        unit,
    )


def no_gap_reason(t: Wording, segment: str) -> str:
    """Why an area has no gap to a target."""
    if segment != ALL_SEGMENTS:
        return t(N_("Targets are for all segments together: one segment has no gap."))
    return t(N_("No data or no target for this area."))


def _without_data(t: Wording, values: AreaValues) -> KeyFigure:
    words = N_("{level} without data") if values.measure == "rate" else N_("{level} that cannot be compared")
    about = t.count(int(values.units["applies"].sum()))
    return KeyFigure(
        "without_data",
        t(words, level=level_name(t.lang, values.level, several=True)),
        t.count(values.without_data),
        t("of {count} on this map", count=about),
        Figure.of(values.area, values.without_data, "areas"),
    )


def _body(t: Wording, body: Body, whole_from: float) -> KeyFigure:
    """Desa without registered officials or council; each body has a date and a source of its own."""
    key = body.indicator.key
    if body.row is None:
        caption = t("No data yet") if body.applies else t("There is no desa here.")
        return KeyFigure(key, t(BODIES[key]), "–", caption, None)
    missing = body.row["uncovered"]
    words = N_("of {count} desa with data, {dates}")
    caption = t(words, count=t.count(body.row["denominator"]), dates=dates_inside(t.lang, body.row))
    label = name_figure(t.lang, t(BODIES[key]), body.row, whole_from)
    return KeyFigure(key, label, t.count(missing), caption, Figure.of(body.row, missing, "desa"))
