"""Figures, areas and what is in the store as JSON for other programs."""

from ucjmap.web.v1.area_operations import AREA_OPERATIONS
from ucjmap.web.v1.data_operations import DATA_OPERATIONS
from ucjmap.web.v1.map_operations import MAP_OPERATIONS
from ucjmap.web.v1.v1_schemas import V1_SCHEMAS

__all__ = ["AREA_OPERATIONS", "DATA_OPERATIONS", "MAP_OPERATIONS", "V1_SCHEMAS"]
