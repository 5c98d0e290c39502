"""Outlines of the areas of one map as flat arrays, read from display geometry, and their projection to the page."""

import gzip
import json
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Geod

from ucjmap.render.static.box import Box
from ucjmap.render.static.items import Shapes

_GEOD: Final = Geod(ellps="WGS84")


@dataclass(frozen=True)
class Outlines:
    """Rings of areas in degrees (EPSG:4326): ``owners`` tells for each ring the place of its area in ``codes``.

    Outer rings run counter-clockwise and holes clockwise, so that rings may be filled together.
    """

    codes: tuple[str, ...]
    points: npt.NDArray[np.float64]
    starts: npt.NDArray[np.int64]
    owners: npt.NDArray[np.int64]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        (west, south), (east, north) = self.points.min(axis=0), self.points.max(axis=0)
        return float(west), float(south), float(east), float(north)

    def pick(self, codes: Collection[str]) -> "Outlines":
        """The rings of some of the areas.

        Parameters
        ----------
        codes
            Of the areas to keep; one without outline is passed over.

        Returns
        -------
        Outlines
            With the ``codes`` of all areas as before, but rings of the picked ones only.
        """
        wanted = np.array([code in codes for code in self.codes], dtype=bool)
        ends = np.append(self.starts[1:], len(self.points))
        rings = np.flatnonzero(wanted[self.owners]) if len(self.owners) else self.owners
        parts = [self.points[self.starts[ring] : ends[ring]] for ring in rings]
        lengths = [len(part) for part in parts]
        points = np.concatenate(parts) if parts else np.empty((0, 2))
        return Outlines(self.codes, points, np.cumsum([0, *lengths[:-1]]) if lengths else rings, self.owners[rings])

    def inside(self, bounds: tuple[float, float, float, float]) -> "Outlines":
        """The parts of the areas within a rectangle.

        Parameters
        ----------
        bounds
            West, south, east, north in the coordinates of these outlines.
        """
        ends = np.append(self.starts, len(self.points))[1:]
        rings: list[npt.NDArray[np.float64]] = []
        owners: list[int] = []
        for start, end, owner in zip(self.starts, ends, self.owners, strict=True):
            ring = self.points[start:end]
            is_outer = _twice_area(ring) > 0
            for part in shapely.get_parts(shapely.clip_by_rect(shapely.Polygon(ring), *bounds)):
                if part.geom_type == "Polygon":
                    points = shapely.get_coordinates(part.exterior)
                    rings.append(points if (_twice_area(points) > 0) == is_outer else points[::-1])
                    owners.append(int(owner))
        return _pack(self.codes, rings, owners)

    def largest_rings(self, codes: Collection[str] | None = None) -> dict[str, npt.NDArray[np.float64]]:
        """The outer ring of the largest part of each area, by code.

        Parameters
        ----------
        codes
            Areas that are asked for; None: all.

        Returns
        -------
        dict
            Code to longitude and latitude of the ring's points (n x 2, degrees, EPSG:4326), the first of them again at
            its end. An area without outline is missing.
        """
        ends = np.append(self.starts[1:], len(self.points))
        largest: dict[str, tuple[float, npt.NDArray[np.float64]]] = {}
        for ring, owner in enumerate(self.owners):
            code = self.codes[owner]
            if codes is not None and code not in codes:
                continue
            points = self.points[self.starts[ring] : ends[ring]]
            size = _twice_area(points)
            if code not in largest or size > largest[code][0]:
                largest[code] = (size, points)
        return {code: points for code, (_, points) in largest.items()}

    def anchors(self, codes: Collection[str]) -> dict[str, tuple[float, float]]:
        """Where the name of each area stands best: the point of its largest part that is farthest from the border.

        Parameters
        ----------
        codes
            Areas that are asked for.

        Returns
        -------
        dict
            Code to longitude and latitude in degrees (EPSG:4326). An area without outline is missing.

        References
        ----------
        `shapely.maximum_inscribed_circle`, computed in degrees to a fiftieth of the area's extent.
        """
        anchors = {}
        for code, points in self.largest_rings(codes).items():
            tolerance = float(np.ptp(points, axis=0).max()) / 50
            circle = shapely.maximum_inscribed_circle(shapely.Polygon(points), tolerance=max(tolerance, 1e-9))
            anchors[code] = (float(circle.coords[0][0]), float(circle.coords[0][1]))
        return anchors

    def extents(self) -> dict[str, tuple[float, float]]:
        """Width and height of each area's largest part.

        Returns
        -------
        dict
            Code to degrees of longitude and of latitude (EPSG:4326). An area without outline is missing.
        """
        return {
            code: (float(width), float(height))
            for code, points in self.largest_rings().items()
            for width, height in [np.ptp(points, axis=0)]
        }


