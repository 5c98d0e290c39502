"""Roll-up on small tables that can be checked by hand."""

import numpy as np
import pandas as pd
import pytest

from ucjmap.codes import kind_of, level_of, parent_of
from ucjmap.indicators import ROLLUP_COLUMNS, Hierarchy, coverage_rate, roll_up

CODES = [
    "61",
    "61.01",
    "61.01.01",
    "61.01.01.1001",
    "61.01.01.2001",
    "61.01.01.2002",
    "61.02",
    "61.02.01",
    "61.02.01.2001",
    "17",
    "17.01",
    "17.01.01",
    "17.01.01.2001",
]


def make_areas(codes: list[str]) -> pd.DataFrame:
    """One row is one area with what its code says."""
    return pd.DataFrame(
        {
            "code": codes,
            "level": [level_of(code) for code in codes],
            "parent_code": [parent_of(code) for code in codes],
            "kind": [kind_of(code) for code in codes],
        }
    )


def make_counts(rows: dict[str, tuple[int, int] | tuple[int, int, str]]) -> pd.DataFrame:
    """One row is one count in force, of 2025 where no date is given."""
    filled = [(code, row[2] if len(row) > 2 else "2025-12-31", row[0], row[1]) for code, row in rows.items()]
    counts = pd.DataFrame(filled, columns=["unit_code", "as_of", "numerator", "denominator"])
    return counts.astype({"unit_code": object, "as_of": object, "numerator": float, "denominator": float})


AREAS = make_areas(CODES)


def counts_of(totals: pd.DataFrame, code: str) -> tuple[float, float]:
    return totals.at[code, "numerator"], totals.at[code, "denominator"]


def test_counts_are_added_and_rates_are_not_averaged() -> None:
    totals = roll_up(AREAS, make_counts({"61.01.01.2001": (10, 10), "61.01.01.2002": (0, 90)}))
    assert list(totals.columns) == list(ROLLUP_COLUMNS)
    for code in ("61.01.01", "61.01", "61", "00"):
        assert counts_of(totals, code) == (10, 100)
    rates = coverage_rate(totals["numerator"], totals["denominator"])
    assert rates["61"] == pytest.approx(0.1)
    assert np.mean([rates["61.01.01.2001"], rates["61.01.01.2002"]]) == pytest.approx(0.5)


def test_no_data_stays_no_data_and_a_zero_stays_a_zero() -> None:
    totals = roll_up(AREAS, make_counts({"61.01.01.2001": (0, 50)}))
    assert counts_of(totals, "61.01") == (0, 50)
    for code in ("61.02.01.2001", "61.02.01", "61.02", "17"):
        assert np.isnan(counts_of(totals, code)).all()
        assert totals.at[code, "oldest"] is None or pd.isna(totals.at[code, "oldest"])
    assert coverage_rate(totals["numerator"], totals["denominator"]).isna()["17"]


def test_without_any_count_every_area_is_without_data() -> None:
    totals = roll_up(AREAS, make_counts({}))
    assert len(totals) == len(CODES) + 1
    assert totals[["numerator", "denominator"]].isna().all(axis=None)
    assert (totals["desa_with_data"] == 0).all()
    assert totals.at["61", "desa"] == 4


def test_the_sum_of_the_desa_goes_before_a_count_of_the_area_itself() -> None:
    totals = roll_up(AREAS, make_counts({"61.01": (70, 100), "61.01.01.2001": (3, 10), "61.02": (5, 50)}))
    assert counts_of(totals, "61.01") == (3, 10)
    assert (totals.at["61.01", "own_numerator"], totals.at["61.01", "own_denominator"]) == (70, 100)
    assert counts_of(totals, "61.02") == (5, 50)
    assert counts_of(totals, "61") == (8, 60)
    assert np.isnan(totals.at["61", "own_numerator"])


def test_the_dates_behind_a_sum_are_those_of_its_parts() -> None:
    counts = make_counts(
        {
            "61.01.01.2001": (1, 2, "2024-12-31"),
            "61.01.01.2002": (1, 2, "2025-06-30"),
            "61.02.01.2001": (1, 2, "2023-01-01"),
            "61.01": (1, 2, "2020-01-01"),
        }
    )
    totals = roll_up(AREAS, counts)
    assert tuple(totals.loc["61.01", ["oldest", "newest"]]) == ("2024-12-31", "2025-06-30")
    assert tuple(totals.loc["00", ["oldest", "newest"]]) == ("2023-01-01", "2025-06-30")


