"""The answer to a map, in the parameters of the page's own address (docs/http.md)."""

from collections.abc import Callable
from functools import partial
from typing import Final

from starlette.responses import Response

from ucjmap import api
from ucjmap.errors import N_, UsageError
from ucjmap.render.browser import DRAWING_PATH, MAP_PATH
from ucjmap.settings import get_settings
from ucjmap.web.asset_routes import gzipped_response
from ucjmap.web.operations import ASK_AGAIN, Asked, Operation, text

_Writer = Callable[[api.Store, api.MapView], bytes]
_LONGEST: Final = 4000
_ABOUT: Final = "As in the address of the page: docs/http.md"


def _send(write: _Writer, asked: Asked) -> Response:
    store = asked.store
    view = _read(store, dict(asked.request.query_params))
    tag = api.document_tag(store, view)  # taken first: after an import in between, the next request is answered again
    return gzipped_response(asked.request, lambda: write(store, view), tag, "application/json", cache_control=ASK_AGAIN)


def _read(store: api.Store, params: dict[str, str]) -> api.MapView:
    """The question; parameters that make no sense are refused, as nobody reads a warning here."""
    asked, strange = api.read_address(params, api.area_tree(store), default_lang=get_settings().lang)
    if strange:
        raise UsageError(
            "bad_parameters",
            N_("These parameters are not known here: {parts}."),
            N_("The documentation lists them; the address of the page has the same."),
            parts=", ".join(strange),
        )
    return api.settle_dates(store, asked)[0]


_PARAMETERS: Final = tuple(text(name, _ABOUT, longest=_LONGEST) for name in sorted(api.ADDRESS_NAMES))
MAP_OPERATIONS: Final = (
    Operation(MAP_PATH, "getMap", "Figures and words of a map", "Figures", partial(_send, api.write_document), _PARAMETERS, is_for_pages=True),
    Operation(DRAWING_PATH, "getDrawing", "What a map draws, alone", "Figures", partial(_send, api.write_drawing), _PARAMETERS, is_for_pages=True),
)  # fmt: skip
