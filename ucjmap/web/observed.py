"""Notes which requests are answered, how, and how fast: in metrics and in the log, never by what was asked."""

import re
import time
import uuid
from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ucjmap.operation import LOG_CONTEXT, REQUEST_HEADER, REQUEST_LOG, REQUEST_SECONDS, REQUESTS, WEBSOCKETS
from ucjmap.web.metrics_reader import may_read_metrics

#: A number of a proxy that is taken as it is.
_SAFE_NUMBER: Final = re.compile(r"[0-9A-Za-z-]{8,64}")
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
#: Addresses of Streamlit's own, by how they begin.
_FRAMEWORK: Final = (
    ("/_stcore/upload_file/", "/_stcore/upload_file/{session}/{file}"),
    ("/_stcore/bidi-components/", "/_stcore/bidi-components/{name}"),
    ("/_stcore/health", "/_stcore/health"),
    ("/_stcore/host-config", "/_stcore/host-config"),
    ("/_stcore/metrics", "/_stcore/metrics"),
    ("/_stcore/stream", "/_stcore/stream"),
    ("/_stcore/", "/_stcore/{other}"),
    ("/component/", "/component/{name}"),
    ("/media/", "/media/{file}"),
    ("/static/", "/static/{file}"),
)
#: Streamlit shows them to everybody; here they are for whoever reads those of the app.
_FRAMEWORK_METRICS: Final = "/_stcore/metrics"
#: Everything else is a page, or what Streamlit answers like one.
_PAGE: Final = "/{page}"


class Observed:
    """Middleware that notes what passes, and gives each request a number; it stands behind the entrance, so what that refuses is not noted.

    Parameters
    ----------
    app
        What answers.
    routes
        Those of the app itself: their templates are the names under which requests are counted.
    """

    def __init__(self, app: ASGIApp, routes: Sequence[Route]) -> None:
        self.app = app
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its number, and note what became of it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        number = _number_of(scope)
        kept = [pair for pair in scope["headers"] if pair[0].lower() != REQUEST_HEADER.encode()]
        scope = {**scope, "headers": [*kept, (REQUEST_HEADER.encode(), number.encode())]}
        token = LOG_CONTEXT.set({"request_id": number})
        try:
            if scope["type"] == "websocket":
                with WEBSOCKETS.track_inprogress():
                    await self.app(scope, receive, send)
            else:
                await self._pass_request(scope, receive, _Noted(self.template_of(scope), scope, number, send))
        finally:
            LOG_CONTEXT.reset(token)

    async def _pass_request(self, scope: Scope, receive: Receive, noted: "_Noted") -> None:
        is_hidden = scope["path"].rstrip("/") == _FRAMEWORK_METRICS and not may_read_metrics(Request(scope))
        answer = Response(status_code=404) if is_hidden else self.app
        try:
            await answer(scope, receive, noted)
        finally:
            noted.end()

    def template_of(self, scope: Scope) -> str:
        """The template of the address of a request, without anything that the visitor typed.

        Parameters
        ----------
        scope
            Of the request.
        """
        for route in self.routes:
            if route.matches(scope)[0] is not Match.NONE:
                return route.path
        path: str = scope["path"]
        return next((template for beginning, template in _FRAMEWORK if path.startswith(beginning)), _PAGE)


class _Noted:
    """An answer on its way; it is noted once, before its last part is sent: who has it may ask for the metrics."""

    def __init__(self, route: str, scope: Scope, number: str, send: Send) -> None:
        self.route = route
        self.method = scope["method"] if scope["method"] in _METHODS else "other"
        self.address = (scope.get("client") or ("",))[0]
        self.number = number
        self.send = send
        self.status = 500  # a fault before the answer begins is answered with it further out
        self.begun = time.perf_counter()
        self.is_noted = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(raw=list(message["headers"]))
            headers[REQUEST_HEADER] = self.number
            message = {**message, "headers": headers.raw}
        elif message["type"] == "http.response.body" and not message.get("more_body"):
            self.end()
        await self.send(message)

    def end(self) -> None:
        """Note what became of the request, the first time that this is called."""
        if not self.is_noted:
            self.is_noted = True
            seconds = time.perf_counter() - self.begun
            REQUESTS.labels(self.route, self.method, f"{self.status // 100}xx").inc()
            REQUEST_SECONDS.labels(self.route, self.method).observe(seconds)
            fields = {"method": self.method, "route": self.route, "status": self.status}
            told = {"fields": {**fields, "duration_ms": round(1000 * seconds, 1)}, "address": self.address}
            REQUEST_LOG.info("request", extra=told)


def _number_of(scope: Scope) -> str:
    """The number that a proxy gave the request, if it is plain enough to be logged; else a new one."""
    given = Headers(scope=scope).get(REQUEST_HEADER, "")
    return given if _SAFE_NUMBER.fullmatch(given) else uuid.uuid4().hex
