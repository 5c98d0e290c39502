"""What the browser asks for when an area is opened is there before, made from the map that was shown."""

import gzip
import json
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.applications import Starlette

from tests.integration.test_tiles import Client
from ucjmap import api
from ucjmap.api.maps import document
from ucjmap.app.shell.build_ahead import _Ahead
from ucjmap.web.operations import routes_of
from ucjmap.web.v1 import MAP_OPERATIONS


@pytest.mark.parametrize(
    ("view", "opened"),
    [
        (api.MapView("61", "adm2", measure="gap", lang="en"), "61.12"),
        (api.MapView("61.04", "adm3", segment="bpu"), "61.04.01"),
    ],
    ids=["kabupaten", "kecamatan"],
)
def test_the_map_of_each_area_below_is_made_from_the_one_shown(
    demo_copy: api.Store, view: api.MapView, opened: str
) -> None:
    path, query = _next_map(demo_copy, view, opened)
    wanted = _ask(demo_copy, path, query)
    fresh = api.open_store(demo_copy.url)
    _Ahead().build_below(fresh, view)
    with mock.patch.object(document, "answer_map", side_effect=AssertionError("made at the click")):
        assert _ask(fresh, path, query) == wanted
    fresh.close()


def test_areas_that_no_click_opens_are_not_made(demo_copy: api.Store) -> None:
    with mock.patch.object(api, "write_drawing", side_effect=AssertionError("nobody opens it")):
        _Ahead().build_below(demo_copy, api.MapView("61.04", "adm4"))


def _next_map(store: api.Store, view: api.MapView, opened: str) -> tuple[str, str]:
    """Path and query that the browser asks for at a click."""
    start = api.draw_answer(api.answer_map(store, view)).next_map
    assert start is not None
    address = urlsplit(start + opened)
    assert dict(parse_qsl(address.query))["area"] == opened
    return address.path, address.query


def _ask(store: api.Store, path: str, query: str) -> Any:
    with mock.patch.object(api, "default_store", return_value=store):
        answer = Client(Starlette(routes=routes_of(MAP_OPERATIONS))).get(path, query)
    assert answer.status == 200
    return json.loads(gzip.decompress(answer.body))
