"""Words beside a map: sums of gaps, targets, and the origin of one of several figures."""

import math

import pandas as pd
import pytest

from ucjmap.api.maps.captions import say_target, say_target_rate
from ucjmap.api.maps.notes import say_gap_sum
from ucjmap.api.maps.origins import say_origin
from ucjmap.indicators import Target


def test_a_sum_of_gaps_that_differs_from_the_gap_of_the_whole_says_why() -> None:
    # A: 100 workers, 20 covered, B: 100 workers, 90 covered; target 60 %. A lacks 40, B is 30 above, both lack 10.
    assert say_gap_sum("en", pd.Series([40.0, 0.0, math.nan]), 10, "people") == (
        "The gaps of the listed areas add up to 40 people, that of the whole is 10: areas above their target do not "
        "make up for others, and an area may have a target of its own."
    )
    assert "40 orang, sedangkan kekurangan seluruh wilayah 10" in say_gap_sum("id", pd.Series([40.0]), 10, "orang")


def test_a_difference_below_one_for_each_area_is_rounding() -> None:
    assert "rounded up to whole people" in say_gap_sum("en", pd.Series([41.0, 31.0, 11.0]), 81, "people")
    assert "make up for others" in say_gap_sum("en", pd.Series([41.0, 31.0, 12.0]), 81, "people")
    assert "target of its own" in say_gap_sum("en", pd.Series([41.0, 31.0]), 81, "people")  # less than the whole


@pytest.mark.parametrize(
    ("parts", "whole"), [([6.0, 4.0], 10.0), ([math.nan, math.nan], 10.0), ([6.0], math.nan), ([0.0], 0.0)]
)
def test_equal_or_unknown_sums_need_no_word(parts: list[float], whole: float) -> None:
    assert say_gap_sum("en", pd.Series(parts), whole, "people") == ""


def test_a_target_has_two_digits_wherever_it_is_told() -> None:
    assert say_target_rate("id", 0.5956) == "59,56%"
    assert say_target("id", Target("61", "ucj", 2025, "uji", 0.5956)) == "Target 59,56% pada 2025: uji"


def test_the_origin_of_one_figure() -> None:
    row = {"oldest": "2025-10-10", "newest": "2025-12-31"}
    assert str(say_origin("id", "BPD", row, ["DPMD Sambas", "Surat."], is_simulated=True)) == (
        "BPD: per 10 Oktober 2025 sampai 31 Desember 2025. Sumber: DPMD Sambas; Surat. Data simulasi, bukan data resmi."
    )
    nothing = {"oldest": None, "newest": math.nan}
    assert str(say_origin("en", "BPD", nothing, [], is_simulated=False)) == "BPD: no data yet."
