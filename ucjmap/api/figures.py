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

from ucjmap.api.areas import AreaTree, area_tree, remember
from ucjmap.api.definitions import get_indicator, load_indicators
from ucjmap.classify import ClassBreaks, Classing, Measure, Scheme, make_breaks, make_diverging_breaks
from ucjmap.codes import COUNTRY, Level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Gap, Indicator, choose_target, coverage_rate, gap_to_target, roll_up
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store, read_dates, read_imports, read_latest, read_published, read_targets

#: Where the breaks of a map come from: set by people, from the frozen reference, or from the values shown.
Basis = Literal["set", "reference", "shown"]
_REGISTERED: Final = (N_("Not registered"), N_("Registered"))
_REGISTERED_SINCE: Final = (N_("No longer registered"), N_("Unchanged"), N_("Newly registered"))
#: Views that are kept as they are, by number and by rows in all (one of all desa has 83,762).
_VIEWS, _VIEW_ROWS = 600, 400_000
_views_lock = Lock()


@dataclass(frozen=True)
class AreaValues:
    """Everything that one map shows.

    ``units`` has one row an area of ``level`` inside ``area``, by code: code, name, kind, numerator, denominator,
    rate, class_id (-1: no data), colour (None: no data), desa, desa_with_data, oldest, newest, has_shape, flags,
    applies: whether the indicator is about anything in the area (a kelurahan has no aparat desa), is_small: a rate on
    few, and what was measured: ``value`` is what has the class (the rate, or its distance to ``target``, or its
    change since ``since``; NaN: no data), ``gap_people`` those still missing to the target (0 where it is reached),
    ``rate_since`` the rate at the other date. ``area`` holds the same figures of the whole. All rates are fractions.

    ``target`` is a row of targets, the one that applies to ``area`` or was chosen; None: there is none, and then
    there is no gap. ``breaks_from`` tells whether the breaks were set, come from the frozen reference, or from the
    values shown.
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
    target: dict[str, Any] | None
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


def list_dates(store: Store, indicator: str, code: str = COUNTRY, segment: str = ALL_SEGMENTS) -> list[str]:
    """As-of dates on which the area or anything inside it was counted, oldest first."""
    dates = remember(store, "dates", lambda: _dates_by_province(store))
    province = area_tree(store).path(code)[1] if code != COUNTRY else None
    wanted = (dates["indicator"] == indicator) & (dates["segment"] == segment)
    if province is not None:
        wanted &= dates["province"] == province
    return sorted(dates.loc[wanted, "as_of"].unique())


def _dates_by_province(store: Store) -> pd.DataFrame:
    with store.reading() as connection:
        dates = read_dates(connection)
    provinces = area_tree(store).areas["adm1"]
    dates["province"] = dates["unit_code"].map(provinces)
    return dates[["indicator", "segment", "as_of", "province"]].drop_duplicates()


def _rolled_up(store: Store, indicator: Indicator, segment: str, as_of: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    key = ("rolled_up", indicator.key, segment, as_of)
    return remember(store, key, lambda: _roll_up(store, indicator, segment, as_of))


def _roll_up(store: Store, indicator: Indicator, segment: str, as_of: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    with store.reading() as connection:
        latest = read_latest(connection, indicator.key, segment, as_of)
    totals = roll_up(area_tree(store).areas, latest, applies_to=indicator.applies_to)
    totals["rate"] = coverage_rate(totals["numerator"], totals["denominator"])
    return totals, latest


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
    since: str | None = None,
) -> AreaValues:
    """Figures of the areas of ``level`` inside the area ``code``, with their classes.

    The figure of an area at ``as_of`` (newest date there is, if None) is its newest count on or before that date;
    ``oldest`` and ``newest`` tell which dates stand behind a sum. ``target`` is ``"YEAR@ISSUER"``; if None the one
    that applies to the area (``choose_target``). ``since`` is the date that a change is measured from; if None the
    newest one at least a year before. An area that was not counted after ``since`` has no change.

    Raises
    ------
    UsageError
        Unknown area, indicator, segment, level or date, or a classification that does not fit the indicator.
    """
    date, before = _check_date(as_of), _check_date(since)
    key = (code, level, indicator_key, segment, date, classing, measure, target, before)
    found: AreaValues = _remembered_view(
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
            since=before,
        ),
    )
    # Each caller has a frame of its own; nothing is copied until somebody writes to it.
    return replace(found, area=dict(found.area), units=found.units.copy(deep=False))


def _remembered_view(store: Store, key: Hashable, compute: Callable[[], AreaValues]) -> AreaValues:
    """The view of before, if nothing was imported since; those used longest ago make room."""
    views: OrderedDict[Hashable, AreaValues] = remember(store, "views", OrderedDict)
    with _views_lock:
        if key in views:
            views.move_to_end(key)
            return views[key]
    found = compute()
    with _views_lock:
        views[key] = found
        rows = sum(len(view.units) for view in views.values())
        while len(views) > 1 and (len(views) > _VIEWS or rows > _VIEW_ROWS):
            rows -= len(views.popitem(last=False)[1].units)
    return found


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
    since: str | None,
) -> AreaValues:
    _check_segment(indicator, segment)
    tree = area_tree(store)
    children = tree.below(code, level)
    dates = list_dates(store, indicator.key, code, segment)
    date = as_of or (dates or [""])[-1]
    before = since or (default_since(dates, date) if measure == "change" else None)
    totals, latest = _rolled_up(store, indicator, segment, date)
    aim = _target(store, tree, code, indicator, segment, date, target)
    earlier = _rolled_up(store, indicator, segment, before)[0] if before else None
    units = children[["code", "name", "kind", "flags"]].join(totals)
    units["has_shape"] = children["west"].notna()
    units = _measured(units, indicator, level, measure, aim, earlier, before)
    breaks, basis = _breaks(store, indicator, segment, level, date, units["value"], classing, measure)
    units["class_id"] = breaks.assign(units["value"])
    palette = np.array([*breaks.colours, None], dtype=object)  # the last stands for no class
    units["colour"] = pd.Series(palette[units["class_id"]], index=units.index, dtype=object)
    whole = _measured(totals.loc[[code]], indicator, tree.level(code), measure, aim, earlier, before)
    sources, is_simulated = _sources(store, tree, code, latest)
    editions = tree.editions_of(code)
    return AreaValues(
        area={"code": code, "name": tree.name(code), "level": tree.level(code), **whole.loc[code].to_dict()},
        units=units,
        indicator=indicator,
        segment=segment,
        level=level,
        as_of=date,
        breaks=breaks,
        sources=sources,
        is_simulated=is_simulated,
        editions=tuple(dict.fromkeys(editions["name"])),
        is_model=bool(editions["is_model"].any()),
        measure=measure,
        classing=classing,
        target=aim,
        since=before,
        breaks_from=basis,
    )


def default_since(dates: list[str], date: str) -> str | None:
    """The newest date at least a year before ``date``, else the oldest before it."""
    earlier = [each for each in dates if each < date]
    year_before = f"{int(date[:4]) - 1}{date[4:]}" if earlier else ""
    return max((each for each in earlier if each <= year_before), default=earlier[0] if earlier else None)


def _target(
    store: Store, tree: AreaTree, code: str, indicator: Indicator, segment: str, date: str, wanted: str | None
) -> dict[str, Any] | None:
    if segment != ALL_SEGMENTS or not date:
        return None
    targets = targets_of(store)
    year = int(date[:4])
    if wanted is not None:
        text, _, issuer = wanted.partition("@")
        year = int(text) if text.isdecimal() else 0
        targets = targets[(targets["issuer"] == issuer) & (targets["year"] == year)]
    return choose_target(targets, tree.path(code)[::-1], indicator.key, year)


def _measured(
    rows: pd.DataFrame,
    indicator: Indicator,
    level: Level,
    measure: Measure,
    target: dict[str, Any] | None,
    earlier: pd.DataFrame | None,
    since: str | None,
) -> pd.DataFrame:
    """``rows`` with applies, is_small, gap_people, rate_since and value."""
    rate = rows["rate"].to_numpy(dtype=float)
    nothing = np.full(len(rows), np.nan)
    aim = target["rate"] if target else np.nan
    rate_since = nothing if earlier is None else earlier["rate"].reindex(rows.index).to_numpy(dtype=float)
    if measure == "gap":
        value = np.round(rate - aim, 12)
    elif measure == "change":
        # A count from before that date is no news of "unchanged".
        is_new = (rows["newest"].fillna("") > (since or "")).to_numpy(dtype=bool)
        value = np.round(np.where(is_new, rate - rate_since, np.nan), 12)
    else:
        value = rate
    # The product of a printed rate and a count may miss a whole number by a rounding of the float.
    missing = np.ceil(np.round(aim * rows["denominator"] - rows["numerator"], 6)).clip(lower=0)
    is_single = indicator.counts_desa and level == "adm4"
    return rows.assign(
        applies=rows["desa"] > 0,
        is_small=(rows["denominator"] < (0 if is_single else indicator.small_below)) & np.isfinite(rate),
        gap_people=missing.where(np.isfinite(rate)),
        rate_since=rate_since,
        value=value,
    )


def _breaks(
    store: Store,
    indicator: Indicator,
    segment: str,
    level: Level,
    date: str,
    shown: pd.Series,
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
    options |= {"isolate_zero": classing.isolate_zero}
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
    to every target of the indicator, for changes their differences between any two dates.
    """
    rates = remember(
        store,
        ("reference", indicator_key, segment),
        lambda: _reference_rates(store, get_indicator(indicator_key), segment),
    )
    if measure == "gap":
        targets = targets_of(store)
        fits = (targets["indicator"] == indicator_key) & targets["comparable"].astype(bool)
        rates = np.subtract.outer(targets.loc[fits, "rate"].unique(), rates.ravel())
    elif measure == "change":
        first, second = np.triu_indices(len(rates), k=1)
        rates = rates[second] - rates[first]
    values = rates.ravel()
    return np.asarray(values[np.isfinite(values)], dtype=float)


