"""The route that answers what a map shows, in the parameters of the page's own address."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ucjmap import api
from ucjmap.errors import N_, UCJMapError, UsageError, outcome_of
from ucjmap.render.browser import MAP_PATH
from ucjmap.settings import get_settings
from ucjmap.web.asset_routes import gzipped_response
from ucjmap.words import say_error

#: A browser may keep the answer, but asks each time whether it still holds: the next import may change every figure.
_ASK_AGAIN = "private, no-cache"


def map_routes() -> list[Route]:
    """The route of the answer to a map."""
    return [Route(MAP_PATH, _send_map, methods=["GET"])]


async def _send_map(request: Request) -> Response:
    try:
        return await run_in_threadpool(_answer, request)
    except UCJMapError as error:
        answer = {"error": error.code, "message": say_error(get_settings().lang, error)}
        # Not 404 as elsewhere: the address exists, only its parameters make no sense.
        status = 400 if isinstance(error, UsageError) else outcome_of(error).http_status
        return JSONResponse(answer, status, headers={"Cache-Control": "no-store"})


def _answer(request: Request) -> Response:
    store = api.default_store()
    view = _read(store, dict(request.query_params))
    tag = api.document_tag(store, view)  # taken first: after an import in between, the next request is answered again
    return gzipped_response(
        request, lambda: api.write_document(store, view), tag, "application/json", cache_control=_ASK_AGAIN
    )


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
