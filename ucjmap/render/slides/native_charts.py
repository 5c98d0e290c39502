"""Native charts: bars of areas and the line over dates, whose numbers can be edited."""

import datetime as dt
import math
from typing import Any, Final

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE, MSO_THEME_COLOR
from pptx.oxml.ns import qn
from pptx.util import Pt

from ucjmap.render.slides.ink import place
from ucjmap.render.static import RULE, Bars, Box, Trend, axis_steps, bar_layout, clean, row_size

#: Numbers of charts; the office program writes the decimal sign of its user.
_SHARE: Final = "0.0%"
_POINTS: Final = "+0.0;\u22120.0;0.0"
_DAY, _MONTH = "d/m/yyyy", "mm/yyyy"
#: What the heading of a chart takes with the margins that office programs leave around it, in its own heights.
_TITLE_SHARE: Final = 1.4
#: Part of the width of a line of dates that the figure above a point takes.
_LABEL_SHARE: Final = 0.09


def _rgb(colour: str) -> RGBColor:
    red, green, blue = bytes.fromhex(colour.lstrip("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def add_bars(slide: Any, item: Bars) -> Any:
    """Bars of areas, the first on top."""
    form, factor = (_POINTS, 100.0) if item.in_points else (_SHARE, 1.0)
    data: Any = CategoryChartData(number_format=form)  # type: ignore[no-untyped-call]
    data.categories = [clean(bar.label) for bar in item.bars]
    data.add_series(clean(item.title), [bar.value * factor for bar in item.bars])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *place(item.box), data)
    frame.name = item.name
    chart = frame.chart
    title_mm, row_mm, names_mm, values_mm = bar_layout(item)
    size = Pt(round(row_size(row_mm, item.scale), 1))
    _dress_chart(chart, item.title, size)
    top_mm = _TITLE_SHARE * title_mm
    _place_plot(chart, item.box, Box(names_mm, top_mm, item.box.w - names_mm, item.box.h - top_mm))
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
    elif max(values) > 0:  # the figure of the longest bar stands behind it
        room_mm = item.box.w - names_mm
        chart.value_axis.minimum_scale = 0
        chart.value_axis.maximum_scale = max(values) * room_mm / (room_mm - values_mm)
    chart.value_axis.has_major_gridlines = False
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 35, True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = form, False
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.data_labels.font.size = size
    for number, bar in enumerate(item.bars):
        point = plot.series[0].points[number]
        fill = point.format.fill
        fill.solid()
        fill.fore_color.rgb = _rgb(bar.colour)
        _keep_colour_below_zero(point)
    return frame


def _place_plot(chart: Any, box: Box, plot: Box) -> None:
    """Leave the names of bars the width that they need: some programs break them, and then leave out every second."""
    parts = (("x", plot.x / box.w), ("y", plot.y / box.h), ("w", plot.w / box.w), ("h", plot.h / box.h))
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    for name, value in (("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge")):
        etree.SubElement(manual, qn(f"c:{name}"), val=value)
    for name, share in parts:
        etree.SubElement(manual, qn(f"c:{name}"), val=f"{share:.5f}")
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, layout)


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


def add_trend(slide: Any, item: Trend) -> Any:
    """The line over the dates, and the target as a level one."""
    data: Any = CategoryChartData(number_format=_SHARE)  # type: ignore[no-untyped-call]
    # Days and not words: the distances between the dates are then true, as in the other formats.
    data.categories = [dt.date.fromisoformat(date) for date in item.dates]
    data.categories.number_format = _DAY
    data.add_series(clean(item.title), item.rates)
    if item.target is not None:
        data.add_series(clean(item.target_text), [item.target] * len(item.dates))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *place(item.box), data)
    frame.name = item.name
    chart = frame.chart
    _dress_chart(chart, item.title, Pt(round(7 * item.scale, 1)))
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
    line.format.line.color.theme_color = MSO_THEME_COLOR.ACCENT_1
    line.format.line.width = Pt(3)
    _label_points(line, item)
    if item.target is not None:
        level = chart.plots[0].series[1]
        level.smooth, level.marker.style = False, XL_MARKER_STYLE.NONE
        level.format.line.color.rgb, level.format.line.dash_style = _rgb(item.target_colour), MSO_LINE.DASH
    return frame


def _write_months(axis: Any, dates: tuple[str, ...]) -> None:
    """At most seven labels below a line of dates, which has a margin: a figure stands beside its first and last point."""
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _MONTH, False
    first, last = dt.date.fromisoformat(dates[0]), dt.date.fromisoformat(dates[-1])
    margin = (last - first) * _LABEL_SHARE / 2
    axis.minimum_scale, axis.maximum_scale = (_serial((first - margin).replace(day=1)), _serial(last + margin))
    months = 12 * (last.year - first.year) + last.month - first.month
    for name, text in (("majorUnit", str(max(1, -(-months // 6)))), ("majorTimeUnit", "months")):
        axis._element.append(etree.Element(qn(f"c:{name}"), val=text))


def _serial(day: dt.date) -> int:
    """A day as a number of a workbook."""
    return (day - dt.date(1899, 12, 30)).days


def _label_points(line: Any, item: Trend) -> None:
    """Figures above the points; of dates that lie close together the newest is written, the table has all."""
    days = [dt.date.fromisoformat(date).toordinal() for date in item.dates]
    apart = (days[-1] - days[0]) * _LABEL_SHARE
    next_day = math.inf
    for number in range(len(days) - 1, -1, -1):
        if item.rates[number] is not None and next_day - days[number] >= apart:
            label = line.points[number].data_label
            label.position, label.font.size = XL_LABEL_POSITION.ABOVE, Pt(round(7 * item.scale, 1))
            next_day = days[number]


def _dress_chart(chart: Any, title: str, size: Pt) -> None:
    chart.font.size = size
    chart.has_legend = False
    chart.has_title = bool(title)
    if title:
        chart.chart_title.text_frame.text = clean(title)
        letters = chart.chart_title.text_frame.paragraphs[0].runs[0].font
        letters.size, letters.bold = Pt(size.pt + 1), True
