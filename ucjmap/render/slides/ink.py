"""Colours of slides: text, lines and cards take those of the theme, the classes of a map stay as they are."""

from typing import Any, Final

from lxml import etree
from pptx.oxml.ns import qn
from pptx.util import Emu

from ucjmap.classify import NO_DATA_LINES, NOT_APPLICABLE_COLOUR, NOT_APPLICABLE_LINES
from ucjmap.render.static import ACCENT, CARD, INK, PALE, RULE, Box

_EMU_PER_MM: Final = 36_000
#: Colours that say what a thing is: an office's theme replaces them.
_ROLES: Final = {INK: ("tx1", ()), PALE: ("tx2", ()), ACCENT: ("accent1", ()), CARD: ("bg1", (("lumMod", "95000"),))}
_ROLES_OF_RULES: Final = {RULE: ("bg1", (("lumMod", "85000"),))}


def emu(millimetres: float) -> Emu:
    """Millimetres in the unit of the format."""
    return Emu(round(millimetres * _EMU_PER_MM))


def place(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    """Left, top, width, height."""
    return emu(box.x), emu(box.y), emu(max(box.w, 0.01)), emu(max(box.h, 0.01))


def solid_fill(colour: str) -> Any:
    """An element that fills with a colour."""
    fill = etree.Element(qn("a:solidFill"))
    role = {**_ROLES, **_ROLES_OF_RULES}.get(colour)
    if role is None:
        etree.SubElement(fill, qn("a:srgbClr"), val=colour.lstrip("#")[:6])
        if len(colour) == 9:  # with its opacity
            opacity = round(int(colour[7:], 16) / 255 * 100_000)
            etree.SubElement(fill[0], qn("a:alpha"), val=str(opacity))
        return fill
    named = etree.SubElement(fill, qn("a:schemeClr"), val=role[0])
    for name, value in role[1]:
        etree.SubElement(named, qn(f"a:{name}"), val=value)
    return fill


def ground_fill(colour: str, *, hatched: bool = False) -> Any:
    """An element that fills an area of a map or its place in the legend: a colour, with lines where there is no figure."""
    if hatched:
        return pattern_fill("wdUpDiag", NO_DATA_LINES, colour)
    if colour == NOT_APPLICABLE_COLOUR:
        return pattern_fill("ltHorz", NOT_APPLICABLE_LINES, colour)
    return solid_fill(colour)


def pattern_fill(pattern: str, colour: str, ground: str) -> Any:
    """An element that fills with lines or dots upon a colour."""
    fill = etree.Element(qn("a:pattFill"), prst=pattern)
    for name, value in (("fgClr", colour), ("bgClr", ground)):
        etree.SubElement(etree.SubElement(fill, qn(f"a:{name}")), qn("a:srgbClr"), val=value.lstrip("#")[:6])
    return fill
