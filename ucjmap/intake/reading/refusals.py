"""Files that are no tables, and what to do with each: pictures, papers, archives, macros, passwords."""

import zipfile
from pathlib import Path
from typing import Final

from ucjmap.errors import N_, IntakeError
from ucjmap.files import packer_of

_PICTURES: Final = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
)
_MARKUP: Final = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"<head", b"mime-version:", b"<style")


def refuse_other_kinds(path: Path, head: bytes) -> None:
    """Refuse a file that is no table by its first bytes.

    Raises
    ------
    IntakeError
        It is empty, a picture, a paper, an archive of another kind, or a web page.
    """
    if not head.strip(b"\0\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise IntakeError(
            "empty_file",
            N_("The file {file} is empty."),
            N_("Save the table again and check that the file is larger than 0 bytes."),
            file=path.name,
        )
    for magic, kind in _PICTURES:
        if head.startswith(magic):
            raise not_a_table(path, kind, N_("Type the table into a spreadsheet: figures in a picture cannot be read."))
    if packer := packer_of(head):
        raise not_a_table(path, packer, N_("Unpack the archive first and upload the spreadsheet in it."))
    if head.startswith(b"%PDF"):
        raise not_a_table(
            path, "PDF", N_("Ask for the spreadsheet that the PDF was made from, or copy the table into one.")
        )
    if head.startswith(b"{\\rtf"):
        raise not_a_table(path, "RTF", N_("Copy the table into a spreadsheet and save it as .xlsx."))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise not_a_table(
            path,
            "HTML",
            N_("It is a web page under the name of a spreadsheet: open it in Excel, choose Save As, .xlsx."),
        )


def not_a_table(path: Path, kind: str, hint: str) -> IntakeError:
    """The refusal of a file of another kind."""
    return IntakeError(
        "not_a_table", N_("The file {file} is a {kind} file, not a spreadsheet."), hint, file=path.name, kind=kind
    )


def nothing_inside(path: Path, head: bytes) -> IntakeError:
    """The refusal of a file without a filled cell; a workbook may hold a picture of the table."""
    if head.startswith(b"PK"):
        with zipfile.ZipFile(path) as archive:
            if any("media/" in name or name.startswith("Pictures/") for name in archive.namelist()):
                return IntakeError(
                    "only_pictures",
                    N_("The workbook {file} holds only pictures; figures in a picture cannot be read."),
                    N_("Type the table into the cells of a sheet, or ask for the file that the picture was made from."),
                    file=path.name,
                )
    return IntakeError(
        "no_cells",
        N_("The file {file} holds no filled cell."),
        N_("Open it and check that the table is in it; then save and upload it again."),
        file=path.name,
    )


def refuse_other_archives(path: Path, names: list[str]) -> None:
    """Refuse a zipped file that is no workbook by the names of its members, or one with macros.

    Raises
    ------
    IntakeError
        It has macros, or is a document or any other archive.
    """
    if any(name.endswith("vbaProject.bin") for name in names):
        raise macros(path)
    if any(name.startswith("word/") for name in names):
        raise not_a_table(path, "Word", N_("Copy the table into a spreadsheet and save it as .xlsx."))
    if not any(name.startswith("xl/") for name in names) and "content.xml" not in names:
        raise not_a_table(path, "ZIP", N_("Unpack the archive first and upload the spreadsheet in it."))


def macros(path: Path) -> IntakeError:
    """The refusal of a workbook with macros."""
    return IntakeError(
        "macro_workbook",
        N_("The workbook {file} contains macros and is not opened."),
        N_("In Excel choose Save As, Excel Workbook (.xlsx), which leaves the macros out, and upload that copy."),
        file=path.name,
    )


def protected(path: Path) -> IntakeError:
    """The refusal of a workbook that a password protects."""
    return IntakeError(
        "password_protected",
        N_("The workbook {file} is protected by a password."),
        N_(
            "Open it with the password, remove the protection (File, Info, Protect Workbook), save and upload it again."
        ),
        file=path.name,
    )
