"""Signing in with the provider: the way there, the way back, and the cookie that scripts cannot read."""

import logging
import secrets
from typing import Final

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ucjmap import api
from ucjmap.access import SESSION_COOKIE
from ucjmap.errors import N_, AccessError, UCJMapError
from ucjmap.render.browser import SIGN_IN_PATH
from ucjmap.settings import get_settings
from ucjmap.web.asked_store import own_store
from ucjmap.web.provider import address_of_sign_in, vouched_for
from ucjmap.web.sign_in_page import lang_of, sign_in_page, way_back

_BACK_PATH: Final = f"{SIGN_IN_PATH}/back"
#: What a browser keeps while it is at the provider, and for how many seconds it may be away.
_PENDING_COOKIE: Final = "ucjmap_signing_in"
_AWAY_S: Final = 600
_log = logging.getLogger(__name__)


def person_routes() -> list[Route]:
    """The way back from the provider; where people do not sign in, it is not there."""
    return [Route(_BACK_PATH, _come_back, methods=["GET"])]


async def send_to_provider(request: Request) -> Response:
    """Send a browser to the provider, with what its way back has to fit.

    Parameters
    ----------
    request
        ``page`` and ``lang`` of its address are where it comes from.
    """
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    try:
        address = await run_in_threadpool(address_of_sign_in, _redirect_uri(), state, nonce, verifier)
    except UCJMapError as error:
        _log.warning("sign-in: %s", error)
        return sign_in_page(lang_of(request), error, 502)
    answer = RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
    pending = _signer().dumps([state, nonce, verifier, request.query_params.get("page", ""), lang_of(request)])
    # Lax: the way back is a link on a page of the provider, and a stricter cookie would stay behind.
    _set_cookie(answer, _PENDING_COOKIE, pending, path=SIGN_IN_PATH, max_age=_AWAY_S)
    return answer


async def _come_back(request: Request) -> Response:
    if get_settings().access != "oidc":
        return Response(status_code=404)
    try:
        pending = _signer().loads(request.cookies.get(_PENDING_COOKIE, ""), max_age=_AWAY_S)
        state, nonce, verifier, page, lang = (str(part) for part in pending)
    except (BadSignature, ValueError):
        return sign_in_page(lang_of(request), _lost(), 400)
    if not secrets.compare_digest(state.encode(), request.query_params.get("state", "").encode()):
        return sign_in_page(lang_of(request), _lost(), 400)
    try:
        token = await run_in_threadpool(_begin, request.query_params.get("code", ""), nonce, verifier)
    except UCJMapError as error:
        _log.warning("sign-in: refused (%s)", error.code)
        return sign_in_page("en" if lang == "en" else "id", error, 403)
    answer = RedirectResponse(way_back(page, lang), 303, headers={"Cache-Control": "no-store"})
    _set_cookie(answer, SESSION_COOKIE, token, path="/", max_age=None)
    answer.delete_cookie(_PENDING_COOKIE, path=SIGN_IN_PATH)
    return answer


def _begin(code: str, nonce: str, verifier: str) -> str:
    person = vouched_for(_redirect_uri(), code, nonce, verifier)
    return api.sign_in(
        own_store(),
        subject=person.subject,
        email=person.email,
        is_verified=person.is_verified,
        name=person.name,
        lasts_s=person.lasts_s,
    )


def _redirect_uri() -> str:
    return f"{get_settings().public_url.rstrip('/')}{_BACK_PATH}"


def _set_cookie(answer: Response, name: str, value: str, *, path: str, max_age: int | None) -> None:
    is_secure = get_settings().public_url.startswith("https:")
    answer.set_cookie(name, value, max_age=max_age, path=path, httponly=True, samesite="lax", secure=is_secure)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(get_settings().oidc_client_secret, salt="ucjmap sign-in")


def _lost() -> AccessError:
    return AccessError(
        "sign_in_lost",
        N_("This sign-in was begun elsewhere, or too long ago."),
        N_("Begin again from the page, in this browser."),
    )
