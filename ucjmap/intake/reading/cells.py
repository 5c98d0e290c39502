"""What one cell says: a number, a rate, yes or no, a date, or that there is no data.

No data is never zero: an empty cell, a dash or ``n/a`` gives None; what cannot be read gives a reason as well.
"""

import datetime as dt
import math
import re
from typing import Final, NamedTuple

from ucjmap.intake.reading.number_formats import UNIT_WORD
from ucjmap.intake.reading.sheets import Cell


class Reading(NamedTuple):
    """Value of a cell; None where it has none, and then ``problem`` says why unless the cell is simply empty."""

    value: float | None
    problem: str | None = None


_NO_DATA: Final = frozenset(
    ("", "-", "--", "---", "–", "—", "_", ".", "..", "...", "…", "?", "n/a", "na", "n.a.", "n.a", "nan", "null", "none")
    + ("x", "tad", "tidak ada data", "belum ada data", "no data", "kosong", "#n/a")
)
_NOTHING: Final = Reading(None)
_ERROR = re.compile(r"#(REF!|DIV/0!|N/A|NAME\?|VALUE!|NUM!|NULL!|SPILL!|CALC!)", re.I)
# "1.234.567", "12,345", but neither "0.123" nor "1.234,567": groups of three, one kind of mark.
_GROUPS = re.compile(r"(?:[1-9]\d{0,2})(?:([.,])\d{3})(?:\1\d{3})*$")
# "1234", "12,5", "1.234,5", "1,234.5", "1.2E+05".
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?$|\d{1,3}(?:\.\d{3})+,\d+$|\d{1,3}(?:,\d{3})+\.\d+$|\d+(?:\.\d+)?[eE][+-]?\d+$")
# "51 ribu", "± 500", "500-an", "sekitar 500", "< 500", "500-600": no figure that is exact.
_ROUNDED = re.compile(
    r"[±~≈<>≤≥]\s*\d|\b(?:sekitar|kurang lebih|lebih kurang|kira|kl|lk|hampir|lebih dari|about|approx\w*|around|almost)\b.*\d"
    r"|\d\s*(?:ribu|rb|juta|jt|ratus|puluh|k|thousand|million)\b|\d\s*-?\s*an\b|\d\s*\+"
    r"|\d\s*(?:-|–|s\.?\s*/?\s*d\.?|sampai|hingga|to)\s*\d",
    re.I,
)
_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009'`\u2019")

_YES: Final = frozenset(
    (
        "sudah",
        "ya",
        "yes",
        "y",
        "1",
        "v",
        "√",
        "✓",
        "✔",
        "terdaftar",
        "sudah terdaftar",
        "ada",
        "true",
        "benar",
        "registered",
    )
    + ("aktif", "peserta", "sudah menjadi peserta", "terlindungi", "sdh", "iya")
)
_NO: Final = frozenset(
    (
        "belum",
        "tidak",
        "no",
        "n",
        "t",
        "0",
        "x",
        "✗",
        "✘",
        "✕",
        "×",
        "belum terdaftar",
        "tidak terdaftar",
        "tidak ada",
        "false",
    )
    + (
        "unregistered",
        "not registered",
        "belum ada",
        "tidak aktif",
        "non aktif",
        "bukan peserta",
        "belum menjadi peserta",
    )
    + ("blm", "tdk", "salah", "belum terlindungi")
)

#: From here on a number is a code or a slip, and no count of anything.
_BEYOND_COUNTING: Final = 1e12
#: 2000-01-01 and 2100-01-01 as Excel counts days.
_FIRST_DAY: Final = 36526
_LAST_DAY: Final = 73051

MONTH_NAMES: Final = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb pebruari",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt ags aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(MONTH_NAMES, key=len, reverse=True))
# "31 Desember 2025", "31-Des-2025".
_DAY_MONTH_YEAR = re.compile(rf"\b(\d{{1,2}})[\s\-/.]+({_MONTH})\.?[\s\-/.,]+(\d{{4}})\b", re.I)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\.?[\s\-/.,]+(\d{{4}})\b", re.I)  # "Desember 2025", "Des. 2025"
# "2025-12-31", "2025/12/31", "2025-12-31 00:00:00".
_ISO = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T\s]\d{1,2}:\d{2}.*)?(?!\d)")
_NUMERIC = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")  # "31/12/2025": the day first, as in Indonesia


