"""Timelines and maps as shapes: a bar a time, an outline an area, so that each can be recoloured.
Keys of a legend are shapes with their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely
from numpy.typing import NDArray

from secon_ui.drawing.theme import LIGHT, text_on
from secon_ui.taking import map_drawing
from secon_ui.taking.exhibit import Filled, Key, Map, Maps, Span, Spans
from secon_ui.taking.slides.canvas import (
    Box,
    Canvas,
    Run,
    filled,
    shortened,
    spot,
    stroke,
    width,
)

READ, SMALL = 18.0, 14.0
SPAN = 21.0  # a row of a timeline, at the least

# --- legend ---

SWATCH, GAP = 22.0, 22.0


def keys_height(keys: Sequence[Key], room: float, size: float) -> float:
    """How high a legend is."""
    return len(_rows(keys, room, size)) * size * 1.4 if keys else 0.0


def _rows(keys: Sequence[Key], room: float, size: float) -> list[list[tuple[Key, float]]]:
    rows: list[list[tuple[Key, float]]] = [[]]
    used = 0.0
    for key in keys:
        long = SWATCH + width(key.words, size, strong=key.strong) + GAP
        if used and used + long - GAP > room:
            rows.append([])
            used = 0.0
        rows[-1].append((key, long))
        used += long
    return rows


def legend(canvas: Canvas, keys: Sequence[Key], box: Box, size: float) -> None:
    """Keys in lines."""
    high = size * 1.4
    with canvas.group(box, name=keys[0].words, described="; ".join(key.words for key in keys)):
        for at, row in enumerate(_rows(keys, box.width, size)):
            x, middle = box.left, box.top + (at + 0.5) * high
            for key, long in row:
                _swatch(canvas, key, x, middle)
                label = Box(x + SWATCH, middle - high / 2, long - SWATCH - GAP, high)
                ink = key.colour if key.strong else LIGHT.text
                run = Run(key.words, size, ink, key.strong)
                canvas.text(label, [[run]], name=key.words, anchor="ctr", wrap=False)
                x += long


def _swatch(canvas: Canvas, key: Key, x: float, middle: float) -> None:
    if key.kind == "fill":
        canvas.shape("rect", Box(x, middle - 6, 16, 12), name=key.words, fill=key.colour)
    elif key.kind in ("line", "dashed"):
        dash = "sysDot" if key.kind == "dashed" else ""
        canvas.line((x, middle), (x + 17, middle), name=key.words, colour=key.colour, wide=2.5,
                    dash=dash)  # fmt: skip
    elif key.kind == "tick":
        canvas.line((x + 8, middle - 7), (x + 8, middle + 7), name=key.words, colour=key.colour,
                    wide=2)  # fmt: skip
    elif key.kind == "lozenge":
        canvas.shape("diamond", Box(x + 3, middle - 5, 10, 10), name=key.words, fill=LIGHT.ground,
                     edge=key.colour, wide=1.5)  # fmt: skip
    else:
        canvas.sign(key.kind, x + 8, middle, 12, key.colour, key.words)


# --- timelines ---


def parted_spans(found: Spans, height: float) -> list[Spans]:
    """A timeline on as many slides as it needs to be read."""
    most = max(2, int((height - 40) / SPAN))
    if len(found.spans) <= most:
        return [found]
    count = -(-len(found.spans) // most)
    each = -(-len(found.spans) // count)
    parts, start = [], 0
    while start < len(found.spans):
        end = min(start + each, len(found.spans))
        # No heading stays alone at the foot.
        while end < len(found.spans) and end - start > 1 and isinstance(found.spans[end - 1], str):
            end -= 1
        last = end == len(found.spans)
        parts.append(replace(found, spans=found.spans[start:end], more=found.more if last else ""))
        start = end
    return parts


def spans_height(found: Spans) -> float:
    return 40 + SPAN * len(found.spans)


def spans(canvas: Canvas, found: Spans, box: Box, described: str) -> None:
    """Bars on an axis of years, with their names and words."""
    below = 20.0 if found.more else 0.0
    top = box.top + (36 if found.today else 20)
    high = min(30.0, (box.bottom - below - top) / max(1, len(found.spans)))
    size = min(READ, max(12.0, (high - 3) / 1.2))
    names = [width(span.name, size) for span in found.spans if isinstance(span, Span)]
    left = min(box.width * 0.46, 14 + max(names, default=0.0))
    plot = Box(box.left + left, top, box.width - left, high * len(found.spans))
    room = found.last - found.first

    def at(year: float) -> float:
        return plot.left + (year - found.first) / room * plot.width

    with canvas.group(box, name=described, described=described):
        _axis_of_years(canvas, found, plot, at)
        for place, span in enumerate(found.spans):
            row = Box(box.left, plot.top + place * high, left - 10, high)
            if isinstance(span, str):
                canvas.text(replace(row, width=box.width), [[Run(span, size, strong=True)]],
                            name=span, anchor="ctr", wrap=False)  # fmt: skip
                continue
            ink = LIGHT.text if span.strong else LIGHT.quiet
            name = shortened(span.name, size, left - 12)
            canvas.text(row, [[Run(name, size, ink)]], name=span.name, align="right",
                        anchor="ctr", wrap=False)  # fmt: skip
            start = found.first if span.start is None else max(span.start, found.first)
            end = found.last if span.end is None else min(span.end, found.last)
            long = max(at(end) - at(start), 3.0)  # a day can be seen
            bar = Box(at(start), row.top + high * 0.2, long, high * 0.6)
            whole = f"{span.name}: {span.told}" if span.told else span.name
            colour = span.colour if span.strong else ""
            canvas.shape("rect", bar, name=whole, fill=colour or LIGHT.faint)
            _told(canvas, span, bar, plot, high, size)


def _told(canvas: Canvas, span: Span, bar: Box, plot: Box, high: float, size: float) -> None:
    if not span.told:
        return
    small = max(12.0, size - 3)
    long = width(span.told, small)
    middle = bar.top + bar.height / 2 - high / 2
    if bar.right + 6 + long <= plot.right:
        left, ink = bar.right + 6, LIGHT.quiet
    elif bar.left - 6 - long >= plot.left:
        left, ink = bar.left - 6 - long, LIGHT.quiet
    else:  # in the bar
        left = max(bar.left + 5, plot.left)
        ink = text_on(span.colour if span.strong else LIGHT.faint)
    told = shortened(span.told, small, plot.right - left)
    canvas.text(Box(left, middle, min(long, plot.right - left), high), [[Run(told, small, ink)]],
                name=span.told, anchor="ctr", wrap=False)  # fmt: skip


def _axis_of_years(canvas: Canvas, found: Spans, plot: Box, at: object) -> None:
    room = found.last - found.first
    step = max(1, -(-int(room) // max(1, int(plot.width / 44))))
    for year in range(int(found.first), int(found.last) + 1):
        if year >= found.first and (year - int(found.first)) % step == 0:
            x = at(year)  # type: ignore[operator]
            canvas.line((x, plot.top), (x, plot.bottom), name=str(year), colour=LIGHT.rule)
            label = Box(x - 22, plot.top - 19, 44, 18)
            canvas.text(label, [[Run(str(year), SMALL, LIGHT.quiet)]], name=str(year),
                        align="center", wrap=False)  # fmt: skip
    if found.today:
        day, word = found.today
        x = at(day)  # type: ignore[operator]
        canvas.line((x, plot.top), (x, plot.bottom), name=word, colour=LIGHT.text, wide=1.5,
                    dash="sysDot")  # fmt: skip
        long = width(word, SMALL, strong=True)
        start = max(plot.left, min(x - long / 2, plot.right - long))
        canvas.text(Box(start, plot.top - 36, long, 18), [[Run(word, SMALL, strong=True)]],
                    name=word, wrap=False)  # fmt: skip
    if found.more:
        under = Box(plot.left, plot.bottom + 2, plot.width, 18)
        canvas.text(under, [[Run(found.more, SMALL, LIGHT.quiet)]], name=found.more)


# --- maps ---

WIDEST = 1.6  # of a map to its height: beyond lies what no layer draws
GRAIN = 10  # places a point has: finer than anybody sees


@lru_cache(maxsize=8)
def _bounds(name: str) -> dict[str, list[tuple[map_drawing.Rings, tuple[float, ...]]]]:
    """A layer's polygons by code, each with its west, south, east and north."""
    return {
        code: [(rings, (*rings[0].min(axis=0), *rings[0].max(axis=0))) for rings in polygons]
        for code, polygons in map_drawing.layer(name).items()
    }


