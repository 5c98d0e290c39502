"""The map of the browser: what it is told, the folium layers, and the scripts that draw."""

from ucjmap.render.browser.assets import (
    ASSET_FILES,
    ASSETS_PATH,
    MAP_PATH,
    SEARCH_PATH,
    asset_bytes,
    assets_version,
    geometry_url,
    map_url,
    tile_names_url,
    tiles_url,
)
from ucjmap.render.browser.interactive import ChoroplethLayer, OfflineMap
from ucjmap.render.browser.interactive_tiles import TiledLayer
from ucjmap.render.browser.interactive_trips import TRIP_COLOURS, Mark, MarkLayer, TripLine
from ucjmap.render.browser.specification import drawing, specification
from ucjmap.render.browser.tiled import NO_DATA, OUTSIDE, TiledChoropleth

__all__ = [
    "ASSETS_PATH",
    "ASSET_FILES",
    "MAP_PATH",
    "NO_DATA",
    "OUTSIDE",
    "SEARCH_PATH",
    "TRIP_COLOURS",
    "ChoroplethLayer",
    "Mark",
    "MarkLayer",
    "OfflineMap",
    "TiledChoropleth",
    "TiledLayer",
    "TripLine",
    "asset_bytes",
    "assets_version",
    "drawing",
    "geometry_url",
    "map_url",
    "specification",
    "tile_names_url",
    "tiles_url",
]
