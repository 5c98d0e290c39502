"""Codes as spreadsheets leave them, brought back to the form of the register.

Repair adds nothing but zeros that are known to be lost: Excel drops the last zero of ``61.10`` and the leading zeros
of ``61.1.1.2001``. Where a digit is gone, as in ``6.1E+09``, the code is refused.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from numbers import Integral, Real
from typing import Final

from ucjmap.codes import Level, System, dot_code, is_ambiguous, join_blocks, level_of, pad_blocks, systems_of
from ucjmap.matching.register import Register

#: Soft hyphens, zero-width spaces, marks of direction: ``61.01\u200b``.
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
#: What makes a spreadsheet keep a code as text: ``'61.01``, ``="6101"``.
_MARKS: Final = re.compile(r"^['`´‘’\"=]+|['`´‘’\"]+$")
#: The country letters of a P-code: ``ID6101``.
_ID_PREFIX: Final = re.compile(r"^id[\s.:-]*(?=\d)", re.IGNORECASE)
#: ``6.1E+09``, ``6,101012001e9``.
_POWER: Final = re.compile(r"^(\d+)(?:[.,](\d+))?e\+?(\d+)$", re.IGNORECASE)
#: ``6.101.012.001`` and ``6,101,012,001``, which are one number.
_THOUSANDS: Final = re.compile(r"^\d{1,3}([.,])\d{3}(?:\1\d{3})+$")


@dataclass(frozen=True, slots=True)
class RepairedCode:
    """A code read from a cell.

    ``code`` is the area (Kemendagri) or None, ``digits`` what was read; ``reason`` is empty when there is a code;
    ``candidates`` are the areas that it may mean.
    """

    code: str | None
    system: System | None
    repairs: tuple[str, ...]
    reason: str
    candidates: tuple[str, ...] = ()
    digits: str = ""


@dataclass(frozen=True, slots=True)
class ReadDigits:
    """Digits of a cell, whoever issued them; ``other`` is a dotted code that they may also stand for."""

    digits: str
    repairs: tuple[str, ...]
    reason: str = ""
    dotted: bool = False
    bps_mark: bool = False
    other: str = ""


def repair_code(
    text: object, register: Register, *, level: Level | None = None, system: System | None = None
) -> RepairedCode:
    """Read one cell as the code of an area.

    Parameters
    ----------
    text
        The cell: text or number.
    register
        The areas that there are; a text that was confirmed for one of them goes before any repair.
    level
        The level the code must have; any level without it.
    system
        Whose codes the column holds, where that is known from the other rows.

    Returns
    -------
    RepairedCode
        Without a code, ``reason`` is one of ``no_code``, ``malformed_code``, ``digits_lost``, ``unknown_code``,
        ``other_level``, ``ambiguous_code_system``, and for a BPS code without one area of today ``bps_split``,
        ``bps_merged``, ``bps_changed``.
    """
    alias = register.code_aliases.get(str(text).strip())
    if alias is not None:
        return RepairedCode(alias, None, (), "")
    read = read_digits(text)
    if read.reason:
        return RepairedCode(None, None, read.repairs, read.reason, digits=read.digits)
    repaired = _identify(read, register, system)
    if repaired.code is not None and level is not None and level_of(repaired.code) != level:
        return RepairedCode(None, repaired.system, repaired.repairs, "other_level", (repaired.code,), read.digits)
    return repaired


def meanings(digits: str, register: Register) -> dict[System, str]:
    """The areas that ``digits`` mean to either issuer, as far as the register knows."""
    areas: dict[System, str] = {}
    dotted = dot_code(digits)
    if dotted is not None and register.exists(dotted):
        areas["kemendagri"] = dotted
    if digits in register.bps:
        areas["bps"] = register.bps[digits]
    return areas


def _identify(read: ReadDigits, register: Register, system: System | None) -> RepairedCode:
    known = meanings(read.digits, register)
    if read.dotted:
        system = "kemendagri"
    elif systems_of(read.digits) == ("bps",) or (read.bps_mark and "bps" in known):
        system = "bps"
    several = None if read.dotted else register.bps_open.get(read.digits)
    if several is not None and (system == "bps" or (system is None and "kemendagri" not in known)):
        reason = "bps_changed" if several.relation == "same" else f"bps_{several.relation}"
        candidates = tuple(code for code in several.codes if register.exists(code))
        return RepairedCode(None, "bps", read.repairs, reason, candidates, read.digits)
    if several is not None and system is None:
        candidates = tuple(dict.fromkeys((*known.values(), *several.codes)))[:3]
        return RepairedCode(None, None, read.repairs, "ambiguous_code_system", candidates, read.digits)
    if system is None and (len(set(known.values())) > 1 or is_ambiguous(read.digits)):
        candidates = tuple(dict.fromkeys(known.values()))
        return RepairedCode(None, None, read.repairs, "ambiguous_code_system", candidates, read.digits)
    if system is None:
        system = "kemendagri" if "kemendagri" in known or "bps" not in known else "bps"
    code = known.get(system)
    if code is None:
        return RepairedCode(None, system, read.repairs, "unknown_code", tuple(set(known.values())), read.digits)
    if read.other and read.other != code and register.exists(read.other):
        return RepairedCode(None, system, read.repairs, "digits_lost", (code, read.other), read.digits)
    repairs = read.repairs
    if system == "bps":
        repairs = (*repairs, f"BPS {read.digits} -> {code}")
    elif not read.dotted and code != read.digits:
        repairs = (*repairs, f"{read.digits} -> {code} (dots)")
    return RepairedCode(code, system, repairs, "", (code,), read.digits)


def read_digits(text: object) -> ReadDigits:
    """Digits of a cell, with every repair in words; ``reason`` says why there are none.

    Parameters
    ----------
    text
        The cell: text, number, or nothing (None, NaN).

    Returns
    -------
    ReadDigits
        ``reason`` is empty, ``no_code``, ``malformed_code`` or ``digits_lost``. Whether there is such an area,
        and whose code it is, is a question for ``repair_code``.
    """
    if text is None or text != text or isinstance(text, bool):  # noqa: PLR0124 - NaN is not equal to itself
        return ReadDigits("", (), "no_code")
    if isinstance(text, Real):
        return _read_number(text)
    raw = str(text)
    clean = _INVISIBLE.sub("", unicodedata.normalize("NFKC", raw)).strip()
    clean = _MARKS.sub("", clean).strip()
    without_id = _ID_PREFIX.sub("", clean)
    bps_mark = without_id != clean
    if not without_id:
        return ReadDigits("", (), "no_code")
    repairs = (f"{raw} -> {without_id} (marks)",) if without_id != raw else ()
    read = _read_text(without_id)
    return replace(read, repairs=repairs + read.repairs, bps_mark=bps_mark)


def _read_number(number: Real) -> ReadDigits:
    if isinstance(number, Integral):
        return _whole(str(int(number)), ())
    value = float(number)
    if value.is_integer() and abs(value) < 1e15:
        digits = str(int(value))
        return _whole(digits, (f"{value} -> {digits} (number)",))
    return _read_text(repr(value))


def _whole(digits: str, repairs: tuple[str, ...]) -> ReadDigits:
    if not systems_of(digits) or not digits.isdigit():
        return ReadDigits(digits, repairs, "malformed_code")
    return ReadDigits(digits, repairs)


def _read_text(text: str) -> ReadDigits:
    power = _POWER.match(text)
    if power:
        return _read_power(text, power)
    if _THOUSANDS.match(text):
        digits = re.sub(r"\D", "", text)
        return _whole(digits, (f"{text} -> {digits} (thousands separators)",))
    whole = re.sub(r"^(\d+)[.,]0$", r"\1", text)
    if whole != text:
        return _whole(whole, (f"{text} -> {whole} (number)",))
    blocks = re.split(r"[\s.,;:/_-]+", text.strip(".,;:/_- "))
    if not all(block.isascii() and block.isdigit() for block in blocks):
        return ReadDigits("", (), "malformed_code")
    return _read_blocks(text, blocks)


def _read_power(text: str, power: re.Match[str]) -> ReadDigits:
    """``6.101012001E9`` has all its digits; ``6.1E+09`` has lost eight."""
    mantissa, exponent = power[1] + (power[2] or ""), int(power[3])
    if len(power[1]) + exponent != len(mantissa):
        return ReadDigits("", (), "digits_lost")
    try:
        digits = str(int(Decimal(text.replace(",", "."))))
    except InvalidOperation:
        return ReadDigits("", (), "malformed_code")
    return _whole(digits, (f"{text} -> {digits} (number)",))


def _read_blocks(text: str, blocks: list[str]) -> ReadDigits:
    if len(blocks) == 1:
        return _whole(blocks[0], ())
    last = blocks[-1]
    if len(blocks) == 2:
        # Stored as a number, the code has lost one zero at most: no area is numbered 00.
        if dot_code(blocks[0]) and dot_code("".join(blocks) + "0"):
            blocks = [blocks[0], f"{last}0"]
    elif len(blocks) <= 4:
        blocks = pad_blocks(blocks)
    digits = "".join(blocks)
    dotted = dot_code(digits) if digits.isdigit() else None
    if dotted is None:
        return ReadDigits(digits, (), "malformed_code")
    if dotted == text:
        return ReadDigits(digits, (), dotted=True)
    # "17.01.1" may have lost the zero before the 1 or the one behind it.
    other = join_blocks([*blocks[:2], f"{last}0"]) if len(blocks) == 3 and len(last) == 1 else ""
    return ReadDigits(digits, (f"{text} -> {dotted} ({_what(text, digits)})",), dotted=True, other=other)


def _what(text: str, digits: str) -> str:
    given = re.sub(r"\D", "", text)
    if given == digits:
        return "dots"
    return "trailing zero" if digits.startswith(given) else "leading zeros"
