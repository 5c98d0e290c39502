"""Vector tiles of all desa: the pyramid of a country and the encoding of one tile."""

from ucjmap.tiles.mvt import LAYER
from ucjmap.tiles.pyramid import FORMAT, MAX_ZOOM, MIN_ZOOM, TileFile, TilesReport, build_tiles

__all__ = [
    "FORMAT",
    "LAYER",
    "MAX_ZOOM",
    "MIN_ZOOM",
    "TileFile",
    "TilesReport",
    "build_tiles",
]
