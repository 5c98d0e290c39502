"""Workbooks that people open in a spreadsheet: formatted sheets with a frozen heading, no text run as a formula."""

import datetime as dt
import io
import math
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from ucjmap.files.text import defuse, plain_text
from ucjmap.files.whole import whole_file
from ucjmap.schema import Progress, no_progress

#: How numbers are shown; points and commas follow the language of the reader's own program.
COUNT, RATE, RUPIAH = "#,##0", "0.00%", '"Rp"#,##0'
_DATE: Final = "yyyy-mm-dd"
_HEAD: Final = {"bold": True, "font_color": "#ffffff", "bg_color": "#1d4e77", "text_wrap": True, "valign": "top"}
#: Widths of columns in letters: of a heading that is not wrapped; the least, the most, and the most of a lone column.
_HEADING, _NARROWEST, _WIDEST, _WIDEST_ALONE = 18, 12, 60, 100
#: Rows that decide the width of a column, and rows between two reports of progress.
_SAMPLE, _TELL_EVERY = 200, 500
_A4: Final = 9
#: Most letters in the name of a sheet and in a cell. A longer cell would be left out silently.
_LONGEST_TITLE, _LONGEST_TEXT = 31, 32_767
# What Excel allows in no name of a sheet.
_NOT_IN_TITLE: Final = re.compile(r"[\[\]:*?/\\]")
#: Earlier days have no number in a workbook.
_FIRST_DAY: Final = dt.date(1900, 3, 1)
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Sheet:
    """A table under a title, ready to be printed.

    ``formats`` of numbers are by heading; with ``has_sum`` the last row is a sum; ``frozen_columns`` stay in sight, as
    the headings do; ``alarm`` is printed on top of every page. Without ``has_head`` the sheet has the rows of ``table``
    and no headings, and the first ``frozen_rows`` of them stay in sight.
    """

    title: str
    table: pd.DataFrame
    formats: Mapping[str, str] = field(default_factory=dict)
    has_sum: bool = False
    frozen_columns: int = 1
    has_filter: bool = False
    alarm: str = ""
    has_head: bool = True
    frozen_rows: int = 1


def write_workbook(out: Path, sheets: Sequence[Sheet], *, progress: Progress = no_progress) -> None:
    """Write the sheets; the file appears whole.

    Parameters
    ----------
    out
        The file; its folder is made, one of that name is replaced.
    sheets
        In their order. A title that is not allowed in a workbook, or is taken already, is changed.
    progress
        Called every 500 rows with the rows written so far and of all sheets; may raise to stop: no file is left then.
    """
    with whole_file(out) as path:
        _fill(str(path), sheets, progress)


def make_workbook(sheets: Sequence[Sheet]) -> bytes:
    """The content of the file that ``write_workbook`` writes.

    Parameters
    ----------
    sheets
        As for ``write_workbook``.
    """
    stream = io.BytesIO()
    _fill(stream, sheets, no_progress)
    return stream.getvalue()


def _fill(target: str | io.BytesIO, sheets: Sequence[Sheet], progress: Progress) -> None:
    import xlsxwriter  # type: ignore[import-untyped]

    total, done = sum(len(sheet.table) for sheet in sheets), 0
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        for title, sheet in zip(_titles(sheets), sheets, strict=True):
            page = book.add_worksheet(title)
            _set_up(page, sheet)
            _set_widths(page, sheet)
            if sheet.has_head:
                _write_head(page, sheet, book.add_format(_HEAD))
            _write_rows(book, page, sheet, lambda row: progress(done + row, total, ""))  # noqa: B023 - called at once
            done += len(sheet.table)


def _titles(sheets: Sequence[Sheet]) -> list[str]:
    """A valid name for each sheet; no two differ only in capitals."""
    titles: list[str] = []
    for sheet in sheets:
        plain = _NOT_IN_TITLE.sub("_", plain_text(sheet.title)).strip("' ") or "-"
        title, number = plain[:_LONGEST_TITLE], 2
        while title.lower() in {other.lower() for other in titles}:
            title = f"{plain[: _LONGEST_TITLE - 5]} ({number})"
            number += 1
        titles.append(title)
    return titles


