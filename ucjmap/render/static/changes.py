"""Two states of the same outlines on one map: those in force as thin lines, those that come coloured by what changes."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from ucjmap.render.static.box import Box
from ucjmap.render.static.fonts import fit_line, line_mm
from ucjmap.render.static.items import INK, Align, Rectangle, Shapes, Text
from ucjmap.render.static.sheet import Sheet

#: Largest map in millimetres; the sheet is as large as the map and its words.
_MAP: Final = (224.0, 150.0)
_MARGIN: Final = 4.0
_SIZE: Final = 10.0
#: Width that words have below a narrow map.
_WORDS: Final = 120.0
#: Thin lines of the outlines in force.
BEFORE_LINE: Final = "#1f2933"
_LEFT: Final[Align] = "left"


def compose_changes(
    before: npt.NDArray[np.object_],
    after: Mapping[str, npt.NDArray[np.object_]],
    *,
    title: str = "",
    legend: Sequence[tuple[str, str]] = (),
) -> Sheet:
    """A sheet with a map, and its words where the sheet has to speak for itself.

    Parameters
    ----------
    before
        Polygons in force (EPSG:4326).
    after
        Colour -> polygons that are filled with it, from the bottom up.
    title
        Above the map; empty where what stands around the sheet says it.
    legend
        Colour and words of each class, below the map. A page that may be narrow shows them itself: in a picture they
        shrink with the map.
    """
    everything = np.concatenate([before, *after.values()])
    everything = everything[~shapely.is_missing(everything)]
    width, height = _map_size(everything)
    top = _MARGIN + (2 * line_mm(_SIZE) if title else 0.0)
    foot = top + height + _MARGIN
    page = max(width, _WORDS if title or legend else 0.0) + 2 * _MARGIN
    sheet = Sheet(page, foot + (len(legend) * line_mm(_SIZE) + _MARGIN if legend else 0.0), title=title)
    if title:
        _add_line(sheet, title, _MARGIN, _SIZE * 1.3, bold=True)
    place = _projection(everything, Box(_MARGIN, top, page - 2 * _MARGIN, height))
    for colour, shapes in after.items():
        _add_shapes(sheet, shapes, place, fill=colour, line="#ffffff", line_pt=0.3)
    _add_shapes(sheet, before, place, fill=None, line=BEFORE_LINE, line_pt=0.35)
    for number, (colour, words) in enumerate(legend):
        line = foot + number * line_mm(_SIZE)
        sheet.items.append(Rectangle(Box(_MARGIN, line + 0.8, 5, 3), fill=colour))
        _add_line(sheet, words, line, _SIZE, left=_MARGIN + 8)
    return sheet


def _add_line(sheet: Sheet, words: str, top: float, size: float, *, left: float = _MARGIN, bold: bool = False) -> None:
    width = sheet.width - _MARGIN - left
    shown, size = fit_line(words, width, size, least=7, bold=bold)
    room = Box(left, top, width, line_mm(size))
    sheet.items.append(Text(f"line {top:.0f}", room, room, (shown,), size, bold=bold, colour=INK, align=_LEFT))


def _map_size(shapes: npt.NDArray[np.object_]) -> tuple[float, float]:
    """Width and height in millimetres of a map that shows the shapes as large as it may be."""
    west, south, east, north = shapely.total_bounds(shapes)
    wide = max((east - west) * float(np.cos(np.radians((south + north) / 2))), 1e-9)
    high = max(north - south, 1e-9)
    scale = min(_MAP[0] / wide, _MAP[1] / high)
    return wide * scale, high * scale


def _projection(shapes: npt.NDArray[np.object_], room: Box) -> tuple[float, float, float, float, float, float]:
    """West and north edge, width of a degree each way in millimetres, and the corner that they stand for."""
    west, south, east, north = shapely.total_bounds(shapes)
    narrowed = float(np.cos(np.radians((south + north) / 2)))
    scale = min(room.w / max((east - west) * narrowed, 1e-9), room.h / max(north - south, 1e-9))
    left = room.x + (room.w - (east - west) * narrowed * scale) / 2
    top = room.y + (room.h - (north - south) * scale) / 2
    return west, north, narrowed * scale, scale, left, top


def _add_shapes(
    sheet: Sheet,
    shapes: npt.NDArray[np.object_],
    place: tuple[float, float, float, float, float, float],
    *,
    fill: str | None,
    line: str,
    line_pt: float,
) -> None:
    """Draw polygons as one item; what is finer than a tenth of a millimetre is left out."""
    west, north, across, along, left, top = place
    simple = shapely.simplify(shapes[~shapely.is_missing(shapes)], 0.05 / along)
    rings = shapely.get_rings(simple)
    if not len(rings):
        return
    points, ring = shapely.get_coordinates(rings, return_index=True)
    starts = np.flatnonzero(np.diff(ring, prepend=-1)).astype(np.int64)
    drawn = np.column_stack([left + (points[:, 0] - west) * across, top + (north - points[:, 1]) * along])
    sheet.items.append(Shapes(drawn, starts, fill, line=line, line_pt=line_pt))
