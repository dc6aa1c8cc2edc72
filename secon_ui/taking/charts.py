"""Exhibits as vector drawings, by matplotlib. Pure.

``svg(exhibit, width, height)`` draws on a clear ground, in pixels. Tables are set by ``typeset``.
"""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patheffects import Normal, withStroke
from matplotlib.text import Text

from secon_ui.drawing import label_placement
from secon_ui.drawing.label_placement import spread_out
from secon_ui.drawing.theme import LIGHT, mix
from secon_ui.taking import dot_names, fonts, map_drawing, profile_drawing, span_drawing
from secon_ui.taking.exhibit import (
    Bars,
    Exhibit,
    Grid,
    Line,
    Lines,
    Map,
    Maps,
    Profile,
    Scatter,
    Spans,
    Ticks,
)
from secon_ui.taking.letters import LEAST, shortened, text_width, weight, wrapped
from secon_ui.taking.marks import NARROW, Pen, plot

# A fallback typeface has no semibold: its bold is right.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
TIGHT = 30  # pixels of a row that has no room for a second line
PALE = 0.62  # how much lighter the rest of a bar is than the part that is looked at


def svg(exhibit: Exhibit, width: int, height: int, *, letters: bool = False) -> bytes:
    """The drawing of what is no table. Its letters are outlines, so that it needs no fonts;
    ``letters``: they stay text where the typeface has them all, for a document that brings it
    along: a report is half as large, and sooner done. ValueError for a table."""
    out, drawn = io.BytesIO(), figure(exhibit, width, height)
    if letters:
        for text in _outlined(drawn):
            text.set_path_effects([Normal()])  # what has an effect is drawn as outlines
    with rc_context({"svg.fonttype": "none" if letters else "path"}):
        drawn.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return out.getvalue()


def _outlined(drawn: Figure) -> list[Text]:
    """The texts with letters for which another typeface stands in: who sets such a text takes all
    of it from that one."""
    texts = [*drawn.texts, *(text for axes in drawn.axes for text in axes.texts)]
    return [one for one in texts if not (one.get_path_effects() or fonts.has(one.get_text()))]


def figure(exhibit: Exhibit, width: int, height: int) -> Figure:
    """The same as a figure, a pixel a point."""
    fonts.register()
    drawn = Figure(figsize=(width / 72, height / 72), dpi=72)
    FigureCanvasSVG(drawn)
    DRAWN[type(exhibit)](drawn, exhibit, width, height)
    return drawn


def natural_height(exhibit: Exhibit, width: float) -> int:
    """How high a drawing of that width is best, in pixels."""
    if isinstance(exhibit, Bars):
        return 70 + 44 * len(exhibit.bars)
    if isinstance(exhibit, Profile):
        return 40 + sum(26 if isinstance(row, str) else profile_drawing.ROW for row in exhibit.rows)
    if isinstance(exhibit, Spans):
        return round(span_drawing.high(exhibit, width))
    return round(width * 0.5)


def least_height(exhibit: Exhibit, width: float) -> float:
    """How high a drawing of that width must be, so that its letters have their least size and none
    stands over another."""
    if isinstance(exhibit, Bars):
        return sum(_around_bars(exhibit)) + 16.5 * len(exhibit.bars)
    if isinstance(exhibit, Lines):
        return max(150.0, (LEAST + 2) * len(exhibit.lines) + 16)
    if isinstance(exhibit, Scatter):
        return SCATTERED
    if isinstance(exhibit, Profile):
        if exhibit.short:
            return profile_drawing.short_rows(exhibit, width)[0]
        return natural_height(exhibit, width)
    if isinstance(exhibit, Spans):
        return span_drawing.high(exhibit, width)
    if isinstance(exhibit, Maps) and exhibit.main is not None:
        listed = (LEAST + 3) * len(exhibit.small) if exhibit.listed else 0.0
        return max(170.0, listed) + (150 if width < NARROW and listed else 0)
    return 180.0


def _around_bars(found: Bars) -> tuple[int, int]:
    """Pixels over and under the rows."""
    return 34 if found.level or found.title else 10, 26 if found.band else 10


