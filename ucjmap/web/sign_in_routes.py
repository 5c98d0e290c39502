"""The page on which an office gives its password, and what comes of it: a cookie that scripts cannot read."""

import html
import logging
import re
from functools import lru_cache, partial
from typing import Final
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ucjmap.access import LONGEST, SESSION_COOKIE, SESSIONS, TRIES, WAIT_S, is_password
from ucjmap.errors import N_
from ucjmap.render.browser import SIGN_IN_PATH
from ucjmap.settings import get_settings
from ucjmap.words import Lang, say

#: Each comparison takes 64 MB for a moment: one at a time.
_AT_ONCE: Final = 1
#: Bytes of a form: the longest password, each character written as up to twelve.
_LARGEST: Final = 12 * LONGEST + 1000
_PAGE: Final = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} · UCJMap</title><style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 "Source Sans", system-ui, sans-serif; max-width: 24rem; margin: 15vh auto 0; padding: 0 1rem; }}
input, button {{ font: inherit; width: 100%; min-height: 2.75rem; box-sizing: border-box; margin: .25rem 0 1rem; }}
button {{ background: #1d5fa8; color: #fff; border: 0; border-radius: .5rem; }}
[role=alert] {{ border-left: .25rem solid #b3261e; padding-left: .75rem; }}
</style></head><body><main><h1>{title}</h1>{told}
<form method="post"><label>{label}
<input type="password" name="password" autocomplete="current-password" maxlength="{longest}" required autofocus></label>
<button>{title}</button></form></main></body></html>
"""
_log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(_AT_ONCE)


def sign_in_routes() -> list[Route]:
    """The page of the password; where the setting asks for none, it is not there."""
    return [Route(SIGN_IN_PATH, _show, methods=["GET"]), Route(SIGN_IN_PATH, _take, methods=["POST"])]


async def _show(request: Request) -> Response:
    return _page(request) if _is_asked_for() else Response(status_code=404)


async def _take(request: Request) -> Response:
    """Compare the password; a try counts before it is looked at, so that many at once do not slip through."""
    if not _is_asked_for():
        return Response(status_code=404)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return Response(status_code=413)
    address = request.client.host if request.client else ""
    if not TRIES.begin(address):
        _log.warning("sign-in: too many tries from %s", address, extra={"address": address})
        words = N_("Too many wrong passwords. Wait five minutes, and try again.")
        return _page(request, words, 429, {"Retry-After": str(WAIT_S)})
    given = parse_qs(body.decode("latin-1"), keep_blank_values=True).get("password", [""])[0]
    compare = partial(is_password, get_settings().password_hash, given)
    if not await to_thread.run_sync(compare, limiter=_limiter()):
        _log.warning("sign-in: a wrong password from %s", address, extra={"address": address})
        return _page(request, N_("This is not the password."), 401)
    TRIES.forgive(address)
    answer = RedirectResponse(_way_back(request), 303, headers={"Cache-Control": "no-store"})
    is_secure = request.url.scheme == "https" or get_settings().public_url.startswith("https:")
    answer.set_cookie(SESSION_COOKIE, SESSIONS.begin(), httponly=True, samesite="strict", secure=is_secure)
    return answer


def _is_asked_for() -> bool:
    return get_settings().access == "password"


def _way_back(request: Request) -> str:
    """The page from which somebody came, by the last part of its address; nothing else, so that it leads nowhere else."""
    page = request.query_params.get("page", "")
    return f"/{page}?lang={_lang(request)}" if re.fullmatch(r"[a-z-]*", page) else "/"


def _lang(request: Request) -> Lang:
    return "en" if request.query_params.get("lang", get_settings().lang) == "en" else "id"


def _page(request: Request, words: str = "", status: int = 200, headers: dict[str, str] | None = None) -> Response:
    lang = _lang(request)
    told = f'<p role="alert">{html.escape(say(lang, words))}</p>' if words else ""
    title, label = (html.escape(say(lang, text)) for text in (N_("Sign in"), N_("Password of the office")))
    page = _PAGE.format(lang=lang, title=title, label=label, told=told, longest=LONGEST)
    return HTMLResponse(page, status, headers={"Cache-Control": "no-store", **(headers or {})})
