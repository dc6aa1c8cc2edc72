"""Timelines and maps as shapes: a bar a time, an outline an area, so that each can be recoloured.
Keys of a legend are shapes with their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from xml.sax.saxutils import quoteattr

import numpy as np
import shapely
from numpy.typing import NDArray

from secon_ui.drawing.theme import LIGHT, mix, text_on
from secon_ui.taking import fewer_spans, map_drawing
from secon_ui.taking.exhibit import Filled, Key, Map, Maps, Span, Spans
from secon_ui.taking.slides.canvas import (
    LEADING,
    Box,
    Canvas,
    Run,
    filled,
    lines,
    shortened,
    spot,
    stroke,
    width,
)
from secon_ui.taking.typeset import left_out
from secon_ui.text.words import Words

READ, NAME, SMALL = 18.0, 16.0, 14.0
SPAN, OVER_SPANS = 21.0, 42.0  # a row of a timeline, at the least, and what stands over all
NAMES = 0.42  # of the width, the most that the names of a timeline take
UNDER_SPANS = 20.0  # what is left out, in words
MOST = 3  # slides of one view
FAINT = 0.6  # how much lighter a bar is whose time is over

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
    if key.kind == "hollow":
        canvas.shape("rect", Box(x, middle - 5, 16, 10), name=key.words, fill=LIGHT.ground,
                     edge=key.colour, wide=1.5)  # fmt: skip
    elif key.kind in ("fill", "pale"):
        canvas.shape("rect", Box(x, middle - 6, 16, 12), name=key.words, fill=key.colour)
    elif key.kind in ("line", "dashed"):
        dash = "sysDot" if key.kind == "dashed" else ""
        canvas.line((x, middle), (x + 17, middle), name=key.words, colour=key.colour, wide=2.5,
                    dash=dash)  # fmt: skip
    elif key.kind == "tick":
        canvas.line((x + 8, middle - 7), (x + 8, middle + 7), name=key.words, colour=key.colour,
                    wide=2)  # fmt: skip
    elif key.kind == "tip":
        canvas.shape("flowChartMerge", Box(x + 3, middle - 5, 10, 9), name=key.words,
                     fill=key.colour)  # fmt: skip
    elif key.kind == "lozenge":
        canvas.shape("diamond", Box(x + 3, middle - 5, 10, 10), name=key.words, fill=LIGHT.ground,
                     edge=key.colour, wide=1.5)  # fmt: skip
    else:
        canvas.sign(key.kind, x + 8, middle, 12, key.colour, key.words)


# --- timelines ---


def parted_spans(found: Spans, room: float, height: float, t: Words) -> list[Spans]:
    """A timeline on as many slides as it needs to be read, at most three: then what is left out is
    told."""
    if spans_height(found, room) <= height:
        return [found]
    n = every = fewer_spans.counted(found)
    parts = _parted(found, room, height)
    while len(parts) > MOST:
        n -= 1
        parts = _parted(fewer_spans.only(found, fewer_spans.places(found, n)), room, height)
    more = " ".join(filter(None, (left_out(every - n, t), found.more)))
    told = [""] * (len(parts) - 1) + [more]
    return [replace(found, spans=part, more=m) for part, m in zip(parts, told, strict=True)]


def _parted(found: Spans, room: float, height: float) -> list[list[Span | str]]:
    parts: list[list[Span | str]] = [[]]
    heights = _row_heights(found, room)
    used, space = 0.0, height - OVER_SPANS - UNDER_SPANS
    fair = sum(heights) / -(-sum(heights) // space) + max(heights)  # about as full each
    space = min(space, fair)
    for one, high in zip(found.spans, heights, strict=True):
        if parts[-1] and used + high > space:
            # No heading stays alone at the foot.
            over = [parts[-1].pop()] if isinstance(parts[-1][-1], str) else []
            parts.append(over)
            used = SPAN * len(over)
        parts[-1].append(one)
        used += high
    return parts


def spans_height(found: Spans, room: float) -> float:
    """How high a timeline is at the least."""
    return OVER_SPANS + sum(_row_heights(found, room)) + (UNDER_SPANS if found.more else 0)


def _row_heights(found: Spans, room: float) -> list[float]:
    """Of rows: of two lines where a name has no room in one."""
    return [
        2 * SMALL * LEADING + 3
        if isinstance(one, Span) and _name_width(one, SMALL) > room * NAMES - 14
        else SPAN
        for one in found.spans
    ]


def _name_width(span: Span, size: float) -> float:
    return width(_called(span), size) + (size if span.nested else 0)


def spans(canvas: Canvas, found: Spans, box: Box, described: str) -> None:
    """Bars on an axis of years, with their names and words."""
    below = UNDER_SPANS if found.more else 0.0
    top = box.top + (38 if found.today else 20)
    least = _row_heights(found, box.width)
    spare = (box.bottom - below - top - sum(least)) / max(1, len(least))
    heights = [one + max(0.0, min(11.0, spare)) for one in least]
    high = min(heights, default=SPAN)
    rows = [span for span in found.spans if isinstance(span, Span)]
    room = box.width * NAMES - 14
    size = min(READ, max(SMALL, (high - 3) / 1.2))
    while size > SMALL and any(_name_width(span, size) > room for span in rows):
        size -= 1
    names = [_name_width(span, size) for span in rows]
    left = min(box.width * NAMES, 14 + max(names, default=0.0))
    plot = Box(box.left + left, top, box.width - left, sum(heights))
    small = SMALL
    last = found.last  # so far that the words behind each bar have room
    for span in rows:
        share = min((width(span.told, small) + 14) / plot.width, 0.6)
        last = max(last, found.first + (span.end - found.first) / (1 - share))

    def at(year: float) -> float:
        return plot.left + (year - found.first) / (last - found.first) * plot.width

    with canvas.group(box, name=described, described=described):
        _axis_of_years(canvas, found, plot, at)
        for place, one in enumerate(found.spans):
            row = Box(box.left, plot.top + sum(heights[:place]), left - 10, heights[place])
            if isinstance(one, str):
                canvas.text(replace(row, width=box.width), [[Run(one, size, strong=True)]],
                            name=one, anchor="ctr", wrap=False)  # fmt: skip
                continue
            ink = LIGHT.text if one.strong else LIGHT.quiet
            indent = size if one.nested else 0.0
            label = replace(row, left=row.left + indent, width=row.width - indent)
            name, wrap = _called(one), _name_width(one, size) > left - 12
            while wrap and lines(name, size, label.width) > 2:
                name = f"{name.rstrip('… ')[:-1].rstrip()}…"
            canvas.text(label, [[Run(name, size, ink)]], name=one.name, anchor="ctr", wrap=wrap)
            _span(canvas, one, found, row, at)
            if one.told:
                right = max(at(one.end), at(one.start) + 3)
                words = Box(right + 5, row.top, width(one.told, small), row.height)
                canvas.text(words, [[Run(one.told, small, ink)]], name=one.told, anchor="ctr",
                            wrap=False)  # fmt: skip
        if found.more:
            under = Box(box.left, plot.bottom + 2, box.width, 18)
            canvas.text(under, [[Run(found.more, SMALL, LIGHT.quiet)]], name=found.more)


def _called(span: Span) -> str:
    return f"└ {span.name}" if span.nested else span.name


def _span(canvas: Canvas, span: Span, found: Spans, row: Box, at: Callable[[float], float]) -> None:
    """The bar; where no day is stated it fades: after today, or over all that is before its end."""
    share = 0.34 if span.nested else 0.6
    left, right = at(span.start), max(at(span.end), at(span.start) + 3)  # a day can be seen
    high = min(row.height, 32.0) * share
    bar = Box(left, row.top + (row.height - high) / 2, right - left, high)
    colour = span.colour if span.strong else mix(span.colour, LIGHT.ground, FAINT)
    if span.hollow:
        colour = mix(LIGHT.ground, span.colour, 0.12)
    name = f"{span.name}: {span.told}" if span.told else span.name
    stops: list[tuple[float, str]] = []
    if span.fades == "start":
        stops = [(0.0, LIGHT.ground), (1.0, colour)]
    elif span.fades == "end":
        now = at(found.today[0]) if found.today else left
        solid = min(1.0, max(0.0, (now - left) / (right - left)))
        stops = [(0.0, colour), (min(solid, 0.98), colour), (1.0, LIGHT.ground)]
    edge = span.colour if span.hollow else ""
    canvas.shape("rect", bar, name=name, fill=colour, stops=stops, edge=edge, wide=1.5)


def _axis_of_years(canvas: Canvas, found: Spans, plot: Box, at: Callable[[float], float]) -> None:
    first, last = int(found.first), int(found.last)
    apart = max(1.0, at(first + 1) - at(first))
    step = max(1, -(-44 // int(apart)))
    for year in range(first, last + 1):
        if year >= found.first and (year - first) % step == 0:
            x = at(year)
            canvas.line((x, plot.top), (x, plot.bottom), name=str(year), colour=LIGHT.rule)
            label = Box(x + 3, plot.top - 19, 44, 18)
            canvas.text(label, [[Run(str(year), SMALL, LIGHT.quiet)]], name=str(year), wrap=False)
    if found.today:
        day, word = found.today
        x = at(day)
        canvas.line((x, plot.top), (x, plot.bottom), name=word, colour=LIGHT.compared[0], wide=1.75)
        long = width(word, SMALL, strong=True)
        start = max(plot.left, min(x - long / 2, plot.right - long))
        canvas.text(Box(start, plot.top - 37, long, 18), [[Run(word, SMALL, strong=True)]],
                    name=word, wrap=False)  # fmt: skip


# --- maps ---

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
        wide = box.height * map_drawing.BROADEST
        main = replace(box, width=min(box.width - aside, wide) if found.small else box.width)
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
    while size > SMALL and any(_told_width(one, size) > wide for one in small):
        size -= 1
    # Where one has no room in a line, all have what is told under their names.
    under = any(_told_width(one, size) > wide for one in small)
    over = size * 1.25 * (2 if under else 1)
    for at, one in enumerate(small):
        x = box.left + at % columns * (wide + 16)
        y = box.top + at // columns * (high + 10)
        room = wide - (0 if under else width(one.told, size, strong=True) + 6)
        title = shortened(one.title, size, room, strong=True)
        head = Box(x, y, wide, size * 1.25)
        canvas.text(head, [[Run(title, size, one.ink, strong=True)]], name=one.title, wrap=False)
        if under:
            head = replace(head, top=y + size * 1.25)
        canvas.text(head, [[Run(one.told, size, one.ink, strong=not under)]], name=one.told,
                    align="left" if under else "right", wrap=False)  # fmt: skip
        here = Box(x, y + over + 2, wide, high - over - 2)
        one_map(canvas, one, here, f"{one.title}: {one.told}")


def _told_width(small: Map, size: float = READ) -> float:
    return width(small.title, size, strong=True) + width(small.told, size, strong=True) + 10


def _list(canvas: Canvas, small: Sequence[Map], box: Box) -> None:
    high = min(32.0, box.height / len(small))
    size = min(READ, high / 1.25)
    while size > SMALL and any(_told_width(one, size) > box.width for one in small):
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
    """A map: an outline an area, named by code and name; places as ovals. One of a continent is
    no broader than there is land to draw. None where words have taken all room."""
    if box.height <= 0 or box.width <= 0:
        return
    wide = box.height * map_drawing.BROADEST
    if found.frame[2] - found.frame[0] > map_drawing.CONTINENT and box.width > wide:
        box = replace(box, left=box.left + (box.width - wide) / 2, width=wide)
    projection = map_drawing.Projection(found.frame, box.width, box.height)
    with canvas.group(box, name=found.title or described, described=described):
        canvas.shape("rect", box, name=found.title or described, fill=found.sea)
        for layer in found.layers:
            _layer(canvas, layer, found, projection, box)
        if found.empty and not found.spots:
            runs, long = [[Run(found.empty, SMALL, LIGHT.text)]], width(found.empty, SMALL) + 4
            middle = Box(box.left + (box.width - long) / 2, box.top + box.height / 2 - 10, long, 20)
            canvas.text(middle, runs, name=found.empty, anchor="ctr", wrap=False)
        spots = map_drawing.placed(found, projection, (box.width, box.height))
        for spot_, across, up in spots:
            if not spot_.colour:
                continue
            x, y, size = box.left + across, box.bottom - up, spot_.size
            type_ = min(SMALL, max(9.0, size * 0.75))  # a number, in its mark
            words = [[Run(spot_.text, type_, text_on(spot_.colour), strong=True)]]
            inside = spot_.inside and bool(spot_.text)
            canvas.shape(
                "ellipse", Box(x - size / 2, y - size / 2, size, size), name=spot_.text or "•",
                fill=spot_.colour, edge=spot_.edge or LIGHT.ground, wide=1.0,
                found=words if inside else (),
            )  # fmt: skip
            if spot_.text and not inside:
                type_ = NAME if spot_.strong else SMALL
                ink = spot_.colour if spot_.strong else LIGHT.text
                long, away = width(spot_.text, type_, strong=spot_.strong), size / 2 + 4
                left = x + away if x + away + long <= box.right else x - away - long
                runs = [[Run(spot_.text, type_, ink, spot_.strong)]]
                canvas.text(Box(left, y - 10, long, 20), runs, name=spot_.text, anchor="ctr",
                            wrap=False)  # fmt: skip
        for spot_, across, up in map_drawing.names_beside(spots, (box.width, box.height), width):
            type_, strong = SMALL, bool(spot_.ink)
            long = width(spot_.name, type_, strong=strong) + 4
            left, top = box.left + across - long / 2, box.bottom - up - 10
            runs = [[Run(spot_.name, type_, spot_.ink or LIGHT.text, strong)]]
            canvas.text(Box(left, top, long, 20), runs, name=spot_.name, anchor="ctr",
                        wrap=False)  # fmt: skip


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
