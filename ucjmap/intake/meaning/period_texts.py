"""Dates, months, quarters, half-years and years as titles, headings and names of sheets write them."""

import datetime as dt
import re
from typing import Final

from ucjmap.intake.meaning.periods import Period, day, is_year, months
from ucjmap.intake.reading import MONTH_NAMES, read_date, read_day_number

_MONTH = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
_ORDINAL: Final = {
    word: number
    for number, words in enumerate(("i 1 satu pertama", "ii 2 dua kedua", "iii 3 tiga ketiga", "iv 4 empat keempat"), 1)
    for word in words.split()
}

# A law, a decree, the number of a letter or of a civil servant, and the day of printing have a year that is not the date
# of the figures: "PP 44 Tahun 2015", "Nomor: 560/123/2025", "NIP. 19650101 199003 1 005", "Tanggal cetak: 05/01/2026".
_LAW = re.compile(
    r"\b(?:nomor|no)\b\.?\s*:?\s*\w*\d\w*[./-][\w./-]+"
    r"|\b(?:inpres|kepres|perppu|uu|pp|perpres|permen\w*|kepmen\w*|perda|pergub|perbup|perwali)\b\.?\s*(?:nomor|no\.?)?\s*\d+\s*/\s*\d{4}\b"
    r"|\b(?:undang[- ]undang|uu|pp|inpres|kepres|perppu|perpres|permen\w*|kepmen\w*|perda|pergub|perbup|perwali|peraturan\b.{0,60}?|keputusan\b.{0,60}?"
    r"|sk|nomor|no)\.?\s*(?:nomor|no\.?)?\s*[\w./-]*\s*tahun\s+\d{4}"
    r"|\bnip\b[\s.:]*\d[\d ]*"
    r"|\b(?:(?:tanggal|tgl)\.?\s+)?(?:di)?(?:cetak|unduh|download|print)(?:ed)?\b[^\d]{0,20}"
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[\s\-/.]+\w+[\s\-/.]+\d{4})",
    re.I,
)
# "Bali Dalam Angka 2025": the year of a book, whose figures are mostly those of the year before.
_EDITION = re.compile(r"\b(?:dalam\s+angka|in\s+figures)\s*(?:tahun\s+)?,?\s*(?:19|20)\d{2}\b", re.I)
# "Posisi 45657": a date whose cell lost its format; the days are counted from 1900.
_SERIAL_DAY = re.compile(
    r"\b(?:posisi|tanggal|tgl|periode|keadaan|kondisi|data per|as of)\b[\s.:]*([34]\d{4}|5[0-4]\d{3})\b(?![.,/-]?\d)",
    re.I,
)
# "31 Desember 2025".
_DAY = re.compile(rf"\b\d{{1,2}}[\s\-/.]+(?:{_MONTH})\.?[\s\-/.,]+\d{{4}}\b", re.I)
# "2025-12-31", "31/12/2025".
_NUMERIC_DAY = re.compile(r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b")
# "31-12-25", with one mark twice.
_SHORT_DAY = re.compile(r"(?<![\d.,/-])([0-3]?\d)([-/.])([01]?\d)\2(\d{2})(?![\d.,/-])")
# "12/2025".
_MONTH_NUMBER = re.compile(r"(?<![\d.,/-])(0?[1-9]|1[0-2])[-/](19[789]\d|20\d\d)\b(?![-/.]?\d)")
# "Januari s.d. September 2025".
_MONTH_SPAN = re.compile(
    rf"\b(?:{_MONTH})\.?\s*(?:-|–|—|s\.?\s*/?\s*d\.?|sampai(?: dengan)?|hingga|to|until)\s*({_MONTH})\.?"
    r"[\s\-/.,_']*(?:(?:tahun|thn?|ta)\.?\s+)?(\d{4})\b(?![-/.,]?\d)",
    re.I,
)
_TO = r"\s*(?:-|–|—|s\.?\s*/?\s*d\.?|sampai(?: dengan)?|hingga|to|until)\s*"
_ANY_DAY = rf"\d{{1,2}}(?:[\s\-/.]+(?:{_MONTH}|\d{{1,2}})\b)?(?:[\s\-/.,]+\d{{4}})?"
# "Januari - Desember 2025", "Jan 2025 s.d. Des 2025", "1 Januari s.d. 31 Desember 2025", "TW I - TW III 2025".
_FROM_TO = re.compile(
    rf"\b(?:{_MONTH})\b\.?[\s.,'\-]*(?:\d{{4}}|\d{{2}})?{_TO}(?:{_MONTH})\b"
    rf"|(?<![\d/.-]){_ANY_DAY}(?:\s+(?:-|–|—)\s+|\s*(?:s\.?\s*/?\s*d\.?|sampai(?: dengan)?|hingga|to|until)\s*)"
    rf"\d{{1,2}}[\s\-/.]+(?:{_MONTH}|\d{{1,2}})[\s\-/.,]+\d{{4}}\b"
    rf"|\b(?:tw|triwulan|kuartal|q|quarter|semester|smt)\b\.?\s*[ivx\d]+{_TO}(?:tw|triwulan|kuartal|q|quarter|semester|smt)?\b\.?\s*[ivx\d]+\b",
    re.I,
)
# "Bulan ke-9 Tahun 2025".
_NTH_MONTH = re.compile(r"\bbulan\s+(?:ke[\s\-]*)?(\d{1,2})\b[\s\-/,.]*(?:(?:tahun|thn?|ta)\.?\s+)?(\d{4})\b", re.I)
# "September 2025", "Sep. Tahun 2025", "Sep'25".
_MONTH_YEAR = re.compile(
    rf"\b({_MONTH})\.?(?:[\s\-/.,_']*(?:(?:tahun|thn?|ta)\.?\s+)?(\d{{4}})|\s?['\-/\s](\d{{2}}))\b(?![-/.,]?\d)", re.I
)
# "202509", "2025-09".
_YEAR_MONTH = re.compile(r"\b(19[789]\d|20\d\d)[-/._ ]?(0[1-9]|1[0-2])\b(?![-/.]?\d)")
_OF_YEAR = (
    r"\b(semester|smt|sem|triwulan|tri wulan|tw|trw|kuartal|quarter|q)[\s.\-]*(?:ke[\s\-]*)?"
    r"(i{1,3}|iv|[1-4]|satu|dua|tiga|empat|pertama|kedua|ketiga|keempat)\b"
)
# "Triwulan III 2025", "Semester Kedua Tahun 2025".
_PART = re.compile(_OF_YEAR + r"[\s\-/,.]*(?:(?:tahun|thn?|ta)\.?\s+)?(\d{4})\b", re.I)
# "Triwulan III", the year of which stands elsewhere or nowhere.
_LONE_PART = re.compile(_OF_YEAR, re.I)
# "2024 s/d 2025", "2024-2025".
_SPAN = re.compile(r"\b(\d{4})\s*(?:-|–|—|/|s\.?\s*/?\s*d\.?|sampai(?: dengan)?|hingga|to|until)\s*(\d{4})\b", re.I)
# "2025", but neither "1.2025" nor "2025/3".
_YEAR = re.compile(r"(?<![\d.,/])(\d{4})(?!\d|/\d|[.,]\d)")
# "Thn. 25", "FY25".
_SHORT_YEAR = re.compile(r"\b(?:tahun|thn|th|fy)\.?\s*['’]?(\d{2})\b(?![-/.,]?\d)", re.I)
# "September" without a year.
_NAMED_MONTH = re.compile(rf"\b({_MONTH})\b", re.I)


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
    rest = _EDITION.sub(" ", _LAW.sub(" ", text))
    periods: list[Period] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(rest):
            period = read(match)
            if period is not None:
                periods.append(period)
                rest = rest[: match.start()] + " " * (match.end() - match.start()) + rest[match.end() :]
    narrow = [one for one in dict.fromkeys(periods) if not any(one != other and one.holds(other) for other in periods)]
    return tuple(sorted(narrow)), " ".join(rest.split())


def is_edition(text: str) -> bool:
    """Whether a text names the year of a book of statistics: "Bali Dalam Angka 2025".

    Returns
    -------
    bool
        True whatever else it says; ``find_periods`` leaves that year out.
    """
    return _EDITION.search(text) is not None


def is_from_to(text: str) -> bool:
    """Whether a text names a time from a month or day to another: "Januari - Desember 2025", "1 s.d. 31 Desember 2025".

    Returns
    -------
    bool
        False for "s.d. Desember 2025" and for whole years, quarters and half-years: these have a last day as well.
    """
    return _FROM_TO.search(_LAW.sub(" ", text)) is not None


def _read_day(match: re.Match[str]) -> Period | None:
    iso = read_date(match[0])
    return day(iso) if iso and is_year(int(iso[:4])) else None


def _read_serial_day(match: re.Match[str]) -> Period | None:
    iso = read_day_number(int(match[1]))
    return day(iso) if iso else None


def _day_of(year: int, month: int, number: int) -> Period | None:
    try:
        return day(dt.date(year, month, number).isoformat())
    except ValueError:
        return None


def _read_month(match: re.Match[str]) -> Period | None:
    year = int(match[2]) if match[2] else 2000 + int(match[3])
    month = MONTH_NAMES[match[1].lower()]
    return months(year, month, month) if is_year(year) else None


def _read_month_span(match: re.Match[str]) -> Period | None:
    """January to September are counted to the end of September."""
    month = MONTH_NAMES[match[1].lower()]
    return months(int(match[2]), month, month) if is_year(int(match[2])) else None


def _read_year_month(match: re.Match[str]) -> Period:
    return months(int(match[1]), int(match[2]), int(match[2]))


def _read_part(match: re.Match[str]) -> Period | None:
    part = _months_of(match)
    return months(int(match[3]), *part) if part and is_year(int(match[3])) else None


def _months_of(match: re.Match[str]) -> tuple[int, int] | None:
    """First and last month of a quarter or half-year."""
    length = 6 if match[1].lower().startswith("s") else 3
    number = _ORDINAL[match[2].lower()]
    return ((number - 1) * length + 1, number * length) if number * length <= 12 else None


def _read_short_day(match: re.Match[str]) -> Period | None:
    return _day_of(2000 + int(match[4]), int(match[3]), int(match[1]))


def _read_month_number(match: re.Match[str]) -> Period | None:
    month = int(match[1])
    return months(int(match[2]), month, month) if 1 <= month <= 12 and is_year(int(match[2])) else None


def _read_span(match: re.Match[str]) -> Period | None:
    first, last = int(match[1]), int(match[2])
    return Period(f"{first}-01-01", f"{last}-12-31") if is_year(first) and is_year(last) and first < last else None


def _read_year(match: re.Match[str]) -> Period | None:
    return months(int(match[1]), 1, 12) if is_year(int(match[1])) else None


def _read_short_year(match: re.Match[str]) -> Period:
    return months(2000 + int(match[1]), 1, 12)


_READERS: Final = (
    (_DAY, _read_day),
    (_NUMERIC_DAY, _read_day),
    (_SHORT_DAY, _read_short_day),
    (_SERIAL_DAY, _read_serial_day),
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
