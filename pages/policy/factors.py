"""What helps and what holds back: statements, counted by category and kind. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from secon_data.package import Package, once
from secon_ui.text.words import Words, mark

CATEGORIES = {
    "finance": mark("Finance"),
    "legal": mark("Law and status"),
    "support": mark("Support"),
    "networks": mark("Networks"),
    "visibility": mark("Visibility"),
    "data": mark("Data"),
    "culture": mark("Culture"),
    "markets_procurement": mark("Markets and procurement"),
    "skills": mark("Skills"),
}
KINDS = ("hindering", "enabling")  # left, right
BARS = tuple(f"{category}-{kind}" for category in CATEGORIES for kind in KINDS)


@dataclass(frozen=True)
class Factor:
    """A statement, as it stands in the dataset; ``region``: where it concerns one region, and what
    is to be said of its place in it."""

    id: str
    country: str
    region: str | None
    region_note: str | None
    kind: str
    category: str
    statement: str
    source_title: str
    source_url: str
    source_year: int | None

    @property
    def bar(self) -> str:
        """The code of the bar that it belongs to."""
        return f"{self.category}-{self.kind}"


@dataclass(frozen=True)
class Bar:
    """Statements of a category and kind: how many, and how many of them of my country."""

    category: str
    kind: str
    n: int
    mine: int


@once
def stated(package: Package) -> tuple[Factor, ...]:
    """All statements of the dataset ``factors``. Shared."""
    return tuple(
        Factor(
            row.factor_id,
            row.country_code,
            None if pd.isna(row.region_id) else row.region_id,
            None if pd.isna(row.region_note) else row.region_note,
            row.kind,
            row.category,
            row.statement_en,
            row.source_title,
            row.source_url,
            None if pd.isna(row.source_year) else int(row.source_year),
        )
        for row in package.table("factors").itertuples()
    )


def counted(factors: Iterable[Factor], shown: Sequence[str]) -> dict[str, Bar]:
    """All bars by their code, the category with most statements first. ``shown``: countries, mine
    first."""
    found = Counter((factor.country, factor.bar) for factor in factors)

    def bar(category: str, kind: str) -> Bar:
        by_country = [found[country, f"{category}-{kind}"] for country in shown]
        return Bar(category, kind, sum(by_country), by_country[0])

    pairs = {category: [bar(category, kind) for kind in KINDS] for category in CATEGORIES}
    order = sorted(CATEGORIES, key=lambda category: -sum(bar.n for bar in pairs[category]))
    return {f"{bar.category}-{bar.kind}": bar for category in order for bar in pairs[category]}


def first_bar(bars: Mapping[str, Bar]) -> str:
    """The bar opened where none was chosen: the longest one with statements of mine."""
    return max(bars, key=lambda code: (bars[code].mine, bars[code].n))


def behind(factors: Iterable[Factor], shown: Sequence[str], bar: str, region: str) -> list[Factor]:
    """The statements behind a bar: my region's first, then my country's, then by country in the
    order shown."""
    place = {country: n for n, country in enumerate(shown)}
    own = [factor for factor in factors if factor.bar == bar and factor.country in place]
    return sorted(own, key=lambda one: (place[one.country], one.region != region, one.id))


def bar_words(bar: Bar, t: Words) -> str:
    """«Networks as a barrier: 16 statements»."""
    name = t(CATEGORIES[bar.category])
    if bar.kind == "hindering":
        return t.plural(
            "{category} as a barrier: {n} statement",
            "{category} as a barrier: {n} statements",
            bar.n,
            category=name,
        )
    return t.plural(
        "{category} as an enabler: {n} statement",
        "{category} as an enabler: {n} statements",
        bar.n,
        category=name,
    )


def counted_words(mine: str, t: Words) -> str:
    """What the bars count, and what they do not say."""
    return t(
        "Statements from public sources, counted; full colour: {country}. Bars say how often "
        "something is named, not how strong it is.",
        country=t.country(mine),
    )
