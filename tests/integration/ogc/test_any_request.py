"""Requests that follow from the description of the interface, right ones and wrong ones: none makes the app fail."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.applications import Starlette

from tests.interface_client import Ask
from tests.long_run import examples
from ucjmap.web.described_routes import OPERATIONS

#: Tiles that are not built are told with 503: test_tiles_core has some.
TRIED = [
    (operation.path, mode)
    for operation in OPERATIONS
    for mode in GenerationMode
    if operation.name != "getTile" and (operation.parameters or mode == GenerationMode.POSITIVE)
]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
#: What chance hardly ever finds, by the name of the parameter.
KNOWN = {
    **dict.fromkeys(("code", "featureId", "area", "near"), ("00", "61", "61.01", "61.01.01", "61.01.01.2001")),
    "key": ("ucj",),
    "indicator": ("ucj", "aparat"),
    "segment": ("all", "pu"),
    "bbox": ("108,-1,110,2", "-180,-90,180,90", "140,-10,-140,10"),
    "datetime": ("2025-01-01", "../2024-12-31T00:00:00Z"),
    "after": ("61.01",),
    "date": ("2025-01-01",),
}


@pytest.mark.parametrize("path", ["/ogc/api", "/api/v1/openapi.json"])
def test_the_description_is_openapi_3_0(ask: Ask, path: str) -> None:
    content = ask(path).content
    validate(content)
    assert content["openapi"] == "3.0.3"
    assert {"/collections/desa/items", "/ogc/collections/{collectionId}/items"} & set(content["paths"])


@pytest.mark.parametrize(("path", "mode"), TRIED)
def test_no_request_makes_it_fail(app: Starlette, path: str, mode: GenerationMode) -> None:
    """Nor gives an answer of another kind than the description says."""
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)

    @settings(max_examples=examples(60), suppress_health_check=list(HealthCheck), database=None, derandomize=True)
    @given(case=schema[path]["GET"].as_strategy(generation_mode=mode), data=st.data())
    def try_it(case: schemathesis.Case, data: Any) -> None:
        for given_values in (case.path_parameters, case.query):
            for name in KNOWN.keys() & given_values.keys():
                if data.draw(st.booleans()):
                    given_values[name] = data.draw(st.sampled_from(KNOWN[name]))
        case.call_and_validate(checks=CHECKS)

    try_it()
