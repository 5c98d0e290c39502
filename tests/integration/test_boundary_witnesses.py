"""Code, names and place of boundary files against each other, where a public file had them wrong; trial runs only."""

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from tests import boundary_files
from tests.integration.test_damaged_boundaries import desa_of, run
from ucjmap import api
from ucjmap.api.areas.polygons import read_shapes
from ucjmap.api.loading.boundary_rows import is_no_desa
from ucjmap.errors import BoundariesError, OpenQuestionError


def areas_below(store: api.Store, code: str, level: str) -> gpd.GeoDataFrame:
    """Areas of an upper level with ``code`` and ``name``."""
    rows = api.area_tree(store).below(code, level)  # type: ignore[arg-type]
    shapes = read_shapes(store, rows.index)
    return gpd.GeoDataFrame({"code": rows.index, "name": rows["name"].to_numpy()}, geometry=shapes, crs=4326)


def try_out(store: api.Store, folder: Path, layer: gpd.GeoDataFrame, *assume: str) -> api.BoundariesReport:
    return api.import_boundaries(store, boundary_files.write(layer, folder, "gpkg"), assume=assume, dry_run=True)


def test_kabupaten_and_kota_of_one_name_under_each_others_code(demo_store: api.Store, tmp_path: Path) -> None:
    """The names say both: size and place tell which outline is whose."""
    areas = areas_below(demo_store, "53", "adm2")
    areas["name"] = areas["name"].str.replace(r"^(Kabupaten|Kota) ", "", regex=True)
    rows = areas.index[areas["code"].isin(["53.01", "53.71"])]
    assert areas.loc[rows, "name"].nunique() == 1
    areas.loc[rows, "code"] = areas.loc[rows[::-1], "code"].to_numpy()
    report = try_out(demo_store, tmp_path, areas)
    assert dict(zip(report.refused["code"], report.refused["reason"], strict=True)) == dict.fromkeys(
        ("53.01", "53.71"), "outline_of_another"
    )
    assert report.stored["adm2"] == len(areas) - 2


@pytest.mark.parametrize("above", [["KABUPATEN"], []])
def test_kecamatan_in_a_column_of_desa_are_no_desa(demo_store: api.Store, tmp_path: Path, above: list[str]) -> None:
    areas = areas_below(demo_store, "53.03", "adm3")
    layer = areas.rename(columns={"name": "DESA"}).assign(KABUPATEN="Kabupaten Timor Tengah Utara")
    report = try_out(demo_store, tmp_path, layer[[*above, "DESA", "geometry"]])
    assert report.stored["adm4"] == 0
    assert report.stored["adm3"] == len(areas)
    assert "level_by_names" in set(report.warnings["reason"])


def test_codes_of_two_kabupaten_exchanged_are_asked_about(demo_store: api.Store, tmp_path: Path) -> None:
    areas = pd.concat([desa_of(demo_store, code) for code in ("73.72", "17.71")], ignore_index=True)
    other = {"73.72": "17.71", "17.71": "73.72"}
    moved = areas.assign(code=[other[code[:5]] + code[5:] for code in areas["code"]])
    with pytest.raises(OpenQuestionError) as asked:
        run(demo_store, tmp_path, moved)
    assert asked.value.questions[0].assume == ("names",)
    report = try_out(demo_store, tmp_path, boundary_files.lay_out(moved, "big"), "names")
    assert report.stored["adm4"] == len(areas)


def test_a_kabupaten_under_the_name_of_another_keeps_its_own(demo_store: api.Store, tmp_path: Path) -> None:
    """Codes and names of desa are right; the name above them would change that of the kabupaten in all that is shown."""
    areas = desa_of(demo_store, "73.72")
    wrong = areas.assign(regency="Kabupaten Gowa")
    with pytest.raises(OpenQuestionError) as asked:
        run(demo_store, tmp_path, wrong)
    assert (asked.value.questions[0].key, asked.value.questions[0].assume) == ("names_above_contradict", ("codes",))
    report = try_out(demo_store, tmp_path, boundary_files.lay_out(wrong, "big"), "codes")
    assert report.stored["adm4"] == len(areas)
    assert set(report.warnings["reason"]) >= {"parent_unlike_code"}


