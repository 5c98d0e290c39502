"""Whatever the counts: the allocation is the best there is, money adds up, ranks follow the scores."""

import datetime as dt
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.long_run import examples
from ucjmap.errors import UsageError
from ucjmap.outreach import Programme, simulate_programmes
from ucjmap.outreach.allocation import Fairness, allocate_budget
from ucjmap.outreach.criteria import CRITERIA, MEASURES
from ucjmap.outreach.premium import Premium
from ucjmap.outreach.priority import rank_areas, rank_stability, scale_measures

COUNTS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 5), st.sampled_from([100_800, 201_600, 151_200])),
    min_size=1,
    max_size=4,
)


def small_areas(counts: list[tuple[int, int, int]]) -> pd.DataFrame:
    rows = [
        {"numerator": done, "denominator": max(1, done + uncovered), "price_idr": price}
        for done, uncovered, price in counts
    ]
    table = pd.DataFrame(rows, index=[f"17.{number:02d}" for number in range(len(rows))])
    return table.assign(group=[f"{number % 2}" for number in range(len(rows))])


def every_choice(areas: pd.DataFrame, rules: Fairness) -> np.ndarray:
    """All allocations that keep the rules of a single area; one row is one."""
    uncovered = (areas["denominator"] - areas["numerator"]).clip(lower=0).to_numpy()
    most = uncovered
    if rules.stop_at_rate is not None:
        short = np.ceil(np.round(rules.stop_at_rate * areas["denominator"] - areas["numerator"], 6))
        most = np.minimum(most, short.clip(lower=0).to_numpy().astype(int))
    least = np.minimum(most, np.ceil(np.round(rules.least_share * uncovered, 6)).astype(int))
    return np.array(list(itertools.product(*(range(low, high + 1) for low, high in zip(least, most, strict=True)))))


@settings(max_examples=examples(120))
@given(
    counts=COUNTS,
    budget=st.integers(0, 4_000_000),
    least=st.sampled_from([0.0, 0.25, 0.5]),
    stop=st.sampled_from([None, 0.5, 0.8]),
    lowest_first=st.booleans(),
    most_of_budget=st.sampled_from([None, 0.6]),
)
def test_budget_optimum_equals_brute_force(
    counts: list[tuple[int, int, int]],
    budget: int,
    least: float,
    stop: float | None,
    lowest_first: bool,
    most_of_budget: float | None,
) -> None:
    areas, rules = small_areas(counts), Fairness(least, lowest_first, stop, most_of_budget)
    choices, prices = every_choice(areas, rules), areas["price_idr"].to_numpy()
    choices = choices[choices @ prices <= budget]
    if most_of_budget is not None:
        for group in areas["group"].unique():
            of_group = choices @ (prices * (areas["group"] == group).to_numpy())
            choices = choices[of_group <= int(budget * most_of_budget)]
    if not len(choices):
        with pytest.raises(UsageError):
            allocate_budget(areas, budget, rules)
        return
    found = allocate_budget(areas, budget, rules)
    done, workers = areas["numerator"].to_numpy(), areas["denominator"].to_numpy()
    lowest = ((done + choices) / workers).min(axis=1).round(9) if lowest_first else np.zeros(len(choices))
    help_to_low = (choices @ (2 - done / workers)).round(6)
    best = max(zip(lowest, choices.sum(axis=1), help_to_low, strict=True))
    mine = found.areas["covered"].to_numpy()
    assert mine.tolist() in choices.tolist()
    reached = round(min(1.0, found.lowest_rate), 9) if lowest_first else 0.0
    assert (reached, found.covered) == (min(1.0, best[0]), best[1])
    assert round(float(mine @ (2 - done / workers)), 6) == best[2]
    assert found.cost_idr == int(mine @ prices) <= budget


