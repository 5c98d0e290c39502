"""How a file is laid out: where its table is and what each column means; kept for the next file of that shape."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from ucjmap.codes import Level
from ucjmap.schema import ALL_SEGMENTS

Kind = Literal[
    "name", "code", "value", "date", "year", "issuer", "target", "indicator", "segment", "number", "note", "ignore"
]
Part = Literal["numerator", "denominator", "rate", "complement", "flag"]
Shape = Literal["wide", "long", "targets", "list"]
ListOf = Literal["registered", "unregistered"]


def column_letter(index: int) -> str:
    """Letter of a column, as the spreadsheet program shows it.

    Parameters
    ----------
    index
        Position from 0.

    Returns
    -------
    str
        ``A`` for 0, ``AB`` for 27.
    """
    from openpyxl.utils import get_column_letter  # slow to load, and needed for what is asked about only

    return str(get_column_letter(index + 1))


@dataclass(frozen=True)
class ColumnMeaning:
    """What a column holds. ``level`` belongs to names and partial codes, the others to values.

    ``period`` is the first and the last day of the figures, where the heading names them (``2024-01-01/2024-12-31``).
    """

    kind: Kind
    indicator: str | None = None
    segment: str | None = None
    part: Part | None = None
    level: Level | None = None
    period: str | None = None

    @property
    def whole(self) -> "ColumnMeaning":
        """The same meaning with all segments named as such, where none is."""
        return replace(self, segment=self.segment or ALL_SEGMENTS) if self.kind == "value" else self

    @property
    def is_single(self) -> bool:
        """Whether a table can have only one column of this meaning; of dates "Triwulan" and "Bulan" may be two."""
        unknown = self.kind == "value" and None in (self.indicator, self.part)
        return self.kind not in {"number", "note", "ignore", "target", "date"} and not unknown


@dataclass(frozen=True)
class Column:
    """A column of the table: position from 0, joined heading, meaning.

    ``sure`` is False where the user should look, ``chosen`` is True where the user gave the meaning.
    """

    index: int
    heading: str
    meaning: ColumnMeaning
    sure: bool = True
    chosen: bool = False

    @property
    def key(self) -> str:
        """Name of this column in an extract."""
        return f"column_{self.index + 1}"


@dataclass(frozen=True)
class Table:
    """Where a table stands: its sheet, its heading rows (from 1; 0 to 0 where it has none), its title, its place.

    ``place`` maps province, regency and district to names found in the title or in the name of the sheet.
    """

    sheet: str
    first_heading: int
    last_heading: int
    title: str = ""
    place: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """Layout of a file; ``fingerprint`` is the same for every file with the same headings.

    ``source`` is the key of the profile that the file was recognised by, empty where it was by none.
    """

    tables: tuple[Table, ...]
    columns: tuple[Column, ...]
    fingerprint: str
    shape: Shape = "wide"
    list_of: ListOf | None = None
    list_indicator: str | None = None
    as_of: str | None = None
    source: str = ""

    def with_meaning(self, index: int, meaning: ColumnMeaning) -> "Layout":
        """The same layout with the meaning of one column set by the user.

        Parameters
        ----------
        index
            Position of the column from 0.

        Returns
        -------
        Layout
            Its column counts as ``sure`` and ``chosen``, which no later guess changes.
        """
        columns = tuple(
            replace(column, meaning=meaning, sure=True, chosen=True) if column.index == index else column
            for column in self.columns
        )
        return replace(self, columns=columns)

    def alike(self) -> tuple[tuple[Column, ...], ...]:
        """Columns of one meaning, where two or more have it: which of them holds the figure is for the user to say.

        Returns
        -------
        tuple of tuple of Column
            One group for each such meaning. A count that names no segment is one of all segments. Columns of dates,
            notes and targets may be several.
        """
        by_meaning: dict[ColumnMeaning, list[Column]] = {}
        for column in self.columns:
            if column.meaning.is_single:
                by_meaning.setdefault(column.meaning.whole, []).append(column)
        return tuple(tuple(columns) for columns in by_meaning.values() if len(columns) > 1)

    def of_kind(self, *kinds: Kind) -> tuple[Column, ...]:
        """Columns of the given kinds.

        Returns
        -------
        tuple of Column
            From left to right.
        """
        return tuple(column for column in self.columns if column.meaning.kind in kinds)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON.

        Returns
        -------
        dict
            What ``from_dict`` reads.
        """
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Layout":
        """Layout from its plain values.

        Parameters
        ----------
        values
            What ``to_dict`` gave, also after a way through JSON.

        Returns
        -------
        Layout
            Equal to the one that was written.
        """
        tables = tuple(Table(**table) for table in values["tables"])
        columns = tuple(
            Column(**{**column, "meaning": ColumnMeaning(**column["meaning"])}) for column in values["columns"]
        )
        return cls(**{**values, "tables": tables, "columns": columns})