def _write_rows(book: Any, page: Any, sheet: Sheet, tell: Callable[[int], None]) -> None:
    usual, last = (_styles_of(book, sheet, is_bold=is_bold) for is_bold in (False, sheet.has_sum))
    for number, values in enumerate(sheet.table.itertuples(index=False, name=None), start=1):
        if number % _TELL_EVERY == 1:
            tell(number)
        styles = last if number == len(sheet.table) else usual
        for column, value in enumerate(values):
            _write_cell(page, number - 1 + sheet.has_head, column, value, styles[column])


def _set_up(page: Any, sheet: Sheet) -> None:
    page.freeze_panes(sheet.frozen_rows, sheet.frozen_columns)
    if sheet.has_filter:
        page.autofilter(0, 0, max(1, len(sheet.table) - sheet.has_sum), len(sheet.table.columns) - 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    if sheet.frozen_rows:
        page.repeat_rows(0, sheet.frozen_rows - 1)
    page.set_header(f"&C&B{sheet.alarm.replace('&', '&&')}" if sheet.alarm else "")
    page.set_footer("&C&P / &N")


def _set_widths(page: Any, sheet: Sheet) -> None:
    widest = _WIDEST_ALONE if len(sheet.table.columns) == 1 else _WIDEST
    for number, heading in enumerate(sheet.table.columns):
        sample = sheet.table.iloc[:, number].head(_SAMPLE)
        longest = max((len(_shown(value)) for value in sample), default=0)
        width = 3 + max(longest, min(_HEADING, len(str(heading))))  # a longer heading is wrapped
        page.set_column(number, number, min(widest, max(_NARROWEST, width)))


def _write_head(page: Any, sheet: Sheet, style: Any) -> None:
    for number, heading in enumerate(sheet.table.columns):
        _write_text(page, 0, number, str(heading), style)


@dataclass(frozen=True)
class _Styles:
    """How the cells of a column are shown, by what they hold."""

    text: Any
    number: Any
    date: Any


def _styles_of(book: Any, sheet: Sheet, *, is_bold: bool) -> list[_Styles]:
    usual = {"valign": "top", "bold": is_bold}
    text, date = (book.add_format({**usual, **more}) for more in ({"text_wrap": True}, {"num_format": _DATE}))
    shown = [sheet.formats.get(str(heading), "General") for heading in sheet.table.columns]
    numbers = {pattern: book.add_format({**usual, "num_format": pattern}) for pattern in dict.fromkeys(shown)}
    return [_Styles(text, numbers[pattern], date) for pattern in shown]


def _write_cell(page: Any, row: int, number: int, value: Hashable, styles: _Styles) -> None:
    if isinstance(value, str):
        _write_text(page, row, number, value, styles.text)
    elif isinstance(value, bool | np.bool_):
        page.write_boolean(row, number, value, styles.number)
    elif pd.isna(value):
        return
    elif isinstance(value, dt.date):
        _write_date(page, row, number, value, styles)
    elif isinstance(value, float) and math.isinf(value):
        _write_text(page, row, number, str(value), styles.text)
    else:
        page.write_number(row, number, value, styles.number)


def _write_text(page: Any, row: int, number: int, text: str, style: Any) -> None:
    text = defuse(text)
    page.write_string(row, number, text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…", style)


def _write_date(page: Any, row: int, number: int, day: dt.date, styles: _Styles) -> None:
    if (day.date() if isinstance(day, dt.datetime) else day) < _FIRST_DAY:
        _write_text(page, row, number, day.isoformat(), styles.text)
    else:
        page.write_datetime(row, number, day, styles.date)


def _shown(value: Any) -> str:
    """A value as text of about the length that is shown."""
    if pd.isna(value):
        return ""
    return f"{value:,.1f}" if isinstance(value, float) else str(value)
