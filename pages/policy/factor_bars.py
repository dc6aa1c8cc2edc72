"""The bars of what holds back, to the left, and of what helps, to the right. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pages.policy.factors import CATEGORIES, KINDS, Bar, bar_words
from secon_ui.drawing.charts.common import CLEAR, Figure, bold, empty, hidden_axis, note
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import Palette, mix
from secon_ui.text.markup import html
from secon_ui.text.words import Words

_ROOM = 1.13  # half the width, in lengths of the longest bar: its number stands beside it
_HEIGHT = {"wide": 52, "phone": 50}  # of a row
_LETTER = {"wide": 16, "phone": 14}
_SIDE = {"wide": 190, "phone": 4}  # left of the bars


@dataclass(frozen=True)
class _Scene:
    """What all bars of the figure share."""

    bars: Mapping[str, Bar]
    mine: str
    opened: str
    look: Look

    @property
    def rows(self) -> list[str]:
        """The categories, top first."""
        return list(dict.fromkeys(bar.category for bar in self.bars.values()))

    @property
    def letter(self) -> float:
        return _LETTER[self.look.size]

    @property
    def most(self) -> int:
        """Statements of the longest bar."""
        return max([1, *(bar.n for bar in self.bars.values())])

    def ink(self, kind: str) -> str:
        return ink(kind, self.look.colours)

    def side(self, kind: str) -> list[tuple[str, Bar]]:
        """The bars of one side with their codes, top first."""
        return [(code, bar) for code, bar in self.bars.items() if bar.kind == kind]


def ink(kind: str, colours: Palette) -> str:
    """The colour of a side."""
    return colours.compared_text[0] if kind == "hindering" else colours.mine


def pale(kind: str, colours: Palette) -> str:
    """The same for the statements of other countries."""
    return mix(ink(kind, colours), colours.ground, 0.62)


def heads(bars: Mapping[str, Bar], t: Words) -> dict[str, str]:
    """What the two sides are, with all their statements."""
    n = {kind: sum(bar.n for bar in bars.values() if bar.kind == kind) for kind in KINDS}
    return {
        "hindering": t("← holds back, {n}", n=n["hindering"]),
        "enabling": t("helps, {n} →", n=n["enabling"]),
    }


def figure(bars: Mapping[str, Bar], mine: str, opened: str, look: Look) -> Figure:
    """The dark part of a bar is my country's. ``bars``: of ``factors.counted``; ``opened``: the
    code of the bar whose statements are shown. A click gives the bar's code in ``customdata``."""
    scene = _Scene(bars, mine, opened, look)
    size, count = look.size, len(scene.rows)
    built = empty(look.colours, count * _HEIGHT[size] + 46)
    edge = scene.most * _ROOM
    for kind in KINDS:
        built["data"] += _side(scene, kind)
    built["layout"] |= {
        "margin": {"l": _SIDE[size], "r": 8, "t": 30, "b": 4},
        "barmode": "overlay",
        "bargap": 0.34 if size != "phone" else 0.56,
        "xaxis": hidden_axis((-edge, edge)),
        "yaxis": hidden_axis((count - 0.45, -0.55)),
        "plot_bgcolor": CLEAR,
        "annotations": [
            *(number for kind in KINDS for number in _numbers(scene, kind)),
            *_names(scene),
            *_heads(scene),
        ],
        "shapes": [
            {
                "type": "line",
                "x0": 0,
                "x1": 0,
                "y0": -0.5,
                "y1": count - 0.5,
                "line": {"color": look.colours.text, "width": 1.5},
            }
        ],
    }
    return built


def _sign(kind: str) -> int:
    return -1 if kind == "hindering" else 1


def _side(scene: _Scene, kind: str) -> list[dict[str, Any]]:
    """All statements, and over them those of my country."""
    t, colours = scene.look.t, scene.look.colours
    own, ink = scene.side(kind), scene.ink(kind)
    framed = [3 if code == scene.opened else 0 for code, _ in own]
    country = t.country(scene.mine)
    hover = [
        html("{}<br>{}", bar_words(bar, t), t("{country}: {n}", country=country, n=bar.mine))
        for _, bar in own
    ]

    def drawn(lengths: list[int], fill: str, width: int | list[int]) -> dict[str, Any]:
        return {
            "type": "bar",
            "orientation": "h",
            "x": [_sign(kind) * length for length in lengths],
            "y": list(range(len(own))),
            "customdata": [code for code, _ in own],
            "marker": {"color": fill, "line": {"color": colours.text, "width": width}},
            "hovertext": hover,
            "hoverinfo": "text",
            "selected": {"marker": {"opacity": 1}},
            "unselected": {"marker": {"opacity": 1}},
        }

    return [
        drawn([bar.n for _, bar in own], pale(kind, colours), framed),
        drawn([bar.mine for _, bar in own], ink, 0),
    ]


def _numbers(scene: _Scene, kind: str) -> list[dict[str, Any]]:
    """How many statements a bar stands for, beyond its end."""
    sign, ink = _sign(kind), scene.look.colours.text
    away = {"xanchor": "right" if sign < 0 else "left", "xshift": sign * 4}
    return [
        note(
            bold(str(bar.n), code == scene.opened),
            sign * bar.n,
            place,
            scene.letter,
            ink,
        )
        | away
        for place, (code, bar) in enumerate(scene.side(kind))
        if bar.n
    ]


def _names(scene: _Scene) -> list[dict[str, Any]]:
    """The categories: left of the bars, on a phone above them."""
    where: dict[str, Any] = (
        {"x": -scene.most * _ROOM, "yshift": 19, "xanchor": "left"}
        if scene.look.size == "phone"
        else {"xref": "paper", "xanchor": "right", "xshift": -8}
    )
    t, ink = scene.look.t, scene.look.colours.text
    return [
        note(html("{}", t(CATEGORIES[category])), 0, place, scene.letter, ink) | where
        for place, category in enumerate(scene.rows)
    ]


def _heads(scene: _Scene) -> list[dict[str, Any]]:
    told = heads(scene.bars, scene.look.t)
    return [
        note(bold(text, True), 0, 1, scene.letter, scene.ink(kind))
        | {
            "yref": "paper",
            "yanchor": "bottom",
            "xanchor": anchor,
            "xshift": shift,
            "yshift": 4,
        }
        for kind, anchor, shift, text in (
            ("hindering", "right", -8, told["hindering"]),
            ("enabling", "left", 8, told["enabling"]),
        )
    ]
