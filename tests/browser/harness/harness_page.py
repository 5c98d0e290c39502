"""How a page shows the map: constant key, nothing returned but the click, all in a fragment."""

import streamlit as st
from geometry import COLOURS, COUNTRY, NO_DATA_COLOUR, bounds_of, child_codes, class_of, display_geometry, label_of
from parts_map import show_maps
from streamlit_folium import st_folium

from ucjmap.render.choropleth import Choropleth
from ucjmap.render.interactive.choropleth_layer import ChoroplethLayer, OfflineMap


def choropleth_of(parent: str) -> Choropleth:
    return Choropleth(
        view=parent,
        geometry_url=f"/geometry/{parent}?v={display_geometry(parent)[1]}",
        bounds=bounds_of(parent),
        colours=COLOURS[::-1] if st.session_state.get("turned") else COLOURS,
        no_data_colour=NO_DATA_COLOUR,
        units={code: (class_of(code), label_of(code)) for code in child_codes(parent)},
        drillable=parent == COUNTRY,
        parent=None if parent == COUNTRY else COUNTRY,
        attribution="Batas model <b>bukan</b> batas hukum",
        language="id",
    )


def take_click() -> None:
    click = st.session_state["map"]
    # A click that was made on the view before is not one on this view.
    if click["view"] == st.session_state.get("parent", COUNTRY):
        st.session_state["parent"] = click["code"]


@st.fragment
def show_map() -> None:
    parent = st.session_state.setdefault("parent", COUNTRY)
    st.text(f"Wilayah {parent}")
    if st.button("Ke negara"):
        st.session_state["parent"] = COUNTRY
        st.rerun(scope="fragment")
    if st.button("Warna lain"):
        st.session_state["turned"] = True
        st.rerun(scope="fragment")
    st_folium(
        OfflineMap(language="id").with_basemap("/tiles/{z}/{x}/{y}.png", "Peta <dasar>"),
        feature_group_to_add=ChoroplethLayer(choropleth_of(parent)),
        returned_objects=[],
        key="map",
        height=480,
        use_container_width=True,
        on_change=take_click,
    )


if "on" in st.query_params:
    show_maps()
else:
    show_map()
