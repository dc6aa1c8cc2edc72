"""Charts of the comparison as plotly figures: plain dicts, no template. Pure."""

from secon_ui.charts.parts import CONFIG, Figure, Reference, Style, style
from secon_ui.charts.ranking import ranking
from secon_ui.charts.scatter import scatter
from secon_ui.charts.trend import trend

__all__ = ["CONFIG", "Figure", "Reference", "Style", "ranking", "scatter", "style", "trend"]
