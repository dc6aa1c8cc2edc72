"""Exhibits as vector drawings, by matplotlib. Pure.

``svg(exhibit, width, height)`` draws on a clear ground, in pixels; its letters are outlines, so
that it needs no fonts. Tables are set by ``typeset``.
"""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextPath

from secon_ui.drawing import label_placement
from secon_ui.drawing.label_placement import beside, spread_out
from secon_ui.drawing.theme import LIGHT, mix
from secon_ui.taking import fonts, map_drawing
from secon_ui.taking.exhibit import (
    Bars,
    Dot,
    Exhibit,
    Grid,
    Line,
    Lines,
    Maps,
    Placed,
    Profile,
    Scatter,
    Span,
    Spans,
)

# A fallback typeface has no semibold: its bold is right.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
TIGHT = 30  # pixels of a row that has no room for a second line
PALE = 0.62  # how much lighter the rest of a bar is than the part that is looked at
MARKERS = {"own": "o", "computed": "D", "wider": "o"}


def svg(exhibit: Exhibit, width: int, height: int) -> bytes:
    """The drawing of what is no table. ValueError for a table."""
    fonts.register()
    figure = Figure(figsize=(width / 72, height / 72), dpi=72)
    FigureCanvasSVG(figure)
    DRAWN[type(exhibit)](figure, exhibit, width, height)
    out = io.BytesIO()
    figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return out.getvalue()


def natural_height(exhibit: Exhibit, width: int) -> int:
    """How high a drawing of that width is best, in pixels."""
    if isinstance(exhibit, Bars):
        return 70 + 44 * len(exhibit.bars)
    if isinstance(exhibit, Profile):
        return 40 + sum(26 if isinstance(row, str) else ROW for row in exhibit.rows)
    if isinstance(exhibit, Spans):
        return OVER_SPANS + SPAN * len(exhibit.spans)
    return round(width * 0.5)


@cache
def text_width(text: str, size: float, *, strong: bool = False) -> float:
    """How wide a text is in pixels."""
    fonts.register()
    font = FontProperties(family=[fonts.FAMILY, "DejaVu Sans"], weight=600 if strong else 400)
    return float(TextPath((0, 0), text, size=size, prop=font).get_extents().width) if text else 0.0


def shortened(text: str, size: float, room: float, *, strong: bool = False) -> str:
    """A text that fits into so many pixels, with an ellipsis where it is cut."""
    return label_placement.shortened(text, room, lambda cut: text_width(cut, size, strong=strong))


