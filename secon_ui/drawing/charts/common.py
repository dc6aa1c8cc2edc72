"""What all charts share: how regions are drawn, the empty figure, axes, marks and notes.

Mine stands in the accent, up to three compared regions in their colours, all others grey with
direct labels. ● own area, ◆ computed from parts, ○ wider area.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import FONT, Palette
from secon_ui.text.basis_marks import SYMBOL
from secon_ui.text.markup import Markup, html

Figure = dict[str, Any]
CLEAR = "rgba(0,0,0,0)"
CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False}
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

    def label(self, region: str) -> Markup:
        return bold(self.names[region], region in self.marks)


def bold(text: str, wanted: bool) -> Markup:
    """A text for plotly, which reads it as HTML."""
    return html("<b>{}</b>" if wanted else "{}", text)


def style(mine: str, compared: Sequence[str], look: Look) -> Style:
    """Mine in the accent, the compared in their colours in the order of picking."""
    colours = look.colours
    marks = {mine: colours.mine} | dict(zip(compared, colours.compared, strict=False))
    inks = {mine: colours.mine} | dict(zip(compared, colours.compared_text, strict=False))
    return Style(mine, look.names, marks, inks)


def empty(colours: Palette, height: int) -> Figure:
    return {
        "data": [],
        "layout": {
            "height": height,
            "font": {"family": FONT, "size": 14, "color": colours.text},
            "paper_bgcolor": colours.ground,
            "plot_bgcolor": CLEAR,
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {"font": {"family": FONT, "size": 14}},
            "shapes": [],
            "annotations": [],
        },
    }


def hidden_axis(limits: Sequence[float]) -> dict[str, Any]:
    return {
        "range": [float(v) for v in limits],
        "visible": False,
        "zeroline": False,
        "fixedrange": True,
        "showgrid": False,
    }


def note(text: str, x: float, y: float, size: float, colour: str) -> dict[str, Any]:
    font = {"size": size, "color": colour}
    return {"text": text, "x": float(x), "y": float(y), "showarrow": False, "font": font}


def point(
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


def round_ticks(low: float, high: float, about: int) -> list[float]:
    """Round numbers between two values, about as many as asked."""
    room = (high - low) or 1.0
    raw = room / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(f * power for f in (1, 2, 2.5, 5, 10) if f * power >= raw)
    first = math.ceil(low / step)
    return [round(n * step, 10) for n in range(first, math.floor(high / step) + 1)]


def decimals_needed(ticks: Sequence[float]) -> int:
    """Decimals that the numbers of an axis need."""
    return next((d for d in range(4) if all(round(v, d) == v for v in ticks)), 4)
