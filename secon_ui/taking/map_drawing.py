"""Maps of an exhibit as drawings: the boundaries of ``static/geometry``, in an equal-area
projection about the middle of the frame. Pure."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from secon_ui.drawing.geometry import FOLDER
from secon_ui.drawing.label_placement import beside
from secon_ui.drawing.theme import LIGHT, text_on
from secon_ui.taking.exhibit import Map, Spot
from secon_ui.taking.letters import wrapped
from secon_ui.taking.marks import Pen

# The countries are cut in the east and in the south: of a whole continent no more is shown than
# there is.
CONTINENT = 25.0  # degrees
BROADEST = 1.45  # times its height
HIGHEST = 1.15  # times its width

Rings = Sequence[NDArray[np.float64]]
Box = tuple[float, float, float, float]
LETTER = 13.5  # of names on a map
INSIDE = 0.62  # of a mark: the number in it
NUMBERED = 21.0  # no mark that holds a number is smaller: it could not be read from afar


@lru_cache(maxsize=8)
def layer(name: str) -> dict[str, list[Rings]]:
    """A layer's shapes by code: polygons, each of rings of (longitude, latitude)."""
    found: dict[str, list[Rings]] = {}
    text = (FOLDER / f"{name}.geojson").read_text(encoding="utf-8")
    for feature in json.loads(text)["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"]
        polygons = [parts] if shape["type"] == "Polygon" else parts
        code = str(feature.get("id") or feature["properties"].get("id"))
        rings = ([np.array(ring, dtype="float64") for ring in p] for p in polygons)
        found.setdefault(code, []).extend(rings)
    return found


@lru_cache(maxsize=8)
def names(name: str) -> dict[str, str]:
    """What the areas of a layer are called, by code; those without a name are left out."""
    text = (FOLDER / f"{name}.geojson").read_text(encoding="utf-8")
    return {
        str(feature.get("id")): feature["properties"]["name"]
        for feature in json.loads(text)["features"]
        if "name" in feature["properties"]
    }


