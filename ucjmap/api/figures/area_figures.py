"""Figures of an area and of the areas inside it: what the map, the table and every export show."""

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.areas import area_tree, remember
from ucjmap.api.figures.definitions import get_indicator, load_indicators
from ucjmap.api.figures.rollups import RolledChange, RolledUp, list_dates, rolled_change, rolled_up
from ucjmap.api.figures.series import read_series
from ucjmap.api.figures.targets_in_force import all_targets, targets_in_force
from ucjmap.classify import ClassBreaks, Classing, Measure, Scheme, make_breaks, make_diverging_breaks
from ucjmap.codes import COUNTRY, Level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Change, Indicator, Target, TargetsInForce, measure_gaps
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store, read_published

#: Where the breaks of a map come from: set by people, from the frozen reference, or from the values shown.
Basis = Literal["set", "reference", "shown"]
_REGISTERED: Final = (N_("Not registered"), N_("Registered"))
_REGISTERED_SINCE: Final = (N_("No longer registered"), N_("Unchanged"), N_("Newly registered"))
#: Views that are kept as they are, by number and by rows in all (one of all desa has 83,762).
_VIEWS, _VIEW_ROWS = 600, 400_000
#: Views of more rows share them with whoever asks, until somebody writes to them.
_COPIED_ROWS = 5_000
_views_lock = Lock()


