"""Upper levels from the desa, and the display geometry of a view."""

import gzip
import json
import threading
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import box, shape

from tests import boundary_files as files
from ucjmap.boundaries import build_units, encode_display, load_boundaries
from ucjmap.boundaries.topology import dissolve, majority_names, official_name
from ucjmap.schema import UNIT_COLUMNS

GEODATA = Path(__file__).parents[3] / ".." / "shared" / "geodata"
REAL = {
    "ADMINISTRASIDESA_AR_61.zip": (2130, 14, 174, "big"),
    "idn_admbnda_adm4_bps_20200401_61.zip": (2132, 14, 174, "cod-ab"),
    "idn_admbnda_adm4_bps_20200401_17.zip": (1518, 10, 131, "cod-ab"),
}


def _with_bps_codes(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    codes = {"code": 10, "adm1_code": 2, "adm2_code": 4, "adm3_code": 7}
    return areas.assign(**{column: "bps:" + areas["bps_code"].str[:length] for column, length in codes.items()})


@pytest.fixture
def areas(tmp_path: Path) -> gpd.GeoDataFrame:
    return load_boundaries(files.write(files.lay_out(files.make_areas(), "big"), tmp_path)).areas


def test_units_of_all_levels(areas: gpd.GeoDataFrame) -> None:
    steps: list[tuple[int, int, str]] = []
    units = build_units(areas, progress=lambda *step: steps.append(step))
    assert tuple(units.columns) == (*UNIT_COLUMNS, "overview")
    assert units.groupby("level").size().to_dict() == {"adm1": 1, "adm2": 2, "adm3": 4, "adm4": files.COUNT}
    assert steps == [(1, 1, "61")]
    by_code = units.set_index("code")
    assert by_code.loc["61", ["parent_code", "kind", "name"]].tolist() == ["00", "provinsi", "Kalimantan Barat"]
    assert by_code.loc["61.01", ["parent_code", "kind", "name"]].tolist() == ["61", "kabupaten", "Kabupaten Uji 1"]
    assert by_code.loc["61.01.02", "parent_code"] == "61.01"
    assert by_code.loc["61", ["west", "south", "east", "north"]].tolist() == pytest.approx([109, 0.5, 109.4, 0.8])
    assert units.loc[units["level"] == "adm4", "overview"].isna().all()
    assert units.loc[units["level"] != "adm4", "overview"].notna().all()
    sizes = units.groupby("level")["area_km2"].sum()
    assert sizes.to_numpy() == pytest.approx(np.full(4, sizes["adm4"]), rel=1e-12)
    # A tenth of a degree near the equator is 11.1 km.
    assert sizes["adm4"] == pytest.approx(12 * 11.06 * 11.13, rel=0.01)
    inside = shapely.contains_xy(shapely.from_wkb(units["geometry"].to_numpy()), units["lon"], units["lat"])
    assert inside.all()


def test_bps_units_take_their_kind_from_the_level(areas: gpd.GeoDataFrame) -> None:
    bps = files.make_areas()["bps_code"].to_numpy()
    units = build_units(_with_bps_codes(areas.assign(bps_code=bps))).set_index("code")
    assert units.loc["bps:61", "parent_code"] == "00"
    assert units.loc["bps:6101010", ["kind", "bps_code", "parent_code"]].tolist() == [
        "kecamatan",
        "6101010",
        "bps:6101",
    ]
    assert units.loc["bps:6101", "kind"] == "kabupaten"


def test_areas_without_a_code_are_a_mistake_of_the_caller(areas: gpd.GeoDataFrame) -> None:
    areas.loc[0, "adm3_code"] = None
    with pytest.raises(ValueError, match="codes"):
        build_units(areas)


def test_progress_can_cancel_in_the_thread_of_the_caller(areas: gpd.GeoDataFrame) -> None:
    threads = []

    def cancel(done: int, total: int, what: str) -> None:
        threads.append(threading.current_thread())
        raise InterruptedError

    with pytest.raises(InterruptedError):
        build_units(areas, progress=cancel)
    assert threads == [threading.main_thread()]


def test_a_file_of_kabupaten_gives_two_levels(tmp_path: Path) -> None:
    layer = files.lay_out(files.make_areas(), "big")[["KDPPUM", "KDPKAB", "WADMPR", "WADMKK", "geometry"]]
    loaded = load_boundaries(files.write(layer.dissolve("KDPKAB", as_index=False), tmp_path, "gpkg"))
    units = build_units(loaded.areas)
    assert units["code"].tolist() == ["61", "61.01", "61.02"]


@pytest.mark.parametrize(
    ("code", "name", "official"),
    [
        ("61.01", "Sambas", "Kabupaten Sambas"),
        ("61.71", "Pontianak", "Kota Pontianak"),
        ("61.71", "Kota Pontianak", "Kota Pontianak"),
        ("61.01", "Kab. Sambas", "Kabupaten Sambas"),
        ("12.22", "Kotapinang", "Kabupaten Kotapinang"),
        ("bps:6172", "Singkawang", "Kota Singkawang"),
        ("61.01", None, None),
    ],
)
def test_official_names(code: str, name: str | None, official: str | None) -> None:
    assert official_name("adm2", code, name) == official


def test_majority_name(areas: gpd.GeoDataFrame) -> None:
    areas.loc[0, "regency"] = "Salah Ketik"
    assert majority_names(areas["adm2_code"], areas["regency"])["61.01"] == "Kabupaten Uji 1"


def test_dissolve_of_overlapping_areas_is_their_union() -> None:
    shapes = np.array([box(0, 0, 2, 1), box(1, 0, 3, 1)])
    assert dissolve(shapes).area == pytest.approx(3)


@pytest.mark.parametrize(
    "name",  # the first is read whole by tests/integration/test_real_files.py too
    [pytest.param(name, marks=pytest.mark.long) if name == "ADMINISTRASIDESA_AR_61.zip" else name for name in REAL],
)
def test_real_files_lose_nothing(name: str) -> None:
    path = GEODATA / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the project")
    count, kabupaten, kecamatan, issuer = REAL[name]
    loaded = load_boundaries(path)
    assert (loaded.read, len(loaded.areas), loaded.issuer) == (count, count, issuer)
    assert loaded.refused.empty
    areas = loaded.areas if loaded.code_system == "kemendagri" else _with_bps_codes(loaded.areas)
    units = build_units(areas)
    levels = units.groupby("level")
    assert levels.size().to_dict() == {"adm1": 1, "adm2": kabupaten, "adm3": kecamatan, "adm4": count}
    sizes = levels["area_km2"].sum()
    # BIG's desa overlap by slivers, counted once above them: four square kilometres of 147,000.
    tolerance = 5e-5 if issuer == "big" else 1e-9
    assert sizes.to_numpy() == pytest.approx(np.full(4, sizes["adm4"]), rel=tolerance)
    shapes = shapely.from_wkb(units["geometry"].to_numpy())
    assert shapely.is_valid(shapes).all()
    assert not shapely.is_empty(shapely.from_wkb(units["overview"].dropna().to_numpy())).any()


def _features(packed: bytes) -> dict[str, shapely.Geometry]:
    features = json.loads(gzip.decompress(packed))["features"]
    assert all(set(feature["properties"]) == {"code", "name"} for feature in features)
    return {feature["properties"]["code"]: shape(feature["geometry"]) for feature in features}


def test_display_is_deterministic_and_complete() -> None:
    made = files.make_areas()
    arguments = (made["code"].tolist(), made["village"].tolist(), made.geometry.tolist())
    packed = encode_display(*arguments)
    assert packed == encode_display(*arguments)
    assert packed[4:8] == bytes(4)
    drawn = _features(packed)
    assert list(drawn) == made["code"].tolist()
    for code, area in zip(made["code"], made.geometry, strict=True):
        assert drawn[code].symmetric_difference(area).area < 1e-6 * area.area


def test_display_keeps_tiny_islands_and_leaves_out_null() -> None:
    tiny = box(109.05, 2.0, 109.05 + 1e-7, 2.0 + 1e-7)
    drawn = _features(encode_display(list("abc"), list("abc"), [box(109, 0, 119, 1), tiny, None]))
    assert set(drawn) == {"a", "b"}
    assert drawn["b"].area > 0
    assert drawn["b"].distance(tiny) < 0.05


def test_display_of_overlapping_areas_drops_none() -> None:
    covered = [box(0, 0, 1, 1), box(0.2, 0.2, 0.4, 0.4), box(0, 0, 1, 1), box(0.999, 0, 2, 1)]
    drawn = _features(encode_display(list("abcd"), list("abcd"), covered))
    assert set(drawn) == set("abcd")
    assert all(area.area > 0 for area in drawn.values())


def test_display_of_nothing() -> None:
    assert _features(encode_display([], [], [])) == {}


def test_a_trial_run_has_the_same_units_without_joined_outlines(areas: gpd.GeoDataFrame) -> None:
    whole, trial = build_units(areas), build_units(areas, joined=False)
    same = ["code", "level", "parent_code", "name", "kind", "bps_code", "flags", "west", "south", "east", "north"]
    pd.testing.assert_frame_equal(trial[same], whole[same])
    finest = whole["level"] == "adm4"
    pd.testing.assert_series_equal(trial.loc[finest, "geometry"], whole.loc[finest, "geometry"])
    assert trial.loc[~finest, ["geometry", "area_km2", "lon", "lat"]].isna().all(axis=None)
