"""Key figures as cards on a page: each with its name, number and caption, of which no word is lost."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ucjmap.render.static.box import Box
from ucjmap.render.static.fonts import clean, line_mm, wrap
from ucjmap.render.static.items import ACCENT, CARD, INK, PALE, Rectangle
from ucjmap.render.static.sheet import Sheet

#: Edge and least height in millimetres, and the letters in points.
_EDGE_MM: Final = 1.5
_LEAST_MM: Final = 17.0
_GAP_MM: Final = 2.0
_LABEL_PT, _VALUE_PT, _CAPTION_PT = 6.5, 13.0, 6.0


@dataclass(frozen=True)
class Figure:
    """One key figure."""

    label: str
    value: str
    caption: str = ""


def add_figures(sheet: Sheet, room: Box, figures: Sequence[Figure], scale: float, *, columns: int = 2) -> Box:
    """Cards in columns, each row as high as its words need; gives the room below them."""
    gap = _GAP_MM * scale
    width = (room.w - gap * (columns - 1)) / columns
    for first, row, height in _rows(figures, width, scale, columns):
        for column, figure in enumerate(row):
            box = Box(room.x + column * (width + gap), room.y, width, height)
            _add_card(sheet, box, figure, scale, name=f"figure {first + column}")
        room = room.cut_top(height, gap)[1]
    return room


def figures_mm(figures: Sequence[Figure], width: float, scale: float, *, columns: int = 2) -> float:
    """Height of the cards that `add_figures` puts into a room of so many millimetres, and of the gap below them."""
    gap = _GAP_MM * scale
    own = (width - gap * (columns - 1)) / columns
    return sum(height + gap for _, _, height in _rows(figures, own, scale, columns))


def _rows(
    figures: Sequence[Figure], width: float, scale: float, columns: int
) -> Iterator[tuple[int, Sequence[Figure], float]]:
    """Rows of cards, each with the number of its first and its height."""
    for first in range(0, len(figures), columns):
        row = figures[first : first + columns]
        yield first, row, max(_card_mm(figure, width, scale) for figure in row)


def _card_mm(figure: Figure, width: float, scale: float) -> float:
    """Height of a card: no word of a figure may be lost, least of all the part of an area that it is about."""
    inner = width - 2 * _EDGE_MM * scale
    caption_mm = len(wrap(clean(figure.caption), inner, _CAPTION_PT * scale)) * line_mm(_CAPTION_PT * scale)
    needed = _label_mm(figure, inner, scale) + line_mm(_VALUE_PT * scale) + caption_mm + 2 * _EDGE_MM * scale + 0.4
    return max(_LEAST_MM * scale, needed)


def _label_mm(figure: Figure, width: float, scale: float) -> float:
    return len(wrap(clean(figure.label), width, _LABEL_PT * scale)) * line_mm(_LABEL_PT * scale) * 1.02


def _add_card(sheet: Sheet, box: Box, figure: Figure, scale: float, *, name: str) -> None:
    sheet.add(Rectangle(box, fill=CARD))
    inner = box.shrink(_EDGE_MM * scale)
    label, rest = inner.cut_top(_label_mm(figure, inner.w, scale), 0.1)
    value, caption = rest.cut_top(line_mm(_VALUE_PT * scale), 0.1)
    sheet.add_text(f"{name} label", label, figure.label, _LABEL_PT * scale, least=4.5, colour=PALE)
    sheet.add_text(name, value, figure.value, _VALUE_PT * scale, least=7, bold=True, colour=ACCENT)
    sheet.add_text(f"{name} caption", caption, figure.caption, _CAPTION_PT * scale, least=4.5, colour=INK)
