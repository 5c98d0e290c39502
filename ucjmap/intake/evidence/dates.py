"""The claim about the date of the figures: what the file says, beside what was typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from ucjmap.intake.evidence.date_doubts import heading_period, plain_text, remarked_dates, spans_in
from ucjmap.intake.evidence.ledger import Claim, Witness, settled, unsettled
from ucjmap.intake.evidence.sayings import SIGNED, Answers, Saying, TableEvidence, heading_saying, used_columns
from ucjmap.intake.meaning import (
    Column,
    Extract,
    Layout,
    Period,
    find_parts,
    find_periods,
    is_edition,
    months,
    read_part,
    read_period,
    year_of,
)
from ucjmap.intake.reading import is_no_data

_SHOWN: Final = 4


@dataclass(frozen=True)
class Dates:
    """Dates of figures: by sheet, where the sheets differ or the file states its own; ``typed`` is the one given.

    ``own`` says whether dates in rows and headings go before the date of the sheet; ``year`` is that of rows which
    name a month or a quarter alone.
    """

    typed: str | None = None
    by_sheet: dict[str, str] = field(default_factory=dict)
    own: bool = True
    year: int | None = None

    def of_sheet(self, sheet: str) -> str | None:
        """Date of the figures of a sheet that carry none of their own.

        Returns
        -------
        str or None
            ISO date: that of the sheet, else the typed one.
        """
        return self.by_sheet.get(sheet, self.typed)


def row_periods(rows: pd.DataFrame, layout: Layout, year: int | None = None) -> list[Period | None]:
    """Period of each row by its columns of dates, years, months and quarters.

    Parameters
    ----------
    rows
        Rows of an extract.
    year
        Of a month or a quarter that stands alone.

    Returns
    -------
    list of Period or None
        One entry a row: the narrowest period that its cells name together. None where they name none, contradict each
        other or cannot all be read.
    """
    columns = [column for column in layout.of_kind("date", "year") if column.key in rows]
    headings = [column.heading for column in columns]
    cells = [rows[column.key].tolist() for column in columns]
    known: dict[tuple[Any, ...], Period | None] = {}
    for row in zip(*cells, strict=True):
        if row not in known:
            known[row] = _of_cells(headings, row, year)
    return [known[row] for row in zip(*cells, strict=True)] if cells else [None] * len(rows)


def _of_cells(headings: Sequence[str], cells: Sequence[Any], year: int | None) -> Period | None:
    """The narrowest period of the date cells of a row; a year and a part without one make that part of the year."""
    told = [(heading, cell) for heading, cell in zip(headings, cells, strict=True) if not is_no_data(cell)]
    periods = [period for _, cell in told if (period := read_period(cell)) is not None]
    parts = [
        part for heading, cell in told if read_period(cell) is None and (part := read_part(cell, heading)) is not None
    ]
    if not told or len(periods) + len(parts) < len(told):
        return None
    if parts:
        years = {year_of(period) for period in periods} or {year}
        narrow_parts = _narrow(months(of_year, *part) for part in parts for of_year in years if of_year is not None)
        return narrow_parts[0] if len(narrow_parts) == 1 else None
    narrow = min(periods, key=lambda period: (period.last > period.first, period.first))
    return narrow if all(period.holds(narrow) for period in periods) else None


def claim_dates(
    layout: Layout, tables: Sequence[TableEvidence], extract: Extract, answers: Answers
) -> tuple[list[Claim], Dates]:
    """The date of every figure: that of its row or heading, else of its sheet or the title, else the typed one."""
    typed = answers.as_of
    if answers.as_of_from == "typed":
        return [settled("as_of", (typed,), [Witness("typed", typed, typed)])], Dates(typed, own=False)
    periods = _headed_by_several(layout)
    if periods:
        return [unsettled("as_of", "dates_mixed", [one.value for one in periods], periods, typed=typed)], Dates(typed)
    titles = {table.table.sheet: _around(table) for table in tables}
    if unread := _unread(titles, typed):
        return unread, Dates(typed)
    known = {sheet: [(saying, period) for saying, period in dated if period] for sheet, dated in titles.items()}
    if answers.as_of_from is None and (spans := spans_in(layout, known, extract)):
        question = unsettled("as_of", "date_span", [one.text for one in spans], spans, typed=typed)
        return [question], Dates(typed)
    if answers.as_of_from is None and (remarked := remarked_dates(tables, known, typed)):
        return [unsettled("as_of", "date_contradicts", [one.value for one in remarked], remarked, typed=typed)], Dates(
            typed
        )
    if answers.as_of_from == "title":
        return _by_titles(known, typed)
    year = _year_of_titles(known)
    if any(of_rows := row_periods(extract.data, layout, year)):
        return _by_rows(layout, of_rows, known, answers, year)
    dated = any(known.values()) or any(map(heading_period, used_columns(layout)))
    if not dated and (editions := [saying for table in tables for saying in table.texts if is_edition(saying.text)]):
        # A book of statistics of 2025 has the figures of 2024: its year alone dates none of them.
        return _undated(editions, typed), Dates(typed)
    return _by_headings(layout, known, answers)


def _headed_by_several(layout: Layout) -> list[Witness]:
    """Headings of figures that name two dates, as "31 Desember 2025 dan 31 Desember 2024"."""
    sayings = [heading_saying(column, layout) for column in used_columns(layout) if not column.chosen]
    named = [(saying, find_periods(saying.text)[0]) for saying in sayings]
    return [saying.witness(period.last) for saying, periods in named if len(periods) > 1 for period in periods]


def _year_of_titles(titles: dict[str, list[tuple[Saying, Period]]]) -> int | None:
    """The one year that the texts around all tables name."""
    years = {year_of(period) for dated in titles.values() for _, period in dated}
    return years.pop() if len(years) == 1 else None


#: A text of a file and the period that it names; None where it names a part of a year that is not known.
Dated = tuple[Saying, Period | None]


def _around(table: TableEvidence) -> list[Dated]:
    """Texts that date a table; name of the file and notes count only where title and sheet say nothing.

    The year of a lone "September" or "Triwulan III" is the one that stands elsewhere.
    """
    strong = [saying for saying in table.texts if saying.where in {"title", "sheet"} or saying.inside]
    rest = [saying for saying in table.texts if saying not in strong]
    weak = [saying for saying in rest if not SIGNED.search(saying.text)]
    dated = _dated(strong)
    parts = [(saying, part) for saying in strong for part in _parts(saying)]
    if not dated and not parts:
        dated, parts = _dated(weak), [(saying, part) for saying in weak for part in _parts(saying)]
    if not parts:
        return dated
    years = {year_of(period) for _, period in (dated or _dated(weak)) if period is not None} - {None}
    year = years.pop() if len(years) == 1 else None
    if dated and year is None:
        return dated
    kept = [(saying, period) for saying, period in dated if period is None or year_of(period) is None]
    return [*kept, *((saying, months(year, *part) if year else None) for saying, part in parts)]


def _dated(sayings: Iterable[Saying]) -> list[Dated]:
    return [(saying, period) for saying in sayings for period in find_periods(plain_text(saying))[0]]


def _parts(saying: Saying) -> tuple[tuple[int, int], ...]:
    return find_parts(find_periods(plain_text(saying))[1])[0]


def _unread(titles: dict[str, list[Dated]], typed: str) -> list[Claim]:
    """An open claim where a text names a part of a year without its year."""
    sayings = [saying for dated in titles.values() for saying, period in dated if period is None]
    return _undated(sayings, typed) if sayings else []


def _undated(sayings: Sequence[Saying], typed: str) -> list[Claim]:
    witnesses = [saying.witness() for saying in sayings]
    return [unsettled("as_of", "date_contradicts", [saying.text for saying in sayings], witnesses, typed=typed)]


def _narrow(periods: Iterable[Period]) -> list[Period]:
    known = sorted(set(periods))
    return [one for one in known if not any(other != one and one.holds(other) for other in known)]


def _by_titles(titles: dict[str, list[tuple[Saying, Period]]], typed: str) -> tuple[list[Claim], Dates]:
    witnesses = [saying.witness(period.last) for dated in titles.values() for saying, period in dated]
    narrow = {sheet: _narrow(period for _, period in dated) for sheet, dated in titles.items()}
    if any(len(periods) != 1 for periods in narrow.values()):
        values = sorted({witness.value for witness in witnesses})
        return [unsettled("as_of", "date_contradicts", values, witnesses, typed=typed)], Dates(typed)
    by_sheet = {sheet: periods[0].last for sheet, periods in narrow.items()}
    return [settled("as_of", sorted(set(by_sheet.values())), witnesses)], Dates(typed, by_sheet, own=False)


def _by_rows(
    layout: Layout,
    periods: Sequence[Period | None],
    titles: dict[str, list[tuple[Saying, Period]]],
    answers: Answers,
    year: int | None,
) -> tuple[list[Claim], Dates]:
    own = sorted({period for period in periods if period is not None})
    headings = ", ".join(column.heading for column in layout.of_kind("date", "year"))
    witnesses = [Witness("column", headings, period.last) for period in own[:_SHOWN]]
    around = [(saying, period) for dated in titles.values() for saying, period in dated]
    doubtful = any(not column.sure and not column.chosen for column in layout.of_kind("date", "year"))
    columns = used_columns(layout)
    around += [(heading_saying(column, layout), period) for column in columns if (period := heading_period(column))]
    against = [saying.witness(title.last) for saying, title in around if not any(title.meets(one) for one in own)]
    if (against or doubtful) and answers.as_of_from != "column":
        values = [witness.value for witness in (*witnesses, *against)]
        return [unsettled("as_of", "date_contradicts", values, [*witnesses, *against], typed=answers.as_of)], Dates()
    values = sorted({period.date_for(answers.as_of) for period in own})
    return [settled("as_of", values, witnesses)], Dates(answers.as_of, year=year)


def _by_headings(
    layout: Layout, titles: dict[str, list[tuple[Saying, Period]]], answers: Answers
) -> tuple[list[Claim], Dates]:
    columns = used_columns(layout)
    dated = [(heading_saying(column, layout), period) for column in columns if (period := heading_period(column))]
    periods = {period for _, period in dated}
    # A count without a date beside the same one with a date is of another day.
    if len(periods) > 1 or 0 < len(dated) < len(columns):
        return _by_several(columns, dated, answers.as_of)
    if dated and answers.as_of_from == "column":
        return [settled("as_of", [dated[0][1].last], [dated[0][0].witness(dated[0][1].last)])], Dates(dated[0][1].last)
    return _by_context({sheet: [*around, *dated] for sheet, around in titles.items()}, answers.as_of)


def _by_several(
    columns: Sequence[Column], dated: Sequence[tuple[Saying, Period]], typed: str
) -> tuple[list[Claim], Dates]:
    """Columns of several dates: each date needs all the parts that the others have."""
    witnesses = [saying.witness(period.last) for saying, period in dated]
    values = sorted({period.last for _, period in dated})
    parts: dict[Period | None, set[tuple[Any, ...]]] = {}
    for column in columns:
        meaning = column.meaning
        parts.setdefault(heading_period(column), set()).add((meaning.indicator, meaning.segment, meaning.part))
    if None in parts or len({frozenset(of_date) for of_date in parts.values()}) > 1:
        return [unsettled("as_of", "dates_mixed", values, witnesses, typed=typed)], Dates(typed)
    return [settled("as_of", values, witnesses)], Dates(typed)


def _by_context(dated: dict[str, list[tuple[Saying, Period]]], typed: str) -> tuple[list[Claim], Dates]:
    """Sheets of different dates keep each its own; a single date of all dated sheets has to be the typed one."""
    witnesses = [saying.witness(period.last) for around in dated.values() for saying, period in around]
    if not witnesses:
        return [settled("as_of", (typed,), [Witness("typed", typed, typed)])], Dates(typed)
    narrow = {sheet: _narrow(period for _, period in around) for sheet, around in dated.items()}
    single = [periods[0] for periods in narrow.values() if len(periods) == 1]
    if len(single) == len(narrow) and len(set(single)) > 1:
        by_sheet = {sheet: periods[0].date_for(typed) for sheet, periods in narrow.items()}
        return [settled("as_of", sorted(set(by_sheet.values())), witnesses)], Dates(typed, by_sheet)
    told = [periods for periods in narrow.values() if periods]
    if len(single) == len(told) and len(set(single)) == 1 and _says(single[0], typed):
        return [settled("as_of", (typed,), [*witnesses, Witness("typed", typed, typed)])], Dates(typed)
    values = sorted({witness.value for witness in witnesses})
    question = unsettled("as_of", "date_contradicts", values, [*witnesses, Witness("typed", typed, typed)], typed=typed)
    return [question], Dates(typed)


def _says(period: Period, typed: str) -> bool:
    """Whether a period agrees with a date; a span of years agrees with none."""
    return period.first <= typed <= period.last and period.first[:4] == period.last[:4]
