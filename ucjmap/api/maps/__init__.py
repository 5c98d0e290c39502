"""One map: the question (`view`, `address`), the answer to it (`answer`), and the outputs made from it.

Only `answering` takes figures and phrases sentences; pages and files are made from the answer alone.
"""

from ucjmap.api.maps.address import ADDRESS_NAMES, live_link, read_address, write_address
from ucjmap.api.maps.answer import MapAnswer, Place
from ucjmap.api.maps.answering import answer_map, settle_dates
from ucjmap.api.maps.area_export import FORMATS, export_areas
from ucjmap.api.maps.captions import (
    count_words,
    dates_inside,
    desa_question,
    figure_name,
    label_target,
    rate_words,
    say_target,
    say_target_rate,
    share_words,
    yes_or_no,
)
from ucjmap.api.maps.document import (
    document_tag,
    figure_document,
    map_document,
    target_document,
    write_document,
    write_drawing,
)
from ucjmap.api.maps.drawing import draw_answer, draw_tiled, play_dates
from ucjmap.api.maps.figure import Figure, KeyFigure, Note
from ucjmap.api.maps.histogram import Histogram
from ucjmap.api.maps.key_figures import BODIES, known_bodies, name_figure
from ucjmap.api.maps.legend import Legend, LegendRow, label_class, make_legend, say_bands_source
from ucjmap.api.maps.logo import check_logo, read_logo
from ucjmap.api.maps.map_areas import MapAreas
from ucjmap.api.maps.map_files import MAP_FORMATS, ROW_FORMATS, MapFile, make_map_file, refuse_all_desa, write_map_file
from ucjmap.api.maps.map_rows import CHANGE_COLUMNS, map_table
from ucjmap.api.maps.notes import say_gap_sum, say_printed
from ucjmap.api.maps.origins import Badge, Line, say_badges, say_boundaries, say_origin, share_origins
from ucjmap.api.maps.page_files import open_document, read_template
from ucjmap.api.maps.printed_map import Dressing, make_frame, make_locator, make_map_page, print_figures
from ucjmap.api.maps.sentences import say_below_target, say_extremes, say_headline, say_own_figure, say_own_target
from ucjmap.api.maps.view import OPTIONS, MapView, Option, levels_below, map_area
from ucjmap.render import TEMPLATE_MB

__all__ = [
    "ADDRESS_NAMES",
    "BODIES",
    "CHANGE_COLUMNS",
    "FORMATS",
    "MAP_FORMATS",
    "OPTIONS",
    "ROW_FORMATS",
    "TEMPLATE_MB",
    "Badge",
    "Dressing",
    "Figure",
    "Histogram",
    "KeyFigure",
    "Legend",
    "LegendRow",
    "Line",
    "MapAnswer",
    "MapAreas",
    "MapFile",
    "MapView",
    "Note",
    "Option",
    "Place",
    "answer_map",
    "check_logo",
    "count_words",
    "dates_inside",
    "desa_question",
    "document_tag",
    "draw_answer",
    "draw_tiled",
    "export_areas",
    "figure_document",
    "figure_name",
    "known_bodies",
    "label_class",
    "label_target",
    "levels_below",
    "live_link",
    "make_frame",
    "make_legend",
    "make_locator",
    "make_map_file",
    "make_map_page",
    "map_area",
    "map_document",
    "map_table",
    "name_figure",
    "open_document",
    "play_dates",
    "print_figures",
    "rate_words",
    "read_address",
    "read_logo",
    "read_template",
    "refuse_all_desa",
    "say_badges",
    "say_bands_source",
    "say_below_target",
    "say_boundaries",
    "say_extremes",
    "say_gap_sum",
    "say_headline",
    "say_origin",
    "say_own_figure",
    "say_own_target",
    "say_printed",
    "say_target",
    "say_target_rate",
    "settle_dates",
    "share_origins",
    "share_words",
    "target_document",
    "write_address",
    "write_document",
    "write_drawing",
    "write_map_file",
    "yes_or_no",
]
