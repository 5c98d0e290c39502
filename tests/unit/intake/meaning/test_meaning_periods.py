import pytest

from ucjmap.intake.meaning.period_cells import read_part, read_period
from ucjmap.intake.meaning.period_texts import find_periods


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("PER 31 DESEMBER 2022", "2022-12-31", "2022-12-31"),
        ("posisi 31/10/2025", "2025-10-31", "2025-10-31"),
        ("Tahun 2024", "2024-01-01", "2024-12-31"),
        ("Februari 2024", "2024-02-01", "2024-02-29"),
        ("Jan-25", "2025-01-01", "2025-01-31"),
        ("TRIWULAN III TAHUN 2025", "2025-07-01", "2025-09-30"),
        ("Semester 1 2025", "2025-01-01", "2025-06-30"),
        ("2020 s.d. 2024", "2020-01-01", "2024-12-31"),
        ("Posisi 45657", "2024-12-31", "2024-12-31"),
        ("TAHUN 2025 POSISI 31 OKTOBER 2025", "2025-10-31", "2025-10-31"),
    ],
)
def test_a_text_names_a_period(text: str, first: str, last: str) -> None:
    ((period),) = find_periods(text)[0]
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "UU Nomor 24 Tahun 2011",
        "Keputusan Gubernur Nomor 12 Tahun 2023",
        "Rp 2.025.000",
        "No. 2138",
        "Kode 6101",
        "Inpres 2/2021",
        "Inpres Nomor 2 Tahun 2021",
        "BALI DALAM ANGKA 2025",
        "Bali Province in Figures 2025",
        "per 45657 orang",
    ],
)
def test_laws_and_figures_are_no_dates(text: str) -> None:
    assert find_periods(text)[0] == ()


def test_two_dates_are_two_periods_and_the_rest_is_left() -> None:
    periods, rest = find_periods("Peserta 2024 dan 2025")
    assert [period.last for period in periods] == ["2024-12-31", "2025-12-31"]
    assert rest == "Peserta dan"


@pytest.mark.parametrize(
    ("cell", "last"),
    [(202509, "2025-09-30"), ("2025", "2025-12-31"), (45961, "2025-10-31"), ("kemarin", None), (61, None)],
)
def test_a_cell_is_a_period(cell: object, last: str | None) -> None:
    period = read_period(cell)  # type: ignore[arg-type]
    assert (period.last if period else None) == last


def test_a_month_alone_has_no_year() -> None:
    assert read_part("Maret", "Bulan") == read_part(3, "Bulan") == (3, 3)
    assert read_part(2, "Triwulan") == read_part("II", "TW") == read_part("Triwulan II", "Periode") == (4, 6)
    assert read_part(13, "Bulan") is None
    assert read_part("awal Maret", "Bulan") is None


def test_the_typed_date_counts_within_its_period() -> None:
    (period,) = find_periods("Tahun 2025")[0]
    assert period.date_for("2025-10-31") == "2025-10-31"
    assert period.date_for("2026-01-31") == "2025-12-31"
