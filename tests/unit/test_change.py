"""Change on common areas: what moved, what entered and what left, told apart."""

import numpy as np
import pandas as pd
import pytest

from ucjmap.codes import kind_of, level_of, parent_of
from ucjmap.indicators import Change, Hierarchy, divide, measure_change

CODES = ["61", "61.01", "61.01.01", "61.01.01.2001", "61.01.01.2002", "61.01.01.2003", "61.02", "61.02.01"]
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
ONE, TWO, THREE = "61.01.01.2001", "61.01.01.2002", "61.01.01.2003"
Counts = dict[str, tuple[float, float]]


def own_counts(counts: Counts) -> np.ndarray:
    own = np.full((2, len(HIERARCHY.index)), np.nan)
    for code, pair in counts.items():
        own[:, HIERARCHY.index.get_loc(code)] = pair
    return own


def whole_rates(own: np.ndarray) -> np.ndarray:
    sums = own.copy()
    HIERARCHY.add_counts(sums)
    return divide(*sums)


def compare(since: Counts, now: Counts, recounted: tuple[str, ...]) -> Change:
    before, after = own_counts(since), own_counts(now)
    rates = {"rate_since": whole_rates(before), "rate": whole_rates(after)}
    return measure_change(HIERARCHY, before, after, **rates, is_recounted=HIERARCHY.index.isin(recounted))


def at(change: Change, code: str) -> dict[str, float]:
    place = HIERARCHY.index.get_loc(code)
    return {name: column[place] for name, column in vars(change).items()}


def test_the_example_of_the_rule() -> None:
    since = {ONE: (30.0, 100.0), TWO: (30.0, 100.0)}
    change = compare(since, {**since, ONE: (40.0, 100.0), THREE: (90.0, 100.0)}, (ONE, THREE))
    for code in ("61.01.01", "61.01", "61", "00"):
        row = at(change, code)
        assert row["change"] == 0.05
        assert (row["common_rate_since"], row["common_rate"]) == (0.3, 0.35)
        assert row["entry_points"] == pytest.approx(160 / 300 - 0.3 - 0.05, abs=1e-12)
        assert (row["common_desa"], row["entered_desa"], row["left_desa"]) == (2, 1, 0)


def test_a_desa_that_was_not_counted_again_cannot_be_compared_and_one_that_entered_neither() -> None:
    since = {ONE: (30.0, 100.0), TWO: (30.0, 100.0)}
    change = compare(since, {**since, ONE: (40.0, 100.0), THREE: (90.0, 100.0)}, (ONE, THREE))
    assert at(change, ONE)["change"] == 0.1
    assert np.isnan(at(change, TWO)["change"])
    assert at(change, TWO)["entry_points"] == 0
    assert np.isnan([at(change, THREE)["change"], at(change, THREE)["entry_points"]]).all()
    assert at(change, THREE)["entered_desa"] == 1


def test_what_is_carried_forward_is_no_change_and_all_that_moves_the_rate_is_the_entry() -> None:
    since = {ONE: (30.0, 100.0)}
    row = at(compare(since, {**since, TWO: (10.0, 100.0)}, (TWO,)), "61.01")
    assert np.isnan(row["change"])
    assert (row["common_rate_since"], row["common_rate"]) == (0.3, 0.3)
    assert row["entry_points"] == pytest.approx(-0.1)


def test_a_total_that_gave_way_to_its_desa_left_and_is_not_compared_with_them() -> None:
    since = {"61.01": (50.0, 200.0), "61.02": (10.0, 100.0)}
    change = compare(since, {**since, ONE: (60.0, 100.0), "61.02": (20.0, 100.0)}, (ONE, "61.02"))
    kabupaten = at(change, "61.01")
    assert np.isnan([kabupaten["change"], kabupaten["common_rate"]]).all()
    assert kabupaten["entry_points"] == pytest.approx(0.6 - 0.25)
    assert (kabupaten["common_desa"], kabupaten["entered_desa"], kabupaten["left_desa"]) == (0, 1, 1)
    province = at(change, "61")
    assert (province["change"], province["common_rate"]) == (0.1, 0.2)
    assert province["entry_points"] == pytest.approx(80 / 200 - 60 / 300 - 0.1)
    assert (province["common_desa"], province["entered_desa"], province["left_desa"]) == (1, 1, 1)


def test_a_total_that_stands_aside_at_both_dates_takes_no_part() -> None:
    since = {"61.01": (50.0, 200.0), ONE: (30.0, 100.0)}
    row = at(compare(since, {"61.01": (90.0, 200.0), ONE: (30.0, 100.0)}, ("61.01",)), "61.01")
    assert np.isnan(row["change"])
    assert (row["common_desa"], row["entered_desa"], row["left_desa"]) == (1, 0, 0)


def test_nobody_to_be_covered_is_no_rate_and_no_change() -> None:
    row = at(compare({ONE: (0.0, 0.0)}, {ONE: (0.0, 0.0)}, (ONE,)), "61")
    assert np.isnan([row["change"], row["common_rate"], row["entry_points"]]).all()
    assert row["common_desa"] == 1


def test_several_dates_at_once_are_each_compared_alone() -> None:
    since = own_counts({ONE: (30.0, 100.0)})
    later = [{ONE: (40.0, 100.0)}, {ONE: (20.0, 100.0), TWO: (1.0, 1.0)}]
    own = np.stack([own_counts(counts) for counts in later], axis=1)
    rates = np.stack([whole_rates(own_counts(counts)) for counts in later])
    is_recounted = np.broadcast_to(HIERARCHY.index.isin([ONE]), rates.shape)
    both = measure_change(
        HIERARCHY, since[:, None], own, rate_since=whole_rates(since), rate=rates, is_recounted=is_recounted
    )
    for row, counts in enumerate(later):
        alone = compare({ONE: (30.0, 100.0)}, counts, (ONE,))
        for name, column in vars(alone).items():
            np.testing.assert_array_equal(vars(both)[name][row], column, err_msg=name)
