"""My region: every indicator, beside the nine and beside regions like it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TypeAlias

import pandas as pd

from pages.compare.views import CompareView
from pages.practice.views import PracticeView
from pages.region import dot_plot, exhibits, heat, panel, peers, scene, sentences, table
from pages.region.scene import Scene, by_region, rows_of
from pages.region.views import AMONG, RegionView, themes
from secon_data import breaks, comparison, regions, standing
from secon_data.package import Package, once
from secon_data.rows import Row
from secon_ui.drawing.look import Look
from secon_ui.shell.taken import Taken
from secon_ui.shell.view import address
from secon_ui.taking import observed, sheets
from secon_ui.taking.exhibit import Exhibit, Key, Sheet
from secon_ui.text import notes
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.spoken import sentence


@dataclass(frozen=True)
class Choices:
    """What can be chosen, with its words, by code. ``theme``: the one shown."""

    themes: Mapping[str, str]
    against: Mapping[str, str]
    others: Mapping[str, str]
    alike: Mapping[str, str]
    theme: str


@dataclass(frozen=True)
class Drawn:
    """A view: its headline, what is measured, and the parts beneath, one under another."""

    title: Markup
    measured: str
    parts: tuple[Markup, ...]


@dataclass(frozen=True)
class Shown:
    """The page."""

    drawn: Drawn
    taken: Taken
    choices: Choices


@dataclass(frozen=True)
class _Given:
    """What a view is made of."""

    view: RegionView
    package: Package
    look: Look

    @cached_property
    def choices(self) -> Choices:
        view, t = self.view, self.look.t
        named = scene.named(themes(self.package), t)
        names = {r: name for r, name in self.look.names.items() if r != view.region}
        against = scene.against_names(self.scene.country, t)
        return Choices(named, against, names, scene.alike(self.package, t), named[view.theme])

    @cached_property
    def scene(self) -> Scene:
        view, t = self.view, self.look.t
        country = t.country(scene.regions(self.package)[view.region]["country_code"])
        return Scene(
            view.region, view.other, view.against, self.look.names, country,
            comparison.indicators(self.package),
            self._ranking, t, breaks.of_sets(self.package),
        )  # fmt: skip

    def _ranking(self, indicator: str) -> str:
        """The address of an indicator's ranking."""
        view, language = self.view, self.look.t.language
        asked = CompareView(
            view.region, language, indicator=indicator, shown="ranking", rev=view.rev
        )
        return address("compare", asked)

    @cached_property
    def ids(self) -> list[str]:
        """The indicators of the choice."""
        known = regions.comparable(self.package)
        return scene.indicators_of(self.view.theme, comparison.indicators(self.package), known)

    @cached_property
    def every(self) -> list[Row]:
        """All regions' rows of ``standing`` for them, indicator by indicator."""
        known = by_region(standing.standing(self.package))
        return [known[r, i] for i in self.ids for r in self.look.names if (r, i) in known]

    @cached_property
    def alike(self) -> peers.Peers:
        """The regions most like mine."""
        view, t, names = self.view, self.look.t, self.look.names
        found, gaps = _peers(self.package, view)
        called = {
            id: names[id] if view.among == "nine" else t.areas(id, name)
            for id, name in zip(found["id"].tolist(), found["name"].tolist(), strict=True)
        }
        called_as = self.package.table("areas").set_index("area_id")["name"]
        lent: dict[str, str] = {}
        likened = view.alike if view.among == "nuts2" else ()
        if of_area := comparison.likened(self.package, view.region, likened):
            lent = {i: t.areas(area, str(called_as[area])) for i, area in of_area.items()}
        needed = bool(standing.needed_of_peers(self.package, view.region))
        ratios = [one for one in view.alike if one in comparison.by_ratio(self.package)]
        valueless = not len(found) and standing.any_alike(
            self.package, view.region, view.alike, view.among
        )
        years = comparison.other_years(self.package, view.region, view.alike) if likened else {}
        # That a region is not likened to itself goes without saying.
        of_areas = self.package.table("region_areas")
        mine = (of_areas["region_id"] == view.region) & (of_areas["role"] == "own")
        own = set(of_areas.loc[mine, "area_id"])
        left_out = [
            t.areas(area, str(called_as[area]))
            for area in comparison.left_out(self.package, view.region, likened)
            if area not in own
        ]
        return peers.Peers(
            found, gaps, called, t(AMONG[view.among]), lent, needed, ratios, valueless, left_out,
            nine=view.among == "nine", years=years,
        )  # fmt: skip

    @property
    def most(self) -> tuple[int, int]:
        """How many strengths and weaknesses a headline names."""
        return (2, 3) if self.look.size == "wide" else (1, 2)

    @cached_property
    def rows(self) -> list[Row]:
        """My region's rows."""
        return rows_of(standing.standing(self.package), self.view.region, self.ids)

    @cached_property
    def others(self) -> list[Row] | None:
        """The rows of the region laid over mine that the view shows."""
        if not (other := self.view.other):
            return None
        found = rows_of(standing.standing(self.package), other, self.ids)
        return dot_plot.laid_over(self.rows, found) if self.view.shown == "spine" else found

    @property
    def laid(self) -> list[Row]:
        """The same; none where no region is laid over mine."""
        return self.others or []

    @cached_property
    def heading(self) -> tuple[Markup, Markup]:
        """The finding on strengths and weaknesses, and how many there are of each."""
        return (
            sentences.finding(self.rows, self.scene, most=self.most),
            sentences.counted(self.rows, self.scene),
        )

    def practices(self) -> Markup:
        """Links to practices that answer my weaknesses."""

        def link(indicator: str) -> str:
            view, language = self.view, self.scene.t.language
            asked = PracticeView(view.region, language, weak=indicator, rev=view.rev)
            return address("practice", asked)

        return panel.practices(self.rows, self.package.table("themes"), link, self.scene)

    def notice(self, rows: list[Row], *, of_area: bool = True) -> Markup:
        """Whose values these are. ``of_area``: with the note on my region's area."""
        known = scene.regions(self.package).items()
        about = {r: row["area_note"] for r, row in known if not pd.isna(row["area_note"])}
        laid = self.laid if of_area else []
        told = sentences.notice(rows, self.scene, about if of_area else {}, alone=not laid)
        created = int(str(self.package.descriptor.get("created", "0"))[:4])
        old = sentences.old([*rows, *laid], created, self.scene)
        return told + sentences.of_laid(laid, self.scene, about) + old

    def source(self, rows: list[Row]) -> Markup:
        """The source line, and which values are flagged where no column of the view says it."""
        laid = self.laid if self.view.shown in ("spine", "table") else []
        told = self._source([*rows, *laid], self.ids)
        if self.view.shown == "table":
            return told
        return told + sentences.flagged([*rows, *laid], self.scene)

    def source_of_better(self) -> Markup:
        """The source line of who does better: of the values shown, and of those by which regions
        are alike."""
        alike, found = list(self.view.alike), self.alike
        points = peers.weak_points(self.rows) if found.rows else []
        shown = [str(row["indicator_id"]) for row in points]
        rows = [*points, *peers.beside(self.rows, found, self.package)] if points else []
        if not shown:  # no value, but in what regions are alike or not
            return self._source(rows, [] if alike else self.ids, alike)
        told = self._source(rows, shown, [one for one in alike if one not in shown])
        return told + sentences.flagged(rows, self.scene)

    def _source(
        self, rows: list[Row], indicators: Sequence[str], alike: Sequence[str] = ()
    ) -> Markup:
        """``alike``: indicators by which regions are alike and of which no value is shown."""
        scene, extracts = self.scene, self.package.table("extracts")
        shown, near = (
            [str(scene.indicators[one]["eurostat_code"]) for one in part]
            for part in (indicators, alike)
        )
        beside = [self.view.region, *self.alike.names] if alike else []
        of_near = comparison.extracts_of_likeness(self.package, beside, alike)
        return notes.source(
            rows, shown, extracts, scene.names, scene.t, flags=False, alike=near, near=of_near
        )


