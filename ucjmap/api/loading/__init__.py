"""Loading: boundaries, tables, targets, lists of codes; drafts, reports and the history of imports."""

from ucjmap.api.loading.boundary_import import import_boundaries
from ucjmap.api.loading.boundary_report import BoundariesReport
from ucjmap.api.loading.coverage_commit import commit_coverage
from ucjmap.api.loading.coverage_draft import CoverageDraft
from ucjmap.api.loading.coverage_drafting import draft_coverage, known_layouts
from ucjmap.api.loading.crosswalk_building import build_crosswalk
from ucjmap.api.loading.crosswalk_import import CrosswalkReport, import_crosswalk, show_crosswalk
from ucjmap.api.loading.history import areas_lost_by_undo, list_imports, redo_import, show_import, undo_import
from ucjmap.api.loading.import_report import boundaries_table, issues_table, say_account, say_reason, write_report
from ucjmap.api.loading.mapping_file import TableMapping, read_mapping, write_mapping
from ucjmap.api.loading.matches import export_aliases, import_aliases, match_file, read_alias_file, remove_alias
from ucjmap.api.loading.outline_changes import (
    TOO_LARGE_TO_COMPARE,
    borders_table,
    changes_legend,
    changes_table,
    draw_changes,
    say_changes,
    write_changes,
)
from ucjmap.api.loading.outline_comparison import OutlineChanges
from ucjmap.api.loading.row_questions import RowGroup, group_open_rows
from ucjmap.api.loading.running_imports import close_imports, import_outcomes, server_ends, wait_for_imports
from ucjmap.api.loading.setup import default_store, load_demo, read_status
from ucjmap.api.loading.sheet_reading import (
    ROLES,
    PicturedRow,
    SentencePart,
    SheetPicture,
    picture_of,
    say_source,
    sentence_of,
)
from ucjmap.api.loading.table_ledger import AS_OF_FROM
from ucjmap.api.loading.target_import import TargetsReport, import_targets

__all__ = [
    "AS_OF_FROM",
    "ROLES",
    "TOO_LARGE_TO_COMPARE",
    "BoundariesReport",
    "CoverageDraft",
    "CrosswalkReport",
    "OutlineChanges",
    "PicturedRow",
    "RowGroup",
    "SentencePart",
    "SheetPicture",
    "TableMapping",
    "TargetsReport",
    "areas_lost_by_undo",
    "borders_table",
    "boundaries_table",
    "build_crosswalk",
    "changes_legend",
    "changes_table",
    "close_imports",
    "commit_coverage",
    "default_store",
    "draft_coverage",
    "draw_changes",
    "export_aliases",
    "group_open_rows",
    "import_aliases",
    "import_boundaries",
    "import_crosswalk",
    "import_outcomes",
    "import_targets",
    "issues_table",
    "known_layouts",
    "list_imports",
    "load_demo",
    "match_file",
    "picture_of",
    "read_alias_file",
    "read_mapping",
    "read_status",
    "redo_import",
    "remove_alias",
    "say_account",
    "say_changes",
    "say_reason",
    "say_source",
    "sentence_of",
    "server_ends",
    "show_crosswalk",
    "show_import",
    "undo_import",
    "wait_for_imports",
    "write_changes",
    "write_mapping",
    "write_report",
]
