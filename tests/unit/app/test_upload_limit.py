"""Room for the files of visitors: what is held and what is coming count, for one visitor and for all."""

import asyncio
from collections.abc import Coroutine, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest import mock

import pytest

from ucjmap.app.shell import upload_limit
from ucjmap.app.shell.upload_limit import UploadLimit
from ucjmap.settings import get_settings

MB = 2**20
LARGEST = get_settings().max_upload_mb


def run_apart(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine in a thread of its own: a browser test of the same process may have its loop running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def ask(
    limit: UploadLimit,
    held: dict[str, dict[str, int]],
    *,
    path: str = "/_stcore/upload_file/a/new",
    size_mb: int | None = 1,
    method: str = "PUT",
) -> int:
    """Status of the answer to an upload."""
    told: list[MutableMapping[str, Any]] = []

    async def send(message: MutableMapping[str, Any]) -> None:
        told.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    headers = [] if size_mb is None else [(b"content-length", str(size_mb * MB).encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    with mock.patch.object(upload_limit, "held_bytes", return_value=held):
        run_apart(limit(scope, receive, send))
    return int(told[0]["status"])


@pytest.fixture
def limit() -> UploadLimit:
    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})

    return UploadLimit(app)


@pytest.mark.parametrize(
    ("held", "size_mb", "status"),
    [
        ({}, 1, 204),
        ({}, LARGEST, 204),
        ({}, None, 204),
        ({"a": {"old": LARGEST * MB}}, LARGEST, 204),
        ({"a": {"old": LARGEST * MB, "older": MB}}, LARGEST, 413),
        ({"a": {str(number): 1 for number in range(19)}}, 1, 204),
        ({"a": {str(number): 1 for number in range(20)}}, 1, 413),
        ({"a": {"new": 2 * LARGEST * MB}}, LARGEST, 204),
        ({str(number): {"x": LARGEST * MB} for number in range(5)}, 1, 413),
        ({str(number): {"x": LARGEST * MB} for number in range(4)}, 1, 204),
    ],
)
def test_room_is_what_is_left(limit: UploadLimit, held: dict[str, dict[str, int]], size_mb: int, status: int) -> None:
    assert ask(limit, held, size_mb=size_mb) == status
    assert not limit.coming


def test_what_is_no_upload_passes(limit: UploadLimit) -> None:
    full = {"a": {str(number): MB for number in range(99)}}
    assert ask(limit, full, path="/_stcore/health") == 204
    assert ask(limit, full, method="DELETE") == 204
    assert ask(limit, full) == 413
    assert ask(limit, full, path="/peta/_stcore/upload_file/a/new") == 413


def test_uploads_at_the_same_time_count_together() -> None:
    seen: list[int] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        if not seen:
            seen.append(0)
            inner = {"type": "http", "method": "PUT", "path": "/_stcore/upload_file/a/2", "headers": []}

            async def note(message: MutableMapping[str, Any]) -> None:
                seen.append(message.get("status", 0))

            limit.coming["a"] += LARGEST * MB
            await limit(inner, _receive, note)
            limit.coming["a"] -= LARGEST * MB
        await send({"type": "http.response.start", "status": 204, "headers": []})

    limit = UploadLimit(app)
    assert ask(limit, {}, size_mb=LARGEST) == 204
    assert 413 in seen
