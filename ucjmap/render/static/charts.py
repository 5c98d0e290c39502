"""Tables and charts taken apart into texts, rectangles and lines, for the formats that have no such objects."""

import datetime as dt
import math
from collections.abc import Iterator

from ucjmap.render.static.box import Box
from ucjmap.render.static.fonts import clean, fit_line, line_mm, width_mm
from ucjmap.render.static.items import (
    ACCENT,
    INK,
    PALE,
    RULE,
    Align,
    Bars,
    Cell,
    Item,
    Polyline,
    Rectangle,
    Table,
    Text,
    Trend,
)

_PAD = 1.0
#: Of the width of a bar chart the names take at most this share; longer ones are written smaller, down to this part.
_NAMES_SHARE, _LEAST_NAME = 0.5, 0.72


def parts_of(item: Item) -> Iterator[Item]:
    """What an item is drawn from; most are their own only part."""
    match item:
        case Table():
            yield from draw_table(item)
        case Bars():
            yield from draw_bars(item)
        case Trend():
            yield from draw_trend(item)
        case _:
            yield item


def _line(text: str, room: Box, size: float, *, bold: bool = False, colour: str = INK, align: Align = "left") -> Text:
    """One line of known text in the middle of ``room``."""
    width = width_mm(text, size, bold=bold)
    x = room.x + {"left": 0.0, "center": (room.w - width) / 2, "right": room.w - width}[align]
    box = Box(x, room.y + (room.h - line_mm(size)) / 2, width, line_mm(size))
    return Text("", box, room, (text,), size, bold, colour, align)


def draw_table(table: Table) -> Iterator[Item]:
    """Heading, cells, swatches and rules."""
    lines = [table.head, *table.rows] if table.head else list(table.rows)
    bottom = table.box.y
    for number, cells in enumerate(lines):
        is_head = bool(table.head) and number == 0
        y, height = bottom, (table.head_mm if is_head else 0.0) or table.row_mm
        bottom = y + height
        x = table.box.x
        swatch = table.swatches[number - bool(table.head)] if table.swatches and not is_head else None
        if swatch:
            mark = Box(x + 0.4, y + 0.18 * table.row_mm, table.widths[0] - 0.8, 0.64 * table.row_mm)
            yield Rectangle(mark, fill=swatch[0], line="#7b8794", hatched=swatch[1])
        for cell, width, align in zip(cells, table.widths, table.aligns, strict=True):
            if cell.text:
                room = Box(x + _PAD, y, width - 2 * _PAD, height)
                yield from _cell(cell, room, is_head, align)
            x += width
        yield Polyline(
            ((table.box.x, bottom), (table.box.right, bottom)),
            colour=PALE if is_head else "#e4e7eb",
            line_pt=0.6 if is_head else 0.35,
        )


def _cell(cell: Cell, room: Box, is_head: bool, align: Align) -> Iterator[Text]:
    lines = cell.text.split("\n")
    height = line_mm(cell.size) if len(lines) > 1 else room.h
    top = room.y + (room.h - height * len(lines)) / 2
    for number, line in enumerate(lines):
        own = Box(room.x, top + number * height, room.w, height)
        yield _line(line, own, cell.size, bold=is_head, colour=PALE if is_head else INK, align=align)


def bar_layout(chart: Bars) -> tuple[float, float, float, float]:
    """Sizes of the parts of a bar chart, as every format draws them.

    Returns
    -------
    tuple of float
        Height of the title, height of a row, width of the names and width of the values, in millimetres. The title has
        height 0 where the chart has none; rows are as high as the box lets them, up to 7 mm times the chart's scale.
    """
    title = 5.0 * chart.scale if chart.title else 0.0
    row = min(7.0 * chart.scale, (chart.box.h - title) / max(1, len(chart.bars)))
    size = row_size(row, chart.scale)
    names = min(
        _NAMES_SHARE * chart.box.w, max((width_mm(clean(bar.label), size) for bar in chart.bars), default=0.0) + 1
    )
    values = max((width_mm(clean(bar.text), size) for bar in chart.bars), default=0.0) + 1
    return title, row, names, values


def row_size(row_mm: float, scale: float = 1.0) -> float:
    """Size of text that fits a row of a chart.

    Parameters
    ----------
    row_mm
        Height of the row in millimetres.
    scale
        Factor of all sizes of the chart, which bounds the letters of high rows.

    Returns
    -------
    float
        Points.
    """
    return min(8.0 * scale, row_mm / line_mm(1.0) * 0.9)


