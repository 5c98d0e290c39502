import datetime as dt

import pytest

from ucjmap.intake.reading.cells import read_count, read_date, read_flag, read_rate, text_of


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (12, 12),
        (12.0, 12),
        ("2.047", 2047),
        ("2,047", 2047),
        ("1.234.567", 1_234_567),
        ("1 234", 1234),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("12,5", 12.5),
        ("2.04", 2.04),
        ("-3", -3),
        ("(3)", -3),
        ("125 orang", 125),
        ("1,2E+3", None),
        ("1.2E+3", 1200),
        ("'17", 17),
        ("", None),
        ("-", None),
        ("–", None),
        ("n/a", None),
        ("N/A", None),
        ("belum ada data", None),
        (None, None),
    ],
)
def test_counts_are_read_as_offices_write_them(cell: object, value: float | None) -> None:
    assert read_count(cell).value == value  # type: ignore[arg-type]


def test_no_data_is_no_problem_but_an_unreadable_cell_is() -> None:
    assert read_count("-") == (None, None)
    assert read_count("nihil") == (None, "unreadable_number")
    assert read_count("#REF!") == (None, "error_cell")
    assert read_count("#N/A") == (None, "error_cell")
    assert read_count(dt.date(2025, 1, 1)) == (None, "unreadable_number")


@pytest.mark.parametrize(
    ("cell", "value"),
    [("16,3 %", 0.163), ("16.3%", 0.163), (0.163, 0.163), (16.3, 16.3), ("0.163", 0.163), ("16,300", 16.3)],
)
def test_rates(cell: object, value: float) -> None:
    assert read_rate(cell).value == pytest.approx(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "yes", ["Sudah", "YA", "ya ", "1", 1, 1.0, True, "V", "√", "Terdaftar", "Sudah Terdaftar", "yes"]
)
def test_yes(yes: object) -> None:
    assert read_flag(yes).value == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("no", ["Belum", "Tidak", "0", 0, False, "x", "Belum  terdaftar", "no"])
def test_no(no: object) -> None:
    assert read_flag(no).value == 0  # type: ignore[arg-type]


def test_a_flag_that_is_neither() -> None:
    assert read_flag("mungkin") == (None, "unreadable_flag")
    assert read_flag("-") == (None, None)


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        (dt.date(2025, 10, 31), "2025-10-31"),
        (dt.datetime(2025, 10, 31, 7), "2025-10-31"),
        ("2025-10-31", "2025-10-31"),
        ("2025-10-31 00:00:00", "2025-10-31"),
        ("31/10/2025", "2025-10-31"),
        ("1.2.2025", "2025-02-01"),
        ("Posisi per 31 Oktober 2025", "2025-10-31"),
        ("Pebruari 2024", "2024-02-29"),
        ("Desember 2025", "2025-12-31"),
        ("31 Februari 2025", None),
        ("segera", None),
        (2025, None),
    ],
)
def test_dates(cell: object, date: str | None) -> None:
    assert read_date(cell) == date  # type: ignore[arg-type]


def test_text_of_codes_keeps_every_digit() -> None:
    assert text_of(6101012001) == "6101012001"
    assert text_of("  Sungai \n Batu ") == "Sungai Batu"
    assert text_of(61.1) == "61.1"
