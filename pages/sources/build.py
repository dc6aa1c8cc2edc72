"""Sources: what is in here, whence, how good, under which licence. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import pandas as pd

from pages.compare.views import CompareView
from pages.sources import coverage, datasets, exhibits, indicators, tables
from pages.sources.views import SourcesView, themes
from secon_data import export, regions
from secon_data.errors import DataError
from secon_data.package import Package
from secon_data.rows import Row, each
from secon_ui.drawing.look import Look
from secon_ui.shell.facets import told_of
from secon_ui.shell.taken import Taken
from secon_ui.shell.view import address
from secon_ui.taking import citing, sheets
from secon_ui.taking.exhibit import Key, Sheet
from secon_ui.text.markup import EMPTY, Markup, html
from secon_ui.text.spoken import sentences

MOST = 6  # weaknesses that a picture tells


@dataclass(frozen=True)
class Shown:
    """``parts``: pieces of HTML one under another; ``themes``: what can be chosen, by code, empty
    where nothing is chosen by theme; ``files``: titles of the datasets to take away, by name, with
    their sizes where all are listed; ``archive``: makes the whole package, ``size`` in megabytes.
    """

    title: str
    measured: str
    parts: tuple[Markup, ...]
    taken: Taken
    themes: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    archive: Callable[[], bytes] = bytes
    size: str = ""


def build(view: SourcesView, package: Package, look: Look) -> Shown:
    """The page of a view. Damaged boundaries are told where they are listed."""
    scene = _Scene(view, package, look)
    if view.shown == "coverage":
        return _coverage(scene)
    if view.shown == "indicators":
        return _indicators(scene)
    return _dataset(scene, view.dataset) if view.dataset else _list(scene)


@dataclass(frozen=True)
class _Scene:
    """What all views of the page share."""

    view: SourcesView
    package: Package
    look: Look

    @cached_property
    def comparable(self) -> list[str]:
        return regions.comparable(self.package)

    @cached_property
    def indicators(self) -> list[Row]:
        """The indicators of the theme."""
        wanted = themes(self.package)[self.view.theme] if self.view.theme else None
        rows = each(self.package.table("indicators"))
        return [row for row in rows if wanted is None or row["theme"] == wanted]

    @cached_property
    def every(self) -> list[Row]:
        """Those of them that some region has."""
        known = set(self.comparable)
        return [row for row in self.indicators if row["indicator_id"] in known]

    @property
    def ids(self) -> list[str]:
        return [row["indicator_id"] for row in self.every]

    def taken(
        self, table: Callable[[], pd.DataFrame], file_name: str, part: str, dataset: str
    ) -> Taken:
        """``part``: what of the data is shown, in words; ``dataset``: of which that is."""
        sheet = partial(_sheet, self.view, self.package, self.look)
        cited = tables.cited(self.package, self.look.t, told_of(part, self.narrowed))
        return Taken(table, file_name, cited, sheet, dataset)

    @property
    def narrowed(self) -> list[str]:
        """The theme that is chosen, where one can be, in words."""
        by_theme = self.view.theme and self.view.shown in ("coverage", "indicators")
        return [self.choices[str(self.view.theme)]] if by_theme else []

    @cached_property
    def cells(self) -> list[Row]:
        """The newest value of each of these in each region."""
        ids = set(self.ids)
        return [cell for cell in each(regions.newest(self.package)) if cell["indicator_id"] in ids]

    @cached_property
    def newest(self) -> int:
        """The newest year of all."""
        return int(regions.newest(self.package)["year"].max())

    @cached_property
    def left_out(self) -> Markup:
        """Which indicators no region has."""
        ids, t = set(self.ids), self.look.t
        return coverage.left_out([r for r in self.indicators if r["indicator_id"] not in ids], t)

    @property
    def index(self) -> Mapping[str, Any] | None:
        """That of the boundaries, None when it is damaged."""
        try:
            return self.look.boundaries()
        except DataError:
            return None

    @property
    def cited(self) -> str:
        return tables.cited(self.package, self.look.t)

    @property
    def choices(self) -> dict[str, str]:
        """The themes with their names; none is all."""
        t = self.look.t
        named = {code: tables.begun(t.data(name)) for code, name in themes(self.package).items()}
        return {"": t("All themes"), **named}

    @property
    def titles(self) -> dict[str, str]:
        t, package = self.look.t, self.package
        return {name: t.data(package.dataset(name).get("title", name)) for name in package.names}

    def of_theme(self, rows: pd.DataFrame) -> pd.DataFrame:
        theme = self.view.theme
        return rows[rows["theme"] == themes(self.package)[theme]] if theme else rows

    def to_dataset(self, name: str) -> str:
        """The address of a dataset's columns."""
        return address("sources", replace(self.view, shown="datasets", dataset=name))

    def to_compare(self, indicator: str) -> str:
        """The address of an indicator on Compare, empty for one that no region has."""
        if indicator not in self.comparable:
            return ""
        view = self.view
        there = CompareView(view.region, view.language, indicator=indicator, rev=view.rev)
        return address("compare", there)


