"""Which views the page Sources has, and what a link to one says."""

from __future__ import annotations

from dataclasses import dataclass

from secon_data.package import Package, once
from secon_ui.shell.view import Allowed, View, choice
from secon_ui.text.words import mark

SHOWN = {
    "datasets": (mark("Datasets"), ":material/database:"),
    "coverage": (mark("Coverage"), ":material/grid_on:"),
    "indicators": (mark("Indicators"), ":material/list:"),
}


@dataclass(frozen=True)
class SourcesView(View):
    """The choices of the page Sources, as they stand in its link."""

    shown: str = choice("view", "datasets")
    dataset: str | None = choice("dataset")
    theme: str | None = choice("theme")


@once
def themes(package: Package) -> dict[str, str]:
    """The themes of the indicators in their order, by the code that stands in a link.
    Shared."""
    return {theme.replace(" ", "-"): theme for theme in package.table("indicators")["theme"]}


def allowed(package: Package) -> Allowed:
    """The codes that each field may hold."""
    return {"shown": tuple(SHOWN), "dataset": package.names, "theme": themes(package)}