def read_outlines(body: bytes) -> Outlines:
    """Outlines from display geometry.

    Parameters
    ----------
    body
        Gzipped GeoJSON (EPSG:4326) as ``boundaries.encode_display`` writes it: one feature an area, with its code, and
        a polygon or several.

    Returns
    -------
    Outlines
        Areas in the order of the features; rings are turned as `Outlines` has them, whichever way they came.
    """
    codes: list[str] = []
    rings: list[npt.NDArray[np.float64]] = []
    owners: list[int] = []
    for place, feature in enumerate(json.loads(gzip.decompress(body))["features"]):
        codes.append(feature["properties"]["code"])
        for ring in _rings(feature["geometry"]):
            rings.append(ring)
            owners.append(place)
    return _pack(tuple(codes), rings, owners)


def _pack(codes: tuple[str, ...], rings: list[npt.NDArray[np.float64]], owners: list[int]) -> Outlines:
    lengths = [len(ring) for ring in rings]
    return Outlines(
        codes,
        np.concatenate(rings) if rings else np.empty((0, 2)),
        np.cumsum([0, *lengths[:-1]]).astype(np.int64) if rings else np.empty(0, dtype=np.int64),
        np.array(owners, dtype=np.int64),
    )


def _rings(geometry: dict[str, Any]) -> Iterable[npt.NDArray[np.float64]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        for place, coordinates in enumerate(polygon):
            ring = np.asarray(coordinates, dtype=np.float64)[:, :2]
            is_counterclockwise = _twice_area(ring) > 0
            yield ring if is_counterclockwise == (place == 0) else ring[::-1]


def _twice_area(ring: npt.NDArray[np.float64]) -> float:
    """Twice the area of a closed ring in square degrees; positive if it runs counter-clockwise."""
    x, y = ring[:, 0] - ring[0, 0], ring[:, 1] - ring[0, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


@dataclass(frozen=True)
class Projection:
    """Equirectangular: degrees of longitude are shortened by the cosine of the middle latitude.

    At the extents of Indonesian provinces this differs from a conformal map by less than 1 %.
    """

    west: float
    north: float
    cosine: float
    mm_per_degree: float
    left: float
    top: float

    @classmethod
    def fit(cls, bounds: tuple[float, float, float, float], box: Box) -> "Projection":
        """The largest map of ``bounds`` inside ``box``, in its middle."""
        west, south, east, north = bounds
        cosine = math.cos(math.radians((south + north) / 2))
        width, height = max((east - west) * cosine, 1e-6), max(north - south, 1e-6)
        scale = min(box.w / width, box.h / height)
        left = box.x + (box.w - width * scale) / 2
        top = box.y + (box.h - height * scale) / 2
        return cls(west, north, cosine, scale, left, top)

    def to_page(self, points: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Longitudes and latitudes (n x 2) as millimetres on the page."""
        degrees = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        x = self.left + (degrees[:, 0] - self.west) * self.cosine * self.mm_per_degree
        y = self.top + (self.north - degrees[:, 1]) * self.mm_per_degree
        return np.column_stack([x, y])

    def window(self, box: Box) -> tuple[float, float, float, float]:
        """West, south, east, north of what lies in ``box``."""
        degrees = self.mm_per_degree
        west, north = (
            self.west + (box.x - self.left) / (self.cosine * degrees),
            self.north - (box.y - self.top) / degrees,
        )
        return west, north - box.h / degrees, west + box.w / (self.cosine * degrees), north

    def mm_per_km(self, box: Box) -> float:
        """Length of a kilometre on the page, eastwards at the latitude of the middle of ``box``."""
        latitude = self.north - (box.y + box.h / 2 - self.top) / self.mm_per_degree
        metres = _GEOD.inv(self.west, latitude, self.west + 1.0, latitude)[2]
        return float(self.cosine * self.mm_per_degree / (metres / 1000))

    def shapes(
        self,
        outlines: Outlines,
        *,
        fill: str | None,
        line: str | None = None,
        line_pt: float = 0.4,
        hatched: bool = False,
        dotted: bool = False,
    ) -> Shapes:
        """Outlines as one drawable item."""
        return Shapes(self.to_page(outlines.points), outlines.starts, fill, line, line_pt, hatched, dotted)


def round_length(limit: float) -> float:
    """The longest of 1, 2, 5, 10, 20 ... that is not above ``limit``."""
    power = 10.0 ** math.floor(math.log10(limit))
    return max(step * power for step in (1, 2, 5) if step * power <= limit * (1 + 1e-9))
