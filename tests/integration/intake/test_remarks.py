"""Headers of pages and remarks on cells say something about the figures too."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.intake_cases import COUNTS, DATE, table
from tests.messy_workbooks import Grid, write_ods
from tests.percent_files import write_xls, write_xlsb
from tests.table_files import write_table
from ucjmap import api
from ucjmap.intake.reading import read_sheets

THREADED = (
    "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any edits to it will"
    " get removed if the file is opened in a newer version of Excel.\n\nComment:\n    sudah dicek"
)


def workbook(folder: Path, *, header: str = "", remark: str = "") -> Path:
    """The usual table with a header of its pages and a remark on its first heading."""
    path = write_table(folder, {"Rekap": table()}, as_text=False)
    book = openpyxl.load_workbook(path)
    if header:
        book["Rekap"].oddHeader.center.text = header
    if remark:
        book["Rekap"]["C1"].comment = Comment(remark, "Budi")
    book.save(path)
    return path


def with_annotation(folder: Path, remark: str) -> Path:
    """The usual table as OpenDocument with a remark on its first heading."""
    plain = write_ods(folder / "polos.ods", [Grid("Rekap", table())])
    path = folder / "tabel.ods"
    note = f"<office:annotation><text:p>{remark}</text:p></office:annotation><text:p>Peserta Aktif</text:p>"
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(path, "w") as after:
        for member in before.infolist():
            content = before.read(member).decode().replace("<text:p>Peserta Aktif</text:p>", note)
            after.writestr(member, content)
    return path


@pytest.mark.parametrize("remark", ["hanya perempuan", "Budi:\nBPU dan Jakon", "data per November 2024", "(ribuan)"])
def test_a_remark_is_heard(demo_store: api.Store, tmp_path: Path, remark: str) -> None:
    for path in (workbook(tmp_path, remark=remark), with_annotation(tmp_path, remark.replace("\n", " "))):
        draft = api.draft_coverage(demo_store, path, as_of=DATE)
        assert any(
            witness.text.endswith(remark.rpartition("\n")[2])
            for claim in draft.ledger.claims
            for witness in claim.witnesses
        )
        assert draft.ledger.open or set(draft.observations["numerator"]) == {one * 1000 for one, _ in COUNTS}


def test_a_header_of_the_pages_is_heard(demo_store: api.Store, tmp_path: Path) -> None:
    path = workbook(tmp_path, header='&"Arial,Bold"&14KEPESERTAAN BPU')
    assert read_sheets(path)[0].remarks == ("KEPESERTAAN BPU",)
    assert set(api.draft_coverage(demo_store, path, as_of=DATE).observations["segment"]) == {"bpu"}


@pytest.mark.parametrize(
    ("header", "remark"),
    [
        ("Halaman &P dari &N", ""),
        ("DINAS KOPERASI DAN TENAGA KERJA", ""),
        ("", THREADED),
        ("&D", "tolong dicek lagi"),
        ("", "Sudah dicek oleh Bu Ani"),
        ("", "tolong tanya bu dulu"),
    ],
)
def test_what_says_nothing_about_the_figures_is_not_asked(
    demo_store: api.Store, tmp_path: Path, header: str, remark: str
) -> None:
    draft = api.draft_coverage(demo_store, workbook(tmp_path, header=header, remark=remark), as_of=DATE)
    assert not draft.ledger.open
    assert len(draft.observations) == len(COUNTS)


@pytest.mark.parametrize("remark", ["yang dihitung BU", "Jumlah Bu Aktif"])
def test_companies_are_no_colleague(demo_store: api.Store, tmp_path: Path, remark: str) -> None:
    draft = api.draft_coverage(demo_store, workbook(tmp_path, remark=remark), as_of=DATE)
    assert [claim.key for claim in draft.ledger.open] == ["restriction"]


def test_binary_workbooks_are_heard_too(tmp_path: Path) -> None:
    write_xls(tmp_path / "tabel.xls", header="&CKEPESERTAAN BPU", box="hanya perempuan")
    write_xlsb(tmp_path / "tabel.xlsb", header="&CKEPESERTAAN BPU", remark="Budi:\nhanya perempuan")
    for name in ("tabel.xls", "tabel.xlsb"):
        assert {"KEPESERTAAN BPU", "hanya perempuan"} <= {*read_sheets(tmp_path / name)[0].remarks}, name


def test_a_text_in_a_box_is_heard(tmp_path: Path) -> None:
    plain = write_table(tmp_path, {"Rekap": table()}, as_text=False)
    boxed = tmp_path / "kotak.xlsx"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationship Id="rId1" Type="{office}/drawing" Target="../drawings/drawing1.xml"/>'
    box = '<x:wsDr xmlns:x="x" xmlns:a="a"><x:txBody><a:p><a:t>Segmen </a:t><a:t>BPU</a:t></a:p></x:txBody></x:wsDr>'
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(boxed, "w") as after:
        for member in before.infolist():
            after.writestr(member, before.read(member))
        after.writestr("xl/worksheets/_rels/sheet1.xml.rels", f'<Relationships xmlns="r">{link}</Relationships>')
        after.writestr("xl/drawings/drawing1.xml", box)
    assert read_sheets(boxed)[0].remarks == ("Segmen BPU",)


def test_headers_and_boxes_of_an_opendocument_sheet_are_heard(tmp_path: Path) -> None:
    plain = write_ods(tmp_path / "polos.ods", [Grid("Rekap", table())])
    path = tmp_path / "tabel.ods"
    styles = '<s:styles xmlns:s="style" xmlns:t="text"><s:header><t:p>KEPESERTAAN BPU</t:p></s:header></s:styles>'
    shapes = "<table:shapes><text:text-box><text:p>hanya perempuan</text:p></text:text-box></table:shapes>"
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(path, "w") as after:
        for member in before.infolist():
            after.writestr(member, before.read(member).decode().replace('"Rekap">', f'"Rekap">{shapes}', 1))
        after.writestr("styles.xml", styles)
    assert {*read_sheets(path)[0].remarks} == {"KEPESERTAAN BPU", "hanya perempuan"}
