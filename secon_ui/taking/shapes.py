"""The pages of pictures. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Shape:
    """The page of a picture. ``width``, ``height``: in points; ``pixels``: of a PNG, in a point;
    sizes of type in points: of the headline – the first in which it takes two lines, else the last
    –, of what is measured, of legend and notice, of the source; ``larger``: how much drawings are
    enlarged; ``small``: the least part of a table's usual size, ``even``: all letters of a table
    have one size, at most so much ``grown``; ``aside``: the share of the width that a drawing has
    beside a table; ``code``: whether the link stands on it as a QR code; ``lines``: so many at most
    of what is measured, of the notice and of the source, 0 for all: what a slide has no room for,
    its presenter has before her."""

    width: int
    height: int
    pixels: float = 1.0
    margin: int = 56
    heads: tuple[float, ...] = (36, 30)
    measured: float = 20
    keys: float = 18
    beneath: float = 17
    source: float = 16
    table: float = 22
    larger: float = 1.2  # a picture is looked at from further away than a screen
    small: float = 0.66
    even: bool = False
    grown: float = 1.5
    aside: float = 0.5
    gap: float = 14
    code: bool = True
    lines: int = 0


# A slide is seen at 1280 × 720 pixels or more: a point is four thirds of a pixel there, and nothing
# but the source is below 24. A phone's is as wide as the phone. No letter of a drawing is smaller
# than ``letters.LEAST``.
SHAPES = {
    "wide": Shape(1600, 900),
    "square": Shape(1200, 1200),
    "slide": Shape(
        960, 540, 2.0, margin=34, heads=(30, 27, 24, 22), measured=18.2, keys=18.2, beneath=18.2,
        source=13.8, table=18.2, larger=1.4, small=1, even=True, aside=0.37, gap=9, code=False,
        lines=2,
    ),
    "phone": Shape(
        390, 640, 2.0, margin=16, heads=(21, 19, 18), measured=14.5, keys=14, beneath=14,
        source=12, table=14, larger=1.05, small=1, even=True, grown=1.2, gap=7, code=False, lines=3,
    ),
}  # fmt: skip
SHAPES["thumb"] = replace(SHAPES["slide"], pixels=0.5)  # the same slide, to choose it by
