"""What drawings are made on, and the marks of what a value stands for. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Transform

from secon_ui.drawing.theme import LIGHT

MARKERS = {"own": "o", "computed": "D", "wider": "o"}
NARROW = 450  # pixels; what is narrower is drawn for a phone


def plot(figure: Figure, left: float, bottom: float, right: float, top: float) -> Axes:
    """Axes with margins in pixels, without a frame."""
    width, height = figure.get_size_inches() * 72
    axes = figure.add_axes(
        (left / width, bottom / height, (width - left - right) / width,
         (height - top - bottom) / height)
    )  # fmt: skip
    axes.set_axis_off()
    return axes


class Pen:
    """Draws on axes whose limits are set: matplotlib's own ways of drawing a line, or a box, look
    for limits each time. Lines and marks of one style are one artist, however many there are: most
    of a drawing's time goes into making, placing and clipping each. ``transform``: of the points;
    without one they are data."""

    def __init__(self, axes: Axes, transform: Transform | None = None) -> None:
        self._axes, self._transform = axes, transform or axes.transData
        self._drawn: dict[object, tuple[Line2D, list[float], list[float]]] = {}

    def line(self, xs: Sequence[float], ys: Sequence[float], **style: Any) -> None:
        """A line through points, in a style of ``Line2D``."""
        known = tuple(sorted(style.items()))
        if known not in self._drawn:
            self._drawn[known] = Line2D([], [], transform=self._transform, **style), [], []
            self._axes.add_artist(self._drawn[known][0])
        drawn, every_x, every_y = self._drawn[known]
        every_x += [*xs, math.nan]
        every_y += [*ys, math.nan]
        drawn.set_data(every_x, every_y)

    def box(self, left: float, low: float, wide: float, high: float, **style: Any) -> None:
        """A box without an edge, in a style of ``Rectangle``."""
        box = Rectangle((left, low), wide, high, lw=0, transform=self._transform, **style)
        self._axes.add_artist(box)

    def signs(self, xs: Sequence[float], ys: Sequence[float], sign: str, **style: Any) -> None:
        """The same sign at each point."""
        self.line(xs, ys, ls="", marker=sign, **style)

    def value(
        self, x: float, y: float, basis: str, colour: str, size: float, over: int = 5
    ) -> None:
        """The mark of what a value stands for. A hollow one, the larger, lies beneath full ones:
        so both are seen."""
        hollow = basis == "wider"
        self.signs(
            [x], [y], MARKERS.get(basis, "o"), clip_on=False,
            zorder=over - 0.5 if hollow else over,
            markersize=size * (0.86 if basis == "computed" else 1),
            markerfacecolor=LIGHT.ground if hollow else colour,
            markeredgecolor=colour if hollow else LIGHT.ground,
            markeredgewidth=max(1.6, size / 5) if hollow else 0.8,
        )  # fmt: skip
