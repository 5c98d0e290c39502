"""Indicators: their definitions, and roll-up, targets, gap and trend of their counts. Never touches disk or store."""

from ucjmap.indicators.change import Change, measure_change
from ucjmap.indicators.definition import Indicator
from ucjmap.indicators.rollup import ROLLUP_COLUMNS, Hierarchy, KeySets, coverage_rate, divide, roll_up
from ucjmap.indicators.targets import Gap, choose_target, gap_to_target

__all__ = [
    "ROLLUP_COLUMNS",
    "Change",
    "Gap",
    "Hierarchy",
    "Indicator",
    "KeySets",
    "choose_target",
    "coverage_rate",
    "divide",
    "gap_to_target",
    "measure_change",
    "roll_up",
]
