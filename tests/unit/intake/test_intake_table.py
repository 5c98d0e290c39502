import json
from typing import Any

import pandas as pd
import pytest

from tests.unit.intake.tables import extract, sheet
from ucjmap.errors import IntakeError
from ucjmap.intake import ColumnMeaning, Layout, guess_layout

HEAD: list[Any] = ["No", "Kecamatan", "Nama Desa", "Jumlah Aparat", "Terdaftar", "Ket."]
TITLED = (
    ["DATA PERANGKAT DESA"],
    ["KABUPATEN SAMBAS TAHUN 2025 POSISI 31 OKTOBER 2025"],
    [],
    HEAD,
    [1, "Sambas", "Dalam Kaum", 10, 5, ""],
    [2, "", "Kota Baru", 9, "-", ""],
    [3, "Jawai", "Sentebang", 8, 8, ""],
    ["JUMLAH", "", "", 27, 13, ""],
    [],
    ["", "", "", "", "", "Sambas, 31 Oktober 2025"],
    ["", "Camat Sambas"],
)


def _kinds(*rows: list[Any], **more: Any) -> list[str]:
    return extract(sheet(*rows, **more))[1].rows["kind"].tolist()


def _rows(*rows: list[Any], **more: Any) -> pd.DataFrame:
    return extract(sheet(*rows, **more))[1].rows.set_index("row")


def test_a_titled_table() -> None:
    layout, read = extract(sheet(*TITLED))
    rows = read.rows.set_index("row")
    assert rows["kind"].tolist() == [
        "title",
        "title",
        "blank",
        "heading",
        "data",
        "data",
        "data",
        "total",
        "blank",
        "note",
        "note",
    ]
    assert rows.loc[5, "regency"] == "KABUPATEN SAMBAS"
    assert rows.loc[[5, 6, 7], "district"].tolist() == ["Sambas", "Sambas", "Jawai"]
    assert layout.as_of == "2025-10-31"
    assert layout.columns[4].meaning == ColumnMeaning("value", "aparat", "all", "numerator")
    assert rows.loc[6, layout.columns[4].key] == "-"


def test_a_wide_table_with_many_columns_of_its_own_is_found() -> None:
    own = [f"Uraian tambahan {number}" for number in range(30)]
    heading = ["No", "Kecamatan", "Desa", "Peserta aktif", "Pekerja", *own]
    layout, read = extract(sheet(["REKAP"], heading, [1, "Sambas", "Sekura", 5, 10, *["abc"] * 30]))
    assert layout.tables[0].last_heading == 2
    assert read.rows["kind"].tolist() == ["title", "heading", "data"]
    assert read.rows.loc[2, "village"] == "Sekura"


def test_a_layout_survives_json_and_is_remembered_by_its_headings() -> None:
    layout = guess_layout([sheet(*TITLED)])
    assert Layout.from_dict(json.loads(json.dumps(layout.to_dict()))) == layout
    taught = layout.with_meaning(5, ColumnMeaning("ignore"))
    other = sheet(HEAD, [1, "Toho", "Pak Laheng", 4, 4, "baik"])
    again = guess_layout([other], {taught.fingerprint: taught})
    assert again.columns[5].meaning == ColumnMeaning("ignore")
    assert again.tables[0].first_heading == 1
    assert guess_layout([other]).columns[5].meaning == ColumnMeaning("note")


def test_the_user_may_change_a_meaning_and_then_nothing_is_asked() -> None:
    layout = guess_layout([sheet(["Nama Desa", "Terdaftar"], ["Sekura", 3], ["Pasir", 12])])
    (asked,) = [column for column in layout.columns if not column.sure]
    assert asked.heading == "Terdaftar"
    answered = layout.with_meaning(asked.index, ColumnMeaning("value", "bpd", "all", "numerator"))
    assert all(column.sure for column in answered.columns)


@pytest.mark.parametrize(
    "name", ["Kota Baru", "Sumber Rejo", "Kepala Siring", "Totalan", "Kotabaru", "Jumlahan", "Pagelaran"]
)
@pytest.mark.parametrize("figure", [5, ""])
def test_a_desa_is_never_taken_for_a_heading_a_note_or_a_total(name: str, figure: Any) -> None:
    rows = (["Nama Desa", "Jumlah Aparat"], ["Sekura", 4], [name, figure], ["Pasir", 3])
    assert _kinds(*rows) == ["heading", "data", "data", "data"]


@pytest.mark.parametrize("name", ["Kota Baru", "Sumber Rejo", "SEKURA", "Kepala Siring"])
def test_a_list_of_names_alone_keeps_every_name(name: str) -> None:
    assert _kinds(["Nama Desa"], ["Pasir"], [name], ["Toho"]) == ["heading", "data", "data", "data"]


