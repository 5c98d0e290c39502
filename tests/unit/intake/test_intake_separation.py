"""Several tables on one sheet, and columns and rows that must never be read for others."""

from typing import Any

import pytest

from tests.unit.intake.tables import count, extract, reasons, sheet, stored
from ucjmap.intake import separate_tables

HEADINGS = ["Kecamatan", "Desa", "Jumlah Aparat", "Aparat Terdaftar"]


def test_tables_side_by_side_are_all_read() -> None:
    one = sheet(
        ["APARAT DESA KABUPATEN SAMBAS"],
        [*HEADINGS, "", *HEADINGS],
        ["Sambas", "Dalam Kaum", 9, 4, "", "Jawai", "Sentebang", 7, 7],
        ["Sambas", "Lubuk Dagang", 8, 0, "", "", "", "", ""],
    )
    left, right = separate_tables([one])
    assert (left.name, right.name, right.cut_from) == ("Rekap", "Rekap – F2", "Rekap")
    layout, read = extract(left, right)
    assert {table.place["regency"] for table in layout.tables} == {"KABUPATEN SAMBAS"}
    assert read.data[["sheet", "row", "village"]].to_numpy().tolist() == [
        ["Rekap", 3, "Dalam Kaum"],
        ["Rekap", 4, "Lubuk Dagang"],
        ["Rekap – F2", 3, "Sentebang"],
    ]


@pytest.mark.parametrize(
    "second", [["Kecamatan", "Desa", "Aparat Terdaftar", "Jumlah Aparat"], ["Kecamatan", "Desa", "Jumlah BPD", "BPD"]]
)
def test_a_table_below_with_other_columns_is_not_read_by_the_columns_above(second: list[Any]) -> None:
    rows = [
        HEADINGS,
        ["Sambas", "Dalam Kaum", 9, 4],
        ["", "", "", ""],
        ["TABEL 2"],
        second,
        ["Jawai", "Sentebang", 3, 7],
    ]
    above, below = separate_tables([sheet(*rows)])
    assert below.name == "Rekap – A3"
    layout, read = extract(above, below)
    assert [table.sheet for table in layout.tables] == ["Rekap"]
    assert read.data["village"].tolist() == ["Dalam Kaum"]


def test_headings_repeated_on_a_page_make_no_other_table() -> None:
    rows = [HEADINGS, ["Sambas", "Dalam Kaum", 9, 4], HEADINGS, ["Jawai", "Sentebang", 3, 7]]
    assert len(separate_tables([sheet(*rows)])) == 1


def test_long_sheet_names_stay_apart() -> None:
    one = [[*HEADINGS, *HEADINGS], ["Sambas", "Dalam Kaum", 9, 4, "Jawai", "Sentebang", 7, 7]]
    tables = separate_tables([sheet(*one, name=f"Rekapitulasi kabupaten {letter}") for letter in "AB"])
    assert len({table.name for table in tables}) == 4
    assert max(len(table.name) for table in tables[1::2]) <= 31


def test_columns_of_several_dates_are_asked_and_none_is_read() -> None:
    counts = count(
        ["Peserta aktif Kabupaten Sambas"],
        ["Kode", "Jumlah Pekerja", "Januari 2025", "Februari 2025"],
        ["61.01.01.2001", 100, 5, 6],
    )
    assert stored(counts) == {}
    assert (3, "missing_denominator", "error") in reasons(counts)


def test_of_columns_by_sex_only_the_sum_is_read() -> None:
    counts = count(
        ["Kode", "Aparat Terdaftar", "", "", "Jumlah Aparat"],
        ["", "L", "P", "Jumlah", ""],
        ["61.01.01.2001", 3, 2, 5, 9],
        merged=((0, 1, 0, 3),),
    )
    assert stored(counts)[3, "aparat", "all"] == (5, 9)


