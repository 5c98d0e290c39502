"""A peer: ``GeoDataFrame.explore()`` shown by ``st_folium``."""

import streamlit as st
from streamlit_folium import st_folium
from views import choose, load

code, level = choose()
areas = load(code, level)
drawn = areas.explore(column="rate", scheme="equalinterval", k=4, cmap="YlGnBu", tiles=None, tooltip=["name", "rate"])
picked = st_folium(
    drawn, height=560, use_container_width=True, returned_objects=["last_active_drawing"], key=f"{code} {level}"
)
if picked.get("last_active_drawing"):
    st.session_state["picked"] = picked["last_active_drawing"]["properties"]["code"]
    st.rerun()
