"""Vector tiles of all desa of the country, in one PMTiles file.

Shapes are simplified along shared borders to about a third of a pixel and laid on a grid whose points neighbours share:
no border opens, and no desa is dropped however small. Desa that share one pixel at the lowest zooms are all in the
tile; the browser decides what to draw.
"""

import gzip
import mmap
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final, Self

import numpy as np
import shapely
from pmtiles.tile import Compression, TileType, deserialize_directory, deserialize_header, find_tile, zxy_to_tileid
from pmtiles.writer import Writer

from ucjmap.boundaries import THREADS
from ucjmap.files import whole_file
from ucjmap.schema import Progress, no_progress
from ucjmap.tiles.mvt import LAYER, GridRings, encode_tile

#: Part of the version of tiles: raise it when the same boundaries would give different tiles.
FORMAT: Final = "1"
MIN_ZOOM: Final = 3
MAX_ZOOM: Final = 10

_TILE_PX: Final = 256
# The square root of the area that simplification may take from a border, in pixels of the zoom.
_TOLERANCE_PX: Final = 0.3
# At the zooms in between, the grid alone removes what cannot be seen. Measured against simplifying at the last zoom
# only: these three take a quarter more time and save a fifth of what zoom 6 loads of real boundaries; all zooms take
# half as long again and save nothing.
_SIMPLIFIED: Final = (MAX_ZOOM, MAX_ZOOM - 2, MAX_ZOOM - 4)
# A quarter of a pixel; finer at the last zoom, which the browser enlarges.
_GRID: Final = dict.fromkeys(range(MIN_ZOOM, MAX_ZOOM), 1024) | {MAX_ZOOM: 4096}
# A tile also holds what lies this far outside of it, for the borders that are drawn along its edges.
_BUFFER_PX: Final = 4
# Laying areas on the grid takes several copies of their vertices: too much memory for the whole country at once.
_AREAS_AT_ONCE: Final = 4096
_HEADER_BYTES: Final = 127  # PMTiles version 3


@dataclass(frozen=True)
class TilesReport:
    """What was built: number of tiles, of areas with a shape, size of the file."""

    tiles: int
    areas: int
    bytes: int


def build_tiles(
    shapes: np.ndarray, provinces: np.ndarray, path: Path, *, progress: Progress = no_progress
) -> TilesReport:
    """Write the tiles of all zooms to ``path``, which appears whole or not at all.

    Parameters
    ----------
    shapes
        Polygons (EPSG:4326), one an area; the place in the array is the feature's id. Missing ones are left out.
    provinces
        Code of the province of each area.
    path
        The file; its folder is made.
    progress
        Called in the caller's thread after each zoom; may raise to cancel: nothing is left then.
    """
    zooms = range(MAX_ZOOM, MIN_ZOOM - 1, -1)
    tiles: dict[int, bytes] = {}
    with whole_file(path) as aside:
        for done, zoom in enumerate(zooms):
            progress(done, len(zooms), f"z{zoom}")
            if zoom == MAX_ZOOM:
                groups = _touching_groups(shapes, provinces)
            if zoom in _SIMPLIFIED:
                shapes = _simplify(shapes, groups, zoom)
            tiles |= dict(_tiles_of_zoom(_lay_on_grid(shapes, zoom), zoom))
        with aside.open("wb") as file:
            _write_archive(file, tiles)
    progress(len(zooms), len(zooms), "done")
    return TilesReport(len(tiles), int(_has_shape(shapes).sum()), path.stat().st_size)


def _has_shape(shapes: np.ndarray) -> np.ndarray:
    present: np.ndarray = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    return present


def _touching_groups(shapes: np.ndarray, provinces: np.ndarray) -> list[np.ndarray]:
    """Positions of the areas, by groups of provinces that may share a border and are therefore simplified together."""
    names, province = np.unique(provinces.astype(str), return_inverse=True)
    group = np.arange(len(names))
    tree = shapely.STRtree(shapes)
    boxes = shapely.box(*shapely.bounds(shapes).T)
    crossing = tree.query(boxes)
    pairs = np.unique(province[crossing.T], axis=0) if crossing.size else np.empty((0, 2), int)
    for one, other in pairs:
        group[group == group[other]] = group[one]
    return [np.flatnonzero(group[province] == number) for number in np.unique(group)]


def _simplify(shapes: np.ndarray, groups: list[np.ndarray], zoom: int) -> np.ndarray:
    degrees = _TOLERANCE_PX * 360 / (_TILE_PX << zoom)
    simple = shapes.copy()
    with ThreadPoolExecutor(THREADS) as pool:
        largest_first = sorted(groups, key=len, reverse=True)
        results = pool.map(lambda places: _simplify_group(shapes[places], degrees), largest_first)
        for places, result in zip(largest_first, results, strict=True):
            simple[places] = result
    return simple


