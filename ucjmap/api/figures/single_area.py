"""Figures of one area by itself: its counts, its change, and whether an indicator is about anything in it."""

from collections.abc import Collection
from typing import Any

import numpy as np

from ucjmap.api.areas import area_tree
from ucjmap.api.figures.definitions import get_indicator, load_indicators
from ucjmap.api.figures.rollups import rolled_change, rolled_up
from ucjmap.schema import ALL_SEGMENTS
from ucjmap.store import Store


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
