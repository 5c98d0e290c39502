"""Slides of a table: eight rows for the talk, all of them in the annex."""

from collections.abc import Iterator
from typing import Final

from ucjmap.errors import N_
from ucjmap.render.slides.grids import LEAST_ROW_MM, Grid, add_grid
from ucjmap.render.slides.stage import LEAST_PT, POINT_PT, Stage
from ucjmap.render.slides.surround import add_band, name_points, point_slides, start_slide
from ucjmap.render.static import Align, Box, Sheet, TablePage, TrendPage, clean, line_mm, wrap
from ucjmap.words import say

#: Rows that are taken in while somebody speaks.
MOST_ROWS: Final = 8
_BETWEEN: Final = 8.0
#: Lines below a table that is shown in full, at most.
_BAND_LINES: Final = 10
_HIGHEST_ROW_MM: Final = 10.5
#: By which the least letters of a chart over dates are large enough.
_TREND_SCALE: Final = 2.16


def table_slide(content: TablePage, stage: Stage) -> tuple[Sheet, bool]:
    """The picked rows, or all where these are few; and whether these are all."""
    everything = tuple(range(len(content.rows)))
    picked = everything if len(everything) <= MOST_ROWS else content.picked[:MOST_ROWS]
    grid = grid_of(content, picked)
    sheet, body = start_slide(content.frame, stage)
    listed = [names.text for names in content.lists]
    is_all = picked == everything and _has_room(body, grid, [*listed, content.note])
    if not is_all:  # all names stand in the annex, how many they are on the slide
        listed = [names.words for names in content.lists]
    words = [*([] if picked == everything else [content.picked_words]), *listed, content.note]
    body = add_band(sheet, body, "\n".join(filter(None, words)), lines=_BAND_LINES if is_all else 4)
    room = body.h - grid.head_mm(body.w)
    most = int(room / LEAST_ROW_MM) - bool(grid.dates)
    shown = grid if len(grid.rows) <= most else grid.part(0, most)
    lines = max(1, len(shown.rows) + bool(shown.dates))
    add_grid(sheet, body, shown, row_mm=min(room / lines, _HIGHEST_ROW_MM))
    return sheet, is_all and len(shown.rows) == len(everything)


def _has_room(body: Box, grid: Grid, texts: list[str]) -> bool:
    """Whether texts find room below a table that is as low as it can be."""
    lines = [line for text in texts if text for line in wrap(clean(text), body.w, LEAST_PT)]
    rows_mm = grid.head_mm(body.w) + (len(grid.rows) + bool(grid.dates)) * LEAST_ROW_MM
    return len(lines) <= _BAND_LINES and rows_mm + (len(lines) + 1) * line_mm(LEAST_PT) <= body.h


def list_slides(content: TablePage, stage: Stage, *, headline: str = "") -> Iterator[Sheet]:
    """The names of a content that have no row, in letters as large as fill a slide.

    Where it has no rows at all, its note stands above them unless the headline says the same.
    """
    notes = {content.note} - {"", content.frame.headline} if not content.rows else set()
    points = [*notes, *(point for names in content.lists for point in name_points(names.words, names.names))]
    if points:
        yield from point_slides(content.frame, stage, points, (LEAST_PT, POINT_PT), headline=headline, name="names")


def table_annex(content: TablePage, stage: Stage) -> Iterator[Sheet]:
    """All rows, in two columns where nothing is cut by it."""
    headline = say(content.frame.lang, N_("Annex: {title}"), title=content.frame.title)
    whole = grid_of(content, tuple(range(len(content.rows))))
    first = 0
    while first < len(content.rows):
        sheet, body = start_slide(content.frame, stage, headline=headline)
        columns = 2 if whole.fits((body.w - _BETWEEN) / 2) else 1
        width = (body.w - _BETWEEN * (columns - 1)) / columns
        most = whole.rows_in(Box(body.x, body.y, width, body.h))
        for column in range(columns):
            last = min(first + most, len(content.rows))
            if last > first:
                room = Box(body.x + column * (width + _BETWEEN), body.y, width, body.h)
                part = whole.part(first, last)
                add_grid(sheet, room, part, name=f"table {column}", row_mm=part.row_mm(room))
            first = last
        yield sheet
    yield from list_slides(content, stage, headline=headline)


def grid_of(content: TablePage | TrendPage, places: tuple[int, ...]) -> Grid:
    """Some rows of a content as a table."""
    numbers: list[Align] = ["right"] * (len(content.heads) - 1)
    aligns: tuple[Align, ...] = ("left", *numbers)
    rows = tuple(content.rows[place] for place in places)
    if isinstance(content, TrendPage):
        return Grid(content.heads, rows, aligns)
    swatches = tuple(content.swatches[place] for place in places) if content.swatches else ()
    return Grid(content.heads, rows, content.aligns or aligns, swatches, content.dates)


def trend_slide(content: TrendPage, stage: Stage) -> Sheet:
    """The line over the dates."""
    sheet, body = start_slide(content.frame, stage)
    body = add_band(sheet, body, content.note)
    sheet.add(content.line(body, _TREND_SCALE))
    sheet.reserve("trend", body)
    return sheet


def trend_annex(content: TrendPage, stage: Stage) -> Iterator[Sheet]:
    """The figures behind the line."""
    headline = say(content.frame.lang, N_("Annex: {title}"), title=content.frame.title)
    whole = grid_of(content, tuple(range(len(content.rows))))
    first = 0
    while first < len(content.rows):
        sheet, body = start_slide(content.frame, stage, headline=headline)
        last = min(first + whole.rows_in(body), len(content.rows))
        part = whole.part(first, last)
        add_grid(sheet, body, part, row_mm=part.row_mm(body))
        first = last
        yield sheet
