import json
from typing import Any

import pandas as pd
import pytest

from tests.unit.intake.tables import DATE, INDICATORS, count, extract, reasons, sheet, stored
from ucjmap.intake import REASONS, read_counts, read_targets
from ucjmap.intake.meaning import column_content, columns, heading_figures, heading_meaning
from ucjmap.intake.meaning.vocabulary import Term, Vocabulary

A, B, C = "61.01.01.2001", "61.01.01.2002", "61.01.02.2001"
SEGMENTS = ["Kode", "Peserta PU", "Peserta BPU", "Peserta Jakon"]


def _details(counts: Any, reason: str) -> dict[str, Any]:
    (line,) = counts.issues[counts.issues["reason"] == reason].to_dict("records")
    details: dict[str, Any] = json.loads(line["detail"])
    assert REASONS[reason].format(**details)
    return details


def test_persons_and_the_mark_that_follows_from_them() -> None:
    counts = count(["Kode", "Jumlah Aparat", "Aparat Terdaftar"], [A, 10, 4], [B, 9, 0], [C, "-", "-"])
    assert stored(counts) == {
        (2, "aparat", "all"): (4, 10),
        (2, "aparat_registered", "all"): (1, 1),
        (3, "aparat", "all"): (0, 9),
        (3, "aparat_registered", "all"): (0, 1),
    }
    assert reasons(counts) == []
    assert set(counts.observations["as_of"]) == {DATE}


def test_no_mark_is_derived_above_the_desa() -> None:
    counts = count(["Kode", "Jumlah Aparat", "Aparat Terdaftar"], ["61.01", 1000, 400])
    assert stored(counts) == {(2, "aparat", "all"): (400, 1000)}


def test_rows_without_an_area_give_nothing_but_stay_in_the_extract() -> None:
    layout, read = extract(sheet(["Nama Desa", "Jumlah BPD", "BPD Terdaftar"], ["Sekura", 5, 4], ["Pasir", 7, 7]))
    codes = pd.Series([None, A, None], index=read.rows.index, dtype=object)
    counts = read_counts(read, layout, codes, indicators=INDICATORS, as_of=DATE)
    assert {row for row, _, _ in stored(counts)} == {2}
    assert len(read.data) == 2


def test_not_registered_is_taken_from_the_total() -> None:
    counts = count(["Kode", "Jumlah BPD", "BPD Belum Terdaftar"], [A, 7, 2])
    assert stored(counts)[2, "bpd", "all"] == (5, 7)
    counts = count(["Kode", "BPD Terdaftar", "BPD Belum Terdaftar"], [A, 5, 2])
    assert stored(counts)[2, "bpd", "all"] == (5, 7)


def test_parts_that_do_not_add_up() -> None:
    counts = count(["Kode", "Jumlah BPD", "BPD Terdaftar", "BPD Belum Terdaftar"], [A, 7, 5, 3])
    assert reasons(counts) == [(2, "parts_do_not_add_up", "warning")]


def test_flags() -> None:
    counts = count(["Kode", "Aparat", "BPD"], [A, "Sudah", "Belum"], [B, "-", "Sudah"], [C, "mungkin", "Belum"])
    assert stored(counts) == {
        (2, "aparat_registered", "all"): (1, 1),
        (2, "bpd_registered", "all"): (0, 1),
        (3, "bpd_registered", "all"): (1, 1),
        (4, "bpd_registered", "all"): (0, 1),
    }
    assert reasons(counts) == [(4, "unreadable_flag", "error")]


def test_a_flag_of_a_larger_area_is_refused() -> None:
    counts = count(["Kode", "Aparat"], [A, "Sudah"], ["61.01", "Belum"])
    assert reasons(counts) == [(3, "flag_above_desa", "error")]
    assert set(stored(counts)) == {(2, "aparat_registered", "all")}


def test_persons_outweigh_a_flag_that_contradicts_them() -> None:
    counts = count(
        ["Kode", "Jumlah Aparat", "Aparat Terdaftar", "Status Aparat"], [A, 10, 4, "Belum"], [B, 9, "-", "Sudah"]
    )
    assert stored(counts)[2, "aparat_registered", "all"] == (1, 1)
    assert stored(counts)[3, "aparat_registered", "all"] == (1, 1)
    assert (2, "flag_contradicts_counts", "warning") in reasons(counts)


