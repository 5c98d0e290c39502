"""All routes that are described, and the descriptions themselves: OpenAPI for programs, a page for people."""

import gzip
import hashlib
import json
from functools import lru_cache, partial
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from ucjmap.errors import N_, UsageError
from ucjmap.settings import get_settings
from ucjmap.web.asset_routes import gzipped_response
from ucjmap.web.ogc import FEATURE_OPERATIONS, FEATURE_SCHEMAS, TILE_OPERATIONS
from ucjmap.web.operations import (
    ASK_AGAIN,
    OPENAPI_MEDIA_TYPE,
    Asked,
    Operation,
    openapi_document,
    reference_page,
    routes_of,
)
from ucjmap.web.refused_requests import NOT_KEPT, refusal
from ucjmap.web.v1 import AREA_OPERATIONS, DATA_OPERATIONS, MAP_OPERATIONS, V1_SCHEMAS


def _document(under: str, asked: Asked) -> Response:
    body = _written(under, asked.address)
    tag = hashlib.sha256(body).hexdigest()[:32]
    return gzipped_response(asked.request, body, tag, OPENAPI_MEDIA_TYPE, cache_control=ASK_AGAIN)


@lru_cache(maxsize=8)
def _written(under: str, address: str) -> bytes:
    """The document, gzipped: GDAL asks for it each time that it opens a layer."""
    document = openapi_document(OPERATIONS, _SCHEMAS, address=address, under=under)
    return gzip.compress(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)


def _page(_asked: Asked) -> Response:
    documents = [("OpenAPI", "/api/v1/openapi.json"), ("OGC API", "/ogc/"), ("DCAT", "/api/v1/datasets")]
    return HTMLResponse(reference_page(OPERATIONS, documents, get_settings().lang))


OPERATIONS: Final = (
    *FEATURE_OPERATIONS,
    *TILE_OPERATIONS,
    *MAP_OPERATIONS,
    *AREA_OPERATIONS,
    *DATA_OPERATIONS,
    Operation("/ogc/api", "getApi", "This description, for GIS programs", "Data", partial(_document, "/ogc"), (), OPENAPI_MEDIA_TYPE),
    Operation("/api/v1/openapi.json", "getOpenApi", "This description, all addresses from the root", "Data", partial(_document, ""), (), OPENAPI_MEDIA_TYPE),
    Operation("/api/v1/", "getReference", "This description, for people", "Data", _page, (), "text/html"),
)  # fmt: skip
_SCHEMAS: Final = {**FEATURE_SCHEMAS, **V1_SCHEMAS}


def described_routes() -> list[Route]:
    """The routes of all operations; what lies beside them under the same paths is not found."""
    return [
        *routes_of(OPERATIONS),
        Route("/ogc", _with_slash, methods=["GET"]),
        Route("/api/v1", _with_slash, methods=["GET"]),
        Route("/ogc/{rest:path}", _nothing, methods=["GET"]),
        Route("/api/{rest:path}", _nothing, methods=["GET"]),
    ]


async def _with_slash(request: Request) -> Response:
    return RedirectResponse(f"{request.url.path}/", 307)


async def _nothing(_request: Request) -> Response:
    """Without this the page of the map would be the answer."""
    error = UsageError(
        "no_such_address", N_("There is nothing at this address."), N_("The addresses are described at /api/v1/.")
    )
    return refusal(error, headers=NOT_KEPT)
