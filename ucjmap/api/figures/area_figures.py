"""Figures of an area and of the areas inside it: what the map, the table and every export show."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.areas import area_tree, drawn_from, remember
from ucjmap.api.figures.definitions import check_segment, get_indicator
from ucjmap.api.figures.map_classes import Basis, make_map_breaks
from ucjmap.api.figures.rollups import RolledChange, RolledUp, list_dates, rolled_change, rolled_up
from ucjmap.api.figures.targets_in_force import targets_in_force
from ucjmap.api.figures.unseen import unseen
from ucjmap.classify import ClassBreaks, Classing, Measure
from ucjmap.codes import Level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Change, Indicator, Target, TargetsInForce, measure_gaps, target_year
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store

#: Views that are kept as they are, by number and by rows in all (one of all desa has 83,762).
_VIEWS, _VIEW_ROWS = 600, 400_000
#: Views of more rows than this share them with their callers, until somebody writes to them.
_COPIED_ROWS = 5_000
_views_lock = Lock()


@dataclass(frozen=True)
class AreaValues:
    """Everything that one map shows.

    ``units`` has one row an area of ``level`` inside ``area``, by code: code, name, kind, numerator, denominator,
    uncovered, rate, class_id (-1: no data), colour (None: no data), desa, desa_with_data, oldest, newest, has_shape, flags,
    applies: whether the indicator is about anything in the area (a kelurahan has no aparat desa), is_small: a rate on
    few, and what was measured: ``value`` is what has the class (the rate, or its distance to the target, or its
    change since ``since``; NaN: no data), ``target`` the ``Target`` in force for the area (None: there is none, and
    then there is no gap), ``gap_points`` the target rate less the rate, ``gap_people`` those still missing to it (0
    where it is reached), ``rate_since`` the whole rate at the other date. ``value`` of a change is ``common_rate`` -
    ``common_rate_since``, over the areas that count at both dates; common_desa, entered_desa, left_desa and
    ``entry_points`` tell the others apart (``indicators.Change``; NaN and 0 without ``since``). ``sources``,
    ``is_simulated``, ``editions`` and ``is_model`` tell where the figure comes from, that of a change with the figures
    of both dates (``RolledUp``). ``area`` holds the same figures of the whole. All rates are fractions.

    ``target`` is the one in force for ``area``, ``targets`` are all that are in force for ``units``: that of
    ``target_key``, where one was chosen, or by rule those of ``target_year`` (``indicators.targets``). ``breaks_from``
    tells whether the breaks were set, come from the frozen reference, or from the values shown. ``unseen`` counts the
    areas, that of the map among them, whose figures are not shown to whoever asks.
    """

    area: dict[str, Any]
    units: pd.DataFrame
    indicator: Indicator
    segment: str
    level: Level
    as_of: str
    breaks: ClassBreaks
    sources: tuple[str, ...]
    is_simulated: bool
    editions: tuple[str, ...]
    is_model: bool
    measure: Measure
    classing: Classing
    target: Target | None
    targets: tuple[Target, ...]
    target_key: str | None
    target_year: int | None
    since: str | None
    breaks_from: Basis
    unseen: int = 0

    @property
    def without_data(self) -> int:
        """Number of areas on the map that ought to have data and have none."""
        return int((self.units["value"].isna() & self.units["applies"]).sum())

    @property
    def with_data(self) -> int:
        """Number of areas on the map that have data."""
        return int(self.units["value"].notna().sum())


def area_values(
    store: Store,
    code: str,
    level: Level,
    indicator_key: str,
    *,
    segment: str = ALL_SEGMENTS,
    as_of: str | None = None,
    classing: Classing = Classing(),  # noqa: B008 - frozen
    measure: Measure = "rate",
    target: str | None = None,
    aim_date: str | None = None,
    since: str | None = None,
) -> AreaValues:
    """Figures of the areas of ``level`` inside the area ``code``, with their classes.

    The figure of an area at a date is its newest count on or before that date; ``oldest`` and ``newest`` tell which
    dates stand behind a sum. Each area is measured to its own target in force (``indicators.targets``). An area that
    was not counted after ``since`` has no change.

    Parameters
    ----------
    segment
        Key of a segment of the indicator, or ``ALL_SEGMENTS``.
    as_of
        ISO date; None is the newest on which anything in the province of the area was counted.
    classing
        The classes that are asked for.
    measure
        What has the class: the rate, its distance to the target, or its change.
    target
        ``"YEAR@ISSUER"``, as a visitor chose it; None takes those in force at ``aim_date``.
    aim_date
        ISO date whose year's targets count; None is that of the figures.
    since
        ISO date that a change is measured from; None is that of ``default_since``.

    Returns
    -------
    AreaValues
        Each caller gets one of its own.

    Raises
    ------
    UsageError
        Unknown area, indicator, segment, level or date, or a classification that does not fit the indicator.
    """
    date, before = _check_date(as_of), _check_date(since)
    key = (code, level, indicator_key, segment, date, classing, measure, target, aim_date, before)
    return _remembered_view(
        store,
        key,
        lambda: _compute(
            store,
            code,
            level,
            get_indicator(indicator_key),
            segment=segment,
            as_of=date,
            classing=classing,
            measure=measure,
            target=target,
            aim_date=aim_date,
            since=before,
        ),
    )


def _remembered_view(store: Store, key: Hashable, compute: Callable[[], AreaValues]) -> AreaValues:
    """The view as it was computed before, if nothing was imported since; each caller gets a copy.

    Those used longest ago make room for new ones.
    """
    views: OrderedDict[Hashable, AreaValues] = remember(store, "views", OrderedDict)
    with _views_lock:
        view = views.get(key)
        if view is not None:
            views.move_to_end(key)
            views[key] = _copy(view)
            return view
    view = compute()
    with _views_lock:
        views[key] = _copy(view)
        rows = sum(len(kept.units) for kept in views.values())
        while len(views) > 1 and (len(views) > _VIEWS or rows > _VIEW_ROWS):
            rows -= len(views.popitem(last=False)[1].units)
    return view


def _copy(view: AreaValues) -> AreaValues:
    """The same view to be kept, while ``view`` itself is given away.

    A frame caches every column that somebody reads: the copy begins without these caches, which would come to several
    times its own size.
    """
    units = view.units.copy(deep=len(view.units) <= _COPIED_ROWS)
    if len(units) <= _COPIED_ROWS:
        units.index, units.columns = view.units.index.copy(deep=True), view.units.columns.copy(deep=True)
    return replace(view, area=dict(view.area), units=units)


def _compute(
    store: Store,
    code: str,
    level: Level,
    indicator: Indicator,
    *,
    segment: str,
    as_of: str | None,
    classing: Classing,
    measure: Measure,
    target: str | None,
    aim_date: str | None,
    since: str | None,
) -> AreaValues:
    check_segment(indicator, segment)
    dates = list_dates(store, indicator.key, code, segment)
    date = as_of or (dates or [""])[-1]
    before = since or (default_since(dates, date) if measure == "change" else None)
    before = before if date else None  # nothing was counted: there is nothing to compare
    rolled = rolled_up(store, indicator, segment, date)
    change = rolled_change(store, indicator, segment, before, date) if before else None
    year = target_year(aim_date or date)
    aims = targets_in_force(store, indicator.key, segment, year=year, key=target)
    tree = area_tree(store)
    if any(made.tree is not tree for made in (rolled, change or rolled)):  # imported in between: again
        return _compute(
            store,
            code,
            level,
            indicator,
            segment=segment,
            as_of=as_of,
            classing=classing,
            measure=measure,
            target=target,
            aim_date=aim_date,
            since=since,
        )
    places = tree.places_below(code, level)
    columns: dict[str, npt.NDArray[Any]] = {
        name: tree.texts(name)[places] for name in ("code", "name", "kind", "flags")
    }
    columns |= _measured(rolled, places, indicator, level, measure, aims, change)
    breaks, basis = make_map_breaks(store, indicator, segment, level, date, columns["value"], classing, measure)
    class_ids = breaks.assign(columns["value"])
    palette = np.array([*breaks.colours, None], dtype=object)  # the last is that of no class
    columns |= {"class_id": class_ids, "colour": palette[class_ids]}
    own = tree.level(code)
    whole = _measured(rolled, np.array([tree.place(code)]), indicator, own, measure, aims, change)
    area = {"code": code, "name": tree.name(code), "level": own, **_only_row(whole)}
    editions, is_model = drawn_from(tree, code, level)
    return AreaValues(
        area=area,
        units=_frame(columns),
        indicator=indicator,
        segment=segment,
        level=level,
        as_of=date,
        breaks=breaks,
        sources=area["sources"],
        is_simulated=area["is_simulated"],
        editions=editions,
        is_model=is_model,
        measure=measure,
        classing=classing,
        target=aims.at(tree.place(code)),
        targets=aims.among(places),
        target_key=target,
        target_year=year,
        since=before,
        breaks_from=basis,
        unseen=int(unseen(store, pd.Index([code, *columns["code"]])).sum()) if store.scope is not None else 0,
    )


def _only_row(columns: dict[str, npt.NDArray[Any]]) -> dict[str, Any]:
    return {name: column.tolist()[0] for name, column in columns.items()}


def _frame(columns: dict[str, npt.NDArray[Any]]) -> pd.DataFrame:
    """One row an area, by its code. Text stays as Python keeps it: passing a few rows through Arrow takes longer.

    A frame of few rows is packed, which makes it quick to copy; one of many takes the arrays over as they are.
    """
    index = pd.Index(columns["code"], dtype=object)
    packed = len(index) <= _COPIED_ROWS
    plain = {
        name: pd.Series(column, index, dtype=object, copy=False) if column.dtype == object else column
        for name, column in columns.items()
    }
    return pd.DataFrame(plain, index, copy=packed)


def default_since(dates: list[str], date: str) -> str | None:
    """The date that a change is measured from where nobody chose one.

    Parameters
    ----------
    dates
        ISO dates, the oldest first.
    date
        ISO date of the map.

    Returns
    -------
    str | None
        The newest of ``dates`` at least a year before ``date``, else the oldest before it; None where none is before
        it.
    """
    earlier = [day for day in dates if day < date]
    year_before = f"{int(date[:4]) - 1}{date[4:]}" if earlier else ""
    return max((day for day in earlier if day <= year_before), default=earlier[0] if earlier else None)


def _measured(
    rolled: RolledUp,
    places: npt.NDArray[np.intp],
    indicator: Indicator,
    level: Level,
    measure: Measure,
    aims: TargetsInForce,
    change: RolledChange | None,
) -> dict[str, npt.NDArray[Any]]:
    """Columns of some areas: those of roll-up and change, has_shape, applies, is_small, target and gaps, value."""
    rows = rolled.rows(places)
    rate = rows["rate"]
    gap_points, gap_people = measure_gaps(
        aims.rates(places), rows["numerator"], rows["denominator"], sign=indicator.sign
    )
    changed = change.rows(places) if change else _no_change(len(places))
    points = changed.pop("change")
    if measure == "gap":
        value = np.subtract(0.0, gap_points)  # below 0 is below the target; no zero with a minus sign
    elif measure == "change":
        value = points
        rows |= change.origins(places) if change else {}
    else:
        value = rate.copy()  # a column that somebody writes to is not another one
    is_single = indicator.counts_desa and level == "adm4"
    has_shape = rolled.tree.keep("has_shape", lambda: np.append(rolled.tree.areas["west"].notna().to_numpy(), True))
    return rows | {
        "has_shape": has_shape[places],
        "applies": rows["desa"] > 0,
        "is_small": (rows["denominator"] < (0 if is_single else indicator.small_below)) & np.isfinite(rate),
        "target": aims.of(places),
        "gap_points": gap_points,
        "gap_people": gap_people,
        "value": value,
        **changed,
    }


def _no_change(count: int) -> dict[str, npt.NDArray[Any]]:
    """Columns of areas that are compared with no other date."""
    return vars(Change.unknown(count)) | {"rate_since": np.full(count, np.nan)}


def _check_date(as_of: str | None) -> str | None:
    if as_of is None:
        return None
    try:
        return dt.date.fromisoformat(as_of).isoformat()
    except ValueError as error:
        raise UsageError(
            "bad_date", N_("{text} is not a date."), N_("Write it as year-month-day, e.g. 2025-12-31."), text=as_of
        ) from error
