"""A choropleth as the browser is told of it, whether folium's page or a file of its own carries the map."""

import math
from collections.abc import Sequence
from typing import Any, Final

from ucjmap.classify import NOT_APPLICABLE_COLOUR
from ucjmap.errors import N_
from ucjmap.render.choropleth import Choropleth, Frame, on_ground
from ucjmap.words import say

WORDS = {
    "map": N_("Map of the areas: arrow keys move it, plus and minus zoom"),
    "loading": N_("The map is loading"),
    "no_data": N_("No data yet"),
    "failed": N_("The boundaries could not be loaded. Check the connection to the server and try again."),
    "no_boundaries": N_("There are no boundaries for this level. An administrator can import them."),
    "page_late": N_("The figures outside the map are still those of the area before…"),
    "retry": N_("Try again"),
    "up": N_("One level up"),
    "zoom_in": N_("Zoom in"),
    "zoom_out": N_("Zoom out"),
    "small": N_("Few people: the rate is uncertain"),
    "labels": N_("Names on the map"),
    "names_left": N_("Names without room: {count}"),
    "names_zoom": N_("and {count} more: zoom in, or point at the area"),
    "units": N_("Areas of the map: arrow keys or first letters go through them, Enter opens, the space bar chooses"),
    "units_picking": N_("Areas of the map: arrow keys or first letters go through them, Enter chooses"),
    "keys": N_(
        "Arrow keys: next area. Enter: open or choose. F2: facts. Esc: back to the map, where arrow keys move it."
    ),
    "wheel": N_("Click the map, or hold Ctrl, to zoom with the wheel"),
    "whole": N_("The whole area"),
    "two_fingers": N_("Move the map with two fingers"),
    "locate": N_("Find me"),
    "locating": N_("Looking for your location"),
    "locate_denied": N_("Your browser was not allowed to say where you are. Allow it in its settings and try again."),
    "locate_unavailable": N_("Your location could not be found. Search for the area by its name."),
    "locate_insecure": N_("Browsers tell a location only to pages with a secure address (https). Search by name."),
    "locate_outside": N_("You are outside the area that is shown."),
    "frames": N_("Dates of the map"),
    "play": N_("Play the dates"),
    "pause": N_("Pause"),
    "speed": N_("speed"),
}
_CLASS_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"  # what the browser reads with base 36
_NO_DATA_DIGIT: Final = "-"


def specification(choropleth: Choropleth) -> dict[str, Any]:
    """What the browser is told of a map: only JSON types.

    Parameters
    ----------
    choropleth
        Its language is also that of the map's own words. Circles of numbers that are not above zero are left out.

    Returns
    -------
    dict
        A key for each field, and ``words``, as ``tests/scripts/globals.d.ts`` declares them.
    """
    return {
        "view": choropleth.view,
        "geometry_url": choropleth.geometry_url,
        "borders_url": choropleth.borders_url,
        "around_url": choropleth.around_url,
        "bounds": choropleth.bounds,
        "colours": choropleth.colours,
        "no_data_colour": choropleth.no_data_colour,
        "lined_colour": on_ground(NOT_APPLICABLE_COLOUR, dark=choropleth.dark),
        "units": dict(choropleth.units),
        "drillable": choropleth.drillable,
        "pins": choropleth.pins,
        "within": [list(run) for run in choropleth.within],
        "as_of": choropleth.as_of,
        "selected": choropleth.selected,
        "next_geometry": dict(choropleth.next_geometry),
        "next_map": choropleth.next_map,
        "scale": choropleth.scale,
        "parent": choropleth.parent,
        "attribution": choropleth.attribution,
        "language": choropleth.language,
        "description": choropleth.description,
        "dark": choropleth.dark,
        "small": sorted(choropleth.small),
        "labels": None if choropleth.labels is None else dict(choropleth.labels),
        "labels_on": choropleth.labels_on,
        "circles": {code: circle for code, circle in choropleth.circles.items() if _is_drawn(circle[0])},
        "circle_label": choropleth.circle_label,
        "circle_max": choropleth.circle_max,
        "chosen": sorted(choropleth.chosen),
        "picking": choropleth.picking,
        "locate": choropleth.locate,
        "sync": choropleth.sync,
        "frames": _pack_frames(choropleth.frames) if choropleth.frames else None,
        "frame": choropleth.frame,
        "marks": [[mark.kind, mark.code, mark.text] for mark in choropleth.marks],
        "words": {key: say(choropleth.language, text) for key, text in WORDS.items()},
    }


def drawing(choropleth: Choropleth) -> dict[str, Any]:
    """What the browser is told of a map without the map's own words, which it has once it has drawn a map.

    Parameters
    ----------
    choropleth
        A map in the language of the one that was drawn before.
    """
    return {name: told for name, told in specification(choropleth).items() if name != "words"}


def _is_drawn(number: float) -> bool:
    return math.isfinite(number) and number > 0


def _pack_frames(frames: Sequence[Frame]) -> dict[str, Any]:
    """The frames as one text of class digits each; each different tooltip text once, and its number for each unit."""
    codes = sorted({code for frame in frames for code in frame.units})
    numbers: dict[str, int] = {}
    classes, text_of, small = [], [], []
    for frame in frames:
        values = [frame.units.get(code, (None, "")) for code in codes]
        classes.append(
            "".join(_NO_DATA_DIGIT if class_id is None else _CLASS_DIGITS[class_id] for class_id, _ in values)
        )
        text_of.append([numbers.setdefault(text, len(numbers)) for _, text in values])
        marked = frozenset(frame.small)
        small.append([at for at, code in enumerate(codes) if code in marked])
    return {
        "codes": codes,
        "dates": [frame.date for frame in frames],
        "labels": [frame.label for frame in frames],
        "origins": [frame.origin for frame in frames],
        "classes": classes,
        "texts": list(numbers),
        "text_of": text_of,
        "small": small,
    }
