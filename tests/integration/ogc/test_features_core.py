"""Abstract tests of OGC API - Features, classes Core and GeoJSON (OGC 17-069, annex A), named as there.

What each of them asks is written in docs/ogc.md, with what is not met.
"""

import datetime as dt
import json
from typing import Any

import pytest
import shapely
from shapely.geometry import shape
from starlette.applications import Starlette

from tests.interface_client import Ask, asker
from ucjmap import api
from ucjmap.store import Provenance, add_import

COLLECTIONS = {"provinsi": 38, "kabupaten": 514, "kecamatan": 7285, "desa": 83_762}
#: A rectangle over the west of Kalimantan Barat.
WEST = (108.9, 0.5, 109.6, 1.3)
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def links(document: dict[str, Any], rel: str) -> list[dict[str, str]]:
    return [link for link in document["links"] if link["rel"] == rel]


def link(document: dict[str, Any], rel: str) -> str:
    (only,) = links(document, rel)
    return only["href"]


def items(ask: Ask, collection: str = "kabupaten", **params: object) -> dict[str, Any]:
    answer = ask(f"/ogc/collections/{collection}/items", **params)
    assert answer.status == 200, answer.content
    return answer.content


def codes(page: dict[str, Any]) -> list[str]:
    return [feature["id"] for feature in page["features"]]


def test_root_op_and_success(ask: Ask) -> None:
    answer = ask("/ogc/")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    landing = answer.content
    assert {link["rel"] for link in landing["links"]} >= {"self", "service-desc", "service-doc", "conformance", "data"}
    assert all({"href", "rel", "type"} <= set(link) for link in landing["links"])
    assert ask("/ogc").headers["location"] == "/ogc/"


def test_api_definition(ask: Ask) -> None:
    (found,) = links(ask("/ogc/").content, "service-desc")
    answer = ask(found["href"])
    assert (answer.status, answer.headers["content-type"]) == (200, found["type"])
    assert answer.content["openapi"].startswith("3.0")
    (page,) = links(ask("/ogc/").content, "service-doc")
    assert ask(page["href"]).headers["content-type"].startswith(page["type"])


def test_conformance_op_and_success(ask: Ask) -> None:
    declared = ask(link(ask("/ogc/").content, "conformance")).content["conformsTo"]
    for name in ("core", "geojson", "oas30"):
        assert f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" in declared


def test_fc_md_op_links_and_items(ask: Ask) -> None:
    document = ask(link(ask("/ogc/").content, "data")).content
    assert all({"href", "rel", "type"} <= set(each) for each in document["links"])
    assert links(document, "self")
    assert [collection["id"] for collection in document["collections"]] == list(COLLECTIONS)
    for collection in document["collections"]:
        (features,) = links(collection, "items")
        assert features["type"] == "application/geo+json"
        assert ask(features["href"], headers={"accept_encoding": "identity"}).status == 200


def test_fc_md_extent(ask: Ask) -> None:
    for collection in ask("/ogc/collections").content["collections"]:
        (west, south, east, north) = collection["extent"]["spatial"]["bbox"][0]
        assert west < 96 < 140 < east
        assert south < -10 < 5 < north
        ((begin, end),) = collection["extent"]["temporal"]["interval"]
        assert dt.datetime.fromisoformat(begin) < dt.datetime.fromisoformat("2026-01-01T00:00:00Z")
        assert end is None


@pytest.mark.parametrize("name", COLLECTIONS)
def test_sfc_md_op_and_success(ask: Ask, name: str) -> None:
    listed = next(each for each in ask("/ogc/collections").content["collections"] if each["id"] == name)
    assert ask(f"/ogc/collections/{name}").content == listed


@pytest.mark.parametrize("name", COLLECTIONS)
def test_fc_op_and_response(ask: Ask, name: str) -> None:
    answer = ask(f"/ogc/collections/{name}/items", limit=3)
    assert (answer.status, answer.headers["content-type"]) == (200, "application/geo+json")
    page = answer.content
    assert page["type"] == "FeatureCollection"
    assert (page["numberMatched"], page["numberReturned"], len(page["features"])) == (COLLECTIONS[name], 3, 3)
    assert abs(dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(page["timeStamp"])) < dt.timedelta(minutes=5)
    for feature in page["features"]:
        assert feature["type"] == "Feature"
        assert shape(feature["geometry"]).is_valid
        assert feature["properties"]["code"] == feature["id"]


def test_fc_links(ask: Ask) -> None:
    page = items(ask, limit=2)
    assert all({"href", "rel", "type"} <= set(each) for each in page["links"])
    assert codes(ask(link(page, "self")).content) == codes(page)
    assert not links(items(ask, limit=10_000), "next")


def test_fc_limit_definition_and_response(ask: Ask) -> None:
    assert len(items(ask, limit=7)["features"]) == 7
    assert len(items(ask, "kecamatan")["features"]) == 100  # the default
    # More than the most is no error, and gives the most (17-069r4, requirement fc-limit-definition, C).
    assert items(ask, "provinsi", limit=99_999_999_999)["numberReturned"] == 38


