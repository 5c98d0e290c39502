"""Native tables. Cells are copied from a model cell: building each by its attributes takes ten times as long."""

import copy
from typing import Any, Final

from lxml import etree
from pptx.oxml.ns import qn

from ucjmap.render.slides.grids import left_pad_mm
from ucjmap.render.slides.ink import emu, ground_fill, place, solid_fill
from ucjmap.render.static import INK, PALE, RULE, Align, Table

_SIDES: Final[dict[Align, str]] = {"left": "l", "center": "ctr", "right": "r"}


def add_table(slide: Any, item: Table) -> Any:
    """A table with its headings, to be edited; None where it has no line."""
    lines = [item.head, *item.rows] if item.head else list(item.rows)
    if not lines:
        return None
    frame = slide.shapes.add_table(1, len(item.widths), *place(item.box))
    frame.name = item.name
    table = frame.table
    table.horz_banding, table.first_row = False, bool(item.head)
    for column, width in zip(table.columns, item.widths, strict=True):
        column.width = emu(width)
    body = table._tbl
    model = copy.deepcopy(body.tr_lst[0])
    body.remove(body.tr_lst[0])
    for number, cells in enumerate(lines):
        is_head = bool(item.head) and number == 0
        row = copy.deepcopy(model)
        row.set("h", str(emu((item.head_mm if is_head else 0.0) or item.row_mm)))
        swatch = item.swatches[number - bool(item.head)] if item.swatches and not is_head else None
        for column, (element, cell) in enumerate(zip(row.tc_lst, cells, strict=True)):
            fill = swatch if column == 0 else None
            _fill_cell(element, cell.text, cell.size, item.aligns[column], is_head, fill)
            element.find(qn("a:tcPr")).set("marL", str(emu(left_pad_mm(item.aligns, column))))
        body.append(row)
    return frame


def _fill_cell(
    element: Any, text: str, size: float, align: Align, is_head: bool, swatch: tuple[str, bool] | None
) -> None:
    """Content and look of a cell as XML; the text is set by lxml, which escapes it."""
    body = element.find(qn("a:txBody"))
    for paragraph in body.findall(qn("a:p")):
        body.remove(paragraph)
    for line in text.split("\n"):
        _add_line(body, line, size, align, is_head)
    for old in element.findall(qn("a:tcPr")):
        element.remove(old)
    margins = {"marL": "36000", "marR": "36000", "marT": "0", "marB": "0", "anchor": "ctr"}
    look = etree.SubElement(element, qn("a:tcPr"), **margins)
    for edge in ("lnL", "lnR", "lnT"):
        etree.SubElement(etree.SubElement(look, qn(f"a:{edge}"), w="0"), qn("a:noFill"))
    etree.SubElement(look, qn("a:lnB"), w="12700" if is_head else "6350").append(solid_fill(PALE if is_head else RULE))
    if swatch is None:
        etree.SubElement(look, qn("a:noFill"))
    else:
        look.append(ground_fill(swatch[0], hatched=swatch[1]))


def _add_line(body: Any, line: str, size: float, align: Align, is_head: bool) -> None:
    paragraph = etree.SubElement(body, qn("a:p"))
    etree.SubElement(paragraph, qn("a:pPr"), algn=_SIDES[align])
    points = str(round(size * 100))
    if line:
        run = etree.SubElement(paragraph, qn("a:r"))
        properties = etree.SubElement(run, qn("a:rPr"), sz=points, b="1" if is_head else "0", dirty="0")
        properties.append(solid_fill(PALE if is_head else INK))
        etree.SubElement(run, qn("a:t")).text = line
    # Without it the row of an empty cell is as high as the theme's letters.
    etree.SubElement(paragraph, qn("a:endParaRPr"), sz=points)
