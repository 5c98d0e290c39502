"""All routes of the app, for the entry file."""

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from ucjmap.web.areas import area_routes
from ucjmap.web.assets import asset_routes
from ucjmap.web.geometry import geometry_routes


def all_routes() -> list[Route]:
    """Assets, display geometry, search of areas, and a sign of life for a supervisor."""
    return [*asset_routes(), *geometry_routes(), *area_routes(), Route("/ucjmap/health", _health, methods=["GET"])]


async def _health(_request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})
