"""The claim about the source of a file: which known one it was recognised as, and what its other columns part."""

from collections.abc import Iterator, Sequence

import pandas as pd

from ucjmap.intake.evidence.ledger import Claim, Witness, settled, unsettled
from ucjmap.intake.evidence.sayings import Answers, used_columns
from ucjmap.intake.meaning import (
    DATA_KINDS,
    Column,
    Extract,
    Layout,
    column_letter,
    declared_columns,
    is_place_heading,
    normalise_heading,
)
from ucjmap.intake.profiles import Profile, load_profiles
from ucjmap.intake.reading import Cell, Sheet, text_of

#: So many columns of a table are told as those by which it was recognised.
_SHOWN = 6


def claim_source(layout: Layout, sheets: Sequence[Sheet], extract: Extract, answers: Answers) -> Iterator[Claim]:
    """Which known source the file comes from; where its tables part their figures by further columns, that is asked."""
    profile = load_profiles().get(layout.source)
    if profile is None:
        return
    yield settled("source", (profile.key,), _witnesses(layout, profile))
    if not used_columns(layout) or answers.assume.get("restriction") == "none":
        return
    if profile.form is not None:
        witnesses = [*_further_lines(layout, profile, sheets)]
    else:
        parting = [column for column in layout.columns if _parts_figures(column, profile, layout, extract.rows, sheets)]
        sheet = layout.tables[0].sheet
        witnesses = [Witness("column", one.heading, "breakdown", sheet, column_letter(one.index)) for one in parting]
    if witnesses:
        yield unsettled("restriction", "restricted", ("breakdown",), witnesses)


def _witnesses(layout: Layout, profile: Profile) -> list[Witness]:
    table = layout.tables[0]
    if profile.form is not None:
        return [Witness("title", table.title, profile.key, table.sheet)]
    known = {normalise_heading(text) for group in ((*profile.headings,), *profile.any_of) for text in group}
    columns = [column for column in layout.columns if normalise_heading(column.heading) in known]
    row = table.last_heading or ""
    return [
        Witness("heading", column.heading, profile.key, table.sheet, f"{column_letter(column.index)}{row}")
        for column in columns[:_SHOWN]
    ]


def _further_lines(layout: Layout, profile: Profile, sheets: Sequence[Sheet]) -> Iterator[Witness]:
    """Lines of a form between its title and its headings that the profile does not explain: "Dusun : Sejahtera"."""
    by_name = {sheet.name: sheet for sheet in sheets}
    title, explained = normalise_heading(profile.title), tuple(map(normalise_heading, profile.explains))
    for table in layout.tables:
        rows = by_name[table.sheet].cells[: table.first_heading - 1]
        lines = [" ".join(text_of(cell) for cell in row if cell is not None) for row in rows]
        last = next((number for number, line in enumerate(lines) if title in normalise_heading(line)), 0)
        for line in lines[last + 1 :]:
            if line and not normalise_heading(line).startswith(explained):
                yield Witness("title", line, "breakdown", table.sheet)


def _parts_figures(
    column: Column, profile: Profile, layout: Layout, rows: pd.DataFrame, sheets: Sequence[Sheet]
) -> bool:
    """Whether a column that the profile does not declare has different texts beside the figures.

    Such tables keep one figure a row, and whatever else stands in the row says of what it is.
    """
    unread = column.meaning.kind in {"ignore", "note"} and not column.chosen
    declared = normalise_heading(column.heading) in declared_columns(profile)
    if profile.form is not None or not unread or declared or is_place_heading(column.heading):
        return False
    texts = {text_of(cell) for cell in _cells(column, layout, rows, sheets)} - {""}
    return len(texts) > 1 and any(any(map(str.isalpha, text)) for text in texts)


def _cells(column: Column, layout: Layout, rows: pd.DataFrame, sheets: Sequence[Sheet]) -> Iterator[Cell]:
    by_name = {sheet.name: sheet for sheet in sheets}
    for table in layout.tables:
        own = rows.loc[(rows["sheet"] == table.sheet) & rows["kind"].isin(DATA_KINDS), "row"]
        cells = by_name[table.sheet].cells
        yield from (cells[row - 1][column.index] for row in own if column.index < len(cells[row - 1]))
