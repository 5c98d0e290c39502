"""Codes of administrative areas: Kemendagri's dotted text, and BPS's digits. The one place that takes them apart.

Kemendagri writes ``PP.KK.CC.DDDD`` (province, kabupaten or kota, kecamatan, desa or kelurahan), ``61.01.01.2001``.
BPS writes ``PPKKCCCDDD``, ``6101010001``, which has ten digits as well, so length never distinguishes the two. An area
that only BPS knows is kept as ``bps:`` and its digits. A code is text, always.
"""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import accumulate
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import pandas as pd

Level = Literal["adm0", "adm1", "adm2", "adm3", "adm4"]
System = Literal["kemendagri", "bps"]

COUNTRY: Final = "00"
LEVELS: Final[tuple[Level, ...]] = ("adm1", "adm2", "adm3", "adm4")
ALL_LEVELS: Final[tuple[Level, ...]] = ("adm0", *LEVELS)
BPS_PREFIX: Final = "bps:"
#: Columns that hold the names of a place in a table from outside, by level.
PLACE_COLUMNS: Final[dict[Level, str]] = {"adm1": "province", "adm2": "regency", "adm3": "district", "adm4": "village"}
#: Digits that each level adds to the code of the level above.
BLOCKS: Final[dict[System, tuple[int, ...]]] = {"kemendagri": (2, 2, 2, 4), "bps": (2, 2, 3, 3)}
#: Digits of a whole code, by level; Kemendagri's without its dots.
DIGITS: Final[dict[System, dict[Level, int]]] = {
    system: dict(zip(LEVELS, accumulate(blocks), strict=True)) for system, blocks in BLOCKS.items()
}

_WIDTHS: Final = {level: digits + dots for dots, (level, digits) in enumerate(DIGITS["kemendagri"].items())}
# "61", "61.01", "61.01.01", "61.01.01.2001".
_DOTTED = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?", re.ASCII)
#: Provinces whose two digits mean different provinces to Kemendagri and to BPS.
_AMBIGUOUS_PROVINCES: Final = frozenset(("91", "92", "93", "94", "95", "96", "97"))
_KIND_OF_LEVEL: Final[dict[Level, str]] = dict(
    zip(ALL_LEVELS, ("negara", "provinsi", "kabupaten", "kecamatan", "desa"), strict=True)
)


def is_code(text: str) -> bool:
    """Whether ``text`` is a well-formed dotted Kemendagri code of any level.

    Parameters
    ----------
    text
        Without spaces around it and with ASCII digits only. ``00``, the country, is well formed, ``bps:61`` is not.

    Returns
    -------
    bool
        True for a right form; only the register knows whether there is such an area.
    """
    return bool(_DOTTED.fullmatch(text))


def looks_like_code(text: str) -> bool:
    """Whether a cell can only be a code: dotted, or the ten digits of a desa. ``61`` may be any number.

    Parameters
    ----------
    text
        What the cell shows, without spaces around it.

    Returns
    -------
    bool
        False for 2, 4 or 6 digits without dots: they may be codes or counts.
    """
    is_desa = text.isdigit() and len(text) == DIGITS["bps"]["adm4"] and "11" <= text[:2] <= "97"
    return is_desa or (is_code(text) and "." in text)


def systems_of(digits: str) -> tuple[System, ...]:
    """Who issues codes of this many digits: ``6101010`` can only be BPS's, ``610`` is nobody's.

    Parameters
    ----------
    digits
        A code without dots and prefix; only its length is looked at.

    Returns
    -------
    tuple
        Both issuers for 2, 4 and 10 digits, Kemendagri for 6, BPS for 7, none for any other number.
    """
    return tuple(system for system, lengths in DIGITS.items() if len(digits) in lengths.values())


def is_ambiguous(digits: str) -> bool:
    """Whether Kemendagri and BPS mean different provinces by the first two digits (Papua: 91 to 97).

    Parameters
    ----------
    digits
        A code of any level without dots and prefix; its first two digits are looked at.
    """
    return digits[:2] in _AMBIGUOUS_PROVINCES


