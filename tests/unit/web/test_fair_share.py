"""One visitor's burst waits behind itself: another one is answered while all of it is held."""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from anyio import CapacityLimiter, to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from ucjmap.access import ASKER_HEADER
from ucjmap.web.fair_share import FairShare, visitor_of

#: Threads that all visitors share, as those of the server.
_THREADS = 8


def scope_of(address: str, path: str = "/api/v1/map", mark: str = "reader") -> Scope:
    headers = [(ASKER_HEADER.encode(), mark.encode())]
    return {"type": "http", "method": "GET", "path": path, "headers": headers, "client": (address, 1)}


@dataclass
class Held:
    """An app whose answers to the visitor ``192.0.2.1`` take a thread until ``go``."""

    threads: CapacityLimiter
    go: asyncio.Event = field(default_factory=asyncio.Event)
    begun: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self.threads:
            self.begun.append(scope["client"][0])
            if scope["client"][0] == "192.0.2.1":
                await self.go.wait()
            await to_thread.run_sync(lambda: None)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@dataclass
class Asked:
    """One request, and what came back."""

    sent: list[MutableMapping[str, Any]] = field(default_factory=list)

    async def ask(self, app: ASGIApp, scope: Scope) -> "Asked":
        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": b""}

        async def send(message: MutableMapping[str, Any]) -> None:
            self.sent.append(message)

        await app(scope, receive, send)
        return self

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])


async def burst(app: ASGIApp, held: Held, number: int, *, begins: int) -> list[asyncio.Task[Asked]]:
    """Ask ``number`` things as one visitor, and return once ``begins`` of them have begun."""
    asked = [asyncio.create_task(Asked().ask(app, scope_of("192.0.2.1"))) for _ in range(number)]
    while len(held.begun) < begins:
        await asyncio.sleep(0)
    return asked


def run(test: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        await asyncio.wait_for(test(), 60)

    # In a thread of its own: a browser of other tests leaves its loop running in that of the worker.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(bounded())).result()


def test_another_visitor_is_answered_while_a_hundred_requests_of_one_are_held() -> None:
    async def test() -> None:
        held = Held(CapacityLimiter(_THREADS))
        app = FairShare(held, at_once=2)
        asked = await burst(app, held, 100, begins=2)
        assert (await Asked().ask(app, scope_of("192.0.2.2"))).status == 200
        assert held.begun == ["192.0.2.1", "192.0.2.1", "192.0.2.2"]
        assert not any(task.done() for task in asked)
        held.go.set()
        assert {(await task).status for task in asked} == {200}
        assert (app.asked, app.shares) == ({}, {})

    run(test)


def test_without_shares_the_same_burst_holds_everybody_up() -> None:
    async def test() -> None:
        held = Held(CapacityLimiter(_THREADS))
        asked = await burst(held, held, 100, begins=_THREADS)
        other = asyncio.create_task(Asked().ask(held, scope_of("192.0.2.2")))
        held.go.set()
        await other
        assert held.begun.index("192.0.2.2") == 100
        await asyncio.gather(*asked)

    run(test)


def test_more_than_may_wait_is_refused_with_when_to_ask_again() -> None:
    async def test() -> None:
        held = Held(CapacityLimiter(_THREADS))
        app = FairShare(held, at_once=2, waiting=3)
        asked = await burst(app, held, 5, begins=2)
        refused = await Asked().ask(app, scope_of("192.0.2.1"))
        assert refused.status == 429
        headers = dict(refused.sent[0]["headers"])
        assert (headers[b"retry-after"], headers[b"cache-control"]) == (b"5", b"no-store")
        assert json.loads(refused.sent[1]["body"])["error"] == "too_many_requests"
        assert (await Asked().ask(app, scope_of("192.0.2.2"))).status == 200
        held.go.set()
        await asyncio.gather(*asked)
        assert (await Asked().ask(app, scope_of("192.0.2.1"))).status == 200

    run(test)


def test_who_leaves_while_waiting_leaves_the_place() -> None:
    async def test() -> None:
        held = Held(CapacityLimiter(_THREADS))
        app = FairShare(held, at_once=1, waiting=1)
        first, second = await burst(app, held, 2, begins=1)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        third = asyncio.create_task(Asked().ask(app, scope_of("192.0.2.1")))
        held.go.set()
        assert [(await first).status, (await third).status] == [200, 200]

    run(test)


def test_what_is_light_never_waits() -> None:
    async def test() -> None:
        held = Held(CapacityLimiter(_THREADS))
        app = FairShare(held, at_once=1, waiting=0)
        asked = await burst(app, held, 1, begins=1)
        held.begun.clear()
        light = asyncio.create_task(Asked().ask(app, scope_of("192.0.2.1", "/ucjmap/ready")))
        while not held.begun:
            await asyncio.sleep(0)
        held.go.set()
        assert (await light).status == 200
        await asyncio.gather(*asked)

    run(test)


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        (scope_of("192.0.2.1"), scope_of("192.0.2.1"), True),
        (scope_of("192.0.2.1"), scope_of("192.0.2.2"), False),
        (scope_of("192.0.2.1"), scope_of("::ffff:192.0.2.1"), True),
        (scope_of("::ffff:192.0.2.1"), scope_of("::ffff:192.0.2.2"), False),
        (scope_of("2001:db8:1:2::1"), scope_of("2001:db8:1:2:3:4:5:6"), True),
        (scope_of("2001:db8:1:2::1"), scope_of("2001:db8:1:3::1"), False),
        (scope_of("192.0.2.1", mark="office:a"), scope_of("192.0.2.1", mark="office:b"), False),
        (scope_of("192.0.2.1", mark="unchecked:a"), scope_of("192.0.2.1", mark="unchecked:b"), True),
        (scope_of("192.0.2.1", mark="office:a"), scope_of("192.0.2.9", mark="office:a"), True),
    ],
)
def test_visitors_are_told_apart_by_what_nobody_can_claim(one: Scope, other: Scope, are_same: bool) -> None:
    assert (visitor_of(one) == visitor_of(other)) is are_same
