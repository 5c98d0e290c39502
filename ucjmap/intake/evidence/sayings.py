"""The texts and columns of a table that speak about its figures, gathered once for all claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

import pandas as pd
from openpyxl.utils import get_column_letter

from ucjmap.intake.evidence.ledger import Where, Witness
from ucjmap.intake.meaning import DATA_KINDS, Column, Extract, Layout, Table, Wording, find_periods, vocabulary
from ucjmap.intake.reading import Sheet, text_of

#: Parts of a count that are persons or desa; a rate is only compared.
COUNTED: Final = frozenset(("numerator", "denominator", "complement", "flag"))
#: A column of more different texts than this is a note, and says nothing about the table as a whole.
_FEW: Final = 30
_LONGEST_LABEL: Final = 6


@dataclass(frozen=True)
class Answers:
    """What the user said beside the file: the date and segment typed, and what to assume, by claim."""

    as_of: str
    as_of_from: str | None = None
    segment: str | None = None
    assume: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Saying:
    """One text of the file outside its figures, where it stands, and what it says by the vocabulary."""

    where: Where
    text: str
    sheet: str
    wording: Wording
    cell: str = ""

    def witness(self, value: str = "") -> Witness:
        """This text as a witness for ``value``."""
        return Witness(self.where, self.text, value, self.sheet, self.cell)


@dataclass(frozen=True)
class TableEvidence:
    """A table with the texts about it: title, name of its sheet and file, notes below, labels in its columns.

    ``labels`` are the different texts of columns that hold neither names nor figures, such as "Program: JHT".
    """

    table: Table
    sheet: Sheet
    texts: tuple[Saying, ...]
    labels: tuple[Saying, ...]


def used_columns(layout: Layout) -> list[Column]:
    """Columns whose figures would be stored."""
    columns = layout.of_kind("value")
    if layout.shape == "long":
        return [column for column in columns if column.meaning.part in COUNTED]
    return [column for column in columns if column.meaning.indicator and column.meaning.part in COUNTED]


def heading_wording(column: Column) -> Wording:
    """What the heading of a column says, its dates left out."""
    return vocabulary().read(find_periods(column.heading)[1], heading=True)


def heading_saying(column: Column, layout: Layout) -> Saying:
    """The heading of a column as a text of the file."""
    row = layout.tables[0].last_heading
    cell = f"{get_column_letter(column.index + 1)}{row}" if row else get_column_letter(column.index + 1)
    return Saying("heading", column.heading, layout.tables[0].sheet, heading_wording(column), cell)


def gather(sheets: Sequence[Sheet], layout: Layout, extract: Extract) -> list[TableEvidence]:
    """The evidence of every table of a file."""
    by_name = {sheet.name: sheet for sheet in sheets}
    return [_of_table(by_name[table.sheet], table, layout, extract.rows) for table in layout.tables]


def _of_table(sheet: Sheet, table: Table, layout: Layout, rows: pd.DataFrame) -> TableEvidence:
    own = rows[rows["sheet"] == table.sheet]
    name = sheet.cut_from or sheet.name
    stem = PurePath(sheet.file).stem
    texts = [_saying("title", table.title, sheet)]
    texts += [_saying("sheet", name, sheet)] if name != stem else []
    texts += [_saying("file", stem, sheet)] if stem else []
    below = own.loc[(own["kind"] == "note") & (own["row"] > table.last_heading), "row"]
    for row in below:
        cells = [text_of(cell) for cell in sheet.cells[int(row) - 1] if isinstance(cell, str)]
        texts.append(_saying("note", " ".join(cells), sheet, cell=str(row)))
    positions = own.loc[own["kind"].isin(DATA_KINDS), "row"].to_numpy() - 1
    labels = [saying for column in layout.columns for saying in _labels(column, sheet, positions, layout)]
    return TableEvidence(table, sheet, tuple(text for text in texts if text.text), tuple(labels))


def _saying(where: Where, text: str, sheet: Sheet, cell: str = "") -> Saying:
    plain = text.replace("_", " ")
    return Saying(where, text, sheet.name, vocabulary().read(find_periods(plain)[1], heading=False), cell)


def _labels(column: Column, sheet: Sheet, positions: Sequence[int], layout: Layout) -> list[Saying]:
    """Texts of a column that holds no name and no figure, where they are few and short enough to be labels."""
    unused = column.meaning.kind in {"note", "ignore", "issuer"}
    unused |= column.meaning.kind == "value" and column not in used_columns(layout) and column.meaning.part != "rate"
    if not unused:
        return []
    cells = (sheet.cells[row][column.index] for row in positions if column.index < len(sheet.cells[row]))
    texts = {text_of(cell): None for cell in cells if isinstance(cell, str)}
    if len(texts) > _FEW:
        return []
    sayings = []
    for text in texts:
        wording = vocabulary().read(text, heading=True)
        if not wording.unknown and len(text.split()) <= _LONGEST_LABEL:
            letter = get_column_letter(column.index + 1)
            sayings.append(Saying("column", f"{column.heading}: {text}", sheet.name, wording, letter))
    return sayings
