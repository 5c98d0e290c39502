"""Tables with a row for each measure ("Peserta Aktif", "Jumlah Pekerja"), turned so that each has a column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ucjmap.intake.meaning.columns import guess_columns
from ucjmap.intake.meaning.heading_rows import Headings, find_headings
from ucjmap.intake.reading import Cell, Sheet, is_no_data, read_count, text_of

_MOST_MEASURES: Final = 12
_FEWEST_ROWS: Final = 2
#: From so many rows of a column its meaning is guessed, as where the whole layout is.
_SAMPLE: Final = 300
#: Parts of a rate that a measure may be.
_PARTS: Final = frozenset(("numerator", "denominator", "complement", "rate"))


@dataclass(frozen=True)
class _Columns:
    """Positions of the measures, of their figures, of what tells the rows of one measure apart, and of remarks."""

    labels: int
    figures: int
    keys: tuple[int, ...]
    remarks: tuple[int, ...]


def spread_measures(sheet: Sheet) -> Sheet:
    """The sheet with a column for each measure where its rows are of measures in turn.

    A measure twice in one area, a figure without a measure, a remark on one of them or a hidden row leaves all as it is.

    Returns
    -------
    Sheet
        The figures of an area stand in the first of its rows, where its name is; their headings are the measure and what
        stood above the figures. The same sheet where its rows are no measures.
    """
    headings = find_headings(sheet)
    if headings is None or headings.first != headings.last or len(headings.texts) < 3:
        return sheet
    columns = _find_columns(sheet, headings)
    rows = range(headings.last + 1, len(sheet.cells))
    groups = _groups(sheet, rows, columns) if columns is not None else None
    if columns is None or groups is None:
        return sheet
    measures = list(dict.fromkeys(text for group in groups.values() for text in group))
    return _turned(sheet, headings, columns, groups, measures)


def _find_columns(sheet: Sheet, headings: Headings) -> _Columns | None:
    body = sheet.cells[headings.last + 1 :]
    samples = [[row[column] for row in body if column < len(row)] for column in range(len(headings.texts))]
    step = max(1, len(body) // _SAMPLE) | 1  # an odd one, so that rows of two measures in turn are both met
    guessed = guess_columns(headings.texts, [cells[::step] for cells in samples], "")
    labels = [
        column.index
        for column in guessed
        if column.meaning.kind not in {"name", "code", "segment"} and _are_measures(samples[column.index])
    ]
    names = [column.index for column in guessed if column.meaning.kind in {"name", "code"}]
    figures = [
        column.index
        for column in guessed
        if column.index not in labels
        and column.meaning.kind in {"value", "ignore"}
        and _is_figures(samples[column.index])
    ]
    if len(labels) != 1 or len(figures) != 1 or not names:
        return None
    others = [column for column in guessed if column.index not in {*labels, *figures}]
    keys = (column.index for column in others if column.meaning.kind not in {"number", "note"})
    remarks = (column.index for column in others if column.meaning.kind == "note")
    return _Columns(labels[0], figures[0], tuple(keys), tuple(remarks))


def _are_measures(cells: Sequence[Cell]) -> bool:
    """Whether a column says numerator, denominator or complement in turn, and nothing that is no measure."""
    texts = [text_of(cell) for cell in cells if not is_no_data(cell)]
    distinct = list(dict.fromkeys(texts))
    if not 2 <= len(distinct) <= _MOST_MEASURES or len(texts) < len(distinct) * _FEWEST_ROWS:
        return False
    meanings = [column.meaning for column in guess_columns(distinct, [[1, 2]] * len(distinct), "")]
    counted = {meaning.part for meaning in meanings if meaning.kind == "value"} & _PARTS
    return len(counted) > 1 and all(meaning.kind in {"value", "ignore"} for meaning in meanings)


def _is_figures(cells: Sequence[Cell]) -> bool:
    seen = [cell for cell in cells if not is_no_data(cell)]
    return bool(seen) and sum(read_count(cell).value is not None for cell in seen) > 0.8 * len(seen)


def _groups(sheet: Sheet, rows: range, columns: _Columns) -> dict[int, dict[str, Cell]] | None:
    """Figures by measure of each area, by the row where its name stands; None where they cannot be told apart."""
    groups: dict[int, dict[str, Cell]] = {}
    places: dict[tuple[str, ...], int] = {}
    key: tuple[str, ...] = ()
    for row in rows:
        cells = sheet.cells[row]
        label, figure = text_of(_at(cells, columns.labels)), _at(cells, columns.figures)
        if not label:
            if figure is not None:
                return None
            continue
        own = tuple(text_of(_at(cells, index)) for index in columns.keys)
        key = own if any(own) else key
        first = places.setdefault(key, row)
        group = groups.setdefault(first, {})
        if not any(key) or label in group or row + 1 in sheet.hidden_rows:
            return None
        # A remark is on its own measure, as "ribu orang" may be: only one that all of them share is kept.
        if any(_at(cells, index) != _at(sheet.cells[first], index) for index in columns.remarks):
            return None
        group[label] = figure
    return groups


def _at(cells: Sequence[Cell], index: int) -> Cell:
    return cells[index] if index < len(cells) else None


def _turned(
    sheet: Sheet, headings: Headings, columns: _Columns, groups: dict[int, dict[str, Cell]], measures: Sequence[str]
) -> Sheet:
    width = max(len(headings.texts), *(len(row) for row in sheet.cells))
    places = [columns.figures, *range(width, width + len(measures) - 1)]
    head = _padded(sheet.cells[headings.last], width + len(measures) - 1)
    head[columns.labels] = None
    for place, measure in zip(places, measures, strict=True):
        head[place] = f"{measure} {headings.texts[columns.figures]}".strip()
    cells = [*sheet.cells[: headings.last], head]
    for row in range(headings.last + 1, len(sheet.cells)):
        cells.append(_turned_row(sheet.cells[row], columns, groups.get(row), places, measures))
    merged = tuple(area for area in sheet.merged if area[2] <= headings.last)
    return replace(sheet, cells=cells, merged=merged)


def _turned_row(
    row: list[Cell], columns: _Columns, group: dict[str, Cell] | None, places: Sequence[int], measures: Sequence[str]
) -> list[Cell]:
    if group is None:
        # A row of a further measure is empty now; titles and notes, which have none, stay.
        return [] if text_of(_at(row, columns.labels)) else row
    turned = _padded(row, max(*places, columns.labels) + 1)
    turned[columns.labels] = None
    for place, measure in zip(places, measures, strict=True):
        turned[place] = group.get(measure)
    return turned


def _padded(row: Sequence[Cell], width: int) -> list[Cell]:
    return [*row, *[None] * (width - len(row))]
