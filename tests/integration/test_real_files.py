"""The real boundary files of three issuers' layouts over the demonstration: areas, figures and views afterwards."""

import gzip
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.long_run import every
from ucjmap import api
from ucjmap.codes import COUNTRY, Level, child_level

FILES = {
    "kalbar big": ("ADMINISTRASIDESA_AR_61.zip", "big", "61", 2130),
    "kalbar cod-ab": ("idn_admbnda_adm4_bps_20200401_61.zip", "cod-ab", "61", 2132),
    "bengkulu cod-ab": ("idn_admbnda_adm4_bps_20200401_17.zip", "cod-ab", "17", 1518),
}
KNOWN_SUMS = {
    ("61", "aparat_registered", "2025-10-10"): (1713, 2047),
    ("61", "bpd_registered", "2025-10-10"): (2047 - 759, 2047),
    ("17", "ucj", "2025-12-11"): (251_000, 708_000),
}


@dataclass(frozen=True)
class Taken:
    """A store that has taken in one real file, and the report on it."""

    store: api.Store
    report: api.BoundariesReport
    province: str
    polygons: int


@pytest.fixture(scope="module", params=every(len(FILES), list(FILES)), ids=str)
def taken(
    request: pytest.FixtureRequest, demo_file: Path, shared_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Taken]:
    name, issuer, province, polygons = FILES[request.param]
    path = tmp_path_factory.mktemp("real") / "store.db"
    shutil.copyfile(demo_file, path)
    store = api.open_store(f"sqlite:///{path.as_posix()}")
    report = api.import_boundaries(store, shared_folder / "geodata" / name)
    assert report.issuer == issuer
    yield Taken(store, report, province, polygons)
    store.close()
    path.unlink()  # 70 MB that pytest would keep


def test_every_polygon_is_stored_or_reported(taken: Taken) -> None:
    report = taken.report
    assert report.read == taken.polygons
    merged = int((report.repaired["reason"] == "parts_merged").sum())
    assert report.stored["adm4"] + len(report.refused) + merged == taken.polygons
    assert report.stored["adm1"] == 1
    assert report.provinces == [taken.province]


def test_areas_of_the_register_stay(taken: Taken, demo_store: api.Store) -> None:
    before = api.area_tree(demo_store).below(taken.province, "adm4")
    after = api.area_tree(taken.store).below(taken.province, "adm4")
    assert set(before.index) <= set(after.index)
    # A BPS code that could not be told is an area of its own, and named in the report.
    assert set(after.index) - set(before.index) == set(taken.report.without_code["code"]) & set(after.index)
    without = after[after["west"].isna()]
    assert set(without.index) == set(taken.report.without_polygon["code"])
    if taken.report.issuer == "big":  # known of this file and the 2025 register
        assert (taken.report.stored["adm4"], len(without), len(taken.report.refused)) == (2130, 15, 0)


@pytest.mark.parametrize("key", KNOWN_SUMS, ids=" ".join)
def test_figures_do_not_change_with_the_boundaries(taken: Taken, key: tuple[str, str, str]) -> None:
    area, indicator, as_of = key
    values = api.area_values(taken.store, area, "adm2", indicator, as_of=as_of)
    assert (values.area["numerator"], values.area["denominator"]) == KNOWN_SUMS[key]
    assert values.units["numerator"].sum() == KNOWN_SUMS[key][0]


def test_other_provinces_keep_their_boundaries(taken: Taken, demo_store: api.Store) -> None:
    before, after = api.area_tree(demo_store).areas, api.area_tree(taken.store).areas
    others = before["adm1"] != taken.province
    assert set(before.index[others]) == set(after.index[after["adm1"] != taken.province])
    assert api.display_version(taken.store, "62") == api.display_version(demo_store, "62")
    assert api.display_version(taken.store, taken.province) != api.display_version(demo_store, taken.province)


def test_every_view_has_a_feature_for_each_area_with_a_polygon(taken: Taken) -> None:
    tree = api.area_tree(taken.store)
    inside = tree.areas[tree.areas["adm1"] == taken.province]
    parents = inside[inside["level"] != "adm4"]
    drawn = 0
    for code, level in zip(parents["code"], parents["level"], strict=True):
        drawn += _check_view(taken.store, tree, code, child_level(level))
    assert drawn == int((inside["west"].notna() & (inside["level"] != "adm1")).sum())
    assert _check_view(taken.store, tree, COUNTRY, "adm1") == 38


def _check_view(store: api.Store, tree: api.AreaTree, code: str, level: Level | None) -> int:
    assert level is not None
    areas = tree.below(code, level)
    shown = areas.index[areas["west"].notna()]
    features = json.loads(gzip.decompress(api.display_geometry(store, code, level).body))["features"]
    assert sorted(_code_of(feature) for feature in features) == sorted(shown), code
    assert all(feature["geometry"] and feature["geometry"]["coordinates"] for feature in features), code
    return len(features)


def _code_of(feature: dict[str, object]) -> str:
    properties = feature["properties"]
    assert isinstance(properties, dict)
    return str(feature.get("id") or properties["code"])
