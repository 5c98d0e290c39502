"""The entrance: every request passes here first, is refused or marked with who asks, and is answered with headers."""

import logging
import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ucjmap.access import (
    ASKER_HEADER,
    SESSION_COOKIE,
    Asked,
    frame_sites,
    is_known_host,
    is_own_origin,
    mark_of,
    names_of,
)
from ucjmap.errors import N_, AccessError
from ucjmap.settings import get_settings
from ucjmap.web.refused_requests import NOT_KEPT, refusal

#: RFC 9110, 15.5.20: this server does not answer for that host.
_MISDIRECTED: Final = 421
#: Such a request changes nothing; what it is answered with, a page of another site cannot read.
_HARMLESS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
#: Frames of components hold nothing by themselves, but have the site above the page among those above them.
_COMPONENTS: Final = ("/component/", "/_stcore/bidi-components/")
_log = logging.getLogger(__name__)


class Entrance:
    """Middleware that stands before all others, for pages, routes and the websocket alike.

    Parameters
    ----------
    app
        What answers those who are let in.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on with the mark of who asks."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        asked = _read(scope)
        if refused := _find_fault(scope, asked):
            _note(refused.code, str(asked.hosts)[:200], str(asked.origin)[:200])
            await _refuse(refused, scope, receive, send)
            return
        answer = _Answer(scope, send) if scope["type"] == "http" else send
        await self.app({**scope, "headers": _marked(scope, asked)}, receive, answer)


def _read(scope: Scope) -> Asked:
    headers = Headers(scope=scope)
    peer = (scope.get("client") or ("", 0))[0]
    return Asked(tuple(headers.getlist("host")), headers.get("origin"), peer, names_of(scope["headers"]))


def _find_fault(scope: Scope, asked: Asked) -> AccessError | None:
    public_url = get_settings().public_url
    if not is_known_host(asked.hosts, public_url):
        return AccessError(
            "unknown_host",
            N_("This server does not answer under the name {host}."),
            N_("Open it under its own address; a name of its own is set with UCJMAP_PUBLIC_URL."),
            host=(asked.hosts or ("",))[0][:100],
        )
    can_change = scope["type"] == "websocket" or scope["method"] not in _HARMLESS
    if can_change and asked.origin is not None and not is_own_origin(asked.origin, asked.hosts[0], public_url):
        return AccessError(
            "foreign_page",
            N_("A page of {origin} may not use this server."),
            N_("Open the app under its own address; behind a proxy it is set with UCJMAP_PUBLIC_URL."),
            origin=asked.origin[:100],
        )
    return None


def _marked(scope: Scope, asked: Asked) -> list[tuple[bytes, bytes]]:
    """The headers with who asks, and with the host under which the page knows this server.

    Behind a proxy the host may lack the port. Streamlit would take the page for a foreign one, and before it refuses
    such a page it asks a server in the internet for its own address, while everybody waits.
    """
    settings, cookies = get_settings(), HTTPConnection(scope).cookies
    mark = mark_of(asked, settings.public_url, settings.access, cookies.get(SESSION_COOKIE, ""))
    page = urlsplit(asked.origin or "").netloc if scope["type"] == "websocket" else ""
    dropped = {ASKER_HEADER.encode(), *([b"host"] if page else [])}
    kept = [pair for pair in scope["headers"] if pair[0].lower() not in dropped]
    named = [(b"host", page.encode("latin-1"))] if page else []
    return [*kept, *named, (ASKER_HEADER.encode(), mark.encode())]


@lru_cache(maxsize=256)
def _note(code: str, hosts: str, origin: str) -> None:
    """Tell the administrator, once for each pair: a page whose websocket is refused only waits."""
    _log.warning("refused (%s): host %s, page %s", code, ascii(hosts), ascii(origin))


async def _refuse(error: AccessError, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()  # the wish to connect; closing before it is accepted is answered with 403
        await send({"type": "websocket.close", "code": 1008})
        return
    answer = refusal(error, _MISDIRECTED if error.code == "unknown_host" else None, NOT_KEPT)
    await answer(scope, receive, send)


class _Answer:
    """Adds to an answer what the browser may make of it, and which sites may frame it."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.sites = _sites_above(scope["path"], scope["query_string"])
        self.send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            headers["X-Content-Type-Options"] = "nosniff"
            if headers.get("content-type", "").startswith("text/html"):
                headers["Content-Security-Policy"] = _policy(get_settings().basemap_url, self.sites)
                if not self.sites:  # this header knows only "nobody else"; the policy has the sites
                    headers["X-Frame-Options"] = "SAMEORIGIN"
            message = {**message, "headers": headers.raw}
        await self.send(message)


def _sites_above(path: str, query: bytes) -> tuple[str, ...]:
    """The sites that may show an answer in a frame: the map with ``embed=1``, and what lies in its own frames."""
    is_map = path == "/" and parse_qs(query.decode("latin-1")).get("embed") == ["1"]
    return frame_sites(get_settings().embed_sites) if is_map or path.startswith(_COMPONENTS) else ()


@lru_cache(maxsize=8)
def _policy(basemap_url: str, sites: tuple[str, ...]) -> str:
    """What a page may load. Streamlit runs scripts that are made in the page: of its components, charts and the map."""
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self' blob: 'unsafe-inline' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            " ".join(("img-src 'self' data: blob:", *_tile_server(basemap_url))),
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            " ".join(("frame-ancestors 'self'", *sites)),
        )
    )


def _tile_server(basemap_url: str) -> tuple[str, ...]:
    """The server of the base map as a policy names it; ``{s}`` in an address stands for one of several servers."""
    found = re.match(r"(https?://)(\{s\}\.)?([\w.-]+(?::\d+)?)/", basemap_url)
    return (f"{found[1]}{'*.' if found[2] else ''}{found[3]}",) if found else ()
