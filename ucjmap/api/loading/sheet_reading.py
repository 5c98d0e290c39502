"""How a coverage file was read, for the person who has to agree: one sentence in parts, and a picture of the sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import pandas as pd

from ucjmap.api.areas import AreaTree
from ucjmap.api.figures import load_indicators
from ucjmap.api.loading.coverage_draft import CoverageDraft
from ucjmap.codes import LEVELS, level_of
from ucjmap.errors import N_
from ucjmap.intake import DATA_KINDS, Claim, Layout, column_letter, load_profiles, text_of
from ucjmap.levels import level_name
from ucjmap.words import Lang, say, say_count, say_date

#: What a cell of the picture is: one for each colour.
Role = Literal["title", "heading", "name", "code", "figure", "segment", "date", "total", "note", "open", "unused"]
ROLES: Final[dict[Role, str]] = {
    "title": N_("Title"),
    "heading": N_("Heading"),
    "name": N_("Name of the area"),
    "code": N_("Code of the area"),
    "figure": N_("Figure"),
    "segment": N_("Segment"),
    "date": N_("Date"),
    "total": N_("Total"),
    "note": N_("Note"),
    "open": N_("To be answered"),
    "unused": N_("not used"),
}
#: Part of the sentence, and what its answer is: the key of the claim behind it.
PartKey = Literal["areas", "segment", "as_of", "unit", "totals"]

_HEAD_ROWS: Final = 10
_FIRST_ROWS: Final = 4
_LAST_ROWS: Final = 4
_COLUMNS: Final = 14
_OF_COLUMN: Final[dict[str, Role]] = {
    "name": "name",
    "code": "code",
    "value": "figure",
    "segment": "segment",
    "date": "date",
    "year": "date",
    "indicator": "segment",
}
_OF_ROW: Final[dict[str, Role]] = {"title": "title", "heading": "heading", "total": "total", "note": "note"}


@dataclass(frozen=True)
class SentencePart:
    """A part of the sentence about a file; open where it waits for an answer."""

    key: PartKey
    text: str
    is_open: bool = False


@dataclass(frozen=True)
class PicturedRow:
    """A row of the sheet: its number, its cells as text with their roles; ``gap`` where rows above it are left out."""

    number: int
    cells: tuple[tuple[str, Role], ...]
    gap: bool = False


@dataclass(frozen=True)
class SheetPicture:
    """A table of the office as it stands: sheet, letters of the columns, the rows that say most."""

    sheet: str
    columns: tuple[str, ...]
    rows: tuple[PicturedRow, ...]


def sentence_of(lang: Lang, draft: CoverageDraft, tree: AreaTree) -> list[SentencePart]:
    """What a coverage file was taken for, in parts that can each be changed.

    Parameters
    ----------
    tree
        The areas that the draft was matched against.

    Returns
    -------
    list of SentencePart
        Areas, segment, date and unit; and what the total rows say, where the file has some.
    """
    parts = [
        SentencePart("areas", _say_areas(lang, draft, tree), _is_open(draft, "level", "issuer")),
        SentencePart("segment", _say_segments(lang, draft), _is_open(draft, "segment")),
        SentencePart("as_of", _say_dates(lang, draft), _is_open(draft, "as_of")),
        SentencePart("unit", _say_unit(lang, draft), _is_open(draft, "unit")),
    ]
    totals = _say_totals(lang, draft)
    return [*parts, SentencePart("totals", totals)] if totals else parts


def say_source(lang: Lang, draft: CoverageDraft) -> str:
    """The known source that a file was recognised as, in words.

    Returns
    -------
    str
        Empty where it was recognised as none.
    """
    profile = load_profiles().get(draft.layout.source)
    return say(lang, "Recognised as: {source}", source=profile.names[lang]) if profile is not None else ""


def _is_open(draft: CoverageDraft, *keys: str) -> bool:
    return any(claim.key in keys for claim in draft.ledger.open)


def _claim(draft: CoverageDraft, key: str) -> Claim | None:
    return next((claim for claim in draft.ledger.claims if claim.key == key), None)


def _say_areas(lang: Lang, draft: CoverageDraft, tree: AreaTree) -> str:
    codes = draft.rows.loc[draft.rows["status"] == "matched", "matched_code"].drop_duplicates()
    if codes.empty:
        return say(lang, "no area found yet")
    levels = pd.Series([level_of(code) for code in codes]).value_counts()
    counted = ", ".join(
        f"{say_count(lang, count)} {level_name(lang, level, several=count > 1 and lang == 'en')}"
        for level, count in levels.items()
    )
    place = _common_place(codes.tolist(), tree)
    return f"{counted} · {place}" if place else counted


def _common_place(codes: list[str], tree: AreaTree) -> str:
    """The smallest area that holds all rows; empty for the whole country."""
    above = tree.areas.loc[codes, list(LEVELS)].astype(object)
    if len(codes) > 1:  # among others an area is no place that holds them
        above = above.where(above.ne(pd.Series(codes, index=above.index), axis=0))
    shared = [above[level].iloc[0] for level in LEVELS if above[level].nunique(dropna=False) == 1]
    named = [code for code in shared if isinstance(code, str)]
    return tree.name(named[-1]) if named else ""


def _say_segments(lang: Lang, draft: CoverageDraft) -> str:
    if _is_open(draft, "segment"):
        return say(lang, "segment: to be answered")
    if draft.observations.empty or set(draft.observations["indicator"]) != {"ucj"}:
        names = load_indicators()
        keys = draft.observations["indicator"].unique()
        return ", ".join(names[key].name(lang) for key in keys) or say(lang, "no figure found yet")
    named = load_indicators()["ucj"].segments
    return ", ".join(named[key][lang] if key in named else key for key in draft.observations["segment"].unique())


def _say_dates(lang: Lang, draft: CoverageDraft) -> str:
    if _is_open(draft, "as_of"):
        return say(lang, "date: to be answered")
    dates = sorted(draft.observations["as_of"].unique()) or [draft.as_of]
    if len(dates) == 1:
        return say(lang, "as of {date}", date=say_date(lang, dates[0]))
    first, last = say_date(lang, dates[0]), say_date(lang, dates[-1])
    return say(lang, "{count} dates from {first} to {last}", count=say_count(lang, len(dates)), first=first, last=last)


def _say_unit(lang: Lang, draft: CoverageDraft) -> str:
    if _is_open(draft, "unit"):
        return say(lang, "unit: to be answered")
    claim = _claim(draft, "unit")
    values = {*claim.values} if claim is not None else set()
    if "1000000" in values:
        return say(lang, "in millions of persons")
    return say(lang, "in thousands of persons") if "1000" in values else say(lang, "in persons")


def _say_totals(lang: Lang, draft: CoverageDraft) -> str:
    totals = int((draft.rows["kind"] == "total").sum())
    if not totals:
        return ""
    t = partial(say, lang)
    count = say_count(lang, totals)
    if (draft.issues["reason"] == "total_differs").any():
        return t("{count} total rows, which differ from the sum of the rows", count=count)
    if totals == 1:
        return t("one row is the total and equals the sum of the rows")
    return t("{count} rows are totals and equal the sums of the rows", count=count)


def picture_of(draft: CoverageDraft) -> SheetPicture:
    """The first table of a file as it stands: title, headings, its first and its last rows.

    Returns
    -------
    SheetPicture
        At most 10 rows of title and headings, 8 of the rows below them, and 14 columns.
    """
    table = draft.layout.tables[0]
    sheet = next(sheet for sheet in draft.sheets if sheet.name == table.sheet)
    own = draft.rows[draft.rows["sheet"] == table.sheet]
    width = min(max((len(row) for row in sheet.cells), default=0), _COLUMNS)
    statuses = zip(own["row"], own["kind"], own["status"], strict=True)
    known = {int(row): (str(kind), status) for row, kind, status in statuses if kind != "blank"}
    rows: list[PicturedRow] = []
    for number in _numbers(list(known), table.last_heading):
        kind, status = known[number]
        texts = [text_of(cell) for cell in sheet.cells[number - 1][:width]]
        texts += [""] * (width - len(texts))
        roles = _roles(draft.layout, kind, status, width)
        asked = [_is_asked(draft.ledger.open, kind, number, index, text) for index, text in enumerate(texts)]
        cells = tuple(
            (text, "open" if is_asked else role) for text, role, is_asked in zip(texts, roles, asked, strict=True)
        )
        gap = bool(rows) and any(rows[-1].number < other < number for other in known)
        rows.append(PicturedRow(number, cells, gap))
    return SheetPicture(table.sheet, tuple(column_letter(index) for index in range(width)), tuple(rows))


def _numbers(filled: list[int], last_heading: int) -> Iterator[int]:
    head = [number for number in filled if number <= last_heading]
    body = [number for number in filled if number > last_heading]
    yield from head[:_HEAD_ROWS]
    yield from body if len(body) <= _FIRST_ROWS + _LAST_ROWS else [*body[:_FIRST_ROWS], *body[-_LAST_ROWS:]]


def _is_asked(claims: Sequence[Claim], kind: str, number: int, index: int, text: str) -> bool:
    """Whether a cell is a witness of an open claim."""
    if not text:
        return False
    letter = column_letter(index)
    places = {"title": {""}, "heading": {f"{letter}{number}"}, "note": {str(number)}, "column": {letter}}
    where = {"data": "column", "hidden": "column"}.get(kind, kind)
    return any(
        one.where == where and one.cell in places.get(where, ()) and (where != "title" or text in one.text)
        for claim in claims
        for one in claim.witnesses
    )


def _roles(layout: Layout, kind: str, status: str | None, width: int) -> list[Role]:
    if kind not in DATA_KINDS:
        return [_OF_ROW.get(kind, "note")] * width
    by_index: dict[int, Role] = {
        column.index: _OF_COLUMN.get(column.meaning.kind, "unused") for column in layout.columns
    }
    roles = [by_index.get(index, "unused") for index in range(width)]
    return ["open" if role in {"name", "code"} and status != "matched" else role for role in roles]
