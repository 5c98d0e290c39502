"""A table laid out over as many pages as it needs, in columns beside each other where it is narrow."""

from collections.abc import Iterator
from dataclasses import replace

from ucjmap.render.static.box import Box
from ucjmap.render.static.fonts import clean, line_mm, width_mm, wrap
from ucjmap.render.static.frame import start_sheet
from ucjmap.render.static.page_contents import TablePage
from ucjmap.render.static.sheet import PaperName, Sheet

_TABLE_MM, _TABLE_PT = 4.6, 7.0
#: How much a table is stretched over an empty page, and pressed so that no page holds but its last rows.
_STRETCH, _PRESS = 1.8, 1.1
#: What a cell keeps free at its sides together, in millimetres.
_CELL_MM = 2.0
#: Names in running text below a table, the gap above them, and the letters where they have a page of their own.
_LIST_PT, _LIST_GAP_MM, _LARGE_LIST_PT = 8.5, 3.0, 13.0


def compose_table(content: TablePage, paper: PaperName) -> Iterator[Sheet]:
    """Rows fill the columns of a page from top to bottom, then the next page; columns of the last are equally long.

    Lists of names stand below the last row, or on pages of their own where they find no room there.
    """
    if content.lists and not content.rows:
        yield from _compose_lists(content, paper)
        return
    row_count = len(content.rows)
    heads = 1 + bool(content.dates)
    first, page = 0, 0
    while first < row_count or page == 0:
        started = start_sheet(content.frame, paper)
        sheet, body, scale = started.sheet, started.body, started.scale
        if content.note and page == 0:
            used = sheet.add_text("note", body.cut_top(14 * scale)[0], content.note, 8.5 * scale, least=6)
            body = body.cut_top(used, 2 * scale)[1]
        if page == 0 and row_count <= _rows_in(body, scale, heads=heads):
            content = replace(content, columns=1)  # few rows are read more easily across the whole page
        above = body.cut_top(body.h - _lists_mm(content, body.w, scale))[0]
        most = content.columns * _rows_in(above, scale, heads=heads)
        has_lists = bool(content.lists) and row_count - first <= most
        gap = 5 * scale
        width = (body.w - gap * (content.columns - 1)) / content.columns
        shares = _fair_widths(content, width, scale)
        tall = above if has_lists else body
        per_column, factor = _fit_rows(tall, row_count - first, content.columns, scale, heads=heads)
        if factor > 1:
            factor = max(1.0, min(factor, _spare_width(content, shares, scale)))
        used = 0.0
        for column in range(content.columns):
            last = min(first + per_column, row_count)
            if last <= first and not (page == 0 and column == 0):
                break
            box = Box(body.x + column * (width + gap), body.y, width, body.h)
            own_mm = _add_rows(sheet, box, content, (first, last), shares, factor * scale, name=f"table {column}")
            used, first = max(used, own_mm), last
        if has_lists:
            _add_lists(sheet, body.cut_top(used)[1], content, scale)
            content = replace(content, lists=())
        page += 1
        yield sheet
    if content.lists:
        yield from _compose_lists(content, paper)


def _add_rows(
    sheet: Sheet,
    box: Box,
    content: TablePage,
    places: tuple[int, int],
    widths: tuple[float, ...],
    scale: float,
    *,
    name: str,
) -> float:
    """Some of the rows as one table below the headings; gives its height."""
    first, last = places
    dates = (content.dates,) if content.dates else ()
    return sheet.add_table(
        name,
        box,
        content.heads,
        (*dates, *content.rows[first:last]),
        widths,
        aligns=content.aligns,
        size=_TABLE_PT * scale,
        row_mm=_TABLE_MM * scale,
        swatches=((None,) * len(dates) + content.swatches[first:last]) if content.swatches else (),
    )


def _lists_mm(content: TablePage, width: float, scale: float) -> float:
    """Height of the lists of names across a page and of the gap above them; 0 without any."""
    lines = _list_lines(content, width, _LIST_PT * scale)
    return len(lines) * line_mm(_LIST_PT * scale) + _LIST_GAP_MM * scale if lines else 0.0


