"""Claims about what the figures are of: segment, restrictions, unit, words of headings that nobody explained."""

from collections.abc import Iterator, Sequence

import pandas as pd

from ucjmap.intake.evidence.ledger import Claim, Witness, settled, unsettled
from ucjmap.intake.evidence.sayings import Answers, Saying, TableEvidence, heading_saying, heading_wording, used_columns
from ucjmap.intake.meaning import Column, Extract, Layout, Term, Wording, find_periods, vocabulary
from ucjmap.intake.reading import text_of
from ucjmap.schema import ALL_SEGMENTS

#: The indicator that has segments; officials and council members are counted as a whole.
SEGMENTED = "ucj"
#: "Desa Terdaftar" counts desa, and not the workers in them.
_AREAS = frozenset(("desa", "village", "villages", "kelurahan", "kabupaten", "kota", "kecamatan", "provinsi"))
#: In fewer rows a column says one thing by chance.
_ENOUGH_ROWS = 2
#: Wage earners and the self-employed are together what is called all workers.
_ALL_TOGETHER = frozenset(("pu", "bpu"))
_POTENTIAL = frozenset(("potensi", "sasaran", "eligible", "semesta", "wajib"))
#: "Sudah dan belum terdaftar" is the title of a table that has both.
_DONE = frozenset(("sudah", "telah", "sdh"))


def segment_of_cell(text: str) -> str | None:
    """Segment that a cell of a segment column names; all where it is a total; None where it names none."""
    wording = _wording(text)
    segments = wording.values("segment")
    if wording.unknown or wording.restrictions or len(segments) > 1:
        return None
    if segments:
        return segments[0]
    return ALL_SEGMENTS if wording.values("measure") == ("total",) else None


def _wording(text: str) -> Wording:
    return vocabulary().read(text, heading=True)


def claim_restrictions(layout: Layout, tables: Sequence[TableEvidence], answers: Answers) -> Iterator[Claim]:
    """What says that the figures are not those of all participants or workers: it is open unless assumed away."""
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
    """Titles that name companies, claims, inhabitants or a body, of which no column beside the figures is."""
    if layout.shape not in {"wide", "long"} or not used_columns(layout):
        return []
    used = used_columns(layout)
    excused = {value for column in layout.columns if column not in used for value in _topics_of(column.heading)}
    excused |= {column.meaning.indicator.partition("_")[0] for column in used if column.meaning.indicator}
    excused |= {column.meaning.indicator for column in used if column.meaning.indicator}
    excused |= (
        {"villages"} if any((column.meaning.indicator or "").endswith("_registered") for column in used) else set()
    )
    if any({*_words_of(heading_saying(column, layout))} & _POTENTIAL for column in used):
        excused.add("potential")
    texts = [saying for table in tables for saying in table.texts]
    if layout.shape == "long":
        # The rows name their indicators themselves.
        excused |= {value for saying in texts for value in _wording(saying.text).values("indicator")}
    read = [Saying(one.where, one.text, one.sheet, _beyond(one.text, one.wording, excused), one.cell) for one in texts]
    return [one for one in read if one.wording.restrictions]


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
        if "numerator" not in measures:
            words |= said & {*measures}
        terms = tuple(Term("restriction", word, word) for word in sorted(words))
        sayings.append(Saying(saying.where, saying.text, saying.sheet, Wording(terms, ()), saying.cell))
    return [one for one in sayings if one.wording.restrictions]


def _topics_of(text: str) -> tuple[str, ...]:
    """What a text speaks of that is neither participants nor workers, or workers who are none yet, or another indicator."""
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
    strange = [column for column in used_columns(layout) if told.get(column.index)]
    if strange:
        words = dict.fromkeys(word for column in strange for word in told[column.index])
        witnesses = [heading_saying(column, layout).witness() for column in strange]
        if answers.assume.get("heading") == "understood":
            yield settled("heading", words, [*witnesses, Witness("typed", "heading=understood")])
        else:
            yield unsettled("heading", "not_understood", words, witnesses)


