"""The legend of a map and the histogram of its values, as HTML; everything that is not markup is escaped."""

import html
import math
from functools import partial

from ucjmap.api import AreaValues, LegendRow, legend_rows, value_histogram
from ucjmap.classify import NO_DATA_COLOUR, ClassRange
from ucjmap.errors import N_
from ucjmap.words import Lang, say, say_count, say_date, say_points, say_rate

_HATCH = f"repeating-linear-gradient(135deg, {NO_DATA_COLOUR} 0 4px, #8b9199 4px 5px)"
_RULES = {
    "left": N_("A value on a limit counts to the upper class."),
    "right": N_("A value on a limit counts to the lower class."),
}
_MEASURES = {"rate": N_("Rate"), "gap": N_("Gap to target, points"), "change": N_("Change, points")}
_WIDTH, _HEIGHT = 240, 64


def legend(lang: Lang, values: AreaValues) -> str:
    """Classes with the number of areas and people in each, what stands apart, and how to read it."""
    items = "".join(_item(lang, values, row) for row in legend_rows(values))
    label = html.escape(f"{say(lang, 'Legend')}: {say(lang, _MEASURES[values.measure])}")
    notes = "".join(f"<div>{html.escape(note)}</div>" for note in legend_notes(lang, values))
    small = f'<small style="display:block;opacity:.85">{notes}</small>' if notes else ""
    return f'<div class="ucj-legend" role="list" aria-label="{label}">{items}</div>{small}'


def _item(lang: Lang, values: AreaValues, row: LegendRow) -> str:
    background = _HATCH if row.kind == "no_data" else row.colour
    people = f"{say_count(lang, row.people)} {values.indicator.units[lang]}"
    counts = f"<b>{say_count(lang, row.areas)}</b>"
    if row.kind == "class" and not values.indicator.counts_desa:
        counts += f' <span style="opacity:.75">({html.escape(people)})</span>'
    swatch = f'<i aria-hidden="true" style="background:{html.escape(background)}"></i>'
    return f'<span role="listitem">{swatch}{html.escape(row_label(lang, values, row))}: {counts}</span>'


def row_label(lang: Lang, values: AreaValues, row: LegendRow) -> str:
    """What one row of the legend stands for."""
    if row.kind == "no_data":
        return say(lang, "No data yet" if values.measure == "rate" else "Cannot be compared")
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


def _target_note(lang: Lang, values: AreaValues) -> str:
    target = values.target
    if target is None:
        return say(lang, "There is no such target for this area, so there is no gap.")
    rate = say_rate(lang, target["rate"], 2)
    return say(lang, "Target {rate} in {year}: {issuer}", rate=rate, year=target["year"], issuer=target["issuer"])


def _since_note(lang: Lang, values: AreaValues) -> str:
    if values.since is None:
        return say(lang, "There is no earlier date to compare with.")
    return say(
        lang,
        "Change from {since} to {date}. Areas without a newer count since then have none.",
        since=say_date(lang, values.since),
        date=say_date(lang, values.as_of),
    )


def histogram_svg(lang: Lang, values: AreaValues) -> str:
    """Histogram of the values with lines where the classes cut; in the colour of the text around it."""
    found = value_histogram(values)
    if not found.counts:
        return f"<p>{html.escape(say(lang, 'No data yet'))}</p>"
    low, high, tallest = found.bins[0], found.bins[-1], max(found.counts)
    step = _WIDTH / len(found.counts)
    bars = "".join(
        f'<rect x="{place * step:.1f}" y="{_HEIGHT - _HEIGHT * count / tallest:.1f}" width="{step - 1:.1f}" '
        f'height="{_HEIGHT * count / tallest:.1f}" fill="currentColor" fill-opacity=".45"/>'
        for place, count in enumerate(found.counts)
    )
    inside = [_WIDTH * (edge - low) / (high - low) for edge in found.breaks if low <= edge <= high]
    lines = "".join(
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{_HEIGHT}" stroke="currentColor" stroke-width="1.5" '
        'stroke-dasharray="3 2"/>'
        for x in inside
    )
    title = html.escape(say(lang, "How the values are spread and where the classes cut"))
    limits = "; ".join(value_text(lang, values, edge) for edge in found.breaks) or "–"
    described = html.escape(
        say(lang, "{count} areas; limits of the classes: {limits}", count=sum(found.counts), limits=limits)
    )
    ends = html.escape(value_text(lang, values, low)), html.escape(value_text(lang, values, high))
    return (
        f'<svg role="img" viewBox="0 0 {_WIDTH} {_HEIGHT + 16}" width="100%" style="max-width:26rem">'
        f"<title>{title}</title><desc>{described}</desc>{bars}{lines}"
        f'<text x="0" y="{_HEIGHT + 13}" font-size="11" fill="currentColor">{ends[0]}</text>'
        f'<text x="{_WIDTH}" y="{_HEIGHT + 13}" font-size="11" fill="currentColor" text-anchor="end">{ends[1]}</text>'
        "</svg>"
    )
