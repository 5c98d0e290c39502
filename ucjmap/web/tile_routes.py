"""Routes of the vector tiles of all desa and of the names in them: public boundaries, which browsers cache."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ucjmap import api
from ucjmap.errors import UCJMapError
from ucjmap.render.browser import tile_names_url, tiles_url
from ucjmap.web.asked_store import asked_store
from ucjmap.web.asset_routes import gzipped_response
from ucjmap.web.refused_requests import NOT_KEPT, refusal

_MVT = "application/vnd.mapbox-vector-tile"


def tile_routes() -> list[Route]:
    """Routes of tiles and names. Figures never travel this way."""
    template = tiles_url("{version}").format(version="{version}", z="{z:int}", x="{x:int}", y="{y:int}")
    return [
        Route(template, _send_tile, methods=["GET"]),
        Route(tile_names_url("{version}"), _send_names, methods=["GET"]),
    ]


async def _send_tile(request: Request) -> Response:
    version, z, x, y = (request.path_params[key] for key in ("version", "z", "x", "y"))
    try:
        tile = await run_in_threadpool(lambda: api.read_tile(asked_store(request), version, z, x, y))
    except UCJMapError as error:
        return refusal(error, headers=NOT_KEPT)
    if tile is None:
        return Response(status_code=204, headers={"Cache-Control": "public, max-age=31536000, immutable"})
    return gzipped_response(request, tile, f"{version}-{z}-{x}-{y}", _MVT)


async def _send_names(request: Request) -> Response:
    version = request.path_params["version"]
    try:
        names = await run_in_threadpool(lambda: api.tile_names(asked_store(request), version))
    except UCJMapError as error:
        return refusal(error, headers=NOT_KEPT)
    return gzipped_response(request, names, f"{version}-names", "application/json")