def wrapped(text: str, size: float, room: float, most: int = 2) -> list[str]:
    """A text in lines that fit into so many pixels; of the last one the rest is cut."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most - 1 and text_width(rest, size) > room:
        words = rest.split(" ")
        n = len(words)
        while n > 1 and text_width(" ".join(words[:n]), size) > room:
            n -= 1
        lines.append(" ".join(words[:n]))
        rest = " ".join(words[n:])
    return [*lines, shortened(rest, size, room)] if rest else lines


def _plot(figure: Figure, left: float, bottom: float, right: float, top: float) -> Axes:
    """Axes with margins in pixels, without a frame."""
    width, height = figure.get_size_inches() * 72
    axes = figure.add_axes(
        (left / width, bottom / height, (width - left - right) / width,
         (height - top - bottom) / height)
    )  # fmt: skip
    axes.set_axis_off()
    return axes


def _mark(
    axes: Axes, x: float, y: float, basis: str, colour: str, size: float, over: int = 5
) -> None:
    hollow = basis == "wider"
    axes.plot(
        [x], [y], MARKERS.get(basis, "o"), markersize=size * (0.86 if basis == "computed" else 1),
        markerfacecolor=LIGHT.ground if hollow else colour,
        markeredgecolor=colour if hollow else LIGHT.ground,
        markeredgewidth=max(1.6, size / 5) if hollow else 0.8, clip_on=False, zorder=over,
    )  # fmt: skip


def _weight(strong: bool) -> int:
    return 600 if strong else 400


def _bars(figure: Figure, found: Bars, width: float, height: float) -> None:
    bars = found.bars
    if height / max(len(bars), 1) < TIGHT:  # the marks, and the legend, say the same
        bars = [replace(bar, beneath="") for bar in bars]
    size = 17 if height / max(len(bars), 1) > 36 else 14
    left: float = 24 + max(
        (
            max(text_width(b.name, size, strong=b.strong), text_width(b.beneath, size * 0.74))
            for b in bars
        ),
        default=0,
    )
    left = min(left, width * 0.42)
    right = 30 + max((text_width(b.told, size, strong=True) for b in bars if b.value is not None),
                     default=0)  # fmt: skip
    over = 34 if found.level or found.band or found.title else 10
    axes = _plot(figure, left, 10, right, over)
    values = [bar.value for bar in bars if bar.value is not None]
    low, high = min([0.0, *values]), max([0.0, found.most, *values])
    if found.level:
        low, high = min(low, found.level.value), max(high, found.level.value)
    room = (high - low) or 1.0
    axes.set_xlim(low, low + room)
    axes.set_ylim(len(bars) - 0.4, -0.6)
    if found.band:
        start, end, words = found.band
        axes.add_patch(
            Rectangle((start, -0.6), end - start, len(bars) + 0.2, color=LIGHT.band_outer, lw=0)
        )
        axes.annotate(words, (start, len(bars) - 0.42), (4, 3), textcoords="offset points",
                      fontsize=13, color=LIGHT.quiet, va="bottom")  # fmt: skip
    if found.level:
        level = found.level
        axes.plot([level.value] * 2, [-0.6, len(bars) - 0.4], ":", color=LIGHT.text, lw=1.6)
        words = f"{level.name} {level.told}"
        wide = width - left - right
        at, long = (level.value - low) / room * wide, text_width(words, 15)
        start = at + 2 if at + 2 + long <= wide + right else max(2 - left, at - 2 - long)
        start = min(start, wide + right - long)
        axes.annotate(
            words, (level.value, -0.6), (start - at, 5), textcoords="offset points", fontsize=15,
            color=LIGHT.text, va="bottom",
        )  # fmt: skip
    if found.title:
        axes.annotate(found.title, (0, 1), (0, 8), xycoords="axes fraction", fontsize=17,
                      textcoords="offset points", color=LIGHT.text, weight=600)  # fmt: skip
    for place, bar in enumerate(bars):
        lifted = size * 0.42 if bar.beneath else 0
        axes.annotate(
            shortened(bar.name, size, left - 20, strong=bar.strong), (0, place), (-14, lifted),
            xycoords=("axes fraction", "data"), textcoords="offset points", ha="right",
            va="center", fontsize=size, color=bar.ink, weight=_weight(bar.strong),
        )  # fmt: skip
        if bar.beneath:
            axes.annotate(
                shortened(bar.beneath, size * 0.74, left - 20), (0, place), (-14, -size * 0.62),
                xycoords=("axes fraction", "data"), textcoords="offset points", ha="right",
                va="center", fontsize=size * 0.74, color=LIGHT.quiet,
            )  # fmt: skip
        if bar.value is None:
            axes.annotate(bar.told, (max(0.0, low), place), (6, 0), textcoords="offset points",
                          va="center", fontsize=size * 0.9, color=LIGHT.quiet)  # fmt: skip
            continue
        if bar.part is not None:
            pale = mix(bar.colour, LIGHT.ground, PALE)
            axes.barh([place], [bar.value], 0.62, color=pale, zorder=2)
            axes.barh([place], [bar.part], 0.62, color=bar.colour, zorder=3)
        else:
            axes.plot([0, bar.value], [place] * 2, color=bar.colour, lw=3.4 if bar.strong else 2.2)
            _mark(axes, bar.value, place, bar.basis, bar.colour, 17 if bar.strong else 13)
        negative, away = bar.value < 0, 14 if bar.part is None else 6
        axes.annotate(
            bar.told, (bar.value, place), (-away if negative else away, 0),
            textcoords="offset points",
            ha="right" if negative else "left", va="center", fontsize=size, color=bar.ink,
            weight=_weight(bar.strong),
        )  # fmt: skip


def _lines(figure: Figure, found: Lines, width: float, height: float) -> None:
    lines = found.lines
    size = 15

    def label(line: Line) -> str:
        return f"{line.told}  {line.name}".strip()

    right: float = 40 + max((text_width(label(x), size, strong=x.strong) for x in lines), default=0)
    right = min(right, width * 0.45)
    left: float = 14 + max((text_width(words, 14) for _, words in found.ticks), default=0)
    axes = _plot(figure, left, 30, right, 30)
    every = [v for line in lines for piece in line.pieces for v in piece.values]
    every += [at for at, _ in found.ticks]
    low, high = min(every), max(every)
    room = (high - low) or 1.0
    low, high = (low if low == 0 else low - room * 0.04), high + room * 0.04
    every_year = [year for line in lines for piece in line.pieces for year in piece.years]
    first, last = min(every_year), max(every_year)
    axes.set_xlim(first - 0.1, last + 0.1)
    axes.set_ylim(low, high)
    for at, words in found.ticks:
        axes.axhline(at, color=LIGHT.rule, lw=1, zorder=0)
        axes.annotate(words, (0, at), (-8, 0), xycoords=("axes fraction", "data"), ha="right",
                      textcoords="offset points", va="center", fontsize=14,
                      color=LIGHT.quiet)  # fmt: skip
    axes.axhline(low, color=LIGHT.other, lw=1.2)
    for year in found.years:
        axes.annotate(str(year), (year, 0), (0, -8), xycoords=("data", "axes fraction"),
                      textcoords="offset points", ha="center", va="top", fontsize=14,
                      color=LIGHT.quiet)  # fmt: skip
    wide = width - left - right
    for year, words in found.broken:
        axes.axvline(year, color=LIGHT.other, lw=1.2, ls=":", zorder=0)
        at = (year - first + 0.1) / (last - first + 0.2) * wide
        half = text_width(words, 14) / 2
        moved = max(half - left - at, 0) - max(at + half - wide - right, 0)
        axes.annotate(words, (year, 1), (moved, 4), xycoords=("data", "axes fraction"),
                      textcoords="offset points", ha="center", va="bottom", fontsize=14,
                      color=LIGHT.quiet)  # fmt: skip
    tall = height - 60
    scale = tall / (high - low)
    told = [x for x in lines if label(x)]
    placed = spread_out([(x.end[1] - low) * scale for x in told], size + 4, 6, tall - 4)
    lifted = {x.name: at for x, at in zip(told, placed, strict=True)}
    for over, line in enumerate(lines, start=2):
        heavy = 3.6 if line.strong else 1.6
        for piece in line.pieces:
            if len(piece.years) == 1:
                axes.plot(piece.years, piece.values, "o", markersize=4, color=line.colour)
                continue
            stroke = ":" if piece.dotted or line.dashed else "-"
            axes.plot(piece.years, piece.values, stroke, color=line.colour, zorder=over,
                      lw=heavy - 0.8 if piece.dotted else heavy)  # fmt: skip
        for at, value in line.lozenges:
            axes.plot([at], [value], "D", markersize=7, zorder=over + 1, color=line.colour,
                      markerfacecolor=LIGHT.ground, markeredgewidth=1.5)  # fmt: skip
        if not line.dashed:
            _mark(axes, *line.end, line.basis, line.colour, 12 if line.strong else 8, 40 + over)
        if not label(line):
            continue
        edge = (last + 0.1, low + lifted[line.name] / scale)
        axes.annotate(
            shortened(label(line), size, right - 34, strong=line.strong), line.end,
            (edge[0], edge[1]), textcoords="data", fontsize=size, color=line.ink, va="center",
            weight=_weight(line.strong), annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": LIGHT.faint, "lw": 1, "shrinkB": 7,
                        "relpos": (0, 0.5)},
            transform=axes.transData,
        ).set_x(last + 0.1 + 26 / (width - left - right) * (last - first + 0.2))  # fmt: skip


def _scatter(figure: Figure, found: Scatter, width: int, height: int) -> None:
    left, bottom, right, top = 60.0, 56.0, 20.0, 34.0
    axes = _plot(figure, left, bottom, right, top)
    wide, tall = width - left - right, height - bottom - top
    limits = []
    for axis, ticks in ((0, found.x_ticks), (1, found.y_ticks)):
        every = [(dot.x, dot.y)[axis] for dot in found.dots] + [c[axis] for c in found.cloud]
        low, high = min(every), max(every)
        room = (high - low) or 1.0
        start = 0.0 if ticks and ticks[0][0] == 0 and low >= 0 else low - room * 0.05
        limits.append((start, high + room * 0.06))
    axes.set_xlim(*limits[0])
    axes.set_ylim(*limits[1])
    for at, words in found.x_ticks:
        axes.axvline(at, color=LIGHT.rule, lw=1, zorder=0)
        axes.annotate(words, (at, 0), (0, -6), xycoords=("data", "axes fraction"), ha="center",
                      textcoords="offset points", va="top", fontsize=14,
                      color=LIGHT.quiet)  # fmt: skip
    for at, words in found.y_ticks:
        axes.axhline(at, color=LIGHT.rule, lw=1, zorder=0)
        axes.annotate(words, (0, at), (-8, 0), xycoords=("axes fraction", "data"), ha="right",
                      textcoords="offset points", va="center", fontsize=14,
                      color=LIGHT.quiet)  # fmt: skip
    across, up, word = found.middle
    axes.axvline(across, color=LIGHT.other, lw=1, ls=":")
    axes.axhline(up, color=LIGHT.other, lw=1, ls=":")
    axes.annotate(word, (across, 1), (3, -2), xycoords=("data", "axes fraction"), va="top",
                  textcoords="offset points", fontsize=13, color=LIGHT.quiet)  # fmt: skip
    axes.annotate(word, (0, up), (3, 2), xycoords=("axes fraction", "data"), va="bottom",
                  textcoords="offset points", fontsize=13, color=LIGHT.quiet)  # fmt: skip
    axes.annotate(f"{found.x_title} →", (1, 0), (0, -30), xycoords="axes fraction", ha="right",
                  textcoords="offset points", va="top", fontsize=15, weight=600,
                  color=LIGHT.text)  # fmt: skip
    axes.annotate(found.y_title, (0, 1), (-44, 10), xycoords="axes fraction", va="bottom",
                  textcoords="offset points", fontsize=15, weight=600,
                  color=LIGHT.text)  # fmt: skip
    if found.cloud:
        axes.plot(*zip(*found.cloud, strict=True), "o", markersize=6, color=LIGHT.faint,
                  markeredgewidth=0, alpha=0.8)  # fmt: skip
    dots = sorted(found.dots, key=lambda dot: not dot.strong)

    def pixels(x: float, y: float) -> tuple[float, float]:
        (x0, x1), (y0, y1) = limits
        return (x - x0) / (x1 - x0) * wide, (y - y0) / (y1 - y0) * tall

    for over, dot in enumerate(reversed(dots)):
        _mark(axes, dot.x, dot.y, dot.basis, dot.colour, 16 if dot.strong else 12, 10 + over)
    named = [dot for dot in dots if dot.name]
    centres = _beside(named, pixels, found.cloud, (0, 0, wide, tall))
    for dot, centre in zip(named, centres, strict=True):
        if centre is not None:
            x, y = pixels(dot.x, dot.y)
            axes.annotate(dot.name, (dot.x, dot.y), (centre[0] - x, centre[1] - y), ha="center",
                          textcoords="offset points", va="center", fontsize=15, color=dot.ink,
                          weight=_weight(dot.strong), zorder=60)  # fmt: skip


def _beside(
    dots: Sequence[Dot],
    pixels: Callable[[float, float], tuple[float, float]],
    cloud: Sequence[tuple[float, float]],
    frame: tuple[float, float, float, float],
) -> list[tuple[float, float] | None]:
    boxes = [(text_width(dot.name, 15, strong=dot.strong) + 6, 19.0) for dot in dots]
    small = [(x - 4, y - 4, x + 4, y + 4) for x, y in (pixels(*at) for at in cloud)]
    places = [pixels(dot.x, dot.y) for dot in dots]
    return beside(places, boxes, [9.0] * len(dots), small, frame, [4] * len(dots))


MAP_NAME, MAP_LABEL = 15.0, 26.0  # pixels: the type of a small map's name, and its line


LEAST_OF_THREE = 440  # pixels in which three small maps beside each other keep their names


def _maps(figure: Figure, found: Maps, width: int, height: int) -> None:
    left, below = 0.0, float(height)
    if found.main is not None:
        beside = width > height * 1.3  # else the small ones stand beneath
        # As wide as it needs to be to reach down as far as the small ones do.
        reaching = min(max(0.42, height / map_drawing.HIGHEST / width), 0.58)
        wide = width * reaching if beside and found.small else float(width)
        tall = float(height) if beside or not found.small else height * 0.44
        map_drawing.draw(figure, found.main, (0, height - tall, wide, tall), text_width)
        left, below = (wide + 22, below) if beside else (0.0, height - tall - 14)
    if not found.small:
        return
    columns = (
        3
        if len(found.small) > 4 and width - left > LEAST_OF_THREE
        else _columns(len(found.small), width - left, below)
    )
    rows = -(-len(found.small) // columns)
    cell, tall = (width - left - 16 * (columns - 1)) / columns, below / rows
    widths = [
        sum(text_width(words, MAP_NAME, strong=True) for words in (small.title, small.told))
        for small in found.small
    ]
    # Where one has no room in a line, all have what is told under their names.
    under = max(widths) + 10 > cell
    label = MAP_LABEL * (2 if under else 1)
    for at, small in enumerate(found.small):
        x = left + at % columns * (cell + 16)
        y = below - (at // columns + 1) * tall
        box = (x, y + 6, cell, tall - label - 6)
        map_drawing.draw(figure, small, box, text_width)
        told = 0.0 if under else text_width(small.told, MAP_NAME, strong=True) + 10
        name = shortened(small.title, MAP_NAME, cell - told, strong=True)
        base = (y + tall - label + 6) / height
        over = (y + tall - MAP_LABEL + 6) / height
        style: dict[str, Any] = {"fontsize": MAP_NAME, "color": small.ink}
        figure.text(x / width, over, name, weight=600, **style)
        if under:
            figure.text(x / width, base, small.told, **style)
        else:
            figure.text((x + cell) / width, base, small.told, weight=600, ha="right", **style)


def _columns(n: int, wide: float, high: float) -> int:
    """In how many columns so many maps are nearest to a third wider than high."""

    def off(columns: int) -> float:
        return abs(math.log(wide / columns / (high / -(-n // columns)) / 1.33))

    return min(range(1, n + 1), key=off)


SPAN, OVER_SPANS = 22, 52  # pixels of a row of spans, and above all of them


def _spans(figure: Figure, found: Spans, width: int, height: int) -> None:
    spans = found.spans
    step = min(32.0, (height - OVER_SPANS) / max(len(spans), 1))
    size = min(15.0, step * 0.62)
    rows = [span for span in spans if isinstance(span, Span)]
    names = [text_width(_called(span), size) + size * span.nested for span in rows]
    left = min(width * 0.44, 18 + max(names, default=0))
    top = OVER_SPANS - 6
    axes = _plot(figure, left, max(6.0, height - top - step * len(spans)), 6, top)
    words = [text_width(span.told, size * 0.93) + 14 for span in rows]
    last = _reach(rows, words, found, width - left - 6)
    axes.set_xlim(found.first, last)
    axes.set_ylim(len(spans) - 0.5, -0.5)
    apart: dict[str, Any] = {"xycoords": ("data", "axes fraction"), "textcoords": "offset points"}
    a_year = (width - left - 6) / (last - found.first)
    every = max(1, math.ceil(40 / a_year))  # a named year needs so many pixels
    for year in range(int(found.first), int(found.last) + 1):
        axes.axvline(year, color=LIGHT.rule, lw=1, zorder=0)
        if (year - int(found.first)) % every:
            continue
        axes.annotate(str(year), (year, 1), (4, 4), fontsize=13, color=LIGHT.quiet, **apart)
    if found.today:
        at, word = found.today
        axes.axvline(at, color=LIGHT.compared[0], lw=1.6, zorder=1)
        half = text_width(word, 14, strong=True) / 2
        right = (at - found.first) / (last - found.first) * (width - left - 6)
        inside = max(half - right - left, min(0.0, width - left - 6 - right - half))
        axes.annotate(word, (at, 1), (inside, 24), ha="center", fontsize=14, weight=600,
                      color=LIGHT.text, **apart)  # fmt: skip
    pixel = (last - found.first) / (width - left - 6)
    for place, span in enumerate(spans):
        if isinstance(span, str):
            axes.annotate(span, (0, place), (-left, -1), xycoords=("axes fraction", "data"),
                          textcoords="offset points", va="center", fontsize=size, weight=600,
                          color=LIGHT.text)  # fmt: skip
            continue
        ink = LIGHT.text if span.strong else LIGHT.quiet
        indent = size if span.nested else 0.0
        room = left - 14 - indent
        fits = text_width(_called(span), size) <= room
        lines = [_called(span)] if fits else wrapped(_called(span), size * 0.78, room)
        axes.annotate(
            "\n".join(lines), (0, place), (indent - left, 0), va="center", linespacing=1.0,
            xycoords=("axes fraction", "data"), textcoords="offset points",
            fontsize=size if fits else size * 0.78, color=ink,
        )  # fmt: skip
        end = max(span.end, span.start + 3 * pixel)  # a day can be seen
        _span(axes, span, place, end, found)
        told = axes.annotate(span.told, (end, place), (5, 0), textcoords="offset points",
                             va="center", fontsize=size * 0.93, color=ink, zorder=4)  # fmt: skip
        told.set_path_effects([withStroke(linewidth=3, foreground=LIGHT.ground)])


def _called(span: Span) -> str:
    return f"└ {span.name}" if span.nested else span.name


def _reach(rows: Sequence[Span], words: Sequence[float], found: Spans, room: float) -> float:
    """How far the axis goes, so that the words behind each bar have room."""
    last = found.last
    for span, wide in zip(rows, words, strict=True):
        share = min(wide / room, 0.6)
        last = max(last, found.first + (span.end - found.first) / (1 - share))
    return last


def _span(axes: Axes, span: Span, place: int, end: float, found: Spans) -> None:
    """The bar; where no day is stated it fades: after today, or over all that is before its end."""
    half = 0.17 if span.nested else 0.3
    strength = 1.0 if span.strong else 0.4
    solid = (span.start, end)
    if span.fades == "end" and found.today:
        solid = (span.start, min(max(found.today[0], span.start), end))
    elif span.fades == "start":
        solid = (end, end)
    style: dict[str, Any] = {"lw": 0, "color": span.colour, "zorder": 2}
    axes.add_patch(Rectangle((solid[0], place - half), solid[1] - solid[0], 2 * half,
                             alpha=strength, **style))  # fmt: skip
    if not span.fades:
        return
    start, stop = (solid[1], end) if span.fades == "end" else (span.start, end)
    wide = (stop - start) / FADED
    for at in range(FADED):
        clear = (at + 0.5) / FADED
        clear = 1 - clear if span.fades == "end" else clear
        axes.add_patch(Rectangle((start + at * wide, place - half), wide, 2 * half,
                                 alpha=strength * clear, **style))  # fmt: skip


FADED = 16  # steps of a bar that fades
ROW = 32  # pixels that a row of a profile takes
LINE, SMALLER_NAME = 1.0, 0.88  # of the size: a line of a name that takes two, and its letters


def _profile(figure: Figure, found: Profile, width: int, height: int) -> None:
    axes = _plot(figure, 0, 0, 0, 0)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    rows = found.rows
    heights = [26 if isinstance(row, str) else ROW for row in rows]
    scale = (height - 34) / max(sum(heights), 1)
    size = min(15.0, 15 * scale) if scale < 1 else 15.0
    placed = [row for row in rows if isinstance(row, Placed)]

    def widest(texts: Sequence[str], least: float) -> float:
        return max([least, *(text_width(text, size, strong=True) for text in texts)])

    value = widest([row.value for row in placed] + [found.heads[1]], 56) + 22
    against = widest([row.against for row in placed] + [found.heads[2]], 50) + 14
    apart = widest([row.difference for row in placed] + [found.heads[3]], 50) + 14
    beneath = ROW * scale > 2.6 * size  # a second line has room
    among = max((text_width(row.among, size * 0.82) + 7 for row in placed if row.among), default=0)
    places = widest([row.place for row in placed], 60) + (0 if beneath else among)
    place = max(places, text_width(found.heads[4], size)) + 24
    trend = widest([row.trend for row in placed] + [found.heads[5]], 60) + 18
    rest = width - value - against - apart - place - trend
    name = rest * 0.58
    strip = (name + value + against + apart + 18, rest - name - 18)
    ends = (name + value - 8, name + value + against - 8, name + value + against + apart - 8)
    after = strip[0] + strip[1] + 18
    _heads(axes, found, ends, strip, after, place, size)
    top = 34.0
    for row, high in zip(rows, heights, strict=True):
        middle = top + high * scale / 2
        top += high * scale
        if isinstance(row, str):
            axes.text(0, middle + 2, row, fontsize=size, weight=600, color=LIGHT.quiet, va="center")
            continue
        axes.plot([0, width], [top, top], color=LIGHT.rule, lw=0.8)
        _named(axes, row, name - 10, middle, high * scale, size)
        if row.none:
            axes.text(ends[0], middle, "–", fontsize=size, ha="right", va="center")
            axes.text(strip[0], middle, row.none, fontsize=size * 0.9, color=LIGHT.quiet,
                      va="center")  # fmt: skip
            continue
        _mark(axes, ends[0] - text_width(row.value, size, strong=True) - 12, middle, row.basis,
              found.colour, 8)  # fmt: skip
        axes.text(ends[0], middle, row.value, fontsize=size, weight=600, color=found.colour,
                  ha="right", va="center")  # fmt: skip
        for at, text in ((ends[1], row.against), (ends[2], row.difference)):
            axes.text(at, middle, text, fontsize=size, color=LIGHT.quiet, ha="right", va="center")
        _strip(axes, row, strip, middle, high * scale * 0.56, found.colour)
        if row.quarter:
            axes.plot([after - 6] * 2, [middle - 9, middle + 9], lw=3, color=LIGHT.text,
                      ls="-" if row.quarter == "best" else ":")  # fmt: skip
        lifted = size * 0.55 if row.among and beneath else 0.0
        axes.text(after, middle - lifted, row.place, fontsize=size, color=LIGHT.text, va="center")
        if row.among:
            behind = 0.0 if beneath else text_width(row.place, size) + 7
            axes.text(after + behind, middle + lifted, row.among, va="center",
                      fontsize=size * 0.82, color=LIGHT.quiet)  # fmt: skip
        axes.text(after + place, middle, row.trend, fontsize=size, color=LIGHT.text, va="center")


def _named(axes: Axes, row: Placed, room: float, middle: float, high: float, size: float) -> None:
    """A row's name, and in small its unit and year: behind it, or beneath where there is room."""
    least = size * 0.82
    small = text_width(row.small, least)
    style: dict[str, Any] = {"va": "center", "fontsize": least, "color": LIGHT.quiet}
    long = text_width(row.name, size) + (6 + small if row.small else 0) > room
    most = int(high / (size * LINE)) if long else 1
    if most > 1:
        size *= SMALLER_NAME
    lines = wrapped(row.name, size, room, min(max(most, 1), 2))
    used = text_width(lines[-1], size)
    beneath = bool(row.small) and used + 6 + small > room and len(lines) < most
    step = size * 1.12
    top = middle - (len(lines) + beneath) * step / 2
    for at, line in enumerate(lines):
        axes.text(0, top + (at + 0.5) * step, line, fontsize=size, color=LIGHT.text, va="center")
    if beneath:
        axes.text(0, top + (len(lines) + 0.5) * step, shortened(row.small, least, room), **style)
    elif row.small and (left := room - used - 6) > size * 2:
        told = shortened(row.small, least, left)
        axes.text(used + 6, top + (len(lines) - 0.5) * step, told, **style)


