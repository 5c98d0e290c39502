"""Headers of pages and remarks on cells say something about the figures too."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.intake_cases import COUNTS, DATE, table
from tests.messy_workbooks import Grid, write_ods
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
    ],
)
def test_what_says_nothing_about_the_figures_is_not_asked(
    demo_store: api.Store, tmp_path: Path, header: str, remark: str
) -> None:
    draft = api.draft_coverage(demo_store, workbook(tmp_path, header=header, remark=remark), as_of=DATE)
    assert not draft.ledger.open
    assert len(draft.observations) == len(COUNTS)
