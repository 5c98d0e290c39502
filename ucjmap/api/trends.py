"""Figures of areas over all as-of dates: rolled up once between two imports, then looked up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.areas import AreaTree, area_tree, remember
from ucjmap.api.definitions import get_indicator
from ucjmap.api.figures import list_dates
from ucjmap.codes import COUNTRY, LEVELS, Level
from ucjmap.indicators import Indicator, roll_up
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store, read_history
from ucjmap.trajectory import find_changes

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int32]

TREND_COLUMNS = (
    "code",
    "as_of",
    "numerator",
    "denominator",
    "rate",
    "same_rate",
    "desa",
    "desa_with_data",
    "counted",
    "change",
    "same_change",
    "fall",
    "partial",
)


@dataclass(frozen=True)
class Series:
    """One indicator and segment over time; rows of the arrays are areas (``codes``), columns are ``dates``.

    Only areas that have data at some date, and their ancestors, are held. ``same_numerator`` and ``same_denominator``
    are sums over the areas that had data at the date before: without them a rate that moves because other areas
    joined cannot be told from one that really moved. ``counted`` is the number of counts of the very date,
    ``register_desa`` the number of desa of every area of the register to which the indicator applies.
    """

    dates: tuple[str, ...]
    codes: pd.Index
    register_desa: pd.Series
    numerator: Floats
    denominator: Floats
    same_numerator: Floats
    same_denominator: Floats
    desa: Counts
    desa_with_data: Counts
    counted: Counts


def read_series(store: Store, indicator_key: str, segment: str = ALL_SEGMENTS) -> Series:
    """Figures of every area at every date on which anything was counted.

    The figure at a date is the newest count on or before it, as on the map.
    """
    indicator = get_indicator(indicator_key)
    return remember(store, ("series", indicator.key, segment), lambda: _build(store, indicator, segment))


def _build(store: Store, indicator: Indicator, segment: str) -> Series:
    tree = area_tree(store)
    with store.reading() as connection:
        counts = read_history(connection, indicator.key, segment)
    counts = counts.astype({"unit_code": object, "as_of": object})  # text of Arrow takes several times as long below
    counts = counts[tree.areas.index.get_indexer(counts["unit_code"]) >= 0].reset_index(drop=True)
    areas = _with_ancestors(tree, counts["unit_code"].unique())
    nothing = counts.iloc[:0]
    # Which desa the indicator is about depends a little on the counts (a kelurahan with a count is one), so the
    # desa without data are those of the whole register less those of the part held here.
    register_desa: pd.Series = remember(
        store,
        ("register_desa", indicator.applies_to),
        lambda: roll_up(tree.areas, nothing, applies_to=indicator.applies_to)["desa"],
    )
    elsewhere = register_desa - roll_up(areas, nothing, applies_to=indicator.applies_to)["desa"]
    dates = tuple(sorted(counts["as_of"].unique()))
    codes = pd.Index([*areas["code"], COUNTRY])
    desa_elsewhere = elsewhere.reindex(codes).to_numpy()
    shape = (len(codes), len(dates))
    series = Series(
        dates,
        codes,
        register_desa,
        *(np.full(shape, np.nan) for _ in range(4)),
        *(np.zeros(shape, dtype=np.int32) for _ in range(3)),
    )
    row_of = codes.get_indexer(counts["unit_code"])
    had_data = np.zeros(len(codes), dtype=bool)
    for place, date in enumerate(dates):
        latest = counts[counts["as_of"] <= date].drop_duplicates("unit_code", keep="last")
        rows = row_of[latest.index]
        totals = roll_up(areas, latest, applies_to=indicator.applies_to)
        same = roll_up(areas, latest[had_data[rows]])
        fresh = roll_up(areas, latest[latest["as_of"] == date].assign(numerator=1, denominator=1))
        series.numerator[:, place], series.denominator[:, place] = totals["numerator"], totals["denominator"]
        series.same_numerator[:, place], series.same_denominator[:, place] = same["numerator"], same["denominator"]
        series.desa[:, place] = totals["desa"] + desa_elsewhere
        series.desa_with_data[:, place] = totals["desa_with_data"]
        series.counted[:, place] = fresh["numerator"].fillna(0)
        had_data[rows] = True
    return series


def _with_ancestors(tree: AreaTree, codes: npt.NDArray[np.object_]) -> pd.DataFrame:
    own = tree.areas.loc[codes, list(LEVELS)].to_numpy(dtype=object)
    areas = tree.areas.loc[sorted(set(own[pd.notna(own)])), ["code", "level", "parent_code", "kind"]]
    return areas.astype(object)


def area_trend(
    store: Store, code: str, indicator: str, segment: str = ALL_SEGMENTS, *, as_of: str | None = None
) -> pd.DataFrame:
    """Figure of one area at each date of its province (of any, for the country), up to ``as_of``, oldest first.

    One row is one date (``TREND_COLUMNS``): NaN before the first count; ``counted`` is the number of counts of that
    very date (0: all is carried forward); for changes and falls see ``trajectory.Changes``.

    Raises
    ------
    UsageError
        Unknown area or indicator.
    """
    area_tree(store).level(code)
    return trends_of(store, [code], indicator, segment, dates=_dates_until(store, code, indicator, segment, as_of))


def child_trends(
    store: Store, code: str, level: Level, indicator: str, segment: str = ALL_SEGMENTS, *, as_of: str | None = None
) -> pd.DataFrame:
    """The same for every area of ``level`` inside ``code``; one row is one area and date.

    Raises
    ------
    UsageError
        Unknown area or indicator, or a level that is not below the area.
    """
    codes = list(area_tree(store).below(code, level)["code"])
    return trends_of(store, codes, indicator, segment, dates=_dates_until(store, code, indicator, segment, as_of))


def _dates_until(store: Store, code: str, indicator: str, segment: str, as_of: str | None) -> list[str]:
    return [date for date in list_dates(store, indicator, code, segment) if as_of is None or date <= as_of]


def trends_of(
    store: Store,
    codes: Sequence[str],
    indicator: str,
    segment: str,
    *,
    dates: Sequence[str] | None = None,
    until: str | None = None,
) -> pd.DataFrame:
    """Figures of some areas at some dates of the store (all up to ``until``, if None).

    One row is one area and date (``TREND_COLUMNS``), areas in the order of ``codes``.
    """
    series = read_series(store, indicator, segment)
    if dates is None:
        dates = [date for date in series.dates if until is None or date <= until]
    rows = series.codes.get_indexer(pd.Index(codes))
    columns = np.searchsorted(np.array(series.dates, dtype=object), np.array(dates, dtype=object))

    def take(values: npt.NDArray[Any], missing: float) -> npt.NDArray[Any]:
        found: npt.NDArray[Any] = values[np.ix_(rows, columns)]
        found[rows < 0] = missing  # an area that never had data is not in the series
        return found

    numerator, denominator = take(series.numerator, np.nan), take(series.denominator, np.nan)
    rates = _divide(numerator, denominator)
    same_rates = _divide(take(series.same_numerator, np.nan), take(series.same_denominator, np.nan))
    counted, desa = take(series.counted, 0), take(series.desa, 0)
    desa[rows < 0] = series.register_desa.reindex(codes).to_numpy()[rows < 0, None]
    changes = find_changes(rates, same_rates, counted)
    columns_by_name = {
        "code": np.repeat(np.array(codes, dtype=object), len(dates)),
        "as_of": np.tile(np.array(dates, dtype=object), len(codes)),
        "numerator": numerator,
        "denominator": denominator,
        "rate": rates,
        "same_rate": same_rates,
        "desa": desa,
        "desa_with_data": take(series.desa_with_data, 0),
        "counted": counted,
        **changes.__dict__,
    }
    return pd.DataFrame({name: np.ravel(columns_by_name[name]) for name in TREND_COLUMNS})


def _divide(numerator: Floats, denominator: Floats) -> Floats:
    rates = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=rates, where=denominator > 0)
    return rates
