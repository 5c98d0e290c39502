"""Coverage and target tables into the store: draft, commit, correction, undo."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from ucjmap import api
from ucjmap.errors import IntakeError
from ucjmap.store import read_aliases, read_current, read_dates, read_latest, read_targets

DATE = "2025-12-31"
HEADER = "kode;indikator;pembilang;penyebut;tanggal"


def write(tmp_path: Path, *lines: str, name: str = "cakupan.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def everything(store: api.Store) -> list[pd.DataFrame]:
    """All values, as the store answers."""
    with store.reading() as connection:
        frames = [read_current(connection), read_dates(connection), read_targets(connection)]
        frames += [read_latest(connection, key, "all", "2030-01-01") for key in ("ucj", "aparat_registered")]
    return [frame.sort_values(list(frame.columns), ignore_index=True) for frame in frames]


def assert_same(before: list[pd.DataFrame], after: list[pd.DataFrame]) -> None:
    for one, other in zip(before, after, strict=True):
        pd.testing.assert_frame_equal(one, other)


def counts(store: api.Store, indicator: str = "ucj", segment: str = "all") -> dict[str, tuple[int, int]]:
    with store.reading() as connection:
        rows = read_latest(connection, indicator, segment, "2030-01-01")
    return {row.unit_code: (row.numerator, row.denominator) for row in rows.itertuples()}


def commit(store: api.Store, path: Path, **options: object) -> int | None:
    return api.commit_coverage(store, api.draft_coverage(store, path, as_of=DATE, **options))


def test_a_long_table_keyed_by_code(small_store: api.Store, tmp_path: Path) -> None:
    path = write(
        tmp_path, HEADER, f"61.01.01.2001;ucj;5;10;{DATE}", f"6101012003;ucj;7;20;{DATE}", f"61.02;ucj;1;2;{DATE}"
    )
    draft = api.draft_coverage(small_store, path, as_of=DATE)
    assert draft.counts()["matched"] == draft.counts()["new"] == 3
    number = api.commit_coverage(small_store, draft, source="Kantor Uji", created_by="penguji")
    assert counts(small_store) == {"61.01.01.2001": (5, 10), "61.01.01.2003": (7, 20), "61.02": (1, 2)}
    assert number is not None
    entry = api.show_import(small_store, number)
    assert (entry["kind"], entry["source"], entry["created_by"], entry["as_of"]) == (
        "coverage",
        "Kantor Uji",
        "penguji",
        DATE,
    )
    assert entry["outcome"]["matched"] == 3


def test_a_wide_table_has_a_count_in_each_column(small_store: api.Store, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Kode Wilayah;Nama Desa;Peserta PU;Pekerja PU;Peserta BPU;Pekerja BPU",
        "61.01.01.2001;Desa 00;5;10;1;40",
        "61.01.02.2002;Desa 01;6;12;;",
    )
    assert commit(small_store, path, indicator="ucj")
    assert counts(small_store, segment="pu") == {"61.01.01.2001": (5, 10), "61.01.02.2002": (6, 12)}
    assert counts(small_store, segment="bpu") == {"61.01.01.2001": (1, 40)}


def test_a_table_of_names(small_store: api.Store, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Provinsi;Kabupaten;Kecamatan;Desa;Peserta aktif;Pekerja",
        "KALIMANTAN BARAT;Kab. Uji 1;Kec. Kecamatan 11;Desa 00;3;30",
        "Kalimantan Barat;Uji 2;Kecamatan 22;Desa 21;4;40",
        "Kalimantan Barat;Uji 2;Kecamatan 22;Tidak Ada Sama Sekali;9;90",
    )
    draft = api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj")
    assert (draft.counts()["matched"], draft.counts()["rows"]) == (2, 3)
    assert api.commit_coverage(small_store, draft)
    found = counts(small_store)
    assert sorted(found.values()) == [(3, 30), (4, 40)]
    names = api.area_tree(small_store).areas["name"]
    assert {names[code] for code in found} == {"Desa 00", "Desa 21"}


def test_a_draft_touches_nothing(small_store: api.Store, tmp_path: Path) -> None:
    before, revision = everything(small_store), small_store.revision()
    api.draft_coverage(small_store, write(tmp_path, HEADER, f"61.01.01.2001;ucj;5;10;{DATE}"), as_of=DATE)
    assert_same(before, everything(small_store))
    assert small_store.revision() == revision
    assert api.known_layouts(small_store) == {}


def test_the_same_file_twice_changes_nothing(small_store: api.Store, tmp_path: Path) -> None:
    path = write(tmp_path, HEADER, f"61.01.01.2001;ucj;5;10;{DATE}", f"61.01.02.2002;ucj;0;10;{DATE}")
    assert commit(small_store, path)
    before, revision = everything(small_store), small_store.revision()
    again = api.draft_coverage(small_store, path, as_of=DATE)
    assert (again.counts()["same"], again.counts()["new"], again.counts()["changed"]) == (2, 0, 0)
    assert api.commit_coverage(small_store, again) is None
    assert small_store.revision() == revision
    assert_same(before, everything(small_store))


def test_an_answer_computes_only_what_it_changes(
    small_store: api.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, *NAMED)
    first = api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj")
    key = next((row.sheet, int(row.row)) for row in first.rows.itertuples() if row.status is not None)
    expected = api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj", confirmed={key: "61.01.02.2002"})

    def fail(*_arguments: object, **_options: object) -> None:
        raise AssertionError("computed again")

    with monkeypatch.context() as patch:
        for name in ("coverage_drafting.read_sheets", "coverage_drafting.extract_rows", "row_matches.match_rows"):
            patch.setattr(f"ucjmap.api.loading.{name}", fail)
        again = api.draft_coverage(
            small_store, path, as_of=DATE, indicator="ucj", confirmed={key: "61.01.02.2002"}, previous=first
        )
    pd.testing.assert_frame_equal(again.rows, expected.rows)
    pd.testing.assert_frame_equal(again.changes, expected.changes)
    # Another file or another store of areas is another matter.
    assert api.commit_coverage(small_store, expected)
    other = write(tmp_path, NAMED[0], NAMED[1].replace(";4;40", ";6;40"), name="lain.csv")
    fresh = api.draft_coverage(small_store, other, as_of=DATE, indicator="ucj", previous=first)
    assert fresh.observations[["numerator", "denominator"]].to_numpy().tolist() == [[6, 40]]
    known = api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj", previous=first)
    assert known.counts()["by_method"] == {"alias": 1}


def test_names_confirmed_in_an_import_go_with_it(small_store: api.Store, tmp_path: Path) -> None:
    path = write(tmp_path, *NAMED)
    first = api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj")
    key = next((row.sheet, int(row.row)) for row in first.rows.itertuples() if row.status is not None)
    draft = api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj", confirmed={key: "61.01.02.2002"})
    number = api.commit_coverage(small_store, draft, created_by="Ani")
    entries = api.export_aliases(small_store)
    assert entries[["code", "created_by", "import_id"]].to_numpy().tolist() == [["61.01.02.2002", "Ani", number]]
    assert number
    api.undo_import(small_store, number)
    assert api.export_aliases(small_store).empty
    assert api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj").counts()["matched"] == 0


def test_a_name_that_was_taken_out_can_come_back(small_store: api.Store, tmp_path: Path) -> None:
    columns = ["level", "parent_code", "name", "code", "source"]
    entry = ("adm4", "61.01.02", "Kampung Lama", "61.01.02.2002", "confirmed")
    api.import_aliases(small_store, pd.DataFrame([entry], columns=columns), file_name="nama.csv", created_by="Budi")
    removed = api.remove_alias(small_store, level=entry[0], parent_code=entry[1], name=entry[2])
    path = write(tmp_path, *NAMED)
    assert api.export_aliases(small_store).empty
    assert api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj").counts()["matched"] == 0
    api.undo_import(small_store, removed)
    assert api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj").counts()["matched"] == 1
    assert api.list_imports(small_store)["kind"].tolist()[:2] == ["aliases", "aliases"]


def test_a_correction_supersedes_and_an_undo_restores(small_store: api.Store, tmp_path: Path) -> None:
    assert commit(
        small_store, write(tmp_path, HEADER, f"61.01.01.2001;ucj;5;10;{DATE}", f"61.01.02.2002;ucj;1;10;{DATE}")
    )
    before = everything(small_store)
    path = write(
        tmp_path, HEADER, f"61.01.01.2001;ucj;6;10;{DATE}", f"61.01.02.2002;ucj;1;10;{DATE}", name="koreksi.csv"
    )
    draft = api.draft_coverage(small_store, path, as_of=DATE)
    assert draft.changes.set_index("unit_code")["change"].to_dict() == {
        "61.01.01.2001": "changed",
        "61.01.02.2002": "same",
    }
    assert draft.changes["before_numerator"].tolist() == [5, 1]
    number = api.commit_coverage(small_store, draft)
    assert number
    assert counts(small_store)["61.01.01.2001"] == (6, 10)
    assert api.area_values(small_store, "00", "adm1", "ucj").area["numerator"] == 7
    api.undo_import(small_store, number)
    assert_same(before, everything(small_store))
    assert api.area_values(small_store, "00", "adm1", "ucj").area["numerator"] == 6


def test_an_undone_file_may_come_again(small_store: api.Store, tmp_path: Path) -> None:
    path = write(tmp_path, HEADER, f"61.01.01.2001;ucj;5;10;{DATE}")
    first = commit(small_store, path)
    assert first
    api.undo_import(small_store, first)
    assert counts(small_store) == {}
    assert commit(small_store, path)
    assert counts(small_store) == {"61.01.01.2001": (5, 10)}


def test_bad_rows_stay_out_and_say_why(small_store: api.Store, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        HEADER,
        f"61.01.01.2001;ucj;5;10;{DATE}",
        f"61.01.02.2002;ucj;-5;10;{DATE}",
        f"99.99.99.9999;ucj;5;10;{DATE}",
        f"61.01.01.2003;ucj;banyak;10;{DATE}",
    )
    draft = api.draft_coverage(small_store, path, as_of=DATE)
    assert set(draft.errors["row"]) == {3, 4, 5}
    assert draft.counts()["refused"] == 3
    table = api.issues_table("en", draft)
    assert len(table) == len(draft.issues)
    assert not table["What is to be looked at"].str.contains(r"\{\w+\}").any()
    assert api.commit_coverage(small_store, draft)
    assert counts(small_store) == {"61.01.01.2001": (5, 10)}


def test_a_file_of_which_no_row_can_be_stored_is_refused(small_store: api.Store, tmp_path: Path) -> None:
    draft = api.draft_coverage(small_store, write(tmp_path, HEADER, f"99.99.99.9999;ucj;5;10;{DATE}"), as_of=DATE)
    revision = small_store.revision()
    with pytest.raises(IntakeError) as caught:
        api.commit_coverage(small_store, draft)
    assert caught.value.code == "nothing_to_store"
    assert small_store.revision() == revision


LIST = (
    "Daftar desa yang aparatnya belum terdaftar",
    "No;Kabupaten;Kecamatan;Desa",
    "1;Uji 1;Kecamatan 11;Desa 00",
    "2;Uji 1;Kecamatan 12;Desa 01",
)


def test_a_list_of_one_kabupaten_never_speaks_for_its_province_by_itself(
    small_store: api.Store, tmp_path: Path
) -> None:
    path = write(tmp_path, *LIST)
    draft = api.draft_coverage(small_store, path, as_of=DATE)
    assert draft.is_blocked
    assert "list_scope_unknown" in set(draft.errors["reason"])
    with pytest.raises(IntakeError):
        api.commit_coverage(small_store, draft)
    of_regency = api.draft_coverage(small_store, path, as_of=DATE, scope="61.01")
    assert not of_regency.is_blocked
    assert set(of_regency.observations["unit_code"].str[:5]) == {"61.01"}
    of_province = api.draft_coverage(small_store, path, as_of=DATE, scope="61")
    assert len(of_province.observations) > len(of_regency.observations)


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("Daftar desa yang aparatnya belum terdaftar Kabupaten Ketapang", "61.04"),
        ("DAFTAR DESA BELUM TERDAFTAR APARAT KABUPATEN KETAPANG PROVINSI KALIMANTAN BARAT TAHUN 2025", "61.04"),
        ("Daftar desa belum terdaftar aparat Provinsi Kalimantan Barat per 31 Desember 2025", "61"),
    ],
)
def test_a_title_says_which_area_a_list_is_about(demo_store: api.Store, tmp_path: Path, title: str, scope: str) -> None:
    path = write(tmp_path, title, "No;Kecamatan;Desa", "1;Matan Hilir Utara;Kuala Tolak")
    draft = api.draft_coverage(demo_store, path, as_of=DATE)
    assert draft.scope == scope
    assert "list_scope" in set(draft.warnings["reason"])
    assert set(draft.observations["unit_code"].str.startswith(scope)) == {True}


def test_a_list_that_says_too_little_asks_what_it_is_of(small_store: api.Store, tmp_path: Path) -> None:
    path = write(tmp_path, "Daftar desa", *LIST[1:])
    draft = api.draft_coverage(small_store, path, as_of=DATE, scope="61")
    assert draft.is_blocked
    assert "list_of_what" in set(draft.errors["reason"])
    told = api.draft_coverage(
        small_store, path, as_of=DATE, scope="61", list_of="unregistered", indicator="bpd_registered"
    )
    assert not told.is_blocked
    assert set(told.observations["indicator"]) == {"bpd_registered"}


def test_a_list_of_unregistered_desa_speaks_of_all_desa(small_store: api.Store, tmp_path: Path) -> None:
    draft = api.draft_coverage(small_store, write(tmp_path, *LIST), as_of=DATE, expected_count=3, scope="61")
    assert draft.layout.shape == "list"
    assert "list_count_differs" in set(draft.warnings["reason"])
    assert not draft.is_blocked
    assert api.commit_coverage(small_store, draft)
    registered = counts(small_store, "aparat_registered")
    unregistered = {code for code, count in registered.items() if count == (0, 1)}
    names = api.area_tree(small_store).areas["name"]
    assert {names[code] for code in unregistered} == {"Desa 00", "Desa 01"}
    assert {count for code, count in registered.items() if code not in unregistered} == {(1, 1)}


def test_a_list_with_an_open_row_is_blocked_until_it_is_settled(small_store: api.Store, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Daftar desa yang aparatnya belum terdaftar",
        "No;Kabupaten;Kecamatan;Desa",
        "1;Uji 1;Kecamatan 11;Desa 00",
        "2;Uji 1;Kecamatan 12;Dusun Entah",
    )
    revision = small_store.revision()
    draft = api.draft_coverage(small_store, path, as_of=DATE, scope="61")
    assert draft.is_blocked
    with pytest.raises(IntakeError) as caught:
        api.commit_coverage(small_store, draft)
    assert caught.value.code == "list_incomplete"
    assert small_store.revision() == revision
    key = next((row.sheet, int(row.row)) for row in draft.rows.itertuples() if row.status in ("proposed", "refused"))
    settled = api.draft_coverage(small_store, path, as_of=DATE, confirmed={key: "61.01.02.2002"}, scope="61")
    assert not settled.is_blocked
    assert api.commit_coverage(small_store, settled)
    assert counts(small_store, "aparat_registered")["61.01.02.2002"] == (0, 1)


NAMED = (
    "Provinsi;Kabupaten;Kecamatan;Desa;Peserta aktif;Pekerja",
    "Kalimantan Barat;Uji 1;Kecamatan 12;Kampung Lama;4;40",
)


def test_a_confirmed_choice_is_known_to_the_next_file(small_store: api.Store, tmp_path: Path) -> None:
    path = write(tmp_path, *NAMED)
    draft = api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj")
    assert draft.counts()["matched"] == 0
    key = next((row.sheet, int(row.row)) for row in draft.rows.itertuples() if row.status is not None)
    chosen = api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj", confirmed={key: "61.01.02.2002"})
    assert chosen.counts()["by_method"] == {"confirmed": 1}
    assert api.commit_coverage(small_store, chosen)
    with small_store.reading() as connection:
        assert read_aliases(connection)[["code", "source"]].to_numpy().tolist() == [["61.01.02.2002", "confirmed"]]
    next_file = write(tmp_path, NAMED[0], NAMED[1].replace(";4;40", ";5;40"), name="berikut.csv")
    assert api.draft_coverage(small_store, next_file, as_of=DATE, indicator="ucj").counts()["matched"] == 1


def test_a_confirmed_choice_is_known_also_where_the_counts_were_there_already(
    small_store: api.Store, tmp_path: Path
) -> None:
    assert commit(small_store, write(tmp_path, HEADER, f"61.01.02.2002;ucj;4;40;{DATE}"))
    path = write(tmp_path, *NAMED, name="nama.csv")
    draft = api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj")
    key = next((row.sheet, int(row.row)) for row in draft.rows.itertuples() if row.status is not None)
    chosen = api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj", confirmed={key: "61.01.02.2002"})
    assert api.commit_coverage(small_store, chosen) is None
    assert api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj").counts()["matched"] == 1


def test_aliases_travel_to_another_store(small_store: api.Store, tmp_path: Path) -> None:
    entries = pd.DataFrame(
        [("adm4", "61.01.02", "Kampung Lama", "61.01.02.2002", "kantor")],
        columns=["level", "parent_code", "name", "code", "source"],
    )
    path = write(tmp_path, *NAMED)
    assert api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj").counts()["matched"] == 0
    assert api.import_aliases(small_store, entries) == 1
    assert api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj").counts()["matched"] == 1
    pd.testing.assert_frame_equal(api.export_aliases(small_store)[list(entries)], entries, check_dtype=False)


def test_the_layout_of_a_file_is_remembered(small_store: api.Store, tmp_path: Path) -> None:
    path = write(tmp_path, HEADER, f"61.01.01.2001;ucj;5;10;{DATE}")
    draft = api.draft_coverage(small_store, path, as_of=DATE)
    assert api.commit_coverage(small_store, draft)
    assert api.known_layouts(small_store) == {draft.layout.fingerprint: draft.layout}


def test_the_report_gives_every_row_back_and_runs_nothing(small_store: api.Store, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "Kode;Desa;Peserta aktif;Pekerja;=HYPERLINK(1)",
        '61.01.01.2001;=1+1;5;10;"=cmd"',
        "61.01.02.9999;@Desa;5;10;+1",
    )
    out = tmp_path / "laporan.xlsx"
    draft = api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj")
    api.write_report(draft, out, lang="id")
    sheets = pd.read_excel(out, sheet_name=None, dtype=str, engine="openpyxl", header=None)
    rows = next(iter(sheets.values()))
    assert rows.isin(["61.01.01.2001"]).any(axis=None)
    assert not rows.map(lambda cell: isinstance(cell, str) and cell[:1] in ("=", "@", "+")).any(axis=None)


def test_the_report_accounts_for_every_row(small_store: api.Store, tmp_path: Path) -> None:
    path = write(
        tmp_path, "REKAP;;", ";;", "Kode;Peserta aktif;Pekerja", "61.01.01.2001;5;10", "61.01.02.9999;5;10", ";;",
        "JUMLAH;10;20",
    )  # fmt: skip
    draft = api.draft_coverage(small_store, path, as_of=DATE, indicator="ucj")
    api.write_report(draft, tmp_path / "laporan.xlsx", lang="en")
    rows, _, account = pd.read_excel(
        tmp_path / "laporan.xlsx", sheet_name=None, header=None, engine="openpyxl"
    ).values()
    counted = rows.iloc[:, -3].value_counts()
    stated = account.dropna().set_index(0)[1]
    keys = ["Matched", "To be confirmed", "Refused", "Title or total"]
    assert [counted.get(key, 0) for key in keys] == stated[keys].tolist() == [1, 0, 1, 2]
    assert stated["Rows of the file"] == stated[keys].sum()
    assert counted.get("Empty row", 0) == stated["Empty row"] == 2
    # The row of the headings carries the headings of the three columns.
    assert len(rows) == stated["Rows of the file"] + stated["Empty row"] + stated["Row of headings"] == 7


def test_two_columns_of_one_meaning_are_both_left_out(small_store: api.Store, tmp_path: Path) -> None:
    path = write(tmp_path, "Kode;Peserta aktif;Pekerja;Lain", "61.01.01.2001;5;10;7")
    draft = api.draft_coverage(small_store, path, as_of=DATE)
    assert draft.layout.alike() == ()
    assert draft.observations[["numerator", "denominator"]].to_numpy().tolist() == [[5, 10]]
    twice = draft.layout.with_meaning(3, draft.layout.columns[1].meaning)
    assert [[column.heading for column in columns] for columns in twice.alike()] == [["Peserta aktif", "Lain"]]
    again = api.draft_coverage(small_store, path, as_of=DATE, layout=twice)
    assert again.observations.empty
    assert "columns_alike" in set(again.errors["reason"])


def test_what_another_person_stored_meanwhile_is_not_stored_twice(small_store: api.Store, tmp_path: Path) -> None:
    path = write(tmp_path, HEADER, f"61.01.01.2001;ucj;5;10;{DATE}")
    drafts = [api.draft_coverage(small_store, path, as_of=DATE) for _ in range(2)]
    assert api.commit_coverage(small_store, drafts[0])
    assert drafts[1].is_outdated(small_store)
    assert api.commit_coverage(small_store, drafts[1]) is None
    assert not api.draft_coverage(small_store, path, as_of=DATE).is_outdated(small_store)


def put_targets(store: api.Store, path: Path, **options: object) -> api.TargetsReport:
    return api.import_targets(store, path, **options)


def rates(store: api.Store) -> dict[tuple[str, int, str], float]:
    return {(target.unit_code, target.year, target.issuer): target.rate for target in api.all_targets(store)}


def test_targets_are_taken_in_corrected_and_taken_back(small_store: api.Store, tmp_path: Path) -> None:
    header = "kode;tahun;penerbit;target"
    path = write(tmp_path, header, "61;2026;RPJMD;60,8 %", "61.01;2026;Bupati;55 %", name="target.csv")
    trial = put_targets(small_store, path, dry_run=True)
    assert trial.import_id is None
    assert rates(small_store) == {}
    assert put_targets(small_store, path).import_id
    first = {("61", 2026, "RPJMD"): pytest.approx(0.608), ("61.01", 2026, "Bupati"): pytest.approx(0.55)}
    assert rates(small_store) == first
    assert put_targets(small_store, path).import_id is None
    path = write(tmp_path, header, "61;2026;RPJMD;61 %", "61.01;2026;Bupati;55 %", name="koreksi.csv")
    number = put_targets(small_store, path).import_id
    assert number
    assert rates(small_store)[("61", 2026, "RPJMD")] == pytest.approx(0.61)
    api.undo_import(small_store, number)
    assert rates(small_store) == first


def test_targets_that_contradict_each_other_are_refused(small_store: api.Store, tmp_path: Path) -> None:
    rows = ["61;2026;RPJMD;60 %", "61;2026;RPJMD;65 %", "61.01;2026;RPJMD;55 %", "61.01;2026;RPJMD;55,0 %"]
    report = put_targets(small_store, write(tmp_path, "kode;tahun;penerbit;target", *rows, name="target.csv"))
    assert rates(small_store) == {("61.01", 2026, "RPJMD"): pytest.approx(0.55)}
    assert report.issues["row"].tolist() == [2, 3]
    assert set(api.issues_table("id", report).iloc[:, -1]) == {
        "Tabel memuat 2 target yang berbeda untuk wilayah ini, tahun 2026, dari RPJMD; tidak ada yang diambil."
        " Pertahankan satu saja."
    }
    assert (report.counts()["refused"], report.counts()["targets"], report.new) == (2, 1, 1)


def test_a_target_of_an_unknown_area_is_no_target(small_store: api.Store, tmp_path: Path) -> None:
    path = write(tmp_path, "kode;tahun;penerbit;target", "99;2026;RPJMD;60 %", name="target.csv")
    with pytest.raises(IntakeError) as caught:
        put_targets(small_store, path)
    assert caught.value.code == "no_targets"


def test_rows_found_in_another_kabupaten_and_hidden_sheets_are_said(demo_store: api.Store, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Catatan"])
    hidden = book.create_sheet("Lama")
    hidden.sheet_state = "hidden"
    for row in (
        ["KABUPATEN CILACAP"],
        ["Kecamatan", "Desa", "Jumlah Aparat", "Aparat Terdaftar"],
        ["Lumbir", "Cirahab", 9, 4],
        ["Kedungreja", "Tambakreja", 8, 8],
    ):
        hidden.append(row)
    book.save(tmp_path / "lama.xlsx")
    draft = api.draft_coverage(demo_store, tmp_path / "lama.xlsx", as_of=DATE)
    lines = {(line.reason, line.severity): line for line in draft.issues.itertuples()}
    assert draft.counts()["matched"] == 2
    assert lines["other_regency", "warning"].row == 3
    assert "Banyumas" in api.say_reason("en", "other_regency", lines["other_regency", "warning"].detail)
    assert ("hidden_sheet", "warning") in lines
    api.write_report(draft, tmp_path / "laporan.xlsx", lang="en")
    page = openpyxl.load_workbook(tmp_path / "laporan.xlsx")["Sheet"]
    assert [cell.value for cell in page[1]][:2] == ["Catatan", "On a sheet that was not read"]
