"""Change of coverage between two dates, separated from areas that began or ceased to have data. Pure numpy.

The figure of an area at a date is its newest count on or before that date. The change of an area between ``since`` and
``date`` is measured on its *common* areas: those whose own count is part of the area's sum at both dates
(``Hierarchy.counting_areas``; usually desa). It is the rate over the common areas at ``date`` minus the rate over the
same areas at ``since``. What the other areas do to the rate is the *entry effect*, never a part of the change:

    entry effect = (whole rate at date - whole rate at since) - change

An area has no change where none of its common areas was counted again after ``since``: figures that are only carried
forward say nothing about "unchanged".

Example. A kecamatan has two desa with 30 of 100 workers each in 2024. In 2025 one is counted again, 40 of 100, and a
third desa comes in with 90 of 100. The whole rate rises from 60/200 = 30 % to 160/300 = 53.3 %. The change is 70/200 -
60/200 = 5 points; the other 18.3 points come from the desa that entered.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from ucjmap.indicators.hierarchy import Floats, Hierarchy
from ucjmap.indicators.rollup import divide

Numbers = npt.NDArray[np.int32]

#: Decimals that differences of rates are rounded to: the floats of two equal rates need not differ by exactly zero.
_DIGITS: Final = 12


@dataclass(frozen=True)
class Change:
    """Change of every area between two dates; the last axis of each array is the area.

    Rates and differences are fractions. ``change`` is NaN where the dates cannot be compared; ``common_rate_since`` and
    ``common_rate`` are the rates over the common areas, NaN where there are none. ``entry_points`` is the entry effect:
    all that the whole rate moved where there is no common area, and NaN where the area lacks data at one of the dates.
    ``common_desa``, ``entered_desa`` and ``left_desa`` are numbers of counting areas: compared, with data at the later
    date alone, and at the earlier date alone.
    """

    change: Floats
    common_rate_since: Floats
    common_rate: Floats
    entry_points: Floats
    common_desa: Numbers
    entered_desa: Numbers
    left_desa: Numbers

    @classmethod
    def unknown(cls, count: int) -> Self:
        """The change of ``count`` areas where no other date is asked for.

        Parameters
        ----------
        count
            Number of areas; the arrays have no axis but theirs.

        Returns
        -------
        Change
            NaN and 0 everywhere.
        """
        return cls(*np.full((4, count), np.nan), *np.zeros((3, count), dtype=np.int32))


def measure_change(
    hierarchy: Hierarchy,
    own_since: Floats,
    own: Floats,
    *,
    rate_since: Floats,
    rate: Floats,
    is_recounted: npt.NDArray[np.bool_],
) -> Change:
    """Change of every area of a hierarchy by the rule of this module.

    Parameters
    ----------
    hierarchy
        The areas, in whose order all arrays are.
    own_since, own
        Counts that were supplied for the areas themselves, in force at the earlier and at the later date: numerators
        and denominators (first axis), NaN without data; the last axis is the area, axes in between are independent.
    rate_since, rate
        Whole rates of the areas at these dates (fractions, NaN without data).
    is_recounted
        Which areas have a count of their own from after the earlier date.
    """
    had, has = (hierarchy.counting_areas(np.isfinite(counts[0])) for counts in (own_since, own))
    is_common = had & has
    sums = np.stack([np.where(is_common, counts, np.nan) for counts in np.broadcast_arrays(own_since, own)], axis=1)
    hierarchy.add_counts(sums)
    numbers = np.stack([is_common, is_common & is_recounted, has & ~had, had & ~has]).astype(np.int64)
    hierarchy.add_numbers(numbers)
    common, recounted, entered, left = numbers.astype(np.int32)
    common_rate_since, common_rate = divide(sums[0], sums[1])
    moved = np.round(common_rate - common_rate_since, _DIGITS)
    return Change(
        change=np.where(recounted > 0, moved, np.nan).astype(float),
        common_rate_since=common_rate_since,
        common_rate=common_rate,
        entry_points=np.round(rate - rate_since - np.nan_to_num(moved), _DIGITS),
        common_desa=common,
        entered_desa=entered,
        left_desa=left,
    )
