"""What one visitor may have in work at once: a burst of one of them makes nobody else wait behind it."""

import ipaddress
from collections import Counter
from typing import Final

from anyio import CapacityLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ucjmap.access import ASKER_HEADER
from ucjmap.errors import N_, AccessError
from ucjmap.web.refused_requests import NOT_KEPT, refusal

#: Beginnings of addresses whose answers are computed, and what a page asks for beside them.
_HEAVY: Final = ("/api/", "/ogc", "/geometry/", "/tiles/", "/ucjmap/areas")
#: Requests of one visitor that are answered at once: six is what a browser sends to one host.
_AT_ONCE: Final = 6
#: Requests of one visitor that may wait: more than any page sends, and few enough to be held.
_WAITING: Final = 100
#: Seconds after which whoever was refused may ask again.
_AGAIN_S: Final = 5
#: An office or a household has one network of this size in IPv6, and any number of addresses in it.
_NETWORK_BITS: Final = 64
#: Marks of sessions that the entrance has found open: a mark that only repeats a cookie would be anybody's to claim.
_FOUND: Final = ("office:",)


class FairShare:
    """Middleware that lets a few heavy requests of each visitor through at once; the others wait, or get 429.

    It stands behind the entrance, whose mark tells sessions apart. Whoever has none is told apart by the address, which
    nobody can claim, as a cookie could be.

    Parameters
    ----------
    app
        What answers.
    at_once
        Requests of one visitor in work.
    waiting
        Requests of one visitor that wait for their turn.
    """

    def __init__(self, app: ASGIApp, at_once: int = _AT_ONCE, waiting: int = _WAITING) -> None:
        self.app = app
        self.at_once = at_once
        self.most = at_once + waiting
        self.asked: Counter[str] = Counter()
        self.shares: dict[str, CapacityLimiter] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on when it is the visitor's turn."""
        if scope["type"] != "http" or not scope["path"].startswith(_HEAVY):
            await self.app(scope, receive, send)
            return
        visitor = visitor_of(scope)
        if self.asked[visitor] >= self.most:
            await _refuse(scope, receive, send)
            return
        self.asked[visitor] += 1
        share = self.shares.setdefault(visitor, CapacityLimiter(self.at_once))
        try:
            async with share:
                await self.app(scope, receive, send)
        finally:
            self.asked[visitor] -= 1
            if not self.asked[visitor]:  # nobody is remembered who asks for nothing
                del self.asked[visitor], self.shares[visitor]


def visitor_of(scope: Scope) -> str:
    """Who sends a request, for sharing alone: a session, else an address, in IPv6 its network.

    Parameters
    ----------
    scope
        Of the request, with the mark of the entrance.
    """
    mark = Headers(scope=scope).get(ASKER_HEADER, "")
    if mark.startswith(_FOUND):
        return mark
    address = (scope.get("client") or ("",))[0]
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(number, ipaddress.IPv4Address):
        return address
    if number.ipv4_mapped:
        return str(number.ipv4_mapped)
    return str(ipaddress.IPv6Network((number, _NETWORK_BITS), strict=False))


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    error = AccessError(
        "too_many_requests",
        N_("Too many requests of yours wait already."),
        N_("Ask again in a few seconds, and for less at once."),
    )
    answer = refusal(error, 429, {**NOT_KEPT, "Retry-After": str(_AGAIN_S)})
    await answer(scope, receive, send)
