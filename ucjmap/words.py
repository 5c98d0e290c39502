"""Words shown to people: the translation catalogue, and numbers and dates as Indonesians write them."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from ucjmap.errors import UCJMapError

Lang = Literal["id", "en"]

_LOCALE = Path(__file__).parent / "locale"


@lru_cache(maxsize=4)
def _catalogue(lang: Lang) -> dict[str, str]:
    path = _LOCALE / lang / "LC_MESSAGES" / "ucjmap.po"
    if not path.exists():
        return {}
    with path.open("rb") as stream:
        messages = read_po(stream, locale=lang)
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}


def say(lang: Lang, text: str, /, **details: object) -> str:
    """``text`` (the English key) in ``lang``, with its ``{placeholders}`` filled.

    Parameters
    ----------
    lang
        The language of the reader. A key without a translation stays English.
    text
        Key of the catalogue.
    **details
        Values of the placeholders. Without any the text comes back as it is, braces included.

    Raises
    ------
    KeyError
        A placeholder has no value.
    """
    words = _catalogue(lang).get(text, text)
    return words.format(**details) if details else words


def say_error(lang: Lang, error: UCJMapError) -> str:
    """Message and next step of ``error`` in ``lang``.

    Parameters
    ----------
    lang
        The language of the reader.
    error
        Its ``message`` and ``hint`` are keys of the catalogue.

    Returns
    -------
    str
        One paragraph of plain text, not escaped for HTML.
    """
    parts = (say(lang, part, **error.details) for part in (error.message, error.hint) if part)
    text = " ".join(parts)
    return text if text.endswith((".", "!", "?")) else f"{text}."  # a reason may be the last word


#: A page writes the same number in its map, its table and its sentences, and to every visitor.
_WRITTEN = 50_000


def say_count(lang: Lang, count: float) -> str:
    """A whole number: ``2047`` -> ``2.047`` in Indonesian.

    Parameters
    ----------
    lang
        Decides the sign between thousands.
    count
        Rounded to a whole number. No data (NaN) has no number: the caller says it in words.

    Raises
    ------
    ValueError
        ``count`` is NaN.
    """
    return _write_count(lang, round(count))


@lru_cache(maxsize=_WRITTEN)
def _write_count(lang: Lang, count: int) -> str:
    return str(format_decimal(count, locale=lang))


@lru_cache(maxsize=_WRITTEN)
def say_rate(lang: Lang, rate: float, digits: int = 1) -> str:
    """A fraction as percentage: ``0.163`` -> ``16,3%`` in Indonesian.

    Parameters
    ----------
    lang
        Decides the signs before decimals and between thousands.
    rate
        A fraction; above 1 it is written as it is.
    digits
        Decimals of the percentage.
    """
    pattern = "#,##0." + "0" * digits + "%" if digits else "#,##0%"
    return str(format_percent(rate, format=pattern, locale=lang))


@lru_cache(maxsize=_WRITTEN)
def say_points(lang: Lang, difference: float) -> str:
    """A difference of two fractions in percentage points, with its sign; what is written as zero has none.

    Parameters
    ----------
    lang
        Decides the sign before decimals.
    difference
        A difference of fractions: 0.05 is 5 points.

    Returns
    -------
    str
        One decimal, without a unit: ``+5,0``, ``−1,2``, ``0,0``.
    """
    points = round(difference * 100, 1) or 0.0  # -0.0 too
    return str(format_decimal(points, format="+#,##0.0;−#,##0.0" if points else "0.0", locale=lang))


def is_nil(difference: float) -> bool:
    """Whether a difference of two fractions is written as zero points: then nothing is said to have moved."""
    return say_points("en", difference) == "0.0"


def say_distance(lang: Lang, difference: float) -> str:
    """A distance in percentage points, without its sign; what is known not to be nothing is never written as zero.

    Parameters
    ----------
    lang
        Decides the sign before decimals.
    difference
        A difference of fractions that is not 0, such as that to a target which some people are missing for.

    Returns
    -------
    str
        One decimal, without a unit: ``5,0``, and ``< 0,1`` for what would be written as zero.
    """
    if is_nil(difference):
        return f"< {say_points(lang, 0.001).lstrip('+')}"
    return say_points(lang, abs(difference)).lstrip("+")


@lru_cache(maxsize=_WRITTEN)
def say_date(lang: Lang, date: str | dt.date, *, short: bool = False) -> str:
    """An ISO date in words: ``2025-10-10`` -> ``10 Oktober 2025``, or short ``10 Okt 2025``.

    Parameters
    ----------
    lang
        Decides the names of the months.
    date
        A date, or its ISO text.
    short
        Whether the month is abbreviated, for tables and legends.

    Raises
    ------
    ValueError
        The text is no ISO date.
    """
    day = dt.date.fromisoformat(date) if isinstance(date, str) else date
    return str(format_date(day, format="d MMM y" if short else "d MMMM y", locale=lang))


def say_period(lang: Lang, period: str) -> str:
    """A year or a month of ISO 8601 in words: ``2039`` -> ``2039``, ``2027-05`` -> ``Mei 2027`` in Indonesian.

    Parameters
    ----------
    lang
        Decides the names of the months.
    period
        ``YYYY`` or ``YYYY-MM``, such as ``Trajectory.arrival``.

    Raises
    ------
    ValueError
        What follows the year is no month.
    """
    year, _, month = period.partition("-")
    return str(format_date(dt.date(int(year), int(month), 1), format="MMMM y", locale=lang)) if month else year


@dataclass(frozen=True)
class Wording:
    """One language, bound once where a text is made: words by call, and numbers as that language writes them.

    Example: ``t = Wording("id")``, then ``t("No data yet")`` and ``t.count(2047)``, which is ``2.047``.
    """

    lang: Lang

    def __call__(self, text: str, /, **details: object) -> str:
        """As ``say``."""
        return say(self.lang, text, **details)

    def count(self, count: float) -> str:
        """As ``say_count``."""
        return say_count(self.lang, count)

    def rate(self, rate: float, digits: int = 1) -> str:
        """As ``say_rate``."""
        return say_rate(self.lang, rate, digits)

    def points(self, difference: float) -> str:
        """As ``say_points``."""
        return say_points(self.lang, difference)

    def date(self, date: str | dt.date) -> str:
        """As ``say_date``, written out."""
        return say_date(self.lang, date)
