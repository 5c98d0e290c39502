"""Areas: their tree, shapes, display geometry and tiles, and how one is found."""

from ucjmap.api.areas.area_register import make_register, new_aliases, place_test
from ucjmap.api.areas.country_tiles import TilesBuilding, build_country_tiles, read_tile, tiles_path, tiles_progress
from ucjmap.api.areas.drawn_editions import drawn_from, editions_by_area
from ucjmap.api.areas.find import find_areas
from ucjmap.api.areas.location import find_desa_at
from ucjmap.api.areas.memory import memory_uses, remember
from ucjmap.api.areas.polygons import read_shapes
from ucjmap.api.areas.surroundings import areas_near, surroundings
from ucjmap.api.areas.tile_order import TiledAreas, tile_names, tiled_areas, tiles_version
from ucjmap.api.areas.tree import AreaTree, Bounds, area_tree
from ucjmap.api.areas.view_geometry import Display, display_geometry, display_version
from ucjmap.store import AROUND

__all__ = [
    "AROUND",
    "AreaTree",
    "Bounds",
    "Display",
    "TiledAreas",
    "TilesBuilding",
    "area_tree",
    "areas_near",
    "build_country_tiles",
    "display_geometry",
    "display_version",
    "drawn_from",
    "editions_by_area",
    "find_areas",
    "find_desa_at",
    "make_register",
    "memory_uses",
    "new_aliases",
    "place_test",
    "read_shapes",
    "read_tile",
    "remember",
    "surroundings",
    "tile_names",
    "tiled_areas",
    "tiles_path",
    "tiles_progress",
    "tiles_version",
]
