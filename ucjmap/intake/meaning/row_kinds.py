"""What each row of a sheet is: data, a total, a sub-heading, a row of headings, a title, a note, or blank."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from ucjmap.codes import PLACE_COLUMNS, Level
from ucjmap.intake.meaning.heading_rows import is_column_numbers
from ucjmap.intake.meaning.key_columns import KeyColumns
from ucjmap.intake.meaning.layout import Table
from ucjmap.intake.reading import Cell, Sheet, text_of

#: Kinds of rows that carry data; a hidden row of data is taken as well, and reported.
DATA_KINDS: Final = ("data", "hidden")
#: Level of an area by the first three letters of the word before its name.
LEVEL_OF_WORD: Final[dict[str, Level]] = {"kec": "adm3", "dis": "adm3", "kab": "adm2", "kot": "adm2", "pro": "adm1"}

_TOTAL = re.compile(
    # "Sub-Total", "Grand Total", "Jumlah", "Rata - rata".
    r"(sub\s*-?\s*)?(grand\s+)?(total|jumlah|jml|rata\s*-?\s*rata|rerata|average|keseluruhan|akumulasi)\b"
    # Excel's own subtotals say "Wanaraja Total"; a page ends in "Dipindahkan" and the next begins with "Pindahan".
    r"|.{2,60}\s(sub\s*-?\s*)?total$|(di)?pindah(an|kan)$|(indonesia|nasional|national)$"
    # "Se-Bengkulu" is all of Bengkulu.
    r"|se\s?-\s?[a-z]|(se|seluruh|semua)\s?(kabupaten|provinsi|kecamatan|kelurahan|desa)\b"
    r"|(seluruh|semua)\s(kab|kota|prov|kec)\b",
    re.I,
)
# "T O T A L", "J U M L A H :".
_SPACED_TOTAL = re.compile(r"(t\s?o\s?t\s?a\s?l|j\s?u\s?m\s?l\s?a\s?h)\W*$", re.I)
# "Kecamatan Jawai", "A. Kab. Sambas", "II KEC : TEBAS", "3) Kota Singkawang".
_SUBHEADING = re.compile(
    r"(?:(?:[A-Z]|[IVXLC]+|\d{1,3})\s*[.)]?\s+|[A-Z][.)]\s*|\d{1,3}[.)]\s*)?"
    r"(kecamatan|kec|distrik|kabupaten|kab|kota|provinsi|propinsi|prov)(?:\s*\.\s*|\s*:\s*|\s+)(\S.*)$",
    re.I,
)
# "A", "IV.", "B)": the cell before the name in a row such as "A | JAWAI".
_LISTING_MARK = re.compile(r"([A-Z]|[IVXLC]+)\s*[.)]?$")
# "61.01.01.2001", "'6101012001", "ID6101010001", "6.1E+09". More digits, with a word before them or not, are the number
# of a civil servant who signs.
_CODE = re.compile(r"['’]?\s*(?:ID)?\s*\d[\d., ]{0,13}(?:[eE][+]?\d+)?$")
# "Catatan: ...", "Mengetahui,", "Kepala Dinas ...", "Pontianak, 31 Oktober 2025". Many desa are called Sumber Something,
# some Kepala Something: a note needs more than its first word.
_NOTE = re.compile(
    r"(mengetahui|menyetujui|(catatan|keterangan|ket|sumber( data)?|note|source)\s*[:.]|nip\b|ttd|tertanda|a\.\s*n\.|\*"
    r"|kepala\s+(dinas|bidang|badan|bagian|kantor|cabang|desa|seksi)|bupati\b|wali\s?kota\b|gubernur\b|camat\b|sekretaris\b"
    r"|pl[th]\b|pj\b|dibuat\b|disusun\b|penanggung\b|demikian\b|dicetak\b|(halaman|page)\s+\d)"
    r"|.{2,40},\s*\d{1,2}\s+[a-z]+\s+\d{4}$",
    re.I,
)
#: Texts whose reading is kept: names of the areas above stand in each row of a list.
_KEPT: Final = 20_000
#: A sub-heading is short: a longer text is a sentence.
_LONGEST_SUBHEADING: Final = 60


@lru_cache(maxsize=_KEPT)
def is_total_text(text: str) -> bool:
    """Whether a name is the word for a total, such as "Jumlah" or "T O T A L".

    Returns
    -------
    bool
        True also for "Rata-rata", "Wanaraja Total", "Pindahan" and "Se-Bengkulu".
    """
    return bool(_TOTAL.match(text.lstrip()) or _SPACED_TOTAL.match(text))


class Subheading(NamedTuple):
    """An area that a row names with the word for its kind, and the column where it does; ``word`` is in lower case."""

    level: Level
    column: int
    word: str
    name: str

    @property
    def place(self) -> str:
        """The column of an extract that its name belongs to."""
        return PLACE_COLUMNS[self.level]


def read_subheading(texts: Sequence[str]) -> Subheading | None:
    """The area that one of the first two filled cells of a row names with its kind; None where none does."""
    filled = [(column, text) for column, text in enumerate(texts) if text]
    for column, text in filled[:2]:
        match = _SUBHEADING.match(text)
        if match and len(filled[0][1]) <= _LONGEST_SUBHEADING:
            name, level = match[2].strip(" :."), LEVEL_OF_WORD[match[1][:3].lower()]
            # Kabupaten and kota of one name are two areas.
            return Subheading(level, column, match[1].lower(), f"{match[1]} {name}" if level == "adm2" else name)
    return None


class RowKinds:
    """The kinds of the rows of one sheet, which are asked from top to bottom.

    Below a note, such as a signature, a row needs a figure or a code to be one of data.
    """

    def __init__(self, sheet: Sheet, table: Table | None, columns: KeyColumns, cells: Sequence[list[Cell]]) -> None:
        self._table = table
        self._columns = columns
        self._keys = columns.keys
        self._merged = {(top, left) for top, left, _, right in sheet.merged if right > left}
        self._headings = self._heading_rows(cells)
        self._numbered = self._is_numbered(cells)
        self._last_keyed = self._find_last_keyed(cells)
        self._foot = False

    def _heading_rows(self, cells: Sequence[list[Cell]]) -> set[tuple[str, ...]]:
        """Headings, which further pages of a table repeat."""
        if not self._table or not self._table.first_heading:
            return set()
        rows = cells[self._table.first_heading - 1 : self._table.last_heading]
        return {tuple(text_of(cell) for cell in row) for row in rows}

    def _is_numbered(self, cells: Sequence[list[Cell]]) -> bool:
        """Whether the data rows carry running numbers, so that a row without one is something else."""
        if not self._table or not self._columns.numbers:
            return False
        # Sub-headings and signatures carry none; they mostly stand outside the column of names.
        keyed = [row for row in cells[self._table.last_heading :] if self._columns.is_keyed(row)]
        return sum(self._columns.has_number(row) for row in keyed) > 0.5 * len(keyed)

    def _find_last_keyed(self, cells: Sequence[list[Cell]]) -> int:
        """Position of the last row that has both a name or code and a figure."""
        for index in range(len(cells) - 1, -1, -1):
            if self._columns.is_keyed(cells[index]) and self._columns.has_value(cells[index]):
                return index
        return -1

    def kind(self, index: int, row: list[Cell]) -> str:
        """Kind of the row at position ``index``."""
        if row.count(None) == len(row):
            return "blank"
        if self._table is None:
            return "note"
        if index < self._table.last_heading:
            return "heading" if index + 1 >= self._table.first_heading else "title"
        if not self._foot and isinstance(row[0], int | float) and self._columns.is_keyed(row) and not self._is_odd(row):
            return "data"
        return self._kind_of_odd(index, row)

    def _is_odd(self, row: Sequence[Cell]) -> bool:
        """Whether a row that begins with a number may be something else than data all the same."""
        for key in self._keys:
            cell = row[key] if key < len(row) else None
            if not isinstance(cell, str):
                continue
            # "Kabupaten Sambas" in the column of kabupaten is a name as in every other row, and no sub-heading.
            named = _SUBHEADING.match(cell.lstrip())
            if _TOTAL.match(cell.lstrip()) or (named and self._columns.names.get(_place_of_word(named[1])) != key):
                return True
        return row[0] == 1 and is_column_numbers(row)

    def _kind_of_odd(self, index: int, row: Sequence[Cell]) -> str:
        texts = tuple(text_of(cell) for cell in row)
        if texts in self._headings or is_column_numbers(row):
            return "heading"
        first = next((text for text in texts if text), "")
        if not first:
            return "blank"
        valued, certain = self._columns.has_value(row), self._is_certain(row)
        if not certain and self._is_total(row, first):
            return "total"
        if self._is_subheading(index, texts, valued=valued, certain=certain):
            return "subheading"
        if not valued and not certain and any(_NOTE.match(text) for text in texts if text):
            self._foot = True
            return "note"
        if self._columns.is_keyed(row):
            return "data" if certain or valued or not self._foot else "note"
        if valued:
            # Sums often stand below the table without a word; above its end such a row lacks its name.
            return "data" if index < self._last_keyed else "total"
        return "blank" if certain or all(_is_bare_number(text) for text in texts) else "note"

    def _is_certain(self, row: Sequence[Cell]) -> bool:
        """Whether a row is surely one of an area: it has a code, or a running number where all rows have one."""
        coded = any(
            column.index < len(row) and bool(_CODE.match(text_of(row[column.index]))) for column in self._columns.codes
        )
        return coded or (self._numbered and self._columns.has_number(row))

    def _is_total(self, row: Sequence[Cell], first: str) -> bool:
        texts = [first, *(text_of(row[key]) for key in self._columns.leading if key < len(row))]
        return any(is_total_text(text) for text in texts if text)

    def _is_subheading(self, index: int, texts: Sequence[str], *, valued: bool, certain: bool) -> bool:
        columns = self._columns
        if columns.lowest is None or self._foot:
            return False
        area = read_subheading(texts)
        filled = [(column, text) for column, text in enumerate(texts) if text]
        in_merged = (index, filled[0][0]) in self._merged
        outside = filled[0][0] != columns.names[columns.lowest] or in_merged
        if area:
            if area.place == columns.lowest or columns.names.get(area.place) == area.column:
                return False
            # Desa called Kota Baru are many: the word alone makes no sub-heading.
            certain = certain or any(texts[number].isdigit() for number in columns.numbers if number < len(texts))
            return area.word != "kota" or (
                not valued and not certain and len(filled) <= 2 and (self._numbered or outside)
            )
        if valued or certain or columns.above in (None, *columns.names):
            return False
        marked = self._numbered and len(filled) == 2 and bool(_LISTING_MARK.match(filled[0][1]))
        alone = len(filled) == 1 and filled[0][1].isupper() and (self._numbered or in_merged)
        return (marked or alone) and not any(_NOTE.match(text) for _, text in filled)


def _place_of_word(word: str) -> str:
    return PLACE_COLUMNS[LEVEL_OF_WORD[word[:3].lower()]]


def _is_bare_number(text: str) -> bool:
    return not text or text.rstrip(".").isdigit()
