"""What lies around an area: others of its level, drawn without figures."""

import gzip
import json
import sys

import pytest
import shapely

from ucjmap import api
from ucjmap.codes import COUNTRY
from ucjmap.errors import UsageError
from ucjmap.store import Provenance, add_import


def read(display: api.Display) -> dict[str, shapely.Geometry]:
    features = json.loads(gzip.decompress(display.body))["features"]
    return {each["properties"]["code"]: shapely.from_geojson(json.dumps(each["geometry"])) for each in features}


def test_those_around_are_of_its_level_and_not_itself(small_store: api.Store) -> None:
    around = read(api.surroundings(small_store, "61.01"))
    tree = api.area_tree(small_store)
    assert around
    assert "61.01" not in around
    assert {tree.level(code) for code in around} == {"adm2"}


def test_they_meet_the_border_of_the_area_as_its_own_map_has_it(demo_store: api.Store) -> None:
    """Seen at the same size, ground between an area and its neighbours is narrower than two pixels."""
    code = "61.12"
    own = shapely.union_all(list(read(api.display_geometry(demo_store, code, "adm3")).values()))
    around = read(api.surroundings(demo_store, code))
    touching = set(api.neighbours(demo_store, code)["code"])
    assert touching
    assert touching <= set(around)
    west, south, east, north = own.bounds
    pixel = max(east - west, north - south) / 1000
    for other in touching:
        assert own.distance(around[other]) < 2 * pixel


def test_neighbours_of_another_province_belong_to_it(demo_store: api.Store) -> None:
    codes = set(read(api.surroundings(demo_store, "61.04")))
    assert any(not code.startswith("61") for code in codes)


def test_it_is_small_and_built_once(demo_store: api.Store) -> None:
    for code in ("61", "61.71", "31.71", "61.04.01"):
        display = api.surroundings(demo_store, code)
        assert len(display.body) < 150_000
        assert api.surroundings(demo_store, code) == display


def test_nothing_lies_around_the_country(demo_store: api.Store) -> None:
    assert read(api.surroundings(demo_store, "00")) == {}


def test_an_unknown_area_is_refused(small_store: api.Store) -> None:
    with pytest.raises(UsageError, match="no area with the code"):
        api.surroundings(small_store, "99.99")


def test_each_map_below_the_country_says_where_its_surroundings_are(small_store: api.Store) -> None:
    drawn = {code: api.draw_answer(api.answer_map(small_store, api.MapView(code))) for code in ("00", "61", "61.01")}
    assert drawn["00"].around_url is None
    version = api.surroundings(small_store, "61").version
    assert drawn["61"].around_url == f"/geometry/{version}/61/near.json"
    assert drawn["61.01"].around_url == f"/geometry/{version}/61.01/near.json"


def test_version_and_body_are_of_one_state(demo_copy: api.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import between two looks would keep a geometry of before under the version of after, for good."""
    before, version = api.area_tree(demo_copy), api.display_version(demo_copy, COUNTRY)
    with demo_copy.writing() as connection:
        connection.exec_driver_sql("DELETE FROM outlines WHERE province_code = '62'")
        add_import(connection, Provenance("boundaries", "a.zip", "0" * 64))
    assert api.display_version(demo_copy, COUNTRY) != version
    monkeypatch.setattr(sys.modules[api.surroundings.__module__], "area_tree", lambda store: before)
    assert api.surroundings(demo_copy, "61.04").version == version
