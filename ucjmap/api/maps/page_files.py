"""Contents as the pages of one file: a PDF on paper, or slides; both take the same contents one after the other."""

import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from ucjmap.api.maps.printed_map import Dressing
from ucjmap.files import PPTX, FileFormat, read_at_most
from ucjmap.render import TEMPLATE_MB, bad_template
from ucjmap.render.static import (
    Frame,
    PageContent,
    PaperName,
    Sheet,
    TextPage,
    compose,
    compose_contents,
    finish_pdf,
    list_entries,
    say_pages,
    write_pdf,
)
from ucjmap.words import Lang

OnPage = Callable[[int], None]
#: Pages up to which a document needs no list of contents.
_FEW_PAGES: Final = 5


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
        self._marks: list[tuple[str, str, int]] = []
        self._frame: Frame | None = None
        self._is_covered = False

    def add(self, content: PageContent) -> None:
        """Add the pages of one content."""
        if self._frame is None:
            self._frame, self._is_covered = content.frame, isinstance(content, TextPage)
        self._marks.append((content.frame.chapter, content.frame.title, len(self._sheets) + 1))
        self._sheets += compose(content, self._paper)

    def finish(self) -> list[Sheet]:
        """All pages, in order and numbered; more than a handful begin with a list of them, behind a cover."""
        if self._frame is not None and len(self._sheets) > _FEW_PAGES and len(self._marks) > 1:
            self._add_contents(self._frame)
        for number, sheet in enumerate(self._sheets, start=1):
            sheet.add_number(say_pages(self._lang, number, len(self._sheets)))
        return self._sheets

    def _add_contents(self, frame: Frame) -> None:
        at = 1 if self._is_covered else 0
        count = len(list(compose_contents(frame, list_entries(self._marks), self._paper)))
        self._marks = [(chapter, title, page + count * (page > at)) for chapter, title, page in self._marks]
        self._sheets[at:at] = compose_contents(frame, list_entries(self._marks), self._paper)

    def first(self, content: PageContent) -> Sheet:
        """The first page of a content by itself."""
        return next(compose(content, self._paper))

    def write(self, sheets: Sequence[Sheet], *, title: str, on_page: OnPage | None = None) -> bytes:
        """Pages as the content of a PDF."""
        stream = io.BytesIO()
        tags = write_pdf(sheets, stream, title=title, on_page=on_page)
        entries = list_entries(self._marks) if len(sheets) > 1 else []
        return finish_pdf(stream.getvalue(), sheets, tags, entries, title=title, lang=self._lang)


def open_document(format_: FileFormat, paper: PaperName | None, dressing: Dressing, lang: Lang) -> PageFile:
    """An empty file of a format with pages.

    Parameters
    ----------
    format_
        ``PPTX`` makes slides, every other format pages of paper.
    paper
        None is A4 landscape. Slides have the size of their template.
    dressing
        Its ``template`` is what slides are written upon; without one they have a ground of their own.
    lang
        Language of page numbers, contents and the file itself.

    Raises
    ------
    UsageError
        The template of the office cannot be used.
    """
    if format_ != PPTX:
        return PaperFile(paper or "a4", lang)
    from ucjmap.api.maps.slide_file import SlideFile  # what writes slides takes a tenth of the time of a start

    return SlideFile(dressing.template, lang)


def read_template(path: Path) -> bytes:
    """Content of an office's presentation; what is in it is looked at when slides are written upon it.

    Raises
    ------
    UsageError
        It cannot be read, or is too large.
    """
    return read_at_most(path, TEMPLATE_MB * 2**20, bad_template)
