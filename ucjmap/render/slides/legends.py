"""Legends of slides: a table of classes with their counts, or only colours and names in a line below a wide map."""

from collections.abc import Iterator
from typing import Final

from ucjmap.render.slides.grids import Grid, add_grid
from ucjmap.render.slides.stage import LEAST_PT
from ucjmap.render.static import PALE, Box, Legend, LegendRow, Rectangle, Sheet, clean, fit_block, line_mm, width_mm

#: A colour of a line of classes, the gaps behind it and behind its name, and the height of the line.
_SWATCH_MM, _SWATCH_GAP_MM, _CLASS_GAP_MM = 6.5, 1.5, 3.5
_CLASS_LINE_MM: Final = line_mm(LEAST_PT) + 1.0


def legend_grid(legend: Legend) -> Grid:
    """The legend as a table; its first column holds the colours."""
    return Grid(
        heads=("", *legend.heads),
        rows=tuple(("", row.label, *row.counts) for row in legend.rows),
        aligns=("left", "left", "right", "right"),
        swatches=tuple((row.colour, row.hatched) for row in legend.rows),
    )


def legend_mm(grid: Grid, width: float, row_mm: float) -> float:
    """Height of a legend with rows of ``row_mm``."""
    return grid.head_mm(width) + len(grid.rows) * row_mm


def add_legend(sheet: Sheet, room: Box, legend: Legend) -> Box:
    """The table of classes, and below it the note on their limits where it has room: else it is among the sources.

    Gives the room below.
    """
    grid = legend_grid(legend)
    used = add_grid(sheet, room, grid, name="legend", row_mm=grid.row_mm(room))
    rest = room.cut_top(used, 1.5)[1]
    lines, _ = fit_block(legend.note, rest.w, 1e6, LEAST_PT, least=LEAST_PT)
    if legend.note and len(lines) * line_mm(LEAST_PT) <= rest.h:
        used = sheet.add_text("legend note", rest, legend.note, LEAST_PT, least=LEAST_PT, colour=PALE)
        rest = rest.cut_top(used, 1.5)[1]
    return rest


def classes_mm(legend: Legend, width: float) -> float:
    """Height of the classes in lines of so many millimetres."""
    return len(list(_class_lines(legend, width))) * _CLASS_LINE_MM


def add_classes(sheet: Sheet, room: Box, legend: Legend) -> None:
    """Colour and name of each class, one behind the other: for a map whose legend with counts stands elsewhere."""
    for classes in _class_lines(legend, room.w):
        line, room = room.cut_top(_CLASS_LINE_MM)
        for row in classes:
            swatch, line = line.cut_left(_SWATCH_MM, _SWATCH_GAP_MM)
            box = Box(swatch.x, swatch.y + 1.0, swatch.w, line_mm(LEAST_PT) - 2.0)
            sheet.add(Rectangle(box, fill=row.colour, line=PALE, hatched=row.hatched))
            words, line = line.cut_left(_words_mm(row), _CLASS_GAP_MM)
            sheet.add_text(f"class {row.label}", words, row.label, LEAST_PT, least=LEAST_PT)


def _class_lines(legend: Legend, width: float) -> Iterator[list[LegendRow]]:
    line: list[LegendRow] = []
    left = width
    for row in legend.rows:
        needed = _SWATCH_MM + _SWATCH_GAP_MM + _words_mm(row)
        if line and needed > left:
            yield line
            line, left = [], width
        line.append(row)
        left -= needed + _CLASS_GAP_MM
    yield line


def _words_mm(row: LegendRow) -> float:
    return width_mm(clean(row.label), LEAST_PT) + 0.5
