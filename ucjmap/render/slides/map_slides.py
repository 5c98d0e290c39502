"""Slides of one map: the map with its legend, then the figures and the highest and lowest areas."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Final

from ucjmap.errors import N_
from ucjmap.render.slides.grids import LEAST_ROW_MM, ROW_MM, Grid, add_grid
from ucjmap.render.slides.slide_cards import add_card, add_cards, card_mm
from ucjmap.render.slides.stage import LEAST_PT, Stage
from ucjmap.render.slides.surround import add_band, add_points, fill_slides, start_slide
from ucjmap.render.static import (
    PALE,
    Bars,
    Box,
    Figure,
    Frame,
    MapPage,
    Sheet,
    add_map,
    bar_layout,
    fit_block,
    line_mm,
    split_for_two,
)
from ucjmap.words import say

#: Areas up to which each is a shape of its own; more make a slide slow to open and to edit.
MOST_SHAPES: Final = 300
#: Factor of lines and marks of a map, which is seen from afar, and of a chart whose letters are then large enough.
_MAP_SCALE, _CHART_SCALE = 1.4, 1.76
_GAP: Final = 5.0
_SIDE: Final = 122.0
#: Width of arrow and scale bar below a map at most.
_FURNITURE_MM: Final = 96.0
_MOST_LABELS: Final = 80
_NAMES_IN_POINT: Final = 30


def map_slides(content: MapPage, stage: Stage) -> Iterator[Sheet]:
    """The slides of a map that belong to the talk."""
    if len(content.map.labels) > _MOST_LABELS:
        content = replace(content, map=replace(content.map, labels=()))
    if content.older is not None:
        yield from _slides_of_both(content, stage)
        return
    sheet, body = start_slide(content.frame, stage)
    figures, legend = content.figures, legend_grid(content)
    side_mm = min(max(_SIDE, sum(legend.natural)), 0.56 * body.w)  # no class may lose its limits
    content, credit = _place_credit(content, body.w - side_mm - _GAP)
    body = add_band(sheet, body, "\n".join(filter(None, [content.note, credit])))
    map_room, side = body.cut_left(body.w - side_mm - _GAP, _GAP)
    if figures and card_mm(figures[0], side.w) + _GAP + _legend_mm(legend, side.w, LEAST_ROW_MM) <= side.h:
        height = card_mm(figures[0], side.w)
        add_card(sheet, side.cut_top(height)[0], figures[0], "figure 0")
        side, figures = side.cut_top(height, _GAP)[1], figures[1:]
    _add_legend(sheet, side, content, legend)
    _map_adder(sheet, content)(map_room, content.map)
    yield sheet
    yield from _figure_slides(content, figures, stage)


def _slides_of_both(content: MapPage, stage: Stage) -> Iterator[Sheet]:
    """Two dates: the maps across a whole slide, then the legend of both beside the first figure."""
    older = content.older
    assert older is not None
    sheet, body = start_slide(content.frame, stage)
    body = add_band(sheet, body, "\n".join(filter(None, [content.note, content.map.credit])))
    shown = replace(content.map, credit="")
    earlier, later = split_for_two(body, shown, _MAP_SCALE)
    captions = (older.caption, shown.caption)
    lines = max(len(fit_block(text, later.w, 1e6, LEAST_PT, least=LEAST_PT, bold=True)[0]) for text in captions)
    add = _map_adder(sheet, content)
    add(earlier, older, name="map since", caption_lines=lines)
    add(later, shown, caption_lines=lines)
    yield sheet
    sheet, body = start_slide(content.frame, stage)
    left, right = body.cut_left(0.4 * body.w, _GAP)
    if content.figures:
        add_card(sheet, left.cut_top(card_mm(content.figures[0], left.w))[0], content.figures[0], "figure 0")
    _add_legend(sheet, right, content, legend_grid(content))
    yield sheet
    yield from _figure_slides(content, content.figures[1:], stage)


def _place_credit(content: MapPage, width: float) -> tuple[MapPage, str]:
    """Which boundaries are drawn: below the map as usual, or where it has no room there as a line to be told apart."""
    credit = content.map.credit
    lines, _ = fit_block(credit, width - _FURNITURE_MM, 1e6, LEAST_PT, least=LEAST_PT)
    if len(lines) <= 2:
        return content, ""
    return replace(content, map=replace(content.map, credit="")), credit


def legend_grid(content: MapPage) -> Grid:
    """The legend as a table; its first column holds the colours."""
    rows = content.legend.rows
    return Grid(
        heads=("", *content.legend.heads),
        rows=tuple(("", row.label, *row.counts) for row in rows),
        aligns=("left", "left", "right", "right"),
        swatches=tuple((row.colour, row.hatched) for row in rows),
    )


def _legend_mm(grid: Grid, width: float, row_mm: float) -> float:
    return grid.head_mm(width) + len(grid.rows) * row_mm


def _add_legend(sheet: Sheet, room: Box, content: MapPage, grid: Grid) -> None:
    row_mm = min(ROW_MM, max(LEAST_ROW_MM, (room.h - grid.head_mm(room.w)) / max(1, len(grid.rows))))
    used = add_grid(sheet, room, grid, name="legend", row_mm=row_mm)
    rest = room.cut_top(used, 1.5)[1]
    lines, _ = fit_block(content.legend.note, rest.w, 1e6, LEAST_PT, least=LEAST_PT)
    if content.legend.note and len(lines) * line_mm(LEAST_PT) <= rest.h:  # else it stands among the sources
        sheet.add_text("legend note", rest, content.legend.note, LEAST_PT, least=LEAST_PT, colour=PALE)


def _map_adder(sheet: Sheet, content: MapPage) -> Callable[..., None]:
    """Draws maps of a content as slides have them."""
    is_native = len(content.map.outlines.codes) <= MOST_SHAPES
    return partial(add_map, sheet, scale=_MAP_SCALE, least_pt=LEAST_PT, is_native=is_native)


def _figure_slides(content: MapPage, figures: tuple[Figure, ...], stage: Stage) -> Iterator[Sheet]:
    """The ranking with the figures beside it; each alone where the two find no room together."""
    if not content.bars:
        yield from card_slides(content.frame, figures, stage, first=len(content.figures) - len(figures))
        return
    sheet, body = start_slide(content.frame, stage, headline=content.bars_headline)
    chart, side = body.cut_left(body.w - 104.0 - _GAP, _GAP)
    needed = sum(card_mm(figure, side.w) + 4.0 for figure in figures) - 4.0
    if figures and needed <= side.h:
        add_cards(sheet, side, figures, columns=1, first=len(content.figures) - len(figures))
        figures = ()
    else:
        chart = body
    bars = Bars("ranking", chart, content.bars_title, content.bars, content.bars_in_points, _CHART_SCALE)
    title_mm, row_mm, _, _ = bar_layout(bars)
    chart = Box(chart.x, chart.y, chart.w, min(chart.h, title_mm + row_mm * len(bars.bars)))
    sheet.add(Bars("ranking", chart, content.bars_title, content.bars, content.bars_in_points, _CHART_SCALE))
    sheet.reserve("ranking", chart)
    below = body.cut_top(chart.h, _GAP)[1]
    if figures and _cards_mm(figures, below.w) <= below.h:
        add_cards(sheet, below, figures, columns=_columns(len(figures)), first=len(content.figures) - len(figures))
        figures = ()
    yield sheet
    yield from card_slides(content.frame, figures, stage, first=len(content.figures) - len(figures))


def card_slides(frame: Frame, figures: tuple[Figure, ...], stage: Stage, *, first: int = 0) -> Iterator[Sheet]:
    """Figures by themselves, of which the first has the number ``first``."""
    while figures:
        sheet, body = start_slide(frame, stage)
        count = _cards_in(figures, body)
        add_cards(sheet, body, figures[:count], columns=_columns(count), first=first)
        figures, first = figures[count:], first + count
        yield sheet


def _columns(count: int) -> int:
    return count if count <= 3 else 2 if count == 4 else 3


def _cards_in(figures: tuple[Figure, ...], room: Box) -> int:
    """How many of the figures one slide holds."""
    counts = range(len(figures), 1, -1)
    return next((count for count in counts if _cards_mm(figures[:count], room.w) <= room.h), 1)


def _cards_mm(figures: tuple[Figure, ...], width: float) -> float:
    """Height of cards in rows across a room."""
    columns = _columns(len(figures))
    own = (width - 4.0 * (columns - 1)) / columns
    rows = [figures[start : start + columns] for start in range(0, len(figures), columns)]
    return sum(max(card_mm(figure, own) for figure in row) + 4.0 for row in rows) - 4.0


def name_slides(content: MapPage, stage: Stage) -> Iterator[Sheet]:
    """All names that belong to a map, for the annex."""
    points = []
    for group, pairs in groupby(content.names, key=itemgetter(0)):
        names = [name for _, name in pairs]
        for start in range(0, len(names), _NAMES_IN_POINT):
            listed = ", ".join(names[start : start + _NAMES_IN_POINT])
            points.append(f"{group}: {listed}" if group else listed)
    headline = say(content.frame.lang, N_("Annex: {title}"), title=content.names_title)
    _, body = start_slide(content.frame, stage, headline=headline)
    groups, size = fill_slides(points, body, (LEAST_PT, LEAST_PT)) if points else ([], LEAST_PT)
    for group in groups:
        sheet, body = start_slide(content.frame, stage, headline=headline)
        add_points(sheet, body, group, size, name="names")
        yield sheet
