"""The Compare page: one indicator for the nine regions, drawn in five ways. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import groupby

import pandas as pd

from pages.compare import comparing, exhibits, export, headlines
from pages.compare.views import AGAINST, CompareView
from secon_data import comparison, judging, regions
from secon_data.comparison import Comparison
from secon_data.denominators import UNKNOWN
from secon_data.package import Package, once
from secon_data.rows import Row, Rows, each, known
from secon_data.spreads import latest_years
from secon_ui.drawing import charts, maps, tables
from secon_ui.drawing.charts import Figure, Style
from secon_ui.drawing.look import Look
from secon_ui.shell.taken import Areas, Taken
from secon_ui.taking import citing, sheets
from secon_ui.taking.citing import Cited
from secon_ui.taking.exhibit import Exhibit, Key, Sheet
from secon_ui.text import breaks as break_words
from secon_ui.text import comparability, notes, old_figures
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.observation_words import level_words
from secon_ui.text.references import Reference, direction_words, not_drawn_against
from secon_ui.text.spoken import sentence
from secon_ui.text.words import Words


@dataclass(frozen=True)
class Drawn:
    """A view's finding, what is measured, the HTML above its figure, and the figure. ``signs``:
    what is said of its signs behind what is measured, where no legend does."""

    title: Markup
    measured: Markup
    above: Markup = EMPTY
    figure: Figure | None = None
    signs: Sequence[str] = ()

    @property
    def told(self) -> Markup:
        """What is measured, and its signs."""
        return joined([self.measured, *self.signs], " · ") if self.signs else self.measured


@dataclass(frozen=True)
class Choices:
    """What can be chosen, with its words, by code. ``others``: the codes of all ``indicators``
    but the one shown; ``year``: the one shown; ``latest``: the one that is shown when none is
    asked."""

    indicators: Mapping[str, str]
    others: tuple[str, ...]
    regions: Mapping[str, str]
    against: Mapping[str, str]
    years: Mapping[str, str]
    year: str
    latest: str


@dataclass(frozen=True)
class Shown:
    """The page. ``summary``: indicator and year in words; ``described``: the figure for a reader
    who cannot see it."""

    drawn: Drawn
    summary: str
    described: str
    notice: Markup
    source: Markup
    taken: Taken
    choices: Choices


@dataclass(frozen=True)
class _Scene:
    """What all views of the page share."""

    view: CompareView
    package: Package
    look: Look
    found: Comparison

    @cached_property
    def other(self) -> Comparison:
        """The second indicator of the scatter, in its latest year."""
        return comparison.latest(self.package, self.view.second)

    @cached_property
    def row(self) -> Row:
        """My region's row."""
        rows = each(self.found.table)
        return next(row for row in rows if row["region_id"] == self.view.region)

    @cached_property
    def references(self) -> dict[str, Reference]:
        return comparing.references(self.found, self.row, self.country, self.look.t)

    @property
    def offered(self) -> dict[str, Reference]:
        """The same as they are chosen: without years, for which a picker has no room."""
        undated = {**self.row, "year_asked": self.row["year"]}
        of = comparing.references(self.found, undated, self.country, self.look.t)
        return {code: of[code] for code in AGAINST}

    @property
    def country(self) -> str:
        """What the value of my region's country is called."""
        t = self.look.t
        return t("average of {country}", country=t.country(self.row["country_code"]))

    @cached_property
    def of_country(self) -> Mapping[int, float]:
        """The value of my region's country by year, where it is measured against."""
        if self.view.against != "country":
            return {}
        return comparison.of_country(self.package, self.found, str(self.row["country_code"]))

    @property
    def reference(self) -> Reference:
        return self.references[self.view.against]

    @cached_property
    def line(self) -> Reference:
        """What the figure draws of it."""
        against, found = self.view.against, self.found
        country = Reference(self.country, self.of_country.get(found.year))
        return comparing.drawn(against, self.reference, found, country, self.look.t)

    @property
    def style(self) -> Style:
        return charts.style(self.view.region, self.view.compared, self.look)

    @property
    def name(self) -> str:
        """My region's name."""
        return self.look.names[self.view.region]

    @cached_property
    def known(self) -> bool:
        """Whether any region has a value."""
        return bool(self.found.table["value"].notna().any())

    @property
    def drawable(self) -> bool:
        """Whether there is anything to draw: of a scatter, a region or an area with both values."""
        if not self.pairs:
            return self.known
        return len(self.points) > 0 or len(self.cloud) > 0

    @property
    def summary(self) -> str:
        """What is shown, and of when."""
        name, years = self.look.t.data(self.found.indicator["name"]), self.found.year
        told = f"{name}, {self.years or years}"
        if not self.pairs:
            return told
        return f"{told}; {self.look.t.data(self.other.indicator['name'])}, {self.other.year}"

    @cached_property
    def years(self) -> str:
        """The years of a trend, empty for the other views, which are of one."""
        if not self.trend:
            return ""
        first, last = self.first, self.found.year
        return f"{first}–{last}" if first < last else str(last)

    @property
    def trend(self) -> bool:
        return self.view.shown == "trend" and self.known

    @property
    def stem(self) -> str:
        """What files of the view are called: with all that is shown, and of when."""
        if self.pairs:
            view, other = self.view, self.other
            return f"{view.indicator}-{self.found.year}-{view.second}-{other.year}"
        years = self.years.replace("–", "-") or self.found.year
        return f"{self.view.indicator}-{years}"

    @property
    def measured(self) -> Markup:
        t, indicator = self.look.t, self.found.indicator
        better = direction_words(str(indicator["direction"]), t)
        when: object = self.found.year
        year = self.row["denominator_year"]
        if not pd.isna(year) and year not in (UNKNOWN, self.row["year"]):
            when = f"{when} ({t('inhabitants of {year}', year=int(year))})"
        return html("{}, {} · {}", t.data(indicator["definition"]), when, better)

    @property
    def both(self) -> list[Comparison]:
        """The indicators shown, with the values that are drawn."""
        return list(self.paired) if self.pairs else [self.found]

    @cached_property
    def paired(self) -> tuple[Comparison, Comparison]:
        """The two indicators of the scatter, each with the values of its points, without how these
        stand: nothing on the page tells it."""
        return comparing.paired(self.package, self.found, self.other, standing=False)

    @property
    def pairs(self) -> bool:
        return self.view.shown == "scatter" and self.known

    def short(self, indicator: str) -> str:
        """An indicator's short name, translated."""
        return self.look.t.data(comparison.indicators(self.package)[indicator]["short_name"])

    @cached_property
    def lines(self) -> dict[str, Rows]:
        """Each region's series."""
        return comparing.lines(self.package, self.found)

    @cached_property
    def first(self) -> int:
        """The first year of these series."""
        return min(int(line[0]["year"]) for line in self.lines.values())

    @cached_property
    def median(self) -> pd.DataFrame:
        """The median of all areas in the years of these series: year, value."""
        return comparing.medians(self.package, self.found, self.first)

    @cached_property
    def grouping(self) -> maps.Classes:
        """The colours of the map."""
        return maps.classes(self.found, self.look.colours)

    @cached_property
    def points(self) -> pd.DataFrame:
        """The regions in the scatter."""
        return comparing.scatter_points(*self.paired)

    @cached_property
    def cloud(self) -> pd.DataFrame:
        """All areas with both values."""
        return comparing.cloud(self.found, self.other)


