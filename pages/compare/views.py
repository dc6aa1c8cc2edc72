"""Which views the Compare page has, and what a link to one says."""

from __future__ import annotations

from dataclasses import dataclass

from pages.compare import comparing
from secon_data import regions
from secon_data.package import Package
from secon_ui.shell.view import Allowed, View, choice, choices
from secon_ui.text.words import mark

DEFAULT = "unemployment_rate_15_74"
OTHER = "gdp_pc_pps_eu100"
SHOWN = {
    "map": (mark("Map"), ":material/map:"),
    "ranking": (mark("Ranking"), ":material/sort:"),
    "trend": (mark("Trend"), ":material/show_chart:"),
    "scatter": (mark("Scatter"), ":material/bubble_chart:"),
    "table": (mark("Table"), ":material/table:"),
}
# Views that can be read as slides of a show; the others are lists, or tables of many rows.
TOLD = ("map", "ranking", "trend", "scatter")
AGAINST = ("median", "eu", "country", "nine")


@dataclass(frozen=True)
class CompareView(View):
    """The choices of the Compare page, as they stand in its link."""

    indicator: str = choice("ind", DEFAULT)
    year: str | None = choice("year")
    compared: tuple[str, ...] = choices("with", 3)
    against: str = choice("against", "median")
    shown: str = choice("view", "map")
    other: str = choice("x", OTHER)

    @property
    def second(self) -> str:
        """The second indicator; another one where the link names the first again."""
        if self.other != self.indicator:
            return self.other
        return OTHER if self.indicator != OTHER else DEFAULT


def allowed(package: Package) -> Allowed:
    """The codes that each field may hold."""
    known = regions.comparable(package)
    ids = list(package.table("regions")["region_id"])
    return {
        "indicator": known,
        "year": lambda chosen: comparing.years(package, chosen["indicator"]),
        "compared": lambda chosen: [r for r in ids if r != chosen["region"]],
        "against": AGAINST,
        "shown": tuple(SHOWN),
        "other": known,
    }
