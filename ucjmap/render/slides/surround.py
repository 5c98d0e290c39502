"""What surrounds every slide: headline, what it is of, warnings and source, its number, and the speaker's notes."""

from collections.abc import Iterator, Sequence

from ucjmap.errors import N_
from ucjmap.render.slides.stage import LEAST_PT, Stage
from ucjmap.render.static import ACCENT, PALE, WARNING, Box, Frame, Sheet, SlideLayout, Text, fit_block, line_mm
from ucjmap.words import say

_LINE: float = line_mm(LEAST_PT)
_GAP: float = 1.5
_NAMES_IN_POINT = 40
#: Room above each point of a list, as part of a line.
POINT_GAP = 0.2


def start_slide(
    frame: Frame, stage: Stage, *, headline: str = "", layout: SlideLayout = "title", kicker: bool = True
) -> tuple[Sheet, Box]:
    """A slide with its surroundings, and the room that is left.

    ``headline`` is by default that of ``frame``; with ``kicker`` a line below it says what the figures are of.
    """
    sheet = Sheet(stage.width, stage.height, title=frame.title, notes=say_notes(frame), layout=layout)
    title = _as_heading(headline or frame.headline or frame.title)
    # A headline is never cut where a template has a low line for it: it is smaller then.
    sheet.add_text("title", stage.title, title, stage.title_pt, least=LEAST_PT, bold=True, colour=ACCENT)
    _add_foot(sheet, frame, stage)
    body = stage.body
    words = " · ".join(filter(None, (frame.title if title != _as_heading(frame.title) else "", frame.subtitle)))
    if kicker and words:
        lines, _ = fit_block(words, body.w, 2 * _LINE, LEAST_PT, least=LEAST_PT)
        line, body = body.cut_top(len(lines) * _LINE, _GAP)
        sheet.add_text("kicker", line, words, LEAST_PT, least=LEAST_PT, colour=PALE)
    return sheet, body


def _as_heading(words: str) -> str:
    """One sentence has no full stop as a heading; where there are more, each keeps its own."""
    sentence = words.removesuffix(".")
    return words if ". " in sentence or sentence.endswith(".") else sentence


def say_notes(frame: Frame) -> str:
    """The speaker's notes: what to say, and what the figures rest on."""
    t = frame.lang
    spoken = [say(t, N_("What to say")), *(f"• {line}" for line in frame.spoken)] if frame.spoken else []
    own = [frame.notes] if frame.notes else []
    sources = [say(t, N_("Sources and limits")), *(f"• {line}" for line in (*frame.badges, *frame.provenance))]
    return "\n".join([*spoken, *own, *sources, *([frame.link] if frame.link else [])])


def _add_foot(sheet: Sheet, frame: Frame, stage: Stage) -> None:
    """Warnings, then the first line of the provenance: what is left out of it stands in the annex and in the notes."""
    foot = stage.foot
    if frame.badges:
        line, foot = foot.cut_top(_LINE)
        sheet.add_text("badges", line, " · ".join(frame.badges), LEAST_PT, least=LEAST_PT, bold=True, colour=WARNING)
    if frame.provenance:
        # The lower lines end before the number and the way to the annex.
        room = foot.cut_top(2 * _LINE)[0].cut_left(stage.see.x - foot.x - _GAP)[0]
        sheet.add_text("source", room, frame.provenance[0], LEAST_PT, least=LEAST_PT, colour=PALE)
    sheet.number_room = stage.number


def add_band(sheet: Sheet, room: Box, text: str, *, lines: int = 4) -> Box:
    """Notes that belong beside the figures, at the foot of ``room``; gives the room above them."""
    if not text:
        return room
    fitted, _ = fit_block(text, room.w, lines * _LINE, LEAST_PT, least=LEAST_PT)
    height = len(fitted) * _LINE
    rest, band = room.cut_top(room.h - height - _GAP, _GAP)
    sheet.add_text("note", band, text, LEAST_PT, least=LEAST_PT)
    return rest


def add_points(sheet: Sheet, room: Box, points: Sequence[str], size: float, *, name: str = "points") -> float:
    """Points of a list, broken into lines of ``size`` letters with a real bullet each; gives their height."""
    lines: list[str] = []
    for point in points:
        broken, _ = fit_block(point, room.w - indent_mm(size), 1e6, size, least=size)
        lines += [f"•  {broken[0]}", *(f"    {line}" for line in broken[1:])] if broken else []
    height = sum(_point_mm(point, room.w, size) for point in points)
    box = Box(room.x, room.y, room.w, height)
    sheet.add(Text(name, box, room, tuple(lines), size, paragraphs=tuple(points), bulleted=True))
    sheet.reserve(name, box)
    return height


def name_points(words: str, names: Sequence[str]) -> list[str]:
    """Names as points of a list, each behind the words that say what is true of them; long lists are several points."""
    parts = [", ".join(names[start : start + _NAMES_IN_POINT]) for start in range(0, len(names), _NAMES_IN_POINT)]
    return [f"{words}: {part}" if words else part for part in parts]


def indent_mm(size: float) -> float:
    """How far the lines of a point stand behind its bullet."""
    return 0.5 * size


def fill_slides(points: Sequence[str], room: Box, sizes: tuple[float, float]) -> tuple[list[list[str]], float]:
    """Points in as few groups as rooms of this size hold, and the size of their letters.

    The size is the largest of ``sizes`` (least, most) by which they fill one room, else the least.
    """
    least, most = sizes
    size = most
    while size > least and sum(_point_mm(point, room.w, size) for point in points) > room.h:
        size = max(least, size - 1)
    groups: list[list[str]] = [[]]
    left = room.h
    for point in points:
        height = _point_mm(point, room.w, size)
        if height > left and groups[-1]:
            groups.append([])
            left = room.h
        groups[-1].append(point)
        left -= height
    return groups, size


def point_slides(
    frame: Frame,
    stage: Stage,
    points: Sequence[str],
    sizes: tuple[float, float],
    *,
    headline: str = "",
    layout: SlideLayout = "title",
    name: str = "points",
) -> Iterator[Sheet]:
    """Points over as many slides as they need, in letters between ``sizes`` (least, most)."""
    _, body = start_slide(frame, stage, headline=headline)
    groups, size = fill_slides(points, body, sizes)
    for group in groups:
        sheet, body = start_slide(frame, stage, headline=headline, layout=layout)
        add_points(sheet, body, group, size, name=name)
        yield sheet


def _point_mm(point: str, width: float, size: float) -> float:
    lines, _ = fit_block(point, width - indent_mm(size), 1e6, size, least=size)
    return (len(lines) + POINT_GAP) * line_mm(size) if lines else 0.0
