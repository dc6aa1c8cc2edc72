"""Charts of the comparison as plotly figures (plain dicts, no template). Pure: table in, figure out.

Mine stands in the accent, up to three compared regions in their colours, all others grey with
direct labels. ● own area, ◆ computed from parts, ○ wider area.
"""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from secon_ui.labels import beside, spread_out, text_width
from secon_ui.marks import SIGN, SYMBOL, basis_words
from secon_ui.theme import FONT, Palette
from secon_ui.words import Words

Figure = dict[str, Any]
CONFIG = {"displayModeBar": False, "scrollZoom": False}
WIDTH = 1240  # for which labels are placed on a wide screen; on a narrower one they get closer


@dataclass(frozen=True)
class Style:
    """How each region is drawn: names in the reader's language; ``marks`` and ``inks`` (colours
    of marks and of words) of mine and the compared, mine first."""

    mine: str
    names: Mapping[str, str]
    marks: Mapping[str, str]
    inks: Mapping[str, str]

    def mark(self, region: str, other: str) -> str:
        return self.marks.get(region, other)

    def ink(self, region: str, other: str) -> str:
        return self.inks.get(region, other)

    def label(self, region: str) -> str:
        name = html.escape(self.names[region])
        return f"<b>{name}</b>" if region in self.marks else name


@dataclass(frozen=True)
class Reference:
    """A value to measure against, and what to call it («median of 120 regions»)."""

    name: str
    value: float | None


def style(mine: str, compared: Sequence[str], names: Mapping[str, str], colours: Palette) -> Style:
    """Mine in the accent, the compared in their colours in the order of picking."""
    marks = {mine: colours.mine} | dict(zip(compared, colours.compared, strict=False))
    inks = {mine: colours.mine} | dict(zip(compared, colours.compared_text, strict=False))
    return Style(mine, names, marks, inks)


def ranking(
    table: pd.DataFrame,
    indicator: pd.Series,
    reference: Reference,
    quartiles: tuple[float, float] | None,
    look: Style,
    colours: Palette,
    t: Words,
    *,
    phone: bool = False,
) -> Figure:
    """Dots on a stem from zero, lowest first, with the reference and the middle half.

    ``table``: rows of comparison.compared; those without a value follow with the reason.
    """
    decimals = int(indicator["decimals"])
    known = table.dropna(subset=["value"]).sort_values(["value", "region_id"])
    without = table[table["value"].isna()]
    rows = len(table)
    row_height = 58 if phone else 43
    low = min([0.0, *known["value"]])
    high = max([0.0, *known["value"], reference.value or 0.0])
    room = (high - low) or 1.0
    left = low - (0.0 if low == 0 else room * 0.07)
    figure = _empty(colours, rows * row_height + 66)
    layout = figure["layout"]
    layout["margin"] = {"l": 4 if phone else 190, "r": 6, "t": 34, "b": 28}
    layout["xaxis"] = _hidden_axis([left, high + room * (0.2 if phone else 0.08)])
    layout["yaxis"] = _hidden_axis([rows - 0.4, -0.7])
    if quartiles and not phone:
        layout["shapes"].append(
            {
                "type": "rect",
                "x0": quartiles[0],
                "x1": quartiles[1],
                "y0": -0.6,
                "y1": rows - 0.45,
                "fillcolor": colours.band_outer,
                "line": {"width": 0},
                "layer": "below",
            }
        )
        layout["annotations"].append(
            _note(t("middle half of all regions"), quartiles[0], rows - 0.45, 12.5, colours.quiet)
            | {"xanchor": "left", "yanchor": "top"}
        )
    if reference.value is not None:
        layout["shapes"].append(
            {
                "type": "line",
                "x0": reference.value,
                "x1": reference.value,
                "y0": -0.6,
                "y1": rows - 0.45,
                "line": {"color": colours.text, "width": 1.6, "dash": "dot"},
            }
        )
        number = t.number(reference.value, decimals)
        layout["annotations"].append(
            _note(
                f"{html.escape(reference.name)} <b>{number}</b>",
                reference.value,
                -0.6,
                13.5,
                colours.text,
            )
            | {
                "xanchor": "left" if reference.value < low + room * 0.6 else "right",
                "yanchor": "bottom",
            }
        )
    for place, row in enumerate(known.itertuples()):
        mine = row.region_id == look.mine
        marked = row.region_id in look.marks
        colour = look.mark(row.region_id, colours.faint)
        layout["shapes"].append(
            {
                "type": "line",
                "x0": 0,
                "x1": row.value,
                "y0": place,
                "y1": place,
                "line": {"color": colour, "width": 3 if marked else 2},
                "layer": "below",
            }
        )
        _row_label(layout, row.region_id, _stands_for(row, t), place, look, colours, t, left, phone)
        ink = look.ink(row.region_id, colours.text)
        number = t.number(row.value, decimals)
        layout["annotations"].append(
            _note(
                f"<b>{number}</b>" if marked else number,
                row.value,
                place,
                18 if mine else 15.5,
                ink,
            )
            | {
                "xanchor": "left" if row.value >= 0 else "right",
                "xshift": 15 if row.value >= 0 else -15,
                "bgcolor": "rgba(0,0,0,0)",
            }
        )
    for place, row in enumerate(without.itertuples(), start=len(known)):
        _row_label(layout, row.region_id, "", place, look, colours, t, left, phone)
        layout["annotations"].append(
            _note(_why_missing(row, t), max(0.0, left), place, 14, colours.quiet)
            | {"xanchor": "left", "xshift": 6}
        )
    figure["data"].append(_marks(known, list(range(len(known))), look, colours, t, decimals))
    return figure


