"""The page on which an office gives its password, and what comes of it: a cookie that scripts cannot read."""

import html
import logging
from functools import lru_cache, partial
from typing import Final
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ucjmap.access import LONGEST, SESSION_COOKIE, SESSIONS, TRIES, WAIT_S, is_password
from ucjmap.errors import N_
from ucjmap.render.browser import SIGN_IN_PATH
from ucjmap.settings import get_settings
from ucjmap.web.person_routes import send_to_provider
from ucjmap.web.sign_in_page import framed, lang_of, way_back
from ucjmap.words import say

#: Each comparison takes 64 MB for a moment: one at a time.
_AT_ONCE: Final = 1
#: Bytes of a form: the longest password, each character written as up to twelve.
_LARGEST: Final = 12 * LONGEST + 1000
_FORM: Final = """<form method="post"><label>{label}
<input type="password" name="password" autocomplete="current-password" maxlength="{longest}" required autofocus></label>
<button>{{title}}</button></form>"""
_log = logging.getLogger(__name__)


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(_AT_ONCE)


def sign_in_routes() -> list[Route]:
    """Where somebody signs in: the page of the password, or the way to the provider; by default it is not there."""
    return [Route(SIGN_IN_PATH, _show, methods=["GET"]), Route(SIGN_IN_PATH, _take, methods=["POST"])]


async def _show(request: Request) -> Response:
    if get_settings().access == "oidc":
        return await send_to_provider(request)
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
    answer = RedirectResponse(
        way_back(request.query_params.get("page", ""), lang_of(request)), 303, headers={"Cache-Control": "no-store"}
    )
    is_secure = request.url.scheme == "https" or get_settings().public_url.startswith("https:")
    answer.set_cookie(SESSION_COOKIE, SESSIONS.begin(), httponly=True, samesite="strict", secure=is_secure)
    return answer


def _is_asked_for() -> bool:
    return get_settings().access == "password"


def _page(request: Request, words: str = "", status: int = 200, headers: dict[str, str] | None = None) -> Response:
    lang = lang_of(request)
    form = _FORM.format(label=html.escape(say(lang, N_("Password of the office"))), longest=LONGEST)
    return framed(lang, say(lang, words) if words else "", form, status, headers)
