"""Exports of every kind, opened again with the programs' own readers."""

import csv
import json
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest

from tests import boundary_files
from tests.stores import Stores, sqlite_url
from ucjmap import api
from ucjmap.codes import Level
from ucjmap.errors import UsageError
from ucjmap.files import FileFormat
from ucjmap.schema import OBSERVATION_COLUMNS
from ucjmap.store import Provenance, add_import, add_observations

NAMES = ["=1+1", "+62", "-Desa", "@SUM(A1)", "\t=2", "<b>Desa</b>", "Désa, 'Ñusa'"]


@pytest.fixture(scope="module")
def file_with_counts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The SQLite file of a store: twelve desa, some with names that a spreadsheet would run; five of them have counts."""
    areas = boundary_files.make_areas()
    areas.loc[range(len(NAMES)), "village"] = NAMES
    folder = tmp_path_factory.mktemp("counts")
    path = boundary_files.write(boundary_files.lay_out(areas, "big"), folder, "gpkg")
    table = folder / "cakupan.csv"
    lines = [f"{code};ucj;{place};10;2025-12-31" for place, code in enumerate(areas["code"][:5])]
    table.write_text("\n".join(["kode;indikator;pembilang;penyebut;tanggal", *lines]))
    with closing(api.open_store(sqlite_url(folder / "counts.db"))) as store:
        assert api.import_boundaries(store, path, edition="Uji 2025").import_id
        draft = api.draft_coverage(store, table, as_of="2025-12-31")
        assert api.commit_coverage(store, draft, source="Kantor Uji")
    return folder / "counts.db"


@pytest.fixture
def store_with_counts(stores: Stores, file_with_counts: Path, tmp_path: Path) -> Iterator[api.Store]:
    """A copy of that store, to write to."""
    with stores.copy_of(file_with_counts, tmp_path, "counts") as url, closing(api.open_store(url)) as store:
        yield store


def read_back(path: Path) -> pd.DataFrame:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive, archive.open("areas.csv") as stream:
            return pd.read_csv(stream, dtype={"code": str}, encoding="utf-8-sig")
    if path.suffix == ".csv":
        return pd.read_csv(path, dtype={"code": str}, encoding="utf-8-sig")
    if path.suffix == ".xlsx":
        return pd.read_excel(path, engine="openpyxl", dtype={"code": str})
    if path.suffix == ".parquet":
        return gpd.read_parquet(path)
    return pyogrio.read_dataframe(path, layer="areas" if path.suffix == ".gpkg" else None)


def exported(store: api.Store, folder: Path, code: str, level: Level) -> pd.DataFrame:
    """The table of an export, as a file has it."""
    path = folder / f"{code}-{level}.parquet"
    api.export_areas(store, path, code=code, level=level)
    return read_back(path)


@pytest.mark.parametrize("suffix", api.FORMATS, ids=str)
def test_every_format_holds_the_same_figures(store_with_counts: api.Store, tmp_path: Path, suffix: FileFormat) -> None:
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


def test_each_row_says_what_it_rests_on(store_with_counts: api.Store, tmp_path: Path) -> None:
    codes = list(boundary_files.make_areas()["code"])
    with store_with_counts.writing() as connection:
        number = add_import(connection, Provenance("coverage", "lagi.csv", source="Kantor Lain", simulated=True))
        counts = pd.DataFrame([(codes[1], "ucj", "all", "2026-06-30", 7, 10)], columns=list(OBSERVATION_COLUMNS))
        add_observations(connection, number, counts)
    desa = exported(store_with_counts, tmp_path, "61", "adm4").set_index("code")
    assert desa.loc[codes[0], ["ucj_source", "ucj_as_of", "ucj_simulated"]].tolist() == [
        "Kantor Uji",
        "2025-12-31",
        False,
    ]
    assert desa.loc[codes[1], ["ucj_source", "ucj_as_of", "ucj_simulated"]].tolist() == [
        "Kantor Lain",
        "2026-06-30",
        True,
    ]
    assert desa.loc[codes[11], ["ucj_source", "ucj_as_of", "ucj_simulated"]].isna().all()
    assert desa.loc[[codes[0], codes[11]], "ucj_share_with_data"].tolist() == [1, 0]
    whole = exported(store_with_counts, tmp_path, "00", "adm1").iloc[0]
    assert whole[["ucj_as_of", "ucj_as_of_oldest"]].tolist() == ["2026-06-30", "2025-12-31"]
    assert set(whole["ucj_source"].split("; ")) == {"Kantor Uji", "Kantor Lain"}
    assert whole["ucj_simulated"]
    assert whole["ucj_share_with_data"] == pytest.approx(5 / 12)


def test_a_count_that_stands_aside_is_no_source(store_with_counts: api.Store, tmp_path: Path) -> None:
    table = tmp_path / "atas.csv"
    table.write_text("kode;indikator;pembilang;penyebut;tanggal\n61.01;ucj;90;100;2025-12-31")
    draft = api.draft_coverage(store_with_counts, table, as_of="2025-12-31")
    assert api.commit_coverage(store_with_counts, draft, source="Angka kabupaten")
    districts = exported(store_with_counts, tmp_path, "61.01", "adm3")
    assert set(districts["ucj_source"].dropna()) == {"Kantor Uji"}
    regencies = exported(store_with_counts, tmp_path, "61", "adm2").set_index("code")
    assert regencies.loc["61.01", "ucj_source"] == "Kantor Uji"


def test_what_the_figures_rest_on_stands_beside_them(store_with_counts: api.Store, tmp_path: Path) -> None:
    for suffix in ("xlsx", "gpkg", "zip", "geojson"):
        api.export_areas(store_with_counts, tmp_path / f"desa.{suffix}", code="61", level="adm4", lang="en")
    about = pd.read_excel(tmp_path / "desa.xlsx", sheet_name="provenance", engine="openpyxl", dtype=str)
    table = pyogrio.read_dataframe(tmp_path / "desa.gpkg", layer="provenance")
    assert about["text"].tolist() == table["text"].tolist()
    (figure,) = about.loc[about["name"] == "ucj: UCJ coverage", "text"]
    assert "Source: Kantor Uji. As of 31 December 2025." in figure
    assert "5 of 12" in figure
    assert "Uji 2025" in figure
    with zipfile.ZipFile(tmp_path / "desa.zip") as archive:
        package = json.loads(archive.read("datapackage.json"))
        header = archive.read("areas.csv").decode("utf-8-sig").partition("\n")[0]
    assert [line["text"] for line in package["provenance"]] == about["text"].tolist()
    assert [field["name"] for field in package["resources"][0]["schema"]["fields"]] == header.split(",")
    assert package["sources"] == [{"title": "Kantor Uji"}]
    assert json.loads((tmp_path / "desa.geojson").read_text(encoding="utf-8"))["provenance"] == package["provenance"]


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