def trend(
    lines: Mapping[str, pd.DataFrame],
    bases: Mapping[str, str],
    median: pd.DataFrame,
    indicator: pd.Series,
    look: Style,
    colours: Palette,
    t: Words,
    median_name: str,
    *,
    phone: bool = False,
) -> Figure:
    """Lines over the years with names and last values at the right.

    ``lines``: region → year, value, flag, method (one set of areas); ``bases``: region → basis;
    ``median``: year, value of all regions. A line is dotted where a break or another method lies
    between two years, and stops where a year is missing.
    """
    decimals = int(indicator["decimals"])
    height = 420 if phone else 470
    figure = _empty(colours, height)
    layout = figure["layout"]
    everything = pd.concat([*lines.values(), median], ignore_index=True)
    first, last = int(everything["year"].min()), int(everything["year"].max())
    low, high = float(everything["value"].min()), float(everything["value"].max())
    if low > 0 and low < 0.45 * high:
        low = 0.0
    room = (high - low) or 1.0
    low, high = (low if low == 0 else low - room * 0.06), high + room * 0.06
    right = 170 if phone else 210
    top, bottom = 16, 34
    layout["margin"] = {"l": 34 if phone else 44, "r": right, "t": top, "b": bottom}
    years = list(range(first, last + 1))
    step = max(1, math.ceil(len(years) / (4 if phone else 9)))
    shown = [y for y in years if (last - y) % step == 0]
    layout["xaxis"] = {
        **_hidden_axis([first - 0.1, last + 0.1]),
        "visible": True,
        "showgrid": False,
        "tickvals": shown,
        "ticktext": [str(y) for y in shown],
        "tickfont": {"size": 13, "color": colours.quiet},
        "showline": True,
        "linecolor": colours.other,
    }
    ticks = _ticks(low, high, 4)
    layout["yaxis"] = {
        **_hidden_axis([low, high]),
        "visible": True,
        "showgrid": True,
        "gridcolor": colours.rule,
        "tickvals": ticks,
        "ticktext": ["" for _ in ticks],
    }
    for tick in ticks:
        if tick > low:
            layout["annotations"].append(
                _note(t.number(tick, _needed(ticks)), 1, tick, 12.5, colours.quiet)
                | {"xref": "paper", "xanchor": "right", "yanchor": "bottom", "xshift": -2}
            )
    order = sorted(lines, key=lambda r: (r == look.mine, r in look.marks))
    ends: list[tuple[str, float, str, str, bool]] = []
    for region in order:
        line, basis = lines[region], bases[region]
        colour = look.mark(region, colours.faint)
        width = 4 if region == look.mine else 2.6 if region in look.marks else 1.5
        figure["data"] += _line(line, colour, width, look.names[region], decimals, t)
        end = line.iloc[-1]
        mark_colour = look.mark(region, colours.other)
        figure["data"].append(
            _point(
                [end["year"]],
                [end["value"]],
                basis,
                mark_colour,
                13 if region in look.marks else 8,
                colours,
            )
        )
        ink = look.ink(region, colours.quiet)
        ends.append(
            (
                look.label(region),
                float(end["value"]),
                ink,
                t.number(end["value"], decimals),
                region in look.marks,
            )
        )
    if len(median):
        figure["data"].append(
            {
                "type": "scatter",
                "x": list(median["year"]),
                "y": list(median["value"]),
                "mode": "lines",
                "line": {"color": colours.text, "width": 1.6, "dash": "dot"},
                "hoverinfo": "skip",
            }
        )
        end = median.iloc[-1]
        ends.append(
            (
                html.escape(median_name),
                float(end["value"]),
                colours.text,
                t.number(end["value"], decimals),
                False,
            )
        )
    scale = (height - top - bottom) / (high - low)
    wanted = [(value - low) * scale for _, value, *_ in ends]
    placed = spread_out(wanted, 19, 4, height - top - bottom - 4)
    for (label, value, ink, number, bold), want, got in zip(ends, wanted, placed, strict=True):
        text = f"<b>{number}</b>  {label}" if bold else f"{number}  {label}"
        layout["annotations"].append(
            {
                "x": last,
                "y": value,
                "ax": 30,
                "ay": want - got,
                "text": text,
                "showarrow": True,
                "arrowhead": 0,
                "arrowwidth": 1,
                "arrowcolor": colours.faint,
                "standoff": 8,
                "xanchor": "left",
                "align": "left",
                "font": {"size": 14 if bold else 13, "color": ink},
            }
        )
    return figure


