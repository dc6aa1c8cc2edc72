"""Where labels stand so that none covers another. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np

SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
STEP = 14
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
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    radii: Sequence[float],
    obstacles: Sequence[Box],
    frame: Box,
    reach: Sequence[int] | None = None,
    covered: Sequence[Box] = (),
) -> list[tuple[float, float] | None]:
    """Greedy places for labels beside points: the label's centre, or None where none is free.

    ``points``: x, y in pixels, y upwards; ``sizes``: width and height of each label; ``radii`` of
    the points' marks; ``obstacles``: boxes to stay clear of; ``reach``: how many steps
    further away each label may stand where nothing is free; ``covered``: boxes in which none may
    stand. Earlier labels have the first choice.
    """
    marks = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(points, radii, strict=True)]
    lefts, bottoms, rights, tops = np.array(obstacles, dtype="float64").reshape(-1, 4).T
    taken: list[Box] = [*covered]
    result: list[tuple[float, float] | None] = []
    steps = reach or [0] * len(points)
    for (x, y), (width, height), radius, most in zip(points, sizes, radii, steps, strict=True):
        best: tuple[int, int, Box] | None = None
        for step, (dx, dy) in product(range(most + 1), SIDES):
            if best is not None and step > best[0]:
                break
            far = radius + 4 + STEP * step
            cx = x + dx * (far + width / 2) * (0.82 if dy and dx else 1)
            cy = y + dy * (far + height / 2) * (0.82 if dy and dx else 1)
            label = (cx - width / 2, cy - height / 2, cx + width / 2, cy + height / 2)
            if not _inside(label, frame) or any(_meet(label, other) for other in (*taken, *marks)):
                continue
            wide, high = (label[0] < rights) & (lefts < label[2]), (label[1] < tops)
            hits = int(np.count_nonzero(wide & high & (bottoms < label[3])))
            if best is None or hits < best[1]:
                best = (step, hits, label)
        if best is None:
            result.append(None)
            continue
        taken.append(best[2])
        left, bottom, right, top = best[2]
        result.append(((left + right) / 2, (bottom + top) / 2))
    return result


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
