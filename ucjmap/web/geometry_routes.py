"""The route that serves display geometry: built once, gzipped, kept by the browser for as long as it is current."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ucjmap import api
from ucjmap.codes import ALL_LEVELS
from ucjmap.errors import N_, UCJMapError, UsageError
from ucjmap.render.browser import geometry_url
from ucjmap.web.asked_store import asked_store
from ucjmap.web.asset_routes import gzipped_response
from ucjmap.web.refused_requests import refusal


def geometry_routes() -> list[Route]:
    """The route of display geometry. Boundaries are public; figures never travel this way."""
    return [Route(geometry_url("{version}", "{code}", "{level}"), _send_geometry, methods=["GET"])]


async def _send_geometry(request: Request) -> Response:
    code, level = request.path_params["code"], request.path_params["level"]
    try:
        display = await run_in_threadpool(_find_display, request, code, level)
    except UCJMapError as error:
        return refusal(error)
    tag = f"{display.version}-{code}-{level}"
    # A page that was opened before an import asks for an older version: it gets the current one, but must not keep it.
    is_current = request.path_params["version"] == display.version
    kept = {} if is_current else {"cache_control": "no-cache"}
    return gzipped_response(request, display.body, tag, "application/geo+json", **kept)


def _find_display(request: Request, code: str, level: str) -> api.Display:
    store = asked_store(request)
    if level == api.AROUND:
        return api.surroundings(store, code)
    for known in ALL_LEVELS[1:]:
        if known == level:
            return api.display_geometry(store, code, known)
    raise UsageError(
        "unknown_level",
        N_("There is no level {level}."),
        N_("Choose one of: {known}."),
        level=level,
        known=", ".join(ALL_LEVELS[1:]),
    )
