"""What surrounds every page: title, office and logo above, source and address below."""

import re
from dataclasses import dataclass, field

import numpy as np
import segno

from ucjmap.errors import N_
from ucjmap.render.static.box import Box
from ucjmap.render.static.fonts import balance, clean, line_mm, width_mm
from ucjmap.render.static.items import ACCENT, INK, PALE, RULE, WARNING, Picture, Polyline, Shapes
from ucjmap.render.static.sheet import PaperName, Sheet, paper_size
from ucjmap.words import Lang, say

_MARGIN_MM = 10.0
_QR_MM = 18.0
#: White modules around a QR code; with fewer some readers do not find it beside a rule or a text (ISO/IEC 18004).
_QUIET_MODULES = 4
_MOST_SCALE = 1.15


@dataclass(frozen=True)
class Frame:
    """Words and pictures around a page, each empty where there is none.

    Parameters
    ----------
    badges
        Warnings about all figures, such as "simulated data".
    provenance
        Lines at the foot: sources, dates, denominator and boundaries.
    link
        Address of the live map, written and as a QR code.
    logo
        A checked PNG or JPEG; None for none.
    logo_ratio
        Its width by its height.
    notes
        What a slide has in its notes besides warnings and provenance.
    headline
        What the page says in one sentence: the title of a slide.
    spoken
        What may be said beside a slide.
    chapter
        Part of the document that the page is in.
    """

    title: str
    subtitle: str = ""
    badges: tuple[str, ...] = ()
    provenance: tuple[str, ...] = ()
    link: str = ""
    office: str = ""
    logo: bytes | None = None
    logo_ratio: float = 1.0
    notes: str = ""
    lang: Lang = "id"
    headline: str = ""
    spoken: tuple[str, ...] = ()
    chapter: str = ""


@dataclass(frozen=True)
class Started:
    """A page with its frame: the sheet, the room that is left, and the factor of all sizes."""

    sheet: Sheet
    body: Box
    scale: float = field(default=1.0)


def start_sheet(frame: Frame, paper: PaperName) -> Started:
    """A page with title and footer; the body between them is free."""
    width, height = paper_size(paper)
    # A larger sheet is read from as near as a small one: it holds more, in letters that are hardly larger.
    scale = min(_MOST_SCALE, min(width, height) / 210.0)
    sheet = Sheet(
        width, height, title=frame.title, notes="\n".join((*frame.badges, *frame.provenance, frame.notes)).strip()
    )
    inner = sheet.page.shrink(_MARGIN_MM * scale)
    inner = _add_head(sheet, inner, frame, scale)
    body = _add_foot(sheet, inner, frame, scale)
    return Started(sheet, body, scale)


def _add_head(sheet: Sheet, inner: Box, frame: Frame, scale: float) -> Box:
    head, rest = inner.cut_top(21 * scale, 3 * scale)
    words = head
    if frame.logo:
        height = 14 * scale
        width = min(height * frame.logo_ratio, 45 * scale)
        height = min(height, width / frame.logo_ratio)
        box = Box(head.right - width, head.y, width, height)
        sheet.add(Picture("logo", box, frame.logo))
        sheet.reserve("logo", box)
        words = Box(head.x, head.y, head.w - width - 3 * scale, head.h)
    if frame.office:
        size = 8 * scale
        office_width = min(width_mm(clean(frame.office), size) + 1, words.w * 0.32)
        office_width = balance(frame.office, office_width, size)
        office = Box(words.right - office_width, words.y, office_width, 3 * line_mm(size))
        sheet.add_text("office", office, frame.office, size, least=5.5, colour=PALE, align="right")
        words = Box(words.x, words.y, words.w - office_width - 4 * scale, words.h)
    used = sheet.add_text(
        "title", Box(words.x, words.y, words.w, 13 * scale), frame.title, 17 * scale, least=8, bold=True, colour=ACCENT
    )
    room = Box(words.x, words.y + used + 0.6 * scale, words.w, head.bottom - words.y - used - 0.6 * scale)
    used = sheet.add_text(
        "subtitle", Box(room.x, room.y, room.w, line_mm(9 * scale)), frame.subtitle, 9 * scale, least=6, colour=PALE
    )
    if frame.badges:
        left = Box(room.x, room.y + used + 0.3 * scale, head.w, line_mm(8 * scale))
        sheet.add_text("badges", left, " · ".join(frame.badges), 8 * scale, least=6, bold=True, colour=WARNING)
    sheet.add(
        Polyline(
            ((inner.x, head.bottom + scale), (inner.right, head.bottom + scale)), colour=ACCENT, line_pt=1.2 * scale
        )
    )
    return rest


def _add_foot(sheet: Sheet, inner: Box, frame: Frame, scale: float) -> Box:
    foot_mm = (_QR_MM + 1) * scale
    body, foot = inner.cut_top(inner.h - foot_mm - 2 * scale, 2 * scale)
    sheet.add(Polyline(((foot.x, foot.y - scale), (foot.right, foot.y - scale)), colour=RULE, line_pt=0.6))
    words = foot
    if frame.link:
        side = _QR_MM * scale
        qr = Box(foot.right - side, foot.y + scale, side, side)
        add_qr(sheet, qr, frame.link)
        words = Box(foot.x, foot.y, foot.w - side - 2 * scale, foot.h)
    page_mm = 42 * scale
    side_box = Box(words.right - page_mm, words.y + scale, page_mm, words.h - scale)
    number, rest = side_box.cut_top(line_mm(8 * scale), scale)
    sheet.number_room = number
    if frame.link:
        text = f"{say(frame.lang, N_('Live map'))}\n{_break_link(frame.link, rest.w, 5 * scale)}"
        sheet.add_text("link", rest, text, 5 * scale, least=4, colour=ACCENT, align="right", url=frame.link)
    lines = Box(words.x, words.y + scale, words.w - page_mm - 4 * scale, words.h - scale)
    sheet.add_text("provenance", lines, "\n".join(frame.provenance), 6.5 * scale, least=4.5, colour=PALE)
    return body


def _break_link(link: str, width: float, size: float) -> str:
    """The address in lines that end between its parts, so that it can be read and typed."""
    lines = [""]
    for part in re.split(r"(?=[?&])", link):
        if lines[-1] and width_mm(lines[-1] + part, size) > width:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def add_qr(sheet: Sheet, box: Box, link: str) -> None:
    """Add an address as a QR code of vector squares, with its quiet zone of four modules inside the box.

    An address that is too long for a QR code, such as that of a map with hundreds of selected areas, gives none.

    Parameters
    ----------
    box
        A square in millimetres of the page; of another box only the width counts.
    link
        Web address, written as it is.

    References
    ----------
    ISO/IEC 18004 (QR code), quiet zone.
    """
    try:
        code = segno.make_qr(link, error="m")
    except segno.DataOverflowError:
        return
    matrix = np.array([list(row) for row in code.matrix_iter(border=_QUIET_MODULES)], dtype=bool)
    side = box.w / len(matrix)
    rows, columns = np.nonzero(matrix)
    x, y = box.x + columns * side, box.y + rows * side
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    points = np.stack([np.column_stack(corner) for corner in corners], axis=1).reshape(-1, 2)
    sheet.add(Shapes(points, np.arange(len(rows)) * len(corners), INK, None, name="qr"))
    sheet.reserve("qr", box)
