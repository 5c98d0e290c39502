"""Numbers of people as circles over the areas: the area of a circle is its number; small ones lie upon large ones."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from ucjmap.render.static.box import Box
from ucjmap.render.static.fonts import clean, fit_line, line_mm, width_mm
from ucjmap.render.static.items import INK, Item, Rectangle, Shapes, Text
from ucjmap.render.static.map_outlines import Outlines, Projection
from ucjmap.words import Lang, say_count

_LARGEST_MM = 6.5
#: On more areas than a crowd the circles are smaller, but never less than this part.
_CROWD, _LEAST_PART = 300, 0.25
# Without a hue of its own and cased, as on the screen: seen on the lightest class and the darkest.
_FILL, _LINE = "#1f2933b8", "#ffffff"
_CORNERS = 48
_TEXT_PT = 6.5


def round_numbers(largest: float) -> list[float]:
    """One to three numbers of one digit that the legend of circles up to ``largest`` shows, the largest first."""
    power = 10.0 ** math.floor(math.log10(largest))
    top = math.floor(largest / power) * power
    return [number for number in dict.fromkeys((top, float(f"{top / 3:.0e}"), float(f"{top / 10:.0e}"))) if number >= 1]


@dataclass(frozen=True)
class CircleScale:
    """The largest circle of a map: what it counts, and its radius in millimetres."""

    number: float
    radius_mm: float

    @classmethod
    def of(cls, numbers: Mapping[str, float], areas: int, scale: float, *, least: float = 0.0) -> Self:
        """Circles of ``numbers`` on a map of so many areas; the largest circle counts ``least`` at least.

        Where many areas lie close together circles are smaller, so that the map is still seen between them.
        """
        radius = _LARGEST_MM * min(1.0, max(_LEAST_PART, math.sqrt(_CROWD / max(1, areas))))
        return cls(max([0.0, least, *numbers.values()]), radius * scale)

    def radius(self, number: float) -> float:
        """Radius of the circle of ``number`` in millimetres: its area is the number."""
        return self.radius_mm * math.sqrt(number / self.number)


def draw_circles(
    numbers: Mapping[str, float], outlines: Outlines, projection: Projection, size: CircleScale, scale: float
) -> Iterator[tuple[str, Shapes]]:
    """Code and circle of each number above zero, largest first."""
    shown = {code: number for code, number in numbers.items() if number > 0}
    anchors = outlines.anchors(shown)
    for code in sorted(set(shown) & set(anchors), key=lambda code: -shown[code]):
        (centre,) = projection.to_page([anchors[code]])
        yield code, _circle(centre[0], centre[1], size.radius(shown[code]), _line_pt(size, scale))


def _line_pt(size: CircleScale, scale: float) -> float:
    return 0.8 * scale * min(1.0, 2 * size.radius_mm / (_LARGEST_MM * scale))


def _circle(x: float, y: float, radius: float, line_pt: float) -> Shapes:
    turns = np.linspace(0, 2 * np.pi, _CORNERS + 1)
    points = np.column_stack([x + radius * np.cos(turns), y + radius * np.sin(turns)])
    return Shapes(points, np.array([0]), _FILL, _LINE, line_pt)


def circle_legend(
    label: str,
    frame: Box,
    land: npt.NDArray[np.float64],
    lang: Lang,
    size: CircleScale,
    scale: float,
    *,
    least_pt: float = 0.0,
) -> tuple[Box, list[Item]] | None:
    """What the circles count, in the corner of the map where least lies; None without circles.

    ``land`` are points of the areas in millimetres. Two maps of one scale have the same legend, and so the same room.
    """
    if size.number < 1:
        return None
    shown = round_numbers(size.number)
    pad, text_pt = 1.5 * scale, max(least_pt, _TEXT_PT * scale)
    share = 0.6 if least_pt else 0.4  # letters that cannot be smaller need more room
    heading, heading_pt = fit_line(label, share * frame.w, text_pt, least=max(least_pt, 4.5), bold=True)
    radii = [size.radius(number) for number in shown]
    heights = [max(2 * radius, line_mm(text_pt)) + 0.6 * scale for radius in radii]
    texts = [say_count(lang, number) for number in shown]
    width = max(
        width_mm(heading, heading_pt, bold=True), 2 * radii[0] + pad + max(width_mm(text, text_pt) for text in texts)
    )
    box = emptiest_corners(frame, width + 2 * pad, line_mm(heading_pt) + sum(heights) + 2 * pad, land)[0][1]
    items: list[Item] = [Rectangle(box, fill="#ffffff", line="#cbd2d9")]
    items.append(_line(heading, box.x + pad, box.y + pad, heading_pt, bold=True))
    y = box.y + pad + line_mm(heading_pt) + 0.4 * scale
    for text, radius, height in zip(texts, radii, heights, strict=True):
        items.append(_circle(box.x + pad + radii[0], y + height / 2, radius, _line_pt(size, scale)))
        items.append(_line(text, box.x + 2 * pad + 2 * radii[0], y + (height - line_mm(text_pt)) / 2, text_pt))
        y += height
    return box, items


def _line(text: str, x: float, y: float, size: float, *, bold: bool = False) -> Text:
    box = Box(x, y, width_mm(text, size, bold=bold), line_mm(size))
    return Text("", box, box, (clean(text),), size, bold, INK)


def emptiest_corners(frame: Box, width: float, height: float, land: npt.NDArray[np.float64]) -> list[tuple[int, Box]]:
    """Boxes in the corners of ``frame`` and how many points lie in each, the emptiest first."""
    inner = frame.shrink(1)
    corners = [
        Box(x, y, width, height) for y in (inner.bottom - height, inner.y) for x in (inner.x, inner.right - width)
    ]
    return sorted(((points_in(box, land), box) for box in corners), key=lambda corner: corner[0])


def points_in(box: Box, land: npt.NDArray[np.float64]) -> int:
    """How many points lie in a box."""
    inside = (land[:, 0] > box.x) & (land[:, 0] < box.right) & (land[:, 1] > box.y) & (land[:, 1] < box.bottom)
    return int(inside.sum())
