"""Which features: what an address asks for."""

from dataclasses import dataclass

from ucjmap.api.areas import Bounds
from ucjmap.api.features.coordinate_systems import CRS84
from ucjmap.api.maps import MapView
from ucjmap.codes import COUNTRY, Level
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.words import Lang


@dataclass(frozen=True)
class FeatureQuestion:
    """A page of areas of one level with the figures of one indicator.

    ``area`` is the area that they lie in, ``boxes`` are rectangles (CRS84), one of which their outline has to touch
    (None: anywhere, also without an outline), ``having`` pairs of a property among ``FILTERS`` and its value. A page
    has ``limit`` areas whose codes come after ``after``. ``as_of`` None is the newest date. ``crs`` is that of the
    outlines that are given.
    """

    level: Level
    area: str = COUNTRY
    indicator: str = MapView.indicator
    segment: str = ALL_SEGMENTS
    as_of: str | None = None
    boxes: tuple[Bounds, ...] | None = None
    having: tuple[tuple[str, str], ...] = ()
    after: str = ""
    limit: int = 10
    crs: str = CRS84
    lang: Lang = "id"