def test_a_total_is_the_sum_of_its_segments_where_the_file_has_none() -> None:
    counts = count([*SEGMENTS, "Pekerja"], [A, 10, 20, 3, 100], [B, 10, "-", 3, 100])
    assert stored(counts) == {(2, "ucj", "all"): (33, 100)}
    assert (3, "segment_missing", "warning") in reasons(counts)
    assert (3, "missing_numerator", "error") in reasons(counts)


def test_a_stated_total_is_taken_and_compared() -> None:
    counts = count([*SEGMENTS, "Jumlah Peserta", "Pekerja"], [A, 10, 20, 3, 33, 100], [B, 10, 20, 3, 34, 100])
    assert stored(counts)[3, "ucj", "all"] == (34, 100)
    assert _details(counts, "total_differs_from_segments") == {"part": "numerator", "stated": 34, "computed": 33}


def test_segments_with_their_own_workers() -> None:
    counts = count(
        ["unit_code", "participants_pu", "eligible_workers_pu", "participants_bpu", "eligible_workers_bpu"],
        [A, 5, 10, 2, 40],
    )
    assert stored(counts) == {(2, "ucj", "pu"): (5, 10), (2, "ucj", "bpu"): (2, 40), (2, "ucj", "all"): (7, 50)}


def test_one_segment_alone_is_no_total() -> None:
    counts = count(["unit_code", "participants_bpu", "eligible_workers_bpu"], [A, 2, 40])
    assert stored(counts) == {(2, "ucj", "bpu"): (2, 40)}
    assert reasons(counts) == [(None, "no_total_from_segments", "warning")]


@pytest.mark.parametrize("rates", [("16,3 %", "50 %"), (16.3, 50), (0.163, 0.5)])
def test_a_stated_rate_is_compared_and_never_stored(rates: tuple[Any, Any]) -> None:
    counts = count(["Kode", "Peserta", "Pekerja", "Cakupan (%)"], [A, 163, 1000, rates[0]], [B, 40, 100, rates[1]])
    assert stored(counts) == {(2, "ucj", "all"): (163, 1000), (3, "ucj", "all"): (40, 100)}
    assert reasons(counts) == [(3, "rate_contradicts_counts", "warning")]
    details = _details(counts, "rate_contradicts_counts")
    assert (details["stated"], details["computed"]) == (0.5, 0.4)


def test_a_rate_without_counts_is_refused_even_beside_its_denominator() -> None:
    counts = count(["Kode", "Cakupan UCJ (%)"], [A, "16,3 %"])
    assert stored(counts) == {}
    assert reasons(counts) == [(2, "rate_without_counts", "error")]
    counts = count(["Kode", "Pekerja", "Cakupan UCJ (%)"], [A, 1000, "16,3 %"])
    assert stored(counts) == {}
    assert (2, "rate_without_counts", "error") in reasons(counts)


def test_a_missing_part_is_reported() -> None:
    counts = count(["Kode", "Peserta", "Pekerja"], [A, 5, ""], [B, "n/a", 10], [C, "", ""])
    assert stored(counts) == {}
    assert reasons(counts) == [(2, "missing_denominator", "error"), (3, "missing_numerator", "error")]


def test_unreadable_and_error_cells() -> None:
    counts = count(["Kode", "Peserta", "Pekerja"], [A, "banyak", 10], [B, "#REF!", 10], [C, 4, 10])
    assert reasons(counts)[:2] == [(2, "unreadable_number", "error"), (3, "error_cell", "error")]
    assert set(stored(counts)) == {(4, "ucj", "all")}


def test_dates_of_rows_outweigh_the_date_of_the_file() -> None:
    counts = count(
        ["Kode", "Tanggal", "Peserta", "Pekerja"], [A, "31/08/2025", 5, 10], [B, "", 5, 10], [C, "kapan", 5, 10]
    )
    assert counts.observations["as_of"].tolist() == ["2025-08-31"]
    assert reasons(counts) == [(4, "unreadable_date", "error"), (3, "blank_date", "error")]


