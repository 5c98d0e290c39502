"""Lists of outreach as workbooks for the field: numbers as numbers, ready to be printed, formulas defused."""

from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from ucjmap.api.export import defuse
from ucjmap.errors import N_
from ucjmap.outreach.tracks import plain_text
from ucjmap.schema import Progress, no_progress
from ucjmap.words import Lang, say

#: Empty columns to be filled in by hand.
TO_FILL_IN: Final = (N_("Date of visit"), N_("Result"), N_("Initials"))
_TELL_EVERY: Final = 500
_WIDEST, _SAMPLE = 60, 200
_NUMBERS: Final = {
    **dict.fromkeys(("rate", "target"), "0.0%"),
    **dict.fromkeys(("score", "distance_km", "leg_km", "total_km", "hours"), "0.0"),
    **dict.fromkeys(("lon", "lat"), "0.00000"),
    **dict.fromkeys(("numerator", "denominator", "uncovered", "gap_people"), "#,##0"),
}


def write_workbook(
    path: Path,
    rows: pd.DataFrame,
    headings: Mapping[str, str],
    notes: Sequence[str],
    lang: Lang,
    *,
    alarm: str = "",
    progress: Progress = no_progress,
) -> None:
    """One sheet with the columns of ``rows`` that have a heading, and one with where they come from.

    ``alarm`` is printed on top of every page. ``progress`` is told the rows, and may raise to stop.
    """
    import xlsxwriter  # type: ignore[import-untyped]

    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        _write_list(book, rows, headings, lang, alarm, progress)
        about = book.add_worksheet(say(lang, "About"))
        about.set_column(0, 0, 100, book.add_format({"text_wrap": True}))
        for number, line in enumerate([say(lang, "About this list"), *notes]):
            about.write_string(number, 0, str(defuse(plain_text(line))))


def _write_list(
    book: Any, rows: pd.DataFrame, headings: Mapping[str, str], lang: Lang, alarm: str, progress: Progress
) -> None:
    kept = [column for column in headings if column in rows]
    titles = [say(lang, heading) for heading in (*(headings[column] for column in kept), *TO_FILL_IN)]
    sheet = book.add_worksheet(say(lang, "List"))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(titles) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&C&B{alarm.replace('&', '&&')}" if alarm else "")
    sheet.set_footer("&C&P / &N")
    formats = {
        column: book.add_format({"valign": "top", "num_format": _NUMBERS.get(column, "General")}) for column in kept
    }
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    for number, column in enumerate(kept):
        longest = rows[column].head(_SAMPLE).map(lambda value: len(_shown(value))).max() if len(rows) else 0
        width = min(_WIDEST, 3 + max(longest, min(18, len(titles[number]))))
        sheet.set_column(number, number, width)
    sheet.set_column(len(kept), len(titles) - 1, 16)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#eeeeee", "border": 1})
    for number, title in enumerate(titles):
        sheet.write_string(0, number, title, head)
    of_column = [wrapped if rows[column].dtype == object else formats[column] for column in kept]
    for row, values in enumerate(rows[kept].itertuples(index=False, name=None), start=1):
        if row % _TELL_EVERY == 1:
            progress(row, len(rows), "")
        for number, value in enumerate(values):
            _write_cell(sheet, row, number, value, of_column[number])


def _write_cell(sheet: Any, row: int, number: int, value: Hashable, style: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, number, defuse(plain_text(value)), style)
    elif not pd.isna(value):
        sheet.write_number(row, number, value, style)


def _shown(value: object) -> str:
    return f"{value:.1f}" if isinstance(value, float) else str(value or "")
