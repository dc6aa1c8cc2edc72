"""Topics × countries: what each country has of each topic, and what others have. Pure.

A cell without a row in the dataset ``policy`` is unknown, which is never «no».
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secon_data import money_kinds
from secon_data.package import Package, once
from secon_data.rows import each
from secon_ui.text.words import Words, mark

TOPICS = {
    "specific_law": mark("Law on the social economy"),
    "legal_form_or_status": mark("Legal form or status"),
    "national_strategy_or_action_plan": mark("National strategy or plan"),
    "responsible_ministry": mark("Responsible ministry"),
    "public_register_or_certification": mark("Register or certificate"),
    "wise_law": mark("Law on work integration"),
    "public_procurement_reservation": mark("Reserved public contracts"),
    "tax_treatment": mark("Tax treatment"),
    "support_structures": mark("Support structures"),
    "regional_policy_instrument": mark("Regional policy instrument"),
}
# From having to not knowing.
STATES = {
    "yes": ("●", mark("yes")),
    "partly": ("◐", mark("partly")),
    "no": ("○", mark("no")),
    "unknown": ("·", mark("unknown")),
}
_NOT_FULLY = ("no", "partly", "unknown")
_WHEN = {
    ("yes", "since"): mark("yes, the present one since {year}"),
    ("yes", "as_of"): mark("yes, as of {year}"),
    ("partly", "since"): mark("partly, the present one since {year}"),
    ("partly", "as_of"): mark("partly, as of {year}"),
    ("no", "since"): mark("no, as of {year}"),
    ("no", "as_of"): mark("no, as of {year}"),
}


# Columns of the dataset ``policy`` → fields of a cell.
_COLUMNS = {
    "status": "status",
    "title_en": "title",
    "title_local": "title_local",
    "year": "year",
    "year_means": "year_means",
    "summary_en": "summary",
    "source_title": "source_title",
    "source_url": "source_url",
    "source_year": "source_year",
    "verified": "verified",
}


@dataclass(frozen=True)
class Cell:
    """What is known of a topic in a country: the row of the dataset, None where nothing is stated.
    ``year_means``: «since» the beginning of what it names, «as_of» a finding; ``unlisted``: the
    status as it is written, where it is none of ours: that says nothing."""

    country: str
    topic: str
    status: str = "unknown"
    unlisted: str = ""
    title: str | None = None
    title_local: str | None = None
    year: int | None = None
    year_means: str | None = None
    summary: str | None = None
    summary_local: str | None = None
    source_title: str | None = None
    source_url: str | None = None
    source_year: int | None = None
    verified: str | None = None

    @property
    def sign(self) -> str:
        """Its status as a sign: «●»."""
        return STATES[self.status][0]

    @property
    def known(self) -> bool:
        return self.status != "unknown"


@dataclass(frozen=True)
class Framework:
    """The cells of the countries shown, which stand in their order, mine first."""

    countries: tuple[str, ...]
    cells: Mapping[tuple[str, str], Cell]

    @property
    def mine(self) -> str:
        """My country."""
        return self.countries[0]

    def cell(self, country: str, topic: str) -> Cell:
        return self.cells[country, topic]

    def topic(self, topic: str) -> list[Cell]:
        """What the countries have of a topic."""
        return [self.cells[country, topic] for country in self.countries]

    def beside(self, cell: Cell) -> list[Cell]:
        """What the other countries have of a cell's topic."""
        return [other for other in self.topic(cell.topic) if other.country != cell.country]


def countries(
    regions: Mapping[str, str], mine: str, chosen: Sequence[str], t: Words
) -> tuple[str, ...]:
    """Countries to show, mine first, then by name. ``regions``: region → its country."""
    others = {regions[region] for region in (chosen or regions)} - {regions[mine]}
    return (regions[mine], *sorted(others, key=t.country))


def framework(package: Package, shown: Iterable[str]) -> Framework:
    """The framework of the countries shown, in the order given."""
    order, known = tuple(shown), _stated(package)
    every = ((country, topic) for country in order for topic in TOPICS)
    return Framework(order, {at: known.get(at) or Cell(*at) for at in every})


@once
def _stated(package: Package) -> dict[tuple[str, str], Cell]:
    return _listed(package) | _offered(package)