def build(view: CompareView, package: Package, look: Look) -> Shown:
    """The page of a view. DataError when the boundaries that a map needs are damaged."""
    scene = _scene(view, package, look)
    drawn = _nothing(scene)
    if scene.known:
        drawn = replace(VIEWS[view.shown](scene), figure=FIGURES[view.shown](scene))
    hint = (
        look.t("The table view holds the same figures as text.")
        if view.shown in ("map", "ranking", "table")
        else look.t("The table to take away holds the same figures.")
    )
    return Shown(
        drawn,
        scene.summary,
        f"{scene.summary}. {hint}",
        _notice(scene),
        _source(scene),
        _taken(scene),
        _choices(scene),
    )


def _scene(view: CompareView, package: Package, look: Look) -> _Scene:
    found = (
        comparison.compare(package, view.indicator, int(view.year))
        if view.year
        else comparison.latest(package, view.indicator)
    )
    return _Scene(view, package, look, found)


def _map(scene: _Scene) -> Drawn:
    found, look, grouping = scene.found, scene.look, scene.grouping
    t = look.t
    drawn = set(look.boundaries().get("areas", {}).get(str(found.level), []))
    undrawn = int((~found.spread["area_id"].isin(drawn)).sum())
    legend = tables.map_legend(found, grouping.labels(t), grouping.fills, undrawn, look)
    title = headlines.whole(found.table, scene.row, found.indicator, look.names, t)
    return Drawn(title, scene.measured, legend)


