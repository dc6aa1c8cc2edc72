"""The frames of the regions' small maps, and the dots of the practices in them. Pure.

A practice's coordinates are those of its town; towns too near to be told apart share a dot.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from secon_ui.drawing.label_placement import Box as Bounds
from secon_ui.drawing.theme import Size

GAP = 14  # pixels between two maps
ON_PAPER = 42.0  # pixels between two dots whose numbers are as large as a slide's letters
AROUND = 0.07  # of a region's extent stays free on each side
WIDTH = {"wide": 660, "phone": 350}  # for which dots and labels are placed
_HEIGHT = {"wide": {1: 430, 2: 520, 3: 600}, "phone": {1: 330}}  # by rows of maps
_ROW = {"wide": 200, "phone": 190}
TITLE = {"wide": 24, "phone": 22}


class _Located(NamedTuple):
    """A practice that has a town."""

    id: str
    town: str
    longitude: float
    latitude: float


@dataclass
class Dot:
    """Practices that share a dot: ids, the most said of first, and their towns."""

    longitude: float
    latitude: float
    x: float
    y: float
    ids: list[str] = field(default_factory=list)
    towns: list[str] = field(default_factory=list)

    @property
    def radius(self) -> float:
        return 4.6 + 2.4 * math.sqrt(len(self.ids))


@dataclass(frozen=True)
class Tile:
    """A region's small map: its frame in degrees, its size in pixels, its dots."""

    west: float
    south: float
    east: float
    north: float
    width: float
    height: float
    dots: tuple[Dot, ...]


def shape(count: int, size: Size) -> tuple[int, int]:
    """Columns and rows for so many small maps."""
    columns = 3 if count > 4 and size == "wide" else max(min(count, 2), 1)
    return columns, max(1, math.ceil(count / columns))


def tiles(
    rows: pd.DataFrame, outlines: Mapping[str, Bounds], size: Size, apart: float = 0.0
) -> dict[str, Tile]:
    """The small maps of the regions with the dots of the practices that have a town.

    ``rows``: of ``chosen.ordered``; ``outlines``: bounds of the regions to draw, in order;
    ``apart``: pixels that two dots with numbers must at least keep between their middles.
    """
    columns, lines = shape(len(outlines), size)
    width = (WIDTH[size] - GAP * (columns - 1)) / columns
    height = height_of(len(outlines), size) / lines - TITLE[size] - 8
    result = {}
    located = _located(rows)
    for region, bounds in outlines.items():
        known = located.get(region, [])
        west = min([bounds[0], *(one.longitude for one in known)])
        south = min([bounds[1], *(one.latitude for one in known)])
        east = max([bounds[2], *(one.longitude for one in known)])
        north = max([bounds[3], *(one.latitude for one in known)])
        middle = (west + east) / 2, (south + north) / 2
        narrow = math.cos(math.radians(middle[1]))
        # Pixels a degree of latitude.
        scale = min(height / (north - south), width / (east - west) / narrow) / (1 + 2 * AROUND)
        tall, wide = height / scale / 2, width / scale / narrow / 2
        frame = (middle[0] - wide, middle[1] - tall, middle[0] + wide, middle[1] + tall)
        dots = _dots(known, frame, scale, narrow, apart)
        result[region] = Tile(*frame, width, height, tuple(dots))
    return result


def together(tile: Tile | None, practice: str) -> list[str]:
    """Ids of the practices that share a dot with this one; itself alone when it has none."""
    for dot in tile.dots if tile else ():
        if practice in dot.ids:
            return list(dot.ids)
    return [practice]


def height_of(count: int, size: Size) -> int:
    """How high all maps together are, in pixels."""
    _, lines = shape(count, size)
    return _HEIGHT[size].get(lines, _ROW[size] * lines)


def _located(rows: pd.DataFrame) -> dict[str, list[_Located]]:
    """The practices that have a town, by region."""
    found: dict[str, list[_Located]] = {}
    names = ("region_id", "practice_id", "town", "longitude", "latitude")
    for region, *cells in zip(*(rows[name].tolist() for name in names), strict=True):
        one = _Located(*cells)
        if not pd.isna(one.latitude):
            found.setdefault(region, []).append(one)
    return found


def _dots(
    known: list[_Located], frame: Bounds, scale: float, narrow: float, apart: float
) -> list[Dot]:
    """A dot a town; a town that would be covered joins the dot of the larger one."""
    west, south, _, _ = frame
    towns: dict[tuple[float, float], list[_Located]] = {}
    for one in known:
        towns.setdefault((one.longitude, one.latitude), []).append(one)
    dots: list[Dot] = []
    for (longitude, latitude), here in sorted(towns.items(), key=lambda town: -len(town[1])):
        x, y = (longitude - west) * narrow * scale, (latitude - south) * scale
        # Only a dot of several has a number; they come before those of one.
        least = apart if len(here) > 1 else 0.0
        near = next(
            (d for d in dots if math.hypot(d.x - x, d.y - y) < max(d.radius + 6, least)), None
        )
        if near is None:
            near = Dot(longitude, latitude, x, y)
            dots.append(near)
        near.ids += [one.id for one in here]
        near.towns += dict.fromkeys(one.town for one in here)
    return dots