@pytest.mark.parametrize(
    ("label", "district"),
    [
        ("Kecamatan Sambas", "Sambas"),
        ("KEC. SAMBAS", "SAMBAS"),
        ("A. KECAMATAN SAMBAS", "SAMBAS"),
        ("I. Kec. Sambas", "Sambas"),
        ("Kecamatan : Sambas", "Sambas"),
    ],
)
def test_sub_headings_carry_down(label: str, district: str) -> None:
    rows = _rows(
        ["No", "Nama Desa", "Jumlah Aparat"], [label], [1, "Sekura", 3], ["Kecamatan Jawai"], [2, "Sentebang", 4]
    )
    assert rows["kind"].tolist() == ["heading", "subheading", "data", "subheading", "data"]
    assert rows.loc[3, "district"] == district
    assert rows.loc[5, "district"] == "Jawai"


def test_a_sub_heading_of_a_kabupaten_ends_the_kecamatan_above() -> None:
    rows = _rows(
        ["No", "Nama Desa", "Jumlah Aparat"], ["KABUPATEN SAMBAS"], ["Kec. Sambas"], [1, "Sekura", 3],
        ["KABUPATEN MEMPAWAH"], [2, "Pasir", 3], ["Kec. Toho"], [3, "Pak Laheng", 3],
    )  # fmt: skip
    assert rows.loc[6, ["regency", "district"]].tolist() == ["KABUPATEN MEMPAWAH", None]
    assert rows.loc[8, ["regency", "district"]].tolist() == ["KABUPATEN MEMPAWAH", "Toho"]


def test_sub_headings_with_a_letter_and_a_bare_name() -> None:
    rows = _rows(
        ["No", "Nama Desa", "Aparat Terdaftar"],
        ["A", "SAMBAS"],
        [1, "Sekura", 3],
        [2, "Pasir", 4],
        ["B", "JAWAI"],
        [1, "Toho", 5],
    )
    assert rows["kind"].tolist() == ["heading", "subheading", "data", "data", "subheading", "data"]
    assert rows.loc[6, "district"] == "JAWAI"


def test_a_table_of_kecamatan_is_data_though_its_names_say_kecamatan() -> None:
    assert _kinds(["No", "Kecamatan", "Peserta"], [1, "Kecamatan Sambas", 4], [2, "Kec. Jawai", 5]) == [
        "heading",
        "data",
        "data",
    ]


def test_a_blank_in_a_full_column_stays_blank() -> None:
    rows = _rows(
        ["Kecamatan", "Desa", "BPD"],
        ["Sambas", "A", 1],
        ["Sambas", "B", 1],
        ["", "C", 7],
        ["Jawai", "D", 1],
        ["Jawai", "E", 9],
    )
    assert rows.loc[4, "district"] is None


def test_merged_kecamatan_cells_are_filled_down() -> None:
    rows = _rows(
        ["Kecamatan", "Desa", "BPD"], ["Sambas", "A", 1], ["", "B", 1], ["Jawai", "C", 7], ["Jawai", "D", 7],
        merged=((1, 0, 2, 0),),
    )  # fmt: skip
    assert rows["district"].tolist() == [None, "Sambas", "Sambas", "Jawai", "Jawai"]


@pytest.mark.parametrize(
    "label",
    [
        "Jumlah",
        "TOTAL",
        "Sub total",
        "Sub-Total Kecamatan",
        "JUMLAH KESELURUHAN",
        "Grand Total",
        "T O T A L",
        "Rata-rata",
    ],
)
def test_totals(label: str) -> None:
    assert _kinds(["No", "Nama Desa", "BPD"], [1, "Sekura", 4], [2, "Pasir", 5], ["", label, 9])[-1] == "total"
    assert _kinds(["No", "Nama Desa", "BPD"], [1, "Sekura", 4], [2, "Pasir", 5], [label, "", 9])[-1] == "total"


def test_sums_without_a_word_are_a_total_and_a_missing_name_is_data() -> None:
    kinds = _kinds(["Nama Desa", "BPD"], ["Sekura", 4], ["", 2], ["Pasir", 5], ["", 11])
    assert kinds == ["heading", "data", "data", "data", "total"]


def test_headings_repeated_on_every_page_and_prepared_empty_rows() -> None:
    head = ["No", "Nama Desa", "BPD"]
    assert _kinds(head, [1, 2, 3], [1, "Sekura", 4], head, [2, "Pasir", 5], [3, "", ""]) == [
        "heading", "heading", "data", "heading", "data", "blank",
    ]  # fmt: skip


def test_notes_at_the_foot() -> None:
    kinds = _kinds(
        ["No", "Nama Desa", "BPD"], [1, "Sekura", 4], ["Keterangan: data sementara"], ["*) belum lengkap"],
        ["", "Mengetahui"], ["", "Budi, S.Sos"], ["", "NIP. 197001011990031001"],
    )  # fmt: skip
    assert kinds == ["heading", "data", *["note"] * 5]