def build(view: RegionView, package: Package, look: Look) -> Shown:
    """The page of a view."""
    given = _Given(view, package, look)
    taken = Taken(
        partial(_exported, view, package, look),
        f"{view.region}-{view.shown}-{view.theme}.csv",
        _cited(given),
        partial(_sheet, view, package, look),
    )
    return Shown(VIEWS[view.shown](given), taken, given.choices)


Found: TypeAlias = tuple[pd.DataFrame, pd.DataFrame]


@once
def _kept(package: Package) -> dict[tuple[str, tuple[str, ...], str], Found]:
    """What ``_peers`` has found, from the start what each profile shows: most views ask for it."""
    usual = [RegionView(region, "en") for region in scene.regions(package)]
    asked = [(view.region, view.alike, view.among) for view in usual]
    return {one: standing.peers_and_gaps(package, *one) for one in asked}


def _peers(package: Package, view: RegionView) -> Found:
    """``standing.peers_and_gaps`` of a view."""
    kept, asked = _kept(package), (view.region, view.alike, view.among)
    found = kept.get(asked)
    if found is None:
        if len(kept) >= 100:
            kept.clear()
        found = kept[asked] = standing.peers_and_gaps(package, *asked)
    return found


def _profile(given: _Given) -> Drawn:
    """The spine, and beside it strengths, weaknesses and what follows from them."""
    rows, others, scene = given.rows, given.others, given.scene
    more = address("region", replace(given.view, shown="peers"))
    beside = panel.panel(
        rows, scene, given.practices(), peers.brief(rows, given.alike, scene, more)
    )
    chart = dot_plot.spine(rows, others, standing.small_spreads(given.package), scene)
    chart += dot_plot.explained(rows, given.laid, scene) + sentences.derived_breaks(rows, scene)
    body = html('<div class="rg-body"><div>{}{}</div>{}</div>', chart, given.notice(rows), beside)
    return Drawn(*given.heading, (body, given.source(rows)))