def _simplify_group(shapes: np.ndarray, degrees: float) -> np.ndarray:
    kept = _has_shape(shapes)
    simple = shapes.copy()
    simple[kept] = shapely.coverage_simplify(shapes[kept], degrees)
    return np.where(kept & shapely.is_empty(simple), shapes, simple)


def _lay_on_grid(shapes: np.ndarray, zoom: int) -> GridRings:
    firsts = range(0, len(shapes), _AREAS_AT_ONCE)
    pieces = [GridRings.of(shapes[first : first + _AREAS_AT_ONCE], zoom, _GRID[zoom]) for first in firsts]
    return GridRings.joined(pieces, firsts)


def _tiles_of_zoom(rings: GridRings, zoom: int) -> Iterator[tuple[int, bytes]]:
    """Id (of PMTiles) and gzipped bytes of each tile that has an area in it."""
    extent = _GRID[zoom]
    ring, x, y = _rings_by_tile(rings, zoom)
    tile = y << zoom | x
    order = np.lexsort((ring, rings.area[ring], tile))
    ring, tile = ring[order], tile[order]
    begins = np.flatnonzero(np.append(True, tile[1:] != tile[:-1])) if len(tile) else np.empty(0, int)
    for begin, end in zip(begins, [*begins[1:], len(tile)], strict=True):
        column, row = int(tile[begin] & (1 << zoom) - 1), int(tile[begin] >> zoom)
        body = encode_tile(rings, ring[begin:end], (column * extent, row * extent), extent)
        # mtime=0: the same boundaries give the same bytes, as a strong ETag promises.
        yield zxy_to_tileid(zoom, column, row), gzip.compress(body, mtime=0)


def _rings_by_tile(rings: GridRings, zoom: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rings, and column and row of each tile that needs them; one row is one ring in one tile.

    A tile needs the polygons whose bounds it touches, with all of their holes.
    """
    if not len(rings.area):
        return (np.empty(0, int),) * 3
    buffer = _BUFFER_PX * _GRID[zoom] // _TILE_PX
    low = np.minimum.reduceat(rings.points, rings.start[:-1]) - buffer
    high = np.maximum.reduceat(rings.points, rings.start[:-1]) + buffer
    outer = np.maximum.accumulate(np.where(rings.is_hole, 0, np.arange(len(rings.area))))
    west, north = (low[outer] // _GRID[zoom]).T
    east, south = (high[outer] // _GRID[zoom]).T
    columns, rows = east - west + 1, south - north + 1
    counts = columns * rows
    ring = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(ring)) - np.repeat(np.cumsum(counts) - counts, counts)
    return ring, west[ring] + number % columns[ring], north[ring] + number // columns[ring]


def _write_archive(file: BinaryIO, tiles: dict[int, bytes]) -> None:
    writer = Writer(file)  # type: ignore[no-untyped-call]
    for number in sorted(tiles):
        writer.write_tile(number, tiles[number])  # type: ignore[no-untyped-call]
    header = {
        "tile_compression": Compression.GZIP,
        "tile_type": TileType.MVT,
        "min_lon_e7": int(-180e7),
        "min_lat_e7": int(-85e7),
        "max_lon_e7": int(180e7),
        "max_lat_e7": int(85e7),
        "center_zoom": MIN_ZOOM,
        "center_lon_e7": int(118e7),
        "center_lat_e7": int(-2.5e7),
    }
    layers = [{"id": LAYER, "fields": {}, "minzoom": MIN_ZOOM, "maxzoom": MAX_ZOOM}]
    writer.finalize(header, {"vector_layers": layers})  # type: ignore[no-untyped-call]


class TileFile:
    """A PMTiles file that is open for reading. Its directories are parsed once, not for every tile."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._header = deserialize_header(self._get(0, _HEADER_BYTES))
        self._directory = lru_cache(maxsize=64)(lambda offset, length: deserialize_directory(self._get(offset, length)))

    def _get(self, offset: int, length: int) -> bytes:
        return self._bytes[offset : offset + length]

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Gzipped tile (Mapbox Vector Tile, layer ``desa``); None where there is nothing.

        Parameters
        ----------
        zoom
            From ``MIN_ZOOM`` to ``MAX_ZOOM``; there is nothing at others.
        x, y
            Column from 180° W and row from the north, as the browser counts them.
        """
        if not (MIN_ZOOM <= zoom <= MAX_ZOOM and 0 <= x < 1 << zoom and 0 <= y < 1 << zoom):
            return None
        number = zxy_to_tileid(zoom, x, y)
        offset, length = self._header["root_offset"], self._header["root_length"]
        while entry := find_tile(self._directory(offset, length), number):
            if entry.run_length:
                return self._get(self._header["tile_data_offset"] + entry.offset, entry.length)
            offset, length = self._header["leaf_directory_offset"] + entry.offset, entry.length
        return None

    def close(self) -> None:
        """Close the file; no tile can be read any more."""
        self._bytes.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
