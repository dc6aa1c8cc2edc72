"""Bars, lines and scatters as the office's own charts: with a workbook each, so that a number can
be corrected and the chart be styled anew."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Pt
from xlsxwriter import Workbook

from secon_ui.drawing.label_placement import spread_out
from secon_ui.drawing.theme import LIGHT, mix
from secon_ui.taking.exhibit import Bar, Bars, Dot, Line, Lines, Scatter, Ticks
from secon_ui.taking.slides.canvas import Box, Canvas, Run, width
from secon_ui.text.basis_marks import SIGN

READ, NAME, SMALL, LEAST = 18.0, 16.0, 14.0, 14.0  # sizes: what is read, what stands beside it
BAR, THICKEST = 27.0, 46.0  # a row of bars: at the least for large type, at the most
PALE = 0.62  # how much lighter the rest of a bar is than the part that is looked at
MARKERS = {"own": XL_MARKER_STYLE.CIRCLE, "computed": XL_MARKER_STYLE.DIAMOND,
           "wider": XL_MARKER_STYLE.CIRCLE}  # fmt: skip
# Workbooks tell when they were made: the same chart has the same bytes.
MADE = datetime.datetime(2000, 1, 1)
NO_FORMULAS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@contextmanager
def _worksheet(file: io.BytesIO) -> Iterator[tuple[Any, Any]]:
    book = Workbook(file, NO_FORMULAS)
    book.set_properties({"created": MADE})
    yield book, book.add_worksheet()
    book.close()


class _Categories(CategoryWorkbookWriter):  # type: ignore[misc]  # pptx has no types
    def _open_worksheet(self, file: io.BytesIO) -> Any:
        return _worksheet(file)


class _Points(XyWorkbookWriter):  # type: ignore[misc]
    def _open_worksheet(self, file: io.BytesIO) -> Any:
        return _worksheet(file)

    def _populate_worksheet(self, book: Any, sheet: Any) -> None:
        """A point that stands there again takes its numbers from the first of its name."""
        super()._populate_worksheet(book, sheet)
        rows: dict[str, int] = {}
        for series in self._chart_data:
            if len(series) == 1:
                row = self.series_table_row_offset(series) + 1
                first = rows.setdefault(series.name, row)
                if row != first:
                    (x,), (y,) = series.x_values, series.y_values
                    sheet.write_formula(row, 0, f"=A{first + 1}", None, x)
                    sheet.write_formula(row, 1, f"=B{first + 1}", None, y)


class CategoryData(CategoryChartData):  # type: ignore[misc]
    """Of a chart whose workbook holds a text as a text, whatever it begins with."""

    @property
    def _workbook_writer(self) -> Any:
        return _Categories(self)


class PointData(XyChartData):  # type: ignore[misc]
    """The same of points."""

    @property
    def _workbook_writer(self) -> Any:
        return _Points(self)


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour[1:])


def _within(chart: Any, box: Box, plot: Box) -> None:
    """Fixes where the plot is, so that what lies over the chart meets its values."""
    area = chart._chartSpace.chart.plotArea
    for found in area.findall(qn("c:layout")):
        area.remove(found)
    shares = {
        "x": (plot.left - box.left) / box.width,
        "y": (plot.top - box.top) / box.height,
        "w": plot.width / box.width,
        "h": plot.height / box.height,
    }
    edges = "".join(f'<c:{name}Mode val="edge"/>' for name in "xy")
    places = "".join(f'<c:{name} val="{share:.5f}"/>' for name, share in shares.items())
    area.insert(0, _xml(f'<c:layout><c:manualLayout><c:layoutTarget val="inner"/>{edges}{places}'
                        "</c:manualLayout></c:layout>"))  # fmt: skip


def _xml(text: str) -> Any:
    space = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    drawing = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    return parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {space} {drawing}", text, count=1))


def _plain(chart: Any, language: str) -> None:
    """No title, no legend, a clear ground, letters of the reader's language."""
    chart.has_title = False
    chart.has_legend = False
    chart.font.size = Pt(SMALL)
    chart.font.color.rgb = _rgb(LIGHT.quiet)
    space = chart._chartSpace
    clear = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    text = space.find(qn("c:txPr"))
    text.addprevious(_xml(clear))
    for style in text.iter(qn("a:defRPr"), qn("a:endParaRPr")):
        style.set("lang", language)
    if space.find(qn("c:roundedCorners")) is None:
        first = space.find(qn("c:date1904"))
        square = _xml('<c:roundedCorners val="0"/>')
        first.addnext(square) if first is not None else space.insert(0, square)