def _all_nine(given: _Given) -> Drawn:
    """The heat table."""
    every, scene = given.every, given.scene
    columns = heat.order(every, list(scene.names))
    phone = given.look.size == "phone"
    if phone:  # the others are there by scrolling
        columns = [scene.mine, *(region for region in columns if region != scene.mine)]
    title = heat.finding(every, columns, scene)
    drawn = heat.heat(every, given.ids, columns, scene)
    parts = (drawn, heat.explained(every, scene, mine_first=phone), given.source(every))
    return Drawn(title, given.choices.theme, parts)


def _who_does_better(given: _Given) -> Drawn:
    """The regions most like mine, and where they are ahead of it."""
    rows, scene, found, t = given.rows, given.scene, given.alike, given.scene.t
    title, points = peers.finding(rows, found, scene), peers.weak_points(rows)
    drawn = peers.table(rows, found, scene) if found.rows else EMPTY
    by = t.list([t.data(scene.indicators[i]["short_name"]) for i in given.view.alike])
    sub = (
        t("Alike by {indicators}; found among: {among}", indicators=by, among=found.among)
        if by
        else t("Choose above in what regions are to be alike.")
    )
    below = given.practices() + peers.explained(rows, found, scene)
    notice = given.notice(points, of_area=False)
    parts = _some(peers.cards(found, scene), drawn, below, notice, given.source_of_better())
    return Drawn(title, sub, parts)


def _every_value(given: _Given) -> Drawn:
    """The table."""
    rows, scene = given.rows, given.scene
    drawn = table.table(rows, given.others, scene)
    every = [*rows, *given.laid]
    broken = _unjudged(every, scene, on_axis=False) + sentences.derived_breaks(every, scene)
    broken += table.explained(scene)
    return Drawn(*given.heading, _some(drawn, broken, given.notice(rows), given.source(rows)))


