"""What a request is answered with that is refused: the code and the words of the error, as JSON (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.responses import JSONResponse

from ucjmap.errors import UCJMapError, outcome_of
from ucjmap.settings import get_settings
from ucjmap.words import say_error

#: For refusals that may not hold a moment later.
NOT_KEPT: Final = {"Cache-Control": "no-store"}
PROBLEM: Final = "application/problem+json"


def refusal(error: UCJMapError, status: int | None = None, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """The answer that tells an error in the language of the installation: a problem of RFC 9457.

    Beside the members of that standard it has ``code``, the stable word of the error that the command line prints too,
    and both under the names that they had before (``error``, ``message``).

    Parameters
    ----------
    error
        Its code and words are told.
    status
        Of HTTP, where it is not the one that belongs to such errors.
    headers
        Of the answer, such as ``NOT_KEPT``.
    """
    number = outcome_of(error).http_status if status is None else status
    told = say_error(get_settings().lang, error)
    body = {"type": "about:blank", "title": HTTPStatus(number).phrase, "status": number, "detail": told}
    body |= {"code": error.code, "error": error.code, "message": told}
    return JSONResponse(body, number, headers=headers, media_type=PROBLEM)