def _map_figure(scene: _Scene) -> Figure:
    found, package = scene.found, scene.package
    spreads, places = comparing.spreads(package, found), package.table("regions")
    return maps.comparison_map(found, spreads, scene.grouping, places, scene.style, scene.look)


def _ranking(scene: _Scene) -> Drawn:
    return Drawn(_ranked(scene), scene.measured)


def _ranking_figure(scene: _Scene) -> Figure:
    found = scene.found
    middle = comparing.middle_half(found)
    return charts.ranking(
        found.table, found.indicator, scene.line, middle, found.level, scene.style, scene.look
    )


def _trend(scene: _Scene) -> Drawn:
    found, t = scene.found, scene.look.t
    indicator, lines = found.indicator, scene.lines
    title = headlines.trend(lines, scene.view.region, scene.row, indicator, scene.name, t)
    told = f"{t.data(indicator['definition'])}, {scene.years}"
    better = direction_words(str(indicator["direction"]), t)
    signs = [t("dotted: break in the series")]
    if any(charts.derived(line) for line in lines.values()):
        signs.append(t("◇: break that we derive"))
    return Drawn(title, html("{}", " · ".join([told, better])), signs=signs)


def _trend_figure(scene: _Scene) -> Figure:
    found, look = scene.found, scene.look
    bases = dict(zip(found.table["region_id"], found.table["basis"], strict=True))
    median = look.t("median of {level}", level=level_words(found.level, look.t))
    return charts.trend(
        scene.lines, bases, scene.median, found.indicator, median, scene.style, look
    )


def _scatter(scene: _Scene) -> Drawn:
    other, t, rho = scene.other, scene.look.t, comparing.rank_correlation(scene.cloud)
    sub, indicator = _paired(scene, len(scene.cloud), rho), scene.found.indicator
    if not scene.drawable:
        return Drawn(headlines.apart(other.indicator, indicator, t), html("{}", sub))
    return Drawn(headlines.scatter(rho, other.indicator, indicator, t), html("{}", sub))


def _scatter_figure(scene: _Scene) -> Figure | None:
    if not scene.drawable:
        return None
    x, y = scene.other.indicator, scene.found.indicator
    return charts.scatter(scene.points, scene.cloud, x, y, scene.style, scene.look)


def _paired(scene: _Scene, n: int, rho: float | None) -> str:
    """What a scatter shows. ``n``: the areas in grey; ``rho``: None where they tell no link."""
    found, other, t = scene.found, scene.other, scene.look.t
    places: dict[str, object] = {
        "y": t.data(found.indicator["name"]),
        "y_year": found.year,
        "x": t.data(other.indicator["name"]),
        "x_year": other.year,
        "level": level_words(found.level, t),
    }
    if not n:
        return t("{y} ({y_year}) against {x} ({x_year})", **places)
    if rho is None:
        return t.plural(
            "{y} ({y_year}) against {x} ({x_year}); {n} area of {level} in grey",
            "{y} ({y_year}) against {x} ({x_year}); {n} areas of {level} in grey",
            n,
            **places,
        )
    return t(
        "{y} ({y_year}) against {x} ({x_year}); {n} areas of {level} in grey, "
        "rank correlation {rho}",
        n=n,
        rho=t.number(rho, 2),
        **places,
    )


