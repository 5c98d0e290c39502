"""What makes a PDF a document that can be filed: bookmarks, links inside it, its title and its language."""

import io
from collections.abc import Sequence
from typing import Any, Final

from ucjmap.render.static.contents import Entry
from ucjmap.render.static.fonts import clean
from ucjmap.render.static.sheet import Sheet, Text
from ucjmap.words import Lang

_PT_PER_MM: Final = 72 / 25.4
_TAGS: Final[dict[Lang, str]] = {"id": "id-ID", "en": "en-GB"}


def finish_pdf(content: bytes, sheets: Sequence[Sheet], entries: Sequence[Entry], *, title: str, lang: Lang) -> bytes:
    """The same pages with bookmarks, with links where a text leads to a page, with title and language."""
    from pypdf import PdfReader, PdfWriter  # slow to load: whoever makes no document does not wait for it
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    _add_bookmarks(writer, entries)
    for number, sheet in enumerate(sheets):
        _add_links(writer, number, sheet)
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(_TAGS[lang])
    # The window is titled by the document, not by the name of its file.
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    root[NameObject("/ViewerPreferences")] = shown
    if entries:
        root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    writer.add_metadata({"/Title": clean(title), "/Author": "UCJMap"})
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _add_bookmarks(writer: Any, entries: Sequence[Entry]) -> None:
    above = None
    for entry in entries:
        item = writer.add_outline_item(
            title=clean(entry.title),
            page_number=entry.page - 1,
            parent=above if entry.is_below else None,
            is_open=False,
        )
        above = above if entry.is_below else item


def _add_links(writer: Any, number: int, sheet: Sheet) -> None:
    from pypdf.annotations import Link

    for item in sheet.items:
        if isinstance(item, Text) and item.page:
            box = item.box
            left, bottom, right, top = (
                side * _PT_PER_MM for side in (box.x, sheet.height - box.bottom, box.right, sheet.height - box.y)
            )
            writer.add_annotation(number, Link(rect=(left, bottom, right, top), target_page_index=item.page - 1))
