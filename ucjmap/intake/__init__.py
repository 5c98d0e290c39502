"""From the spreadsheet of an office to counts by area: reading, layout, rows, counts, checks. No row is lost."""

from ucjmap.intake.blocks import separate_tables
from ucjmap.intake.counts import Counts, read_counts
from ucjmap.intake.crosswalk import read_crosswalk_rows
from ucjmap.intake.layout import Column, ColumnMeaning, Layout, ListOf, Table, column_letter
from ucjmap.intake.lists import check_list, complete_list
from ucjmap.intake.meaning.evidence import Answers
from ucjmap.intake.meaning.ledger import ASSUMPTIONS, Claim, Ledger, Witness
from ucjmap.intake.meaning.places import PlaceOf
from ucjmap.intake.meaning.reading import Context, read_meaning
from ucjmap.intake.reasons import ISSUE_COLUMNS, REASONS, issue
from ucjmap.intake.rows import DATA_KINDS, EXTRACT_COLUMNS, Extract, extract_rows, is_total_text
from ucjmap.intake.table import guess_layout
from ucjmap.intake.targets import read_targets
from ucjmap.intake.validation import validate
from ucjmap.intake.values import read_count, read_date, text_of
from ucjmap.intake.workbook import Cell, Sheet, read_sheets

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
