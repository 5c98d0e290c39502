"""Texts of a sheet outside its cells, which readers see all the same: headers and footers of pages, remarks on cells."""

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
    found = (html.unescape(match[1].decode("utf-8", "replace")) for match in _HEADER.finditer(text))
    return _told(_CODES.sub(" ", one) for one in found)


def comments_of(archive: zipfile.ZipFile, part: str) -> list[str]:
    """Remarks on the cells of a worksheet of a .xlsx by the name of its part, without who wrote them."""
    folder, name = posixpath.split(part)
    links = f"{folder}/_rels/{name}.rels"
    if links not in archive.namelist():
        return []
    targets = [item.get("Target", "") for item in _tree(archive, links) if item.get("Type", "").endswith("/comments")]
    parts = [one.lstrip("/") if one.startswith("/") else posixpath.normpath(f"{folder}/{one}") for one in targets]
    trees = [_tree(archive, one) for one in parts if one in archive.namelist()]
    comments = [item for tree in trees for item in tree.iter() if item.tag.endswith("}comment")]
    return _told(_without_author("".join(comment.itertext())) for comment in comments[:MOST_REMARKS])


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