def scatter(
    points: pd.DataFrame,
    cloud: pd.DataFrame,
    x_indicator: pd.Series,
    y_indicator: pd.Series,
    look: Style,
    colours: Palette,
    t: Words,
    *,
    phone: bool = False,
) -> Figure:
    """Two indicators against each other; the faint cloud is all NUTS 2 regions.

    ``points``: region_id, x, y, basis (both values of one area set); ``cloud``: name, x, y. Lines
    mark the medians of the cloud.
    """
    height = 430 if phone else 440
    margin = {"l": 46, "r": 14, "t": 30, "b": 52}
    figure = _empty(colours, height)
    layout = figure["layout"]
    layout["margin"] = margin
    both = pd.concat([points[["x", "y"]], cloud[["x", "y"]]])
    ranges = {}
    for axis in ("x", "y"):
        low, high = float(both[axis].min()), float(both[axis].max())
        room = (high - low) or 1.0
        start = 0.0 if 0 < low < 0.3 * high else low - room * 0.05
        ranges[axis] = (start, high + room * 0.06)
    for axis, indicator in (("x", x_indicator), ("y", y_indicator)):
        ticks = _ticks(*ranges[axis], 5)
        decimals = _needed(ticks)
        layout[f"{axis}axis"] = {
            **_hidden_axis(list(ranges[axis])),
            "visible": True,
            "showgrid": True,
            "gridcolor": colours.rule,
            "tickvals": ticks,
            "ticktext": [t.number(v, decimals) for v in ticks],
            "tickfont": {"size": 13, "color": colours.quiet},
        }
        unit = t.data(indicator["unit_short"])
        title = f"<b>{html.escape(t.data(indicator['name']))}</b>" + (
            f", {html.escape(unit)}" if unit else ""
        )
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
        text = title + (" →" if axis == "x" else "")
        layout["annotations"].append(
            _note(text, 0, 0, 13.5, colours.text) | {"xref": "paper", "yref": "paper", **place}
        )
        middle = float(cloud[axis].median())
        line = {"type": "line", "line": {"color": colours.other, "width": 1, "dash": "dot"}}
        across = {"x0": middle, "x1": middle, "yref": "paper", "y0": 0, "y1": 1}
        along = {"y0": middle, "y1": middle, "xref": "paper", "x0": 0, "x1": 1}
        layout["shapes"].append(line | (across if axis == "x" else along))
        note = _note(t("median"), middle, middle, 12, colours.quiet)
        layout["annotations"].append(
            note | {"yref": "paper", "y": 1, "xanchor": "left", "yanchor": "top", "xshift": 3}
            if axis == "x"
            else note | {"xref": "paper", "x": 1, "xanchor": "right", "yanchor": "bottom"}
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
                f"{html.escape(str(r.name_))}<br>{t.number(r.x, xd)} · {t.number(r.y, yd)}"
                for r in cloud.rename(columns={"name": "name_"}).itertuples()
            ],
            "hovertemplate": "%{text}<extra></extra>",
        }
    )
    ordered = points.assign(
        order=[2 if r == look.mine else 1 if r in look.marks else 0 for r in points["region_id"]]
    ).sort_values("order", kind="stable")
    for row in ordered.itertuples():
        mine = row.region_id == look.mine
        colour = look.mark(row.region_id, colours.quiet)
        trace = _point([row.x], [row.y], row.basis, colour, 18 if mine else 15, colours)
        name = html.escape(look.names[row.region_id])
        trace["hovertemplate"] = (
            f"{name}<br>{t.number(row.x, xd)} · {t.number(row.y, yd)}<extra></extra>"
        )
        figure["data"].append(trace)
    _scatter_labels(figure, ordered[::-1], cloud, ranges, height, margin, look, colours, phone)
    return figure


