"""Gap of an area from its counts alone, to hold figures against."""

from collections.abc import Mapping
from typing import Any

from ucjmap.indicators import Gap, measure_gap


def gap_of(row: Mapping[str, Any]) -> Gap | None:
    """Gap of an area of a map, or of one of its units, to the target in force for it; None without data or target."""
    target = row["target"]
    return None if target is None else measure_gap(target, row["numerator"], row["denominator"])
