"""Workbooks that people open in a spreadsheet: formatted sheets with a frozen heading, no text run as a formula."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from ucjmap.api.export import defuse_formulas
from ucjmap.outreach.tracks import plain_text

#: How numbers are shown; points and commas follow the language of the reader's own program.
COUNT, RATE, RUPIAH = "#,##0", "0.00%", '"Rp"#,##0'
_HEAD = {"font": Font(bold=True, color="FFFFFF"), "fill": PatternFill("solid", fgColor="1D4E77")}
_NARROWEST, _WIDEST = 12, 70


@dataclass(frozen=True)
class Sheet:
    """A table under a title; ``formats`` by heading, and whether the last row is a sum."""

    title: str
    table: pd.DataFrame
    formats: Mapping[str, str] = field(default_factory=dict)
    has_sum: bool = False


def write_workbook(out: Path, sheets: Sequence[Sheet]) -> None:
    """Write the sheets aside and put the file in place whole, so that nobody reads half of it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as folder:
        aside = Path(folder) / out.name
        with pd.ExcelWriter(aside, engine="openpyxl") as writer:
            for sheet in sheets:
                table = defuse_formulas(_plain(sheet.table))
                table.to_excel(writer, sheet_name=sheet.title[:31], index=False, freeze_panes=(1, 1))
                _format(writer.sheets[sheet.title[:31]], sheet)
        aside.replace(out)


def _plain(table: pd.DataFrame) -> pd.DataFrame:
    """The table without letters that a workbook cannot hold."""
    clean = table.copy()
    for column in clean.select_dtypes(exclude="number"):
        clean[column] = [plain_text(value) if isinstance(value, str) else value for value in clean[column]]
    return clean


def _format(page: Worksheet, sheet: Sheet) -> None:
    for cell in page[1]:
        cell.font, cell.fill = _HEAD["font"], _HEAD["fill"]
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, heading in zip(page.iter_cols(), sheet.table.columns, strict=True):
        shown = sheet.formats.get(str(heading))
        for cell in column[1:]:
            if shown and isinstance(cell.value, int | float):
                cell.number_format = shown
            cell.alignment = Alignment(wrap_text=isinstance(cell.value, str), vertical="top")
        longest = max(
            len(f"{cell.value:,}" if isinstance(cell.value, int) else str(cell.value or ""))
            for cell in column[1:] or column
        )
        page.column_dimensions[column[0].column_letter].width = min(_WIDEST, max(_NARROWEST, 4 + longest))
    if sheet.has_sum:
        for cell in page[page.max_row]:
            cell.font = Font(bold=True)
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
