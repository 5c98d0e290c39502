"""Figures of areas over all as-of dates: rolled up once between two imports."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, remember
from ucjmap.api.figures.definitions import get_indicator
from ucjmap.api.figures.supplied_counts import read_counts
from ucjmap.api.figures.unseen import unseen
from ucjmap.codes import LEVELS
from ucjmap.indicators import Hierarchy, Indicator, divide, measure_change, roll_up
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Series:
    """One indicator and segment over time; rows of the arrays are areas (``codes``), columns are ``dates``.

    Only areas that have data at some date, and their ancestors, are held. ``change`` and ``entry_points`` are measured
    from the date before (``indicators.change``; NaN at the first). ``counted`` is the number of counts of the very
    date, ``register_desa`` the number of desa of every area of the register to which the indicator applies.
    ``hierarchy``, ``own`` and ``newest`` are what changes are measured from: the areas held, their own counts in force
    (numerators and denominators by date and area), and the position of the date of each of these counts, -1 for none.
    ``hidden`` are areas whose figures are not shown to whoever asks; None is none of them.
    """

    dates: tuple[str, ...]
    codes: pd.Index
    register_desa: pd.Series
    numerator: Floats
    denominator: Floats
    change: Floats
    entry_points: Floats
    desa: Counts
    desa_with_data: Counts
    counted: Counts
    hierarchy: Hierarchy
    own: Floats
    newest: npt.NDArray[np.int16]
    hidden: npt.NDArray[np.bool_] | None = None

    def rates(self) -> Floats:
        """Rates by area and date; NaN without data."""
        return divide(self.numerator, self.denominator)

    def changes_from(self, since: int) -> Floats:
        """Change of every area (columns) from the date at position ``since`` to each later one (rows)."""
        later, rates = slice(since + 1, None), self.rates().T
        change = measure_change(
            self.hierarchy,
            self.own[:, since, None],
            self.own[:, later],
            rate_since=rates[since],
            rate=rates[later],
            is_recounted=self.newest[later] > since,
        ).change
        return change if self.hidden is None else np.where(self.hidden, np.nan, change)

    def without(self, areas: npt.NDArray[np.bool_]) -> "Series":
        """The same as if nothing were known of some areas; what changes are measured from stays."""
        rows = areas[:, None]
        unknown: dict[str, Any] = {
            name: np.where(rows, np.nan, getattr(self, name))
            for name in ("numerator", "denominator", "change", "entry_points")
        }
        none: dict[str, Any] = {name: np.where(rows, 0, getattr(self, name)) for name in ("desa_with_data", "counted")}
        return replace(self, **unknown, **none, hidden=areas)


def read_series(store: Store, indicator_key: str, segment: str = ALL_SEGMENTS) -> Series:
    """Figures of every area at every date on which anything was counted.

    The figure at a date is the newest count on or before it, as on the map.

    Returns
    -------
    Series
        Shared by all who ask: not to be written to.

    Raises
    ------
    UsageError
        Unknown indicator.
    """
    indicator = get_indicator(indicator_key)

    def make() -> Series:
        if store.scope is None:
            return _build(store, indicator, segment)
        series = read_series(store.whole, indicator_key, segment)
        return series.without(unseen(store, series.codes))

    return remember(store, ("series", indicator.key, segment), make)


def _build(store: Store, indicator: Indicator, segment: str) -> Series:
    tree = area_tree(store)
    counts = read_counts(store, indicator.key, segment).rows
    areas = _with_ancestors(tree, counts["unit_code"].unique())
    hierarchy = Hierarchy.of(areas)
    dates, columns = np.unique(counts["as_of"].to_numpy(dtype=object).astype(str), return_inverse=True)
    rows = hierarchy.index.get_indexer(counts["unit_code"])
    shape = (len(dates), len(hierarchy.index))
    is_counted = np.zeros(shape, dtype=bool)
    is_counted[columns, rows] = True
    last = np.maximum.accumulate(np.where(is_counted, np.arange(len(dates))[:, None], -1), axis=0)
    has_data = last >= 0
    own = np.full((2, *shape), np.nan)
    own[:, columns, rows] = counts[["numerator", "denominator"]].to_numpy(dtype=float).T
    own = np.where(has_data, own[:, last, np.arange(shape[1])], np.nan)
    sums, fresh = own.copy(), np.where(is_counted, 1.0, np.nan)[None]
    is_desa = hierarchy.desa(indicator.applies_to, has_data)
    desa = np.stack([is_desa, is_desa & has_data]).astype(np.int64)
    hierarchy.add_counts(sums)
    hierarchy.add_counts(fresh)
    hierarchy.add_numbers(desa)
    change, entry_points = _measure_steps(hierarchy, own, divide(*sums), is_counted)
    register_desa, elsewhere = _count_desa(store, tree, indicator, hierarchy)
    return Series(
        dates=tuple(dates.tolist()),
        codes=hierarchy.index,
        register_desa=register_desa,
        numerator=_by_area(sums[0]),
        denominator=_by_area(sums[1]),
        change=_by_area(change),
        entry_points=_by_area(entry_points),
        desa=_by_area(desa[0] + elsewhere).astype(np.int32),
        desa_with_data=_by_area(desa[1]).astype(np.int32),
        counted=_by_area(np.nan_to_num(fresh[0])).astype(np.int32),
        hierarchy=hierarchy,
        own=own,
        newest=last.astype(np.int16),
    )


def _by_area(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same with areas as rows, each area's dates beside each other in memory."""
    return np.ascontiguousarray(values.T)


def _measure_steps(
    hierarchy: Hierarchy, own: Floats, rates: Floats, is_counted: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Change and entry effect of every area (columns) from each date (rows) to the next; the first row is NaN."""
    steps = measure_change(
        hierarchy, own[:, :-1], own[:, 1:], rate_since=rates[:-1], rate=rates[1:], is_recounted=is_counted[1:]
    )
    first = np.full((min(1, len(rates)), rates.shape[1]), np.nan)
    return np.vstack([first, steps.change]), np.vstack([first, steps.entry_points])


def _count_desa(
    store: Store, tree: AreaTree, indicator: Indicator, held: Hierarchy
) -> tuple[pd.Series, npt.NDArray[np.int64]]:
    """Desa of every area of the register, and for the areas held those of them that are not.

    Which desa the indicator is about depends a little on the counts (a kelurahan with a count is one), so the desa
    without data are those of the whole register less those of the part that is held.
    """
    nothing = pd.DataFrame({"unit_code": [], "as_of": [], "numerator": [], "denominator": []})

    def count(hierarchy: Hierarchy) -> pd.Series:
        return roll_up(hierarchy, nothing, applies_to=indicator.applies_to)["desa"]

    register_desa = remember(store, ("register_desa", indicator.applies_to), lambda: count(tree.hierarchy))
    return register_desa, (register_desa.reindex(held.index) - count(held)).to_numpy(dtype=np.int64)


def _with_ancestors(tree: AreaTree, codes: npt.NDArray[np.object_]) -> pd.DataFrame:
    own = tree.areas.loc[codes, list(LEVELS)].to_numpy(dtype=object)
    areas = tree.areas.loc[sorted(set(own[pd.notna(own)])), ["code", "level", "parent_code", "kind"]]
    return areas.astype(object)
