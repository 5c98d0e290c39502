"""Figures of areas, made here once: definitions, roll-up, targets in force, trends, quality, profile."""

from ucjmap.api.figures.area_figures import AreaValues, area_values, default_since
from ucjmap.api.figures.area_profiles import AreaProfile, IndicatorProfile, Rank, area_profile
from ucjmap.api.figures.content_tags import content_tag
from ucjmap.api.figures.definitions import check_segment, get_indicator, load_indicators, what_is_counted
from ucjmap.api.figures.gaps import other_gap
from ucjmap.api.figures.joint_figures import JointFigures, joint_figures
from ucjmap.api.figures.map_classes import Basis
from ucjmap.api.figures.neighbours import neighbours
from ucjmap.api.figures.published import Comparison, Explanation, compare_published, published_figures
from ucjmap.api.figures.quality import DataQuality, Finding, FindingKey, data_quality
from ucjmap.api.figures.rollups import known_imports, list_dates, rolled_up
from ucjmap.api.figures.series import read_series
from ucjmap.api.figures.single_area import area_change, area_summary, is_about
from ucjmap.api.figures.targets_in_force import TargetChoice, all_targets, area_targets, own_targets, target_in_force
from ucjmap.api.figures.trajectories import AreaTrajectory, area_trajectory, rank_trajectories
from ucjmap.api.figures.trends import area_trend, child_trends, trend_origin

__all__ = [
    "AreaProfile",
    "AreaTrajectory",
    "AreaValues",
    "Basis",
    "Comparison",
    "DataQuality",
    "Explanation",
    "Finding",
    "FindingKey",
    "IndicatorProfile",
    "JointFigures",
    "Rank",
    "TargetChoice",
    "all_targets",
    "area_change",
    "area_profile",
    "area_summary",
    "area_targets",
    "area_trajectory",
    "area_trend",
    "area_values",
    "check_segment",
    "child_trends",
    "compare_published",
    "content_tag",
    "data_quality",
    "default_since",
    "get_indicator",
    "is_about",
    "joint_figures",
    "known_imports",
    "list_dates",
    "load_indicators",
    "neighbours",
    "other_gap",
    "own_targets",
    "published_figures",
    "rank_trajectories",
    "read_series",
    "rolled_up",
    "target_in_force",
    "trend_origin",
    "what_is_counted",
]
