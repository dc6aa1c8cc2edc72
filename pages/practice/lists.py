"""The facets of the page's three datasets, and what can be taken away of each. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pages.practice import chosen, events, stakeholders
from pages.practice.views import PracticeView
from secon_data import regions
from secon_data.package import Package, once
from secon_ui.drawing.look import Look
from secon_ui.shell import facets
from secon_ui.shell.facets import NOT_STATED, Counts, Facet
from secon_ui.taking.columns import data_of
from secon_ui.text import search
from secon_ui.text.words import Words

DERIVED = ["said", "first", "last"]  # by us, for order and dates


@dataclass(frozen=True)
class Listed:
    """What fits the choices: the facets, the rows in the order of reading, and the counts."""

    facets: tuple[Facet, ...]
    rows: pd.DataFrame
    counts: Counts


def listed(view: PracticeView, package: Package, look: Look) -> Listed:
    """The practices, events or stakeholders that fit a view."""
    t, countries = look.t, regions.countries(package)
    if view.dataset == "events":
        everything, sought = events.of(package), events.SEARCHED
        offered = of_events(package, t)
    elif view.dataset == "stakeholders":
        everything, sought = stakeholders.of(package), stakeholders.SEARCHED
        offered = of_stakeholders(package, t)
    else:
        everything, sought = chosen.practices(package), chosen.SEARCHED
        names = {country: look.names[region] for region, country in countries.items()}
        offered = of_practices(groups(package), names, t)
    asked = search.found(everything, sought, view.asked)
    near = chosen.answers(package.table("themes")).get(view.weak or "", [])
    if view.weak and view.dataset == "practices":
        asked = asked[asked["theme"].isin(near).to_numpy(dtype="bool")]
    picked = {facet.name: getattr(view, facet.name) for facet in offered}
    rows = facets.narrowed(asked, offered, picked)
    if view.dataset == "practices":
        if view.shown == "table":
            mine_first = sorted(countries, key=lambda region: region != view.region)
            rows = chosen.by_region(rows, mine_first)
        else:
            rows = chosen.ordered(rows, view.region)
        if view.weak:
            rows = chosen.answering(rows, near)
    elif view.dataset == "stakeholders":
        rows = stakeholders.ordered(rows, countries[view.region])
    return Listed(offered, rows, facets.counted(asked, offered, picked))


@once
def groups(package: Package) -> dict[str, str]:
    """The groups of practice themes: id → name. Shared."""
    table = package.table("themes").drop_duplicates("group_id")
    return dict(zip(table["group_id"], table["group_name"], strict=True))


def labels(package: Package, dataset: str, column: str) -> Mapping[str, str]:
    """What the schema calls the codes of a column."""
    return package.schema(dataset).fields[column].codes


def of_practices(
    groups: Mapping[str, str], regions: Mapping[str, str], t: Words
) -> tuple[Facet, ...]:
    """Theme and region. ``groups``: id → name; ``regions``: country → the region's name."""
    return (
        Facet(
            "group",
            "group_id",
            t("Theme"),
            lambda code: t.data(groups.get(code, "")) or t("not stated"),
        ),
        # A link from the events may name what has no country: it has no practice either.
        Facet("country", "country_code", t("Region"), lambda code: regions.get(code, t("online"))),
    )


def of_events(package: Package, t: Words) -> tuple[Facet, ...]:
    """Type, scope and country."""
    types, scopes = labels(package, "events", "type"), labels(package, "events", "scope")
    return (
        Facet("kind", "type", t("Type"), lambda code: t.data(types[code])),
        Facet("scope", "scope", t("Whose"), lambda code: t.data(scopes[code])),
        _country(t),
    )


def of_stakeholders(package: Package, t: Words) -> tuple[Facet, ...]:
    """Type and country."""
    types = labels(package, "stakeholders", "type")
    return (Facet("actor", "type", t("Type"), lambda code: t.data(types[code])), _country(t))


def taken(view: PracticeView, package: Package, look: Look) -> pd.DataFrame:
    """The rows shown as a table to take away: what is in the data, the group of a theme, and the
    day of the data."""
    rows = listed(view, package, look).rows.drop(columns=DERIVED, errors="ignore")
    kinds = package.table(view.dataset).dtypes
    return data_of(rows.astype({name: kinds.get(name, "str") for name in rows}), package)


def _country(t: Words) -> Facet:
    return Facet(
        "country",
        "country_code",
        t("Country"),
        lambda code: t("online") if code == NOT_STATED else t.country(code),
    )