def have_desa_number(digits: "pd.Series") -> "pd.Series":
    """Whether ten digits end in a desa number of Kemendagri (1xxx, 2xxx, 3xxx).

    Where they are BPS's, that digit is the last of the kecamatan number, which is 0 unless the kecamatan was split.

    Parameters
    ----------
    digits
        One row is a code of ten digits without dots, whoever issued it; or none.

    Returns
    -------
    pandas.Series
        True where the digits can be Kemendagri's; False without a code.
    """
    return digits.str[DIGITS["kemendagri"]["adm3"]].isin(["1", "2", "3"])


def dot_code(digits: str) -> str | None:
    """Dotted form of 2, 4, 6 or 10 digits, e.g. ``6101012001`` -> ``61.01.01.2001``; None for any other text.

    No digit is added or removed: a code that lost its zeros is for ``matching.repair_code`` to judge.

    Parameters
    ----------
    digits
        A code without dots, or a dotted one, which comes back as it is.

    Returns
    -------
    str or None
        The code of a province, kabupaten, kecamatan or desa. Whether the digits are Kemendagri's at all is the caller's
        question: ten digits of BPS are dotted just as well.
    """
    if is_code(digits):
        return digits
    if level_of_digits(digits, "kemendagri") is None:
        return None
    ends = [end for end in DIGITS["kemendagri"].values() if end <= len(digits)]
    return join_blocks([digits[start:end] for start, end in zip([0, *ends], ends, strict=False)])


def join_blocks(blocks: Sequence[str]) -> str:
    """``["61", "01"]`` -> ``61.01``.

    Parameters
    ----------
    blocks
        Digits of the province, then of each level below it, with their leading zeros.
    """
    return ".".join(blocks)


def pad_blocks(blocks: Sequence[str]) -> list[str]:
    """Blocks with the leading zeros that a number format dropped, all but the desa's; unchanged if a block is too long.

    ``["61", "1", "1", "2001"]`` -> ``["61", "01", "01", "2001"]``.

    Parameters
    ----------
    blocks
        One to four blocks of a Kemendagri code as a cell had them, the province first. The fourth is left alone: no
        desa number begins with a zero.
    """
    lengths = BLOCKS["kemendagri"]
    if any(len(block) > length for block, length in zip(blocks, lengths, strict=False)):
        return list(blocks)
    upper = [block.zfill(length) for block, length in zip(blocks[:3], lengths, strict=False)]
    return [*upper, *blocks[3:]]


def join_columns(blocks: Sequence[str]) -> str:
    """One code from columns that hold a block each: ``61``, ``1`` -> ``61.01``; empty where there are none.

    BPS writes three digits for kecamatan and desa, and no dots: ``61``, ``01``, ``010`` -> ``6101010``.

    Parameters
    ----------
    blocks
        Cells of one row that are not empty, the province first. One of three digits makes the whole code one of BPS.
    """
    padded = [block.zfill(2) for block in blocks]
    return "".join(padded) if any(len(block) == 3 for block in padded) else join_blocks(padded)


def pad_bps_block(block: str, level: Level) -> str:
    """The block that a level adds to a BPS code, with its leading zeros: ``1`` of a desa -> ``001``.

    Parameters
    ----------
    block
        Digits of one level alone, not of those above it.
    level
        The level that the block stands for: two digits for a province and a kabupaten, three below them.
    """
    return block.zfill(BLOCKS["bps"][LEVELS.index(level)])


def are_blocks(texts: "pd.Series", level: Level) -> bool:
    """Whether codes of a level lack those above it: ``1001`` of a desa whose kecamatan stands in a field of its own.

    Parameters
    ----------
    texts
        One row is the code of an area of ``level`` as a file has it, or none.
    level
        Level of the areas.

    Returns
    -------
    bool
        True where most are no longer than the block that the level adds; False for a province, and without any code.
    """
    longest = max(blocks[LEVELS.index(level)] for blocks in BLOCKS.values())
    return level != LEVELS[0] and bool((texts.dropna().str.len() <= longest).mean() > 0.5)


def depth_of(code: str) -> int:
    """Number of blocks of a dotted code: 1 for a province, 4 for a desa, 0 for the country and for empty text.

    Parameters
    ----------
    code
        A dotted code. A BPS code has no dots, and would give 1 at every level.
    """
    return 0 if code in ("", COUNTRY) else code.count(".") + 1


def width_of(level: Level) -> int:
    """Characters of a dotted code of a level: 5 for a kabupaten.

    Parameters
    ----------
    level
        From the province (``adm1``) down.
    """
    return _WIDTHS[level]