VIEWS: Mapping[str, Callable[[_Given], Drawn]] = {
    "spine": _profile,
    "heat": _all_nine,
    "peers": _who_does_better,
    "table": _every_value,
}


@dataclass(frozen=True)
class _Paper:
    """What is drawn of a view: with its keys, what stands under it, what it is in words, and what
    is not drawn."""

    exhibits: Sequence[Exhibit]
    keys: Sequence[Key]
    notice: Markup
    described: str
    elsewhere: Sequence[str] = ()


def _sheet(view: RegionView, package: Package, look: Look) -> Sheet:
    """The view on paper."""
    given = _Given(view, package, sheets.on_paper(look))
    drawn, paper = VIEWS[view.shown](given), PAPERS[view.shown](given)
    source = (
        given.source_of_better()
        if view.shown == "peers"
        else given.source(given.every if view.shown == "heat" else given.rows)
    )
    return sheets.sheet(
        given.look,
        drawn.title,
        drawn.measured,
        paper.exhibits,
        described=f"{sentence(drawn.title)}. {paper.described}",
        keys=paper.keys,
        notice=paper.notice,
        source=source,
        elsewhere=paper.elsewhere,
    )


def _profile_on_paper(given: _Given) -> _Paper:
    rows, others, scene, t = given.rows, given.others, given.scene, given.scene.t
    spreads = standing.small_spreads(given.package)
    told = t.plural(
        "{n} indicator, on an axis from the lowest quarter of all regions, on the left, to the "
        "best.",
        "{n} indicators, each on an axis from the lowest quarter of all regions, on the left, to "
        "the best.",
        len(rows),
    )
    return _Paper(
        [exhibits.profile(rows, others, spreads, scene, given.look)],
        exhibits.profile_keys(rows, others, scene, given.look),
        given.notice(rows)
        + sentences.derived_breaks(rows, scene)
        + _unjudged([*rows, *given.laid], scene)
        + _explained(dot_plot.apart(rows, given.laid, scene)),
        told,
        [
            t("the list of strengths and weaknesses"),
            *_answers(given),
            t("the regions most like it"),
        ],
    )


def _answers(given: _Given) -> list[str]:
    """What is said of the links to practices, where there are any; that none answers is no link."""
    found = panel.answered(given.rows, given.package.table("themes"))
    return [given.scene.t("practices that answer its weaknesses")] if found else []


def _all_nine_on_paper(given: _Given) -> _Paper:
    every, scene, t = given.every, given.scene, given.scene.t
    columns = heat.order(every, list(scene.names))
    told = t.plural(
        "A table of {n} indicator in the nine regions, each number shaded by its quarter among "
        "all regions of the same level.",
        "A table of {n} indicators in the nine regions, each number shaded by its quarter among "
        "all regions of the same level.",
        len(given.ids),
    )
    if not heat.any_judged(every):
        told = t("All nine regions, nothing of which is judged here")
    return _Paper(
        [exhibits.all_nine(every, given.ids, columns, scene, given.look)],
        exhibits.heat_keys(every, given.look),
        heat.explained(every, scene, mine_first=False),
        told,
    )


def _better_on_paper(given: _Given) -> _Paper:
    rows, scene, found, t = given.rows, given.scene, given.alike, given.scene.t
    points = peers.weak_points(rows)
    tables = [exhibits.alike(found, scene)]
    if points:
        tables.append(exhibits.who_does_better(rows, found, scene, given.look))
    notice = peers.explained(rows, found, scene) + given.notice(points, of_area=False)
    others = [basis for basis in found.gaps["basis"].dropna() if basis != "own"]
    used = [*(row["basis"] for row in points), *others]
    told = t("Regions most like it: {regions}.", regions=t.list(list(found.names.values())))
    if not len(found.table):
        tables, told = [], ""
    return _Paper(tables, sheets.basis_keys(used, t), notice, told, _answers(given))


