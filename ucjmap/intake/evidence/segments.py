"""The claim about the segment of the figures: what headings, cells and texts say, beside what was typed."""

from collections.abc import Sequence
from typing import Final

from ucjmap.intake.evidence.ledger import Claim, Witness, settled, unsettled
from ucjmap.intake.evidence.sayings import Answers, TableEvidence, heading_saying, used_columns
from ucjmap.intake.meaning import Column, Extract, Layout, vocabulary
from ucjmap.intake.reading import text_of
from ucjmap.schema import ALL_SEGMENTS

#: The indicator that has segments; officials and council members are counted as a whole.
SEGMENTED: Final = "ucj"
#: Wage earners and the self-employed are together what is called all workers.
ALL_TOGETHER: Final = frozenset(("pu", "bpu"))


def segment_of_cell(text: str) -> str | None:
    """Segment that a cell of a segment column names.

    Returns
    -------
    str or None
        Key of a segment, ``all`` for a total; None where the cell names none, several, or says more.
    """
    wording = vocabulary().read(text, heading=True)
    segments = wording.values("segment")
    if wording.unknown or wording.restrictions or len(segments) > 1:
        return None
    if segments:
        return segments[0]
    return ALL_SEGMENTS if wording.values("measure") == ("total",) else None


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
    """What the column of segments says, or the headings where there is none."""
    for column in layout.of_kind("segment")[:1]:
        texts = dict.fromkeys(text_of(cell) for cell in extract.data[column.key])
        named = [(text, segment_of_cell(text)) for text in texts if text]
        return [Witness("column", f"{column.heading}: {text}", value) for text, value in named if value]
    named_by = [column for column in columns if column.meaning.segment not in {None, ALL_SEGMENTS}]
    return [heading_saying(column, layout).witness(str(column.meaning.segment)) for column in named_by]


def _claim_segment(
    table: TableEvidence, of_columns: list[Witness], typed: str | None, assumed: str | None
) -> Claim | None:
    # A label that stands in every row says what a title says.
    said_of_all = (*table.texts, *(one for one in table.labels if len(one.wording.values("segment")) == 1))
    texts = [(saying, set(saying.wording.values("segment")) - {ALL_SEGMENTS}) for saying in said_of_all]
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
    """Whether a text that names several segments means all workers, or just the segments of the columns."""
    return names >= ALL_TOGETHER or names == {witness.value for witness in of_columns}
