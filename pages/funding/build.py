"""The Funding page: which money, for whom, until when – finder, timeline, budgets, kinds of money,
table. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from itertools import compress

import pandas as pd

from pages.funding import budgets, exhibits, export, headlines, kinds, results, spans
from pages.funding.entries import Entries, Entry, entries, facets, in_order, order_of_countries
from pages.funding.table import table
from pages.funding.timeline import figure
from pages.funding.views import MINE, FundingView
from secon_data import money_kinds
from secon_data.money_kinds import Kinds
from secon_data.package import Package
from secon_data.regions import UNION
from secon_ui.drawing.charts import Figure
from secon_ui.drawing.look import Look
from secon_ui.shell.facets import Facet, counts, fitting, told_of, words
from secon_ui.shell.taken import Taken
from secon_ui.taking import sheets
from secon_ui.taking.columns import data_of
from secon_ui.taking.exhibit import Exhibit, Key, Sheet
from secon_ui.text.markup import EMPTY, Markup
from secon_ui.text.spoken import sentences


@dataclass(frozen=True)
class Drawn:
    """A view's finding, what is measured, its figure – a plotly figure or HTML –, and what is to
    be said beneath it."""

    title: Markup
    measured: Markup
    figure: Figure | Markup
    beneath: Markup = EMPTY


@dataclass(frozen=True)
class Shown:
    """The page. ``on``: the day for which is said what is open; ``about_facets``: what
    their numbers count; ``facets``: the finder's, each with
    its codes and their numbers; ``countries``: those that can be chosen, by code; ``whom``: the
    country whose kinds of money are told, ``own`` where none is asked, out of ``others``;
    ``described``: the timeline for a reader who cannot see it."""

    drawn: Drawn
    on: date
    about_facets: str
    facets: Sequence[tuple[Facet, Mapping[str, int]]]
    countries: Mapping[str, str]
    whom: str
    own: str
    others: Mapping[str, str]
    described: str
    source: Markup
    taken: Taken


@dataclass(frozen=True)
class _Scene:
    """What all views of the page share."""

    view: FundingView
    package: Package
    look: Look

    @cached_property
    def found(self) -> Entries:
        found = entries(self.package, self.view.region, self.view.day(self.look.today))
        return replace(found, rev=self.view.rev)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The countries as they are read, mine being called so."""
        return order_of_countries(self.package, self.found.own)

    @property
    def codes(self) -> list[str]:
        """The countries as they are read, by their own codes."""
        return [self.found.own if code == MINE else code for code in self.order]

    @property
    def whom(self) -> str:
        """The country whose kinds of money are told."""
        return self.view.whom or self.found.own

    @cached_property
    def facets(self) -> list[Facet]:
        return facets(self.found, self.order, self.look)

    @property
    def chosen(self) -> dict[str, Sequence[str]]:
        """The chosen codes by facet."""
        return {facet.name: getattr(self.view, facet.name) for facet in self.facets}

    def fitting(self, *, without: str | None = None) -> list[Entry]:
        """The entries that fit; ``without``: whatever is chosen in that facet."""
        fits = fitting(self.found.codes, self.facets, self.chosen, without=without)
        return list(compress(self.found.rows, fits))

    @cached_property
    def rows(self) -> list[Entry]:
        """The entries that fit, as they are read."""
        return in_order(self.fitting(), self.order, new="new" in self.view.who)

    @cached_property
    def beyond(self) -> list[Entry]:
        """The entries that only the choice of states leaves out."""
        shown = {row.funding_id for row in self.rows}
        return [row for row in self.fitting(without="state") if row.funding_id not in shown]

    @property
    def dated(self) -> list[Entry]:
        """The entries of the timeline, whatever their state, as they are read."""
        return in_order(self.fitting(without="state"), self.order)

    @property
    def filters(self) -> list[str]:
        """What is chosen in the facets other than state and country, in words."""
        other = [facet for facet in self.facets if facet.name not in ("state", "country")]
        return words(other, self.chosen)

    @property
    def narrowed(self) -> list[str]:
        """All that narrows the list and the timeline, which is of any state, in words."""
        country = [facet for facet in self.facets if facet.name == "country"]
        state = [facet for facet in self.facets if facet.name == "state"]
        last = [] if self.view.shown == "timeline" else words(state, self.chosen)
        return [*words(country, self.chosen), *self.filters, *last]

    @property
    def finding(self) -> tuple[Markup, Markup]:
        return headlines.results(
            self.rows, self.beyond, self.found, self.view, self.look, self.filters
        )

    @property
    def shown(self) -> Sequence[Entry]:
        """The entries that the view shows."""
        if self.view.shown == "timeline":
            return spans.drawn(self.dated, self.found.on)
        if self.view.shown == "budgets":
            return budgets.stated(in_order(self.found.rows, self.order))
        return self.found.rows if self.view.shown == "lacking" else self.rows

    @cached_property
    def kinds(self) -> Kinds:
        return money_kinds.kinds(self.package)


