"""Where a table begins: its heading rows among titles, merged cells and empty rows."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ucjmap.intake.meaning.heading_meaning import is_date, is_heading, stands_alone
from ucjmap.intake.meaning.vocabulary import normalise_heading
from ucjmap.intake.reading import Cell, Sheet, text_of

_SEARCHED_ROWS: Final = 200
_ENOUGH: Final = 4
# "3", "(3)", "5 = 3 : 4": a row that numbers the columns, below the headings.
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?(?:\s*=.*)?$")

Merged = Sequence[tuple[int, int, int, int]]


@dataclass(frozen=True)
class Headings:
    """Heading rows of a sheet, counted from 0 (``first`` to ``last`` inclusive), and the joined heading per column.

    A table without headings has ``first`` = 0 and ``last`` = -1.
    """

    first: int
    last: int
    texts: tuple[str, ...]
    hits: int

    @property
    def key(self) -> tuple[str, ...]:
        """Headings as they are compared between sheets and files."""
        texts = [normalise_heading(text) for text in self.texts]
        while texts and not texts[-1]:
            texts.pop()
        return tuple(texts)


def find_headings(sheet: Sheet) -> Headings | None:
    """Heading rows of ``sheet``; None where no row reads like a heading."""
    rows = sheet.cells[:_SEARCHED_ROWS]
    hits = [_hits(row) for row in rows]
    best = max(range(len(rows)), key=lambda row: (hits[row], -row), default=None)
    if best is None or not hits[best]:
        return None
    if hits[best] == 1 and not _is_single_heading(rows, best):
        return None
    first = best
    while first > 0 and _is_group_row(rows[first - 1], rows[best]):
        first -= 1
    last = best
    while last + 1 < len(rows) and _is_lower_heading(rows[last + 1], rows[last]):
        last += 1
    texts = _joined(
        rows[first : last + 1], [item for item in sheet.merged if item[0] <= last and item[2] >= first], first
    )
    while last + 1 < len(rows) and is_column_numbers(rows[last + 1]):
        last += 1
    return Headings(first, last, texts, hits[best])


def _hits(row: Sequence[Cell]) -> int:
    """Number of different headings in ``row``; 0 where the row holds figures, as data do."""
    texts = [cell for cell in row if isinstance(cell, str)]
    if not texts or any(isinstance(cell, float) for cell in row):
        return 0
    known = {normalise_heading(text) for text in texts if is_heading(text)}
    # Wide tables have many columns of their own; a row of data does not hold this many headings by chance.
    return len(known) if len(known) * 2 >= len(texts) or len(known) >= _ENOUGH else 0


def _is_single_heading(rows: Sequence[Sequence[Cell]], best: int) -> bool:
    """Whether a lone heading such as ``Nama Desa`` stands over a list and is not itself a title."""
    text = next(text_of(cell) for cell in rows[best] if isinstance(cell, str))
    below = rows[best + 1] if best + 1 < len(rows) else []
    return len(text.split()) <= 4 and any(cell is not None for cell in below)


def _is_group_row(row: Sequence[Cell], heading: Sequence[Cell]) -> bool:
    """Whether ``row`` holds groups over the heading below it, and is no title."""
    filled = [(column, _text(cell)) for column, cell in enumerate(row) if cell is not None]
    if not filled or not all(isinstance(row[column], str) or is_heading(text) for column, text in filled):
        return False
    if any(text.endswith(":") or text.startswith(":") for _, text in filled):
        return False
    start = next(column for column, cell in enumerate(heading) if cell is not None)
    if len(filled) == 1:
        # A title stands at the left edge; a group of columns stands further right.
        return filled[0][0] > start and len(filled[0][1]) <= 40 and len(filled[0][1].split()) <= 5
    return sum(is_heading(text) for _, text in filled) * 2 >= len(filled)


def _is_lower_heading(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    filled = [_text(cell) for cell in row if cell is not None]
    # A figure is a heading only as a year, "2023" below "Peserta Aktif"; days are headings where several stand there.
    if not filled or not all(is_heading(text) or (is_date(text) and len(filled) > 1) for text in filled):
        return False
    # "Terdaftar | Belum" below a heading is a heading only where the heading row leaves room over it or groups it.
    overlapping = sum(
        cell is not None and column < len(above) and above[column] is not None for column, cell in enumerate(row)
    )
    groups = len([cell for cell in above if cell is not None])
    if len(filled) == overlapping == 1:
        return False  # "A. PENERIMA UPAH" alone below a heading is about the rows that follow
    return overlapping < groups or groups < len(filled)


def is_column_numbers(row: Sequence[Cell]) -> bool:
    """Whether ``row`` numbers the columns: ``1 2 3 4`` or ``(1) (2) (3)``, as office tables do below the headings."""
    count = 0
    for cell in row:
        if cell is None:
            continue
        match = _COLUMN_NUMBER.match(text_of(cell))
        count += 1
        if match is None or int(match[1]) != count:
            return False
    return count >= 3


def _joined(rows: Sequence[Sequence[Cell]], merged: Merged, first: int) -> tuple[str, ...]:
    """Heading of every column, joined from top to bottom; the text of a merged cell reaches over its columns."""
    width = max(len(row) for row in rows)
    grid = [[_text(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    for top, left, bottom, right in merged:
        if 0 <= top - first < len(grid) and left < width:
            text = grid[top - first][left]
            for row in range(top - first, min(bottom - first, len(grid) - 1) + 1):
                grid[row][left : min(right, width - 1) + 1] = [text] * (min(right, width - 1) + 1 - left)
    for number in range(len(grid) - 1):
        _spread(grid, number)
    return tuple(_join(row[column] for row in grid) for column in range(width))


def _spread(grid: list[list[str]], number: int) -> None:
    """Carry a group to the right over blank cells that have a heading below: text files keep no merged cells."""
    group = ""
    for column, text in enumerate(grid[number]):
        below = any(grid[row][column] for row in range(number + 1, len(grid)))
        if text:
            group = text if below else ""
        elif any(stands_alone(grid[row][column]) for row in range(number + 1, len(grid))):
            group = ""
        elif below and group:
            grid[number][column] = group


def _text(cell: Cell) -> str:
    """Text of a heading; the first of a month is the month: so spreadsheets keep "Jul-25"."""
    return cell.isoformat()[:7] if isinstance(cell, dt.date) and cell.day == 1 else text_of(cell)


def _join(parts: Iterable[str]) -> str:
    texts: list[str] = []
    for part in parts:
        if part and (not texts or texts[-1] != part):
            texts.append(part)
    return " ".join(texts)
