"""The entries of funding with what a day and a region make of them: state, area, order. Pure.

What an entry is on a day follows ``secon_data.availability``; nothing more precise is shown than
was stated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import SimpleNamespace
from typing import Any, TypeAlias

import pandas as pd

from pages.funding.names import named
from pages.funding.views import ELSEWHERE, MINE, OTHERS
from secon_data import regions
from secon_data.availability import AVAILABLE, STATES, available, said
from secon_data.money_kinds import of_row
from secon_data.names import Called
from secon_data.package import Package, once
from secon_data.regions import UNION
from secon_data.rows import Row, each
from secon_ui.drawing.look import Look
from secon_ui.shell.facets import NOT_STATED, Facet, codes
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


# A funding opportunity. Its fields are the columns of funding plus country (a code, ``mine`` for my
# region's), state, vague (the day falls into a start or end that is stated only as a year or
# month), reasons (why the state is doubtful), audience (``availability.Said``), area, kinds, who
# and funds (lists of codes), area_name and of_part (it is only for a part of its country, which no
# code names); what is not stated is None. Of so many columns pandas
# would take longer to give a table's rows, at each choosing among them, than all that is said.
Entry: TypeAlias = SimpleNamespace


@dataclass(frozen=True)
class Entries:
    """All funding opportunities for one region and day. ``labels``: column → code → English
    words; ``rev``: the version of the data that the link pins."""

    rows: Sequence[Entry]
    own: str
    region: str
    on: date
    labels: Mapping[str, Mapping[str, str]]
    rev: str | None = None

    @cached_property
    def by_id(self) -> Mapping[str, Entry]:
        return {row.funding_id: row for row in self.rows}

    @cached_property
    def without_open_part(self) -> frozenset[str]:
        """The programmes that run, while none of their listed parts does: nobody can apply by what
        is listed, whether its last part has ended or the next one is still to come."""
        parts: dict[str, list[str]] = {}
        for row in self.rows:
            if row.programme is not None:
                parts.setdefault(row.programme, []).append(row.state)
        return frozenset(
            row.funding_id
            for row in self.rows
            if row.state in AVAILABLE
            and row.funding_id in parts
            and not any(state in AVAILABLE for state in parts[row.funding_id])
        )

    def kind(self, row: Entry, t: Words) -> str:
        """«mixed finance: guarantee and grant»."""
        kind, *parts = (self.word("type", code, t) for code in row.kinds)
        return t("{kind}: {parts}", kind=kind, parts=t.list(parts)) if parts else kind

    def codes(self, column: str) -> list[list[str]]:
        """The codes of each row in a column, as facets take them."""
        return codes(getattr(row, column) for row in self.rows)

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
    own = regions.countries(package)[region]
    inside = own_areas(package, region)
    rows = []
    for stated, words in zip(_stated(package), said(package.table("funding")), strict=True):
        known = available(words, on)
        country = MINE if stated["country_code"] == own else stated["country_code"]
        area = _area(stated, own, inside)
        rows.append(
            Entry(
                **stated, country=country, state=known.state, vague=known.vague,
                reasons=known.reasons, area=area,
            )
        )  # fmt: skip
    return Entries(rows, own, region, on, _labels(package))


@once
def _stated(package: Package) -> list[Row]:
    """What is stated of each entry, whatever the day and the region; empty cells are None."""
    source = package.table("funding")
    names = _area_names(package)
    parts = _of_parts(source)
    rows: list[Row] = []
    for cells, words in zip(each(source), said(source), strict=True):
        stated = {name: None if pd.isna(cell) else cell for name, cell in cells.items()}
        new = ["new"] if stated["new_enterprises"] in ("yes", "unclear") else []
        code = stated["nuts_code"]
        rows.append(
            {
                **stated,
                "kinds": of_row(stated),
                "funds": _codes(stated["fund"]),
                "who": [*new, *_codes(stated["beneficiary_group"])],
                "audience": words.audience,
                "area_name": None if code is None else names[code],
                "of_part": code is None and stated["funding_id"] in parts,
            }
        )
    return rows


# Beneficiaries «in North, Centre and Alentejo», «in convergence regions», «in four regions».
_PLACED = re.compile(r"\bin [A-Z]")
_PARTS = re.compile(r"\bin (?:\w+ )?regions\b")


def _of_parts(source: pd.DataFrame) -> set[str]:
    """The ids of what is only for a part of its country: by its level, or, whoever gives it, by its
    words. A part of a programme is for no more than the programme."""
    found, within = set(), {}
    for row in each(source):
        entry, whom = str(row["funding_id"]), _words(row["eligible_beneficiaries"])
        told = f"{whom} · {_words(row['summary_en'])}"
        if row["level"] in ("regional", "local") or _PLACED.search(whom) or _PARTS.search(told):
            found.add(entry)
        within[entry] = _words(row["programme"])
    return found | {entry for entry, programme in within.items() if programme in found}


def _words(cell: Any) -> str:
    return "" if pd.isna(cell) else str(cell)


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


def _codes(joined: str | None) -> list[str]:
    return joined.split("+") if joined else []


def _area(stated: Row, own: str, inside: Sequence[str]) -> str | None:
    """For which area, seen from my region; None where no code names the part of my country."""
    country, code = stated["country_code"], stated["nuts_code"]
    if country == UNION:
        return "whole"
    if country != own:
        return "other"
    if code is None:
        return None if stated["of_part"] else "whole"
    return "mine" if touches(code, inside) else "other"


def facets(found: Entries, countries: Sequence[str], look: Look) -> list[Facet]:
    """The facets of the finder. ``countries``: codes in the order to show."""
    t = look.t
    areas = {
        "mine": look.names[found.region],
        "whole": t("all of {country}, or the EU", country=t.country(found.own)),
        "other": t("other areas"),
        # Of no other entry the area is without a code of ours.
        NOT_STATED: t("parts of {country}, in words only", country=t.country(found.own)),
    }

    def labelled(column: str) -> Callable[[str], str]:
        return lambda code: capital(found.word(column, code, t)) if code != NOT_STATED else unsaid

    def who(code: str) -> str:
        return t("New or starting enterprises") if code == "new" else groups(code)

    unsaid, groups = t("not stated"), labelled("beneficiary_group")
    every = ("new", *found.labels["beneficiary_group"])
    return [
        Facet("state", "state", t("Until when"), lambda code: t(STATE_WORDS[code]), STATES),
        Facet("area", "area", t("For which area"), areas.__getitem__, AREAS),
        Facet("who", "who", t("Who can get it"), who, every),
        Facet("kind", "kinds", t("Kind of money"), labelled("type")),
        Facet("level", "level", t("Who gives it"), labelled("level"), tuple(found.labels["level"])),
        Facet("fund", "funds", t("Where it comes from"), labelled("fund")),
        Facet("country", "country", t("Country"), lambda code: found.country(code, t), countries),
    ]


def order_of_countries(package: Package, own: str) -> tuple[str, ...]:
    """Mine, the Union, then the partners' countries in the order of the regions."""
    codes = dict.fromkeys(regions.countries(package).values())
    return (MINE, UNION, *(code for code in codes if code != own))


