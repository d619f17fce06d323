"""Native charts: an office opens their figures in a sheet and changes them.

Texts come from data: in the sheet of a chart none is ever a formula or a link.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_PATTERN, MSO_THEME_COLOR
from pptx.oxml import parse_xml
from pptx.util import Pt

from tvgeo.locale import Locale
from tvgeo.render import style
from tvgeo.render.documents.slides import chart_sheet, paint

_C = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
_NS = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}
WHITE = style.SCREEN["paper"]
COUNT = "0;;"  # a count of nothing has no number in its bar
SMALL, LABEL = 12.0, 12.0
_TALL, _THICKEST, _LEAST_GAP = 3.9, 0.5, 0.45  # inches, inches, share of a bar
CROWDED = 11.0  # of names beside many thin bars
# What has no state: what was planned, and what was paid.
OTHERS = {"planned": paint.FIXED["planned"], "disbursed": style.SCREEN["ink_faint"]}


@dataclass(frozen=True, slots=True)
class Series:
    """A row of values by category; `None` is a gap. `code` is a state of the palette or ""."""

    name: str
    values: tuple[float | None, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One work in a chart of bars: what was done in the colour of its state, what was planned."""

    name: str
    code: str
    done: float | None
    planned: float | None
    done_invented: bool = False
    planned_invented: bool = False


def _rgb(colour: str) -> Any:
    read: Any = RGBColor.from_string
    return read(colour.removeprefix("#"))


def _gap(entries: int) -> int:
    """Return the room between bars, in % of a bar: few bars are no thicker than many."""
    bar = _TALL / max(entries, 1)
    return round(min(max(bar / _THICKEST - 1, _LEAST_GAP) * 100, 500))


def stacked(
    placeholder: Any,
    categories: Sequence[str],
    series: Sequence[Series],
    t: Locale,
    *,
    size: float = SMALL,
) -> Any:
    """Put a chart of counts by state in the place of a placeholder; return its frame."""
    data = chart_sheet.data(t, "0", categories)
    for one in series:
        data.add_series(chart_sheet.label(one.name), one.values)
    frame = placeholder.insert_chart(XL_CHART_TYPE.BAR_STACKED, data)
    chart = frame.chart
    plot = _plain(chart, gap=_gap(len(categories)), legend=True, size=size)
    plot.overlap = 100
    axis = chart.value_axis
    axis.visible = False
    axis.has_major_gridlines = False
    axis.minimum_scale = 0
    for drawn, one in zip(plot.series, series, strict=True):
        _paint(drawn.format, one.code)
        _labels(drawn, one.code)
    return frame


def bars(placeholder: Any, works: Sequence[Bar], names: tuple[str, str], t: Locale) -> Any:
    """Put a chart of done and planned percentages in the place of a placeholder.

    `names` are those of the two series; the highest bar of a pair is what was done.
    """
    data = chart_sheet.data(t, "", [work.name for work in works])
    data.add_series(chart_sheet.label(names[0]), [work.done for work in works])
    data.add_series(chart_sheet.label(names[1]), [work.planned for work in works])
    frame = placeholder.insert_chart(XL_CHART_TYPE.BAR_CLUSTERED, data)
    chart = frame.chart
    plot = _plain(chart, gap=_gap(2 * len(works)), legend=True)
    plot.overlap = 0
    _percent_axis(chart)
    done, planned = plot.series
    _solid(done.format, style.SCREEN["accent"])
    _solid(planned.format, paint.FIXED["planned"])
    for index, work in enumerate(works):
        _paint(done.points[index].format, work.code)
    _percent_labels(done, [work.done_invented for work in works], t, bold=True)
    _percent_labels(planned, [work.planned_invented for work in works], t, bold=False)
    return frame


def shares(placeholder: Any, entries: Sequence[Bar], name: str, t: Locale) -> Any:
    """Put a chart of single percentages in the place of a placeholder; return its frame.

    An entry is painted as its state, or as the part of a work that its `code` names.
    """
    data = chart_sheet.data(t, "", [entry.name for entry in entries])
    data.add_series(chart_sheet.label(name), [entry.done for entry in entries])
    frame = placeholder.insert_chart(XL_CHART_TYPE.BAR_CLUSTERED, data)
    plot = _plain(frame.chart, gap=_gap(len(entries)), legend=False)
    _percent_axis(frame.chart)
    (series,) = plot.series
    _solid(series.format, style.SCREEN["accent"])
    for index, entry in enumerate(entries):
        point = series.points[index].format
        if entry.code in OTHERS:
            _solid(point, OTHERS[entry.code])
        else:
            _paint(point, entry.code)
    _percent_labels(series, [entry.done_invented for entry in entries], t, bold=True)
    return frame


