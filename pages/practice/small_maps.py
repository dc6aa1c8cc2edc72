"""Where the practices are: a small map of each region with its towns, as one plotly figure. Pure.

A practice's coordinates are those of its town; towns too near to be told apart share a dot.
"""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from secon_ui.drawing.charts.common import CLEAR, Figure
from secon_ui.drawing.label_placement import Box as Bounds
from secon_ui.drawing.label_placement import beside, text_width
from secon_ui.drawing.maps import GEO, static_address
from secon_ui.drawing.theme import FONT, Palette, Size, text_on
from secon_ui.text.words import Words

GAP = 14  # pixels between two maps
AROUND = 0.07  # of a region's extent stays free on each side
LABEL = 12.5
_WIDTH = {"wide": 660, "phone": 350, "slide": 709}  # for which dots and labels are placed
_HEIGHT = {"wide": {1: 430, 2: 520, 3: 600}, "phone": {1: 330}, "slide": {}}  # by rows of maps
_ROW = {"wide": 200, "phone": 190, "slide": 282}
_TITLE = {"wide": 24, "phone": 22, "slide": 20}


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
    if count <= 4:
        columns = count if size == "slide" else min(count, 2)
    else:
        columns = {"wide": 3, "phone": 2, "slide": 5}[size]
    columns = max(columns, 1)
    return columns, max(1, math.ceil(count / columns))


def tiles(rows: pd.DataFrame, outlines: Mapping[str, Bounds], size: Size) -> dict[str, Tile]:
    """The small maps of the regions with the dots of the practices that have a town.

    ``rows``: of ``chosen.ordered``; ``outlines``: bounds of the regions to draw, in order.
    """
    columns, lines = shape(len(outlines), size)
    width = (_WIDTH[size] - GAP * (columns - 1)) / columns
    height = _height(len(outlines), size) / lines - _TITLE[size] - 8
    result = {}
    for region, bounds in outlines.items():
        known = rows[(rows["region_id"] == region) & rows["latitude"].notna()]
        west = min([bounds[0], *known["longitude"]])
        south = min([bounds[1], *known["latitude"]])
        east = max([bounds[2], *known["longitude"]])
        north = max([bounds[3], *known["latitude"]])
        middle = (west + east) / 2, (south + north) / 2
        narrow = math.cos(math.radians(middle[1]))
        # Pixels a degree of latitude.
        scale = min(height / (north - south), width / (east - west) / narrow) / (1 + 2 * AROUND)
        tall, wide = height / scale / 2, width / scale / narrow / 2
        frame = (middle[0] - wide, middle[1] - tall, middle[0] + wide, middle[1] + tall)
        dots = _dots(known, frame, scale, narrow)
        result[region] = Tile(*frame, width, height, tuple(dots))
    return result


def together(tile: Tile | None, practice: str) -> list[str]:
    """Ids of the practices that share a dot with this one; itself alone when it has none."""
    for dot in tile.dots if tile else ():
        if practice in dot.ids:
            return list(dot.ids)
    return [practice]


def figure(
    found: Mapping[str, Tile],
    counts: Mapping[str, int],
    titles: Mapping[str, str],
    names: Mapping[str, str],
    mine: str,
    chosen: str | None,
    index: Mapping[str, Any],
    colours: Palette,
    t: Words,
    *,
    size: Size = "wide",
) -> Figure:
    """Small maps side by side. A dot's ``customdata`` is the id of its first practice.

    ``counts``: practices of each region, with or without a town; ``titles``: practice → title.
    """
    drawn: Figure = {"data": [], "layout": {"annotations": []}}
    columns, lines = shape(len(found), size)
    full = _height(len(found), size)
    for number, (region, tile) in enumerate(found.items()):
        geo = "geo" if not number else f"geo{number + 1}"
        column, line = number % columns, number // columns
        x0 = column * (tile.width + GAP) / _WIDTH[size]
        top = 1 - line / lines
        title = _TITLE[size] / full
        drawn["layout"][geo] = {
            **GEO,
            "bgcolor": colours.sea,
            "domain": {
                "x": [x0, x0 + tile.width / _WIDTH[size]],
                "y": [top - 1 / lines + 8 / full, top - title],
            },
            "projection": {
                "type": "azimuthal equal area",
                "rotation": {
                    "lon": (tile.west + tile.east) / 2,
                    "lat": (tile.south + tile.north) / 2,
                },
            },
            "lonaxis": {"range": [tile.west, tile.east]},
            "lataxis": {"range": [tile.south, tile.north]},
        }
        own = region == mine
        drawn["data"] += _ground(geo, region, index, colours, own)
        drawn["data"] += _points(geo, tile, titles, own, chosen, colours, t)
        right = x0 + tile.width / _WIDTH[size]
        base = {"xref": "paper", "yref": "paper", "showarrow": False}
        above = {**base, "y": top - title, "yanchor": "bottom"}
        ink = colours.mine if own else colours.text
        name = html.escape(names[region])
        many = size == "slide" and len(found) > 4
        drawn["layout"]["annotations"] += [
            {
                **above,
                "x": x0,
                "xanchor": "left",
                "text": name if many and not own else f"<b>{name}</b>",
                "font": {"size": 14.2, "color": ink},
            },
            # Five maps in a row leave no room beside the name: the number stands in the map.
            {
                **(base | {"y": top - title, "yanchor": "top"} if many else above),
                "x": right,
                "xanchor": "right",
                "text": f"<b>{t.number(counts[region], 0)}</b>"
                if many
                else t.number(counts[region], 0)
                if size == "phone"
                else t.plural("{n} practice", "{n} practices", counts[region]),
                "font": {"size": 14.2, "color": ink if many else colours.quiet},
            },
        ]
        if not tile.dots:
            drawn["layout"]["annotations"].append(
                {
                    **base,
                    "x": (x0 + right) / 2,
                    "xanchor": "center",
                    "y": top - (title + 1 / lines) / 2,
                    "yanchor": "middle",
                    "text": t("no town stated"),
                    "font": {"size": 14.2, "color": colours.text},
                    "bgcolor": colours.ground,
                    "borderpad": 3,
                }
            )
    drawn["layout"] |= {
        "height": full,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "font": {"family": FONT, "color": colours.text},
        "paper_bgcolor": colours.ground,
        "showlegend": False,
        "dragmode": False,
        "clickmode": "event+select",
        "hoverlabel": {"font": {"family": FONT, "size": 14}, "align": "left"},
    }
    return drawn


