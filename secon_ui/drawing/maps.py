"""Maps as plotly figures. Boundaries travel by address; a figure only names their codes. Pure."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from secon_data import judging
from secon_data.comparison import Comparison
from secon_data.rows import Row, each
from secon_data.spreads import half_up
from secon_ui.drawing.charts import common
from secon_ui.drawing.charts.common import CLEAR, Figure, Style
from secon_ui.drawing.look import Look
from secon_ui.drawing.tables import best_first
from secon_ui.drawing.theme import FONT, Palette, text_on
from secon_ui.text.basis_marks import SIGN
from secon_ui.text.markup import EMPTY, html
from secon_ui.text.observation_words import earlier
from secon_ui.text.words import Words

# Plotly asks this folder for its base map, which is empty here: nothing comes from outside.
CONFIG: dict[str, Any] = {**common.CONFIG, "topojsonURL": "app/static/topo/"}
BESIDE = 28  # letters of a small map's name and value for which there is room in a line
GEO: dict[str, Any] = {"visible": False, "resolution": 110}


def static_address(layer: str, index: Mapping[str, Any]) -> str:
    """Where the browser finds a layer with clockwise rings; the digest makes it cacheable."""
    digest = index.get("layers", {}).get(f"svg/{layer}.geojson", {}).get("sha256", "")[:8]
    return f"app/static/geometry/svg/{layer}.geojson?v={digest}"


@dataclass(frozen=True)
class Classes:
    """The quarters of a spread of ``n`` values: ``breaks`` are the highest values of all classes
    but the last, ``fills`` their colours, lowest values first."""

    breaks: tuple[float, ...]
    decimals: int
    fills: tuple[str, ...]
    n: int

    def of(self, value: float) -> int:
        """The class of a value, 0 for the lowest."""
        return bisect_left(self.breaks, value)

    def labels(self, t: Words) -> list[str]:
        """What the legend says of each class."""
        if not self.breaks:
            return [t("all equal") if self.n > 1 else t("not in classes")]
        step = 10.0**-self.decimals
        words = [t("up to {value}", value=t.number(self.breaks[0], self.decimals))]
        for low, high in zip(self.breaks, self.breaks[1:], strict=False):
            start = t.number(low + step, self.decimals)
            end = t.number(high, self.decimals)
            words.append(end if start == end else f"{start}–{end}")
        words.append(t("over {value}", value=t.number(self.breaks[-1], self.decimals)))
        return words


def classes(found: Comparison, colours: Palette) -> Classes:
    """The classes of a comparison's main level: the quarters of ``judging``, fewer where many
    values are equal. Dark is the better end, as in the table of all nine; where nothing is judged
    the hue is another and dark is high."""
    indicator, values = found.indicator, found.spread["value"].tolist()  # lowest first
    decimals, direction = int(indicator["decimals"]), str(indicator["direction"])
    ramp = colours.plain if direction == "neutral" else colours.ramp
    shades = [ramp[0], ramp[1], ramp[3], ramp[4]]
    if direction == "lower_is_better":
        shades.reverse()
    if not values:
        return Classes((), decimals, (ramp[2],), 0)
    q1, median, q3 = np.quantile(values, [0.25, 0.5, 0.75])
    middle = float(half_up(np.array([median]), decimals)[0])
    edges = judging.breaks(float(q1), middle, float(q3), decimals, direction)
    starts = [0, *(bisect_right(values, edge) for edge in edges), len(values)]
    kept = [
        (high, shade)
        for high, shade, start, end in zip(
            (*edges, values[-1]), shades, starts, starts[1:], strict=False
        )
        if end > start
    ]
    breaks, fills = (high for high, _ in kept[:-1]), (shade for _, shade in kept)
    return Classes(tuple(breaks), decimals, tuple(fills), len(values))


def values_of(spreads: Mapping[int, pd.DataFrame]) -> dict[int, dict[str, float]]:
    """The values of all areas, by level and code."""
    return {
        level: dict(zip(table["area_id"].tolist(), table["value"].tolist(), strict=True))
        for level, table in spreads.items()
    }


@dataclass(frozen=True)
class _Scene:
    """What the locator and the small maps of one comparison share."""

    found: Comparison
    spreads: Mapping[int, pd.DataFrame]
    grouping: Classes
    style: Style
    places: pd.DataFrame
    index: Mapping[str, Any]
    look: Look

    @cached_property
    def values(self) -> dict[int, dict[str, float]]:
        """The values of all areas, by level."""
        return values_of(self.spreads)

    @cached_property
    def fills(self) -> list[str]:
        """Colours by class, the first for no value."""
        return [self.look.colours.no_value, *self.grouping.fills]


def comparison_map(
    found: Comparison,
    spreads: Mapping[int, pd.DataFrame],
    grouping: Classes,
    places: pd.DataFrame,
    style: Style,
    look: Look,
) -> Figure:
    """A locator and nine small maps, numbered by place (the best, or highest, is 1).

    In a small map the colour fills the area that the value stands for; the outline is the partner
    region. ``spreads``: level → area_id, name, value; ``places``: region_id, longitude, latitude.
    On a phone the locator is left out.
    """
    ordered = best_first(each(found.table))
    scene = _Scene(found, spreads, grouping, style, places, look.boundaries(), look)
    figure: Figure = {"data": [], "layout": {"annotations": []}}
    if look.size == "wide":
        _locator(figure, ordered, scene)
    for at, row in enumerate(ordered):
        _tile(figure, at, row, scene)
    figure["layout"] |= {
        "height": 430 if look.size == "wide" else 880,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "font": {"family": FONT, "color": look.colours.text},
        "paper_bgcolor": look.colours.ground,
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"font": {"family": FONT, "size": 14}},
        # Streamlit hands plotly each figure twice, in equal lists that are not the same lists. Only
        # by this does plotly know them for equal, and does not draw all ten maps again.
        "datarevision": _digest(figure["data"]),
    }
    return figure


def _digest(data: object) -> str:
    """Short, and another one wherever anything in the data is."""
    return hashlib.sha256(json.dumps(data).encode()).hexdigest()[:16]


def _choropleth(
    geo: str, address: str, codes: Sequence[str], z: Sequence[int], fills: Sequence[str],
    line: Mapping[str, Any], hover: Sequence[str] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Areas filled by class number: ``z`` is an index of ``fills``."""
    steps = len(fills)
    scale = [[edge / steps, fills[i]] for i in range(steps) for edge in (i, i + 1)]
    trace: dict[str, Any] = {
        "type": "choropleth",
        "geo": geo,
        "geojson": address,
        "featureidkey": "id",
        "locations": list(codes),
        "z": list(z),
        "zmin": -0.5,
        "zmax": steps - 0.5,
        "colorscale": scale,
        "showscale": False,
        "marker": {"line": dict(line)},
    }
    if hover is None:
        return trace | {"hoverinfo": "skip"}
    return trace | {"text": list(hover), "hovertemplate": "%{text}<extra></extra>"}


