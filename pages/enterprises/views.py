"""Which views the page has, and what a link to one says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from secon_data.package import Package, once
from secon_ui.shell.view import Allowed, Texts, View, address, choice, choices
from secon_ui.text.words import Words, mark

# Views: title and icon.
SHOWN = {
    "map": (mark("Map"), ":material/map:"),
    "directory": (mark("Directory"), ":material/list:"),
    # Its code is that of links from when it showed densities.
    "density": (mark("What is listed"), ":material/fact_check:"),
    "counts": (mark("How many?"), ":material/pin:"),
}
# Views that can be read as slides of a show; the others are lists, or tables of many rows.
TOLD = ("map", "density")
SHORT = {"density": mark("Listed")}  # on a phone
FIELDS = {
    "social_services_care": mark("Care and social services"),
    "work_integration": mark("Work integration (main field)"),
    "food_agriculture": mark("Food and farming"),
    "retail_catering": mark("Shops and catering"),
    "community_other": mark("Community and other"),
    "reuse_circular": mark("Reuse and repair"),
    "environment_energy": mark("Environment and energy"),
    "culture_media": mark("Culture and media"),
    "crafts_manufacturing": mark("Crafts and making"),
    "education_training": mark("Education and training"),
    "tourism_leisure": mark("Tourism and leisure"),
    "health": mark("Health"),
}
TYPES = {
    "association": mark("Association"),
    "cooperative": mark("Cooperative"),
    "limited_company": mark("Limited company"),
    "church_linked": mark("Linked to a church"),
    "foundation": mark("Foundation"),
    "public_body_linked": mark("Linked to a public body"),
    "other_unknown": mark("Other or not stated"),
}
WORK = {"yes": mark("Yes"), "no": mark("No"), "unknown": mark("Not stated")}
LISTS = ("regions", "fields", "types", "work")  # the fields that narrow the page
LONGEST = 80  # letters of a search


@dataclass(frozen=True)
class EnterprisesView(View):
    """``regions``: none means all nine; one region is shown close up. ``chosen``: an
    organisation's id. ``search``: words as typed. ``around``: an organisation whose circle on the
    map of its region is opened, so that all who share it are listed."""

    shown: str = choice("view", "map")
    regions: tuple[str, ...] = choices("in", 9)
    fields: tuple[str, ...] = choices("field", len(FIELDS))
    types: tuple[str, ...] = choices("form", len(TYPES))
    work: tuple[str, ...] = choices("work", len(WORK))
    search: str | None = choice("q")
    chosen: str | None = choice("org")
    around: str | None = choice("around")

    @property
    def close_up(self) -> str | None:
        """The one region that is shown, if it is one."""
        return self.regions[0] if len(self.regions) == 1 else None

    @property
    def listed(self) -> str:
        """The address of the list of what the map shows."""
        return address("enterprises", replace(self, shown="directory"))

    @property
    def selected(self) -> dict[str, tuple[str, ...]]:
        """The chosen codes by facet."""
        return {name: getattr(self, name) for name in LISTS}

    @property
    def narrowed(self) -> bool:
        """Something besides the region is chosen."""
        return bool(self.fields or self.types or self.work or self.search)


def allowed(package: Package) -> Allowed:
    """The codes that each field may hold."""
    return {
        "shown": tuple(SHOWN),
        "regions": tuple(package.table("regions")["region_id"]),
        "fields": tuple(FIELDS),
        "types": tuple(TYPES),
        "work": tuple(WORK),
        "search": Texts(LONGEST),
        "chosen": lambda _: _organisations(package),
        "around": lambda _: _organisations(package),
    }


@once
def _organisations(package: Package) -> frozenset[str]:
    return frozenset(package.table("enterprises")["enterprise_id"])


def word(words: Mapping[str, str], code: str, t: Words) -> str:
    """A code in words; one that we have none for stays as it is."""
    return t(words[code]) if code in words else str(code)


def titled(shown: str, t: Words, *, brief: bool | None = None) -> str:
    """The title of a view; as its button with an icon, or ``brief`` without."""
    title, icon = SHOWN[shown]
    if brief is None:
        return t(title)
    return t(SHORT.get(shown, title)) if brief else f"{icon} {t(title)}"
