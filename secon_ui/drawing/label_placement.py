"""Where labels stand so that none covers another. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import product

import numpy as np

SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
# Of a label that may stand away from its point.
BETWEEN = tuple(
    (sign * one, other_sign * other)
    for part in (0.5, 0.25, 0.75)
    for one, other in ((1.0, part), (part, 1.0))
    for other_sign in (1, -1)
    for sign in (1, -1)
)
STEP = 14
CLEARLY = 4.0  # pixels: so much nearer to its own point than to another's is a label, or more
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top, in pixels


def spread_out(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions on a line moved apart to at least ``gap``, in their order, each as near to where
    it wants to be as the least squares allow; inside the limits as far as all fit."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    # Without the gaps the wish is only to stay in order: pooling adjacent violators solves that.
    blocks: list[list[float]] = []
    for place, i in enumerate(order):
        blocks.append([positions[i] - place * gap, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (one, n), (other, m) = blocks[-2:]
            blocks[-2:] = [[(one * n + other * m) / (n + m), n + m]]
    pooled = [mean for mean, count in blocks for _ in range(int(count))]
    highest = high - (len(order) - 1) * gap
    result = [0.0] * len(positions)
    for place, i in enumerate(order):
        result[i] = max(low, min(pooled[place], highest)) + place * gap
    return result


def beside(
    points: Sequence[Point],
    sizes: Sequence[tuple[float, float]],
    radii: Sequence[float],
    obstacles: Sequence[Box],
    frame: Box,
    reach: Sequence[int] | None = None,
    covered: Sequence[Box] = (),
    coloured: Sequence[bool] | None = None,
) -> list[Point | None]:
    """Greedy places for labels beside points: the label's centre, or None where none is free.

    ``points``: x, y in pixels, y upwards; ``sizes``: width and height of each label; ``radii`` of
    the points' marks; ``obstacles``: boxes to stay clear of; ``reach``: how many steps
    further away each label may stand where nothing is free; ``covered``: boxes in which none may
    stand. Earlier labels have the first choice. ``coloured``: whether each label has the colour of
    its mark; where it is said, none stands where it would be read as another point's: nearer to
    that one, or with that one on the line from its own point; a coloured one is only read as that
    of another such.
    """
    marks = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(points, radii, strict=True)]
    lefts, bottoms, rights, tops = np.array(obstacles, dtype="float64").reshape(-1, 4).T
    taken: list[Box] = [*covered]
    lines: list[tuple[Point, Point]] = []
    result: list[Point | None] = []
    steps = reach or [0] * len(points)
    for at, ((x, y), (width, height), most) in enumerate(zip(points, sizes, steps, strict=True)):
        others = [
            (points[n], radii[n])
            for n, own_colour in enumerate(coloured or ())
            if n != at and coloured and (own_colour or not coloured[at])
        ]
        best: tuple[int, int, Box] | None = None
        sides = SIDES if coloured is None or not most else (*SIDES, *BETWEEN)
        for step, (dx, dy) in product(range(most + 1), sides):
            if best is not None and step > best[0]:
                break
            far = radii[at] + 4 + STEP * step
            cx = x + dx * (far + width / 2) * (0.82 if dy and dx else 1)
            cy = y + dy * (far + height / 2) * (0.82 if dy and dx else 1)
            label = (cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2)
            if not _inside(label, frame) or any(_meet(label, other) for other in (*taken, *marks)):
                continue
            if coloured is not None and _misread(
                label, (x, y), others, taken[len(covered) :], lines
            ):
                continue
            wide, high = (label[0] < rights) & (lefts < label[2]), (label[1] < tops)
            hits = int(np.count_nonzero(wide & high & (bottoms < label[3])))
            if best is None or hits < best[1]:
                best = (step, hits, label)
        if best is None:
            result.append(None)
            continue
        taken.append(best[2])
        lines.append(((x, y), nearest(best[2], (x, y))))
        left, bottom, right, top = best[2]
        result.append(((left + right) / 2, (bottom + top) / 2))
    return result


def nearest(box: Box, point: Point) -> Point:
    """The point of a box that is nearest to a point: there a line to a label ends."""
    return min(max(point[0], box[0]), box[2]), min(max(point[1], box[1]), box[3])


def _misread(
    label: Box,
    own: Point,
    others: Sequence[tuple[Point, float]],
    labels: Sequence[Box],
    lines: Sequence[tuple[Point, Point]],
) -> bool:
    """Whether a label would be read as another point's, or its line crosses others' labels or it
    their ``lines``. ``others``: points, and the radii of their marks."""
    line = (own, nearest(label, own))
    return (
        any(_another(label, line, *other) for other in others)
        or any(_through(line, box) for box in labels)
        or any(_through(one, label) for one in lines)
    )


def _another(label: Box, line: tuple[Point, Point], other: Point, radius: float) -> bool:
    """Whether a label would be read as that of another point, which has a mark of such a radius.
    ``line``: from its own point to the label. Where the other's mark covers its own point, the line
    must lead away from the other's middle."""
    own, end = line
    clearly = min(CLEARLY, math.dist(own, other) / 6)
    if math.dist(nearest(label, other), other) < math.dist(own, end) + clearly:
        return True
    passed = _nearest_on(line, other)
    if math.dist(own, other) < radius:
        return math.dist(passed, other) < math.dist(own, other)
    return math.dist(passed, other) < radius


def _nearest_on(line: tuple[Point, Point], point: Point) -> Point:
    (x, y), (end_x, end_y) = line
    dx, dy = end_x - x, end_y - y
    long = dx * dx + dy * dy
    share = ((point[0] - x) * dx + (point[1] - y) * dy) / long if long else 0.0
    share = min(max(share, 0.0), 1.0)
    return x + share * dx, y + share * dy


def _through(line: tuple[Point, Point], box: Box) -> bool:
    """Whether a line runs through a box: it is cut to the box's breadth, then to its height."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        start, long = line[0][axis], line[1][axis] - line[0][axis]
        low, high = box[axis], box[axis + 2]
        if not long:
            if not low < start < high:
                return False
            continue
        one, other = sorted(((low - start) / long, (high - start) / long))
        first, last = max(first, one), min(last, other)
    return first < last


def shortened(text: str, room: float, width: Callable[[str], float]) -> str:
    """A text that fits into so much room, with an ellipsis where it is cut; ``width`` of a text."""
    if width(text) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(f"{text[:middle].rstrip()}…") <= room:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}…"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide a text is in pixels."""
    return len(text) * size * (0.56 if bold else 0.52)


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _inside(label: Box, frame: Box) -> bool:
    return (
        label[0] >= frame[0]
        and label[1] >= frame[1]
        and label[2] <= frame[2]
        and label[3] <= frame[3]
    )