def _reference_rates(store: Store, indicator: Indicator, segment: str) -> npt.NDArray[np.float64]:
    """Rates by date (rows) and kabupaten/kota (columns)."""
    dates = list_dates(store, indicator.key, COUNTRY, segment)
    codes = area_tree(store).below(COUNTRY, "adm2").index
    # Not through _rolled_up: a dozen dates at once would push out of memory what the pages are using.
    rates = [_roll_up(store, indicator, segment, date)[0]["rate"].reindex(codes).to_numpy() for date in dates]
    return np.array(rates, dtype=float).reshape(len(dates), len(codes))


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


def _sources(store: Store, tree: AreaTree, code: str, latest: pd.DataFrame) -> tuple[tuple[str, ...], bool]:
    own = tree.level(code)
    ancestors = latest["unit_code"].map(tree.areas[own]) if own != "adm0" else None
    used = latest if ancestors is None else latest[ancestors == code]
    entries = _imports(store)
    entries = entries[entries["id"].isin(used["import_id"].unique())]
    names = [row.source or row.file_name for row in entries.itertuples()]
    return tuple(dict.fromkeys(names)), bool(entries["simulated"].any())


def _imports(store: Store) -> pd.DataFrame:
    def read() -> pd.DataFrame:
        with store.reading() as connection:
            return read_imports(connection)

    return remember(store, "imports", read)