def in_order(
    entries: Iterable[Entry], countries: Sequence[str], *, new: bool = False
) -> list[Entry]:
    """The rows as they are read: what my country gives my region, the Union's money, what my
    country gives only its other regions, what only lenders, support bodies and the public hand can
    get, then the other countries; in each what is open before the rest, and money for my area
    before that for all; calls under their programme where it is among the rows and both are for
    the same: a call that is not for me stands with what is not, by its own right.

    They are given anew, with ``nested`` (the programme stands above) and ``section`` (a code of
    ``countries``, ELSEWHERE or OTHERS). ``new``: those that name new enterprises first.
    """
    sections = [MINE, UNION, *APART.values(), *(c for c in countries if c not in (MINE, UNION))]
    place = {code: number for number, code in enumerate(sections)}
    rows = list(entries)
    read: dict[str, str] = {}
    keys: dict[str, tuple[int, ...]] = {}
    for number, row in enumerate(rows):
        # Whoever reads from the top must not begin with what she cannot get.
        apart = APART.get(reach(row), row.country)
        section = apart if row.country in (MINE, UNION) else row.country
        read[row.funding_id] = section
        keys[row.funding_id] = (
            place.get(section, len(place)),
            STATES.index(row.state),
            new and row.new_enterprises != "yes",
            {"mine": 0, "whole": 1}.get(row.area, 2),
            number,
        )

    def nested(row: Entry) -> bool:
        """Whether a call stands under its programme: what a heading says is true of all beneath."""
        return read.get(row.programme) == read[row.funding_id]

    def at(row: Entry) -> tuple[Any, ...]:
        own = keys[row.funding_id]
        return keys[row.programme] if nested(row) else own, nested(row), own[1], own[-1]

    return [
        Entry(**vars(row), nested=nested(row), section=read[row.funding_id])
        for row in sorted(rows, key=at)
    ]


# Reach → the section of what my country or the Union gives, but not to me.
APART = {"elsewhere": ELSEWHERE, "others": OTHERS}


def reach(row: Entry) -> str:
    """Whether an organisation of the social economy in my region can get the money: ``others``
    where only lenders, support bodies, the public hand or one named body can, wherever; else by its
    area: ``within`` for money of my country or the Union that covers it, ``unsure`` where the
    source names a part of my country in words only, ``elsewhere`` where it is for other regions of
    my country, ``abroad`` for the other countries' money."""
    if row.audience != "direct":
        return "others"
    if row.country not in (MINE, UNION):
        return "abroad"
    return {"mine": "within", "whole": "within", "other": "elsewhere"}.get(row.area, "unsure")


def of_a_part(row: Entry) -> bool:
    """Whether money is only for a part of its country, even where its source names it in words."""
    return row.nuts_code is not None or row.of_part


def capital(text: str) -> str:
    """With a capital letter in front, as a label has it."""
    return text[:1].upper() + text[1:]
