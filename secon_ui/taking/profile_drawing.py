"""One region on many measures as a drawing: whole, and short for a slide. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from secon_ui.drawing.theme import LIGHT
from secon_ui.taking.exhibit import Placed, Profile
from secon_ui.taking.letters import LEAST, shortened, text_width, wrapped
from secon_ui.taking.marks import NARROW, Pen, plot

ROW = 32  # pixels that a row of a profile takes
SHORT, SHORT_ROW, SHORT_HEAD = 13.5, 26, 26  # of a short one: letters, a row, what stands over all
LINE, SMALLER_NAME = 1.0, 0.88  # of the size: a line of a name that takes two, and its letters


def short_rows(found: Profile, width: float) -> tuple[float, list[list[str]], float]:
    """Of a short profile: how high it is, each row's name in lines, and how wide the names are.
    On a phone they stand over the rest of their row."""
    placed = [row for row in found.rows if isinstance(row, Placed)]
    titles = [row.short or ", ".join(filter(None, (row.name, row.small))) for row in placed]
    longest = max((text_width(title, SHORT) for title in titles), default=0.0)
    room = width if width < NARROW else min(longest + 8, width * 0.5)
    lines = [wrapped(title, SHORT, room - 8, 3) for title in titles]
    more = SHORT_ROW - 4 if width < NARROW else 6
    return SHORT_HEAD + sum(16 * len(name) + more for name in lines), lines, room


def _short_profile(figure: Figure, found: Profile, width: int, height: int) -> None:
    """Name, value, axis and place of each row: what can be read from afar."""
    axes = plot(figure, 0, 0, 0, 0)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    pen = Pen(axes)
    rows = [row for row in found.rows if isinstance(row, Placed)]
    total, names, room = short_rows(found, width)
    grown = min(1.5, max(1.0, (height - SHORT_HEAD) / max(total - SHORT_HEAD, 1)))
    narrow = width < NARROW
    left = 0.0 if narrow else room
    value = 22 + max([text_width(row.value, SHORT, strong=True) for row in rows]
                     + [0.0 if narrow else text_width(found.heads[1], LEAST) - 10])  # fmt: skip
    places = [" ".join(filter(None, (row.place, row.among))) for row in rows]
    place = max([text_width(told, LEAST) for told in places]
                + [0.0 if narrow else text_width(found.heads[4], LEAST)]) + 6  # fmt: skip
    strip = (left + value + 14, width - left - value - place - 14 - 22)
    after = width - place
    style: dict[str, Any] = {"fontsize": LEAST, "color": LIGHT.quiet, "va": "center"}
    if not narrow:
        axes.text(0, 12, shortened(found.heads[0], LEAST, left - 8), **style)
        axes.text(left + value, 12, found.heads[1], ha="right", **style)
        axes.text(after, 12, found.heads[4], **style)
    ends = [text_width(words, LEAST) for words in (found.bands[0], found.bands[2])]
    if sum(ends) + 12 < strip[1]:
        axes.text(strip[0], 12, found.bands[0], **style)
        axes.text(strip[0] + strip[1], 12, found.bands[2], ha="right", **style)
    pen.line([0, width], [SHORT_HEAD - 2] * 2, color=LIGHT.other, lw=1)
    top = float(SHORT_HEAD)
    for row, name, told in zip(rows, names, places, strict=True):
        above = 16.0 * len(name) if narrow else 0.0
        high = ((SHORT_ROW - 4 if narrow else 6) + 16 * len(name)) * grown
        middle = top + (above + high) / 2 - (2 if narrow else 0)
        named = top + 2 + above / 2 if narrow else middle
        axes.text(0, named, "\n".join(name), fontsize=SHORT, color=LIGHT.text, va="center",
                  linespacing=1.05)  # fmt: skip
        top += high
        pen.line([0, width], [top, top], color=LIGHT.rule, lw=0.8)
        pen.value(left + value - text_width(row.value, SHORT, strong=True) - 12, middle,
                  row.basis, found.colour, 8)  # fmt: skip
        axes.text(left + value, middle, row.value, fontsize=SHORT, weight=600, color=found.colour,
                  ha="right", va="center")  # fmt: skip
        _strip(pen, row, strip, middle, 14, found.colour)
        if row.quarter:
            pen.line([after - 7] * 2, [middle - 7, middle + 7], lw=3, color=LIGHT.text,
                     ls="-" if row.quarter == "best" else ":")  # fmt: skip
        axes.text(after, middle, told, fontsize=LEAST, color=LIGHT.text, va="center")


def draw(figure: Figure, found: Profile, width: int, height: int) -> None:
    if found.short:
        _short_profile(figure, found, width, height)
        return
    axes = plot(figure, 0, 0, 0, 0)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    pen, rows = Pen(axes), found.rows
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
    pen.line([0, width], [33, 33], color=LIGHT.other, lw=1)
    top = 34.0
    for row, high in zip(rows, heights, strict=True):
        middle = top + high * scale / 2
        top += high * scale
        if isinstance(row, str):
            axes.text(0, middle + 2, row, fontsize=size, weight=600, color=LIGHT.quiet, va="center")
            continue
        pen.line([0, width], [top, top], color=LIGHT.rule, lw=0.8)
        _named(axes, row, name - 10, middle, high * scale, size)
        if row.none:
            axes.text(ends[0], middle, "–", fontsize=size, ha="right", va="center")
            axes.text(strip[0], middle, row.none, fontsize=size * 0.9, color=LIGHT.quiet,
                      va="center")  # fmt: skip
            continue
        pen.value(ends[0] - text_width(row.value, size, strong=True) - 12, middle, row.basis,
                  found.colour, 8)  # fmt: skip
        axes.text(ends[0], middle, row.value, fontsize=size, weight=600, color=found.colour,
                  ha="right", va="center")  # fmt: skip
        for at, text in ((ends[1], row.against), (ends[2], row.difference)):
            axes.text(at, middle, text, fontsize=size, color=LIGHT.quiet, ha="right", va="center")
        _strip(pen, row, strip, middle, high * scale * 0.56, found.colour)
        if row.quarter:
            pen.line([after - 6] * 2, [middle - 9, middle + 9], lw=3, color=LIGHT.text,
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


def _strip(
    pen: Pen, row: Placed, strip: tuple[float, float], middle: float, high: float, colour: str
) -> None:
    left, wide = strip

    def at(share: float) -> float:
        return left + share * wide

    if row.position is None:
        return
    if row.dots:
        pen.line([left, left + wide], [middle] * 2, color=LIGHT.band_inner, lw=1.2)
        pen.signs([at(dot) for dot in row.dots], [middle] * len(row.dots), "o", markersize=5,
                  color=LIGHT.faint)  # fmt: skip
    else:
        pen.box(left, middle - high / 2, wide, high, color=LIGHT.band_outer)
        pen.box(at(0.25), middle - high / 2, wide / 2, high, color=LIGHT.band_inner)
    if row.median is not None:
        pen.line([at(row.median)] * 2, [middle - high / 2, middle + high / 2], color=LIGHT.text,
                 lw=1.2)  # fmt: skip
    if row.tip is not None:
        pen.signs([at(row.tip)], [middle - high / 2], "v", markersize=7, color=LIGHT.text)
    if row.other is not None:
        pen.value(at(row.other), middle, row.other_basis, LIGHT.compared[0], 11, 6)
    pen.value(at(row.position), middle, row.basis, colour, 13, 7)
