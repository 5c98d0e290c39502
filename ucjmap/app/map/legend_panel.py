"""The legend of a map and the histogram of its values, as HTML; everything that is not markup is escaped."""

import html
from base64 import b64encode

from ucjmap import api
from ucjmap.render import class_ground, no_data_hatch
from ucjmap.words import Lang, say, say_count

_FEW = 6  #: with more rows than this the legend is set in columns
_WIDTH, _HEIGHT = 240, 64
#: Middle tones, seen on a light and on a dark page alike.
_BAR, _CUT = "#8595a5", "#d0661b"


def legend(drawn: api.Legend, lang: Lang, *, dark: bool = False, caption: str = "") -> str:
    """Classes with the number of areas and people in each, what stands apart, and how to read it.

    ``caption`` tells of which of two dates it is.
    """
    many = len(drawn.rows) > _FEW
    title = drawn.title
    if many and not drawn.counts_desa:
        title += f" · {say(lang, 'areas ({unit})', unit=drawn.unit)}"
    unit = "" if many else drawn.unit
    most = max((row.areas for row in drawn.rows), default=0)
    items = "".join(_item(lang, drawn, row, unit=unit, dark=dark, most=most) for row in drawn.rows)
    label = html.escape(f"{say(lang, 'Legend')}: {drawn.title}")
    notes = " ".join(html.escape(note if note.endswith(".") else f"{note}.") for note in drawn.notes)
    small = f"<small>{notes}</small>" if notes else ""
    return (
        f"<details open><summary>{html.escape(title)}</summary>"
        f"{'<small><b>' + html.escape(caption) + '</b></small>' if caption else ''}"
        f'<div class="ucj-legend{" many" if many else ""}" role="list" aria-label="{label}">{items}</div>{small}</details>'
    )


def _item(lang: Lang, drawn: api.Legend, row: api.LegendRow, *, unit: str, dark: bool, most: int) -> str:
    """One row, a button that lights its areas; where there are many the unit of the people stands in the title alone.

    The bar behind its words is as long as its part of ``most``, the areas of the class that has most.
    """
    background = no_data_hatch(dark=dark) if row.kind == "no_data" else class_ground(row.colour, dark=dark)
    counts = f"<b>{say_count(lang, row.areas)}</b>"
    if row.kind == "class" and row.areas and not drawn.counts_desa:
        people = f"{say_count(lang, row.people)} {unit}".strip()
        counts += f" <small>({html.escape(people)})</small>"
    swatch = f'<i aria-hidden="true" style="background:{html.escape(background)}"></i>'
    bar = f"--share:{row.areas / most:.3f}" if most else "--share:0"
    return (
        f'<span role="listitem"><button type="button" data-class="{drawn.key_of(row)}" aria-pressed="false" style="{bar}">'
        f"{swatch}<span>{html.escape(row.label)}: {counts}</span></button></span>"
    )


def histogram(answer: api.MapAnswer) -> str:
    """Histogram of the values with lines where the classes cut, as a picture with its ends and limits in words."""
    spread, lang = answer.areas.histogram, answer.lang
    if not spread.counts:
        return f"<p>{html.escape(say(lang, 'No data yet'))}</p>"
    limits = "; ".join(spread.limits) or "–"
    described = say(lang, "{count} areas; limits of the classes: {limits}", count=sum(spread.counts), limits=limits)
    title = say(lang, "How the values are spread and where the classes cut")
    ends = "".join(f"<span>{html.escape(end)}</span>" for end in spread.ends)
    # As a picture: SVG that stands in the page itself is taken out of it by Streamlit.
    picture = b64encode(_histogram_svg(spread).encode()).decode()
    return (
        f'<figure style="margin:0;max-width:26rem;font-size:.8rem"><figcaption>{html.escape(title)}</figcaption>'
        f'<img alt="{html.escape(described, quote=True)}" src="data:image/svg+xml;base64,{picture}" width="100%"/>'
        f'<div style="display:flex;justify-content:space-between">{ends}</div>{html.escape(described)}</figure>'
    )


def _histogram_svg(spread: api.Histogram) -> str:
    low, high, tallest = spread.bins[0], spread.bins[-1], max(spread.counts)
    step = _WIDTH / len(spread.counts)
    bars = "".join(
        f'<rect x="{place * step:.1f}" y="{_HEIGHT - _HEIGHT * count / tallest:.1f}" width="{step - 1:.1f}" '
        f'height="{_HEIGHT * count / tallest:.1f}" fill="{_BAR}"/>'
        for place, count in enumerate(spread.counts)
    )
    inside = [_WIDTH * (edge - low) / (high - low) for edge in spread.breaks if low <= edge <= high]
    lines = "".join(
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{_HEIGHT}" stroke="{_CUT}" stroke-width="2"/>' for x in inside
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}">{bars}{lines}</svg>'