def targets_of(store: Store) -> pd.DataFrame:
    """Targets in force; one row is one target (``schema.TARGET_COLUMNS``)."""

    def read() -> pd.DataFrame:
        with store.reading() as connection:
            return read_targets(connection)

    return remember(store, "targets", read)


def area_gap(
    store: Store, values: AreaValues, code: str | None = None, *, target: str | None = None
) -> tuple[Gap, dict[str, Any]] | None:
    """Gap of the area, or of one of its units, to a target, and that target.

    ``target`` is ``"YEAR@ISSUER"``, None the one that applies to the area. None without data or target.
    """
    row = values.area if code in (None, values.area["code"]) else values.units.loc[code].to_dict()
    aim = _target(store, area_tree(store), row["code"], values.indicator, values.segment, values.as_of, target)
    if aim is None:
        return None
    gap = gap_to_target(row["numerator"], row["denominator"], aim["rate"])
    return (gap, aim) if gap else None


def area_summary(
    store: Store, code: str, as_of: str, *, indicators: Collection[str] | None = None
) -> dict[str, dict[str, Any]]:
    """Counts of some indicators (all, if None) of one area at ``as_of``, by key; those without data are left out."""
    found = {}
    for key in load_indicators() if indicators is None else indicators:
        totals, _ = _rolled_up(store, get_indicator(key), ALL_SEGMENTS, as_of)
        row = totals.loc[code]
        if np.isfinite(row["numerator"]):
            found[key] = row.to_dict()
    return found


def published_figures(store: Store, code: str, indicator: str | None = None) -> pd.DataFrame:
    """Figures as printed for one area, newest first; one row is one figure."""

    def read() -> pd.DataFrame:
        with store.reading() as connection:
            return read_published(connection)

    printed = remember(store, "published", read)
    rows = printed[printed["unit_code"] == code]
    if indicator:
        rows = rows[rows["indicator"] == indicator]
    return rows.sort_values("as_of", ascending=False, ignore_index=True)