def test_one_row_of_another_kecamatan_by_name_has_a_line(demo_store: api.Store, tmp_path: Path) -> None:
    areas = desa_of(demo_store, "73.72")
    others = areas["district"] != areas["district"].iloc[0]
    areas.loc[0, "district"] = areas.loc[others, "district"].iloc[0]
    report = run(demo_store, tmp_path, areas)
    assert report.warnings.set_index("reason").loc["parent_unlike_code", "row"] == 1
    assert report.stored["adm4"] == len(areas)


def test_a_kecamatan_that_was_moved_is_refused_row_by_row(demo_store: api.Store, tmp_path: Path) -> None:
    """Code and name agree; so many wrong centres the register has nowhere."""
    areas = desa_of(demo_store, "33.22")
    moved = areas.index[areas["district"] == areas["district"].iloc[-1]]
    shapes = areas.geometry.to_numpy().copy()
    shapes[moved] = shapely.transform(shapes[moved], lambda x, y: (x + 0.6, y), interleaved=False)
    report = run(demo_store, tmp_path, areas.set_geometry(gpd.GeoSeries(shapes, crs=4326)))
    assert set(report.refused["row"]) == set(moved + 1)
    assert set(report.refused["reason"]) == {"lies_elsewhere"}


@pytest.mark.parametrize(("east", "is_refused"), [(0.65, True), (-0.35, False)])
def test_a_desa_far_off_is_excused_among_its_own_kabupaten_only(
    demo_store: api.Store, tmp_path: Path, east: float, is_refused: bool
) -> None:
    """A centre of the register may be wrong; the areas around the outline say where that is."""
    areas = desa_of(demo_store, "53.01")
    row = int(areas.bounds["maxx"].argmax())
    shapes = areas.geometry.to_numpy().copy()
    shapes[row] = shapely.transform(shapes[row], lambda x, y: (x + east, y), interleaved=False)
    report = run(demo_store, tmp_path, areas.set_geometry(gpd.GeoSeries(shapes, crs=4326)))
    lines = report.refused if is_refused else report.warnings
    assert lines.set_index("row").loc[row + 1, "reason"] == ("lies_elsewhere" if is_refused else "far_from_register")


def test_one_desa_three_kilometres_off_has_a_line(demo_store: api.Store, tmp_path: Path) -> None:
    areas = desa_of(demo_store, "73.72").iloc[[0]]
    west, _, east, _ = areas.total_bounds
    report = run(demo_store, tmp_path, areas.set_geometry(areas.translate(east - west + 0.027, 0)))
    assert next(iter(report.warnings["reason"])) == "far_from_register"


def test_forest_and_water_are_no_new_desa(demo_store: api.Store, tmp_path: Path) -> None:
    areas = desa_of(demo_store, "73.72")
    rows = areas.iloc[:3].copy()
    rows["code"] = [f"{areas['code'][0][:8]}.{number}" for number in (2999, 1888, 1098)]
    rows["village"] = ["Empang", "Danau Ranau Indah", "Taman Nasional Bantimurung"]
    rows["geometry"] = [shape.representative_point().buffer(0.0005 + n / 1e5) for n, shape in enumerate(rows.geometry)]
    report = run(demo_store, tmp_path, gpd.GeoDataFrame(pd.concat([areas, rows], ignore_index=True), crs=4326))
    assert list(report.refused["reason"]) == ["no_desa"] * 3
    assert report.stored["adm4"] == len(areas)


