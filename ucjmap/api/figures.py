"""Figures of an area and of the areas inside it: what the map, the table and every export show."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, remember
from ucjmap.api.definitions import get_indicator, load_indicators
from ucjmap.classify import ClassBreaks, Scheme, make_breaks
from ucjmap.codes import COUNTRY, Level
from ucjmap.errors import N_, UsageError
from ucjmap.indicators import Gap, Indicator, choose_target, coverage_rate, gap_to_target, roll_up
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store, read_dates, read_imports, read_latest, read_published, read_targets


@dataclass(frozen=True)
class AreaValues:
    """Everything that one map shows.

    ``units`` has one row an area of ``level`` inside ``area``, by code: code, name, kind, numerator, denominator,
    rate, class_id (-1: no data), colour (None: no data), desa, desa_with_data, oldest, newest, has_shape, flags, and
    applies: whether the indicator is about anything in the area (a kelurahan has no aparat desa).
    ``area`` holds the same figures of the whole. Rates are fractions.
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

    @property
    def without_data(self) -> int:
        """Number of areas on the map that ought to have data and have none."""
        return int((self.units["rate"].isna() & self.units["applies"]).sum())

    @property
    def with_data(self) -> int:
        """Number of areas on the map that have data."""
        return int(self.units["rate"].notna().sum())


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
    def compute() -> tuple[pd.DataFrame, pd.DataFrame]:
        with store.reading() as connection:
            latest = read_latest(connection, indicator.key, segment, as_of)
        totals = roll_up(area_tree(store).areas, latest, applies_to=indicator.applies_to)
        totals["rate"] = coverage_rate(totals["numerator"], totals["denominator"])
        return totals, latest

    return remember(store, ("rolled_up", indicator.key, segment, as_of), compute)


def area_values(
    store: Store,
    code: str,
    level: Level,
    indicator_key: str,
    *,
    segment: str = ALL_SEGMENTS,
    as_of: str | None = None,
    scheme: Scheme = "bands",
    k: int = 5,
) -> AreaValues:
    """Figures of the areas of ``level`` inside the area ``code``, with their classes.

    The figure of an area at ``as_of`` (newest date there is, if None) is its newest count on or before that date;
    ``oldest`` and ``newest`` tell which dates stand behind a sum.

    Raises
    ------
    UsageError
        Unknown area, indicator, segment, level or date.
    """
    indicator = get_indicator(indicator_key)
    _check_segment(indicator, segment)
    tree = area_tree(store)
    children = tree.below(code, level)
    date = _check_date(as_of) or (list_dates(store, indicator_key, code, segment) or [""])[-1]
    totals, latest = _rolled_up(store, indicator, segment, date)
    units = children[["code", "name", "kind", "flags"]].join(totals)
    units["has_shape"] = children["west"].notna()
    units["applies"] = units["desa"] > 0
    breaks = _breaks_of(indicator, units["rate"], level, scheme, k)
    units["class_id"] = breaks.assign(units["rate"])
    colours = [breaks.colours[class_id] if class_id >= 0 else None for class_id in units["class_id"]]
    units["colour"] = pd.Series(colours, index=units.index, dtype=object)  # a text column would turn None into NaN
    sources, is_simulated = _sources(store, tree, code, latest)
    editions = tree.editions_of(code)
    return AreaValues(
        area={"code": code, "name": tree.name(code), "level": tree.level(code), **totals.loc[code].to_dict()},
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
    )


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


def _breaks_of(indicator: Indicator, rates: pd.Series, level: Level, scheme: Scheme, k: int) -> ClassBreaks:
    if indicator.counts_desa and level == "adm4" and scheme == "bands":
        return make_breaks(rates, scheme="registered", labels=(N_("Not registered"), N_("Registered")))
    labels = indicator.band_labels["en"] if scheme == "bands" else ()
    return make_breaks(rates, scheme=scheme, k=k, bands=indicator.bands, labels=labels)


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


def area_gap(store: Store, values: AreaValues, code: str | None = None) -> tuple[Gap, dict[str, Any]] | None:
    """Gap of the area, or of one of its units, to the target that applies to it, and that target.

    None without data or target.
    """
    if values.segment != ALL_SEGMENTS or not values.as_of:
        return None
    row = values.area if code in (None, values.area["code"]) else values.units.loc[code].to_dict()
    nearest_first = area_tree(store).path(row["code"])[::-1]
    target = choose_target(targets_of(store), nearest_first, values.indicator.key, int(values.as_of[:4]))
    if target is None:
        return None
    gap = gap_to_target(row["numerator"], row["denominator"], target["rate"])
    return (gap, target) if gap else None


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
