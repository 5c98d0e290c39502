"""Labels of a map: names that do not collide, and a numbered key for those that find no room."""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from ucjmap.errors import N_
from ucjmap.render.static.box import Box
from ucjmap.render.static.circles import emptiest_corners
from ucjmap.render.static.fonts import clean, line_mm, shorten, width_mm, wrap
from ucjmap.render.static.items import INK, RULE, Item, Rectangle, Text
from ucjmap.render.static.map_outlines import Outlines, Projection
from ucjmap.words import Lang, say, say_count

#: Room between two labels in a line, in millimetres, so that they do not read as one name.
_APART_MM: Final = 1.0
#: Width of a line of a label at most, on A4.
_WIDEST_MM: Final = 42.0
#: Labels above which a map is no longer read name by name: small areas then have none, and there is no key.
_CROWD: Final = 60
#: How often labels give way to the numbers of those that found no room.
_ROUNDS: Final = 3
#: Columns of a key at most, and how many lines are tried, in columns of its height.
_KEY_COLUMNS: Final = 3
_KEY_LINES: Final = (1, 3, 0.5)
#: Part of the outlines that a key of several lines may lie upon.
_HIDDEN_SHARE: Final = 0.02
#: Part of the height of the map that a key takes at most.
_KEY_SHARE: Final = 0.5
#: Where a label may stand, in its own widths and heights from the middle of its area.
_PLACES: Final = (
    *((0, 0), (0, -0.5), (0, 0.5), (-0.3, 0), (0.3, 0), (0, -1), (0, 1), (-0.55, 0), (0.55, 0)),
    *((right, down) for down in (0.5, -0.5, 1, -1, 1.5, -1.5) for right in (-0.3, 0.3, 0, -0.55, 0.55)),
)


@dataclass(frozen=True)
class Label:
    """Name of an area on the map, with a second line."""

    code: str
    name: str
    second: str = ""


@dataclass(frozen=True)
class Labelled:
    """What is written on a map: the labels, and the key of those that are numbers, with its box (None without)."""

    texts: tuple[Text, ...]
    key: tuple[Box, list[Item]] | None = None

    def left_out(self, labels: Iterable[Label]) -> list[str]:
        """Those of the labels that are neither on the map nor in its key, with their second lines."""
        written = {text.name for text in self.texts}
        return [clean(f"{label.name} {label.second}") for label in labels if f"label {label.code}" not in written]


def label_map(
    labels: Sequence[Label],
    ground: "LabelGround",
    marks: Mapping[str, Box],
    lang: Lang,
    *,
    least_pt: float = 0.0,
) -> Labelled:
    """Labels that find room, those of large areas first; the others are numbers with a key in an empty corner.

    A label is never moved to another area; without room for its second line it has its name alone. ``marks`` are the
    circles by code: a label lies upon one only where there is no other room. What finds no room even as a number is
    counted in the key.
    """
    size = max(least_pt, (7.0 if len(labels) <= 25 else 6.0 if len(labels) <= _CROWD else 5.2) * ground.scale)
    known = [label for label in labels if clean(label.name) or clean(label.second)]
    plain, left = _place_names(known, ground, ground.taken, marks, size, is_crowd=len(labels) > _CROWD)
    best = Labelled(tuple(plain))
    if not left:
        return best
    missing = len(known) - len(plain)
    # The key where names have left room, else names where the key has left room.
    ways = itertools.product((False, True), _KEY_LINES) if len(labels) <= _CROWD else ()
    for key_first, columns in ways:
        for found, count in _number(known, left, ground, marks, size, lang, key_first=key_first, columns=columns):
            if count < missing:
                best, missing = found, count
        if best.key is not None and not missing:
            break
    if best.key is None:
        lines = [_say_rest(lang, missing)]
        best = Labelled(tuple(plain), _key(lines, ground, plain, size))
    return best


def _number(
    known: Sequence[Label],
    left: list[Label],
    ground: "LabelGround",
    marks: Mapping[str, Box],
    size: float,
    lang: Lang,
    *,
    key_first: bool,
    columns: float,
) -> Iterator[tuple[Labelled, int]]:
    """Maps in which more and more labels are numbers with a key, each with how many names it leaves out."""
    numbered: list[Label] = []
    for _ in range(_ROUNDS):
        numbered = sorted([*numbered, *left], key=lambda label: label.code)
        numbers, unplaced = _place_numbers(numbered, ground, size, columns)
        lines = _key_lines(numbered, numbers, 0.5 * ground.frame.w, size)
        kept = [*ground.taken, *(text.box for text in numbers)]
        if key_first:
            # With a line more, for what may be left.
            reserved = _key([*lines, _say_rest(lang, len(known))], ground, numbers, size)
            if reserved is None:
                return
            kept.append(reserved[0])
        names, left = _place_names([label for label in known if label not in numbered], ground, kept, marks, size)
        count = len(unplaced) + len(left)
        key = _key([*lines, *([_say_rest(lang, count)] if count else [])], ground, [*names, *numbers], size)
        if key is not None:
            yield Labelled((*names, *numbers), key), count
        if not left:
            return


