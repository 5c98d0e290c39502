"""Maps of slides: a group of shapes, each named by its area, that can be coloured and clicked; or one picture.

A picture of very many areas comes as PNG with the SVG beside it, which PowerPoint turns into shapes on request.
"""

import io
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from ucjmap.render.slides.ink import ground_fill, pattern_fill, place, solid_fill
from ucjmap.render.static import (
    Box,
    Item,
    MapBlock,
    Polyline,
    Rectangle,
    Shapes,
    Text,
    clean,
    cut_out,
    dots_on,
    to_png,
    to_svg,
)

_Ring = npt.NDArray[np.int_]
_PICTURE_DPI: Final = 200
#: Vertices above which a slide is slow to open with the map as SVG: it then has the PNG alone.
_SVG_LIMIT: Final = 150_000
#: Vertices lie on a grid of 1/20 mm, the same for all areas: neighbours keep their common border.
_GRID_MM: Final = 0.05
_GRID_EMU: Final = 1_800
#: White, through which the borders below a label are still seen.
_VEIL: Final = "#ffffffb8"
_SVG_EXTENSION: Final = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{0}"/>'
    "</a:ext></a:extLst>"
)
_SHAPE: Final = (
    f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{{id}}" name=""/><p:cNvSpPr{{kind}}/><p:nvPr/></p:nvSpPr>'
    '<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>{geometry}</p:spPr>{body}</p:sp>'
)
_RECTANGLE: Final = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'


def add_map(slide: Any, item: MapBlock) -> Any:
    """A map as one shape of the slide, with its description."""
    return _add_group(slide, item) if item.is_native else _add_picture(slide, item)


def _add_group(slide: Any, item: MapBlock) -> Any:
    group = slide.shapes.add_group_shape()
    element = group._element
    left, top, width, height = place(item.box)
    frame = f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/>'
    inner = frame.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
    properties = element.find(qn("p:grpSpPr"))
    for child in list(properties):
        properties.remove(child)
    properties.append(parse_xml(f"<a:xfrm {nsdecls('a')}>{frame}{inner}</a:xfrm>"))
    last = max(int(number) for number in slide.shapes._spTree.xpath(".//p:cNvPr/@id"))
    for number, shape in enumerate(_shapes_of(item.items), start=last + 1):
        shape.xpath(".//p:cNvPr")[0].set("id", str(number))
        element.append(shape)
    return group


def _shapes_of(items: Iterable[Item]) -> Iterable[Any]:
    for part in items:
        match part:
            case Shapes():
                shape = _freeform(part)
                if shape is not None:
                    yield shape
            case Rectangle():
                yield _rectangle(part)
            case Polyline():
                yield _line(part)
            case Text():
                yield _label(part)


