"""Drawing a choropleth: one specification, read by every renderer."""

from ucjmap.render.choropleth import (
    Choropleth,
    Frame,
    class_ground,
    colours_on_ground,
    no_data_colour,
    no_data_hatch,
    on_ground,
)
from ucjmap.render.marks import MARK_COLOUR, MARK_KINDS, Mark, MarkKind
from ucjmap.render.standalone_page import Beside, StandaloneView, make_page
from ucjmap.render.template_limits import TEMPLATE_MB, bad_template
from ucjmap.render.tokens import tokens_css
from ucjmap.render.trip_page import TripSheet, TripStop, make_trip_page

__all__ = [
    "MARK_COLOUR",
    "MARK_KINDS",
    "TEMPLATE_MB",
    "Beside",
    "Choropleth",
    "Frame",
    "Mark",
    "MarkKind",
    "StandaloneView",
    "TripSheet",
    "TripStop",
    "bad_template",
    "class_ground",
    "colours_on_ground",
    "make_page",
    "make_trip_page",
    "no_data_colour",
    "no_data_hatch",
    "on_ground",
    "tokens_css",
]
