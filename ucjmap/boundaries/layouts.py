"""Field layouts of the five issuers, and of plain tables: which field holds which code and name.

References
----------
BIG: Perka BIG on the Unsur Rupabumi Indonesia catalogue; COD-AB: OCHA's standard for administrative boundaries;
GADM 4.1; BPS: Master File Desa; Dukcapil: layers of the civil registry, names cut to ten letters by .dbf.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from ucjmap.boundaries.name_cleaning import clean_column, split_humps
from ucjmap.codes import (
    LEVELS,
    PLACE_COLUMNS,
    Level,
    System,
    are_of_level,
    dot_code,
    have_desa_number,
    level_of_digits,
    pad_bps_block,
    systems_of,
)
from ucjmap.errors import N_, BoundariesError

Issuer = Literal["auto", "big", "cod-ab", "gadm", "bps", "dukcapil", "plain"]
CodeSystem = Literal["kemendagri", "bps", "none"]

NAME_COLUMNS: Final = tuple(PLACE_COLUMNS.values())

_Fields = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Layout:
    """Fields of an issuer for the levels adm1 to adm4; several spellings, best first.

    ``marks`` are the fields by which the layout is known: one of them is enough. A field for
    the name of any level (``any_level_name``) tells areas one level below the finest of ``names`` where these repeat:
    BIG's older layers of desa have NAMOBJ beside WADMKC and no WADMKD.
    """

    issuer: Issuer
    marks: str
    codes: _Fields
    names: _Fields
    system: CodeSystem | None = None
    partial: _Fields | None = None
    any_level_code: tuple[str, ...] = ()
    any_level_name: tuple[str, ...] = ()


_PLAIN_NAMES: Final[_Fields] = (
    ("PROVINSI", "PROVINCE", "NAMA_PROVINSI", "NAMA_PROV", "NM_PROV", "PROV", "ADM1_NAME"),
    ("KABUPATEN", "KAB_KOTA", "KABUPATEN_KOTA", "KABKOTA", "REGENCY", "NAMA_KABUPATEN_KOTA", "NAMA_KABUPATEN",
     "NAMA_KABKOTA", "NAMA_KAB_KOTA", "NAMA_KAB", "NM_KAB", "KAB", "ADM2_NAME"),
    ("KECAMATAN", "DISTRICT", "NAMA_KECAMATAN", "NAMA_KEC", "NM_KEC", "KEC", "ADM3_NAME"),
    ("DESA", "KELURAHAN", "DESA_KELURAHAN", "KELURAHAN_DESA", "DESAKEL", "VILLAGE", "NAMA_DESA", "NAMA_KELURAHAN",
     "NAMA_DESA_KELURAHAN", "NAMA_DESAKEL", "NAMA_KEL", "NM_DESA", "NM_KEL", "ADM4_NAME"),
)  # fmt: skip
_PLAIN_CODES: Final[_Fields] = (
    ("KODE_PROVINSI", "KODE_PROV", "KD_PROV", "ADM1_CODE"),
    ("KODE_KABUPATEN", "KODE_KAB", "KD_KAB", "KODE_KABKOTA", "KODE_KAB_KOTA", "ADM2_CODE"),
    ("KODE_KECAMATAN", "KODE_KEC", "KD_KEC", "ADM3_CODE"),
    ("KODE_DESA", "KODE_KELURAHAN", "KODE_DESA_KELURAHAN", "KODE_KEL", "KD_DESA", "ID_DESA", "ADM4_CODE"),
)
#: A .dbf cuts the names of its fields to so many letters: ``NAMA_KELURAHAN`` is ``NAMA_KELUR`` there.
_DBF_NAME: Final = 10

LAYOUTS: Final[tuple[Layout, ...]] = (
    Layout(
        "big",
        r"KD[PC]PUM|KDPKAB|KDEPUM|WADM(PR|KK|KC|KD)",
        codes=(("KDPPUM",), ("KDPKAB",), ("KDCPUM",), ("KDEPUM",)),
        names=(("WADMPR",), ("WADMKK",), ("WADMKC",), ("WADMKD",)),
        system="kemendagri",
        any_level_name=("NAMOBJ",),
    ),
    Layout(
        "cod-ab",
        r"ADM[1-4]_PCODE",
        codes=(("ADM1_PCODE",), ("ADM2_PCODE",), ("ADM3_PCODE",), ("ADM4_PCODE",)),
        names=(
            ("ADM1_EN", "ADM1_ID", "ADM1_NAME"),
            ("ADM2_EN", "ADM2_ID", "ADM2_NAME"),
            ("ADM3_EN", "ADM3_ID", "ADM3_NAME"),
            ("ADM4_EN", "ADM4_ID", "ADM4_NAME"),
        ),
        system="bps",
    ),
    Layout(
        "gadm",
        r"GID_[1-4]",
        codes=(("CC_1",), ("CC_2",), ("CC_3",), ("CC_4",)),
        names=(("NAME_1",), ("NAME_2",), ("NAME_3",), ("NAME_4",)),
        system="bps",
    ),
    Layout(
        "bps",
        r"ID(DESA|KEC|KAB|PROV)|KD(PROV|KAB|KEC|DESA)|NM(PROV|KAB|KEC|DESA)",
        codes=(("IDPROV",), ("IDKAB",), ("IDKEC",), ("IDDESA",)),
        names=(("NMPROV",), ("NMKAB",), ("NMKEC",), ("NMDESA",)),
        system="bps",
        partial=(("KDPROV",), ("KDKAB",), ("KDKEC",), ("KDDESA",)),
    ),
    Layout(
        "dukcapil",
        r"DESA_KELUR(AHAN)?|KAB_KOTA",
        codes=(
            ("KODE_PROV", "KODE_PROVI", "KODE_PROVINSI"),
            ("KODE_KAB", "KODE_KABKO", "KODE_KAB_KOTA", "KODE_KAB_K"),
            ("KODE_KEC", "KODE_KECAM", "KODE_KECAMATAN"),
            ("KODE_DESA", "KODE_KELUR", "KODE_DESA_KEL"),
        ),
        names=(("PROVINSI",), ("KAB_KOTA",), ("KECAMATAN",), ("DESA_KELUR", "DESA_KELURAHAN")),
        system="kemendagri",
    ),
    Layout(
        "plain",
        r"CODE|KODE|NAME|NAMA|KODE_.*|.*_CODE|BPS_CODE|"
        r"(NAMA_|NM_)?(DESA|KEL|KELURAHAN|KEC|KECAMATAN|KAB|KABUPATEN|KABKOTA|PROV|PROVINSI).{0,10}|"
        r"VILLAGE|DISTRICT|REGENCY|PROVINCE|NAMOBJ",
        codes=_PLAIN_CODES,
        names=_PLAIN_NAMES,
        any_level_code=("CODE", "KODE", "KODE_KEMENDAGRI", "KEMENDAGRI", "KODE_WILAYAH", "KODE_WIL", "KODE_BPS",
                        "BPS_CODE", "ID_BPS"),
        any_level_name=("NAME", "NAMA", "NAMA_WILAYAH", "NAMA_WIL", "NAMOBJ"),
    ),
)  # fmt: skip


def finest_level(fields: Iterable[str]) -> int | None:
    """Finest level (1 to 4) that the fields speak of by their names; None when they speak of none."""
    layout = _recognise(fields)
    if layout is None:
        return None
    known = _by_upper(fields)
    levels = [
        level + 1
        for level in range(4)
        for group in (layout.codes, layout.names, layout.partial or ((),) * 4)
        if any(field in known or field[:_DBF_NAME] in known for field in group[level])
    ]
    return max(levels, default=1)


def read_attributes(features: pd.DataFrame, issuer: Issuer) -> tuple[pd.DataFrame, Issuer, CodeSystem, Level]:
    """Codes and names of ``features`` in columns of our own: one row per feature, same index.

    Returns
    -------
    attributes
        ``code`` and ``bps_code`` (None where the text is no code), ``raw_code`` (as in the file), the four names.
    issuer, system, level
        As recognised.

    Raises
    ------
    BoundariesError
        The fields are those of no issuer, or not those of the issuer given.
    """
    fields = [str(field) for field in features.columns if field != "geometry"]
    layout = _choose(fields, issuer)
    known = _by_upper(fields)
    codes = [_level_codes(features, known, layout, level) for level in range(4)]
    names = [_first(features, known, layout.names[level]) for level in range(4)]
    any_code = _first(features, known, layout.any_level_code)
    any_name = _first(features, known, layout.any_level_name)
    if not any(is_filled(texts) for texts in (*codes, *names, any_code, any_name)):
        raise _unknown_fields(fields)
    finest = _finest_filled(codes, names)
    if finest is not None and finest + 1 < len(LEVELS) and _are_below(any_name, names[finest], codes[finest]):
        finest += 1
        names[finest] = any_name
    raw = codes[finest] if finest is not None and is_filled(codes[finest]) else any_code
    # KODE_BPS and the like say of which system the code is; KODE does not.
    field = next((known[name] for name in layout.any_level_code if name in known), "")
    system = layout.system or ("bps" if "BPS" in field.upper() else None)
    if not is_filled(raw):
        system, level = "none", LEVELS[finest if finest is not None else 3]
    else:
        digits = _normalise(raw)
        system = system or _guess_system(digits)
        level = _level_of_codes(digits, system)
    # A table with one column of names means the names of its own level.
    own = LEVELS.index(level)
    if is_filled(any_name) and not is_filled(names[own]):
        names[own] = any_name
    attributes = pd.DataFrame({"raw_code": raw}, index=features.index)
    attributes["code"] = _codes_of(raw, level) if system == "kemendagri" else None
    attributes["bps_code"] = _bps_codes_of(raw, level) if system == "bps" else None
    for column, texts, depth in zip(NAME_COLUMNS, names, range(4), strict=True):
        attributes[column] = texts if depth <= own else None
        if layout.issuer == "gadm":
            attributes[column] = attributes[column].map(split_humps, na_action="ignore")
    return attributes, layout.issuer, system, level


def clean_names(attributes: pd.DataFrame) -> pd.Series:
    """Clean the four names in place; True where a name was changed by more than spaces at its ends."""
    changed = pd.Series(False, index=attributes.index)
    for column in NAME_COLUMNS:
        before = attributes[column]
        after = clean_column(before)
        changed |= before.notna() & (before.fillna("") != after.fillna(""))
        attributes[column] = after
    return changed


def is_filled(texts: pd.Series) -> bool:
    """Whether at least half of the values are there: real files carry empty fields of the finer levels."""
    return bool(len(texts)) and bool(texts.notna().mean() >= 0.5)


def as_text(column: pd.Series) -> pd.Series:
    """Values of a field as text; whole floats lose their ``.0`` (a .dbf stores codes as numbers), blanks are None.

    A number with a fraction keeps it, whatever the others are: no digit is rounded away.
    """
    texts = column.astype("string").str.strip()
    if pd.api.types.is_float_dtype(column):
        whole = column.notna() & (column % 1 == 0)
        texts = texts.mask(whole, column.where(whole).astype("Int64").astype("string"))
    blank = texts.isna() | texts.isin(["", "-", "NA", "N/A", "NULL", "None", "nan"])
    return texts.astype(object).where(~blank, None)


def _by_upper(fields: Iterable[str]) -> dict[str, str]:
    return {field.upper().strip(): field for field in fields}


def _recognise(fields: Iterable[str]) -> Layout | None:
    known = _by_upper(fields)
    for layout in LAYOUTS:
        if any(re.fullmatch(layout.marks, field) for field in known):
            return layout
    return None


def _choose(fields: list[str], issuer: Issuer) -> Layout:
    layout = _recognise(fields) if issuer == "auto" else next(layout for layout in LAYOUTS if layout.issuer == issuer)
    if layout is None or not any(re.fullmatch(layout.marks, field) for field in _by_upper(fields)):
        raise _unknown_fields(fields)
    return layout


def _unknown_fields(fields: list[str]) -> BoundariesError:
    return BoundariesError(
        "unknown_fields",
        N_("No codes or names of areas were found. Fields of the file: {found}. Fields wanted: {wanted}."),
        N_("Rename two fields to kode and nama, or say who issued the file (--issuer)."),
        found=", ".join(fields) or "-",
        wanted=" | ".join(
            [
                *(f"{known.codes[3][0]} + {known.names[3][0]}" for known in LAYOUTS if known.issuer != "plain"),
                "kode + nama",
            ]
        ),
    )


def _first(features: pd.DataFrame, known: dict[str, str], candidates: tuple[str, ...]) -> pd.Series:
    """First of the ``candidates`` that has values; a column of None when there is none."""
    empty = pd.Series([None] * len(features), index=features.index, dtype=object)
    for candidate in dict.fromkeys((*candidates, *(name[:_DBF_NAME] for name in candidates))):
        if candidate in known:
            texts = as_text(features[known[candidate]])
            if texts.notna().any():
                return texts
    return empty


def _level_codes(features: pd.DataFrame, known: dict[str, str], layout: Layout, level: int) -> pd.Series:
    whole = _first(features, known, layout.codes[level])
    if whole.notna().any() or layout.partial is None:
        return whole
    return _join_partial(features, known, layout.partial, level)


def _join_partial(features: pd.DataFrame, known: dict[str, str], partial: _Fields, level: int) -> pd.Series:
    """BPS's partial codes joined (``61`` + ``01`` + ``010`` + ``001``); one missing part leaves no code."""
    joined: pd.Series | None = None
    for own, fields in zip(LEVELS[: level + 1], partial, strict=False):
        part = _first(features, known, fields)
        part = part.map(lambda text, own=own: pad_bps_block(text, own), na_action="ignore")
        # Some editions write the whole code so far into the field, not only its own part.
        is_whole = part.map(lambda text, own=own: level_of_digits(text, "bps") == own, na_action="ignore").fillna(False)
        if joined is None:
            joined = part
        else:
            both = (joined + part).where(joined.notna() & part.notna(), None)
            joined = part.where(is_whole.astype(bool), both)
    assert joined is not None
    return joined


