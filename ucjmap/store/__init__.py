"""The store: editions and areas, observations, targets, and where each came from.

Functions take a connection: those that read one of ``Store.reading``, all others one of ``Store.writing``, so that what
belongs together is one transaction. What an import brought counts from its commit until it is undone.
"""

from sqlalchemy import Connection

from ucjmap.store.accounts import (
    add_grant,
    begin_session,
    bind_subject,
    end_grant,
    end_sessions,
    read_grants,
    read_people,
    read_session,
    remove_person,
    see_session,
    write_person,
)
from ucjmap.store.areas import (
    AROUND,
    Edition,
    add_edition,
    count_only_in,
    mark_joined,
    read_areas,
    read_boundary_editions,
    read_boundary_revision,
    read_display,
    read_edition_units,
    read_editions,
    read_geometry,
    read_province_units,
    write_display,
)
from ucjmap.store.backups import restore_backup, write_backup
from ucjmap.store.checking import Fault, check_store
from ucjmap.store.code_pairs import add_crosswalk, read_crosswalk
from ucjmap.store.copying import CopiedTable, copy_store
from ucjmap.store.dialects import store_bytes
from ucjmap.store.engine import Store, open_store, require_store
from ucjmap.store.field_notes import (
    add_follow_ups,
    read_follow_ups,
    read_scenarios,
    remove_scenario,
    write_scenario,
)
from ucjmap.store.matching import add_aliases, read_aliases, read_layouts, write_layout
from ucjmap.store.observations import (
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
from ucjmap.store.outlines import read_file_rows, read_shapes_of
from ucjmap.store.provenance import Provenance, add_import, count_imports, read_imports, redo_import, undo_import
from ucjmap.store.scope import Scope
from ucjmap.store.stories import (
    add_story,
    add_story_view,
    change_story,
    change_story_view,
    place_story_views,
    read_stories,
    read_story_views,
    remove_story,
    remove_story_view,
    restore_story_view,
)

__all__ = [
    "AROUND",
    "Connection",
    "CopiedTable",
    "Edition",
    "Fault",
    "Provenance",
    "Scope",
    "Store",
    "add_aliases",
    "add_crosswalk",
    "add_edition",
    "add_follow_ups",
    "add_grant",
    "add_import",
    "add_observations",
    "add_published",
    "add_story",
    "add_story_view",
    "add_targets",
    "begin_session",
    "bind_subject",
    "change_story",
    "change_story_view",
    "check_store",
    "copy_store",
    "count_imports",
    "count_only_in",
    "end_grant",
    "end_sessions",
    "mark_joined",
    "open_store",
    "place_story_views",
    "read_aliases",
    "read_areas",
    "read_boundary_editions",
    "read_boundary_revision",
    "read_crosswalk",
    "read_current",
    "read_dates",
    "read_display",
    "read_edition_units",
    "read_editions",
    "read_file_rows",
    "read_follow_ups",
    "read_geometry",
    "read_grants",
    "read_history",
    "read_imports",
    "read_latest",
    "read_layouts",
    "read_people",
    "read_province_units",
    "read_published",
    "read_scenarios",
    "read_session",
    "read_shapes_of",
    "read_stories",
    "read_story_views",
    "read_targets",
    "redo_import",
    "remove_person",
    "remove_scenario",
    "remove_story",
    "remove_story_view",
    "require_store",
    "restore_backup",
    "restore_story_view",
    "see_session",
    "store_bytes",
    "undo_import",
    "write_backup",
    "write_display",
    "write_layout",
    "write_person",
    "write_scenario",
]
