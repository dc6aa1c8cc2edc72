"""Times under one another as drawings. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from secon_ui.drawing.theme import LIGHT
from secon_ui.taking.exhibit import Span, Spans
from secon_ui.taking.letters import LEAST, text_width, wrapped
from secon_ui.taking.marks import NARROW, Pen, plot

FADED = 16  # steps of a bar that fades
SPAN, OVER = 20, 46  # pixels of a row of spans, and above all of them
SPAN_NAME, SPAN_LINE = 14.0, 15.0  # pixels: the type of a name in one line, and a further line


@dataclass(frozen=True)
class SpanRow:
    """A row of spans: the lines of its name and of the words behind its bar; ``size`` of the name;
    ``height`` in pixels, and of it ``above``: where the name stands over the bar."""

    name: Sequence[str]
    told: Sequence[str]
    size: float
    height: float
    above: float = 0.0


def _beside_spans(found: Spans, width: float) -> float:
    """How many pixels the names have beside the bars; none where they stand over them."""
    names = [text_width(_called(span), SPAN_NAME) + SPAN_NAME * span.nested
             for span in found.spans if isinstance(span, Span)]  # fmt: skip
    return 0.0 if width < NARROW else min(width * 0.44, 18 + max(names, default=0))


def rows_of(found: Spans, width: float) -> list[SpanRow]:
    """The rows, each with its words in lines and its height."""
    left = _beside_spans(found, width)
    behind = (width - left - 6) * 0.55
    rows = []
    for span in found.spans:
        if isinstance(span, str):
            rows.append(SpanRow([span], (), SPAN_NAME, SPAN))
            continue
        room = (left - 14 if left else width) - SPAN_NAME * span.nested
        fits = text_width(_called(span), SPAN_NAME) <= room
        size = SPAN_NAME if fits else LEAST
        name = wrapped(_called(span), size, room, 3)
        told = wrapped(span.told, LEAST, behind, 3)
        if left:
            high = max(SPAN, SPAN_LINE * max(len(name), len(told)) + 5)
            rows.append(SpanRow(name, told, size, high))
        else:
            above = SPAN_LINE * len(name) + 2
            high = above + max(18.0, SPAN_LINE * len(told)) + 8
            rows.append(SpanRow(name, told, size, high, above))
    return rows


def high(found: Spans, width: float) -> float:
    """How high a drawing of that width is, in pixels."""
    return OVER + sum(row.height for row in rows_of(found, width))


def draw(figure: Figure, found: Spans, width: int, height: int) -> None:
    spans, rows, left = found.spans, rows_of(found, width), _beside_spans(found, width)
    total, top = sum(row.height for row in rows) or 1.0, OVER - 6
    grown = min(1.45, max(1.0, (height - OVER) / total))
    axes = plot(figure, left, max(6.0, height - top - total * grown), 6, top)
    pen = Pen(axes)
    across = width - left - 6
    words = [max(text_width(line, LEAST) for line in row.told or [""]) + 14 for row in rows]
    drawn = [
        (span, wide) for span, wide in zip(spans, words, strict=True) if isinstance(span, Span)
    ]
    last = _reach([span for span, _ in drawn], [wide for _, wide in drawn], found, across)
    axes.set_xlim(found.first, last)
    axes.set_ylim(total, 0)
    apart: dict[str, Any] = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    a_year = across / (last - found.first)
    every = max(1, math.ceil(40 / a_year))  # a named year needs so many pixels
    for year in range(int(found.first), int(found.last) + 1):
        pen.line([year, year], [0, total], color=LIGHT.rule, lw=1, zorder=0)
        if (year - int(found.first)) % every:
            continue
        axes.annotate(str(year), (year, 1), (4, 4), fontsize=LEAST, color=LIGHT.quiet, **apart)
    if found.today:
        at, word = found.today
        pen.line([at, at], [0, total], color=LIGHT.compared[0], lw=1.6, zorder=1)
        half = text_width(word, 14, strong=True) / 2
        right = (at - found.first) / (last - found.first) * across
        inside = max(half - right - left, min(0.0, across - right - half))
        axes.annotate(word, (at, 1), (inside, 24), ha="center", fontsize=14, weight=600,
                      color=LIGHT.text, **apart)  # fmt: skip
    pixel = (last - found.first) / across
    y = 0.0
    for span, row in zip(spans, rows, strict=True):
        middle = y + (row.height + row.above) / 2
        named = y + (row.above / 2 + 2 if row.above else row.height / 2)
        y += row.height
        style: dict[str, Any] = {"textcoords": "offset points", "va": "center", "linespacing": 1.0}
        style["path_effects"] = [withStroke(linewidth=3, foreground=LIGHT.ground)]
        of_name: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "fontsize": row.size}
        if isinstance(span, str):
            axes.annotate(span, (0, named), (-left, 0), color=LIGHT.text, weight=600, **of_name,
                          **style)  # fmt: skip
            continue
        ink = LIGHT.text if span.strong else LIGHT.quiet
        axes.annotate("\n".join(row.name), (0, named), (SPAN_NAME * span.nested - left, 0),
                      color=ink, zorder=4, **of_name, **style)  # fmt: skip
        end = max(span.end, span.start + 3 * pixel)  # a day can be seen
        _span(pen, span, middle, end, found)
        axes.annotate("\n".join(row.told), (end, middle), (5, 0), fontsize=LEAST, color=ink,
                      zorder=4, **style)  # fmt: skip


def _called(span: Span) -> str:
    return f"└ {span.name}" if span.nested else span.name


def _reach(rows: Sequence[Span], words: Sequence[float], found: Spans, room: float) -> float:
    """How far the axis goes, so that the words behind each bar have room."""
    last = found.last
    for span, wide in zip(rows, words, strict=True):
        share = min(wide / room, 0.6)
        last = max(last, found.first + (span.end - found.first) / (1 - share))
    return last


def _span(pen: Pen, span: Span, place: float, end: float, found: Spans) -> None:
    """The bar; where no day is stated it fades: after today, or over all that is before its end."""
    half = SPAN * (0.17 if span.nested else 0.3)
    strength = 0.12 if span.hollow else 1.0 if span.strong else 0.4
    if span.hollow:  # without a side where no day is stated
        left, right, low, top = span.start, end, place - half, place + half
        x, y = [left, right, right, left, left], [low, low, top, top, low]
        order = {"start": (0, 1, 2, 3), "end": (1, 0, 3, 2)}.get(span.fades, (0, 1, 2, 3, 4))
        pen.line([x[at] for at in order], [y[at] for at in order], color=span.colour, lw=1.5,
                 zorder=3)  # fmt: skip
    solid = (span.start, end)
    if span.fades == "end" and found.today:
        solid = (span.start, min(max(found.today[0], span.start), end))
    elif span.fades == "start":
        solid = (end, end)
    style: dict[str, Any] = {"color": span.colour, "zorder": 2}
    pen.box(solid[0], place - half, solid[1] - solid[0], 2 * half, alpha=strength, **style)
    if not span.fades:
        return
    start, stop = (solid[1], end) if span.fades == "end" else (span.start, end)
    wide = (stop - start) / FADED
    for at in range(FADED):
        clear = (at + 0.5) / FADED
        clear = 1 - clear if span.fades == "end" else clear
        pen.box(start + at * wide, place - half, wide, 2 * half, alpha=strength * clear, **style)
