"""The description of the interface as OpenAPI 3.0, made from the operations themselves.

References
----------
OpenAPI Specification 3.0.3; OGC API - Features, class OpenAPI 3.0, asks for that version.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, Final

import ucjmap
from ucjmap.web.operations.operation import Operation
from ucjmap.web.operations.query_parameters import Parameter
from ucjmap.web.refused_requests import PROBLEM

OPENAPI_MEDIA_TYPE: Final = "application/vnd.oai.openapi+json;version=3.0"
_PROBLEM_SCHEMA: Final = {
    "type": "object",
    "description": "RFC 9457. error and message repeat code and detail, as they were called before.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {
            "type": "string",
            "description": "What is wrong and what to do, in the language of the installation",
        },
        "code": {"type": "string", "description": "Stable word, the same that the command line prints"},
        "error": {"type": "string"},
        "message": {"type": "string"},
    },
}
_TAGS: Final = (
    ("Features", "OGC API - Features: areas with outline and current figures, for GIS programs"),
    ("Tiles", "OGC API - Tiles: outlines of all desa as vector tiles"),
    ("Figures", "Figures and areas as JSON"),
    ("Data", "What is in the store: imports, indicators, descriptions of data sets"),
)


def openapi_document(
    operations: Sequence[Operation], components: Mapping[str, Any], *, address: str, under: str = ""
) -> dict[str, Any]:
    """The description of some operations.

    Parameters
    ----------
    operations
        All that are described.
    components
        Schemas by name, which operations refer to.
    address
        Of the app, without a slash at its end.
    under
        The path below which the paths of the document begin, such as ``/ogc``; operations elsewhere have their server
        beside them. Parts of a path that are one of a few words are spelled out then: GDAL looks for
        ``/collections/desa/items`` to find how many areas a page may have.

    Returns
    -------
    dict
        Values of JSON.
    """
    paths: dict[str, Any] = {}
    for operation in chain.from_iterable(map(_spelled_out if under else _as_it_is, operations)):
        is_under = operation.path.startswith(f"{under}/")
        path = operation.path.removeprefix(under) if is_under else operation.path
        paths[path] = {"get": _describe(operation)}
        if not is_under:
            paths[path]["servers"] = [{"url": address}]
    shared = {each.name: _parameter(each) for operation in operations for each in operation.parameters if each.shared}
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "UCJMap",
            "version": ucjmap.__version__,
            "description": "Coverage of social security for workers in Indonesia, from province to desa. No data is null, never 0.",
        },
        "servers": [{"url": f"{address}{under}"}],
        "tags": [{"name": name, "description": about} for name, about in _TAGS],
        "paths": paths,
        "components": {
            "parameters": shared,
            "schemas": {**components, "problem": _PROBLEM_SCHEMA},
            "responses": {"problem": _response("What is wrong", PROBLEM, _reference("problem"))},
        },
    }


def _as_it_is(operation: Operation) -> list[Operation]:
    return [operation]


def _spelled_out(operation: Operation) -> list[Operation]:
    """An operation for each word that a part of its path may be."""
    for parameter in operation.parameters:
        if parameter.place == "path" and "enum" in parameter.schema:
            rest = tuple(other for other in operation.parameters if other is not parameter)
            return [
                replace(
                    operation,
                    path=operation.path.replace(f"{{{parameter.name}}}", word),
                    name=f"{operation.name}.{word}",
                    parameters=rest,
                )
                for word in parameter.schema["enum"]
            ]
    return [operation]


def _describe(operation: Operation) -> dict[str, Any]:
    own = _reference(operation.schema) if isinstance(operation.schema, str) else operation.schema
    is_plain = operation.media_type.startswith(("application/json", "application/geo+json", "application/ld+json"))
    shape = own if is_plain or "json" in operation.media_type else {"type": "string", "format": "binary"}
    refused = ["400", "404"] if "{" in operation.path else ["400"]
    responses: dict[str, Any] = {"200": _response(operation.about, operation.media_type, shape)}
    if operation.is_empty_sometimes:
        responses["204"] = {"description": "There is nothing in it"}
    responses |= {"304": {"description": "What whoever asks has still holds (If-None-Match)"}}
    responses |= {status: {"$ref": "#/components/responses/problem"} for status in (*refused, "503", "default")}
    return {
        "operationId": operation.name,
        "summary": operation.about,
        "tags": [operation.tag],
        "parameters": [
            {"$ref": f"#/components/parameters/{each.name}"} if each.shared else _parameter(each)
            for each in operation.parameters
        ],
        "responses": responses,
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    own = {"name": parameter.name, "in": parameter.place, "description": parameter.about}
    return {**own, "required": parameter.place == "path", "schema": dict(parameter.schema), **parameter.style}


def _response(about: str, media_type: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": about, "content": {media_type: {"schema": dict(schema)}}}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
