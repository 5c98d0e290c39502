"""Figures of several areas at once, and tables whose areas stand side by side."""

from typing import Any

import pytest

from tests.unit.intake.tables import count, reasons, sheet, stored
from ucjmap.errors import IntakeError
from ucjmap.intake import guess_layout

HEADS = ["Kode", "Nama Kabupaten", "Peserta Aktif", "Jumlah Pekerja"]
TURNED: list[list[Any]] = [
    ["Kabupaten/Kota", "Sambas", "Mempawah", "Sanggau"],
    ["Peserta Aktif", 5200, 4300, 6100],
    ["Jumlah Pekerja", 60000, 50000, 70000],
]


def test_a_figure_merged_over_two_areas_is_of_none_of_them() -> None:
    rows = [["61.01", "Sambas", 500, 6000], ["61.02", "Mempawah", "", 5000], ["61.03", "Sanggau", 600, 7000]]
    counts = count(HEADS, *rows, merged=((1, 2, 2, 2),))
    assert stored(counts) == {(4, "ucj", "all"): (600, 7000)}
    assert reasons(counts) == [(2, "merged_figure", "error"), (3, "merged_figure", "error")]


def test_a_figure_merged_over_two_rows_of_one_area_is_its_own() -> None:
    rows = [["Sambas", 500, 6000], ["", "", ""], ["Mempawah", 600, 7000]]
    counts = count(HEADS[1:], *rows, codes={2: "61.01", 4: "61.02"}, merged=tuple((1, n, 2, n) for n in range(3)))
    assert stored(counts) == {(2, "ucj", "all"): (500, 6000), (4, "ucj", "all"): (600, 7000)}


@pytest.mark.parametrize(
    "rows",
    [TURNED, [["REKAP KEPESERTAAN 2025"], [], *TURNED], [["Uraian", *TURNED[0][1:]], *TURNED[1:]]],
    ids=["plain", "below a title", "without a heading for the areas"],
)
def test_areas_side_by_side_are_refused_with_what_to_do(rows: list[list[Any]]) -> None:
    with pytest.raises(IntakeError) as caught:
        guess_layout([sheet(*[row or [""] for row in rows])])
    assert caught.value.code == "turned_table"
    assert "Transpose" in caught.value.hint
