"""Rows of measures are turned into columns only where each figure surely belongs to one measure of one area."""

from collections.abc import Callable

import pytest

from tests.intake_cases import COUNTS, MEASURES, Rows
from tests.office_cases import measures_in_rows
from ucjmap.intake.meaning import spread_measures
from ucjmap.intake.reading import Sheet


def turn(rows: Rows, **facts: object) -> list[list[object]]:
    return spread_measures(Sheet("Rekap", rows, **facts)).cells  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize("grouped", [False, True])
def test_each_measure_has_a_column_and_an_area_one_row(grouped: bool) -> None:
    rows = measures_in_rows(*MEASURES, grouped=grouped, figure="Jumlah (orang)", title="REKAP")
    turned = turn([*rows, [], ["Sumber: BPJS Ketenagakerjaan"]])
    assert turned[:2] == rows[:2]
    assert turned[2] == ["No", "Kabupaten/Kota", None, *(f"{measure} Jumlah (orang)" for measure in MEASURES)]
    assert [row for row in turned[3:11] if row] == [
        [number, name, None, *counts]
        for number, (name, counts) in enumerate(
            zip(["Kabupaten Sambas", "Kabupaten Mempawah", "Kabupaten Sanggau", "Kabupaten Ketapang"], COUNTS, strict=True),
            start=1,
        )
    ]  # fmt: skip
    assert [number for number, row in enumerate(turned[3:11]) if row] == [0, 2, 4, 6]
    assert turned[11:] == [[], ["Sumber: BPJS Ketenagakerjaan"]]


def test_a_measure_that_an_area_lacks_stays_blank() -> None:
    rows = measures_in_rows(*MEASURES)
    turned = turn(rows[:-1])
    assert [row[3:] for row in turned[1:] if row] == [[*pair] for pair in COUNTS[:-1]] + [[COUNTS[-1][0], None]]


@pytest.mark.parametrize(
    ("change", "facts"),
    [
        (lambda rows: [*rows, rows[-1]], {}),
        (lambda rows: [*rows, [9, "Kabupaten Landak", None, 12]], {}),
        (lambda rows: rows, {"hidden_rows": frozenset({3})}),
        (lambda rows: [[*rows[0], "Satuan"], *([*row, unit] for row, unit in zip(rows[1:], ["orang", "ribu"] * 4, strict=True))], {}),
        (lambda rows: [[*row[:2], "Peserta Aktif" if number else row[2], row[3]] for number, row in enumerate(rows)], {}),
        (lambda rows: [[*row, number] for number, row in enumerate(rows)], {}),
    ],
    ids=["twice", "without a measure", "hidden", "units of their own", "one measure", "two columns of figures"],
)  # fmt: skip
def test_a_table_that_leaves_a_doubt_stays_as_it_is(change: Callable[[Rows], Rows], facts: dict[str, object]) -> None:
    rows = change(measures_in_rows(*MEASURES))
    assert turn(rows, **facts) == rows
