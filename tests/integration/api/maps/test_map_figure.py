"""A figure: no data is None and never 0, and what stands beside it comes from the same row."""

import math
from typing import Any

import pytest

from ucjmap.api.maps.figure import Figure

ROW: dict[str, Any] = {
    "numerator": 30.0,
    "denominator": 120.0,
    "oldest": "2025-10-10",
    "newest": "2025-12-31",
    "sources": ("DPMD Sambas", "BPJS"),
    "is_simulated": True,
    "editions": ("BIG 2025",),
    "is_model": False,
    "desa": 8,
    "desa_with_data": 6,
}
NOTHING = ROW | {"numerator": math.nan, "denominator": math.nan, "oldest": None, "newest": math.nan, "sources": ()}


def test_a_figure_has_the_counts_dates_and_sources_of_its_row() -> None:
    assert Figure.of(ROW, 0.25, "fraction") == Figure(
        value=0.25,
        unit="fraction",
        numerator=30.0,
        denominator=120.0,
        oldest="2025-10-10",
        newest="2025-12-31",
        sources=("DPMD Sambas", "BPJS"),
        is_simulated=True,
        editions=("BIG 2025",),
        is_model=False,
        desa=8,
        desa_with_data=6,
    )


def test_no_data_is_none_and_zero_is_zero() -> None:
    figure = Figure.of(NOTHING, math.nan, "points")
    assert (figure.value, figure.numerator, figure.denominator) == (None, None, None)
    assert (figure.oldest, figure.newest, figure.sources) == (None, None, ())
    none_covered = Figure.of(ROW | {"numerator": 0.0}, 0.0, "fraction")
    assert (none_covered.value, none_covered.numerator) == (0.0, 0.0)


@pytest.mark.parametrize(("desa", "known", "share"), [(8, 6, 0.75), (8, 0, 0.0), (0, 0, None)])
def test_the_share_of_desa_with_data(desa: int, known: int, share: float | None) -> None:
    assert Figure.of(ROW | {"desa": desa, "desa_with_data": known}, 0.25, "fraction").share == share
