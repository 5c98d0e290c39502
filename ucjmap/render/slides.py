"""Sheets as slides that an office can edit: native title, texts, tables and charts; the map as SVG with a PNG beside it.

PowerPoint turns the SVG into shapes on request ("Convert to Shape"); programs that do not read SVG show the PNG.
"""

import copy
import datetime as dt
import io
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from ucjmap.render.static import (
    ACCENT,
    RULE,
    WARNING,
    Align,
    Bars,
    Box,
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
    axis_steps,
    bar_layout,
    clean,
    cut_out,
    row_size,
    to_png,
    to_svg,
)

_EMU_PER_MM: Final = 36_000
#: Narrower than the font that everything was measured with, and on every office machine.
_FONT: Final = "Arial"
_PICTURE_DPI: Final = 200
#: Numbers of charts; the office program writes the decimal sign of its user.
_SHARE: Final = "0.0%"
_POINTS: Final = "+0.0;\u22120.0;0.0"
_DAY, _MONTH = "d/m/yyyy", "mm/yyyy"
#: Part of the width of a line of dates that the figure above a point takes.
_LABEL_SHARE: Final = 0.05
#: Vertices above which a slide is slow to open with the map as SVG: it then has the PNG alone.
_SVG_LIMIT: Final = 150_000
_ALIGN: Final[dict[Align, Any]] = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
_SVG_EXTENSION: Final = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}">'
    '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="{0}"/>'
    "</a:ext></a:extLst>"
)


def write_pptx(
    sheets: Iterable[Sheet], out: Path | io.BytesIO, *, title: str, on_page: Callable[[int], None] | None = None
) -> int:
    """Write sheets as slides of one presentation; gives their number."""
    deck = Presentation()
    count = 0
    for sheet in sheets:
        if count == 0:
            deck.slide_width, deck.slide_height = _emu(sheet.width), _emu(sheet.height)
        _add_slide(deck, sheet)
        count += 1
        if on_page is not None:
            on_page(count)
    deck.core_properties.title = clean(title)
    deck.core_properties.author = "UCJMap"
    deck.save(str(out) if isinstance(out, Path) else out)
    return count


def _emu(millimetres: float) -> Emu:
    return Emu(round(millimetres * _EMU_PER_MM))


