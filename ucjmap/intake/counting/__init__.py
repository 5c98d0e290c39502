"""Rows as counts, lists and targets, checked row by row, with a reason for each that is not taken."""

from ucjmap.intake.counting.count_rows import Counts, read_counts
from ucjmap.intake.counting.crosswalk_rows import read_crosswalk_rows
from ucjmap.intake.counting.desa_lists import check_list, complete_list
from ucjmap.intake.counting.reasons import ISSUE_COLUMNS, REASONS, issue
from ucjmap.intake.counting.row_reader import RateDoubt
from ucjmap.intake.counting.target_rows import read_targets
from ucjmap.intake.counting.validation import validate

__all__ = [
    "ISSUE_COLUMNS",
    "REASONS",
    "Counts",
    "RateDoubt",
    "check_list",
    "complete_list",
    "issue",
    "read_counts",
    "read_crosswalk_rows",
    "read_targets",
    "validate",
]
