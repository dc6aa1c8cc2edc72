"""Which views Practice has, and what a link to one says."""

from __future__ import annotations

from dataclasses import dataclass

from pages.practice.chosen import practices
from secon_data.package import Package, once
from secon_ui.shell import facets
from secon_ui.shell.view import Allowed, Texts, View, choice, choices
from secon_ui.text.words import mark

# Views of the page, in the order of the switch.
SHOWN = {
    "cards": (mark("Practices"), ":material/grid_view:"),
    "map": (mark("Map"), ":material/map:"),
    "events": (mark("Events"), ":material/event:"),
    "stakeholders": (mark("Who to ask"), ":material/groups:"),
    "table": (mark("Table"), ":material/table:"),
}
# Views that can be read as slides of a show; the others are lists, or tables of many rows.
TOLD = ("map", "stakeholders")
SEARCH = Texts(60)
PAGES = tuple(str(number) for number in range(1, 100))


@dataclass(frozen=True)
class PracticeView(View):
    """``group`` of themes and ``country`` are facets of the practices; ``kind`` and ``scope`` of
    the events, ``actor`` (a type) of the stakeholders. ``weak``: the indicator whose
    weakness the practices are to answer; ``card``: the practice that is looked at;
    ``page``: of the cards, or of a list."""

    shown: str = choice("view", "cards")
    group: tuple[str, ...] = choices("group", 8)
    country: tuple[str, ...] = choices("country", 10)
    kind: tuple[str, ...] = choices("type", 6)
    scope: tuple[str, ...] = choices("scope", 2)
    actor: tuple[str, ...] = choices("actor", 7)
    weak: str | None = choice("for")
    asked: str | None = choice("search")
    card: str | None = choice("card")
    page: str = choice("page", "1")

    @property
    def dataset(self) -> str:
        """The dataset that the view is of."""
        return self.shown if self.shown in ("events", "stakeholders") else "practices"


@once
def allowed(package: Package) -> Allowed:
    """The codes that each field may hold. Shared."""

    def codes(dataset: str, column: str) -> list[str]:
        return facets.known(package.table(dataset), column)

    return {
        "shown": tuple(SHOWN),
        "group": [*codes("themes", "group_id"), *facets.known(practices(package), "group_id")],
        "country": [*codes("events", "country_code"), *codes("regions", "country_code")],
        "kind": codes("events", "type"),
        "scope": codes("events", "scope"),
        "actor": codes("stakeholders", "type"),
        "weak": frozenset(package.table("indicators")["indicator_id"]),
        "asked": SEARCH,
        "card": codes("practices", "practice_id"),
        "page": PAGES,
    }
