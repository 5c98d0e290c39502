"""Claims about what the figures are of: restrictions, and words that nobody explained."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from ucjmap.intake.evidence.ledger import Claim, Witness, settled, unsettled
from ucjmap.intake.evidence.sayings import Answers, Saying, TableEvidence, heading_saying, heading_wording, used_columns
from ucjmap.intake.evidence.segments import ALL_TOGETHER, SEGMENTED
from ucjmap.intake.meaning import Column, Layout, Term, Wording, find_periods, vocabulary, without_people
from ucjmap.schema import ALL_SEGMENTS

#: "Desa Terdaftar" counts desa, and not the workers in them.
_AREAS = frozenset(("desa", "village", "villages", "kelurahan", "kabupaten", "kota", "kecamatan", "provinsi"))
_POTENTIAL = frozenset(("potensi", "sasaran", "eligible", "semesta", "wajib"))
# "Peserta A", "Peserta Kategori 2": a letter or a number of some part, but neither "(a)" nor "1)", "A." or "c = a / b".
_PART_MARK: Final = re.compile(r"(?<=[A-Za-z] )(?:[A-E]|[a-e]|\d{1,2})(?= |$)(?!.*=)")
#: "Sudah dan belum terdaftar" is the title of a table that has both.
_DONE = frozenset(("sudah", "telah", "sdh"))


def _wording(text: str) -> Wording:
    return vocabulary().read(text, heading=True)


def claim_restrictions(layout: Layout, tables: Sequence[TableEvidence], answers: Answers) -> Iterator[Claim]:
    """Words that restrict the figures to some participants or workers: open, unless the user assumed them away."""
    sayings = [saying for table in tables for saying in (*table.texts, *table.labels) if saying.wording.restrictions]
    sayings += _topics(layout, tables) + _one_sided_labels(layout, tables)
    witnesses = [saying.witness(", ".join(saying.wording.restrictions)) for saying in sayings]
    witnesses += [saying.witness("complement") for saying in _complements(layout, tables)]
    if not witnesses:
        return
    values = dict.fromkeys(witness.value for witness in witnesses)
    if answers.assume.get("restriction") == "none":
        yield settled("restriction", ("none",), [*witnesses, Witness("typed", "restriction=none", "none")])
    else:
        yield unsettled("restriction", "restricted", values, witnesses)


def _topics(layout: Layout, tables: Sequence[TableEvidence]) -> list[Saying]:
    """Titles that speak of companies, claims, inhabitants or a body while no column beside the figures does."""
    if layout.shape not in {"wide", "long"} or not used_columns(layout):
        return []
    used = used_columns(layout)
    excused = {value for column in layout.columns if column not in used for value in _topics_of(column.heading)}
    excused |= {column.meaning.indicator.partition("_")[0] for column in used if column.meaning.indicator}
    excused |= {column.meaning.indicator for column in used if column.meaning.indicator}
    excused |= (
        {"villages"} if any((column.meaning.indicator or "").endswith("_registered") for column in used) else set()
    )
    potential = [words for column in used if (words := _words_of(heading_saying(column, layout))) & _POTENTIAL]
    sayings = [saying for table in tables for saying in table.texts]
    texts = [without_people(one.text) if one.where == "note" else one.text for one in sayings]
    if layout.shape == "long":
        # The rows name their indicators themselves.
        excused |= {value for text in texts for value in _wording(text).values("indicator")}

    def explained(title: str) -> set[str]:
        return excused | ({"potential"} if _is_of_columns(title, potential) else set())

    pairs = zip(sayings, texts, strict=True)
    read = [replace(one, wording=_beyond(text, one.wording, explained(text))) for one, text in pairs]
    return [one for one in read if one.wording.restrictions]


def _is_of_columns(title: str, potential: Sequence[set[str]]) -> bool:
    """Whether the potential of a title is that of a column beside the figures.

    "Potensi dan peserta" names both, "Cakupan potensi tenaga kerja" has the words of the column "Potensi Tenaga Kerja".
    "Cakupan POTENSI" says of what is covered that it is none yet: it is asked, whatever the columns say.
    """
    wording = _wording(title)
    words = {term.words for term in wording.terms}
    return any("numerator" in wording.values("measure") or own <= words for own in potential)


def _one_sided_labels(layout: Layout, tables: Sequence[TableEvidence]) -> list[Saying]:
    """Labels that speak of those to be registered, of those who are not, or of an event: "Uraian: Potensi"."""
    if layout.shape != "wide":
        return []
    parts = {column.meaning.part for column in used_columns(layout)}
    counted = {column.meaning.indicator for column in used_columns(layout)}
    said = {"denominator"} if parts & {"complement", "flag"} else {"denominator", "complement"}
    sayings = []
    for saying in (saying for table in tables for saying in table.labels):
        measures, words = saying.wording.values("measure"), {*saying.wording.values("not_as_of")}
        words |= {*saying.wording.values("indicator")} - counted
        # "Kategori: Aparat Desa" beside columns of workers.
        words |= {*saying.wording.values("person")} - {(one or "").partition("_")[0] for one in counted}
        if "numerator" not in measures:
            words |= said & {*measures}
        terms = tuple(Term("restriction", word, word) for word in sorted(words))
        sayings.append(Saying(saying.where, saying.text, saying.sheet, Wording(terms, ()), saying.cell))
    return [one for one in sayings if one.wording.restrictions]


def _topics_of(text: str) -> tuple[str, ...]:
    """What a text speaks of besides participants and workers: companies, money, people who might be registered, another
    indicator.
    """
    wording = vocabulary().read(find_periods(text)[1], heading=True)
    potential = any(term.words in _POTENTIAL for term in wording.terms)
    named = (*wording.values("person"), *wording.values("indicator"))
    return (*wording.restrictions, *named, *(["potential"] if potential else []))


def _beyond(text: str, known: Wording, excused: set[str]) -> Wording:
    """The topics of a title that the columns do not explain, as restrictions."""
    if known.starts_with("letterhead") or known.starts_with("signature"):
        return Wording((), ())
    values = [value for value in _topics_of(text) if value not in excused and value not in known.restrictions]
    return Wording(tuple(Term("restriction", value, value) for value in values), ())


def _complements(layout: Layout, tables: Sequence[TableEvidence]) -> list[Saying]:
    """Titles that speak of those who are not registered yet above columns that speak of those who are."""
    parts = {column.meaning.part for column in used_columns(layout)}
    if layout.shape != "wide" or parts & {"complement", "flag"}:
        return []
    texts = [saying for table in tables for saying in table.texts if saying.where in {"title", "sheet", "file"}]
    return [one for one in texts if "complement" in one.wording.values("measure") and not _DONE & _words_of(one)]


def _words_of(saying: Saying) -> set[str]:
    return {term.words for term in saying.wording.terms}


def claim_headings(layout: Layout, answers: Answers) -> Iterator[Claim]:
    """Columns left out for what their headings say, and headings with words that nobody explained."""
    left_out = [column for column in layout.of_kind("ignore") if heading_wording(column).restrictions]
    if left_out:
        sayings = [heading_saying(column, layout) for column in left_out]
        witnesses = [saying.witness(", ".join(saying.wording.restrictions)) for saying in sayings]
        yield settled("left_out", [column.heading for column in left_out], witnesses)
    named = {column.meaning.segment for column in used_columns(layout)} - {None, ALL_SEGMENTS}
    told = {column.index: _strange_in(column, named) for column in used_columns(layout) if not column.chosen}
    if left_out:
        told |= {column.index: total for column in used_columns(layout) if (total := _bare_total(column))}
    strange = [column for column in used_columns(layout) if told.get(column.index)]
    if strange:
        words = dict.fromkeys(word for column in strange for word in told[column.index])
        witnesses = [heading_saying(column, layout).witness() for column in strange]
        if answers.assume.get("heading") == "understood":
            yield settled("heading", words, [*witnesses, Witness("typed", "heading=understood")])
        else:
            yield unsettled("heading", "not_understood", words, witnesses)


def _strange_in(column: Column, named: set[str | None]) -> tuple[str, ...]:
    """Words in the heading of a count that are not understood there: events and offices too and, for workers, kinds of
    areas.

    "PU dan BPU" are all workers, unless a column of another segment stands beside; "PU dan Jakon" are some of them.
    Potential participants are workers, who are not registered.
    """
    wording = heading_wording(column)
    segments = {*wording.values("segment")}
    if len(segments) > 1 and (not segments >= ALL_TOGETHER or named - segments):
        return tuple(term.words for term in wording.terms if term.claim == "segment")
    if column.meaning.part == "numerator" and column.meaning.indicator == SEGMENTED:
        potential = tuple(term.words for term in wording.terms if term.words in _POTENTIAL)
        if potential:
            return potential
    events = tuple(term.words for term in wording.terms if term.claim in {"not_as_of", "letterhead"})
    areas = tuple(term.words for term in wording.terms if term.words in _AREAS)
    unknown = wording.unknown + tuple(_PART_MARK.findall(find_periods(column.heading)[1]))
    return unknown + events + (areas if column.meaning.indicator == SEGMENTED else ())


def _bare_total(column: Column) -> tuple[str, ...]:
    """The word of a lone "Total": beside columns that are left out it may be theirs, as in "Aktif | Non Aktif | Total"."""
    wording = heading_wording(column)
    is_total = wording.values("measure") == ("total",) and not wording.values("person")
    if column.chosen or column.meaning.part != "denominator" or not is_total:
        return ()
    return tuple(term.words for term in wording.terms if term.value == "total")


def claim_words(layout: Layout, tables: Sequence[TableEvidence], answers: Answers) -> Iterator[Claim]:
    """Words of titles, names of sheets, notes and constant columns that nobody explained."""
    if layout.shape not in {"wide", "long"} or not used_columns(layout):
        return
    strange = [saying for table in tables for saying in table.texts if saying.wording.unknown]
    strange += [saying for table in tables for saying in table.constants]
    if not strange:
        return
    words = dict.fromkeys(word for saying in strange for word in saying.wording.unknown)
    witnesses = [saying.witness(", ".join(saying.wording.unknown)) for saying in strange]
    if answers.assume.get("words") == "understood":
        yield settled("words", words, [*witnesses, Witness("typed", "words=understood")])
    else:
        yield unsettled("words", "not_understood", words, witnesses)
