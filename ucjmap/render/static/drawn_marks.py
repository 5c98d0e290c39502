"""Marks on a map: arrows, rings and words that belong to areas, laid where they hide least."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from ucjmap.render.marks import MARK_COLOUR, Mark
from ucjmap.render.static.box import Box
from ucjmap.render.static.circles import points_in
from ucjmap.render.static.fonts import fit_block, line_mm, width_mm
from ucjmap.render.static.items import INK, Item, Polyline, Rectangle, Shapes, Text
from ucjmap.render.static.map_outlines import Outlines, Projection

_LINE_PT: Final = 1.8
#: White around a line, by which it is seen on every class.
_CASING: Final = 2.2
_CORNERS: Final = 48
_TEXT_PT: Final = 8.0
_PAD_MM: Final = 1.0
#: Widest words, part of the width of the map; shortest and longest way from the area to them.
_WIDEST: Final = 0.3
_WAYS_MM: Final = (10.0, 16.0, 24.0, 34.0)
_LEAST_RING_MM: Final = 3.5
_LARGEST_RING: Final = 0.25
_HEAD_MM: Final = 3.0
_TIP_MM: Final = 1.2
#: Where words stand from their area: eighths of a turn, counter-clockwise from the east, the best first.
_TURNS: Final = tuple(math.radians(45 * eighth) for eighth in (1, 3, 0, 4, 7, 5, 2, 6))


@dataclass(frozen=True)
class MarkedMap:
    """What marks put on a map: ``boxes`` are those of their words and tails, ``tips`` where they touch their areas.

    No name of an area may be written upon either.
    """

    items: tuple[Item, ...]
    boxes: tuple[Box, ...]
    tips: tuple[Box, ...]


@dataclass(frozen=True)
class _Ground:
    frame: Box
    scale: float
    size: float
    land: npt.NDArray[np.float64]

    def words(self, text: str) -> tuple[tuple[str, ...], float, float]:
        """Lines of a text with the width and the height of their box; a point where there is no text."""
        if not text:
            return (), 0.0, 0.0
        room = _WIDEST * self.frame.w
        lines, size = fit_block(text, room, 4 * line_mm(self.size), self.size, least=self.size, bold=True)
        width = max(width_mm(line, size, bold=True) for line in lines)
        pad = 2 * _PAD_MM * self.scale
        return tuple(lines), width + pad, len(lines) * line_mm(size) + pad


def draw_marks(
    marks: Sequence[Mark],
    outlines: Outlines,
    projection: Projection,
    frame: Box,
    scale: float,
    *,
    taken: Sequence[Box] = (),
    least_pt: float = 0.0,
) -> MarkedMap:
    """Marks on a map in ``frame``; those of areas without outline are left out. No words lie upon ``taken``."""
    rings = outlines.largest_rings({mark.code for mark in marks})
    anchors = outlines.anchors(rings)
    ground = _Ground(frame, scale, max(least_pt, _TEXT_PT * scale), projection.to_page(outlines.points))
    items: list[Item] = []
    boxes: list[Box] = []
    tips: list[Box] = []
    for mark in marks:
        if mark.code not in rings:
            continue
        (tip,) = projection.to_page([anchors[mark.code]])
        start, radius = (float(tip[0]), float(tip[1])), 0.0
        if mark.kind != "circle":
            tips.append(Box(start[0], start[1], 0, 0).shrink(-_TIP_MM * scale))
        if mark.kind == "circle":
            start, radius = _ring_of(projection.to_page(rings[mark.code]), ground)
        lines, width, height = ground.words(mark.text)
        box, turn = _place(ground, start, radius, (width, height), [*taken, *boxes])
        items += _draw(mark, ground, start, radius, box, turn)
        if lines:
            items += _write(ground, box, lines)
        if lines or mark.kind == "arrow":
            boxes.append(box)
    return MarkedMap(tuple(items), tuple(boxes), tuple(tips))


def _ring_of(points: npt.NDArray[np.float64], ground: _Ground) -> tuple[tuple[float, float], float]:
    """Middle and radius of the ring around an area, of a size that is seen and leaves the map to be seen."""
    (west, north), (east, south) = points.min(axis=0), points.max(axis=0)
    radius = math.hypot(east - west, south - north) / 2
    most = _LARGEST_RING * min(ground.frame.w, ground.frame.h)
    return (float(west + east) / 2, float(north + south) / 2), max(_LEAST_RING_MM * ground.scale, min(radius, most))


def _place(
    ground: _Ground, start: tuple[float, float], radius: float, size: tuple[float, float], taken: Sequence[Box]
) -> tuple[Box, float]:
    """Where words of a size stand beside their area, and in which direction: where they hide least of the land."""
    inner = ground.frame.shrink(1.0)
    tries = []
    for rank, (way, turn) in enumerate((way, turn) for way in _WAYS_MM for turn in _TURNS):
        box = _beside(start, radius + way * ground.scale, turn, size)
        hidden = sum(box.overlaps(other) for other in taken)
        covered = points_in(box, ground.land)
        tries.append((not inner.holds(box), hidden, covered > 0, rank, box, turn))
    best = min(tries, key=lambda place: place[:4])
    return _inside(best[4], inner), best[5]


def _beside(start: tuple[float, float], way: float, turn: float, size: tuple[float, float]) -> Box:
    """A box that begins at the end of a way in a direction."""
    width, height = size
    x, y = start[0] + way * math.cos(turn), start[1] - way * math.sin(turn)
    return Box(x - width / 2 * (1 - math.cos(turn)), y - height / 2 * (1 + math.sin(turn)), width, height)


def _inside(box: Box, frame: Box) -> Box:
    x = min(max(box.x, frame.x), max(frame.x, frame.right - box.w))
    return Box(x, min(max(box.y, frame.y), max(frame.y, frame.bottom - box.h)), box.w, box.h)


def _draw(
    mark: Mark, ground: _Ground, start: tuple[float, float], radius: float, box: Box, turn: float
) -> Iterator[Item]:
    scale, name = ground.scale, f"mark {mark.kind} {mark.code}"
    # The line ends at the middle of the words, whose ground covers the rest of it.
    end = (box.x + box.w / 2, box.y + box.h / 2)
    if mark.kind == "circle":
        ring = _circle(start, radius)
        turn = math.atan2(start[1] - end[1], end[0] - start[0])
        edge = (start[0] + radius * math.cos(turn), start[1] - radius * math.sin(turn))
        if mark.text:
            yield from _line(edge, end, scale)
        yield Shapes(ring, np.array([0]), None, "#ffffff", _LINE_PT * _CASING * scale, name=f"{name} edge")
        yield Shapes(ring, np.array([0]), None, MARK_COLOUR, _LINE_PT * scale, name=name)
        return
    yield from _line(start, end, scale if mark.kind == "arrow" else 0.6 * scale)
    if mark.kind == "arrow":
        yield Shapes(_head(start, end, _HEAD_MM * scale), np.array([0]), MARK_COLOUR, "#ffffff", 0.6 * scale, name=name)
    else:
        yield Shapes(_circle(start, 0.9 * scale), np.array([0]), MARK_COLOUR, "#ffffff", 0.6 * scale, name=name)


def _line(start: tuple[float, float], end: tuple[float, float], scale: float) -> Iterator[Polyline]:
    yield Polyline((start, end), "#ffffff", _LINE_PT * _CASING * scale)
    yield Polyline((start, end), MARK_COLOUR, _LINE_PT * scale)


def _circle(middle: tuple[float, float], radius: float) -> npt.NDArray[np.float64]:
    turns = np.linspace(0, 2 * np.pi, _CORNERS + 1)
    return np.column_stack([middle[0] + radius * np.cos(turns), middle[1] + radius * np.sin(turns)])


def _head(tip: tuple[float, float], tail: tuple[float, float], length: float) -> npt.NDArray[np.float64]:
    """The head of an arrow, a closed triangle."""
    way = np.subtract(tail, tip)
    along = way / max(float(np.hypot(*way)), 1e-9) * length
    across = np.array([-along[1], along[0]]) * 0.5
    return np.array([tip, tip + along + across, tip + along - across, tip])


def _write(ground: _Ground, box: Box, lines: tuple[str, ...]) -> Iterator[Item]:
    yield Rectangle(box, fill="#ffffff", line=MARK_COLOUR)
    room = box.shrink(_PAD_MM * ground.scale)
    yield Text("mark", room, room, lines, ground.size, bold=True, colour=INK)
