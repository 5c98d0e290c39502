"""Rows of a boundary file as its witnesses read them: whose names they bear, and the codes above them."""

import re
from typing import Final

import geopandas as gpd
import pandas as pd

from ucjmap.codes import BPS_PREFIX, LEVELS, PLACE_COLUMNS, Level, bps_codes_at, code_at, depth_of

#: Such land by its kind alone, or under a name of its own (``Hutan Lindung Bukit Daun``). There are desa named Danau Rata
#: and Laut Biru: what only begins with a word for water is none of it.
_NO_DESA: Final = re.compile(
    r"(?:kota |kabupaten |kecamatan |kawasan |areal? |wilayah )*"
    r"(?:(?:hutan|danau|waduk|situ|laut|perairan|rawa|sungai|kosong|tubuh air|badan air|tak bertuan)"
    r"(?: (?:lindung|negara|produksi|adat|kosong|air|konservasi|taman nasional))*"
    r"|(?:hutan (?:lindung|negara|produksi|konservasi|suaka)|taman (?:nasional|wisata alam|hutan raya|buru)"
    r"|cagar alam|suaka (?:margasatwa|alam)|tubuh air|badan air|perairan|danau toba)\b.*)"
    r"|(?:kawasan|areal?) (?:hutan|konservasi)\b.*",
    re.IGNORECASE,
)
#: What BPS writes in the place of a kabupaten, kecamatan or desa for land that is none. No area has such a number.
_NO_DESA_DIGITS: Final = re.compile(
    r"\d{2}(?:55|88|99)\d*|\d{4}(?:55|77|88|99)|\d{4}(?:555|777|888|999)\d*|\d{7}(?:555|777|888|999)"
)


def is_no_desa(name: object, code: object) -> bool:
    """Whether a row stands for forest, water or empty land, by its name or by the number that BPS gives to such land."""
    named = isinstance(name, str) and _NO_DESA.fullmatch(name.strip()) is not None
    return named or (isinstance(code, str) and _NO_DESA_DIGITS.fullmatch(code.replace(".", "")) is not None)


def are_no_desa(areas: pd.DataFrame, codes: "pd.Series[str]") -> "pd.Series[bool]":
    """`is_no_desa` for each row, by its own name and one of ``codes``; same index."""
    rows = zip(named(areas)["name"], codes, strict=True)
    return pd.Series([is_no_desa(name, code) for name, code in rows], index=areas.index, dtype=bool)


def is_one_column(areas: pd.DataFrame, own: Level) -> bool:
    """Whether the rows have a name of their own and none of what is above them."""
    return levels_of_names(areas, own) == list(LEVELS)


def levels_of_names(areas: pd.DataFrame, own: Level) -> list[Level]:
    """Levels that the own names of rows can be of: all below what is named above them; ``own`` is one of them.

    A name alone, whatever its column is called, can be of any level.
    """
    above = LEVELS[: LEVELS.index(own)]
    named_above = [level for level in above if areas[PLACE_COLUMNS[level]].notna().any()]
    if not named_above:
        return list(LEVELS)
    return list(LEVELS[LEVELS.index(named_above[-1]) + 1 : LEVELS.index(own) + 1])


def at_level(areas: gpd.GeoDataFrame, own: Level, level: Level) -> gpd.GeoDataFrame:
    """Rows whose own names are read as those of areas of another level."""
    names = areas[PLACE_COLUMNS[own]]
    return areas.assign(**{PLACE_COLUMNS[own]: None, "level": level}).assign(**{PLACE_COLUMNS[level]: names})


def named(areas: pd.DataFrame) -> pd.DataFrame:
    """``areas`` with their own names in a column ``name``, as reports show them."""
    if areas.empty:
        return areas.assign(name=None)
    return areas.assign(name=areas[PLACE_COLUMNS[areas["level"].iloc[0]]])


def with_ancestors(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Codes of the levels above: those of the code itself, for a BPS code those of its known parent."""
    if areas.empty:
        return areas
    level: Level = areas["level"].iloc[0]
    is_bps = areas["code"].str.startswith(BPS_PREFIX)
    above = areas["above"] if "above" in areas else areas["code"]
    base = areas["code"].where(~is_bps, above)
    for upper in LEVELS[: min(3, LEVELS.index(level) + 1)]:
        own = [code_at(code, upper) for code in base]
        codes = pd.Series(own, index=areas.index, dtype=object)
        deep_enough = codes.map(depth_of) > LEVELS.index(upper)
        fallback = BPS_PREFIX + bps_codes_at(areas["bps_code"], upper).astype(object)
        areas[f"{upper}_code"] = codes.where(deep_enough, fallback)
    return areas