def text_of(cell: Cell) -> str:
    """Text of a cell as shown.

    Returns
    -------
    str
        One space between words, whole numbers without a decimal point, dates in ISO form; empty for an empty cell.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, dt.date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def is_error(cell: Cell) -> bool:
    """Whether the cell is an error of the spreadsheet, such as ``#REF!``.

    Returns
    -------
    bool
        True also for ``#N/A``, which is at the same time a way to write that there is no data.
    """
    return isinstance(cell, str) and cell[:1] == "#" and bool(_ERROR.match(cell))


def is_no_data(cell: Cell) -> bool:
    """Whether the cell says that there is no data.

    Returns
    -------
    bool
        True for an empty cell, a dash, dots, ``n/a``, ``tidak ada data`` and their like; never for a zero.
    """
    if isinstance(cell, str):
        return " ".join(cell.lower().split()) in _NO_DATA
    return cell is None


def read_count(cell: Cell) -> Reading:
    """Persons (or desa) in a cell.

    In text, a group of three digits behind a dot or a comma is a thousand: ``2.047`` is 2047. A number of the
    spreadsheet is taken as it is. Units such as "orang" are left out, and ``(5)`` and ``5-`` are -5, as accountants
    write it.

    Returns
    -------
    Reading
        No value and no problem for a cell without data; without a value ``problem`` is ``unreadable_number`` (also
        from 10^12 on: that is a code), ``rounded_number`` ("51 ribu", "± 500") or ``error_cell``.
    """
    kind = type(cell)
    if kind is int or kind is float:
        return _read_number(float(cell))  # type: ignore[arg-type]
    if cell is None:
        return _NOTHING
    if not isinstance(cell, str):
        return Reading(None, "unreadable_number")
    return _read_text(cell, grouped=True)


def _read_number(number: float) -> Reading:
    if not math.isfinite(number):
        return _NOTHING
    return Reading(number) if abs(number) < _BEYOND_COUNTING else Reading(None, "unreadable_number")


def read_rate(cell: Cell) -> Reading:
    """A rate in a cell as written.

    Returns
    -------
    Reading
        ``16,3 %`` is 0.163 already; a bare 16.3 stays 16.3, since only its column tells whether it is in percent.
        Problems as those of ``read_count``.
    """
    if isinstance(cell, str):
        if cell.rstrip().endswith("%"):
            value, problem = _read_text(cell.rstrip()[:-1], grouped=False)
            return Reading(None if value is None else value / 100, problem)
        return _read_text(cell, grouped=False)
    return read_count(cell)


def _read_text(cell: str, *, grouped: bool) -> Reading:
    if is_error(cell):
        return Reading(None, "error_cell")
    if is_no_data(cell):
        return _NOTHING
    text = UNIT_WORD.sub("", cell.strip()).translate(_SPACES).replace("−", "-")
    # Accountants write the sign behind the figure, "5-".
    in_brackets = text.startswith("(") and text.endswith(")")
    negative = text.startswith("-") or text.endswith("-") or in_brackets
    digits = text[1:-1] if in_brackets else text.lstrip("+-").rstrip("-")
    if grouped and _GROUPS.match(digits):
        value = float(digits.replace(".", "").replace(",", ""))
    elif _PLAIN.match(digits):
        value = float(_with_point(digits))
    else:
        return Reading(None, "rounded_number" if grouped and _ROUNDED.search(cell) else "unreadable_number")
    if value >= _BEYOND_COUNTING:
        return Reading(None, "unreadable_number")
    return Reading(-value if negative else value)


def _with_point(digits: str) -> str:
    """``digits`` with a point as decimal mark: of two different marks the last is the decimal one."""
    if "," in digits and "." in digits:
        group = "," if digits.rfind(".") > digits.rfind(",") else "."
        digits = digits.replace(group, "")
    return digits.replace(",", ".")


def read_flag(cell: Cell) -> Reading:
    """Yes or no in a cell: Sudah/Belum, Ya/Tidak, 1/0, V/x, Terdaftar/Belum terdaftar.

    Returns
    -------
    Reading
        1 for yes, 0 for no; no value and no problem for a cell without data, else ``unreadable_flag`` or
        ``error_cell``.
    """
    if isinstance(cell, str) and is_error(cell):
        return Reading(None, "error_cell")
    word = text_of(int(cell) if isinstance(cell, bool) else cell).lower().rstrip(".")
    if word in _YES:
        return Reading(1.0)
    if word in _NO:
        return Reading(0.0)
    if is_no_data(cell):
        return _NOTHING
    return Reading(None, "unreadable_flag")


def read_date(cell: Cell) -> str | None:
    """The date of a cell, or the first one in its words.

    Returns
    -------
    str or None
        ISO date; a month alone stands for its last day. None without a date, and for one that no calendar has.
    """
    if isinstance(cell, dt.date):
        return cell.isoformat()[:10]
    if not isinstance(cell, str):
        return None
    try:
        if match := _ISO.search(cell):
            return dt.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        if match := _DAY_MONTH_YEAR.search(cell):
            return dt.date(int(match[3]), MONTH_NAMES[match[2].lower()], int(match[1])).isoformat()
        if match := _NUMERIC.search(cell):
            return dt.date(int(match[3]), int(match[2]), int(match[1])).isoformat()
        if match := _MONTH_YEAR.search(cell):
            return _last_day(int(match[2]), MONTH_NAMES[match[1].lower()])
    except ValueError:
        return None
    return None


def read_day_number(cell: Cell) -> str | None:
    """The day that a bare number is where a cell of a date has lost its format.

    Returns
    -------
    str or None
        ISO date: Excel counts days, and 45961 is 2025-10-31. None for any number that is not of the years 2000 to 2099.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool) and _FIRST_DAY <= cell < _LAST_DAY:
        return (dt.date(1899, 12, 30) + dt.timedelta(days=int(cell))).isoformat()
    return None


def _last_day(year: int, month: int) -> str:
    first_of_next = dt.date(year + month // 12, month % 12 + 1, 1)
    return (first_of_next - dt.timedelta(days=1)).isoformat()
