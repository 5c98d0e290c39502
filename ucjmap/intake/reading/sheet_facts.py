"""What a zipped workbook holds besides its values: sizes, hidden rows, error cells.

The reader of values (calamine) tells neither hidden rows nor error cells, and trusts what an archive says of itself.
One pass over the unpacked bytes, in pieces, finds all of this without building a tree.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from ucjmap.errors import N_, IntakeError
from ucjmap.files import ArchiveIntake
from ucjmap.intake.reading.number_formats import BUILT_IN, PERCENT, unit_of_format, unit_of_text
from ucjmap.intake.reading.remarks import (
    MOST_REMARKS,
    annotation_of,
    boxes_in,
    comments_of,
    headers_in,
    headers_of_styles,
)

_PIECE: Final = 4 << 20
_MAX_CELLS: Final = 60_000_000
#: Names of sheets and where they lie: far more than any workbook has, and little enough to hold.
_MAX_INDEX: Final = 32 << 20

# Parts of a worksheet's XML: <row r="7" hidden="1">, <c r="B7" t="e"><v>#REF!</v></c>, <c r="B7" s="9">.
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.S
)
_STYLED_CELL = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bs=")[^>]*\br="([A-Z]+)(\d+)"[^>]*>')
_STYLE = re.compile(rb'\bs="(\d+)"')
#: No table has more equal figures side by side or one below the other.
_MOST_ALIKE: Final = 2_000
# A cell beyond column Z: <c r="XFD1">.
_FAR_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]{2,})\d+"')


@dataclass
class SheetFacts:
    """Of one sheet: hidden rows (from 1), error cells and their texts, units of cells shown in one (row from 1, column from 0).

    ``remarks`` are its texts outside the cells: headers and footers of pages, remarks on cells, texts in boxes.
    """

    hidden_rows: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    units: dict[tuple[int, int], str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


def damaged(path: Path) -> IntakeError:
    """The refusal of a workbook that is cut off or broken."""
    return IntakeError(
        "damaged_file",
        N_("The file {file} is damaged or incomplete and cannot be read."),
        N_("Open it in Excel or LibreOffice, save it again as .xlsx, and upload that copy."),
        file=path.name,
    )


ZIPPED_WORKBOOK: Final = ArchiveIntake(
    IntakeError,
    damaged,
    "zip_bomb",
    N_("Copy only the table into a new workbook and save it, or ask the administrator to raise the limit."),
)


def scan_xlsx(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Facts of each worksheet by its name.

    Every part that the reader will unpack is read through to its end here, so that an archive that lies about its
    sizes fails (checksum) before anything trusts it.
    """
    parts = _sheet_parts(archive)
    styles = _styles_with_units(archive)
    facts = {name: _scan_sheet(archive, part, styles) for name, part in parts.items()}
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")) and member.filename not in set(parts.values()):
            for _ in _pieces(archive, member.filename):
                pass
    return facts


