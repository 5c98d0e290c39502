"""The table of a file: which sheets hold it, and of what kind each row is. No row is left out."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd

from ucjmap.errors import N_, IntakeError
from ucjmap.intake.columns import guess_columns, normalise_heading
from ucjmap.intake.headings import Headings, find_headings, is_column_numbers
from ucjmap.intake.layout import PLACES, Column, Layout, ListOf, Shape, Table
from ucjmap.intake.values import is_no_data, read_count, read_date, read_flag, text_of
from ucjmap.intake.workbook import Cell, Sheet

#: Kinds of rows that carry data; a hidden row of data is taken as well, and reported.
DATA_KINDS: Final = ("data", "hidden")
EXTRACT_COLUMNS: Final = ("sheet", "row", "kind", "province", "regency", "district", "village", "code")

_SAMPLE: Final = 300

_TOTAL = re.compile(r"(sub\s*-?\s*)?(grand\s+)?(total|jumlah|jml|rata\s*-?\s*rata|rerata|average)\b", re.I)
_SPACED_TOTAL = re.compile(r"(t\s?o\s?t\s?a\s?l|j\s?u\s?m\s?l\s?a\s?h)\W*$", re.I)
_SUBHEADING = re.compile(
    r"(?:(?:[A-Z]|[IVXLC]+|\d{1,3})\s*[.)]?\s+|[A-Z][.)]\s*|\d{1,3}[.)]\s*)?"
    r"(kecamatan|kec|distrik|kabupaten|kab|kota|provinsi|propinsi|prov)(?:\s*\.\s*|\s*:\s*|\s+)(\S.*)$",
    re.I,
)
_LISTING_MARK = re.compile(r"([A-Z]|[IVXLC]+|\d{1,3})\s*[.)]?$")
_LEADING_MARK = re.compile(r"(?:[A-Z]|[IVXLC]+|\d{1,3})\s*[.)]\s+(?=\S)")
_NOTE = re.compile(
    r"(mengetahui|menyetujui|catatan|keterangan|ket\b|sumber|nip\b|ttd|tertanda|a\.?n\.?\s|kepala\s+(dinas|bidang|badan|bagian|kantor|cabang|desa)"
    r"|bupati|wali\s?kota|gubernur|camat|sekretaris|plt\b|pj\b|dibuat|disusun|penanggung|note|source|demikian|\*|dicetak|halaman|page)"
    r"|.{2,40},\s*\d{1,2}\s+[a-z]+\s+\d{4}$",
    re.I,
)
_LEVEL_OF_WORD: Final = {"kec": "adm3", "dis": "adm3", "kab": "adm2", "kot": "adm2", "pro": "adm1"}
_PLACE_IN_TITLE = re.compile(
    r"\b(provinsi|propinsi|prov\.|kabupaten|kab\.|kota|kecamatan|kec\.)\s*:?\s*"
    r"((?:(?!\b(?:tahun|per|posisi|provinsi|propinsi|prov|kabupaten|kab|kota|kecamatan|kec|bulan|periode|semester|triwulan|dan|yang|se|data"
    r"|sampai|s\.?d|desa|menurut|belum|sudah|terdaftar|januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)\b)"
    r"[A-Za-z'’.\- ])+)",
    re.I,
)
_PLAIN_SHEET = re.compile(r"(sheet|lembar|lembar kerja|data|rekap|tabel|table|worksheet|page|hal)?\s*\(?\d*\)?$", re.I)
_UNREGISTERED = re.compile(
    r"\b(belum|tidak|tdk|blm)\b.{0,30}\b(ter\w+|peserta|daftar|ikut|aktif|masuk)|\bunregistered\b|\bnot (yet )?registered\b"
    r"|\bbelum (ada|punya)\b",
    re.I,
)
_REGISTERED = re.compile(r"\b(sudah|telah|yang|desa)?\s*\b(terdaftar|registered|menjadi peserta|terlindungi)\b", re.I)


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


@dataclass(frozen=True)
class _Found:
    sheet: Sheet
    headings: Headings
    columns: tuple[Column, ...]
    rows: int

    @property
    def score(self) -> tuple[bool, bool, int]:
        kinds = {column.meaning.kind for column in self.columns}
        sure = {column.meaning.kind for column in self.columns if column.sure}
        return bool({"name", "code"} & sure), bool({"value", "target"} & kinds), self.rows


def guess_layout(sheets: Sequence[Sheet], memory: Mapping[str, Layout] | None = None) -> Layout:
    """Layout of a file: its table (or the same table on several sheets) and the meaning of its columns.

    A shape that ``memory`` knows by its fingerprint takes the meanings that were settled then.

    Raises
    ------
    IntakeError
        No sheet holds anything that reads like a table of areas.
    """
    found = [item for sheet in sheets if (item := _find_table(sheet)) is not None]
    shown = [item for item in found if not item.sheet.hidden] or found
    if not shown:
        raise IntakeError(
            "no_table",
            N_("No table with names or codes of areas was found in {file}."),
            N_(
                "The table needs a heading row with, for example, Nama Desa or Kode Wilayah, and one row for each area."
            ),
            file=next((sheet.file or sheet.name for sheet in sheets), ""),
        )
    best = max(shown, key=lambda item: item.score)
    alike = [item for item in shown if item.headings.key == best.headings.key]
    return _recall(_compose(best, alike), memory or {})


def _compose(best: _Found, alike: Sequence[_Found]) -> Layout:
    titles = {item.sheet.name: _title(item) for item in alike}
    several = len(alike) > 1
    tables = tuple(
        Table(
            sheet=item.sheet.name,
            first_heading=item.headings.first + 1 if item.headings.texts and item.headings.last >= 0 else 0,
            last_heading=item.headings.last + 1,
            title=titles[item.sheet.name],
            place=_place(item, titles[item.sheet.name], several=several),
        )
        for item in alike
    )
    key = "|".join(best.headings.key) if best.headings.last >= 0 else f"bare {len(best.columns)}"
    columns = best.columns
    shape = _shape(columns)
    words = " ".join((titles[best.sheet.name], best.sheet.name, best.sheet.file, *best.headings.texts)).replace(
        "_", " "
    )
    listed = _list_of(words) if shape == "list" else None
    return Layout(
        tables=tables,
        columns=columns,
        fingerprint=hashlib.sha256(key.encode()).hexdigest()[:16],
        shape=shape,
        list_of=listed,
        list_indicator=_list_indicator(words) if shape == "list" else None,
        as_of=read_date(titles[best.sheet.name]),
    )


def _recall(layout: Layout, memory: Mapping[str, Layout]) -> Layout:
    known = memory.get(layout.fingerprint)
    if known is None:
        return layout
    meanings = {column.index: column.meaning for column in known.columns}
    columns = tuple(
        replace(column, meaning=meanings[column.index], sure=True) if column.index in meanings else column
        for column in layout.columns
    )
    return replace(
        layout, columns=columns, shape=known.shape, list_of=known.list_of, list_indicator=known.list_indicator
    )


def _find_table(sheet: Sheet) -> _Found | None:
    headings = find_headings(sheet)
    if headings is None:
        headings = _bare(sheet)
        if headings is None:
            return None
    below = sheet.cells[headings.last + 1 :]
    filled = [row for row in below if any(cell is not None for cell in row)]
    step = max(1, len(filled) // _SAMPLE)
    sample = filled[::step]
    width = max([len(headings.texts), *(len(row) for row in sample)], default=0)
    texts = [*headings.texts, *[""] * (width - len(headings.texts))]
    samples = [[row[column] for row in sample if column < len(row)] for column in range(width)]
    title = _title_of(sheet, headings)
    columns = guess_columns(texts, samples, f"{title} {sheet.name}")
    if not any(column.meaning.kind in {"name", "code"} for column in columns):
        return None
    return _Found(sheet, headings, columns, len(filled))


def _bare(sheet: Sheet) -> Headings | None:
    """A table without headings: only where one of its columns holds codes."""
    width = max((len(row) for row in sheet.cells), default=0)
    return Headings(0, -1, ("",) * width, 0) if width else None


def _title(item: _Found) -> str:
    return _title_of(item.sheet, item.headings)


def _title_of(sheet: Sheet, headings: Headings) -> str:
    texts = [text_of(cell) for row in sheet.cells[: headings.first] for cell in row if cell is not None]
    return " ".join(texts[:40])


def _shape(columns: Sequence[Column]) -> Shape:
    kinds = {column.meaning.kind for column in columns}
    if "target" in kinds or ("year" in kinds and "issuer" in kinds):
        return "targets"
    if "indicator" in kinds:
        return "long"
    return "wide" if "value" in kinds else "list"


def _list_of(words: str) -> ListOf | None:
    if _UNREGISTERED.search(words):
        return "unregistered"
    return "registered" if _REGISTERED.search(words) else None


def _list_indicator(words: str) -> str | None:
    plain = normalise_heading(words)
    bpd = bool(re.search(r"\b(bpd|badan permusyawaratan)\b", plain))
    aparat = bool(re.search(r"\b(aparat(ur)?|perangkat|kades|kepala desa)\b", plain))
    if bpd == aparat:
        return None
    return "bpd_registered" if bpd else "aparat_registered"


def _place(item: _Found, title: str, *, several: bool) -> dict[str, str]:
    """Names of the upper areas from title and sheet name, for the levels that have no column."""
    place: dict[str, str] = {}
    for text in (title, item.sheet.name):
        for match in _PLACE_IN_TITLE.finditer(text):
            name = match[2].strip(" .-")
            level = _LEVEL_OF_WORD[match[1][:3].lower()]
            if name:
                place[PLACES[level]] = f"{match[1].strip(' .')} {name}" if level == "adm2" else name  # type: ignore[index]
    if several and not _PLAIN_SHEET.match(item.sheet.name.strip()) and not _PLACE_IN_TITLE.search(item.sheet.name):
        place.setdefault("district" if "regency" in place else "regency", item.sheet.name.strip())
    levels = {column.meaning.level for column in item.columns if column.meaning.kind == "name"}
    lowest = max((str(level) for level in levels if level), default="adm5")
    return {
        PLACES[level]: place[PLACES[level]]
        for level in ("adm1", "adm2", "adm3")
        if PLACES[level] in place and level not in levels and level < lowest
    }


def extract_rows(sheets: Sequence[Sheet], layout: Layout) -> Extract:
    """Every row of every sheet with its kind, its place and its cells; see ``Extract``."""
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

    def __post_init__(self) -> None:
        columns = self.layout.columns
        self.names = {
            PLACES[column.meaning.level]: column.index
            for column in reversed(columns)
            if column.meaning.kind == "name" and column.meaning.level
        }
        self.codes = [column for column in columns if column.meaning.kind == "code"]
        self.values = [column.index for column in self.layout.of_kind("value", "target")]
        self.numbers = [column.index for column in self.layout.of_kind("number")]
        self.keys = sorted({*self.names.values(), *(column.index for column in self.codes)})
        self.leading = sorted({*self.keys, *self.numbers})
        self.lowest = max(self.names, key=list(PLACES.values()).index, default=None)

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
        for place in PLACES.values():
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
            if bottom > top >= self.table.last_heading and left in self.keys and left < len(cells[top]):
                for row in range(top + 1, min(bottom, len(cells) - 1) + 1):
                    cells[row] = [*cells[row], *[None] * (left + 1 - len(cells[row]))]
                    cells[row][left] = cells[top][left]
        return cells

    def _classify(self, cells: Sequence[list[Cell]]) -> tuple[list[str], list[dict[str, str | None] | None]]:
        kinds: list[str] = []
        places: list[dict[str, str | None] | None] = []
        self.carried = dict(self.table.place) if self.table else {}
        grouped = self._grouped(cells)
        numbered = self._is_numbered(cells)
        repeated = self._heading_rows(cells)
        for index, row in enumerate(cells):
            kind = self._kind(index, row, repeated, numbered=numbered)
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
        rows = [row for row in cells[self.table.last_heading :] if any(cell is not None for cell in row)]
        numbered = sum(self._has_number(row) for row in rows)
        return numbered > 0.5 * len(rows)

    def _has_number(self, row: Sequence[Cell]) -> bool:
        return any(index < len(row) and read_count(row[index]).value is not None for index in self.numbers)

    def _kind(self, index: int, row: Sequence[Cell], repeated: set[tuple[str, ...]], *, numbered: bool) -> str:
        if row.count(None) == len(row):
            return "blank"
        if self.table is None:
            return "note"
        if index < self.table.last_heading:
            return "heading" if index + 1 >= self.table.first_heading else "title"
        leading = next((row[key] for key in self.leading if key < len(row) and row[key] is not None), None)
        first = row[0] if row[0] is not None else leading
        suspicious = self.foot or not isinstance(first, int | float) or self._is_odd(row)
        if not suspicious and any(key < len(row) and row[key] is not None for key in self.keys):
            return "data"
        return self._kind_of_odd(row, repeated, numbered=numbered)

    def _is_odd(self, row: Sequence[Cell]) -> bool:
        for key in self.keys:
            cell = row[key] if key < len(row) else None
            if isinstance(cell, str) and (_TOTAL.match(cell.lstrip()) or _SUBHEADING.match(cell.lstrip())):
                return True
        return is_column_numbers(row)

    def _kind_of_odd(self, row: Sequence[Cell], repeated: set[tuple[str, ...]], *, numbered: bool) -> str:
        texts = tuple(text_of(cell) for cell in row)
        if texts in repeated or is_column_numbers(row):
            return "heading"
        first = next((text for text in texts if text), "")
        valued = self._has_value(row)
        if self._is_total(row, first):
            return "total"
        if self._is_subheading(row, texts, valued=valued, numbered=numbered):
            return "subheading"
        keyed = any(key < len(texts) and texts[key] for key in self.keys)
        if _NOTE.match(first) and not valued and not (numbered and self._has_number(row)):
            self.foot = True
            return "note"
        if self.foot:
            return "data" if keyed and valued else "note"
        if keyed:
            return "data"
        return ("total" if valued and self.values else "note") if not self._has_number(row) else "data"

    def _is_total(self, row: Sequence[Cell], first: str) -> bool:
        texts = [first, *(text_of(row[key]) for key in self.leading if key < len(row))]
        return any(_TOTAL.match(text) or _SPACED_TOTAL.match(text) for text in texts if text)

    def _has_value(self, row: Sequence[Cell]) -> bool:
        return any(
            index < len(row)
            and row[index] is not None
            and not is_no_data(row[index])
            and (read_count(row[index]).value is not None or read_flag(row[index]).value is not None)
            for index in self.values
        )

    def _is_subheading(self, row: Sequence[Cell], texts: Sequence[str], *, valued: bool, numbered: bool) -> bool:
        found = self._subheading(texts)
        if found:
            level, column = found
            own = self.names.get(PLACES[level])  # type: ignore[index]
            return own != column and self.lowest is not None and PLACES[level] != self.lowest  # type: ignore[index]
        filled = [text for text in texts if text]
        if valued or self._has_number(row) or self.lowest in {None, "province"}:
            return False
        marked = len(filled) == 2 and bool(_LISTING_MARK.match(filled[0])) and not filled[0].isdigit()
        alone = len(filled) == 1 and (numbered or bool(self.values)) and filled[0].isupper()
        return (marked or alone) and not _NOTE.match(filled[-1]) and not self.foot and self._names_upper_area()

    def _names_upper_area(self) -> bool:
        """Whether the level above the named one has no column of its own, so that sub-headings may name it."""
        return self.lowest is not None and self._above() not in self.names

    def _above(self) -> str:
        order = list(PLACES.values())
        return order[order.index(self.lowest) - 1] if self.lowest else ""

    def _subheading(self, texts: Sequence[str]) -> tuple[str, int] | None:
        filled = [(column, text) for column, text in enumerate(texts) if text]
        for column, text in filled[:2]:
            match = _SUBHEADING.match(text)
            if match and len(filled[0][1]) <= 60:
                return _LEVEL_OF_WORD[match[1][:3].lower()], column
        return None

    def _carry(self, row: Sequence[Cell]) -> None:
        """Take the area of a sub-heading for the rows below it; the areas below that level end there."""
        texts = [text_of(cell) for cell in row]
        found = self._subheading(texts)
        order = list(PLACES.values())
        if found:
            level, column = found
            match = _SUBHEADING.match(texts[column])
            place = PLACES[level]  # type: ignore[index]
            name = match[2].strip(" :.") if match else ""
            if match and level == "adm2":
                name = f"{match[1]} {name}"
        else:
            place = self._above()
            name = _LEADING_MARK.sub("", [text for text in texts if text][-1])
        self.carried[place] = name
        for lower in order[order.index(place) + 1 :]:
            self.carried.pop(lower, None)

    def _grouped(self, cells: Sequence[list[Cell]]) -> set[str]:
        """Upper name columns that name each group once and leave the rows below blank."""
        if not self.table:
            return set()
        grouped = set()
        for place, index in self.names.items():
            if place == self.lowest:
                continue
            column = [row[index] if index < len(row) else None for row in cells[self.table.last_heading :]]
            written = [
                (before, cell) for before, cell in zip([None, *column], column, strict=False) if cell is not None
            ]
            if written and all(before != cell for before, cell in written):
                grouped.add(place)
        return grouped

    def _place(self, row: Sequence[Cell], grouped: set[str]) -> dict[str, str | None]:
        place = dict(self.carried)
        for name, index in self.names.items():
            text = text_of(row[index]) if index < len(row) else ""
            if text:
                place[name] = text
            if name in grouped and text:
                self._end_groups(name, text)
        return place

    def _end_groups(self, name: str, text: str) -> None:
        order = list(PLACES.values())
        self.carried[name] = text
        for lower in order[order.index(name) + 1 :]:
            self.carried.pop(lower, None)

    def _codes(self, cells: Sequence[list[Cell]], kinds: Sequence[str]) -> list[object]:
        whole = [column.index for column in self.codes if column.meaning.level in {None, "adm4"}]
        parts = {column.meaning.level: column.index for column in self.codes}
        if len(parts) > 1 and not self._is_whole(cells, parts.get("adm4")):
            return [
                self._joined(row, parts) if kind in DATA_KINDS else None for row, kind in zip(cells, kinds, strict=True)
            ]
        index = next(iter(whole or [column.index for column in self.codes]), None)
        if index is None:
            return [None] * len(cells)
        return [
            (text_of(row[index]) or None) if kind in DATA_KINDS and index < len(row) else None
            for row, kind in zip(cells, kinds, strict=True)
        ]

    def _is_whole(self, cells: Sequence[list[Cell]], index: int | None) -> bool:
        """Whether the code of the lowest level is written whole, and not only its last block."""
        if index is None or not self.table:
            return index is not None
        texts = [text_of(row[index]) for row in cells[self.table.last_heading :][:_SAMPLE] if index < len(row)]
        lengths = [len(text) for text in texts if text]
        return bool(lengths) and float(np.median(lengths)) >= 8

    def _joined(self, row: Sequence[Cell], parts: Mapping[str | None, int]) -> str | None:
        texts = [text_of(row[parts[level]]) for level in PLACES if level in parts and parts[level] < len(row)]
        blocks = [text.zfill(2) for text in texts if text]
        # BPS writes three digits for kecamatan and desa, and no dots.
        return ("" if any(len(block) == 3 for block in blocks) else ".").join(blocks) or None
