"""The map itself: areas by class, borders, labels that do not collide, scale bar, north arrow, locator inset."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ucjmap.errors import N_
from ucjmap.render.static.circles import CircleScale, circle_legend, draw_circles, emptiest_corners, points_in
from ucjmap.render.static.fonts import clean, fit_line, line_mm, shorten, width_mm
from ucjmap.render.static.shapes import Outlines, Projection, round_length
from ucjmap.render.static.sheet import (
    ACCENT,
    INK,
    PALE,
    Box,
    Item,
    MapBlock,
    Polyline,
    Rectangle,
    Shapes,
    Sheet,
    Text,
)
from ucjmap.words import Lang, say, say_count

SEA = "#f4f7f9"
_BORDER = "#4a5560"
_FURNITURE_MM = 8.0
_EDGE_MM = 2.5
_FINE_FROM = 400
#: The date above each of two maps.
_CAPTION_MM, _CAPTION_PT = 5.5, 10.0
_BETWEEN_MM = 4.0
#: Beside each other, as on the screen, unless one above the other is that much larger.
_WIDER = 1.15
#: Room between two labels in a line, in millimetres, so that they do not read as one name.
_APART_MM = 1.0


@dataclass(frozen=True)
class Label:
    """Name of an area on the map, with a second line."""

    code: str
    name: str
    second: str = ""


@dataclass(frozen=True)
class Locator:
    """Where the area lies: the areas around it and its own code."""

    outlines: Outlines
    code: str
    caption: str


@dataclass(frozen=True)
class MapContent:
    """What one map shows. ``classes`` gives the class of each code; None or a missing code is no data.

    ``borders`` are drawn bolder above the areas and ``chosen`` areas boldest; ``small`` are areas whose value rests on few, drawn with dots;
    ``circles`` are numbers of people by code, and ``circle_label`` what they count; the largest circle stands for
    ``circle_max``, by default for the largest number of this map. ``caption`` is written above the map.
    """

    outlines: Outlines
    classes: Mapping[str, int | None]
    colours: tuple[str, ...]
    no_data_colour: str
    labels: tuple[Label, ...] = ()
    borders: Outlines | None = None
    chosen: Collection[str] = ()
    small: Collection[str] = ()
    circles: Mapping[str, float] = field(default_factory=dict)
    circle_label: str = ""
    circle_max: float = 0.0
    caption: str = ""
    credit: str = ""
    alt: str = ""
    lang: Lang = "id"


def add_map(
    sheet: Sheet,
    room: Box,
    content: MapContent,
    *,
    scale: float = 1.0,
    name: str = "map",
    inset: Locator | None = None,
) -> None:
    """Draw the map into ``room``, with scale bar, north arrow and the edition of the boundaries below it.

    ``inset`` is drawn into a corner of the map if one is empty.
    """
    if content.caption:
        heading, room = room.cut_top(_CAPTION_MM * scale)
        sheet.add_text(f"{name} caption", heading, content.caption, _CAPTION_PT * scale, least=5, bold=True)
    frame, below = room.cut_top(room.h - _FURNITURE_MM * scale)
    items: list[Item] = [Rectangle(frame, fill=SEA)]
    if len(content.outlines.points) == 0:
        sheet.add(Rectangle(frame, fill=SEA))
        words = N_("There are no boundaries for this level. An administrator can import them.")
        sheet.add_text(
            name, frame.shrink(8), say(content.lang, words), 10 * scale, colour=PALE, align="center", middle=True
        )
        return
    size = CircleScale.of(content.circles, len(content.outlines.codes), scale, least=content.circle_max)
    projection = _fit(content, frame, size, scale)
    items += _areas(content, projection, scale)
    circles = dict(draw_circles(content.circles, content.outlines, projection, size, scale))
    items += circles.values()
    land = projection.to_page(content.outlines.points)
    legend = circle_legend(content.circle_label, frame, land, content.lang, size, scale)
    marks = {code: _box_of(circle) for code, circle in circles.items()}
    corners = {"circle legend": legend} if legend else {}
    if inset is not None and (found := _inset(inset, frame, land, scale, [legend[0]] if legend else [])):
        corners["locator"] = found
    taken = [box for box, _ in corners.values()]
    labels = list(_place_labels(content, projection, frame, scale, marks, list(taken)))
    items += labels
    for _, parts in corners.values():
        items += parts
    sheet.add(MapBlock(name, frame, tuple(items), content.alt))
    sheet.reserve(name, frame)
    for label in labels:
        sheet.reserve(label.name, label.box, layer=name)
    for corner, (box, _) in corners.items():
        sheet.reserve(corner, box, layer=name)
    _add_furniture(sheet, below, frame, projection, content, scale)


def split_for_two(room: Box, content: MapContent, scale: float) -> tuple[Box, Box]:
    """Room for the same areas at two dates, the older first: beside each other, or a wide land one above the other."""
    gap, above = _BETWEEN_MM * scale, (_CAPTION_MM + _FURNITURE_MM) * scale
    beside, stacked = Box(0, 0, (room.w - gap) / 2, room.h), Box(0, 0, room.w, (room.h - gap) / 2)
    if len(content.outlines.points):
        sizes = [
            Projection.fit(content.outlines.bounds, each.cut_top(max(1.0, each.h - above))[0]).mm_per_degree
            for each in (beside, stacked)
        ]
        if sizes[1] > _WIDER * sizes[0]:
            return room.cut_top(stacked.h, gap)
    return room.cut_left(beside.w, gap)


def _fit(content: MapContent, frame: Box, size: CircleScale, scale: float) -> Projection:
    """The largest map in its frame that leaves a corner to the legend of its circles."""
    bounds = content.outlines.bounds
    projection = Projection.fit(bounds, frame.shrink(_EDGE_MM * scale))
    land = projection.to_page(content.outlines.points)
    legend = circle_legend(content.circle_label, frame, land, content.lang, size, scale)
    if legend is None or not points_in(legend[0], land):
        return projection
    box, gap = legend[0], _EDGE_MM * scale
    rooms = frame.cut_top(frame.h - box.h - gap)[0], frame.cut_left(box.w + gap)[1]
    return max((Projection.fit(bounds, room.shrink(gap)) for room in rooms), key=lambda each: each.mm_per_degree)


def _areas(content: MapContent, projection: Projection, scale: float) -> Iterator[Shapes]:
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
    width = (0.18 if len(content.outlines.codes) >= _FINE_FROM else 0.45) * scale
    yield projection.shapes(content.outlines, fill=None, line=_BORDER, line_pt=width)
    if content.borders is not None:
        yield projection.shapes(content.borders, fill=None, line=INK, line_pt=0.8 * scale)
    if content.chosen:
        yield projection.shapes(content.outlines.pick(content.chosen), fill=None, line="#111827", line_pt=2 * scale)


def _box_of(shapes: Shapes) -> Box:
    (west, north), (east, south) = shapes.points.min(axis=0), shapes.points.max(axis=0)
    return Box(float(west), float(north), float(east - west), float(south - north))


#: Where a label may stand, in its own widths and heights from the middle of its area.
_PLACES = (
    *((0, 0), (0, -0.5), (0, 0.5), (-0.3, 0), (0.3, 0), (0, -1), (0, 1), (-0.55, 0), (0.55, 0)),
    *((right, down) for down in (0.5, -0.5, 1, -1, 1.5, -1.5) for right in (-0.3, 0.3, 0, -0.55, 0.55)),
)


def _candidates(x: float, y: float, width: float, height: float, mark: Box | None) -> Iterator[Box]:
    """Boxes for a label, the best first: beside the circle of its area if there is one."""
    if mark is not None:
        yield Box(x - width / 2, mark.bottom, width, height)
        yield Box(x - width / 2, mark.y - height, width, height)
        yield Box(mark.right, y - height / 2, width, height)
        yield Box(mark.x - width, y - height / 2, width, height)
    for right, down in _PLACES:
        yield Box(x - width / 2 + right * width, y - height / 2 + down * height, width, height)


def _place_labels(
    content: MapContent, projection: Projection, frame: Box, scale: float, marks: Mapping[str, Box], taken: list[Box]
) -> Iterator[Text]:
    """Labels of large areas first; one that finds no room at its place is left out, never moved to another area.

    ``marks`` are the circles by code: a label lies upon one only where there is no other room.
    """
    outlines = content.borders or content.outlines
    extents = outlines.extents()
    anchors = outlines.anchors({label.code for label in content.labels})
    ordered = sorted(content.labels, key=lambda label: -np.prod(extents.get(label.code, (0.0, 0.0))))
    size = (7.0 if len(ordered) <= 25 else 6.0 if len(ordered) <= 60 else 5.2) * scale
    room = frame.shrink(0.5)
    spots = {code: projection.to_page([anchor])[0] for code, anchor in anchors.items()}
    for label in ordered:
        if label.code not in extents:
            continue
        lines = tuple(shorten(clean(text), 42 * scale, size) for text in (label.name, label.second) if clean(text))
        if not lines:
            continue
        width, height = max(width_mm(line, size) for line in lines), len(lines) * line_mm(size)
        extent = extents[label.code][0] * projection.cosine * projection.mm_per_degree
        if len(ordered) > 60 and width > 1.6 * extent:
            continue
        x, y = spots[label.code]
        free = [
            box
            for box in _candidates(float(x), float(y), width, height, marks.get(label.code))
            if room.holds(box)
            and not any(_widened(box, _APART_MM * scale).overlaps(other, slack=-0.2) for other in taken)
            and _is_nearest(box, label.code, spots)
        ]
        if free:
            box = next((each for each in free if not any(each.overlaps(mark) for mark in marks.values())), free[0])
            taken.append(box)
            yield Text(f"label {label.code}", box, box, lines, size, colour=INK, align="center", halo=True)


def _widened(box: Box, by: float) -> Box:
    return Box(box.x - by, box.y, box.w + 2 * by, box.h)


def _is_nearest(box: Box, code: str, spots: Mapping[str, npt.NDArray[np.float64]]) -> bool:
    """Whether the middle of a label is nearer to its own area than to any other: else it would name that one."""
    middle = np.array([box.x + box.w / 2, box.y + box.h / 2])
    own = np.hypot(*(middle - spots[code]))
    return bool(own <= 1e-6 or own <= min(float(np.hypot(*(middle - spot))) for spot in spots.values()) + 1e-6)


def _add_furniture(
    sheet: Sheet, below: Box, frame: Box, projection: Projection, content: MapContent, scale: float
) -> None:
    arrow = Box(below.x, below.y + 1.2 * scale, 9 * scale, below.h - 1.2 * scale)
    _add_north(sheet, arrow, content.lang, scale)
    mm_per_km = projection.mm_per_km(frame)
    length_km = round_length(min(0.25 * frame.w, 45 * scale) / mm_per_km)
    bar = Box(arrow.right + 2 * scale, below.y + 2 * scale, length_km * mm_per_km, 1.1 * scale)
    sheet.add(Rectangle(bar, fill="#ffffff", line=INK))
    sheet.add(Rectangle(Box(bar.x, bar.y, bar.w / 2, bar.h), fill=INK))
    sheet.reserve("scale bar", bar)
    digits = say_count(content.lang, length_km) if length_km >= 1 else f"{length_km:g}".replace(".", ",")
    words = Box(bar.x, bar.bottom + 0.4 * scale, max(bar.w, 30 * scale), line_mm(6.5 * scale))
    sheet.add_text("scale", words, f"0 – {digits} km", 6.5 * scale)
    left = max(words.right, bar.right) + 4 * scale
    credit = Box(left, below.y + 1.2 * scale, below.right - left, below.h - 1.2 * scale)
    sheet.add_text("credit", credit, content.credit, 6.5 * scale, least=5, colour=PALE, align="right")


def _add_north(sheet: Sheet, room: Box, lang: Lang, scale: float) -> None:
    sheet.reserve("north arrow", Box(room.x, room.y, 4 * scale, room.h))
    x, top, bottom = room.x + 2 * scale, room.y, room.bottom - 0.4 * scale
    points = np.array(
        [(x, top), (x + 1.8 * scale, bottom), (x, bottom - 1.6 * scale), (x - 1.8 * scale, bottom), (x, top)]
    )
    sheet.add(Shapes(points, np.array([0]), INK, None))
    letter = Box(room.x + 4.4 * scale, room.y + 1 * scale, 4 * scale, line_mm(8 * scale))
    sheet.add_text("north", letter, say(lang, N_("N")), 8 * scale, bold=True)


def add_locator(sheet: Sheet, room: Box, locator: Locator, *, scale: float = 1.0) -> None:
    """A small map of the areas around, with the own one in colour."""
    caption_mm = line_mm(6 * scale) + 0.5
    frame, below = room.cut_top(room.h - caption_mm, 0.5)
    sheet.add(MapBlock("locator", frame, tuple(_draw_locator(frame, locator)), locator.caption))
    sheet.reserve("locator", frame)
    sheet.add_text("locator caption", Box(room.x, below.y, room.w, caption_mm), locator.caption, 6 * scale, colour=PALE)


def _inset(
    locator: Locator, frame: Box, land: npt.NDArray[np.float64], scale: float, taken: list[Box]
) -> tuple[Box, list[Item]] | None:
    """The locator with its caption in an empty corner of a map; None if there is none."""
    corners = emptiest_corners(frame, 44 * scale, 24 * scale, land)
    box = next((box for points, box in corners if not points and not any(box.overlaps(each) for each in taken)), None)
    if box is None:
        return None
    picture, below = box.cut_top(box.h - line_mm(5.5 * scale) - 0.5 * scale)
    caption, size = fit_line(locator.caption, below.w - 2 * scale, 5.5 * scale, least=4.5)
    words = Box(below.x + scale, below.y, width_mm(caption, size), line_mm(size))
    return box, [
        Rectangle(box, fill="#ffffff", line="#cbd2d9"),
        *_draw_locator(picture, locator),
        Text("locator caption", words, below, (caption,), size, colour=PALE),
    ]


def _draw_locator(frame: Box, locator: Locator) -> list[Item]:
    projection = Projection.fit(locator.outlines.bounds, frame.shrink(1))
    own = locator.outlines.pick({locator.code})
    items: list[Item] = [
        Rectangle(frame, fill=SEA, line="#cbd2d9"),
        projection.shapes(locator.outlines, fill="#d5dbe1", line="#ffffff", line_pt=0.25),
    ]
    if len(own.points):
        shape = projection.shapes(own, fill=ACCENT, line=ACCENT, line_pt=0.4)
        items.append(shape)
        (west, north), (east, south) = shape.points.min(axis=0), shape.points.max(axis=0)
        if max(east - west, south - north) < 4:  # too small to be seen by its colour alone
            x, y = (west + east) / 2, (north + south) / 2
            corners = (
                (x - 2.5, y - 2.5),
                (x + 2.5, y - 2.5),
                (x + 2.5, y + 2.5),
                (x - 2.5, y + 2.5),
                (x - 2.5, y - 2.5),
            )
            inside = tuple(
                (min(max(east, frame.x), frame.right), min(max(south, frame.y), frame.bottom))
                for east, south in corners
            )
            items.append(Polyline(inside, colour="#b91c1c", line_pt=1.0))
    return items
