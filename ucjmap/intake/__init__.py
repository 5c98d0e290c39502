"""From the spreadsheet of an office to counts by area: reading, layout, rows, counts, checks. No row is lost."""

from ucjmap.intake.counting.counts import Counts, read_counts
from ucjmap.intake.counting.crosswalk_rows import read_crosswalk_rows
from ucjmap.intake.counting.lists import check_list, complete_list
from ucjmap.intake.counting.reasons import ISSUE_COLUMNS, REASONS, issue
from ucjmap.intake.counting.target_rows import read_targets
from ucjmap.intake.counting.validation import validate
from ucjmap.intake.evidence.context import Context, read_meaning
from ucjmap.intake.evidence.ledger import ASSUMPTIONS, Claim, Ledger, Witness
from ucjmap.intake.evidence.sayings import Answers
from ucjmap.intake.meaning.blocks import separate_tables
from ucjmap.intake.meaning.layout import Column, ColumnMeaning, Layout, ListOf, Table
from ucjmap.intake.meaning.rows import DATA_KINDS, EXTRACT_COLUMNS, Extract, extract_rows, is_total_text
from ucjmap.intake.meaning.table import guess_layout
from ucjmap.intake.reading.values import read_count, read_date, text_of
from ucjmap.intake.reading.workbook import Cell, Sheet, read_sheets

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
    "Sheet",
    "Table",
    "Witness",
    "check_list",
    "complete_list",
    "extract_rows",
    "guess_layout",
    "is_total_text",
    "issue",
    "read_count",
    "read_counts",
    "read_crosswalk_rows",
    "read_date",
    "read_meaning",
    "read_sheets",
    "read_targets",
    "separate_tables",
    "text_of",
    "validate",
]
