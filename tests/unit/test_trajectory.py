"""Pace, arrival and falls on numbers worked out by hand."""

import numpy as np
import pytest

from ucjmap.indicators import gap_to_target
from ucjmap.indicators.trajectory import Pace, find_changes, fit_paces, project, usable_dates

YEAR_ENDS = ("2023-12-31", "2024-12-31", "2025-12-31")


def pace_of(dates: tuple[str, ...], rates: list[float]) -> Pace | None:
    known = np.array([rates])
    return fit_paces(dates, known, np.isfinite(known))[0]


def test_bengkulu_at_28_percent_lacks_20_points_of_48() -> None:
    gap = gap_to_target(280, 1000, 0.48)
    assert gap is not None
    assert (round(gap.points, 12), gap.people) == (0.20, 200)
    way = project(0.28, "2025-12-31", Pace(0.10, "2024-12-31", "2025-12-31", 2), 0.48, 2027)
    # 20 points at 10 a year are two years of 365.25 days, 730.5 days: one day after 730, the end of 2027.
    assert (way.state, way.arrives, way.deadline) == ("late", "2028-01-01", "2027-12-31")
    assert way.needed == pytest.approx(0.20 / (730 / 365.25))


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
    rates = np.array([[0.39, 0.2577, 0.2540, 0.2440]])
    same = np.array([[np.nan, 0.2577, 0.2540, 0.2540]])
    counted = np.array([[10, 10, 0, 6]], dtype=np.int32)
    changes = find_changes(rates, same, counted)
    # The third is down by 0.37 points: not more than the threshold of 0.5. The last is down by newcomers only.
    assert changes.fall.tolist() == [["", "fall", "", "mix"]]
    assert changes.partial.tolist() == [[False, False, False, True]]
    assert np.isnan(changes.change[0, 0])
    assert changes.change[0, 1] == pytest.approx(-0.1323)


def test_a_fall_of_just_the_threshold_is_not_marked() -> None:
    changes = find_changes(np.array([[0.3, 0.295]]), np.array([[np.nan, 0.295]]), np.ones((1, 2), dtype=np.int32))
    assert changes.fall.tolist() == [["", ""]]


def test_where_less_is_better_a_rise_is_marked() -> None:
    rates = np.array([[0.10, 0.02, 0.05, 0.09]])
    same = np.array([[np.nan, 0.02, 0.05, 0.05]])
    changes = find_changes(rates, same, np.full((1, 4), 10, dtype=np.int32), sign=-1)
    assert changes.fall.tolist() == [["", "", "rise", "mix_rise"]]
    assert changes.same_change[0, 2] == pytest.approx(0.03)
