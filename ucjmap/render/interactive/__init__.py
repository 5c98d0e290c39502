"""The layers that folium puts on a page. Only pages import them: folium costs each start half a second."""

from ucjmap.render.interactive.choropleth_layer import ChoroplethLayer, OfflineMap
from ucjmap.render.interactive.tiled_layer import TiledLayer
from ucjmap.render.interactive.trip_layer import TRIP_COLOURS, Mark, MarkLayer, TripLine

__all__ = ["TRIP_COLOURS", "ChoroplethLayer", "Mark", "MarkLayer", "OfflineMap", "TiledLayer", "TripLine"]
