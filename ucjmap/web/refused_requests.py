"""What a request is answered with that is refused: the code and the words of the error, as JSON."""

from collections.abc import Mapping
from typing import Final

from starlette.responses import JSONResponse

from ucjmap.errors import UCJMapError, outcome_of
from ucjmap.settings import get_settings
from ucjmap.words import say_error

#: For refusals that may not hold a moment later.
NOT_KEPT: Final = {"Cache-Control": "no-store"}


def refusal(error: UCJMapError, status: int | None = None, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The answer that tells an error in the language of the installation.

    Parameters
    ----------
    error
        Its code and words are told.
    status
        Of HTTP, where it is not the one that belongs to such errors.
    headers
        Of the answer, such as ``NOT_KEPT``.
    """
    body = {"error": error.code, "message": say_error(get_settings().lang, error)}
    return JSONResponse(body, outcome_of(error).http_status if status is None else status, headers=headers)
