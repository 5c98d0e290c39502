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
from ucjmap.api.rollups import RolledChange, RolledUp, list_dates, rolled_change, rolled_up
from ucjmap.api.series import read_series
from ucjmap.classify import ClassBreaks, Classing, Measure, Scheme, make_breaks, make_diverging_breaks
from ucjmap.codes import COUNTRY, Level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Change, Gap, Indicator, choose_target, gap_to_target
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store, read_published, read_targets

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
    few, and what was measured: ``value`` is what has the class (the rate, or its distance to ``target``, or its
    change since ``since``; NaN: no data), ``gap_people`` those still missing to the target (0 where it is reached),
    ``rate_since`` the whole rate at the other date. ``value`` of a change is ``common_rate`` - ``common_rate_since``,
    over the areas that count at both dates; common_desa, entered_desa, left_desa and ``entry_points`` tell the others
    apart (``indicators.Change``; NaN and 0 without ``since``). ``sources``, ``is_simulated``, ``editions`` and
    ``is_model`` tell where the figure comes from, that of a change with the figures of both dates (``RolledUp``).
    ``area`` holds the same figures of the whole. All rates are fractions.

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
            since=before,
        ),
    )


def _remembered_view(store: Store, key: Hashable, compute: Callable[[], AreaValues]) -> AreaValues:
    """The view of before, if nothing was imported since; those used longest ago make room. Each caller has its own."""
    views: OrderedDict[Hashable, AreaValues] = remember(store, "views", OrderedDict)
    with _views_lock:
        found = views.get(key)
        if found is not None:
            views.move_to_end(key)
            views[key] = _copy(found)
            return found
    found = compute()
    with _views_lock:
        views[key] = _copy(found)
        rows = sum(len(view.units) for view in views.values())
        while len(views) > 1 and (len(views) > _VIEWS or rows > _VIEW_ROWS):
            rows -= len(views.popitem(last=False)[1].units)
    return found


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
    since: str | None,
) -> AreaValues:
    _check_segment(indicator, segment)
    dates = list_dates(store, indicator.key, code, segment)
    date = as_of or (dates or [""])[-1]
    before = since or (default_since(dates, date) if measure == "change" else None)
    found = rolled_up(store, indicator, segment, date)
    change = rolled_change(store, indicator, segment, before, date) if before else None
    if change is not None and change.tree is not found.tree:  # something was imported between the two: once more
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
            since=since,
        )
    tree = found.tree
    places = tree.places_below(code, level)
    aim = _target(store, tree, code, indicator, segment, date, target)
    columns: dict[str, npt.NDArray[Any]] = {
        name: tree.texts(name)[places] for name in ("code", "name", "kind", "flags")
    }
    columns |= _measured(found, places, indicator, level, measure, aim, change)
    breaks, basis = _breaks(store, indicator, segment, level, date, columns["value"], classing, measure)
    class_ids = breaks.assign(columns["value"])
    palette = np.array([*breaks.colours, None], dtype=object)  # the last stands for no class
    columns |= {"class_id": class_ids, "colour": palette[class_ids]}
    own = tree.level(code)
    whole = _measured(found, np.array([tree.place(code)]), indicator, own, measure, aim, change)
    area = {"code": code, "name": tree.name(code), "level": own, **_only_row(whole)}
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
        editions=area["editions"],
        is_model=area["is_model"],
        measure=measure,
        classing=classing,
        target=aim,
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
    series = {name: pd.Series(each, index, dtype=each.dtype, copy=packed) for name, each in columns.items()}
    return pd.DataFrame(series, copy=packed)


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
    return applicable_target(store, tree.path(code), indicator.key, int(date[:4]), wanted)


def applicable_target(
    store: Store, path: list[str], indicator: str, year: int, wanted: str | None = None
) -> dict[str, Any] | None:
    """The target of the last area of ``path`` that applies in ``year``: ``wanted`` (``YEAR@ISSUER``), or by rule.

    See ``indicators.choose_target``.
    """
    targets = targets_of(store)
    with_targets = remember(store, "areas_with_targets", lambda: frozenset(targets["unit_code"]))
    # Most areas have no target of their own, so that whole provinces share one answer.
    nearest_first = [code for code in reversed(path) if code in with_targets]
    key = ("target", tuple(nearest_first), indicator, year, wanted)
    found = remember(store, key, lambda: _choose(targets, nearest_first, indicator, year, wanted))
    return dict(found) if found else None


