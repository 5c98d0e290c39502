"""What every peer shares: which view is shown, and its areas as a GeoDataFrame that is read once."""

import os
from pathlib import Path

import geopandas as gpd
import streamlit as st

_COLOURS = ("#ffffcc", "#a1dab4", "#41b6c4", "#225ea8")


def choose() -> tuple[str, str]:
    """Area and level: of the address at first, then of the click, else of the box."""
    if "picked" in st.session_state:
        st.session_state["view"] = f"{st.session_state.pop('picked')} adm3"
    options = sorted(path.stem.replace("_", " ") for path in Path(os.environ["PEERS_VIEWS"]).glob("*.parquet"))
    start = st.query_params.get("view", options[0])
    st.session_state.setdefault("view", start)
    code, level = st.selectbox("View", options, key="view").split()
    return code, level


@st.cache_data
def load(code: str, level: str) -> gpd.GeoDataFrame:
    """One row an area: code, name, rate in percent, simplified geometry."""
    return gpd.read_parquet(Path(os.environ["PEERS_VIEWS"]) / f"{code}_{level}.parquet")


def colour(rate: float) -> str:
    """Colour of a rate in percent."""
    return _COLOURS[min(3, int(rate // 25))] if rate == rate else "#dddddd"