def test_rows_without_dates_have_that_of_the_file() -> None:
    counts = count(["Kode", "Tanggal", "Peserta", "Pekerja"], [A, "", 5, 10], [B, "-", 5, 10])
    assert counts.observations["as_of"].tolist() == [DATE, DATE]


def test_a_row_without_any_date_is_refused() -> None:
    layout, read = extract(sheet(["Kode", "Peserta", "Pekerja"], [A, 5, 10]))
    counts = read_counts(read, layout, read.rows["code"], indicators=INDICATORS, as_of=None)
    assert stored(counts) == {}
    assert reasons(counts) == [(2, "missing_date", "error")]


def test_hidden_rows_are_counted_and_reported() -> None:
    counts = count(["Kode", "Peserta", "Pekerja"], [A, 5, 10], [B, 6, 10], hidden_rows=frozenset({3}))
    assert set(stored(counts)) == {(2, "ucj", "all"), (3, "ucj", "all")}
    assert reasons(counts) == [(3, "hidden_row", "warning")]


def test_totals_are_checked_against_their_rows() -> None:
    head = ["No", "Kode", "Nama Desa", "Jumlah BPD", "BPD Terdaftar"]
    rows: tuple[list[Any], ...] = (
        head, ["Kecamatan Sambas"], [1, A, "Sekura", 5, 4], [2, B, "Pasir", 7, 7], ["", "", "Sub Total", 12, 11],
        ["Kecamatan Jawai"], [3, C, "Toho", 9, 1], ["", "", "Sub Total", 9, 1], ["", "", "JUMLAH", 21, 12],
    )  # fmt: skip
    assert reasons(count(*rows)) == []
    rows[4][3] = 13
    counts = count(*rows)
    assert reasons(counts) == [(5, "total_differs", "warning")]
    assert _details(counts, "total_differs") == {"column": "Jumlah BPD", "stated": 13, "computed": 12}


def test_long_tables() -> None:
    counts = count(
        ["unit_code", "indicator", "segment", "as_of", "numerator", "denominator"],
        [A, "ucj", "bpu", "2025-08-31", 5, 9],
        [A, "aparat_registered", "all", "2025-08-31", 1, 1],
        [B, "UCJ", "Penerima Upah", "2025-08-31", 2, 3],
        [B, "gaji", "all", "2025-08-31", 2, 3],
        [B, "ucj", "lain", "2025-08-31", 2, 3],
        [C, "ucj", "all", "2025-08-31", 2, ""],
    )
    assert stored(counts) == {
        (2, "ucj", "bpu"): (5, 9), (3, "aparat_registered", "all"): (1, 1), (4, "ucj", "pu"): (2, 3),
    }  # fmt: skip
    assert reasons(counts) == [
        (5, "unknown_indicator", "error"), (6, "unknown_segment", "error"), (7, "missing_denominator", "error"),
    ]  # fmt: skip


def test_a_row_of_a_long_table_is_reported_once_and_by_its_indicator() -> None:
    head = ["unit_code", "indicator", "segment", "numerator", "denominator", "Belum Terdaftar"]
    counts = count(head, [A, "ucj", "all", 5, 9, 5], [B, "bpd", "all", "lima", 9, ""])
    assert stored(counts) == {(2, "ucj", "all"): (5, 9)}
    assert reasons(counts) == [(3, "unreadable_number", "error"), (2, "parts_do_not_add_up", "warning")]
    assert _details(counts, "parts_do_not_add_up")["indicator"] == "ucj"


def test_a_column_that_nobody_understands_is_named() -> None:
    counts = count(["Kode", "Jumlah BPD", "BPD Terdaftar", "Skor"], [A, 5, 4, 17], [B, 5, 4, 30])
    assert reasons(counts) == [(None, "column_unknown", "warning")]