def _offered(package: Package) -> dict[tuple[str, str], Cell]:
    """What only an entry of ``funding`` tells: the same is said there and here."""
    rows = {row["funding_id"]: row for row in each(package.table("funding"))}
    found = {}
    for kind in money_kinds.kinds(package).values():
        topic = money_kinds.TOPICS.get(kind.kind)
        if topic and kind.entries and kind.law is None:
            row = rows[kind.entries[0]]
            found[kind.country, topic] = Cell(
                country=kind.country,
                topic=topic,
                status=kind.status,
                title=_text(row["name_en"]),
                title_local=_text(row["name_local"]),
                year=None if pd.isna(row["period_start"]) else int(row["period_start"][:4]),
                year_means="since",
                summary=_text(row["summary_en"]),
                source_title=_text(row["source_title"]),
                source_url=_text(row["source_url"]),
                source_year=_year(row["source_year"]),
                verified=_text(row["verified"]),
            )
    return found


def _listed(package: Package) -> dict[tuple[str, str], Cell]:
    return {
        (row.country_code, row.topic): Cell(
            country=row.country_code,
            topic=row.topic,
            status=row.status if row.status in STATES else "unknown",
            unlisted="" if row.status in STATES else str(row.status),
            title=_text(row.title_en),
            title_local=_text(row.title_local),
            year=_year(row.year),
            year_means=row.year_means if row.year_means in ("since", "as_of") else None,
            summary=_text(row.summary_en),
            summary_local=_text(row.summary_local),
            source_title=_text(row.source_title),
            source_url=_text(row.source_url),
            source_year=_year(row.source_year),
            verified=_text(row.verified),
        )
        for row in package.table("policy").itertuples()
    }


def exported(package: Package, shown: Sequence[str]) -> pd.DataFrame:
    """The framework to take away: the columns of the dataset ``policy``, a row for every country
    shown and topic, countries in the order given."""
    cells = pd.MultiIndex.from_product([list(shown), TOPICS], names=["country_code", "topic"])
    plain = package.table("policy").astype({"status": "str", "topic": "str", "year_means": "str"})
    full = plain.set_index(["country_code", "topic"]).reindex(cells)
    for at, cell in _offered(package).items():
        if at in full.index:
            told = {name: getattr(cell, field) for name, field in _COLUMNS.items()}
            full.loc[at, list(told)] = list(told.values())
    full["status"] = full["status"].fillna("unknown")
    return full.reset_index()


def elsewhere(found: Framework) -> dict[str, list[Cell]]:
    """What others have and mine has not, has only partly, or nothing was found of – in this
    order –: topics, each with the cells of those that say «yes», the earliest first."""
    mine = {topic: found.cell(found.mine, topic) for topic in TOPICS}
    topics = [x for status in _NOT_FULLY for x in TOPICS if mine[x].status == status]
    have = {x: [o for o in found.beside(mine[x]) if o.status == "yes"] for x in topics}
    return {topic: sorted(cells, key=_by_year) for topic, cells in have.items() if cells}


def from_first(cells: Iterable[Cell]) -> list[Cell]:
    """Those that have it first, the earliest of them on top; unknown last."""
    place = {status: n for n, status in enumerate(STATES)}
    return sorted(cells, key=lambda cell: (place[cell.status], *_by_year(cell)))


def known_of(found: Framework, *countries: str) -> list[str]:
    """The topics of which something is stated for each of the countries: what is unknown of one
    neither differs from the other's nor is like it."""
    return [x for x in TOPICS if all(found.cell(country, x).known for country in countries)]


def differing(found: Framework, left: str, right: str) -> list[str]:
    """The topics in which two countries have another status, as far as both are known."""
    both = known_of(found, left, right)
    return [x for x in both if found.cell(left, x).status != found.cell(right, x).status]


def state_words(status: str, t: Words) -> str:
    """«● yes»."""
    sign, word = STATES[status]
    return f"{sign} {t(word)}"


def cell_words(cell: Cell, t: Words) -> str:
    """``state_words`` of a cell."""
    return f"{cell.sign} {cell.unlisted}" if cell.unlisted else state_words(cell.status, t)


def when_words(cell: Cell, t: Words) -> str:
    """«yes, the present one since 2017», «no, as of 2023»; without a year the status alone."""
    pattern = _WHEN.get((cell.status, cell.year_means or ""))
    if pattern is None or cell.year is None:
        return cell.unlisted or t(STATES[cell.status][1])
    return t(pattern, year=cell.year)


def year_words(cell: Cell, t: Words) -> str:
    """«2017» for a beginning, «as of 2023» for a finding, «–» without a year."""
    if cell.year is None:
        return "–"
    return t("as of {year}", year=cell.year) if cell.year_means == "as_of" else str(cell.year)


def _by_year(cell: Cell) -> tuple[bool, int]:
    return cell.year is None, cell.year or 0


def _text(cell: Any) -> str | None:
    return None if pd.isna(cell) else str(cell)


def _year(cell: Any) -> int | None:
    return None if pd.isna(cell) else int(cell)
