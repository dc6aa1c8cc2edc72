"""The Enterprises page: who is there – map, directory, what is listed of each region, counts.
Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
import pandas as pd

from pages.enterprises import (
    card,
    count_cards,
    counts,
    directory,
    exhibits,
    fields,
    headlines,
    listing,
    maps,
)
from pages.enterprises import narrowing as narrowed
from pages.enterprises.map_dots import Flower
from pages.enterprises.views import EnterprisesView
from secon_data import regions
from secon_data.area_sets import nearest
from secon_data.package import Package
from secon_ui.drawing.deck_layers import Deck
from secon_ui.drawing.look import Look
from secon_ui.shell import facets
from secon_ui.shell.facets import Counts, Facet
from secon_ui.shell.taken import Taken
from secon_ui.taking import sheets
from secon_ui.taking.columns import data_of
from secon_ui.taking.exhibit import Exhibit, Key, Sheet
from secon_ui.text.markup import EMPTY, Markup, html
from secon_ui.text.references import countries_words
from secon_ui.text.spoken import sentences


@dataclass(frozen=True)
class Beside:
    """What stands beside a map while nobody is chosen: above and below the organisations of the
    one region that is shown close up."""

    above: Markup = EMPTY
    below: Markup = EMPTY


@dataclass(frozen=True)
class Drawn:
    """A view's finding, what is measured, and its figure: a map, or HTML; the directory is listed
    by the page. ``beneath``: how to read the figure."""

    title: Markup
    measured: Markup
    figure: Deck | Markup = EMPTY
    beneath: Markup = EMPTY
    beside: Beside = Beside()


@dataclass(frozen=True)
class Chosen:
    """The organisation that was chosen: all that is known of it, and its region."""

    card: Markup
    region: str


@dataclass(frozen=True)
class Shown:
    """The page. ``organisations``: which rows of the dataset are listed; ``opened``: they are those
    of one circle on the map; ``lists``: the lists that
    narrow the page, each with its codes and their numbers; ``described``: the figure or the table
    for a reader who cannot see it."""

    drawn: Drawn
    organisations: pd.Index
    opened: bool
    lists: Sequence[tuple[Facet, Mapping[str, int]]]
    chosen: Chosen | None
    described: str
    caution: Markup
    source: Markup
    taken: Taken


@dataclass(frozen=True)
class _Scene:
    """What all views of the page share."""

    view: EnterprisesView
    package: Package
    look: Look

    @property
    def everyone(self) -> pd.DataFrame:
        return self.package.table("enterprises")

    @cached_property
    def sought(self) -> pd.DataFrame:
        return narrowed.sought(self.package, self.view.search)

    @cached_property
    def lists(self) -> list[Facet]:
        return narrowed.lists(self.look)

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions that the view is narrowed to; none means all: what is listed of each region
        is told of all nine."""
        return () if self.view.shown == "density" else self.view.regions

    @property
    def selected(self) -> Mapping[str, Sequence[str]]:
        """The choices that the view obeys, by facet."""
        return {**self.view.selected, "regions": self.regions}

    @cached_property
    def found(self) -> pd.DataFrame:
        """The organisations shown, as the list has them: what is worked out of all that are listed
        is the same for every region."""
        return facets.narrowed(self.sought, self.lists, self.selected)

    @cached_property
    def order(self) -> np.ndarray | None:
        """The places of the organisations shown, my region's first; None where the list has them
        so."""
        mine = np.array([region == self.view.region for region in self.found["region_id"].tolist()])
        return None if mine.all() or not mine.any() else np.argsort(~mine, kind="stable")

    @cached_property
    def table(self) -> pd.DataFrame:
        """The organisations shown, my region's first."""
        return self.found if self.order is None else self.found.iloc[self.order]

    @property
    def organisations(self) -> pd.Index:
        """Which rows of the dataset are shown: all of them, or those of the circle that is
        opened."""
        if self.opened:
            return self.table.index[list(self.opened.rows)]
        return self.found.index if self.order is None else self.found.index[self.order]

    @cached_property
    def counts(self) -> Counts:
        """How many would be shown with each code of each list."""
        found = facets.counted(self.sought, self.lists, self.selected)
        for region in self.view.regions:  # chosen, and so to be seen among the choices
            found["regions"].setdefault(region, 0)
        return found

    @property
    def filters(self) -> list[str]:
        """What narrows the list besides the region, in words."""
        return narrowed.words(self.lists, self.view, self.look.t)

    @property
    def choices(self) -> list[str]:
        """All that narrows what is shown, in words."""
        return [*(self.look.names[region] for region in self.regions), *self.filters]

    @cached_property
    def listed(self) -> list[listing.Listed]:
        """What is listed of each region by the choices other than that of regions."""
        chosen = {**self.view.selected, "regions": ()}
        found = facets.narrowed(self.sought, self.lists, chosen)
        mine = self.view.region
        return listing.of_regions(found, [mine, *(r for r in self.look.names if r != mine)])

    @cached_property
    def circles(self) -> maps.Circles:
        """The circles of the one region that is shown close up."""
        region = self.view.close_up or self.view.region
        of_region = self.everyone[self.everyone["region_id"] == region]
        return maps.circles(self.table, of_region, region, self.look)

    @cached_property
    def opened(self) -> Flower | None:
        """The circle that is opened on the map."""
        if self.view.shown != "map" or not self.view.close_up or self.view.around is None:
            return None
        return maps.together(self.circles, self.table, self.view.around)

    @property
    def country(self) -> str:
        """My country."""
        return regions.countries(self.package)[self.view.region]

    @property
    def fields(self) -> Markup:
        """What they do, where."""
        countries = regions.countries(self.package)
        return fields.by_region(self.found, self.view.region, countries, self.look)


