"""Contents laid out on paper: which part of a page each thing takes, and on how many pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ucjmap.errors import N_
from ucjmap.render.static.box import Box
from ucjmap.render.static.figure_cards import add_figures, figures_mm
from ucjmap.render.static.fonts import clean, fit_block, line_mm, width_mm, wrap
from ucjmap.render.static.frame import Started, start_sheet
from ucjmap.render.static.items import PALE, Bars
from ucjmap.render.static.locator import add_locator
from ucjmap.render.static.map_content import MapContent
from ucjmap.render.static.mapping import add_map, is_larger_in, map_size, split_for_two
from ucjmap.render.static.name_lists import add_names, compose_names
from ucjmap.render.static.page_contents import Legend, MapPage, PageContent, TablePage, TextPage, TrendPage
from ucjmap.render.static.sheet import PaperName, Sheet
from ucjmap.render.static.table_layout import compose_table
from ucjmap.words import Lang, say, say_count

#: Rows of bars and of a legend in millimetres: as they are wanted, and the least that is read with ease.
_BAR_MM, _LEAST_BAR_MM = 5.2, 3.3
_LEGEND_MM, _LEAST_LEGEND_MM, _FEW_CLASSES = 4.9, 4.3, 7
_LEAST_LOCATOR_MM = 16.0
#: What stands beside a map, as a part of the page across and at most; below a map across the page, as a part of the
#: page down, with the legend's part of what the figures leave; and the map of an upright page, the most and the least.
_SIDE, _MOST_SIDE_MM, _BELOW, _LEGEND = 0.36, 98.0, 0.32, 0.42
_UPRIGHT, _LEAST_UPRIGHT = 0.56, 0.3
#: Rows of dates below a line chart, the newest ones.
_TREND_ROWS = 9
#: Names on a map at most: a larger sheet has room for more of them, in letters of the same size.
_MOST_LABELS, _MOST_LABELS_A3 = 80, 200
_A3 = ("a3", "a3-portrait")
#: A cover is read from afar: how much larger its key figures are, and the letters of its sentences where they have room.
_COVER, _SUMMARY_PT = 1.3, 17.0
#: The mark of a sentence, the room after it as a part of a line, and its least letters in points.
_POINT, _POINT_GAP, _LEAST_POINT_PT = "•  ", 0.3, 6.5


def compose(content: PageContent, paper: PaperName) -> Iterator[Sheet]:
    """Compose the pages of one content on paper.

    Parameters
    ----------
    content
        What is to be read; of which kind it is decides how it is laid out.

    Yields
    ------
    Sheet
        One page each, without its number (`Sheet.add_number`): as many as the rows, names and dates of the content
        need.
    """
    match content:
        case MapPage():
            yield from _compose_map_pages(content, paper)
        case TextPage():
            yield _compose_text(content, paper)
        case TrendPage():
            yield from _compose_trend(content, paper)
        case TablePage():
            yield from compose_table(content, paper)


def compose_map(content: MapPage, paper: PaperName) -> Sheet:
    """One page of a map by itself.

    Parameters
    ----------
    content
        Names that find no room on the page are counted in words on it: they stand on no other page.

    Returns
    -------
    Sheet
        Without its number (`Sheet.add_number`).
    """
    return _compose_map(content, paper, follow=False)[0]


def _compose_map_pages(content: MapPage, paper: PaperName) -> Iterator[Sheet]:
    """The page of a map, and all names behind it where they found no room on it."""
    sheet, left = _compose_map(content, paper, follow=True)
    yield sheet
    if left:
        yield from compose_names(content, paper)


def _compose_map(content: MapPage, paper: PaperName, *, follow: bool) -> tuple[Sheet, int]:
    """The map with what explains it; and how many names were left out.

    ``follow`` says that these can stand on pages behind it.
    """
    content = replace(content, map=_choose_labels(content.map, paper))
    started = start_sheet(content.frame, paper)
    if _is_larger_across(content, started):
        sheet, left_out = _lay_out(content, started, is_across=True, follow=follow)
        if content.locator is None or any(placed.name == "locator" for placed in sheet.placed):
            return sheet, left_out
        started = start_sheet(content.frame, paper)  # the locator found no room
    return _lay_out(content, started, is_across=False, follow=follow)


def _lay_out(content: MapPage, started: Started, *, is_across: bool, follow: bool) -> tuple[Sheet, int]:
    """Map on the left (above, on an upright page or if ``is_across``), and what explains it beside or below it."""
    sheet, body, scale = started.sheet, started.body, started.scale
    if is_across:
        map_room, below = _split_across(content, body, scale)
        left, rest = below.cut_left(_side_mm(body, scale), 5 * scale)
        middle, right = rest.cut_left(_LEGEND * rest.w, 5 * scale)
        add_figures(sheet, left, content.figures, scale)
        _add_legend(sheet, middle, content.legend, scale)
    elif body.w > body.h:
        map_room, side = body.cut_left(body.w - _side_mm(body, scale) - 5 * scale, 5 * scale)
        rest = add_figures(sheet, side, content.figures, scale)
        right = _add_legend(sheet, rest, content.legend, scale)
    else:
        map_room, below = body.cut_top(_upright_map_mm(content, body, scale), 3 * scale)
        left, right = below.cut_left((below.w - 6 * scale) / 2, 6 * scale)
        rest = add_figures(sheet, left, content.figures, scale)
        _add_legend(sheet, rest, content.legend, scale)
    beside = replace(content, locator=None) if is_across else content
    has_locator, left_out = _add_bars_and_locator(sheet, right, beside, scale, follow=follow)
    # Across the page, and where many classes leave no room beside the map, the locator goes into an empty corner of it.
    inset = None if has_locator else content.locator
    if content.older is None:
        add_map(sheet, map_room, content.map, scale=scale, inset=inset)
    else:
        earlier, later = split_for_two(map_room, content.map, scale)
        add_map(sheet, earlier, content.older, scale=scale, name="map since")
        add_map(sheet, later, content.map, scale=scale, inset=inset)
    return sheet, left_out


def _side_mm(body: Box, scale: float) -> float:
    return min(_SIDE * body.w, _MOST_SIDE_MM * scale)


def _split_across(content: MapPage, body: Box, scale: float) -> tuple[Box, Box]:
    """A map across the page, and below it room for the key figures, the legend and the ranking side by side."""
    below_mm = max(_BELOW * body.h, figures_mm(content.figures, _side_mm(body, scale), scale))
    return body.cut_top(body.h - below_mm, 3 * scale)


def _is_larger_across(content: MapPage, started: Started) -> bool:
    """Whether one map of a wide land is notably larger across the page, with few classes to stand below it."""
    body, scale = started.body, started.scale
    if body.w <= body.h or content.older is not None or len(content.legend.rows) > _FEW_CLASSES:
        return False
    beside = body.cut_left(body.w - _side_mm(body, scale) - 5 * scale)[0]
    return is_larger_in(_split_across(content, body, scale)[0], beside, content.map, scale)


def _upright_map_mm(content: MapPage, body: Box, scale: float) -> float:
    """Height of the map on an upright page: a wide land leaves what it does not need to what stands below."""
    room = body.cut_top(_UPRIGHT * body.h)[0]
    return room.h if content.older is not None else max(map_size(content.map, room, scale)[1], _LEAST_UPRIGHT * body.h)


def _choose_labels(shown: MapContent, paper: PaperName) -> MapContent:
    """As many names as a sheet has room for: on a large one those of the small areas too."""
    most = _MOST_LABELS_A3 if paper in _A3 else _MOST_LABELS
    if paper in _A3 and 0 < len(shown.finer) <= most:
        return replace(shown, labels=shown.finer, is_finer=True)
    return shown if len(shown.labels) <= most else replace(shown, labels=())


def _add_legend(sheet: Sheet, room: Box, legend: Legend, scale: float) -> Box:
    rows = [("", row.label, *row.counts) for row in legend.rows]
    swatches = [(row.colour, row.hatched) for row in legend.rows]
    row_mm = (_LEGEND_MM if len(rows) <= _FEW_CLASSES else _LEAST_LEGEND_MM) * scale
    note_lines, note_pt = fit_block(legend.note, room.w, 5 * line_mm(6 * scale), 6 * scale, least=5)
    note_mm = len(note_lines) * line_mm(note_pt) + 0.6 * scale if note_lines else 0.0
    row_mm = min(row_mm, (room.h - note_mm) / (len(rows) + 1))
    height = sheet.add_table(
        "legend",
        room,
        ("", *legend.heads),
        rows,
        (7, *legend.shares),
        aligns=("left", "left", "right", "right"),
        size=min(7 * scale, row_mm / line_mm(1.0)),
        row_mm=row_mm,
        swatches=swatches,
    )
    if legend.note:
        note = Box(room.x, room.y + height + 0.6 * scale, room.w, max(note_mm, line_mm(5)))
        height += 0.6 * scale + sheet.add_text("legend note", note, legend.note, note_pt, least=5, colour=PALE)
    return room.cut_top(height, 3 * scale)[1]


def _add_bars_and_locator(sheet: Sheet, room: Box, content: MapPage, scale: float, *, follow: bool) -> tuple[bool, int]:
    """Add what fits of note, locator, bars, names; gives whether the locator found room, and how many names did not."""
    rest, left = room, len(content.names)
    if content.note:  # a user's own words are never what finds no room
        used = sheet.add_text("note", rest.cut_top(4 * line_mm(7.5 * scale))[0], content.note, 7.5 * scale, least=5)
        rest = rest.cut_top(used, 2 * scale)[1]
    least = (5 + _LEAST_BAR_MM * len(content.bars)) * scale if content.bars else 0.0
    height = min(30 * scale, 0.34 * rest.h, rest.h - least - 2 * scale)
    has_locator = content.locator is not None and height >= _LEAST_LOCATOR_MM * scale
    if content.locator is not None and has_locator:
        rest, low = rest.cut_top(rest.h - height - 2 * scale, 2 * scale)
        add_locator(sheet, Box(low.x, low.y, min(low.w, height * 2.2), low.h), content.locator, scale=scale)
    if content.bars and rest.h > 16 * scale:
        wanted = (5 + _BAR_MM * len(content.bars)) * scale
        box = Box(rest.x, rest.y, rest.w, min(rest.h, wanted))
        sheet.add(Bars("ranking", box, content.bars_title, content.bars, content.bars_in_points, scale))
        sheet.reserve("ranking", box)
        rest = rest.cut_top(box.h, 2 * scale)[1]
    if content.names and rest.h > 2 * line_mm(7 * scale):
        left = add_names(sheet, rest, content, scale, follow=follow)
    return has_locator, left


def _columns(figures: int) -> int:
    """Columns of key figures across a page that leave the fewest gaps."""
    return 3 if figures in {5, 6} else 4


def _compose_text(content: TextPage, paper: PaperName) -> Sheet:
    started = start_sheet(content.frame, paper)
    sheet, scale = started.sheet, started.scale
    columns = min(_columns(len(content.figures)) if started.body.w > started.body.h else 2, len(content.figures))
    rest = add_figures(sheet, started.body, content.figures, _COVER * scale, columns=max(1, columns))
    if content.locator is not None:
        side = min(80 * scale, 0.36 * rest.w)
        rest, right = rest.cut_left(rest.w - side - 5 * scale, 5 * scale)
        add_locator(sheet, Box(right.x, right.y, right.w, min(right.h, side * 0.75)), content.locator, scale=scale)
    note_mm = 0.0
    if content.note:
        note_mm = min(0.4 * rest.h, 34 * scale)
    words, below = rest.cut_top(rest.h - note_mm - (2 * scale if note_mm else 0), 2 * scale)
    used = _add_points(sheet, words, content.sentences, _SUMMARY_PT * scale)
    if content.note:
        start = words.y + used + 4 * scale
        room = Box(below.x, start, below.w, below.bottom - start)
        sheet.add_text("note", room, content.note, 10 * scale, least=6)
    return sheet


def _add_points(sheet: Sheet, room: Box, sentences: Sequence[str], size: float) -> float:
    """Sentences as points, in the largest letters in which all find room; gives their height."""

    def heights(size: float) -> list[float]:
        width = room.w - width_mm(_POINT, size)
        return [len(wrap(clean(sentence), width, size)) * line_mm(size) for sentence in sentences]

    def needed(size: float) -> float:
        return sum(heights(size)) + _POINT_GAP * line_mm(size) * (len(sentences) - 1)

    while size > _LEAST_POINT_PT and needed(size) > room.h:
        size -= 0.5
    rest = room
    for sentence, height in zip(sentences, heights(size), strict=True):
        line, rest = rest.cut_top(min(height, rest.h), _POINT_GAP * line_mm(size))
        mark, words = line.cut_left(width_mm(_POINT, size))
        sheet.add_text("bullet", mark.cut_top(line_mm(size))[0], _POINT, size)
        sheet.add_text("point", words, sentence, size, least=_LEAST_POINT_PT)
    return min(needed(size), room.h) if sentences else 0.0


def _compose_trend(content: TrendPage, paper: PaperName) -> Iterator[Sheet]:
    started = start_sheet(content.frame, paper)
    sheet, body, scale = started.sheet, started.body, started.scale
    shares = tuple(max(24.0, width_mm(head, 7.5, bold=True) + 2) for head in content.heads)
    row_mm = 5.2 * scale
    rows = content.rows[-_TREND_ROWS:]
    table_mm = row_mm * (len(rows) + 1)
    chart, below = body.cut_top(body.h - table_mm - 12 * scale, 3 * scale)
    sheet.add(content.line(chart, scale))
    sheet.reserve("trend", chart)
    used = sheet.add_table("trend table", below, content.heads, rows, shares, size=7.5 * scale, row_mm=row_mm)
    room = below.cut_top(used, 1 * scale)[1]
    is_cut = len(content.rows) > len(rows)
    words = (
        say(content.frame.lang, N_("Only the newest dates stand here: all of them on the next page.")) if is_cut else ""
    )
    sheet.add_text("note", room, " ".join(filter(None, [words, content.note])), 7 * scale, least=5, colour=PALE)
    yield sheet
    if is_cut:
        yield from compose_table(TablePage(content.frame, content.heads, content.rows, shares), paper)


def say_pages(lang: Lang, number: int, total: int | None = None) -> str:
    """Words for the number of a page.

    Parameters
    ----------
    number
        From 1.
    total
        How many pages there are; None: not said.
    """
    if total is None:
        return say(lang, N_("Page {number}"), number=say_count(lang, number))
    return say(lang, N_("Page {number} of {total}"), number=say_count(lang, number), total=say_count(lang, total))