def _strange_in(column: Column, named: set[str | None]) -> tuple[str, ...]:
    """Words of a heading of counts that are not understood there: of a count of workers also events and kinds of areas.

    "PU dan BPU" are all workers, unless a column of another segment stands beside; "PU dan Jakon" are some of them.
    Potential participants are workers, who are not registered.
    """
    wording = heading_wording(column)
    segments = {*wording.values("segment")}
    if len(segments) > 1 and (not segments >= _ALL_TOGETHER or named - segments):
        return tuple(term.words for term in wording.terms if term.claim == "segment")
    if column.meaning.part == "numerator" and column.meaning.indicator == SEGMENTED:
        potential = tuple(term.words for term in wording.terms if term.words in _POTENTIAL)
        if potential:
            return potential
    events = tuple(term.words for term in wording.terms if term.claim == "not_as_of")
    areas = tuple(term.words for term in wording.terms if term.words in _AREAS)
    return wording.unknown + events + (areas if column.meaning.indicator == SEGMENTED else ())


def claim_words(
    layout: Layout, tables: Sequence[TableEvidence], data: pd.DataFrame, answers: Answers
) -> Iterator[Claim]:
    """Words of titles, names of sheets, notes and constant columns that nobody explained."""
    if layout.shape not in {"wide", "long"} or not used_columns(layout):
        return
    strange = [saying for table in tables for saying in table.texts if saying.wording.unknown]
    strange += _strange_constants(layout, data)
    if not strange:
        return
    words = dict.fromkeys(word for saying in strange for word in saying.wording.unknown)
    witnesses = [saying.witness(", ".join(saying.wording.unknown)) for saying in strange]
    if answers.assume.get("words") == "understood":
        yield settled("words", words, [*witnesses, Witness("typed", "words=understood")])
    else:
        yield unsettled("words", "not_understood", words, witnesses)


def _strange_constants(layout: Layout, data: pd.DataFrame) -> list[Saying]:
    """Columns that say one thing in every row, by a word that nobody explained; who gave the data is no such thing."""
    sayings = []
    # A column of texts under the grouped heading of its neighbours is taken for counts of no part: it holds none.
    counted_nothing = [column for column in layout.of_kind("value") if column.meaning.part is None]
    for column in (*layout.of_kind("note", "ignore"), *counted_nothing):
        if column.key not in data or len(data) < _ENOUGH_ROWS or _wording(column.heading).values("letterhead"):
            continue
        texts = [text for text in map(text_of, data[column.key]) if text]
        text = texts[0] if len({*texts}) == 1 and 2 * len(texts) > len(data) else ""
        wording = _wording(text)
        if wording.unknown and any(map(str.isalpha, text)):
            sayings.append(Saying("column", f"{column.heading}: {text}", layout.tables[0].sheet, wording, column.key))
    return sayings


def claim_segments(
    layout: Layout, tables: Sequence[TableEvidence], extract: Extract, answers: Answers
) -> tuple[list[Claim], dict[str, str]]:
    """Segment of every table whose columns name none; the sheets are the keys."""
    columns = [column for column in used_columns(layout) if column.meaning.indicator in {SEGMENTED, None}]
    if not columns or layout.shape not in {"wide", "long"}:
        return [], {}
    assumed = answers.assume.get("segment")
    of_columns = _of_columns(layout, columns, extract)
    claims: list[Claim] = []
    segments: dict[str, str] = {}
    for table in tables:
        claim = _claim_segment(table, of_columns, answers.segment, assumed)
        if claim is None:
            continue
        claims.append(claim)
        around = assumed is not None or any(witness not in of_columns for witness in claim.witnesses)
        if claim.state == "settled" and around and not layout.of_kind("segment"):
            segments[table.table.sheet] = claim.values[0]
    return claims, segments


def _of_columns(layout: Layout, columns: Sequence[Column], extract: Extract) -> list[Witness]:
    """What segment column and headings say."""
    for column in layout.of_kind("segment")[:1]:
        texts = dict.fromkeys(text_of(cell) for cell in extract.data[column.key])
        named = [(text, segment_of_cell(text)) for text in texts if text]
        return [Witness("column", f"{column.heading}: {text}", value) for text, value in named if value]
    named_by = [column for column in columns if column.meaning.segment not in {None, ALL_SEGMENTS}]
    return [heading_saying(column, layout).witness(str(column.meaning.segment)) for column in named_by]