def test_paging_by_key_reaches_every_feature_once(ask: Ask) -> None:
    seen: list[str] = []
    address: str | None = "/ogc/collections/kabupaten/items?limit=150"
    while address:
        page = ask(address).content
        seen += codes(page)
        following = links(page, "next")
        address = following[0]["href"] if following else None
    assert len(seen) == len(set(seen)) == COLLECTIONS["kabupaten"]
    assert seen == sorted(seen)


@pytest.mark.parametrize("numbers", [WEST, (*WEST[:2], -100, *WEST[2:], 9000)], ids=["four", "six"])
def test_fc_bbox_definition_and_response(ask: Ask, demo_store: api.Store, numbers: tuple[float, ...]) -> None:
    """Exactly the areas whose outline touches the rectangle, not those whose own rectangle does."""
    page = items(ask, "kecamatan", bbox=",".join(map(str, numbers)), limit=1000)
    every = [
        feature
        for province in ("61", "62")
        for feature in items(ask, "kecamatan", area=province, limit=1000)["features"]
    ]
    box = shapely.box(*WEST)
    assert set(codes(page)) == {each["id"] for each in every if shape(each["geometry"]).intersects(box)}
    near = [each for each in every if shapely.box(*shape(each["geometry"]).bounds).intersects(box)]
    assert len(near) > len(page["features"]) == page["numberMatched"] > 10


def test_a_rectangle_over_the_antimeridian_has_two_parts(ask: Ask) -> None:
    """From 140° E eastwards to 170° W: the very east of Papua."""
    assert codes(items(ask, "provinsi", bbox="140,-12,-170,7")) == codes(items(ask, "provinsi", bbox="140,-12,180,7"))
    assert codes(items(ask, "provinsi", bbox="140,-12,-170,7"))


@pytest.mark.parametrize(
    ("asked", "end"),
    [
        ("2024-12-31T00:00:00Z", "2024-12-31"),
        ("2024-12-31", "2024-12-31"),
        ("2023-01-01T00:00:00Z/2024-12-31T23:59:59Z", "2024-12-31"),
        ("../2024-12-31T00:00:00Z", "2024-12-31"),
        ("/2024-12-31T00:00:00Z", "2024-12-31"),
        ("2024-12-31T00:00:00Z/..", None),
        ("2024-12-31T00:00:00Z/", None),
    ],
)
def test_fc_time_definition_and_response(ask: Ask, demo_store: api.Store, asked: str, end: str | None) -> None:
    """A figure holds until the next count: at each moment one holds, and all areas stay in the answer."""
    page = items(ask, "kabupaten", area="61", datetime=asked)
    values = api.area_values(demo_store, "00", "adm2", "ucj", as_of=end).units.loc[codes(page)]
    assert len(page["features"]) == 14
    for feature, row in zip(page["features"], values.itertuples(), strict=True):
        told = feature["properties"]
        assert (told["numerator"], told["denominator"], told["as_of"]) == (row.numerator, row.denominator, row.newest)
        assert end is None or told["as_of"] <= end


def test_f_op_success_and_links(ask: Ask) -> None:
    answer = ask("/ogc/collections/kabupaten/items/61.71")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/geo+json")
    feature = answer.content
    listed = items(ask, "kabupaten", area="61.71")["features"]
    assert [{**each, "links": feature["links"]} for each in listed] == [feature]
    assert ask(link(feature, "self")).content == feature
    assert ask(link(feature, "collection")).content["id"] == "kabupaten"


def test_crs84(ask: Ask) -> None:
    """Longitude first, counterclockwise outer rings, and the reference system said in the header."""
    answer = ask("/ogc/collections/provinsi/items", area="61")
    assert answer.headers["content-crs"] == f"<{CRS84}>"
    (feature,) = answer.content["features"]
    outline = shape(feature["geometry"])
    assert 108 < outline.bounds[0] < outline.bounds[2] < 115
    assert all(part.exterior.is_ccw for part in outline.geoms)


