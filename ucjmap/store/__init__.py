"""The store: editions and areas, observations, targets, and where each came from."""

from sqlalchemy import Connection

from ucjmap.store.areas import (
    Edition,
    add_edition,
    mark_joined,
    read_areas,
    read_boundary_editions,
    read_display,
    read_edition_units,
    read_editions,
    read_geometry,
    read_province_units,
    write_display,
)
from ucjmap.store.coverage import (
    add_observations,
    add_published,
    add_targets,
    read_current,
    read_dates,
    read_history,
    read_latest,
    read_published,
    read_targets,
)
from ucjmap.store.crosswalk import add_crosswalk, read_crosswalk
from ucjmap.store.engine import Store, open_store, store_bytes
from ucjmap.store.followup import (
    add_follow_ups,
    read_follow_ups,
    read_scenarios,
    remove_scenario,
    write_scenario,
)
from ucjmap.store.matching import add_aliases, read_aliases, read_layouts, write_layout
from ucjmap.store.outlines import read_file_rows, read_shapes_of
from ucjmap.store.provenance import Provenance, add_import, count_imports, read_imports, undo_import

__all__ = [
    "Connection",
    "Edition",
    "Provenance",
    "Store",
    "add_aliases",
    "add_crosswalk",
    "add_edition",
    "add_follow_ups",
    "add_import",
    "add_observations",
    "add_published",
    "add_targets",
    "count_imports",
    "mark_joined",
    "open_store",
    "read_aliases",
    "read_areas",
    "read_boundary_editions",
    "read_crosswalk",
    "read_current",
    "read_dates",
    "read_display",
    "read_edition_units",
    "read_editions",
    "read_file_rows",
    "read_follow_ups",
    "read_geometry",
    "read_history",
    "read_imports",
    "read_latest",
    "read_layouts",
    "read_province_units",
    "read_published",
    "read_scenarios",
    "read_shapes_of",
    "read_targets",
    "remove_scenario",
    "store_bytes",
    "undo_import",
    "write_display",
    "write_layout",
    "write_scenario",
]
