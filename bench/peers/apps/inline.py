"""A peer: ``folium.GeoJson`` in a new map at each step, shown by ``st_folium``."""

import folium
import streamlit as st
from streamlit_folium import st_folium
from views import choose, colour, load

code, level = choose()
areas = load(code, level)
west, south, east, north = areas.total_bounds
drawn = folium.Map(tiles=None)
folium.GeoJson(
    areas,
    style_function=lambda area: {"fillColor": colour(area["properties"]["rate"]), "fillOpacity": 0.8, "weight": 1},
    tooltip=folium.GeoJsonTooltip(["name", "rate"]),
).add_to(drawn)
drawn.fit_bounds([[south, west], [north, east]])
picked = st_folium(
    drawn, height=560, use_container_width=True, returned_objects=["last_active_drawing"], key=f"{code} {level}"
)
if picked.get("last_active_drawing"):
    st.session_state["picked"] = picked["last_active_drawing"]["properties"]["code"]
    st.rerun()
