"""Where the names of a scatter's dots stand. Pure.

A name that would be read as another dot's is a false figure: it has a number at its dot instead,
and stands in a list where the plot is free.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from secon_ui.drawing.label_placement import Box, Point, beside
from secon_ui.taking.exhibit import Dot
from secon_ui.taking.letters import text_width

SIZE = 14.0  # pixels: the type
LINE = SIZE + 4
RADIUS = 7.0  # of a dot
LOOKED_AT = 9.0  # of one that is looked at
REACH = 6  # steps that a name may stand away from its dot
APART = 16.0  # pixels between a dot and the list


@dataclass(frozen=True)
class Named:
    """What stands at a dot: its name or a number, with the middle of it."""

    dot: Dot
    text: str
    centre: Point


@dataclass(frozen=True)
class Found:
    """``listed``: the names that have a number, a line each, from the point ``at`` down."""

    beside: Sequence[Named]
    listed: Sequence[str] = ()
    at: Point = (0.0, 0.0)


def placed(
    dots: Sequence[Dot],
    places: Sequence[Point],
    cloud: Sequence[Point],
    frame: Box,
    taken: Sequence[Box],
) -> Found:
    """``places``: of the dots, ``cloud``: of the small ones, in pixels, y upwards; ``taken``: where
    other words stand. A name for which there is neither place nor number is left out."""
    small = [(x - 4, y - 4, x + 4, y + 4) for x, y in cloud]
    own = [dot.name for dot in dots]
    centres = _beside(dots, own, places, small, frame, taken)
    best = _found(dots, own, centres)
    numbered: list[int] = []
    while more := [n for n, at in enumerate(centres) if at is None and n not in numbered]:
        numbered = sorted([*numbered, *more])
        texts = list(own)
        for number, n in enumerate(numbered, start=1):
            texts[n] = str(number)
        box = _free([f"{texts[n]} {own[n]}" for n in numbered], places, small, frame, taken)
        if box is None:
            break
        centres = _beside(dots, texts, places, small, frame, [*taken, box])
        found = _found(dots, texts, centres, (box[0], box[3]))
        if len(found.beside) > len(best.beside):
            best = found
    return best


def _found(
    dots: Sequence[Dot],
    texts: Sequence[str],
    centres: Sequence[Point | None],
    at: Point = (0.0, 0.0),
) -> Found:
    """What has a place; numbers in one row, without those of names that have none."""
    stand: list[Named] = []
    listed: list[str] = []
    for dot, text, centre in zip(dots, texts, centres, strict=True):
        if centre is None:
            continue
        if text != dot.name:
            text = str(len(listed) + 1)
            listed.append(f"{text} {dot.name}")
        stand.append(Named(dot, text, centre))
    return Found(stand, listed, at)


def _beside(
    dots: Sequence[Dot],
    names: Sequence[str],
    places: Sequence[Point],
    small: Sequence[Box],
    frame: Box,
    taken: Sequence[Box],
) -> list[Point | None]:
    """The middles of names: of some orders in which they may choose, those looked at first, then
    those with a number, the one in which the most have a place, and stand nearest."""
    boxes = [
        (text_width(name, SIZE, strong=dot.strong) + 6, LINE)
        for dot, name in zip(dots, names, strict=True)
    ]
    first = [(not dot.strong, name == dot.name) for dot, name in zip(dots, names, strict=True)]
    wishes: list[Callable[[int], float]] = [
        lambda at: at, lambda at: -at,
        lambda at: places[at][0], lambda at: -places[at][0],
        lambda at: places[at][1], lambda at: -places[at][1],
        lambda at: boxes[at][0], lambda at: -boxes[at][0],
    ]  # fmt: skip
    found: list[tuple[int, float, list[Point | None]]] = []
    for wish in wishes:
        order = sorted(range(len(dots)), key=lambda at: (*first[at], wish(at)))
        stand: list[Point | None] = [None] * len(dots)
        chosen = beside(
            [places[at] for at in order], [boxes[at] for at in order],
            [LOOKED_AT if dots[at].strong else RADIUS for at in order],
            small, frame, [REACH] * len(dots), taken,
            [dots[at].strong for at in order],
        )  # fmt: skip
        for at, centre in zip(order, chosen, strict=True):
            stand[at] = centre
        far = sum(
            math.dist(one, centre)
            for one, centre in zip(places, stand, strict=True)
            if centre is not None
        )
        found.append((stand.count(None), far, stand))
    return min(found, key=lambda one: one[:2])[2]


def _free(
    lines: Sequence[str],
    places: Sequence[Point],
    small: Sequence[Box],
    frame: Box,
    taken: Sequence[Box],
) -> Box | None:
    """Where a list covers no mark and the fewest small dots, as far up and right as it can be; None
    where it has no place."""
    wide = max(text_width(line, SIZE) for line in lines) + 6
    high = LINE * len(lines)
    away = LOOKED_AT + APART
    marks = [*((x - away, y - away, x + away, y + away) for x, y in places), *taken]
    lefts = np.arange(frame[2] - wide, frame[0], -8.0)
    bottoms = np.arange(frame[3] - high, frame[1], -6.0)
    best: tuple[int, Box] | None = None
    for bottom in bottoms.tolist():
        for left in lefts.tolist():
            box = (left, bottom, left + wide, bottom + high)
            if _hits(box, marks):
                continue
            hits = _hits(box, small)
            if best is None or hits < best[0]:
                best = (hits, box)
    return best[1] if best else None


def _hits(box: Box, others: Sequence[Box]) -> int:
    left, bottom, right, top = np.array(others, dtype="float64").reshape(-1, 4).T
    meet = (box[0] < right) & (left < box[2]) & (box[1] < top) & (bottom < box[3])
    return int(np.count_nonzero(meet))
