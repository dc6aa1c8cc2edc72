"""The entries of funding with what a day and a region make of them: state, area, order. Pure.

What an entry is on a day follows ``secon_data.availability``; nothing more precise is shown than
was stated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from pages.funding.link import ELSEWHERE, MINE, OTHERS, UNION
from pages.funding.names import named
from secon_data import regions
from secon_data.availability import STATES, available, said
from secon_data.names import Called
from secon_data.package import Package, once
from secon_data.rows import each
from secon_ui.drawing.look import Look
from secon_ui.shell.facets import NOT_STATED, Facet
from secon_ui.text.local_texts import Told
from secon_ui.text.words import Words, mark

STATE_WORDS = {
    "open": mark("Open"),
    "undated": mark("No end date"),
    "coming": mark("Not open yet"),
    "announced": mark("Announced only"),
    "likely_over": mark("Likely over"),
    "closed": mark("Closed"),
}
AREAS = ("mine", "whole", "other")


@dataclass(frozen=True)
class Entries:
    """All programmes and calls for one region and day.

    ``table``: the columns of funding plus country (a code, ``mine`` for my region's), state,
    vague (the day falls into a start or end that is stated only as a year or month), reasons (why
    the state is doubtful), audience (``availability.Said``), area, who and funds (lists of
    codes) and area_name; empty cells are None. ``labels``: column → code → English words;
    ``rev``: the version of the data that the link pins.
    """

    table: pd.DataFrame
    own: str
    region: str
    on: date
    labels: Mapping[str, Mapping[str, str]]
    rev: str | None = None

    @cached_property
    def rows(self) -> list[Any]:
        """The rows of ``table``: its columns are their fields."""
        return one_by_one(self.table)

    @cached_property
    def by_id(self) -> Mapping[str, Any]:
        return {row.funding_id: row for row in self.rows}

    def called(self, entry: str, t: Words) -> Told:
        """The name of an entry for a reader, by its id; the id where no such entry is listed."""
        row = self.by_id.get(entry)
        return Told(entry) if row is None else named(row, t)

    def country(self, code: str, t: Words) -> str:
        """A country's name by its code in ``table``."""
        return t.country(self.own if code == MINE else code)

    def section(self, code: str, t: Words) -> str:
        """The heading above rows of ``in_order`` that are of one ``section``."""
        if code == ELSEWHERE:
            return t("{country}: only for other regions", country=t.country(self.own))
        if code == OTHERS:
            return t("Not for social enterprises themselves")
        return self.country(code, t)

    def word(self, column: str, code: str | None, t: Words) -> str:
        """A code in words, as the schema labels it."""
        return t.data(self.labels[column].get(code or "", code))


def one_by_one(table: pd.DataFrame) -> list[Any]:
    """The rows of entries as objects whose fields are the columns: of so many columns pandas makes
    tuples more slowly than all that is said of them."""
    return [SimpleNamespace(**row) for row in each(table)]


def touches(code: str, areas: Sequence[str]) -> bool:
    """Whether an area shares ground with a region, by NUTS codes: one begins as the other does."""
    return any(area.startswith(code) or code.startswith(area) for area in areas)


def own_areas(package: Package, region: str) -> list[str]:
    """The areas that make up a partner region: its own and its parts, never a wider one; where it
    has none, as a municipality, the smallest area around it."""
    return _own_areas(package).get(region, [])


@once
def _own_areas(package: Package) -> dict[str, list[str]]:
    found = {}
    for region, rows in package.table("region_areas").groupby("region_id", observed=True):
        inside = rows[rows["role"].isin(["own", "part"])]
        smallest = rows.sort_values("preference", kind="stable").head(1)
        found[str(region)] = list((smallest if inside.empty else inside)["area_id"])
    return found


def entries(package: Package, region: str, on: date) -> Entries:
    """All entries as they are on a day, for a region."""
    table = _stated(package)
    own = regions.countries(package)[region]
    inside = own_areas(package, region)
    states = [available(one, on) for one in said(package.table("funding"))]
    rows = list(table[["country_code", "level", "nuts_code"]].itertuples())
    return Entries(
        table.assign(
            country=_texts(MINE if row.country_code == own else row.country_code for row in rows),
            state=_texts(one.state for one in states),
            vague=[one.vague for one in states],
            reasons=[one.reasons for one in states],
            area=_texts(_area(row, own, inside) for row in rows),
        ).copy(),  # in one piece, so that rows are taken out of it at once
        own,
        region,
        on,
        _labels(package),
    )


@once
def _stated(package: Package) -> pd.DataFrame:
    """What is stated of each entry, whatever the day and the region; empty cells are None."""
    source = package.table("funding")
    table = source.astype(object).where(source.notna(), None)
    names = _area_names(package)
    return table.assign(
        funds=[_codes(codes) for codes in table["fund"]],
        who=[
            [*(["new"] if new in ("yes", "unclear") else []), *_codes(groups)]
            for new, groups in zip(
                table["new_enterprises"], table["beneficiary_group"], strict=True
            )
        ],
        audience=_texts(one.audience for one in said(source)),
        area_name=_texts(None if code is None else names[code] for code in table["nuts_code"]),
    )


@once
def _labels(package: Package) -> Mapping[str, Mapping[str, str]]:
    fields = package.schema("funding").fields
    return {name: field.labels for name, field in fields.items() if field.labels}


def _area_names(package: Package) -> Mapping[str, str]:
    """Area → its name; a partner region's own area is called as the region is everywhere else."""
    members = package.table("region_areas")
    own = members[members["role"] == "own"].set_index("area_id")["region_id"]
    names = package.table("regions").set_index("region_id")["name"]
    return Called({**regions.area_names(package), **own.map(names).dropna().to_dict()})


def _texts(cells: Iterable[str | None]) -> pd.Series:
    """A column in which None stays None; of objects, whose rows are given one by one at once."""
    return pd.Series(list(cells), dtype="object")


def _codes(joined: str | None) -> list[str]:
    return joined.split("+") if joined else []


def _area(row: Any, own: str, inside: Sequence[str]) -> str | None:
    """For which area, seen from my region; None where regional money names no area by code."""
    if row.country_code == UNION or (row.level == "national" and row.country_code == own):
        return "whole"
    if row.country_code != own:
        return "other"
    if row.nuts_code is None:
        return None
    return "mine" if touches(row.nuts_code, inside) else "other"


def facets(found: Entries, countries: Sequence[str], look: Look) -> list[Facet]:
    """The facets of the finder. ``countries``: codes in the order to show."""
    t = look.t
    areas = {
        "mine": look.names[found.region],
        "whole": t("all of {country}, or the EU", country=t.country(found.own)),
        "other": t("other areas"),
    }

    def labelled(column: str) -> Callable[[str], str]:
        return lambda code: capital(found.word(column, code, t)) if code != NOT_STATED else unsaid

    def who(code: str) -> str:
        return t("New or starting enterprises") if code == "new" else groups(code)

    unsaid, groups = t("not stated"), labelled("beneficiary_group")
    every = ("new", *found.labels["beneficiary_group"])
    return [
        Facet("state", "state", t("Until when"), lambda code: t(STATE_WORDS[code]), STATES),
        Facet("area", "area", t("For which area"), lambda c: areas.get(c, unsaid), AREAS),
        Facet("who", "who", t("Who can get it"), who, every),
        Facet("kind", "type", t("Kind of money"), labelled("type")),
        Facet("level", "level", t("Who gives it"), labelled("level"), tuple(found.labels["level"])),
        Facet("fund", "funds", t("Where it comes from"), labelled("fund")),
        Facet("country", "country", t("Country"), lambda code: found.country(code, t), countries),
    ]


def order_of_countries(package: Package, own: str) -> tuple[str, ...]:
    """Mine, the Union, then the partners' countries in the order of the regions."""
    codes = dict.fromkeys(regions.countries(package).values())
    return (MINE, UNION, *(code for code in codes if code != own))


def in_order(table: pd.DataFrame, countries: Sequence[str], *, new: bool = False) -> pd.DataFrame:
    """The rows as they are read: what my country gives my region, the Union's money, what my
    country gives only its other regions, what only lenders, support bodies and the public hand can
    get, then the other countries; in each what is open before the rest, and money for my area
    before that for all; calls under their programme where it is among the rows.

    Adds ``nested`` (the programme stands above) and ``section`` (a code of ``countries``,
    ELSEWHERE or OTHERS). ``new``: those that name new enterprises first.
    """
    sections = [MINE, UNION, *APART.values(), *(c for c in countries if c not in (MINE, UNION))]
    place = {code: number for number, code in enumerate(sections)}
    read: dict[str, str] = {}
    keys: dict[str, tuple[int, ...]] = {}
    needed = table[["funding_id", "country", "state", "new_enterprises", "area"]]
    for number, (row, reached) in enumerate(zip(needed.itertuples(), reach(table), strict=True)):
        # Whoever reads from the top must not begin with what she cannot get.
        section = APART.get(reached, row.country) if row.country in (MINE, UNION) else row.country
        read[row.funding_id] = section
        keys[row.funding_id] = (
            place.get(section, len(place)),
            STATES.index(row.state),
            new and row.new_enterprises != "yes",
            {"mine": 0, "whole": 1}.get(row.area, 2),
            number,
        )
    nested = [programme in keys for programme in table["programme"]]
    # A call stands under its programme, and so under its programme's heading.
    heads = table["programme"].where(nested, table["funding_id"]).tolist()
    own = [keys[name] for name in table["funding_id"]]
    ordered = sorted(
        range(len(table)),
        key=lambda i: (keys[heads[i]], nested[i], own[i][1], own[i][-1]),
    )
    return table.assign(
        nested=nested, section=np.array([read[head] for head in heads], dtype="object")
    ).iloc[ordered]


# Reach → the section of what my country or the Union gives, but not to me.
APART = {"elsewhere": ELSEWHERE, "others": OTHERS}


def reach(table: pd.DataFrame) -> list[str]:
    """Whether an organisation of the social economy in my region can get the money: ``others``
    where only lenders, support bodies, the public hand or one named body can, wherever; else by its
    area: ``within`` for money of my country or the Union that covers it, ``unsure`` where the
    source names a part of my country in words only, ``elsewhere`` where it is for other regions of
    my country, ``abroad`` for the other countries' money."""
    words = {"mine": "within", "whole": "within", "other": "elsewhere"}
    return [
        "others"
        if audience != "direct"
        else words.get(area, "unsure")
        if country in (MINE, UNION)
        else "abroad"
        for country, area, audience in zip(
            table["country"], table["area"], table["audience"], strict=True
        )
    ]


def capital(text: str) -> str:
    """With a capital letter in front, as a label has it."""
    return text[:1].upper() + text[1:]