@pytest.mark.parametrize(
    "query",
    [
        "nope=1",
        "limit=0",
        "limit=-1",
        "limit=x",
        "limit=1&limit=2",
        "bbox=1,2,3",
        "bbox=1,2,3,4,5",
        "bbox=a,b,c,d",
        "bbox=1,9,3,4",
        "bbox=nan,1,2,3",
        "bbox-crs=EPSG:4326&bbox=1,2,3,4",
        "crs=http://www.opengis.net/def/crs/EPSG/0/32749",
        "datetime=yesterday",
        "datetime=2024-13-01",
        "datetime=2024-W01-1",
        "datetime=0001-01-01T00:00:00%2B23:00",
        "datetime=9999-12-31T23:59:59-23:00",
        "datetime=../..",
        "datetime=2025-01-01/2024-01-01",
        "datetime=2024-01-01T00:00:00",
        "area=99",
        "area=61.01.01.2001",
        "indicator=nope",
        "segment=nope",
        "lang=fr",
    ],
)
def test_query_param_unknown_and_invalid(ask: Ask, query: str) -> None:
    answer = ask(f"/ogc/collections/kabupaten/items?{query}")
    assert (answer.status, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.content["status"] == 400
    assert answer.content["title"] == "Bad Request"
    assert answer.content["code"] == answer.content["error"]
    assert answer.content["detail"] == answer.content["message"]


@pytest.mark.parametrize("path", ["", "conformance", "collections", "collections/desa", "collections/desa/items/11"])
def test_query_param_unknown_everywhere(ask: Ask, path: str) -> None:
    assert ask(f"/ogc/{path}?nope=1").status == 400


@pytest.mark.parametrize(
    "path",
    ["nope", "collections/nope", "collections/nope/items", "collections/desa/items/61", "collections/desa/items/x"],
)
def test_what_is_not_there_is_not_found(ask: Ask, path: str) -> None:
    answer = ask(f"/ogc/{path}")
    assert (answer.status, answer.headers["content-type"]) == (404, "application/problem+json")


def test_geojson_definition_and_content(ask: Ask) -> None:
    """Any JSON reader takes it: no NaN, the schema lists every property and only these."""

    def refuse(text: str) -> None:
        raise AssertionError(text)

    page = ask("/ogc/collections/desa/items", headers={"accept_encoding": "identity"}, area="33.01.01")
    features = json.loads(page.body, parse_constant=refuse)["features"]
    described = ask("/ogc/collections/desa/schema").content["properties"]["properties"]["properties"]
    assert features
    assert all(list(feature["properties"]) == list(described) for feature in features)


def test_no_data_is_null_and_never_zero(ask: Ask) -> None:
    for feature in items(ask, "desa", area="33.01.01")["features"]:
        told = feature["properties"]
        names = ("numerator", "denominator", "rate", "uncovered", "class_id", "colour", "gap_people", "as_of", "source")
        assert [told[name] for name in (*names, "simulated")] == [None] * 10
        assert (told["class"], told["desa_with_data"]) == ("Belum ada data", 0)


def test_figures_are_those_of_the_map(ask: Ask, demo_store: api.Store) -> None:
    for indicator, segment in (("ucj", "pu"), ("aparat", "all")):
        page = items(ask, "kabupaten", area="61", indicator=indicator, segment=segment)
        told = {feature["id"]: feature["properties"] for feature in page["features"]}
        answer = api.map_document(api.answer_map(demo_store, api.MapView("61", "adm2", indicator, segment)))
        for area in answer["areas"]:
            own, figure = told[area["code"]], area["figure"]
            assert (own["rate"], own["class_id"], own["class"]) == (area["rate"], area["class_id"], area["class"])
            assert (own["numerator"], own["denominator"]) == (figure["numerator"], figure["denominator"])
            assert (own["as_of_oldest"], own["as_of"]) == (figure["oldest"], figure["newest"])
            assert own["simulated"] == (None if area["rate"] is None else figure["is_simulated"])
            assert own["gap_people"] == area["gap_people"]


def test_filters_by_property(ask: Ask) -> None:
    cities = items(ask, "kabupaten", area="61", kind="kota")
    assert codes(cities) == ["61.71", "61.72"]
    assert codes(items(ask, "desa", parent="61.71.01", limit=1000)) == codes(
        items(ask, "desa", area="61.71.01", limit=1000)
    )
    assert items(ask, "kabupaten", level="adm3")["numberMatched"] == 0
    assert codes(items(ask, "kabupaten", code="61.01")) == ["61.01"]


def test_a_tag_holds_until_the_next_import(copied_app: Starlette, demo_copy: api.Store) -> None:
    ask = asker(copied_app)
    asked = {"area": "61", "limit": 3}
    first = ask("/ogc/collections/kabupaten/items", **asked)
    tag = first.headers["etag"]
    again = ask("/ogc/collections/kabupaten/items", headers={"if_none_match": tag}, **asked)
    assert (again.status, again.body) == (304, b"")
    other = ask("/ogc/collections/kabupaten/items", headers={"if_none_match": tag}, area="61", limit=4)
    assert other.status == 200
    with demo_copy.writing() as connection:
        add_import(connection, Provenance("coverage", "a.csv"))
    assert ask("/ogc/collections/kabupaten/items", headers={"if_none_match": tag}, **asked).status == 200


def test_who_takes_no_gzip_gets_the_same(ask: Ask) -> None:
    packed = ask("/ogc/collections/desa/items", area="61.01", limit=1000)
    plain = ask("/ogc/collections/desa/items", headers={"accept_encoding": "identity"}, area="61.01", limit=1000)
    assert "content-encoding" not in plain.headers
    assert packed.content["features"] == plain.content["features"]
    assert len(packed.body) < len(plain.body) / 3


def test_an_empty_store_has_collections_without_features(empty_app: Starlette) -> None:
    ask = asker(empty_app)
    assert ask("/ogc/collections/desa").content["extent"]["temporal"]["interval"] == [[None, None]]
    page = items(ask, "desa")
    assert (page["numberMatched"], page["features"]) == (0, [])
