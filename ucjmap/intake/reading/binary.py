"""What the binary workbooks (.xls, .xlsb) hold besides values: units in which cells are shown, headers, remarks.

Both formats are runs of records, each with its kind and its length; see [MS-XLS] and [MS-XLSB] of Microsoft's open
specifications. What cannot be followed ends the search: the figures are judged as a whole later all the same.
"""

import struct
import zipfile
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

from ucjmap.intake.reading.number_formats import BUILT_IN, unit_of_format
from ucjmap.intake.reading.remarks import MOST_REMARKS, linked_parts, plain_headers, plain_remarks
from ucjmap.intake.reading.sheet_facts import SheetFacts, read_index

Record = tuple[int, bytes]

_UNREADABLE: Final = (struct.error, IndexError, KeyError, UnicodeDecodeError)
# .xlsb
_ROW, _RK, _REAL, _FORMULA = 0, 2, 5, 9
_FORMAT, _XF, _XFS_BEGIN, _XFS_END, _SHEET = 44, 47, 617, 618, 156
_HEADERS, _COMMENT = 479, 637
_TEXTS_OF_HEADERS, _NO_TEXT = 6, 0xFFFFFFFF
# .xls
_XLS_EOF, _XLS_BOUNDSHEET, _XLS_FORMAT, _XLS_XF = 0x0A, 0x85, 0x41E, 0xE0
_XLS_CELLS: Final = frozenset((0x27E, 0x203, 0x06))
_XLS_HEADERS: Final = frozenset((0x14, 0x15))
_XLS_BOX, _XLS_CONTINUED = 0x1B6, 0x3C
_XLS_MANY: Final = 0xBD
_BIFF8: Final = 0x600
_NO_SECTOR: Final = 0xFFFFFFFA


