"""All routes of the app, for the entry file."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ucjmap.web.area_routes import area_routes
from ucjmap.web.asset_routes import asset_routes
from ucjmap.web.described_routes import described_routes
from ucjmap.web.geometry_routes import geometry_routes
from ucjmap.web.person_routes import person_routes
from ucjmap.web.sign_in_routes import sign_in_routes
from ucjmap.web.tile_routes import tile_routes


def all_routes() -> list[Route]:
    """Assets, display geometry, tiles, the answer to a map, the interface for programs, the password, and a sign of life.

    Returns
    -------
    list
        Starlette routes; none of them needs a session of Streamlit.
    """
    health = Route("/ucjmap/health", _health, methods=["GET"])
    return [
        *asset_routes(),
        *geometry_routes(),
        *tile_routes(),
        *area_routes(),
        *described_routes(),
        *sign_in_routes(),
        *person_routes(),
        health,
    ]


async def _health(_request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})