def level_of(code: str) -> Level:
    """Level of an area by its code: Kemendagri's by its blocks, BPS's by its digits; ``00`` is the country (``adm0``).

    Parameters
    ----------
    code
        A dotted code, or ``bps:`` and digits.

    Raises
    ------
    ValueError
        ``code`` is neither.
    """
    if code.startswith(BPS_PREFIX):
        level = level_of_digits(code.removeprefix(BPS_PREFIX), "bps")
        if level is None:
            raise ValueError(f"not a BPS code: {code!r}")
        return level
    if not is_code(code):
        raise ValueError(f"not a Kemendagri code: {code!r}")
    return ALL_LEVELS[depth_of(code)]


def level_of_digits(digits: str, system: System) -> Level | None:
    """Level of a code without dots or prefix: BPS's ``6101010`` is a kecamatan. None for any other text.

    Parameters
    ----------
    digits
        The code alone. Its length decides, so ten digits are a desa of either issuer.
    system
        Whose code it is.
    """
    if not (digits.isascii() and digits.isdigit()):
        return None
    return next((level for level, length in DIGITS[system].items() if len(digits) == length), None)


def level_of_text(text: str) -> Level | None:
    """Level of a whole code in a cell by its digits, whoever issued it: ``61.1`` has lost a zero, and is a kabupaten.

    Parameters
    ----------
    text
        What the cell shows; everything but digits and the presence of a dot is ignored.

    Returns
    -------
    str or None
        Kemendagri's level where the number of digits suits both issuers; None where it suits neither.
    """
    digits = "".join(letter for letter in text if letter.isdigit())
    if "." in text and not systems_of(digits):
        digits += "0"
    return level_of_digits(digits, "kemendagri") or level_of_digits(digits, "bps")


def is_rounded_from(text: str, code: str) -> bool:
    """Whether a spreadsheet could show ``code`` as ``text``: ``61.01.01.2001`` as ``6.10101E+09``.

    At least the digits of the kabupaten have to be left.

    Parameters
    ----------
    text
        What the cell shows: a number with a point or a comma before its decimals.
    code
        The dotted code that it may have been.

    Returns
    -------
    bool
        True where the digits that are left, at least four, are the first ones of the code, and the number has as many
        places as the code has digits.
    """
    digits = code.replace(".", "")
    try:
        mantissa, exponent = f"{Decimal(text.strip().replace(',', '.')):E}".split("E")
    except (InvalidOperation, ValueError):
        return False
    kept = mantissa.replace(".", "").rstrip("0")
    whole = len(kept) >= DIGITS["kemendagri"]["adm2"] and len(digits) == int(exponent) + 1
    return whole and digits.startswith(kept)


def are_of_level(codes: "pd.Series", level: Level) -> "pd.Series":
    """Which codes of areas are of ``level``; False where a row has no code.

    Parameters
    ----------
    codes
        One row is a well-formed dotted code, ``bps:`` and digits, or none; the length decides.
    level
        From the province (``adm1``) down.
    """
    is_bps = codes.str.startswith(BPS_PREFIX, na=False).astype(bool)
    dotted = codes.str.len() == _WIDTHS[level]
    return dotted.where(~is_bps, codes.str.len() == len(BPS_PREFIX) + DIGITS["bps"][level])


def parent_of(code: str) -> str:
    """Code of the area one level up; the parent of a province is the country, ``00``.

    Parameters
    ----------
    code
        A dotted code. A BPS code has no dots: its parent would come out as the country.
    """
    return code.rpartition(".")[0] or COUNTRY


def ancestors_of(code: str) -> list[str]:
    """Codes from the country down to the parent of ``code``, nearest last.

    Parameters
    ----------
    code
        A dotted code.

    Returns
    -------
    list
        The country first. For a province that is all, for the country the list is empty.
    """
    return [COUNTRY, *(code_at(code, level) for level in LEVELS[: depth_of(code) - 1])] if depth_of(code) else []


def code_at(code: str, level: Level) -> str:
    """Code of the area of ``level`` that ``code`` is or lies in: ``61.01.01.2001`` at ``adm2`` is ``61.01``.

    A code of a higher level stays as it is; of ``bps:6101010001`` the kabupaten is ``bps:6101``.

    Parameters
    ----------
    code
        A dotted code, or ``bps:`` and digits.
    level
        From the province (``adm1``) down.
    """
    if code.startswith(BPS_PREFIX):
        return code[: len(BPS_PREFIX) + DIGITS["bps"][level]]
    return code[: _WIDTHS[level]]


