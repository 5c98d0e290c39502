import pytest

from ucjmap.intake.meaning.bounds import bounds_of


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("Peserta Aktif 15-24 tahun", "15-24"),
        ("(15 s.d. 24 th)", "15 s.d. 24"),
        ("Usia: 18 sampai dengan 40", "18 sampai dengan 40"),
        ("Peserta 60+", "60+"),
        ("Peserta Aktif < 30", "< 30"),
        ("masa kerja 5 tahun", "5 tahun"),
    ],
)
def test_figures_between_bounds_are_of_a_part(text: str, bound: str) -> None:
    assert bound in {term.words for term in bounds_of(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Penduduk 15+ yang Bekerja",
        "15 tahun ke atas",
        "Usia ≥ 15 tahun",
        "Tabel 3-5",
        "Tabel 4.2.12",
        "No. 12-14",
        "5 = 3-4",
        "61-01-02",
        "Telp. 23-45",
        "hijau > 80%",
        "(3+4)",
        "1- Desember",
        "kepesertaan_2",
    ],
)
def test_numbers_of_tables_columns_and_codes_are_no_bounds(text: str) -> None:
    assert bounds_of(text) == ()
