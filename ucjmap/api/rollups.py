"""Counts of one indicator, segment and date, rolled up through all areas, and the dates on which there are any."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, remember
from ucjmap.codes import COUNTRY
from ucjmap.indicators import Indicator, coverage_rate, roll_up
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store, read_dates, read_imports, read_latest


@dataclass(frozen=True)
class RolledUp:
    """Figures of all areas for one indicator, segment and date.

    ``totals`` has one row an area, by code, the country last (``indicators.ROLLUP_COLUMNS`` and rate). ``latest`` has
    one row a count behind them (``store.read_latest``) and ``places`` where its area stands in ``tree.areas``; counts
    of areas that the boundaries lack are in neither.
    """

    tree: AreaTree
    totals: pd.DataFrame
    latest: pd.DataFrame
    places: npt.NDArray[np.intp]

    @cached_property
    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """Columns of ``totals``; text of Arrow is made into Python's once and not at each look."""
        return {str(name): self.totals[name].to_numpy() for name in self.totals.columns}

    def rows(self, places: npt.NDArray[np.intp]) -> dict[str, npt.NDArray[Any]]:
        """Columns of ``totals`` for some of ``tree.areas``."""
        return {name: column[places] for name, column in self.columns.items()}


def list_dates(store: Store, indicator: str, code: str = COUNTRY, segment: str = ALL_SEGMENTS) -> list[str]:
    """As-of dates on which the area or anything inside it was counted, oldest first."""
    province = area_tree(store).path(code)[1] if code != COUNTRY else None
    by_province = remember(store, "dates", lambda: _dates_by_province(store))
    return list(by_province.get((indicator, segment, province), ()))


def _dates_by_province(store: Store) -> dict[tuple[str, str, str | None], tuple[str, ...]]:
    """Dates by indicator, segment and province; None is the whole country."""
    with store.reading() as connection:
        dates = read_dates(connection)
    dates["province"] = dates["unit_code"].map(area_tree(store).areas["adm1"].astype(object))
    found: dict[tuple[str, str, str | None], set[str]] = {}
    for row in dates.itertuples():
        provinces = {None, row.province} if isinstance(row.province, str) else {None}
        for province in provinces:
            found.setdefault((row.indicator, row.segment, province), set()).add(row.as_of)
    return {key: tuple(sorted(each)) for key, each in found.items()}


def rolled_up(store: Store, indicator: Indicator, segment: str, as_of: str) -> RolledUp:
    """Figures of all areas at ``as_of``, from the newest count of each on or before it."""
    counted = [date for date in list_dates(store, indicator.key, COUNTRY, segment) if date <= as_of]
    date = counted[-1] if counted else ""  # on every day until the next count the figures are the same
    return remember(
        store, ("rolled_up", indicator.key, segment, date), lambda: _roll_up(store, indicator, segment, date)
    )


def _roll_up(store: Store, indicator: Indicator, segment: str, as_of: str) -> RolledUp:
    tree = area_tree(store)
    with store.reading() as connection:
        latest = read_latest(connection, indicator.key, segment, as_of)
    latest = latest.astype({"unit_code": object, "as_of": "category"})
    places = tree.areas.index.get_indexer(latest["unit_code"])
    latest, places = latest[places >= 0], places[places >= 0]
    # A code is a text of its own in each row of an answer: those of the tree are there anyway.
    latest["unit_code"] = pd.Series(tree.texts("code")[places], latest.index, dtype=object)
    totals = roll_up(tree.hierarchy, latest, applies_to=indicator.applies_to)
    totals["rate"] = coverage_rate(totals["numerator"], totals["denominator"])
    return RolledUp(tree, totals, latest, places)


def known_imports(store: Store) -> pd.DataFrame:
    """All imports; one row is one import."""

    def read() -> pd.DataFrame:
        with store.reading() as connection:
            return read_imports(connection)

    return remember(store, "imports", read)
