"""Tables as files, the way that offices hand them in."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl


def write_table(
    folder: Path, sheets: Mapping[str, Iterable[Sequence[Any]]], *, as_text: bool, stem: str = "tabel"
) -> Path:
    """Rows by name of their sheet as a workbook; as text with semicolons only the rows of the first sheet."""
    if as_text:
        path = folder / f"{stem}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(next(iter(sheets.values())))
        return path
    path = folder / f"{stem}.xlsx"
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path
