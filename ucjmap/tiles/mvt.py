"""Polygons on the grid of a vector tile, and the tile's bytes.

References
----------
Mapbox Vector Tile specification 2.1: 4.1 layers, 4.2 features, 4.3 geometry encoding (commands, zigzag, winding order).
Web Mercator tiles: x and y count from 180° W and 85.05° N, y goes down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import shapely

LAYER: Final = "desa"

_MOVE_TO_ONE: Final = 1 << 3 | 1
_LINE_TO: Final = 2
_CLOSE_PATH: Final = 15
_POLYGON: Final = 3
# Cleaning one vertex away can lay bare the next (a spike of a spike); what three passes leave is harmless.
_CLEANING_PASSES: Final = 3


@dataclass(frozen=True)
class GridRings:
    """Rings of all areas as whole numbers on the grid of one zoom; one row is one ring, without its closing point.

    ``points`` are the vertices, ring by ring; ``start`` is where each ring begins (and, last, where all end), ``area``
    the number of the area that a ring belongs to, ``is_hole`` whether it is a hole. The outer ring of a polygon comes
    before its holes and is clockwise as seen on the map, holes are not.
    """

    points: np.ndarray
    start: np.ndarray
    area: np.ndarray
    is_hole: np.ndarray

    @classmethod
    def of(cls, shapes: np.ndarray, zoom: int, extent: int) -> Self:
        """Shapes (EPSG:4326; polygons) on a grid of ``extent`` steps a tile.

        Neighbours fall on the same points, so no gap opens between them. An area that is smaller than the grid keeps a
        triangle of one step: none is ever lost. A missing shape has no ring.
        """
        parts, area_of_part = shapely.get_parts(shapes, return_index=True)
        rings, part = shapely.get_rings(parts, return_index=True)
        lon_lat, ring = shapely.get_coordinates(rings, return_index=True)
        points = to_grid(lon_lat, zoom, extent)
        is_closing = np.append(ring[1:] != ring[:-1], True)
        points, ring = _clean(points[~is_closing], ring[~is_closing])
        is_hole = np.append(False, part[1:] == part[:-1])[: len(part)]
        outer_kept = np.zeros(len(parts), bool)
        outer_kept[part[np.unique(ring)][~is_hole[np.unique(ring)]]] = True
        has_outer = outer_kept[part[ring]]
        points, ring = points[has_outer], ring[has_outer]
        number, start = np.unique(ring, return_index=True)
        laid = cls(points, np.append(start, len(points)), area_of_part[part[number]], is_hole[number])._wound()
        lost = np.setdiff1d(area_of_part, laid.area)
        return laid._with_triangles(lost, to_grid(_any_point(shapes[lost]), zoom, extent))

    @classmethod
    def joined(cls, pieces: Sequence[Self], first_areas: Sequence[int]) -> Self:
        """The rings of several pieces as one; the areas of a piece are numbered from its entry in ``first_areas``."""
        points = np.concatenate([piece.points for piece in pieces])
        sizes = np.concatenate([np.diff(piece.start) for piece in pieces])
        areas = [piece.area + first for piece, first in zip(pieces, first_areas, strict=True)]
        is_hole = np.concatenate([piece.is_hole for piece in pieces])
        return cls(points, np.append(0, np.cumsum(sizes)), np.concatenate(areas), is_hole)

    def _wound(self) -> Self:
        """Every ring in the direction that outer rings and holes have to have (4.3.3.3)."""
        if not len(self.area):
            return self
        backwards = (self._doubled_areas() < 0) != self.is_hole
        sizes = np.diff(self.start)
        first, last = np.repeat(self.start[:-1], sizes), np.repeat(self.start[1:] - 1, sizes)
        place = np.arange(len(self.points))
        turned = np.where(np.repeat(backwards, sizes), first + last - place, place)
        return type(self)(self.points[turned], self.start, self.area, self.is_hole)

    def _doubled_areas(self) -> np.ndarray:
        # From each ring's first point: products of whole coordinates of the country would be far from its area.
        local = (self.points - np.repeat(self.points[self.start[:-1]], np.diff(self.start), axis=0)).astype(np.int64)
        following = local[_next_in_ring(self.start)]
        cross = local[:, 0] * following[:, 1] - following[:, 0] * local[:, 1]
        sums: np.ndarray = np.add.reduceat(cross, self.start[:-1])
        return sums

    def _with_triangles(self, areas: np.ndarray, corners: np.ndarray) -> Self:
        if not len(areas):
            return self
        triangles = (corners[:, None, :] + np.array([[0, 0], [1, 0], [0, 1]], np.int32)).reshape(-1, 2)
        start = len(self.points) + 3 * np.arange(1, len(areas) + 1)
        return type(self)(
            np.concatenate([self.points, triangles]),
            np.concatenate([self.start, start]),
            np.concatenate([self.area, areas]),
            np.concatenate([self.is_hole, np.zeros(len(areas), bool)]),
        )


def to_grid(lon_lat: np.ndarray, zoom: int, extent: int) -> np.ndarray:
    """Web Mercator steps from the north-west corner of the world; one row is one point (EPSG:4326)."""
    steps = (1 << zoom) * extent
    x = (lon_lat[:, 0] + 180) / 360
    y = (1 - np.arcsinh(np.tan(np.radians(lon_lat[:, 1]))) / np.pi) / 2
    grid: np.ndarray = np.rint(np.column_stack([x, y]) * steps).astype(np.int32)
    return grid


def _any_point(shapes: np.ndarray) -> np.ndarray:
    points: np.ndarray = shapely.get_coordinates(shapely.point_on_surface(shapes))
    return points


def _next_in_ring(start: np.ndarray) -> np.ndarray:
    following = np.arange(1, start[-1] + 1)
    following[start[1:] - 1] = start[:-1]
    return following


def _clean(points: np.ndarray, ring: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points and rings without repeated vertices, vertices on a straight line, and rings that have no area left."""
    for _ in range(_CLEANING_PASSES):
        if not len(points):
            break
        start = np.append(np.flatnonzero(np.append(True, ring[1:] != ring[:-1])), len(points))
        following = _next_in_ring(start)
        before = np.empty_like(following)
        before[following] = np.arange(len(points))
        kept = (points != points[before]).any(axis=1)
        points, ring = points[kept], ring[kept]
        if not len(points):
            break
        start = np.append(np.flatnonzero(np.append(True, ring[1:] != ring[:-1])), len(points))
        following = _next_in_ring(start)
        step = points[following].astype(np.int64) - points
        arriving = np.empty_like(step)
        arriving[following] = step
        bends = arriving[:, 0] * step[:, 1] != arriving[:, 1] * step[:, 0]
        points, ring = points[bends], ring[bends]
        if bends.all():
            break
    enough = np.bincount(ring, minlength=1)[ring] >= 3 if len(ring) else np.empty(0, bool)
    return points[enough], ring[enough]