def _words(label: Any, runs: Sequence[Run], language: str, position: Any) -> None:
    """A label with words of its own, on one line."""
    frame = label.text_frame
    frame.word_wrap = False
    paragraph = frame.paragraphs[0]
    for run in runs:
        found = paragraph.add_run()
        found.text = run.text
        found.font.size, found.font.bold = Pt(run.size), run.strong
        found.font.color.rgb = _rgb(run.ink or LIGHT.text)
        found._r.get_or_add_rPr().set("lang", language)
    label.position = position


def _axis_line(axis: Any, colour: str) -> None:
    axis.format.line.color.rgb = _rgb(colour)
    axis.format.line.width = Pt(1)
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE


def _scale(axis: Any, low: float, high: float, ticks: Ticks) -> None:
    """Limits of an axis and its lines: those of the ticks."""
    axis.minimum_scale, axis.maximum_scale = low, high
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = _rgb(LIGHT.rule)
    axis.major_gridlines.format.line.width = Pt(0.75)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _axis_line(axis, LIGHT.rule)
    if len(ticks) > 1:
        axis.major_unit = step(ticks)
    axis.tick_labels.number_format = number_format(ticks)
    axis.tick_labels.number_format_is_linked = False


def step(ticks: Ticks) -> float:
    """How far ticks are from each other, without the last bits of their difference."""
    return float(f"{ticks[1][0] - ticks[0][0]:.10g}")


def number_format(ticks: Ticks) -> str:
    """As an office writes the numbers of an axis: in groups, with the decimals that they need."""
    decimals = max((len(f"{at:.10g}".partition(".")[2]) for at, _ in ticks), default=0)
    return "#,##0" + (f".{'0' * decimals}" if decimals else "")


def bounds(ticks: Ticks, low: float, high: float) -> tuple[float, float]:
    """The ticks around all values."""
    if len(ticks) < 2:
        return (low, high) if high > low else (low - 1, low + 1)
    apart = step(ticks)
    first, last = ticks[0][0], ticks[-1][0]
    while first > low + apart * 1e-9:
        first -= apart
    while last < high - apart * 1e-9:
        last += apart
    return float(f"{first:.10g}"), float(f"{last:.10g}")


# --- bars ---


@dataclass(frozen=True)
class Part(Bars):
    """Some of the rows of ``whole``; ``most``: how many stand on a slide of its."""

    whole: Bars = field(kw_only=True)
    most: int = field(kw_only=True)


def bars(canvas: Canvas, found: Bars, box: Box, described: str) -> None:
    """A bar chart: names with their marks, printed numbers, what is measured against as a line.
    Parts of one have one scale and one size of type."""
    rows = found.bars
    whole, most = (found.whole, found.most) if isinstance(found, Part) else (found, len(rows))
    size = READ if box.height / max(most, 1) >= BAR else SMALL
    box = replace(box, height=min(box.height, 24 + THICKEST * len(rows)))
    names = [_named(bar) for bar in rows]
    room = _names_room(whole, size)
    while room > box.width * 0.45 and size > LEAST:
        size -= 1
        room = _names_room(whole, size)
    room = min(room, box.width * 0.45)
    over = 24.0 if found.level or found.band or found.title else 0.0
    plot = Box(box.left + room, box.top + over, box.width - room, box.height - over)
    labels = [_label(bar, size) for bar in rows]
    low, scale = _fitted(whole, [_label(bar, size) for bar in whole.bars], plot.width)

    def at(value: float) -> float:
        return plot.left + (value - low) * scale

    if found.band:
        start, end, words = found.band
        band = Box(at(start), plot.top, (end - start) * scale, plot.height)
        canvas.shape("rect", band, name=words, fill=LIGHT.band_outer)
    if rows:
        data = CategoryData(number_format="General")
        data.categories = names
        data.add_series(found.measure, [bar.value for bar in rows])
        if any(bar.part is not None for bar in rows):
            data.add_series(f"{found.measure}: {whole.part_of}", [bar.part for bar in rows])
        chart = canvas.chart(
            XL_CHART_TYPE.BAR_CLUSTERED, box, data, name=found.measure, described=described
        )
        _plain(chart, canvas.language)
        _within(chart, box, plot)
        _bar_style(chart, found, labels, canvas.language, (low, low + plot.width / scale), size)
    for place, bar in enumerate(rows):
        if bar.value is None:
            middle = plot.top + (place + 0.5) * plot.height / len(rows)
            row = Box(at(max(0.0, low)) + 6, middle - size * 0.6, plot.width * 0.5, size * 1.2)
            canvas.text(row, [[Run(bar.told, size - 2, LIGHT.quiet)]], name=bar.name, wrap=False)
    _beside_bars(canvas, found, plot, at)


