"""Codes and names of a file in columns of our own, whichever fields hold them and whoever issued the codes."""

from collections import Counter
from typing import Any, Final

import numpy as np
import pandas as pd

from ucjmap.boundaries.layouts import (
    DBF_NAME,
    NAME_COLUMNS,
    CodeSystem,
    Fields,
    Issuer,
    Layout,
    by_upper,
    choose_layout,
    unknown_fields,
)
from ucjmap.boundaries.name_cleaning import clean_column, split_humps
from ucjmap.codes import (
    LEVELS,
    Level,
    System,
    are_blocks,
    are_of_level,
    dot_code,
    have_desa_number,
    join_columns,
    level_of_digits,
    pad_bps_block,
    systems_of,
)

#: A field is what it seems to be where so many of its values are.
_MOSTLY: Final = 0.9


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
    layout = choose_layout(fields, issuer)
    known = by_upper(fields)
    codes = [_level_codes(features, known, layout, level) for level in range(4)]
    names = [_first(features, known, layout.names[level]) for level in range(4)]
    any_code = _first(features, known, layout.any_level_code)
    if not is_filled(any_code) and not any(is_filled(texts) for texts in codes):
        any_code = _codes_as_ids(features, known)
    any_name = _first(features, known, layout.any_level_name)
    if not any(is_filled(texts) for texts in (*codes, *names, any_code, any_name)):
        raise unknown_fields(fields)
    finest = _finest_filled(codes, names)
    if finest is not None and finest + 1 < len(LEVELS) and _are_below(any_name, names[finest], codes[finest]):
        finest += 1
        names[finest] = any_name
    raw = codes[finest] if finest is not None and is_filled(codes[finest]) else any_code
    # KODE_BPS and the like say whose code it is; KODE does not.
    field = next((known[name] for name in layout.any_level_code if name in known), "")
    system = layout.system or ("bps" if "BPS" in field.upper() else None)
    if not is_filled(raw):
        system, level = "none", LEVELS[finest if finest is not None else 3]
    else:
        digits = _normalise(raw)
        system = system or _guess_system(digits)
        level = _level_of_codes(digits, system)
    # The one column of names of a table is that of its own level.
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


def _first(features: pd.DataFrame, known: dict[str, str], candidates: tuple[str, ...]) -> pd.Series:
    """First of the ``candidates`` that has values; a column of None when there is none."""
    empty = pd.Series([None] * len(features), index=features.index, dtype=object)
    for candidate in dict.fromkeys((*candidates, *(name[:DBF_NAME] for name in candidates))):
        if candidate in known:
            texts = as_text(features[known[candidate]])
            if texts.notna().any():
                return texts
    return empty


def _codes_as_ids(features: pd.DataFrame, known: dict[str, str]) -> pd.Series:
    """The ``id`` of the features where it is their code, as in TopoJSON and GeoJSON; a running number is none."""
    texts = _first(features, known, ("ID",))
    are_codes = [
        isinstance(text, str) and "." in text and level_of_digits(text.replace(".", ""), "kemendagri") is not None
        for text in texts
    ]
    return texts if np.mean(are_codes or [False]) > _MOSTLY else texts.map(lambda _: None)


def _level_codes(features: pd.DataFrame, known: dict[str, str], layout: Layout, level: int) -> pd.Series:
    whole = _first(features, known, layout.codes[level])
    if are_blocks(whole, LEVELS[level]):
        above = [_first(features, known, fields) for fields in layout.codes[:level]]
        return _join_blocks([*above, whole])
    if whole.notna().any() or layout.partial is None:
        return whole
    return _join_partial(features, known, layout.partial, level)


def _join_blocks(columns: list[pd.Series]) -> pd.Series:
    """One code a row from the blocks of its levels; None where one of them is missing."""
    rows = pd.concat(columns, axis=1)
    complete = rows.notna().all(axis=1)
    joined = [join_columns(list(row)) for row in rows[complete].itertuples(index=False)]
    return pd.Series(joined, index=rows.index[complete], dtype=object).reindex(rows.index).where(complete, None)


def _join_partial(features: pd.DataFrame, known: dict[str, str], partial: Fields, level: int) -> pd.Series:
    """BPS's partial codes joined (``61`` + ``01`` + ``010`` + ``001``); one missing part leaves no code."""
    joined: pd.Series | None = None
    for own, fields in zip(LEVELS[: level + 1], partial, strict=False):
        part = _first(features, known, fields)
        part = part.map(lambda text, own=own: pad_bps_block(text, own), na_action="ignore")
        # Some editions write the whole code down to that level into the field: 6101010, not 010.
        is_whole = part.map(lambda text, own=own: level_of_digits(text, "bps") == own, na_action="ignore").fillna(False)
        if joined is None:
            joined = part
        else:
            both = (joined + part).where(joined.notna() & part.notna(), None)
            joined = part.where(is_whole.astype(bool), both)
    assert joined is not None
    return joined


def _are_below(own: pd.Series, named: pd.Series, codes: pd.Series) -> bool:
    """Whether the features lie inside the areas that ``named`` and ``codes`` tell, several in each of them.

    Then their own names differ from the name that they share.
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
    """Codes without text marks, spaces, dashes and the country letters of a P-code: ``'ID 61-01`` -> ``6101``."""
    texts: Any = raw.dropna().astype(str)
    return texts.str.replace(r"^['\s]*(?:ID)?|\s+|(?<=\d)[-/](?=\d)", "", regex=True, case=False)


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
    # A malformed code is judged in its own row; the level is that of most rows.
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
