"""The Policy page: which framework each country has, and what helps or holds back, drawn in five
ways. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import pandas as pd

from pages.policy import (
    exhibits,
    factor_bars,
    headlines,
    matrix,
    notes,
    others,
    side_by_side,
    statements,
)
from pages.policy import factors as counting
from pages.policy import framework as cells
from pages.policy import whole_table as tables
from pages.policy.factors import Bar
from pages.policy.framework import TOPICS, Cell, Framework
from pages.policy.views import PolicyView
from secon_data import regions
from secon_data.package import Package
from secon_ui.drawing.charts.common import Figure
from secon_ui.drawing.look import Look
from secon_ui.shell.taken import Taken
from secon_ui.taking import sheets
from secon_ui.taking.columns import data_of
from secon_ui.taking.exhibit import Exhibit, Key, Sheet
from secon_ui.text.markup import EMPTY, Markup, html
from secon_ui.text.spoken import sentences


@dataclass(frozen=True)
class Matrix:
    """The matrix as rows of buttons. ``rows``: topic → country → words of its cell; ``opened``:
    country and topic of the cell that ``card`` tells of."""

    css: Markup
    heads: Markup
    rows: Mapping[str, Mapping[str, str]]
    legend: Markup
    opened: tuple[str, str]
    card: Markup


@dataclass(frozen=True)
class Pair:
    """The countries side by side, and those to choose from: their names by code."""

    left: str
    right: str
    countries: Mapping[str, str]


@dataclass(frozen=True)
class Factors:
    """The bars. ``bars``: their words by code; ``opened``: the one whose statements are shown;
    ``described``: the figure for a reader who cannot see it."""

    figure: Figure
    described: str
    bars: Mapping[str, str]
    opened: str | None
    statements: Markup


@dataclass(frozen=True)
class Drawn:
    """A view: its finding, what is measured, what is chosen in it, and its HTML."""

    title: str
    measured: str = ""
    body: tuple[Markup, ...] = ()
    matrix: Matrix | None = None
    pair: Pair | None = None
    factors: Factors | None = None


@dataclass(frozen=True)
class Shown:
    """The page. ``others``: the regions to compare mine with, under their countries' names;
    ``named``: what the view left open, for a link that says all that is shown."""

    drawn: Drawn
    source: Markup
    taken: Taken
    others: Mapping[str, str]
    named: Mapping[str, str]


@dataclass(frozen=True)
class _Scene:
    """What all views of the page share. ``countries``: those shown, mine first."""

    view: PolicyView
    package: Package
    look: Look
    countries: tuple[str, ...]

    @property
    def mine(self) -> str:
        return self.countries[0]

    @cached_property
    def found(self) -> Framework:
        return cells.framework(self.package, self.countries)

    @cached_property
    def opened(self) -> Cell:
        """The cell chosen, else the first topic of mine: «does my country have a law?»"""
        country, topic = (self.view.cell or "-").split("-")
        if country not in self.countries:
            country, topic = self.mine, topic or next(iter(TOPICS))
        return self.found.cell(country, topic)

    def of(self, finding: str) -> str:
        """A finding of the countries shown, which are named where others are not shown."""
        every = len(set(regions.countries(self.package).values()))
        return headlines.of_countries(finding, self.countries, every, self.look.t)

    @property
    def pair(self) -> tuple[str, str]:
        """The countries side by side."""
        left, right, shown = self.view.left, self.view.right, self.countries
        if left is None or left not in shown:
            left = self.mine
        if right is None or right not in shown or right == left:
            right = next((country for country in shown if country != left), left)
        return left, right

    @property
    def topics(self) -> list[str]:
        """The topics that are told of the two."""
        return cells.differing(self.found, *self.pair) if self.view.differ else list(TOPICS)

    @cached_property
    def shown(self) -> list[Cell]:
        """The cells that the view shows; where it has none to show, those that it looked at."""
        found = self.found
        if self.view.shown == "two":
            at = [(country, topic) for country in self.pair for topic in self.topics or TOPICS]
        elif self.view.shown == "lacking":
            theirs = cells.elsewhere(found)
            at = [(self.mine, topic) for topic in theirs or TOPICS]
            at += [(cell.country, topic) for topic, have in theirs.items() for cell in have]
        else:
            at = list(found.cells)
        return [found.cell(*one) for one in at]

    @cached_property
    def bars(self) -> dict[str, Bar]:
        return counting.counted(counting.stated(self.package), self.countries)


def build(view: PolicyView, package: Package, look: Look) -> Shown:
    """The page of a view."""
    of, scene = regions.countries(package), _scene(view, package, look)
    rest = {region: look.t.country(code) for region, code in of.items() if region != view.region}
    return Shown(
        VIEWS[view.shown](scene),
        _source(scene),
        _taken(scene),
        dict(sorted(rest.items(), key=lambda item: item[1])),
        _named(scene),
    )


def _named(scene: _Scene) -> dict[str, str]:
    """Which cell, which pair, which bar is shown."""
    shown = scene.view.shown
    if shown == "two":
        return dict(zip(("left", "right"), scene.pair, strict=True))
    if shown in ("matrix", "table"):
        return {"cell": f"{scene.opened.country}-{scene.opened.topic}"}
    if shown == "factors":
        return {"bar": scene.view.bar or counting.first_bar(scene.bars)}
    return {}


def _scene(view: PolicyView, package: Package, look: Look) -> _Scene:
    of = regions.countries(package)
    return _Scene(view, package, look, cells.countries(of, view.region, view.chosen, look.t))


def _matrix(scene: _Scene) -> Drawn:
    found, opened, t = scene.found, scene.opened, scene.look.t
    title = scene.of(headlines.topic(found, opened, t))
    css = matrix.css(found, scene.look.colours)
    return Drawn(
        title,
        t("Choose a cell: it tells what there is, of which year, and where it is written."),
        matrix=Matrix(
            css,
            matrix.heads(found, t),
            {
                topic: {cell.country: matrix.label(cell, t) for cell in found.topic(topic)}
                for topic in TOPICS
            },
            matrix.legend(t),
            (opened.country, opened.topic),
            matrix.card(found, opened, t),
        ),
    )


def _elsewhere(scene: _Scene) -> Drawn:
    found, t = scene.found, scene.look.t
    theirs = cells.elsewhere(found)
    return Drawn(
        scene.of(headlines.elsewhere(found, theirs, t)),
        t("Each with its title, year and source. Unknown means: not found in what was read."),
        (others.listed(found, theirs, t),),
    )


def _two(scene: _Scene) -> Drawn:
    found, pair, t = scene.found, scene.pair, scene.look.t
    title = headlines.two(found, *pair, t)
    names = {country: t.country(country) for country in scene.countries}
    body = side_by_side.both(found, pair, scene.topics, t)
    return Drawn(title, body=(body,), pair=Pair(*pair, names))


def _factors(scene: _Scene) -> Drawn:
    look, mine, bars = scene.look, scene.mine, scene.bars
    opened = scene.view.bar or counting.first_bar(bars)
    words = {code: counting.bar_words(bar, look.t) for code, bar in bars.items() if bar.n}
    factors = counting.stated(scene.package)
    behind = counting.behind(factors, scene.countries, opened, scene.view.region)
    said = statements.listed(behind, mine, look.names, look.t)
    return Drawn(
        scene.of(headlines.factors(bars, mine, look.t)),
        counting.counted_words(mine, look.t),
        factors=Factors(
            factor_bars.figure(bars, mine, opened, look),
            look.t("Statements by category. The list beside holds those behind each bar."),
            words,
            opened if opened in words else None,
            said,
        ),
    )


def _table(scene: _Scene) -> Drawn:
    found, opened, t = scene.found, scene.opened, scene.look.t
    title = scene.of(headlines.topic(found, opened, t))
    caption = t("Statements that help and that hold back")
    return Drawn(
        title,
        body=(
            tables.whole(found, t("Every topic in every country"), t),
            html('<h2 class="part">{}</h2>', caption),
            statements.table(scene.bars, scene.mine, caption, t),
        ),
    )


VIEWS: Mapping[str, Callable[[_Scene], Drawn]] = {
    "matrix": _matrix,
    "lacking": _elsewhere,
    "two": _two,
    "factors": _factors,
    "table": _table,
}


def _source(scene: _Scene) -> Markup:
    """Where what is shown is from. The table holds the statements too."""
    shown, t = scene.view.shown, scene.look.t
    told = notes.of_framework(scene.shown, t) if shown != "factors" else EMPTY
    if shown not in ("factors", "table"):
        return told
    partners = scene.package.table("partners")
    study = partners.loc[partners["region_id"] == scene.view.region, "regional_study"]
    own = next(iter(study.dropna()), None) if shown == "factors" else None
    stated = [one for one in counting.stated(scene.package) if one.country in scene.countries]
    return told + notes.of_factors(stated, own, t)


def _taken(scene: _Scene) -> Taken:
    view, package, look = scene.view, scene.package, scene.look
    countries = list(dict.fromkeys(cell.country for cell in scene.shown))
    cited = notes.citation(countries, package, look.t)
    name = "secon-factors.csv" if view.shown == "factors" else "secon-policy.csv"
    # Made anew when it is asked for: the page is kept, and would keep its rows with it.
    table = partial(_exported, view, package, look)
    dataset = "factors" if view.shown == "factors" else "policy"
    told = view.shown != "lacking" or bool(cells.elsewhere(scene.found))
    return Taken(table, name, cited, partial(_sheet, view, package, look), dataset, step=told)


def _exported(view: PolicyView, package: Package, look: Look) -> pd.DataFrame:
    """What the view shows, to take away: the columns of the dataset, each row with its source."""
    scene = _scene(view, package, look)
    if view.shown == "factors":
        table = package.table("factors")
        return data_of(table[table["country_code"].isin(scene.countries)], package)
    full = cells.exported(package, scene.countries)
    told = {(cell.country, cell.topic) for cell in scene.shown}
    full = full[[at in told for at in zip(full["country_code"], full["topic"], strict=True)]]
    return data_of(full, package)


@dataclass(frozen=True)
class _Paper:
    """What is drawn of a view, with its keys, what it is in words, and what is not drawn."""

    exhibits: Sequence[Exhibit]
    keys: Sequence[Key]
    described: str
    beside: bool = False
    elsewhere: Sequence[str] = ()


def _sheet(view: PolicyView, package: Package, look: Look) -> Sheet:
    """The view on paper."""
    scene = _scene(view, package, sheets.on_paper(look))
    drawn, paper = VIEWS[view.shown](scene), PAPERS[view.shown](scene)
    # That a cell can be chosen is no use on paper.
    measured = "" if view.shown == "matrix" else drawn.measured
    return sheets.sheet(
        scene.look,
        drawn.title,
        measured,
        paper.exhibits,
        described=sentences(drawn.title, paper.described),
        keys=paper.keys,
        source=_source(scene),
        beside=paper.beside,
        elsewhere=paper.elsewhere,
    )


def _matrix_on_paper(scene: _Scene) -> _Paper:
    found, look = scene.found, scene.look
    told = look.t(
        "A table of {topics} topics and {countries} countries; each cell says yes, partly, no or "
        "unknown.",
        topics=len(TOPICS),
        countries=len(found.countries),
    )
    drawn = exhibits.every_topic(found, scene.opened, look)
    card = look.t("title, year and source of each cell")
    return _Paper([drawn], exhibits.matrix_keys(look), told, elsewhere=[card])


def _elsewhere_on_paper(scene: _Scene) -> _Paper:
    theirs, look = cells.elsewhere(scene.found), scene.look
    told = look.t.plural(
        "A table of {n} topic: what {country} has of it, and who has it, the earliest year first.",
        "A table of {n} topics: what {country} has of each, and who has it, the earliest year "
        "first.",
        len(theirs),
        country=look.t.country(scene.mine),
    )
    return _Paper([exhibits.elsewhere(scene.found, theirs, look)] if theirs else [], [], told)


def _two_on_paper(scene: _Scene) -> _Paper:
    t, topics = scene.look.t, scene.topics
    told = t.plural(
        "A table of {n} topic: what each of the two has, of which year, and what it is called.",
        "A table of {n} topics: what each of the two has, of which year, and what it is called.",
        len(topics),
    )
    drawn = exhibits.two(scene.found, scene.pair, topics, scene.look)
    more = [t("summary and source of each entry")] if topics else []
    return _Paper([drawn] if topics else [], [], told, elsewhere=more)


def _factors_on_paper(scene: _Scene) -> _Paper:
    look, bars = scene.look, scene.bars
    named = [counting.bar_words(bar, look.t) for bar in bars.values() if bar.n]
    told = f"{look.t.list(named)}." if named else ""
    keys = exhibits.factor_keys(scene.mine, look)
    drawn, listed = (
        exhibits.factors(bars, scene.mine, look),
        look.t("the statements behind each bar"),
    )
    return _Paper(drawn, keys, told, beside=True, elsewhere=[listed] if named else [])


def _table_on_paper(scene: _Scene) -> _Paper:
    found, look = scene.found, scene.look
    # Those that are unknown are no entries: the source line counts the rest.
    told = look.t.plural(
        "A table of {n} cell by topic and country, each with its status and, where that is known, "
        "year, what it is, and its source.",
        "A table of {n} cells by topic and country, each with its status and, where that is known, "
        "year, what it is, and its source.",
        len(found.cells),
    )
    statements = look.t("the statements that help and that hold back")
    return _Paper([exhibits.whole(found, scene.opened, look)], [], told, elsewhere=[statements])


PAPERS: Mapping[str, Callable[[_Scene], _Paper]] = {
    "matrix": _matrix_on_paper,
    "lacking": _elsewhere_on_paper,
    "two": _two_on_paper,
    "factors": _factors_on_paper,
    "table": _table_on_paper,
}
