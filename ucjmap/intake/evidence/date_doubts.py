"""Texts that leave the date of the figures open: periods without a day, remarks on rows that name another date."""

import re
from collections.abc import Sequence
from typing import Final

from ucjmap.intake.evidence.ledger import Witness
from ucjmap.intake.evidence.row_labels import REMARK
from ucjmap.intake.evidence.sayings import Saying, TableEvidence, heading_saying, used_columns
from ucjmap.intake.meaning import Column, Extract, Layout, Period, day, find_periods, is_from_to, read_period

_SHOWN: Final = 4
#: A workbook cuts longer names of sheets.
_LONGEST_SHEET_NAME: Final = 31
# "20240831", "31082024", "082024": dates as names of files write them; such digits elsewhere may be a code.
_WRITTEN_TOGETHER: Final = (
    (re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)"), r"\1-\2-\3"),
    (re.compile(r"(?<!\d)([0-2]\d|3[01])(0[1-9]|1[0-2])(20\d\d)(?!\d)"), r"\3-\2-\1"),
    (re.compile(r"(?<!\d)(0[1-9]|1[0-2])(20\d\d)(?!\d)"), r"\1/\2"),
)
# The digits that are left of a year at the end.
_CUT_YEAR: Final = re.compile(r"(?<!\d)\d{1,3}$")


def heading_period(column: Column) -> Period | None:
    """Period that the heading of a column names."""
    first, _, last = (column.meaning.period or "").partition("/")
    return Period(first, last) if last else None


def plain_text(saying: Saying) -> str:
    """The text of a saying with its dates as other texts have them, and without what is none.

    Of a name that the workbook cut, "s.d. Desember 20" is no year.
    """
    is_cut = saying.where == "sheet" and len(saying.text) == _LONGEST_SHEET_NAME
    text = (_CUT_YEAR.sub("", saying.text) if is_cut else saying.text).replace("_", " ")
    if saying.where == "file":
        for pattern, apart in _WRITTEN_TOGETHER:
            text = pattern.sub(apart, text)
    return text


def spans_in(layout: Layout, titles: dict[str, list[tuple[Saying, Period]]], extract: Extract) -> list[Witness]:
    """Texts that name a time from one month or day to another, where no other names the day of the figures.

    Who came in the time and who stood there at its end are two figures.
    """
    around = [one for dated in titles.values() for one in dated]
    around += [(heading_saying(one, layout), period) for one in used_columns(layout) if (period := heading_period(one))]
    if any(period.first == period.last and not is_from_to(plain_text(saying)) for saying, period in around):
        return []
    spans = [saying.witness(period.last) for saying, period in around if is_from_to(plain_text(saying))]
    for column in layout.of_kind("date"):
        texts = dict.fromkeys(cell for cell in extract.data[column.key] if isinstance(cell, str) and is_from_to(cell))
        spans += [Witness("column", f"{column.heading}: {text}", _last_day(text)) for text in [*texts][:_SHOWN]]
    return spans


def remarked_dates(
    tables: Sequence[TableEvidence], titles: dict[str, list[tuple[Saying, Period]]], typed: str
) -> list[Witness]:
    """Remarks on single rows that name another date than the file does: "Keterangan: data November 2025".

    The day of an event, such as a decree, dates no figures.
    """
    own = [day(typed), *(period for dated in titles.values() for _, period in dated)]
    labels = [saying for table in tables for saying in table.labels if REMARK.match(saying.text)]
    labels = [one for one in labels if not one.wording.values("not_as_of") and not one.wording.values("letterhead")]
    dated = [(saying, period) for saying in labels for period in find_periods(saying.text)[0]]
    return [saying.witness(period.last) for saying, period in dated if not any(period.meets(one) for one in own)]


def _last_day(text: str) -> str:
    period = read_period(text)
    return period.last if period else ""
