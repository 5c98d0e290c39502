"""The map itself: areas by class, borders, labels that do not collide, scale bar, north arrow, locator inset."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ucjmap.errors import N_
from ucjmap.render.static.box import Box
from ucjmap.render.static.circles import CircleScale, circle_legend, draw_circles, points_in
from ucjmap.render.static.drawn_marks import draw_marks
from ucjmap.render.static.fonts import line_mm
from ucjmap.render.static.items import INK, PALE, Item, MapBlock, Rectangle, Shapes
from ucjmap.render.static.labels import LabelGround, label_map
from ucjmap.render.static.locator import SEA, Locator, find_inset
from ucjmap.render.static.map_content import MapContent
from ucjmap.render.static.map_outlines import Projection, round_length
from ucjmap.render.static.sheet import Sheet
from ucjmap.words import Lang, say, say_count

#: Of the areas around, whose figures are on no map here: paler than "no data", which has a pattern.
_AROUND = "#e4e9ed"
_BORDER = "#4a5560"
_FURNITURE_MM = 8.0
_EDGE_MM = 2.5
_FINE_FROM = 400
#: The date above each of two maps.
_CAPTION_MM, _CAPTION_PT = 5.5, 10.0
_BETWEEN_MM = 4.0
#: Beside each other, as on the screen, unless one above the other is that much larger.
_WIDER = 1.15


def add_map(
    sheet: Sheet,
    room: Box,
    content: MapContent,
    *,
    scale: float = 1.0,
    name: str = "map",
    inset: Locator | None = None,
    least_pt: float = 0.0,
    caption_lines: int = 1,
    is_native: bool = False,
) -> None:
    """Draw a map, with scale bar, north arrow and the edition of the boundaries below it.

    Where the content has no outlines, the frame says that there are no boundaries and nothing else is drawn.

    Parameters
    ----------
    room
        In millimetres of the page: for the caption, the map and what stands below it.
    scale
        Factor of all lines and letters; 1 on A4.
    name
        Of the map on its page; with two of them on one page each needs its own.
    inset
        Where the area lies, drawn into a corner of the map if one is empty; None: no such drawing.
    least_pt
        Size in points that no letters go below; 0 on paper, where they follow ``scale``.
    caption_lines
        Lines of ``least_pt`` that the caption has room for.
    is_native
        Whether an office program may colour and click each area by itself: then each is a shape with code and name.
    """
    if content.caption:
        size = max(least_pt, _CAPTION_PT * scale)
        heading, room = room.cut_top(max(_CAPTION_MM * scale, caption_lines * line_mm(size)))
        sheet.add_text(f"{name} caption", heading, content.caption, size, least=max(least_pt, 5), bold=True)
    frame, below = room.cut_top(room.h - max(_FURNITURE_MM * scale, _furniture_mm(least_pt)))
    items: list[Item] = [Rectangle(frame, fill=SEA)]
    if len(content.outlines.points) == 0:
        sheet.add(Rectangle(frame, fill=SEA))
        words = N_("There are no boundaries for this level. An administrator can import them.")
        sheet.add_text(
            name,
            frame.shrink(8),
            say(content.lang, words),
            max(least_pt, 10 * scale),
            least=max(least_pt, 5),
            colour=PALE,
            align="center",
            middle=True,
        )
        return
    # On a slide the letters of their legend take room enough: circles are as on paper.
    circle_scale = min(scale, 1.0) if least_pt else scale
    circle = CircleScale.of(content.circles, len(content.outlines.codes), circle_scale, least=content.circle_max)
    projection = _fit(content, frame, circle, scale, least_pt)
    if content.around is not None:
        seen = content.around.inside(projection.window(frame))
        beside = projection.shapes(seen, fill=_AROUND, line="#ffffff", line_pt=0.5 * scale)
        items.append(replace(beside, name="surroundings"))
    items += _areas(content, projection, scale, is_native=is_native)
    circles = dict(draw_circles(content.circles, content.outlines, projection, circle, scale))
    items += circles.values()
    land = projection.to_page(content.outlines.points)
    legend = circle_legend(content.circle_label, frame, land, content.lang, circle, scale, least_pt=least_pt)
    marks = {code: _box_of(circle) for code, circle in circles.items()}
    corners = {"circle legend": legend} if legend else {}
    if inset is not None and (located := find_inset(inset, frame, land, scale, [legend[0]] if legend else [])):
        corners["locator"] = located
    taken = [box for box, _ in corners.values()]
    told = draw_marks(content.marked, content.outlines, projection, frame, scale, taken=taken, least_pt=least_pt)
    taken += [*told.boxes, *told.tips]
    drawn = content.outlines if content.is_finer else content.borders or content.outlines
    ground = LabelGround(drawn, projection, frame, scale, land, tuple(taken))
    labelled = label_map(content.labels, ground, marks, content.lang, least_pt=least_pt)
    labels = labelled.texts
    sheet.left_out += labelled.left_out(content.labels)
    corners |= {"label key": labelled.key} if labelled.key else {}
    items += labels
    for _, parts in corners.values():
        items += parts
    items += told.items
    sheet.add(MapBlock(name, frame, tuple(items), content.alt, is_native))
    sheet.reserve(name, frame)
    for label in labels:
        sheet.reserve(label.name, label.box, layer=name)
    for number, box in enumerate(told.boxes):
        sheet.reserve(f"mark {number}", box, layer=name)
    for corner, (box, _) in corners.items():
        sheet.reserve(corner, box, layer=name)
    _add_furniture(sheet, below, frame, projection, content, scale, least_pt)


def _furniture_mm(least_pt: float) -> float:
    """Height of the words below a map where letters have a least size: the boundaries may take two lines."""
    return 2.0 + 2 * line_mm(least_pt) if least_pt else 0.0


def split_for_two(room: Box, content: MapContent, scale: float) -> tuple[Box, Box]:
    """Room for the same areas at two dates: beside each other, or a wide land one above the other.

    Parameters
    ----------
    room
        For both maps, in millimetres of the page.
    content
        One of the two; only its outlines count.
    scale
        That which `add_map` is called with.

    Returns
    -------
    tuple of Box
        The room of the older map, then that of the newer one.
    """
    gap, caption = _BETWEEN_MM * scale, _CAPTION_MM * scale
    beside, stacked = Box(0, 0, (room.w - gap) / 2, room.h), Box(0, 0, room.w, (room.h - gap) / 2)
    if is_larger_in(stacked.cut_top(caption)[1], beside.cut_top(caption)[1], content, scale):
        return room.cut_top(stacked.h, gap)
    return room.cut_left(beside.w, gap)


def is_larger_in(room: Box, usual: Box, content: MapContent, scale: float, *, least_pt: float = 0.0) -> bool:
    """Whether a map is drawn notably larger in another room than in the usual one: a wide land across a page.

    Parameters
    ----------
    room, usual
        Each for the map and what stands below it, in millimetres.
    content
        Only its outlines count; without any it is nowhere larger.
    scale, least_pt
        Those that `add_map` is called with.
    """
    if not len(content.outlines.points):
        return False
    below = max(_FURNITURE_MM * scale, _furniture_mm(least_pt))
    frames = (Box(0, 0, own.w, max(1.0, own.h - below)) for own in (room, usual))
    here, there = (Projection.fit(content.outlines.bounds, frame).mm_per_degree for frame in frames)
    return here > _WIDER * there


def map_size(content: MapContent, room: Box, scale: float, *, least_pt: float = 0.0) -> tuple[float, float]:
    """Width and height of what a map takes of a room, without the ground beside it.

    Parameters
    ----------
    room
        For the map and what stands below it, in millimetres.
    scale, least_pt
        Those that `add_map` is called with.

    Returns
    -------
    tuple of float
        Millimetres, with the edge around the land and the furniture below it; all of the room without outlines.
    """
    if not len(content.outlines.points):
        return room.w, room.h
    edges, below = 2 * _EDGE_MM * scale, max(_FURNITURE_MM * scale, _furniture_mm(least_pt))
    inner = Box(0, 0, room.w - edges, max(1.0, room.h - edges - below))
    projection = Projection.fit(content.outlines.bounds, inner)
    return inner.w - 2 * projection.left + edges, inner.h - 2 * projection.top + edges + below


def _fit(content: MapContent, frame: Box, size: CircleScale, scale: float, least_pt: float) -> Projection:
    """The largest map in its frame that leaves a corner to the legend of its circles."""
    bounds = content.outlines.bounds
    projection = Projection.fit(bounds, frame.shrink(_EDGE_MM * scale))
    land = projection.to_page(content.outlines.points)
    legend = circle_legend(content.circle_label, frame, land, content.lang, size, scale, least_pt=least_pt)
    if legend is None or not points_in(legend[0], land):
        return projection
    box, gap = legend[0], _EDGE_MM * scale
    rooms = frame.cut_top(frame.h - box.h - gap)[0], frame.cut_left(box.w + gap)[1]
    return max(
        (Projection.fit(bounds, room.shrink(gap)) for room in rooms), key=lambda projection: projection.mm_per_degree
    )


def _areas(content: MapContent, projection: Projection, scale: float, *, is_native: bool) -> Iterator[Shapes]:
    width = (0.18 if len(content.outlines.codes) >= _FINE_FROM else 0.45) * scale
    if is_native:
        yield from _named_areas(content, projection, width)
    else:
        yield from _areas_by_look(content, projection)
        yield projection.shapes(content.outlines, fill=None, line=_BORDER, line_pt=width)
    if content.borders is not None:
        yield projection.shapes(content.borders, fill=None, line=INK, line_pt=0.8 * scale)
    if content.chosen:
        yield projection.shapes(content.outlines.pick(content.chosen), fill=None, line="#111827", line_pt=2 * scale)


def _named_areas(content: MapContent, projection: Projection, line_pt: float) -> Iterator[Shapes]:
    """A shape for each area: an office program colours and clicks it by itself."""
    for code in sorted(content.outlines.codes):
        class_id = content.classes.get(code)
        fill = content.no_data_colour if class_id is None else content.colours[class_id]
        shapes = projection.shapes(
            content.outlines.pick({code}),
            fill=fill,
            line=_BORDER,
            line_pt=line_pt,
            hatched=class_id is None,
            dotted=class_id is not None and code in content.small,
        )
        if len(shapes.points):
            yield replace(shapes, name=f"{code} {content.names.get(code, '')}".strip())


def _areas_by_look(content: MapContent, projection: Projection) -> Iterator[Shapes]:
    by_look: dict[tuple[int, bool], set[str]] = {}
    small = set(content.small)
    for code in content.outlines.codes:
        class_id = content.classes.get(code)
        by_look.setdefault((-1 if class_id is None else class_id, code in small), set()).add(code)
    for (class_id, is_small), codes in sorted(by_look.items()):
        is_known = class_id >= 0
        fill = content.colours[class_id] if is_known else content.no_data_colour
        yield projection.shapes(
            content.outlines.pick(codes), fill=fill, hatched=not is_known, dotted=is_known and is_small
        )


def _box_of(shapes: Shapes) -> Box:
    (west, north), (east, south) = shapes.points.min(axis=0), shapes.points.max(axis=0)
    return Box(float(west), float(north), float(east - west), float(south - north))


def _add_furniture(
    sheet: Sheet,
    below: Box,
    frame: Box,
    projection: Projection,
    content: MapContent,
    scale: float,
    least_pt: float,
) -> None:
    size = max(least_pt, 6.5 * scale)
    arrow = Box(below.x, below.y + 1.2 * scale, 9 * scale, below.h - 1.2 * scale)
    _add_north(sheet, arrow, content.lang, scale, max(least_pt, 8 * scale))
    mm_per_km = projection.mm_per_km(frame)
    length_km = round_length(min(0.25 * frame.w, 45 * scale) / mm_per_km)
    bar = Box(arrow.right + 2 * scale, below.y + 2 * scale, length_km * mm_per_km, 1.1 * scale)
    sheet.add(Rectangle(bar, fill="#ffffff", line=INK))
    sheet.add(Rectangle(Box(bar.x, bar.y, bar.w / 2, bar.h), fill=INK))
    sheet.reserve("scale bar", bar)
    digits = say_count(content.lang, length_km) if length_km >= 1 else _say_part(content.lang, length_km)
    words = Box(bar.x, bar.bottom + 0.4 * scale, max(bar.w, 30 * scale), line_mm(size))
    sheet.add_text("scale", words, f"0 – {digits} km", size, least=max(least_pt, 5))
    left = max(words.right, bar.right) + 4 * scale
    credit = Box(left, below.y + 1.2 * scale, below.right - left, below.h - 1.2 * scale)
    sheet.add_text("credit", credit, content.credit, size, least=max(least_pt, 5), colour=PALE, align="right")


def _say_part(lang: Lang, length_km: float) -> str:
    """A length below a kilometre."""
    return f"{length_km:g}" if lang == "en" else f"{length_km:g}".replace(".", ",")


def _add_north(sheet: Sheet, room: Box, lang: Lang, scale: float, size: float) -> None:
    sheet.reserve("north arrow", Box(room.x, room.y, 4 * scale, room.h))
    x, top, bottom = room.x + 2 * scale, room.y, room.bottom - 0.4 * scale
    points = np.array(
        [(x, top), (x + 1.8 * scale, bottom), (x, bottom - 1.6 * scale), (x - 1.8 * scale, bottom), (x, top)]
    )
    sheet.add(Shapes(points, np.array([0]), INK, None, name="north arrow"))
    letter = Box(room.x + 4.4 * scale, room.y + 1 * scale, 4 * scale, line_mm(size))
    sheet.add_text("north", letter, say(lang, N_("N")), size, bold=True)
