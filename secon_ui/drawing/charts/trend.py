"""Lines over the years. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secon_data.breaks import Break
from secon_data.rows import Row, Rows, each
from secon_ui.drawing.charts.common import (
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
from secon_ui.drawing.label_placement import spread_out
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import Palette, Size
from secon_ui.text.markup import EMPTY, Markup, html
from secon_ui.text.words import Words


@dataclass(frozen=True)
class _End:
    """What stands at an end of a line."""

    label: Markup
    value: float
    number: str
    ink: str
    bold: bool


def trend(
    lines: Mapping[str, Rows],
    bases: Mapping[str, str],
    median: pd.DataFrame,
    indicator: Row,
    median_name: str,
    style: Style,
    look: Look,
) -> Figure:
    """Lines over the years with names and last values at the right.

    ``lines``: region → a row a year: year, value, broken (a Break or None), method (one set of
    areas); ``bases``: region → basis; ``median``: year, value of all regions. A line is dotted
    where a break lies between two years, has a lozenge where the break is derived, and stops where
    a year is missing or another method begins.
    """
    t, colours, size = look.t, look.colours, look.size
    decimals = int(indicator["decimals"])
    height = 420 if size == "phone" else 470
    figure = empty(colours, height)
    layout = figure["layout"]
    of_median = each(median)
    everything = [one for line in (*lines.values(), of_median) for one in line]
    years, values = ([one[name] for one in everything] for name in ("year", "value"))
    first, last, low, high = min(years), max(years), min(values), max(values)
    if low > 0 and low < 0.45 * high:
        low = 0.0
    room = (high - low) or 1.0
    low, high = (low if low == 0 else low - room * 0.06), high + room * 0.06
    margin = {
        "l": 52,
        "r": 230 if size == "wide" else 170,
        "t": 22,
        "b": 34,
    }
    layout["margin"] = margin
    unit = t.data(indicator["unit_short"])
    _axes(layout, (first, last), (low, high), unit, colours, t, size)
    _common_break(layout, lines, colours, t)
    ends: list[_End] = []
    starts: list[_End] = []
    for region in sorted(lines, key=lambda r: (r == style.mine, r in style.marks)):
        line, marked = lines[region], region in style.marks
        width = 4 if region == style.mine else 2.6 if marked else 1.5
        colour = style.mark(region, colours.faint)
        figure["data"] += _line(line, colour, width, look.names[region], decimals, t)
        end, start = line[-1], line[0]
        mark = style.mark(region, colours.other)
        dot = 13 if marked else 8
        figure["data"].append(
            point([end["year"]], [end["value"]], bases[region], mark, dot, colours)
            | {"cliponaxis": False}  # the last year stands at the edge
        )
        ink = style.ink(region, colours.quiet)
        name = style.label(region)
        if end["year"] != last:
            name = html("{} ({})", name, int(end["year"]))
        number = t.number(end["value"], decimals)
        ends.append(_End(name, float(end["value"]), number, ink, marked))
        if marked and start["year"] == first < end["year"]:
            number = t.number(start["value"], decimals)
            starts.append(_End(EMPTY, float(start["value"]), number, ink, True))
    if starts and size != "phone":
        # The first value stands before the axis, about 8 pixels a bold figure.
        margin["l"] = max(margin["l"], 32 + 8 * max(len(start.number) for start in starts))
    if size != "wide" and ends:
        # A long name is not cut: about 6.3 pixels a letter, and 34 for the line to it.
        widest = max(len(f"{end.number}  {end.label}") for end in ends)
        margin["r"] = max(margin["r"], min(200, 34 + round(6.3 * widest)))
    if of_median:
        figure["data"].append(
            {
                "type": "scatter",
                "x": [one["year"] for one in of_median],
                "y": [one["value"] for one in of_median],
                "mode": "lines",
                "line": {"color": colours.text, "width": 1.6, "dash": "dash"},
                "hoverinfo": "skip",
            }
        )
        year, value = of_median[-1]["year"], of_median[-1]["value"]
        name = html("{}", median_name) if year == last else html("{} ({})", median_name, year)
        ends.append(_End(name, value, t.number(value, decimals), colours.text, False))
    tall = height - margin["t"] - margin["b"]
    scale = tall / (high - low)
    for edge, x, side in ((ends, last, 1), (starts, first, -1)):
        wanted = [(end.value - low) * scale for end in edge]
        placed = spread_out(wanted, 19, 6, tall - 4)
        for at, want, got in zip(edge, wanted, placed, strict=True):
            layout["annotations"].append(_label(at, x, want - got, side, colours))
    return figure


def _axes(
    layout: Figure,
    years: tuple[int, int],
    values: tuple[float, float],
    unit: str,
    colours: Palette,
    t: Words,
    size: Size,
) -> None:
    """Years below; values inside at the right, above their lines."""
    first, last = years
    labels, left = (9, 16) if size == "wide" else (4, 0)
    step = max(1, math.ceil((last - first + 1) / labels))
    shown = [year for year in range(first, last + 1) if (last - year) % step == 0]
    layout["xaxis"] = {
        **hidden_axis([first - 0.1, last + 0.1]),
        "visible": True,
        "tickvals": shown,
        "ticktext": [str(year) for year in shown],
        "tickfont": {"size": 14, "color": colours.quiet},
        "showline": True,
        "linecolor": colours.other,
    }
    ticks = round_ticks(*values, 4)
    layout["yaxis"] = {
        **hidden_axis(list(values)),
        "visible": True,
        "showgrid": True,
        "gridcolor": colours.rule,
        "tickvals": ticks,
        "ticktext": ["" for _ in ticks],
    }
    # Longer units stand in the line beneath the headline.
    unit = f"\u00a0{unit}" if unit == "%" else ""
    for tick in ticks:
        if tick > values[0]:
            text = html("{}{}", t.number(tick, decimals_needed(ticks)), unit)
            layout["annotations"].append(
                note(text, 1, tick, 14, colours.quiet)
                # Left of the marks at the ends of the lines, where there is room.
                | {"xref": "paper", "xanchor": "right", "yanchor": "bottom", "xshift": -left}
            )


def _common_break(layout: Figure, lines: Mapping[str, Rows], colours: Palette, t: Words) -> None:
    """A dotted upright line with its year where most of the lines break."""
    breaks = [one.year for line in lines.values() for one in breaks_of(line)]
    for year in sorted(set(breaks)):
        if breaks.count(year) * 2 <= len(lines):
            continue
        layout["shapes"].append(
            {
                "type": "line",
                "x0": year,
                "x1": year,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": colours.other, "width": 1.2, "dash": "dot"},
                "layer": "below",
            }
        )
        layout["annotations"].append(
            note(t("{year}: break in the series", year=year), year, 1, 14, colours.quiet)
            | {"yref": "paper", "xanchor": "center", "yanchor": "bottom"}
        )


def _label(end: _End, x: int, lift: float, side: int, colours: Palette) -> Figure:
    """Value and name beside the end of a line; ``side`` 1 is right, −1 left; ``lift`` in pixels."""
    return {
        "x": x,
        "y": end.value,
        "ax": 30 if side > 0 else -20,
        "ay": lift,
        "text": html("{}  {}", bold(end.number, end.bold), end.label).strip(),
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": colours.faint,
        "standoff": 8,
        "xanchor": "left" if side > 0 else "right",
        "align": "left",
        "font": {"size": 14, "color": end.ink},
    }


def breaks_of(line: Rows) -> list[Break]:
    """The breaks of a line after its first year."""
    return [one["broken"] for one in line[1:] if one["broken"] is not None]


def derived(line: Rows) -> list[Break]:
    """Those of a line that no flag says."""
    return [one for one in breaks_of(line) if one.derived]


def lozenges(line: Rows) -> list[tuple[float, float]]:
    """Where the marks of derived breaks stand, also where the line itself stops there: half a year
    before, in the middle of the values on both sides."""
    at = {one["year"]: one["value"] for one in line}
    found = []
    for one in derived(line):
        before = max(year for year in at if year < one.year)
        found.append((one.year - 0.5, (at[before] + at[one.year]) / 2))
    return found


def _lozenge(at: float, value: float, colour: str, name: str, t: Words) -> dict[str, Any]:
    """The mark of a derived break."""
    year = math.ceil(at)
    return {
        "type": "scatter",
        "x": [at],
        "y": [value],
        "mode": "markers",
        "marker": {"size": 8, "symbol": "diamond-open", "color": colour, "line": {"width": 1.6}},
        "text": [t("{region}: derived break in {year}", region=name, year=year)],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _line(
    line: Rows, colour: str, width: float, name: str, decimals: int, t: Words
) -> list[dict[str, Any]]:
    """The pieces of one line: solid within a series, dotted across a break, not across a gap."""
    traces: list[dict[str, Any]] = []
    for years, values, dotted in pieces(line):
        traces.append(
            {
                "type": "scatter",
                "x": years,
                "y": values,
                "mode": "lines" if len(years) > 1 else "markers",
                "marker": {"size": 5, "color": colour},
                "line": {
                    "color": colour,
                    "width": max(1.2, width - 1.2) if dotted else width,
                    "dash": "dot" if dotted else "solid",
                },
                "text": [
                    html("{} {}: {}", name, year, t.number(value, decimals))
                    for year, value in zip(years, values, strict=True)
                ],
                "hovertemplate": "%{text}<extra></extra>",
            }
        )
    return [*traces, *(_lozenge(*at, colour, name, t) for at in lozenges(line))]


def pieces(line: Rows) -> list[tuple[list[int], list[float], bool]]:
    """Years and values of a line's pieces, and whether a break lies between them: solid within a
    series, dotted across a break; none across a gap or to another set of areas."""
    found: list[tuple[list[int], list[float], bool]] = []
    years, values, broken, methods = (
        [one[column] for one in line] for column in ("year", "value", "broken", "method")
    )
    start = 0
    for i in range(1, len(line)):
        gap = years[i] - years[i - 1] > 1
        other = methods[i] != methods[i - 1]
        if gap or other or broken[i] is not None:
            found.append((years[start:i], values[start:i], False))
            start = i
            if not gap and not other:
                found.append((years[i - 1 : i + 1], values[i - 1 : i + 1], True))
    found.append((years[start:], values[start:], False))
    return found
