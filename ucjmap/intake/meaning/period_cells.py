"""Periods as cells of columns of dates, months and quarters hold them."""

import re

from ucjmap.intake.meaning.period_texts import find_parts, find_periods
from ucjmap.intake.meaning.periods import Period, day, is_year, months, year_of
from ucjmap.intake.meaning.vocabulary import vocabulary
from ucjmap.intake.reading import Cell, read_date, read_day_number

# "Triwulan", "TW ke", "Semester": what stands below is the number of one.
_PART_HEADING = re.compile(
    r"(?:semester|smt|sem|triwulan|tri\s?wulan|tw|trw|kuartal|kwartal|quarter|caturwulan|cawu)\b\.?(?:\s*ke)?", re.I
)


def read_period(cell: Cell) -> Period | None:
    """Period of a cell of a column of dates: a date, ``202509``, ``2025``, ``Sep 2025``, ``Triwulan III 2025``.

    Returns
    -------
    Period or None
        None where the cell names none, several, or says more than a period ("awal tahun 2025").
    """
    iso = read_date(cell) if not isinstance(cell, str) else None
    if iso is None and isinstance(cell, int | float) and not isinstance(cell, bool):
        number = int(cell) if cell == int(cell) else 0
        if is_year(number):
            return months(number, 1, 12)
        if is_year(number // 100) and 1 <= number % 100 <= 12:
            return months(number // 100, number % 100, number % 100)
        iso = read_day_number(cell)
    if iso is not None:
        return day(iso)
    return _read_words(cell) if isinstance(cell, str) else None


def _read_words(text: str) -> Period | None:
    """The one period that a text names, where it says nothing else: no "awal tahun 2025", no "minggu ke-2 Juni 2025"."""
    periods, rest = find_periods(text.replace("_", " "))
    parts, rest = find_parts(rest)
    if len(periods) != 1 or len(parts) > 1 or _says_more(rest) or periods[0].first[:4] != periods[0].last[:4]:
        return None
    year = year_of(periods[0])
    if not parts:
        return periods[0]
    return months(year, *parts[0]) if year is not None else None


def read_part(cell: Cell, heading: str) -> tuple[int, int] | None:
    """A part of a year without the year: ``Maret``, 3, ``TW II``, or 2 below "Triwulan".

    Parameters
    ----------
    heading
        Of the column: it tells whether a bare number counts months, quarters or half-years.

    Returns
    -------
    tuple of int or None
        First and last month, 1 to 12; None where the cell names none or says more.
    """
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    for words in (f"{heading} {text}" if is_part_heading(heading) else text, text):
        parts, rest = find_parts(words)
        if len(parts) == 1 and not _says_more(rest):
            return parts[0]
    is_month = text.isdigit() and int(text) in range(1, 13) and not is_part_heading(heading)
    return (int(text), int(text)) if is_month else None


def is_part_heading(heading: str) -> bool:
    """Whether a heading says that quarters or half-years stand below it."""
    return bool(_PART_HEADING.fullmatch(heading.strip()))


def _says_more(text: str) -> bool:
    """Whether a text without its dates has words that say something."""
    return vocabulary().read(text, heading=False).says_something