def _height(count: int, size: Size) -> int:
    _, lines = shape(count, size)
    if size == "slide":
        return _ROW[size]
    return _HEIGHT[size].get(lines, _ROW[size] * lines)


def _dots(known: pd.DataFrame, frame: Bounds, scale: float, narrow: float) -> list[Dot]:
    """A dot a town; a town that would be covered joins the dot of the larger one."""
    west, south, _, _ = frame
    dots: list[Dot] = []
    sizes = known.groupby(["longitude", "latitude"], sort=False).size()
    for longitude, latitude in sizes.sort_values(ascending=False, kind="stable").index:
        here = known[(known["longitude"] == longitude) & (known["latitude"] == latitude)]
        x, y = (longitude - west) * narrow * scale, (latitude - south) * scale
        near = next((d for d in dots if math.hypot(d.x - x, d.y - y) < d.radius + 6), None)
        if near is None:
            near = Dot(longitude, latitude, x, y)
            dots.append(near)
        near.ids += list(here["practice_id"])
        near.towns += list(here["town"].unique())
    return dots


def _ground(
    geo: str, region: str, index: Mapping[str, Any], colours: Palette, own: bool
) -> list[dict[str, Any]]:
    """Land, countries' borders and the region."""

    def areas(
        address: str, places: Sequence[str], fill: str, border: str, width: float
    ) -> dict[str, Any]:
        return {
            "type": "choropleth",
            "geo": geo,
            "geojson": static_address(address, index),
            "featureidkey": "id",
            "locations": list(places),
            "z": [1] * len(places),
            "colorscale": [[0, fill], [1, fill]],
            "showscale": False,
            "marker": {"line": {"color": border, "width": width}},
            "hoverinfo": "skip",
        }

    edge = colours.mine if own else colours.other
    return [
        areas("countries", index.get("countries", []), colours.land, colours.ground, 1),
        areas("partner_regions", [region], colours.facet, edge, 1.6),
        areas("countries", index.get("countries", []), CLEAR, colours.ground, 1),
    ]


def _points(
    geo: str,
    tile: Tile,
    titles: Mapping[str, str],
    own: bool,
    chosen: str | None,
    colours: Palette,
    t: Words,
) -> list[dict[str, Any]]:
    """The dots with their counts, and the towns' names where there is room."""
    if not tile.dots:
        return []
    fills = [
        colours.compared[0] if chosen in dot.ids else colours.mine if own else colours.other
        for dot in tile.dots
    ]
    hover = [
        f"<b>{html.escape(t.list(dot.towns))}</b><br>"
        + "<br>".join(html.escape(titles[practice]) for practice in dot.ids)
        for dot in tile.dots
    ]
    marks = {
        "type": "scattergeo",
        "geo": geo,
        "lon": [dot.longitude for dot in tile.dots],
        "lat": [dot.latitude for dot in tile.dots],
        "mode": "markers+text",
        "text": [f"<b>{len(dot.ids)}</b>" if len(dot.ids) > 1 else "" for dot in tile.dots],
        "textfont": {"size": 12, "color": [text_on(fill) for fill in fills]},
        "customdata": [dot.ids[0] for dot in tile.dots],
        "hovertext": hover,
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "size": [2 * dot.radius for dot in tile.dots],
            "color": fills,
            "line": {
                "color": [
                    colours.text if chosen in dot.ids else colours.ground for dot in tile.dots
                ],
                "width": 1.6,
            },
            "opacity": 1,
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }
    words = [
        town if len(dot.towns) == 1 else t("{town} and around", town=town)
        for dot in tile.dots
        for town in [dot.towns[0].split(" (")[0]]
    ]
    places = beside(
        [(dot.x, dot.y) for dot in tile.dots],
        [(text_width(word, LABEL), LABEL + 3) for word in words],
        [dot.radius for dot in tile.dots],
        [],
        (2, 1, tile.width - 2, tile.height - 1),
    )
    scale = tile.height / (tile.north - tile.south)
    narrow = math.cos(math.radians((tile.north + tile.south) / 2))
    free = [(word, place) for word, place in zip(words, places, strict=True) if place]
    names = {
        "type": "scattergeo",
        "geo": geo,
        "lon": [tile.west + place[0] / scale / narrow for _, place in free],
        "lat": [tile.south + place[1] / scale for _, place in free],
        "mode": "text",
        "text": [html.escape(word) for word, _ in free],
        "textfont": {"size": LABEL, "color": colours.text},
        "hoverinfo": "skip",
    }
    return [marks, names]
