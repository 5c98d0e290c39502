"""Routes that are described: one list says what is asked, what is answered, and makes both the route and its description."""

from ucjmap.web.operations.answers import ASK_AGAIN, json_answer, streamed_answer
from ucjmap.web.operations.openapi import OPENAPI_MEDIA_TYPE, openapi_document
from ucjmap.web.operations.operation import Asked, Operation, named_by_path, own_address, routes_of
from ucjmap.web.operations.query_parameters import Parameter, choice, date, text, whole_number
from ucjmap.web.operations.reference_page import reference_page

__all__ = [
    "ASK_AGAIN",
    "OPENAPI_MEDIA_TYPE",
    "Asked",
    "Operation",
    "Parameter",
    "choice",
    "date",
    "json_answer",
    "named_by_path",
    "openapi_document",
    "own_address",
    "reference_page",
    "routes_of",
    "streamed_answer",
    "text",
    "whole_number",
]
