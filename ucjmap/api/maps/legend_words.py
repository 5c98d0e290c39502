"""The words of a legend, the same on the screen, on paper, on a slide and in a file."""

import math
from functools import partial

from ucjmap.api.figures import AreaValues
from ucjmap.api.maps.legend import LegendRow, legend_rows
from ucjmap.classify import ClassRange
from ucjmap.errors import N_
from ucjmap.indicators import Indicator
from ucjmap.render import static
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang, say, say_count, say_date, say_points, say_rate

_RULES = {
    "left": N_("A value on a limit counts to the upper class."),
    "right": N_("A value on a limit counts to the lower class."),
}


def no_data_words(lang: Lang, values: AreaValues) -> str:
    """Why an area has no class: it was not counted, or not at both dates, or there is no target."""
    return say(lang, N_("No data yet") if values.measure == "rate" else N_("Cannot be compared"))


def row_label(lang: Lang, values: AreaValues, row: LegendRow) -> str:
    """What one row of the legend stands for."""
    if row.kind == "no_data":
        return no_data_words(lang, values)
    if row.kind == "not_applicable":
        return say(lang, "Does not apply here")
    return class_label(lang, values, row.class_id)


def class_label(lang: Lang, values: AreaValues, class_id: int) -> str:
    """Label of a class: its word, its range, or both."""
    breaks = values.breaks
    word = breaks.labels[class_id] if breaks.labels else ""
    if breaks.scheme == "registered":
        return say(lang, word)
    span = _span_text(lang, values, breaks.range_of(class_id))
    if not word:
        return span
    official = values.indicator.band_labels
    return f"{official[lang][official['en'].index(word)].capitalize()} ({span})"


def _span_text(lang: Lang, values: AreaValues, span: ClassRange) -> str:
    low, high = value_text(lang, values, span.low), value_text(lang, values, span.high)
    if math.isinf(span.low) and math.isinf(span.high):
        return say(lang, "all values")
    if span.low == span.high:
        return say(lang, "exactly {value}", value=low)
    if math.isinf(span.low):
        # Nothing is below 0: a class that ends there holds 0 alone.
        is_zero = span.high == 0 and values.measure == "rate"
        return say(lang, "exactly {value}", value=high) if is_zero else f"{'≤' if span.holds_high else '<'} {high}"
    if math.isinf(span.high):
        return f"{'≥' if span.holds_low else '>'} {low}"
    if values.measure != "rate":  # a dash between two minus signs cannot be read
        return say(lang, "{low} to {high}", low=low, high=high)
    return f"{low} – {high}"


def value_text(lang: Lang, values: AreaValues, value: float) -> str:
    """A value or a limit of this map's measure, with as many decimals as tell its limits apart."""
    if math.isinf(value):
        return ""
    if values.measure != "rate":
        return say_points(lang, value) if value else "0"
    return say_rate(lang, value, 0 if _is_whole(value) else _decimals(values.breaks.edges))


def _is_whole(value: float) -> bool:
    return abs(value * 100 - round(value * 100)) < 1e-9


def _decimals(edges: tuple[float, ...]) -> int:
    different = set(edges)
    return next(
        (digits for digits in (1, 2) if len({round(edge * 100, digits) for edge in edges}) == len(different)), 3
    )


def legend_notes(lang: Lang, values: AreaValues) -> list[str]:
    """What has to be known to read the classes: rule at a limit, where the limits come from, small numbers."""
    t = partial(say, lang)
    notes = []
    if values.measure == "gap":
        notes.append(_target_note(lang, values))
    if values.measure == "change":
        notes.append(_since_note(lang, values))
    if values.breaks.scheme == "bands" and values.measure == "rate":
        notes.append(bands_note(lang, values.indicator))
    if values.breaks.edges and values.breaks.scheme != "registered":
        notes.append(t(_RULES[values.breaks.closed]))
    if values.breaks_from == "reference":
        notes.append(
            t("The limits are the same for every date, level and area: they come from all kabupaten/kota at all dates.")
        )
    elif values.breaks_from == "shown":
        notes.append(t("The limits come from the values of this map: do not compare its colours with another map."))
    small = int(values.units["is_small"].sum())
    if small:
        limit, count = say_count(lang, values.indicator.small_below), say_count(lang, small)
        unit = values.indicator.units[lang]
        notes.append(
            t("{count} areas rest on fewer than {limit} {unit}: their rates jump.", count=count, limit=limit, unit=unit)
        )
    return notes


