"""Which desa have no data yet: absence of a row, never a zero."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: Start of a village that reports at none of the dates.
NEVER = "9999-12-31"

_LATE_SHARE = 0.015
_DISTRICT_SIZES = (5, 14)


def draw_first_reports(
    villages: pd.DataFrame, dates: list[str], *, complete: set[str], rng: np.random.Generator
) -> NDArray[np.object_]:
    """First as-of date at which each village has data.

    A village without data at a date has none at any earlier date either, so that "newest count on or before" and
    "count of that very date" give the same sums. One kecamatan of the province never reports. The kabupaten/kota
    ``complete``, for which something is published, have all their villages at all dates.
    """
    starts = np.full(len(villages), dates[0], dtype=object)
    may_lack = ~villages["regency"].isin(complete).to_numpy()
    late = np.flatnonzero(may_lack & (rng.random(len(villages)) < _LATE_SHARE))
    starts[late] = rng.choice(np.array([*dates[1:], NEVER], dtype=object), len(late))
    sizes = villages.loc[may_lack].groupby("district").size()
    silent = rng.choice(sizes.index[sizes.between(*_DISTRICT_SIZES)].to_numpy(dtype=object))
    starts[villages["district"].to_numpy() == silent] = NEVER
    return starts
