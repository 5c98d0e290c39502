"""The texts and columns of a table that speak about its figures, gathered once for all claims."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePath
from typing import Any, Final

import pandas as pd

from ucjmap.intake.evidence.ledger import Where, Witness
from ucjmap.intake.meaning import (
    DATA_KINDS,
    LEVEL_WORDS,
    Column,
    Extract,
    Layout,
    PlaceOf,
    Table,
    Term,
    Wording,
    bounds_of,
    column_letter,
    find_parts,
    find_periods,
    is_place_heading,
    normalise_heading,
    vocabulary,
    without_places,
)
from ucjmap.intake.reading import Sheet, is_no_data, read_count, read_flag, text_of

#: Parts of a count that are persons or desa; a rate is only compared.
COUNTED: Final = frozenset(("numerator", "denominator", "complement", "flag"))
#: A column of more different texts than this is a note, and says nothing about the table as a whole.
_FEW: Final = 30
_LONGEST_LABEL: Final = 6
#: In fewer rows a column says one thing by chance.
_ENOUGH_ROWS: Final = 2
#: Where and when a paper was signed or printed is no date of its figures, and who signs is no word about them.
SIGNED: Final = re.compile(
    r"^[^\d:]{2,40},\s*\d{1,2}\s+[A-Za-z]+\s+\d{4}\s*$|dicetak|diunduh|diperbarui|printed|downloaded|updated", re.I
)
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
#: Claims whose words say that nothing is left out: both sexes, a total, all segments.
_TOGETHER: Final = frozenset(("sex_pair", "measure", "segment"))
#: Claims whose words name what is counted.
_COUNTING: Final = frozenset(("measure", "segment", "person"))


@dataclass(frozen=True)
class Answers:
    """What the user said beside the file: the date and segment typed, and what to assume, by claim."""

    as_of: str
    as_of_from: str | None = None
    segment: str | None = None
    assume: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Saying:
    """One text of the file outside its figures, where it stands, and what it says by the vocabulary."""

    where: Where
    text: str
    sheet: str
    wording: Wording
    cell: str = ""
    #: Whether it stands among the rows of the table, whose later ones it is about.
    inside: bool = False

    def witness(self, value: str = "") -> Witness:
        """This text as a witness for ``value``."""
        return Witness(self.where, self.text, value, self.sheet, self.cell)


@dataclass(frozen=True)
class TableEvidence:
    """A table with the texts about it: title, name of its sheet and file, notes below, labels in its columns.

    ``labels`` are the different texts of columns that hold neither names nor figures, such as "Program: JHT";
    ``constants`` those that say the same in every row with a word that the vocabulary lacks.
    """

    table: Table
    sheet: Sheet
    texts: tuple[Saying, ...]
    labels: tuple[Saying, ...]
    constants: tuple[Saying, ...] = ()


def used_columns(layout: Layout) -> list[Column]:
    """Columns whose figures would be stored.

    Returns
    -------
    list of Column
        Counts and marks from left to right; outside a long table only those whose indicator is named.
    """
    columns = layout.of_kind("value")
    if layout.shape == "long":
        return [column for column in columns if column.meaning.part in COUNTED]
    return [column for column in columns if column.meaning.indicator and column.meaning.part in COUNTED]


def heading_wording(column: Column) -> Wording:
    """What the heading of a column says, its dates left out; a month without its year stays where nothing dates it."""
    rest = find_periods(column.heading)[1]
    wording = vocabulary().read(find_parts(rest)[1] if column.meaning.period else rest, heading=True)
    return Wording((*wording.terms, *bounds_of(rest)), wording.unknown)


def heading_saying(column: Column, layout: Layout) -> Saying:
    """The heading of a column as a text of the file.

    Returns
    -------
    Saying
        Its cell is the lowest row of headings of the first table ("D5"), or the column alone where that has none.
    """
    row = layout.tables[0].last_heading
    cell = f"{column_letter(column.index)}{row}" if row else column_letter(column.index)
    return Saying("heading", column.heading, layout.tables[0].sheet, heading_wording(column), cell)


def gather(sheets: Sequence[Sheet], layout: Layout, extract: Extract, place_of: PlaceOf) -> list[TableEvidence]:
    """The evidence of every table of a file."""
    by_name = {sheet.name: sheet for sheet in sheets}
    return [_of_table(by_name[table.sheet], table, layout, extract.rows, place_of) for table in layout.tables]


def _of_table(sheet: Sheet, table: Table, layout: Layout, rows: pd.DataFrame, place_of: PlaceOf) -> TableEvidence:
    own = rows[rows["sheet"] == table.sheet]
    name = sheet.cut_from or sheet.name
    stem = PurePath(sheet.file).stem
    texts = [Saying("title", table.title, sheet.name, _wording_of_title(sheet, table, place_of))]
    texts += [Saying("sheet", name, sheet.name, _wording_of_sheet(name, place_of))] if name != stem else []
    texts += [Saying("file", stem, sheet.name, _wording_of_file(stem, place_of))] if stem else []
    texts += _notes(sheet, own[own["row"] > table.last_heading], place_of)
    texts += _remarks(sheet, place_of)
    texts += _sub_headings(sheet, own[own["row"] > table.last_heading], layout, place_of)
    positions = own.loc[own["kind"].isin(DATA_KINDS), "row"].to_numpy() - 1
    labels = [saying for column in layout.columns for saying in _labels(column, sheet, positions, layout)]
    constants = [saying for column in layout.columns for saying in _constant(column, sheet, positions)]
    return TableEvidence(table, sheet, tuple(text for text in texts if text.text), tuple(labels), tuple(constants))


def _wording(text: str, place_of: PlaceOf) -> Wording:
    plain = find_periods(text.replace("_", " "))[1]
    wording = vocabulary().read(without_places(plain, place_of), heading=False)
    return Wording((*wording.terms, *bounds_of(plain)), wording.unknown)


def _wording_of_title(sheet: Sheet, table: Table, place_of: PlaceOf) -> Wording:
    """What the rows of a title say, one by one; of a letterhead without the words that names of offices have."""
    rows = sheet.cells[: max(table.first_heading - 1, 0)]
    lines = [sheet.above, *(" ".join(text_of(cell) for cell in row if cell is not None) for row in rows)]
    wordings = [_wording(line, place_of) for line in lines if line]
    return sum((_of_office(one) if one.starts_with("letterhead") else one for one in wordings), Wording((), ()))


def _of_office(wording: Wording) -> Wording:
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
    wordings = [(text, _wording(text, place_of)) for text in sheet.remarks]
    told = [(text, _of_office(one) if one.starts_with("letterhead") else one) for text, one in wordings]
    return [Saying("note", text, sheet.name, Wording(wording.terms, ())) for text, wording in told]


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


def _labels(column: Column, sheet: Sheet, positions: Sequence[int], layout: Layout) -> list[Saying]:
    """Texts of a column that holds no name and no figure, where they are few and short enough to be labels."""
    unused = column.meaning.kind in {"note", "ignore", "issuer"}
    unused |= column.meaning.kind == "value" and column not in used_columns(layout) and column.meaning.part != "rate"
    if not unused:
        return []
    cells = [sheet.cells[row][column.index] for row in positions if column.index < len(sheet.cells[row])]
    if "breakdown" in heading_wording(column).restrictions:
        return _parting_label(column, [text_of(cell) for cell in cells if not is_no_data(cell)], sheet)
    texts = {text_of(cell): None for cell in cells if isinstance(cell, str)}
    if len(texts) > _FEW:
        return []
    sayings = []
    for text in texts:
        wording = vocabulary().read(text, heading=True)
        wording = Wording((*wording.terms, *bounds_of(find_periods(text)[1])), wording.unknown)
        if not wording.unknown and len(text.split()) <= _LONGEST_LABEL:
            letter = column_letter(column.index)
            sayings.append(Saying("column", f"{column.heading}: {text}", sheet.name, wording, letter))
    return sayings


def _constant(column: Column, sheet: Sheet, positions: Sequence[int]) -> Iterator[Saying]:
    """The one text of a column, where a word of it is strange; not who gave the data."""
    meaning = column.meaning
    # A column of texts under the grouped heading of its neighbours is taken for counts of no part: it holds none.
    is_text = meaning.kind in {"note", "ignore"} or (meaning.kind == "value" and meaning.part is None)
    heading = vocabulary().read(column.heading, heading=True)
    if not is_text or len(positions) < _ENOUGH_ROWS:
        return
    # A second column of names is that of another issuer.
    if heading.values("letterhead") or is_place_heading(column.heading):
        return
    cells = [sheet.cells[row][column.index] for row in positions if column.index < len(sheet.cells[row])]
    texts = [text for text in map(text_of, cells) if text]
    if len({*texts}) != 1 or 2 * len(texts) <= len(positions) or not any(map(str.isalpha, texts[0])):
        return
    wording = vocabulary().read(texts[0], heading=True)
    # "sementara" says nothing in a title, and so it does not here; "target" says much.
    as_text = vocabulary().read(texts[0], heading=False).terms
    plain = {word for term in as_text if term.claim == "plain" for word in term.words.split()}
    strange = tuple(word for word in wording.unknown if word not in plain)
    if strange:
        letter = column_letter(column.index)
        yield Saying("column", f"{column.heading}: {texts[0]}", sheet.name, Wording(wording.terms, strange), letter)


def _parting_label(column: Column, texts: Sequence[str], sheet: Sheet) -> list[Saying]:
    """A column that splits the figures, such as "jenis_kelamin", unless each of its rows is of all together."""
    parted = [text for text in texts if not _TOGETHER & {term.claim for term in _label_terms(text)}]
    if not parted:
        return []
    wording = Wording((Term("restriction", "breakdown", column.heading),), ())
    return [Saying("column", f"{column.heading}: {parted[0]}", sheet.name, wording, column_letter(column.index))]


def _label_terms(text: str) -> tuple[Term, ...]:
    terms = vocabulary().read(text, heading=True).terms
    return tuple(term for term in terms if term.claim != "measure" or term.value == "total")
