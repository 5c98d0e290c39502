"""Abstract tests of OGC API - Tiles (OGC 20-057, annex A): core, tile set, list of tile sets, of geodata, MVT."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette

from tests.integration.ogc.test_features_core import link, links
from tests.integration.test_tiles import some_tile, wait_for_tiles
from tests.interface_client import Ask, app_on, asker
from ucjmap import api

QUAD = "WebMercatorQuad"
TILES = "/ogc/collections/desa/tiles"


@pytest.fixture
def small_app(small_store: api.Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starlette]:
    yield from app_on(small_store, monkeypatch)


@pytest.fixture
def ask(small_app: Starlette) -> Ask:
    return asker(small_app)


def tile_set(ask: Ask) -> dict[str, Any]:
    (only,) = ask(TILES).content["tilesets"]
    content: dict[str, Any] = ask(link(only, "self")).content
    return content


def test_the_collection_leads_to_its_tile_sets(ask: Ask) -> None:
    relation = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
    assert ask(link(ask("/ogc/collections/desa").content, relation)).content == ask(TILES).content
    assert not links(ask("/ogc/collections/kabupaten").content, relation)
    assert ask("/ogc/collections/kabupaten/tiles").status == 404


def test_a_tile_set_names_its_matrix_set_limits_and_layers(ask: Ask, small_store: api.Store) -> None:
    own = tile_set(ask)
    assert (own["dataType"], own["crs"].rpartition("/")[2]) == ("vector", "3857")
    assert [layer["id"] for layer in own["layers"]] == ["desa"]
    matrix_set = ask(link(own, "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme")).content
    known = {matrix["id"] for matrix in matrix_set["tileMatrices"]}
    assert {limits["tileMatrix"] for limits in own["tileMatrixSetLimits"]} <= known
    zoom, x, y = some_tile(small_store)
    (limits,) = (limits for limits in own["tileMatrixSetLimits"] if limits["tileMatrix"] == str(zoom))
    assert limits["minTileRow"] <= y <= limits["maxTileRow"]
    assert limits["minTileCol"] <= x <= limits["maxTileCol"]


def test_the_matrix_set_is_that_of_the_standard(ask: Ask) -> None:
    """Figures of OGC 17-083r4, annex D.1."""
    (listed,) = ask(link(ask("/ogc/").content, "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes")).content[
        "tileMatrixSets"
    ]
    matrix_set = ask(link(listed, "self")).content
    assert matrix_set["id"] == listed["id"] == QUAD
    first, last = matrix_set["tileMatrices"][0], matrix_set["tileMatrices"][10]
    assert first["scaleDenominator"] == pytest.approx(559_082_264.028717)
    assert first["cellSize"] == pytest.approx(156_543.033928041)
    assert first["pointOfOrigin"] == pytest.approx([-20_037_508.342789, 20_037_508.342789])
    assert (last["scaleDenominator"], last["matrixWidth"]) == (pytest.approx(545_978.773465544), 1024)


def test_a_tile_is_that_of_the_map(ask: Ask, small_store: api.Store) -> None:
    wait_for_tiles(small_store)
    zoom, x, y = some_tile(small_store)
    (template,) = links(tile_set(ask), "item")
    assert template["templated"] is True
    answer = ask(template["href"].format(tileMatrix=zoom, tileRow=y, tileCol=x))
    assert (answer.status, answer.headers["content-type"]) == (200, template["type"])
    assert answer.body == api.read_tile(small_store, api.tiles_version(small_store), zoom, x, y)
    assert b"desa" in gzip.decompress(answer.body)
    tag = answer.headers["etag"]
    assert ask(f"{TILES}/{QUAD}/{zoom}/{y}/{x}", headers={"if_none_match": tag}).status == 304


def test_where_nothing_is_and_where_nothing_can_be(ask: Ask, small_store: api.Store) -> None:
    wait_for_tiles(small_store)
    assert ask(f"{TILES}/{QUAD}/3/0/0").status == 204
    for outside in ("2/0/0", "11/0/0", "3/8/0", "3/0/8", "x/0/0", "3/-1/0"):
        assert ask(f"{TILES}/{QUAD}/{outside}").status == 404
    assert ask(f"{TILES}/WorldCRS84Quad/3/0/0").status == 404


def test_tiles_that_are_not_built_begin_to_be(ask: Ask, small_store: api.Store) -> None:
    zoom, x, y = some_tile(small_store)
    answer = ask(f"{TILES}/{QUAD}/{zoom}/{y}/{x}")
    assert (answer.status, answer.content["code"]) == (503, "tiles_not_built")
    wait_for_tiles(small_store)
    assert ask(f"{TILES}/{QUAD}/{zoom}/{y}/{x}").status == 200
