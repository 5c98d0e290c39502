"""Contents as the pages of one file: a PDF on paper, or slides; both take the same contents one after the other."""

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path

from ucjmap.api.maps.pages import Dressing
from ucjmap.files import PPTX, FileFormat
from ucjmap.render.slides import (
    MAX_MB,
    Ground,
    SlideShow,
    bad_template,
    compose_talk,
    open_template,
    own_ground,
    write_pptx,
)
from ucjmap.render.static import PageContent, PaperName, Sheet, compose, say_pages
from ucjmap.render.static.paint import write_pdf
from ucjmap.words import Lang

OnPage = Callable[[int], None]


class PageFile(ABC):
    """A file that is being filled with pages."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang

    @abstractmethod
    def add(self, content: PageContent) -> None:
        """Add the pages of one content."""

    @abstractmethod
    def finish(self) -> list[Sheet]:
        """All pages, in order and numbered."""

    @abstractmethod
    def first(self, content: PageContent) -> Sheet:
        """The first page of a content by itself, for a look at it."""

    @abstractmethod
    def write(self, sheets: Sequence[Sheet], *, title: str, on_page: OnPage | None = None) -> bytes:
        """Pages as the content of a file."""


class PaperFile(PageFile):
    """Pages of paper, as PDF."""

    def __init__(self, paper: PaperName, lang: Lang) -> None:
        super().__init__(lang)
        self._paper = paper
        self._sheets: list[Sheet] = []

    def add(self, content: PageContent) -> None:
        """Add the pages of one content."""
        self._sheets += compose(content, self._paper)

    def finish(self) -> list[Sheet]:
        """All pages, in order and numbered."""
        for number, sheet in enumerate(self._sheets, start=1):
            sheet.add_number(say_pages(self._lang, number, len(self._sheets)))
        return self._sheets

    def first(self, content: PageContent) -> Sheet:
        """The first page of a content by itself."""
        return next(compose(content, self._paper))

    def write(self, sheets: Sequence[Sheet], *, title: str, on_page: OnPage | None = None) -> bytes:
        """Pages as the content of a PDF."""
        stream = io.BytesIO()
        write_pdf(sheets, stream, title=title, on_page=on_page)
        return stream.getvalue()


class SlideFile(PageFile):
    """Slides of a presentation."""

    def __init__(self, ground: Ground, lang: Lang) -> None:
        super().__init__(lang)
        self._ground = ground
        self._show = SlideShow(ground.stage)

    def add(self, content: PageContent) -> None:
        """Add the slides of one content."""
        self._show.add(content)

    def finish(self) -> list[Sheet]:
        """All slides, what is said first and the annex behind it, numbered."""
        return self._show.finish()

    def first(self, content: PageContent) -> Sheet:
        """The first slide of a content by itself."""
        return next(compose_talk(content, self._ground.stage))

    def write(self, sheets: Sequence[Sheet], *, title: str, on_page: OnPage | None = None) -> bytes:
        """Slides as the content of a presentation; once, for the ground belongs to it then."""
        stream = io.BytesIO()
        write_pptx(sheets, stream, title=title, ground=self._ground, lang=self._lang, on_page=on_page)
        return stream.getvalue()


def open_document(format_: FileFormat, paper: PaperName | None, dressing: Dressing, lang: Lang) -> PageFile:
    """An empty file of a format with pages.

    Raises
    ------
    UsageError
        The template of the office cannot be used.
    """
    if format_ != PPTX:
        return PaperFile(paper or "a4", lang)
    return SlideFile(open_template(dressing.template) if dressing.template else own_ground(lang), lang)


def read_template(path: Path) -> bytes:
    """Content of an office's presentation; what is in it is looked at when slides are written upon it.

    Raises
    ------
    UsageError
        It cannot be read, or is too large.
    """
    try:
        if path.stat().st_size <= MAX_MB * 2**20:
            return path.read_bytes()
    except OSError as error:
        raise bad_template() from error
    raise bad_template()