def build(view: EnterprisesView, package: Package, look: Look) -> Shown:
    """The page of a view. DataError when the boundaries that a map needs are damaged."""
    scene = _Scene(view, package, look)
    listed = view.shown != "counts"
    return Shown(
        VIEWS[view.shown](scene),
        scene.organisations,
        scene.opened is not None,
        [(facet, scene.counts[facet.name]) for facet in scene.lists] if listed else [],
        _chosen(scene) if listed else None,
        _described(scene),
        _caution(scene) if listed else EMPTY,
        _source(scene),
        _taken(scene),
    )


def _map(scene: _Scene) -> Drawn:
    view, look, found = scene.view, scene.look, scene.found
    title, measured = headlines.headline(found, scene.everyone, view, look)
    region = view.close_up
    if region:
        deck = maps.one_region(scene.table, scene.circles, region, view.chosen, look)
    else:
        deck = maps.all_regions(found, scene.package.table("regions"), view, look)
    return Drawn(
        title, measured, deck, headlines.map_caption(found, region, look.t), _beside(scene)
    )


def _beside(scene: _Scene) -> Beside:
    if scene.look.phone or scene.view.chosen:
        return Beside()
    if not scene.view.close_up:
        above = scene.fields
    elif len(scene.found):
        circle = scene.opened
        heading = maps.called(circle, scene.look.t) if circle else scene.look.t("Organisations")
        above = html('<h2 class="ent-head">{}</h2>', heading)
    else:
        above = EMPTY
    return Beside(above, listing.in_short(scene.listed, scene.view, scene.look))


def _directory(scene: _Scene) -> Drawn:
    headline = headlines.headline(scene.found, scene.everyone, scene.view, scene.look)
    hint = scene.look.t("Tick a row to see all that is known.")
    return Drawn(*headline, beneath=html('<p class="source">{}</p>', hint))


def _listing(scene: _Scene) -> Drawn:
    headline = listing.headline(scene.listed, scene.view.region, scene.look, scene.filters)
    table = listing.drawn(scene.listed, scene.view, scene.look, brief=False)
    return Drawn(*headline, table)


def _counts(scene: _Scene) -> Drawn:
    found, t = counts.rows(scene.package.table("counts")), scene.look.t
    headline = count_cards.headline(found, scene.country, t)
    return Drawn(*headline, count_cards.cards(found, scene.country, t))


VIEWS: Mapping[str, Callable[[_Scene], Drawn]] = {
    "map": _map,
    "directory": _directory,
    "density": _listing,
    "counts": _counts,
}


def _chosen(scene: _Scene) -> Chosen | None:
    row = narrowed.chosen(scene.everyone, scene.view.chosen)
    return None if row is None else Chosen(card.card(row, scene.look), row["region_id"])


def _described(scene: _Scene) -> str:
    t, n = scene.look.t, len(scene.found)
    if scene.view.shown == "map":
        return t.plural(
            "Map of {n} organisation. The directory holds the same.",
            "Map of {n} organisations. The directory holds the same.",
            n,
        )
    return t.plural("Directory of {n} organisation", "Directory of {n} organisations", n)


def _caution(scene: _Scene) -> Markup:
    shown = scene.regions or tuple(scene.look.names)
    areas = nearest(scene.package)
    return headlines.caution(scene.found, scene.everyone, shown, areas, scene.look)


def _source(scene: _Scene) -> Markup:
    view, look = scene.view, scene.look
    if view.shown == "counts":
        return headlines.counts_source(look.t)
    return headlines.source(scene.found, look.t)


