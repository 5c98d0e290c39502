"""Contents as slides; apart from files of paper, so that only whoever makes slides loads what writes them."""

import io
from collections.abc import Sequence

from ucjmap.api.maps.page_files import OnPage, PageFile
from ucjmap.render.slides import SlideShow, compose_talk, open_template, own_ground, write_pptx
from ucjmap.render.static import PageContent, Sheet
from ucjmap.words import Lang


class SlideFile(PageFile):
    """Slides of a presentation: upon the template of an office, or a ground of their own."""

    def __init__(self, template: bytes | None, lang: Lang) -> None:
        super().__init__(lang)
        self._ground = open_template(template) if template else own_ground(lang)
        self._show = SlideShow(self._ground.stage)

    def add(self, content: PageContent) -> None:
        """Add the slides of one content."""
        self._show.add(content)

    def finish(self) -> list[Sheet]:
        """All slides, numbered: those of the talk first, then the annex."""
        return self._show.finish()

    def first(self, content: PageContent) -> Sheet:
        """The first slide of a content by itself."""
        return next(compose_talk(content, self._ground.stage))

    def write(self, sheets: Sequence[Sheet], *, title: str, on_page: OnPage | None = None) -> bytes:
        """Slides as the content of a presentation. It can be written once: the ground becomes part of it."""
        stream = io.BytesIO()
        write_pptx(sheets, stream, title=title, ground=self._ground, lang=self._lang, on_page=on_page)
        return stream.getvalue()