def _bars(figure: Figure, found: Bars, width: float, height: float) -> None:
    bars = found.bars
    over, under = _around_bars(found)
    step = (height - over - under) / max(len(bars), 1)
    if step < TIGHT or width < NARROW:  # the marks, and the legend, say the same
        bars = [replace(bar, beneath="") for bar in bars]
    size = 17.0 if step > 36 else 14.0 if step > 18 and width > NARROW / 2 else LEAST
    small = max(size * 0.74, LEAST)
    left: float = 24 + max(
        (
            max(text_width(b.name, size, strong=b.strong), text_width(b.beneath, small))
            for b in bars
        ),
        default=0,
    )
    left = min(left, width * (0.45 if width > NARROW else 0.58))
    # The number of a value below zero stands at the left of its mark: names leave room for it.
    below = max(
        (text_width(b.told, size, strong=True) + 12 for b in bars if (b.value or 0) < 0), default=0
    )
    left += below
    right = 30 + max((text_width(b.told, size, strong=True) for b in bars if b.value is not None),
                     default=0)  # fmt: skip
    axes = plot(figure, left, under, right, over)
    pen = Pen(axes)
    values = [bar.value for bar in bars if bar.value is not None]
    low, high = min([0.0, *values]), max([0.0, found.most, *values])
    if found.level:
        low, high = min(low, found.level.value), max(high, found.level.value)
    room = (high - low) or 1.0
    axes.set_xlim(low, low + room)
    axes.set_ylim(len(bars) - 0.4, -0.6)
    if found.band:
        start, end, words = found.band
        pen.box(start, -0.6, end - start, len(bars) + 0.2, color=LIGHT.band_outer)
        at, wide = (start - low) / room * (width - left - right), text_width(words, LEAST)
        at = max(-left, min(at + 4, width - left - wide - 4))
        axes.annotate(words, (0, 0), (at, -6), xycoords="axes fraction", va="top",
                      textcoords="offset points", fontsize=LEAST, color=LIGHT.quiet)  # fmt: skip
    if found.level:
        level = found.level
        pen.line([level.value] * 2, [-0.6, len(bars) - 0.4], ls=":", color=LIGHT.text, lw=1.6)
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
    # The level's line and the band run behind what is told at a mark: it stays readable.
    clear = [withStroke(linewidth=4, foreground=LIGHT.ground)]
    for place, bar in enumerate(bars):
        lifted = size * 0.42 if bar.beneath else 0
        axes.annotate(
            shortened(bar.name, size, left - below - 20, strong=bar.strong), (0, place),
            (-14 - below, lifted),
            xycoords=("axes fraction", "data"), textcoords="offset points", ha="right",
            va="center", fontsize=size, color=bar.ink, weight=weight(bar.strong),
        )  # fmt: skip
        if bar.beneath:
            axes.annotate(
                shortened(bar.beneath, small, left - below - 20), (0, place),
                (-14 - below, -size * 0.62),
                xycoords=("axes fraction", "data"), textcoords="offset points", ha="right",
                va="center", fontsize=small, color=LIGHT.quiet,
            )  # fmt: skip
        if bar.value is None:
            least = max(size * 0.9, LEAST)
            start = (max(0.0, low) - low) / room * (width - left - right) + 6
            told = wrapped(bar.told, least, width - left - start - 4, max(1, int(step / least)))
            axes.annotate("\n".join(told), (max(0.0, low), place), (6, 0), va="center",
                          textcoords="offset points", fontsize=least, color=LIGHT.quiet,
                          linespacing=1.0, path_effects=clear)  # fmt: skip
            continue
        if bar.part is not None:
            pale = mix(bar.colour, LIGHT.ground, PALE)
            axes.barh([place], [bar.value], 0.62, color=pale, zorder=2)
            axes.barh([place], [bar.part], 0.62, color=bar.colour, zorder=3)
        else:
            heavy = 3.4 if bar.strong else 2.2
            pen.line([0, bar.value], [place] * 2, color=bar.colour, lw=heavy)
            pen.value(bar.value, place, bar.basis, bar.colour, 17 if bar.strong else 13)
        negative, away = bar.value < 0, 14 if bar.part is None else 6
        axes.annotate(
            bar.told, (bar.value, place), (-away if negative else away, 0),
            textcoords="offset points",
            ha="right" if negative else "left", va="center", fontsize=size, color=bar.ink,
            weight=weight(bar.strong), path_effects=clear,
        )  # fmt: skip


