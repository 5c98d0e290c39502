"""The smallest server around the map of all desa: the project's own routes, its store, and one page."""

from pathlib import Path

import streamlit as st

from ucjmap.web.routes import all_routes

app = st.App(Path(__file__).with_name("tiles_page.py"), routes=all_routes())
