"""Answers that programs keep by their tag: JSON made at once, and long ones that are sent piece by piece."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from starlette.responses import Response, StreamingResponse

from ucjmap import api
from ucjmap.web.asset_routes import accepts_gzip, gzipped_response, knows_tag
from ucjmap.web.operations.operation import Asked

#: A program may keep the answer, but asks each time whether it still holds: the next import may change every figure.
ASK_AGAIN: Final = "private, no-cache"
#: Characters that are sent at once, at least.
_PIECE: Final = 100_000
#: The quickest: a program on the same network waits for the server, not for the line.
_LEVEL: Final = 1


def json_answer(asked: Asked, make: Callable[[], Any], *, media_type: str = "application/json") -> Response:
    """A document, or 304 where whoever asks has it.

    Parameters
    ----------
    asked
        The answer depends on nothing but its operation, its values, the address of the app and the store.
    make
        Makes the document of values of JSON, where it is needed.
    media_type
        Of the answer.
    """

    def body() -> bytes:
        text = json.dumps(make(), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return gzip.compress(text.encode(), 5, mtime=0)

    return gzipped_response(asked.request, body, _tag(asked), media_type, cache_control=ASK_AGAIN)


def streamed_answer(asked: Asked, parts: Iterable[str], media_type: str, headers: dict[str, str]) -> Response:
    """A long text, sent as it is made, or 304 where whoever asks has what it tells.

    Parameters
    ----------
    parts
        The text; nothing of it is made before it is sent. It may hold the time of its making: the tag is a weak one.
    media_type, headers
        Of the answer.
    """
    tag = f'W/"{_tag(asked)}"'
    headers = {**headers, "ETag": tag, "Cache-Control": ASK_AGAIN, "Vary": "Accept-Encoding"}
    if knows_tag(asked.request, tag):
        return Response(status_code=304, headers=headers)
    if asked.request.method == "HEAD":
        return Response(headers=headers, media_type=media_type)
    pieces: Iterator[bytes] = (piece.encode() for piece in _joined(parts))
    if accepts_gzip(asked.request.headers.get("accept-encoding", "")):
        headers["Content-Encoding"] = "gzip"
        pieces = _zipped(pieces)
    return StreamingResponse(pieces, headers=headers, media_type=media_type)


def _tag(asked: Asked) -> str:
    return api.content_tag(asked.store, asked.operation.name, asked.address, sorted(asked.values.items()))


def _joined(parts: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size > _PIECE:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)


def _zipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(_LEVEL, wbits=31)  # with the head and tail of a gzip file
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()