def _lines(figure: Figure, found: Lines, width: float, height: float) -> None:
    lines = found.lines
    # The labels may reach over and under the plot: down to the years, up to the edge.
    size = min(15.0, max(LEAST, (height - 12) / max(len(lines), 1) - 2))
    size = size if width > NARROW else LEAST

    def label(line: Line) -> str:
        return f"{line.told}  {line.name}".strip()

    right: float = 40 + max((text_width(label(x), size, strong=x.strong) for x in lines), default=0)
    right = min(right, width * (0.45 if width > NARROW else 0.62))
    left: float = 14 + max((text_width(words, 14) for _, words in found.ticks), default=0)
    over, under = 30 if found.broken else 12, 30
    axes = plot(figure, left, under, right, over)
    pen = Pen(axes)
    every = [v for line in lines for piece in line.pieces for v in piece.values]
    every += [at for at, _ in found.ticks]
    low, high = min(every), max(every)
    room = (high - low) or 1.0
    low, high = (low if low == 0 else low - room * 0.04), high + room * 0.04
    every_year = [year for line in lines for piece in line.pieces for year in piece.years]
    first, last = min(every_year), max(every_year)
    edges = (first - 0.1, last + 0.1)
    axes.set_xlim(*edges)
    axes.set_ylim(low, high)
    for at, words in found.ticks:
        pen.line(edges, [at, at], color=LIGHT.rule, lw=1, zorder=0)
        axes.annotate(words, (0, at), (-8, 0), xycoords=("axes fraction", "data"), ha="right",
                      textcoords="offset points", va="center", fontsize=14,
                      color=LIGHT.quiet)  # fmt: skip
    pen.line(edges, [low, low], color=LIGHT.other, lw=1.2)
    wide = width - left - right
    for year in _apart(found.years, (last - first + 0.2) / wide * 42):
        axes.annotate(str(year), (year, 0), (0, -8), xycoords=("data", "axes fraction"),
                      textcoords="offset points", ha="center", va="top", fontsize=14,
                      color=LIGHT.quiet)  # fmt: skip
    for year, words in found.broken:
        axes.axvline(year, color=LIGHT.other, lw=1.2, ls=":", zorder=0)
        at = (year - first + 0.1) / (last - first + 0.2) * wide
        half = text_width(words, 14) / 2
        moved = max(half - left - at, 0) - max(at + half - wide - right, 0)
        axes.annotate(words, (year, 1), (moved, 4), xycoords=("data", "axes fraction"),
                      textcoords="offset points", ha="center", va="bottom", fontsize=14,
                      color=LIGHT.quiet)  # fmt: skip
    tall = height - over - under
    scale = tall / (high - low)
    told = [x for x in lines if label(x)]
    gap = min(size + 4, (height - size) / max(len(told), 1))
    placed = spread_out([(x.end[1] - low) * scale for x in told], gap, size / 2 - under,
                        tall + over - size / 2)  # fmt: skip
    lifted = {x.name: at for x, at in zip(told, placed, strict=True)}
    for above, line in enumerate(lines, start=2):
        # What is not looked at lies beneath all that is.
        over = above if line.strong or line.dashed else 2
        heavy = 3.6 if line.strong else 1.6
        for piece in line.pieces:
            if len(piece.years) == 1:
                pen.signs(piece.years, piece.values, "o", markersize=4, color=line.colour)
                continue
            pen.line(piece.years, piece.values, color=line.colour, zorder=over,
                     ls=":" if piece.dotted else "--" if line.dashed else "-",
                     lw=heavy - 0.8 if piece.dotted else heavy)  # fmt: skip
        for at, value in line.lozenges:
            pen.signs([at], [value], "D", markersize=7, zorder=over + 1, color=line.colour,
                      markerfacecolor=LIGHT.ground, markeredgewidth=1.5)  # fmt: skip
        if not line.dashed:
            pen.value(*line.end, line.basis, line.colour, 12 if line.strong else 8, 40 + over)
        if not label(line):
            continue
        name_at = (edges[1] + 26 / wide * (edges[1] - edges[0]), low + lifted[line.name] / scale)
        _to_name(pen, line.end, name_at, (wide / (edges[1] - edges[0]), scale))
        axes.text(
            *name_at, shortened(label(line), size, right - 34, strong=line.strong),
            fontsize=size, color=line.ink, va="center", weight=weight(line.strong),
        )  # fmt: skip


