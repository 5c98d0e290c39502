"""One small table with cells shown as percent and in thousands, in every format of workbooks that is read.

Nothing that is at hand writes .ods and .xlsb: the few records and elements that they need are written here.
"""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import openpyxl
import xlwt

#: Text, a plain figure, or a figure and the format in which it is shown.
Shown = str | float | tuple[float, str]
ROWS: Final[list[list[Shown]]] = [
    ["Kode", "Peserta", "Pekerja"],
    ["61.01", (1.0, "0%"), (1.0, "0%")],
    ["61.02", (0.525, "0.0%"), 12.0],
    ["61.03", 7.0, (0.3, '"ca." 0.0 %')],
    ["61.04", (51.0, '#,##0 "ribu"'), (45141.0, '#,##0,"rb"')],
    ["61.05", (51644.0, '#,##0 "orang"'), (51644.0, '_-"Rp"* #,##0_-;-"Rp"* #,##0_-')],
]
#: How a spreadsheet shows the figures of these formats.
SHOWN: Final = {'#,##0 "ribu"': "51 ribu", '#,##0,"rb"': "45 rb", '#,##0 "orang"': "51.644 orang"}
#: The same as its reader sees it.
READ: Final = [
    ["Kode", "Peserta", "Pekerja"],
    ["61.01", "100%", "100%"],
    ["61.02", "52.5%", 12],
    ["61.03", 7, "30%"],
    ["61.04", "51 ribu", 45141],
    ["61.05", 51644, 51644],
]


def write_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    for number, row in enumerate(ROWS, 1):
        for column, shown in enumerate(row, 1):
            cell = book.worksheets[0].cell(number, column, shown[0] if isinstance(shown, tuple) else shown)
            cell.number_format = shown[1] if isinstance(shown, tuple) else "General"
    book.save(path)


def write_xls(path: Path, *, header: str = "", box: str = "") -> None:
    """The table, with a header of its pages and a text in a box, whose records xlwt does not write."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Rekap")
    sheet.header_str = header.encode()
    if box:
        plain, end = sheet.get_biff_data, b"\x0a\0\0\0"
        record = struct.pack("<HHH8xHHI", 0x1B6, 18, 0, len(box), 0, 0) + struct.pack("<HHB", 0x3C, 1 + len(box), 0)
        sheet.get_biff_data = lambda: plain().removesuffix(end) + record + box.encode("latin-1") + end
    for number, row in enumerate(ROWS):
        for column, shown in enumerate(row):
            if isinstance(shown, tuple):
                sheet.write(number, column, shown[0], xlwt.easyxf(num_format_str=shown[1]))
            else:
                sheet.write(number, column, shown)
    book.save(str(path))


def write_ods(path: Path) -> None:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{names}:{name}:1.0"' for name in ("office", "table", "text"))
    rows = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in ROWS)
    # Two equal cells side by side are written as one that is repeated, as office programs do.
    rows = rows.replace(_ods_cell((1.0, "0%")) * 2, _ods_cell((1.0, "0%"), repeated=2))
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Rekap">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"/>')
        archive.writestr("content.xml", content)


def _ods_cell(shown: Shown, repeated: int = 1) -> str:
    often = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    if isinstance(shown, str):
        return f'<table:table-cell office:value-type="string"{often}><text:p>{shown}</text:p></table:table-cell>'
    value, code = shown if isinstance(shown, tuple) else (shown, "")
    kind = "percentage" if "%" in code else "float"
    told = f'office:value-type="{kind}" office:value="{value}"{often}'
    return f"<table:table-cell {told}><text:p>{SHOWN.get(code, value)}</text:p></table:table-cell>"


def write_xlsb(path: Path, *, header: str = "", remark: str = "") -> None:
    """The table, with a header of its pages and a remark on a cell."""
    formats = list(dict.fromkeys(shown[1] for row in ROWS for shown in row if isinstance(shown, tuple)))
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    link = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    sheet = link.format("rId1", office, "worksheet", "worksheets/sheet1.bin")
    sheet += link.format("rId2", office, "styles", "styles.bin")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(
            "_rels/.rels", relations.format(link.format("rId1", office, "officeDocument", "xl/workbook.bin"))
        )
        archive.writestr("xl/_rels/workbook.bin.rels", relations.format(sheet))
        bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Rekap")
        archive.writestr("xl/workbook.bin", _records((131, b""), (143, b""), (156, bundle), (144, b""), (132, b"")))
        archive.writestr("xl/styles.bin", _xlsb_styles(formats))
        archive.writestr("xl/worksheets/sheet1.bin", _xlsb_sheet(formats, header))
        if remark:
            linked = relations.format(link.format("rId1", office, "comments", "../comments1.bin"))
            archive.writestr("xl/worksheets/_rels/sheet1.bin.rels", linked)
            archive.writestr("xl/comments1.bin", _records((637, b"\0" + _wide(remark))))


def _xlsb_styles(formats: list[str]) -> bytes:
    own = [(44, struct.pack("<H", 164 + number) + _wide(text)) for number, text in enumerate(formats)]
    used = [0, *(164 + number for number in range(len(formats)))]
    styles = [(47, struct.pack("<HHHHHBBHH", 0, one, 0, 0, 0, 0, 0, 0, 0)) for one in used]
    # The styles that others are made from have numbers of their own, and stand first.
    parents = [(626, struct.pack("<I", 1)), (47, struct.pack("<HHHHHBBHH", 0xFFFF, 9, 0, 0, 0, 0, 0, 0, 0)), (627, b"")]
    count = struct.pack("<I", len(own))
    return _records(
        (278, b""), (615, count), *own, (616, b""), *parents, (617, struct.pack("<I", len(used))), *styles, (618, b""), (279, b"")
    )  # fmt: skip


def _xlsb_sheet(formats: list[str], header: str) -> bytes:
    records = [(129, b""), (148, struct.pack("<IIII", 0, len(ROWS) - 1, 0, len(ROWS[0]) - 1)), (145, b"")]
    for number, row in enumerate(ROWS):
        records.append((0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0)))
        for column, shown in enumerate(row):
            style = 1 + formats.index(shown[1]) if isinstance(shown, tuple) else 0
            place = struct.pack("<II", column, style)
            if isinstance(shown, str):
                records.append((6, place + _wide(shown)))
            else:
                records.append((5, place + struct.pack("<d", shown[0] if isinstance(shown, tuple) else shown)))
    # Of the headers and footers of odd, even and first pages all but one are missing.
    headers = b"\0\0" + _wide(header) + b"\xff" * 20
    return _records(*records, (146, b""), *([(479, headers), (480, b"")] if header else []), (130, b""))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _records(*records: tuple[int, bytes]) -> bytes:
    return b"".join(_varint(kind) + _varint(len(data)) + data for kind, data in records)


def _varint(number: int) -> bytes:
    out = b""
    while True:
        number, low = number >> 7, number & 0x7F
        out += bytes([low | (0x80 if number else 0)])
        if not number:
            return out


WRITERS: Final[dict[str, Callable[[Path], None]]] = {
    "xlsx": write_xlsx, "xls": write_xls, "ods": write_ods, "xlsb": write_xlsb,
}  # fmt: skip
