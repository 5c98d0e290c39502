"""Counts of one indicator, segment and date, rolled up through all areas, and the dates on which there are any."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, editions_by_area, remember
from ucjmap.api.figures.supplied_counts import Places, read_counts
from ucjmap.api.figures.unseen import all_unseen
from ucjmap.codes import COUNTRY
from ucjmap.indicators import Indicator, KeySets, coverage_rate, measure_change, roll_up
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store, read_dates, read_imports

_COUNTED = ("numerator", "denominator", "rate", "uncovered", "own_numerator", "own_denominator")


@dataclass(frozen=True)
class RolledUp:
    """Figures of all areas for one indicator, segment and date.

    ``totals`` has one row an area, by code, the country last: ``indicators.ROLLUP_COLUMNS``, rate, uncovered (those who
    are not registered yet, 0 where the counts contradict each other), and where the figure comes from (``sources``: names, in the order of import, of what was imported and is in this very sum, () without
    data; ``is_simulated``: whether any of it is made up; ``editions`` and ``is_model``: the boundaries that the area
    lies in). ``latest`` has one row a count behind them (``Counts.rows``) and ``places`` where its area stands in
    ``tree.areas``; counts of areas that the boundaries lack are in neither. ``imports`` are the imports behind each sum.
    """

    tree: AreaTree
    totals: pd.DataFrame
    latest: pd.DataFrame
    places: Places
    imports: KeySets

    @cached_property
    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """Columns of ``totals``; text of Arrow is made into Python's once and not at each look."""
        return {str(name): self.totals[name].to_numpy() for name in self.totals.columns}

    def rows(self, places: Places) -> dict[str, npt.NDArray[Any]]:
        """Columns of ``totals`` for some of ``tree.areas``."""
        return {name: column[places] for name, column in self.columns.items()}

    def row(self, code: str) -> dict[str, Any]:
        """Figures of one area by column."""
        return {name: column.tolist()[0] for name, column in self.rows(np.array([self.tree.place(code)])).items()}

    def without(self, areas: npt.NDArray[np.bool_]) -> "RolledUp":
        """The same as if nothing were known of some areas."""
        none: dict[str, Any] = dict.fromkeys(_COUNTED, np.nan) | {"desa_with_data": 0, "is_simulated": False}
        totals = self.totals.assign(
            **{name: self.totals[name].mask(areas, value) for name, value in none.items()},
            **{
                name: _blanked(self.totals[name].to_numpy(dtype=object), areas, np.nan) for name in ("oldest", "newest")
            },
            sources=_blanked(self.totals["sources"].to_numpy(dtype=object), areas, ()),
        )
        kept = ~areas[self.places]
        return replace(self, totals=totals, latest=self.latest[kept], places=self.places[kept])

    @property
    def own(self) -> npt.NDArray[np.float64]:
        """Numerators and denominators (rows) that were supplied for the areas themselves."""
        return np.stack([self.columns["own_numerator"], self.columns["own_denominator"]])


@dataclass(frozen=True)
class RolledChange:
    """Change of all areas between two dates, for one indicator and segment.

    ``columns`` has the fields of ``indicators.Change`` and ``rate_since`` (the whole rate at the earlier date);
    ``origin`` has ``sources`` and ``is_simulated`` of the figures of both dates together. One element of each is one
    area, the country last.
    """

    tree: AreaTree
    columns: dict[str, npt.NDArray[Any]]
    origin: dict[str, npt.NDArray[Any]]

    def rows(self, places: Places) -> dict[str, npt.NDArray[Any]]:
        """``columns`` for some of ``tree.areas``."""
        return {name: column[places] for name, column in self.columns.items()}

    def without(self, areas: npt.NDArray[np.bool_]) -> "RolledChange":
        """The same as if nothing were known of some areas."""
        columns = {name: np.where(areas, np.nan, column) for name, column in self.columns.items()}
        sources, is_simulated = self.origin["sources"], self.origin["is_simulated"]
        origin = {"sources": _blanked(sources, areas, ()), "is_simulated": is_simulated & ~areas}
        return replace(self, columns=columns, origin=origin)

    def origins(self, places: Places) -> dict[str, npt.NDArray[Any]]:
        """``origin`` for some of ``tree.areas``."""
        return {name: column[places] for name, column in self.origin.items()}

    def row(self, code: str) -> dict[str, Any]:
        """``columns`` for one area."""
        return {name: column.tolist()[0] for name, column in self.rows(np.array([self.tree.place(code)])).items()}


def list_dates(store: Store, indicator: str, code: str = COUNTRY, segment: str = ALL_SEGMENTS) -> list[str]:
    """As-of dates on which anything in the province of an area was counted, or in the country for the country itself.

    A map of a kabupaten and of the desa next to it so offer the same dates.

    Parameters
    ----------
    code
        An area of any level.

    Returns
    -------
    list
        ISO dates, the oldest first; empty for an indicator or segment that was never counted, or is not known.

    Raises
    ------
    UsageError
        Unknown area.
    """
    province = area_tree(store).path(code)[1] if code != COUNTRY else None
    by_province = remember(store, "dates", lambda: _dates_by_province(store))
    return list(by_province.get((indicator, segment, province), ()))