def bands_note(lang: Lang, indicator: Indicator) -> str:
    """Who set the named classes: a regulation, or nobody."""
    if indicator.bands_source is None:
        return say(lang, N_("Default classes, not set by any regulation."))
    return say(lang, N_("Classes set by {regulation}."), regulation=indicator.bands_source[lang])


def _target_note(lang: Lang, values: AreaValues) -> str:
    target = values.target
    if target is None and values.segment != ALL_SEGMENTS:
        return say(lang, "Targets are for all segments together: one segment has no gap.")
    if target is None:
        return say(lang, "There is no such target for this area, so there is no gap.")
    rate = say_rate(lang, target["rate"], 2)
    return say(lang, "Target {rate} in {year}: {issuer}", rate=rate, year=target["year"], issuer=target["issuer"])


def _since_note(lang: Lang, values: AreaValues) -> str:
    if values.since is None:
        return say(lang, "There is no earlier date to compare with.")
    return say(
        lang,
        "Change from {since} to {date}. Areas not counted by the earlier date, or not again by the later one, have none.",
        since=say_date(lang, values.since),
        date=say_date(lang, values.as_of),
    )


def make_legend(lang: Lang, values: AreaValues, older: AreaValues | None = None) -> static.Legend:
    """Classes with the number of areas and of people (or desa) in each; no data and not applicable stand apart.

    With ``older``, which has the same classes, both dates have a column of their own.
    """
    if older is not None:
        return _legend_of_both(lang, older, values)
    rows = tuple(
        static.LegendRow(
            row.colour,
            row.kind == "no_data",
            row_label(lang, values, row),
            (say_count(lang, row.areas), say_count(lang, row.people) if row.span is not None else "–"),
        )
        for row in legend_rows(values)
    )
    heads = (say(lang, "Legend"), say(lang, N_("Areas")), values.indicator.units[lang].capitalize())
    return static.Legend(heads, rows, _join_notes(legend_notes(lang, values)))


def _legend_of_both(lang: Lang, older: AreaValues, newer: AreaValues) -> static.Legend:
    """Each class with its areas (and people) at both dates; what holds nothing at one of them is 0 there."""
    by_date = [{(row.kind, row.class_id): row for row in legend_rows(values)} for values in (older, newer)]
    of_any = {key: row for rows in by_date for key, row in rows.items()}
    order = {"class": 0, "no_data": 1, "not_applicable": 2}
    rows = tuple(
        static.LegendRow(
            of_any[key].colour,
            key[0] == "no_data",
            row_label(lang, newer, of_any[key]),
            (_areas_and_people(lang, newer, by_date[0].get(key)), _areas_and_people(lang, newer, by_date[1].get(key))),
        )
        for key in sorted(of_any, key=lambda key: (order[key[0]], key[1]))
    )
    head = (
        say(lang, "Areas")
        if newer.indicator.counts_desa
        else say(lang, "areas ({unit})", unit=newer.indicator.units[lang])
    )
    heads = (head.capitalize(), say_date(lang, older.as_of), say_date(lang, newer.as_of))
    notes = [legend_notes(lang, values) for values in (older, newer)]
    common = [note for note in notes[1] if note in notes[0]]
    apart = [
        f"{say_date(lang, values.as_of)}: {note}"
        for values, own in zip((older, newer), notes, strict=True)
        for note in own
        if note not in common
    ]
    return static.Legend(heads, rows, _join_notes([*common, *apart]), shares=(31, 25, 25))


def _areas_and_people(lang: Lang, values: AreaValues, row: LegendRow | None) -> str:
    if row is None or not row.areas or row.kind != "class" or values.indicator.counts_desa:
        return say_count(lang, row.areas if row else 0)
    return f"{say_count(lang, row.areas)} ({say_count(lang, row.people)})"


def _join_notes(notes: list[str]) -> str:
    return " ".join(f"{note.rstrip('.')}." for note in notes)
