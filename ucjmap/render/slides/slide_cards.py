"""Cards of slides: a figure in large, its name above it and what has to stand beside it below."""

from collections.abc import Sequence
from typing import Final

from ucjmap.render.slides.stage import LEAST_PT, VALUE_PT
from ucjmap.render.static import (
    ACCENT,
    CARD,
    INK,
    PALE,
    Box,
    Figure,
    Rectangle,
    Sheet,
    clean,
    line_mm,
    wrap,
)

_PAD: Final = 3.0
_LINE: Final = line_mm(LEAST_PT)


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
