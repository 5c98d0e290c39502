"""Defects that spreadsheets do to a table without changing what it says."""

import random
from collections.abc import Callable
from typing import Any

Rows = list[list[Any]]
Defect = Callable[[Rows, int, random.Random], Rows]

#: Words of a cell without a figure.
EMPTY = ("-", "–", "n/a", "...", None, "tad", "N.A.")


def _spaces(rows: Rows, first: int, dice: random.Random) -> Rows:
    """No-break and trailing spaces in texts."""
    return [
        *rows[:first],
        *([f"{cell}\u00a0 " if isinstance(cell, str) else cell for cell in row] for row in rows[first:]),
    ]


def _blank_rows(rows: Rows, first: int, dice: random.Random) -> Rows:
    """A blank row after the headings and one between two areas."""
    middle = dice.randrange(first, max(len(rows) - 2, first + 1)) + 1
    return [*rows[:first], [], *rows[first:middle], [], *rows[middle:]]


def _blank_column(rows: Rows, first: int, dice: random.Random) -> Rows:
    """The table begins in column B."""
    return [[None, *row] if row else row for row in rows]


def _column_numbers(rows: Rows, first: int, dice: random.Random) -> Rows:
    """Numbers of the columns below the headings."""
    width = len(rows[first - 1])
    template = dice.choice(("{}", "({})"))
    return [*rows[:first], [template.format(number + 1) for number in range(width)], *rows[first:]]


def _repeated_headings(rows: Rows, first: int, dice: random.Random) -> Rows:
    """The headings again on the next printed page."""
    middle = min(first + 3, len(rows))
    return [*rows[:middle], rows[first - 1], *rows[middle:]]


def _floats(rows: Rows, first: int, dice: random.Random) -> Rows:
    """Whole figures kept as decimals."""
    return [*rows[:first], *([float(cell) if isinstance(cell, int) else cell for cell in row] for row in rows[first:])]


def _texts(rows: Rows, first: int, dice: random.Random) -> Rows:
    """Figures kept as texts, with spaces about them."""
    return [*rows[:first], *([f" {cell}" if isinstance(cell, int) else cell for cell in row] for row in rows[first:])]


def _notes_column(rows: Rows, first: int, dice: random.Random) -> Rows:
    """A last column for remarks, nearly empty."""
    heading = [*rows[first - 1], dice.choice(("Ket", "Keterangan", "Ket."))]
    return [*rows[: first - 1], heading, *rows[first:]]


def _line_breaks(rows: Rows, first: int, dice: random.Random) -> Rows:
    """Headings broken into lines."""
    broken = [cell.replace(" ", "\n", 1) if isinstance(cell, str) else cell for cell in rows[first - 1]]
    return [*rows[: first - 1], broken, *rows[first:]]


DEFECTS: dict[str, Defect] = {
    "spaces": _spaces, "blank rows": _blank_rows, "blank column": _blank_column, "column numbers": _column_numbers,
    "repeated headings": _repeated_headings, "floats": _floats, "texts": _texts, "notes column": _notes_column,
    "line breaks": _line_breaks,
}  # fmt: skip


def spoil(rows: Rows, defect: str | None, dice: random.Random, measure: str) -> Rows:
    """``rows`` with a defect; ``measure`` is in the last row of the headings."""
    first = next((number + 1 for number, row in enumerate(rows) if measure in row), 0)
    return DEFECTS[defect](rows, first, dice) if defect and first else rows