def _plain(chart: Any, *, gap: int, legend: bool, size: float = SMALL) -> Any:
    """Set what all charts share: face, order, categories from the top, room for their names."""
    chart.has_title = False
    chart.font.size = Pt(SMALL)
    chart.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    chart.has_legend = legend
    if legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(SMALL)
    axis = chart.category_axis
    axis.reverse_order = True
    axis.has_major_gridlines = False
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.format.line.color.rgb = _rgb(style.SCREEN["ink_faint"])
    axis.tick_labels.font.size = Pt(size)
    # every bar has its name, also where a program would leave some out
    after = axis._element.find("c:noMultiLvlLbl", _NS)  # noqa: SLF001 - no public setter
    after.addprevious(parse_xml(f'<c:tickLblSkip {_C} val="1"/>'))
    plot = chart.plots[0]
    plot.gap_width = gap
    plot.vary_by_categories = False
    return plot


def _percent_axis(chart: Any) -> None:
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 100, 25
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = _rgb(paint.FIXED["track"])
    axis.major_gridlines.format.line.width = Pt(0.75)
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    # the categories run from the top: the axis of values crosses them at the far end
    axis.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    axis.tick_labels.number_format = '0"%"'
    axis.tick_labels.number_format_is_linked = False
    axis.tick_labels.font.size = Pt(SMALL)


def room(frame: Any, left: float, width: float, height: float) -> None:
    """Fix the room of the bars, as shares of the chart; the names have what is left of it."""
    area = frame.chart._chartSpace.find(".//c:plotArea", _NS)  # noqa: SLF001 - no public layout
    for old in area.findall("c:layout", _NS):
        area.remove(old)
    values = "".join(
        f'<c:{name} val="{value:.4f}"/>'
        for name, value in (("x", left), ("y", 0.02), ("w", width), ("h", height))
    )
    area.insert(
        0,
        parse_xml(
            f'<c:layout {_C}><c:manualLayout><c:layoutTarget val="inner"/>'
            f'<c:xMode val="edge"/><c:yMode val="edge"/>{values}</c:manualLayout></c:layout>'
        ),
    )


def _solid(shape: Any, colour: str) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(colour)


def _paint(shape: Any, code: str) -> None:
    """Give a bar the look of a state: filled, framed, or hatched where nothing is known."""
    if code == "no_data":
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb = _rgb(paint.FIXED["hatch"])
        shape.fill.back_color.rgb = _rgb(WHITE)
        shape.line.color.rgb = _rgb(paint.FIXED["hatch"])
        shape.line.width = Pt(0.75)
    elif code in paint.FRAMED:
        _solid(shape, WHITE)
        shape.line.color.rgb = _rgb(paint.colour(code))
        shape.line.width = Pt(1.5)
    else:
        _solid(shape, paint.colour(code))
        # a hair of white between neighbours
        shape.line.color.rgb = _rgb(WHITE)
        shape.line.width = Pt(0.75)


def _labels(series: Any, code: str) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = COUNT, False
    labels.position = XL_LABEL_POSITION.CENTER
    labels.font.size, labels.font.bold = Pt(LABEL), True
    framed = code in paint.FRAMED or code == "no_data"
    ink = style.SCREEN["ink"] if framed else style.health(code).on
    labels.font.color.rgb = _rgb(ink)
    if code == "no_data":  # a number on a hatch needs a ground of its own
        ground = (
            '<c:spPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            f"{_C}>{paint.solid(WHITE)}</c:spPr>"
        )
        labels._element.find("c:numFmt", _NS).addnext(parse_xml(ground))  # noqa: SLF001


def _percent_labels(series: Any, invented: Sequence[bool], t: Locale, *, bold: bool) -> None:
    """Write the figures behind the bars, those that were invented in italics with the mark."""
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = chart_sheet.percent(t), False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.bold = Pt(LABEL), bold
    marked = chart_sheet.percent(t, invented=True).replace('"', "&quot;")
    for index, is_invented in enumerate(invented):
        if is_invented:
            point = (
                f'<c:dLbl xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" {_C}>'
                f'<c:idx val="{index}"/>'
                f'<c:numFmt formatCode="{marked}" '
                f'sourceLinked="0"/><c:spPr><a:noFill/></c:spPr><c:txPr><a:bodyPr/><a:lstStyle/>'
                f'<a:p><a:pPr><a:defRPr sz="{round(LABEL * 100)}" b="{int(bold)}" i="1"/></a:pPr>'
                '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
                '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
                '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
                '<c:showBubbleSize val="0"/></c:dLbl>'
            )
            before = labels._element.findall("c:dLbl", _NS)  # noqa: SLF001 - points come first
            (before[-1].addnext if before else _first(labels))(parse_xml(point))


def _first(labels: Any) -> Any:
    return lambda element: labels._element.insert(0, element)  # noqa: SLF001
