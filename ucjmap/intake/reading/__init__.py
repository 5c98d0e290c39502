"""What a file holds: sheets and cells of workbooks and text, inside limits; values as people type them."""

from ucjmap.intake.reading.cells import (
    MONTH_NAMES,
    Reading,
    is_error,
    is_no_data,
    read_count,
    read_date,
    read_day_number,
    read_flag,
    read_rate,
    text_of,
)
from ucjmap.intake.reading.sheets import Cell, Sheet, build_sheets, read_sheets

__all__ = [
    "MONTH_NAMES",
    "Cell",
    "Reading",
    "Sheet",
    "build_sheets",
    "is_error",
    "is_no_data",
    "read_count",
    "read_date",
    "read_day_number",
    "read_flag",
    "read_rate",
    "read_sheets",
    "text_of",
]
