"""What a user can do, one function for each: the pages, the HTTP routes and the command line are doors over this."""

from ucjmap.api.areas import AreaTree, Display, area_tree, display_geometry, display_version, find_areas
from ucjmap.api.boundaries import BoundariesReport, import_boundaries
from ucjmap.api.definitions import get_indicator, load_indicators
from ucjmap.api.export import FORMATS, export_areas, export_table
from ucjmap.api.figures import (
    AreaValues,
    area_gap,
    area_summary,
    area_values,
    list_dates,
    published_figures,
    targets_of,
)
from ucjmap.api.imports import list_imports, show_import, undo_import
from ucjmap.api.setup import default_store, load_demo, read_status
from ucjmap.store import Store, open_store

__all__ = [
    "FORMATS",
    "AreaTree",
    "AreaValues",
    "BoundariesReport",
    "Display",
    "Store",
    "area_gap",
    "area_summary",
    "area_tree",
    "area_values",
    "default_store",
    "display_geometry",
    "display_version",
    "export_areas",
    "export_table",
    "find_areas",
    "get_indicator",
    "import_boundaries",
    "list_dates",
    "list_imports",
    "load_demo",
    "load_indicators",
    "open_store",
    "published_figures",
    "read_status",
    "show_import",
    "targets_of",
    "undo_import",
]
