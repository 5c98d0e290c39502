"""Roll-up of counts through the areas: rates are never averaged. Never touches disk or store."""

import numpy as np
import pandas as pd

from ucjmap.indicators.hierarchy import Floats, Hierarchy

ROLLUP_COLUMNS = (
    "numerator",
    "denominator",
    "desa",
    "desa_with_data",
    "oldest",
    "newest",
    "own_numerator",
    "own_denominator",
)


def roll_up(areas: pd.DataFrame | Hierarchy, latest: pd.DataFrame, *, applies_to: tuple[str, ...] = ()) -> pd.DataFrame:
    """Counts of every area from the counts below it; rates are never averaged.

    Parameters
    ----------
    areas
        One row is one area: code, level, parent_code, kind; or their hierarchy.
    latest
        One row is the count in force of one area: unit_code, as_of, numerator, denominator.
    applies_to
        Kinds of desa that the indicator is about (empty: all); others do not count as lacking data.

    Returns
    -------
    pandas.DataFrame
        One row is one area, indexed by code, the country included. ``numerator`` and ``denominator`` are NaN where
        neither the area nor anything below it has data. An area with data below it takes their sum; a count that was
        supplied for the area itself stands aside in ``own_numerator`` and ``own_denominator``. ``desa`` and
        ``desa_with_data`` count the desa and kelurahan to which the indicator applies; ``oldest`` and ``newest`` are
        the as-of dates behind the figure.
    """
    hierarchy = areas if isinstance(areas, Hierarchy) else Hierarchy.of(areas)
    size = len(hierarchy.index)
    place = hierarchy.index.get_indexer(latest["unit_code"].to_numpy(dtype=object))
    latest = latest[place >= 0]
    place = place[place >= 0]
    dates, date_numbers = np.unique(latest["as_of"].to_numpy(dtype=object).astype(str), return_inverse=True)
    own = np.full((2, size), np.nan)
    own[:, place] = latest[["numerator", "denominator"]].to_numpy(dtype=float).T
    has_own = np.isfinite(own[0])
    is_desa = hierarchy.desa(applies_to, has_own)
    counts = own.copy()
    hierarchy.add_counts(counts)
    desa = np.stack([is_desa, is_desa & has_own]).astype(np.int64)
    hierarchy.add_numbers(desa)
    oldest, newest = np.full(size, len(dates)), np.full(size, -1)
    oldest[place] = newest[place] = date_numbers
    hierarchy.spread_dates(oldest, newest, np.isfinite(counts[0]))
    words = np.array([*dates, np.nan], dtype=object)  # the last means no date
    return pd.DataFrame(
        {
            "numerator": counts[0],
            "denominator": counts[1],
            "desa": desa[0],
            "desa_with_data": desa[1],
            # Areas share the few date objects; as Arrow text every row would hold a copy.
            "oldest": pd.Series(words[np.where(oldest < len(dates), oldest, -1)], hierarchy.index, dtype=object),
            "newest": pd.Series(words[newest], hierarchy.index, dtype=object),
            "own_numerator": own[0],
            "own_denominator": own[1],
        },
        index=hierarchy.index,
        columns=list(ROLLUP_COLUMNS),
    )


def divide(numerator: Floats, denominator: Floats) -> Floats:
    """Numerator / denominator as fraction.

    Parameters
    ----------
    numerator, denominator
        Counts of the same shape, NaN without data.

    Returns
    -------
    numpy.ndarray
        NaN without data or with a denominator of 0. A rate above 1 is kept.
    """
    rates = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=rates, where=denominator > 0)
    return rates


def coverage_rate(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """``divide`` for columns of a frame.

    Parameters
    ----------
    numerator, denominator
        One row is one area, in the same order; no data is null.

    Returns
    -------
    pandas.Series
        Fractions under the index of ``numerator``.
    """
    return pd.Series(divide(numerator.to_numpy(dtype=float), denominator.to_numpy(dtype=float)), numerator.index)