def _heads(
    axes: Axes,
    found: Profile,
    ends: Sequence[float],
    strip: tuple[float, float],
    after: float,
    place: float,
    size: float,
) -> None:
    style: dict[str, Any] = {"fontsize": size * 0.9, "color": LIGHT.quiet, "va": "center"}
    axes.text(0, 16, found.heads[0], **style)
    for at, text in zip(ends, found.heads[1:4], strict=True):
        axes.text(at, 16, text, ha="right", **style)
    for share, text in zip((0.125, 0.5, 0.875), found.bands, strict=True):
        # The outer words may reach a little beyond their quarter.
        room = strip[1] * 0.5 - 20 if share == 0.5 else strip[1] * 0.25 + 14
        smaller = min(1.0, max(0.72, room / max(text_width(text, size * 0.9), 1)))
        axes.text(strip[0] + share * strip[1], 16, shortened(text, size * 0.9 * smaller, room),
                  ha="center", **style | {"fontsize": size * 0.9 * smaller})  # fmt: skip
    axes.text(after, 16, found.heads[4], **style)
    axes.text(after + place, 16, found.heads[5], **style)
    axes.plot([0, axes.get_xlim()[1]], [33, 33], color=LIGHT.other, lw=1)


def _strip(
    axes: Axes, row: Placed, strip: tuple[float, float], middle: float, high: float, colour: str
) -> None:
    left, wide = strip

    def at(share: float) -> float:
        return left + share * wide

    if row.position is None:
        return
    if row.dots:
        axes.plot([left, left + wide], [middle] * 2, color=LIGHT.band_inner, lw=1.2)
        for dot in row.dots:
            axes.plot([at(dot)], [middle], "o", markersize=5, color=LIGHT.faint)
    else:
        axes.add_patch(Rectangle((left, middle - high / 2), wide, high, lw=0,
                                 color=LIGHT.band_outer))  # fmt: skip
        axes.add_patch(Rectangle((at(0.25), middle - high / 2), wide / 2, high, lw=0,
                                 color=LIGHT.band_inner))  # fmt: skip
    if row.median is not None:
        axes.plot([at(row.median)] * 2, [middle - high / 2, middle + high / 2], color=LIGHT.text,
                  lw=1.2)  # fmt: skip
    if row.tip is not None:
        axes.plot([at(row.tip)], [middle - high / 2], "v", markersize=7, color=LIGHT.text)
    if row.other is not None:
        _mark(axes, at(row.other), middle, row.other_basis, LIGHT.compared[0], 11, 6)
    _mark(axes, at(row.position), middle, row.basis, colour, 13, 7)


def _no_drawing(figure: Figure, found: Grid, width: int, height: int) -> None:
    raise ValueError("A table is set, not drawn.")


DRAWN: dict[type, Callable[[Figure, Any, int, int], None]] = {
    Bars: _bars,
    Lines: _lines,
    Scatter: _scatter,
    Maps: _maps,
    Spans: _spans,
    Profile: _profile,
    Grid: _no_drawing,
}
