"""What was settled about a table, kept in a file and used for the next one of its shape: columns and answers."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, get_args

from ucjmap.api.loading.table_ledger import AS_OF_FROM
from ucjmap.codes import LEVELS
from ucjmap.errors import N_, UsageError
from ucjmap.intake import ASSUMPTIONS, ColumnMeaning, Layout
from ucjmap.intake.meaning import Kind, Part, normalise_heading

_KEYS: Final = frozenset(("columns", "segment", "as_of_from", "assume"))
_WORDS: Final[dict[str, Collection[str]]] = {
    "kind": get_args(Kind),
    "level": LEVELS,
    "part": get_args(Part),
    "segment": ASSUMPTIONS["segment"],
    "as_of_from": AS_OF_FROM,
}


@dataclass(frozen=True)
class TableMapping:
    """Meanings of columns by their headings, and answers to claims as on the command line."""

    columns: Mapping[str, ColumnMeaning] = field(default_factory=dict)
    segment: str | None = None
    as_of_from: str | None = None
    assume: Mapping[str, str] = field(default_factory=dict)

    def apply(self, layout: Layout) -> Layout:
        """The same layout, the columns of known headings with the meanings that were settled.

        Parameters
        ----------
        layout
            Of the table at hand. Headings are compared without capitals and marks; the date in a heading stays its own.

        Returns
        -------
        Layout
            Columns that got a meaning count as chosen by the user.
        """
        known = {normalise_heading(heading): meaning for heading, meaning in self.columns.items()}
        for column in layout.columns:
            meaning = known.get(normalise_heading(column.heading)) if column.heading else None
            if meaning is not None:
                # The date in a heading is that of the file at hand.
                layout = layout.with_meaning(column.index, replace(meaning, period=column.meaning.period))
        return layout


def read_mapping(path: Path) -> TableMapping:
    """A mapping from its file.

    Returns
    -------
    TableMapping
        Whether its assumptions are answers to claims is checked where they are used.

    Raises
    ------
    UsageError
        The file is missing or no mapping, or it has a word that nothing knows, such as another segment.
    """
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not set(values) <= _KEYS:
            raise ValueError(sorted(set(values) - _KEYS))
        meanings = values.pop("columns", {})
        for plain in (values, *meanings.values()):
            _check_words(plain)
        return TableMapping({str(heading): ColumnMeaning(**plain) for heading, plain in meanings.items()}, **values)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            "bad_mapping",
            N_("{file} is no mapping of a table: {problem}."),
            N_("Let `ucjmap coverage import --keep-mapping` write one, and change that."),
            file=path.name,
            problem=str(error),
        ) from error


def _check_words(values: Mapping[str, Any]) -> None:
    """Refuse a word that nothing knows: figures of a segment "bpuu" would be stored where no map shows them."""
    for key, words in _WORDS.items():
        if values.get(key) is not None and values[key] not in words:
            raise ValueError(f"{key}: {values[key]}")


def write_mapping(path: Path, layout: Layout, answers: TableMapping) -> None:
    """Keep the columns of a layout and the answers given in a file.

    Parameters
    ----------
    path
        JSON file, written over.
    layout
        Columns that are not used or have no heading are left out, and so are the dates in headings.
    answers
        Segment, choice of the date and assumptions; its own columns are not written.
    """
    columns = {
        column.heading: {name: value for name, value in asdict(replace(column.meaning, period=None)).items() if value}
        for column in layout.columns
        if column.heading and column.meaning.kind != "ignore"
    }
    values = {
        "columns": columns,
        "segment": answers.segment,
        "as_of_from": answers.as_of_from,
        "assume": dict(answers.assume),
    }
    kept = {key: value for key, value in values.items() if value}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
