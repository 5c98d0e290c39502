"""Where an area lies: a small map of the areas around it, on its own or in a corner of the map."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ucjmap.render.static.box import Box
from ucjmap.render.static.circles import emptiest_corners
from ucjmap.render.static.fonts import clean, fit_line, line_mm, width_mm, wrap
from ucjmap.render.static.items import ACCENT, PALE, Item, MapBlock, Polyline, Rectangle, Text
from ucjmap.render.static.map_outlines import Outlines, Projection
from ucjmap.render.static.sheet import Sheet

SEA = "#f4f7f9"
_CAPTION_LINES = 2


@dataclass(frozen=True)
class Locator:
    """Where the area lies: the areas around it and its own code."""

    outlines: Outlines
    code: str
    caption: str


def add_locator(sheet: Sheet, room: Box, locator: Locator, *, scale: float = 1.0, least_pt: float = 0.0) -> None:
    """Draw a small map of the areas around, with the own one in colour and the caption below.

    Parameters
    ----------
    room
        In millimetres of the page, for both.
    locator
        Its caption is also the text that is read instead of the picture.
    scale
        Factor of the letters; 1 on A4.
    least_pt
        Size in points that no letters go below.
    """
    size = max(least_pt, 6 * scale)
    lines = wrap(clean(locator.caption), room.w, size)
    caption_mm = min(len(lines), _CAPTION_LINES) * line_mm(size) + 0.5
    frame, below = room.cut_top(room.h - caption_mm, 0.5)
    sheet.add(MapBlock("locator", frame, tuple(_draw_locator(frame, locator)), locator.caption))
    sheet.reserve("locator", frame)
    caption = Box(room.x, below.y, room.w, caption_mm)
    sheet.add_text("locator caption", caption, locator.caption, size, least=max(least_pt, 5), colour=PALE)


def find_inset(
    locator: Locator, frame: Box, land: npt.NDArray[np.float64], scale: float, taken: list[Box]
) -> tuple[Box, list[Item]] | None:
    """The locator with its caption in an empty corner of a map; None if there is none."""
    corners = emptiest_corners(frame, 44 * scale, 24 * scale, land)
    box = next((box for points, box in corners if not points and not any(box.overlaps(other) for other in taken)), None)
    if box is None:
        return None
    picture, below = box.cut_top(box.h - line_mm(5.5 * scale) - 0.5 * scale)
    caption, size = fit_line(locator.caption, below.w - 2 * scale, 5.5 * scale, least=4.5)
    words = Box(below.x + scale, below.y, width_mm(caption, size), line_mm(size))
    return box, [
        Rectangle(box, fill="#ffffff", line="#cbd2d9"),
        *_draw_locator(picture, locator),
        Text("locator caption", words, below, (caption,), size, colour=PALE),
    ]


def _draw_locator(frame: Box, locator: Locator) -> list[Item]:
    projection = Projection.fit(locator.outlines.bounds, frame.shrink(1))
    own = locator.outlines.pick({locator.code})
    items: list[Item] = [
        Rectangle(frame, fill=SEA, line="#cbd2d9"),
        projection.shapes(locator.outlines, fill="#d5dbe1", line="#ffffff", line_pt=0.25),
    ]
    if len(own.points):
        shape = projection.shapes(own, fill=ACCENT, line=ACCENT, line_pt=0.4)
        items.append(shape)
        (west, north), (east, south) = shape.points.min(axis=0), shape.points.max(axis=0)
        if max(east - west, south - north) < 4:  # too small to be seen by its colour alone
            x, y = (west + east) / 2, (north + south) / 2
            corners = (
                (x - 2.5, y - 2.5),
                (x + 2.5, y - 2.5),
                (x + 2.5, y + 2.5),
                (x - 2.5, y + 2.5),
                (x - 2.5, y - 2.5),
            )
            inside = tuple(
                (min(max(east, frame.x), frame.right), min(max(south, frame.y), frame.bottom))
                for east, south in corners
            )
            items.append(Polyline(inside, colour="#b91c1c", line_pt=1.0))
    return items