def _place_names(
    labels: Sequence[Label],
    ground: "LabelGround",
    taken: Sequence[Box],
    marks: Mapping[str, Box],
    size: float,
    *,
    is_crowd: bool = False,
) -> tuple[list[Text], list[Label]]:
    room = _Room(ground, taken)
    placed: list[Text] = []
    left: list[Label] = []
    for label in room.in_order(labels):
        name = _name_lines(label.name, _WIDEST_MM * ground.scale, size)
        lines = (*name, *filter(None, [shorten(clean(label.second), _WIDEST_MM * ground.scale, size)]))
        if is_crowd and max(width_mm(line, size) for line in lines) > 1.6 * room.extent(label):
            left.append(label)
            continue
        tries = (lines, name) if name and lines != name else (lines,)
        places = ((shown, room.find(label.code, shown, size, marks)) for shown in tries)
        shown, box = next(((shown, box) for shown, box in places if box is not None), (lines, None))
        if box is None:
            left.append(label)
        else:
            room.taken.append(box)
            placed.append(Text(f"label {label.code}", box, box, shown, size, colour=INK, align="center", halo=True))
    return placed, left


def _name_lines(name: str, width: float, size: float) -> tuple[str, ...]:
    """A name in one line, a long one in two; only what is longer still is cut."""
    first, *rest = wrap(clean(name), width, size) or [""]
    lines = (first, shorten(" ".join(rest), width, size))
    return tuple(filter(None, lines))


def _place_numbers(
    labels: Sequence[Label], ground: "LabelGround", size: float, columns: float
) -> tuple[list[Text], list[Label]]:
    """Numbers upon the areas, and the areas that have no room even for one."""
    room = _Room(ground, ground.taken)
    most = max(1, int(columns * (int(_KEY_SHARE * ground.frame.h / line_mm(size)) - 1)))
    texts: list[Text] = []
    left: list[Label] = []
    for label in labels:
        number = (str(len(texts) + 1),)
        box = room.find(label.code, number, size, {}) if len(texts) < most else None
        if box is None:
            left.append(label)
        else:
            room.taken.append(box)
            texts.append(Text(f"label {label.code}", box, box, number, size, bold=True, align="center", halo=True))
    return texts, left


def _key_lines(labels: Sequence[Label], numbers: Sequence[Text], width: float, size: float) -> list[str]:
    by_code = {f"label {label.code}": label for label in labels}
    lines = []
    for text in numbers:
        label = by_code[text.name]
        whole, name = (f"{text.lines[0]} {clean(own)}" for own in (f"{label.name} {label.second}", label.name))
        lines.append(whole if width_mm(whole, size) <= width else shorten(name, width, size))
    return lines


def _say_rest(lang: Lang, count: int) -> str:
    return say(lang, N_("{count} names left out"), count=say_count(lang, count))


def _key(
    lines: Sequence[str], ground: "LabelGround", texts: Sequence[Text], size: float
) -> tuple[Box, list[Item]] | None:
    """A box with the lines in the corner where least land lies, in as few columns as find room; None without room."""
    pad = 1.2 * ground.scale
    taken = [*ground.taken, *(text.box for text in texts)]
    is_large = len(lines) > 1
    most = _HIDDEN_SHARE * len(ground.land) if is_large else math.inf
    if is_large:  # nor may it hide an area
        taken += [Box(float(x), float(y), 0.1, 0.1) for x, y in ground.spots.values()]
    for count in range(1, min(_KEY_COLUMNS, len(lines)) + 1):
        rows = math.ceil(len(lines) / count)
        columns = [lines[start : start + rows] for start in range(0, len(lines), rows)]
        widths = [max(width_mm(line, size) for line in column) + 2 * pad for column in columns]
        height = rows * line_mm(size) + 2 * pad
        if height > ground.frame.h or (count > 1 and sum(widths) > ground.frame.w):
            continue
        corners = emptiest_corners(ground.frame, sum(widths), height, ground.land)
        free = (box for points, box in corners if points <= most and not any(map(box.overlaps, taken)))
        box = next(free, None)
        if box is not None:
            return box, [Rectangle(box, fill="#ffffff", line=RULE), *_key_columns(columns, widths, box, pad, size)]
    return None


