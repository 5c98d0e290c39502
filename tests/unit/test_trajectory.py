"""Pace, arrival and falls on numbers worked out by hand."""

import numpy as np
import pytest

from ucjmap.indicators.trajectory import Pace, fit_paces, mark_dates, project, usable_dates

YEAR_ENDS = ("2023-12-31", "2024-12-31", "2025-12-31")


def pace_of(dates: tuple[str, ...], rates: list[float]) -> Pace | None:
    known = np.array([rates])
    return fit_paces(dates, known, np.isfinite(known))[0]


def test_20_points_at_10_a_year_take_two_years() -> None:
    way = project(0.28, "2025-12-31", Pace(0.10, "2024-12-31", "2025-12-31", 2), 0.48, 2027)
    # 20 points at 10 a year are two years of 365.25 days, 730.5 days: one day after 730, the end of 2027.
    assert (way.state, way.arrives, way.deadline) == ("late", "2028-01-01", "2027-12-31")
    assert way.needed == pytest.approx(0.20 / (730 / 365.25))


@pytest.mark.parametrize(
    ("pace", "year", "arrival", "delay"),
    [
        # 20 points at 10 a year: 731 days after the last count, half a day past two years.
        (0.10, 2027, "2028", 0),
        (0.11, 2027, "2027-10", None),
        (0.11, 2026, "2027-10", 10),  # 26 October 2027 is 299 days after the end of 2026
        (0.099, 2026, "2028", 1),  # 8 January 2028: 1.02 years
        (0.015, 2026, "2039", 12),  # 2 May 2039: 12.3 years
        (0.021, 2040, "2035", None),
    ],
)
def test_an_arrival_is_told_to_the_month_for_two_years_and_then_to_the_year(
    pace: float, year: int, arrival: str, delay: int | None
) -> None:
    way = project(0.28, "2025-12-31", Pace(pace, "2023-12-31", "2025-12-31", 3), 0.48, year)
    assert (way.arrival, way.delay) == (arrival, delay)
    assert way.arrives is not None
    assert way.arrives.startswith(arrival)


@pytest.mark.parametrize("slope", [0.0, 0.0001])
def test_without_an_arrival_there_is_none_to_tell(slope: float) -> None:
    way = project(0.3, "2025-12-31", Pace(slope, "2024-12-31", "2025-12-31", 2), 0.5, 2030)
    assert (way.arrival, way.delay) == (None, None)


def test_a_pace_from_fewer_than_four_dates_says_so() -> None:
    cautions = [Pace(0.1, "2023-12-31", "2025-12-31", dates).caution for dates in (2, 3, 4)]
    assert "not a trend" in cautions[0]
    assert "3 dates" in cautions[1]
    assert cautions[2] == ""


def test_two_dates_give_the_difference_a_year() -> None:
    pace = pace_of(("2024-12-31", "2025-12-31"), [0.30, 0.35])
    assert pace is not None
    assert pace.per_year == pytest.approx(0.05 / (365 / 365.25))
    assert (pace.first, pace.last, pace.dates) == ("2024-12-31", "2025-12-31", 2)


def test_three_dates_give_the_straight_line_through_all() -> None:
    pace = pace_of(YEAR_ENDS, [0.30, 0.30, 0.36])
    assert pace is not None
    assert pace.per_year == pytest.approx(0.03, abs=1e-4)


def test_one_date_gives_no_pace_and_no_arrival() -> None:
    assert pace_of(YEAR_ENDS, [np.nan, np.nan, 0.3]) is None
    way = project(0.3, "2025-12-31", None, 0.5, 2026)
    assert (way.state, way.arrives, way.years_late) == ("no_pace", None, None)
    assert way.needed == pytest.approx(0.2 / (365 / 365.25))


def test_dates_of_the_same_weeks_give_no_pace() -> None:
    assert pace_of(("2025-12-11", "2025-12-31"), [0.30, 0.31]) is None


def test_no_dates_at_all() -> None:
    assert fit_paces((), np.empty((2, 0)), np.empty((2, 0), dtype=bool)) == [None, None]


@pytest.mark.parametrize("slope", [0.0, -0.05])
def test_what_does_not_rise_never_arrives(slope: float) -> None:
    way = project(0.3, "2025-12-31", Pace(slope, "2024-12-31", "2025-12-31", 2), 0.5, 2030)
    assert (way.state, way.arrives, way.years_late) == ("never", None, None)


def test_a_crawl_gets_no_date() -> None:
    way = project(0.3, "2025-12-31", Pace(0.0001, "2024-12-31", "2025-12-31", 2), 0.5, 2030)
    assert (way.state, way.arrives) == ("far", None)


def test_a_target_that_is_reached_needs_nothing() -> None:
    way = project(0.5, "2025-12-31", Pace(-0.1, "2024-12-31", "2025-12-31", 2), 0.5, 2026)
    assert (way.state, way.needed, way.arrives) == ("reached", None, None)


def test_a_year_that_is_over_needs_no_pace_and_is_late() -> None:
    way = project(0.3, "2025-12-31", Pace(0.1, "2024-12-31", "2025-12-31", 2), 0.5, 2025)
    assert (way.state, way.needed) == ("late", None)
    assert way.years_late == pytest.approx(2.0, abs=0.01)


def test_no_data_is_not_zero() -> None:
    way = project(float("nan"), None, None, 0.5, 2026)
    assert way.state == "no_data"
    assert np.isnan(way.rate)


def test_only_dates_with_counts_over_the_same_areas_take_part() -> None:
    rates = np.array([[0.2, 0.3, 0.3, 0.4, np.nan]])
    counted = np.array([[50, 95, 0, 100, 3]])
    with_data = np.array([[50, 95, 95, 100, 100]])
    assert usable_dates(rates, counted, with_data).tolist() == [[False, True, False, True, False]]


def test_falls_and_their_kinds() -> None:
    change = np.array([[np.nan, -0.1323, -0.0037, 0.001, np.nan]])
    entry_points = np.array([[np.nan, 0.0, 0.0, -0.011, -0.02]])
    marks = mark_dates(change, entry_points, np.array([[10, 10, 0, 6, 3]], dtype=np.int32))
    # The third is down by 0.37 points: not more than the threshold of 0.5. The last two are down by newcomers only.
    assert marks.fall.tolist() == [["", "fall", "", "mix", "mix"]]
    assert marks.partial.tolist() == [[False, False, False, True, True]]


def test_newcomers_with_high_rates_hide_no_fall() -> None:
    counted = np.ones((1, 2), dtype=np.int32)
    assert mark_dates(np.array([[np.nan, -0.02]]), np.array([[np.nan, 0.1]]), counted).fall.tolist() == [["", "fall"]]


def test_a_fall_of_just_the_threshold_is_not_marked() -> None:
    counted = np.ones((1, 2), dtype=np.int32)
    assert mark_dates(np.array([[np.nan, 0.295 - 0.3]]), np.zeros((1, 2)), counted).fall.tolist() == [["", ""]]


def test_where_less_is_better_a_rise_is_marked() -> None:
    change = np.array([[np.nan, -0.08, 0.03, 0.0]])
    entry_points = np.array([[0.0, 0.0, 0.0, 0.04]])
    marks = mark_dates(change, entry_points, np.full((1, 4), 10, dtype=np.int32), sign=-1)
    assert marks.fall.tolist() == [["", "", "rise", "mix_rise"]]
