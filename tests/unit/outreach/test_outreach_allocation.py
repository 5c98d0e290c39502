"""Allocation of a budget: what the rules mean, and what is refused."""

import numpy as np
import pandas as pd
import pytest

from ucjmap.errors import UsageError
from ucjmap.outreach.allocation import Fairness, allocate_budget

PRICE = 201_600


def areas(*counts: tuple[float, float], price: int = PRICE) -> pd.DataFrame:
    index = [f"17.{number:02d}" for number in range(1, len(counts) + 1)]
    return pd.DataFrame(counts, index=index, columns=["numerator", "denominator"]).assign(price_idr=price)


def test_the_budget_is_spent_where_the_rate_is_lowest() -> None:
    found = allocate_budget(areas((80, 100), (10, 100), (50, 100)), 100 * PRICE)
    assert found.areas["covered"].tolist() == [0, 90, 10]
    assert (found.covered, found.cost_idr) == (100, 100 * PRICE)


def test_cheaper_cover_goes_first_because_more_workers_are_covered() -> None:
    two = areas((0, 100), (90, 100)).assign(price_idr=[201_600, 100_800])
    found = allocate_budget(two, 201_600 * 10)
    assert found.areas["covered"].tolist() == [5, 10]


def test_the_least_share_is_kept_and_its_price_is_named_where_the_budget_is_too_small() -> None:
    two = areas((80, 100), (0, 100))
    found = allocate_budget(two, 60 * PRICE, Fairness(least_share=0.5))
    assert found.areas["covered"].tolist() == [10, 50]
    with pytest.raises(UsageError) as refused:
        allocate_budget(two, 59 * PRICE, Fairness(least_share=0.5))
    assert refused.value.code == "budget_too_small"
    assert refused.value.details["needed"] == f"{60 * PRICE:,}".replace(",", ".")


def test_the_lowest_rate_is_raised_first_even_where_it_is_dear() -> None:
    two = areas((10, 100), (40, 100)).assign(price_idr=[403_200, 201_600])
    found = allocate_budget(two, 201_600 * 100, Fairness(lowest_first=True))
    assert found.lowest_rate == pytest.approx(0.53)
    assert found.areas["covered"].tolist() == [43, 14]


def test_nobody_is_covered_beyond_the_rate_to_stop_at() -> None:
    found = allocate_budget(areas((10, 100), (70, 100)), 10**12, Fairness(stop_at_rate=0.6))
    assert found.areas["new_rate"].tolist() == pytest.approx([0.6, 0.7])


def test_no_group_takes_more_than_its_share_of_the_budget() -> None:
    three = areas((0, 1000), (0, 1000), (500, 1000)).assign(group=["17.01", "17.01", "17.02"])
    found = allocate_budget(three, 1000 * PRICE, Fairness(most_of_budget=0.6))
    spent = found.areas.groupby("group")["covered"].sum()
    assert spent.to_dict() == {"17.01": 600, "17.02": 400}


def test_areas_without_data_take_no_part_and_are_named() -> None:
    found = allocate_budget(areas((0, 10), (np.nan, np.nan), (5, 0)), 100 * PRICE)
    assert found.without_data == ("17.02", "17.03")
    assert found.areas["covered"].to_dict() == {"17.01": 10}


def test_a_least_share_is_at_least_that_share() -> None:
    """Half of three people is two: rounded down, the promise to each area would be broken."""
    found = allocate_budget(areas((0, 3), (0, 3)), 4 * PRICE, Fairness(least_share=0.5))
    assert found.areas["covered"].tolist() == [2, 2]
    with pytest.raises(UsageError):
        allocate_budget(areas((0, 3), (0, 3)), 3 * PRICE, Fairness(least_share=0.5))


@pytest.mark.parametrize(
    ("table", "budget", "rules"),
    [
        (areas((np.nan, np.nan)), 1, Fairness()),
        (areas((1, 10), price=0), 1, Fairness()),
        (areas((1, 10)), -1, Fairness()),
        (areas((1, 10)), 1, Fairness(least_share=1.5)),
    ],
)
def test_numbers_without_meaning_are_refused(table: pd.DataFrame, budget: int, rules: Fairness) -> None:
    with pytest.raises(UsageError) as refused:
        allocate_budget(table, budget, rules)
    assert (refused.value.code == "no_workers") == table["denominator"].isna().all()
