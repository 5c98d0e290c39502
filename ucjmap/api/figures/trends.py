"""Figures of areas from date to date, and what changed between them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ucjmap.api.areas import area_tree
from ucjmap.api.figures.definitions import get_indicator
from ucjmap.api.figures.rollups import list_dates, rolled_up
from ucjmap.api.figures.series import read_series
from ucjmap.codes import Level
from ucjmap.indicators import divide, mark_dates
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store

TREND_COLUMNS = (
    "code",
    "as_of",
    "numerator",
    "denominator",
    "rate",
    "desa",
    "desa_with_data",
    "counted",
    "change",
    "entry_points",
    "fall",
    "partial",
)


def area_trend(
    store: Store, code: str, indicator: str, segment: str = ALL_SEGMENTS, *, as_of: str | None = None
) -> pd.DataFrame:
    """Figures of one area at each date of its province (for the country at every date).

    Parameters
    ----------
    as_of
        ISO date of the last row at most; None is no limit.

    Returns
    -------
    pandas.DataFrame
        One row is one date, the oldest first (``TREND_COLUMNS``): NaN before the first count; ``counted`` is the number
        of counts of that very date (0: all is carried forward); ``change`` and ``entry_points`` are from the date
        before (``indicators.change``); for ``fall`` and ``partial`` see ``trajectory.Marks``. Rates and differences are
        fractions.

    Raises
    ------
    UsageError
        Unknown area or indicator.
    """
    area_tree(store).level(code)
    return trends_of(store, [code], indicator, segment, dates=_dates_until(store, code, indicator, segment, as_of))


def trend_origin(store: Store, trend: pd.DataFrame, indicator: str, segment: str = ALL_SEGMENTS) -> dict[str, Any]:
    """Where the figures of a trend come from.

    Parameters
    ----------
    trend
        Rows of ``area_trend``, or some of them.

    Returns
    -------
    dict
        ``oldest`` and ``newest`` ISO date of the counts behind all of them, None without data; ``sources`` (names), and
        ``is_simulated``: whether any of these counts is made up.
    """
    known = trend[trend["rate"].notna()]
    pairs = zip(known["as_of"], known["code"], strict=True)
    rows = [rolled_up(store, get_indicator(indicator), segment, date).row(code) for date, code in pairs]
    return {
        "oldest": min((row["oldest"] for row in rows), default=None),
        "newest": max((row["newest"] for row in rows), default=None),
        "sources": tuple(dict.fromkeys(source for row in rows for source in row["sources"])),
        "is_simulated": any(row["is_simulated"] for row in rows),
    }


def child_trends(
    store: Store, code: str, level: Level, indicator: str, segment: str = ALL_SEGMENTS, *, as_of: str | None = None
) -> pd.DataFrame:
    """Figures of every area of ``level`` inside ``code`` at each date, as ``area_trend`` has them for one.

    Parameters
    ----------
    as_of
        ISO date of the last row at most; None is no limit.

    Returns
    -------
    pandas.DataFrame
        One row is one area and date (``TREND_COLUMNS``), by code and then by date.

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
        taken: npt.NDArray[Any] = values[np.ix_(rows, columns)]
        taken[rows < 0] = missing  # an area that never had data is not in the series
        return taken

    numerator, denominator = take(series.numerator, np.nan), take(series.denominator, np.nan)
    rates = divide(numerator, denominator)
    change, entry_points = take(series.change, np.nan), take(series.entry_points, np.nan)
    counted, desa = take(series.counted, 0), take(series.desa, 0)
    desa[rows < 0] = series.register_desa.reindex(codes).to_numpy()[rows < 0, None]
    marks = mark_dates(change, entry_points, counted, sign=get_indicator(indicator).sign)
    columns_by_name = {
        "code": np.repeat(np.array(codes, dtype=object), len(dates)),
        "as_of": np.tile(np.array(dates, dtype=object), len(codes)),
        "numerator": numerator,
        "denominator": denominator,
        "rate": rates,
        "desa": desa,
        "desa_with_data": take(series.desa_with_data, 0),
        "counted": counted,
        "change": change,
        "entry_points": entry_points,
        "fall": marks.fall,
        "partial": marks.partial,
    }
    return pd.DataFrame({name: np.ravel(columns_by_name[name]) for name in TREND_COLUMNS})
