import datetime as dt
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt

from tests.messy_workbooks import Grid, write_ods, write_xlsx
from ucjmap.errors import IntakeError
from ucjmap.intake import read_sheets
from ucjmap.intake.reading.textfile import decode, guess_delimiter, read_records

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def _ole(*streams: str) -> bytes:
    return OLE + b"".join((stream + "\0").encode("utf-16-le").ljust(64, b"\0") for stream in streams)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("kosong.xlsx", b"", "empty_file"),
        ("spasi.csv", b" \r\n \r\n", "empty_file"),
        ("foto.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\1" * 99, "not_a_table"),
        ("gambar.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "not_a_table"),
        ("surat.pdf", b"%PDF-1.7 ...", "not_a_table"),
        ("surat.doc", _ole("WordDocument"), "not_a_table"),
        ("rahasia.xlsx", _ole("EncryptionInfo", "EncryptedPackage"), "password_protected"),
        ("makro.xls", _ole("Workbook", "_VBA_PROJECT_CUR"), "macro_workbook"),
        ("rusak.xls", _ole("Workbook"), "damaged_file"),
        ("lain.xls", _ole("Sesuatu"), "damaged_file"),
        ("laporan.xls", b"<html><body><table><tr><td>Desa</td></tr></table>", "not_a_table"),
        ("laporan2.xls", b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "not_a_table"),
        ("arsip.rar", b"Rar!\x1a\x07\0", "not_a_table"),
        ("surat.rtf", b"{\\rtf1 halo}", "not_a_table"),
        ("rusak.xlsx", b"PK\x03\x04 potongan saja", "damaged_file"),
        ("biner.csv", bytes(range(256)) * 9, "not_a_table"),
    ],
)
def test_a_bad_file_is_refused_with_a_next_step(name: str, content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(IntakeError) as caught:
        read_sheets(path)
    assert caught.value.code == code
    assert caught.value.hint
    assert name in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="no file") as caught:
        read_sheets(tmp_path / "tidak ada.xlsx")
    assert caught.value.code == "file_missing"


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"xl/vbaProject.bin": b"x", "xl/workbook.xml": b""}, "macro_workbook"),
        ({"word/document.xml": b""}, "not_a_table"),
        ({"data.csv": b"a;b"}, "not_a_table"),
        ({"xl/workbook.xml": b"<workbook", "xl/_rels/workbook.xml.rels": b"<R/>"}, "damaged_file"),
    ],
)
def test_other_archives(members: dict[str, bytes], code: str, tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        read_sheets(_zip(tmp_path / "berkas.xlsx", members))
    assert caught.value.code == code


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = _zip(tmp_path / "bom.xlsx", {"xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b" " * 30_000_000})
    assert path.stat().st_size < 100_000
    with pytest.raises(IntakeError) as caught:
        read_sheets(path, max_unpacked_mb=20)
    assert caught.value.code == "zip_bomb"


def test_an_index_of_sheets_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    index = {"xl/workbook.xml": b"<a/>" + b" " * (33 << 20), "xl/_rels/workbook.xml.rels": b"<a/>"}
    with pytest.raises(IntakeError) as caught:
        read_sheets(_zip(tmp_path / "indeks.xlsx", index))
    assert caught.value.code == "damaged_file"


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "bohong.xlsx", [Grid("A", [["Nama Desa"], *[["Sekura"]] * 500])])
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    assert content.count(size.to_bytes(4, "little")) >= 1
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    with pytest.raises(IntakeError) as caught:
        read_sheets(path)
    assert caught.value.code == "damaged_file"


def test_a_truncated_workbook(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "utuh.xlsx", [Grid("A", [["Nama Desa"], ["Sekura"]])])
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(IntakeError) as caught:
        read_sheets(path)
    assert caught.value.code == "damaged_file"


def _legacy(path: Path, *, protected: bool = False) -> Path:
    """A workbook of Excel 97 to 2003 (BIFF8); ``protected`` puts the record of an encrypted file behind its first one."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Rekap")
    sheet.write_merge(0, 0, 0, 3, "REKAPITULASI KABUPATEN SAMBAS")
    for column, text in enumerate(("Kode", "Nama Desa", "Terdaftar", "Tanggal")):
        sheet.write(1, column, text)
    date = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for row, (code, name, count) in enumerate(
        ((6101012001.0, "Dalam Kaum", 5), ("61.01.01.2002", "Lubuk Dagang", 7)), 2
    ):
        for column, value in enumerate((code, name, count)):
            sheet.write(row, column, value)
        sheet.write(row, 3, dt.date(2025, 10, 31), date)
    book.save(str(path))
    if protected:
        content = path.read_bytes()
        start = content.index(b"\x09\x08\x10\x00")  # the first record, BOF, with its 16 bytes
        record = struct.pack("<HHH", 0x2F, 54, 1) + bytes(52)
        path.write_bytes(content[: start + 20] + record + content[start + 20 + len(record) :])
    return path


def test_a_legacy_workbook_is_read_like_a_new_one(tmp_path: Path) -> None:
    (sheet,) = read_sheets(_legacy(tmp_path / "lama.xls"))
    assert sheet.name == "Rekap"
    assert sheet.merged == ((0, 0, 0, 3),)
    assert sheet.cells[1:] == [
        ["Kode", "Nama Desa", "Terdaftar", "Tanggal"],
        [6101012001, "Dalam Kaum", 5, dt.date(2025, 10, 31)],
        ["61.01.01.2002", "Lubuk Dagang", 7, dt.date(2025, 10, 31)],
    ]


def test_a_legacy_workbook_cut_off_or_protected_is_refused_in_words(tmp_path: Path) -> None:
    cut = _legacy(tmp_path / "potong.xls")
    cut.write_bytes(cut.read_bytes()[:1500])
    with pytest.raises(IntakeError) as caught:
        read_sheets(cut)
    assert caught.value.code == "damaged_file"
    with pytest.raises(IntakeError) as caught:
        read_sheets(_legacy(tmp_path / "rahasia.xls", protected=True))
    assert caught.value.code == "password_protected"


def test_a_half_downloaded_workbook(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "unduhan.xlsx", [Grid("A", [["Nama Desa"], *[[f"Desa {n}"] for n in range(500)]])])
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(IntakeError) as caught:
        read_sheets(path)
    assert caught.value.code == "damaged_file"
    assert "unduhan.xlsx" in str(caught.value)


def test_only_pictures(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "gambar.xlsx", [Grid("A", [])])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.jpeg", b"\xff\xd8\xff")
    with pytest.raises(IntakeError) as caught:
        read_sheets(path)
    assert caught.value.code == "only_pictures"


def test_empty_sheets(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        read_sheets(write_xlsx(tmp_path / "kosong.xlsx", [Grid("A", [])]))
    assert caught.value.code == "no_cells"


def test_a_cell_at_the_far_corner_does_not_fill_the_memory(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "x"
    book.save(tmp_path / "jauh.xlsx")
    with pytest.raises(IntakeError) as caught:
        read_sheets(tmp_path / "jauh.xlsx")
    assert caught.value.code == "far_cells"


def test_an_xlsx_keeps_rows_merges_hidden_rows_and_errors(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Rekap"
    sheet["B2"] = "Judul"
    sheet.merge_cells("B2:D2")
    sheet["B4"], sheet["C4"] = "Sekura", 7
    sheet["D4"] = "#REF!"
    sheet["D4"].data_type = "e"
    sheet.row_dimensions[4].hidden = True
    book.create_sheet("Lama").sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    seen: list[tuple[int, int, str]] = []
    first, second = read_sheets(tmp_path / "a.xlsx", progress=lambda *step: seen.append(step))
    assert first.cells[1][1] == "Judul"
    assert first.cells[3][1:4] == ["Sekura", 7, "#REF!"]
    assert first.cells[0] == [None] * len(first.cells[0])
    assert first.hidden_rows == {4}
    assert first.merged == ((1, 1, 1, 3),)
    assert (first.hidden, second.hidden) == (False, True)
    assert seen == [(1, 2, "Rekap"), (2, 2, "Lama")]


def test_an_ods_keeps_hidden_rows(tmp_path: Path) -> None:
    grid = Grid("Tabel", [["Nama Desa", "Terdaftar"], ["Sekura", 3], ["Pasir", 4]], hidden={3})
    (sheet,) = read_sheets(write_ods(tmp_path / "a.ods", [grid]))
    assert sheet.cells[1:] == [["Sekura", 3], ["Pasir", 4]]
    assert sheet.hidden_rows == {3}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_encodings(encoding: str) -> None:
    text = "Nama Desa;Terdaftar\n" + "Désa Señor – é\n".replace("–", "-") * 20
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters_below_a_title(delimiter: str) -> None:
    lines = [
        "Rekap, per 31 Oktober 2025",
        "No|Desa|Nilai".replace("|", delimiter),
        '1|Sekura|"2,5"'.replace("|", delimiter),
    ]
    assert guess_delimiter("\n".join(lines)) == delimiter


def test_decimal_commas_do_not_pass_for_delimiters() -> None:
    assert guess_delimiter("desa;rate\n" + "Sekura;16,3\n" * 50) == ";"


def test_the_line_sep_is_obeyed_and_not_a_row() -> None:
    assert read_records("sep=|\na|b\n1|2\n") == [["a", "b"], ["1", "2"]]


def test_a_stray_quotation_mark_swallows_no_rows() -> None:
    lines = ["Desa;Ket"] + [f"Desa {number};{chr(34) if number == 3 else ''}baik" for number in range(60)]
    assert len(read_records("\n".join(lines))) == 61


def test_a_stray_quotation_mark_spoils_only_its_own_line() -> None:
    lines = [
        "Kecamatan,Desa,Jumlah",
        'Sambas,"Dalam Kaum,9',
        "Jawai,Sentebang,8",
        'Jawai,"Dua, Tiga",7',
        'Jawai,Sekura,6"',
    ]
    assert read_records("\n".join(lines)) == [
        ["Kecamatan", "Desa", "Jumlah"],
        ["Sambas", '"Dalam Kaum', "9"],
        ["Jawai", "Sentebang", "8"],
        ["Jawai", "Dua, Tiga", "7"],
        ["Jawai", "Sekura", '6"'],
    ]


def test_a_cell_of_percent_is_read_as_it_is_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["Kode", "Peserta"], ["61.01", 1], ["61.02", 0.525], ["61.03", 7]):
        sheet.append(row)
    sheet["B2"].number_format = "0%"
    sheet["B3"].number_format = "0.0%"
    book.save(tmp_path / "persen.xlsx")
    (read,) = read_sheets(tmp_path / "persen.xlsx")
    assert [row[1] for row in read.cells] == ["Peserta", "100%", "52.5%", 7]
