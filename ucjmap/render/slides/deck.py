"""Sheets written as slides of one presentation: native shapes, charts and tables that an office program edits."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from lxml import etree
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from ucjmap.render.slides.ink import emu, ground_fill, place, solid_fill
from ucjmap.render.slides.maps import add_cutting, add_drawing, add_map
from ucjmap.render.slides.native_charts import add_bars, add_trend
from ucjmap.render.slides.native_tables import add_table
from ucjmap.render.slides.template import Ground
from ucjmap.render.slides.texts import TAGS, add_footer, add_number, add_text, fill_placeholder
from ucjmap.render.static import (
    WARNING,
    Bars,
    Item,
    MapBlock,
    Picture,
    Polyline,
    Rectangle,
    Shapes,
    Sheet,
    Table,
    Text,
    Trend,
    clean,
)
from ucjmap.render.tokens import COLOURS
from ucjmap.words import Lang

_WARNING_ON_DARK: Final = COLOURS["grave"][1]
#: Texts of a sheet that go into a placeholder of its layout, by the types that it may have.
_HOLDERS = {
    "title": ("title", "ctrTitle"),
    "points": ("body", "obj", None),
    "subtitle": ("subTitle", "body"),
}


def write_pptx(
    sheets: Sequence[Sheet],
    out: Path | io.BytesIO,
    *,
    title: str,
    ground: Ground,
    lang: Lang = "id",
    on_page: Callable[[int], None] | None = None,
) -> int:
    """Write sheets as slides of one presentation.

    Parameters
    ----------
    sheets
        One is a slide, in their order; a text with a ``page`` leads to the slide of that number.
    out
        A file that is overwritten, or a stream that is written to.
    title
        Of the presentation.
    ground
        What the slides are written upon. It belongs to this presentation then and cannot be used for another.
    lang
        Language of the words, for screen readers and spelling.
    on_page
        Called after each slide with the number of slides written; may raise to cancel.

    Returns
    -------
    int
        How many slides there are.
    """
    deck = ground.deck
    ways: list[tuple[Any, int]] = []
    for number, sheet in enumerate(sheets, start=1):
        ways += _add_slide(deck, ground, sheet, lang)
        if on_page is not None:
            on_page(number)
    for shape, page in ways:
        shape.click_action.target_slide = deck.slides[page - 1]
    about = deck.core_properties
    about.title, about.author, about.language = clean(title), "UCJMap", TAGS[lang]
    deck.save(str(out) if isinstance(out, Path) else out)
    return len(sheets)


def _add_slide(deck: Any, ground: Ground, sheet: Sheet, lang: Lang) -> list[tuple[Any, int]]:
    """Add a slide; gives the texts that lead to other slides, which may not exist yet."""
    slide = deck.slides.add_slide(ground.layouts[sheet.layout])
    add_footer(slide)
    ways = []
    for item in sheet.items:
        shape = _add(slide, _on_dark(item) if ground.is_dark else item, sheet, lang)
        if isinstance(item, Text) and item.page:
            ways.append((shape, item.page))
    for holder in list(slide.placeholders):
        if holder.has_text_frame and not holder.text_frame.text and _kind(holder) != "sldNum":
            holder._element.getparent().remove(holder._element)
    notes = slide.notes_slide.notes_text_frame
    if notes is not None:
        notes.text = "\n".join(clean(line) for line in sheet.notes.split("\n"))
    return ways


def _on_dark(item: Item) -> Item:
    """A warning is too dark for a dark ground."""
    if isinstance(item, Trend):
        return replace(item, target_colour=_WARNING_ON_DARK)
    return replace(item, colour=_WARNING_ON_DARK) if isinstance(item, Text) and item.colour == WARNING else item


def _kind(shape: Any) -> str | None:
    kind = shape._element.xpath(".//p:nvPr/p:ph")[0].get("type")
    return None if kind is None else str(kind)


def _add(slide: Any, item: Item, sheet: Sheet, lang: Lang) -> Any:
    match item:
        case Text(name="page"):
            return add_number(slide, item)
        case Text():
            return _add_text(slide, item, lang)
        case Rectangle():
            return _add_rectangle(slide, item)
        case Polyline(points=((x, y), (right, bottom))):
            return _add_line(slide, item, (x, y, right, bottom))
        case Table():
            return _describe(add_table(slide, item), item.name, _say_table(item, sheet))
        case Bars():
            return _describe(add_bars(slide, item), item.name, f"{sheet.title} — {item.alt}")
        case Trend():
            return _describe(add_trend(slide, item), item.name, item.alt)
        case MapBlock():
            return _describe(add_map(slide, item), item.name, item.alt)
        case Picture():
            picture = slide.shapes.add_picture(io.BytesIO(item.content), *place(item.box))
            return _describe(picture, item.name, item.alt)
        case Shapes(name="qr"):
            return _describe(add_cutting(slide, item), item.name, f"QR: {_link_of(sheet)}")
        case Shapes() | Polyline():
            return add_drawing(slide, item)


def _add_text(slide: Any, item: Text, lang: Lang) -> Any:
    kinds = _HOLDERS.get(item.name, ())
    holder = next((shape for shape in slide.placeholders if kinds and _kind(shape) in kinds), None)
    if holder is None or (holder.has_text_frame and holder.text_frame.text):
        shape = add_text(slide, item, lang)
        if item.name == "title":  # by which the slide is called in lists and by screen readers
            etree.SubElement(shape._element.xpath(".//p:nvPr")[0], qn("p:ph"), type="title")
        return shape
    fill_placeholder(holder, item, lang)
    if item.bulleted:  # below the line that says what the figures are of, which no layout knows
        holder.left, holder.top, holder.width, holder.height = place(item.room)
        frame = holder.text_frame
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return holder


def _describe(shape: Any, name: str, alt: str) -> Any:
    """Set the name and the alternative text of a shape."""
    if shape is not None:
        shape.name = name
        shape._element.xpath(".//p:cNvPr")[0].set("descr", clean(alt))
    return shape


def _say_table(item: Table, sheet: Sheet) -> str:
    heads = ", ".join(filter(None, (cell.text.replace("\n", " ") for cell in item.head)))
    return f"{sheet.title}: {heads}"


def _link_of(sheet: Sheet) -> str:
    return next((item.url for item in sheet.items if isinstance(item, Text) and item.url), "")


def _drop_theme(shape: Any) -> None:
    """Take the theme's shadow and colours away; what is set on the shape itself stays."""
    for style in shape._element.findall(qn("p:style")):
        shape._element.remove(style)


def _add_rectangle(slide: Any, item: Rectangle) -> Any:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place(item.box))
    shape.name = "ground"
    _drop_theme(shape)
    if item.fill:
        shape._element.spPr.append(ground_fill(item.fill, hatched=item.hatched))
    else:
        shape.fill.background()
    if item.line:
        shape.line.width = Pt(0.5)
        shape.line._get_or_add_ln().insert(0, solid_fill(item.line))
    else:
        shape.line.fill.background()
    return shape


def _add_line(slide: Any, item: Polyline, ends: tuple[float, float, float, float]) -> Any:
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(emu(end) for end in ends))
    _drop_theme(line)
    line.line.width = Pt(item.line_pt)
    line.line._get_or_add_ln().insert(0, solid_fill(item.colour))
    return line