def _scatter_labels(
    figure: Figure,
    points: pd.DataFrame,
    cloud: pd.DataFrame,
    ranges: Mapping[str, tuple[float, float]],
    height: int,
    margin: Mapping[str, int],
    look: Style,
    colours: Palette,
    phone: bool,
) -> None:
    """Names beside the partner regions, then beside the extremes of the cloud, where free."""
    width = (360 if phone else WIDTH) - margin["l"] - margin["r"]
    tall = height - margin["t"] - margin["b"]
    spans = {axis: high - low for axis, (low, high) in ranges.items()}

    def pixels(x: float, y: float) -> tuple[float, float]:
        return (
            (x - ranges["x"][0]) / spans["x"] * width,
            (y - ranges["y"][0]) / spans["y"] * tall,
        )

    extremes = pd.concat([cloud.nlargest(3, "y"), cloud.nlargest(3, "x")]).drop_duplicates("name")
    if phone:
        extremes = extremes.iloc[:0]
    names = [look.names[r] for r in points["region_id"]] + list(extremes["name"])
    sizes = [15.0 if r in look.marks else 14.0 for r in points["region_id"]] + [12.0] * len(
        extremes
    )
    inks = [look.ink(r, colours.text) for r in points["region_id"]] + [colours.quiet] * len(
        extremes
    )
    bold = [r in look.marks for r in points["region_id"]] + [False] * len(extremes)
    radii = [9.0] * len(points) + [4.0] * len(extremes)
    places = [
        pixels(x, y)
        for x, y in zip([*points["x"], *extremes["x"]], [*points["y"], *extremes["y"]], strict=True)
    ]
    boxes = [
        (text_width(name, size, bold=b) + 4, size + 4)
        for name, size, b in zip(names, sizes, bold, strict=True)
    ]
    dots = [(x - 4, y - 4, x + 4, y + 4) for x, y in map(pixels, cloud["x"], cloud["y"])]
    found = beside(places, boxes, radii, dots, (0, 0, width, tall))
    for name, size, ink, b, centre, (px, py) in zip(
        names, sizes, inks, bold, found, places, strict=True
    ):
        if centre is None:
            continue
        text = html.escape(str(name))
        x = px / width * spans["x"] + ranges["x"][0]
        y = py / tall * spans["y"] + ranges["y"][0]
        figure["layout"]["annotations"].append(
            _note(f"<b>{text}</b>" if b else text, x, y, size, ink)
            | {"xshift": round(centre[0] - px, 1), "yshift": round(centre[1] - py, 1)}
        )


def _empty(colours: Palette, height: int) -> Figure:
    return {
        "data": [],
        "layout": {
            "height": height,
            "font": {"family": FONT, "size": 14, "color": colours.text},
            "paper_bgcolor": colours.ground,
            "plot_bgcolor": "rgba(0,0,0,0)",
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {"font": {"family": FONT, "size": 14}},
            "shapes": [],
            "annotations": [],
        },
    }


def _hidden_axis(limits: Sequence[float]) -> dict[str, Any]:
    return {
        "range": [float(v) for v in limits],
        "visible": False,
        "zeroline": False,
        "fixedrange": True,
        "showgrid": False,
    }


def _note(text: str, x: float, y: float, size: float, colour: str) -> dict[str, Any]:
    font = {"size": size, "color": colour}
    return {"text": text, "x": float(x), "y": float(y), "showarrow": False, "font": font}


def _point(
    x: Sequence[Any], y: Sequence[Any], basis: str, colour: str, size: float, colours: Palette
) -> dict[str, Any]:
    """A mark that says what its value stands for: filled, a diamond, or hollow."""
    hollow = basis == "wider"
    return {
        "type": "scatter",
        "x": [float(v) for v in x],
        "y": [float(v) for v in y],
        "mode": "markers",
        "marker": {
            "symbol": SYMBOL[basis],
            "size": size,
            "color": colours.ground if hollow else colour,
            "line": {
                "color": colour if hollow else colours.ground,
                "width": 3.2 if hollow else 0.8,
            },
            "opacity": 1,
        },
        "hoverinfo": "skip",
    }


