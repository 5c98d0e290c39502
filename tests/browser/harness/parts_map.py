"""One view with everything over the units, as the address asks: ``?on=labels,circles&dark=1``; answers as text."""

import json
from functools import partial

import streamlit as st
from geometry import COLOURS, COUNTRY, NO_DATA_COLOUR, bounds_of, child_codes, class_of, display_geometry, label_of
from streamlit_folium import st_folium

from ucjmap.render.choropleth import Choropleth, Frame
from ucjmap.render.interactive.choropleth_layer import ChoroplethLayer, OfflineMap

DATES = ("2025-01-31", "2025-02-28", "2025-03-31")
CIRCLES = {"11": 4000, "12": 1000, "14": 250, "15": 0, "16": -30, "17": float("nan")}


def frame_of(number: int) -> Frame:
    """The classes turned on by ``number``; 13 never has data, 14 stands on few people at the first date."""
    units: dict[str, tuple[int | None, str]] = {}
    for code in child_codes(COUNTRY):
        known = class_of(code)
        units[code] = (None, "") if known is None else ((known + number) % len(COLOURS), f"{number}-{code}")
    small = {"14"} if number == 0 else set()
    return Frame(
        date=DATES[number], label=f"Tanggal {number}", units=units, small=small, origin=f"Sumber <b>{number}</b>"
    )


def choropleth_of(on: set[str]) -> Choropleth:
    codes = child_codes(COUNTRY)
    frame = st.session_state.get("frame", DATES[-1])
    return Choropleth(
        view=COUNTRY,
        geometry_url=f"/geometry/{COUNTRY}?v={display_geometry(COUNTRY)[1]}",
        bounds=bounds_of(COUNTRY),
        colours=COLOURS,
        no_data_colour=NO_DATA_COLOUR,
        units={code: (class_of(code), label_of(code)) for code in codes}
        if frame == DATES[-1]
        else frame_of(DATES.index(frame)).units,
        drillable=True,
        attribution="Batas model",
        description="Peta <b>dua belas</b> daerah.",
        dark="dark" in st.query_params,
        small={"14", "13"} if "small" in on else (),
        labels={code: f"{code},0%" for code in codes if class_of(code) is not None} if "labels" in on else None,
        circles={code: (number, f"{number} orang") for code, number in CIRCLES.items()} if "circles" in on else {},
        circle_label="Orang belum terdaftar",
        chosen=st.session_state.setdefault("chosen", []),
        picking="picking" in on,
        locate="locate" in on,
        sync="pasangan" if "sync" in on else None,
        frames=[frame_of(number) for number in range(len(DATES))] if "frames" in on else (),
        frame=frame if "frames" in on else None,
    )


def take_answer(key: str) -> None:
    answer = st.session_state[key]
    st.session_state["answer"] = {name: answer[name] for name in answer if name not in {"view", "seq"}}
    st.session_state["frame"] = answer.get("frame", DATES[-1])
    if "picked" in answer:
        st.session_state["chosen"] = sorted({*st.session_state["chosen"]} ^ {answer["picked"]})


@st.fragment
def show_maps() -> None:
    on = set(st.query_params.get("on", "").split(","))
    st.text(json.dumps(st.session_state.get("answer")))
    for key in ("one", "two") if "sync" in on else ("one",):
        st_folium(
            OfflineMap(language="id"),
            feature_group_to_add=ChoroplethLayer(choropleth_of(on)),
            returned_objects=[],
            key=key,
            height=480,
            use_container_width=True,
            on_change=partial(take_answer, key),
        )
