"""Texts of a sheet outside its cells, which readers see all the same: headers of pages, remarks on cells, text boxes."""

import html
import posixpath
import re
import zipfile
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree

#: A sheet with more remarks is talked about, and not explained.
MOST_REMARKS: Final = 50
_LONGEST: Final = 500
_LARGEST_PART: Final = 4 << 20

# <oddHeader>&amp;CREKAP BPU</oddHeader>
_HEADER = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)[^>]*>([^<]+)<")
# '&"Arial,Bold"', "&12", "&KFF0000", "&P": fonts, sizes, colours, and what the program fills in.
_CODES = re.compile(r'&"[^"]*"|&\d+|&K[0-9A-F]{6}|&[A-Z]', re.I)
# "[Threaded comment] Your version of Excel ... Comment: ": what Excel writes for its older versions.
_FOREWORD = re.compile(r"^\[.*?\b(?:comment|komentar):\s*", re.I | re.S)
# "Budi Santoso:" in a line of its own: who wrote it.
_AUTHOR = re.compile(r"^[^\n:]{1,60}:[ \t]*\n")


def headers_in(text: bytes) -> list[str]:
    """Headers and footers in the XML of a worksheet."""
    return plain_headers(html.unescape(match[1].decode("utf-8", "replace")) for match in _HEADER.finditer(text))


def plain_headers(texts: Iterable[str]) -> list[str]:
    """Headers and footers without the codes of their fonts, pages and dates."""
    return _told(_CODES.sub(" ", text) for text in texts)


def plain_remarks(texts: Iterable[str]) -> list[str]:
    """Remarks on cells and texts in boxes, without who wrote them."""
    return _told(_without_author(text) for text in texts)


def comments_of(archive: zipfile.ZipFile, part: str) -> list[str]:
    """Remarks on the cells of a worksheet of a .xlsx by the name of its part, and the texts in boxes that lie on it."""
    comments = [item for tree in _linked(archive, part, "/comments") for item in tree.iter() if _is(item, "comment")]
    boxes = [item for tree in _linked(archive, part, "/drawing") for item in tree.iter() if _is(item, "txBody")]
    return plain_remarks("".join(item.itertext()) for item in (*comments[:MOST_REMARKS], *boxes[:MOST_REMARKS]))


def _linked(archive: zipfile.ZipFile, part: str, kind: str) -> list[ElementTree.Element]:
    """The parts of one kind that belong to a worksheet, as trees."""
    return [_tree(archive, one) for one in linked_parts(archive, part, kind)]


def linked_parts(archive: zipfile.ZipFile, part: str, kind: str) -> list[str]:
    """Names of the parts of one kind that belong to a worksheet."""
    folder, name = posixpath.split(part)
    links = f"{folder}/_rels/{name}.rels"
    if links not in archive.namelist():
        return []
    targets = [item.get("Target", "") for item in _tree(archive, links) if item.get("Type", "").endswith(kind)]
    parts = [one.lstrip("/") if one.startswith("/") else posixpath.normpath(f"{folder}/{one}") for one in targets]
    return [one for one in parts if one in archive.namelist()]


def _is(item: ElementTree.Element, tag: str) -> bool:
    return item.tag.endswith(f"}}{tag}")


def headers_of_styles(archive: zipfile.ZipFile) -> list[str]:
    """Headers and footers of the pages of an OpenDocument spreadsheet, which its styles hold."""
    if "styles.xml" not in archive.namelist():
        return []
    headers = (item for item in _tree(archive, "styles.xml").iter() if _is(item, "header") or _is(item, "footer"))
    return _told(" ".join(item.itertext()) for item in headers)


def boxes_in(row: ElementTree.Element) -> list[str]:
    """Texts in boxes of a row or of the shapes of an OpenDocument spreadsheet."""
    return _told(" ".join(item.itertext()) for item in row.iter() if _is(item, "text-box"))


def annotation_of(cell: ElementTree.Element) -> list[str]:
    """The remark on a cell of an OpenDocument spreadsheet."""
    notes = [item for item in cell if item.tag.endswith("}annotation")]
    return _told(" ".join("".join(p.itertext()) for p in note if p.tag.endswith("}p")) for note in notes)


def _without_author(text: str) -> str:
    return _AUTHOR.sub("", _FOREWORD.sub("", text.strip()))


def _told(texts: Iterable[str]) -> list[str]:
    plain = (" ".join(text.split())[:_LONGEST] for text in texts)
    return [text for text in plain if any(map(str.isalnum, text))]


def _tree(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    if archive.getinfo(part).file_size > _LARGEST_PART:
        return ElementTree.Element("none")
    return ElementTree.fromstring(archive.read(part))
