"""OGC API - Features and OGC API - Tiles: what GIS programs open."""

from ucjmap.web.ogc.feature_operations import FEATURE_OPERATIONS
from ucjmap.web.ogc.feature_schemas import FEATURE_SCHEMAS
from ucjmap.web.ogc.tile_operations import TILE_OPERATIONS

__all__ = ["FEATURE_OPERATIONS", "FEATURE_SCHEMAS", "TILE_OPERATIONS"]
