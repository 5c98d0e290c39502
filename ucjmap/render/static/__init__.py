"""Maps and pages that stand still: composed once in millimetres, then written as PNG, SVG, PDF or slides."""

from ucjmap.render.static.box import Box
from ucjmap.render.static.changes import compose_changes
from ucjmap.render.static.charts import axis_steps, bar_layout, row_size
from ucjmap.render.static.contents import compose_contents, list_entries
from ucjmap.render.static.figure_cards import Figure
from ucjmap.render.static.filing import finish_pdf
from ucjmap.render.static.fonts import clean, fit_block, font_file, line_mm, shorten, width_mm, wrap
from ucjmap.render.static.frame import Frame, add_qr
from ucjmap.render.static.items import (
    ACCENT,
    CARD,
    INK,
    PALE,
    RULE,
    WARNING,
    Align,
    Bar,
    Bars,
    Cell,
    Item,
    MapBlock,
    Picture,
    Polyline,
    Rectangle,
    Shapes,
    Table,
    Text,
    Trend,
)
from ucjmap.render.static.labels import Label
from ucjmap.render.static.locator import Locator, add_locator
from ucjmap.render.static.map_content import MapContent
from ucjmap.render.static.map_outlines import Outlines, read_outlines
from ucjmap.render.static.mapping import add_map, is_larger_in, split_for_two
from ucjmap.render.static.page_contents import (
    Legend,
    LegendRow,
    MapPage,
    NameList,
    PageContent,
    TablePage,
    TextPage,
    TrendPage,
)
from ucjmap.render.static.page_layout import compose, compose_map, say_pages
from ucjmap.render.static.paint import to_png, to_svg, write_pdf
from ucjmap.render.static.painter import dots_on
from ucjmap.render.static.sheet import PAPERS, PaperName, Sheet, SlideLayout, cut_out

__all__ = [
    "ACCENT",
    "CARD",
    "INK",
    "PALE",
    "PAPERS",
    "RULE",
    "WARNING",
    "Align",
    "Bar",
    "Bars",
    "Box",
    "Cell",
    "Figure",
    "Frame",
    "Item",
    "Label",
    "Legend",
    "LegendRow",
    "Locator",
    "MapBlock",
    "MapContent",
    "MapPage",
    "NameList",
    "Outlines",
    "PageContent",
    "PaperName",
    "Picture",
    "Polyline",
    "Rectangle",
    "Shapes",
    "Sheet",
    "SlideLayout",
    "Table",
    "TablePage",
    "Text",
    "TextPage",
    "Trend",
    "TrendPage",
    "add_locator",
    "add_map",
    "add_qr",
    "axis_steps",
    "bar_layout",
    "clean",
    "compose",
    "compose_changes",
    "compose_contents",
    "compose_map",
    "cut_out",
    "dots_on",
    "finish_pdf",
    "fit_block",
    "font_file",
    "is_larger_in",
    "line_mm",
    "list_entries",
    "read_outlines",
    "row_size",
    "say_pages",
    "shorten",
    "split_for_two",
    "to_png",
    "to_svg",
    "width_mm",
    "wrap",
    "write_pdf",
]
