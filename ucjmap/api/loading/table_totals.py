"""Rows of a table that are totals by their figures, though their names may be those of areas as well."""

import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from ucjmap.codes import ALL_LEVELS, LEVELS, PLACE_COLUMNS, Level, ancestors_of, depth_of, parent_of
from ucjmap.intake import Layout, read_count, text_of
from ucjmap.intake.evidence import used_columns
from ucjmap.intake.meaning import names_levels
from ucjmap.matching import Register, read_name, without_brackets

_SAYS_DISTRICT: Final[Level] = "adm3"
_DISTRICT: Final = ALL_LEVELS.index(_SAYS_DISTRICT)
# "Bengkulu (Provinsi)", "Bengkulu, Prov."
_IS_PROVINCE: Final = re.compile(r"[(,]\s*(prov|provinsi|propinsi)\b", re.I)


def mark_totals(rows: pd.DataFrame, layout: Layout, register: Register) -> pd.DataFrame:
    """Mark as totals the rows whose figures are the sum of those inside the area that they name.

    "Bengkulu" among the kabupaten of Bengkulu is the province where its figures are their sum; where they are larger
    than the sum, it is asked. Where the kecamatan has a column of its own, a desa of its name is that desa.
    """
    scopes = _total_scopes(rows, register)
    columns = [column.key for column in used_columns(layout) if column.meaning.part != "flag"]
    if not scopes or not columns:
        return rows
    rows = rows.copy()
    groups = [column.key for column in layout.of_kind("date", "year", "segment", "indicator")]
    keys = list(zip(rows["sheet"], *(rows[group].map(text_of) for group in groups), strict=True))
    inside = _rows_inside(rows, keys, set(scopes.values()))
    says_province = _say_province(rows)
    named = {column.meaning.level for column in layout.of_kind("name")}
    several = any(names_levels(column.heading) for column in layout.of_kind("name"))
    # Plain lists: every desa named like a kecamatan is looked at, and picking rows out of a frame is slow.
    codes, own_names = rows["matched_code"].tolist(), _own_names(rows)
    figures = np.array([[_figure(cell) for cell in rows[column]] for column in columns])
    for position, scope in scopes.items():
        others = [other for other in _beside(inside, keys[position], scope) if other != position]
        verdict = _compare(figures[:, position], figures[:, others]) if others else ""
        if (several or (not others and _is_alone(rows))) and _names_nothing_above(rows, position):
            verdict = verdict or "above"
        if verdict == "above" and depth_of(scope) == _DISTRICT and _SAYS_DISTRICT in named:
            verdict = ""
        label = rows.index[position]
        if verdict == "sum" or says_province[position]:
            rows.loc[label, ["kind", "status", "matched_code"]] = ["total", None, None]
        elif _is_doubtful(codes[position], own_names[position], scope, verdict, register):
            rows.loc[label, ["status", "reason", "matched_code"]] = ["proposed", "homonym", None]
    return rows


def _beside(inside: dict[tuple[tuple[Any, ...], str], list[int]], key: tuple[Any, ...], scope: str) -> list[int]:
    """Rows inside ``scope`` of the same sheet, date and segment; of the only ones where a total leaves these blank."""
    if (key, scope) in inside and len(inside[key, scope]) > 1:
        return inside[key, scope]
    alike = [
        rows
        for (other, area), rows in inside.items()
        if area == scope and other != key and all(one in ("", two) for one, two in zip(key, other, strict=True))
    ]
    return alike[0] if len(alike) == 1 else inside.get((key, scope), [])


def _is_alone(rows: pd.DataFrame) -> bool:
    """Whether only one row of the file was found."""
    return bool((rows["status"] == "matched").sum() <= 1)


def _names_nothing_above(rows: pd.DataFrame, position: int) -> bool:
    """Whether neither the row nor anything over it names an area above its own."""
    own = rows.iloc[position]
    return sum(isinstance(own[place], str) for place in PLACE_COLUMNS.values()) == 1


def _say_province(rows: pd.DataFrame) -> list[bool]:
    """Whether the name of each row adds that it is a province, in a table of areas below: "Bengkulu (Provinsi)"."""
    places = rows[[*PLACE_COLUMNS.values()]]
    is_below = places.iloc[:, 1:].notna().any(axis=1)
    names = places.ffill(axis=1).iloc[:, -1]
    return [
        bool(below) and isinstance(name, str) and _IS_PROVINCE.search(name) is not None
        for below, name in zip(is_below, names, strict=True)
    ]