def _marks(
    known: pd.DataFrame, y: list[int], look: Style, colours: Palette, t: Words, decimals: int
) -> dict[str, Any]:
    hollow = [basis == "wider" for basis in known["basis"]]
    tint = [look.mark(r, colours.other) for r in known["region_id"]]
    return {
        "type": "scatter",
        "x": [float(v) for v in known["value"]],
        "y": y,
        "mode": "markers",
        "marker": {
            "symbol": [SYMBOL[basis] for basis in known["basis"]],
            "size": [20 if r == look.mine else 15 for r in known["region_id"]],
            "color": [colours.ground if h else c for h, c in zip(hollow, tint, strict=True)],
            "line": {
                "color": [c if h else colours.ground for h, c in zip(hollow, tint, strict=True)],
                "width": [3.6 if h else 0.8 for h in hollow],
            },
            "opacity": 1,
        },
        "customdata": list(known["region_id"]),
        "text": [
            f"{html.escape(look.names[r.region_id])}: {t.number(r.value, decimals)} ({int(r.year)})"
            f"<br>{html.escape(basis_words(r.basis, t))}: {html.escape(str(r.area_names))}"
            for r in known.itertuples()
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _row_label(
    layout: dict[str, Any],
    region: str,
    below: str,
    place: int,
    look: Style,
    colours: Palette,
    t: Words,
    left: float,
    phone: bool,
) -> None:
    name = look.label(region)
    small = f'<span style="font-size:12.5px;color:{colours.quiet}">{html.escape(below)}</span>'
    ink = look.ink(region, colours.text)
    if phone:
        note = _note(f"{name}  {small}", left, place - 0.36, 15, ink)
        layout["annotations"].append(note | {"xanchor": "left", "align": "left"})
        return
    text = f"{name}<br>{small}" if below else name
    note = _note(text, 0, place, 15.5, ink)
    layout["annotations"].append(
        note | {"xref": "paper", "xanchor": "right", "align": "right", "xshift": -12}
    )


def _stands_for(row: Any, t: Words) -> str:
    """One short line on what a value stands for."""
    if row.basis == "own":
        words = t("own area")
    elif row.basis == "computed":
        words = SIGN["computed"] + " " + t("computed from its parts")
    elif "+" in row.areas:
        words = (
            SIGN["wider"]
            + " "
            + t.plural("{n} wider area", "{n} wider areas", row.areas.count("+") + 1)
        )
    else:
        words = SIGN["wider"] + " " + t("{area}, wider area", area=row.area_names)
    return words if row.year == row.year_asked else f"{words}, {int(row.year)}"


def _why_missing(row: Any, t: Words) -> str:
    if row.reason == "total-of-wider-area":
        return t("no value: published only as a total of a wider area")
    return t("no value published")


def _line(
    line: pd.DataFrame, colour: str, width: float, name: str, decimals: int, t: Words
) -> list[dict[str, Any]]:
    """The pieces of one line: solid within a series, dotted across a break, nothing across a gap."""
    traces: list[dict[str, Any]] = []
    solid: list[int] = []

    def draw(rows: list[int], dash: str) -> None:
        part = line.iloc[rows]
        traces.append(
            {
                "type": "scatter",
                "x": [int(y) for y in part["year"]],
                "y": [float(v) for v in part["value"]],
                "mode": "lines" if len(rows) > 1 else "markers",
                "marker": {"size": 5, "color": colour},
                "line": {
                    "color": colour,
                    "width": width if dash == "solid" else max(1.2, width - 1.2),
                    "dash": dash,
                },
                "text": [
                    f"{html.escape(name)} {int(r.year)}: {t.number(r.value, decimals)}"
                    for r in part.itertuples()
                ],
                "hovertemplate": "%{text}<extra></extra>",
            }
        )

    for i in range(len(line)):
        if i:
            before, now = line.iloc[i - 1], line.iloc[i]
            gap = now["year"] - before["year"] > 1
            other = now["method"] != before["method"]
            if gap or other or "b" in now["flag"]:
                draw(solid, "solid")
                solid = []
                if not gap and not other:
                    draw([i - 1, i], "dot")
        solid.append(i)
    draw(solid, "solid")
    return traces


def _ticks(low: float, high: float, about: int) -> list[float]:
    """Round numbers between two values, about as many as asked."""
    room = (high - low) or 1.0
    raw = room / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= raw)
    first = math.ceil(low / step)
    return [round(n * step, 10) for n in range(first, math.floor(high / step) + 1)]


def _needed(ticks: Sequence[float]) -> int:
    """Decimals that the numbers of an axis need."""
    return next((d for d in range(4) if all(round(v, d) == v for v in ticks)), 4)