def test_desa_with_data_stand_beside_all_desa() -> None:
    totals = roll_up(AREAS, make_counts({"61.01.01.2001": (1, 2), "17.01.01.2001": (1, 2)}))
    assert tuple(totals.loc["61", ["desa", "desa_with_data"]]) == (4, 1)
    assert tuple(totals.loc["00", ["desa", "desa_with_data"]]) == (5, 2)


def test_a_kelurahan_does_not_lack_what_only_desa_have() -> None:
    totals = roll_up(AREAS, make_counts({"61.01.01.2001": (1, 1)}), applies_to=("desa", "desa adat"))
    assert tuple(totals.loc["61.01", ["desa", "desa_with_data"]]) == (2, 1)
    assert totals.at["61.01.01.1001", "desa"] == 0


def test_a_kelurahan_that_was_counted_all_the_same_counts() -> None:
    """Kalbar's press counts one kelurahan as a desa."""
    totals = roll_up(AREAS, make_counts({"61.01.01.1001": (1, 1)}), applies_to=("desa", "desa adat"))
    assert tuple(totals.loc["61.01", ["desa", "desa_with_data", "denominator"]]) == (3, 1, 1)


def test_a_count_of_an_unknown_area_adds_to_nothing() -> None:
    totals = roll_up(AREAS, make_counts({"99.01.01.2001": (5, 5)}))
    assert totals["numerator"].isna().all()
    assert "99.01.01.2001" not in totals.index


def test_an_area_whose_parent_is_not_known_keeps_its_own_figure() -> None:
    areas = make_areas(["61", "61.09.01.2001"])
    totals = roll_up(areas, make_counts({"61.09.01.2001": (1, 4)}))
    assert counts_of(totals, "61.09.01.2001") == (1, 4)
    assert np.isnan(counts_of(totals, "61")).all()


def test_the_tables_that_came_in_are_not_changed() -> None:
    areas, counts = AREAS.copy(), make_counts({"61.01.01.2001": (1, 2)})
    before = counts.copy()
    roll_up(areas, counts)
    pd.testing.assert_frame_equal(areas, AREAS)
    pd.testing.assert_frame_equal(counts, before)


def test_a_rate_above_one_is_kept_and_one_of_nobody_is_no_rate() -> None:
    rates = coverage_rate(pd.Series([15.0, 0.0, np.nan]), pd.Series([10.0, 0.0, 5.0]))
    assert rates[0] == 1.5
    assert rates[1:].isna().all()


def test_every_area_knows_the_keys_of_its_very_sum() -> None:
    hierarchy = Hierarchy.of(AREAS)
    codes = ["61.01.01.2001", "61.01.01.2002", "61.02.01.2001", "61.02"]
    traced = hierarchy.trace_keys(hierarchy.index.get_indexer(codes), np.array([7, 3, 3, 9]))
    keys = {code: traced.sets[number] for code, number in zip(hierarchy.index, traced.numbers, strict=True)}
    assert [keys[code] for code in codes] == [(7,), (3,), (3,), (3,)]  # the count of 61.02 stands aside
    assert keys["61.01"] == keys["61"] == keys["00"] == (3, 7)
    assert keys["17"] == ()


def test_more_keys_than_a_number_has_bits_are_all_kept() -> None:
    desa = [f"61.01.01.{number}" for number in range(2001, 2151)]
    hierarchy = Hierarchy.of(make_areas(["61", "61.01", "61.01.01", *desa]))
    traced = hierarchy.trace_keys(hierarchy.index.get_indexer(desa), np.arange(150))
    assert traced.sets[traced.numbers[-1]] == tuple(range(150))
    places = hierarchy.index.get_indexer(desa)
    assert [traced.sets[number] for number in traced.numbers[places]] == [(number,) for number in range(150)]
    other = hierarchy.trace_keys(places[:1], np.array([500]))
    both = traced.join(other)
    assert both.sets[both.numbers[places[0]]] == (0, 500)
    assert both.sets[both.numbers[-1]] == (*range(150), 500)
