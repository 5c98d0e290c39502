"""Maps and pages that stand still: composed once in millimetres, then written as PNG, SVG, PDF or slides."""

from ucjmap.render.static.cards import Figure
from ucjmap.render.static.frame import Frame
from ucjmap.render.static.labels import Label
from ucjmap.render.static.mapping import Locator, MapContent
from ucjmap.render.static.pages import (
    Legend,
    LegendRow,
    MapPage,
    PageContent,
    TablePage,
    TextPage,
    TrendPage,
    compose,
    compose_map,
    say_pages,
)
from ucjmap.render.static.shapes import Outlines, read_outlines
from ucjmap.render.static.sheet import PAPERS, Bar, PaperName, Sheet

__all__ = [
    "PAPERS",
    "Bar",
    "Figure",
    "Frame",
    "Label",
    "Legend",
    "LegendRow",
    "Locator",
    "MapContent",
    "MapPage",
    "Outlines",
    "PageContent",
    "PaperName",
    "Sheet",
    "TablePage",
    "TextPage",
    "TrendPage",
    "compose",
    "compose_map",
    "read_outlines",
    "say_pages",
]
