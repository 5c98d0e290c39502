"""The master of presentations without an office's template: 16:9, three layouts, colours and letters of its own."""

import re
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn

from ucjmap.errors import N_
from ucjmap.render.slides.ink import emu, place
from ucjmap.render.slides.stage import OWN_STAGE, POINT_PT, Stage
from ucjmap.render.static import ACCENT, INK, PALE, Box, SlideLayout
from ucjmap.words import Lang, say

#: Layouts of the library's empty presentation that are kept, and their names in the office program.
_KEPT: Final[dict[int, tuple[SlideLayout, str]]] = {
    0: ("cover", N_("Cover")),
    1: ("bullets", N_("Headline and points")),
    5: ("title", N_("Headline only")),
}
_THEME: Final = {"dk1": INK, "dk2": PALE, "lt2": "#eef2f7", "accent1": ACCENT, "accent2": "#9a3412"}
#: On every office machine.
_FONT: Final = "Arial"
_TITLE, _BODY, _DATE, _FOOTER, _NUMBER = "title", "body", "dt", "ftr", "sldNum"


def own_presentation(lang: Lang) -> Any:
    """An empty presentation with this master."""
    deck = Presentation()
    stage = OWN_STAGE
    deck.slide_width, deck.slide_height = emu(stage.width), emu(stage.height)
    layouts = list(deck.slide_layouts)
    for number, layout in enumerate(layouts):
        if number not in _KEPT:
            deck.slide_layouts.remove(layout)
        else:
            layout.name = say(lang, _KEPT[number][1])
            _arrange(layout, _boxes(stage, is_cover=number == 0))
    _arrange(deck.slide_master, _boxes(stage, is_cover=False))
    _set_styles(deck.slide_master, stage)
    _set_theme(deck.slide_master)
    return deck


def _boxes(stage: Stage, *, is_cover: bool) -> dict[str, Box]:
    title, body = (stage.cover_title, stage.cover_text) if is_cover else (stage.title, stage.body)
    foot = stage.number
    return {
        "title": title,
        "ctrTitle": title,
        "body": body,
        "obj": body,
        "subTitle": body,
        "dt": Box(stage.foot.x, foot.y, 40.0, foot.h),
        "ftr": Box(stage.foot.x + 44.0, foot.y, 100.0, foot.h),
        "sldNum": foot,
    }


def _arrange(page: Any, boxes: dict[str, Box]) -> None:
    for shape in page.placeholders:
        kind = shape._element.xpath(".//p:nvPr/p:ph")[0].get("type", "obj")
        shape.left, shape.top, shape.width, shape.height = place(boxes[kind])
        properties = shape._element.find(f".//{qn('a:bodyPr')}")
        for side in ("lIns", "tIns", "rIns", "bIns"):
            properties.set(side, "0")
        if kind != "subTitle":
            properties.set("anchor", "b" if kind == "ctrTitle" else "t")
        for style in shape._element.findall(f".//{qn('a:lstStyle')}"):
            for child in list(style):
                style.remove(child)
            if kind == "subTitle":  # the style of the master's body would make it a point of a list
                level = etree.SubElement(style, qn("a:lvl1pPr"), marL="0", indent="0")
                etree.SubElement(level, qn("a:buNone"))
            if kind == "sldNum":
                level = etree.SubElement(style, qn("a:lvl1pPr"), algn="r")
                etree.SubElement(level, qn("a:defRPr"), sz="1400")


def _set_styles(master: Any, stage: Stage) -> None:
    """Headlines on the left in the first colour of the theme; points of a size that is read from afar."""
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(f"{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    look = title.find(qn("a:defRPr"))
    look.set("sz", str(round(stage.title_pt * 100)))
    look.set("b", "1")
    look.find(f"{qn('a:solidFill')}/{qn('a:schemeClr')}").set("val", "accent1")
    for number, level in enumerate(styles.find(qn("p:bodyStyle"))):
        level.find(qn("a:defRPr")).set("sz", str(round(max(16.0, POINT_PT - 2 * number) * 100)))


def _set_theme(master: Any) -> None:
    part = master.part.part_related_by(RT.THEME)
    theme = etree.fromstring(part.blob)
    for name, colour in _THEME.items():
        (role,) = theme.iter(qn(f"a:{name}"))
        for child in list(role):
            role.remove(child)
        etree.SubElement(role, qn("a:srgbClr"), val=colour.lstrip("#"))
    for font in theme.iter(qn("a:majorFont"), qn("a:minorFont")):
        font.find(qn("a:latin")).set("typeface", _FONT)
    name = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
    part._blob = re.sub(rb'name="Office Theme"', b'name="UCJMap"', name, count=1)
