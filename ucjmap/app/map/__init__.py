"""The map page: map, controls, legend, ranking, and the panels that the profile shares."""

from ucjmap.app.map import map_page, quality_panel, target_panel, trend_panel
from ucjmap.app.map.country_map import wait_for_tiles
from ucjmap.app.map.dressing_form import dressing_form, template_field
from ucjmap.app.map.map_view import is_dark
from ucjmap.app.map.marks_form import area_names, marks_form
from ucjmap.app.map.page_frame import keep_address
from ucjmap.app.map.ranking_table import Column, Ranking, choose_from, number_column
from ucjmap.app.map.small_charts import spark, spark_style
from ucjmap.app.map.snapshots import PAPER_NAMES

__all__ = [
    "PAPER_NAMES",
    "Column",
    "Ranking",
    "area_names",
    "choose_from",
    "dressing_form",
    "is_dark",
    "keep_address",
    "map_page",
    "marks_form",
    "number_column",
    "quality_panel",
    "spark",
    "spark_style",
    "target_panel",
    "template_field",
    "trend_panel",
    "wait_for_tiles",
]
