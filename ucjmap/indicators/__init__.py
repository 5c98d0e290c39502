"""Indicators: their definitions, and roll-up, targets, gap and trend of their counts. Never touches disk or store."""

from ucjmap.indicators.definition import Indicator
from ucjmap.indicators.rollup import ROLLUP_COLUMNS, Hierarchy, coverage_rate, roll_up
from ucjmap.indicators.targets import (
    Gap,
    GapSum,
    Target,
    TargetsInForce,
    find_in_force,
    measure_gap,
    measure_gaps,
    sum_gaps,
)

__all__ = [
    "ROLLUP_COLUMNS",
    "Gap",
    "GapSum",
    "Hierarchy",
    "Indicator",
    "Target",
    "TargetsInForce",
    "coverage_rate",
    "find_in_force",
    "measure_gap",
    "measure_gaps",
    "roll_up",
    "sum_gaps",
]
