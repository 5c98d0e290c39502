"""What the cells of a table say beside its figures: labels in its columns, and in brackets behind its names."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ucjmap.intake.evidence.sayings import Saying, heading_wording, used_columns
from ucjmap.intake.meaning import (
    Column,
    Layout,
    Term,
    Wording,
    bounds_of,
    column_letter,
    find_periods,
    holds_all_ages,
    is_place_heading,
    vocabulary,
    without_people,
)
from ucjmap.intake.reading import Sheet, is_no_data, text_of

#: A column of more different texts than this is a note, and says nothing about the table as a whole.
_FEW: Final = 30
_LONGEST_LABEL: Final = 6
#: In fewer rows a column says one thing by chance.
_ENOUGH_ROWS: Final = 2
#: Claims whose words say that nothing is left out: both sexes, a total, all segments.
_TOGETHER: Final = frozenset(("sex_pair", "measure", "segment"))
# "Keterangan", "Catatan": a column in which offices write what they like.
REMARK: Final = re.compile(r"(?:ket|keterangan|catatan|notes?|remarks?)\b", re.I)
# "Kab. Sanggau (BPU)": what stands in brackets behind a name.
_IN_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]\s*$")
#: What such words have to speak to: others are part of the name, as in "Desa Sungai Baru (Transmigrasi)".
_OF_FIGURES: Final = frozenset(("segment", "restriction", "unit"))


def labels_of(column: Column, sheet: Sheet, positions: Sequence[int], layout: Layout) -> list[Saying]:
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
    is_remark = bool(REMARK.match(column.heading))
    sayings = []
    for text in texts:
        wording = _wording_of_remark(text) if is_remark else _wording_of_label(text)
        if any(text_of(cell) != text for cell in cells):
            wording = _of_some_rows(wording)
        if not wording.unknown and (is_remark or len(text.split()) <= _LONGEST_LABEL):
            letter = column_letter(column.index)
            sayings.append(Saying("column", f"{column.heading}: {text}", sheet.name, wording, letter))
    return sayings


def _wording_of_label(text: str) -> Wording:
    wording = vocabulary().read(text, heading=True)
    return Wording((*wording.terms, *bounds_of(find_periods(text)[1])), wording.unknown)


def _wording_of_remark(text: str) -> Wording:
    """What a remark says, in which an office may say much: beside strange words only what restricts counts."""
    label, (_, rest) = _dated(text) or _wording_of_label(text), find_periods(without_people(text))
    if not label.unknown:
        return label
    prose = vocabulary().read(rest, heading=False)
    terms = tuple(term for term in (*prose.terms, *bounds_of(rest)) if term.claim in _OF_FIGURES)
    return Wording(terms, ()) if terms else label


def _of_some_rows(wording: Wording) -> Wording:
    """A label of some rows only: its unit is not that of the column, and its segment restricts their figures."""
    return Wording(tuple(map(_of_these_rows, wording.terms)), wording.unknown)


def _of_these_rows(term: Term) -> Term:
    if term.claim == "unit" and term.value != "1":
        return Term("unit", "unclear", term.words)
    return Term("restriction", term.words, term.words) if term.claim == "segment" and term.value != "all" else term


def _dated(text: str) -> Wording | None:
    """What a label with a date says, where it says nothing else: "data November 2025"."""
    periods, rest = find_periods(text)
    wording = vocabulary().read(rest, heading=True)
    return wording if periods and not wording.says_something else None


def name_labels_of(column: Column, sheet: Sheet, positions: Sequence[int]) -> list[Saying]:
    """What stands in brackets behind names and is about their figures: "Kab. Sanggau (BPU)"."""
    cells = (sheet.cells[row][column.index] for row in positions if column.index < len(sheet.cells[row]))
    texts = dict.fromkeys(cell for cell in cells if isinstance(cell, str) and cell.rstrip().endswith((")", "]")))
    sayings = []
    for text in [*texts][:_FEW]:
        inside = _IN_BRACKETS.search(text)
        wording = vocabulary().read(inside[1], heading=True) if inside else Wording((), ())
        terms = tuple(
            Term("restriction", term.words, term.words) for term in wording.terms if term.claim in _OF_FIGURES
        )
        if terms and not wording.unknown:
            letter = column_letter(column.index)
            sayings.append(Saying("column", f"{column.heading}: {text}", sheet.name, Wording(terms, ()), letter))
    return sayings


def constants_of(column: Column, sheet: Sheet, positions: Sequence[int]) -> Iterator[Saying]:
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
    parted = [text for text in parted if not holds_all_ages(text)]
    if not parted:
        return []
    wording = Wording((Term("restriction", "breakdown", column.heading),), ())
    return [Saying("column", f"{column.heading}: {parted[0]}", sheet.name, wording, column_letter(column.index))]


def _label_terms(text: str) -> tuple[Term, ...]:
    terms = vocabulary().read(text, heading=True).terms
    return tuple(term for term in terms if term.claim != "measure" or term.value == "total")
