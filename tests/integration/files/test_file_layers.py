"""Layers with what they rest on: read again by the programs' own readers."""

import json
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet
import pyogrio
import pytest
import shapely

from ucjmap.errors import UsageError
from ucjmap.files import CSV, GEOJSON, GPKG, LAYER_FORMATS, PARQUET, FileFormat, write_layer

METADATA = [("Sumber", 'Dinas "A" & B\x07'), ("", "Data simulasi")]
SAID = [("Sumber", 'Dinas "A" & B'), ("", "Data simulasi")]


@pytest.fixture
def shapes() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"code": ["61.10", "61.71"], "rate": [0.25, None]},
        geometry=shapely.points([[109, 0], [110, 1]]),
        crs="EPSG:4326",
    )


@pytest.mark.parametrize("form", LAYER_FORMATS, ids=str)
def test_figures_and_shapes_are_what_they_were(shapes: gpd.GeoDataFrame, tmp_path: Path, form: FileFormat) -> None:
    out = tmp_path / "baru" / f"a.{form}"
    write_layer(out, shapes, form, layer="areas", metadata=METADATA)
    read = gpd.read_parquet(out) if form == PARQUET else pyogrio.read_dataframe(out, layer=0)
    assert read["code"].tolist() == ["61.10", "61.71"]
    assert read["rate"].isna().tolist() == [False, True]
    assert read.geometry.geom_equals_exact(shapes.geometry, 1e-9).all()
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_a_geopackage_has_them_in_a_table(shapes: gpd.GeoDataFrame, tmp_path: Path) -> None:
    write_layer(tmp_path / "a.gpkg", shapes, GPKG, layer="areas", metadata=METADATA)
    assert pyogrio.list_layers(tmp_path / "a.gpkg")[:, 0].tolist() == ["areas", "provenance"]
    table = pyogrio.read_dataframe(tmp_path / "a.gpkg", layer="provenance")
    assert table["line"].tolist() == [1, 2]
    assert list(zip(table["name"].fillna(""), table["text"], strict=True)) == SAID


def test_a_geojson_has_them_as_a_member(shapes: gpd.GeoDataFrame, tmp_path: Path) -> None:
    write_layer(tmp_path / "a.geojson", shapes, GEOJSON, layer="areas", metadata=METADATA)
    collection = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    assert (collection["type"], len(collection["features"])) == ("FeatureCollection", 2)
    assert [(line["name"], line["text"]) for line in collection["provenance"]] == SAID


def test_a_geoparquet_has_them_in_its_schema(shapes: gpd.GeoDataFrame, tmp_path: Path) -> None:
    write_layer(tmp_path / "a.parquet", shapes, PARQUET, layer="areas", metadata=METADATA)
    keys = pyarrow.parquet.read_schema(tmp_path / "a.parquet").metadata
    assert [(line["name"], line["text"]) for line in json.loads(keys[b"provenance"])] == SAID
    assert b"geo" in keys


def test_what_is_no_layer_is_refused(shapes: gpd.GeoDataFrame, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_layer(tmp_path / "a.csv", shapes, CSV, layer="areas", metadata=METADATA)
    assert list(tmp_path.iterdir()) == []
