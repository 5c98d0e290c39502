"""BPS codes to Kemendagri codes: from polygons of both editions, from a file, and what a coverage file makes of them."""

from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from shapely.geometry import box

from tests import boundary_files
from ucjmap import api
from ucjmap.errors import IntakeError, MatchingError

DATE = "2025-12-31"
#: Desa by the grid of ``boundary_files.make_areas``: columns from west to east, rows from south to north.
SPLIT, MERGED_A, MERGED_B = "6101010901", "6102010902", "6102020903"


@pytest.fixture
def bps_file(tmp_path: Path) -> Path:
    """The grid as BPS drew it earlier: the first two desa were one, and the last desa was two."""
    areas = boundary_files.make_areas()
    old = areas.drop(index=[0, 1, 11])
    first, last = areas.loc[[0, 1]], areas.loc[11]
    west, south, east, north = last.geometry.bounds
    middle = (south + north) / 2
    extra = [
        {**areas.loc[0].to_dict(), "bps_code": SPLIT, "village": "Desa Induk", "geometry": first.union_all()},
        {**last.to_dict(), "bps_code": MERGED_A, "village": "Selatan", "geometry": box(west, south, east, middle)},
        {**last.to_dict(), "bps_code": MERGED_B, "village": "Utara", "geometry": box(west, middle, east, north)},
    ]
    together = gpd.GeoDataFrame(pd.concat([old, gpd.GeoDataFrame(extra, crs=areas.crs)], ignore_index=True))
    return boundary_files.write(boundary_files.lay_out(together, "cod-ab"), tmp_path, "gpkg")


