"""What all views of the Practice page share, and what each of them gives. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from pages.practice import cards, chosen, headlines, lists, notes
from pages.practice.cards import Names
from pages.practice.lists import Listed
from pages.practice.views import PracticeView
from secon_data import comparison, regions
from secon_data.package import Package
from secon_ui.drawing.charts.common import Figure
from secon_ui.drawing.look import Look
from secon_ui.shell.facets import told_of, words
from secon_ui.text.markup import EMPTY, Markup, html
from secon_ui.text.references import end_words


@dataclass(frozen=True)
class Towns:
    """The map, what it shows for a reader who cannot see it, and what stands beside it."""

    figure: Figure
    described: str
    beside: Markup


@dataclass(frozen=True)
class Drawn:
    """A view: its finding, what is measured, and its parts. ``pages``: number of the page shown
    and of the last; ``after``: stands beneath these."""

    title: Markup
    measured: Markup = EMPTY
    parts: tuple[Markup, ...] = ()
    towns: Towns | None = None
    pages: tuple[int, int] = (1, 1)
    after: Markup = EMPTY


@dataclass(frozen=True)
class Scene:
    """A view, what it is made of, and what fits its choices."""

    view: PracticeView
    package: Package
    look: Look
    listed: Listed

    @property
    def mine(self) -> str:
        """My region."""
        return self.view.region

    @property
    def rows(self) -> pd.DataFrame:
        """What fits the choices, in the order of reading."""
        return self.listed.rows

    @cached_property
    def countries(self) -> Mapping[str, str]:
        """Region → its country."""
        return regions.countries(self.package)

    @property
    def country(self) -> str:
        """My region's country."""
        return self.countries[self.mine]

    @cached_property
    def names(self) -> Names:
        """The regions' names, in the reader's language and in their own."""
        own = self.package.table("regions").set_index("region_id")["name_local"]
        return {region: (name, own[region]) for region, name in self.look.names.items()}

    def of(self, finding: str, *named: str) -> str:
        """A finding with what narrows it. ``named``: fields of the view that it names itself; one
        that nothing fits speaks of «this choice»."""
        return finding if self.rows.empty else told_of(finding, self.choices(*named))

    def choices(self, *named: str) -> list[str]:
        """What narrows the view, in words. ``named``: fields of the view that are left out."""
        view, weak = self.view, self.view.weak
        facets = [facet for facet in self.listed.facets if facet.name not in named]
        told = words(
            facets, {facet.name: getattr(view, facet.name) for facet in facets}, view.asked
        )
        if weak and view.dataset == "practices" and "weak" not in named:
            told = [self.look.t.data(self.indicators.get(weak, weak)), *told]
        return told

    @property
    def finding(self) -> tuple[Markup, Markup]:
        """What the practices shown are, and their commonest theme."""
        t, names = self.look.t, lists.groups(self.package)
        asked = [names[group] for group in self.view.group if group in names]
        if self.view.weak:
            asked = [self.indicators.get(self.view.weak, self.view.weak), *asked]
        told = headlines.practices(self.rows, asked, self.mine, self.look.names, t)
        # Where all are in one region, it is named.
        of_one = self.rows["region_id"].nunique() == 1
        named = ("country",) if of_one else ()
        counted = str(self.rows["region_id"].iloc[0]) if of_one else self.mine
        told = self.of(told, "group", "weak", *named)
        parts = (
            headlines.commonest(self.rows, t),
            headlines.outside(self.rows, counted, self.look.names, t),
        )
        return html("{}", told), html("{}", " ".join(part for part in parts if part))

    @cached_property
    def indicators(self) -> Mapping[str, str]:
        """The short names of the indicators."""
        table = self.package.table("indicators")
        return dict(zip(table["indicator_id"], table["short_name"], strict=True))

    @property
    def answering(self) -> Markup:
        """What the practices are taken to answer: who comes from a weakness reads it first."""
        t, weak = self.look.t, self.view.weak
        themes, groups = self.package.table("themes"), lists.groups(self.package)
        if weak:
            near = chosen.answers(themes).get(weak, [])
            return notes.answering_weakness(self.weakness(weak), near, t)
        return notes.answering(themes, self.view.group, groups, self.weakness, t)

    def weakness(self, indicator: str) -> str:
        """«low employment (20–64)»: the bad end of an indicator."""
        row = comparison.indicators(self.package).get(indicator)
        return end_words(row, self.look.t, good=False) if row else indicator

    def grid(self, rows: pd.DataFrame) -> Markup:
        return cards.grid(rows, self.names, self.mine, self.view.card, self.look.t)

    def labels(self, dataset: str, column: str) -> Mapping[str, str]:
        return lists.labels(self.package, dataset, column)

    def page(self, size: int) -> tuple[int, int]:
        """Number of the page shown, and of the last, with so many rows on each."""
        last = chosen.last_page(self.rows, size)
        return min(int(self.view.page), last), last
