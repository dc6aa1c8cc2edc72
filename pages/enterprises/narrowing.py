"""Which organisations a view shows: the lists that narrow it, and the search. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pages.enterprises.views import FIELDS, TYPES, WORK, EnterprisesView, word
from secon_data.package import Package, once
from secon_ui.drawing.look import Look
from secon_ui.shell import facets
from secon_ui.shell.facets import Facet
from secon_ui.text import search
from secon_ui.text.words import Words

SEARCHED = ("name", "town", "description", "legal_form")


def lists(look: Look) -> list[Facet]:
    """The lists that narrow the page, in the order on the screen."""
    names, t = look.names, look.t
    return [
        Facet("regions", "region_id", t("Region"), lambda c: names.get(c, c)),
        Facet("fields", "field_of_activity", t("Field"), lambda c: word(FIELDS, c, t)),
        # What is not stated comes last, whatever its count.
        Facet(
            "types",
            "organisation_type",
            t("Legal form"),
            lambda c: word(TYPES, c, t),
            tuple(TYPES),
        ),
        Facet(
            "work",
            "work_integration",
            t("Work integration, in any field"),
            lambda c: word(WORK, c, t),
            tuple(WORK),
        ),
    ]


def words(lists: Sequence[Facet], view: EnterprisesView, t: Words) -> list[str]:
    """What narrows a view besides the region, in words."""
    fields, work = [facet for facet in lists if facet.name in ("fields", "types")], view.work
    told = facets.words(fields, view.selected)
    # «Yes» alone would not say of what.
    told += [f"{t('Work integration, in any field')}: {word(WORK, code, t)}" for code in work]
    return told + facets.words((), {}, view.search)


def sought(package: Package, asked: str | None) -> pd.DataFrame:
    """The organisations that hold every word asked for; all when none is."""
    everyone = package.table("enterprises")
    return search.found(everyone, SEARCHED, asked, _texts(package)) if asked else everyone


@once
def _texts(package: Package) -> pd.Series:
    return search.texts(package.table("enterprises"), SEARCHED)


def chosen(table: pd.DataFrame, organisation: str | None) -> pd.Series | None:
    """The row of an organisation, if there is one."""
    if organisation is None:
        return None
    rows = table[table["enterprise_id"] == organisation]
    return None if rows.empty else rows.iloc[0]