def _list_lines(content: TablePage, width: float, size: float) -> list[str]:
    texts = ([content.note] if content.note and not content.rows else []) + [names.text for names in content.lists]
    return [line for text in texts for line in wrap(clean(text), width, size)]


def _add_lists(sheet: Sheet, room: Box, content: TablePage, scale: float) -> None:
    size, room = _LIST_PT * scale, room.cut_top(_LIST_GAP_MM * scale)[1]
    for place, names in enumerate(content.lists):
        used = sheet.add_text(f"list {place}", room, names.text, size, least=size)
        room = room.cut_top(used)[1]


def _compose_lists(content: TablePage, paper: PaperName) -> Iterator[Sheet]:
    """Lists of names by themselves, over as many pages as they need, in larger letters where they fill but one."""
    started = start_sheet(content.frame, paper)
    size, body = _LARGE_LIST_PT * started.scale, started.body
    while size > _LIST_PT * started.scale and len(_list_lines(content, body.w, size)) * line_mm(size) > body.h:
        size -= 0.5
    lines = _list_lines(content, body.w, size)
    most = max(1, int(body.h / line_mm(size)))
    for first in range(0, len(lines), most):
        sheet = start_sheet(content.frame, paper).sheet
        sheet.add_text("list", body, "\n".join(lines[first : first + most]), size, least=size)
        yield sheet


def _fit_rows(body: Box, count: int, columns: int, scale: float, *, heads: int) -> tuple[int, float]:
    """Rows below the ``heads`` lines of heading in each column of a page with ``count`` rows left, and the factor of
    their size.
    """
    room = body.h / (_TABLE_MM * scale)  # in rows, the headings among them
    most = max(1, _rows_in(body, scale, heads=heads))
    rows = max(1, -(-count // columns))
    if count > columns * max(1, int(room * _PRESS) - heads):
        return most, 1.0
    if columns > 1 and rows < most:
        return rows, 1.0  # names of two columns have no room for larger letters
    return rows, min(_STRETCH, room / (rows + heads))


def _rows_in(body: Box, scale: float, *, heads: int) -> int:
    """Rows of the usual height that a column holds below its headings."""
    return int(body.h / (_TABLE_MM * scale)) - heads


def _fair_widths(content: TablePage, width: float, scale: float) -> tuple[float, ...]:
    """Width of each column in millimetres: its share, where a column that needs more takes it from those with room.

    So no name is cut beside an empty column. Where there is too little for all, each has its share.
    """
    own = [width * share / sum(content.shares) for share in content.shares]
    needed = [needs + _CELL_MM for needs in _needed_widths(content, scale)]
    if content.swatches:  # the colours have no text
        needed[0] = own[0]
    missing = sum(max(0.0, needs - has) for needs, has in zip(needed, own, strict=True))
    spare = sum(max(0.0, has - needs) for needs, has in zip(needed, own, strict=True))
    if not 0 < missing <= spare:
        return tuple(own)
    return tuple(
        needs if needs > has else has - (has - needs) * missing / spare for needs, has in zip(needed, own, strict=True)
    )


def _spare_width(content: TablePage, widths: tuple[float, ...], scale: float) -> float:
    """By which factor the letters of a table may grow until the tightest cell is full."""
    needed = zip(widths, _needed_widths(content, scale), strict=True)
    return min([_STRETCH, *((has - _CELL_MM) / needs for has, needs in needed if needs)])


def _needed_widths(content: TablePage, scale: float) -> list[float]:
    """For each column the width of its longest text in the usual letters, in millimetres."""
    dates = (content.dates,) if content.dates else ()
    columns = zip(content.heads, *dates, *content.rows, strict=True)
    return [max(width_mm(text, _TABLE_PT * scale, bold=not row) for row, text in enumerate(texts)) for texts in columns]