def _are_below(own: pd.Series, named: pd.Series, codes: pd.Series) -> bool:
    """Whether the features are areas inside those that ``named`` and ``codes`` tell: several share one of them.

    Their own names differ then from the name that they share.
    """
    if is_filled(codes) and not codes.duplicated().any():
        return False
    both = own.notna() & named.notna()
    differ = own[both].str.casefold() != named[both].str.casefold()
    return is_filled(own) and bool(differ.mean() > 0.5)


def _finest_filled(codes: list[pd.Series], names: list[pd.Series]) -> int | None:
    filled = [level for level in range(4) if is_filled(codes[level]) or is_filled(names[level])]
    return max(filled, default=None)


def _normalise(raw: pd.Series) -> pd.Series:
    """Codes without text marks, spaces and the country letters of a P-code."""
    texts: Any = raw.dropna().astype(str)
    return texts.str.replace(r"^['\s]*(?:ID)?|\s+", "", regex=True, case=False)


def _guess_system(digits: pd.Series) -> CodeSystem:
    """Tell the systems apart by content where the field's name does not.

    Dots are Kemendagri's, seven digits BPS's; of ten digits, the desa numbers tell.
    """
    if digits.str.contains(".", regex=False).mean() > 0.5:
        return "kemendagri"
    if digits.map(lambda text: systems_of(text) == ("bps",)).mean() > 0.5:
        return "bps"
    long = digits[_levels_of(digits, "bps") == "adm4"]
    if len(long) and not have_desa_number(long).mean() > 0.9:
        return "bps"
    return "kemendagri"


def _level_of_codes(digits: pd.Series, system: CodeSystem) -> Level:
    plain = digits.str.replace(".", "", regex=False)
    # Malformed codes are a matter of their rows; most of the file says which level it is.
    counts = Counter(_levels_of(plain, "bps" if system == "bps" else "kemendagri").dropna())
    return max(LEVELS, key=lambda level: counts[level]) if counts else "adm4"


def _levels_of(digits: pd.Series, system: System) -> pd.Series:
    return digits.map(lambda text: level_of_digits(text, system)).astype(object)


def _codes_of(raw: pd.Series, level: Level) -> pd.Series:
    codes = _normalise(raw).map(dot_code)
    codes = codes[are_of_level(codes, level)]
    return codes.reindex(raw.index).astype(object).where(lambda texts: texts.notna(), None)


def _bps_codes_of(raw: pd.Series, level: Level) -> pd.Series:
    codes = _normalise(raw)
    codes = codes[_levels_of(codes, "bps") == level]
    return codes.reindex(raw.index).astype(object).where(lambda texts: texts.notna(), None)
