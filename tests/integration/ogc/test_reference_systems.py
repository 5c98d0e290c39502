"""Abstract tests of OGC API - Features, Part 2: Coordinate Reference Systems by Reference (OGC 18-058)."""

import pytest
from shapely.geometry import shape

from tests.integration.ogc.test_features_core import CRS84, WEST, codes, items
from tests.interface_client import Ask
from ucjmap import api

WGS84, MERCATOR = "http://www.opengis.net/def/crs/EPSG/0/4326", "http://www.opengis.net/def/crs/EPSG/0/3857"
#: The same rectangle in metres of Web Mercator (proj 9: cs2cs EPSG:4326 EPSG:3857).
WEST_M = (12_122_692.55, 55_660.45, 12_200_616.19, 144_728.41)


def test_declared_in_every_collection(ask: Ask) -> None:
    for collection in ask("/ogc/collections").content["collections"]:
        assert collection["crs"] == [CRS84, WGS84, MERCATOR]
        assert collection["storageCrs"] == CRS84
    assert "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs" in ask("/ogc/conformance").content["conformsTo"]


@pytest.mark.parametrize("crs", [CRS84, WGS84, MERCATOR])
def test_the_header_names_the_system_of_the_answer(ask: Ask, crs: str) -> None:
    for path in ("items", "items/61.71"):
        assert ask(f"/ogc/collections/kabupaten/{path}", crs=crs).headers["content-crs"] == f"<{crs}>"


def test_latitude_comes_first_where_the_system_says_so(ask: Ask) -> None:
    west, south, east, north = shape(items(ask, area="61.71")["features"][0]["geometry"]).bounds
    assert shape(items(ask, area="61.71", crs=WGS84)["features"][0]["geometry"]).bounds == (south, west, north, east)


def test_metres_of_web_mercator(ask: Ask) -> None:
    west, south, _, _ = shape(items(ask, area="61.71")["features"][0]["geometry"]).bounds
    x, y, _, _ = shape(items(ask, area="61.71", crs=MERCATOR)["features"][0]["geometry"]).bounds
    assert x == pytest.approx(west * 111_319.490793, abs=0.02)
    assert y == pytest.approx(south * 111_319.490793, abs=2)  # nearly so beside the equator


@pytest.mark.parametrize(
    ("crs", "numbers"), [(WGS84, (WEST[1], WEST[0], WEST[3], WEST[2])), (MERCATOR, WEST_M)], ids=["4326", "3857"]
)
def test_a_rectangle_in_another_system_finds_the_same(ask: Ask, crs: str, numbers: tuple[float, ...]) -> None:
    plain = items(ask, "desa", bbox=",".join(map(str, WEST)), limit=1000)
    other = items(ask, "desa", bbox=",".join(map(str, numbers)), bbox_crs=crs, limit=1000)
    assert codes(other) == codes(plain)
    assert len(codes(plain)) > 50


def test_an_unknown_system_is_refused(ask: Ask) -> None:
    for name in ("crs", "bbox_crs"):
        assert (
            ask("/ogc/collections/kabupaten/items", **{name: "http://www.opengis.net/def/crs/EPSG/0/23837"}).status
            == 400
        )


def test_a_rectangle_in_latitudes_over_the_antimeridian() -> None:
    assert api.read_box((-12.0, 140.0, 7.0, -170.0), WGS84) == (
        (140.0, -12.0, 180.0, 7.0),
        (-180.0, -12.0, -170.0, 7.0),
    )