def _targets(*rows: list[Any], **more: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    layout, read = extract(sheet(*rows))
    return read_targets(read, layout, read.rows["code"], **more)


def test_targets_in_rows() -> None:
    targets, issues = _targets(
        ["unit_code", "indicator", "year", "issuer", "rate"],
        ["61", "ucj", 2026, "RPJMN", 0.521], ["61.01", "ucj", "2026", "Gubernur", 0.6], ["61.02", "ucj", 2026, "Gubernur", ""],
        ["61.03", "ucj", "nanti", "Gubernur", 0.5],
    )  # fmt: skip
    assert targets[["unit_code", "year", "issuer", "rate"]].to_numpy().tolist() == [
        ["61", 2026, "RPJMN", 0.521], ["61.01", 2026, "Gubernur", 0.6],
    ]  # fmt: skip
    assert issues["reason"].tolist() == ["bad_year"]


def test_targets_in_a_column_for_every_year() -> None:
    targets, issues = _targets(
        ["Kode", "Target 2025 (%)", "Target 2026 (%)"], ["61.01", "52,15 %", 60], ["61.02", 48, 130], issuer="RPJMN"
    )
    assert sorted(zip(targets["unit_code"], targets["year"], targets["rate"], strict=True)) == [
        ("61.01", 2025, pytest.approx(0.5215)), ("61.01", 2026, pytest.approx(0.6)), ("61.02", 2025, pytest.approx(0.48)),
    ]  # fmt: skip
    assert set(targets["issuer"]) == {"RPJMN"}
    assert issues["reason"].tolist() == ["target_out_of_range"]


def test_a_sheet_that_is_not_read_is_named() -> None:
    head = ["Kode", "Peserta", "Pekerja"]
    layout, read = extract(sheet(head, [A, 5, 10]), sheet(["Cara mengisi"], name="Petunjuk"))
    counts = read_counts(read, layout, read.rows["code"], indicators=INDICATORS, as_of=DATE)
    assert reasons(counts) == [(None, "sheet_not_read", "warning")]
    assert _details(counts, "sheet_not_read") == {"title": "Petunjuk"}


BUMDES = Vocabulary([Term("indicator", "bumdes", words) for words in ("bumdes", "badan usaha milik desa")])


@pytest.fixture
def bumdes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Headings are read by a vocabulary of one indicator."""
    for module in (column_content, columns, heading_figures, heading_meaning):
        monkeypatch.setattr(module, "vocabulary", lambda: BUMDES)


@pytest.mark.usefixtures("bumdes")
@pytest.mark.parametrize("heading", ["BUMDes", "BUMDes terdaftar", "Badan Usaha Milik Desa"])
@pytest.mark.parametrize(("yes", "no"), [("Sudah", "Belum"), (1, 0)])
def test_an_indicator_of_the_vocabulary_is_counted_as_it_is_defined(heading: str, yes: Any, no: Any) -> None:
    rows = [["Kode", heading], [A, yes], ["61.01.01.2002", no], ["61.01.01.2003", ""]]
    counts = count(*rows, indicators={"bumdes": "desa"})
    assert stored(counts) == {(2, "bumdes", "all"): (1, 1), (3, "bumdes", "all"): (0, 1)}
    assert not reasons(counts)


@pytest.mark.usefixtures("bumdes")
def test_more_than_one_in_a_desa_is_kept_for_the_check_to_refuse() -> None:
    rows = [["Kode", "BUMDes terdaftar", "Jumlah BUMDes"], [A, 5, 9]]
    assert stored(count(*rows, indicators={"bumdes": "desa"})) == {(2, "bumdes", "all"): (5, 9)}
    assert stored(count(*rows, indicators={"bumdes": "people"})) == {(2, "bumdes", "all"): (5, 9)}
    lone = count(["Kode", "BUMDes terdaftar"], [A, 5], indicators={"bumdes": "people"})
    assert reasons(lone) == [(2, "missing_denominator", "error")]


@pytest.mark.usefixtures("bumdes")
def test_a_mark_is_no_number_of_people() -> None:
    counts = count(["Kode", "BUMDes"], [A, "Sudah"], [B, "-"], indicators={"bumdes": "people"})
    assert (stored(counts), reasons(counts)) == ({}, [(2, "flag_of_people", "error")])
