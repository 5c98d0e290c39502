"""Where things stand on the slides of one presentation, in millimetres, and how large their letters are."""

from dataclasses import dataclass
from typing import Final

from ucjmap.render.static import Align, Box

#: Nothing on a slide is smaller: the last row of a meeting room still reads it.
LEAST_PT: Final = 14.0
#: Points of what is read first.
VALUE_PT: Final = 40.0
#: The least size of a headline and of the points of a list; these are larger where there is room.
LEAST_TITLE_PT, LEAST_POINT_PT, POINT_PT = 20.0, 16.0, 24.0


@dataclass(frozen=True)
class Stage:
    """Size of a slide and its parts: headline of at most ``title_pt``, the free area, and the lines at the foot.

    ``see`` is where a slide says where the rest of it stands. ``cover_title`` and ``cover_text`` are those of the first
    slide, ``cover_align`` is the side on which its text stands.
    """

    width: float
    height: float
    title: Box
    title_pt: float
    body: Box
    foot: Box
    number: Box
    see: Box
    cover_title: Box
    cover_text: Box
    cover_align: Align = "left"


#: Width of the line that says where the rest of a slide stands.
SEE_MM: Final = 80.0
_EDGE: Final = 12.0
_ACROSS: Final = 338.667 - 2 * _EDGE
#: Of a presentation without an office's template: 16:9.
OWN_STAGE: Final = Stage(
    width=338.667,
    height=190.5,
    title=Box(_EDGE, 8.0, _ACROSS, 24.0),
    title_pt=26.0,
    body=Box(_EDGE, 34.0, _ACROSS, 132.0),
    foot=Box(_EDGE, 168.5, _ACROSS, 18.4),
    number=Box(_EDGE + _ACROSS - 16.0, 180.4, 16.0, 6.5),
    see=Box(_EDGE + _ACROSS - 20.0 - SEE_MM, 180.4, SEE_MM, 6.5),
    cover_title=Box(_EDGE + 6.0, 52.0, _ACROSS - 100.0, 48.0),
    cover_text=Box(_EDGE + 6.0, 104.0, _ACROSS - 100.0, 40.0),
)
