"""A peer: ``st.pydeck_chart`` with a GeoJsonLayer, no base map."""

import json

import pydeck
import streamlit as st
from views import choose, colour, load

code, level = choose()
areas = load(code, level)
areas = areas.assign(fill=[[int(colour(rate)[at : at + 2], 16) for at in (1, 3, 5)] for rate in areas["rate"]])
west, south, east, north = areas.total_bounds
layer = pydeck.Layer(
    "GeoJsonLayer",
    json.loads(areas.to_json()),
    id="areas",
    get_fill_color="properties.fill",
    get_line_color=[70, 85, 95],
    line_width_min_pixels=1,
    pickable=True,
    auto_highlight=True,
)
view = pydeck.data_utils.compute_view([[west, south], [east, north]])
picked = st.pydeck_chart(
    pydeck.Deck([layer], initial_view_state=view, map_provider=None, tooltip={"text": "{name}"}),
    height=560,
    on_select="rerun",
    key=f"{code} {level}",
)
chosen = picked["selection"]["objects"].get("areas")
if chosen:
    st.session_state["picked"] = chosen[0]["properties"]["code"]
    st.rerun()