def write(folder: Path, *lines: str, name: str = "tabel.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def coverage(folder: Path, codes: Sequence[str]) -> Path:
    return write(folder, "Kode BPS;Peserta aktif;Pekerja", *(f"{code};4;40" for code in codes), name="cakupan.csv")


def draft(store: api.Store, path: Path) -> api.CoverageDraft:
    return api.draft_coverage(store, path, as_of=DATE, indicator="ucj")


def test_polygons_of_two_editions_convert_the_codes(small_store: api.Store, bps_file: Path, tmp_path: Path) -> None:
    desa = boundary_files.make_areas()
    whole = [code for place, code in enumerate(desa["bps_code"]) if place not in (0, 1, 11)]
    table = coverage(tmp_path, [*whole, SPLIT, MERGED_A])
    assert draft(small_store, table).counts()["matched"] == 0

    steps: list[str] = []
    report = api.build_crosswalk(small_store, bps_file, progress=lambda _done, _total, what: steps.append(what))
    assert report.counts()["desa_codes"] == len(whole) + 3
    assert {key: report.counts()[key] for key in ("same", "split", "merged", "changed")} == {
        "same": len(whole), "split": 1, "merged": 2, "changed": 0,
    }  # fmt: skip
    assert "overlap" in steps

    found = draft(small_store, table)
    rows = found.rows[found.rows["status"].notna()].set_index("code")
    expected = dict(zip(desa["bps_code"], desa["code"], strict=True))
    assert rows.loc[whole, "matched_code"].tolist() == [expected[code] for code in whole]
    assert set(rows.loc[whole, "method"]) == {"bps_code"}
    # Nothing may be divided in silence: the parts are named, and no count is stored.
    assert rows.at[SPLIT, "status"] == "refused"
    assert sorted(rows.at[SPLIT, "candidates"]) == sorted(desa["code"][:2])
    assert rows.at[MERGED_A, "status"] == "proposed"
    assert rows.at[MERGED_A, "candidates"] == [desa["code"][11]]
    assert not set(found.observations["unit_code"]) & {*desa["code"][:2], desa["code"][11]}
    reasons = found.issues.set_index("row")["reason"].to_dict()
    assert {"bps_split", "bps_merged"} <= set(reasons.values())
    text = " ".join(api.issues_table("id", found).iloc[:, -1])
    assert all(code in text for code in desa["code"][:2])


def test_the_name_of_a_part_does_not_settle_a_split(small_store: api.Store, bps_file: Path, tmp_path: Path) -> None:
    api.build_crosswalk(small_store, bps_file)
    heading = "Provinsi;Kabupaten;Kecamatan;Desa;Kode BPS;Peserta aktif;Pekerja"
    row = f"Kalimantan Barat;Uji 1;Kecamatan 11;Desa 00;{SPLIT};4;40"
    found = draft(small_store, write(tmp_path, heading, row))
    assert found.counts()["refused"] == 1
    assert found.observations.empty


def test_the_same_again_changes_nothing_and_undo_takes_it_back(small_store: api.Store, bps_file: Path) -> None:
    assert api.build_crosswalk(small_store, bps_file, dry_run=True).import_id is None
    assert api.show_crosswalk(small_store).empty
    first = api.build_crosswalk(small_store, bps_file, created_by="Ani").import_id
    assert first
    assert api.build_crosswalk(small_store, bps_file).import_id is None
    pairs = api.show_crosswalk(small_store)
    assert set(pairs["edition_to"]) == {"Uji 2025"}
    assert len(api.show_crosswalk(small_store, code=SPLIT)) == 2
    assert api.show_import(small_store, first)["kind"] == "crosswalk"
    api.undo_import(small_store, first)
    assert api.show_crosswalk(small_store).empty


def test_a_stored_edition_serves_though_it_is_not_current(
    small_store: api.Store, bps_file: Path, tmp_path: Path
) -> None:
    assert api.import_boundaries(small_store, bps_file, edition="BPS 2020").import_id
    areas = boundary_files.lay_out(boundary_files.make_areas(), "big")
    newer = boundary_files.write(areas, tmp_path, "geojson")
    assert api.import_boundaries(small_store, newer, edition="Uji 2026").import_id
    report = api.build_crosswalk(small_store)
    assert set(report.pairs["edition_from"]) == {"BPS 2020"}
    assert set(report.pairs["edition_to"]) == {"Uji 2026"}
    assert report.counts()["split"] == 1
    with pytest.raises(MatchingError):
        api.build_crosswalk(small_store, bps_edition="tidak ada")


def test_model_boundaries_and_missing_ones_are_refused(demo_store: api.Store, bps_file: Path, tmp_path: Path) -> None:
    with pytest.raises(MatchingError) as refused:
        api.build_crosswalk(demo_store, bps_file)
    assert refused.value.code == "no_kemendagri_boundaries"
    other = boundary_files.write(boundary_files.lay_out(boundary_files.make_areas(), "big"), tmp_path, "geojson")
    with pytest.raises(MatchingError) as refused:
        api.build_crosswalk(demo_store, other)
    assert refused.value.code == "no_bps_boundaries"


def test_cancelling_leaves_the_store_as_it_was(small_store: api.Store, bps_file: Path) -> None:
    def stop(_done: int, _total: int, what: str) -> None:
        if what == "overlap":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        api.build_crosswalk(small_store, bps_file, progress=stop)
    assert api.show_crosswalk(small_store).empty


FILE = (
    "Tabel kode wilayah;;;",
    "No;KODE BPS;Nama;Kode Kemendagri (2025)",
    "1;ID6101019001;Satu;61.01.01.2001",
    "2;'6101019002;Dua;6101012003",
    "3;6101019003;Tiga A;61.01.02.2002",
    "4;6101019003;Tiga B;61.02.01.2001",
    "5;610101900;Kurang;61.02.01.2003",
    "6;6101019005;Tak dikenal;61.09.01.2003",
    "7;6101019006;Kecamatan;61.01.02",
    "8;6101019007;;",
    ";;;",
)


def test_a_table_of_codes_is_taken_in_row_by_row(small_store: api.Store, tmp_path: Path) -> None:
    report = api.import_crosswalk(small_store, write(tmp_path, *FILE), source="Diskominfo")
    assert report.read == 8
    assert dict(zip(report.issues["row"], report.issues["reason"], strict=True)) == {
        7: "bad_bps_code", 8: "unknown_code", 9: "levels_differ", 10: "no_code",
    }  # fmt: skip
    assert len(report.pairs) + report.counts()["refused"] == report.read
    assert (report.counts()["same"], report.counts()["split"]) == (2, 1)
    found = draft(small_store, coverage(tmp_path, ["6101019001", "6101019002", "6101019003"]))
    rows = found.rows[found.rows["status"].notna()]
    assert rows["status"].tolist() == ["matched", "matched", "refused"]
    assert rows["matched_code"].tolist()[:2] == ["61.01.01.2001", "61.01.01.2003"]


def test_refused_rows_of_several_sheets_are_all_counted(small_store: api.Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Lain")):
        sheet.append(["Kode BPS", "Kode Kemendagri"])
        sheet.append(["610101900", "61.01.01.2001"])
    book.active.append(["6101019001", "61.01.01.2001"])
    book.save(tmp_path / "kode.xlsx")
    report = api.import_crosswalk(small_store, tmp_path / "kode.xlsx", dry_run=True)
    assert (report.read, len(report.pairs), report.counts()["refused"]) == (3, 1, 2)


def test_an_exported_table_means_the_same_when_it_comes_back(
    small_store: api.Store, bps_file: Path, tmp_path: Path
) -> None:
    api.build_crosswalk(small_store, bps_file)
    before = api.show_crosswalk(small_store)
    path = tmp_path / "keluar.csv"
    before.to_csv(path, index=False)
    report = api.import_crosswalk(small_store, path)
    assert report.import_id
    assert report.counts()["refused"] == 0
    key = ["bps_code", "code", "relation"]
    after = api.show_crosswalk(small_store)
    assert sorted(after[key].itertuples(index=False)) == sorted(before[key].itertuples(index=False))


def test_a_file_without_codes_is_refused(small_store: api.Store, tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as refused:
        api.import_crosswalk(small_store, write(tmp_path, "Kode BPS;Nama", "6101019001;Satu"))
    assert refused.value.code == "no_crosswalk_columns"
    with pytest.raises(MatchingError) as refused:
        api.import_crosswalk(small_store, write(tmp_path, "Kode BPS;Kode Kemendagri", "abc;61.01.01.2001"))
    assert refused.value.code == "no_pairs"
