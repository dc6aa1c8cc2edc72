"""A figure that plotly need neither check nor copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plotly.basedatatypes import BaseFigure


class ReadyFigure(BaseFigure):  # type: ignore[misc]  # plotly tells no types
    """Streamlit lets plotly rebuild a dict as a figure, at each rerun, to see whether it is one:
    half of a page's time, and two visitors who look at one view get in each other's way. Ours are
    shared and known to be right (``tests/test_figures.py`` lets plotly check every one)."""

    def __init__(self, figure: Mapping[str, Any]) -> None:
        self._ready = figure

    def to_dict(self) -> Mapping[str, Any]:
        """The figure itself: not to be changed."""
        return self._ready
