"""Rows of a boundary file as its witnesses read them: whose names they bear, and the codes above them."""

import re
from typing import Final

import geopandas as gpd
import pandas as pd

from ucjmap.codes import BPS_PREFIX, LEVELS, PLACE_COLUMNS, Level, bps_codes_at, code_at, depth_of

_NO_DESA: Final = re.compile(
    r"(?:kota |kabupaten |kecamatan |kawasan |areal? |wilayah )*"
    r"(?:hutan|danau|waduk|situ|laut|perairan|rawa|sungai|kosong|tubuh air|tak bertuan)"
    r"(?: (?:lindung|negara|produksi|adat|kosong|air|konservasi|taman nasional))*",
    re.IGNORECASE,
)
#: What BPS writes in the place of a kecamatan or desa for land that is none: 555, 888, 999.
_NO_DESA_DIGITS: Final = re.compile(r"(?:555|888|999)$")


def is_no_desa(name: object, bps_code: object = None) -> bool:
    """Whether a row stands for forest, water or empty land, by its name or by the number that BPS gives to such land."""
    named = isinstance(name, str) and _NO_DESA.fullmatch(name.strip()) is not None
    return named or (isinstance(bps_code, str) and _NO_DESA_DIGITS.search(bps_code) is not None)


def is_one_column(areas: pd.DataFrame, own: Level) -> bool:
    """Whether the rows have a name of their own and none of what is above them."""
    others = [PLACE_COLUMNS[level] for level in LEVELS if level != own]
    return not areas[others].notna().any(axis=None)


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
