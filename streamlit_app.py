"""The app: the pages' script and the routes for maps, in one process.

``streamlit run streamlit_app.py`` finds the ``App`` at module level by itself.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from ucjmap.app import look_at_loading, say_where, set_up_log, shared_title, start_loading, stop_working
from ucjmap.app.shell import UploadLimit, log_fault, page_style
from ucjmap.operation import finish_end, prepare_end
from ucjmap.settings import get_settings
from ucjmap.web import Entrance, FairShare, FirstPage, Observed, all_routes, service_routes


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, Any] | None]:
    set_up_log()
    prepare_end(get_settings().end_within_s)
    say_where()
    start_loading()  # in the background: the first visitor finds the data ready, or sees how far it is
    yield None
    await run_in_threadpool(stop_working)
    await run_in_threadpool(finish_end)


_ROUTES = [*all_routes(), *service_routes(look_at_loading)]

app = st.App(
    "ucjmap/app/main.py",
    routes=_ROUTES,
    lifespan=_lifespan,
    middleware=[
        Middleware(Entrance),  # before all others: they and the pages rely on its mark of who asks
        Middleware(Observed, routes=_ROUTES),
        Middleware(FairShare),
        Middleware(UploadLimit),
        Middleware(FirstPage, style=page_style(), title=shared_title),
    ],
    on_script_error=log_fault,
)