def _place(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    return _emu(box.x), _emu(box.y), _emu(max(box.w, 0.01)), _emu(max(box.h, 0.01))


def _rgb(colour: str) -> RGBColor:
    red, green, blue = bytes.fromhex(colour.lstrip("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def _add_slide(deck: Any, sheet: Sheet) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])  # title only
    for item in sheet.items:
        _add(slide, item)
    slide.notes_slide.notes_text_frame.text = "\n".join(clean(line) for line in sheet.notes.split("\n"))


def _add(slide: Any, item: Item) -> None:
    match item:
        case Text(name="title"):
            _fill_text(slide.shapes.title, item)
        case Text():
            _fill_text(slide.shapes.add_textbox(*_place(item.box)), item)
        case Rectangle():
            _add_rectangle(slide, item)
        case Polyline(points=((x, y), (right, bottom))):
            ends = (_emu(x), _emu(y), _emu(right), _emu(bottom))
            connector = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
            _drop_theme(connector)
            connector.line.color.rgb, connector.line.width = _rgb(item.colour), Pt(item.line_pt)
        case Table():
            _add_table(slide, item)
        case Bars():
            _add_bars(slide, item)
        case Trend():
            _add_trend(slide, item)
        case MapBlock():
            _add_map(slide, item)
        case Picture():
            _name(slide.shapes.add_picture(io.BytesIO(item.content), *_place(item.box)), item.name)
        case _:
            _add_cutting(slide, item)


def _name(shape: Any, name: str, alt: str = "") -> None:
    shape.name = name
    if alt:
        shape._element.xpath(".//p:cNvPr")[0].set("descr", clean(alt))


def _drop_theme(shape: Any) -> None:
    """Take the theme's shadow and colours away; what is set on the shape itself stays."""
    for style in shape._element.findall(qn("p:style")):
        shape._element.remove(style)


def _fill_text(shape: Any, item: Text) -> None:
    shape.left, shape.top, shape.width, shape.height = _place(item.box)
    if item.name != "title":
        shape.name = item.name
    frame = shape.text_frame
    frame.auto_size, frame.word_wrap, frame.vertical_anchor = MSO_AUTO_SIZE.NONE, item.name == "title", MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    # A title is one sentence that may be rewritten; other lines stay where they were measured.
    lines = (" ".join(item.lines),) if item.name == "title" else item.lines
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = _ALIGN[item.align]
        run = paragraph.add_run()
        run.text = line
        letters = run.font
        letters.size, letters.bold, letters.name = Pt(item.size), item.bold, _FONT
        letters.color.rgb = _rgb(item.colour)
        if item.url:
            run.hyperlink.address = item.url


def _add_rectangle(slide: Any, item: Rectangle) -> None:
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_place(item.box))
    _drop_theme(shape)
    if item.fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = _rgb(item.fill)
    else:
        shape.fill.background()
    if item.line:
        shape.line.color.rgb, shape.line.width = _rgb(item.line), Pt(0.5)
    else:
        shape.line.fill.background()


def _add_map(slide: Any, item: MapBlock) -> None:
    sheet = cut_out(item, item.box)
    picture = slide.shapes.add_picture(io.BytesIO(to_png(sheet, dpi=_PICTURE_DPI)), *_place(item.box))
    _name(picture, item.name, item.alt)
    if sum(len(part.points) for part in item.items if isinstance(part, Shapes)) > _SVG_LIMIT:
        return
    package = slide.part.package
    name = PackURI(f"/ppt/media/map{len(slide.part.rels)}-{slide.slide_id}.svg")
    part = Part(name, "image/svg+xml", package, to_svg(sheet, as_outlines=True))
    relation = slide.part.relate_to(part, RT.IMAGE)
    blip = picture._element.find(f".//{qn('a:blip')}")
    blip.append(etree.fromstring(_SVG_EXTENSION.format(relation)))


def _add_cutting(slide: Any, item: Item) -> None:
    """Small vector things (QR code, north arrow) as a picture."""
    if not isinstance(item, Shapes | Polyline):
        return
    points = list(item.points)
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    box = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
    slide.shapes.add_picture(io.BytesIO(to_png(cut_out(item, box), dpi=300)), *_place(box))


def _add_table(slide: Any, item: Table) -> None:
    """A native table. Cells are copied from a model cell: building each by its attributes takes ten times as long."""
    lines = [item.head, *item.rows] if item.head else list(item.rows)
    if not lines:
        return
    frame = slide.shapes.add_table(1, len(item.widths), *_place(item.box))
    frame.name = item.name
    table = frame.table
    table.horz_banding, table.first_row = False, bool(item.head)
    for column, width in zip(table.columns, item.widths, strict=True):
        column.width = _emu(width)
    body = table._tbl
    model = copy.deepcopy(body.tr_lst[0])
    body.remove(body.tr_lst[0])
    for number, cells in enumerate(lines):
        row = copy.deepcopy(model)
        row.set("h", str(_emu(item.row_mm)))
        is_head = bool(item.head) and number == 0
        swatch = item.swatches[number - bool(item.head)] if item.swatches and not is_head else None
        for place, (element, cell) in enumerate(zip(row.tc_lst, cells, strict=True)):
            _fill_cell(element, cell.text, cell.size, item.aligns[place], is_head)
        body.append(row)
        if swatch:
            _fill_swatch(table.cell(number, 0), *swatch)


def _fill_cell(element: Any, text: str, size: float, align: Align, is_head: bool) -> None:
    """Content and look of a cell as XML; the text is set by lxml, which escapes it."""
    body = element.find(qn("a:txBody"))
    paragraph = body.find(qn("a:p"))
    for child in list(paragraph):
        paragraph.remove(child)
    etree.SubElement(paragraph, qn("a:pPr"), algn={"left": "l", "center": "ctr", "right": "r"}[align])
    look = {"sz": str(round(size * 100)), "b": "1" if is_head else "0", "dirty": "0"}
    if text:
        run = etree.SubElement(paragraph, qn("a:r"))
        _dress_run(etree.SubElement(run, qn("a:rPr"), **look), is_head)
        etree.SubElement(run, qn("a:t")).text = text
    # Without it the row of an empty cell is as high as the theme's letters.
    etree.SubElement(paragraph, qn("a:endParaRPr"), sz=look["sz"])
    for old in element.findall(qn("a:tcPr")):
        element.remove(old)
    margins = {"marL": "36000", "marR": "36000", "marT": "0", "marB": "0", "anchor": "ctr"}
    look_of_cell = etree.SubElement(element, qn("a:tcPr"), **margins)
    for edge in ("lnL", "lnR", "lnT"):
        line = etree.SubElement(look_of_cell, qn(f"a:{edge}"), w="0")
        etree.SubElement(line, qn("a:noFill"))
    line = etree.SubElement(look_of_cell, qn("a:lnB"), w="9525" if is_head else "6350")
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val="52606D" if is_head else "E4E7EB")
    etree.SubElement(look_of_cell, qn("a:noFill"))


def _dress_run(properties: Any, is_head: bool) -> None:
    fill = etree.SubElement(properties, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val="52606D" if is_head else "1F2933")
    etree.SubElement(properties, qn("a:latin"), typeface=_FONT)


def _fill_swatch(cell: Any, colour: str, hatched: bool) -> None:
    if hatched:
        cell.fill.patterned()
        cell.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        cell.fill.fore_color.rgb, cell.fill.back_color.rgb = _rgb("#6b7280"), _rgb(colour)
    else:
        cell.fill.solid()
        cell.fill.fore_color.rgb = _rgb(colour)


def _add_bars(slide: Any, item: Bars) -> None:
    form, factor = (_POINTS, 100.0) if item.in_points else (_SHARE, 1.0)
    data: Any = CategoryChartData(number_format=form)  # type: ignore[no-untyped-call]
    data.categories = [clean(bar.label) for bar in item.bars]
    data.add_series(clean(item.title), [bar.value * factor for bar in item.bars])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *_place(item.box), data)
    frame.name = item.name
    chart = frame.chart
    size = Pt(round(row_size(bar_layout(item)[1], item.scale), 1))
    _dress_chart(chart, item.title, size)
    chart.category_axis.reverse_order = True  # the first bar on top, as in the other formats
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # beside the bars, not upon those below zero
    chart.category_axis.format.line.fill.background()
    _write_every_label(chart.category_axis)
    chart.value_axis.visible = False
    values = [bar.value * factor for bar in item.bars]
    if min(values) < 0:  # else the figures of the longest bars lie upon the names
        spare = 0.22 * (max(0.0, *values) - min(values))
        chart.value_axis.minimum_scale = min(values) - spare
        chart.value_axis.maximum_scale = max(0.0, *values) + spare
    chart.value_axis.has_major_gridlines = False
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 35, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = form, False
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.data_labels.font.size = size
    for place, bar in enumerate(item.bars):
        point = plot.series[0].points[place]
        fill = point.format.fill
        fill.solid()
        fill.fore_color.rgb = _rgb(bar.colour)
        _keep_colour_below_zero(point)


