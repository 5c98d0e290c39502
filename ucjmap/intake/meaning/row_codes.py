"""The code of each row, in one cell or joined from the blocks of several columns."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from ucjmap.codes import DIGITS, LEVELS, PLACE_COLUMNS, Level, join_columns
from ucjmap.intake.meaning.layout import Column, Table
from ucjmap.intake.meaning.row_kinds import DATA_KINDS
from ucjmap.intake.reading import Cell, text_of

_SAMPLE: Final = 300


def read_codes(
    cells: Sequence[list[Cell]], kinds: Sequence[str], columns: Sequence[Column], table: Table | None
) -> list[str | None]:
    """The code of each row of data as the file has it; None where it has none, and for other rows.

    ``61 | 01 | 01 | 2001`` in columns of province, kabupaten, kecamatan and desa are the blocks of one code; where one
    of the columns has whole codes, that of the lowest level is taken.
    """
    parts = {column.meaning.level: column.index for column in reversed(columns)}
    whole = [level for level in (None, *reversed(PLACE_COLUMNS)) if _is_whole(cells, parts.get(level), level, table)]
    is_parted = not whole and len(parts) > 1
    index = parts[whole[0]] if whole else next(iter(parts.values()), None)
    return [
        (_join(row, parts) if is_parted else _whole_code(row, index)) if kind in DATA_KINDS else None
        for row, kind in zip(cells, kinds, strict=True)
    ]


def _whole_code(row: Sequence[Cell], index: int | None) -> str | None:
    return text_of(row[index]) or None if index is not None and index < len(row) else None


def _is_whole(cells: Sequence[list[Cell]], index: int | None, level: Level | None, table: Table | None) -> bool:
    """Whether the code of a level is written whole, and not only its last block; a province has no other block."""
    if index is None or not table:
        return index is not None
    if level in {None, "adm1"}:
        return level is None
    texts = [text_of(row[index]) for row in cells[table.last_heading :][:_SAMPLE] if index < len(row)]
    lengths = [sum(letter.isdigit() for letter in text) for text in texts if text]
    # Leading zeros may be gone, one at each block at most.
    fewest = DIGITS["kemendagri"][level] - LEVELS.index(level)
    return bool(lengths) and float(np.median(lengths)) >= fewest


def _join(row: Sequence[Cell], parts: Mapping[Level | None, int]) -> str | None:
    texts = [text_of(row[parts[level]]) for level in PLACE_COLUMNS if level in parts and parts[level] < len(row)]
    return join_columns([text for text in texts if text]) or None