def _to_name(
    pen: Pen,
    end: tuple[float, float],
    name: tuple[float, float],
    pixels: tuple[float, float],
) -> None:
    """A thin line from the end of what is named to where its name begins, touching neither.
    ``pixels``: of a year and of a unit of the values."""
    across, up = (abs(a - b) * n for a, b, n in zip(end, name, pixels, strict=True))
    long = math.hypot(across, up)
    shares = 7 / long, 1 - 2 / long - 2 / across
    xs, ys = ([a + (b - a) * share for share in shares] for a, b in zip(end, name, strict=True))
    pen.line(xs, ys, color=LIGHT.faint, lw=1, zorder=3, clip_on=False,
             solid_capstyle="round")  # fmt: skip


def _apart(years: Sequence[int], least: float) -> list[int]:
    """Of the years the last, and those before that are so far apart."""
    kept: list[int] = []
    for year in sorted(years, reverse=True):
        if not kept or kept[-1] - year >= least:
            kept.append(year)
    return kept


def _scatter(figure: Figure, found: Scatter, width: int, height: int) -> None:
    title = 15.0 if width > NARROW else LEAST
    across_lines = wrapped(f"{found.x_title} →", title, width - 24, 3, strong=True)
    up_lines = wrapped(found.y_title, title, width - 24, 3, strong=True)
    left, right = 60.0, 20.0
    bottom, top = 28.0 + 1.2 * title * len(across_lines), 12.0 + 1.2 * title * len(up_lines)
    axes = plot(figure, left, bottom, right, top)
    pen = Pen(axes)
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
    ticks = _apart_ticks(found.x_ticks, limits[0], wide)
    for at, words in ticks:
        pen.line([at, at], limits[1], color=LIGHT.rule, lw=1, zorder=0)
        axes.annotate(words, (at, 0), (0, -6), xycoords=("data", "axes fraction"), ha="center",
                      textcoords="offset points", va="top", fontsize=14,
                      color=LIGHT.quiet)  # fmt: skip
    for at, words in found.y_ticks:
        pen.line(limits[0], [at, at], color=LIGHT.rule, lw=1, zorder=0)
        axes.annotate(words, (0, at), (-8, 0), xycoords=("axes fraction", "data"), ha="right",
                      textcoords="offset points", va="center", fontsize=14,
                      color=LIGHT.quiet)  # fmt: skip
    if found.middle is not None:
        _medians(axes, *found.middle)
    axes.annotate("\n".join(across_lines), (1, 0), (0, -24), xycoords="axes fraction", ha="right",
                  textcoords="offset points", va="top", fontsize=title, weight=600,
                  color=LIGHT.text)  # fmt: skip
    axes.annotate("\n".join(up_lines), (0, 1), (-44, 10), xycoords="axes fraction", va="bottom",
                  textcoords="offset points", fontsize=title, weight=600,
                  color=LIGHT.text)  # fmt: skip
    if found.cloud:
        xs, ys = zip(*found.cloud, strict=True)
        pen.signs(xs, ys, "o", markersize=6, color=LIGHT.faint, markeredgewidth=0, alpha=0.8)
    dots = sorted(found.dots, key=lambda dot: not dot.strong)

    def pixels(x: float, y: float) -> tuple[float, float]:
        (x0, x1), (y0, y1) = limits
        return (x - x0) / (x1 - x0) * wide, (y - y0) / (y1 - y0) * tall

    for over, dot in enumerate(reversed(dots)):
        pen.value(dot.x, dot.y, dot.basis, dot.colour, 16 if dot.strong else 12, 10 + over)
    named = [dot for dot in dots if dot.name]
    medians: list[label_placement.Box] = []
    if found.middle is not None:
        x, y = pixels(*found.middle[:2])
        long = text_width(found.middle[2], LEAST) + 6
        medians = [(x, tall - 18, x + long, tall), (0.0, y, long, y + 18)]
    small = [pixels(*at) for at in found.cloud]
    # The edge of the plot is no frame: a name may reach a little over it.
    frame = (0.0, -4.0, wide + 14, tall + 4)
    at_dots = [pixels(dot.x, dot.y) for dot in named]
    leaders = Pen(axes, axes.transAxes)
    names = dot_names.placed(named, at_dots, small, frame, medians)
    for one in names.beside:
        dot, (x, y) = one.dot, pixels(one.dot.x, one.dot.y)
        strong = dot.strong or one.text != dot.name
        _leader(leaders, (x, y), one.centre, text_width(one.text, dot_names.SIZE), (wide, tall))
        away = (one.centre[0] - x, one.centre[1] - y)
        axes.annotate(one.text, (dot.x, dot.y), away, textcoords="offset points", ha="center",
                      va="center", fontsize=dot_names.SIZE, color=dot.ink, weight=weight(strong),
                      zorder=60)  # fmt: skip
    for at, line in enumerate(names.listed):
        left, down = names.at[0] + 3, names.at[1] - (at + 0.5) * dot_names.LINE
        axes.annotate(line, (0, 0), (left, down), xycoords="axes fraction", color=LIGHT.text,
                      textcoords="offset points", va="center", fontsize=dot_names.SIZE)  # fmt: skip


