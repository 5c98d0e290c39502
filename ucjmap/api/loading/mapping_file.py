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
from ucjmap.intake.meaning import Column, Kind, Part, normalise_heading

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
    """Meanings of columns by their headings, and answers to claims as on the command line.

    Columns of the same heading, such as two called "Jumlah", have one meaning each, from left to right.
    """

    columns: Mapping[str, tuple[ColumnMeaning, ...]] = field(default_factory=dict)
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

        Raises
        ------
        UsageError
            The table has more or fewer columns of a heading than the mapping has meanings for: which is which would be
            a guess.
        """
        known: dict[str, tuple[ColumnMeaning, ...]] = {}
        for heading, meanings in self.columns.items():
            key = normalise_heading(heading)
            known[key] = (*known.get(key, ()), *meanings)
        for heading, columns in _by_heading(layout).items():
            if heading not in known:
                continue
            if len(known[heading]) != len(columns):
                raise _other_columns(columns[0].heading, len(known[heading]), len(columns))
            for column, meaning in zip(columns, known[heading], strict=True):
                # The date in a heading is that of the file at hand.
                layout = layout.with_meaning(column.index, replace(meaning, period=column.meaning.period))
        return layout


def _by_heading(layout: Layout) -> dict[str, list[Column]]:
    """Columns from left to right by their headings as they are compared; those without a heading are left out."""
    columns: dict[str, list[Column]] = {}
    for column in layout.columns:
        if heading := normalise_heading(column.heading):
            columns.setdefault(heading, []).append(column)
    return columns


def _other_columns(heading: str, known: int, present: int) -> UsageError:
    return UsageError(
        "other_columns",
        N_("Columns “{heading}”: the mapping has {known}, the table {present}."),
        N_("Let `--keep-mapping` write a mapping of this table, and change that."),
        heading=heading,
        known=known,
        present=present,
    )


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
        _check_words(values)
        columns = {str(heading): _read_meanings(plain) for heading, plain in meanings.items()}
        return TableMapping(columns, **values)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            "bad_mapping",
            N_("{file} is no mapping of a table: {problem}."),
            N_("Let `ucjmap coverage import --keep-mapping` write one, and change that."),
            file=path.name,
            problem=str(error),
        ) from error


def _read_meanings(written: dict[str, Any] | list[dict[str, Any]]) -> tuple[ColumnMeaning, ...]:
    """One meaning, or a list of them where several columns have the heading."""
    plain_meanings = written if isinstance(written, list) else [written]
    for plain in plain_meanings:
        _check_words(plain)
    return tuple(ColumnMeaning(**plain) for plain in plain_meanings)


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
        Left out are columns without a heading and, unless a user said so, those that are ignored; of columns with the
        same heading all are kept where one is. Dates in headings belong to the file at hand and are not kept.
    answers
        Segment, choice of the date and assumptions; its own columns are not written.
    """
    columns = {}
    for alike in _by_heading(layout).values():
        if any(column.chosen or column.meaning.kind != "ignore" for column in alike):
            meanings = [_plain(column.meaning) for column in alike]
            columns[alike[0].heading] = meanings[0] if len(meanings) == 1 else meanings
    values = {
        "columns": columns,
        "segment": answers.segment,
        "as_of_from": answers.as_of_from,
        "assume": dict(answers.assume),
    }
    kept = {key: value for key, value in values.items() if value}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _plain(meaning: ColumnMeaning) -> dict[str, Any]:
    return {name: value for name, value in asdict(replace(meaning, period=None)).items() if value}
