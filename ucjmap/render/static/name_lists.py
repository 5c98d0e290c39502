"""Lists of names: beside a map as far as they are read with ease, else in full on pages of their own behind it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from ucjmap.errors import N_
from ucjmap.render.static.box import Box
from ucjmap.render.static.fonts import block_fits, clean, line_mm, wrap
from ucjmap.render.static.frame import Started, start_sheet
from ucjmap.render.static.page_contents import MapPage
from ucjmap.render.static.sheet import PaperName, Sheet
from ucjmap.words import Lang, say, say_count

#: Letters of a list beside a map in points, and the least where all names follow behind it, and where none do.
_BESIDE_PT, _LEAST_BESIDE_PT, _LEAST_PT = 7.5, 6.5, 5.5
#: Their letters on pages of their own, and at most where one page holds them all.
_OWN_PAGE_PT, _LARGE_PT = 8.5, 11.0
#: Widths of the columns of these pages and between them, and the room after a group, in millimetres.
_COLUMN_MM, _GUTTER_MM, _GROUP_GAP_MM = 120.0, 8.0, 1.6
#: Parts of the height of a page that are tried, so that the columns of the last one end alike.
_HEIGHTS = tuple(step / 20 for step in range(1, 21))


@dataclass(frozen=True)
class _Group:
    """Names that are still to be set; ``goes_on`` says that some of the group were set before."""

    title: str
    names: tuple[str, ...]
    goes_on: bool = False

    def heading(self, lang: Lang) -> str:
        return say(lang, N_("{group}, continued"), group=self.title) if self.goes_on else self.title


@dataclass(frozen=True)
class _Block:
    """Lines of one kind in the room that they need."""

    room: Box
    text: str
    bold: bool


def add_names(sheet: Sheet, room: Box, content: MapPage, scale: float, *, follow: bool) -> int:
    """Add the names of a map below what stands beside it.

    Parameters
    ----------
    follow
        Whether all of them can follow on pages of their own: where they do not all find room in letters that are read
        with ease, only how many there are in each group stands here. Else as many as possible stand here, in small
        letters, and the others are counted.

    Returns
    -------
    int
        How many names were left out, which the words beside the map say.
    """
    whole = _say_list(content, len(content.names), "")
    if follow and not block_fits(whole, room.w, room.h, _LEAST_BESIDE_PT) and content.names[0][0]:
        sheet.add_text("names", room, _say_groups(content), _BESIDE_PT * scale, least=_LEAST_PT)
        return len(content.names)
    least = _LEAST_BESIDE_PT if follow else _LEAST_PT
    more = N_("and {count} more: see the list of desa or the table")
    if follow:
        more = N_("and {count} more: all of them on the next page")
    count = _fit_count(len(content.names), lambda count: _say_list(content, count, more), room, least)
    sheet.add_text("names", room, _say_list(content, count, more), _BESIDE_PT * scale, least=least)
    return len(content.names) - count


def _say_list(content: MapPage, count: int, more: str) -> str:
    """So many of the names, and how many are left out, so that none is missing silently."""
    text = "\n".join(filter(None, (content.names_title, _say_names(content.names[:count]))))
    if left := len(content.names) - count:
        text += f" … {say(content.frame.lang, more, count=say_count(content.frame.lang, left))}"
    return text


def _say_names(names: Sequence[tuple[str, str]]) -> str:
    groups = groupby(names, key=itemgetter(0))
    return "\n".join(f"{f'{group}: ' if group else ''}{', '.join(name for _, name in own)}" for group, own in groups)


def _say_groups(content: MapPage) -> str:
    """The groups with the counts that stand in their words, and where the names are."""
    groups = ", ".join(dict.fromkeys(group for group, _ in content.names))
    behind = say(content.frame.lang, N_("All names stand on the next page."))
    return "\n".join(filter(None, (content.names_title, groups, behind)))


def _fit_count(most: int, text_of: Callable[[int], str], room: Box, size: float) -> int:
    """The largest number up to ``most`` whose text finds room."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if block_fits(text_of(middle), room.w, room.h, size):
            low = middle
        else:
            high = middle - 1
    return low


def compose_names(content: MapPage, paper: PaperName) -> Iterator[Sheet]:
    """All names of a map in columns, under their groups, over as many pages as they need."""
    frame = replace(content.frame, title=f"{content.names_title} — {content.frame.title}")
    pairs = groupby(content.names, key=itemgetter(0))
    left = tuple(_Group(title, tuple(name for _, name in own)) for title, own in pairs)
    size = _size_of(frame.lang, left, start_sheet(frame, paper))
    while left:
        started = start_sheet(frame, paper)
        blocks, left = _fill_page(frame.lang, left, started.body, size, started.scale)
        for block in blocks:
            started.sheet.add_text("names", block.room, block.text, size, least=size, bold=block.bold)
        yield started.sheet


def _size_of(lang: Lang, groups: tuple[_Group, ...], started: Started) -> float:
    """The largest letters in which all names find room on one page, else the usual ones."""
    size, least = _LARGE_PT * started.scale, _OWN_PAGE_PT * started.scale

    def is_enough(size: float) -> bool:
        return not _fill_columns(lang, groups, started.body, size, started.scale)[1]

    if not is_enough(least):
        return least
    while size > least and not is_enough(size):
        size = max(least, size - 0.5)
    return size


def _fill_page(
    lang: Lang, groups: tuple[_Group, ...], body: Box, size: float, scale: float
) -> tuple[list[_Block], tuple[_Group, ...]]:
    """What stands on one page, and what is left for the next; the columns of the last page end alike."""
    blocks: list[_Block] = []
    left = groups
    for part in _HEIGHTS:
        blocks, left = _fill_columns(lang, groups, replace(body, h=body.h * part), size, scale)
        if not left:
            break
    return blocks, left


def _fill_columns(
    lang: Lang, groups: tuple[_Group, ...], body: Box, size: float, scale: float
) -> tuple[list[_Block], tuple[_Group, ...]]:
    """What stands in the columns of one page, from the first to the last, and what is left."""
    blocks: list[_Block] = []
    left = groups
    for column in _columns(body, scale):
        added, left = _fill_column(lang, left, column, size, scale)
        blocks += added
    return blocks, left


def _columns(body: Box, scale: float) -> Iterator[Box]:
    gutter = _GUTTER_MM * scale
    count = max(1, int((body.w + gutter) / (_COLUMN_MM * scale + gutter)))
    width = (body.w - gutter * (count - 1)) / count
    for number in range(count):
        yield Box(body.x + number * (width + gutter), body.y, width, body.h)


def _fill_column(
    lang: Lang, groups: tuple[_Group, ...], column: Box, size: float, scale: float
) -> tuple[list[_Block], tuple[_Group, ...]]:
    """What stands in one column, and what is left; a heading never stands without a name below it."""
    blocks: list[_Block] = []
    line, rest = line_mm(size), column
    while groups:
        group, heading = groups[0], groups[0].heading(lang)
        head, room = rest.cut_top(line if heading else 0.0)
        count = _fit_count(len(group.names), lambda count: ", ".join(group.names[:count]), room, size)  # noqa: B023
        if not count or room.h < line:
            break
        text = ", ".join(group.names[:count])
        names, rest = room.cut_top(len(wrap(clean(text), room.w, size)) * line, _GROUP_GAP_MM * scale)
        blocks += [_Block(head, heading, bold=True)] * bool(heading)
        blocks.append(_Block(names, text, bold=False))
        others = group.names[count:]
        groups = (*([replace(group, names=others, goes_on=True)] if others else []), *groups[1:])
        if others:
            break
    return blocks, groups