def codes_at(codes: "pd.Series", level: Level) -> "pd.Series":
    """``code_at`` for a column of codes; a row without a code stays without one.

    Parameters
    ----------
    codes
        One row is a dotted code, ``bps:`` and digits, or none.
    level
        From the province (``adm1``) down.

    Returns
    -------
    pandas.Series
        With the index of ``codes``; a code of a higher level stays as it is.
    """
    is_bps = codes.str.startswith(BPS_PREFIX, na=False).astype(bool)
    dotted = codes.str[: _WIDTHS[level]]
    return dotted.where(~is_bps, codes.str[: len(BPS_PREFIX) + DIGITS["bps"][level]]) if is_bps.any() else dotted


def bps_codes_at(digits: "pd.Series", level: Level) -> "pd.Series":
    """BPS codes (digits only) of the areas of ``level`` that ``digits`` lie in; a row without a code stays without one.

    Parameters
    ----------
    digits
        One row is a BPS code without its prefix, or none.
    level
        From the province (``adm1``) down.
    """
    return digits.str[: DIGITS["bps"][level]]


def lies_in(code: str, scope: str) -> bool:
    """Whether a dotted code is the area ``scope`` or lies in it; everything lies in the country and in empty text.

    Parameters
    ----------
    code
        The area that is asked about.
    scope
        The area that may hold it: a dotted code, ``00`` or empty text.
    """
    return depth_of(scope) == 0 or code == scope or code.startswith(f"{scope}.")


def province_of(code: str) -> str:
    """Code of the province that ``code`` lies in.

    Parameters
    ----------
    code
        A dotted code, or ``bps:`` and digits; the country stays ``00``.
    """
    return code_at(code, "adm1")


def child_level(level: Level) -> Level | None:
    """The level below ``level``; None below the desa.

    Parameters
    ----------
    level
        Any level; below the country (``adm0``) come the provinces.
    """
    index = ALL_LEVELS.index(level)
    return ALL_LEVELS[index + 1] if index + 1 < len(ALL_LEVELS) else None


def level_between(own: Level, shown: Level) -> Level | None:
    """The level below ``own`` whose borders are drawn over areas of ``shown``; None where the two are the same.

    On a map of all desa of a province these are the borders of kabupaten.

    Parameters
    ----------
    own
        Level of the area whose map it is; ``adm0`` for the whole country.
    shown
        Level of the areas that are coloured in it, below ``own``.
    """
    below = child_level(own)
    return None if below == shown else below


def parent_level(level: Level) -> Level:
    """The level above ``level``, which is not the country.

    Parameters
    ----------
    level
        ``adm1``, above which is the country, or below.
    """
    return ALL_LEVELS[ALL_LEVELS.index(level) - 1]


def is_all_desa(code: str, level: Level) -> bool:
    """Whether areas of ``level`` in ``code`` are all 83,762 desa of the country.

    That many reach the browser as tiles, and are neither printed nor tested for clusters.

    Parameters
    ----------
    code
        The area whose map or list it is.
    level
        The level of its rows.
    """
    return code == COUNTRY and level == "adm4"


def kind_of(code: str) -> str:
    """Kind of area by its code: provinsi, kabupaten, kota, kecamatan, desa, kelurahan or desa adat.

    Both issuers number kabupaten below 71 and kota from 71. The first digit of Kemendagri's last block tells
    kelurahan (1), desa (2) and desa adat (3) apart; BPS's does not, so that its villages are all desa.

    Raises
    ------
    ValueError
        ``code`` is neither a dotted code nor ``bps:`` and the digits of one.

    References
    ----------
    Keputusan Menteri Dalam Negeri 300.2.2-2138 of 2025, on codes of administrative areas.
    """
    level = level_of(code)
    if level == "adm2" and int(code[-2:]) >= 71:
        return "kota"
    if level == "adm4" and not code.startswith(BPS_PREFIX):
        return {"1": "kelurahan", "3": "desa adat"}.get(code[-4], "desa")
    return _KIND_OF_LEVEL[level]
