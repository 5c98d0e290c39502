"""Money and percentages as people type and read them: ``Rp20jt``, ``20.000.000``, ``1,5 miliar``, ``49,46 %``."""

import re
from decimal import Decimal
from typing import Final

from babel.numbers import format_compact_decimal

from ucjmap.errors import N_, UsageError
from ucjmap.words import Lang, say_count, say_rate

#: ``Rp 20.000.000``, ``20jt``, ``1,5 miliar``, ``IDR 5 million``: a number, and perhaps a word that multiplies it.
_AMOUNT = re.compile(r"(?:rp\.?|idr)?\s*(?P<number>\d[\d.,\s]*?)\s*(?P<unit>[a-z]*)\.?", re.ASCII)
_UNITS: Final = {
    "": 1,
    "rupiah": 1,
    **dict.fromkeys(("rb", "ribu"), 10**3),
    **dict.fromkeys(("jt", "juta", "million"), 10**6),
    **dict.fromkeys(("m", "mlr", "miliar", "milyar", "billion"), 10**9),
    **dict.fromkeys(("t", "triliun", "trilyun", "trillion"), 10**12),
}
#: ``1.500.000`` or ``1,500,000``.
_GROUPED: Final = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
#: ``20``, ``1,5`` or ``1.5``.
_DECIMAL: Final = re.compile(r"\d+(?:[.,]\d+)?")
_MOST_IDR: Final = 10**15
_WORDS_FROM: Final = 1_000_000


def read_rupiah(text: str) -> int:
    """Whole rupiah of an amount as typed.

    Points and commas between groups of three digits part thousands. Before a word such as ``juta`` one point or comma
    is a decimal sign; with three digits behind it, it could be both and the text is refused.

    Raises
    ------
    UsageError
        The text is no amount above 0, can be read in two ways, or is beyond a thousand trillion.
    """
    match = _AMOUNT.fullmatch(text.strip().casefold())
    if not match or match["unit"] not in _UNITS:
        raise _bad_amount(text)
    number, unit = re.sub(r"\s", "", match["number"]), _UNITS[match["unit"]]
    if unit > 1 and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", number):
        raise UsageError(
            "two_amounts",
            N_("“{text}” can be read in two ways."),
            N_("Write the amount with all its digits, e.g. 1.500.000."),
            text=text.strip(),
        )
    amount = _read_number(number, text) * unit
    if amount != amount.to_integral_value() or not 0 < amount <= _MOST_IDR:
        raise _bad_amount(text)
    return int(amount)


def _read_number(number: str, text: str) -> Decimal:
    if _GROUPED.fullmatch(number):
        return Decimal(re.sub("[.,]", "", number))
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+,\d{1,2}", number):  # 20.000.000,00
        return Decimal(number.replace(".", "").replace(",", "."))
    if _DECIMAL.fullmatch(number):
        return Decimal(number.replace(",", "."))
    raise _bad_amount(text)


def _bad_amount(text: str) -> UsageError:
    return UsageError(
        "bad_amount",
        N_("“{text}” is not an amount of money."),
        N_("Write it such as 20 juta, Rp20.000.000 or 1,5 miliar."),
        text=text.strip(),
    )


def read_percent(text: str) -> float:
    """A percentage as typed (``60``, ``49,46 %``) as a fraction.

    Raises
    ------
    UsageError
        It is no number above 0 and at most 100.
    """
    number = re.sub(r"\s*(?:%|persen|percent)\s*$", "", text.strip().casefold())
    if not _DECIMAL.fullmatch(number) or not 0 < Decimal(number.replace(",", ".")) <= 100:
        raise UsageError(
            "bad_percent",
            N_("“{text}” is not a percentage."),
            N_("Write a number above 0 and at most 100, e.g. 49,46."),
            text=text.strip(),
        )
    return float(Decimal(number.replace(",", ".")) / 100)


def say_percent(lang: Lang, share: float) -> str:
    """A share that somebody set as a percentage, with as many decimals as it was set with, two at most.

    Parameters
    ----------
    share
        A fraction.

    Returns
    -------
    str
        Such as ``70%`` or ``12,5%`` in Indonesian: rounded to ``12%`` it would be another share.
    """
    digits = next((digits for digits in (0, 1) if abs(share * 100 - round(share * 100, digits)) < 1e-9), 2)
    return say_rate(lang, share, digits)


def read_people(text: str) -> int:
    """A number of people as typed (``1.485.000``, ``385 ribu``).

    Raises
    ------
    UsageError
        It is no whole number above 0.
    """
    try:
        return read_rupiah(re.sub(r"\s*(?:orang|pekerja|peserta|people)\s*$", "", text.strip().casefold()))
    except UsageError as error:
        raise UsageError(
            "bad_people",
            N_("“{text}” is not a whole number above 0."),
            N_("Write it such as 1.485.000."),
            text=text.strip(),
        ) from error


def say_rupiah(lang: Lang, amount_idr: float) -> str:
    """Rupiah for people: in full below a million, else rounded to two decimals.

    Parameters
    ----------
    amount_idr
        Rupiah; may be below 0.

    Returns
    -------
    str
        Such as ``Rp950.000`` or ``Rp28,94 miliar`` in Indonesian.
    """
    if abs(amount_idr) < _WORDS_FROM:
        return f"Rp{say_count(lang, amount_idr)}"
    return f"Rp{format_compact_decimal(amount_idr, format_type='long', locale=lang, fraction_digits=2)}"
