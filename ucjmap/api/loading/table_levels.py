"""The level of the areas of a table, where neither its heading nor codes tell it: the names are looked up."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from ucjmap.codes import LEVELS, PLACE_COLUMNS, Level
from ucjmap.intake import Column, Layout, Sheet, is_total_text, text_of
from ucjmap.intake.evidence import Answers, Claim, Witness, settled, unsettled
from ucjmap.intake.meaning import is_lone_name, level_of_names
from ucjmap.matching import Register, match_rows

_SAMPLE: Final = 300
#: Share of the names of a column that have to be known at a level, or just above it, before it is taken for that level;
#: of names of desa, and of those known at the level itself, fewer are enough.
_MOST: Final = 0.8
_SOME: Final = 0.5
#: In fewer rows it is chance which names are found.
_ENOUGH_ROWS: Final = 3


def cells_of(sheets: Sequence[Sheet], layout: Layout, index: int) -> list[Any]:
    """Filled cells of a column below its headings, a sample of each table."""
    by_name = {sheet.name: sheet for sheet in sheets}
    return [
        row[index]
        for table in layout.tables
        for row in by_name[table.sheet].cells[table.last_heading :][:_SAMPLE]
        if index < len(row) and row[index] is not None
    ]


def settle_level(
    sheets: Sequence[Sheet], layout: Layout, register: Register, answers: Answers
) -> tuple[Layout, list[Claim]]:
    """Level of a table whose only column of names says just "Nama" or "Wilayah" and that has no codes.

    All names are looked up at every level below the place of the title; the highest at which most of them stand is
    theirs, since desa rarely carry the names of kabupaten all together. Totals may bear the name of the area above.
    """
    named = layout.of_kind("name")
    if len(named) != 1 or named[0].chosen or layout.of_kind("code"):
        return layout, []
    column = named[0]
    witness = Witness("heading", column.heading, sheet=layout.tables[0].sheet)
    if assumed := [level for level in LEVELS if level == answers.assume.get("level")]:
        return _with_level(layout, column, assumed[0]), [settled("level", assumed, [witness])]
    if not is_lone_name(column.heading):
        return layout, []
    cells = cells_of(sheets, layout, column.index)
    names = _names_in(cells)
    if level_of_names(cells) is not None or not names:
        return layout, []
    levels = _fitting_levels(names, layout, register)
    # Names of kecamatan are names of desa in them as often as not; names of kabupaten are not.
    if levels and (levels[0] in LEVELS[:2] or len(levels) == 1):
        return _with_level(layout, column, levels[0]), [settled("level", levels[:1], [witness])]
    return layout, [unsettled("level", "level_unclear", levels, [witness])]


def claim_level(sheets: Sequence[Sheet], layout: Layout, rows: pd.DataFrame, register: Register) -> list[Claim]:
    """Open where a heading names a level at which few of its names were found, while they stand at another one."""
    named = layout.of_kind("name")
    asked = rows[rows["status"].notna()]
    if len(named) != 1 or named[0].chosen or layout.of_kind("code") or len(asked) < _ENOUGH_ROWS:
        return []
    if (asked["status"] == "matched").mean() >= _SOME:
        return []
    levels = _fitting_levels(_names_in(cells_of(sheets, layout, named[0].index)), layout, register)
    if not levels or named[0].meaning.level in levels:
        return []
    witness = Witness("heading", named[0].heading, str(named[0].meaning.level), layout.tables[0].sheet)
    return [unsettled("level", "level_unclear", [str(named[0].meaning.level), *levels], [witness])]


def _names_in(cells: Sequence[Any]) -> list[str]:
    """Different names in cells, without words for totals."""
    return list(dict.fromkeys(text_of(cell) for cell in cells if isinstance(cell, str) and not is_total_text(cell)))


def _with_level(layout: Layout, column: Column, level: Level) -> Layout:
    columns = tuple(
        replace(one, meaning=replace(one.meaning, level=level)) if one.index == column.index else one
        for one in layout.columns
    )
    return replace(layout, columns=columns)


def _fitting_levels(names: Sequence[str], layout: Layout, register: Register) -> list[Level]:
    """Levels at which most of the names stand, highest first; the country is the place where the title names none."""
    place = layout.tables[0].place if layout.tables else {}
    depth = max((index for index, level in enumerate(LEVELS) if PLACE_COLUMNS[level] in place), default=-1)
    scopes = _scopes(place, register)
    fitting: list[Level] = []
    for index, level in enumerate(LEVELS[depth + 1 :], start=depth + 1):
        own = [_stands(register, level, name, scopes) for name in names]
        above = [index > 0 and _stands(register, LEVELS[index - 1], name, ("",)) for name in names]
        known = sum(one or two for one, two in zip(own, above, strict=True))
        needed = _MOST if level != "adm4" else _SOME
        if known >= needed * len(names) and sum(own) >= _SOME * len(names):
            fitting.append(level)
    return fitting


def _scopes(place: Any, register: Register) -> tuple[str, ...]:
    if not place:
        return ("",)
    match = match_rows(pd.DataFrame([dict(place)]), register).iloc[0]
    return (match["code"],) if match["status"] == "matched" else ("",)


def _stands(register: Register, level: Level, name: str, scopes: tuple[str, ...]) -> bool:
    return bool(register.exact(level, name, scopes)) or register.alias(level, name, scopes) is not None
