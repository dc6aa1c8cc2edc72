"""Organisations as dots: one a town from afar, a sunflower round each town close up. Pure.

Most coordinates are those of a town. Spreading the dots at random would pretend to a precision
that is not there; a bubble with a number would hide who is behind it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from secon_data.package import once
from secon_ui.drawing.mercator import Bounds, Frame

STEP, DOT = 10.5, 4.6  # of a sunflower on a wide screen, in pixels
GOLDEN = math.radians(137.50776)
MANY = 600  # dots that a map of Europe shows without thinning
FINE, COARSE = 0.001, 0.1  # degrees within which places are one; of a thinned map about two pixels
FILL = 0.1  # at most this share of the window is taken by all sunflowers


@dataclass(frozen=True)
class Flower:
    """A town, or several that stand too close to each other, with its organisations.

    ``x``, ``y``: the middle, in pixels; ``radius`` of the disc that holds all dots; ``rows``: the
    positions of its organisations in the table; ``dots``: where each of them stands; ``places``:
    how many towns it stands for, as the rows name them: a quarter or a village with a name of its
    own often has the coordinates of its town; ``name``: of the one with most organisations.
    """

    x: float
    y: float
    radius: float
    name: str
    places: int
    rows: tuple[int, ...]
    dots: tuple[tuple[float, float], ...]


def town_name(town: object) -> str:
    """A town without what is added to tell it from others: «Krape (Ogre municipality)»."""
    return str(town).split(" (")[0].removesuffix(" municipality").strip()


def stated_town(town: object) -> str:
    """The town that a row itself names; empty where it names a municipality alone, or one of
    several: «Riga, Ikšķile, Sigulda or Valmiera»."""
    name = "" if pd.isna(town) else str(town).split(" (")[0].strip()
    return "" if name.endswith(" municipality") or " or " in name else name


@dataclass(frozen=True)
class Place:
    """``n`` organisations at one place: ``town`` is the commonest name there, ``several`` whether
    there are others; ``first`` the id of the first of them in the list."""

    region_id: str
    longitude: float
    latitude: float
    n: int
    town: str
    several: bool
    first: str


def points(table: pd.DataFrame, grid: float = FINE) -> list[Place]:
    """The places of the organisations, in the order of the table. ``grid``: places within so many
    degrees count as one."""
    return _Placed(table, grid).places()


class _Placed:
    """The rows of a table that have a place on a grid. ``place``: the number of each one's, in the
    order of the table."""

    def __init__(self, table: pd.DataFrame, grid: float) -> None:
        x, y = _coordinates(table)
        self.table, self.grid = table, grid
        self.rows = np.flatnonzero(~(np.isnan(x) | np.isnan(y)))
        self.east, self.north = (np.round(c[self.rows] / grid).astype("int64") for c in (x, y))
        region = pd.factorize(table["region_id"])[0][self.rows]
        # One number for all three: no grid of ours has a million steps round the world.
        self.place = pd.factorize((region * 1_000_000 + self.east) * 1_000_000 + self.north)[0]

    @property
    def n(self) -> int:
        """How many places there are."""
        return int(self.place.max(initial=-1)) + 1

    def places(self) -> list[Place]:
        _, first, n = np.unique(self.place, return_index=True, return_counts=True)
        named = self.table["town"].iloc[self.rows]
        towns, several = _commonest(self.place, named), _several(self.place, named)
        regions, organisations = (
            self.table[name].iloc[self.rows[first]].tolist()
            for name in ("region_id", "enterprise_id")
        )
        at = ((steps[first] * self.grid).tolist() for steps in (self.east, self.north))
        return [
            Place(*of_place)
            for of_place in zip(
                regions, *at, n.tolist(), towns, several, organisations, strict=True
            )
        ]


def _commonest(place: np.ndarray, town: pd.Series) -> list[str]:
    """The commonest name of a town at each place, of several the first. ``place``: the number of
    each row's, from 0."""
    written, spellings = pd.factorize(town, use_na_sentinel=False)
    number, names = pd.factorize(np.array([town_name(one) for one in spellings], dtype="object"))
    pairs, first, n = np.unique(
        place * len(names) + number[written], return_index=True, return_counts=True
    )
    ordered = pairs[np.lexsort((first, -n, pairs // max(len(names), 1)))]
    of_place = np.unique(ordered // max(len(names), 1), return_index=True)[1]
    return [str(names[pair % len(names)]) for pair in ordered[of_place].tolist()]


def _several(place: np.ndarray, town: pd.Series) -> list[bool]:
    """Whether several towns are named at each place; a municipality alone is no town of its name.
    ``place``: the number of each row's, from 0."""
    written, spellings = pd.factorize(town, use_na_sentinel=False)
    number, names = pd.factorize(np.array([stated_town(one) for one in spellings], dtype="object"))
    pairs = np.unique(place * len(names) + number[written])
    return [int(n) > 1 for n in np.bincount(pairs // max(len(names), 1))]


def _coordinates(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Longitudes and latitudes; nan where none is stated."""
    longitude, latitude = (table[n].to_numpy(dtype="float64") for n in ("longitude", "latitude"))
    return longitude, latitude


def _known(longitude: float, latitude: float) -> bool:
    return not (math.isnan(longitude) or math.isnan(latitude))


@once
def thinned(table: pd.DataFrame) -> list[Place]:
    """``points`` of a map of Europe, one a town: addresses in it are not told apart. Where there
    are very many, those that would cover each other are one."""
    fine = _Placed(table, FINE)
    return _by_town(fine.places() if fine.n <= MANY else points(table, COARSE))


def _by_town(places: Sequence[Place]) -> list[Place]:
    """Places of one name in a region as one, where most organisations are."""
    found: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        found.setdefault((place.region_id, place.town), []).append(place)
    return [here[0] if len(here) == 1 else _together(here) for here in found.values()]


def _together(places: Sequence[Place]) -> Place:
    """Places as one, where most organisations are."""
    most = max(places, key=lambda place: place.n)
    several = any(place.several for place in places)
    return replace(most, n=sum(place.n for place in places), several=several)


def dot_radius(n: int) -> float:
    """A town's dot from afar, in pixels: its area grows with the organisations."""
    return 1.3 + 0.95 * math.sqrt(n)


def bounds(table: pd.DataFrame, outline: Sequence[float]) -> Bounds:
    """What holds a region's outline and all its organisations; some lie outside of it."""
    longitude, latitude = _coordinates(table)
    placed = ~(np.isnan(longitude) | np.isnan(latitude))
    west, south, east, north = outline
    if not placed.any():
        return (west, south, east, north)
    x, y = longitude[placed], latitude[placed]
    return (
        min(west, float(x.min())),
        min(south, float(y.min())),
        max(east, float(x.max())),
        max(north, float(y.max())),
    )


def step(n: int, frame: Frame, size: float = 1) -> float:
    """How far apart the dots stand, so that so many of them leave most of the window free."""
    room = FILL * frame.width * frame.height
    return min(STEP * size, math.sqrt(room / (math.pi * max(n, 1))))


def sunflower(n: int, step: float) -> list[tuple[float, float]]:
    """Offsets of so many dots from the middle, in pixels; a single one stands in the middle."""
    if n == 1:
        return [(0.0, 0.0)]
    turns = np.arange(n)
    radius = step * np.sqrt(turns + 0.6)
    return [
        (float(r * math.cos(i * GOLDEN)), float(r * math.sin(i * GOLDEN)))
        for i, r in zip(turns, radius, strict=True)
    ]


def flower_radius(n: int, step: float) -> float:
    """Of the disc that holds so many dots with some room round them."""
    return step * (0.75 if n == 1 else math.sqrt(n - 0.4) + 0.75)


def flowers(table: pd.DataFrame, frame: Frame, step: float) -> list[Flower]:
    """The sunflowers of a region, largest first. Towns whose discs would overlap become one,
    in the place of the larger."""
    towns = [town_name(town) for town in table["town"].tolist()]
    stated = [stated_town(town) for town in table["town"].tolist()]
    at: dict[tuple[float, float], list[int]] = {}
    for row, place in enumerate(
        zip(*(np.round(c, 3).tolist() for c in _coordinates(table)), strict=True)
    ):
        if _known(*place):
            at.setdefault(place, []).append(row)
    groups = [(*frame.pixels(*place), tuple(rows)) for place, rows in at.items()]
    result = []
    for x, y, rows in _merged(groups, step):
        places = len({stated[row] for row in rows})
        name = Counter(towns[row] for row in rows).most_common(1)[0][0]
        offsets = sunflower(len(rows), step)
        dots = tuple((x + dx, y + dy) for dx, dy in offsets)
        result.append(Flower(x, y, flower_radius(len(rows), step), name, places, rows, dots))
    return result


_Group = tuple[float, float, tuple[int, ...]]  # x, y, rows


def _merged(groups: list[_Group], step: float) -> list[_Group]:
    """Groups none of whose discs overlap, largest first."""
    waiting = sorted(groups, key=lambda g: (-len(g[2]), g[2]))
    while True:
        kept: list[_Group] = []
        grown = False
        east, north, reach = np.empty((3, len(waiting)))  # of those that are kept
        for x, y, rows in waiting:
            n, wide = len(kept), flower_radius(len(rows), step)
            over = np.hypot(east[:n] - x, north[:n] - y) < reach[:n] + wide
            first = int(over.argmax()) if n else 0
            if n and over[first]:
                kx, ky, krows = kept[first]
                kept[first] = (kx, ky, (*krows, *rows))
                reach[first] = flower_radius(len(kept[first][2]), step)
                grown = True
            else:
                kept.append((x, y, rows))
                east[n], north[n], reach[n] = x, y, wide
        # A disc that has grown may reach the next one.
        if not grown:
            return kept
        waiting = sorted(kept, key=lambda g: (-len(g[2]), g[2]))