def _key_columns(
    columns: Sequence[Sequence[str]], widths: Sequence[float], box: Box, pad: float, size: float
) -> Iterator[Text]:
    x = box.x
    for column, width in zip(columns, widths, strict=True):
        room = Box(x, box.y, width, box.h).shrink(pad)
        yield Text("label key", Box(room.x, room.y, room.w, len(column) * line_mm(size)), room, tuple(column), size)
        x += width


@dataclass(frozen=True)
class LabelGround:
    """The map that labels stand on: ``land`` are points of its areas in millimetres, ``taken`` what stands on it."""

    outlines: Outlines
    projection: Projection
    frame: Box
    scale: float
    land: npt.NDArray[np.float64]
    taken: tuple[Box, ...]

    @cached_property
    def extents(self) -> dict[str, tuple[float, float]]:
        """Width and height of each area in degrees."""
        return self.outlines.extents()

    @cached_property
    def spots(self) -> dict[str, npt.NDArray[np.float64]]:
        """Where the label of each area stands best, in millimetres."""
        anchors = self.outlines.anchors(set(self.extents))
        return {code: self.projection.to_page([anchor])[0] for code, anchor in anchors.items()}

    def nearest_mm(self, x: float, y: float) -> float:
        """How far the nearest spot lies from a place."""
        return float(np.hypot(*(self._all_spots - (x, y)).T).min())

    @cached_property
    def _all_spots(self) -> npt.NDArray[np.float64]:
        return np.array(list(self.spots.values()))


class _Room:
    """What is still free on a map."""

    def __init__(self, ground: LabelGround, taken: Sequence[Box]) -> None:
        self.taken = list(taken)
        self._ground, self._frame, self._apart = ground, ground.frame.shrink(0.5), _APART_MM * ground.scale

    def in_order(self, labels: Sequence[Label]) -> list[Label]:
        """Labels of the areas that are drawn, the largest first."""
        extents = self._ground.extents
        return sorted(
            (label for label in labels if label.code in extents), key=lambda label: -np.prod(extents[label.code])
        )

    def extent(self, label: Label) -> float:
        """Width of an area on the page."""
        projection = self._ground.projection
        return self._ground.extents[label.code][0] * projection.cosine * projection.mm_per_degree

    def find(self, code: str, lines: Sequence[str], size: float, marks: Mapping[str, Box]) -> Box | None:
        """Room for the lines of a label near its area; None where there is none."""
        if code not in self._ground.spots:
            return None
        width, height = max(width_mm(line, size) for line in lines), len(lines) * line_mm(size)
        x, y = map(float, self._ground.spots[code])
        free = [box for box in _candidates(x, y, width, height, marks.get(code)) if self._is_free(box, code)]
        clear = (box for box in free if not any(box.overlaps(mark) for mark in marks.values()))
        return next(clear, free[0] if free else None)

    def _is_free(self, box: Box, code: str) -> bool:
        return self._frame.holds(box) and self._is_nearest(box, code) and self._is_apart(box)

    def _is_apart(self, box: Box) -> bool:
        wide = Box(box.x - self._apart, box.y, box.w + 2 * self._apart, box.h)
        return not any(wide.overlaps(other, slack=-0.2) for other in self.taken)

    def _is_nearest(self, box: Box, code: str) -> bool:
        """Whether the middle of a label is nearer to its own area than to any other: else it would name that one."""
        middle = box.x + box.w / 2, box.y + box.h / 2
        return math.dist(middle, self._ground.spots[code]) <= self._ground.nearest_mm(*middle) + 1e-6


def _candidates(x: float, y: float, width: float, height: float, mark: Box | None) -> Iterator[Box]:
    """Boxes for a label, the best first: beside the circle of its area if there is one."""
    if mark is not None:
        yield Box(x - width / 2, mark.bottom, width, height)
        yield Box(x - width / 2, mark.y - height, width, height)
        yield Box(mark.right, y - height / 2, width, height)
        yield Box(mark.x - width, y - height / 2, width, height)
    for right, down in _PLACES:
        yield Box(x - width / 2 + right * width, y - height / 2 + down * height, width, height)