def _medians(axes: Axes, across: float, up: float, word: str) -> None:
    axes.axvline(across, color=LIGHT.other, lw=1, ls=":")
    axes.axhline(up, color=LIGHT.other, lw=1, ls=":")
    style: dict[str, Any] = {"fontsize": LEAST, "color": LIGHT.quiet}
    style["textcoords"] = "offset points"
    axes.annotate(word, (across, 1), (3, -2), xycoords=("data", "axes fraction"), va="top", **style)
    axes.annotate(word, (0, up), (3, 2), xycoords=("axes fraction", "data"), va="bottom", **style)


def _leader(
    pen: Pen,
    dot: tuple[float, float],
    name: tuple[float, float],
    wide: float,
    room: tuple[float, float],
) -> None:
    """A thin line from a dot to a name that stands away from it. ``pen``: of shares of the
    axes."""
    half = wide / 2, dot_names.SIZE / 2
    box = (name[0] - half[0], name[1] - half[1], name[0] + half[0], name[1] + half[1])
    x, y = label_placement.nearest(box, dot)
    if math.hypot(x - dot[0], y - dot[1]) > 2 * dot_names.SIZE:
        xs, ys = (dot[0] / room[0], x / room[0]), (dot[1] / room[1], y / room[1])
        pen.line(xs, ys, color=LIGHT.other, lw=1, zorder=9)


def _apart_ticks(ticks: Ticks, limits: tuple[float, float], wide: float) -> Ticks:
    """Every tick whose words have room, or every second, third … one."""
    scale = wide / ((limits[1] - limits[0]) or 1.0)
    need = max((text_width(words, 14) + 10 for _, words in ticks), default=0.0)
    step = (ticks[1][0] - ticks[0][0]) * scale if len(ticks) > 1 else wide
    return ticks[:: max(1, math.ceil(need / max(step, 1.0)))]


SCATTERED = 210.0  # pixels of height in which dots, and the names beside them, stay apart
MAP_NAME, MAP_LABEL = 15.0, 26.0  # pixels: the type of a small map's name, and its line
MAP_LINE = 1.3  # of the type: each further line