@pytest.mark.parametrize(
    ("name", "code", "is_none"),
    [
        ("Hutan Lindung Bukit Daun", None, True),
        ("Kawasan Hutan", None, True),
        ("Danau", None, True),
        ("Danau Rata", None, False),
        ("Hutan Ayu", "14.03.11.2006", False),
        ("Empang", "1701888001", True),
        ("Empang", "1701040999", True),
        ("Kota Danau", "1788", True),
        ("Empang", "17.01.04.2055", False),
    ],
)
def test_land_that_is_no_desa_is_told_by_name_or_number(name: str, code: str | None, is_none: bool) -> None:
    assert is_no_desa(name, code) is is_none


def test_text_that_is_not_utf8_is_said_to_be_so(tmp_path: Path) -> None:
    layer = boundary_files.lay_out(boundary_files.make_areas().assign(village="Désa"), "big")
    path = boundary_files.write(layer, tmp_path, "geojson")
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    with pytest.raises(BoundariesError) as refused:
        api.import_boundaries(api.open_store("sqlite://"), path)
    assert refused.value.code == "wrong_encoding"


def test_borders_between_files_are_in_the_report_of_an_import(small_store: api.Store, tmp_path: Path) -> None:
    """Half of the desa come anew, 220 m further west: a gap to the other half, and nothing between desa of one file."""
    areas = boundary_files.make_areas()
    west = areas[areas["code"].str.startswith("61.01")]
    layer = boundary_files.lay_out(west.set_geometry(west.translate(-0.002, 0)), "big")
    report = api.import_boundaries(small_store, boundary_files.write(layer, tmp_path, "gpkg"))
    assert report.import_id is not None
    gaps = report.borders[report.borders["area_km2"] > 0.1]
    assert set(gaps["kind"]) == {"gap"}
    assert gaps["code"].str.startswith("61.01").all()
    assert gaps["other_code"].str.startswith("61.02").all()
    assert gaps["other_name"].str.startswith("Desa").all()
    width, height = 0.002 * 111.32, 0.3 * 110.57
    assert gaps["area_km2"].sum() == pytest.approx(width * height, rel=0.05)
    assert report.to_dict()["borders"][0]["kind"] == "gap"
    assert not np.isnan(report.borders["area_km2"]).any()


def test_names_in_capitals_leave_the_spelling_of_the_register(small_store: api.Store, tmp_path: Path) -> None:
    before = api.area_tree(small_store).areas["name"]
    areas = boundary_files.make_areas()
    loud = areas.assign(
        village="DESA " + areas["village"].str.upper(),
        district="KEC. " + areas["district"].str.removeprefix("Kecamatan ").str.upper(),
        regency=areas["regency"].str.replace("Kabupaten", "KAB."),
        geometry=areas.translate(0.001, 0),
    )
    loud.loc[0, "village"] = "Nama Baru Sekali"
    api.import_boundaries(small_store, boundary_files.write(boundary_files.lay_out(loud, "big"), tmp_path, "gpkg"))
    after = api.area_tree(small_store).areas["name"]
    changed = after[after != before.reindex(after.index)]
    assert changed.to_dict() == {areas.at[0, "code"]: "Nama Baru Sekali"}


def test_codes_one_row_off_are_the_codes_fault_whatever_stands_above(demo_store: api.Store, tmp_path: Path) -> None:
    """At the edges of kecamatan the names above contradict the codes too; the own names say what happened."""
    areas = desa_of(demo_store, "73.72")
    with pytest.raises(OpenQuestionError) as asked:
        run(demo_store, tmp_path, areas.assign(code=np.roll(areas["code"].to_numpy(), 1)))
    assert (asked.value.questions[0].key, asked.value.questions[0].assume) == ("codes_shifted", ("names",))


def test_one_desa_under_the_code_of_another_is_refused(demo_store: api.Store, tmp_path: Path) -> None:
    areas = desa_of(demo_store, "73.72")
    with pytest.raises(BoundariesError) as refused:
        run(demo_store, tmp_path, areas.iloc[[4]].assign(code=areas["code"].iloc[5]))
    assert refused.value.code == "no_area_recognised"
