"""The pages of a file that is filed: what stands where, as bookmarks and as a list of contents with links."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ucjmap.errors import N_
from ucjmap.render.static.box import Box
from ucjmap.render.static.fonts import fit_line, line_mm, width_mm
from ucjmap.render.static.frame import Frame, start_sheet
from ucjmap.render.static.items import ACCENT, INK, PALE, Text
from ucjmap.render.static.sheet import PaperName, Sheet
from ucjmap.words import say

_ROW_MM, _TEXT_PT = 5.4, 9.0
_INDENT_MM, _NUMBER_MM, _GAP_MM = 5.0, 12.0, 8.0


@dataclass(frozen=True)
class Entry:
    """A bookmark: its words, the page that it leads to, and whether it stands below the one before."""

    title: str
    page: int
    is_below: bool = False


def list_entries(marks: Sequence[tuple[str, str, int]]) -> list[Entry]:
    """Bookmarks of a document, in the order of its pages.

    A chapter of one content has its own line alone, else a line for each content below it.

    Parameters
    ----------
    marks
        For each content its chapter (empty for none), its title and its first page, counted from 1. The contents of a
        chapter follow each other.
    """
    chapters = [chapter for chapter, _, _ in marks]
    entries: list[Entry] = []
    for place, (chapter, title, page) in enumerate(marks):
        if not chapter:
            entries.append(Entry(title, page))
            continue
        if chapter not in chapters[:place]:
            entries.append(Entry(chapter, page))
        if chapters.count(chapter) > 1:
            entries.append(Entry(title, page, is_below=True))
    return entries


def compose_contents(frame: Frame, entries: Sequence[Entry], paper: PaperName) -> Iterator[Sheet]:
    """Pages that list the entries, each a link to its page.

    Parameters
    ----------
    frame
        That of the document, whose title becomes the subtitle.
    entries
        What `list_entries` gives. Their pages have to count the pages of this list where it stands before them.
    paper
        That of the document: a page across has two columns.

    Yields
    ------
    Sheet
        As many as the entries need; none without entries.
    """
    bare = replace(frame, title=say(frame.lang, N_("Contents")), subtitle=frame.title, spoken=())
    left = list(entries)
    while left:
        started = start_sheet(bare, paper)
        sheet, body, scale = started.sheet, started.body, started.scale
        columns = 2 if body.w > body.h else 1
        width = (body.w - _GAP_MM * scale * (columns - 1)) / columns
        rows = max(1, int(body.h / (_ROW_MM * scale)))
        for column in range(columns):
            x = body.x + column * (width + _GAP_MM * scale)
            for row, entry in enumerate(left[:rows]):
                _add_entry(sheet, Box(x, body.y + row * _ROW_MM * scale, width, _ROW_MM * scale), entry, scale)
            left = left[rows:]
        yield sheet


def _add_entry(sheet: Sheet, room: Box, entry: Entry, scale: float) -> None:
    """One line whose words and number lead to the page."""
    size, number = _TEXT_PT * scale, str(entry.page)
    indent = _INDENT_MM * scale if entry.is_below else 0.0
    words = Box(room.x + indent, room.y, room.w - indent - _NUMBER_MM * scale, room.h)
    title, title_pt = fit_line(entry.title, words.w, size, least=0.8 * size, bold=not entry.is_below)
    colour = INK if entry.is_below else ACCENT
    box = Box(words.x, words.y, width_mm(title, title_pt, bold=not entry.is_below), line_mm(title_pt))
    name = f"entry {entry.page} {entry.title}"
    sheet.add(Text(name, box, words, (title,), title_pt, not entry.is_below, colour, page=entry.page))
    sheet.reserve(name, box)
    at = Box(room.right - _NUMBER_MM * scale, room.y, _NUMBER_MM * scale, room.h)
    width = width_mm(number, size)
    own = Box(at.right - width, at.y, width, line_mm(size))
    sheet.add(Text("entry page", own, at, (number,), size, colour=PALE, align="right", page=entry.page))
