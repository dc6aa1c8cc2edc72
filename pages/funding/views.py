"""Which views Funding has, and what a link to one says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from secon_data import regions
from secon_data.availability import AVAILABLE, STATES
from secon_data.package import Package
from secon_data.regions import UNION
from secon_ui.shell.facets import NOT_STATED
from secon_ui.shell.view import Allowed, Days, View, choice, choices
from secon_ui.text.words import mark

# Views of the page, in the order of the switch.
SHOWN = {
    "list": (mark("Finder"), ":material/search:"),
    "timeline": (mark("Timeline"), ":material/view_timeline:"),
    "budgets": (mark("Budgets"), ":material/payments:"),
    "lacking": (mark("Kinds of money"), ":material/category:"),
    "table": (mark("Table"), ":material/table:"),
}
# Views that can be read as slides of a show; the others are lists, or tables of many rows.
TOLD = ("timeline", "lacking")
# The list was made of what could be found from the first of these days on: what there was before is
# not told, for what has since ended and left no trace is not in it.
DAYS = Days(date(2026, 11, 23), date(2099, 12, 31))
MINE = "mine"  # my region's country, whichever it is: follows when my region is changed
ELSEWHERE = "elsewhere"  # money of my country that only its other regions can get
OTHERS = "others"  # money that organisations of the social economy cannot get themselves


@dataclass(frozen=True)
class FundingView(View):
    """``on``: the day for which is said what is open, None for today; ``country``: codes of
    countries, ``mine`` and ``EU``; ``whom``: the country whose kinds of money are told, None for
    mine. The others are facets."""

    shown: str = choice("view", "list")
    on: str | None = choice("on")
    country: tuple[str, ...] = choices("country", 10, (MINE, UNION))
    state: tuple[str, ...] = choices("state", len(STATES), AVAILABLE)
    area: tuple[str, ...] = choices("area", 4)
    who: tuple[str, ...] = choices("who", 10)
    kind: tuple[str, ...] = choices("kind", 6)
    level: tuple[str, ...] = choices("level", 4)
    fund: tuple[str, ...] = choices("fund", 8)
    whom: str | None = choice("whom")

    def day(self, today: date) -> date:
        """The day for which is said what is open."""
        return date.fromisoformat(self.on) if self.on else today


def allowed(package: Package) -> Allowed:
    """The codes that each field may hold."""
    fields = package.schema("funding").fields

    def labelled(column: str) -> list[str]:
        return [*fields[column].codes, NOT_STATED]

    return {
        "shown": tuple(SHOWN),
        "on": DAYS,
        "country": (MINE, *package.table("funding")["country_code"].unique()),
        "state": STATES,
        "area": ("mine", "whole", "other", NOT_STATED),
        "who": ("new", *labelled("beneficiary_group")),
        "kind": labelled("type"),
        "level": labelled("level"),
        "fund": labelled("fund"),
        "whom": list(regions.countries(package).values()),
    }


def settled(view: FundingView, package: Package) -> FundingView:
    """The view with my own country always called ``mine``."""
    country = regions.countries(package)[view.region]
    named = tuple(dict.fromkeys(MINE if code == country else code for code in view.country))
    whom = None if view.whom == country else view.whom
    # The same object is known again by all that is kept of it.
    same = (named, whom) == (view.country, view.whom)
    return view if same else replace(view, country=named, whom=whom)
