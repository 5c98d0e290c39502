"""What the texts and columns of a table say about its figures, each with the place where it stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from ucjmap.intake.evidence.ledger import Where, Witness
from ucjmap.intake.meaning import (
    Column,
    Layout,
    Table,
    Wording,
    bounds_of,
    column_letter,
    find_parts,
    find_periods,
    vocabulary,
)
from ucjmap.intake.reading import Sheet

#: Parts of a count that are persons or desa; a rate is only compared.
COUNTED: Final = frozenset(("numerator", "denominator", "complement", "flag"))
#: Where and when a paper was signed or printed is no date of its figures, and who signs is no word about them.
SIGNED: Final = re.compile(
    r"^[^\d:]{2,40},\s*\d{1,2}\s+[A-Za-z]+\s+\d{4}\s*$|dicetak|diunduh|diperbarui|printed|downloaded|updated", re.I
)


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
    #: Whether it stands among the rows of the table, whose later ones it is about.
    inside: bool = False

    def witness(self, value: str = "") -> Witness:
        """This text as a witness for ``value``."""
        return Witness(self.where, self.text, value, self.sheet, self.cell)


@dataclass(frozen=True)
class TableEvidence:
    """A table with the texts about it: title, name of its sheet and file, notes below, labels in its columns.

    ``labels`` are the different texts of columns that hold neither names nor figures, such as "Program: JHT";
    ``constants`` those that say the same in every row with a word that the vocabulary lacks.
    """

    table: Table
    sheet: Sheet
    texts: tuple[Saying, ...]
    labels: tuple[Saying, ...]
    constants: tuple[Saying, ...] = ()


def used_columns(layout: Layout) -> list[Column]:
    """Columns whose figures would be stored.

    Returns
    -------
    list of Column
        Counts and marks from left to right; outside a long table only those whose indicator is named.
    """
    columns = layout.of_kind("value")
    if layout.shape == "long":
        return [column for column in columns if column.meaning.part in COUNTED]
    return [column for column in columns if column.meaning.indicator and column.meaning.part in COUNTED]


def heading_wording(column: Column) -> Wording:
    """What the heading of a column says, its dates left out; a month without its year stays where nothing dates it."""
    rest = find_periods(column.heading)[1]
    wording = vocabulary().read(find_parts(rest)[1] if column.meaning.period else rest, heading=True)
    return Wording((*wording.terms, *bounds_of(rest)), wording.unknown)


def heading_saying(column: Column, layout: Layout) -> Saying:
    """The heading of a column as a text of the file.

    Returns
    -------
    Saying
        Its cell is the lowest row of headings of the first table ("D5"), or the column alone where that has none.
    """
    row = layout.tables[0].last_heading
    cell = f"{column_letter(column.index)}{row}" if row else column_letter(column.index)
    return Saying("heading", column.heading, layout.tables[0].sheet, heading_wording(column), cell)
