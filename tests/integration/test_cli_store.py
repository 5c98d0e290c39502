"""Figures, exports and boundaries through the command line, on the demonstration."""

import math
import zipfile
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from tests import boundary_files as files
from tests.integration.conftest import Store
from ucjmap import api

KALBAR = "61"


def test_values_are_those_of_the_map(demo: Store, demo_store: api.Store) -> None:
    answer = demo.answer("values", "--area", KALBAR, "--level", "adm4", "--indicator", "aparat_registered")
    on_map = api.area_values(demo_store, KALBAR, "adm4", "aparat_registered")
    assert set(answer["area"]) == {"code", "name", "level", "numerator", "denominator", "rate"}
    assert answer["as_of"] == on_map.as_of
    assert len(answer["units"]) == len(on_map.units)
    for unit in answer["units"]:
        assert list(unit)[:7] == ["code", "name", "numerator", "denominator", "rate", "class_id", "colour"]
        assert {"value", "gap_people", "rate_since", "entry_points", "is_small", "target_key"} < set(list(unit)[7:])
        expected = on_map.units.loc[unit["code"]]
        if unit["rate"] is None:
            assert math.isnan(expected["rate"])
            assert (unit["class_id"], unit["colour"], unit["numerator"]) == (None, None, None)
        else:
            assert unit["rate"] == pytest.approx(unit["numerator"] / unit["denominator"])
            assert (unit["class_id"], unit["colour"]) == (expected["class_id"], expected["colour"])


@pytest.mark.parametrize(
    ("area", "indicator", "as_of", "numerator", "denominator"),
    [("61", "aparat_registered", "2025-10-10", 1713, 2047), ("17", "ucj", "2025-12-11", 251_000, 708_000)],
)
def test_published_sums_are_met(
    demo: Store, area: str, indicator: str, as_of: str, numerator: int, denominator: int
) -> None:
    answer = demo.answer("values", "--area", area, "--indicator", indicator, "--as-of", as_of)
    assert (answer["area"]["numerator"], answer["area"]["denominator"]) == (numerator, denominator)
    assert sum(unit["numerator"] or 0 for unit in answer["units"]) == numerator


def test_a_date_before_all_data_has_no_data_and_no_class(demo: Store) -> None:
    answer = demo.answer("values", "--area", KALBAR, "--as-of", "2019-01-01")
    assert answer["area"]["rate"] is None
    assert {(unit["rate"], unit["class_id"]) for unit in answer["units"]} == {(None, None)}


def test_statistical_scheme_has_the_classes_asked_for(demo: Store) -> None:
    answer = demo.answer("values", "--area", KALBAR, "--level", "adm3", "--scheme", "quantile", "--k", "4")
    assert {unit["class_id"] for unit in answer["units"]} - {None} == {0, 1, 2, 3}


def _read_workbook(path: Path) -> pd.DataFrame:
    return pd.read_excel(path, engine="openpyxl")


def _read_zip(path: Path) -> pd.DataFrame:
    with zipfile.ZipFile(path) as archive, archive.open("areas.csv") as stream:
        return pd.read_csv(stream)


@pytest.mark.parametrize("suffix", list(map(str, api.FORMATS)))
def test_export_has_every_area_with_its_figures(demo: Store, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / "baru" / f"wilayah.{suffix}"
    assert demo.answer("export", "--out", out, "--area", KALBAR, "--level", "adm2") == {"rows": 14, "file": str(out)}
    readers = {"csv": pd.read_csv, "zip": _read_zip, "xlsx": _read_workbook, "parquet": gpd.read_parquet}
    reader = readers.get(suffix, partial(gpd.read_file, layer=0))
    areas = reader(out)
    assert len(areas) == 14
    figures = {unit["code"]: unit for unit in demo.answer("values", "--area", KALBAR)["units"]}
    # CSV readers take 61.10 for a number; the text is in the file.
    names = {unit["name"]: unit for unit in figures.values()}
    for area in areas.itertuples():
        assert area.ucj_numerator == names[area.name]["numerator"]
        assert area.ucj_denominator == names[area.name]["denominator"]
        assert area.boundary_edition == "Model 2025 (Thiessen)"
        assert area.ucj_source
    if isinstance(areas, gpd.GeoDataFrame):
        assert areas.crs.to_epsg() == 4326
        assert areas.geometry.is_valid.all()
    assert [path.name for path in out.parent.iterdir()] == [out.name]


def test_boundaries_with_every_option_and_back(demo: Store, tmp_path: Path) -> None:
    made = files.make_areas()
    # Areas of the register in their own place: their codes, names and outlines agree.
    units = demo.answer("values", "--area", "61.01.01", "--level", "adm4")["units"][: files.COUNT]
    made["code"], made["village"] = [unit["code"] for unit in units], [unit["name"] for unit in units]
    made["regency"], made["district"] = "Sambas", "Sambas"
    west, south, east, north = made.total_bounds
    there = made.translate(109.30 - (west + east) / 2, 1.34 - (south + north) / 2)
    made["geometry"] = there.scale(0.4, 0.4, origin=(109.30, 1.34))
    layer = files.lay_out(made, "big")
    path = tmp_path / "kota.gpkg"
    layer.to_file(path, layer="lama")
    layer.to_file(path, layer="baru")
    command = ("boundaries", "import", path, "--issuer", "big", "--layer", "baru", "--edition", "Uji 2026")
    before = demo.answer("status")
    several = demo.run("boundaries", "import", path, "--json")
    assert (several.code, several.answer["error"]) == (3, "several_layers")
    assert demo.run("boundaries", "import", path, "--layer", "baru", "--issuer", "gadm").code == 3
    trial = demo.answer(*command, "--dry-run")
    assert {"edition", "read", "stored", "repaired", "refused", "seconds"} <= set(trial)
    assert (trial["edition"], trial["issuer"], trial["read"]) == ("Uji 2026", "big", files.COUNT)
    assert trial["stored"]["adm4"] == files.COUNT
    assert trial["import_id"] is None
    assert demo.answer("status") == before

    stored = demo.answer(*command)
    after = demo.answer("status")
    assert stored["stored"] == trial["stored"]
    assert {edition["name"] for edition in after["editions"]} == {"Model 2025 (Thiessen)", "Uji 2026"}
    assert demo.answer(*command)["unchanged"] is True
    demo.answer("imports", "undo", stored["import_id"])
    undone = demo.answer("status")
    assert (undone["areas"], undone["editions"]) == (before["areas"], before["editions"])
