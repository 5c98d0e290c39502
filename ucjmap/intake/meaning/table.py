"""The table of a file: which sheets hold it, what its columns mean, which areas its title names."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from ucjmap.codes import PLACE_COLUMNS
from ucjmap.errors import N_, IntakeError
from ucjmap.intake.meaning.columns import guess_columns
from ucjmap.intake.meaning.heading_figures import named_indicator, persons_of
from ucjmap.intake.meaning.heading_rows import Headings, find_headings
from ucjmap.intake.meaning.layout import Column, ColumnMeaning, Layout, ListOf, Shape, Table
from ucjmap.intake.meaning.row_kinds import LEVEL_OF_WORD
from ucjmap.intake.meaning.vocabulary import normalise_heading
from ucjmap.intake.reading import Cell, Sheet, read_date, text_of

_SAMPLE: Final = 300
#: A table that lies on its side has a row for each figure and a column for each area.
_TURNED_ROWS: Final = 60
_TURNED_COLUMNS: Final = 600

# "... di Kabupaten Sambas Tahun 2025" gives "Sambas": a name ends before a word that is never part of one.
_PLACE_IN_TITLE = re.compile(
    r"\b(provinsi|propinsi|prov\.|kabupaten|kab\.|kota|kecamatan|kec\.)\s*:?\s*"
    r"((?:(?!\b(?:tahun|per|posisi|provinsi|propinsi|prov|kabupaten|kab|kota|kecamatan|kec|bulan|periode|semester|triwulan|dan|yang|se|data"
    r"|sampai|s\.?d|desa|menurut|belum|sudah|terdaftar|januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember)\b)"
    r"[A-Za-z'’.\- ])+)",
    re.I,
)
# "Sheet1", "Data (2)", "Rekap", "3": names of sheets that say nothing.
_PLAIN_SHEET = re.compile(r"(sheet|lembar|lembar kerja|data|rekap|tabel|table|worksheet|page|hal)?\s*\(?\d*\)?$", re.I)
# "belum terdaftar", "tidak ikut", "belum jadi peserta", "desa yang belum ada".
_UNREGISTERED = re.compile(
    r"\b(belum|tidak|tdk|blm)\b.{0,30}\b(ter\w+|peserta|daftar|ikut|aktif|masuk)|\bunregistered\b|\bnot (yet )?registered\b"
    r"|\bbelum (ada|punya)\b",
    re.I,
)
# "sudah terdaftar", "terdaftar", "desa terlindungi"; looked for where the one above is not.
_REGISTERED = re.compile(r"\b(sudah|telah|yang|desa)?\s*\b(terdaftar|registered|menjadi peserta|terlindungi)\b", re.I)


@dataclass(frozen=True)
class _Candidate:
    """A sheet that may hold the table of the file, or a part of it; ``rows`` counts the filled rows below its headings."""

    sheet: Sheet
    headings: Headings
    columns: tuple[Column, ...]
    rows: int

    @property
    def sense(self) -> list[tuple[str | None, ...]]:
        """What the columns are about from left to right, without what the cells of one sheet alone decide.

        Sheets of the same sense are parts of one table, whatever the wording of their headings.
        """
        sense = [_sense_of(column.meaning) for column in self.columns]
        while sense and sense[-1][0] == "ignore":
            sense.pop()
        return sense

    def is_like(self, other: "_Candidate") -> bool:
        """Whether both are parts of one table, so that the columns of ``other`` may be read from this one too."""
        pairs = zip(self.columns, other.columns, strict=False)
        return self.sense == other.sense and not any(_swapped(one.meaning, two.meaning) for one, two in pairs)

    @property
    def score(self) -> tuple[bool, bool, int]:
        kinds = {column.meaning.kind for column in self.columns}
        sure = {column.meaning.kind for column in self.columns if column.sure}
        return bool({"name", "code"} & sure), bool({"value", "target"} & kinds), self.rows


def _swapped(one: ColumnMeaning, other: ColumnMeaning) -> bool:
    """Whether one column holds the registered persons and the other all of them."""
    return {one.part, other.part} == {"numerator", "denominator"}


def _sense_of(meaning: ColumnMeaning) -> tuple[str | None, ...]:
    if meaning.kind == "name":
        return ("name", meaning.level)
    if meaning.kind == "value":
        indicator = (meaning.indicator or "").removesuffix("_registered")
        part = meaning.part if meaning.part in {"rate", "complement"} else None
        return ("value", indicator, meaning.segment, part)
    return (meaning.kind,)


def guess_layout(sheets: Sequence[Sheet], memory: Mapping[str, Layout] | None = None) -> Layout:
    """Layout of a file: its table (or the same table on several sheets) and the meaning of its columns.

    Parameters
    ----------
    sheets
        As ``separate_tables`` leaves them: one table a sheet at most. Hidden ones are read only where no other holds
        one.
    memory
        Layouts that were settled before, by fingerprint: a file of the same headings takes their meanings.

    Returns
    -------
    Layout
        Of the best table and of those whose columns are of the same sense.

    Raises
    ------
    IntakeError
        No sheet holds anything that reads like a table of areas.
    """
    candidates = [candidate for sheet in sheets if (candidate := _find_table(sheet)) is not None]
    shown = [candidate for candidate in candidates if not candidate.sheet.hidden] or candidates
    if not shown:
        _refuse_turned(sheets)
        raise IntakeError(
            "no_table",
            N_("No table with names or codes of areas was found in {file}."),
            N_(
                "The table needs a heading row with, for example, Nama Desa or Kode Wilayah, and one row for each area."
            ),
            file=next((sheet.file or sheet.name for sheet in sheets), ""),
        )
    best = max(shown, key=lambda candidate: candidate.score)
    alike = [candidate for candidate in shown if candidate.is_like(best)]
    return _recall(_compose(best, alike), memory or {})


def _refuse_turned(sheets: Sequence[Sheet]) -> None:
    """Refuse a table whose areas stand side by side, with what to do: its rows are not those of areas.

    Raises
    ------
    IntakeError
        A sheet holds such a table.
    """
    for sheet in sheets:
        rows = [row for row in sheet.cells[:_TURNED_ROWS] if sum(cell is not None for cell in row) > 1]
        turned = [list(column) for column in zip_longest(*rows)][:_TURNED_COLUMNS]
        candidate = _find_table(replace(sheet, cells=turned, merged=()))
        columns = candidate.columns if candidate else guess_columns(_texts_of_first(turned), [[1, 2]] * len(rows), "")
        parts = {column.meaning.part for column in columns if column.meaning.kind == "value"}
        if (candidate and parts) or {"numerator", "denominator"} <= parts:
            raise IntakeError(
                "turned_table",
                N_("In the sheet {sheet} of {file} the areas stand side by side and their figures below each other."),
                N_(
                    "Each area needs a row of its own: copy the table in Excel, choose Paste Special and Transpose on an"
                    " empty sheet, and upload that. Nothing was stored."
                ),
                sheet=sheet.name,
                file=sheet.file or sheet.name,
            )


def _texts_of_first(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """The first row that says something, cell by cell."""
    return next(([text_of(cell) for cell in row] for row in rows if any(isinstance(cell, str) for cell in row)), [])


def _compose(best: _Candidate, alike: Sequence[_Candidate]) -> Layout:
    titles = {candidate.sheet.name: _title(candidate) for candidate in alike}
    several = len({candidate.sheet.cut_from or candidate.sheet.name for candidate in alike}) > 1
    tables = tuple(
        Table(
            sheet=candidate.sheet.name,
            first_heading=candidate.headings.first + 1
            if candidate.headings.texts and candidate.headings.last >= 0
            else 0,
            last_heading=candidate.headings.last + 1,
            title=titles[candidate.sheet.name],
            place=_place(candidate, titles[candidate.sheet.name], several=several),
        )
        for candidate in alike
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
    settled = {column.index: column for column in known.columns}
    columns = tuple(
        replace(column, meaning=same.meaning, sure=True, chosen=same.chosen)
        if (same := settled.get(column.index))
        else column
        for column in layout.columns
    )
    return replace(
        layout, columns=columns, shape=known.shape, list_of=known.list_of, list_indicator=known.list_indicator
    )


def _find_table(sheet: Sheet) -> _Candidate | None:
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
    return _Candidate(sheet, headings, columns, len(filled))


def _bare(sheet: Sheet) -> Headings | None:
    """A table without headings: only where one of its columns holds codes."""
    width = max((len(row) for row in sheet.cells), default=0)
    return Headings(0, -1, ("",) * width, 0) if width else None


def _title(candidate: _Candidate) -> str:
    return _title_of(candidate.sheet, candidate.headings)


def _title_of(sheet: Sheet, headings: Headings) -> str:
    texts = [text_of(cell) for row in sheet.cells[: headings.first] for cell in row if cell is not None]
    return " ".join([sheet.above, *texts[:40]]).strip()


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
    persons = persons_of(normalise_heading(words))
    return f"{persons}_registered" if persons else named_indicator(words)


def _place(candidate: _Candidate, title: str, *, several: bool) -> dict[str, str]:
    """Names of the upper areas from title and sheet name, for the levels that have no column."""
    place: dict[str, str] = {}
    sheet_name = (candidate.sheet.cut_from or candidate.sheet.name).strip()
    for text in (title, sheet_name):
        for match in _PLACE_IN_TITLE.finditer(text):
            name = match[2].strip(" .-")
            level = LEVEL_OF_WORD[match[1][:3].lower()]
            if name:
                place[PLACE_COLUMNS[level]] = f"{match[1].strip(' .')} {name}" if level == "adm2" else name
    if several and not _PLAIN_SHEET.match(sheet_name) and not _PLACE_IN_TITLE.search(sheet_name):
        place.setdefault("district" if "regency" in place else "regency", sheet_name)
    levels = {column.meaning.level for column in candidate.columns if column.meaning.kind == "name"}
    lowest = max((str(level) for level in levels if level), default="adm5")
    return {
        PLACE_COLUMNS[level]: place[PLACE_COLUMNS[level]]
        for level in ("adm1", "adm2", "adm3")
        if PLACE_COLUMNS[level] in place and level not in levels and level < lowest
    }
