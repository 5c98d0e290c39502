"""The map of the browser: what it is told, and the scripts that draw."""

from ucjmap.render.browser.assets import (
    ASSET_FILES,
    ASSETS_PATH,
    DRAWING_PATH,
    MAP_PATH,
    SEARCH_PATH,
    SIGN_IN_PATH,
    asset_bytes,
    asset_url,
    assets_version,
    drawing_url,
    geometry_url,
    tile_names_url,
    tiles_url,
)
from ucjmap.render.browser.specification import drawing, specification
from ucjmap.render.browser.tiled import NO_DATA, OUTSIDE, TiledChoropleth, tiled_specification

__all__ = [
    "ASSETS_PATH",
    "ASSET_FILES",
    "DRAWING_PATH",
    "MAP_PATH",
    "NO_DATA",
    "OUTSIDE",
    "SEARCH_PATH",
    "SIGN_IN_PATH",
    "TiledChoropleth",
    "asset_bytes",
    "asset_url",
    "assets_version",
    "drawing",
    "drawing_url",
    "geometry_url",
    "specification",
    "tile_names_url",
    "tiled_specification",
    "tiles_url",
]
