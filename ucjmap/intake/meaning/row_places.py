"""The names of the areas that a row is of: its own, and those that rows above it have named for it."""

import re
from collections.abc import Sequence

from ucjmap.codes import PLACE_COLUMNS, level_of_text
from ucjmap.intake.meaning.key_columns import PLACES, KeyColumns
from ucjmap.intake.meaning.layout import Table
from ucjmap.intake.meaning.row_kinds import read_subheading
from ucjmap.intake.reading import Cell, text_of

# "A. JAWAI", "II) TEBAS".
_LEADING_MARK = re.compile(r"(?:[A-Z]|[IVXLC]+|\d{1,3})\s*[.)]\s+(?=\S)")
# "1. Sungai Raya", "(12) Kubu", "a) Sebangki".
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,4}|[a-zA-Z])\s*(?:[.)]\s*|[-–]\s+|\s)(?=[^\W\d_])")
# "Sungai Raya (Kec. Sungai Raya)", "Tebas, Kecamatan Tebas".
_IN_ONE_CELL = re.compile(r"(.*?[^\s,(/–-])[\s,(/–-]+(?:kecamatan|kec)(?:\s*[.:]\s*|\s+)([^()]+?)\s*\)?$", re.I)

Place = dict[str, str | None]


class RowPlaces:
    """The places of the rows of one sheet, which are asked from top to bottom."""

    def __init__(self, table: Table | None, columns: KeyColumns, cells: Sequence[list[Cell]]) -> None:
        self._columns = columns
        below = cells[table.last_heading :] if table else []
        self._grouped = self._find_grouped(below)
        self._listed = self._find_listed(below)
        self._carried: Place = dict(table.place) if table else {}

    def _find_grouped(self, below: Sequence[list[Cell]]) -> set[str]:
        """Upper name columns that name each group once and leave the rows below blank."""
        grouped = set()
        keyed = [row for row in below if self._columns.is_keyed(row)]
        for place, index in self._columns.names.items():
            if place == self._columns.lowest:
                continue
            column = [row[index] if index < len(row) else None for row in keyed]
            written = [
                (before, cell) for before, cell in zip([None, *column], column, strict=False) if cell is not None
            ]
            repeated = sum(before == cell for before, cell in written)
            # A column that is written out in full repeats itself; a blank in it is a blank.
            if len(written) <= 0.8 * len(column) and repeated <= 0.2 * len(written):
                grouped.add(place)
        return grouped

    def _find_listed(self, below: Sequence[list[Cell]]) -> frozenset[str]:
        """Name columns whose names carry the number of their line, "1. Sungai Raya"; one alone is part of its name."""
        listed = set()
        for place, index in self._columns.names.items():
            texts = {text_of(row[index]) for row in below if index < len(row)} - {""}
            marks = {match[0] for text in texts if (match := _LIST_NUMBER.match(text))}
            # "N 1 Aek Nabara" to "N 7 Aek Nabara" begin alike: those are names.
            if len(marks) > 2 and sum(bool(_LIST_NUMBER.match(text)) for text in texts) > 0.6 * len(texts):
                listed.add(place)
        return frozenset(listed)

    def carry(self, row: Sequence[Cell]) -> None:
        """Take the area of a sub-heading for the rows below it; the areas below that level end there."""
        texts = [text_of(cell) for cell in row]
        if area := read_subheading(texts):
            self._begin(area.place, area.name)
        else:
            place = self._columns.above or self._columns.lowest or PLACES[-1]
            self._begin(place, _LEADING_MARK.sub("", [text for text in texts if text][-1]))

    def place(self, row: Sequence[Cell]) -> Place:
        """Names of the areas of a row of data, by column of an extract."""
        place = dict(self._carried)
        for name, index in self._columns.names.items():
            text = text_of(row[index]) if index < len(row) else ""
            if text and name in self._listed:
                text = _LIST_NUMBER.sub("", text, count=1)
            if text:
                place[self._place_by_code(row) or name if name == self._columns.by_code else name] = text
            if name in self._grouped and text:
                self._begin(name, text)
        both = _IN_ONE_CELL.match(place.get("village") or "") if "district" not in self._columns.names else None
        if both and not self._columns.codes:
            place["village"], place["district"] = both[1], both[2]
        return place

    def _place_by_code(self, row: Sequence[Cell]) -> str | None:
        index = self._columns.codes[0].index
        level = level_of_text(text_of(row[index])) if index < len(row) else None
        return PLACE_COLUMNS[level] if level else None

    def _begin(self, place: str, name: str) -> None:
        """Carry a name from here on, and none of the places below it."""
        self._carried[place] = name
        for lower in PLACES[PLACES.index(place) + 1 :]:
            self._carried.pop(lower, None)
