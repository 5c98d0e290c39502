"""Real GIS programs open the layers of a real server: GDAL's driver, OWSLib, and QGIS where it is installed."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyogrio
import pytest
from owslib.ogcapi.features import Features

from tests import app_server
from tests.conftest import FEW_PROVINCES
from ucjmap import api

WEST = (108.9, 0.5, 109.6, 1.3)
_QGIS = """
import json, sys
from qgis.core import QgsApplication, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()
layer = QgsVectorLayer(f"url='{sys.argv[1]}/ogc/' typename='kabupaten'", "kabupaten", "OAPIF")
rates = {own["code"]: own["rate"] if isinstance(own["rate"], float) else None for own in layer.getFeatures()}
print(json.dumps({"valid": layer.isValid(), "type": layer.fields().field("rate").typeName(), "rates": rates}))
"""


@pytest.fixture(autouse=True)
def _without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is on this machine."""
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")


@pytest.fixture(scope="module")
def served(few_file: Path, demo_file: Path) -> Iterator[tuple[str, api.Store]]:
    """Address and store of the app with four provinces that the whole run shares."""
    url, address = app_server.share_app(few_file, demo_file.parent, "few")
    store = api.open_store(address)
    yield url, store
    store.close()


def test_gdal_lists_a_layer_for_each_level(served: tuple[str, api.Store]) -> None:
    layers = pyogrio.list_layers(f"OAPIF:{served[0]}/ogc/")
    assert [name for name, _ in layers] == ["provinsi", "kabupaten", "kecamatan", "desa"]


def test_gdal_reads_all_pages_with_the_figures_of_the_map(served: tuple[str, api.Store]) -> None:
    url, store = served
    read = pyogrio.read_dataframe(f"OAPIF:{url}/ogc/", layer="desa").set_index("code")
    values = api.area_values(store, "00", "adm4", "ucj").units
    assert len(read) == len(values) > 5000
    assert list(read.index) == list(values["code"])
    known = values["rate"].notna()
    assert 0 < known.sum() < len(values)
    assert (read["rate"].isna() == ~known).all()
    assert (read["rate"][known] == values["rate"][known]).all()
    assert (read["numerator"][known] == values["numerator"][known]).all()
    assert read.crs == "OGC:CRS84"
    assert str(read["as_of"].dtype).startswith("datetime")
    shapes = api.area_tree(store).areas.loc[read.index]
    assert (read.geometry.bounds["minx"] - shapes["west"]).abs().max() < 1e-6


def test_gdal_asks_the_server_for_a_rectangle_and_a_property(served: tuple[str, api.Store]) -> None:
    url, store = served
    source = f"OAPIF:{url}/ogc/"
    touching = api.find_features(store, api.FeatureQuestion("adm3", boxes=(WEST,), limit=10_000))
    assert list(pyogrio.read_dataframe(source, layer="kecamatan", bbox=WEST)["code"]) == touching.codes
    cities = pyogrio.read_dataframe(source, layer="kabupaten", where="kind = 'kota'")
    assert set(cities["kind"]) == {"kota"}


def test_gdal_reads_metres_where_it_asks_for_them(served: tuple[str, api.Store]) -> None:
    read = pyogrio.read_dataframe(f"OAPIF:{served[0]}/ogc/", layer="provinsi", CRS="EPSG:3857")
    assert read.crs == "EPSG:3857"
    assert read.total_bounds[0] > 10_000_000


def test_owslib_reads_collections_and_features(served: tuple[str, api.Store]) -> None:
    features = Features(f"{served[0]}/ogc/")
    assert features.feature_collections() == ["provinsi", "kabupaten", "kecamatan", "desa"]
    assert features.api()["openapi"].startswith("3.0")
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in features.conformance()["conformsTo"]
    page = features.collection_items("provinsi", bbox=list(WEST), limit=10)
    assert [feature["id"] for feature in page["features"]] == ["61"]
    assert features.collection_item("provinsi", "61")["properties"]["name"] == "Kalimantan Barat"
    assert [feature["id"] for feature in features.collection_items("provinsi")["features"]] == list(FEW_PROVINCES)


@pytest.mark.long
def test_gdal_reads_all_desa_of_the_country(demo_file: Path) -> None:
    url, address = app_server.share_app(demo_file, demo_file.parent, "demo")
    read = pyogrio.read_dataframe(f"OAPIF:{url}/ogc/", layer="desa", columns=["code"])
    store = api.open_store(address)
    assert list(read["code"]) == list(api.area_tree(store).below("00", "adm4")["code"])
    assert len(read) == 83_762
    store.close()


@pytest.mark.long
def test_qgis_opens_a_layer(served: tuple[str, api.Store], tmp_path: Path) -> None:
    python = "/usr/bin/python3"  # Debian's, which its QGIS belongs to
    if (
        not Path(python).exists()
        or subprocess.run([python, "-c", "import qgis.core"], check=False, capture_output=True).returncode
    ):
        pytest.skip("QGIS for Debian's Python (python3-qgis) is not installed")
    script = tmp_path / "open_layer.py"
    script.write_text(_QGIS)
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([python, str(script), served[0]], check=True, capture_output=True, text=True, env=env)
    told = json.loads(done.stdout.splitlines()[-1])
    values = api.area_values(served[1], "00", "adm2", "ucj").units
    assert (told["valid"], told["type"]) == (True, "Real")
    assert told["rates"] == {
        code: None if rate != rate else rate for code, rate in zip(values["code"], values["rate"], strict=True)
    }
