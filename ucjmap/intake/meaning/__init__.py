"""What a table means: the vocabulary of offices, the dates that they write, and the ledger of evidence."""

from ucjmap.intake.meaning.blocks import separate_tables
from ucjmap.intake.meaning.columns import is_lone_name, is_place_heading, issuer_of, level_of_names
from ucjmap.intake.meaning.layout import Column, ColumnMeaning, Kind, Layout, ListOf, Table
from ucjmap.intake.meaning.periods import Period, find_periods, read_month, read_period
from ucjmap.intake.meaning.rows import DATA_KINDS, EXTRACT_COLUMNS, Extract, extract_rows, is_total_text
from ucjmap.intake.meaning.table import guess_layout
from ucjmap.intake.meaning.vocabulary import Wording, normalise_heading, vocabulary

__all__ = [
    "DATA_KINDS",
    "EXTRACT_COLUMNS",
    "Column",
    "ColumnMeaning",
    "Extract",
    "Kind",
    "Layout",
    "ListOf",
    "Period",
    "Table",
    "Wording",
    "extract_rows",
    "find_periods",
    "guess_layout",
    "is_lone_name",
    "is_place_heading",
    "is_total_text",
    "issuer_of",
    "level_of_names",
    "normalise_heading",
    "read_month",
    "read_period",
    "separate_tables",
    "vocabulary",
]
