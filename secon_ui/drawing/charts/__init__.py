"""Charts of the comparison as plotly figures: plain dicts, no template. Pure."""

from secon_ui.drawing.charts.common import CONFIG, Figure, Style, style
from secon_ui.drawing.charts.ranking import ranking
from secon_ui.drawing.charts.scatter import scatter
from secon_ui.drawing.charts.trend import derived, trend

__all__ = ["CONFIG", "Figure", "Style", "derived", "ranking", "scatter", "style", "trend"]
