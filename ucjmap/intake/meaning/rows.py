"""The rows of a file, each with its kind, its place and its cells. No row is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from ucjmap.codes import PLACE_COLUMNS
from ucjmap.intake.meaning.key_columns import KeyColumns
from ucjmap.intake.meaning.layout import Column, Layout, Table
from ucjmap.intake.meaning.row_codes import read_codes
from ucjmap.intake.meaning.row_kinds import DATA_KINDS, RowKinds
from ucjmap.intake.meaning.row_places import Place, RowPlaces
from ucjmap.intake.reading import Cell, Sheet

EXTRACT_COLUMNS: Final = ("sheet", "row", "kind", *PLACE_COLUMNS.values(), "code")


@dataclass(frozen=True)
class Extract:
    """All rows of all sheets of a file.

    ``rows``: one row is one row of one sheet (``row`` counts from 1, as Excel shows it), with its kind, its place
    names and code (sub-headings and merged cells carried down; None where the file says nothing, and for rows that
    carry no data), and the original cell of every other column under ``Column.key``.
    """

    rows: pd.DataFrame

    @property
    def data(self) -> pd.DataFrame:
        """The rows that carry data."""
        return self.rows[self.rows["kind"].isin(DATA_KINDS)]


def extract_rows(sheets: Sequence[Sheet], layout: Layout) -> Extract:
    """Every row of every sheet with its kind, its place and its cells.

    Parameters
    ----------
    sheets
        All of the file; the rows of those that ``layout`` has no table on are notes or blank.
    layout
        Where the tables begin and what their columns mean.

    Returns
    -------
    Extract
        In the order of the sheets and their rows; no row is left out.
    """
    tables = {table.sheet: table for table in layout.tables}
    columns = KeyColumns.of(layout)
    extract: dict[str, list[object]] = {
        name: [] for name in (*EXTRACT_COLUMNS, *(column.key for column in _kept(layout)))
    }
    for sheet in sheets:
        for name, cells in _read_sheet(sheet, tables.get(sheet.name), layout, columns).items():
            extract[name].extend(cells)
    rows = pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in extract.items()})
    return Extract(rows.astype({"row": "int64"}))


def _kept(layout: Layout) -> list[Column]:
    """Columns whose cells an extract keeps as they are."""
    return [column for column in layout.columns if column.meaning.kind not in {"name", "code", "number", "ignore"}]


def _read_sheet(sheet: Sheet, table: Table | None, layout: Layout, columns: KeyColumns) -> dict[str, list[object]]:
    """Columns of the extract for one sheet."""
    cells = _fill_merged(sheet, table, columns)
    kinds, places = _classify(sheet, table, columns, cells)
    width = max((len(row) for row in cells), default=0)
    # Turned once: picking a column out of many thousand lists is slow.
    turned = list(zip(*(row + [None] * (width - len(row)) for row in cells), strict=True)) if width and table else []
    rows: dict[str, list[object]] = {
        "sheet": [sheet.name] * len(cells),
        "row": list(range(1, len(cells) + 1)),
        "kind": [*kinds],
        "code": [*read_codes(cells, kinds, columns.codes, table)],
    }
    for name in PLACE_COLUMNS.values():
        rows[name] = [place.get(name) for place in places]
    for column in _kept(layout):
        rows[column.key] = [*turned[column.index]] if column.index < len(turned) else [None] * len(cells)
    return rows


def _fill_merged(sheet: Sheet, table: Table | None, columns: KeyColumns) -> list[list[Cell]]:
    """Cells with vertically merged names, segments and dates carried down over their range."""
    if not table or not sheet.merged:
        return sheet.cells
    cells = [*sheet.cells]
    for top, left, bottom, _ in sheet.merged:
        if top >= len(cells) or left not in columns.carried or left >= len(cells[top]):
            continue
        if bottom > top >= table.last_heading:
            for row in range(top + 1, min(bottom, len(cells) - 1) + 1):
                cells[row] = [*cells[row], *[None] * (left + 1 - len(cells[row]))]
                cells[row][left] = cells[top][left]
    return cells


def _classify(
    sheet: Sheet, table: Table | None, columns: KeyColumns, cells: Sequence[list[Cell]]
) -> tuple[list[str], list[Place]]:
    """Kind and place of each row; rows of no data have no place."""
    row_kinds, row_places = RowKinds(sheet, table, columns, cells), RowPlaces(table, columns, cells)
    kinds: list[str] = []
    places: list[Place] = []
    for index, row in enumerate(cells):
        kind = row_kinds.kind(index, row)
        if kind == "subheading":
            row_places.carry(row)
        places.append(row_places.place(row) if kind == "data" else {})
        kinds.append("hidden" if kind == "data" and index + 1 in sheet.hidden_rows else kind)
    return kinds, places
