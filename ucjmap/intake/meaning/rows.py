"""The rows of a file, each with its kind, its place and its cells. No row is left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from ucjmap.codes import DIGITS, LEVELS, PLACE_COLUMNS, Level, join_columns, level_of_text
from ucjmap.intake.meaning.heading_meaning import is_lone_name
from ucjmap.intake.meaning.heading_rows import is_column_numbers
from ucjmap.intake.meaning.layout import Layout, Table
from ucjmap.intake.reading import Cell, Sheet, is_no_data, read_count, read_flag, text_of

#: Kinds of rows that carry data; a hidden row of data is taken as well, and reported.
DATA_KINDS: Final = ("data", "hidden")
EXTRACT_COLUMNS: Final = ("sheet", "row", "kind", *PLACE_COLUMNS.values(), "code")

#: Level of an area by the first three letters of the word before its name.
LEVEL_OF_WORD: Final[dict[str, Level]] = {"kec": "adm3", "dis": "adm3", "kab": "adm2", "kot": "adm2", "pro": "adm1"}

_SAMPLE: Final = 300
_ORDER: Final = tuple(PLACE_COLUMNS.values())

_TOTAL = re.compile(
    r"(sub\s*-?\s*)?(grand\s+)?(total|jumlah|jml|rata\s*-?\s*rata|rerata|average|keseluruhan|akumulasi)\b"
    # Excel's own subtotals say "Wanaraja Total"; a page ends in "Dipindahkan" and the next begins with "Pindahan".
    r"|.{2,60}\s(sub\s*-?\s*)?total$|(di)?pindah(an|kan)$|(indonesia|nasional|national)$"
    # "Se-Bengkulu" is all of Bengkulu.
    r"|se\s?-\s?[a-z]|(se|seluruh|semua)\s?(kabupaten|provinsi|kecamatan|kelurahan|desa)\b"
    r"|(seluruh|semua)\s(kab|kota|prov|kec)\b",
    re.I,
)
_SPACED_TOTAL = re.compile(r"(t\s?o\s?t\s?a\s?l|j\s?u\s?m\s?l\s?a\s?h)\W*$", re.I)
_SUBHEADING = re.compile(
    r"(?:(?:[A-Z]|[IVXLC]+|\d{1,3})\s*[.)]?\s+|[A-Z][.)]\s*|\d{1,3}[.)]\s*)?"
    r"(kecamatan|kec|distrik|kabupaten|kab|kota|provinsi|propinsi|prov)(?:\s*\.\s*|\s*:\s*|\s+)(\S.*)$",
    re.I,
)
_LISTING_MARK = re.compile(r"([A-Z]|[IVXLC]+)\s*[.)]?$")
_LEADING_MARK = re.compile(r"(?:[A-Z]|[IVXLC]+|\d{1,3})\s*[.)]\s+(?=\S)")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,4}|[a-zA-Z])\s*(?:[.)]\s*|[-–]\s+|\s)(?=[^\W\d_])")
_IN_ONE_CELL = re.compile(r"(.*?[^\s,(/–-])[\s,(/–-]+(?:kecamatan|kec)(?:\s*[.:]\s*|\s+)([^()]+?)\s*\)?$", re.I)
# Longer digits, with a word before them or not, are the number of a civil servant who signs.
_CODE = re.compile(r"['’]?\s*(?:ID)?\s*\d[\d., ]{0,13}(?:[eE][+]?\d+)?$")
# Many desa are called Sumber Something, some Kepala Something: a note needs more than its first word.
_NOTE = re.compile(
    r"(mengetahui|menyetujui|(catatan|keterangan|ket|sumber( data)?|note|source)\s*[:.]|nip\b|ttd|tertanda|a\.\s*n\.|\*"
    r"|kepala\s+(dinas|bidang|badan|bagian|kantor|cabang|desa|seksi)|bupati\b|wali\s?kota\b|gubernur\b|camat\b|sekretaris\b"
    r"|pl[th]\b|pj\b|dibuat\b|disusun\b|penanggung\b|demikian\b|dicetak\b|(halaman|page)\s+\d)"
    r"|.{2,40},\s*\d{1,2}\s+[a-z]+\s+\d{4}$",
    re.I,
)


@dataclass(frozen=True)
class Extract:
    """All rows of all sheets of a file.

    ``rows``: one row is one row of one sheet (``row`` counts from 1, as Excel shows it), with its kind, its place
    names and code (sub-headings and merged cells carried down; None where the file says nothing), and the original
    cell of every other column under ``Column.key``. Rows of no data are None.
    """

    rows: pd.DataFrame

    @property
    def data(self) -> pd.DataFrame:
        """The rows that carry data."""
        return self.rows[self.rows["kind"].isin(DATA_KINDS)]


def is_total_text(text: str) -> bool:
    """Whether a name is the word for a total, such as "Jumlah" or "T O T A L".

    Returns
    -------
    bool
        True also for "Rata-rata", "Wanaraja Total", "Pindahan" and "Se-Bengkulu".
    """
    return bool(_TOTAL.match(text.lstrip()) or _SPACED_TOTAL.match(text))


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
    readers = [_Rows(sheet, tables.get(sheet.name), layout) for sheet in sheets]
    extra = [column.key for column in layout.columns if column.meaning.kind not in {"name", "code", "number", "ignore"}]
    frames: dict[str, list[object]] = {name: [] for name in (*EXTRACT_COLUMNS, *extra)}
    for reader in readers:
        for name, cells in reader.read().items():
            frames[name].extend(cells)
    rows = pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in frames.items()})
    return Extract(rows.astype({"row": "int64"}))


@dataclass
class _Rows:
    """The rows of one sheet, read once from top to bottom."""

    sheet: Sheet
    table: Table | None
    layout: Layout
    carried: dict[str, str | None] = field(default_factory=dict)
    foot: bool = False
    numbered: bool = False
    last_keyed: int = 0
    listed: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        columns = self.layout.columns
        levels = {column.meaning.level: column.index for column in reversed(self.layout.of_kind("name"))}
        self.names = {place: levels[level] for level, place in PLACE_COLUMNS.items() if level in levels}
        self.codes = [column for column in columns if column.meaning.kind == "code"]
        self.values = [column.index for column in self.layout.of_kind("value", "target")]
        self.numbers = [column.index for column in self.layout.of_kind("number")]
        self.keys = sorted({*self.names.values(), *(column.index for column in self.codes)})
        self.leading = sorted({*self.keys, *self.numbers})
        self.lowest = max(self.names, key=_ORDER.index, default=None)
        self.coded = self._coded_name()
        self.wide = {(top, left) for top, left, _, right in self.sheet.merged if right > left}

    def _coded_name(self) -> str | None:
        """The place of a lone "Nama" whose level the code in its row tells: a province among its kabupaten, say."""
        named = self.layout.of_kind("name")
        lone = len(named) == 1 and len(self.codes) == 1 and is_lone_name(named[0].heading) and not named[0].chosen
        return self.lowest if lone else None

    def read(self) -> dict[str, list[object]]:
        """Columns of the extract for this sheet."""
        cells = self._filled()
        kinds, places = self._classify(cells)
        width = max((len(row) for row in cells), default=0)
        # Turned once: picking a column out of many thousand lists is slow.
        turned = list(zip(*(row + [None] * (width - len(row)) for row in cells), strict=True)) if width else []
        empty = (None,) * len(cells)

        def column_of(index: int) -> Sequence[object]:
            return turned[index] if index < width and self.table else empty

        read: dict[str, list[object]] = {
            "sheet": [self.sheet.name] * len(cells),
            "row": list(range(1, len(cells) + 1)),
            "kind": kinds,  # type: ignore[dict-item]
            "code": self._codes(cells, kinds),
        }
        for place in PLACE_COLUMNS.values():
            read[place] = [item.get(place) if item else None for item in places]
        for column in self.layout.columns:
            if column.meaning.kind not in {"name", "code", "number", "ignore"}:
                read[column.key] = list(column_of(column.index))
        return read

    def _filled(self) -> list[list[Cell]]:
        """Cells with vertically merged names carried down over their range."""
        if not self.table or not self.sheet.merged:
            return self.sheet.cells
        cells = [*self.sheet.cells]
        for top, left, bottom, _ in self.sheet.merged:
            if top >= len(cells) or left not in self.keys or left >= len(cells[top]):
                continue
            if bottom > top >= self.table.last_heading:
                for row in range(top + 1, min(bottom, len(cells) - 1) + 1):
                    cells[row] = [*cells[row], *[None] * (left + 1 - len(cells[row]))]
                    cells[row][left] = cells[top][left]
        return cells

    def _classify(self, cells: Sequence[list[Cell]]) -> tuple[list[str], list[dict[str, str | None] | None]]:
        kinds: list[str] = []
        places: list[dict[str, str | None] | None] = []
        self.carried = dict(self.table.place) if self.table else {}
        grouped = self._grouped(cells)
        self.numbered = self._is_numbered(cells)
        self.last_keyed = self._last_keyed(cells)
        self.listed = self._listed(cells)
        repeated = self._heading_rows(cells)
        for index, row in enumerate(cells):
            kind = self._kind(index, row, repeated)
            place = self._place(row, grouped) if kind == "data" else None
            if kind == "subheading":
                self._carry(row)
            if kind == "data" and index + 1 in self.sheet.hidden_rows:
                kind = "hidden"
            kinds.append(kind)
            places.append(place)
        return kinds, places

    def _heading_rows(self, cells: Sequence[list[Cell]]) -> set[tuple[str, ...]]:
        if not self.table or not self.table.first_heading:
            return set()
        rows = cells[self.table.first_heading - 1 : self.table.last_heading]
        return {tuple(text_of(cell) for cell in row) for row in rows}

    def _is_numbered(self, cells: Sequence[list[Cell]]) -> bool:
        """Whether the data rows carry running numbers, so that a row without one is something else."""
        if not self.table or not self.numbers:
            return False
        # Sub-headings and signatures carry none; they mostly stand outside the column of names.
        keyed = [row for row in cells[self.table.last_heading :] if self._is_keyed(row)]
        return sum(self._has_number(row) for row in keyed) > 0.5 * len(keyed)

    def _last_keyed(self, cells: Sequence[list[Cell]]) -> int:
        """Position of the last row that has both a name or code and a figure."""
        for index in range(len(cells) - 1, -1, -1):
            if self._is_keyed(cells[index]) and self._has_value(cells[index]):
                return index
        return -1

    def _has_number(self, row: Sequence[Cell]) -> bool:
        return any(index < len(row) and read_count(row[index]).value is not None for index in self.numbers)

    def _kind(self, index: int, row: Sequence[Cell], repeated: set[tuple[str, ...]]) -> str:
        if row.count(None) == len(row):
            return "blank"
        if self.table is None:
            return "note"
        if index < self.table.last_heading:
            return "heading" if index + 1 >= self.table.first_heading else "title"
        if not self.foot and isinstance(row[0], int | float) and self._is_keyed(row) and not self._is_odd(row):
            return "data"
        return self._kind_of_odd(index, row, repeated)

    def _is_keyed(self, row: Sequence[Cell]) -> bool:
        return any(key < len(row) and row[key] is not None for key in self.keys)

    def _is_odd(self, row: Sequence[Cell]) -> bool:
        """Whether a row that begins with a figure wants a closer look all the same."""
        for key in self.keys:
            cell = row[key] if key < len(row) else None
            if not isinstance(cell, str):
                continue
            # "Kabupaten Sambas" in the column of the kabupaten is what every row of a country says.
            named = _SUBHEADING.match(cell.lstrip())
            if _TOTAL.match(cell.lstrip()) or (named and self.names.get(_place_of_word(named[1])) != key):
                return True
        return row[0] == 1 and is_column_numbers(row)

    def _kind_of_odd(self, index: int, row: Sequence[Cell], repeated: set[tuple[str, ...]]) -> str:
        texts = tuple(text_of(cell) for cell in row)
        if texts in repeated or is_column_numbers(row):
            return "heading"
        first = next((text for text in texts if text), "")
        if not first:
            return "blank"
        valued, certain = self._has_value(row), self._is_certain(row)
        if not certain and self._is_total(row, first):
            return "total"
        if self._is_subheading(index, texts, valued=valued, certain=certain):
            return "subheading"
        if not valued and not certain and any(_NOTE.match(text) for text in texts if text):
            self.foot = True
            return "note"
        if self._is_keyed(row):
            return "data" if certain or valued or not self.foot else "note"
        if valued:
            # Sums often stand below the table without a word; above its end such a row lacks its name.
            return "data" if index < self.last_keyed else "total"
        return "blank" if certain or all(_is_bare_number(text) for text in texts) else "note"

    def _is_certain(self, row: Sequence[Cell]) -> bool:
        """Whether a row is surely one of an area: it has a code, or a running number where all rows have one."""
        coded = any(column.index < len(row) and bool(_CODE.match(text_of(row[column.index]))) for column in self.codes)
        return coded or (self.numbered and self._has_number(row))

    def _is_total(self, row: Sequence[Cell], first: str) -> bool:
        texts = [first, *(text_of(row[key]) for key in self.leading if key < len(row))]
        return any(is_total_text(text) for text in texts if text)

    def _has_value(self, row: Sequence[Cell]) -> bool:
        return any(
            index < len(row)
            and not is_no_data(row[index])
            and (read_count(row[index]).value is not None or read_flag(row[index]).value is not None)
            for index in self.values
        )

    def _is_subheading(self, index: int, texts: Sequence[str], *, valued: bool, certain: bool) -> bool:
        if self.lowest is None or self.foot:
            return False
        area = self._subheading(texts)
        filled = [(column, text) for column, text in enumerate(texts) if text]
        outside = filled[0][0] != self.names[self.lowest] or self._is_merged(index, filled[0][0])
        if area:
            level, column, word = area
            if PLACE_COLUMNS[level] == self.lowest or self.names.get(PLACE_COLUMNS[level]) == column:
                return False
            # Desa called Kota Baru are many: the word alone makes no sub-heading.
            certain = certain or any(texts[number].isdigit() for number in self.numbers if number < len(texts))
            return word != "kota" or (not valued and not certain and len(filled) <= 2 and (self.numbered or outside))
        if valued or certain or self._above() in (None, *self.names):
            return False
        marked = self.numbered and len(filled) == 2 and bool(_LISTING_MARK.match(filled[0][1]))
        alone = len(filled) == 1 and filled[0][1].isupper() and (self.numbered or self._is_merged(index, filled[0][0]))
        return (marked or alone) and not any(_NOTE.match(text) for _, text in filled)

    def _is_merged(self, row: int, column: int) -> bool:
        return (row, column) in self.wide

    def _above(self) -> str | None:
        """The place above the named one, which sub-headings may name."""
        position = _ORDER.index(self.lowest) if self.lowest else 0
        return _ORDER[position - 1] if position else None

    def _subheading(self, texts: Sequence[str]) -> tuple[Level, int, str] | None:
        """Level, column and word of an area that the first cells of a row name with its kind.

        Longer texts are sentences.
        """
        filled = [(column, text) for column, text in enumerate(texts) if text]
        for column, text in filled[:2]:
            match = _SUBHEADING.match(text)
            if match and len(filled[0][1]) <= 60:
                return LEVEL_OF_WORD[match[1][:3].lower()], column, match[1].lower()
        return None

    def _carry(self, row: Sequence[Cell]) -> None:
        """Take the area of a sub-heading for the rows below it; the areas below that level end there."""
        texts = [text_of(cell) for cell in row]
        area = self._subheading(texts)
        if area:
            level, column, _ = area
            match = _SUBHEADING.match(texts[column])
            place = PLACE_COLUMNS[level]
            name = match[2].strip(" :.") if match else ""
            if match and level == "adm2":
                name = f"{match[1]} {name}"
        else:
            place = self._above() or self.lowest or "village"
            name = _LEADING_MARK.sub("", [text for text in texts if text][-1])
        self.carried[place] = name
        for lower in _ORDER[_ORDER.index(place) + 1 :]:
            self.carried.pop(lower, None)

    def _grouped(self, cells: Sequence[list[Cell]]) -> set[str]:
        """Upper name columns that name each group once and leave the rows below blank."""
        if not self.table:
            return set()
        grouped = set()
        for place, index in self.names.items():
            if place == self.lowest:
                continue
            column = [
                row[index] if index < len(row) else None
                for row in cells[self.table.last_heading :]
                if self._is_keyed(row)
            ]
            written = [
                (before, cell) for before, cell in zip([None, *column], column, strict=False) if cell is not None
            ]
            repeated = sum(before == cell for before, cell in written)
            # A column that is written out in full repeats itself; a blank in it is a blank.
            if len(written) <= 0.8 * len(column) and repeated <= 0.2 * len(written):
                grouped.add(place)
        return grouped

    def _listed(self, cells: Sequence[list[Cell]]) -> frozenset[str]:
        """Name columns whose names carry the number of their line, "1. Sungai Raya"; one alone is part of its name."""
        listed = set()
        for place, index in self.names.items():
            rows = cells[self.table.last_heading :] if self.table else []
            texts = {text_of(row[index]) for row in rows if index < len(row)} - {""}
            marks = {match[0] for text in texts if (match := _LIST_NUMBER.match(text))}
            # "N 1 Aek Nabara" to "N 7 Aek Nabara" begin alike: those are names.
            if len(marks) > 2 and sum(bool(_LIST_NUMBER.match(text)) for text in texts) > 0.6 * len(texts):
                listed.add(place)
        return frozenset(listed)

    def _place(self, row: Sequence[Cell], grouped: set[str]) -> dict[str, str | None]:
        place = dict(self.carried)
        for name, index in self.names.items():
            text = text_of(row[index]) if index < len(row) else ""
            if text and name in self.listed:
                text = _LIST_NUMBER.sub("", text, count=1)
            if text:
                place[self._place_by_code(row) or name if name == self.coded else name] = text
            if name in grouped and text:
                self._end_groups(name, text)
        both = _IN_ONE_CELL.match(place.get("village") or "") if "district" not in self.names else None
        if both and not self.codes:
            place["village"], place["district"] = both[1], both[2]
        return place

    def _place_by_code(self, row: Sequence[Cell]) -> str | None:
        index = self.codes[0].index
        level = level_of_text(text_of(row[index])) if index < len(row) else None
        return PLACE_COLUMNS[level] if level else None

    def _end_groups(self, name: str, text: str) -> None:
        self.carried[name] = text
        for lower in _ORDER[_ORDER.index(name) + 1 :]:
            self.carried.pop(lower, None)

    def _codes(self, cells: Sequence[list[Cell]], kinds: Sequence[str]) -> list[object]:
        parts = {column.meaning.level: column.index for column in reversed(self.codes)}
        whole = [level for level in (None, *reversed(PLACE_COLUMNS)) if self._is_whole(cells, parts.get(level), level)]
        if not whole and len(parts) > 1:
            return [
                self._joined(row, parts) if kind in DATA_KINDS else None for row, kind in zip(cells, kinds, strict=True)
            ]
        index = parts[whole[0]] if whole else next(iter(parts.values()), None)
        if index is None:
            return [None] * len(cells)
        return [
            (text_of(row[index]) or None) if kind in DATA_KINDS and index < len(row) else None
            for row, kind in zip(cells, kinds, strict=True)
        ]

    def _is_whole(self, cells: Sequence[list[Cell]], index: int | None, level: Level | None) -> bool:
        """Whether the code of a level is written whole, and not only its last block; a province has no other block."""
        if index is None or not self.table:
            return index is not None
        if level in {None, "adm1"}:
            return level is None
        texts = [text_of(row[index]) for row in cells[self.table.last_heading :][:_SAMPLE] if index < len(row)]
        lengths = [sum(letter.isdigit() for letter in text) for text in texts if text]
        # Leading zeros may be gone, one at each block at most.
        fewest = DIGITS["kemendagri"][level] - LEVELS.index(level)
        return bool(lengths) and float(np.median(lengths)) >= fewest

    def _joined(self, row: Sequence[Cell], parts: Mapping[Level | None, int]) -> str | None:
        texts = [text_of(row[parts[level]]) for level in PLACE_COLUMNS if level in parts and parts[level] < len(row)]
        return join_columns([text for text in texts if text]) or None


def _place_of_word(word: str) -> str:
    return PLACE_COLUMNS[LEVEL_OF_WORD[word[:3].lower()]]


def _is_bare_number(text: str) -> bool:
    return not text or text.rstrip(".").isdigit()
