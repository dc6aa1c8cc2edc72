"""Two indicators against each other. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from secon_data.rows import Row, tuples
from secon_ui.drawing.charts.common import (
    WIDTH,
    Figure,
    Style,
    bold,
    decimals_needed,
    empty,
    hidden_axis,
    note,
    point,
    round_ticks,
)
from secon_ui.drawing.label_placement import beside, text_width
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import Size
from secon_ui.text.markup import html

COVERED = 11  # pixels between two points of which the upper hides the lower
RING = 12


def scatter(
    points: pd.DataFrame,
    cloud: pd.DataFrame,
    x_indicator: Row,
    y_indicator: Row,
    style: Style,
    look: Look,
) -> Figure:
    """Two indicators against each other; the faint cloud is all NUTS 2 regions.

    ``points``: region_id, x, y, basis, areas, area_names (both values of one area set);
    ``cloud``: name, x, y. Lines mark the medians of the cloud.
    """
    t, colours, size = look.t, look.colours, look.size
    height = 430 if size == "phone" else 440
    margin = {"l": 46, "r": 14, "t": 30, "b": 52}
    figure = empty(colours, height)
    layout = figure["layout"]
    layout["margin"] = margin
    areas = list(tuples(cloud))
    ranges = {}
    for axis in ("x", "y"):
        both = [*points[axis].tolist(), *cloud[axis].tolist()]
        low, high = min(both), max(both)
        room = (high - low) or 1.0
        start = 0.0 if 0 < low < 0.3 * high else low - room * 0.05
        ranges[axis] = (start, high + room * 0.06)
    for axis, indicator in (("x", x_indicator), ("y", y_indicator)):
        ticks = round_ticks(*ranges[axis], 5)
        if axis == "y" and ranges["x"][0] == ranges["y"][0] == 0:
            ticks = [tick for tick in ticks if tick]  # the corner's 0 stands beneath it already
        decimals = decimals_needed(ticks)
        layout[f"{axis}axis"] = {
            **hidden_axis(list(ranges[axis])),
            "visible": True,
            "showgrid": True,
            "gridcolor": colours.rule,
            "tickvals": ticks,
            "ticktext": [t.number(v, decimals) for v in ticks],
            "tickfont": {"size": 14, "color": colours.quiet},
        }
        unit = t.data(indicator["unit_short"])
        name = t.data(indicator["name"])
        title = html("<b>{}</b>, {}" if unit and unit not in name else "<b>{}</b>", name, unit)
        place = (
            {"x": 1, "y": 0, "xanchor": "right", "yanchor": "top", "yshift": -26}
            if axis == "x"
            else {
                "x": 0,
                "y": 1,
                "xanchor": "left",
                "yanchor": "bottom",
                "xshift": -40,
                "yshift": 6,
            }
        )
        text = html("{} →" if axis == "x" else "{}", title)
        layout["annotations"].append(
            note(text, 0, 0, 14, colours.text) | {"xref": "paper", "yref": "paper", **place}
        )
        if cloud.empty:
            continue
        middle = float(cloud[axis].median())
        line = {"type": "line", "line": {"color": colours.other, "width": 1, "dash": "dot"}}
        across = {"x0": middle, "x1": middle, "yref": "paper", "y0": 0, "y1": 1}
        along = {"y0": middle, "y1": middle, "xref": "paper", "x0": 0, "x1": 1}
        layout["shapes"].append(line | (across if axis == "x" else along))
        label = note(t("median"), middle, middle, 14, colours.quiet)
        layout["annotations"].append(
            label | {"yref": "paper", "y": 1, "xanchor": "left", "yanchor": "top", "xshift": 3}
            if axis == "x"
            else label | {"xref": "paper", "x": 0, "xanchor": "left", "yanchor": "bottom"}
        )
    xd, yd = int(x_indicator["decimals"]), int(y_indicator["decimals"])
    figure["data"].append(
        {
            "type": "scatter",
            "x": np.asarray(cloud["x"], dtype="float32"),
            "y": np.asarray(cloud["y"], dtype="float32"),
            "mode": "markers",
            "marker": {"size": 8, "color": colours.faint, "opacity": 0.8},
            "text": [
                html("{}<br>{} · {}", area.name, t.number(area.x, xd), t.number(area.y, yd))
                for area in areas
            ],
            "hovertemplate": "%{text}<extra></extra>",
            "cliponaxis": False,  # what is near zero stands at the edge
        }
    )
    ordered = points.assign(
        order=[2 if r == style.mine else 1 if r in style.marks else 0 for r in points["region_id"]]
    ).sort_values("order", kind="stable")
    width, tall = _room(size, height, margin)
    at = [
        tuple(
            (value - ranges[axis][0]) / (ranges[axis][1] - ranges[axis][0]) * room
            for axis, value, room in (("x", x, width), ("y", y, tall))
        )
        for x, y in zip(ordered["x"], ordered["y"], strict=True)
    ]
    for number, row in enumerate(tuples(ordered)):
        mine = row.region_id == style.mine
        colour = style.mark(row.region_id, colours.quiet)
        # What another point would cover stands out around it.
        above = sum(math.dist(at[number], other) < COVERED for other in at[number + 1 :])
        diameter = (18 if mine else 15) + RING * above
        trace = point([row.x], [row.y], row.basis, colour, diameter, colours)
        trace["cliponaxis"] = False
        region = look.names[row.region_id]
        if row.basis == "wider":
            region = f"{region} – {t.areas(row.areas, row.area_names)}"
        numbers = t.number(row.x, xd), t.number(row.y, yd)
        trace["hovertemplate"] = html("{}<br>{} · {}<extra></extra>", region, *numbers)
        figure["data"].append(trace)
    _scatter_labels(figure, ordered[::-1], cloud, ranges, height, margin, style, look)
    return figure


def _room(size: Size, height: int, margin: Mapping[str, int]) -> tuple[int, int]:
    """Width and height of the plot in pixels."""
    width = (360 if size == "phone" else WIDTH) - margin["l"] - margin["r"]
    return width, height - margin["t"] - margin["b"]


def _scatter_labels(
    figure: Figure,
    points: pd.DataFrame,
    cloud: pd.DataFrame,
    ranges: Mapping[str, tuple[float, float]],
    height: int,
    margin: Mapping[str, int],
    style: Style,
    look: Look,
) -> None:
    """Names beside the partner regions, then beside the extremes of the cloud, where free."""
    colours, size = look.colours, look.size
    width, tall = _room(size, height, margin)
    spans = {axis: high - low for axis, (low, high) in ranges.items()}

    def pixels(x: float, y: float) -> tuple[float, float]:
        return (
            (x - ranges["x"][0]) / spans["x"] * width,
            (y - ranges["y"][0]) / spans["y"] * tall,
        )

    regions, areas = list(tuples(points)), list(tuples(cloud))
    farthest: dict[str, Any] = {}
    for axis in ("y", "x") if size == "wide" else ():
        for place in np.argsort(-cloud[axis].to_numpy(), kind="stable")[:3].tolist():
            farthest.setdefault(areas[place].name, areas[place])
    extremes = list(farthest.values())
    ids = [region.region_id for region in regions]
    names = [look.names[r] for r in ids] + [area.name for area in extremes]
    sizes = [15.0 if r in style.marks else 14.0 for r in ids] + [12.0] * len(extremes)
    inks = [style.ink(r, colours.text) for r in ids] + [colours.quiet] * len(extremes)
    marked = [r in style.marks for r in ids] + [False] * len(extremes)
    radii = [9.0] * len(regions) + [4.0] * len(extremes)
    places = [pixels(one.x, one.y) for one in (*regions, *extremes)]
    boxes = [
        (text_width(name, size, bold=b) + 4, size + 4)
        for name, size, b in zip(names, sizes, marked, strict=True)
    ]
    dots = [(x - 4, y - 4, x + 4, y + 4) for x, y in (pixels(area.x, area.y) for area in areas)]
    # A median's line through a name is worse than a dot beneath it.
    across, up = pixels(float(cloud["x"].median()), float(cloud["y"].median()))
    dots += 4 * [(across - 1, 0.0, across + 1, tall), (0.0, up - 1, width, up + 1)]
    # A partner region always has its name; an extreme of the cloud where there is room. Whose a
    # dot is, a pointer or a finger on it tells.
    reach = [3] * len(points) + [0] * len(extremes)
    found = beside(places, boxes, radii, dots, (0, 0, width, tall), reach)
    for name, font, ink, b, centre, (px, py) in zip(
        names, sizes, inks, marked, found, places, strict=True
    ):
        if centre is None:
            continue
        x = px / width * spans["x"] + ranges["x"][0]
        y = py / tall * spans["y"] + ranges["y"][0]
        figure["layout"]["annotations"].append(
            note(bold(str(name), b), x, y, font, ink)
            | {"xshift": round(centre[0] - px, 1), "yshift": round(centre[1] - py, 1)}
        )
