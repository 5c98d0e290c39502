"""Workbooks: numbers stay numbers, no data stays empty, no text runs, and a file appears whole or not at all."""

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from ucjmap.files import RATE, RUPIAH, Sheet, make_workbook, write_workbook


@pytest.fixture
def costs() -> Sheet:
    table = pd.DataFrame(
        {
            "=Name": ["=1+1", "+A\x07", "Together"],
            "Cost": [1_500_000, 2_500_000, 4_000_000],
            "Rate": [0.25, None, 0.25],
            "Official": [True, False, None],
            "Result": [None, None, None],
        }
    )
    formats = {"Cost": RUPIAH, "Rate": RATE}
    return Sheet(
        "Costs of a very long title, cut off here", table, formats, has_sum=True, has_filter=True, alarm="A & B"
    )


def test_cells_are_what_they_were(costs: Sheet) -> None:
    (sheet,) = openpyxl.load_workbook(io.BytesIO(make_workbook([costs]))).worksheets
    assert list(sheet.iter_rows(values_only=True)) == [
        ("'=Name", "Cost", "Rate", "Official", "Result"),
        ("'=1+1", 1_500_000, 0.25, True, None),
        ("'+A", 2_500_000, None, False, None),
        ("Together", 4_000_000, 0.25, None, None),
    ]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s", "n", "b"}
    assert [sheet[place].number_format for place in ("B2", "C2", "B4", "D2")] == [RUPIAH, RATE, RUPIAH, "General"]


def test_a_sheet_is_ready_to_be_printed(costs: Sheet) -> None:
    alone = Sheet("Notes", pd.DataFrame({"About": ["x" * 300]}), frozen_columns=0)
    sheet, notes = openpyxl.load_workbook(io.BytesIO(make_workbook([costs, alone]))).worksheets
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == (
        costs.title[:31],
        "B2",
        "A1:E3",
    )  # the sum is not filtered
    assert [sheet.cell(row, 2).font.b for row in (1, 2, 3, 4)] == [True, False, False, True]
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")
    assert sheet.oddHeader.center.text.endswith("A && B")
    assert notes.freeze_panes == "A2"
    assert notes.column_dimensions["A"].width == pytest.approx(100, abs=1)
    assert notes["A2"].alignment.wrap_text


def test_work_that_is_stopped_leaves_the_file_of_before(costs: Sheet, tmp_path: Path) -> None:
    def stop(done: int, total: int, what: str) -> None:
        raise InterruptedError

    out = tmp_path / "new folder" / "costs.xlsx"
    write_workbook(out, [costs])
    before = out.read_bytes()
    with pytest.raises(InterruptedError):
        write_workbook(out, [costs], progress=stop)
    assert out.read_bytes() == before
    assert list(out.parent.iterdir()) == [out]


def read_cells(*sheets: Sheet) -> list[tuple[str, list[tuple[object, ...]]]]:
    book = openpyxl.load_workbook(io.BytesIO(make_workbook(sheets)))
    return [(page.title, list(page.iter_rows(values_only=True))) for page in book.worksheets]


def test_names_of_sheets_are_what_a_workbook_allows() -> None:
    table = pd.DataFrame({"A": [1]})
    titles = [
        title for title, _ in read_cells(*(Sheet(name, table) for name in ("Rekap", "REKAP", "a/b:c", "''", "\x00")))
    ]
    assert titles == ["Rekap", "REKAP (2)", "a_b_c", "-", "- (2)"]


def test_rows_without_a_heading_stay_where_they_are() -> None:
    rows = pd.DataFrame([["REKAP", None], ["Kode", "Nilai"], ["61", 5]], dtype=object)
    sheet = Sheet("Data", rows, has_head=False, frozen_rows=2, frozen_columns=0)
    (page,) = openpyxl.load_workbook(io.BytesIO(make_workbook([sheet]))).worksheets
    assert list(page.iter_rows(values_only=True)) == [("REKAP", None), ("Kode", "Nilai"), ("61", 5)]
    assert (page.freeze_panes, page.print_title_rows) == ("A3", "$1:$2")


def test_no_cell_is_lost_and_none_breaks_the_file() -> None:
    cells = [
        dt.date(2025, 12, 31),
        dt.datetime(2025, 12, 31, 6, 30),
        dt.date(1899, 1, 2),
        float("inf"),
        "x" * 40_000,
        "A\ufffe\ud800\x00",
        pd.NA,
    ]
    ((_, rows),) = read_cells(Sheet("Data", pd.DataFrame({"A": pd.Series(cells, dtype=object)})))
    shown = [row[0] for row in rows[1:]]
    assert shown[:2] == [dt.datetime(2025, 12, 31), dt.datetime(2025, 12, 31, 6, 30)]
    assert shown[2:4] == ["1899-01-02", "inf"]
    assert shown[4] == "x" * 32_766 + "…"
    assert shown[5] == "A"
    assert shown[6:] in ([], [None])
