"""Workbooks that people open in a spreadsheet: formatted sheets with a frozen heading, no text run as a formula."""

import io
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from ucjmap.api.export import defuse
from ucjmap.files.whole import whole_file
from ucjmap.outreach.tracks import plain_text
from ucjmap.schema import Progress, no_progress

#: How numbers are shown; points and commas follow the language of the reader's own program.
COUNT, RATE, RUPIAH = "#,##0", "0.00%", '"Rp"#,##0'
_HEAD: Final = {"bold": True, "font_color": "#ffffff", "bg_color": "#1d4e77", "text_wrap": True, "valign": "top"}
#: Widths of columns in letters: of a heading that is not wrapped; the least, the most, and the most of a lone column.
_HEADING, _NARROWEST, _WIDEST, _WIDEST_ALONE = 18, 12, 60, 100
#: Rows that the width of a column is taken from, and after how many rows the progress is told.
_SAMPLE, _TELL_EVERY = 200, 500
_A4: Final = 9
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
    the headings do; ``alarm`` is printed on top of every page.
    """

    title: str
    table: pd.DataFrame
    formats: Mapping[str, str] = field(default_factory=dict)
    has_sum: bool = False
    frozen_columns: int = 1
    has_filter: bool = False
    alarm: str = ""


def write_workbook(out: Path, sheets: Sequence[Sheet], *, progress: Progress = no_progress) -> None:
    """Write the sheets; the file appears whole. ``progress`` is told the rows, and may raise to stop."""
    with whole_file(out) as path:
        _fill(str(path), sheets, progress)


def make_workbook(sheets: Sequence[Sheet]) -> bytes:
    """The content of the file that ``write_workbook`` writes."""
    stream = io.BytesIO()
    _fill(stream, sheets, no_progress)
    return stream.getvalue()


def _fill(target: str | io.BytesIO, sheets: Sequence[Sheet], progress: Progress) -> None:
    import xlsxwriter  # type: ignore[import-untyped]

    total, done = sum(len(sheet.table) for sheet in sheets), 0
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        for sheet in sheets:
            page = book.add_worksheet(sheet.title[:31])
            _set_up(page, sheet)
            _write_head(page, sheet, book.add_format(_HEAD))
            usual, last = (_styles_of(book, sheet, is_bold=is_bold) for is_bold in (False, sheet.has_sum))
            for row, values in enumerate(sheet.table.itertuples(index=False, name=None), start=1):
                if row % _TELL_EVERY == 1:
                    progress(done + row, total, "")
                styles = last if row == len(sheet.table) else usual
                for number, value in enumerate(values):
                    _write_cell(page, row, number, value, *styles[number])
            done += len(sheet.table)


def _set_up(page: Any, sheet: Sheet) -> None:
    page.freeze_panes(1, sheet.frozen_columns)
    if sheet.has_filter:
        page.autofilter(0, 0, max(1, len(sheet.table)), len(sheet.table.columns) - 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_header(f"&C&B{sheet.alarm.replace('&', '&&')}" if sheet.alarm else "")
    page.set_footer("&C&P / &N")


def _write_head(page: Any, sheet: Sheet, style: Any) -> None:
    widest = _WIDEST_ALONE if len(sheet.table.columns) == 1 else _WIDEST
    for number, heading in enumerate(sheet.table.columns):
        sample = sheet.table.iloc[:, number].head(_SAMPLE)
        longest = max((len(_shown(value)) for value in sample), default=0)
        width = 3 + max(longest, min(_HEADING, len(str(heading))))  # a longer heading is wrapped
        page.set_column(number, number, min(widest, max(_NARROWEST, width)))
        _write_cell(page, 0, number, str(heading), style, style)


def _styles_of(book: Any, sheet: Sheet, *, is_bold: bool) -> list[tuple[Any, Any]]:
    """For each column how text and how a number is shown."""
    usual = {"valign": "top", "bold": is_bold}
    text = book.add_format({**usual, "text_wrap": True})
    shown = [sheet.formats.get(str(heading), "General") for heading in sheet.table.columns]
    numbers = {each: book.add_format({**usual, "num_format": each}) for each in dict.fromkeys(shown)}
    return [(text, numbers[each]) for each in shown]


def _write_cell(page: Any, row: int, number: int, value: Hashable, as_text: Any, as_number: Any) -> None:
    if isinstance(value, str):
        page.write_string(row, number, defuse(plain_text(value)), as_text)
    elif isinstance(value, bool | np.bool_):
        page.write_boolean(row, number, value, as_number)
    elif not pd.isna(value):
        page.write_number(row, number, value, as_number)


def _shown(value: object) -> str:
    """A value about as long as it is shown."""
    return f"{value:,.1f}" if isinstance(value, float) else str(value or "")
