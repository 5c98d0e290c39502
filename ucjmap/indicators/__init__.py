"""Indicators: their definitions, and roll-up, targets, gap and trend of their counts. Never touches disk or store."""

from ucjmap.indicators.change import Change, measure_change
from ucjmap.indicators.definition import Better, Indicator, PublishedBand
from ucjmap.indicators.hierarchy import Hierarchy, KeySets
from ucjmap.indicators.ranks import rank_values
from ucjmap.indicators.rollup import ROLLUP_COLUMNS, coverage_rate, divide, roll_up
from ucjmap.indicators.targets import Gap, Target, TargetsInForce, find_in_force, measure_gap, measure_gaps, target_year
from ucjmap.indicators.trajectory import (
    FALL_POINTS,
    HORIZON_YEARS,
    YEAR_DAYS,
    Pace,
    Precision,
    Trajectory,
    fit_paces,
    mark_dates,
    project,
    usable_dates,
)

__all__ = [
    "FALL_POINTS",
    "HORIZON_YEARS",
    "ROLLUP_COLUMNS",
    "YEAR_DAYS",
    "Better",
    "Change",
    "Gap",
    "Hierarchy",
    "Indicator",
    "KeySets",
    "Pace",
    "Precision",
    "PublishedBand",
    "Target",
    "TargetsInForce",
    "Trajectory",
    "coverage_rate",
    "divide",
    "find_in_force",
    "fit_paces",
    "mark_dates",
    "measure_change",
    "measure_gap",
    "measure_gaps",
    "project",
    "rank_values",
    "roll_up",
    "target_year",
    "usable_dates",
]
