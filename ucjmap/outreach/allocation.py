"""The best use of a fixed budget under rules of fairness.

Whole workers are allocated by a mixed-integer linear programme (HiGHS through scipy), so that the result is the optimum
and not a rounding of one. The highest rate that every area can reach is found by bisection: as a mixed-integer
programme it takes minutes for the desa of a province. Areas without data take no part and are named.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy  # its parts load when they are used: together they take a second

from ucjmap.errors import N_, UsageError

Floats = npt.NDArray[np.float64]
_OPTIONS = {"time_limit": 30.0, "mip_rel_gap": 0.0}
_HALVINGS = 60


@dataclass(frozen=True)
class Fairness:
    """Rules that every allocation keeps.

    ``least_share``: each area gets at least this share of its uncovered workers (rounded up to whole people).
    ``lowest_first``: the lowest rate is raised as far as the budget allows before anything else. ``stop_at_rate``:
    nobody is covered beyond this rate. ``most_of_budget``: no group of areas (column ``group``) takes more than this
    share of the budget.
    """

    least_share: float = 0.0
    lowest_first: bool = False
    stop_at_rate: float | None = None
    most_of_budget: float | None = None


@dataclass(frozen=True)
class Allocation:
    """Who is covered where.

    ``areas`` has one row an area that takes part: uncovered, price_idr, covered, cost_idr, rate, new_rate, group.
    ``without_data`` are the codes of the others.
    """

    areas: pd.DataFrame
    without_data: tuple[str, ...]

    @property
    def covered(self) -> int:
        """Workers covered in all."""
        return int(self.areas["covered"].sum())

    @property
    def cost_idr(self) -> int:
        """What they cost."""
        return int(self.areas["cost_idr"].sum())

    @property
    def lowest_rate(self) -> float:
        """The lowest rate afterwards."""
        return float(self.areas["new_rate"].min())


def allocate_budget(areas: pd.DataFrame, budget_idr: int, fairness: Fairness | None = None) -> Allocation:
    """Cover as many workers as a budget pays for; among equals, those of the areas with the lowest rate.

    Parameters
    ----------
    areas
        One row is one area, indexed by code: numerator, denominator, price_idr (whole rupiah a worker), and group where
        ``fairness.most_of_budget`` is given. An area without data takes no part.
    budget_idr
        Whole rupiah that may be spent; a remainder that covers nobody is left.
    fairness
        Rules to keep; None: no rules.

    Raises
    ------
    UsageError
        The budget does not pay for the least share of every area, the rules contradict each other, the best allocation
        is not found in time, no number of workers is known, or a number cannot be used.
    """
    rules = fairness or Fairness()
    problem = _make_problem(areas, rules, budget_idr)
    if problem.spent(problem.least) > budget_idr:
        raise UsageError(
            "budget_too_small",
            N_("The budget of Rp{budget} does not pay for the least share of every area: that costs Rp{needed}."),
            N_("Raise the budget or lower the least share."),
            budget=f"{budget_idr:,}".replace(",", "."),
            needed=f"{problem.spent(problem.least):,}".replace(",", "."),
        )
    if rules.lowest_first:
        problem = problem.raise_lowest()
    limits = problem.budget_limits()
    most = problem.solve(-np.ones(problem.size), limits)
    # Prices are often the same everywhere: of all ways to cover this many, take the one that helps the lowest rates.
    same = scipy.optimize.LinearConstraint(np.ones((1, problem.size)), most.sum(), most.sum())
    return problem.allocation(problem.solve(problem.rates - 2.0, [*limits, same]), areas)


@dataclass(frozen=True)
class _Problem:
    """The areas that take part, as arrays. ``units`` are prices in the largest rupiah unit common to all."""

    codes: pd.Index
    done: Floats
    workers: Floats
    units: Floats
    unit_idr: int
    least: Floats
    most: Floats
    groups: npt.NDArray[np.object_]
    rules: Fairness
    budget_idr: int

    @property
    def size(self) -> int:
        """Number of areas."""
        return len(self.codes)

    @property
    def rates(self) -> Floats:
        """Rates before anything is done."""
        return self.done / self.workers

    def spent(self, covered: Floats) -> int:
        """Cost of covering so many in each area."""
        return round(float(covered @ self.units)) * self.unit_idr

    def budget_limits(self) -> "list[scipy.optimize.LinearConstraint]":
        """What all together, and each group, may cost."""
        limits = [scipy.optimize.LinearConstraint(self.units[None, :], -np.inf, self.budget_idr // self.unit_idr)]
        if self.rules.most_of_budget is not None:
            ceiling = int(self.budget_idr * self.rules.most_of_budget) // self.unit_idr
            rows = [np.where(self.groups == group, self.units, 0.0) for group in np.unique(self.groups.astype(str))]
            limits.append(scipy.optimize.LinearConstraint(np.vstack(rows), -np.inf, ceiling))
        return limits

    def raise_lowest(self) -> "_Problem":
        """The same problem, with ``least`` raised so that the lowest rate is as high as the budget allows.

        A higher rate never costs less, so bisection finds the highest that is affordable; the number of whole workers
        settles long before the interval is as small as a float.
        """
        low, high = 0.0, min(1.0, float(((self.done + self.most) / self.workers).min()))
        if self._affordable(self._needed(high)):
            low = high
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self._affordable(self._needed(middle)) else (low, middle)
        return replace(self, least=self._needed(low))

    def _needed(self, rate: float) -> Floats:
        """Workers by area that lift every area to ``rate``, and keep the least share."""
        short = np.ceil(np.round(rate * self.workers - self.done, 6))
        return np.asarray(np.clip(np.maximum(self.least, short), 0, self.most), dtype=np.float64)

    def _affordable(self, covered: Floats) -> bool:
        return all((limit.A @ covered <= limit.ub).all() for limit in self.budget_limits())

    def solve(self, costs: Floats, limits: "list[scipy.optimize.LinearConstraint]") -> Floats:
        """Workers by area with the least of ``costs``."""
        result = scipy.optimize.milp(
            costs,
            constraints=limits,
            bounds=scipy.optimize.Bounds(self.least, self.most),
            integrality=np.ones(self.size),
            options=_OPTIONS,
        )
        _require(result)
        return np.asarray(np.round(result.x), dtype=np.float64)

    def allocation(self, covered: Floats, areas: pd.DataFrame) -> Allocation:
        """The result as a table."""
        people = covered.astype(np.int64)
        prices = np.round(self.units * self.unit_idr).astype(np.int64)
        table = pd.DataFrame(
            {
                "uncovered": np.maximum(0, self.workers - self.done).astype(np.int64),
                "price_idr": prices,
                "covered": people,
                "cost_idr": people * prices,
                "rate": self.rates,
                "new_rate": (self.done + people) / self.workers,
            },
            index=self.codes,
        )
        if len(self.groups):
            table["group"] = self.groups
        return Allocation(table, tuple(areas.index.difference(self.codes)))


def _make_problem(areas: pd.DataFrame, rules: Fairness, budget_idr: int) -> _Problem:
    known = areas[areas["denominator"].gt(0) & areas["numerator"].notna()]
    _check(known, rules, budget_idr)
    done, workers = known["numerator"].to_numpy(dtype=float), known["denominator"].to_numpy(dtype=float)
    uncovered = np.maximum(0, workers - done)
    most = uncovered
    if rules.stop_at_rate is not None:
        most = np.minimum(most, np.maximum(0, np.ceil(np.round(rules.stop_at_rate * workers - done, 6))))
    prices = [int(price) for price in known["price_idr"]]
    unit = math.gcd(*prices)
    return _Problem(
        codes=known.index,
        done=done,
        workers=workers,
        units=np.array(prices, dtype=float) / unit,
        unit_idr=unit,
        least=np.minimum(most, np.ceil(np.round(rules.least_share * uncovered, 6))),
        most=most,
        groups=known["group"].to_numpy(dtype=object) if rules.most_of_budget is not None else np.array([], object),
        rules=rules,
        budget_idr=budget_idr,
    )


def _check(known: pd.DataFrame, rules: Fairness, budget_idr: int) -> None:
    shares = [rules.least_share, rules.stop_at_rate or 0, rules.most_of_budget or 0]
    if known.empty:
        raise UsageError(
            "no_workers",
            N_("The budget cannot be allocated: no number of workers is known here."),
            N_("Load data of this area, or choose another one."),
        )
    if (known["price_idr"] <= 0).any() or budget_idr < 0 or not all(0 <= share <= 1 for share in shares):
        raise UsageError(
            "bad_allocation",
            N_("The budget cannot be allocated: the budget, a price or a share cannot be used."),
            N_("Prices are above 0, shares between 0 and 1."),
        )


def _require(result: object) -> None:
    # Status 1 is the time limit: its result is not known to be the best, and is not presented as such.
    if getattr(result, "status", None) != 0:
        raise UsageError(
            "no_allocation",
            N_("No best allocation was found: the rules contradict each other, or there are too many areas."),
            N_("Loosen a rule, or choose kabupaten or kecamatan instead of desa."),
        )