def _rings(part: Shapes) -> list[_Ring]:
    """Rings on the grid, without the points and rings that vanish on it."""
    rings: list[_Ring] = []
    if not len(part.points):
        return rings
    for ring in np.split(np.rint(part.points / _GRID_MM).astype(int), part.starts[1:]):
        own = ring[np.append(True, (np.diff(ring, axis=0) != 0).any(axis=1))]
        if len(own) > 3:
            rings.append(own)
    if not rings:  # an area smaller than the grid is a dot and not gone
        x, y = np.rint(part.points.mean(axis=0) / _GRID_MM).astype(int)
        rings.append(np.array([(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]))
    return rings


def _freeform(part: Shapes) -> Any:
    rings = _rings(part)
    if not rings:
        return None
    points = np.concatenate(rings)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    width, height = max(1, right - left), max(1, bottom - top)
    path = "".join(_ring_path(ring - (left, top)) for ring in rings)
    geometry = (
        f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{width}" h="{height}">{path}</a:path></a:pathLst></a:custGeom>'
    )
    corner = {"x": left * _GRID_EMU, "y": top * _GRID_EMU, "w": width * _GRID_EMU, "h": height * _GRID_EMU}
    shape = parse_xml(_SHAPE.format(id=0, kind="", geometry=geometry, body="", **corner))
    return _dress(shape, part.name or "line", _fill_of(part), part.line, part.line_pt)


def _ring_path(ring: _Ring) -> str:
    moves = [f'<a:pt x="{x}" y="{y}"/>' for x, y in ring[:-1].tolist()]
    return f"<a:moveTo>{moves[0]}</a:moveTo>{''.join(f'<a:lnTo>{move}</a:lnTo>' for move in moves[1:])}<a:close/>"


def _fill_of(part: Shapes) -> Any:
    if part.fill is None:
        return etree.Element(qn("a:noFill"))
    if part.dotted:
        return pattern_fill("pct20", dots_on(part.fill), part.fill)
    return ground_fill(part.fill, hatched=part.hatched)


def _dress(shape: Any, name: str, fill: Any, line: str | None, line_pt: float) -> Any:
    shape.xpath(".//p:cNvPr")[0].set("name", clean(name))
    properties = shape.find(qn("p:spPr"))
    properties.append(fill)
    edge = etree.SubElement(properties, qn("a:ln"), w=str(round(line_pt * 12_700)))
    edge.append(solid_fill(line) if line else etree.Element(qn("a:noFill")))
    if line:
        etree.SubElement(edge, qn("a:round"))
    return shape


def _rectangle(part: Rectangle) -> Any:
    x, y, w, h = place(part.box)
    shape = parse_xml(_SHAPE.format(id=0, kind="", x=x, y=y, w=w, h=h, geometry=_RECTANGLE, body=""))
    fill = solid_fill(part.fill) if part.fill else etree.Element(qn("a:noFill"))
    return _dress(shape, "ground", fill, part.line, 0.5)


def _line(part: Polyline) -> Any:
    points = np.rint(np.array(part.points) / _GRID_MM).astype(int)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    width, height = max(1, right - left), max(1, bottom - top)
    path = _ring_path(np.vstack([points - (left, top), points[:1]])).replace("<a:close/>", "")
    geometry = (
        f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{width}" h="{height}" fill="none">{path}</a:path></a:pathLst></a:custGeom>'
    )
    corner = {"x": left * _GRID_EMU, "y": top * _GRID_EMU, "w": width * _GRID_EMU, "h": height * _GRID_EMU}
    shape = parse_xml(_SHAPE.format(id=0, kind="", geometry=geometry, body="", **corner))
    return _dress(shape, "line", etree.Element(qn("a:noFill")), part.colour, part.line_pt)


def _label(part: Text) -> Any:
    """A label upon a veil, by which it reads on every colour: not every office program draws a glow around letters."""
    x, y, w, h = place(part.box)
    body = '<p:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle/></p:txBody>'
    shape = parse_xml(_SHAPE.format(id=0, kind=' txBox="1"', x=x, y=y, w=w, h=h, geometry=_RECTANGLE, body=body))
    shape.xpath(".//p:cNvPr")[0].set("name", clean(part.name) or "label")
    shape.find(qn("p:spPr")).append(solid_fill(_VEIL) if part.halo else etree.Element(qn("a:noFill")))
    for line in part.lines:
        paragraph = etree.SubElement(shape.find(qn("p:txBody")), qn("a:p"))
        etree.SubElement(paragraph, qn("a:pPr"), algn={"left": "l", "center": "ctr", "right": "r"}[part.align])
        run = etree.SubElement(paragraph, qn("a:r"))
        look = {"sz": str(round(part.size * 100)), "b": "1" if part.bold else "0"}
        properties = etree.SubElement(run, qn("a:rPr"), **look)
        # Not the theme's: on a dark theme it is light, and the map stays as it is.
        fill = etree.SubElement(properties, qn("a:solidFill"))
        etree.SubElement(fill, qn("a:srgbClr"), val=part.colour.lstrip("#"))
        etree.SubElement(run, qn("a:t")).text = line
    return shape


def _add_picture(slide: Any, item: MapBlock) -> Any:
    sheet = cut_out(item, item.box)
    picture = slide.shapes.add_picture(io.BytesIO(to_png(sheet, dpi=_PICTURE_DPI)), *place(item.box))
    if sum(len(part.points) for part in item.items if isinstance(part, Shapes)) > _SVG_LIMIT:
        return picture
    package = slide.part.package
    name = PackURI(f"/ppt/media/map{len(slide.part.rels)}-{slide.slide_id}.svg")
    part = Part(name, "image/svg+xml", package, to_svg(sheet, as_outlines=True))
    relation = slide.part.relate_to(part, RT.IMAGE)
    picture._element.find(f".//{qn('a:blip')}").append(etree.fromstring(_SVG_EXTENSION.format(relation)))
    return picture


def add_drawing(slide: Any, item: Shapes | Polyline) -> Any:
    """A small drawing (north arrow) as a shape."""
    shape = _freeform(item) if isinstance(item, Shapes) else _line(item)
    if shape is not None:
        last = max(int(number) for number in slide.shapes._spTree.xpath(".//p:cNvPr/@id"))
        shape.xpath(".//p:cNvPr")[0].set("id", str(last + 1))
        slide.shapes._spTree.append(shape)
    return shape


def add_cutting(slide: Any, item: Shapes) -> Any:
    """A drawing of very many parts (QR code) as a picture."""
    points = list(item.points)
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    box = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    return slide.shapes.add_picture(io.BytesIO(to_png(cut_out(item, box), dpi=300)), *place(box))