def _table(scene: _Scene) -> Drawn:
    found, view, look = scene.found, scene.view, scene.look
    caption = look.t("{indicator}: every value and what it stands for", indicator=scene.summary)
    table = tables.values(
        found.table,
        found.indicator,
        scene.line,
        comparing.differences(found, view.against, scene.reference, scene.of_country),
        view.region,
        view.compared,
        caption,
        look,
    )
    return Drawn(_ranked(scene), scene.measured, table)


VIEWS: Mapping[str, Callable[[_Scene], Drawn]] = {
    "map": _map,
    "ranking": _ranking,
    "trend": _trend,
    "scatter": _scatter,
    "table": _table,
}
# What a view shows on screen below its words: on paper others are drawn.
FIGURES: Mapping[str, Callable[[_Scene], Figure | None]] = {
    "map": _map_figure,
    "ranking": _ranking_figure,
    "trend": _trend_figure,
    "scatter": _scatter_figure,
    "table": lambda scene: None,
}


def _nothing(scene: _Scene) -> Drawn:
    title = headlines.missing(scene.row, scene.found.indicator, scene.name, scene.look.t)
    return Drawn(title, scene.measured)


def _ranked(scene: _Scene) -> Markup:
    indicator, t = scene.found.indicator, scene.look.t
    rows, names = each(scene.found.table), scene.look.names
    return headlines.ranking(rows, scene.row, indicator, names, scene.reference, t)


def _notice(scene: _Scene) -> Markup:
    found, look = scene.found, scene.look
    if scene.pairs:
        shown = (found, scene.other)
        return notes.pairs(scene.points, scene.paired, shown, look.names, look.t)
    regions_of = each(scene.package.table("regions"))
    about = {r["region_id"]: r["area_note"] for r in regions_of if not pd.isna(r["area_note"])}
    mine = scene.view.region
    told = notes.notice(found.table, mine, found.indicator, look.names, about, look.t)
    decimals = int(found.indicator["decimals"])
    rows = known(each(found.table))
    drawn = scene.view.against == "median" or scene.view.shown not in ("ranking", "table")
    median = drawn and len(found.spread) >= judging.LEAST
    if scene.trend:  # whose median is of well covered years alone
        median = found.year in scene.median["year"].tolist()
    apart = not_drawn_against(rows, found.level, decimals, look.names, look.t, median=median)
    if apart:
        told += html('<div class="notice">{}</div>', apart)
    if scene.view.shown in ("ranking", "table") and scene.reference.value is not None:
        country = scene.country if scene.view.against == "country" else look.t("EU average")
        own = [scene.row] if not pd.isna(scene.row["value"]) else []
        other = comparability.other_reference(
            own, scene.view.against, country, lambda row: look.names[row["region_id"]], look.t
        )
        told += html('<div class="notice">{}</div>', other) if other else EMPTY
    created = int(str(scene.package.descriptor.get("created", "0"))[:4])
    latest = latest_years(scene.package).get(scene.view.indicator) == found.year
    of_mine = [row for row in rows if row["region_id"] == mine]
    if latest and (
        old := old_figures.told(
            of_mine, created, lambda _: scene.short(scene.view.indicator), look.t
        )
    ):
        told += html('<div class="notice">{}</div>', old)
    return told + _otherwise(scene) + _derived(scene) if scene.trend else told


def _otherwise(scene: _Scene) -> Markup:
    """Which lines have other figures of a year than the other views of that year."""
    found, look = comparing.otherwise(scene.package, scene.found, scene.lines), scene.look
    if not found:
        return EMPTY
    named = [
        look.t("{region} ({years})", region=look.names[region], years=look.t.list(_spans(years)))
        for region, years in found.items()
    ]
    told = look.t(
        "A line keeps one set of areas from end to end; the other views show other figures of "
        "single years: {regions}.",
        regions=look.t.list(named),
    )
    return html('<div class="notice">{}</div>', told)