def scan_ods(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Hidden rows and cells shown in a unit of each table of an OpenDocument spreadsheet, by its name."""
    facts: dict[str, SheetFacts] = {}
    row, current = 0, SheetFacts()
    with archive.open("content.xml") as stream:
        for event, element in ElementTree.iterparse(stream, events=("start", "end")):
            space, _, tag = element.tag.rpartition("}")
            if event == "start" and tag == "table":
                row, current = 0, facts.setdefault(element.get(f"{space}}}name", ""), SheetFacts())
            elif event == "end" and tag == "shapes":
                current.remarks += boxes_in(element)[:MOST_REMARKS]
            elif event == "end" and tag == "table-row":
                repeated = int(element.get(f"{space}}}number-rows-repeated", "1"))
                if element.get(f"{space}}}visibility") in {"collapse", "filter"} and repeated < 1_000_000:
                    current.hidden_rows.update(range(row + 1, row + repeated + 1))
                current.remarks += [text for cell in element for text in annotation_of(cell)][:MOST_REMARKS]
                current.remarks += boxes_in(element)[:MOST_REMARKS]
                columns = dict(_ods_units(element))
                rows = range(row + 1, row + min(repeated, _MOST_ALIKE) + 1) if columns else ()
                current.units.update(((number, column), columns[column]) for number in rows for column in columns)
                row += repeated
                element.clear()
    headers = headers_of_styles(archive)
    for sheet in facts.values():
        sheet.remarks += headers
    return facts


def _ods_units(row: ElementTree.Element) -> Iterator[tuple[int, str]]:
    """Columns (from 0) whose figures in a row are shown in a unit, with the unit; a cell may stand for several alike."""
    column = 0
    for cell in row:
        told = {name.rpartition("}")[2]: value for name, value in cell.attrib.items()}
        repeated = int(told.get("number-columns-repeated", "1"))
        unit: str | None = None
        if told.get("value-type") == "percentage":
            unit = PERCENT
        elif told.get("value-type") == "float" and len(cell):
            unit = unit_of_text("".join(cell[-1].itertext()), told.get("value", ""))
        if unit:
            yield from ((number, unit) for number in range(column, column + min(repeated, _MOST_ALIKE)))
        column += repeated


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    relations = read_index(archive, "xl/_rels/workbook.xml.rels")
    targets = {item.get("Id", ""): item.get("Target", "") for item in relations}
    parts = {}
    for sheet in read_index(archive, "xl/workbook.xml").iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        target = targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            parts[sheet.get("name", "")] = part
    return parts


def read_index(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """A part that names others, as a tree.

    Raises
    ------
    BadZipFile
        It is larger than any such part is.
    """
    if archive.getinfo(part).file_size > _MAX_INDEX:
        raise zipfile.BadZipFile(part)
    return ElementTree.fromstring(archive.read(part))


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while piece := stream.read(_PIECE):
            yield piece


def _styles_with_units(archive: zipfile.ZipFile) -> dict[str, str]:
    """Units by the numbers of the cell styles that show a figure in one."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = read_index(archive, "xl/styles.xml")
    units = {str(number): unit for number, unit in BUILT_IN.items()}
    for item in root.iter():
        if item.tag.endswith("}numFmt") and (unit := unit_of_format(item.get("formatCode", ""))):
            units[item.get("numFmtId", "")] = unit
    formats = next((item for item in root if item.tag.endswith("}cellXfs")), ())
    used = {str(number): item.get("numFmtId", "") for number, item in enumerate(formats)}
    return {number: units[one] for number, one in used.items() if one in units}


def _scan_sheet(archive: zipfile.ZipFile, part: str, styles: dict[str, str]) -> SheetFacts:
    facts = SheetFacts()
    rest, last_row, last_column = b"", 0, 0
    for piece in _pieces(archive, part):
        text = rest + piece
        # Cut between rows, so that no tag is torn in two.
        cut = max(text.rfind(b"<row"), text.rfind(b":row"), 0)
        last_row, last_column = _scan_text(text[:cut], facts, last_row, last_column)
        _scan_units(text[:cut], facts, styles)
        rest = text[cut:]
    last_row, last_column = _scan_text(rest, facts, last_row, last_column)
    _scan_units(rest, facts, styles)
    facts.remarks += [*headers_in(rest), *comments_of(archive, part)]
    if last_row * last_column > _MAX_CELLS:
        raise IntakeError(
            "far_cells",
            N_("A sheet has a cell far outside its table: {rows} rows x {columns} columns would be read."),
            N_("Copy only the table into a new workbook and save it."),
            rows=last_row,
            columns=last_column,
        )
    return facts


def _scan_units(text: bytes, facts: SheetFacts, styles: dict[str, str]) -> None:
    if not styles:
        return
    for match in _STYLED_CELL.finditer(text):
        style = _STYLE.search(match[0])
        if style and (unit := styles.get(style[1].decode())):
            facts.units[int(match[2]), column_number(match[1].decode()) - 1] = unit


def _scan_text(text: bytes, facts: SheetFacts, last_row: int, last_column: int) -> tuple[int, int]:
    for match in _ROW.finditer(text):
        number = _ROW_NUMBER.search(match[1])
        last_row = int(number[1]) if number else last_row + 1
        if _HIDDEN.search(match[1]):
            facts.hidden_rows.add(last_row)
    if b't="e"' in text:
        for match in _ERROR_CELL.finditer(text):
            facts.errors[int(match[2]), column_number(match[1].decode()) - 1] = match[3].decode()
    for match in _FAR_CELL.finditer(text):
        last_column = max(last_column, column_number(match[1].decode()))
    return last_row, last_column


def column_number(letters: str) -> int:
    """Number of a column by its letters: ``A`` -> 1, ``AB`` -> 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