def _every_value_on_paper(given: _Given) -> _Paper:
    rows, scene, t = given.rows, given.scene, given.scene.t
    every = [*rows, *given.laid]
    told = t.plural(
        "A table of {n} indicator with its value and what it stands for.",
        "A table of {n} indicators with their values and what these stand for.",
        len(rows),
    )
    return _Paper(
        [exhibits.every_value(rows, given.others, scene, given.look)],
        [],
        sentences.derived_breaks(every, scene)
        + given.notice(rows)
        + _unjudged(every, scene, on_axis=False)
        + table.explained(scene),
        told,
    )


def _unjudged(rows: list[Row], scene: Scene, *, on_axis: bool = True) -> Markup:
    return _explained(dot_plot.unjudged(rows, scene, on_axis=on_axis))


def _explained(told: Sequence[str]) -> Markup:
    return joined(html('<p class="rg-explained">{}</p>', one) for one in told)


PAPERS: Mapping[str, Callable[[_Given], _Paper]] = {
    "spine": _profile_on_paper,
    "heat": _all_nine_on_paper,
    "peers": _better_on_paper,
    "table": _every_value_on_paper,
}


def _exported(view: RegionView, package: Package, look: Look) -> pd.DataFrame:
    """The figures shown, as a table to take away."""
    given = _Given(view, package, look)
    if view.shown == "peers":
        return peers.export(given.alike, given.rows, given.scene, package)
    columns = [view.region, view.other] if view.other else [view.region]
    if view.shown == "heat":
        columns = heat.order(given.every, list(given.scene.names))
    found = standing.standing(package).set_index(["indicator_id", "region_id"], drop=False)
    rows = found.loc[[(indicator, region) for indicator in given.ids for region in columns]]
    return observed.table(rows, look.names, package)


def _shown_rows(given: _Given) -> tuple[str, list[Row]]:
    """Of whom the view tells values, in words, and these."""
    t, names, shown = given.look.t, given.look.names, given.view.shown
    mine = names[given.view.region]
    if shown == "heat":
        return t("The nine regions"), given.every
    if shown == "peers":
        # Of areas that are no partner region each has its own values.
        theirs = peers.beside(given.rows, given.alike, given.package)
        points = peers.weak_points(given.rows)
        told = t.list([mine, *given.alike.names.values()])
        return told, [*points, *(row for row in theirs if "basis" in row)]
    if given.others is None:
        return mine, given.rows
    return t.list([mine, names[str(given.view.other)]]), [*given.rows, *given.others]


def _cited(given: _Given) -> str:
    """How to cite the page; with the wider areas that stand for a region."""
    t, theme = given.look.t, given.choices.theme
    region, rows = _shown_rows(given)
    day = t.date(str(given.package.descriptor.get("created", ""))[:10])
    areas = dict.fromkeys(sentences.whose_areas(row, t) for row in rows if row["basis"] == "wider")
    if areas and region != given.look.names[given.view.region]:
        return t(
            "{regions}: {theme}; where our data hold no figure for one of them, that of a wider "
            "area, as each row says. Source: Eurostat; calculations by SECON; data of {date}.",
            regions=region, theme=theme, date=day,
        )  # fmt: skip
    if areas:
        return t(
            "{region}: {theme}; where our data hold no figure for it, that of {areas}. "
            "Source: Eurostat; calculations by SECON; data of {date}.",
            region=region, theme=theme, areas=t.list(list(areas)), date=day,
        )  # fmt: skip
    return t(
        "{region}: {theme}. Source: Eurostat; calculations by SECON; data of {date}.",
        region=region, theme=theme, date=day,
    )  # fmt: skip


def _some(*parts: Markup) -> tuple[Markup, ...]:
    return tuple(part for part in parts if part)
