"""Indicators: their definitions, and roll-up, targets, gap and trend of their counts. Never touches disk or store."""

from ucjmap.indicators.change import Change, measure_change
from ucjmap.indicators.definition import Indicator
from ucjmap.indicators.rollup import ROLLUP_COLUMNS, Hierarchy, KeySets, coverage_rate, divide, roll_up
from ucjmap.indicators.targets import (
    Gap,
    Target,
    TargetsInForce,
    find_in_force,
    measure_gap,
    measure_gaps,
)

__all__ = [
    "ROLLUP_COLUMNS",
    "Change",
    "Gap",
    "Hierarchy",
    "Indicator",
    "KeySets",
    "Target",
    "TargetsInForce",
    "coverage_rate",
    "divide",
    "find_in_force",
    "measure_change",
    "measure_gap",
    "measure_gaps",
    "roll_up",
]
