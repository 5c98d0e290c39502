"""The app: the pages' script and the routes for maps, in one process.

``streamlit run streamlit_app.py`` finds the ``App`` at module level by itself.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from ucjmap.app import say_where, shared_title, start_loading, stop_working
from ucjmap.app.shell import UploadLimit, page_style
from ucjmap.web import Entrance, FirstPage, all_routes


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any] | None]:
    say_where()
    start_loading()  # in the background: the first visitor finds the data ready, or sees how far it is
    yield None
    stop_working()


app = st.App(
    "ucjmap/app/main.py",
    routes=all_routes(),
    lifespan=_lifespan,
    middleware=[
        Middleware(Entrance),  # before all others: they and the pages rely on its mark of who asks
        Middleware(UploadLimit),
        Middleware(FirstPage, style=page_style(), title=shared_title),
    ],
)
