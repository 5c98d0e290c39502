"""A table laid out over as many pages as it needs, in columns beside each other where it is narrow."""

from collections.abc import Iterator
from dataclasses import replace

from ucjmap.render.static.box import Box
from ucjmap.render.static.fonts import width_mm
from ucjmap.render.static.frame import start_sheet
from ucjmap.render.static.page_contents import TablePage
from ucjmap.render.static.sheet import PaperName, Sheet

_TABLE_MM, _TABLE_PT = 4.6, 7.0
#: How much a table is stretched over an empty page, and pressed so that no page holds but its last rows.
_STRETCH, _PRESS = 1.8, 1.1
#: What a cell keeps free at its sides together, in millimetres.
_CELL_MM = 2.0


def compose_table(content: TablePage, paper: PaperName) -> Iterator[Sheet]:
    """Rows fill the columns of a page from top to bottom, then the next page; columns of the last are equally long."""
    row_count = len(content.rows)
    dates = (content.dates,) if content.dates else ()
    first, page = 0, 0
    while first < row_count or page == 0:
        started = start_sheet(content.frame, paper)
        sheet, body, scale = started.sheet, started.body, started.scale
        if content.note and page == 0:
            used = sheet.add_text("note", body.cut_top(14 * scale)[0], content.note, 8.5 * scale, least=6)
            body = body.cut_top(used, 2 * scale)[1]
        if page == 0 and row_count <= _rows_in(body, scale, heads=1 + len(dates)):
            content = replace(content, columns=1)  # few rows are read more easily across the whole page
        gap = 5 * scale
        width = (body.w - gap * (content.columns - 1)) / content.columns
        shares = _fair_widths(content, width, scale)
        per_column, factor = _fit_rows(body, row_count - first, content.columns, scale, heads=1 + len(dates))
        if factor > 1:
            factor = max(1.0, min(factor, _spare_width(content, shares, scale)))
        for column in range(content.columns):
            last = min(first + per_column, row_count)
            if last <= first and not (page == 0 and column == 0):
                break
            box = Box(body.x + column * (width + gap), body.y, width, body.h)
            sheet.add_table(
                f"table {column}",
                box,
                content.heads,
                (*dates, *content.rows[first:last]),
                shares,
                aligns=content.aligns,
                size=_TABLE_PT * factor * scale,
                row_mm=_TABLE_MM * factor * scale,
                swatches=((None,) * len(dates) + content.swatches[first:last]) if content.swatches else (),
            )
            first = last
        page += 1
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
