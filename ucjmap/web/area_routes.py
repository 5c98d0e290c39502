"""The route that answers while somebody types the name of an area."""

from functools import lru_cache, partial

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ucjmap import api
from ucjmap.codes import COUNTRY
from ucjmap.errors import UCJMapError
from ucjmap.render.browser import SEARCH_PATH
from ucjmap.web.asked_store import asked_store
from ucjmap.web.refused_requests import refusal

_SHOWN = 10
#: Searches at once. They wait for each other, never for the threads that send geometry and answers to maps.
_AT_ONCE = 2


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(_AT_ONCE)


def area_routes() -> list[Route]:
    """The route of the search. Names and codes of areas are public; figures never travel this way."""
    return [Route(SEARCH_PATH, _send_areas, methods=["GET"])]


async def _send_areas(request: Request) -> JSONResponse:
    typed, near = request.query_params.get("q", ""), request.query_params.get("near", COUNTRY)
    try:
        find = partial(api.find_areas, asked_store(request), typed, limit=_SHOWN, near=near)
        areas = await to_thread.run_sync(find, limiter=_limiter())
    except UCJMapError as error:
        return refusal(error)
    # Boundaries rarely change: deleting a letter needs no second answer.
    return JSONResponse({"areas": areas}, headers={"Cache-Control": "private, max-age=300"})