def _keep_colour_below_zero(point: Any) -> None:
    """Without this a bar below zero is white in some programs."""
    element = point._element.xpath(f"./c:dPt[c:idx/@val='{point._idx}']")[0]
    element.find(qn("c:idx")).addnext(etree.Element(qn("c:invertIfNegative"), val="0"))


def _write_every_label(axis: Any) -> None:
    skip = etree.Element(qn("c:tickLblSkip"), val="1")
    no_multi = axis._element.find(qn("c:noMultiLvlLbl"))
    if no_multi is None:
        axis._element.append(skip)
    else:
        no_multi.addprevious(skip)  # the order of the elements is part of the format


def _add_trend(slide: Any, item: Trend) -> None:
    data: Any = CategoryChartData(number_format=_SHARE)  # type: ignore[no-untyped-call]
    # Days and not words: the distances between the dates are then true, as in the other formats.
    data.categories = [dt.date.fromisoformat(date) for date in item.dates]
    data.categories.number_format = _DAY
    data.add_series(clean(item.title), item.rates)
    if item.target is not None:
        data.add_series(clean(item.target_text), [item.target] * len(item.dates))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *_place(item.box), data)
    frame.name = item.name
    chart = frame.chart
    _dress_chart(chart, item.title, Pt(8 * item.scale))
    steps = axis_steps(max((rate for rate in (*item.rates, item.target) if rate is not None), default=1.0))
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, steps[-1]
    chart.value_axis.major_unit = steps[1]
    chart.value_axis.major_gridlines.format.line.color.rgb = _rgb(RULE)
    _write_months(chart.category_axis, item.dates)
    chart.value_axis.tick_labels.number_format = "0%"
    chart.value_axis.tick_labels.number_format_is_linked = False
    chart.has_legend = item.target is not None
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    line = chart.plots[0].series[0]
    line.smooth = False
    line.format.line.color.rgb = _rgb(ACCENT)
    _label_points(line, item)
    if item.target is not None:
        level = chart.plots[0].series[1]
        level.smooth, level.marker.style = False, XL_MARKER_STYLE.NONE
        level.format.line.color.rgb, level.format.line.dash_style = _rgb(WARNING), MSO_LINE.DASH


def _write_months(axis: Any, dates: tuple[str, ...]) -> None:
    """At most seven labels below a line of dates."""
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _MONTH, False
    first, last = dt.date.fromisoformat(dates[0]), dt.date.fromisoformat(dates[-1])
    months = 12 * (last.year - first.year) + last.month - first.month
    for name, text in (("majorUnit", str(max(1, -(-months // 6)))), ("majorTimeUnit", "months")):
        axis._element.append(etree.Element(qn(f"c:{name}"), val=text))


def _label_points(line: Any, item: Trend) -> None:
    """Figures above the points; of dates that lie close together the newest is written, the table has all."""
    days = [dt.date.fromisoformat(date).toordinal() for date in item.dates]
    apart = (days[-1] - days[0]) * _LABEL_SHARE
    next_day = math.inf
    for place in range(len(days) - 1, -1, -1):
        if item.rates[place] is not None and next_day - days[place] >= apart:
            label = line.points[place].data_label
            label.position, label.font.size = XL_LABEL_POSITION.ABOVE, Pt(8 * item.scale)
            next_day = days[place]


def _dress_chart(chart: Any, title: str, size: Pt) -> None:
    chart.font.size, chart.font.name = size, _FONT
    chart.has_legend = False
    chart.has_title = bool(title)
    if title:
        chart.chart_title.text_frame.text = clean(title)
        letters = chart.chart_title.text_frame.paragraphs[0].runs[0].font
        letters.size, letters.bold = Pt(size.pt + 1), True
