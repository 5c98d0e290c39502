"""The choropleth of all desa as a folium layer, for the same map and in the same way as ``ChoroplethLayer``.

``st_folium(OfflineMap(...), feature_group_to_add=TiledLayer(choropleth), key="map", ...)``: the map stays mounted when the
page changes from one kind of layer to the other, and the layer that comes clears the one that goes.
"""

from folium.template import Template

from ucjmap.render.browser import TiledChoropleth, tiled_specification
from ucjmap.render.interactive.script_layer import ScriptLayer


class TiledLayer(ScriptLayer):
    """A choropleth from vector tiles for ``feature_group_to_add``: a table of classes, and the address of the tiles."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = ucjmap.tiles({{ this.specification|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, choropleth: TiledChoropleth) -> None:
        super().__init__(name=choropleth.view, control=False)
        self.specification = tiled_specification(choropleth)
