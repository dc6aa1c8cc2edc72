"""Where the practices are: a small map of each region with its towns, as one plotly figure.
Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pages.practice.tiles import GAP, TITLE, WIDTH, Dot, Tile, height_of, shape
from secon_ui.drawing.charts.common import CLEAR, Figure, bold
from secon_ui.drawing.label_placement import beside, text_width
from secon_ui.drawing.look import Look
from secon_ui.drawing.maps import GEO, static_address
from secon_ui.drawing.theme import FONT, Palette, text_on
from secon_ui.text.markup import html, joined
from secon_ui.text.words import Words

LABEL = 12.5
_TEXT = 14.2
_ON_PAPER = {"xref": "paper", "yref": "paper", "showarrow": False}


@dataclass(frozen=True)
class _Scene:
    """What all small maps share. ``counts``: practices of each region, with or without a town;
    ``titles``: practice → title; ``mine``: my region; ``chosen``: the practice looked at;
    ``index``: of the boundaries."""

    found: Mapping[str, Tile]
    counts: Mapping[str, int]
    titles: Mapping[str, str]
    mine: str
    chosen: str | None
    index: Mapping[str, Any]
    look: Look

    @property
    def height(self) -> int:
        return height_of(len(self.found), self.look.size)

    @property
    def title(self) -> float:
        """Height of a map's title, as a share of the whole."""
        return TITLE[self.look.size] / self.height


@dataclass(frozen=True)
class _Spot:
    """A small map and its place: left and right edge and top, as shares of the whole, and the
    share of a row."""

    region: str
    tile: Tile
    geo: str
    left: float
    right: float
    top: float
    row: float


def figure(
    found: Mapping[str, Tile],
    counts: Mapping[str, int],
    titles: Mapping[str, str],
    mine: str,
    chosen: str | None,
    look: Look,
) -> Figure:
    """Small maps side by side. A dot's ``customdata`` is the id of its first practice.

    ``counts``: practices of each region, with or without a town; ``titles``: practice → title.
    DataError when the boundaries are damaged.
    """
    scene = _Scene(found, counts, titles, mine, chosen, look.boundaries(), look)
    drawn: Figure = {"data": [], "layout": {"annotations": []}}
    for spot in _spots(scene):
        drawn["layout"][spot.geo] = _frame(spot, scene)
        drawn["data"] += _ground(spot, scene)
        drawn["data"] += _points(spot, scene)
        drawn["layout"]["annotations"] += _words(spot, scene)
    drawn["layout"] |= {
        "height": scene.height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "font": {"family": FONT, "color": look.colours.text},
        "paper_bgcolor": look.colours.ground,
        "showlegend": False,
        "dragmode": False,
        "clickmode": "event+select",
        "hoverlabel": {"font": {"family": FONT, "size": 14}, "align": "left"},
    }
    return drawn


def _spots(scene: _Scene) -> list[_Spot]:
    columns, lines = shape(len(scene.found), scene.look.size)
    whole = WIDTH[scene.look.size]
    spots = []
    for number, (region, tile) in enumerate(scene.found.items()):
        left = number % columns * (tile.width + GAP) / whole
        geo = "geo" if not number else f"geo{number + 1}"
        top = 1 - number // columns / lines
        spots.append(_Spot(region, tile, geo, left, left + tile.width / whole, top, 1 / lines))
    return spots


