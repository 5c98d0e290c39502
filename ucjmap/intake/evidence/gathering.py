"""The texts about each table of a file: titles, names of sheets and of the file, notes, remarks, sheets beside it."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePath
from typing import Any, Final

import pandas as pd

from ucjmap.intake.evidence.row_labels import constants_of, labels_of, name_labels_of
from ucjmap.intake.evidence.sayings import SIGNED, Saying, TableEvidence, used_columns
from ucjmap.intake.meaning import (
    DATA_KINDS,
    LEVEL_WORDS,
    Extract,
    Layout,
    PlaceOf,
    Table,
    Wording,
    bounds_of,
    find_periods,
    normalise_heading,
    vocabulary,
    without_places,
)
from ucjmap.intake.reading import Sheet, is_no_data, read_count, read_flag, text_of

#: What the name of an office may hold, such as "Dinas Perdagangan, Koperasi dan Tenaga Kerja".
_NAMES_OF_OFFICES: Final = frozenset(
    ("sector", "companies", "subgroup", "population", "money", "projects", "claims", "additions", "paid_by")
)
#: A row with text in more cells than these is one of an area without figures.
_CELLS_OF_NOTE: Final = 2
# "A.", "IV)": a mark in the column of running numbers; a text that begins there may be a sub-heading.
_LISTING_MARK: Final = re.compile(r"(?:[A-Za-z]|[IVXLC]+|[ivxlc]+)\s*[.)]?")
#: Kinds of rows that may be headings of what stands below them; blank is also one with a lone number, such as a year.
_MAY_SPEAK: Final = frozenset(("data", "hidden", "subheading", "blank"))
_DIGITS_OF_YEAR: Final = 4
#: Claims whose words name what is counted.
_COUNTING: Final = frozenset(("measure", "segment", "person"))
#: A sheet of texts alone with at most so many is a cover or a note on the others; a longer one is a manual.
_LINES_OF_COVER: Final = 25
_MANUAL: Final = re.compile(
    r"petunjuk|pedoman|panduan|cara|kamus|glosarium|definisi|referensi|contoh|guide|help|readme", re.I
)


def gather(sheets: Sequence[Sheet], layout: Layout, extract: Extract, place_of: PlaceOf) -> list[TableEvidence]:
    """The evidence of every table of a file."""
    by_name = {sheet.name: sheet for sheet in sheets}
    aside = _covers(sheets, layout, place_of)
    return [_of_table(by_name[table.sheet], table, layout, extract.rows, aside, place_of) for table in layout.tables]


def _covers(sheets: Sequence[Sheet], layout: Layout, place_of: PlaceOf) -> list[Saying]:
    """What sheets without a table say about those with one: a cover, a note, where the data come from.

    Their strange words are not asked about, as those of remarks are not.
    """
    read = {sheet.cut_from or sheet.name for sheet in sheets if sheet.name in {table.sheet for table in layout.tables}}
    sayings = []
    for sheet in sheets:
        lines = [text for row in sheet.cells if (text := " ".join(text_of(cell) for cell in row if cell is not None))]
        figures = any(isinstance(cell, int | float) for row in sheet.cells for cell in row)
        if (
            sheet.name in read
            or sheet.cut_from
            or figures
            or len(lines) > _LINES_OF_COVER
            or _MANUAL.search(sheet.name)
        ):
            continue
        sayings += _beside(lines, sheet, place_of)
    return sayings


def _of_table(
    sheet: Sheet, table: Table, layout: Layout, rows: pd.DataFrame, aside: Sequence[Saying], place_of: PlaceOf
) -> TableEvidence:
    own = rows[rows["sheet"] == table.sheet]
    name = sheet.cut_from or sheet.name
    stem = PurePath(sheet.file).stem
    texts = [Saying("title", table.title, sheet.name, _wording_of_title(sheet, table, place_of))]
    texts += [Saying("sheet", name, sheet.name, _wording_of_sheet(name, place_of))] if name != stem else []
    texts += [Saying("file", stem, sheet.name, _wording_of_file(stem, place_of))] if stem else []
    texts += _notes(sheet, own[own["row"] > table.last_heading], place_of)
    texts += [*_remarks(sheet, place_of), *aside]
    texts += _sub_headings(sheet, own[own["row"] > table.last_heading], layout, place_of)
    positions = own.loc[own["kind"].isin(DATA_KINDS), "row"].to_numpy() - 1
    labels = [saying for column in layout.columns for saying in labels_of(column, sheet, positions, layout)]
    labels += [saying for column in layout.of_kind("name") for saying in name_labels_of(column, sheet, positions)]
    constants = [saying for column in layout.columns for saying in constants_of(column, sheet, positions)]
    return TableEvidence(table, sheet, tuple(text for text in texts if text.text), tuple(labels), tuple(constants))


def _wording(text: str, place_of: PlaceOf) -> Wording:
    plain = find_periods(text.replace("_", " "))[1]
    wording = vocabulary().read(without_places(plain, place_of), heading=False)
    return Wording((*wording.terms, *bounds_of(plain)), wording.unknown)


def _wording_of_title(sheet: Sheet, table: Table, place_of: PlaceOf) -> Wording:
    """What the rows of a title say, one by one; of a letterhead without the words that names of offices have."""
    rows = sheet.cells[: max(table.first_heading - 1, 0)]
    lines = [sheet.above, *(" ".join(text_of(cell) for cell in row if cell is not None) for row in rows)]
    return sum((_wording_of_line(line, place_of) for line in lines if line), Wording((), ()))


def _wording_of_line(text: str, place_of: PlaceOf) -> Wording:
    """What a line says; a letterhead without the words that names of offices have."""
    wording = _wording(text, place_of)
    if not wording.starts_with("letterhead"):
        return wording
    terms = (term for term in wording.terms if term.claim != "restriction" or term.value not in _NAMES_OF_OFFICES)
    return Wording(tuple(terms), ())


def _wording_of_sheet(name: str, place_of: PlaceOf) -> Wording:
    """What the name of a sheet says; it names no office, so that "Pemerintah" there is a kind of employer."""
    wording = _wording(name, place_of)
    offices = tuple(term.words for term in wording.terms if term.claim in {"letterhead", "signature"})
    return Wording(wording.terms, (*wording.unknown, *offices))


def _wording_of_file(stem: str, place_of: PlaceOf) -> Wording:
    """What the name of a file says, which is free: an unknown word counts only right after one such as "peserta"."""
    wording = _wording(stem, place_of)
    parts = list(vocabulary().parse(find_periods(stem.replace("_", " "))[1], heading=False))
    pairs = pairwise(parts)
    behind = {word for (_, term), (word, other) in pairs if other is None and term and term.claim in _COUNTING}
    return Wording(wording.terms, tuple(word for word in wording.unknown if word in behind))


def _notes(sheet: Sheet, rows: pd.DataFrame, place_of: PlaceOf) -> list[Saying]:
    """The notes below a table; from a signature on strange words are names of people."""
    sayings, signed = [], False
    spoken = rows.loc[rows["kind"].isin(["note", "blank"]), ["row", "kind"]]
    for row, kind in spoken.itertuples(index=False, name=None):
        texts = [text_of(cell) for cell in sheet.cells[int(row) - 1] if isinstance(cell, str)]
        # A row of an area without figures counts as blank; a lone "('000)" does so too.
        if not texts or (kind == "blank" and len(texts) > 1):
            continue
        text = " ".join(texts)
        wording = _wording(text, place_of)
        signed = signed or wording.starts_with("signature") or bool(SIGNED.search(text))
        if signed or wording.starts_with("letterhead") or len(texts) > _CELLS_OF_NOTE:
            wording = Wording(wording.terms, ())
        sayings.append(Saying("note", text, sheet.name, wording, str(row)))
    return sayings


def _remarks(sheet: Sheet, place_of: PlaceOf) -> list[Saying]:
    """Headers of pages and remarks on cells: their strange words are those of an office talking to itself."""
    return _beside(sheet.remarks, sheet, place_of)


def _beside(texts: Sequence[str], sheet: Sheet, place_of: PlaceOf) -> list[Saying]:
    """Texts beside a table as notes, without their strange words."""
    wordings = ((text, _wording_of_line(text, place_of)) for text in texts)
    return [Saying("note", text, sheet.name, Wording(wording.terms, ())) for text, wording in wordings]


def _sub_headings(sheet: Sheet, rows: pd.DataFrame, layout: Layout, place_of: PlaceOf) -> list[Saying]:
    """Rows without figures that say what the figures below are: "A. PENERIMA UPAH", a further row of headings."""
    keys = [column.key for column in used_columns(layout)]
    if not keys:
        rows = rows[rows["kind"] == "subheading"]
    names = {column.index for column in layout.of_kind("name", "code")}
    # What such a column says in the row of an area without figures holds for that area only.
    own = {column.index for column in layout.of_kind("segment", "date", "year", "indicator")}
    numbers = {column.index for column in layout.of_kind("number")}
    sayings, signed = [], False
    for row, kind, *cells in rows[["row", "kind", *keys]].itertuples(index=False, name=None):
        if kind not in _MAY_SPEAK or any(_is_figure(cell) for cell in cells):
            continue
        filled = [(index, text_of(cell)) for index, cell in enumerate(sheet.cells[int(row) - 1]) if cell is not None]
        texts = [(index, text) for index, text in filled if index not in own and _is_worded(text)]
        texts = [(index, text) for index, text in texts if index not in numbers or not _LISTING_MARK.fullmatch(text)]
        if kind == "blank" and not (len(filled) == 1 and _is_year(filled[0][1])):
            continue
        text = " ".join(text for _, text in texts)
        wording = _wording(text, place_of)
        alone = len(filled) == 1 or (kind == "subheading" and len(filled) == 2)
        signed = signed or (alone and (wording.starts_with("signature") or bool(SIGNED.search(text))))
        in_names = bool(texts) and texts[0][0] in names
        if not texts or (in_names and not (alone or _speaks(wording, texts[0][1]))):
            continue
        # The row of an area without figures has more cells, or begins with the word for its kind.
        if signed or _names_area(text) or (in_names and not alone) or wording.starts_with("letterhead"):
            wording = Wording(wording.terms, ())
        sayings.append(Saying("note", text, sheet.name, wording, str(row), inside=True))
    return sayings


def _is_worded(text: str) -> bool:
    """Whether a cell has words; "(000)" is one of thousands."""
    words = any(map(str.isalpha, text)) and not is_no_data(text)
    return words or bool(vocabulary().read(text, heading=True).values("unit")) or _is_year(text)


def _is_year(text: str) -> bool:
    periods, rest = find_periods(text)
    return len(text) == _DIGITS_OF_YEAR and len(periods) == 1 and not rest


def _names_area(text: str) -> bool:
    """Whether a text says itself that it is the name of an area: "KECAMATAN JAWAI", "A. Kab. Sambas"."""
    words = set(normalise_heading(text).split()[:2])
    return bool(words & LEVEL_WORDS)


def _is_figure(cell: Any) -> bool:
    return read_count(cell).value is not None or read_flag(cell).value is not None


def _speaks(wording: Wording, text: str) -> bool:
    said = wording.restrictions or wording.values("segment") or wording.values("unit")
    return bool(said or find_periods(text)[0])