def test_three_heading_rows_and_a_topic_above_them() -> None:
    counts = count(
        ["Kode", "Kepesertaan BPJS Ketenagakerjaan", "", "", ""],
        ["", "Aparat Desa", "", "BPD", ""],
        ["", "Jumlah", "Terdaftar", "Jumlah", "Terdaftar"],
        ["61.01.01.2001", 9, 4, 7, 0],
        merged=((0, 1, 0, 4), (1, 1, 1, 2), (1, 3, 1, 4)),
    )
    assert stored(counts)[4, "aparat", "all"] == (4, 9)
    assert stored(counts)[4, "bpd", "all"] == (0, 7)


@pytest.mark.parametrize("mark", ["{}. ", "{:02d} ", "({}) ", "{} - "])
def test_numbers_of_a_list_are_no_part_of_the_names(mark: str) -> None:
    names = ["Dalam Kaum", "Lubuk Dagang", "Kota Baru", "Sekura"]
    rows = [["Sambas", mark.format(number) + name, 9, 4] for number, name in enumerate(names, 1)]
    assert extract(sheet(HEADINGS, *rows))[1].data["village"].tolist() == names


def test_letters_and_numbers_that_are_names_stay() -> None:
    names = ["N-1 Aek Nabara", "U. Bungkok", "Sekura", "Jawai", "2 x 11 Enam Lingkung"]
    rows = [["Sambas", name, 9, 4] for name in names]
    assert extract(sheet(HEADINGS, *rows))[1].data["village"].tolist() == names


@pytest.mark.parametrize(
    "text", ["Sekura (Kec. Teluk Keramat)", "Sekura, Kec. Teluk Keramat", "Sekura Kecamatan Teluk Keramat"]
)
def test_the_kecamatan_in_the_cell_of_the_desa(text: str) -> None:
    read = extract(sheet(["Desa", "Jumlah Aparat", "Aparat Terdaftar"], [text, 9, 4]))[1].data
    assert read[["village", "district"]].to_numpy().tolist() == [["Sekura", "Teluk Keramat"]]


@pytest.mark.parametrize("label", ["Sambas Total", "Keseluruhan", "Akumulasi Kec. Sambas", "Dipindahkan", "Pindahan"])
def test_other_words_of_totals(label: str) -> None:
    read = extract(sheet(HEADINGS, ["Sambas", "Dalam Kaum", 9, 4], ["", label, 9, 4]))[1].rows
    assert read["kind"].tolist() == ["heading", "data", "total"]


def test_a_desa_called_pindahan_baru_is_no_total() -> None:
    read = extract(sheet(HEADINGS, ["Sambas", "Pindahan Baru", 9, 4], ["Sambas", "Totala", 9, 4]))[1].rows
    assert read["kind"].tolist() == ["heading", "data", "data"]


def test_a_total_above_its_rows_is_compared_with_them() -> None:
    rows = [["Jumlah", "", 17, 4], ["Sambas", "61.01.01.2001", 9, 4], ["Sambas", "61.01.01.2002", 8, 0]]
    headings = ["Kecamatan", "Kode Desa", "Jumlah Aparat", "Aparat Terdaftar"]
    assert "total_differs" not in {reason for _, reason, _ in reasons(count(headings, *rows))}
    rows[0][2] = 18
    assert "total_differs" in {reason for _, reason, _ in reasons(count(headings, *rows))}


def test_a_day_that_lost_its_format_and_one_complaint_for_each_row() -> None:
    headings = ["Kode", "Jumlah Aparat", "Aparat Terdaftar", "Tanggal"]
    counts = count(
        headings,
        ["61.01.01.2001", 9, 4, 45961],
        ["61.01.01.2002", 9, 4, "kemarin"],
        ["61.01.01.2003", 9, "nihil", "2025-10-31"],
        ["61.01.01.2010", "9" * 30, 4, "2025-10-31"],
    )
    assert counts.observations.query("indicator == 'aparat'")["as_of"].tolist() == ["2025-10-31"]
    assert sorted(reasons(counts)) == [
        (3, "unreadable_date", "error"),
        (4, "unreadable_number", "error"),
        (5, "unreadable_number", "error"),
    ]


def test_a_lone_terdaftar_belongs_to_the_only_indicator_wherever_it_stands() -> None:
    assert stored(count(["Terdaftar", "Jumlah Aparat", "Kode"], [4, 9, "61.01.01.2001"]))[2, "aparat", "all"] == (4, 9)