def _frame(spot: _Spot, scene: _Scene) -> dict[str, Any]:
    """What plotly shows of the world in a small map, and where."""
    tile = spot.tile
    return {
        **GEO,
        "bgcolor": scene.look.colours.sea,
        "domain": {
            "x": [spot.left, spot.right],
            "y": [spot.top - spot.row + 8 / scene.height, spot.top - scene.title],
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


def _words(spot: _Spot, scene: _Scene) -> list[dict[str, Any]]:
    """The region's name, how many practices it has, and whether none has a town."""
    look, count = scene.look, scene.counts[spot.region]
    t, colours, own = look.t, look.colours, spot.region == scene.mine
    ink = colours.mine if own else colours.text
    at_title = {**_ON_PAPER, "y": spot.top - scene.title}
    if look.phone:
        number = html("{}", t.number(count, 0))
    else:
        number = html("{}", t.plural("{n} practice", "{n} practices", count))
    words = [
        {
            **at_title,
            "yanchor": "bottom",
            "x": spot.left,
            "xanchor": "left",
            "text": bold(look.names[spot.region], True),
            "font": {"size": _TEXT, "color": ink},
        },
        {
            **at_title,
            "yanchor": "bottom",
            "x": spot.right,
            "xanchor": "right",
            "text": number,
            "font": {"size": _TEXT, "color": colours.quiet},
        },
    ]
    if not spot.tile.dots:
        words.append(
            {
                **_ON_PAPER,
                "x": (spot.left + spot.right) / 2,
                "xanchor": "center",
                "y": spot.top - (scene.title + spot.row) / 2,
                "yanchor": "middle",
                "text": html("{}", t("no town stated")),
                "font": {"size": _TEXT, "color": colours.text},
                "bgcolor": colours.ground,
                "borderpad": 3,
            }
        )
    return words


def _ground(spot: _Spot, scene: _Scene) -> list[dict[str, Any]]:
    """Land, countries' borders and the region."""
    index, colours = scene.index, scene.look.colours

    def areas(
        address: str, places: Sequence[str], fill: str, border: str, width: float
    ) -> dict[str, Any]:
        return {
            "type": "choropleth",
            "geo": spot.geo,
            "geojson": static_address(address, index),
            "featureidkey": "id",
            "locations": list(places),
            "z": [1] * len(places),
            "colorscale": [[0, fill], [1, fill]],
            "showscale": False,
            "marker": {"line": {"color": border, "width": width}},
            "hoverinfo": "skip",
        }

    edge = colours.mine if spot.region == scene.mine else colours.other
    return [
        areas("countries", index.get("countries", []), colours.land, colours.ground, 1),
        areas("partner_regions", [spot.region], colours.facet, edge, 1.6),
        areas("countries", index.get("countries", []), CLEAR, colours.ground, 1),
    ]


def _points(spot: _Spot, scene: _Scene) -> list[dict[str, Any]]:
    """The dots with their counts, and the towns' names where there is room."""
    if not spot.tile.dots:
        return []
    return [_dots(spot, scene), _towns(spot, scene)]


def _dots(spot: _Spot, scene: _Scene) -> dict[str, Any]:
    dots, colours, chosen = spot.tile.dots, scene.look.colours, scene.chosen
    own = spot.region == scene.mine
    fills = [fill(dot, own=own, chosen=chosen, colours=colours) for dot in dots]
    return {
        "type": "scattergeo",
        "geo": spot.geo,
        "lon": [dot.longitude for dot in dots],
        "lat": [dot.latitude for dot in dots],
        "mode": "markers+text",
        "text": [bold(str(len(dot.ids)), True) if len(dot.ids) > 1 else "" for dot in dots],
        "textfont": {"size": 12, "color": [text_on(fill) for fill in fills]},
        "customdata": [dot.ids[0] for dot in dots],
        "hovertext": [
            html(
                "<b>{}</b><br>{}",
                scene.look.t.list([scene.look.t.data(town) for town in dot.towns]),
                joined((scene.titles[practice] for practice in dot.ids), html("<br>")),
            )
            for dot in dots
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "size": [2 * dot.radius for dot in dots],
            "color": fills,
            "line": {
                "color": [colours.text if chosen in dot.ids else colours.ground for dot in dots],
                "width": 1.6,
            },
            "opacity": 1,
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1}},
    }


def fill(dot: Dot, *, own: bool, chosen: str | None, colours: Palette) -> str:
    """The colour of a dot. ``own``: it is in my region; ``chosen``: the practice looked at."""
    if chosen in dot.ids:
        return colours.compared[0]
    return colours.mine if own else colours.other


def _towns(spot: _Spot, scene: _Scene) -> dict[str, Any]:
    """The towns' names beside their dots; those without room are left out."""
    tile = spot.tile
    words = [town(dot, scene.look.t) for dot in tile.dots]
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
    return {
        "type": "scattergeo",
        "geo": spot.geo,
        "lon": [tile.west + place[0] / scale / narrow for _, place in free],
        "lat": [tile.south + place[1] / scale for _, place in free],
        "mode": "text",
        "text": [html("{}", word) for word, _ in free],
        "textfont": {"size": LABEL, "color": scene.look.colours.text},
        "hoverinfo": "skip",
    }


def town(dot: Dot, t: Words) -> str:
    """What a dot is called."""
    name = t.data(dot.towns[0]).split(" (")[0]
    return name if len(dot.towns) == 1 else t("{town} and around", town=name)
