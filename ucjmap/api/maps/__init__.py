"""One map: the question (`view`, `address`), the answer to it (`answer`), and how each file lays it out.

Only `answering` takes figures and makes words; every kind of page and file lays the answer out.
"""

from ucjmap.api.maps.address import ADDRESS_NAMES, live_link, read_address, write_address
from ucjmap.api.maps.answer import MapAnswer, Place
from ucjmap.api.maps.answering import answer_map, settle_dates
from ucjmap.api.maps.captions import Line
from ucjmap.api.maps.document import document_tag, map_document, write_document
from ucjmap.api.maps.drawing import draw_answer, draw_tiled, play_dates
from ucjmap.api.maps.figure import Figure, KeyFigure, Note
from ucjmap.api.maps.histogram import Histogram
from ucjmap.api.maps.legend import Legend, LegendRow
from ucjmap.api.maps.map_areas import MapAreas
from ucjmap.api.maps.map_files import MAP_FORMATS, ROW_FORMATS, MapFile, make_map_file, write_map_file
from ucjmap.api.maps.page_files import TEMPLATE_MB, read_template
from ucjmap.api.maps.pages import Dressing
from ucjmap.api.maps.tables import CHANGE_COLUMNS, map_table
from ucjmap.api.maps.view import MapView, levels_below, map_area

__all__ = [
    "ADDRESS_NAMES",
    "CHANGE_COLUMNS",
    "MAP_FORMATS",
    "ROW_FORMATS",
    "TEMPLATE_MB",
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
    "Place",
    "answer_map",
    "document_tag",
    "draw_answer",
    "draw_tiled",
    "levels_below",
    "live_link",
    "make_map_file",
    "map_area",
    "map_document",
    "map_table",
    "play_dates",
    "read_address",
    "read_template",
    "settle_dates",
    "write_address",
    "write_document",
    "write_map_file",
]
