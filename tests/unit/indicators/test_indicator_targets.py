"""Which target is in force, and the gap to it, on small tables that can be checked by hand."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ucjmap.codes import kind_of, level_of, parent_of
from ucjmap.indicators import Gap, Hierarchy, Target, find_in_force, measure_gap, measure_gaps

CODES = ["61", "61.01", "61.01.01", "61.01.01.2001", "61.02", "61.02.01", "61.02.01.2001", "17"]
HIERARCHY = Hierarchy.of(
    pd.DataFrame(
        {
            "code": CODES,
            "level": [level_of(code) for code in CODES],
            "parent_code": [parent_of(code) for code in CODES],
            "kind": [kind_of(code) for code in CODES],
        }
    )
)
TARGETS = [
    Target("00", "ucj", 2025, "RPJMN", 0.32, comparable=False),
    Target("00", "ucj", 2025, "press", 0.52),
    Target("00", "ucj", 2029, "press", 0.60),
    Target("61", "ucj", 2026, "governor B", 0.61),
    Target("61", "ucj", 2026, "governor A", 0.62),
    Target("61", "ucj", 2026, "governor C", 0.62),
    Target("61.01", "ucj", 2020, "regent", 0.10),
    Target("61.02", "ucj", 2025, "regent", 0.99, comparable=False),
    Target("61.02", "ucj", 2029, "press", 0.70, comparable=False),
    Target("61.01.01.2001", "ucj", 2026, "governor A", 0.80),
    Target("99", "ucj", 2026, "nobody's", 0.99),
]


def in_force(code: str, year: int | None = None, key: str | None = None) -> Target | None:
    place = int(HIERARCHY.index.get_loc(code))
    return find_in_force(TARGETS, HIERARCHY, year=year, key=key).at(place)


@pytest.mark.parametrize(
    ("code", "year", "of", "rate"),
    [
        ("61.01.01.2001", 2026, "61.01.01.2001", 0.80),  # its own
        ("61.01.01.2001", 2027, "00", 0.60),  # neither it nor the province has one so late
        ("61.01.01", 2026, "61", 0.62),  # the nearest above; where issuers differ the highest
        ("61.01.01", 2025, "61", 0.62),  # the first year after
        ("61.01.01", 2020, "61.01", 0.10),
        ("61.02.01.2001", 2025, "61", 0.62),  # what the kabupaten has is not comparable
        ("17", 2025, "00", 0.52),  # of the year itself, not the one after
        ("17", 2026, "00", 0.60),
        ("00", 2025, "00", 0.52),
    ],
)
def test_the_nearest_target_of_the_year_or_the_next_one(code: str, year: int, of: str, rate: float) -> None:
    target = in_force(code, year)
    assert target is not None
    assert (target.unit_code, target.rate) == (of, rate)


def test_of_two_equal_rates_the_first_issuer_is_named() -> None:
    target = in_force("61", 2026)
    assert target is not None
    assert target.key == "2026@governor A"


@pytest.mark.parametrize("year", [2030, None])
def test_no_target_is_no_target(year: int | None) -> None:
    found = find_in_force(TARGETS, HIERARCHY, year=year)
    places = np.arange(len(HIERARCHY.index))
    assert found.of(places).tolist() == [None] * len(places)
    assert np.isnan(found.rates(places)).all()
    assert found.among(places) == ()


@pytest.mark.parametrize(
    ("code", "key", "rate"),
    [
        ("61.01.01.2001", "2026@governor A", 0.80),
        ("61.01.01", "2026@governor A", 0.62),
        ("61.01.01.2001", "2025@press", 0.52),
        ("61.01", "2029@press", 0.60),
        ("17", "2026@governor A", None),
        ("17", "2025@RPJMN", None),  # not comparable
        ("61.02.01", "2029@press", None),  # the nearest of that name is not comparable
        ("61", "2026", None),
        ("61", "@", None),
    ],
)
def test_a_target_that_was_chosen_is_the_nearest_of_its_name(code: str, key: str, rate: float | None) -> None:
    target = in_force(code, key=key)
    assert (target and target.rate) == rate


def test_areas_share_the_few_targets() -> None:
    found = find_in_force(TARGETS, HIERARCHY, year=2026)
    places = HIERARCHY.index.get_indexer(["61", "61.01", "61.02"])
    shared = found.of(places)
    assert shared[0] is shared[1] is shared[2]
    assert found.among(places) == (shared[0],)
    assert found.rates(places).tolist() == [0.62] * 3


def test_a_desa_above_which_nothing_is_known_lies_in_the_country() -> None:
    areas = pd.DataFrame({"code": ["61.09.01"], "level": ["adm3"], "parent_code": ["61.09"], "kind": ["kecamatan"]})
    target = find_in_force(TARGETS, Hierarchy.of(areas), year=2025).at(0)
    assert target is not None
    assert target.unit_code == "00"


def gap_of(numerator: float, denominator: float, rate: float) -> Gap:
    gap = measure_gap(Target("61", "ucj", 2026, "x", rate), numerator, denominator)
    assert gap is not None
    return gap


def test_a_gap_in_points_and_in_people() -> None:
    """Bengkulu in July 2025: 28 % of a target of 48 %."""
    gap = gap_of(196_000, 700_000, 0.48)
    assert (gap.points, gap.people, gap.target.key) == (0.20, 140_000, "2026@x")


def test_the_gap_of_sumatera_selatan_is_the_one_in_the_press() -> None:
    """36.7 % in April 2024 and 49.46 % wanted: 385,000 more, to the rounding of the printed rates."""
    assert gap_of(1_100_000, 1_100_000 / 0.367, 0.4946).people == pytest.approx(385_000, abs=4_000)


def test_a_printed_rate_that_comes_out_whole_is_not_rounded_up() -> None:
    assert math.ceil(0.07 * 100) == 8  # what the float does by itself
    assert gap_of(0, 100, 0.07).people == 7


def test_part_of_a_person_is_a_person() -> None:
    assert gap_of(0, 3, 0.5).people == 2


def test_a_target_that_is_reached_leaves_nobody() -> None:
    gap = gap_of(60, 100, 0.5)
    assert (gap.people, gap.points) == (0, -0.1)


@pytest.mark.parametrize("counts", [(np.nan, np.nan), (5, 0), (np.nan, 10), (5, np.nan), (5, np.inf)])
def test_without_data_there_is_no_gap(counts: tuple[float, float]) -> None:
    assert measure_gap(TARGETS[1], *counts) is None
    assert np.isnan(measure_gaps(0.5, *counts)).all()


def test_nothing_is_measured_to_a_target_of_another_denominator() -> None:
    assert measure_gap(TARGETS[0], 5, 10) is None


COUNTS = st.integers(0, 160_000_000)


@given(st.lists(st.tuples(st.integers(0, 10_000), COUNTS, COUNTS), min_size=1, max_size=20))
def test_one_area_and_many_have_the_same_gap_and_it_is_the_exact_one(rows: list[tuple[int, int, int]]) -> None:
    """Rates of two decimals, as targets are printed: what is exact can be told from fractions."""
    rates, numerators, denominators = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    points, people = measure_gaps(rates / 10_000, numerators, denominators)
    for place, (basis_points, numerator, denominator) in enumerate(rows):
        alone = measure_gap(Target("61", "ucj", 2026, "x", basis_points / 10_000), numerator, denominator)
        if not denominator:
            assert alone is None
            assert np.isnan(points[place])
            assert np.isnan(people[place])
            continue
        assert alone is not None
        assert (alone.points, alone.people) == (points[place], people[place])
        missing = Fraction(basis_points, 10_000) * denominator - numerator
        assert alone.people == max(0, math.ceil(missing))
        assert alone.points == pytest.approx(float(missing / denominator), rel=1e-9, abs=1e-11)
