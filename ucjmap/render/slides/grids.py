"""What slides are built of: cards with a large figure, and tables whose columns are as wide as their words need."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from ucjmap.render.slides.stage import LEAST_PT, VALUE_PT
from ucjmap.render.static import (
    ACCENT,
    CARD,
    INK,
    PALE,
    Align,
    Box,
    Cell,
    Figure,
    Rectangle,
    Sheet,
    Table,
    clean,
    fit_block,
    line_mm,
    shorten,
    width_mm,
    wrap,
)

_PAD: Final = 3.0
_LINE: Final = line_mm(LEAST_PT)
#: Height of a row of a table, and what a cell keeps free at its sides, in millimetres.
ROW_MM: Final = 7.2
LEAST_ROW_MM: Final = 6.3
_CELL_PAD: Final = 2.4
_SWATCH_MM: Final = 9.0
#: Lines of a heading, and the narrowest column of names.
_HEAD_LINES, _LEAST_NAME_MM = 4, 30.0


def card_mm(figure: Figure, width: float) -> float:
    """Height of a card with all its words."""
    inner = width - 2 * _PAD
    lines = len(wrap(clean(figure.label), inner, LEAST_PT, bold=True)) + len(
        wrap(clean(figure.caption), inner, LEAST_PT)
    )
    return lines * _LINE + line_mm(VALUE_PT) + 2 * _PAD


def add_card(sheet: Sheet, box: Box, figure: Figure, name: str) -> None:
    """A figure in large with its name above and what has to stand beside it below."""
    sheet.add(Rectangle(box, fill=CARD))
    room = box.shrink(_PAD)
    label_mm = len(wrap(clean(figure.label), room.w, LEAST_PT, bold=True)) * _LINE + 0.05
    label, rest = room.cut_top(label_mm)
    sheet.add_text(f"{name} label", label, figure.label, LEAST_PT, least=LEAST_PT, bold=True, colour=PALE)
    value, caption = rest.cut_top(line_mm(VALUE_PT))
    least = 20.0  # a figure is never cut: one as long as a sentence is written smaller
    sheet.add_text(name, value, figure.value, VALUE_PT, least=least, bold=True, colour=ACCENT)
    caption = Box(caption.x, caption.y, caption.w, caption.h + 0.1)
    sheet.add_text(f"{name} caption", caption, figure.caption, LEAST_PT, least=LEAST_PT, colour=INK)


def add_cards(sheet: Sheet, room: Box, figures: Sequence[Figure], *, columns: int, first: int = 0) -> Box:
    """Cards in columns, each row as high as its words need; gives the room below them."""
    gap = 4.0
    width = (room.w - gap * (columns - 1)) / columns
    for start in range(0, len(figures), columns):
        row = figures[start : start + columns]
        height = max(card_mm(figure, width) for figure in row)
        for column, figure in enumerate(row):
            box = Box(room.x + column * (width + gap), room.y, width, height)
            add_card(sheet, box, figure, f"figure {first + start + column}")
        room = room.cut_top(height, gap)[1]
    return room


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
            widths.append(_SWATCH_MM if is_swatch else max(words, cells) + _CELL_PAD)
        return tuple(widths)

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
        lines = [len(self.broken(head, own)) for head, own in zip(self.heads, self.widths(width), strict=True)]
        return max(ROW_MM, max(lines, default=1) * _LINE + 1.2)

    def broken(self, head: str, width: float) -> list[str]:
        """A heading in lines."""
        return fit_block(head, width - _CELL_PAD, _HEAD_LINES * _LINE, LEAST_PT, least=LEAST_PT, bold=True)[0]

    def rows_in(self, room: Box) -> int:
        """Rows that a room of this size holds below the headings."""
        dates = 1 if self.dates else 0
        return max(1, int((room.h - self.head_mm(room.w)) / ROW_MM + 1e-6) - dates)


def add_grid(sheet: Sheet, room: Box, grid: Grid, *, name: str = "table", row_mm: float = ROW_MM) -> float:
    """Place a table at the top of ``room``; gives its height."""
    widths, head_mm = grid.widths(room.w), grid.head_mm(room.w)
    lines = (*((grid.dates,) if grid.dates else ()), *grid.rows)
    head = tuple(
        Cell("\n".join(grid.broken(text, own)), LEAST_PT) for text, own in zip(grid.heads, widths, strict=True)
    )
    cells = tuple(
        tuple(
            Cell(shorten(clean(text), own - _CELL_PAD + 0.4, LEAST_PT), LEAST_PT)
            for text, own in zip(row, widths, strict=True)
        )
        for row in lines
    )
    swatches = ((None,) * (len(lines) - len(grid.rows)) + grid.swatches) if grid.swatches else ()
    box = Box(room.x, room.y, room.w, head_mm + len(lines) * row_mm)
    sheet.add(Table(name, box, widths, grid.aligns, head, cells, row_mm, swatches, grid.rows, head_mm))
    sheet.reserve(name, box)
    return box.h