def _spans(years: Sequence[int]) -> list[str]:
    """«2014–2018», «2020»: years that follow each other as a span."""
    runs = groupby(enumerate(years), lambda item: item[1] - item[0])
    spans = [[year for _, year in run] for _, run in runs]
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in spans]


def _derived(scene: _Scene) -> Markup:
    """The derived breaks of the lines drawn: mine first, those that several share once."""
    regions_of: dict[str, list[str]] = {}
    lines = scene.lines
    for region in sorted(lines, key=lambda region: region != scene.view.region):
        for one in charts.derived(lines[region]):
            told = break_words.told(one, scene.short, scene.look.t)
            regions_of.setdefault(told, []).append(scene.look.names[region])
    if not regions_of:
        return EMPTY
    t = scene.look.t
    told = "; ".join(f"{t.list(names)} – {why}" for why, names in regions_of.items())
    start = t("Breaks that we derive, because no flag of these figures says them:")
    return html('<div class="notice">{} {}.</div>', start, told)


def _source(scene: _Scene) -> Markup:
    codes = [str(of.indicator["eurostat_code"]) for of in scene.both]
    extracts, look = scene.package.table("extracts"), scene.look
    rows = (
        comparing.sourced(scene.package, scene.found, scene.lines)
        if scene.trend
        else [row for of in scene.both for row in each(of.table)]
    )
    return notes.source(rows, codes, extracts, look.names, look.t)


def _taken(scene: _Scene) -> Taken:
    names, t, shown = scene.look.names, scene.look.t, scene.both
    sourced = comparing.sourced(scene.package, scene.found, scene.lines) if scene.trend else None
    cited = " ".join(
        notes.citation(of.indicator, of.table, names, scene.package, t, scene.years, sourced)
        for of in shown
    )
    return Taken(
        # Made anew when it is asked for: the page is kept, and would keep the comparison with it.
        partial(_exported, scene.view, scene.package, scene.look),
        f"{scene.stem}.csv",
        cited,
        partial(sheet, scene.view, scene.package, scene.look) if scene.drawable else None,
        figures=partial(_figures, scene.view, scene.package, scene.look),
        areas=_areas(scene),
        step=scene.view.shown != "trend" or len(_years_drawn(scene)) > 1,
    )


def _years_drawn(scene: _Scene) -> set[int]:
    return {one["year"] for line in scene.lines.values() for one in line}


def _areas(scene: _Scene) -> Areas | None:
    """The table of all areas, where the view draws them: the map, and the middle half of them in
    the ranking."""
    found, t = scene.found, scene.look.t
    drawn = {"map": len(found.spread) > 0, "ranking": comparing.middle_half(found) is not None}
    if not (scene.known and drawn.get(scene.view.shown)):
        return None
    level, n = level_words(found.level, t), len(found.spread)
    words = t("The nine regions"), t("All areas of {level} ({n})", level=level, n=n)
    return Areas(words, partial(_all_areas, scene.view, scene.package, scene.look))


def _all_areas(view: CompareView, package: Package, look: Look) -> pd.DataFrame:
    return export.areas(_scene(view, package, look).found, package)


def _figures(view: CompareView, package: Package, look: Look) -> Cited:
    """The values of the view for reference managers."""
    scene = _scene(view, package, look)
    if scene.trend:
        return citing.series(scene.found, scene.lines, scene.years, package, look.t)
    return citing.figures(scene.both, package, look.t)


def sheet(view: CompareView, package: Package, look: Look) -> Sheet:
    """The view on paper, without the page that shows it; the indicator has values."""
    scene = _scene(view, package, sheets.on_paper(look))
    drawn = VIEWS[view.shown](scene)
    exhibit, keys = EXHIBITS[view.shown](scene)
    bases = [row["basis"] for of in scene.both for row in known(each(of.table))]
    return sheets.sheet(
        scene.look,
        drawn.title,
        drawn.measured,
        [exhibit],
        described=f"{sentence(drawn.title)}. {scene.summary}.",
        keys=[*keys, *sheets.basis_keys(bases if view.shown != "map" else [], look.t)],
        notice=_notice(scene),
        source=_source(scene),
    )


