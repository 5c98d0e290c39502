"""The smallest server around the map: its files, made geometry and one page."""

from pathlib import Path

import streamlit as st
from geometry import display_geometry
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ucjmap.web.asset_routes import asset_routes, gzipped_response


def send_geometry(request: Request) -> Response:
    body_gz, etag = display_geometry(request.path_params["parent"])
    return gzipped_response(request, body_gz, etag, "application/geo+json")


app = st.App(
    Path(__file__).with_name("harness_page.py"),
    routes=[*asset_routes(), Route("/geometry/{parent}", send_geometry)],
)