def _claim_segment(
    table: TableEvidence, of_columns: list[Witness], typed: str | None, assumed: str | None
) -> Claim | None:
    texts = [(saying, set(saying.wording.values("segment")) - {ALL_SEGMENTS}) for saying in table.texts]
    labelled = [(saying, {*saying.wording.values("segment")}) for saying in table.labels]
    some = [
        (saying, names) for saying, names in (*texts, *labelled) if len(names) > 1 and not _holds_all(names, of_columns)
    ]
    if some and assumed is None:
        values = sorted({name for _, names in some for name in names})
        witnesses = [saying.witness(", ".join(sorted(names))) for saying, names in some]
        return unsettled("segment", "segment_contradicts", values, witnesses)
    # A title of two segments is the title of a table that holds both.
    around = [saying.witness(next(iter(names))) for saying, names in texts if len(names) == 1]
    said = {witness.value for witness in around}
    if typed is not None:
        around.append(Witness("typed", typed, typed))
    witnesses = [*around, *of_columns]
    if assumed is not None:
        return settled("segment", (assumed,), [*witnesses, Witness("typed", f"segment={assumed}", assumed)])
    if typed is not None and said and typed not in said:
        return unsettled("segment", "segment_not_typed", sorted(said), witnesses, typed=typed)
    context = {typed} if typed is not None else said
    if not context:
        own = {witness.value for witness in of_columns}
        return settled("segment", sorted(own), of_columns) if own else None
    if len(context) > 1 or not {witness.value for witness in of_columns} <= context:
        values = sorted({witness.value for witness in witnesses})
        return unsettled("segment", "segment_contradicts", values, witnesses)
    return settled("segment", context, witnesses)


def _holds_all(names: set[str], of_columns: Sequence[Witness]) -> bool:
    """Whether a text of several segments says all, or just what the columns tell apart."""
    return names >= _ALL_TOGETHER or names == {witness.value for witness in of_columns}


def _is_unclear(saying: Saying, layout: Layout) -> bool:
    """Whether a text speaks of hundreds or of a thousand persons, or of percent where no column is a rate."""
    rates = any(column.meaning.part == "rate" for column in layout.columns)
    said = {*saying.wording.values("measure")} & ({"percent", "rate"} if saying.where == "column" else {"percent"})
    percent = bool(said) and not rates
    return percent or "unclear" in saying.wording.values("unit")


def claim_units(
    layout: Layout, tables: Sequence[TableEvidence], answers: Answers
) -> tuple[list[Claim], dict[int, int]]:
    """Factor of every column of counts (1 where nothing says otherwise); the positions of the columns are the keys."""
    columns = [column for column in used_columns(layout) if column.meaning.part != "flag"]
    sayings = [saying for table in tables for saying in (*table.texts, *table.labels)] if columns else []
    headed = [heading_saying(column, layout) for column in columns]
    unclear = [saying for saying in (*sayings, *headed) if _is_unclear(saying, layout)]
    if unclear and "unit" not in answers.assume:
        return [
            unsettled("unit", "unit_unclear", [one.text for one in unclear], [one.witness() for one in unclear])
        ], {}
    around = [
        (saying, unit) for saying in sayings for unit in saying.wording.values("unit") if unit.isdigit() and unit != "1"
    ]
    common = {int(unit) for _, unit in around}
    scales = {}
    witnesses = [saying.witness(unit) for saying, unit in around]
    for column in columns:
        own = {int(unit) for unit in heading_wording(column).values("unit") if unit.isdigit()} - {1}
        if own:
            witnesses.append(heading_saying(column, layout).witness(str(max(own))))
        scales[column.index] = max(own or common or {1})
    if (assumed := answers.assume.get("unit")) is not None:
        return [settled("unit", (assumed,), [*witnesses, Witness("typed", f"unit={assumed}", assumed)])], {
            column.index: int(assumed) for column in columns
        }
    if not witnesses:
        return [], scales
    values = sorted({witness.value for witness in witnesses})
    if len(common) > 1 or (around and any(saying.where == "note" for saying, _ in around) and len(values) > 1):
        return [unsettled("unit", "unit_unclear", values, witnesses)], scales
    return [settled("unit", values, witnesses)], scales
