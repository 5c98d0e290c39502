"""The legend of a map and the histogram of its values, as HTML; everything that is not markup is escaped."""

import html

from ucjmap.api import AreaValues, LegendRow, legend_notes, legend_rows, row_label, value_histogram, value_text
from ucjmap.classify import NO_DATA_COLOUR
from ucjmap.errors import N_
from ucjmap.words import Lang, say, say_count

_HATCH = f"repeating-linear-gradient(135deg, {NO_DATA_COLOUR} 0 4px, #8b9199 4px 5px)"
_MEASURES = {"rate": N_("Rate"), "gap": N_("Gap to target, points"), "change": N_("Change, points")}
_FEW = 6  #: with more rows than this the legend is set in columns
_WIDTH, _HEIGHT = 240, 64


def legend(lang: Lang, values: AreaValues) -> str:
    """Classes with the number of areas and people in each, what stands apart, and how to read it."""
    rows = legend_rows(values)
    many = len(rows) > _FEW
    title = say(lang, _MEASURES[values.measure])
    if many and not values.indicator.counts_desa:
        title += f" · {say(lang, 'areas ({unit})', unit=values.indicator.units[lang])}"
    items = "".join(_item(lang, values, row, unit="" if many else values.indicator.units[lang]) for row in rows)
    label = html.escape(f"{say(lang, 'Legend')}: {say(lang, _MEASURES[values.measure])}")
    notes = " ".join(f"<span>{html.escape(note)}</span>" for note in legend_notes(lang, values))
    small = f'<small style="display:block;opacity:.85">{notes}</small>' if notes else ""
    return (
        f'<small style="display:block;font-weight:600">{html.escape(title)}</small>'
        f'<div class="ucj-legend{" many" if many else ""}" role="list" aria-label="{label}">{items}</div>{small}'
    )


def _item(lang: Lang, values: AreaValues, row: LegendRow, *, unit: str) -> str:
    """One row; where there are many of them the unit of the people stands in the title alone."""
    background = _HATCH if row.kind == "no_data" else row.colour
    counts = f"<b>{say_count(lang, row.areas)}</b>"
    if row.kind == "class" and row.areas and not values.indicator.counts_desa:
        people = f"{say_count(lang, row.people)} {unit}".strip()
        counts += f' <span style="opacity:.75">({html.escape(people)})</span>'
    swatch = f'<i aria-hidden="true" style="background:{html.escape(background)}"></i>'
    return f'<span role="listitem">{swatch}{html.escape(row_label(lang, values, row))}: {counts}</span>'


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
