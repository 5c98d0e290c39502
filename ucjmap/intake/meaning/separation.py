"""Several tables on one sheet, side by side or under each other: each is cut out as a sheet of its own.

Rows keep their numbers, so that every message still points to the place in the office's own file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ucjmap.intake.meaning.heading_meaning import is_full_heading, is_heading, is_place_heading
from ucjmap.intake.meaning.heading_rows import Headings, find_headings
from ucjmap.intake.meaning.layout import column_letter
from ucjmap.intake.meaning.period_texts import find_periods
from ucjmap.intake.meaning.vocabulary import normalise_heading, vocabulary
from ucjmap.intake.reading import Cell, Sheet, text_of

#: A workbook accepts 31 letters; the cell where the table begins needs at most ten of them.
_LONGEST_NAME: Final = 20
_FEWEST_HEADINGS: Final = 3
#: Claims by which the title of a table differs from that of the one above it.
_TOPICS: Final = frozenset(("segment", "restriction", "unit"))


def separate_tables(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets of a file, those with several tables cut into one sheet for each table.

    Returns
    -------
    list of Sheet
        In the same order. A table that was cut out is named for its sheet and the cell where it begins ("Data – H4"),
        and no two have one name; its rows keep their numbers, its columns begin at the left edge.
    """
    tables = [table for sheet in sheets for part in _under_each_other(sheet) for table in _side_by_side(part)]
    names: set[str] = set()
    for number, table in enumerate(tables):
        # Long names that begin alike are cut to the same one.
        unique = next(
            name for name in (table.name, *(f"{table.name} {n}" for n in range(2, 1000))) if name not in names
        )
        names.add(unique)
        tables[number] = table if unique == table.name else replace(table, name=unique)
    return tables


def _under_each_other(sheet: Sheet) -> Iterator[Sheet]:
    """Cut where a row of headings stands that are not those of the table above."""
    headings = find_headings(sheet)
    starts = [] if headings is None else list(_further_starts(sheet.cells, headings))
    if not starts:
        yield sheet
        return
    above = _lines(sheet.cells[: headings.first if headings else 0])
    for first, end in zip([0, *starts], [*starts, len(sheet.cells)], strict=True):
        part = _with_rows(sheet, first, end)
        if first:
            title = " ".join(_shared(above, _own_lines(sheet.cells[first:end])))
            part = replace(part, name=_name(sheet, first, 0), cut_from=sheet.name, above=title)
        yield part


def _own_lines(cells: Sequence[Sequence[Cell]]) -> list[str]:
    """The title of a table, which begins at the first of ``cells``."""
    end = next((row for row in range(len(cells)) if _is_heading_row(cells[row])), 0)
    return _lines(cells[:end])


def _lines(rows: Iterable[Sequence[Cell]]) -> list[str]:
    return [text for row in rows if (text := " ".join(_texts([row])))]


def _shared(above: Sequence[str], own: Sequence[str]) -> list[str]:
    """Lines over the first table that hold for a later one: not "A. PENERIMA UPAH" where that says "B. BPU" itself."""
    told = set().union(*(_topics(line) for line in own))
    return [line for line in above if not _topics(line) & told]


def _topics(line: str) -> set[str]:
    """What a line of a title tells of the figures: their segment, unit, date or restriction."""
    wording = vocabulary().read(line, heading=False)
    topics = {term.claim for term in wording.terms} & _TOPICS
    return topics | ({"date"} if find_periods(line)[0] else set())


def _further_starts(cells: Sequence[Sequence[Cell]], headings: Headings) -> Iterator[int]:
    known = {_key(row) for row in cells[headings.first : headings.last + 1]}
    row = headings.last + 1
    while row < len(cells):
        if _is_heading_row(cells[row]):
            first = _first_of_title(cells, row, headings.last + 1)
            # The same headings again are those of a further page, unless a title of their own stands over them.
            if _key(cells[row]) not in known or any(map(_topics, _lines(cells[first:row]))):
                known.add(_key(cells[row]))
                yield first
        row += 1


def _is_heading_row(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell is not None]
    texts = [cell for cell in filled if isinstance(cell, str)]
    # Most rows have a figure: they are told apart before any word of theirs is read.
    if len(filled) < _FEWEST_HEADINGS or len(texts) < len(filled) or not all(map(is_heading, texts)):
        return False
    full = {normalise_heading(text) for text in texts if is_full_heading(text)}
    return len(full) > 1 and any(map(is_place_heading, texts))


def _first_of_title(cells: Sequence[Sequence[Cell]], row: int, top: int) -> int:
    """The first of the blank rows and lone texts that stand straight above ``row``."""
    while row > top and all(isinstance(cell, str) for cell in cells[row - 1] if cell is not None):
        if sum(cell is not None for cell in cells[row - 1]) > 1:
            break
        row -= 1
    return row


def _key(row: Iterable[Cell]) -> tuple[str, ...]:
    texts = [normalise_heading(text_of(cell)) for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _texts(rows: Iterable[Sequence[Cell]]) -> list[str]:
    return [text_of(cell) for row in rows for cell in row if cell is not None]


def _side_by_side(sheet: Sheet) -> Iterator[Sheet]:
    """Cut where the same headings begin anew further to the right."""
    headings = find_headings(sheet)
    starts = [] if headings is None else _repeated(headings.key)
    if headings is None or not starts:
        yield sheet
        return
    above = " ".join([sheet.above, *_texts(sheet.cells[: headings.first])]).strip()
    for first, end in zip([0, *starts], [*starts, None], strict=True):
        part = _with_columns(sheet, first, end)
        name = _name(sheet, headings.first, first)
        yield replace(part, name=name, cut_from=sheet.cut_from or sheet.name, above=above) if first else part


def _repeated(key: Sequence[str]) -> list[int]:
    """Columns where the headings of the first table begin again; none where the headings are not all repeated."""
    names = [text for text in key if text]
    for times in range(len(names) // 2, 1, -1):
        width = len(names) // times
        first = names[:width]
        if width * times == len(names) and first * times == names and len(set(first)) == width > 1:
            filled = [column for column, text in enumerate(key) if text]
            return filled[width::width] if any(map(is_place_heading, first)) else []
    return []


def _name(sheet: Sheet, row: int, column: int) -> str:
    return f"{sheet.name[:_LONGEST_NAME]} – {column_letter(column)}{row + 1}"


def _with_rows(sheet: Sheet, first: int, end: int) -> Sheet:
    blank: list[list[Cell]] = [[] for _ in range(first)]
    return replace(
        sheet,
        cells=blank + sheet.cells[first:end],
        hidden_rows=frozenset(row for row in sheet.hidden_rows if first < row <= end),
        merged=tuple(area for area in sheet.merged if first <= area[0] < end),
    )


def _with_columns(sheet: Sheet, first: int, end: int | None) -> Sheet:
    """The columns from ``first`` on, moved to the left edge: all tables of a file are read by the same columns."""
    merged = tuple(
        (top, left - first, bottom, right - first)
        for top, left, bottom, right in sheet.merged
        if first <= left and (end is None or left < end)
    )
    return replace(sheet, cells=[row[first:end] for row in sheet.cells], merged=merged)
