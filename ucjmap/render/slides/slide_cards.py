"""Cards of slides: a figure in large, its name above it and what has to stand beside it below."""

from collections.abc import Iterator, Sequence
from typing import Final

from ucjmap.render.slides.stage import LEAST_PT, VALUE_PT, Stage
from ucjmap.render.slides.surround import start_slide
from ucjmap.render.static import (
    ACCENT,
    CARD,
    INK,
    PALE,
    Box,
    Figure,
    Frame,
    Rectangle,
    Sheet,
    clean,
    line_mm,
    wrap,
)

_PAD: Final = 3.0
_GAP: Final = 4.0
_LINE: Final = line_mm(LEAST_PT)


def card_mm(figure: Figure, width: float) -> float:
    """Height of a card with all its words."""
    inner = width - 2 * _PAD
    lines = len(wrap(clean(figure.label), inner, LEAST_PT, bold=True)) + len(
        wrap(clean(figure.caption), inner, LEAST_PT)
    )
    return lines * _LINE + line_mm(VALUE_PT) + 2 * _PAD


def cards_mm(figures: Sequence[Figure], width: float, *, columns: int) -> float:
    """Height of cards in rows across a room."""
    own = (width - _GAP * (columns - 1)) / columns
    rows = [figures[start : start + columns] for start in range(0, len(figures), columns)]
    return sum(max(card_mm(figure, own) for figure in row) + _GAP for row in rows) - _GAP


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
    width = (room.w - _GAP * (columns - 1)) / columns
    for start in range(0, len(figures), columns):
        row = figures[start : start + columns]
        height = max(card_mm(figure, width) for figure in row)
        for column, figure in enumerate(row):
            box = Box(room.x + column * (width + _GAP), room.y, width, height)
            add_card(sheet, box, figure, f"figure {first + start + column}")
        room = room.cut_top(height, _GAP)[1]
    return room


def card_slides(frame: Frame, figures: tuple[Figure, ...], stage: Stage, *, first: int = 0) -> Iterator[Sheet]:
    """Figures by themselves, of which the first has the number ``first``."""
    while figures:
        sheet, body = start_slide(frame, stage)
        count = _cards_in(figures, body)
        add_cards(sheet, body, figures[:count], columns=card_columns(count), first=first)
        figures, first = figures[count:], first + count
        yield sheet


def card_columns(count: int) -> int:
    """Columns of so many cards across a slide."""
    return count if count <= 3 else 2 if count == 4 else 3


def _cards_in(figures: tuple[Figure, ...], room: Box) -> int:
    """How many of the figures one slide holds."""
    counts = range(len(figures), 1, -1)
    heights = ((count, cards_mm(figures[:count], room.w, columns=card_columns(count))) for count in counts)
    return next((count for count, height in heights if height <= room.h), 1)
