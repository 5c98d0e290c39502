"""Files as grids of cells: every sheet of a workbook or text file, with its hidden rows and merged cells."""

import csv
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import python_calamine as calamine

from ucjmap.errors import N_, IntakeError
from ucjmap.files import open_archive
from ucjmap.intake.reading.binary import scan_xls, scan_xlsb
from ucjmap.intake.reading.number_formats import PERCENT
from ucjmap.intake.reading.refusals import (
    macros,
    not_a_table,
    nothing_inside,
    protected,
    refuse_other_archives,
    refuse_other_kinds,
)
from ucjmap.intake.reading.sheet_facts import ZIPPED_WORKBOOK, SheetFacts, damaged, scan_ods, scan_xlsx
from ucjmap.intake.reading.textfile import decode, read_records
from ucjmap.schema import Progress, no_progress

Cell = str | int | float | bool | dt.date | None

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WHOLE: Final = 1e15
#: No table of an office is so wide; a wrong separator or a stray cell is. Each column is compared with others later.
_MOST_COLUMNS: Final = 2_000
#: How the reader of workbooks says that Python had no memory for one more cell; mostly it ends the process instead.
_NO_OBJECT: Final = "PyObject pointer is null"


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file.

    ``cells`` holds every row from row 1 on, blank cells as None, error cells as their text (``#REF!``).
    ``hidden_rows`` counts from 1; ``merged`` are (top, left, bottom, right) counted from 0, all inclusive.
    Hidden rows and error cells of the old binary formats (.xls, .xlsb) are not known to the reader.
    One of several tables of a sheet has the name of that sheet in ``cut_from``, and the title of the first in ``above``.
    ``remarks`` are headers and footers of its pages, remarks on its cells and texts in boxes; of .xlsb without the boxes.
    A form of a known source that was laid out as a table has the key of that source in ``source``.
    """

    name: str
    cells: list[list[Cell]]
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False
    file: str = ""
    cut_from: str = ""
    above: str = ""
    source: str = ""
    remarks: tuple[str, ...] = ()


def build_sheets(plain: list[dict[str, Any]]) -> list[Sheet]:
    """Sheets from their plain form, in which another process hands them over.

    Parameters
    ----------
    plain
        One dict a sheet, with the fields of ``Sheet`` by name; sets and tuples may be lists.

    Returns
    -------
    list of Sheet
        In the same order.
    """
    return [
        Sheet(
            **{
                **sheet,
                "hidden_rows": frozenset(sheet["hidden_rows"]),
                "merged": tuple(map(tuple, sheet["merged"])),
                "remarks": tuple(sheet["remarks"]),
            }
        )
        for sheet in plain
    ]


def read_sheets(path: Path, *, max_unpacked_mb: int = 4096, progress: Progress = no_progress) -> list[Sheet]:
    """All sheets of a workbook (XLSX, XLSB, XLS, ODS) or delimited text file, recognised by content.

    Parameters
    ----------
    max_unpacked_mb
        Largest size of a zipped workbook when unpacked, in MB.
    progress
        Called after each sheet; may raise to cancel.

    Returns
    -------
    list of Sheet
        Every sheet of cells, hidden ones included, in the order of the workbook; a text file is one sheet.

    Raises
    ------
    IntakeError
        The file is missing, empty, damaged, protected, too large when unpacked, or no table at all.
    """
    if not path.is_file():
        raise IntakeError(
            "file_missing",
            N_("There is no file {file}."),
            N_("Check the name and the folder, then try again."),
            file=path.name,
        )
    with path.open("rb") as stream:
        head = stream.read(4096)
    refuse_other_kinds(path, head)
    if head.startswith(b"PK"):
        sheets = _read_zipped(path, max_unpacked_mb, progress)
    elif head.startswith(_OLE):
        sheets = _read_ole(path, progress)
    else:
        sheets = _read_text(path)
        progress(1, 1, path.name)
    if not any(cell is not None for sheet in sheets for row in sheet.cells for cell in row):
        raise nothing_inside(path, head)
    _refuse_too_wide(path, sheets)
    return sheets


def _refuse_too_wide(path: Path, sheets: list[Sheet]) -> None:
    for sheet in sheets:
        for number, row in enumerate(sheet.cells, start=1):
            if any(cell is not None for cell in row[_MOST_COLUMNS:]):
                raise IntakeError(
                    "too_many_columns",
                    N_("Row {row} of the sheet {sheet} in {file} has cells beyond column {most}: no table is so wide."),
                    N_("Check the separator of the columns, or copy only the table into a new workbook and save it."),
                    file=path.name,
                    sheet=sheet.name,
                    row=number,
                    most=_MOST_COLUMNS,
                )


def _read_zipped(path: Path, max_unpacked_mb: int, progress: Progress) -> list[Sheet]:
    with open_archive(path, ZIPPED_WORKBOOK, max_unpacked_mb=max_unpacked_mb) as archive:
        names = archive.namelist()
        refuse_other_archives(path, names)
        try:
            facts = scan_ods(archive) if "content.xml" in names else scan_xlsx(archive)
            if "xl/workbook.bin" in names:
                facts = scan_xlsb(archive)
        except ParseError as error:
            raise damaged(path) from error
    return _read_workbook(path, facts, progress)


def _read_ole(path: Path, progress: Progress) -> list[Sheet]:
    content = path.read_bytes()

    def holds(stream: str) -> bool:
        return (stream + "\0").encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        raise protected(path)
    if holds("WordDocument"):
        raise not_a_table(path, "Word", N_("Copy the table into a spreadsheet and save it as .xlsx."))
    if holds("_VBA_PROJECT_CUR") or holds("_VBA_PROJECT"):
        raise macros(path)
    if not (holds("Workbook") or holds("Book")):
        raise damaged(path)
    return _read_workbook(path, scan_xls(content), progress)


def _read_workbook(path: Path, facts: Mapping[str, SheetFacts], progress: Progress) -> list[Sheet]:
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        tables = [item for item in book.sheets_metadata if item.typ == calamine.SheetTypeEnum.WorkSheet]
        sheets = []
        for number, item in enumerate(tables, start=1):
            sheets.append(_read_sheet(book, item, facts.get(item.name, SheetFacts()), path.name))
            progress(number, len(tables), item.name)
    except calamine.PasswordError as error:
        raise protected(path) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise protected(path) from error
        raise damaged(path) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader's own bounds; it has no class that can be imported
            if _NO_OBJECT in str(error):
                raise MemoryError from error
            raise damaged(path) from error
        raise
    return sheets


def _read_sheet(book: calamine.CalamineWorkbook, item: calamine.SheetMetadata, facts: SheetFacts, file: str) -> Sheet:
    table = book.get_sheet_by_name(item.name)
    cells = [[_plain(cell) for cell in row] for row in table.to_python(skip_empty_area=False)]
    for (row, column), text in facts.errors.items():
        _put(cells, row - 1, column, text)
    for (row, column), unit in facts.units.items():
        _show_unit(cells, row - 1, column, unit)
    merged = tuple((top, left, bottom, right) for (top, left), (bottom, right) in table.merged_cell_ranges or [])
    return Sheet(
        name=item.name,
        cells=cells,
        hidden_rows=frozenset(row for row in facts.hidden_rows if row <= len(cells)),
        merged=merged,
        hidden=item.visible != calamine.SheetVisibleEnum.Visible,
        file=file,
        remarks=tuple(facts.remarks),
    )


def _show_unit(cells: list[list[Cell]], row: int, column: int, unit: str) -> None:
    """Write a figure as the spreadsheet shows it: 0.52 in a cell of percent is ``52%``, 51 in one of thousands ``51 ribu``."""
    cell = cells[row][column] if row < len(cells) and column < len(cells[row]) else None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        cells[row][column] = f"{cell * 100:.10g}%" if unit == PERCENT else f"{cell:.15g} {unit}"


def _put(cells: list[list[Cell]], row: int, column: int, text: str) -> None:
    while len(cells) <= row:
        cells.append([])
    cells[row].extend([None] * (column + 1 - len(cells[row])))
    cells[row][column] = text


def _plain_text(cell: str) -> Cell:
    return cell if cell and not cell.isspace() else None


def _plain_float(cell: float) -> Cell:
    return int(cell) if cell.is_integer() and abs(cell) < _WHOLE else cell


def _plain_moment(cell: dt.datetime) -> Cell:
    return cell.date() if cell.time() == dt.time() else cell


_PLAIN: Final[dict[type, Callable[..., Cell]]] = {
    str: _plain_text,
    float: _plain_float,
    dt.datetime: _plain_moment,
    dt.time: str,
    dt.timedelta: str,
}


def _plain(cell: object) -> Cell:
    convert = _PLAIN.get(type(cell))
    return convert(cell) if convert else cell  # type: ignore[return-value]


def _read_text(path: Path) -> list[Sheet]:
    text = decode(path.read_bytes())
    if text is None or _looks_binary(text):
        raise not_a_table(
            path, "binary", N_("Open it in the program that made it and save the table as .xlsx or .csv.")
        )
    try:
        records = read_records(text)
    except csv.Error as error:
        raise damaged(path) from error
    cells: list[list[Cell]] = [[_plain_text(field) for field in record] for record in records]
    return [Sheet(name=path.stem, cells=cells, file=path.name)]


def _looks_binary(text: str) -> bool:
    sample = text[:4096]
    strange = sum(1 for letter in sample if (letter < " " and letter not in "\t\r\n\f\v\x1a") or letter == "\ufffd")
    return strange > 0.02 * len(sample)
