"""A presentation from the same contents as paper: what is said comes first, the rest stands in an annex at its end."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ucjmap.errors import N_
from ucjmap.render.slides.map_slides import NAMES_LEFT, map_slides, name_slides
from ucjmap.render.slides.slide_cards import card_slides
from ucjmap.render.slides.stage import LEAST_POINT_PT, LEAST_PT, POINT_PT, Stage
from ucjmap.render.slides.surround import add_points, fill_slides, name_points, point_slides, say_notes, start_slide
from ucjmap.render.slides.table_slides import list_slides, table_annex, table_slide, trend_annex, trend_slide
from ucjmap.render.static import (
    ACCENT,
    INK,
    PALE,
    WARNING,
    Box,
    Frame,
    MapPage,
    PageContent,
    Picture,
    Sheet,
    TablePage,
    TextPage,
    TrendPage,
    add_locator,
    add_qr,
    line_mm,
    width_mm,
)
from ucjmap.words import say, say_count

_QR_MM: Final = 34.0
_LEAST_PICTURES_MM: Final = 60.0
_LINE: Final = line_mm(LEAST_PT)


class SlideShow:
    """Slides as contents are added; `finish` gives them in order, numbered and with links to the annex."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._talk: list[Sheet] = []
        self._annex: list[Sheet] = []
        self._ways: list[tuple[Sheet, int]] = []
        self._sources: list[tuple[Frame, str]] = []
        self._left_out: list[tuple[Sheet, Frame]] = []

    def add(self, content: PageContent) -> None:
        """Add the slides of one content, and what else there is of it to the annex.

        Parameters
        ----------
        content
            Its first slide leads to the annex where not all of the content stands on its slides.
        """
        first = len(self._talk)
        self._talk += compose_talk(content, self._stage)
        annex = list(_compose_annex(content, self._stage))
        if annex:
            self._ways.append((self._talk[first], len(self._annex)))
            self._annex += annex
        self._left_out += [(sheet, content.frame) for sheet in self._talk[first:] if sheet.left_out]
        self._add_sources(content)

    def _add_sources(self, content: PageContent) -> None:
        """Note the sources and limits that no content before this one told, and of which area they are."""
        frame, told = content.frame, {line for _, line in self._sources}
        lines = [*frame.provenance, *_reading(content)]
        own = [line for line in lines if line not in told]
        self._sources += [(frame, line) for line in own]

    def finish(self) -> list[Sheet]:
        """All slides in order, numbered; to be called once, when everything is added.

        Returns
        -------
        list of Sheet
            First those that are spoken to, then the annex, last the sources and limits.
        """
        sources = list(self._source_slides())
        self._annex += self._name_slides()
        for sheet, place in self._ways:
            _point_to_annex(sheet, self._stage, len(self._talk) + place + 1, self._sources[0][0])
        sheets = [*self._talk, *self._annex, *sources]
        for number, sheet in enumerate(sheets, start=1):
            sheet.add_number(str(number))
        return sheets

    def _name_slides(self) -> list[Sheet]:
        """The names that found no room on their maps; a map whose slide leads to no other annex leads here."""
        if not self._left_out:
            return []
        points: list[str] = []
        for sheet, frame in self._left_out:
            points += name_points(frame.title, sheet.left_out)
        taken = {id(sheet) for sheet, _ in self._ways}
        self._ways += [(sheet, len(self._annex)) for sheet, _ in self._left_out if id(sheet) not in taken]
        _, frame = self._left_out[0]
        headline = say(frame.lang, N_("Annex: {title}"), title=say(frame.lang, NAMES_LEFT))
        bare = replace(frame, provenance=(), title="", subtitle="", headline="")
        return list(point_slides(bare, self._stage, points, (LEAST_PT, LEAST_PT), headline=headline, name="names"))

    def _source_slides(self) -> Iterator[Sheet]:
        if not self._sources:
            return
        frame = self._sources[0][0]
        points = [line if own.title == frame.title else f"{own.title} — {line}" for own, line in self._sources]
        words = say(frame.lang, N_("Sources and limits"))
        headline = say(frame.lang, N_("Annex: {title}"), title=words)
        bare = replace(frame, provenance=())
        _, body = start_slide(bare, self._stage, headline=headline, kicker=False)
        groups, size = fill_slides(points, Box(body.x, body.y, _beside_qr(body, frame), body.h), (LEAST_PT, 18.0))
        for number, group in enumerate(groups):
            sheet, body = start_slide(bare, self._stage, headline=headline, kicker=False)
            room = Box(body.x, body.y, _beside_qr(body, frame), body.h)
            add_points(sheet, room, group, size, name="sources")
            if frame.link and number == 0:
                _add_link(sheet, Box(room.right + 6, body.y, body.right - room.right - 6, body.h), frame)
            yield replace(sheet, notes=say_notes(frame))


