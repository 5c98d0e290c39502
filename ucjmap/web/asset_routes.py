"""Files for the browser: Leaflet and the map's script; and answers with a body gzipped in advance."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ucjmap.render.browser import (
    ASSET_FILES,
    ASSETS_PATH,
    asset_bytes,
    assets_version,
)

_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"

# Not the mimetypes module: on Windows it asks the registry, where scripts may be text/plain, and browsers refuse them.
_MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}


def asset_routes() -> list[Route]:
    """Routes of the files that `ucjmap.render.browser.assets` names; anything else is not found."""
    return [Route(f"{ASSETS_PATH}/{{version}}/{{name:path}}", _send_asset, methods=["GET"])]


def gzipped_response(
    request: Request,
    body_gz: bytes | Callable[[], bytes],
    etag: str,
    media_type: str,
    *,
    cache_control: str = _FOREVER,
) -> Response:
    """Answer with a body gzipped in advance, or with 304 if the browser has it already.

    Parameters
    ----------
    request
        Its ``Accept-Encoding`` and ``If-None-Match`` decide.
    body_gz
        The gzipped body, or what makes it when it is needed; unpacked for the rare client that does not take gzip.
    etag
        Checksum of the content, without quotation marks.
    media_type
        Such as ``"application/geo+json"``.
    cache_control
        By default for ever: right for an address that holds a checksum of the content.
    """
    zipped = accepts_gzip(request.headers.get("accept-encoding", ""))
    # A strong tag names exact bytes, so each encoding has its own.
    tag = f'"{etag}"' if zipped else f'"{etag}-plain"'
    headers = {"ETag": tag, "Cache-Control": cache_control, "Vary": "Accept-Encoding"}
    if knows_tag(request, tag):
        return Response(status_code=304, headers=headers)
    if callable(body_gz):
        body_gz = body_gz()
    headers["X-Content-Type-Options"] = "nosniff"
    if zipped:
        headers["Content-Encoding"] = "gzip"
    return Response(body_gz if zipped else gzip.decompress(body_gz), headers=headers, media_type=media_type)


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an ``Accept-Encoding`` header takes gzip (RFC 9110, 12.5.3); no header is taken as no."""
    weights: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        coding, _, weight = part.partition(";")
        weights[coding.strip()] = _weight(weight)
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def _weight(parameter: str) -> float:
    name, _, number = parameter.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(number)
    except ValueError:
        return 0.0


def knows_tag(request: Request, tag: str) -> bool:
    """Whether whoever asks has the content of a tag already (RFC 9110, 13.1.2: weak comparison)."""
    asked = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    return tag.removeprefix("W/") in asked or "*" in asked


@dataclass(frozen=True)
class _Asset:
    body_gz: bytes
    etag: str
    media_type: str


@lru_cache(maxsize=len(ASSET_FILES))
def _load_asset(name: str) -> _Asset:
    body = asset_bytes(name)
    media_type = _MEDIA_TYPES[PurePosixPath(name).suffix]
    # mtime=0: the same file gives the same bytes, as its strong ETag promises.
    return _Asset(gzip.compress(body, mtime=0), hashlib.sha256(body).hexdigest()[:32], media_type)


async def _send_asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in ASSET_FILES:
        return PlainTextResponse("Not found", status_code=404)
    asset = await run_in_threadpool(_load_asset, name)
    # A page from before an upgrade asks for the old version: it gets the new file, but must not keep it.
    current = request.path_params["version"] == assets_version()
    return gzipped_response(
        request, asset.body_gz, asset.etag, asset.media_type, cache_control=_FOREVER if current else _ASK_AGAIN
    )
