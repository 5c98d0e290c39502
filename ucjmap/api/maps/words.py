"""The words and figures that stand beside a map on paper, on a slide and in a file: all from ``AreaValues``."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pandas as pd

from ucjmap.api.figures import AreaValues, area_gap
from ucjmap.codes import Level
from ucjmap.errors import N_
from ucjmap.indicators import Gap
from ucjmap.render.static import Bar, Figure
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store
from ucjmap.words import Lang, say, say_count, say_date, say_points, say_rate

_LEVELS: dict[Level, str] = {
    "adm1": N_("Provinces"),
    "adm2": N_("Kabupaten/kota"),
    "adm3": N_("Kecamatan"),
    "adm4": N_("Desa/kelurahan"),
}
_EACH_END = 5
_KINDS = ("Kabupaten ", "Kecamatan ", "Provinsi ")


@dataclass(frozen=True)
class Dressing:
    """How a picture is dressed. Empty texts take what the installation says; ``logo`` is the content of an image file."""

    lang: Lang = "id"
    title: str = ""
    note: str = ""
    office: str = ""
    logo: bytes | None = None
    public_url: str = ""


def level_words(lang: Lang, level: Level) -> str:
    """Name of a level for people."""
    return say(lang, _LEVELS[level])


def short_name(name: str) -> str:
    """Name of an area without its kind, as labels and charts have room for; a kota keeps it."""
    for kind in _KINDS:
        if name.startswith(kind):
            return name.removeprefix(kind)
    return name


def count_words(lang: Lang, count: float) -> str:
    """A count, or a dash for no data."""
    return "–" if pd.isna(count) else say_count(lang, count)


def rate_words(lang: Lang, rate: float) -> str:
    """A rate, or the words for no data: never a zero."""
    return say(lang, "No data yet") if pd.isna(rate) else say_rate(lang, rate)


def target_rate_words(lang: Lang, rate: float) -> str:
    """The rate of a target as it was set, 59.56 %: with fewer digits the people still missing could not be computed."""
    return say_rate(lang, rate, 2)


def say_target(lang: Lang, target: Mapping[str, Any]) -> str:
    """A target (rate, year, issuer) in words."""
    rate = target_rate_words(lang, target["rate"])
    return say(lang, "Target {rate} in {year}: {issuer}", rate=rate, year=target["year"], issuer=target["issuer"])


def dates_words(lang: Lang, row: dict[str, Any]) -> str:
    """The date, or the dates, behind a figure."""
    oldest, newest = row["oldest"], row["newest"]
    if not isinstance(newest, str) or not isinstance(oldest, str):
        return say(lang, "No data yet")
    if oldest == newest:
        return say(lang, N_("As of {date}"), date=say_date(lang, newest))
    return say(lang, N_("As of {oldest} to {newest}"), oldest=say_date(lang, oldest), newest=say_date(lang, newest))


def dates_inside(lang: Lang, row: dict[str, Any]) -> str:
    """``dates_words`` as they stand inside a sentence."""
    words = dates_words(lang, row)
    return f"{words[0].lower()}{words[1:]}"


def origin_words(lang: Lang, name: str, row: dict[str, Any], sources: Sequence[str], *, is_simulated: bool) -> str:
    """Dates, sources and nature of one figure in one line, where figures of several origins stand side by side.

    ``row`` has the oldest and newest date of the counts behind it.
    """
    parts = [f"{name}: {dates_inside(lang, row)}"]
    parts += [say(lang, "Source: {sources}", sources="; ".join(sources))] if sources else []
    parts += [say(lang, "Simulated data, not official")] if is_simulated else []
    return " ".join(f"{part.rstrip('.')}." for part in parts)


def gap_sum_words(lang: Lang, parts: pd.Series, whole: float, unit: str) -> str:
    """Why the gaps of listed ``parts`` in people do not add up to that of the ``whole``; empty where they do.

    Empty also where nothing is known of one of the two.
    """
    total = parts.sum(min_count=1)
    if pd.isna(total) or pd.isna(whole) or total == whole:
        return ""
    rounded = N_("each gap is rounded up to whole {unit}.")
    uneven = N_("areas above their target do not make up for others, and an area may have a target of its own.")
    why = rounded if 0 < total - whole < len(parts) else uneven
    return say(
        lang,
        N_("The gaps of the listed areas add up to {total} {unit}, that of the whole is {whole}: {why}"),
        total=say_count(lang, total),
        whole=say_count(lang, whole),
        unit=unit,
        why=say(lang, why, unit=unit),
    )


def figure_name(lang: Lang, values: AreaValues) -> str:
    """Name of the indicator with its segment."""
    name = values.indicator.name(lang)
    if values.segment != ALL_SEGMENTS:
        name += f" · {values.indicator.segments[values.segment][lang]}"
    return name


def title_words(lang: Lang, values: AreaValues, selected: str | None = None) -> str:
    """What the map is of; ``selected`` is the area on it that the page is about."""
    name = figure_name(lang, values)
    if values.measure == "gap" and values.target:
        words = N_("{figure}: distance to the target {rate} in {year}")
        rate = target_rate_words(lang, values.target["rate"])
        name = say(lang, words, figure=name, rate=rate, year=values.target["year"])
    elif values.measure == "change" and values.since:
        name = say(lang, N_("{figure}: change since {date}"), figure=name, date=say_date(lang, values.since))
    place = values.area["name"]
    if selected is not None:
        place = f"{values.units.loc[selected, 'name']}, {place}"
    return f"{name} — {place}"


def subtitle_words(lang: Lang, values: AreaValues, older: AreaValues | None = None) -> str:
    """By what, and as of when; beside two maps also of which of them the figures are."""
    by = say(lang, N_("By {level}"), level=level_words(lang, values.level).lower())
    if older is None:
        return f"{by} · {dates_words(lang, values.area)}"
    dates = {"older": say_date(lang, older.as_of), "newer": say_date(lang, values.as_of)}
    return f"{by} · {say(lang, N_('{older} and {newer}; figures and ranking are of {newer}'), **dates)}"


def caption_words(lang: Lang, values: AreaValues) -> str:
    """The date above one of two maps, and the dates of the counts behind it where they are others."""
    date, area = say_date(lang, values.as_of), values.area
    if area["oldest"] == area["newest"] == values.as_of:
        return date
    return f"{date} · {dates_words(lang, area)}"


def both_together(values: AreaValues, older: AreaValues | None) -> AreaValues:
    """``values`` with the sources of both dates, and simulated if either is: what stands once beside two maps."""
    if older is None:
        return values
    sources = tuple(dict.fromkeys((*older.sources, *values.sources)))
    return replace(values, sources=sources, is_simulated=values.is_simulated or older.is_simulated)


def badges(lang: Lang, values: AreaValues) -> tuple[str, ...]:
    """Warnings that no picture may lose."""
    found = []
    if values.is_simulated:
        found.append(say(lang, "Simulated data, not official"))
    if values.is_model:
        found.append(say(lang, "Model boundaries, not legal ones"))
    return tuple(found)


def boundary_words(lang: Lang, editions: Iterable[str], *, is_model: bool) -> str:
    """Which boundaries are drawn; on the map at all times."""
    words = ", ".join(editions)
    return f"{words} — {say(lang, 'model boundaries, not legal ones')}" if is_model else words


def credit_words(lang: Lang, values: AreaValues) -> str:
    """Which boundaries are drawn, where nothing beside it says what it is."""
    return f"{say(lang, 'Boundaries')}: {boundary_words(lang, values.editions, is_model=values.is_model)}"


def provenance_lines(lang: Lang, values: AreaValues, older: AreaValues | None = None) -> tuple[str, ...]:
    """Source, denominator, dates, completeness and boundaries: what has to stand beside every number."""
    t = partial(say, lang)
    indicator, shown = values.indicator, both_together(values, older)
    simulated = f" ({t('Simulated data, not official')})" if shown.is_simulated else ""
    dates = dates_words(lang, values.area)
    if older is not None:
        dates = f"{dates_words(lang, older.area)}; {dates_inside(lang, values.area)}"
    known = f"{t('Areas with data')}: {_completeness(lang, values)}"
    if older is not None:
        each_date = [f"{say_date(lang, each.as_of)}: {_completeness(lang, each)}" for each in (older, values)]
        known = f"{t('Areas with data')} — {' '.join(each_date)}"
    lines = [
        f"{t('Source')}: {'; '.join(shown.sources) or t('No data yet')}{simulated}. {dates}.",
        f"{t('Rate')}: {indicator.numerators[lang]} / {indicator.denominators[lang]}. {indicator.denominator_notes[lang]}",
        f"{known} {_undrawn(lang, values)}",
        f"{credit_words(lang, values)}. {t(N_('Made with UCJMap on {date}'), date=say_date(lang, dt.date.today()))}.",
    ]
    return tuple(" ".join(line.split()) for line in lines)


def _completeness(lang: Lang, values: AreaValues) -> str:
    area = values.area
    if not area["desa"]:
        return say(lang, "The indicator is about no desa here.")
    about = int(values.units["applies"].sum())
    with_data = f"{say_count(lang, values.with_data)} {say(lang, 'of')} {say_count(lang, about)}"
    desa = f"{say_count(lang, area['desa_with_data'])} {say(lang, 'of')} {say_count(lang, area['desa'])}"
    return f"{with_data}; {say(lang, N_('desa/kelurahan with data'))}: {desa}."


def _undrawn(lang: Lang, values: AreaValues) -> str:
    count = int((~values.units["has_shape"]).sum())
    if not count:
        return ""
    words = "{count} areas have no polygon in these boundaries: they are in the table and in the sums, not on the map."
    return say(lang, words, count=say_count(lang, count))


def value_words(lang: Lang, values: AreaValues, value: float, digits: int = 1) -> str:
    """What was measured, in words: a rate, or points of distance or change; no data is said, never a zero."""
    if pd.isna(value):
        return say(lang, "No data yet")
    return say_rate(lang, value, digits) if values.measure == "rate" else say_points(lang, value)


def key_figures(store: Store, lang: Lang, values: AreaValues, selected: str | None = None) -> tuple[Figure, ...]:
    """Rate or its change, gap to target in points and people, and areas without data.

    They are of the whole area, or of the area on its map that is ``selected``, as on the page.
    """
    t = partial(say, lang)
    row = values.area if selected is None else values.units.loc[selected].to_dict()
    unit = values.indicator.units[lang]
    counts = f"{count_words(lang, row['numerator'])} {t('of')} {count_words(lang, row['denominator'])} {unit}"
    rate = Figure(figure_name(lang, values), rate_words(lang, row["rate"]), counts if pd.notna(row["rate"]) else "")
    without = N_("{level} without data") if values.measure == "rate" else N_("{level} that cannot be compared")
    missing = Figure(
        t(without, level=level_words(lang, values.level)),
        say_count(lang, values.without_data),
        t("of {count} on this map", count=say_count(lang, int(values.units["applies"].sum()))),
    )
    if values.measure == "change" and values.since:
        since = t(N_("Change since {date}, points"), date=say_date(lang, values.since))
        from_to = f"{rate_words(lang, row['rate_since'])} → {rate_words(lang, row['rate'])}"
        rate = Figure(since, value_words(lang, values, row["value"]), from_to)
    heads = t("Gap to target, points"), t("Gap to target, {unit}", unit=unit)
    found = _gap_of_map(store, values, row["code"])
    if found is None:
        why = no_gap_words(lang, values.segment)
        return rate, missing, Figure(heads[0], "–", why), Figure(heads[1], "–", why)
    gap, target = found
    rest = t("still to be registered") if gap.people else t("target reached")
    points = Figure(heads[0], say_points(lang, -gap.points), say_target(lang, target))
    return rate, missing, points, Figure(heads[1], say_count(lang, gap.people), rest)


def no_gap_words(lang: Lang, segment: str) -> str:
    """Why an area has no gap to a target."""
    if segment != ALL_SEGMENTS:
        return say(lang, N_("Targets are for all segments together: one segment has no gap."))
    return say(lang, N_("No data or no target for this area."))


def _gap_of_map(store: Store, values: AreaValues, code: str) -> tuple[Gap, dict[str, Any]] | None:
    """Gap of an area to the very target that its map is about, also where a visitor chose another than usual."""
    target = values.target
    return area_gap(store, values, code, target=f"{target['year']}@{target['issuer']}") if target else None


def ranked_units(values: AreaValues) -> pd.DataFrame:
    """Units with data from the highest value down, with their ``place``; one row is one area."""
    units = values.units[values.units["value"].notna()].sort_values(["value", "name"], ascending=[False, True])
    return units.assign(place=range(1, len(units) + 1))


def rank_bars(lang: Lang, values: AreaValues, within: Mapping[str, str]) -> tuple[str, tuple[Bar, ...]]:
    """Title and bars of the highest and lowest areas; all where there are few. None on a map of yes and no.

    ``within`` gives by code in which area above it each one lies, where that is not the area of the map.
    """
    if values.breaks.scheme == "registered":
        return "", ()
    units = ranked_units(values)
    if len(units) > 2 * _EACH_END:
        units = pd.concat([units.head(_EACH_END), units.tail(_EACH_END)])
        title = say(lang, N_("Five highest and five lowest"))
    else:
        title = say(lang, "Ranking")
    bars = tuple(
        Bar(
            f"{row.place}. {short_name(row.name)}{f' ({within[row.code]})' if row.code in within else ''}",
            float(row.value),
            value_words(lang, values, row.value),
            row.colour,
        )
        for row in units.itertuples(index=False)
    )
    return title, bars


def unregistered_names(
    lang: Lang, values: AreaValues, within: Mapping[str, str]
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """On a map of yes and no: how many desa are not registered, and their names in order.

    Each has the words before its group: the area above it (``within``) with the number of names in it.
    """
    if values.breaks.scheme != "registered":
        return "", ()
    missing = values.units[values.units["class_id"] == 0]
    pairs = sorted((within.get(code, ""), name) for code, name in zip(missing["code"], missing["name"], strict=True))
    counts = Counter(group for group, _ in pairs)
    title = say(lang, N_("Not registered: {count}"), count=say_count(lang, len(pairs)))
    return title, tuple((f"{group} ({say_count(lang, counts[group])})" if group else "", name) for group, name in pairs)


def alt_text(lang: Lang, values: AreaValues) -> str:
    """What the map shows, for those who cannot see it."""
    parts = [f"{title_words(lang, values)}. {subtitle_words(lang, values)}."]
    pairs = zip(values.units["value"].tolist(), values.units["name"].tolist(), strict=True)
    from_top = [(-value, name) for value, name in pairs if not math.isnan(value)]
    if from_top and values.breaks.scheme != "registered":
        # The same two ends as of ``ranked_units``; to sort everything at each step of each visitor would cost too much.
        ends = [f"{name} {value_words(lang, values, -value)}" for value, name in (min(from_top), max(from_top))]
        parts.append(
            f"{say(lang, N_('Highest: {area}'), area=ends[0])}. {say(lang, N_('Lowest: {area}'), area=ends[1])}."
        )
    return " ".join(parts)
