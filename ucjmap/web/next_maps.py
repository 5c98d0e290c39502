"""The route that gives the browser the next map while the visitor points at it."""

import gzip
import hashlib
import json

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ucjmap import api
from ucjmap.errors import UCJMapError, outcome_of
from ucjmap.render.assets import next_map_url
from ucjmap.settings import get_settings
from ucjmap.web.assets import gzipped_response
from ucjmap.words import say_error


def next_map_routes() -> list[Route]:
    """The route of the next map. Figures travel here: only who was shown a page knows its token."""
    return [Route(next_map_url("{token}") + "{code}", _send_next_map, methods=["GET"])]


async def _send_next_map(request: Request) -> Response:
    token, code = request.path_params["token"], request.path_params["code"]
    try:
        body = await run_in_threadpool(lambda: _written(api.next_map(token, code)))
    except UCJMapError as error:
        message = say_error(get_settings().lang, error)
        answer = {"error": error.code, "message": message}
        return JSONResponse(answer, outcome_of(error).http_status, headers={"Cache-Control": "no-store"})
    tag = hashlib.sha256(body).hexdigest()[:32]
    # The next import may change every figure, and nobody else is to find them in a cache.
    return gzipped_response(request, gzip.compress(body, 5, mtime=0), tag, "application/json", cache_control="no-store")


def _written(told: dict[str, object]) -> bytes:
    # Sorted as folium sorts what the page tells: the browser sees by the text whether both say the same.
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