def _dates_by_province(store: Store) -> dict[tuple[str, str, str | None], tuple[str, ...]]:
    """Dates by indicator, segment and province; None is the whole country."""
    with store.reading() as connection:
        dates = read_dates(connection)
    dates["province"] = dates["unit_code"].map(area_tree(store).areas["adm1"].astype(object))
    by_province: dict[tuple[str, str, str | None], set[str]] = {}
    for row in dates.itertuples():
        provinces = {None, row.province} if isinstance(row.province, str) else {None}
        for province in provinces:
            by_province.setdefault((row.indicator, row.segment, province), set()).add(row.as_of)
    return {key: tuple(sorted(days)) for key, days in by_province.items()}


def rolled_up(store: Store, indicator: Indicator, segment: str, as_of: str) -> RolledUp:
    """Figures of all areas at a date, from the newest count of each on or before it.

    Parameters
    ----------
    as_of
        ISO date; a later one than all is the newest.

    Returns
    -------
    RolledUp
        The same one for all dates until the next count; not to be written to.
    """
    date = _last_counted(store, indicator, segment, as_of)

    def make() -> RolledUp:
        if store.scope is None:
            return _roll_up(store, indicator, segment, date)
        return rolled_up(store.whole, indicator, segment, date).without(all_unseen(store))

    return remember(store, ("rolled_up", indicator.key, segment, date), make)


def rolled_change(store: Store, indicator: Indicator, segment: str, since: str, as_of: str) -> RolledChange:
    """Change of all areas from ``since`` to ``as_of``; see ``indicators.change`` for the rule."""
    before, date = (_last_counted(store, indicator, segment, day) for day in (since, as_of))

    def make() -> RolledChange:
        if store.scope is None:
            return _compare(store, indicator, segment, before, date)
        change = rolled_change(store.whole, indicator, segment, before, date)
        return change.without(all_unseen(store))

    return remember(store, ("rolled_change", indicator.key, segment, before, date), make)


def _last_counted(store: Store, indicator: Indicator, segment: str, as_of: str) -> str:
    """The date whose figures are in force: they stay the same on every day until the next count; empty before all."""
    return max((date for date in list_dates(store, indicator.key, COUNTRY, segment) if date <= as_of), default="")


def _compare(store: Store, indicator: Indicator, segment: str, since: str, as_of: str) -> RolledChange:
    before, now = (rolled_up(store, indicator, segment, date) for date in (since, as_of))
    if before.tree is not now.tree:  # something was imported between the two: again
        return _compare(store, indicator, segment, since, as_of)
    counted = now.latest["as_of"].cat
    is_recounted = np.zeros(len(now.totals), dtype=bool)
    is_recounted[now.places] = (counted.categories > since)[counted.codes]
    rates = {"rate_since": before.columns["rate"], "rate": now.columns["rate"]}
    change = measure_change(now.tree.hierarchy, before.own, now.own, **rates, is_recounted=is_recounted)
    origin = _describe_imports(store, before.imports.join(now.imports))
    return RolledChange(now.tree, vars(change) | {"rate_since": rates["rate_since"]}, origin)


def _roll_up(store: Store, indicator: Indicator, segment: str, as_of: str) -> RolledUp:
    tree = area_tree(store)
    latest, places = read_counts(store, indicator.key, segment).latest(as_of)
    totals = roll_up(tree.hierarchy, latest, applies_to=indicator.applies_to)
    totals["rate"] = coverage_rate(totals["numerator"], totals["denominator"])
    totals["uncovered"] = (totals["denominator"] - totals["numerator"]).clip(lower=0)
    imports = tree.hierarchy.trace_keys(places, latest["import_id"].to_numpy())
    totals = totals.assign(**_describe_imports(store, imports), **editions_by_area(tree))
    return RolledUp(tree, totals, latest, places, imports)


def _describe_imports(store: Store, imports: KeySets) -> dict[str, npt.NDArray[Any]]:
    """Columns ``sources`` and ``is_simulated`` of every area; areas with the same imports share one tuple."""
    entries = known_imports(store)
    names = {row.id: row.source or row.file_name for row in entries.itertuples()}
    simulated = set(entries.loc[entries["simulated"].astype(bool), "id"])
    sources = np.empty(len(imports.sets), dtype=object)
    sources[:] = [tuple(dict.fromkeys(names[key] for key in keys)) for keys in imports.sets]
    is_simulated = np.array([not simulated.isdisjoint(keys) for keys in imports.sets], dtype=bool)
    return {"sources": sources[imports.numbers], "is_simulated": is_simulated[imports.numbers]}


def _blanked(column: npt.NDArray[Any], areas: npt.NDArray[np.bool_], value: object) -> npt.NDArray[Any]:
    """A copy of a column of objects with ``value`` for some areas."""
    blanked = column.copy()
    for place in np.flatnonzero(areas):
        blanked[place] = value
    return blanked


def known_imports(store: Store) -> pd.DataFrame:
    """All imports, those that were undone too.

    Returns
    -------
    pandas.DataFrame
        One row is one import, the newest first: id, source, file_name, as_of, state, ``simulated`` (whether its figures
        are made up), ``outcome`` (counts of what the intake did) and more. It is shared: not to be written to.
    """

    def read() -> pd.DataFrame:
        with store.reading() as connection:
            return read_imports(connection)

    return remember(store, "imports", read)