def _outlines(
    geo: str, index: Mapping[str, Any], regions: Sequence[str], colour: str, width: float, halo: str
) -> list[dict[str, Any]]:
    """Outlines of partner regions, with a halo without which they vanish on dark classes."""
    address = static_address("partner_regions", index)
    return [
        _choropleth(
            geo, address, regions, [0] * len(regions), [CLEAR], {"color": stroke, "width": size}
        )
        for stroke, size in ((halo, width + 2.2), (colour, width))
    ]


def _locator(figure: Figure, ordered: list[Row], scene: _Scene) -> None:
    level, spreads, grouping = scene.found.level, scene.spreads, scene.grouping
    index, colours, fills = scene.index, scene.look.colours, scene.fills
    regions = [row["region_id"] for row in ordered]
    line = {"color": colours.ground, "width": 0.5}
    codes = index.get("areas", {}).get(str(level), [])
    values = scene.values[level]
    z = [1 + grouping.of(values[code]) if code in values else 0 for code in codes]
    area_names = dict(zip(spreads[level]["area_id"], spreads[level]["name"], strict=True))
    hover = [area_names.get(code, code) for code in codes]
    countries = static_address("countries", index)
    background = index.get("countries", [])
    land = [colours.no_value]
    figure["data"] += [
        _choropleth("geo", countries, background, [0] * len(background), land, line),
        _choropleth("geo", static_address(f"nuts{level}", index), codes, z, fills, line, hover),
        *_outlines("geo", index, regions, colours.text, 1.2, colours.ground),
    ]
    places = {place["region_id"]: place for place in each(scene.places)}
    marks = [scene.style.mark(r, colours.quiet) for r in regions]
    figure["data"].append(
        {
            "type": "scattergeo",
            "geo": "geo",
            "lon": [places[region]["longitude"] for region in regions],
            "lat": [places[region]["latitude"] for region in regions],
            "mode": "markers+text",
            "text": [html("<b>{}</b>", number(row)) for row in ordered],
            "textfont": {"size": 12.5, "color": [text_on(m) for m in marks]},
            "marker": {
                "size": 20,
                "color": marks,
                "line": {"color": colours.ground, "width": 1.5},
                "opacity": 1,
            },
            "hoverinfo": "skip",
        }
    )
    figure["layout"]["geo"] = {
        **GEO,
        "bgcolor": colours.sea,
        "domain": {"x": [0, 0.44], "y": [0, 1]},
        "projection": {"type": "azimuthal equal area", "rotation": {"lon": 10, "lat": 50}},
        "lonaxis": {"range": [-10.5, 31]},
        "lataxis": {"range": [35, 58.5]},
    }


