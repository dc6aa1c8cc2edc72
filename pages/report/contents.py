"""What the report of a region holds: the views of the pages that say how it stands, why, and who
does better. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from pages.compare import build as compare
from pages.compare.views import CompareView
from pages.enterprises import build as enterprises
from pages.enterprises.views import EnterprisesView
from pages.funding import build as funding
from pages.funding.views import FundingView
from pages.overview import build as overview
from pages.policy import build as policy
from pages.policy.views import PolicyView
from pages.practice import build as practice
from pages.practice.chosen import answering, answers, practices
from pages.practice.views import PracticeView
from pages.region import build as region
from pages.region import scene as region_scene
from pages.region import sentences
from pages.region.scene import Scene
from pages.region.views import MAIN, RegionView
from secon_data import breaks, comparison, standing
from secon_data.eurostat.tables import cited
from secon_data.package import Package
from secon_data.rows import Row, each
from secon_ui.drawing import geometry
from secon_ui.drawing.look import Look
from secon_ui.drawing.tables import best_first
from secon_ui.shell.taken import Taken
from secon_ui.shell.view import View, address
from secon_ui.taking import sheets
from secon_ui.taking.exhibit import Cell, Exhibit, Grid, Head, Lines, Sheet
from secon_ui.taking.report import Report, Section, few
from secon_ui.text import local_texts, notes
from secon_ui.text.basis_marks import SIGN, basis_words, row_words
from secon_ui.text.references import direction_words, not_drawn_against
from secon_ui.text.spoken import sentence

MOST = 4  # of what is better and of what is worse than the median, told with the trend
BETTER = 3  # regions that do better, of each weak point, and who is as good as the third
LEARNT = 2  # practices named of each of them
LISTED = 13  # organisations
FEW = 8  # rows of a table whose cells are long
V = TypeVar("V", bound=View)


def report(region_id: str, package: Package, look: Look, base: str = "") -> Report:
    """The report of a partner region in the words of a look. ``base``: the address of the app, with
    which links begin; empty where none is known. KeyError for a region that there is not."""
    return _Contents(region_id, package, sheets.on_paper(look), base).report


def quiet(exhibit: Exhibit) -> Exhibit:
    """A small drawing names only my region and what it is measured against."""
    if not isinstance(exhibit, Lines):
        return exhibit
    kept = [
        line if line.strong or line.dashed else replace(line, name="", told="")
        for line in exhibit.lines
    ]
    return replace(exhibit, lines=kept)


def compared(sheet: Sheet) -> int:
    """How many rows a table by topics needs, so that beneath each topic there are two: mine and
    another to compare it with."""
    rows = [row for one in sheet.exhibits if isinstance(one, Grid) for row in one.rows]
    return 2 * sum(isinstance(row, str) for row in rows)


def foremost(ahead: Sequence[Row]) -> list[Row]:
    """The first of those that do better, and whoever shares the last place that is told."""
    first = list(ahead[:BETTER])
    return [*first, *(row for row in ahead[BETTER:] if row["place"] == first[-1]["place"])]


def goes_on(exhibit: Exhibit) -> bool:
    """Whether my region's line has more than one year."""
    return isinstance(exhibit, Lines) and any(
        len(piece.years) > 1 for line in exhibit.lines if line.strong for piece in line.pieces
    )


