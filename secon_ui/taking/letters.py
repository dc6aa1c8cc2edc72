"""The letters of drawings: how wide a text is, and in how many lines it fits. Pure."""

from __future__ import annotations

from functools import cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from secon_ui.drawing import label_placement
from secon_ui.taking import fonts

LEAST = 13.0  # pixels: of what a slide draws no letter is smaller


def weight(strong: bool) -> int:
    return 600 if strong else 400


@cache
def text_width(text: str, size: float, *, strong: bool = False) -> float:
    """How wide a text is in pixels: as it will be drawn, without making its outlines."""
    fonts.register()
    found = text_to_path.get_text_width_height_descent(text, _font(size, strong), False)
    return float(found[0])


@cache
def _font(size: float, strong: bool) -> FontProperties:
    family = [fonts.FAMILY, "DejaVu Sans"]
    return FontProperties(family=family, weight=weight(strong), size=size)


def shortened(text: str, size: float, room: float, *, strong: bool = False) -> str:
    """A text that fits into so many pixels, with an ellipsis where it is cut."""
    return label_placement.shortened(text, room, lambda cut: text_width(cut, size, strong=strong))


def wrapped(
    text: str, size: float, room: float, most: int = 2, *, strong: bool = False
) -> list[str]:
    """A text in lines that fit into so many pixels; of the last one the rest is cut."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most - 1 and text_width(rest, size, strong=strong) > room:
        words = rest.split(" ")
        n = len(words)
        while n > 1 and text_width(" ".join(words[:n]), size, strong=strong) > room:
            n -= 1
        lines.append(" ".join(words[:n]))
        rest = " ".join(words[n:])
    return [*lines, shortened(rest, size, room, strong=strong)] if rest else lines
