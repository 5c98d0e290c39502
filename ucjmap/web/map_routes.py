"""The route that answers what a map shows, in the parameters of the page's own address."""

from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ucjmap import api
from ucjmap.errors import N_, UCJMapError, UsageError
from ucjmap.render.browser import DRAWING_PATH, MAP_PATH
from ucjmap.settings import get_settings
from ucjmap.web.asked_store import asked_store
from ucjmap.web.asset_routes import gzipped_response
from ucjmap.web.refused_requests import NOT_KEPT, refusal

#: A browser may keep the answer, but asks each time whether it still holds: the next import may change every figure.
_ASK_AGAIN = "private, no-cache"
_Writer = Callable[[api.Store, api.MapView], bytes]


def map_routes() -> list[Route]:
    """The routes of the answer to a map, and of its drawing alone."""
    return [
        Route(path, partial(_send, write), methods=["GET"])
        for path, write in ((MAP_PATH, api.write_document), (DRAWING_PATH, api.write_drawing))
    ]


async def _send(write: _Writer, request: Request) -> Response:
    try:
        return await run_in_threadpool(_answer, write, request)
    except UCJMapError as error:
        # Not 404 as elsewhere: the address exists, only its parameters make no sense.
        return refusal(error, 400 if isinstance(error, UsageError) else None, NOT_KEPT)


def _answer(write: _Writer, request: Request) -> Response:
    store = asked_store(request)
    view = _read(store, dict(request.query_params))
    tag = api.document_tag(store, view)  # taken first: after an import in between, the next request is answered again
    return gzipped_response(request, lambda: write(store, view), tag, "application/json", cache_control=_ASK_AGAIN)


def _read(store: api.Store, params: dict[str, str]) -> api.MapView:
    """The question; parameters that make no sense are refused, as nobody reads a warning here."""
    asked, strange = api.read_address(params, api.area_tree(store), default_lang=get_settings().lang)
    strange += [name for name in params if name not in api.ADDRESS_NAMES]
    if strange:
        raise UsageError(
            "bad_parameters",
            N_("These parameters are not known here: {parts}."),
            N_("The documentation lists them; the address of the page has the same."),
            parts=", ".join(strange),
        )
    return api.settle_dates(store, asked)[0]
