"""Sheets as PNG, SVG and PDF."""

import datetime as dt
import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from ucjmap.render.static.embedded_fonts import embed_fonts, used_letters
from ucjmap.render.static.fonts import clean
from ucjmap.render.static.items import Picture
from ucjmap.render.static.painter import Painter, load_matplotlib
from ucjmap.render.static.sheet import Sheet
from ucjmap.render.static.tags import PageTags

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_INCH_MM: Final = 25.4
# Written at the size of the page; better compression costs more time than the disk is worth.
_PNG_COMPRESSION: Final = 4


def _figure(sheet: Sheet, *, as_outlines: bool = False, tags: PageTags | None = None) -> "Figure":
    mpl = load_matplotlib()
    figure: Figure = mpl.figure.Figure(figsize=(sheet.width / _INCH_MM, sheet.height / _INCH_MM), facecolor="#ffffff")
    artist = mpl.artist.Artist()
    artist.draw = Painter(sheet, as_outlines=as_outlines, tags=tags).draw
    figure.add_artist(artist)
    for item in sheet.items:
        if isinstance(item, Picture):
            from PIL import Image

            box = item.box
            place = (box.x / sheet.width, 1 - box.bottom / sheet.height, box.w / sheet.width, box.h / sheet.height)
            axes = figure.add_axes(place)
            axes.set_axis_off()
            axes.imshow(np.asarray(Image.open(io.BytesIO(item.content)).convert("RGBA")), aspect="auto")
    return figure


def to_png(sheet: Sheet, *, dpi: float = 300) -> bytes:
    """Draw a sheet as an image.

    Parameters
    ----------
    dpi
        Dots an inch; with the millimetres of the sheet it gives the pixels.

    Returns
    -------
    bytes
        A PNG without transparency, with its resolution and the title of the sheet inside.
    """
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    figure = _figure(sheet)
    figure.set_dpi(dpi)
    canvas = load_matplotlib().backends.backend_agg.FigureCanvasAgg(figure)
    canvas.draw()
    about = PngInfo()
    about.add_itxt("Title", clean(sheet.title))
    stream = io.BytesIO()
    # Without the fourth channel, which is the same everywhere: a quarter less to compress.
    image = Image.fromarray(np.asarray(canvas.buffer_rgba())[:, :, :3])
    image.save(stream, "PNG", compress_level=_PNG_COMPRESSION, dpi=(dpi, dpi), pnginfo=about)
    return stream.getvalue()


def to_svg(sheet: Sheet, *, as_outlines: bool = False) -> bytes:
    """Draw a sheet as SVG.

    Parameters
    ----------
    as_outlines
        Whether letters are drawn as shapes, for office programs, which do not read embedded fonts; else they are text
        that can be searched, with the letters that it uses embedded.

    Returns
    -------
    bytes
        The content of the file, with the title of the sheet inside.
    """
    figure = _figure(sheet, as_outlines=as_outlines)
    load_matplotlib().backends.backend_svg.FigureCanvasSVG(figure)
    stream = io.BytesIO()
    figure.savefig(stream, format="svg", metadata={"Title": clean(sheet.title), "Date": None, "Creator": "UCJMap"})
    if as_outlines:
        return stream.getvalue()
    return embed_fonts(stream.getvalue(), used_letters(sheet.items))


def write_pdf(
    sheets: Iterable[Sheet], out: Path | io.BytesIO, *, title: str, on_page: Callable[[int], None] | None = None
) -> list[PageTags]:
    """Write sheets as pages of one PDF, vector and with embedded fonts.

    Parameters
    ----------
    sheets
        One is a page, of its own size.
    out
        A file that is overwritten, or a stream that is written to.
    title
        Of the document.
    on_page
        Called after each page with the number of pages written; may raise to cancel.

    Returns
    -------
    list of PageTags
        The elements of each page, for `finish_pdf`.
    """
    written: list[PageTags] = []
    about = {"Title": clean(title), "Creator": "UCJMap", "CreationDate": dt.datetime.now(dt.UTC)}
    with load_matplotlib().backends.backend_pdf.PdfPages(out, metadata=about) as pages:
        for sheet in sheets:
            tags = PageTags()
            pages.savefig(_figure(sheet, tags=tags))
            written.append(tags)
            if on_page is not None:
                on_page(len(written))
    return written