def compose_talk(content: PageContent, stage: Stage) -> Iterator[Sheet]:
    """The slides of one content that are spoken to.

    Parameters
    ----------
    stage
        Where things stand on the slides of the presentation.

    Yields
    ------
    Sheet
        One slide each, without number and without the way to the annex.
    """
    match content:
        case MapPage():
            yield from map_slides(content, stage)
        case TextPage():
            yield from _text_slides(content, stage)
        case TrendPage():
            yield trend_slide(content, stage)
        case TablePage() if content.lists and not content.rows:
            yield from list_slides(content, stage)
        case TablePage():
            yield table_slide(content, stage)[0]


def _compose_annex(content: PageContent, stage: Stage) -> Iterator[Sheet]:
    match content:
        case MapPage():
            yield from name_slides(content, stage)
        case TrendPage():
            yield from trend_annex(content, stage)
        case TablePage() if content.rows and not table_slide(content, stage)[1]:
            yield from table_annex(content, stage)


def _reading(content: PageContent) -> list[str]:
    """How the classes of a map are read."""
    if isinstance(content, MapPage) and content.legend.note:
        return [f"{say(content.frame.lang, N_('Classes'))}: {content.legend.note}"]
    return []


def _point_to_annex(sheet: Sheet, stage: Stage, number: int, frame: Frame) -> None:
    words = say(frame.lang, N_("All of it: slide {number}"), number=say_count(frame.lang, number))
    sheet.add_text("see", stage.see, words, LEAST_PT, least=LEAST_PT, colour=ACCENT, align="right", page=number)


def _beside_qr(body: Box, frame: Frame) -> float:
    return body.w - (_QR_MM + 12.0 if frame.link else 0.0)


def _add_link(sheet: Sheet, room: Box, frame: Frame) -> None:
    add_qr(sheet, Box(room.x, room.y, _QR_MM, _QR_MM), frame.link)
    words = say(frame.lang, N_("Live map"))
    line = Box(room.x, room.y + _QR_MM + 1, room.w, _LINE)
    sheet.add_text("link", line, words, LEAST_PT, least=LEAST_PT, colour=ACCENT, url=frame.link)


def _text_slides(content: TextPage, stage: Stage) -> Iterator[Sheet]:
    """Cover, summary in points, and the figures in large."""
    yield _cover(content, stage)
    points = [*content.sentences, *content.note.split("\n")] if content.note else list(content.sentences)
    yield from point_slides(content.frame, stage, points, (LEAST_POINT_PT, POINT_PT), layout="bullets")
    yield from card_slides(content.frame, content.figures, stage)


def _cover(content: TextPage, stage: Stage) -> Sheet:
    frame = content.frame
    sheet = Sheet(stage.width, stage.height, title=frame.title, notes=say_notes(frame), layout="cover")
    sheet.add_text("title", stage.cover_title, frame.title, 40.0, least=24.0, bold=True, colour=ACCENT)
    room = stage.cover_text
    side = stage.cover_align
    used = sheet.add_text("subtitle", room, frame.subtitle, 20.0, least=16.0, colour=INK, align=side)
    room = room.cut_top(used, 3.0)[1]
    used = sheet.add_text("office", room, frame.office, 18.0, least=LEAST_PT, colour=PALE, align=side)
    room = room.cut_top(used, 3.0)[1]
    words = " · ".join(frame.badges)
    sheet.add_text("badges", room, words, 16.0, least=LEAST_PT, bold=True, colour=WARNING, align=side)
    right = Box(stage.cover_title.right + 6, 0, stage.width - stage.cover_title.right - 18, stage.height)
    _add_pictures(sheet, right, content)
    return sheet


def _add_pictures(sheet: Sheet, room: Box, content: TextPage) -> None:
    """Logo, where the area lies, and the way to the live map, one below the other."""
    frame, y = content.frame, 14.0
    if frame.logo:
        height = min(26.0, room.w / frame.logo_ratio)
        box = Box(room.right - height * frame.logo_ratio, y, height * frame.logo_ratio, height)
        sheet.add(Picture("logo", box, frame.logo, frame.office or "Logo"))
        sheet.reserve("logo", box)
    y = 48.0
    if room.w < _LEAST_PICTURES_MM:  # the cover of a template may have no room beside its title
        return
    if content.locator is not None:
        box = Box(room.x, y, room.w, 64.0)
        add_locator(sheet, box, content.locator, least_pt=LEAST_PT)
    if frame.link:
        words = say(frame.lang, N_("Live map"))
        side = _QR_MM
        add_qr(sheet, Box(room.right - side, 122.0, side, side), frame.link)
        width = width_mm(words, LEAST_PT) + 1
        line = Box(room.right - width, 122.0 + side + 1, width, _LINE)
        sheet.add_text("link", line, words, LEAST_PT, least=LEAST_PT, colour=ACCENT, url=frame.link)