def _choose(
    targets: pd.DataFrame, nearest_first: list[str], indicator: str, year: int, wanted: str | None
) -> dict[str, Any] | None:
    if wanted is not None:
        text, _, issuer = wanted.partition("@")
        year = int(text) if text.isdecimal() else 0
        targets = targets[(targets["issuer"] == issuer) & (targets["year"] == year)]
    return choose_target(targets, nearest_first, indicator, year)


def _measured(
    found: RolledUp,
    places: npt.NDArray[np.intp],
    indicator: Indicator,
    level: Level,
    measure: Measure,
    target: dict[str, Any] | None,
    change: RolledChange | None,
) -> dict[str, npt.NDArray[Any]]:
    """Columns of some areas: those of the roll-up and of the change, has_shape, applies, is_small, gap_people, value."""
    rows = found.rows(places)
    rate = rows["rate"]
    aim = target["rate"] if target else np.nan
    changed = change.rows(places) if change else _no_change(len(places))
    points = changed.pop("change")
    if measure == "gap":
        value = np.round(rate - aim, 12)
    elif measure == "change":
        value = points
        rows |= change.origins(places) if change else {}
    else:
        value = rate.copy()  # a column that somebody writes to is not another one
    # The product of a printed rate and a count may miss a whole number by a rounding of the float.
    missing = np.ceil(np.round(aim * rows["denominator"] - rows["numerator"], 6)).clip(min=0)
    is_single = indicator.counts_desa and level == "adm4"
    has_shape = found.tree.keep("has_shape", lambda: np.append(found.tree.areas["west"].notna().to_numpy(), True))
    return rows | {
        "has_shape": has_shape[places],
        "applies": rows["desa"] > 0,
        "is_small": (rows["denominator"] < (0 if is_single else indicator.small_below)) & np.isfinite(rate),
        "gap_people": np.where(np.isfinite(rate), missing, np.nan),
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
    to every target of the indicator, for changes their changes between any two dates (``indicators.change``).
    """
    kind: Measure = "change" if measure == "change" else "rate"
    reference = remember(
        store,
        ("reference", indicator_key, segment, kind),
        lambda: _reference(store, get_indicator(indicator_key), segment, kind),
    )
    if measure == "gap":
        targets = targets_of(store)
        fits = (targets["indicator"] == indicator_key) & targets["comparable"].astype(bool)
        return np.asarray(np.subtract.outer(targets.loc[fits, "rate"].unique(), reference).ravel(), dtype=float)
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


def targets_of(store: Store) -> pd.DataFrame:
    """Targets in force; one row is one target (``schema.TARGET_COLUMNS``)."""

    def read() -> pd.DataFrame:
        with store.reading() as connection:
            return read_targets(connection)

    return remember(store, "targets", read)


def own_targets(store: Store, code: str, indicator: str) -> pd.DataFrame:
    """Targets in force that were set for the area itself; one row is one target."""
    targets = targets_of(store)
    by_area = remember(store, "targets_by_area", lambda: dict(list(targets.groupby("unit_code"))))
    rows = by_area.get(code, targets.iloc[:0])
    return rows[rows["indicator"] == indicator] if len(rows) else rows


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
        row = rolled_up(store, get_indicator(key), ALL_SEGMENTS, as_of).row(code)
        if np.isfinite(row["numerator"]):
            found[key] = row
    return found


def area_change(
    store: Store, code: str, indicator: str, segment: str = ALL_SEGMENTS, *, since: str, as_of: str
) -> dict[str, Any]:
    """Change of one area between two dates: the fields of ``indicators.Change`` and ``rate_since``.

    Raises
    ------
    UsageError
        Unknown area or indicator.
    """
    area_tree(store).level(code)
    return rolled_change(store, get_indicator(indicator), segment, since, as_of).row(code)


def is_about(store: Store, code: str, indicator: str) -> bool:
    """Whether an indicator is about anything in the area: a kota without desa has no aparat desa."""
    return bool(rolled_up(store, get_indicator(indicator), ALL_SEGMENTS, "9999-12-31").row(code)["desa"] > 0)


def published_figures(store: Store, code: str, indicator: str | None = None) -> pd.DataFrame:
    """Figures as printed for one area, newest first; one row is one figure."""

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
