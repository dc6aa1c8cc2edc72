"""Which views the Policy page has, and what a link to one says."""

from __future__ import annotations

from dataclasses import dataclass

from pages.policy.factors import BARS
from pages.policy.framework import TOPICS
from secon_data import regions
from secon_data.package import Package
from secon_ui.shell.view import Allowed, View, choice, choices
from secon_ui.text.words import mark

SHOWN = {
    "matrix": (mark("Matrix"), ":material/grid_on:"),
    "lacking": (mark("What others have"), ":material/lightbulb:"),
    "two": (mark("Two side by side"), ":material/compare_arrows:"),
    "factors": (mark("What helps, what holds back"), ":material/align_horizontal_center:"),
    "table": (mark("Table"), ":material/table:"),
}
# Views that can be read as slides of a show; the others are lists, or tables of many rows.
TOLD = ("matrix", "lacking", "factors")


@dataclass(frozen=True)
class PolicyView(View):
    """The choices of the Policy page, as they stand in its link.

    ``chosen``: partner regions compared with mine, all when empty; ``cell``: country and topic,
    «LV-specific_law»; ``left``, ``right``: countries side by side; ``differ``: only topics in
    which these differ; ``bar``: category and kind of factors, «finance-hindering».
    """

    shown: str = choice("view", "matrix")
    chosen: tuple[str, ...] = choices("of", 8)
    cell: str | None = choice("cell")
    left: str | None = choice("left")
    right: str | None = choice("right")
    differ: str | None = choice("only")
    bar: str | None = choice("bar")


def allowed(package: Package) -> Allowed:
    """The codes that each field may hold."""
    countries = regions.countries(package)
    codes = list(countries.values())
    return {
        "shown": tuple(SHOWN),
        "chosen": lambda view: [r for r in countries if r != view["region"]],
        "cell": [f"{country}-{topic}" for country in codes for topic in TOPICS],
        "left": codes,
        "right": codes,
        "differ": ("differ",),
        "bar": BARS,
    }