@dataclass(frozen=True)
class _Contents:
    mine: str
    package: Package
    look: Look
    base: str

    @property
    def report(self) -> Report:
        t, name = self.look.t, self.look.names[self.mine]
        created = str(self.package.descriptor.get("created", ""))[:10]
        cover = [
            replace(sheet, notice=())
            for sheet in self.view(overview.build, View(self.mine, t.language))
        ]
        return Report(
            t.language,
            t("The social economy in {region}", region=name),
            t("Where the region stands beside its peers, why, and who does better"),
            t("Data of {date}", date=t.date(created)),
            sentence(sentences.finding(self.rows, self.scene)),
            cover,
            t("Contents"),
            t("How to read it"),
            self.reading,
            [section for section in self.sections if section.sheets],
            [
                t("Content is that of the partners, not necessarily the position of the EU"),
                t("Boundaries {owners}", owners=geometry.OWNERS),
            ],
            self.link("region", RegionView(self.mine, t.language)),
        )

    @property
    def sections(self) -> list[Section]:
        t, language = self.look.t, self.look.t.language
        money = FundingView(self.mine, language)
        peers = self.view(region.build, RegionView(self.mine, language, shown="peers"))
        return [
            Section(
                t("Profile"),
                [],
                self.view(region.build, RegionView(self.mine, language)),
            ),
            Section(
                self.titled(standing.strengths(self.rows), self.strong, best=True),
                [self.how_many(standing.strengths(self.rows), self.strong, best=True)],
                [self.trend(row) for row in self.strong],
                halves=True,
            ),
            Section(
                self.titled(standing.weaknesses(self.rows), self.weak, best=False),
                [self.how_many(standing.weaknesses(self.rows), self.weak, best=False)],
                [self.trend(row) for row in self.weak],
                halves=True,
            ),
            Section(
                t("Who does better"),
                [],
                [*(self.better(row) for row in self.weak), *peers],
                slides=[self.all_better, *peers] if self.weak else (),
            ),
            Section(t("Funding"), [], self.view(funding.build, money), most=FEW),
            Section(
                t("Policy"),
                [],
                [
                    *self.view(policy.build, PolicyView(self.mine, language)),
                    *(
                        few(sheet, max(FEW - 2, compared(sheet)), t)
                        for sheet in self.view(
                            policy.build, PolicyView(self.mine, language, shown="lacking")
                        )
                    ),
                ],
            ),
            Section(t("Practices"), [], self.practices, most=FEW),
            Section(
                t("Organisations"),
                [],
                self.view(
                    enterprises.build, EnterprisesView(self.mine, language, regions=(self.mine,))
                ),
                most=LISTED,
            ),
            Section(t("Sources"), [], [self.definitions]),
        ]

    @cached_property
    def scene(self) -> Scene:
        t = self.look.t
        country = region_scene.regions(self.package)[self.mine]["country_code"]
        return Scene(
            self.mine,
            None,
            "median",
            self.look.names,
            t.country(country),
            comparison.indicators(self.package),
            lambda indicator: self.link(
                "compare", CompareView(self.mine, t.language, indicator=indicator, shown="ranking")
            ),
            t,
            breaks.of_sets(self.package),
        )

    @cached_property
    def rows(self) -> list[Row]:
        """My region's rows on the main indicators."""
        return region_scene.rows_of(standing.standing(self.package), self.mine, MAIN)

    @cached_property
    def strong(self) -> list[Row]:
        """What is in the best quarter, then what is better than the median."""
        better = [row for row in self.rows if row["side"] == "better" and row["telling"]]
        return sorted(better, key=lambda row: -row["goodness"])[:MOST]

    @cached_property
    def weak(self) -> list[Row]:
        """What is in the lowest quarter, then what is worse than the median."""
        return standing.worse_than_median(self.rows)[:MOST]

    def titled(self, all_of: Sequence[Row], shown: Sequence[Row], *, best: bool) -> str:
        """What a chapter is called: a strength or a weakness is only what is in an end quarter."""
        t, n = self.look.t, sum(row in all_of for row in shown)
        if n == len(shown):
            return t("Strengths") if best else t("Weaknesses")
        if n:
            return (
                t("Strengths, and what else is better than the median")
                if best
                else t("Weaknesses, and what else is worse than the median")
            )
        return t("Better than the median") if best else t("Worse than the median")

    def how_many(self, all_of: Sequence[Row], shown: Sequence[Row], *, best: bool) -> str:
        """How many of those shown are in the best or the lowest quarter."""
        t, n = self.look.t, sum(row in all_of for row in shown)
        if n == len(shown) == len(all_of):
            return (
                t("All of them are in the best quarter.")
                if best
                else t("All of them are in the lowest quarter.")
            )
        told = {"all": len(all_of), "shown": len(shown)}
        if not n:
            return (
                t("None of them is in the best quarter; all are better than the median.")
                if best
                else t("None of them is in the lowest quarter; all are worse than the median.")
            )
        if n < len(shown):
            return (
                t.plural(
                    "{n} of these {shown} is in the best quarter; the rest is better than the "
                    "median.",
                    "{n} of these {shown} are in the best quarter; the rest is better than the "
                    "median.",
                    n,
                    **told,
                )
                if best
                else t.plural(
                    "{n} of these {shown} is in the lowest quarter; the rest is worse than the "
                    "median.",
                    "{n} of these {shown} are in the lowest quarter; the rest is worse than the "
                    "median.",
                    n,
                    **told,
                )
            )
        return (
            t("The first {shown} of {all} in the best quarter.", **told)
            if best
            else t("The first {shown} of {all} in the lowest quarter.", **told)
        )

    def link(self, slug: str, view: View) -> str:
        """The whole address of a view; empty where the app's is not known."""
        return f"{self.base.rstrip('/')}/{address(slug, view)}" if self.base else ""

    def view(self, build: Callable[[V, Package, Look], Any], view: V) -> list[Sheet]:
        """A view of a page; none where it has nothing to draw."""
        taken: Taken = build(view, self.package, self.look).taken
        return [] if taken.sheet is None else [taken.sheet()]

    def trend(self, row: Row) -> Sheet:
        """An indicator's trend under the sentence that says how my region stands."""
        t, indicator = self.look.t, str(row["indicator_id"])
        view = CompareView(self.mine, t.language, indicator=indicator, shown="trend")
        found = compare.sheet(view, self.package, self.look)
        if not any(goes_on(one) for one in found.exhibits):
            found = compare.sheet(replace(view, shown="ranking"), self.package, self.look)
        arrow, words = sentences.trend(row, t)
        # The sentence is of my areas, the figure's median of the indicator's usual level.
        apart = not_drawn_against(
            [row],
            comparison.latest(self.package, indicator).level,
            int(self.scene.indicators[indicator]["decimals"]),
            self.look.names,
            t,
        )
        return replace(
            found,
            headline=sentence(sentences.standing_sentence(row, self.scene)),
            measured=t("Five years: {trend}", trend=f"{arrow} {words}"),
            keys=(),
            notice=(apart,) if apart else (),
            exhibits=[quiet(one) for one in found.exhibits],
        )

    def source(self, rows: Sequence[Row]) -> str:
        codes = [str(self.scene.indicators[r["indicator_id"]]["eurostat_code"]) for r in rows]
        extracts, names, t = self.package.table("extracts"), self.look.names, self.look.t
        return sentence(notes.source(list(rows), codes, extracts, names, t, flags=False))

    def better(self, row: Row) -> Sheet:
        """Which of the nine are ahead of mine where it is weak, and what they do about it."""
        t, indicator = self.look.t, str(row["indicator_id"])
        found = comparison.latest(self.package, indicator)
        every = self.ahead(best_first(each(found.table)))
        ahead = foremost(every)
        measure, decimals = self.scene.indicators[indicator], int(found.indicator["decimals"])
        unit = t.data(measure["unit_short"])
        heads = [
            Head(t("Region"), share=1.4),
            Head(t("Value, {unit}", unit=unit) if unit else t("Value"), "right"),
            Head(t("The value is of the"), share=1.2),
            Head(t("Practices of the region that answer it"), share=3),
        ]
        rows = [
            [
                Cell(self.look.names[one["region_id"]], strong=True),
                Cell(t.number(one["value"], decimals)),
                Cell(row_words(one, t), str(int(one["year"])), one["basis"]),
                Cell("; ".join(self.learnt(one["region_id"], indicator))),
            ]
            for one in ahead
        ]
        if all(not row[-1].text for row in rows):  # of these regions no practice answers it
            heads, rows = heads[:-1], [row[:-1] for row in rows]
        else:
            rows = [[*row[:-1], row[-1] if row[-1].text else Cell("–")] for row in rows]
        name = t.data(measure["name"])
        title = (
            t.plural("{indicator}: {n} of the nine does better, above all {regions}",
                     "{indicator}: {n} of the nine do better, above all {regions}",
                     len(every), indicator=name,
                     regions=t.list([self.look.names[one["region_id"]] for one in ahead]))
            if len(every) > len(ahead)
            else t("{indicator}: {regions} do better", indicator=name,
              regions=t.list([self.look.names[one["region_id"]] for one in ahead]))
            if len(ahead) > 1
            else t("{indicator}: {region} does better", indicator=name,
                   region=self.look.names[ahead[0]["region_id"]])
            if ahead
            else t("{indicator}: none of the nine does better", indicator=name)
        )  # fmt: skip
        exhibits: list[Exhibit] = [Grid(heads, rows)] if rows else []
        return sheets.sheet(
            self.look, title, f"{self.own(row, measure)} · {t.data(measure['definition'])}",
            exhibits, described=title, source=self.source([row, *ahead]),
        )  # fmt: skip

    @property
    def all_better(self) -> Sheet:
        """Who is ahead where mine is weak, in one table: a slide each would be nearly empty."""
        t, title = self.look.t, self.look.t("Who does better")
        heads = [
            Head(t("Region"), share=1.4),
            Head(t("Value"), "right", 1.0),
            Head(t("The value is of the"), share=1.5),
            Head(t("Practices of the region that answer it"), share=2.2),
        ]
        rows: list[Sequence[Cell] | str] = []
        read: list[Row] = []
        for row in self.weak:
            indicator = str(row["indicator_id"])
            measure = self.scene.indicators[indicator]
            ahead = self.ahead(best_first(each(comparison.latest(self.package, indicator).table)))
            first = foremost(ahead)
            read += [row, *first]
            many = t.plural("{n} of the nine does better", "{n} of the nine do better", len(ahead))
            told = [
                t.data(measure["name"]),
                self.own(row, measure),
                *[many] * (len(ahead) > len(first)),
            ]
            rows.append(" · ".join(told))
            rows += [
                [
                    Cell(self.look.names[one["region_id"]], strong=True),
                    Cell(t.value(one["value"], measure)),
                    Cell(row_words(one, t), str(int(one["year"])), one["basis"]),
                    Cell("; ".join(self.learnt(one["region_id"], indicator)) or "–"),
                ]
                for one in first
            ]
        if all(isinstance(row, str) or row[-1].text == "–" for row in rows):
            heads, rows = heads[:-1], [row if isinstance(row, str) else row[:-1] for row in rows]
        return sheets.sheet(
            self.look, title, "", [Grid(heads, rows)], described=title, source=self.source(read)
        )

    def own(self, row: Row, measure: Row) -> str:
        """My region's value with its mark and its year, which need not be that of the others."""
        value = self.look.t.value(row["value"], measure)
        return self.look.t(
            "{region}: {value}, {year}",
            region=self.look.names[self.mine],
            value=value if row["basis"] == "own" else f"{value} {SIGN[row['basis']]}",
            year=int(row["year"]),
        )

    def ahead(self, rows: Sequence[Row]) -> list[Row]:
        """Those of the nine that have a better place than mine."""
        (mine,) = (row for row in rows if row["region_id"] == self.mine)
        placed = [row for row in rows if not pd.isna(row["place"]) and row is not mine]
        return [row for row in placed if pd.isna(mine["place"]) or row["place"] < mine["place"]]

    def learnt(self, region_id: str, indicator: str) -> list[str]:
        """Titles of a region's practices that answer an indicator."""
        near = answers(self.package.table("themes")).get(indicator, [])
        table = practices(self.package)
        fits = table[(table["region_id"] == region_id) & table["theme"].isin(near)]
        if fits.empty:
            return []
        chosen = answering(fits, near)[:LEARNT]
        cells = zip(
            *(chosen[name] for name in ("title", "title_local", "country_code")), strict=True
        )
        return [local_texts.told(title, own, of, self.look.t).text for title, own, of in cells]

    @property
    def practices(self) -> list[Sheet]:
        """Practices that answer the first weak point which any answer; else those of all."""
        known, language = answers(self.package.table("themes")), self.look.t.language
        answered = [r["indicator_id"] for r in self.weak if r["indicator_id"] in known]
        view = PracticeView(self.mine, language, weak=answered[0] if answered else None)
        return self.view(practice.build, view)

    @property
    def reading(self) -> list[str]:
        """How the figures are to be read."""
        t = self.look.t
        return [
            "; ".join(f"{sign} {basis_words(basis, t)}" for basis, sign in SIGN.items()) + ".",
            t(
                "Places are among all regions of the same level in the nine countries, where a "
                "heading does not say «among the nine»; 1 is the best, or the highest where "
                "nothing is judged."
            ),
            t(
                "A value of a wider area is never passed off as the region's own: it is marked and "
                "its area named. What is missing is shown as missing."
            ),
            sentences.five_years(t),
        ]

    @property
    def definitions(self) -> Sheet:
        """What the indicators of the profile measure."""
        t = self.look.t
        heads = [
            Head(t("Indicator"), share=1.3),
            Head(t("Definition"), share=2.6),
            Head(t("Which end is better"), share=1),
            Head(t("Eurostat table"), share=1),
        ]
        rows = []
        for row in self.rows:
            indicator: Mapping[str, Any] = self.scene.indicators[row["indicator_id"]]
            codes = cited(
                [row["extract_ids"]],
                self.package.table("extracts"),
                [str(indicator["eurostat_code"])],
            )
            rows.append(
                [
                    Cell(t.data(indicator["name"])),
                    Cell(t.data(indicator["definition"])),
                    Cell(direction_words(str(indicator["direction"]), t)),
                    Cell(", ".join(codes), link=f"https://doi.org/10.2908/{codes[0].upper()}"),
                ]
            )
        title = t("What the indicators measure")
        return sheets.sheet(self.look, title, "", [Grid(heads, rows)], described=title)