def draw_bars(chart: Bars) -> Iterator[Item]:
    """Name, bar and value of each row; the bars fill the room between them, from zero to either side."""
    title, row, names, values = bar_layout(chart)
    if chart.title:
        text, size = fit_line(chart.title, chart.box.w, 8.0 * chart.scale, least=6.0, bold=True)
        yield _line(text, Box(chart.box.x, chart.box.y, chart.box.w, title), size, bold=True)
    known = [bar.value for bar in chart.bars if math.isfinite(bar.value)]
    lowest, highest = min(0.0, *known, 0.0), max(0.0, *known, 0.0)
    span = highest - lowest or 1.0
    room = chart.box.w - names - values - 1
    zero = chart.box.x + names - room * lowest / span
    size = row_size(row, chart.scale)
    for number, bar in enumerate(chart.bars):
        y = chart.box.y + title + number * row
        name, name_pt = fit_line(bar.label, names - 0.5, size, least=_LEAST_NAME * size)
        yield _line(name, Box(chart.box.x, y, names, row), name_pt)
        length = room * abs(bar.value) / span if math.isfinite(bar.value) else 0.0
        mark = Box(zero - (length if bar.value < 0 else 0.0), y + 0.16 * row, length, 0.68 * row)
        if length > 0:
            yield Rectangle(mark, fill=bar.colour, line="#7b8794")
        if lowest < 0:
            yield _line(clean(bar.text), Box(chart.box.right - values, y, values, row), size, align="right")
        else:
            yield _line(clean(bar.text), Box(mark.right + 0.8, y, values, row), size)
    if lowest < 0:
        bottom = chart.box.y + title + len(chart.bars) * row
        yield Polyline(((zero, chart.box.y + title), (zero, bottom)), colour=PALE, line_pt=0.6)


#: Distances between the lines of an axis of shares, the first of which gives at most six lines is taken.
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


def axis_steps(highest: float) -> list[float]:
    """Where the lines of an axis lie, at round shares.

    Parameters
    ----------
    highest
        The largest value as a fraction; the axis ends a little above it.

    Returns
    -------
    list of float
        Fractions from 0 upwards, evenly apart.
    """
    wanted = max(highest * 1.05, _STEPS[0])
    step = next((step for step in _STEPS if wanted / step <= 6), wanted / 5)
    return [round(step * number, 6) for number in range(math.ceil(wanted / step - 1e-9) + 1)]


def draw_trend(chart: Trend) -> Iterator[Item]:
    """Axes, a point for each date, lines between dates with data, and the target as a dashed line."""
    mm = chart.scale
    text, size = fit_line(chart.title, chart.box.w * 0.38, 9.0 * mm, least=6.0, bold=True)
    yield _line(text, Box(chart.box.x, chart.box.y, chart.box.w, 6.0 * mm), size, bold=True)
    plot = Box(chart.box.x + 12 * mm, chart.box.y + 9 * mm, chart.box.w - 24 * mm, chart.box.h - 20 * mm)
    known = [rate for rate in (*chart.rates, chart.target) if rate is not None]
    steps = axis_steps(max(known, default=1.0))
    top = steps[-1]
    for step in steps:
        y = plot.bottom - plot.h * step / top
        yield Polyline(((plot.x, y), (plot.right, y)), colour=RULE, line_pt=0.4)
        room = Box(chart.box.x, y - 2 * mm, 10.5 * mm, 4 * mm)
        yield _line(f"{step * 100:.0f}%", room, 7.0 * mm, colour=PALE, align="right")
    days = [dt.date.fromisoformat(date).toordinal() for date in chart.dates]
    span = max(1, max(days, default=1) - min(days, default=0))
    points = [
        None
        if rate is None
        else (plot.x + 6 * mm + (plot.w - 12 * mm) * (day - days[0]) / span, plot.bottom - plot.h * rate / top)
        for day, rate in zip(days, chart.rates, strict=True)
    ]
    if chart.target is not None:
        y = plot.bottom - plot.h * chart.target / top
        yield Polyline(((plot.x, y), (plot.right, y)), colour=chart.target_colour, line_pt=1.0, dashed=True)
        # Beside the title: on the line it would lie under the figures of the dates.
        words, size = fit_line(f"– – {chart.target_text}", chart.box.w * 0.6, 7.5 * mm, least=5.0)
        room = Box(chart.box.right - chart.box.w * 0.6, chart.box.y, chart.box.w * 0.6, 6.0 * mm)
        yield _line(words, room, size, colour=chart.target_colour, align="right")
    level = None if chart.target is None else plot.bottom - plot.h * chart.target / top
    yield from _trend_line(chart, points, plot, level)


def _trend_line(
    chart: Trend, points: list[tuple[float, float] | None], plot: Box, target_y: float | None
) -> Iterator[Item]:
    """Points, their figures and dates. A figure that would lie on the line of the target stands below its point."""
    mm = chart.scale
    known = [point for point in points if point is not None]
    if len(known) > 1:
        yield Polyline(tuple(known), colour=ACCENT, line_pt=1.6)
    next_date = next_value = math.inf
    for point, label, text in reversed(list(zip(points, chart.labels, chart.texts, strict=True))):
        if point is None:
            continue
        x, y = point
        yield Rectangle(Box(x - 0.9 * mm, y - 0.9 * mm, 1.8 * mm, 1.8 * mm), fill=ACCENT)
        # Dates lie closer together than their words: the newest of each crowd is written, the table has all.
        half = width_mm(text, 7.0 * mm, bold=True) / 2
        if x + half < next_value:
            is_hidden = target_y is not None and y - 5.6 * mm < target_y < y - 0.8 * mm
            room = Box(x - half, y + (1.2 if is_hidden else -5.2) * mm, 2 * half, 4 * mm)
            yield _line(text, room, 7.0 * mm, bold=True, colour=ACCENT, align="center")
            next_value = x - half - 1
        half = width_mm(label, 6.5 * mm) / 2
        if x + half < next_date:
            room = Box(x - half, plot.bottom + mm, 2 * half, 4 * mm)
            yield _line(label, room, 6.5 * mm, colour=PALE, align="center")
            next_date = x - half - 1
