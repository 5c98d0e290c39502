"""From the spreadsheet of an office to counts by area: reading, layout, rows, counts, checks. No row is lost."""

from ucjmap.errors import IntakeError
from ucjmap.intake.counting import (
    ISSUE_COLUMNS,
    REASONS,
    Counts,
    RateDoubt,
    check_list,
    complete_list,
    issue,
    read_counts,
    read_crosswalk_rows,
    read_targets,
    validate,
)
from ucjmap.intake.evidence import ASSUMPTIONS, Answers, Claim, Context, Ledger, Witness, read_meaning
from ucjmap.intake.meaning import (
    DATA_KINDS,
    EXTRACT_COLUMNS,
    Column,
    ColumnMeaning,
    Extract,
    Layout,
    ListOf,
    PlaceOf,
    Table,
    column_letter,
    extract_rows,
    guess_layout,
    is_total_text,
    lay_out_forms,
    separate_tables,
    settle_source,
    spread_measures,
)
from ucjmap.intake.profiles import load_profiles
from ucjmap.intake.reading import Cell, Sheet, build_sheets, read_count, read_date, text_of
from ucjmap.intake.reading import read_sheets as _read_here
from ucjmap.sandbox import isolated

read_sheets = isolated(_read_here, build_sheets, family=IntakeError)

__all__ = [
    "ASSUMPTIONS",
    "DATA_KINDS",
    "EXTRACT_COLUMNS",
    "ISSUE_COLUMNS",
    "REASONS",
    "Answers",
    "Cell",
    "Claim",
    "Column",
    "ColumnMeaning",
    "Context",
    "Counts",
    "Extract",
    "Layout",
    "Ledger",
    "ListOf",
    "PlaceOf",
    "RateDoubt",
    "Sheet",
    "Table",
    "Witness",
    "check_list",
    "column_letter",
    "complete_list",
    "extract_rows",
    "guess_layout",
    "is_total_text",
    "issue",
    "lay_out_forms",
    "load_profiles",
    "read_count",
    "read_counts",
    "read_crosswalk_rows",
    "read_date",
    "read_meaning",
    "read_sheets",
    "read_targets",
    "separate_tables",
    "settle_source",
    "spread_measures",
    "text_of",
    "validate",
]