def build(view: FundingView, package: Package, look: Look) -> Shown:
    """The page of a view that is ``link.settled``."""
    scene = _Scene(view, package, look)
    found, t = scene.found, look.t
    return Shown(
        VIEWS[view.shown](scene),
        found.on,
        t(
            "The numbers count every entry that fits the other choices, also what the headline "
            "leaves out: money for other regions, or not for social enterprises themselves."
        ),
        _facets(scene),
        {code: found.country(code, t) for code in scene.order},
        scene.whom,
        found.own,
        {code: t.country(code) for code in scene.codes if code != UNION},
        t("Timeline of funding opportunities. The table view holds the same as text."),
        headlines.source(scene.shown, t),
        _taken(scene),
    )


def _list(scene: _Scene) -> Drawn:
    rows, found, t = scene.rows, scene.found, scene.look.t
    return Drawn(*scene.finding, results.listed(rows, found, scene.view.who, t))


def _table(scene: _Scene) -> Drawn:
    return Drawn(*scene.finding, table(scene.rows, scene.found, scene.look.t))


def _timeline(scene: _Scene) -> Drawn:
    found, look = scene.found, scene.look
    rows = scene.dated
    bars = spans.drawn(rows, found.on)
    note = spans.note(rows, bars, found.on, look.t)
    return Drawn(
        *headlines.timeline(rows, found, look, scene.view, scene.filters),
        figure(bars, found, look),
        note,
    )


def _budgets(scene: _Scene) -> Drawn:
    found, look = scene.found, scene.look
    rows = in_order(found.rows, scene.order)
    finding = headlines.budgets(rows, found, look)
    return Drawn(*finding, budgets.listed(budgets.stated(rows), found, look.t))


def _kinds(scene: _Scene) -> Drawn:
    found, whom, codes, t = scene.found, scene.whom, scene.codes, scene.look.t
    missing, union = (
        [found.word("type", kind.kind, t) for kind in which(scene.kinds, whom, codes)]
        for which in (kinds.not_found, kinds.from_union)
    )
    title, measured = headlines.kinds(missing, union, whom, t)
    matrix = kinds.matrix(found, scene.kinds, whom, codes, scene.look)
    return Drawn(title, measured, matrix, headlines.kinds_note(found, scene.look))


VIEWS: Mapping[str, Callable[[_Scene], Drawn]] = {
    "list": _list,
    "timeline": _timeline,
    "budgets": _budgets,
    "lacking": _kinds,
    "table": _table,
}


def _facets(scene: _Scene) -> list[tuple[Facet, Mapping[str, int]]]:
    if scene.view.shown not in ("list", "table"):
        return []
    numbers = counts(scene.found.codes, scene.facets, scene.chosen)
    return [(facet, numbers[facet.name]) for facet in scene.facets]


def _taken(scene: _Scene) -> Taken:
    return Taken(
        # Made anew when it is asked for: the page is kept, and would keep its rows with it.
        partial(_exported, scene.view, scene.package, scene.look),
        "funding.csv",
        _cited(scene),
        partial(_sheet, scene.view, scene.package, scene.look),
        "funding",
        step=scene.view.shown != "timeline" or bool(spans.drawn(scene.dated, scene.found.on)),
    )