def _named(bar: Bar) -> str:
    """A name, with the mark where it is told what the value stands for."""
    marked = bar.value is not None and (bar.beneath or bar.basis != "own")
    return f"{SIGN[bar.basis]} {bar.name}" if marked else bar.name


def _names_room(found: Bars, size: float) -> float:
    return 12 + max((width(_named(bar), size) for bar in found.bars), default=0.0)


def _label(bar: Bar, size: float) -> list[Run]:
    if bar.value is None:
        return []
    stands = bar.beneath.removeprefix(SIGN[bar.basis]).strip()
    aside = [Run(f"   {stands}", SMALL if size > SMALL else LEAST, LIGHT.quiet)] if stands else []
    return [Run(bar.told, size, bar.ink, strong=True), *aside]


def _fitted(found: Bars, labels: Sequence[Sequence[Run]], room: float) -> tuple[float, float]:
    """Where the axis begins and how many points a unit takes, so that each label has room."""
    left, right = [(0.0, 0.0)], [(0.0, 0.0)]
    for bar, runs in zip(found.bars, labels, strict=True):
        if bar.value is not None:
            wide = 14 + sum(width(run.text, run.size, strong=run.strong) for run in runs)
            (left if bar.value < 0 else right).append((abs(bar.value), wide))
    marks = [found.most, *([found.level.value] if found.level else [])]
    marks += list(found.band[:2]) if found.band else []
    for mark in marks:
        (left if mark < 0 else right).append((abs(mark), 2.0))
    scales = [
        max(room - one[1] - other[1], room * 0.2) / (one[0] + other[0])
        for one in left
        for other in right
        if one[0] + other[0] > 0
    ]
    scale = min(scales, default=room)
    return -max(away + wide / scale for away, wide in left), scale


def _bar_style(
    chart: Any,
    found: Bars,
    labels: Sequence[Sequence[Run]],
    language: str,
    limits: tuple[float, float],
    size: float,
) -> None:
    (plot,) = chart.plots
    plot.gap_width = 40
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.tick_labels.font.size = Pt(size)
    names.tick_labels.font.color.rgb = _rgb(LIGHT.text)
    _every(names, 1)
    _axis_line(names, LIGHT.other)
    values.minimum_scale, values.maximum_scale = limits
    values.has_major_gridlines = False
    values.visible = False
    series, *parts = plot.series
    plot.overlap = 100  # what is looked at lies over the whole
    for one in (series, *parts):
        one.invert_if_negative = False
        one.format.fill.solid()
        one.format.fill.fore_color.rgb = _rgb(LIGHT.faint)
    for place, bar in enumerate(found.bars):
        for one in parts:
            one.points[place].format.fill.solid()
            one.points[place].format.fill.fore_color.rgb = _rgb(bar.colour)
    for place, (bar, runs) in enumerate(zip(found.bars, labels, strict=True)):
        if bar.value is None:
            continue
        point = series.points[place]
        point.format.fill.solid()
        pale = bar.part is not None
        colour = mix(bar.colour, LIGHT.ground, PALE) if pale else bar.colour
        point.format.fill.fore_color.rgb = _rgb(colour)
        _words(point.data_label, runs, language, XL_LABEL_POSITION.OUTSIDE_END)