def _drawn_map(scene: _Scene) -> tuple[Exhibit, list[Key]]:
    found, look, package = scene.found, scene.look, scene.package
    spreads, places = comparing.spreads(package, found), package.table("regions")
    drawn = exhibits.comparison_map(found, spreads, scene.grouping, places, scene.style, look)
    return drawn, exhibits.map_keys(found, scene.grouping, look)


def _drawn_ranking(scene: _Scene) -> tuple[Exhibit, list[Key]]:
    found = scene.found
    middle = comparing.middle_half(found)
    return exhibits.ranking(found, scene.line, middle, scene.style, scene.look), []


def _drawn_trend(scene: _Scene) -> tuple[Exhibit, list[Key]]:
    found, t = scene.found, scene.look.t
    keys = [Key(t("dotted: break in the series"), "dashed")]
    if any(charts.derived(line) for line in scene.lines.values()):
        keys.append(Key(t("break that we derive"), "lozenge"))
    return exhibits.trend(scene.lines, scene.median, found, scene.style, scene.look), keys


def _drawn_scatter(scene: _Scene) -> tuple[Exhibit, list[Key]]:
    x, y, t, n = scene.other, scene.found, scene.look.t, len(scene.cloud)
    keys = []
    if n:
        level = level_words(y.level, t)
        words = t("All areas of {level} ({n})", level=level, n=n)
        keys.append(Key(words, "own", scene.look.colours.faint))
    return exhibits.scatter(scene.points, scene.cloud, x, y, scene.style, scene.look), keys


def _drawn_table(scene: _Scene) -> tuple[Exhibit, list[Key]]:
    against, of_country = scene.view.against, scene.of_country
    apart = comparing.differences(scene.found, against, scene.reference, of_country)
    return exhibits.values(scene.found, scene.line, apart, scene.style, scene.look), []


EXHIBITS: Mapping[str, Callable[[_Scene], tuple[Exhibit, list[Key]]]] = {
    "map": _drawn_map,
    "ranking": _drawn_ranking,
    "trend": _drawn_trend,
    "scatter": _drawn_scatter,
    "table": _drawn_table,
}


def _exported(view: CompareView, package: Package, look: Look) -> pd.DataFrame:
    """What the view shows, to take away: of a trend the whole series, of a scatter the cloud
    too."""
    scene = _scene(view, package, look)
    if view.shown == "trend" and scene.known:
        return export.series(scene.found, scene.lines, scene.median, look, package)
    if not scene.pairs:
        return export.values([scene.found], look, package)
    both = comparing.paired(package, scene.found, scene.other)
    table = export.values(both, look, package)
    pair = (("y", scene.found), ("x", scene.other))
    areas = export.cloud(comparing.cloud(scene.found, scene.other), pair, package)
    return pd.concat([table, areas], ignore_index=True)


def _named(package: Package, t: Words) -> Mapping[str, str]:
    """The indicators that can be compared, each with its theme, so that typing either finds it.
    The same for all views in a language, of which a thousand are kept. Shared."""
    languages = _languages(package)
    if t.language not in languages:
        table = comparison.indicators(package)
        languages[t.language] = {
            i: f"{t.data(table[i]['name'])} · {t.data(table[i]['theme'])}"
            for i in regions.comparable(package)
        }
    return languages[t.language]


@once
def _languages(package: Package) -> dict[str, Mapping[str, str]]:
    """What ``_named`` has given for a package."""
    return {}


def _choices(scene: _Scene) -> Choices:
    t, package, view = scene.look.t, scene.package, scene.view
    named = _named(package, t)
    years = comparing.years(package, view.indicator)
    return Choices(
        named,
        tuple(i for i in named if i != view.indicator),
        {r: name for r, name in scene.look.names.items() if r != view.region},
        {
            code: comparing.offered(code, of, scene.found, scene.row, t)
            for code, of in scene.offered.items()
        },
        {year: t("{year} · {n} of 9 regions", year=year, n=n) for year, n in years.items()},
        str(scene.found.year),
        str(latest_years(package)[view.indicator]),
    )
