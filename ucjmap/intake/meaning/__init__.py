"""What a table means: its headings and columns, the kinds and places of its rows, the words and dates of offices."""

from ucjmap.intake.meaning.bounds import bounds_of, holds_all_ages
from ucjmap.intake.meaning.columns import level_of_names
from ucjmap.intake.meaning.heading_meaning import is_lone_name, is_place_heading, issuer_of, names_levels
from ucjmap.intake.meaning.known_forms import lay_out_forms
from ucjmap.intake.meaning.known_tables import declared_columns, settle_source
from ucjmap.intake.meaning.layout import Column, ColumnMeaning, Kind, Layout, ListOf, Part, Table, column_letter
from ucjmap.intake.meaning.measure_rows import spread_measures
from ucjmap.intake.meaning.people import without_people
from ucjmap.intake.meaning.period_cells import read_part, read_period
from ucjmap.intake.meaning.period_texts import find_parts, find_periods, is_edition, is_from_to
from ucjmap.intake.meaning.periods import Period, day, months, year_of
from ucjmap.intake.meaning.places import LEVEL_WORDS, PlaceOf, no_places, without_places
from ucjmap.intake.meaning.row_kinds import DATA_KINDS, is_total_text
from ucjmap.intake.meaning.rows import EXTRACT_COLUMNS, Extract, extract_rows
from ucjmap.intake.meaning.separation import separate_tables
from ucjmap.intake.meaning.table import guess_layout
from ucjmap.intake.meaning.vocabulary import Term, Wording, normalise_heading, vocabulary

__all__ = [
    "DATA_KINDS",
    "EXTRACT_COLUMNS",
    "LEVEL_WORDS",
    "Column",
    "ColumnMeaning",
    "Extract",
    "Kind",
    "Layout",
    "ListOf",
    "Part",
    "Period",
    "PlaceOf",
    "Table",
    "Term",
    "Wording",
    "bounds_of",
    "column_letter",
    "day",
    "declared_columns",
    "extract_rows",
    "find_parts",
    "find_periods",
    "guess_layout",
    "holds_all_ages",
    "is_edition",
    "is_from_to",
    "is_lone_name",
    "is_place_heading",
    "is_total_text",
    "issuer_of",
    "lay_out_forms",
    "level_of_names",
    "months",
    "names_levels",
    "no_places",
    "normalise_heading",
    "read_part",
    "read_period",
    "separate_tables",
    "settle_source",
    "spread_measures",
    "vocabulary",
    "without_people",
    "without_places",
    "year_of",
]
