"""Tables of slides before they are placed: columns as wide as their words need at the least size of letters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from ucjmap.render.slides.stage import LEAST_PT
from ucjmap.render.static import (
    Align,
    Box,
    Cell,
    Sheet,
    Table,
    clean,
    fit_block,
    line_mm,
    shorten,
    width_mm,
)

_LINE: Final = line_mm(LEAST_PT)
#: Height of a row of a table, and what a cell keeps free at its sides, in millimetres.
ROW_MM: Final = 7.2
LEAST_ROW_MM: Final = 6.3
_CELL_PAD: Final = 2.4
_SWATCH_MM: Final = 9.0
#: What a cell keeps free at its left side, and what it does behind a column that stands right: else the two read as one.
CELL_EDGE_MM, _APART_MM = 1.0, 4.0
#: Lines of a heading, and the narrowest column of names.
_HEAD_LINES, _LEAST_NAME_MM = 4, 30.0


def left_pad_mm(aligns: Sequence[Align], place: int) -> float:
    """What the cells of a column keep free at their left side."""
    is_apart = place > 0 and aligns[place] == "left" and aligns[place - 1] == "right"
    return _APART_MM if is_apart else CELL_EDGE_MM


@dataclass(frozen=True)
class Grid:
    """A table before it is placed: columns as wide as their words need at the least size of letters.

    ``swatches`` are one a row where the first column holds colours, else empty. ``needed`` are the widths that a longer
    table of the same columns needs.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    aligns: tuple[Align, ...]
    swatches: tuple[tuple[str, bool] | None, ...] = ()
    dates: tuple[str, ...] = ()
    needed: tuple[float, ...] = ()

    def part(self, first: int, last: int) -> "Grid":
        """Some of the rows, in columns as wide as those of all need to be."""
        swatches = self.swatches[first:last]
        return replace(self, rows=self.rows[first:last], swatches=swatches, needed=self.natural)

    @cached_property
    def natural(self) -> tuple[float, ...]:
        """Width of each column in which no cell is cut; headings may break between their words."""
        if self.needed:
            return self.needed
        lines = (*((self.dates,) if self.dates else ()), *self.rows)
        columns = list(zip(*lines, strict=True)) if lines else [()] * len(self.heads)
        widths = []
        for place, (head, texts) in enumerate(zip(self.heads, columns, strict=True)):
            words = max((width_mm(word, LEAST_PT, bold=True) for word in clean(head).split()), default=0.0)
            cells = max((width_mm(clean(text), LEAST_PT) for text in texts), default=0.0)
            is_swatch = bool(self.swatches) and place == 0
            widths.append(_SWATCH_MM if is_swatch else max(words, cells) + self._pad(place))
        return tuple(widths)

    def _pad(self, place: int) -> float:
        """What the cells of a column keep free at their sides."""
        return _CELL_PAD + left_pad_mm(self.aligns, place) - CELL_EDGE_MM

    def fits(self, width: float) -> bool:
        """Whether nothing is cut in so many millimetres."""
        return sum(self.natural) <= width

    def widths(self, width: float) -> tuple[float, ...]:
        """Widths that fill ``width``: what is left over goes to all, what is missing is taken from the widest."""
        own = list(self.natural)
        while sum(own) > width and max(own) > _LEAST_NAME_MM:
            widest = own.index(max(own))
            second = max((column for column in own if column < own[widest]), default=0.0)
            own[widest] = max(own[widest] - (sum(own) - width), second - 0.1, _LEAST_NAME_MM)
        fixed = own[0] if self.swatches else 0.0
        factor = (width - fixed) / (sum(own) - fixed)
        return tuple(column if self.swatches and place == 0 else column * factor for place, column in enumerate(own))

    def head_mm(self, width: float) -> float:
        """Height of the headings."""
        lines = [len(self.broken(place, own)) for place, own in enumerate(self.widths(width))]
        return max(ROW_MM, max(lines, default=1) * _LINE + 1.2)

    def broken(self, place: int, width: float) -> list[str]:
        """The heading of a column in lines."""
        return fit_block(
            self.heads[place], width - self._pad(place), _HEAD_LINES * _LINE, LEAST_PT, least=LEAST_PT, bold=True
        )[0]

    def shortened(self, text: str, place: int, width: float) -> str:
        """The text of a cell of a column, cut where it is wider."""
        return shorten(clean(text), width - self._pad(place) + 0.4, LEAST_PT)

    def rows_in(self, room: Box) -> int:
        """Rows that a room of this size holds below the headings."""
        dates = 1 if self.dates else 0
        return max(1, int((room.h - self.head_mm(room.w)) / LEAST_ROW_MM + 1e-6) - dates)

    def row_mm(self, room: Box) -> float:
        """Height of a row: lower than usual where all find room by that."""
        lines = max(1, len(self.rows) + bool(self.dates))
        return min(ROW_MM, max(LEAST_ROW_MM, (room.h - self.head_mm(room.w)) / lines))


def add_grid(sheet: Sheet, room: Box, grid: Grid, *, name: str = "table", row_mm: float = ROW_MM) -> float:
    """Place a table at the top of ``room``; gives its height."""
    widths, head_mm = grid.widths(room.w), grid.head_mm(room.w)
    lines = (*((grid.dates,) if grid.dates else ()), *grid.rows)
    head = tuple(Cell("\n".join(grid.broken(place, own)), LEAST_PT) for place, own in enumerate(widths))
    cells = tuple(
        tuple(
            Cell(grid.shortened(text, place, own), LEAST_PT)
            for place, (text, own) in enumerate(zip(row, widths, strict=True))
        )
        for row in lines
    )
    swatches = ((None,) * (len(lines) - len(grid.rows)) + grid.swatches) if grid.swatches else ()
    box = Box(room.x, room.y, room.w, head_mm + len(lines) * row_mm)
    sheet.add(Table(name, box, widths, grid.aligns, head, cells, row_mm, swatches, grid.rows, head_mm))
    sheet.reserve(name, box)
    return box.h
