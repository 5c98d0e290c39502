"""All desa of the area in the address, the map of its children beside it on the same map, and buttons that re-colour."""

import streamlit as st
from streamlit_folium import st_folium

from ucjmap import api
from ucjmap.app.map.country_map import draw_country
from ucjmap.classify import Classing
from ucjmap.codes import COUNTRY
from ucjmap.render.interactive.choropleth_layer import ChoroplethLayer, OfflineMap
from ucjmap.render.interactive.tiled_layer import TiledLayer


@st.fragment
def show_map() -> None:
    store = api.default_store()
    building = api.tiles_progress(store)
    if not building.done.wait(300) or building.error:
        st.error(str(building.error))
        return
    area = st.query_params.get("area", COUNTRY)
    chosen = st.session_state.setdefault("chosen", ("ucj", "bands"))
    for label, choice in (
        ("Pita", ("ucj", "bands")),
        ("Kuantil", ("ucj", "quantile")),
        ("Aparat", ("aparat_registered", "bands")),
    ):
        if st.button(label):
            st.session_state["chosen"] = choice
            st.session_state["provinces"] = False
            st.rerun(scope="fragment")
    if st.button("Provinsi"):
        st.session_state["provinces"] = True
        st.rerun(scope="fragment")
    click = st.session_state.get("map") or {}
    st.text(f"Klik {click.get('code') or click.get('pinned')} Pilih {click.get('picked')}")
    if st.session_state.get("provinces", st.query_params.get("first") == "provinces"):
        layer = ChoroplethLayer(api.draw_answer(api.answer_map(store, api.MapView(area, "adm1"))))
    else:
        view = api.MapView(
            st.query_params.get("selected", area),
            "adm4",
            chosen[0],
            classing=Classing(scheme=chosen[1], frozen=False),
            chosen=tuple(filter(None, st.query_params.get("pick", "").split(","))),
        )
        layer = TiledLayer(
            draw_country(
                store,
                api.answer_map(store, view),
                dark=False,
                picking="picking" in st.query_params,
                sync="pasangan" if "sync" in st.query_params else None,
            )
        )
    for key in ("map", "other") if "sync" in st.query_params else ("map",):
        st_folium(
            OfflineMap(language="id"),
            feature_group_to_add=layer,
            returned_objects=[],
            key=key,
            height=560 if key == "map" else 300,
            use_container_width=True,
            on_change=lambda: None,
        )


show_map()
