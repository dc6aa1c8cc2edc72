"""The entries of funding with what a day and a region make of them: state, area, order.

Dates are as precise as the source: a year or a month stands for all its days, so that an end of
«2029» is the last day of 2029 at the latest. Nothing more precise is shown than was stated.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from pages.funding.link import ELSEWHERE, MINE, UNION
from secon_data import regions
from secon_data.names import Called
from secon_data.package import Package, once
from secon_ui.drawing.look import Look
from secon_ui.shell.facets import NOT_STATED, Facet
from secon_ui.text.words import Words, mark

STATES = ("open", "coming", "undated", "closed")
STATE_WORDS = {
    "open": mark("Open"),
    "coming": mark("Not open yet"),
    "undated": mark("No end date"),
    "closed": mark("Closed"),
}
AREAS = ("mine", "whole", "other")


@dataclass(frozen=True)
class Entries:
    """All programmes and calls for one region and day.

    ``table``: the columns of funding plus country (a code, ``mine`` for my region's), state,
    vague (the day falls into a start or end that is stated only as a year or month), area, who and
    funds (lists of codes), doubtful (a grant without end from a fund of the years before 2021) and
    area_name; empty cells are None. ``labels``: column → code → English words.
    """

    table: pd.DataFrame
    own: str
    region: str
    on: date
    labels: Mapping[str, Mapping[str, str]]

    @cached_property
    def rows(self) -> list[Any]:
        """The rows of ``table``: its columns are their fields."""
        return list(self.table.itertuples(index=False))

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Each entry's name in English, by its id."""
        return Called(zip(self.table["funding_id"], self.table["name_en"], strict=True))

    def country(self, code: str, t: Words) -> str:
        """A country's name by its code in ``table``."""
        return t.country(self.own if code == MINE else code)

    def section(self, code: str, t: Words) -> str:
        """The heading above rows of ``in_order`` that are of one ``section``."""
        if code == ELSEWHERE:
            return t("{country}: only for other regions", country=t.country(self.own))
        return self.country(code, t)

    def word(self, column: str, code: str | None, t: Words) -> str:
        """A code in words, as the schema labels it."""
        return t.data(self.labels[column].get(code or "", code))


def first_day(stated: str) -> date:
    """The first day that a stated year, month or day can mean."""
    parts = [int(part) for part in stated.split("-")]
    return date(*[*parts, 1, 1][:3])


def last_day(stated: str) -> date:
    """The last day that a stated year, month or day can mean."""
    parts = [int(part) for part in stated.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def state(start: str | None, end: str | None, on: date) -> tuple[str, bool]:
    """What an entry is on a day – open, coming, undated (begun, no end stated) or closed – and
    whether that is vague because the day falls into a start or end stated as a year or month."""
    if end and on > last_day(end):
        return "closed", False
    if start and on < first_day(start):
        return "coming", False
    vague = any(
        stated and len(stated) < 10 and first_day(stated) <= on <= last_day(stated)
        for stated in (start, end)
    )
    return ("open" if end else "undated"), vague


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
    starts, ends = table["period_start"].tolist(), table["period_end"].tolist()
    states = [state(start, end, on) for start, end in zip(starts, ends, strict=True)]
    rows = list(table[["country_code", "level", "nuts_code", "type", "fund"]].itertuples())
    named = [name for name, _ in states]
    return Entries(
        table.assign(
            country=[MINE if row.country_code == own else row.country_code for row in rows],
            state=named,
            vague=[vague for _, vague in states],
            area=_texts(_area(row, own, inside) for row in rows),
            doubtful=[
                code == "undated" and row.type == "grant" and _of_old_fund(row.fund)
                for code, row in zip(named, rows, strict=True)
            ],
        ),
        own,
        region,
        on,
        _labels(package),
    )


def _of_old_fund(fund: str | None) -> bool:
    """Whether money is of the European Social Fund of the years before 2021."""
    return "esf" in _codes(fund) and "esf_plus" not in _codes(fund)


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
    """A column in which None stays None."""
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
    country gives only its other regions, then the other countries; in each what is open before
    the rest, and money for my area before that for all; calls under their programme where it is
    among the rows.

    Adds ``nested`` (the programme stands above) and ``section`` (a code of ``countries``, or
    ELSEWHERE). ``new``: those that name new enterprises first.
    """
    sections = [MINE, UNION, ELSEWHERE, *(c for c in countries if c not in (MINE, UNION))]
    place = {code: number for number, code in enumerate(sections)}
    read: dict[str, str] = {}
    keys: dict[str, tuple[int, ...]] = {}
    needed = table[["funding_id", "country", "state", "new_enterprises", "doubtful", "area"]]
    for number, (row, reached) in enumerate(zip(needed.itertuples(), reach(table), strict=True)):
        # Whoever reads from the top must not begin with what she cannot get.
        section = ELSEWHERE if reached == "elsewhere" else row.country
        read[row.funding_id] = section
        keys[row.funding_id] = (
            place.get(section, len(place)),
            STATES.index(row.state),
            new and row.new_enterprises != "yes",
            row.doubtful,
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
    return table.assign(nested=nested, section=[read[head] for head in heads]).iloc[ordered]


def reach(table: pd.DataFrame) -> list[str]:
    """Whether an organisation in my region can get the money, by its area: ``within`` for money
    of my country or the Union that covers it, ``unsure`` where the source names a part of my
    country in words only, ``elsewhere`` where it is for other regions of my country, ``abroad``
    for the other countries' money."""
    words = {"mine": "within", "whole": "within", "other": "elsewhere"}
    return [
        words.get(area, "unsure") if country in (MINE, UNION) else "abroad"
        for country, area in zip(table["country"], table["area"], strict=True)
    ]


def capital(text: str) -> str:
    """With a capital letter in front, as a label has it."""
    return text[:1].upper() + text[1:]