def encode_tile(rings: GridRings, chosen: np.ndarray, origin: tuple[int, int], extent: int) -> bytes:
    """One tile with one layer: a polygon feature for each area, whose id is the area's number.

    Parameters
    ----------
    rings
        Rings of the whole zoom.
    chosen
        Numbers of the rings in this tile, ordered by area, holes after their outer ring.
    origin
        Grid coordinates of the tile's north-west corner. Geometry beyond the tile's edges is kept (4.3.1 allows it):
        the drawing side cuts.
    extent
        Grid steps a tile.
    """
    sizes = rings.start[chosen + 1] - rings.start[chosen]
    ends = np.cumsum(sizes)
    within = np.arange(ends[-1]) - np.repeat(ends - sizes, sizes)
    points = rings.points[np.repeat(rings.start[chosen], sizes) + within] - np.array(origin)
    is_first = np.append(True, rings.area[chosen][1:] != rings.area[chosen][:-1])
    # The cursor runs on from ring to ring and starts at the tile's corner for each feature.
    previous = np.concatenate([np.zeros((1, 2), np.int64), points[:-1]])
    previous[(ends - sizes)[is_first]] = 0
    delta = points - previous
    zigzag = (delta << 1) ^ (delta >> 63)
    numbers, ring_begins = _commands(zigzag, sizes, ends, within)
    coded, byte_ends = _varints(numbers)
    begins = np.append(0, byte_ends)[ring_begins[is_first]]
    limits = np.append(begins, len(coded)).tolist()
    body = coded.tobytes()
    features = [
        _feature(area, body[begin:end])
        for area, begin, end in zip(rings.area[chosen][is_first].tolist(), limits[:-1], limits[1:], strict=True)
    ]
    name = LAYER.encode()
    layer = b"".join([_message(1, name), *features, b"\x28", _varint(extent), b"\x78\x02"])
    return _message(3, layer)


def _commands(
    zigzag: np.ndarray, sizes: np.ndarray, ends: np.ndarray, within: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the geometry (4.3.1) and where each ring begins among them."""
    lengths = 2 * sizes + 3
    begins = np.cumsum(lengths) - lengths
    numbers = np.empty(int(lengths.sum()), np.uint64)
    numbers[begins] = _MOVE_TO_ONE
    numbers[begins + 3] = (sizes - 1) << 3 | _LINE_TO
    numbers[begins + lengths - 1] = _CLOSE_PATH
    place = np.repeat(begins, sizes) + 2 + 2 * within
    place[ends - sizes] -= 1  # the command LineTo stands between the first point and the second
    numbers[place], numbers[place + 1] = zigzag.T
    return numbers, begins


def _varints(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Base-128 bytes of the numbers (below 2**35), and where each ends."""
    lengths = np.ones(len(numbers), np.int64)
    for count in range(1, 5):
        lengths += numbers >> (7 * count) > 0
    ends = np.cumsum(lengths)
    coded = np.empty(int(ends[-1]), np.uint8)
    for count in range(5):
        longer = lengths > count
        more = np.where(lengths[longer] > count + 1, 0x80, 0)
        coded[(ends - lengths)[longer] + count] = (numbers[longer] >> (7 * count) & 0x7F) | more.astype(np.uint64)
    return coded, ends


def _varint(number: int) -> bytes:
    coded = bytearray()
    while number > 0x7F:
        coded.append(number & 0x7F | 0x80)
        number >>= 7
    coded.append(number)
    return bytes(coded)


def _message(field: int, body: bytes) -> bytes:
    return b"".join([bytes([field << 3 | 2]), _varint(len(body)), body])


def _feature(number: int, geometry: bytes) -> bytes:
    return _message(2, b"".join([b"\x08", _varint(number), bytes([0x18, _POLYGON]), _message(4, geometry)]))
