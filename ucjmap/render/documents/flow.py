"""What every document shares: fonts that can write any name, escaped paragraphs, and the making of the PDF.

reportlab is slow to load: whoever makes no document does not wait for it.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final
from xml.sax.saxutils import escape

from ucjmap.files import plain_text
from ucjmap.render.static import font_file

PLAIN, BOLD = "DejaVu", "DejaVu-Bold"
#: Points in a millimetre, and the size of a sheet of A4 upright in points.
MM: Final = 72 / 25.4
A4: Final = (210 * MM, 297 * MM)


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Register the font that maps are written in; those of reportlab lack letters that names have."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(font_file(bold=name == BOLD))))


def text_style(size: float, *, leading: float, is_bold: bool = False, **more: Any) -> Any:
    """How a paragraph is set; ``size`` and ``leading`` in points."""
    from reportlab.lib.styles import ParagraphStyle

    register_fonts()
    font = BOLD if is_bold else PLAIN
    return ParagraphStyle(f"{font}-{size}", fontName=font, fontSize=size, leading=leading, **more)


def paragraph(text: object, style: Any, *, bullet: str | None = None) -> Any:
    """A paragraph of a text that is shown as it is: reportlab would take ``<`` in a name for markup.

    An empty text is an empty line.
    """
    from reportlab.platypus import Paragraph

    return Paragraph(escape(plain_text(text)) or "&nbsp;", style, bulletText=bullet)


def gap(height_mm: float) -> Any:
    """Empty space of a height."""
    from reportlab.platypus import Spacer

    return Spacer(1, height_mm * MM)


def next_page() -> Any:
    """A page break."""
    from reportlab.platypus import PageBreak

    return PageBreak()


def build(flow: Sequence[Any], size: tuple[float, float], margin: float) -> bytes:
    """The content of a PDF; ``size`` and ``margin`` of a page in points."""
    from reportlab.platypus import SimpleDocTemplate

    stream = io.BytesIO()
    margins = {f"{side}Margin": margin for side in ("left", "right", "top", "bottom")}
    SimpleDocTemplate(stream, pagesize=size, title="UCJMap", author="UCJMap", **margins).build(list(flow))
    return stream.getvalue()
