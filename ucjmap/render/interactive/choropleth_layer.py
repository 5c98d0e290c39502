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

inside an ``st.fragment``, so that a click reruns no more of the page than it must. The map's own script never
changes, therefore the browser keeps the map and only runs the small script of the new layer.

A click gives ``{"code", "view", "seq"}``; other answers have ``picked`` (a unit chosen or given up), ``at`` and
``accuracy`` (where the user is) or ``frame`` (the date on which playback stopped) in place of ``code``.
"""

from typing import Self

import folium
from branca.element import MacroElement
from folium.template import Template

from ucjmap.errors import N_
from ucjmap.render.browser import asset_url, specification
from ucjmap.render.choropleth import Choropleth
from ucjmap.render.interactive.script_layer import ScriptLayer
from ucjmap.words import Lang, say

# A view of the whole country until the first layer sets its own.
_CENTRE = (-2.5, 118.0)

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


class ChoroplethLayer(ScriptLayer):
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
        words = {key: say(language, text) for key, text in _BASEMAP_WORDS.items()}
        self.options = {"url": url, "attribution": attribution, "words": words}