def _own_names(rows: pd.DataFrame) -> list[Any]:
    """The name of the lowest place in each row; null where it has none."""
    return [*rows[[*PLACE_COLUMNS.values()]].ffill(axis=1).iloc[:, -1]]


def _is_doubtful(code: Any, own: str, scope: str, verdict: str, register: Register) -> bool:
    """Whether a row that bears the name of ``scope`` was found elsewhere: too large for a kota, or by likeness only."""
    if not isinstance(code, str) or code == scope:
        return False
    return verdict == "above" or read_name(register.names[code]).bare != read_name(own).bare


def _total_scopes(rows: pd.DataFrame, register: Register) -> dict[int, str]:
    """Positions of the rows without a code that bear the bare name of an area above their own, with that area."""
    names = _own_names(rows)
    uncoded = rows["status"].notna() & ~rows["code"].map(lambda code: isinstance(code, str) and bool(code))
    known = {name: _scope_named(name, register) for name in {*names} if isinstance(name, str)}
    around = _areas_around(rows, register)
    known = {
        name: scope or (None if _tells_kind(name) else around.get(read_name(without_brackets(name)).key))
        for name, scope in known.items()
    }
    return {
        int(position): scope
        for position in np.flatnonzero(uncoded)
        if (scope := known.get(names[position])) is not None
    }


def _areas_around(rows: pd.DataFrame, register: Register) -> dict[str, str]:
    """Areas above the rows that were found, by their names: a kecamatan whose name others have too, in its own table."""
    # Thousands of desa lie in the same kecamatan: what is above is taken from each parent once.
    parents = {parent_of(code) for code in rows.loc[rows["status"] == "matched", "matched_code"].tolist()}
    above = {area for parent in parents for area in _with_areas_above(parent)}
    return {read_name(register.names[area]).key: area for area in sorted(above)}


def _with_areas_above(code: str) -> list[str]:
    """An area and those that it lies in, from the province down; none of the country."""
    return [*ancestors_of(code)[1:], code] if depth_of(code) else []


def _tells_kind(name: str) -> bool:
    """Whether a name says itself that it is a kabupaten or a kota."""
    return read_name(without_brackets(name)).kind in {"kota", "kabupaten"}


def _scope_named(name: str, register: Register) -> str | None:
    """The province, else the kabupaten, else the kecamatan that alone has a name; None where the name tells the kind."""
    name = without_brackets(name)
    read = read_name(name)
    if _tells_kind(name):
        return None
    for level in LEVELS[:3]:
        # Most names are of desa alone: looking into the index first saves asking for each of them at every level.
        known = read.key in register.by_key[level] or read.bare in register.by_bare[level]
        if not known and (level, read.key) not in register.aliases:
            continue
        exact = register.exact(level, name, ("",))
        alias = register.alias(level, name, ("",))
        if len(exact) == 1 or (alias is not None and not exact):
            return exact[0] if exact else alias
    return None


def _rows_inside(
    rows: pd.DataFrame, keys: Sequence[tuple[Any, ...]], scopes: set[str]
) -> dict[tuple[tuple[Any, ...], str], list[int]]:
    """Positions of the matched rows inside each area of ``scopes``, apart by sheet, date and segment."""
    inside: dict[tuple[tuple[Any, ...], str], list[int]] = {}
    matched = rows["matched_code"].where(rows["status"] == "matched")
    scopes_of: dict[str, list[str]] = {}
    for position, code in enumerate(matched.tolist()):
        if not isinstance(code, str):
            continue
        parent = parent_of(code)
        if parent not in scopes_of:
            scopes_of[parent] = [area for area in _with_areas_above(parent) if area in scopes]
        for scope in scopes_of[parent]:
            inside.setdefault((keys[position], scope), []).append(position)
    return inside


def _compare(own: "np.ndarray[Any, Any]", others: "np.ndarray[Any, Any]") -> str:
    """``sum`` where the figures of a row are those of the others added up, ``above`` where they are at least as large."""
    told = ~np.isnan(own)
    sums = np.nansum(others, axis=1)
    if not told.any():
        return ""
    # As np.allclose, which costs more than all else here: every desa named like its kecamatan comes by.
    if bool((np.abs(own[told] - sums[told]) <= 1e-8 + 1e-5 * np.abs(sums[told])).all()):
        return "sum"
    return "above" if bool((own[told] >= sums[told]).all()) else ""


def _figure(cell: Any) -> float:
    value = read_count(cell).value
    return float("nan") if value is None else value
