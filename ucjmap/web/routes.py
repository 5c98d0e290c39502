"""All routes of the app, for the entry file."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ucjmap.web.areas import area_routes
from ucjmap.web.assets import asset_routes
from ucjmap.web.geometry import geometry_routes
from ucjmap.web.maps import map_routes
from ucjmap.web.tiles import tile_routes


def all_routes() -> list[Route]:
    """Assets, display geometry, tiles, the answer to a map, search of areas, and a sign of life for a supervisor."""
    health = Route("/ucjmap/health", _health, methods=["GET"])
    return [*asset_routes(), *geometry_routes(), *tile_routes(), *area_routes(), *map_routes(), health]


async def _health(_request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})
