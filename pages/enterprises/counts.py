"""Counts of the social economy, by what is counted and by country. Pure.

Nothing here ranks or adds: countries stand by name (mine first), since each law and each study
defines for itself what it counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secon_data.package import once
from secon_data.regions import UNION
from secon_ui.text.qualified import QUALIFIERS
from secon_ui.text.words import NBSP, Words, mark

Count = Mapping[Any, Any]  # a row of the dataset

# Groups that count organisations stand as cards, in this order; the others are folded tables.
CARDS = {
    "legal_status": (
        mark("Legal status, in a register"),
        mark("Each law asks for something else; even these are not the same kind."),
    ),
    "whole_social_economy": (
        mark("The whole social economy"),
        mark("Also cooperatives, associations and others; each source draws a line of its own."),
    ),
    "study_criteria": (
        mark("Social enterprises by the criteria of a study"),
        mark("No legal status is needed; each study has criteria of its own."),
    ),
}
TABLES = {
    "legal_forms": mark("Legal forms and kinds of organisation"),
    "employment": mark("People at work"),
    "share_of_economy": mark("Share of the economy"),
    "survey": mark("Answers in a survey"),
    "other": mark("Other counts"),
}
UNITS = {
    "persons": mark("{value} persons"),
    "full-time_equivalents": mark("{value} full-time equivalents"),
    "percent": mark("{value} %"),
    "projects": mark("{value} projects"),
    "municipalities": mark("{value} municipalities"),
}


@dataclass(frozen=True)
class Card:
    """What one country has in one group: the count shown large, other counts beside it, and the
    same count in earlier years."""

    main: Count
    beside: list[Count]
    earlier: list[Count]


@once
def rows(table: pd.DataFrame) -> list[Count]:
    """The rows of the dataset."""
    return list(table.to_dict("records"))


def countries(counts: Iterable[Count]) -> set[str]:
    """Those that are counted in."""
    return {row["country_code"] for row in counts}


def grouped(counts: Iterable[Count], group: str) -> dict[str, Card]:
    """The countries that have counts of one group, with their cards.

    Large stands the newest count of the whole country; where there is none, of a part of it.
    """
    found: dict[str, list[Count]] = {}
    for row in counts:
        if row["counted"] == group:
            found.setdefault(row["country_code"], []).append(row)
    return {country: _card(own) for country, own in found.items()}


def _card(counts: Iterable[Count]) -> Card:
    ordered = sorted(counts, key=lambda row: (of_part(row), -row["year"]))
    main, beside, earlier = ordered[0], [], []
    newest: dict[tuple[str, str], int] = {}
    for row in ordered:
        key = _measured(row)
        if newest.setdefault(key, row["year"]) != row["year"]:
            if key == _measured(main):
                earlier.append(row)
        elif row["count_id"] != main["count_id"]:
            beside.append(row)
    return Card(main, beside, earlier)


def _measured(row: Count) -> tuple[str, str]:
    """What is counted, and where in the country."""
    return row["measure"], row["place"] if of_part(row) else ""


def speaking(counts: Iterable[Count], country: str) -> Card | None:
    """The card that speaks for a country in one line: of all of it rather than of a part."""
    own = [row for row in counts if row["country_code"] == country]
    found = [card for group in CARDS if (card := grouped(own, group).get(country))]
    return min(found, key=lambda card: of_part(card.main), default=None)


def of_part(row: Count) -> bool:
    """Whether a part of the country is counted."""
    return bool(pd.notna(row["place"]))


def order(countries: Iterable[str], mine: str, t: Words) -> list[str]:
    """Countries by name, mine first and the Union last: an order that ranks nothing."""
    return sorted(countries, key=lambda c: (c != mine, c == UNION, t.country(c)))


def newest_first(counts: Sequence[Count], country: str) -> list[Count]:
    """A country's counts, those of one year in their order."""
    own = [row for row in counts if row["country_code"] == country]
    return sorted(own, key=lambda row: -row["year"])


def number(row: Count, t: Words) -> str:
    """A count with its unit: «200», «5.2 %»."""
    value = float(row["value"])
    if row["unit"] == "EUR":
        told = t.money(value)
    else:
        told = t.number(value, 0 if value.is_integer() else 1)
        if row["unit"] in UNITS:
            told = t(UNITS[row["unit"]], value=told)
    return told.replace(f"{NBSP}%", "%").replace(" %", f"{NBSP}%")


def amount(row: Count, t: Words) -> str:
    """A count as the source rounds it, with its unit: «more than 200»."""
    told = number(row, t)
    return t(QUALIFIERS[row["qualifier"]], value=told) if row["qualifier"] in QUALIFIERS else told