def _beside_bars(canvas: Canvas, found: Bars, plot: Box, at: Any) -> None:
    """The line of what is measured against, and the words over it and over the band."""
    used = (plot.right, plot.left)
    top = plot.top - 22
    if found.title:
        runs = [[Run(found.title, NAME, strong=True)]]
        canvas.text(Box(plot.left, top - 2, plot.width, 20), runs, name=found.title, wrap=False)
    if found.level:
        level = found.level
        words, x = f"{level.name} {level.told}", at(level.value)
        canvas.line((x, plot.top - 3), (x, plot.bottom), name=words, colour=LIGHT.text,
                    wide=1.75, dash="sysDot")  # fmt: skip
        wide = width(words, SMALL)
        left = x + 2 if x + 2 + wide <= plot.right else max(plot.left, x - wide - 2)
        used = (left, left + wide)
        canvas.text(Box(left, top, wide, 18), [[Run(words, SMALL)]], name=words, wrap=False)
    if found.band:
        start, end, words = found.band
        wide = width(words, SMALL)
        left = max(plot.left, min((at(start) + at(end) - wide) / 2, plot.right - wide))
        if left < used[1] + 12 and used[0] < left + wide + 12:
            left = used[1] + 12 if used[1] + 12 + wide <= plot.right else used[0] - wide - 12
        if left >= plot.left - 120:
            runs = [[Run(words, SMALL, LIGHT.quiet)]]
            canvas.text(Box(left, top, wide, 18), runs, name=words, wrap=False)


# --- lines ---


def series_of(line: Line) -> list[tuple[str, dict[int, float], bool]]:
    """A line as series of a chart: name, values by year, whether it is dotted. One series has one
    style, so that a break ends it; a gap does not. The last has the name of the line."""
    found: list[tuple[dict[int, float], bool]] = []
    for piece in line.pieces:
        values = dict(zip(piece.years, piece.values, strict=True))
        if found and not piece.dotted and not found[-1][1]:
            found[-1][0].update(values)
        else:
            found.append((values, piece.dotted))
    own = max((at for at, (_, dotted) in enumerate(found) if not dotted), default=len(found) - 1)
    return [
        (line.name if at == own else f"{line.name} {min(values)}–{max(values)}", values, dotted)
        for at, (values, dotted) in enumerate(found)
    ]


def lines(canvas: Canvas, found: Lines, box: Box, described: str) -> None:
    """A line chart: gaps stay gaps, breaks are dotted, each line's last value and name at its
    end."""
    every = [value for line in found.lines for piece in line.pieces for value in piece.values]
    if not every:
        return
    first = min(year for line in found.lines for piece in line.pieces for year in piece.years)
    last = max(year for line in found.lines for piece in line.pieces for year in piece.years)
    years = list(range(first, last + 1))
    low, high = bounds(found.ticks, min(every), max(every))
    over = 24.0 if found.broken else 8.0
    tall = box.height - over - 26
    size = READ if len(found.lines) * 22 <= tall + 30 else SMALL
    texts = [[Run(f"{x.told}  " if x.told else "", size, x.ink, strong=True),
              Run(x.name, size, x.ink, x.strong)] for x in found.lines]  # fmt: skip
    wide = [sum(width(run.text, run.size, strong=run.strong) for run in runs) for runs in texts]
    left = 14 + max((width(words, SMALL) for _, words in found.ticks), default=0.0)
    right = min(max(wide) + 34, box.width * 0.5)
    plot = Box(box.left + left, box.top + over, box.width - left - right, tall)
    data = CategoryData(number_format="General")
    data.categories = [str(year) for year in years]
    drawn = []
    for line in found.lines:
        for name, values, dotted in series_of(line):
            data.add_series(name, [values.get(year) for year in years])
            drawn.append((line, values, dotted))
    chart = canvas.chart(
        XL_CHART_TYPE.LINE_MARKERS, box, data, name=found.measure, described=described
    )
    _plain(chart, canvas.language)
    _within(chart, box, plot)
    _scale(chart.value_axis, low, high, found.ticks)
    _years(chart, len(years), plot.width)
    for series, (line, values, dotted) in zip(chart.plots[0].series, drawn, strict=True):
        _line_style(series, line, values, dotted, first)

    def at(year: float, value: float) -> tuple[float, float]:
        across = (year - first) / (last - first) if last > first else 0.5
        return plot.left + across * plot.width, plot.bottom - (value - low) / (high - low) * tall

    for year, words in found.broken:
        x, _ = at(year, low)
        canvas.line((x, plot.top), (x, plot.bottom), name=words, colour=LIGHT.other, dash="sysDot")
        long = width(words, SMALL)
        start = max(plot.left, min(x - long / 2, box.right - long))
        canvas.text(Box(start, box.top, long, 18), [[Run(words, SMALL, LIGHT.quiet)]], name=words,
                    wrap=False)  # fmt: skip
    for line in found.lines:
        for place, value in line.lozenges:
            x, y = at(place, value)
            canvas.shape("diamond", Box(x - 5, y - 5, 10, 10), name=line.name, fill=LIGHT.ground,
                         edge=line.colour, wide=1.75)  # fmt: skip
        if line.basis == "wider" and not line.dashed:
            _hole(canvas, *at(*line.end), 11 if line.strong else 8, line.name)
    _ends(canvas, found, texts, wide, at, box, plot, size)