def test_hidden_rows_are_taken() -> None:
    _, read = extract(sheet(["No", "Nama Desa", "BPD"], [1, "Sekura", 4], [2, "Pasir", 5], hidden_rows=frozenset({3})))
    assert read.rows["kind"].tolist() == ["heading", "data", "hidden"]
    assert len(read.data) == 2


def test_grouped_headings_without_merged_cells() -> None:
    layout, _ = extract(
        sheet(
            ["No", "Nama Desa", "Aparat", "", "BPD", "", "Ket"],
            ["", "", "Jumlah", "Terdaftar", "Jumlah", "Terdaftar", ""],
            [1, "Sekura", 9, 4, 7, 2, ""],
        )
    )
    assert [column.heading for column in layout.columns] == [
        "No", "Nama Desa", "Aparat Jumlah", "Aparat Terdaftar", "BPD Jumlah", "BPD Terdaftar", "Ket",
    ]  # fmt: skip
    assert [(column.meaning.indicator, column.meaning.part) for column in layout.of_kind("value")] == [
        ("aparat", "denominator"), ("aparat", "numerator"), ("bpd", "denominator"), ("bpd", "numerator"),
    ]  # fmt: skip


def test_one_sheet_for_each_kabupaten() -> None:
    head = ["No", "Nama Desa", "BPD"]
    sheets = (
        sheet(head, [1, "Sekura", 4], name="Sambas"),
        sheet(["REKAP"], head, [1, "Pasir", 5], name="Kab. Mempawah"),
        sheet(["Cara mengisi"], name="Petunjuk"),
    )
    layout, read = extract(*sheets)
    assert [table.sheet for table in layout.tables] == ["Sambas", "Kab. Mempawah"]
    assert read.data["regency"].tolist() == ["Sambas", "Kab Mempawah"]
    assert len(read.rows) == 6


def test_a_hidden_sheet_is_not_read_when_another_is_shown() -> None:
    head = ["No", "Nama Desa", "BPD"]
    layout, read = extract(
        sheet(head, [1, "Sekura", 4], name="Baru"), sheet(head, [1, "Sekura", 1], name="Lama", hidden=True)
    )
    assert [table.sheet for table in layout.tables] == ["Baru"]
    assert read.rows["kind"].tolist() == ["heading", "data", "note", "note"]


@pytest.mark.parametrize(
    ("title", "list_of", "indicator"),
    [
        ("DAFTAR DESA YANG APARATNYA BELUM TERDAFTAR", "unregistered", "aparat_registered"),
        ("Daftar BPD yang sudah terdaftar", "registered", "bpd_registered"),
        ("Desa belum menjadi peserta (perangkat desa)", "unregistered", "aparat_registered"),
        ("List of desa with unregistered BPD", "unregistered", "bpd_registered"),
        ("Daftar desa", None, None),
    ],
)
def test_lists_say_what_they_list(title: str, list_of: str | None, indicator: str | None) -> None:
    layout = guess_layout([sheet([title], ["No", "Kecamatan", "Nama Desa"], [1, "Sambas", "Sekura"])])
    assert (layout.shape, layout.list_of, layout.list_indicator) == ("list", list_of, indicator)


def test_a_list_may_say_it_in_its_file_name() -> None:
    named = sheet(["Nama Desa"], ["Sekura"], file="desa_belum_terdaftar_bpd.xlsx")
    assert guess_layout([named]).list_of == "unregistered"


def test_codes_in_parts_are_joined() -> None:
    rows = _rows(
        ["KDPROV", "KDKAB", "KDKEC", "KDDESA", "Nama Desa"],
        [61, 1, 2, 2001, "Sekura"],
        ["61", "01", "010", "003", "Pasir"],
    )
    assert rows.loc[2, "code"] == "61.01.02.2001"
    assert rows.loc[3, "code"] == "6101010003"


def test_a_file_without_headings_needs_codes() -> None:
    rows = _rows(["61.01.01.2001", "Sekura", 5], ["61.01.01.2002", "Pasir", 6])
    assert rows["code"].tolist() == ["61.01.01.2001", "61.01.01.2002"]
    assert rows["kind"].tolist() == ["data", "data"]
    with pytest.raises(IntakeError) as caught:
        guess_layout([sheet(["halo", "dunia"], ["apa", "kabar"])])
    assert caught.value.code == "no_table"


def test_long_and_target_tables_are_known() -> None:
    long = sheet(
        ["unit_code", "indicator", "segment", "as_of", "numerator", "denominator"],
        ["61.01", "ucj", "all", "2025-10-31", 5, 9],
    )
    assert guess_layout([long]).shape == "long"
    targets = sheet(["unit_code", "indicator", "year", "issuer", "rate"], ["61", "ucj", 2026, "RPJMN", 0.5])
    assert guess_layout([targets]).shape == "targets"
