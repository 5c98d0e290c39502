"""Texts of slides: placeholders where the layout has them, real bullets, numbers that count by themselves."""

from dataclasses import replace
from typing import Any, Final

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from ucjmap.render.slides.ink import emu, place, solid_fill
from ucjmap.render.slides.surround import POINT_GAP, indent_mm
from ucjmap.render.static import Align, Text

ALIGN: Final[dict[Align, Any]] = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
TAGS: Final = {"id": "id-ID", "en": "en-GB"}


def add_text(slide: Any, item: Text, lang: str) -> Any:
    """A text in a box of its own; what took several lines breaks by itself, in letters that may be narrower."""
    wraps = len(item.lines) > 1
    shape = slide.shapes.add_textbox(*place(replace(item.box, x=item.room.x, w=item.room.w) if wraps else item.box))
    shape.name = item.name
    _prepare(shape.text_frame, wraps=wraps)
    _fill(shape.text_frame, item, lang)
    if item.bulleted:
        for paragraph in shape.text_frame.paragraphs:
            _make_point(paragraph, item.size)
    return shape


def fill_placeholder(shape: Any, item: Text, lang: str) -> None:
    """A text in a placeholder, which keeps its place, font and colour; only the size is what was measured."""
    frame = shape.text_frame
    frame.auto_size = MSO_AUTO_SIZE.NONE
    texts = item.paragraphs or (" ".join(item.lines),)
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text
        run.font.size = Pt(item.size)
        run.font._element.set("lang", TAGS[lang])
        if item.bulleted:
            _set_apart(paragraph)


def _prepare(frame: Any, *, wraps: bool) -> None:
    frame.auto_size, frame.word_wrap, frame.vertical_anchor = MSO_AUTO_SIZE.NONE, wraps, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _fill(frame: Any, item: Text, lang: str) -> None:
    for number, text in enumerate(item.paragraphs or item.lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = ALIGN[item.align]
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(item.size), item.bold
        properties = run.font._element
        properties.set("lang", TAGS[lang])
        properties.insert(0, solid_fill(item.colour))
        if item.url:
            run.hyperlink.address = item.url


def _make_point(paragraph: Any, size: float) -> None:
    _set_apart(paragraph)
    properties = paragraph._p.get_or_add_pPr()
    indent = emu(indent_mm(size))
    properties.set("marL", str(indent))
    properties.set("indent", str(-indent))
    etree.SubElement(properties, qn("a:buFont"), typeface="Arial")
    etree.SubElement(properties, qn("a:buChar"), char="•")


def _set_apart(paragraph: Any) -> None:
    """Points stand as far apart as was measured, whatever a template has."""
    paragraph.space_before, paragraph.space_after, paragraph.line_spacing = Pt(0), Pt(0), 1.0
    before = paragraph._p.pPr.find(qn("a:spcBef"))
    before.remove(before[0])
    etree.SubElement(before, qn("a:spcPct"), val=str(round(POINT_GAP * 100_000)))


def add_number(slide: Any, item: Text) -> None:
    """The number of a slide as a field, in the place that the layout has for it or where it was measured."""
    holder = next((shape for shape in slide.slide_layout.placeholders if _is_number(shape)), None)
    if holder is None:
        shape = slide.shapes.add_textbox(*place(item.room))
        _prepare(shape.text_frame, wraps=False)
    else:
        shape = _copy_holder(slide, holder)
    shape.name = "number"
    body = shape._element.find(qn("p:txBody"))
    for paragraph in body.findall(qn("a:p")):
        body.remove(paragraph)
    paragraph = etree.SubElement(body, qn("a:p"))
    etree.SubElement(paragraph, qn("a:pPr"), algn="r")
    number = etree.SubElement(paragraph, qn("a:fld"), id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    etree.SubElement(number, qn("a:rPr"), sz=str(round(item.size * 100)))
    etree.SubElement(number, qn("a:t")).text = " ".join(item.lines)


def add_footer(slide: Any) -> None:
    """What an office has at the foot of its layout; a slide has it only by a copy."""
    for holder in slide.slide_layout.placeholders:
        if holder._element.xpath(".//p:nvPr/p:ph[@type='ftr']") and holder.text_frame.text.strip():
            shape = _copy_holder(slide, holder)
            shape.name, shape.text_frame.text = "footer", holder.text_frame.text


def _is_number(shape: Any) -> bool:
    return bool(shape._element.xpath(".//p:nvPr/p:ph[@type='sldNum']"))


def _copy_holder(slide: Any, holder: Any) -> Any:
    shape = slide.shapes.add_textbox(0, 0, 0, 0)
    element = shape._element
    own = holder._element.xpath(".//p:nvPr/p:ph")[0]
    etree.SubElement(element.xpath(".//p:nvPr")[0], qn("p:ph"), **dict(own.attrib))
    element.xpath(".//p:cNvSpPr")[0].attrib.pop("txBox", None)
    for child in list(element.find(qn("p:spPr"))):
        element.find(qn("p:spPr")).remove(child)
    return shape