LEAST_OF_THREE = 440  # pixels in which three small maps beside each other keep their names


def _maps(figure: Figure, found: Maps, width: int, height: int) -> None:
    left, below = 0.0, float(height)
    if found.main is not None and found.listed and found.small:
        _listed_map(figure, found, found.main, width, height)
        return
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
        if len(found.small) > 4 and (width - left > LEAST_OF_THREE or width < NARROW)
        else _columns(len(found.small), width - left, below)
    )
    rows = -(-len(found.small) // columns)
    cell, tall = (width - left - 16 * (columns - 1)) / columns, below / rows
    size = MAP_NAME if width > NARROW else LEAST
    widths = [
        sum(text_width(words, size, strong=True) for words in (small.title, small.told))
        for small in found.small
    ]
    # Where one has no room in a line, all have what is told under their names.
    under = max(widths) + 10 > cell
    names = [wrapped(small.title, size, cell, 2 if under else 1, strong=True)
             for small in found.small]  # fmt: skip
    further = MAP_LINE * size * (max(map(len, names)) - 1 + under)
    label = MAP_LABEL + further
    for at, small in enumerate(found.small):
        x = left + at % columns * (cell + 16)
        y = below - (at // columns + 1) * tall
        box = (x, y + 6, cell, tall - label - 6)
        map_drawing.draw(figure, small, box, text_width)
        base = y + tall - label + 6
        style: dict[str, Any] = {"fontsize": size, "color": small.ink}
        for line, name in enumerate(reversed(names[at]), start=int(under)):
            over = (base + MAP_LINE * size * line) / height
            figure.text(x / width, over, name, weight=600, **style)
        style |= {} if under else {"weight": 600, "ha": "right"}
        figure.text((x if under else x + cell) / width, base / height, small.told, **style)


def _listed_map(figure: Figure, found: Maps, main: Map, width: int, height: int) -> None:
    """The map of everything, and beside or beneath it a row for each small one: its name, and what
    it tells."""
    n = len(found.small)
    size = min(MAP_NAME + 1, max(LEAST, height / n - 4))
    names = max(text_width(small.title, size, strong=True) for small in found.small)
    told = max(text_width(small.told, size, strong=True) for small in found.small)
    if width > NARROW:
        least = names + told + 24
        wide = min(width - least - 24, height * map_drawing.BROADEST)
        map_drawing.draw(figure, main, (0, 0, wide, height), text_width)
        left, top, step = wide + 24, float(height), min(height / n, 2.4 * size)
    else:
        step = LEAST + 3.5
        size, tall = LEAST, height - step * n - 8
        map_drawing.draw(figure, main, (0, height - tall, width, tall), text_width)
        left, top = 0.0, step * n
    axes = plot(figure, left, 0, 0, 0)
    pen = Pen(axes)
    axes.set_xlim(0, width - left)
    axes.set_ylim(0, height)
    for at, small in enumerate(found.small):
        y = top - (at + 0.5) * step
        style: dict[str, Any] = {"fontsize": size, "color": small.ink, "va": "center"}
        axes.text(0, y, small.title, **style, weight=weight(small.ink != LIGHT.text))
        axes.text(width - left, y, small.told, ha="right", weight=600, **style)
        if at:
            pen.line([0, width - left], [y + step / 2] * 2, color=LIGHT.rule, lw=0.8)


def _columns(n: int, wide: float, high: float) -> int:
    """In how many columns so many maps are nearest to a third wider than high."""

    def off(columns: int) -> float:
        return abs(math.log(wide / columns / (high / -(-n // columns)) / 1.33))

    return min(range(1, n + 1), key=off)


def _no_drawing(figure: Figure, found: Grid, width: int, height: int) -> None:
    raise ValueError("A table is set, not drawn.")


DRAWN: dict[type, Callable[[Figure, Any, int, int], None]] = {
    Bars: _bars,
    Lines: _lines,
    Scatter: _scatter,
    Maps: _maps,
    Spans: span_drawing.draw,
    Profile: profile_drawing.draw,
    Grid: _no_drawing,
}