def _taken(scene: _Scene) -> Taken:
    view, t = scene.view, scene.look.t
    created = str(scene.package.descriptor.get("created", ""))[:10]
    cite = headlines.citation
    name = "social-enterprises.csv"
    if view.shown == "density":
        name, cite = "social-enterprises-listed.csv", headlines.listing_citation
    elif view.shown == "counts":
        name = "social-economy-counts.csv"
    cited = (
        headlines.counts_citation(created, t)
        if view.shown == "counts"
        else cite(len(scene.found), scene.choices, created, t)
    )
    # Made anew when it is asked for: the page is kept, and would keep the table with it.
    table = partial(_exported, view, scene.package, scene.look)
    dataset = "counts" if view.shown == "counts" else "enterprises"
    return Taken(table, name, cited, partial(_sheet, view, scene.package, scene.look), dataset)


def _exported(view: EnterprisesView, package: Package, look: Look) -> pd.DataFrame:
    """What the view shows, to take away."""
    scene = _Scene(view, package, look)
    if view.shown == "density":
        table = listing.export(scene.listed, look.names)
    elif view.shown == "counts":
        table = package.table("counts")
    else:
        table = directory.export(scene.table, look.names)
    return data_of(table, package)


@dataclass(frozen=True)
class _Paper:
    """What is drawn of a view, with its keys, what stands under it, what it is in words, and what
    is not drawn."""

    exhibits: Sequence[Exhibit]
    described: str
    keys: Sequence[Key] = ()
    notice: Markup = EMPTY
    elsewhere: Sequence[str] = ()


def _sheet(view: EnterprisesView, package: Package, look: Look) -> Sheet:
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
        notice=paper.notice,
        source=_source(scene),
        beside=view.shown == "map",
        elsewhere=paper.elsewhere,
    )


def _map_on_paper(scene: _Scene) -> _Paper:
    view, look, found, t = scene.view, scene.look, scene.found, scene.look.t
    notice = html("<p>{}</p>{}", headlines.dots(found, view.close_up, t), _caution(scene))
    region = view.close_up
    if region:
        table = scene.table
        drawn: list[Exhibit] = [
            exhibits.close_up(table, scene.circles, region, view.chosen, look),
            exhibits.organisations(table, view, look, brief=True),
        ]
        told = t.plural(
            "A map of {region} with a dot for {n} organisation, and a list.",
            "A map of {region} with a dot for each of {n} organisations, and a list.",
            len(table),
            region=look.names[region],
        )
        shown = drawn if len(table) else drawn[:1]
        return _Paper(shown, told, exhibits.dot_keys(table, look), notice, _beyond(scene))
    countries = regions.countries(scene.package)
    places = scene.package.table("regions")
    drawn = [
        exhibits.everywhere(found, places, view, look),
        exhibits.fields_by_region(found, view.region, countries, look),
    ]
    of_region = maps.of_each(found)
    counted = [
        t("{region}: {value}", region=look.names[r], value=t.number(of_region[r], 0))
        for row in scene.listed
        if (r := row.region) in (scene.regions or look.names)
    ]
    told = t(
        "A map of the regions with the number listed in each – {counted} – and a table of fields "
        "by region.",
        counted="; ".join(counted),
    )
    return _Paper(drawn if len(found) else drawn[:1], told, (), notice, _beyond(scene))


def _beyond(scene: _Scene) -> list[str]:
    """What stands beside a map: who was chosen, else from how many sources these are."""
    row = narrowed.chosen(scene.everyone, scene.view.chosen)
    if row is not None:
        return [scene.look.t("all that is known of {name}", name=row["name"])]
    return [scene.look.t("from which sources they are listed, region by region")]


def _directory_on_paper(scene: _Scene) -> _Paper:
    table, t = scene.table, scene.look.t
    drawn = exhibits.organisations(table, scene.view, scene.look)
    told = t.plural(
        "A list of {n} organisation with town, field and legal form.",
        "A list of {n} organisations, each with town, field and legal form.",
        len(table),
    )
    known = [t("all that is known of each organisation")] if len(table) else []
    shown = [drawn] if len(table) else []
    return _Paper(shown, told, notice=_caution(scene), elsewhere=known)


def _listing_on_paper(scene: _Scene) -> _Paper:
    t = scene.look.t
    told = t(
        "A table of the nine regions: how many are listed, from how many sources of which years, "
        "and how many with a street address."
    )
    drawn = exhibits.listed(scene.listed, scene.view.region, scene.look)
    return _Paper([drawn], told, notice=_caution(scene))


def _counts_on_paper(scene: _Scene) -> _Paper:
    found, t = counts.rows(scene.package.table("counts")), scene.look.t
    told = t(
        "A table of {countries}, grouped by what is counted and not ranked, each count with its "
        "definition, year, reliability and source.",
        countries=countries_words(counts.countries(found), t),
    )
    notice = html("<p>{}</p>", exhibits.grades(t))
    return _Paper([exhibits.counts(found, scene.country, scene.look)], told, (), notice)


PAPERS: Mapping[str, Callable[[_Scene], _Paper]] = {
    "map": _map_on_paper,
    "directory": _directory_on_paper,
    "density": _listing_on_paper,
    "counts": _counts_on_paper,
}
