"""Which kinds of money and which tax relief a country has, by all that the package states of it.

The one place in which the datasets ``funding`` and ``policy`` are read together, so that no two
pages say different things of one country. What nothing is stated of is unknown, never «no»: both
datasets hold what could be found, not all that there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from secon_data.package import Package, once
from secon_data.regions import UNION
from secon_data.rows import Row, each

# Kind of money → the topic of the dataset ``policy`` that states whether a country has it.
TOPICS = {"tax": "tax_treatment"}
HAS = ("yes", "partly")


@dataclass(frozen=True)
class Kind:
    """What is stated of a kind of money in a country.

    ``status``: ``yes``, ``partly`` or ``no`` (a source says that there is none) as the policy
    framework states it, ``yes`` for any entry of the country's own, else ``unknown``; ``entries``:
    the ids of the country's own programmes and calls, whatever their state; ``union``: those that
    the Union offers there too; ``law``: the row of ``policy`` that the status rests on.
    """

    country: str
    kind: str
    status: str
    entries: tuple[str, ...]
    union: tuple[str, ...]
    law: Row | None

    @property
    def has(self) -> bool:
        """Whether the country itself is known to have it."""
        return self.status in HAS

    @property
    def found(self) -> bool:
        """Whether it is there at all, be it from the Union alone."""
        return self.has or bool(self.union)


Kinds = Mapping[tuple[str, str], Kind]  # by country and kind


def of_row(row: Row) -> list[str]:
    """The kinds of money that a row of ``funding`` is: its own, and those that it consists of."""
    parts = row["parts"]
    return [row["type"], *(parts.split("+") if isinstance(parts, str) else ())]


@once
def kinds(package: Package) -> Kinds:
    """Every country of either dataset × every kind of money in ``funding``. The Union is a country
    among them, with its own entries. Shared."""
    money, laws = each(package.table("funding")), _laws(package)
    offers: dict[tuple[str, str], list[str]] = {}
    for row in money:
        for kind in of_row(row):
            offers.setdefault((row["country_code"], kind), []).append(row["funding_id"])
    codes = dict.fromkeys(
        [row["country_code"] for row in money]
        + [str(code) for code in package.table("regions")["country_code"]]
        + [country for country, _ in laws]
    )
    found = dict.fromkeys([row["type"] for row in money] + list(TOPICS))
    return {
        (country, kind): _kind(country, kind, offers, laws.get((country, TOPICS.get(kind, ""))))
        for country in codes
        for kind in found
    }


def _kind(
    country: str, kind: str, offers: Mapping[tuple[str, str], list[str]], law: Row | None
) -> Kind:
    own = tuple(offers.get((country, kind), ()))
    union = () if country == UNION else tuple(offers.get((UNION, kind), ()))
    stated = "unknown" if law is None else law["status"]
    # An entry that there is outweighs a topic of which nothing, or only a «no», was found.
    status = stated if stated in HAS else "yes" if own else "no" if stated == "no" else "unknown"
    return Kind(country, kind, status, own, union, law if status == stated else None)


def _laws(package: Package) -> dict[tuple[str, str], Row]:
    topics = set(TOPICS.values())
    rows = each(package.table("policy"))
    return {
        (row["country_code"], row["topic"]): row
        for row in rows
        if row["topic"] in topics and not pd.isna(row["status"])
    }
