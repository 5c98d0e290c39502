"""Exports of every kind, opened again with the programs' own readers."""

import csv
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest

from tests import boundary_files
from ucjmap import api
from ucjmap.errors import UsageError
from ucjmap.files.text import defuse_formulas

NAMES = ["=1+1", "+62", "-Desa", "@SUM(A1)", "\t=2", "<b>Desa</b>", "Désa, 'Ñusa'"]


@pytest.fixture
def store_with_counts(empty_store: api.Store, tmp_path: Path) -> api.Store:
    """Twelve desa, some with names that a spreadsheet would run; five of them have counts."""
    areas = boundary_files.make_areas()
    areas.loc[range(len(NAMES)), "village"] = NAMES
    folder = tmp_path / "in"
    folder.mkdir()
    path = boundary_files.write(boundary_files.lay_out(areas, "big"), folder, "gpkg")
    assert api.import_boundaries(empty_store, path, edition="Uji 2025").import_id
    table = folder / "cakupan.csv"
    lines = [f"{code};ucj;{place};10;2025-12-31" for place, code in enumerate(areas["code"][:5])]
    table.write_text("\n".join(["kode;indikator;pembilang;penyebut;tanggal", *lines]))
    draft = api.draft_coverage(empty_store, table, as_of="2025-12-31")
    assert api.commit_coverage(empty_store, draft, source="Kantor Uji")
    return empty_store


def read_back(path: Path) -> pd.DataFrame:
    if path.suffix == ".csv":
        return pd.read_csv(path, dtype={"code": str}, encoding="utf-8-sig")
    if path.suffix == ".xlsx":
        return pd.read_excel(path, engine="openpyxl", dtype={"code": str})
    if path.suffix == ".parquet":
        return gpd.read_parquet(path)
    return pyogrio.read_dataframe(path)


@pytest.mark.parametrize("suffix", api.FORMATS)
def test_every_format_holds_the_same_figures(store_with_counts: api.Store, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / "out" / f"desa.{suffix}"
    assert api.export_areas(store_with_counts, out, code="61", level="adm4") == 12
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    read = read_back(out).set_index("code")
    values = api.area_values(store_with_counts, "61", "adm4", "ucj").units
    assert list(read.index) == list(values.index)
    for column in ("numerator", "denominator", "rate"):
        pd.testing.assert_series_equal(
            read[f"ucj_{column}"].astype(float), values[column], check_names=False, check_index_type=False
        )
    known = read["ucj_rate"].notna()
    assert known.sum() == 5
    assert (read.loc[~known, ["ucj_numerator", "ucj_denominator", "ucj_rate", "ucj_as_of", "ucj_source"]].isna()).all(
        axis=None
    )
    assert (read.loc[known, "ucj_source"] == "Kantor Uji").all()
    assert (read.loc[known, "ucj_as_of"].astype(str).str[:10] == "2025-12-31").all()
    assert (read["boundary_edition"] == "Uji 2025").all()
    assert set(read["adm1_name"]) == {"Kalimantan Barat"}


@pytest.mark.parametrize("suffix", ["gpkg", "parquet", "geojson"])
def test_shapes_lie_where_they_lay(store_with_counts: api.Store, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"desa.{suffix}"
    api.export_areas(store_with_counts, out, code="61.01", level="adm4")
    shapes = read_back(out)
    assert shapes.crs.to_epsg() == 4326
    made = boundary_files.make_areas().set_index("code").geometry
    for code, shape in zip(shapes["code"], shapes.geometry, strict=True):
        assert shape.symmetric_difference(made[code]).area < 1e-9
    expected = set(NAMES[:6]) | set(boundary_files.make_areas()["village"])
    assert {name for name in shapes["name"] if name in NAMES} <= expected


def test_no_text_of_a_csv_starts_a_formula(store_with_counts: api.Store, tmp_path: Path) -> None:
    out = tmp_path / "desa.csv"
    api.export_areas(store_with_counts, out, code="61", level="adm4")
    with out.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert "'=1+1" in cells
    assert not [
        cell for cell in cells if cell[:1] in "=+-@\t\r" and cell and not cell.lstrip("-").replace(".", "").isdigit()
    ]


def test_no_cell_of_a_workbook_is_a_formula(store_with_counts: api.Store, tmp_path: Path) -> None:
    out = tmp_path / "desa.xlsx"
    api.export_areas(store_with_counts, out, code="61", level="adm4")
    cells = [cell for row in openpyxl.load_workbook(out)["data"].iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert "'@SUM(A1)" in {cell.value for cell in cells}


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@A", "\t=1", "\r=1"])
def test_a_heading_is_defused_like_a_cell(text: str) -> None:
    table = pd.DataFrame({text: [text, 5, None], "angka": [1.5, -2.0, None]})
    safe = defuse_formulas(table)
    assert list(safe.columns) == [f"'{text}", "angka"]
    assert safe.iloc[0, 0] == f"'{text}"
    assert safe["angka"].tolist()[:2] == [1.5, -2.0]
    assert next(iter(table.columns)) == text


def test_a_level_is_chosen_if_none_is_given(store_with_counts: api.Store, tmp_path: Path) -> None:
    assert api.export_areas(store_with_counts, tmp_path / "a.csv") == 1
    assert api.export_areas(store_with_counts, tmp_path / "b.csv", code="61") == 2


def test_an_older_file_is_replaced_and_kept_where_the_export_fails(
    store_with_counts: api.Store, tmp_path: Path
) -> None:
    out = tmp_path / "desa.csv"
    out.write_text("lama")
    with pytest.raises(UsageError):
        api.export_areas(store_with_counts, out, code="99")
    assert out.read_text() == "lama"
    api.export_areas(store_with_counts, out, code="61")
    assert out.read_text(encoding="utf-8-sig").startswith("code,")


@pytest.mark.parametrize("name", ["desa.shp", "desa", "desa.csv.exe"])
def test_an_unknown_format_is_refused(store_with_counts: api.Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        api.export_areas(store_with_counts, tmp_path / name)
    assert caught.value.code == "unknown_format"
    assert not (tmp_path / name).exists()
