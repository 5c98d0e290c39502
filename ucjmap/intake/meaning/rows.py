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
    carry no data), and the original cell of every other column under ``Column.key``. ``shared`` are the keys of columns
    whose cell is merged with those of other areas above or below, with a space between.
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
        name: [] for name in (*EXTRACT_COLUMNS, "shared", *(column.key for column in _kept(layout)))
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
    areas = [*zip(rows["code"], map(str, places), strict=True)] if sheet.merged else []
    shared = _shared(sheet, kinds, areas, layout)
    rows["shared"] = [" ".join(keys) for keys in shared]
    for column in _kept(layout):
        rows[column.key] = [*turned[column.index]] if column.index < len(turned) else [None] * len(cells)
    return rows


def _shared(sheet: Sheet, kinds: Sequence[str], areas: Sequence[object], layout: Layout) -> list[list[str]]:
    """For each row the columns of figures whose cell reaches over rows of several areas: it is of none of them."""
    keys = {column.index: column.key for column in layout.of_kind("value")}
    shared: list[list[str]] = [[] for _ in kinds]
    for top, left, bottom, _ in sheet.merged:
        data = [row for row in range(top, min(bottom + 1, len(kinds))) if kinds[row] in DATA_KINDS]
        if left in keys and len({areas[row] for row in data}) > 1:
            for row in data:
                shared[row].append(keys[left])
    return shared


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