class Projection:
    """Lambert's azimuthal equal area about the middle of a frame, fitted into a box of pixels:
    x from the left, y upwards."""

    def __init__(self, frame: Box, width: float, height: float) -> None:
        west, south, east, north = frame
        self._middle = (math.radians((west + east) / 2), math.radians((south + north) / 2))
        self._scale, self._shift = 1.0, (0.0, 0.0)
        edges = np.array(
            [(x, y) for x in np.linspace(west, east, 9) for y in np.linspace(south, north, 3)]
        )
        points = self(edges)
        low, high = points.min(axis=0), points.max(axis=0)
        self._scale = min(width / (high[0] - low[0]), height / (high[1] - low[1]))
        middle = (low + high) / 2 * self._scale
        self._shift = (width / 2 - middle[0], height / 2 - middle[1])

    def __call__(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitudes and latitudes as pixels."""
        lon, lat = np.radians(points[:, 0]) - self._middle[0], np.radians(points[:, 1])
        middle = self._middle[1]
        away = 1 + np.sin(middle) * np.sin(lat) + np.cos(middle) * np.cos(lat) * np.cos(lon)
        factor = np.sqrt(2 / np.maximum(away, 1e-9))
        x = factor * np.cos(lat) * np.sin(lon)
        y = factor * (np.cos(middle) * np.sin(lat) - np.sin(middle) * np.cos(lat) * np.cos(lon))
        return np.column_stack([x * self._scale + self._shift[0], y * self._scale + self._shift[1]])


def shown(found: Map, width: float, height: float) -> Box:
    """The frame made as wide or high as the box is."""
    west, south, east, north = found.frame
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, high = (east - west) * squeeze, north - south
    if wide / high < width / height:
        more = (high * width / height - wide) / 2 / squeeze
        return west - more, south, east + more, north
    more = (wide * height / width - high) / 2
    return west, south - more, east, north + more


def projected(
    name: str, code: str, projection: Projection, box: tuple[float, float]
) -> list[list[NDArray[np.float64]]]:
    """The polygons of an area in pixels, without those outside the box."""
    found = []
    for rings in layer(name).get(code, ()):
        placed = [projection(ring) for ring in rings]
        low, high = placed[0].min(axis=0), placed[0].max(axis=0)
        if low[0] < box[0] and high[0] > 0 and low[1] < box[1] and high[1] > 0:
            found.append(placed)
    return found


def draw(figure: Figure, found: Map, box: Box, text_width: Callable[..., float]) -> None:
    """Draws a map into a box of a figure: left, bottom, width and height in pixels."""
    width, height = figure.get_size_inches() * 72
    left, bottom, wide, high = box
    if found.frame[2] - found.frame[0] > CONTINENT:
        if wide > high * BROADEST:
            left, wide = left + (wide - high * BROADEST) / 2, high * BROADEST
        if high > wide * HIGHEST:
            bottom, high = bottom + high - wide * HIGHEST, wide * HIGHEST
    axes = figure.add_axes((left / width, bottom / height, wide / width, high / height))
    axes.set_axis_off()
    axes.set_xlim(0, wide)
    axes.set_ylim(0, high)
    ground = Rectangle((0, 0), wide, high, color=found.sea, lw=0)
    axes.add_patch(ground)
    projection = Projection(found.frame, wide, high)
    for filled in found.layers:
        paths, colours = [], []
        for code, fill in filled.fills:
            for rings in projected(filled.layer, code, projection, (wide, high)):
                paths.append(Outline.make_compound_path(*(Outline(r, closed=True) for r in rings)))
                colours.append(fill or "none")
        shapes = PathCollection(
            paths, facecolors=colours, edgecolors=filled.edge, linewidths=filled.width
        )
        shapes.set_clip_path(ground)
        axes.add_collection(shapes)
    if found.empty and not found.spots:
        told = "\n".join(wrapped(found.empty, LETTER, wide - 12, 3))
        axes.text(wide / 2, high / 2, told, fontsize=LETTER, color=LIGHT.text, ha="center",
                  va="center", bbox={"color": LIGHT.ground, "pad": 3})  # fmt: skip
    pen, spots = Pen(axes), placed(found, projection, (wide, high))
    for spot, x, y in spots:
        if not spot.colour:
            continue
        pen.signs([x], [y], "o", markersize=spot.size, markerfacecolor=spot.colour,
                  markeredgecolor=spot.edge or LIGHT.ground,
                  markeredgewidth=1.2 if spot.inside or spot.edge else 0.6, zorder=5)  # fmt: skip
        if spot.text and spot.inside:
            axes.text(x, y - 0.5, spot.text, fontsize=spot.size * INSIDE, weight=600, ha="center",
                      va="center", color=text_on(spot.colour), zorder=6)  # fmt: skip
    for spot, x, y in texts_beside(spots, (wide, high), text_width):
        words = axes.text(x, y, spot.text, fontsize=_letter(spot), ha="center", va="center",
                          color=spot.colour if spot.strong else LIGHT.text, zorder=6,
                          weight=600 if spot.strong else 400)  # fmt: skip
        words.set_path_effects([withStroke(linewidth=2.5, foreground=LIGHT.ground)])
    for spot, x, y in names_beside(spots, (wide, high), text_width):
        words = axes.text(x, y, spot.name, fontsize=LETTER, ha="center", va="center",
                         color=spot.ink or LIGHT.text, weight=600 if spot.ink else 400,
                         zorder=7)  # fmt: skip
        words.set_path_effects([withStroke(linewidth=2.5, foreground=LIGHT.ground)])


Placed = tuple[Spot, float, float]  # a spot with its size, and where it is in pixels


def placed(found: Map, projection: Projection, room: tuple[float, float]) -> list[Placed]:
    """The spots of a map inside its room, each as large as it is drawn there."""
    grown, spots = _grown(found, projection), []
    for spot in found.spots:
        ((x, y),) = projection(np.array([[spot.longitude, spot.latitude]]))
        if 0 <= x <= room[0] and 0 <= y <= room[1]:
            size = spot.size * grown
            if spot.inside and spot.text:
                size = max(size, NUMBERED)
            spots.append((replace(spot, size=size), float(x), float(y)))
    return spots


def _letter(spot: Spot) -> float:
    return 16.0 if spot.strong else 13.0


def texts_beside(
    spots: Sequence[Placed], room: tuple[float, float], text_width: Callable[..., float]
) -> list[Placed]:
    """The texts that stand beside their marks, by the middle of each. One without room anywhere
    stands at the right of its mark."""
    told = [one for one in spots if one[0].text and not one[0].inside and one[0].colour]

    def wide(one: Placed) -> float:
        return text_width(one[0].text, _letter(one[0]), strong=one[0].strong) + 4

    # Who chooses first has a place at its mark: of some orders the one in which all stand nearest.
    orders: list[Callable[[Placed], float]] = [
        wide, lambda one: -wide(one), lambda one: one[1], lambda one: -one[1],
        lambda one: one[2], lambda one: -one[2],
    ]  # fmt: skip
    found: list[tuple[float, list[Placed]]] = []
    for order in orders:
        chosen = sorted(sorted(told, key=order), key=lambda one: not one[0].strong)
        sizes = [(wide(one), _letter(one[0]) + 3) for one in chosen]
        points = [(x, y) for _, x, y in chosen]
        radii = [spot.size / 2 for spot, _, _ in chosen]
        frame = (2, 2, room[0] - 2, room[1] - 2)
        places = beside(points, sizes, radii, [], frame, [6] * len(chosen))
        far = sum(
            room[0] if at is None else _gap(point, at, size)
            for point, at, size in zip(points, places, sizes, strict=True)
        )
        stand = [
            (spot, *(at or (x + spot.size / 2 + 4 + size[0] / 2, y)))
            for (spot, x, y), at, size in zip(chosen, places, sizes, strict=True)
        ]
        found.append((far, stand))
    return min(found, key=lambda one: one[0])[1]


def _gap(
    point: tuple[float, float], middle: tuple[float, float], size: tuple[float, float]
) -> float:
    """How far a text in its box stands from its mark."""
    across, up = (max(abs(p - m) - s / 2, 0) for p, m, s in zip(point, middle, size, strict=True))
    return math.hypot(across, up)


def names_beside(
    spots: Sequence[Placed], room: tuple[float, float], text_width: Callable[..., float]
) -> list[Placed]:
    """The names beside their spots, by the middle of each, earlier ones first; those without room
    are left out."""
    named = [one for one in spots if one[0].name]
    places = beside(
        [(x, y) for _, x, y in named],
        [(text_width(spot.name, LETTER, strong=bool(spot.ink)) + 4, LETTER + 4)
         for spot, _, _ in named],
        [spot.size / 2 for spot, _, _ in named],
        [],
        (2, 2, room[0] - 2, room[1] - 2),
        [0 if spot.colour else 4 for spot, _, _ in named],
    )  # fmt: skip
    return [(spot, *at) for (spot, _, _), at in zip(named, places, strict=True) if at is not None]


def _grown(found: Map, projection: Projection) -> float:
    """How much larger than said the spots are."""
    if not found.made_for:
        return 1.0
    west, south, east, north = found.frame
    middle = (south + north) / 2
    left, right = projection(np.array([(west, middle), (east, middle)]))
    return float(right[0] - left[0]) / found.made_for
