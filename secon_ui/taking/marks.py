"""What drawings are made on, and the marks of what a value stands for. Pure."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

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


def mark(
    axes: Axes, x: float, y: float, basis: str, colour: str, size: float, over: int = 5
) -> None:
    hollow = basis == "wider"
    axes.plot(
        [x], [y], MARKERS.get(basis, "o"), markersize=size * (0.86 if basis == "computed" else 1),
        markerfacecolor=LIGHT.ground if hollow else colour,
        markeredgecolor=colour if hollow else LIGHT.ground,
        markeredgewidth=max(1.6, size / 5) if hollow else 0.8, clip_on=False, zorder=over,
    )  # fmt: skip