def scan_xlsb(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Cells shown in a unit on each worksheet of a .xlsb, by its name."""
    try:
        styles = _xlsb_styles(archive)
        sheets = {}
        for name, part in _xlsb_parts(archive).items():
            sheets[name] = _xlsb_sheet(archive.read(part), styles)
            sheets[name].remarks += _xlsb_comments(archive, part)
        return sheets
    except _UNREADABLE:
        return {}


def scan_xls(content: bytes) -> dict[str, SheetFacts]:
    """Cells shown in a unit on each worksheet of a .xls, by its name; none for the formats before Excel 97."""
    try:
        return _xls_sheets(_workbook_stream(content))
    except _UNREADABLE:
        return {}


def _xlsb_records(data: bytes) -> Iterator[Record]:
    position = 0
    while position < len(data):
        kind, position = _varint(data, position, 2)
        size, position = _varint(data, position, 4)
        yield kind, data[position : position + size]
        position += size


def _varint(data: bytes, position: int, longest: int) -> tuple[int, int]:
    """A number of up to ``longest`` bytes with seven bits each, and where it ends."""
    value = 0
    for number in range(longest):
        byte = data[position + number]
        value |= (byte & 0x7F) << 7 * number
        if not byte & 0x80:
            return value, position + number + 1
    return value, position + longest


def _wide(data: bytes, position: int) -> tuple[str, int]:
    (length,) = struct.unpack_from("<I", data, position)
    end = position + 4 + 2 * length
    return data[position + 4 : end].decode("utf-16-le"), end


def _xlsb_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    targets = {item.get("Id", ""): item.get("Target", "") for item in _relations(archive)}
    parts = {}
    for kind, data in _xlsb_records(archive.read("xl/workbook.bin")):
        if kind == _SHEET:
            relation, end = _wide(data, 8)
            target = targets[relation]
            parts[_wide(data, end)[0]] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _relations(archive: zipfile.ZipFile) -> ElementTree.Element:
    return read_index(archive, "xl/_rels/workbook.bin.rels")


def _xlsb_styles(archive: zipfile.ZipFile) -> dict[int, str]:
    """Units by the numbers of the styles that show one."""
    formats, styles, inside = {**BUILT_IN}, [], False
    for kind, data in _xlsb_records(archive.read("xl/styles.bin")):
        if kind == _FORMAT and (unit := unit_of_format(_wide(data, 2)[0])):
            formats[struct.unpack_from("<H", data)[0]] = unit
        elif kind in {_XFS_BEGIN, _XFS_END}:
            inside = kind == _XFS_BEGIN
        elif kind == _XF and inside:
            styles.append(struct.unpack_from("<H", data, 2)[0])
    return {number: formats[one] for number, one in enumerate(styles) if one in formats}


def _xlsb_sheet(data: bytes, styles: dict[int, str]) -> SheetFacts:
    facts, row = SheetFacts(), 0
    for kind, cell in _xlsb_records(data):
        if kind == _ROW:
            row = struct.unpack_from("<I", cell)[0] + 1
        elif kind in {_RK, _REAL, _FORMULA}:
            column, style = struct.unpack_from("<II", cell)
            if unit := styles.get(style & 0xFFFFFF):
                facts.units[row, column] = unit
        elif kind == _HEADERS:
            facts.remarks += plain_headers(_nullable(cell, 2))
    return facts


def _nullable(data: bytes, position: int) -> Iterator[str]:
    """The texts of headers and footers, each of which may be missing."""
    for _ in range(_TEXTS_OF_HEADERS):
        if struct.unpack_from("<I", data, position)[0] == _NO_TEXT:
            position += 4
            continue
        text, position = _wide(data, position)
        yield text


def _xlsb_comments(archive: zipfile.ZipFile, part: str) -> list[str]:
    """Remarks on the cells of a worksheet by the name of its part."""
    parts = linked_parts(archive, part, "/comments")
    records = (record for one in parts for record in _xlsb_records(archive.read(one)))
    return plain_remarks([_wide(data, 1)[0] for kind, data in records if kind == _COMMENT][:MOST_REMARKS])


def _xls_records(data: bytes, position: int = 0) -> Iterator[Record]:
    while position + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, position)
        yield kind, data[position + 4 : position + 4 + size]
        position += 4 + size


def _xls_sheets(data: bytes) -> dict[str, SheetFacts]:
    if struct.unpack_from("<H", data, 4)[0] != _BIFF8:
        return {}
    formats, styles, places = {**BUILT_IN}, [], {}
    for kind, record in _xls_records(data):
        if kind == _XLS_EOF:
            break
        if kind == _XLS_BOUNDSHEET:
            places[_short_text(record, 7, record[6])] = struct.unpack_from("<I", record)[0]
        elif kind == _XLS_FORMAT:
            if unit := unit_of_format(_short_text(record, 4, struct.unpack_from("<H", record, 2)[0])):
                formats[struct.unpack_from("<H", record)[0]] = unit
        elif kind == _XLS_XF:
            styles.append(struct.unpack_from("<H", record, 2)[0])
    units = {number: formats[one] for number, one in enumerate(styles) if one in formats}
    return {name: _xls_sheet(data, place, units) for name, place in places.items()}


def _short_text(record: bytes, position: int, length: int) -> str:
    """A text of ``length`` letters behind the byte that tells how wide they are."""
    wide = record[position] & 1
    letters = record[position + 1 : position + 1 + length * (1 + wide)]
    return letters.decode("utf-16-le" if wide else "latin-1")


def _xls_sheet(data: bytes, place: int, styles: dict[int, str]) -> SheetFacts:
    facts, boxed, letters = SheetFacts(), [""], 0
    for kind, record in _xls_records(data, place):
        if kind == _XLS_EOF:
            break
        if kind in _XLS_HEADERS and record:
            facts.remarks += plain_headers([_short_text(record, 2, struct.unpack_from("<H", record)[0])])
        if kind == _XLS_CONTINUED and letters:
            # Remarks on cells and boxes: their text follows the record that tells its length.
            boxed.append(_short_text(record, 0, letters))
        letters = struct.unpack_from("<H", record, 10)[0] if kind == _XLS_BOX else 0
        if kind in _XLS_CELLS:
            row, column, style = struct.unpack_from("<HHH", record)
            if unit := styles.get(style):
                facts.units[row + 1, column] = unit
        elif kind == _XLS_MANY:
            row, first = struct.unpack_from("<HH", record)
            cells = struct.iter_unpack("<HI", record[4:-2])
            shown = {(row + 1, first + number): styles.get(style) for number, (style, _) in enumerate(cells)}
            facts.units.update((cell, unit) for cell, unit in shown.items() if unit)
    facts.remarks += plain_remarks(boxed[:MOST_REMARKS])
    return facts


def _workbook_stream(content: bytes) -> bytes:
    """The stream of records out of the compound file that a .xls is."""
    shift, small_shift = struct.unpack_from("<HH", content, 30)
    size = 1 << shift
    first, _, _, small_first = struct.unpack_from("<IIII", content, 48)
    table = _sector_table(content, size)
    folder = _chain(content, table, first, size)
    entries = [folder[start : start + 128] for start in range(0, len(folder), 128)]
    named = {_entry_name(entry): struct.unpack_from("<IQ", entry, 116) for entry in entries}
    start, length = named.get("Workbook") or named["Book"]
    length &= 0xFFFFFFFF
    (smallest,) = struct.unpack_from("<I", content, 56)
    if length >= smallest:
        return _chain(content, table, start, size)[:length]
    small_table = _numbers(_chain(content, table, small_first, size))
    inside = _chain(content, table, named["Root Entry"][0], size)
    return _small_chain(inside, small_table, start, 1 << small_shift)[:length]


def _entry_name(entry: bytes) -> str:
    return entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le")


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _sector(content: bytes, number: int, size: int) -> bytes:
    return content[(number + 1) * size : (number + 2) * size]


def _sector_table(content: bytes, size: int) -> tuple[int, ...]:
    """The sector that follows each sector."""
    listed = [*struct.unpack_from("<109I", content, 76)]
    following, count = struct.unpack_from("<II", content, 68)
    for _ in range(min(count, len(content) // size)):
        if following >= _NO_SECTOR:
            break
        *more, following = _numbers(_sector(content, following, size))
        listed += more
    return tuple(step for one in listed if one < _NO_SECTOR for step in _numbers(_sector(content, one, size)))


def _chain(content: bytes, table: tuple[int, ...], start: int, size: int) -> bytes:
    return b"".join(_sector(content, number, size) for number in _steps(table, start))


def _small_chain(inside: bytes, table: tuple[int, ...], start: int, size: int) -> bytes:
    return b"".join(inside[number * size : (number + 1) * size] for number in _steps(table, start))


def _steps(table: tuple[int, ...], start: int) -> Iterator[int]:
    """The sectors of a stream one behind the other; a ring of them ends after as many steps as there are sectors."""
    for _ in range(len(table)):
        if start >= _NO_SECTOR:
            return
        yield start
        start = table[start]