@given(
    rows=st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(0, 4)), min_size=1, max_size=8),
    places=st.integers(1, 300),
    share=st.integers(0, 100),
)
def test_money_adds_up_and_nobody_is_covered_twice(rows: list[tuple[int, int, int]], places: int, share: int) -> None:
    areas = pd.DataFrame(
        [{"name": "x", "numerator": a, "denominator": b or np.nan, "desa": desa} for a, b, desa in rows],
        index=[f"17.{number:02d}" for number in range(len(rows))],
    )
    year = Premium(16_800, 12, dt.date(2026, 1, 1))
    mix = [
        Programme("a", year, {"kabupaten": share / 100, "provinsi": 1 - share / 100}, places_per_desa=places),
        Programme("b", year, {"dana_desa": 1.0}, places_per_desa=7, lump_idr_per_desa=1_000_001),
    ]
    found = simulate_programmes(areas, mix)
    table = found.areas
    uncovered = (areas["denominator"] - areas["numerator"]).clip(lower=0)
    known = uncovered.notna()
    assert (table["covered"][known] <= uncovered[known]).all()
    payers = [column for column in table if column.startswith("payer_")]
    assert table[payers].sum(axis=1).eq(table["cost_idr"]).all()
    assert sum(found.by_payer.values()) == found.totals["cost_idr"] == found.programmes["cost_idr"].sum()
    totals = {key: int(found.totals[key] or 0) for key in ("places", "covered", "unused", "unknown")}
    assert totals["places"] == totals["covered"] + totals["unused"] + totals["unknown"]
    assert table["unused_idr"].between(0, table["cost_idr"]).all()


@given(
    desa=st.lists(
        st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(0, 90)), st.integers(0, 60), st.integers(0, 1)),
        min_size=1,
        max_size=10,
    ),
    places=st.integers(1, 60),
    share=st.sampled_from([0.01, 0.3, 0.333, 1.0]),
)
def test_what_programmes_reach_does_not_hang_on_the_areas_it_is_told_for(
    desa: list[tuple[int, int | None, int, int]], places: int, share: float
) -> None:
    """Desa with their kabupaten, uncovered workers (None: no data), participants, and whether it gets dana desa."""
    numbers = [number for number, *_ in desa]
    rows = [
        {
            "name": "x",
            "numerator": np.nan if left is None else done,
            "denominator": np.nan if left is None else done + left,
        }
        for _, left, done, _ in desa
    ]
    units = pd.DataFrame(rows, index=[f"17.{place:02d}" for place in range(len(rows))], dtype=object)
    units = units.astype({"numerator": float, "denominator": float}).assign(desa=[each for *_, each in desa])
    of_kabupaten = units.groupby(numbers)[["numerator", "denominator"]].sum(min_count=1).assign(name="k", desa=1)
    year = Premium(16_800, 12, dt.date(2026, 1, 1))
    mix = [
        Programme("a", year, {"dana_desa": 1.0}, places_per_desa=places, lump_idr_per_desa=1_000_001),
        Programme("b", year, {"kabupaten": 0.7, "provinsi": 0.3}, share_of_uncovered=share),
    ]
    parts = units.rename(columns={"numerator": "registered", "denominator": "total"})
    by_desa = simulate_programmes(units, mix, parts={"workers": parts.assign(area=units.index)})
    by_kabupaten = simulate_programmes(of_kabupaten, mix, parts={"workers": parts.assign(area=numbers)})
    same = ("places", "covered", "unused", "unknown", "cost_idr", "unused_idr", "new_rate")
    assert [by_desa.totals[key] for key in same] == [by_kabupaten.totals[key] for key in same]
    assert by_desa.by_payer == by_kabupaten.by_payer
    left = float((units["denominator"] - units["numerator"]).sum()) - by_desa.programmes.loc[0, "covered"]
    assert by_desa.programmes.loc[1, "places"] == np.ceil(round(left * share, 6))


@settings(max_examples=examples(60))
@given(st.data())
def test_ranks_follow_scores_and_scores_stay_in_bounds(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 12))
    number = st.one_of(st.none(), st.integers(0, 4).map(float))
    columns = {measure: data.draw(st.lists(number, min_size=count, max_size=count)) for measure in MEASURES}
    weights = {key: data.draw(st.integers(0, 3)) for key in CRITERIA} | {"gap": 1}
    measures = pd.DataFrame(columns, index=[f"61.{each:02d}" for each in range(count)], dtype=float)
    scale = scale_measures(measures)
    ranked = rank_areas(scale, weights)
    assert ranked["score"].between(0, 100).all()
    assert ranked["score"].is_monotonic_decreasing
    better = [int((ranked["score"] > score).sum()) + 1 for score in ranked["score"]]
    assert ranked["rank"].tolist() == better
    assert ranked["known"].between(-1e-9, 1 + 1e-9).all()
    steady = rank_stability(scale, weights, draws=5).loc[ranked.index]
    assert (steady["rank_best"] <= ranked["rank"]).all()
    assert (steady["rank_worst"] >= ranked["rank"]).all()
