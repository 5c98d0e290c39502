"""Ranks of areas by a value. Never touches disk or store."""

import numpy as np
import numpy.typing as npt

from ucjmap.indicators.hierarchy import Floats


def rank_values(values: npt.ArrayLike, *, sign: int = 1) -> Floats:
    """Rank of each area among those with data: 1 is the best value, and equal values share the better rank.

    Parameters
    ----------
    values
        One an area, NaN without data.
    sign
        1 where more is better, -1 where less is.

    Returns
    -------
    numpy.ndarray
        Whole numbers in the order of ``values``, NaN without data. Example: of 0.5, 0.7, 0.5 and 0.2 the ranks are 2,
        1, 2 and 4.
    """
    good = sign * np.asarray(values, dtype=float)
    known = np.sort(good[np.isfinite(good)])
    return np.where(np.isfinite(good), 1.0 + len(known) - np.searchsorted(known, good, side="right"), np.nan)
