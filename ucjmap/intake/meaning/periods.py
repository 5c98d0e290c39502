"""Dates, months, quarters, half-years and years as titles, headings, sheet names and cells write them."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from ucjmap.intake.meaning.vocabulary import vocabulary
from ucjmap.intake.reading import MONTH_NAMES, Cell, read_date, read_day_number

_FIRST_YEAR: Final = 1977
_LAST_YEAR: Final = 2100
_MONTH = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
_ORDINAL: Final = {
    word: number
    for number, words in enumerate(("i 1 satu pertama", "ii 2 dua kedua", "iii 3 tiga ketiga", "iv 4 empat keempat"), 1)
    for word in words.split()
}

# A law, a decree or a number of a letter has a year that is not the date of the figures.
_LAW = re.compile(
    r"\b(?:nomor|no)\b\.?\s*:?\s*\w*\d\w*[./-][\w./-]+|\b(?:undang[- ]undang|uu|pp|perpres|permen\w*|kepmen\w*|perda|pergub|perbup|perwali|peraturan\b.{0,60}?|keputusan\b.{0,60}?"
    r"|sk|nomor|no)\.?\s*(?:nomor|no\.?)?\s*[\w./-]*\s*tahun\s+\d{4}",
    re.I,
)
_DAY = re.compile(rf"\b\d{{1,2}}[\s\-/.]+(?:{_MONTH})\.?[\s\-/.,]+\d{{4}}\b", re.I)
_NUMERIC_DAY = re.compile(r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b")
_SHORT_DAY = re.compile(r"(?<![\d.,/-])([0-3]?\d)([-/.])([01]?\d)\2(\d{2})(?![\d.,/-])")
_MONTH_NUMBER = re.compile(r"(?<![\d.,/-])(0?[1-9]|1[0-2])[-/](19[789]\d|20\d\d)\b(?![-/.]?\d)")
_MONTH_SPAN = re.compile(
    rf"\b(?:{_MONTH})\.?\s*(?:-|–|—|s\.?\s*/?\s*d\.?|sampai(?: dengan)?|hingga|to|until)\s*({_MONTH})\.?"
    r"[\s\-/.,_']*(?:(?:tahun|thn?|ta)\.?\s+)?(\d{4})\b(?![-/.,]?\d)",
    re.I,
)
_NTH_MONTH = re.compile(r"\bbulan\s+(?:ke[\s\-]*)?(\d{1,2})\b[\s\-/,.]*(?:(?:tahun|thn?|ta)\.?\s+)?(\d{4})\b", re.I)
_MONTH_YEAR = re.compile(
    rf"\b({_MONTH})\.?(?:[\s\-/.,_']*(?:(?:tahun|thn?|ta)\.?\s+)?(\d{{4}})|\s?['\-/\s](\d{{2}}))\b(?![-/.,]?\d)", re.I
)
_YEAR_MONTH = re.compile(r"\b(19[789]\d|20\d\d)[-/._ ]?(0[1-9]|1[0-2])\b(?![-/.]?\d)")
_OF_YEAR = (
    r"\b(semester|smt|sem|triwulan|tri wulan|tw|trw|kuartal|quarter|q)[\s.\-]*(?:ke[\s\-]*)?"
    r"(i{1,3}|iv|[1-4]|satu|dua|tiga|empat|pertama|kedua|ketiga|keempat)\b"
)
_PART = re.compile(_OF_YEAR + r"[\s\-/,.]*(?:(?:tahun|thn?|ta)\.?\s+)?(\d{4})\b", re.I)
_LONE_PART = re.compile(_OF_YEAR, re.I)
_SPAN = re.compile(r"\b(\d{4})\s*(?:-|–|—|/|s\.?\s*/?\s*d\.?|sampai(?: dengan)?|hingga|to|until)\s*(\d{4})\b", re.I)
_YEAR = re.compile(r"(?<![\d.,/])(\d{4})(?!\d|/\d|[.,]\d)")
_SHORT_YEAR = re.compile(r"\b(?:tahun|thn|th|fy)\.?\s*['’]?(\d{2})\b(?![-/.,]?\d)", re.I)
_PART_HEADING = re.compile(
    r"(?:semester|smt|sem|triwulan|tri\s?wulan|tw|trw|kuartal|kwartal|quarter|caturwulan|cawu)\b\.?(?:\s*ke)?", re.I
)
_NAMED_MONTH = re.compile(rf"\b({_MONTH})\b", re.I)


@dataclass(frozen=True, order=True)
class Period:
    """First and last day (ISO dates); a single day has both alike."""

    first: str
    last: str

    def holds(self, other: "Period") -> bool:
        """Whether ``other`` lies within this period.

        Returns
        -------
        bool
            True for the same period.
        """
        return self.first <= other.first and other.last <= self.last

    def date_for(self, typed: str | None) -> str:
        """As-of date of figures of this period.

        Parameters
        ----------
        typed
            ISO date that the user typed for the file.

        Returns
        -------
        str
            The typed date where it lies in the period, else its last day.
        """
        return typed if typed is not None and self.first <= typed <= self.last else self.last


def day(iso: str) -> Period:
    """The period of a single day."""
    return Period(iso, iso)


def months(year: int, first: int, last: int) -> Period:
    """Whole months of a year.

    Parameters
    ----------
    first, last
        Numbers of the months, 1 to 12; the same for one month.

    Returns
    -------
    Period
        From the first day of ``first`` to the last day of ``last``.
    """
    end = calendar.monthrange(year, last)[1]
    return Period(dt.date(year, first, 1).isoformat(), dt.date(year, last, end).isoformat())


def year_of(period: Period) -> int | None:
    """The year that a period is the whole of.

    Returns
    -------
    int or None
        None for any other period.
    """
    year = int(period.first[:4])
    return year if period == months(year, 1, 12) else None


def find_periods(text: str) -> tuple[tuple[Period, ...], str]:
    """Different periods that a text names, and the text without them.

    Years of laws are left out. Of a period and one that holds it (``tahun 2025 posisi 31 Oktober 2025``) the narrower
    counts. A span of months stands for its last one: counts "Januari s.d. September 2025" are those of September.

    Returns
    -------
    periods
        Different ones, the earliest first.
    rest
        The words that are left, with one space between them.
    """
    rest = _LAW.sub(" ", text)
    periods: list[Period] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(rest):
            period = read(match)
            if period is not None:
                periods.append(period)
                rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]
    narrow = [one for one in dict.fromkeys(periods) if not any(one != other and one.holds(other) for other in periods)]
    return tuple(sorted(narrow)), " ".join(rest.split())


def _read_day(match: re.Match[str]) -> Period | None:
    iso = read_date(match[0])
    return day(iso) if iso and _is_year(int(iso[:4])) else None


def _read_month(match: re.Match[str]) -> Period | None:
    year = int(match[2]) if match[2] else 2000 + int(match[3])
    month = MONTH_NAMES[match[1].lower()]
    return months(year, month, month) if _is_year(year) else None


def _read_month_span(match: re.Match[str]) -> Period | None:
    """January to September are counted to the end of September."""
    month = MONTH_NAMES[match[1].lower()]
    return months(int(match[2]), month, month) if _is_year(int(match[2])) else None


def _read_year_month(match: re.Match[str]) -> Period:
    return months(int(match[1]), int(match[2]), int(match[2]))


def _read_part(match: re.Match[str]) -> Period | None:
    part = _months_of(match)
    return months(int(match[3]), *part) if part and _is_year(int(match[3])) else None


def _months_of(match: re.Match[str]) -> tuple[int, int] | None:
    """First and last month of a quarter or half-year."""
    length = 6 if match[1].lower().startswith("s") else 3
    number = _ORDINAL[match[2].lower()]
    return ((number - 1) * length + 1, number * length) if number * length <= 12 else None


def _read_short_day(match: re.Match[str]) -> Period | None:
    try:
        return day(dt.date(2000 + int(match[4]), int(match[3]), int(match[1])).isoformat())
    except ValueError:
        return None


def _read_month_number(match: re.Match[str]) -> Period | None:
    month = int(match[1])
    return months(int(match[2]), month, month) if 1 <= month <= 12 and _is_year(int(match[2])) else None


def _read_span(match: re.Match[str]) -> Period | None:
    first, last = int(match[1]), int(match[2])
    return Period(f"{first}-01-01", f"{last}-12-31") if _is_year(first) and _is_year(last) and first < last else None


def _read_year(match: re.Match[str]) -> Period | None:
    return months(int(match[1]), 1, 12) if _is_year(int(match[1])) else None


def _read_short_year(match: re.Match[str]) -> Period:
    return months(2000 + int(match[1]), 1, 12)


_READERS: Final = (
    (_DAY, _read_day),
    (_NUMERIC_DAY, _read_day),
    (_SHORT_DAY, _read_short_day),
    (_SPAN, _read_span),
    (_PART, _read_part),
    (_MONTH_SPAN, _read_month_span),
    (_MONTH_YEAR, _read_month),
    (_NTH_MONTH, _read_month_number),
    (_MONTH_NUMBER, _read_month_number),
    (_YEAR_MONTH, _read_year_month),
    (_YEAR, _read_year),
    (_SHORT_YEAR, _read_short_year),
)


def _is_year(number: int) -> bool:
    return _FIRST_YEAR <= number <= _LAST_YEAR


def find_parts(text: str) -> tuple[tuple[tuple[int, int], ...], str]:
    """Months, quarters and half-years without their year, and the text without them.

    Parameters
    ----------
    text
        Without its whole periods, as ``find_periods`` leaves it: "Triwulan III", "s.d. September".

    Returns
    -------
    parts
        First and last month of each different one, 1 to 12.
    rest
        The words that are left, with one space between them.
    """
    parts = []
    for match in _LONE_PART.finditer(text):
        if (part := _months_of(match)) is not None:
            parts.append(part)
    rest = _LONE_PART.sub(" ", text)
    for match in _NAMED_MONTH.finditer(rest):
        parts.append((MONTH_NAMES[match[1].lower()],) * 2)
    return tuple(dict.fromkeys(parts)), " ".join(_NAMED_MONTH.sub(" ", rest).split())


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
        if _is_year(number):
            return months(number, 1, 12)
        if _is_year(number // 100) and 1 <= number % 100 <= 12:
            return months(number // 100, number % 100, number % 100)
        iso = read_day_number(cell)
    if iso is not None:
        return day(iso)
    return _read_words(cell) if isinstance(cell, str) else None


def _read_words(text: str) -> Period | None:
    """The one period that a text names, where it says nothing else: no "awal tahun 2025", no "minggu ke-2 Juni 2025"."""
    periods, rest = find_periods(text.replace("_", " "))
    parts, rest = find_parts(rest)
    if len(periods) != 1 or len(parts) > 1 or says_more(rest) or periods[0].first[:4] != periods[0].last[:4]:
        return None
    year = year_of(periods[0])
    if not parts:
        return periods[0]
    return months(year, *parts[0]) if year is not None else None


def says_more(text: str) -> bool:
    """Whether a text without its dates has words that say something."""
    wording = vocabulary().read(text, heading=False)
    return bool(wording.unknown) or any(term.claim != "plain" for term in wording.terms)


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
        if len(parts) == 1 and not says_more(rest):
            return parts[0]
    is_month = text.isdigit() and int(text) in range(1, 13) and not is_part_heading(heading)
    return (int(text), int(text)) if is_month else None


def is_part_heading(heading: str) -> bool:
    """Whether a heading says that quarters or half-years stand below it."""
    return bool(_PART_HEADING.fullmatch(heading.strip()))
