"""What a user can do, one function for each: the pages, the HTTP routes and the command line are doors over this."""

from ucjmap.api.areas import AreaTree, Display, area_tree, display_geometry, display_version
from ucjmap.api.batch import BatchFile, file_name, map_file_name, write_briefings
from ucjmap.api.boundaries import BoundariesReport, import_boundaries
from ucjmap.api.briefing import (
    BRIEFING_FORMATS,
    PARTS,
    Briefing,
    BriefingFormat,
    BriefingPlan,
    Part,
    make_briefing,
    preview_briefing,
)
from ucjmap.api.coverage import CoverageDraft, commit_coverage, draft_coverage, known_layouts
from ucjmap.api.crosswalk import CrosswalkReport, build_crosswalk, import_crosswalk, show_crosswalk
from ucjmap.api.definitions import get_indicator, load_indicators
from ucjmap.api.export import FORMATS, defuse_formulas, export_areas, export_table
from ucjmap.api.figures import (
    AreaValues,
    area_change,
    area_gap,
    area_summary,
    area_values,
    default_since,
    is_about,
    own_targets,
    published_figures,
    targets_of,
)
from ucjmap.api.followup import FollowUp, note_status, read_follow_up, visited_codes
from ucjmap.api.imports import list_imports, show_import, undo_import
from ucjmap.api.location import find_desa_at
from ucjmap.api.maps.area_words import circle_label, gap_circles, label_texts, small_codes, tooltips, value_texts
from ucjmap.api.maps.legend import Histogram, LegendRow, legend_rows, value_histogram
from ucjmap.api.maps.legend_words import class_label, legend_notes, no_data_words, row_label, value_text
from ucjmap.api.maps.next_maps import next_map, offer_next_maps
from ucjmap.api.maps.pages import check_logo, read_logo
from ucjmap.api.maps.snapshot import SNAPSHOT_FORMATS, Snapshot, SnapshotFormat, make_snapshot, write_snapshot
from ucjmap.api.maps.standalone import make_standalone
from ucjmap.api.maps.tables import DOWNLOAD_FORMATS, DownloadFormat, make_download, shown_table
from ucjmap.api.maps.view import MapView
from ucjmap.api.maps.words import Dressing, alt_text, boundary_words, change_words
from ucjmap.api.matches import export_aliases, import_aliases, match_file, read_alias_file, remove_alias
from ucjmap.api.outreach import OutreachList, outreach_clusters, outreach_list, outreach_trips, rank_outreach
from ucjmap.api.outreach_export import export_letters, export_list, export_trips
from ucjmap.api.profile import (
    AreaProfile,
    IndicatorProfile,
    JointFigures,
    Rank,
    area_profile,
    joint_figures,
    neighbours,
)
from ucjmap.api.published import Comparison, Explanation, compare_published
from ucjmap.api.quality import DataQuality, Finding, FindingKey, data_quality
from ucjmap.api.report import boundaries_table, issues_table, say_account, say_reason, write_report
from ucjmap.api.rollups import list_dates
from ucjmap.api.scenarios import MoneyQuestion, answer_question, compare_scenarios
from ucjmap.api.search import find_areas
from ucjmap.api.series import read_series
from ucjmap.api.setup import default_store, load_demo, read_status
from ucjmap.api.summary import summary_sentences
from ucjmap.api.targets import TargetsReport, import_targets
from ucjmap.api.tiles import (
    TiledAreas,
    TilesBuilding,
    build_country_tiles,
    read_tile,
    tile_names,
    tiled_areas,
    tiles_path,
    tiles_progress,
    tiles_version,
)
from ucjmap.api.trajectories import AreaTrajectory, TargetChoice, area_targets, area_trajectory, rank_trajectories
from ucjmap.api.trends import area_trend, child_trends
from ucjmap.store import Store, open_store

__all__ = [
    "BRIEFING_FORMATS",
    "DOWNLOAD_FORMATS",
    "FORMATS",
    "PARTS",
    "SNAPSHOT_FORMATS",
    "AreaProfile",
    "AreaTrajectory",
    "AreaTree",
    "AreaValues",
    "BatchFile",
    "BoundariesReport",
    "Briefing",
    "BriefingFormat",
    "BriefingPlan",
    "Comparison",
    "CoverageDraft",
    "CrosswalkReport",
    "DataQuality",
    "Display",
    "DownloadFormat",
    "Dressing",
    "Explanation",
    "Finding",
    "FindingKey",
    "FollowUp",
    "Histogram",
    "IndicatorProfile",
    "JointFigures",
    "LegendRow",
    "MapView",
    "MoneyQuestion",
    "OutreachList",
    "Part",
    "Rank",
    "Snapshot",
    "SnapshotFormat",
    "Store",
    "TargetChoice",
    "TargetsReport",
    "TiledAreas",
    "TilesBuilding",
    "alt_text",
    "answer_question",
    "area_change",
    "area_gap",
    "area_profile",
    "area_summary",
    "area_targets",
    "area_trajectory",
    "area_tree",
    "area_trend",
    "area_values",
    "boundaries_table",
    "boundary_words",
    "build_country_tiles",
    "build_crosswalk",
    "change_words",
    "check_logo",
    "child_trends",
    "circle_label",
    "class_label",
    "commit_coverage",
    "compare_published",
    "compare_scenarios",
    "data_quality",
    "default_since",
    "default_store",
    "defuse_formulas",
    "display_geometry",
    "display_version",
    "draft_coverage",
    "export_aliases",
    "export_areas",
    "export_letters",
    "export_list",
    "export_table",
    "export_trips",
    "file_name",
    "find_areas",
    "find_desa_at",
    "gap_circles",
    "get_indicator",
    "import_aliases",
    "import_boundaries",
    "import_crosswalk",
    "import_targets",
    "is_about",
    "issues_table",
    "joint_figures",
    "known_layouts",
    "label_texts",
    "legend_notes",
    "legend_rows",
    "list_dates",
    "list_imports",
    "load_demo",
    "load_indicators",
    "make_briefing",
    "make_download",
    "make_snapshot",
    "make_standalone",
    "map_file_name",
    "match_file",
    "neighbours",
    "next_map",
    "no_data_words",
    "note_status",
    "offer_next_maps",
    "open_store",
    "outreach_clusters",
    "outreach_list",
    "outreach_trips",
    "own_targets",
    "preview_briefing",
    "published_figures",
    "rank_outreach",
    "rank_trajectories",
    "read_alias_file",
    "read_follow_up",
    "read_logo",
    "read_series",
    "read_status",
    "read_tile",
    "remove_alias",
    "row_label",
    "say_account",
    "say_reason",
    "show_crosswalk",
    "show_import",
    "shown_table",
    "small_codes",
    "summary_sentences",
    "targets_of",
    "tile_names",
    "tiled_areas",
    "tiles_path",
    "tiles_progress",
    "tiles_version",
    "tooltips",
    "undo_import",
    "value_histogram",
    "value_text",
    "value_texts",
    "visited_codes",
    "write_briefings",
    "write_report",
    "write_snapshot",
]