@dataclass(frozen=True)
class AreaValues:
    """Everything that one map shows.

    ``units`` has one row an area of ``level`` inside ``area``, by code: code, name, kind, numerator, denominator,
    rate, class_id (-1: no data), colour (None: no data), desa, desa_with_data, oldest, newest, has_shape, flags,
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
    tells whether the breaks were set, come from the frozen reference, or from the values shown.
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
    target_year: int | None = None,
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
        ``"YEAR@ISSUER"``, as a visitor chose it; None takes the targets of ``target_year`` by rule.
    target_year
        None is the year of the date.
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
    key = (code, level, indicator_key, segment, date, classing, measure, target, target_year, before)
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
            target_year=target_year,
            since=before,
        ),
    )


def _remembered_view(store: Store, key: Hashable, compute: Callable[[], AreaValues]) -> AreaValues:
    """The view of before, if nothing was imported since; those used longest ago make room. Each caller has its own."""
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

    A frame notes every look that anybody takes at a column of it: the copy begins without these notes, which would
    come to several times its own size.
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
    target_year: int | None,
    since: str | None,
) -> AreaValues:
    _check_segment(indicator, segment)
    dates = list_dates(store, indicator.key, code, segment)
    date = as_of or (dates or [""])[-1]
    before = since or (default_since(dates, date) if measure == "change" else None)
    before = before if date else None  # nothing was counted: there is nothing to compare
    rolled = rolled_up(store, indicator, segment, date)
    change = rolled_change(store, indicator, segment, before, date) if before else None
    year = target_year or (int(date[:4]) if date else None)
    aims = targets_in_force(store, indicator.key, segment, year=year, key=target)
    tree = area_tree(store)
    if any(made.tree is not tree for made in (rolled, change or rolled)):  # imported in between: once more
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
            target_year=target_year,
            since=since,
        )
    places = tree.places_below(code, level)
    columns: dict[str, npt.NDArray[Any]] = {
        name: tree.texts(name)[places] for name in ("code", "name", "kind", "flags")
    }
    columns |= _measured(rolled, places, indicator, level, measure, aims, change)
    breaks, basis = _breaks(store, indicator, segment, level, date, columns["value"], classing, measure)
    class_ids = breaks.assign(columns["value"])
    palette = np.array([*breaks.colours, None], dtype=object)  # the last stands for no class
    columns |= {"class_id": class_ids, "colour": palette[class_ids]}
    own = tree.level(code)
    whole = _measured(rolled, np.array([tree.place(code)]), indicator, own, measure, aims, change)
    area = {"code": code, "name": tree.name(code), "level": own, **_only_row(whole)}
    editions, is_model = tree.drawn_from(code, level)
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
    )


def _only_row(columns: dict[str, npt.NDArray[Any]]) -> dict[str, Any]:
    return {name: column.tolist()[0] for name, column in columns.items()}


def _frame(columns: dict[str, npt.NDArray[Any]]) -> pd.DataFrame:
    """One row an area, by its code. Text stays as Python keeps it: to pass a few rows through Arrow takes longer.

    A frame of few rows is packed, which makes it quick to copy; one of many takes the arrays over as they are.
    """
    index = pd.Index(columns["code"], dtype=object)
    packed = len(index) <= _COPIED_ROWS
    series = {name: pd.Series(column, index, dtype=column.dtype, copy=packed) for name, column in columns.items()}
    return pd.DataFrame(series, copy=packed)


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


def _breaks(
    store: Store,
    indicator: Indicator,
    segment: str,
    level: Level,
    date: str,
    shown: npt.NDArray[np.float64],
    classing: Classing,
    measure: Measure,
) -> tuple[ClassBreaks, Basis]:
    scheme: Scheme = classing.scheme
    if indicator.counts_desa and level == "adm4" and measure != "gap":
        scheme = "registered"  # two states: no scheme can divide them
    elif scheme == "registered":
        raise UsageError(
            "not_registered_or_not",
            N_("Only maps of desa of an indicator that counts desa have the classes registered and not registered."),
            N_("Choose another classification."),
        )
    bands, labels = _bands(indicator, scheme, date, classing, measure)
    make = make_breaks if measure == "rate" else make_diverging_breaks
    options: dict[str, Any] = {"isolate_full": classing.isolate_full} if measure == "rate" else {}
    options |= {"scheme": scheme, "k": classing.k, "bands": bands, "labels": labels}
    options |= {
        "isolate_zero": classing.isolate_zero,
        "lower_is_better": indicator.better == "lower" and measure != "gap",
    }
    if scheme in {"bands", "own", "registered"}:
        return make(shown, **options), "set"
    if classing.frozen:
        reference = reference_values(store, indicator.key, segment, measure)
        if len(np.unique(reference)) > 1:
            return make(reference, **options), "reference"
    return make(shown, **options), "shown"


def _bands(
    indicator: Indicator, scheme: Scheme, date: str, classing: Classing, measure: Measure
) -> tuple[tuple[float, ...], tuple[str, ...]]:
    if scheme == "registered":
        return (), _REGISTERED if measure == "rate" else _REGISTERED_SINCE
    if scheme == "own":
        return classing.own, ()
    if measure != "rate":
        return (indicator.gap_bands if measure == "gap" else indicator.change_bands), ()
    if scheme == "bands":
        return indicator.bands_of(int(date[:4] or 0)), indicator.band_labels["en"]
    return (), ()


def reference_values(store: Store, indicator_key: str, segment: str, measure: Measure) -> npt.NDArray[np.float64]:
    """The values that frozen breaks come from, the same for every date, level and area.

    These are the rates of all kabupaten/kota of the country at all dates that were loaded; for gaps their distances
    to every target of the indicator, for changes their changes between any two dates (``indicators.change``).
    """
    kind: Measure = "change" if measure == "change" else "rate"
    reference = remember(
        store,
        ("reference", indicator_key, segment, kind),
        lambda: _reference(store, get_indicator(indicator_key), segment, kind),
    )
    if measure == "gap":
        fits = (target for target in all_targets(store) if target.indicator == indicator_key and target.comparable)
        rates = sorted({target.rate for target in fits})
        return np.asarray(np.subtract.outer(rates, reference).ravel(), dtype=float)
    return reference


def _reference(store: Store, indicator: Indicator, segment: str, kind: Measure) -> npt.NDArray[np.float64]:
    """Rates of all kabupaten/kota at all dates, or their changes between any two; without those that have no data."""
    series = read_series(store, indicator.key, segment)
    rows = series.codes.get_indexer(area_tree(store).below(COUNTRY, "adm2").index)
    rows = rows[rows >= 0]
    if kind == "rate":
        values = [series.rates()[rows].ravel()]
    else:
        values = [series.changes_from(since)[:, rows].ravel() for since in range(len(series.dates) - 1)]
    known = np.concatenate([*values, np.empty(0)])
    return np.asarray(known[np.isfinite(known)], dtype=float)


def _check_segment(indicator: Indicator, segment: str) -> None:
    if segment != ALL_SEGMENTS and segment not in indicator.segments:
        raise UsageError(
            "unknown_segment",
            N_("The indicator {indicator} has no segment {segment}."),
            N_("Choose one of: {known}."),
            indicator=indicator.key,
            segment=segment,
            known=", ".join(indicator.segments) or ALL_SEGMENTS,
        )


def _check_date(as_of: str | None) -> str | None:
    if as_of is None:
        return None
    try:
        return dt.date.fromisoformat(as_of).isoformat()
    except ValueError as error:
        raise UsageError(
            "bad_date", N_("{text} is not a date."), N_("Write it as year-month-day, e.g. 2025-12-31."), text=as_of
        ) from error


def area_summary(
    store: Store, code: str, as_of: str, *, indicators: Collection[str] | None = None
) -> dict[str, dict[str, Any]]:
    """Counts of some indicators of one area, all segments together.

    Parameters
    ----------
    as_of
        ISO date; of each indicator the newest counts on or before it are taken.
    indicators
        Keys of those that are asked for; None is all.

    Returns
    -------
    dict
        By key of the indicator: figures of the area by column of ``RolledUp.totals``. Those without data are left out.

    Raises
    ------
    UsageError
        Unknown indicator.
    KeyError
        Unknown area.
    """
    rows = {}
    for key in load_indicators() if indicators is None else indicators:
        row = rolled_up(store, get_indicator(key), ALL_SEGMENTS, as_of).row(code)
        if np.isfinite(row["numerator"]):
            rows[key] = row
    return rows


def area_change(
    store: Store, code: str, indicator: str, segment: str = ALL_SEGMENTS, *, since: str, as_of: str
) -> dict[str, Any]:
    """Change of one area between two dates, over what was counted at both (``indicators.change``).

    Parameters
    ----------
    since, as_of
        ISO dates, the earlier and the later one; of each the newest counts on or before it are taken.

    Returns
    -------
    dict
        The fields of ``indicators.Change`` and ``rate_since``, the whole rate at the earlier date; rates and
        differences are fractions, NaN where the dates cannot be compared.

    Raises
    ------
    UsageError
        Unknown area or indicator.
    """
    area_tree(store).level(code)
    return rolled_change(store, get_indicator(indicator), segment, since, as_of).row(code)


def is_about(store: Store, code: str, indicator: str) -> bool:
    """Whether an indicator is about anything in an area, whatever was counted: a kota without desa has no aparat desa.

    Raises
    ------
    UsageError
        Unknown indicator.
    KeyError
        Unknown area.
    """
    return bool(rolled_up(store, get_indicator(indicator), ALL_SEGMENTS, "9999-12-31").row(code)["desa"] > 0)


def published_figures(store: Store, code: str, indicator: str | None = None) -> pd.DataFrame:
    """Figures as printed for one area.

    Parameters
    ----------
    indicator
        Key of the indicator that they are of; None is all.

    Returns
    -------
    pandas.DataFrame
        One row is one figure (``schema.PUBLISHED_COLUMNS`` and the import that it came with), the newest first, of all
        segments; empty where none was printed. It is shared: not to be written to.
    """

    def read() -> pd.DataFrame:
        with store.reading() as connection:
            return read_published(connection)

    printed = remember(store, "published", read)
    by_area: dict[str, pd.DataFrame] = remember(store, "published_by_area", lambda: _by_area(printed))
    rows = by_area.get(code, printed.iloc[:0])
    return rows[rows["indicator"] == indicator].reset_index(drop=True) if indicator and len(rows) else rows


def _by_area(printed: pd.DataFrame) -> dict[str, pd.DataFrame]:
    newest_first = printed.sort_values("as_of", ascending=False)
    return {str(code): rows.reset_index(drop=True) for code, rows in newest_first.groupby("unit_code")}
