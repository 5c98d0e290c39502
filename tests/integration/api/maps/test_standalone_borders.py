"""Borders of the level between in the page of its own: its geometry travels inside the file."""

import base64
import gzip
import json
import re
from typing import Any

import pytest

from ucjmap import api


def content(store: api.Store, area: str, level: Any) -> dict[str, Any]:
    """What a file holds beside its scripts."""
    page = api.make_map_file(store, api.MapView(area, level), "html").content.decode()
    found = re.search(r'<script type="application/json" id="ucj-content">(.*?)</script>', page, re.DOTALL)
    assert found
    parsed: dict[str, Any] = json.loads(found[1])
    return parsed


def codes(held: dict[str, Any], key: str) -> set[str]:
    body = gzip.decompress(base64.b64decode(held["geometries"][key]))
    return {feature["properties"]["code"] for feature in json.loads(body)["features"]}


@pytest.mark.parametrize(("area", "level", "between"), [("61", "adm4", "adm2"), ("61.01", "adm4", "adm3")])
def test_areas_of_the_level_between_are_in_the_file(
    small_store: api.Store, area: str, level: str, between: str
) -> None:
    held = content(small_store, area, level)
    key = held["views"][area]["spec"]["borders_url"]
    assert key == f"{area}/{between}"
    assert codes(held, key) == set(api.area_tree(small_store).below(area, between).index)  # type: ignore[arg-type]


def test_a_map_of_the_next_level_has_none_and_nothing_is_asked_for_from_outside(small_store: api.Store) -> None:
    for view in content(small_store, "61", "adm2")["views"].values():
        assert view["spec"]["borders_url"] is None
        assert view["spec"]["around_url"] is None
