"""Codes of administrative areas: Kemendagri's dotted text, and BPS's.

Kemendagri writes ``PP.KK.CC.DDDD`` (province, kabupaten or kota, kecamatan, desa or kelurahan). BPS writes
``PPKKCCCDDD``, which has ten digits as well, so length never tells the two apart. A code is text, always.
"""

import re
from typing import Final, Literal

Level = Literal["adm0", "adm1", "adm2", "adm3", "adm4"]

COUNTRY: Final = "00"
LEVELS: Final[tuple[Level, ...]] = ("adm1", "adm2", "adm3", "adm4")
ALL_LEVELS: Final[tuple[Level, ...]] = ("adm0", *LEVELS)
BPS_PREFIX: Final = "bps:"

_DOTTED = re.compile(r"\d{2}(?:\.\d{2}(?:\.\d{2}(?:\.\d{4})?)?)?", re.ASCII)
_BLOCKS: Final = {2: (2,), 4: (2, 2), 6: (2, 2, 2), 10: (2, 2, 2, 4)}


def is_code(text: str) -> bool:
    """Whether ``text`` is a well-formed dotted Kemendagri code of any level."""
    return bool(_DOTTED.fullmatch(text))


def dot_code(digits: str) -> str | None:
    """Dotted form of 2, 4, 6 or 10 digits, e.g. ``6101012001`` -> ``61.01.01.2001``; None for any other text.

    No digit is added or removed: a code that lost its zeros is a matter for ``repair`` in the intake.
    """
    if is_code(digits):
        return digits
    blocks = _BLOCKS.get(len(digits))
    if blocks is None or not (digits.isascii() and digits.isdigit()):
        return None
    parts, start = [], 0
    for length in blocks:
        parts.append(digits[start : start + length])
        start += length
    return ".".join(parts)


def level_of(code: str) -> Level:
    """Level of a Kemendagri code, by its number of blocks; ``00`` is the country (``adm0``).

    Raises
    ------
    ValueError
        ``code`` is not a dotted code.
    """
    if code == COUNTRY:
        return "adm0"
    if not is_code(code):
        raise ValueError(f"not a Kemendagri code: {code!r}")
    return LEVELS[code.count(".")]


def parent_of(code: str) -> str:
    """Code of the area one level up; the parent of a province is the country, ``00``."""
    return code.rpartition(".")[0] or COUNTRY


def ancestors_of(code: str) -> list[str]:
    """Codes from the country down to the parent of ``code``, nearest last."""
    if code == COUNTRY:
        return []
    blocks = code.split(".")
    return [COUNTRY, *(".".join(blocks[:count]) for count in range(1, len(blocks)))]


def province_of(code: str) -> str:
    """Code of the province that ``code`` lies in."""
    return code.split(".", maxsplit=1)[0]


def child_level(level: Level) -> Level | None:
    """The level below ``level``; None below the desa."""
    index = ALL_LEVELS.index(level)
    return ALL_LEVELS[index + 1] if index + 1 < len(ALL_LEVELS) else None


def kind_of(code: str) -> str:
    """Kind of area by its code: provinsi, kabupaten, kota, kecamatan, desa, kelurahan or desa adat.

    Kabupaten are numbered below 71 and kota from 71; the first digit of the last block tells kelurahan (1),
    desa (2) and desa adat (3) apart.

    References
    ----------
    Keputusan Menteri Dalam Negeri 300.2.2-2138 of 2025, on codes of administrative areas.
    """
    match level_of(code):
        case "adm1":
            return "provinsi"
        case "adm2":
            return "kota" if int(code[3:5]) >= 71 else "kabupaten"
        case "adm3":
            return "kecamatan"
        case "adm4":
            return {"1": "kelurahan", "3": "desa adat"}.get(code[9], "desa")
        case _:
            return "negara"