def map_parts(found: Maps) -> list[Maps]:
    """The map of everything with its list, and the small ones after it."""
    if found.main is None or len(found.small) < 3:
        return [found]
    return [Maps(found.main, found.small), Maps(None, found.small)]


def maps(canvas: Canvas, found: Maps, box: Box, described: str) -> None:
    """Maps of outlines that are named by their areas. Beside the map of everything stands what the
    small ones tell, which come on a slide of their own."""
    if found.main is not None:
        aside = max((_told_width(small) for small in found.small), default=-18.0) + 18
        aside = min(aside, box.width * 0.45)
        main = replace(box, width=min(box.width - aside, box.height * WIDEST))
        one_map(canvas, found.main, main, described)
        if found.small:
            left = main.right + 28
            room = min(box.right - left, aside + 40)
            _list(canvas, found.small, Box(left, box.top, room, box.height))
        return
    small = found.small
    if not small:
        return
    columns = next(
        n for n in (1, 2, 3, 4, 5, 6) if n == 6 or n * max(1, (n + 1) // 2) >= len(small)
    )
    rows = -(-len(small) // columns)
    wide = (box.width - 16 * (columns - 1)) / columns
    high = (box.height - 10 * (rows - 1)) / rows
    size = READ
    while size > 12 and any(_told_width(one, size) > wide for one in small):
        size -= 1
    for at, one in enumerate(small):
        x = box.left + at % columns * (wide + 16)
        y = box.top + at // columns * (high + 10)
        room = wide - width(one.told, size, strong=True) - 6
        title = shortened(one.title, size, room, strong=True)
        head = Box(x, y, wide, size * 1.25)
        canvas.text(head, [[Run(title, size, one.ink, strong=True)]], name=one.title, wrap=False)
        canvas.text(head, [[Run(one.told, size, one.ink, strong=True)]], name=one.told,
                    align="right", wrap=False)  # fmt: skip
        here = Box(x, y + size * 1.25 + 2, wide, high - size * 1.25 - 2)
        one_map(canvas, one, here, f"{one.title}: {one.told}")


def _told_width(small: Map, size: float = READ) -> float:
    return width(small.title, size, strong=True) + width(small.told, size, strong=True) + 10


def _list(canvas: Canvas, small: Sequence[Map], box: Box) -> None:
    high = min(32.0, box.height / len(small))
    size = min(READ, high / 1.25)
    while size > 12 and any(_told_width(one, size) > box.width for one in small):
        size -= 1
    for at, one in enumerate(small):
        row = Box(box.left, box.top + at * high, box.width, high)
        room = box.width - width(one.told, size, strong=True) - 8
        title = shortened(one.title, size, room, strong=True)
        canvas.text(row, [[Run(title, size, one.ink, strong=True)]], name=one.title, anchor="ctr",
                    wrap=False)  # fmt: skip
        canvas.text(row, [[Run(one.told, size, one.ink, strong=True)]], name=one.told,
                    align="right", anchor="ctr", wrap=False)  # fmt: skip


def one_map(canvas: Canvas, found: Map, box: Box, described: str) -> None:
    """A map: an outline an area, named by code and name; places as ovals."""
    projection = map_drawing.Projection(found.frame, box.width, box.height)
    with canvas.group(box, name=found.title or described, described=described):
        canvas.shape("rect", box, name=found.title or described, fill=found.sea)
        for layer in found.layers:
            _layer(canvas, layer, found, projection, box)
        for spot_ in found.spots:
            ((x, y),) = projection(np.array([[spot_.longitude, spot_.latitude]]))
            if not (0 <= x <= box.width and 0 <= y <= box.height):
                continue
            x, y, size = box.left + x, box.bottom - y, spot_.size
            words = [[Run(spot_.text, max(9.0, size * 0.6), text_on(spot_.colour), strong=True)]]
            inside = spot_.inside and bool(spot_.text)
            canvas.shape(
                "ellipse", Box(x - size / 2, y - size / 2, size, size), name=spot_.text or "•",
                fill=spot_.colour, edge=LIGHT.ground, wide=1.0, found=words if inside else (),
            )  # fmt: skip
            if spot_.text and not inside:
                long = width(spot_.text, SMALL)
                left = x + size if x + size + long <= box.right else x - size - long
                canvas.text(Box(left, y - 9, long, 18), [[Run(spot_.text, SMALL)]],
                            name=spot_.text, anchor="ctr", wrap=False)  # fmt: skip


def _layer(
    canvas: Canvas, layer: Filled, found: Map, projection: map_drawing.Projection, box: Box
) -> None:
    polygons = _bounds(layer.layer)
    names = map_drawing.names(layer.layer)
    west, south, east, north = map_drawing.shown(found, box.width, box.height)
    spare_x, spare_y = (east - west) * 0.6, (north - south) * 0.4
    for code, fill in layer.fills:
        paths = []
        for rings, (x0, y0, x1, y1) in polygons.get(code, ()):
            if (
                x0 > east + spare_x
                or x1 < west - spare_x
                or y0 > north + spare_y
                or y1 < south - spare_y
            ):
                continue
            placed = [projection(ring) for ring in rings]
            low, high = placed[0].min(axis=0), placed[0].max(axis=0)
            if low[0] >= box.width or high[0] <= 0 or low[1] >= box.height or high[1] <= 0:
                continue
            inside = low[0] >= 0 and low[1] >= 0 and high[0] <= box.width and high[1] <= box.height
            paths += placed if inside else _clipped(placed, box.width, box.height)
        name = names.get(code, "")
        told = f"{code} {name}" if name and name != code else code
        _outline(canvas, paths, box, fill, layer, told)


def _clipped(
    rings: Sequence[NDArray[np.float64]], wide: float, high: float
) -> list[NDArray[np.float64]]:
    """The part of a polygon that lies in its box."""
    shape = shapely.make_valid(shapely.Polygon(rings[0], rings[1:]))
    found = shapely.clip_by_rect(shape, 0, 0, wide, high)
    parts = [part for part in shapely.get_parts(found) if part.geom_type == "Polygon"]
    return [
        shapely.get_coordinates(ring) for part in parts for ring in (part.exterior, *part.interiors)
    ]


def _outline(
    canvas: Canvas,
    rings: Sequence[NDArray[np.float64]],
    box: Box,
    fill: str,
    layer: Filled,
    name: str,
) -> None:
    """An area as a freeform: its rings as sub-paths of one."""
    points = [np.rint(ring * GRAIN).astype(int) for ring in rings]
    points = [_without_repeats(ring) for ring in points]
    large = [ring for ring in points if len(ring) > 2]
    if not large:
        return
    every = np.concatenate(large)
    (left, bottom), (right, top) = every.min(axis=0), every.max(axis=0)
    wide, high = max(1, int(right - left)), max(1, int(top - bottom))
    steps = []
    for ring in large:
        xs, ys = (ring[:, 0] - left).tolist(), (top - ring[:, 1]).tolist()
        pairs = [f'<a:pt x="{x}" y="{y}"/>' for x, y in zip(xs, ys, strict=True)]
        steps.append(f"<a:moveTo>{pairs[0]}</a:moveTo>")
        steps += [f"<a:lnTo>{pair}</a:lnTo>" for pair in pairs[1:]]
        steps.append("<a:close/>")
    place = Box(box.left + left / GRAIN, box.bottom - top / GRAIN, wide / GRAIN, high / GRAIN)
    told = quoteattr(name)
    canvas.add(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{canvas.number()}" name={told} descr={told}/><p:cNvSpPr/>'
        f"<p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{spot(place)}</a:xfrm><a:custGeom><a:avLst/>"
        '<a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{wide}" h="{high}">{"".join(steps)}</a:path></a:pathLst></a:custGeom>'
        f"{filled(fill)}{stroke(layer.edge, layer.width)}</p:spPr></p:sp>"
    )


def _without_repeats(ring: NDArray[np.int64]) -> NDArray[np.int64]:
    apart = np.any(ring != np.roll(ring, 1, axis=0), axis=1)
    return ring[apart]