def _ends(
    canvas: Canvas,
    found: Lines,
    texts: Sequence[Sequence[Run]],
    wide: Sequence[float],
    at: Any,
    box: Box,
    plot: Box,
    size: float,
) -> None:
    """Names where the lines end, none over another; a thin line leads from each."""
    named = [of for of in zip(found.lines, texts, wide, strict=True) if of[0].told or of[0].name]
    ends = [at(*line.end) for line, _, _ in named]
    gap = size * 1.2
    placed = spread_out([y for _, y in ends], gap, box.top + gap / 2, box.bottom - gap / 2)
    for (line, runs, long), (x, y), middle in zip(named, ends, placed, strict=True):
        start = plot.right + 30
        if abs(y - middle) > 4 or x < plot.right - 1:
            canvas.line((x + 7, y), (start - 4, middle), name=line.name, colour=LIGHT.faint,
                        wide=0.75)  # fmt: skip
        label = Box(start, middle - gap / 2, long, gap)
        canvas.text(label, [runs], name=line.name, anchor="ctr", wrap=False)


def _years(chart: Any, count: int, room: float) -> None:
    axis = chart.category_axis
    axis.tick_labels.font.size = Pt(SMALL)
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _axis_line(axis, LIGHT.other)
    most = max(2, int(room / 42))
    skip = -(-count // most)
    # The last year is named if that needs only a little less room.
    skip = next((s for s in range(skip, skip + 3) if (count - 1) % s == 0), skip)
    _every(axis, skip)
    if count > 1:  # the first year on the left edge, the last on the right
        values = chart.value_axis._element
        for found in values.findall(qn("c:crossBetween")):
            values.remove(found)
        crosses = values.find(qn("c:crosses"))
        crosses.addnext(_xml('<c:crossBetween val="midCat"/>'))


def _every(axis: Any, skip: int) -> None:
    """Which of the names of an axis are written: every first, second …"""
    for name in ("tickLblSkip", "tickMarkSkip"):
        axis._element.find(qn("c:noMultiLvlLbl")).addprevious(_xml(f'<c:{name} val="{skip}"/>'))


def _line_style(
    series: Any, line: Line, values: dict[int, float], dotted: bool, first: int
) -> None:
    series.smooth = False
    stroke = series.format.line
    stroke.color.rgb = _rgb(line.colour)
    heavy = 3.5 if line.strong else 1.75
    stroke.width = Pt(heavy - 0.5 if dotted else heavy)
    if dotted or line.dashed:  # dotted is a break
        styles = MSO_LINE_DASH_STYLE
        stroke.dash_style = styles.ROUND_DOT if dotted else styles.DASH
    series.marker.style = XL_MARKER_STYLE.NONE
    year, _ = line.end
    if not dotted and not line.dashed and year in values:
        marker = series.points[year - first].marker
        _marker(marker, line.basis, line.colour, 11 if line.strong else 8)
    elif len(values) == 1:
        _marker(series.points[next(iter(values)) - first].marker, "own", line.colour, 5)


def _marker(marker: Any, basis: str, colour: str, size: int) -> None:
    hollow = basis == "wider"
    marker.style, marker.size = MARKERS[basis], size
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = _rgb(LIGHT.ground if hollow else colour)
    marker.format.line.color.rgb = _rgb(colour if hollow else LIGHT.ground)
    marker.format.line.width = Pt(2 if hollow else 0.75)


# --- scatter ---


def scatter(canvas: Canvas, found: Scatter, box: Box, described: str) -> None:
    """An XY chart: the cloud as one grey series, each named point as one of its own, medians as
    dotted lines."""
    limits = []
    for axis, ticks in ((0, found.x_ticks), (1, found.y_ticks)):
        every = [(dot.x, dot.y)[axis] for dot in found.dots] + [c[axis] for c in found.cloud]
        limits.append(bounds(ticks, min(every), max(every)))
    (x0, x1), (y0, y1) = limits
    left = 14 + max((width(words, SMALL) for _, words in found.y_ticks), default=0.0)
    plot = Box(box.left + left, box.top + 28, box.width - left - 16, box.height - 28 - 48)
    dots = sorted(found.dots, key=lambda dot: dot.strong)  # those looked at lie on top
    # A hollow mark is a smaller one of the ground over it, for some offices draw no edge of a mark;
    # it comes last and early, for there are offices that draw the first series over the others.
    hollow = [dot for dot in dots if dot.basis == "wider"]
    data = PointData(number_format="General")
    named = {(dot.x, dot.y) for dot in found.dots}  # an area is drawn once
    others = [at for at in found.cloud if tuple(at) not in named]
    _series(data, f"{found.x_title} / {found.y_title}", others)
    for dot in hollow:
        _series(data, _called(dot), [(dot.x, dot.y)])
    if found.middle is not None:
        across, up, word = found.middle
        _series(data, f"{word}: {found.x_title}", [(across, y0), (across, y1)])
        _series(data, f"{word}: {found.y_title}", [(x0, up), (x1, up)])
    for dot in [*dots, *hollow]:
        _series(data, _called(dot), [(dot.x, dot.y)])
    chart = canvas.chart(
        XL_CHART_TYPE.XY_SCATTER, box, data, name=f"{found.x_title} / {found.y_title}",
        described=described,
    )  # fmt: skip
    _plain(chart, canvas.language)
    _within(chart, box, plot)
    for axis, ticks, (low, high) in zip(
        (chart.category_axis, chart.value_axis), (found.x_ticks, found.y_ticks), limits, strict=True
    ):
        _scale(axis, low, high, ticks)
    _title(chart.category_axis, f"{found.x_title} →", canvas.language)
    _title(chart.value_axis, found.y_title, canvas.language, top=True)
    (cloud,), beneath, medians, drawn, over = _cut(
        list(chart.plots[0].series),
        1,
        len(hollow),
        2 * (found.middle is not None),
        len(dots),
        len(hollow),
    )
    cloud.format.line.fill.background()
    cloud.marker.style, cloud.marker.size = XL_MARKER_STYLE.CIRCLE, 6
    cloud.marker.format.fill.solid()
    cloud.marker.format.fill.fore_color.rgb = _rgb(LIGHT.faint)
    cloud.marker.format.line.fill.background()
    for series in medians:
        series.marker.style = XL_MARKER_STYLE.NONE
        series.format.line.color.rgb = _rgb(LIGHT.other)
        series.format.line.width = Pt(1.25)
        series.format.line.dash_style = MSO_LINE_DASH_STYLE.ROUND_DOT

    for series, dot in zip([*beneath, *over], [*hollow, *hollow], strict=True):
        _filled(series, _mark_size(dot) - 4, LIGHT.ground)

    def pixels(x: float, y: float) -> tuple[float, float]:
        return (plot.left + (x - x0) / (x1 - x0) * plot.width,
                plot.bottom - (y - y0) / (y1 - y0) * plot.height)  # fmt: skip

    sides = _sides(dots, pixels, found.cloud, plot)
    for series, dot in zip(drawn, dots, strict=True):
        series.format.line.fill.background()
        _marker(series.marker, dot.basis, dot.colour, _mark_size(dot))
    for series, dot, side in zip(drawn, dots, sides, strict=True):
        if dot.basis == "wider":
            _filled(series, _mark_size(dot) + 2, dot.colour)
        if dot.name:
            run = Run(dot.name, NAME, dot.ink, dot.strong)
            _words(series.points[0].data_label, [run], canvas.language, SIDES[side])
    if found.middle is None:
        return
    beside_medians = (
        (pixels(across, 0)[0] + 4, plot.top),
        (plot.left + 4, pixels(0, up)[1] - 18),
    )
    for x, y in beside_medians:
        runs = [[Run(word, SMALL, LIGHT.quiet)]]
        canvas.text(Box(x, y, width(word, SMALL), 18), runs, name=word, wrap=False)


def _filled(series: Any, size: int, colour: str) -> None:
    """A mark of one colour, without an edge of another and without a line to it."""
    series.format.line.fill.background()
    series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, size
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = _rgb(colour)
    series.marker.format.line.color.rgb = _rgb(colour)


def _hole(canvas: Canvas, x: float, y: float, size: float, name: str) -> None:
    """The middle of a hollow mark: some offices fill a mark of a line whatever is asked."""
    hole = size - 4.5
    box = Box(x - hole / 2, y - hole / 2, hole, hole)
    canvas.shape("ellipse", box, name=name, fill=LIGHT.ground)


def _cut(found: Sequence[Any], *lengths: int) -> Iterator[Sequence[Any]]:
    """A sequence in pieces of so many."""
    start = 0
    for length in lengths:
        yield found[start : start + length]
        start += length


def _called(dot: Dot) -> str:
    return f"{SIGN[dot.basis]} {dot.name}".strip()


def _mark_size(dot: Dot) -> int:
    return 14 if dot.strong else 11


def _series(data: PointData, name: str, points: Sequence[tuple[float, float]]) -> None:
    series = data.add_series(name)
    for x, y in points:
        series.add_data_point(x, y)


def _title(axis: Any, words: str, language: str, *, top: bool = False) -> None:
    axis.has_title = True
    frame = axis.axis_title.text_frame
    run = frame.paragraphs[0].add_run()
    run.text = words
    run.font.size, run.font.bold = Pt(SMALL), True
    run.font.color.rgb = _rgb(LIGHT.text)
    run._r.get_or_add_rPr().set("lang", language)
    if top:  # of what goes upwards: over the chart, to be read without turning the head
        frame._txBody.find(qn("a:bodyPr")).attrib.update({"rot": "0", "vert": "horz"})
        title = axis.axis_title._element
        for found in title.findall(qn("c:layout")):
            title.remove(found)
        place = '<c:xMode val="edge"/><c:yMode val="edge"/><c:x val="0"/><c:y val="0"/>'
        title.find(qn("c:tx")).addnext(
            _xml(f"<c:layout><c:manualLayout>{place}</c:manualLayout></c:layout>")
        )


SIDES = {
    "right": XL_LABEL_POSITION.RIGHT,
    "left": XL_LABEL_POSITION.LEFT,
    "above": XL_LABEL_POSITION.ABOVE,
    "below": XL_LABEL_POSITION.BELOW,
}


def _sides(
    dots: Sequence[Dot], pixels: Any, cloud: Sequence[tuple[float, float]], plot: Box
) -> list[str]:
    """On which side of its point each name covers the least; those looked at choose first."""
    marks = [Box(x - 7, y - 7, 14, 14) for x, y in (pixels(dot.x, dot.y) for dot in dots)]
    small = [Box(x - 3, y - 3, 6, 6) for x, y in (pixels(*at) for at in cloud)]
    taken: list[Box] = []
    found = [""] * len(dots)
    for place in sorted(range(len(dots)), key=lambda at: not dots[at].strong):
        dot, mark = dots[place], marks[place]
        long, high = width(dot.name, NAME, strong=dot.strong), NAME * 1.2
        middle = mark.left + 7 - long / 2
        options = {
            "right": Box(mark.right, mark.top + 7 - high / 2, long, high),
            "left": Box(mark.left - long, mark.top + 7 - high / 2, long, high),
            "above": Box(middle, mark.top - high, long, high),
            "below": Box(middle, mark.bottom, long, high),
        }

        def cost(box: Box, own: Box = mark) -> float:
            outside = box.left < plot.left or box.right > plot.right or box.bottom > plot.bottom
            others = [*taken, *(other for other in marks if other is not own)]
            return (
                # No number of points of the cloud is as bad as a name over a name.
                5000 * (outside or box.top < plot.top)
                + 1000 * sum(meet(box, other) for other in others)
                + sum(meet(box, other) for other in small)
            )

        found[place] = min(options, key=lambda side: cost(options[side]))
        if dot.name:
            taken.append(options[found[place]])
    return found


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes overlap."""
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def parted(found: Bars, height: float) -> list[Bars]:
    """Bars on as many slides as they need to be read."""
    most = max(1, int((height - 24) / 20))
    if len(found.bars) <= most:
        return [found]
    count = -(-len(found.bars) // most)
    each = -(-len(found.bars) // count)
    return [
        Part(
            found.bars[at : at + each],
            found.measure,
            found.level,
            found.band,
            whole=found,
            most=each,
        )
        for at in range(0, len(found.bars), each)
    ]
