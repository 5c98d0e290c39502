"""The routes for whoever runs the service: whether this process is ready for visitors, and figures about how it runs."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final

from anyio import CapacityLimiter, move_on_after, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ucjmap.errors import N_, StoreError, UCJMapError
from ucjmap.operation import Loading, find_hindrance, watch_application, write_metrics
from ucjmap.web.metrics_reader import may_read_metrics
from ucjmap.web.refused_requests import NOT_KEPT, refusal

#: Seconds after which a store that does not answer counts as one that cannot be read.
_PATIENCE_S: Final = 5.0
#: Seconds after which whoever asked may ask again.
_AGAIN_S: Final = 5
#: Looks at the store at once; one that hangs holds up no thread that visitors need.
_AT_ONCE: Final = 2


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(_AT_ONCE)


def service_routes(look_at_loading: Callable[[], Loading | None]) -> list[Route]:
    """Routes that say nothing of what the store holds; to be called once.

    Parameters
    ----------
    look_at_loading
        How far the start of this process is.
    """
    watch_application(look_at_loading)
    return [
        Route("/ucjmap/ready", partial(_tell_ready, look_at_loading), methods=["GET"]),
        Route("/ucjmap/metrics", _send_metrics, methods=["GET"]),
    ]


async def _tell_ready(look_at_loading: Callable[[], Loading | None], _request: Request) -> JSONResponse:
    hindrance: UCJMapError | None = StoreError(
        "store_silent",
        N_("The store does not answer."),
        N_("Check that it can be reached and that nothing keeps it busy."),
    )
    with move_on_after(_PATIENCE_S):
        find = partial(find_hindrance, look_at_loading())
        hindrance = await to_thread.run_sync(find, limiter=_limiter(), abandon_on_cancel=True)
    if hindrance is not None:
        return refusal(hindrance, 503, {**NOT_KEPT, "Retry-After": str(_AGAIN_S)})
    return JSONResponse({"status": "ready"}, headers=NOT_KEPT)


async def _send_metrics(request: Request) -> Response:
    if not may_read_metrics(request):
        return Response(status_code=404)
    write = partial(write_metrics, request.headers.get("accept", ""))
    text, media_type = await to_thread.run_sync(write, limiter=_limiter())
    return Response(text, headers={**NOT_KEPT, "Content-Type": media_type})