def _list(scene: _Scene) -> Shown:
    package, t, titles = scene.package, scene.look.t, scene.titles
    sizes = {name: len(package.table(name)) for name in package.names}
    states = {name: tables.state(package, name) for name in package.names}
    listed = datasets.listed(package, states, scene.index, t, link=scene.to_dataset)
    archive = partial(export.archive, package)
    return Shown(
        datasets.headline(sum(sizes.values()), len(sizes), t),
        t("Known shortcomings stand here beside the data, not in an annex."),
        (listed, datasets.addresses(t), datasets.rights(scene.cited, t)),
        Taken(
            partial(tables.listed, package),
            "secon-datasets.csv",
            scene.cited,
            partial(_sheet, scene.view, package, scene.look),
            figures=partial(citing.whole, package, t),
        ),
        titles=titles,
        files={n: f"{titles[n]} · {datasets.count(rows, t)}" for n, rows in sizes.items()},
        archive=archive,
        size=t.number(len(archive()) / 1e6, 1),
    )


def _dataset(scene: _Scene, name: str) -> Shown:
    package, t, titles = scene.package, scene.look.t, scene.titles
    rows = tables.columns(package, name)
    told = t(
        "{dataset}: {rows}, {columns}",
        dataset=titles[name],
        rows=datasets.count(len(package.table(name)), t),
        columns=t.plural("{n} column", "{n} columns", len(rows)),
    )
    caption = t("{dataset}: columns and what they mean", dataset=titles[name])
    about = datasets.about(package, name, tables.state(package, name), t)
    return Shown(
        told,
        t.data(package.dataset(name).get("description", "")),
        (about, datasets.columns(rows, package.schema(name), caption, t)),
        scene.taken(partial(tables.columns, package, name), f"{name}-columns.csv", caption, name),
        titles=titles,
        files={name: t("{dataset} (CSV)", dataset=titles[name])},
    )


def _coverage(scene: _Scene) -> Shown:
    package, look, view = scene.package, scene.look, scene.view
    t, cells, newest = look.t, scene.cells, scene.newest
    theme = t.data(themes(package)[scene.view.theme]) if scene.view.theme else None
    caption = t("Latest year of each indicator in each region")
    drawn = coverage.matrix(
        cells, scene.every, newest, view.region, look.names, caption, t, link=scene.to_compare,
    )  # fmt: skip
    parts = (coverage.legend(newest, t), drawn, scene.left_out)
    return Shown(
        coverage.headline(cells, view.region, look.names[view.region], theme, t),
        coverage.summary(cells, newest, t),
        (*parts, coverage.source(package, t)),
        scene.taken(
            partial(_exported, view, package, look), "coverage.csv", caption, "observations"
        ),
        themes=scene.choices,
    )


def _exported(view: SourcesView, package: Package, look: Look) -> pd.DataFrame:
    scene = _Scene(view, package, look)
    return coverage.export(regions.newest(package), scene.ids, look.names, package)


def _indicators(scene: _Scene) -> Shown:
    package, t = scene.package, scene.look.t
    rows = scene.of_theme(tables.indicators(package))
    caption = t("Indicators with definition, unit, code and rule")
    listed = indicators.listed(rows, package, caption, t, link=scene.to_compare)
    return Shown(
        indicators.headline(rows, t),
        t("What is counted, of whom, and whether an empty flag says that a value is final."),
        (listed, coverage.source(package, t)),
        scene.taken(
            partial(_listed, scene.view, package, scene.look),
            "indicators.csv",
            caption,
            "indicators",
        ),
        themes=scene.choices,
    )


def _listed(view: SourcesView, package: Package, look: Look) -> pd.DataFrame:
    rows = _Scene(view, package, look).of_theme(tables.indicators(package))
    return rows.assign(levels=rows["levels"].map(str))


def _sheet(view: SourcesView, package: Package, look: Look) -> Sheet:
    """The view on paper."""
    scene = _Scene(view, package, sheets.on_paper(look))
    t, shown = scene.look.t, build(view, package, scene.look)
    keys: Sequence[Key] = ()
    notice, source = EMPTY, html("{}", scene.cited)
    elsewhere: Sequence[str] = ()
    if view.shown == "coverage":
        grid = exhibits.matrix(scene.cells, scene.every, scene.newest, view.region, scene.look)
        keys = exhibits.matrix_keys(scene.cells, scene.newest, scene.look)
        notice, source = scene.left_out, coverage.source(package, t)
    elif view.shown == "indicators":
        grid = exhibits.defined(scene.of_theme(tables.indicators(package)), package, t)
        source = coverage.source(package, t)
    elif view.dataset:
        grid = exhibits.columns(tables.columns(package, view.dataset), t)
        told = datasets.told(package, view.dataset, t)
        if (rest := len(told) - MOST) > 0:
            told = [*told[:MOST], t("And {n} more, not shown here.", n=t.number(rest, 0))]
        notice = html("{}: {}", t("Known shortcomings"), " ".join(told)) if told else EMPTY
    else:
        states = {name: tables.state(package, name) for name in package.names}
        grid = exhibits.listed(package, states, scene.index, t)
        elsewhere = [t("the addresses at which programs read the data"), t("rights in full")]
    return sheets.sheet(
        scene.look,
        shown.title,
        shown.measured,
        [grid],
        described=sentences(shown.title, shown.measured),
        keys=keys,
        notice=notice,
        source=source,
        elsewhere=elsewhere,
    )
