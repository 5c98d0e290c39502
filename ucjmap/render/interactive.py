"""The choropleth as a folium map that needs no internet and stays mounted while the user drills.

Page code makes both objects anew on each run and hands them to ``st_folium`` with a constant ``key``::

    st_folium(
        OfflineMap(language="id"),
        feature_group_to_add=ChoroplethLayer(choropleth),
        returned_objects=[],
        key="map",
        height=560,
        use_container_width=True,
        on_change=take_click,  # reads st.session_state["map"]: {"code", "view", "seq"}
    )

A click gives ``{"code", "view", "seq"}``; other answers have ``picked`` (a unit chosen or given up), ``at`` and
``accuracy`` (where the user is) or ``frame`` (the date on which playback stopped) in place of ``code``.

inside an ``st.fragment``, so that a click reruns no more of the page than it must. The map's own script never
changes, therefore the browser keeps the map and only runs the small script of the new layer.
"""

import math
from collections.abc import Sequence
from typing import Any, Final, Self

import folium
from branca.element import MacroElement
from folium.template import Template

from ucjmap.errors import N_
from ucjmap.render.assets import asset_url
from ucjmap.render.choropleth import Choropleth, Frame
from ucjmap.words import Lang, say

# A view of the whole country until the first layer sets its own.
_CENTRE = (-2.5, 118.0)

_WORDS = {
    "map": N_("Map of the areas: arrow keys move it, plus and minus zoom"),
    "loading": N_("The map is loading"),
    "no_data": N_("No data yet"),
    "failed": N_("The boundaries could not be loaded. Check the connection to the server and try again."),
    "no_boundaries": N_("There are no boundaries for this level. An administrator can import them."),
    "retry": N_("Try again"),
    "up": N_("One level up"),
    "zoom_in": N_("Zoom in"),
    "zoom_out": N_("Zoom out"),
    "small": N_("Few people: the rate is uncertain"),
    "labels": N_("Names on the map"),
    "units": N_("Areas of the map: arrow keys or first letters go through them, Enter opens, the space bar chooses"),
    "units_picking": N_("Areas of the map: arrow keys or first letters go through them, Enter chooses"),
    "keys": N_("Arrow keys: next area. Enter: open or choose. Esc: back to the map, where arrow keys move it."),
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
_BASEMAP_WORDS = {
    "basemap": N_("Base map"),
    "unreachable": N_("The base map cannot be reached and was switched off. The map works without it."),
}


class OfflineMap(folium.Map):
    """A map without tiles whose scripts and styles all come from the server that shows the page."""

    default_js = [  # noqa: RUF012 - folium's own attribute
        ("leaflet", asset_url("leaflet/leaflet.js")),
        ("ucjmap_choropleth", asset_url("map/choropleth_layer.js")),
        ("ucjmap_tiles", asset_url("map/tile_layer.js")),
    ]
    default_css = [  # noqa: RUF012
        ("leaflet_css", asset_url("leaflet/leaflet.css")),
        ("ucjmap_choropleth_css", asset_url("map/choropleth_layer.css")),
    ]

    def __init__(self, *, language: Lang) -> None:
        # Tenths of a zoom step, so that an area fills the map whatever its size.
        super().__init__(location=_CENTRE, zoom_start=5, tiles=None, prefer_canvas=True, zoom_snap=0.1)
        self.language = language

    def with_basemap(self, url: str, attribution: str) -> Self:
        """Add a switch for a base map; it is off at first, and turns itself off when its tiles cannot be reached.

        Parameters
        ----------
        url
            Address of the tiles with ``{z}``, ``{x}`` and ``{y}``.
        attribution
            Whom to name for the tiles, as plain text.
        """
        self.add_child(_BasemapSwitch(url, attribution, self.language), name="basemap")
        return self


class ChoroplethLayer(folium.FeatureGroup):
    """A choropleth for ``feature_group_to_add``: a table of classes and labels, and the address of the geometry."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = ucjmap.choropleth({{ this.specification|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, choropleth: Choropleth) -> None:
        super().__init__(name=choropleth.view, control=False)
        self.specification = specification(choropleth)


class _BasemapSwitch(MacroElement):
    _template = Template(
        """
        {% macro script(this, kwargs) %}
            ucjmap.basemap({{ this.options|tojson }}).addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, url: str, attribution: str, language: Lang) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "BasemapSwitch"
        self.options = {"url": url, "attribution": attribution, "words": _say_all(language, _BASEMAP_WORDS)}


def specification(choropleth: Choropleth) -> dict[str, Any]:
    """What the browser is told: only JSON types, with the map's own words in the language of ``choropleth``."""
    return {
        "view": choropleth.view,
        "geometry_url": choropleth.geometry_url,
        "bounds": choropleth.bounds,
        "colours": choropleth.colours,
        "no_data_colour": choropleth.no_data_colour,
        "units": dict(choropleth.units),
        "drillable": choropleth.drillable,
        "selected": choropleth.selected,
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
        "words": _say_all(choropleth.language, _WORDS),
    }


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
        "classes": classes,
        "texts": list(numbers),
        "text_of": text_of,
        "small": small,
    }


def _say_all(language: Lang, words: dict[str, str]) -> dict[str, str]:
    return {key: say(language, text) for key, text in words.items()}