def number(row: Row) -> str:
    """A region's number on the map: its place."""
    return "–" if pd.isna(row["place"]) else str(int(row["place"]))


def near(
    row: Row, index: Mapping[str, Any], values: Mapping[int, Mapping[str, float]]
) -> dict[str, float | None]:
    """The areas in a region's small map with the values by which they are filled, None without
    one. ``index``: of the boundaries; ``values``: of all areas, by level."""
    has_value = not pd.isna(row["value"])
    level = max(int(row["level"]), 1) if has_value else 3  # a country is drawn as its NUTS 1 areas
    codes = index.get("near", {}).get(row["region_id"], {}).get(str(level), [])
    if not has_value:
        return dict.fromkeys(codes)
    # The areas that the value stands for are filled by the value itself. A code begins with the
    # code of every area that contains it.
    stands = tuple(row["areas"].split("+"))
    known = values.get(level, {})
    return {code: row["value"] if code.startswith(stands) else known.get(code) for code in codes}


def _tile(figure: Figure, at: int, row: Row, scene: _Scene) -> None:
    """``at``: 0 for the first of the small maps."""
    index, fills, look = scene.index, scene.fills, scene.look
    colours, t, size, grouping = look.colours, look.t, look.size, scene.grouping
    region, has_value = row["region_id"], not pd.isna(row["value"])
    geo = f"geo{at + 2}"
    mark, ink = (of(region, colours.text) for of in (scene.style.mark, scene.style.ink))
    line = {"color": colours.ground, "width": 0.6}
    values = near(row, index, scene.values)
    codes = list(values)
    z = [0 if value is None else 1 + grouping.of(value) for value in values.values()]
    background = index.get("around", {}).get(region, [])
    around = static_address("around", index)
    figure["data"] += [
        _choropleth(geo, around, background, [0] * len(background), [colours.no_value], line),
        _choropleth(geo, static_address("tiles", index), codes, z, fills, line),
        *_outlines(geo, index, [region], mark, 2.6, colours.ground),
    ]
    west, south, east, north = index.get("frames", {}).get(region, [-10, 35, 30, 60])
    columns, rows = (2, 5) if size == "phone" else (3, 3)
    left, width = (0.475, 0.525) if size == "wide" else (0.0, 1.0)
    column, line_number = at % columns, at // columns
    gap_x = 0.022 if size == "wide" else 0.02
    label = 0.062 if size == "wide" else 0.055
    cell = (width - gap_x * (columns - 1)) / columns
    x0 = left + column * (cell + gap_x)
    height = 1 / rows
    top = 1 - line_number * height
    figure["layout"][geo] = {
        **GEO,
        "bgcolor": colours.sea,
        "domain": {"x": [x0, x0 + cell], "y": [top - height + 0.008, top - label]},
        "projection": {
            "type": "azimuthal equal area",
            "rotation": {"lon": (west + east) / 2, "lat": (south + north) / 2},
        },
        "lonaxis": {"range": [west, east]},
        "lataxis": {"range": [south, north]},
    }
    if has_value:
        sign = SIGN[row["basis"]] + " " if row["basis"] != "own" else ""
        decimals = int(scene.found.indicator["decimals"])
        year = earlier(row)
        late = html(' <span style="font-size:11.5px">{}</span>', year) if year else EMPTY
        value = html("{}<b>{}</b>{}", sign, t.number(row["value"], decimals), late)
    else:
        value = html("{}", t("no value"))
    base: dict[str, Any] = {"xref": "paper", "yref": "paper", "showarrow": False}
    base |= {"y": top - label + 0.004, "yanchor": "bottom"}
    text = {"size": 14.5, "color": ink}
    name = html("{}  <b>{}</b>", number(row), look.names[region])
    here = {**base, "x": x0, "xanchor": "left", "font": text}
    if size == "phone":  # the longest name takes the whole line
        both = {"text": html("{}<br>{}", name, value), "align": "left"}
        figure["layout"]["annotations"].append({**here, **both})
        return
    last = {**here, "x": x0 + cell, "xanchor": "right", "text": value}
    if len((name + value).striptags()) > BESIDE:
        last |= {"y": top - height + 0.014, "bgcolor": colours.ground, "borderpad": 1}
    figure["layout"]["annotations"] += [{**here, "text": name}, last]
