"""What makes a PDF a document that can be filed: bookmarks, links inside it, structure, title and language."""

import io
from collections.abc import Callable, Sequence
from typing import Any, Final

from ucjmap.render.static.contents import Entry
from ucjmap.render.static.fonts import clean
from ucjmap.render.static.items import Text
from ucjmap.render.static.sheet import Sheet
from ucjmap.render.static.tags import PageTags, Tag
from ucjmap.words import Lang

_PT_PER_MM: Final = 72 / 25.4
_TAGS: Final[dict[Lang, str]] = {"id": "id-ID", "en": "en-GB"}


def finish_pdf(
    content: bytes,
    sheets: Sequence[Sheet],
    tags: Sequence[PageTags],
    entries: Sequence[Entry],
    *,
    title: str,
    lang: Lang,
) -> bytes:
    """The same pages with bookmarks, with links where a text leads to a page, with structure, title and language.

    Parameters
    ----------
    content
        A PDF as `write_pdf` writes it.
    sheets
        Those that it was written from, in the order of its pages.
    tags
        What `write_pdf` gave for it.
    entries
        Bookmarks; without any the list of bookmarks stays closed.
    title
        Of the document, which a reader shows instead of the name of the file.
    lang
        Language of the words on the pages, for screen readers.

    Returns
    -------
    bytes
        Content of the finished PDF.
    """
    from pypdf import PdfReader, PdfWriter  # slow to load: whoever makes no document does not wait for it
    from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    _add_bookmarks(writer, entries)
    for number, sheet in enumerate(sheets):
        _add_links(writer, number, sheet)
    _add_structure(writer, tags)
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


def _add_structure(writer: Any, pages: Sequence[PageTags]) -> None:
    """The tree of elements that the marks of the pages belong to.

    References
    ----------
    ISO 32000-1, 14.7 (logical structure) and 14.8 (tagged PDF).
    """
    from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, NumberObject

    def named(**entries: Any) -> Any:
        return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})

    tree = named(Type=NameObject("/StructTreeRoot"))
    tree_place = writer._add_object(tree)
    document = named(Type=NameObject("/StructElem"), S=NameObject("/Document"), P=tree_place)
    document_place = writer._add_object(document)
    all_parts, numbers = ArrayObject(), ArrayObject()
    for number, (page, tags) in enumerate(zip(writer.pages, pages, strict=True)):
        page[NameObject("/StructParents")] = NumberObject(number)
        page[NameObject("/Tabs")] = NameObject("/S")
        owners: dict[int, Any] = {}
        for tag in tags.tags:
            all_parts.append(_add_element(writer, tag, document_place, page.indirect_reference, owners, named))
        listed = ArrayObject([owners[mark] for mark in range(tags.count)])
        numbers.extend([NumberObject(number), writer._add_object(listed)])
    document[NameObject("/K")] = all_parts
    tree[NameObject("/K")] = ArrayObject([document_place])
    tree[NameObject("/ParentTree")] = writer._add_object(named(Nums=numbers))
    tree[NameObject("/ParentTreeNextKey")] = NumberObject(len(pages))
    writer.root_object[NameObject("/StructTreeRoot")] = tree_place
    writer.root_object[NameObject("/MarkInfo")] = named(Marked=BooleanObject(True))


def _add_element(
    writer: Any, tag: Tag, above: Any, page: Any, owners: dict[int, Any], named: Callable[..., Any]
) -> Any:
    """Add an element with all below it; ``owners`` learns which marks are whose."""
    from pypdf.generic import ArrayObject, NameObject, NumberObject, TextStringObject

    element = named(Type=NameObject("/StructElem"), S=NameObject(f"/{tag.kind}"), P=above, Pg=page)
    if tag.alt:
        element[NameObject("/Alt")] = TextStringObject(tag.alt)
    place = writer._add_object(element)
    inside = ArrayObject([_add_element(writer, part, place, page, owners, named) for part in tag.parts])
    if tag.number is not None:
        inside.insert(0, NumberObject(tag.number))
        owners[tag.number] = place
    element[NameObject("/K")] = inside
    return place
