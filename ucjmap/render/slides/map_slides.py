"""Slides of one map: the map with its legend, then the figures and the highest and lowest areas."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Final

from ucjmap.errors import N_
from ucjmap.render.slides.grids import LEAST_ROW_MM
from ucjmap.render.slides.legends import add_classes, add_legend, classes_mm, legend_grid, legend_mm
from ucjmap.render.slides.slide_cards import add_card, add_cards, card_columns, card_mm, card_slides, cards_mm
from ucjmap.render.slides.stage import LEAST_PT, Stage
from ucjmap.render.slides.surround import add_band, name_points, point_slides, start_slide
from ucjmap.render.static import (
    Bars,
    Box,
    Figure,
    MapPage,
    Sheet,
    add_map,
    bar_layout,
    fit_block,
    is_larger_in,
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
#: Heading of the names that a map has no room for.
NAMES_LEFT: Final = N_("Names without room on the map")
#: Letters of the groups of names below few figures, where there is room.
_GROUPS_PT: Final = 24.0


def map_slides(content: MapPage, stage: Stage) -> Iterator[Sheet]:
    """The slides of a map that belong to the talk."""
    if len(content.map.labels) > _MOST_LABELS:
        content = replace(content, map=replace(content.map, labels=()))
    if content.older is not None:
        yield from _slides_of_both(content, stage)
        return
    sheet, body = start_slide(content.frame, stage)
    side_mm = min(max(_SIDE, sum(legend_grid(content.legend).natural)), 0.56 * body.w)  # no class may lose its limits
    if _is_larger_across(content, body, side_mm):
        yield from _slides_across(content, stage, side_mm)
        return
    content, credit = _place_credit(content, body.w - side_mm - _GAP)
    body = add_band(sheet, body, "\n".join(filter(None, [content.note, credit])))
    map_room, side = body.cut_left(body.w - side_mm - _GAP, _GAP)
    figures, grid = content.figures, legend_grid(content.legend)
    if figures and card_mm(figures[0], side.w) + _GAP + legend_mm(grid, side.w, LEAST_ROW_MM) <= side.h:
        height = card_mm(figures[0], side.w)
        add_card(sheet, side.cut_top(height)[0], figures[0], "figure 0")
        side, figures = side.cut_top(height, _GAP)[1], figures[1:]
    rest = add_legend(sheet, side, content.legend)
    _map_adder(sheet, content)(map_room, content.map)
    _add_left_out(sheet, rest, content)
    yield sheet
    yield from _figure_slides(content, figures, stage)


def _add_left_out(sheet: Sheet, room: Box, content: MapPage) -> None:
    """The names that found no room on a map, below its legend; where they find none there either, the annex has them."""
    words = f"{say(content.frame.lang, NAMES_LEFT)}: {', '.join(sheet.left_out)}"
    lines, _ = fit_block(words, room.w, 1e6, LEAST_PT, least=LEAST_PT)
    if sheet.left_out and len(lines) * line_mm(LEAST_PT) <= room.h:
        sheet.add_text("left out", room, words, LEAST_PT, least=LEAST_PT)
        sheet.left_out = []


def _is_larger_across(content: MapPage, body: Box, side_mm: float) -> bool:
    """Whether a map is notably larger across the slide, with only colours and names of its classes below it.

    A map with one figure alone stays one slide, with its legend.
    """
    if len(content.figures) < 2 and not content.bars:
        return False
    beside = Box(body.x, body.y, body.w - side_mm - _GAP, body.h)
    across = body.cut_top(body.h - classes_mm(content.legend, body.w))[0]
    return is_larger_in(across, beside, content.map, _MAP_SCALE, least_pt=LEAST_PT)


def _slides_across(content: MapPage, stage: Stage, side_mm: float) -> Iterator[Sheet]:
    """A wide land across a whole slide, then its legend with counts beside the figures, then the ranking."""
    sheet, body = start_slide(content.frame, stage)
    content, credit = _place_credit(content, body.w)
    body = add_band(sheet, body, "\n".join(filter(None, [content.note, credit])))
    map_room, classes = body.cut_top(body.h - classes_mm(content.legend, body.w))
    add_classes(sheet, classes, content.legend)
    _map_adder(sheet, content)(map_room, content.map)
    yield sheet
    sheet, body = start_slide(content.frame, stage)
    cards, side = body.cut_left(body.w - side_mm - _GAP, _GAP)
    rest = add_legend(sheet, side, content.legend)
    heights = [cards_mm(content.figures[:count], cards.w, columns=2) for count in range(1, len(content.figures) + 1)]
    count = sum(height <= cards.h for height in heights)
    add_cards(sheet, cards, content.figures[:count], columns=2)
    left, first = content.figures[count:], count
    if content.bars and _bars_mm(content, rest.w) <= rest.h:
        _add_bars(sheet, rest, content)
        yield sheet
        yield from card_slides(content.frame, left, stage, first=first)
    else:
        yield sheet
        yield from _figure_slides(content, left, stage)


def _bars_mm(content: MapPage, width: float) -> float:
    """Height of the ranking in letters that are read from afar."""
    title_mm, row_mm, _, _ = bar_layout(_bars(content, Box(0, 0, width, 1e6)))
    return title_mm + row_mm * len(content.bars)


def _bars(content: MapPage, box: Box) -> Bars:
    return Bars("ranking", box, content.bars_title, content.bars, content.bars_in_points, _CHART_SCALE)


def _add_bars(sheet: Sheet, room: Box, content: MapPage) -> Box:
    """The ranking at the top of a room; gives what it takes of it."""
    box = room.cut_top(min(room.h, _bars_mm(content, room.w)))[0]
    sheet.add(_bars(content, box))
    sheet.reserve("ranking", box)
    return box


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
    add_legend(sheet, right, content.legend)
    yield sheet
    yield from _figure_slides(content, content.figures[1:], stage)


def _place_credit(content: MapPage, width: float) -> tuple[MapPage, str]:
    """Which boundaries are drawn: below the map as usual, or where it has no room there as a line to be told apart."""
    credit = content.map.credit
    lines, _ = fit_block(credit, width - _FURNITURE_MM, 1e6, LEAST_PT, least=LEAST_PT)
    if len(lines) <= 2:
        return content, ""
    return replace(content, map=replace(content.map, credit="")), credit


def _map_adder(sheet: Sheet, content: MapPage) -> Callable[..., None]:
    """Draws maps of a content as slides have them."""
    is_native = len(content.map.outlines.codes) <= MOST_SHAPES
    return partial(add_map, sheet, scale=_MAP_SCALE, least_pt=LEAST_PT, is_native=is_native)


def _figure_slides(content: MapPage, figures: tuple[Figure, ...], stage: Stage) -> Iterator[Sheet]:
    """The ranking with the figures beside it; each alone where the two find no room together."""
    first = len(content.figures) - len(figures)
    if not content.bars:
        yield from _cards_and_groups(content, figures, stage, first)
        return
    sheet, body = start_slide(content.frame, stage, headline=content.bars_headline)
    chart, side = body.cut_left(body.w - 104.0 - _GAP, _GAP)
    if figures and cards_mm(figures, side.w, columns=1) <= side.h:
        add_cards(sheet, side, figures, columns=1, first=first)
        figures = ()
    else:
        chart = body
    chart = _add_bars(sheet, chart, content)
    below = body.cut_top(chart.h, _GAP)[1]
    columns = card_columns(len(figures))
    if figures and cards_mm(figures, below.w, columns=columns) <= below.h:
        add_cards(sheet, below, figures, columns=columns, first=first)
        figures = ()
    yield sheet
    yield from card_slides(content.frame, figures, stage, first=first)


def _cards_and_groups(content: MapPage, figures: tuple[Figure, ...], stage: Stage, first: int) -> Iterator[Sheet]:
    """The figures of a map without ranking, and below them where its names are: how many in which area."""
    groups, columns = _say_groups(content), card_columns(len(figures))
    sheet, body = start_slide(content.frame, stage)
    if not figures or not groups or cards_mm(figures, body.w, columns=columns) > body.h:
        yield from card_slides(content.frame, figures, stage, first=first)
        return
    below = add_cards(sheet, body, figures, columns=columns, first=first)
    lines, _ = fit_block(groups, below.w, 1e6, LEAST_PT, least=LEAST_PT)
    if len(lines) * line_mm(LEAST_PT) <= below.h:  # else they stand with the names in the annex alone
        sheet.add_text("groups", below, groups, _GROUPS_PT, least=LEAST_PT)
    yield sheet


def _say_groups(content: MapPage) -> str:
    """In which areas the names of a map lie, each with how many; the names where there is but one area."""
    groups = dict.fromkeys(group or name for group, name in content.names)
    return f"{content.names_title}\n{', '.join(groups)}" if groups else ""


def name_slides(content: MapPage, stage: Stage) -> Iterator[Sheet]:
    """All names that belong to a map, for the annex."""
    points: list[str] = []
    for group, pairs in groupby(content.names, key=itemgetter(0)):
        points += name_points(group, [name for _, name in pairs])
    headline = say(content.frame.lang, N_("Annex: {title}"), title=content.names_title)
    if points:
        yield from point_slides(content.frame, stage, points, (LEAST_PT, LEAST_PT), headline=headline, name="names")