def _cited(scene: _Scene) -> str:
    """How to cite what the view shows; the address comes behind it."""
    t, shown = scene.look.t, scene.view.shown
    day = t.date(scene.found.on.isoformat())
    if shown == "lacking":
        return t(
            "SECON regions, kinds of money in each country as of {date}, by SECON's lists of "
            "funding opportunities and of policy.",
            date=day,
        )
    if shown == "budgets":
        what = t("funding opportunities with a stated budget")
    else:
        what = told_of(t("funding opportunities"), scene.narrowed)
    return t("SECON regions, {funding} as of {date}, each with its source.", funding=what, date=day)


def _exported(view: FundingView, package: Package, look: Look) -> pd.DataFrame:
    """What the view shows, to take away."""
    scene = _Scene(view, package, look)
    found, t = scene.found, look.t
    if view.shown == "lacking":
        return data_of(kinds.exported(found, package, scene.kinds, scene.codes, t), package)
    return data_of(export.shown(scene.shown, found, package, t), package)


@dataclass(frozen=True)
class _Paper:
    """What is drawn of a view, with its keys, and what it is in words."""

    exhibits: Sequence[Exhibit]
    described: str
    keys: Sequence[Key] = ()


def _sheet(view: FundingView, package: Package, look: Look) -> Sheet:
    """The view on paper."""
    scene = _Scene(view, package, sheets.on_paper(look))
    drawn, paper = VIEWS[view.shown](scene), PAPERS[view.shown](scene)
    return sheets.sheet(
        scene.look,
        drawn.title,
        drawn.measured,
        paper.exhibits,
        described=sentences(drawn.title, paper.described),
        keys=paper.keys,
        notice=drawn.beneath,
        source=headlines.source(scene.shown, look.t),
    )


def _list_on_paper(scene: _Scene) -> _Paper:
    rows, look = scene.rows, scene.look
    told = look.t.plural(
        "A list of {n} funding opportunity: what it is and for whom, how much, until when, source.",
        "A list of {n} funding opportunities: what each is and for whom, how much, until when, "
        "source.",
        len(rows),
    )
    drawn = exhibits.finder(rows, scene.found, scene.view.who, look)
    return _Paper([drawn] if rows else [], told)


def _table_on_paper(scene: _Scene) -> _Paper:
    rows, look = scene.rows, scene.look
    told = look.t.plural(
        "A table of {n} funding opportunity with all that is known of it in short.",
        "A table of {n} funding opportunities with all that is known of each in short.",
        len(rows),
    )
    return _Paper([exhibits.every_entry(rows, scene.found, look)] if rows else [], told)


def _timeline_on_paper(scene: _Scene) -> _Paper:
    found, look = scene.found, scene.look
    bars = spans.drawn(scene.dated, found.on)
    told = look.t.plural(
        "A timeline of {n} funding opportunity, from its start to its end, with the day marked.",
        "A timeline of {n} funding opportunities, each from its start to its end, with the day "
        "marked.",
        len(bars),
    )
    drawn = exhibits.times(bars, found, look)
    return _Paper([drawn] if bars else [], told, exhibits.time_keys(bars, found, look))


def _budgets_on_paper(scene: _Scene) -> _Paper:
    found, look = scene.found, scene.look
    rows = budgets.stated(in_order(found.rows, scene.order))
    told = look.t.plural(
        "A table of {n} budget as it is stated: for which area, and until when.",
        "A table of {n} budgets as they are stated: for which area, and until when.",
        len(budgets.now(rows)),
    )
    return _Paper([exhibits.budgets(rows, found, look)], told)


def _kinds_on_paper(scene: _Scene) -> _Paper:
    drawn = exhibits.kinds_of_money(scene.found, scene.kinds, scene.whom, scene.codes, scene.look)
    told = scene.look.t(
        "A table of kinds of money by country: how many funding opportunities are listed, and how "
        "many of these can be had by social enterprises on {date}.",
        date=scene.look.t.date(scene.found.on.isoformat()),
    )
    return _Paper([drawn], told)


PAPERS: Mapping[str, Callable[[_Scene], _Paper]] = {
    "list": _list_on_paper,
    "timeline": _timeline_on_paper,
    "budgets": _budgets_on_paper,
    "lacking": _kinds_on_paper,
    "table": _table_on_paper,
}
