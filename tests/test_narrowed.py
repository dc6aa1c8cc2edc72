"""Caution, source line, citation, file and description are of what a view shows: all views under
their filters, through the pure builders."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from typing import Any

import hand_counted
import pandas as pd
import pytest
from looks import look

from pages.compare import build as compare
from pages.compare.views import CompareView
from pages.enterprises import build as enterprises
from pages.enterprises.views import FIELDS, EnterprisesView
from pages.funding import build as funding
from pages.funding.views import FundingView
from pages.overview import build as overview
from pages.practice import build as practice
from pages.practice.views import PracticeView
from pages.region import build as region
from pages.region.views import RegionView
from pages.sources import build as sources
from pages.sources.views import SourcesView
from secon_data import regions
from secon_data.package import SHIPPED, Package
from secon_ui.shell.view import View
from secon_ui.text.observation_words import level_words

DATA = Package(SHIPPED)
COUNTED = hand_counted.package()
LIST = COUNTED.table("enterprises")
LOOK = look(DATA)
NAMES = LOOK.names


def plain(html: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", str(html)).split())


# --- Enterprises


@pytest.fixture
def listed(as_counted: None) -> Any:
    def built(shown: str = "density", **chosen: Any) -> enterprises.Shown:
        return enterprises.build(EnterprisesView("riga", "en", shown, **chosen), COUNTED, LOOK)

    return built


@pytest.mark.parametrize("some", [(), ("riga",), ("peloponnese", "flemish-brabant")])
def test_what_is_listed_is_cautioned_sourced_and_cited_as_the_nine_that_it_shows(listed, some):
    """By the file: 308 organisations, 96 without a year, read on 23 and 28 November. Beneath the
    table of all nine stood «28 of 64», and a source a row was cited of a file of nine regions."""
    shown = listed(regions=some)
    assert "For 96 of 308 the source shows no year." in plain(shown.caution)
    assert "Haskovo: the list and the outline" in plain(shown.caution)
    assert "read from 23 November 2026 to 28 November 2026" in plain(shown.source)
    assert "each row of the list names its own" in plain(shown.source)
    assert shown.taken.cited.startswith(
        "SECON: 308 organisations of the social economy, counted by region with the years of"
    )
    table = shown.taken.table()
    assert len(table) == 9 and table["organisations"].sum() == 308 and table["undated"].sum() == 96
    # The choice stays to be seen, and can be taken back.
    (counts,) = (counts for facet, counts in shown.lists if facet.name == "regions")
    assert set(some) <= set(counts)


def test_what_is_listed_obeys_the_other_filters(listed):
    """41 of food and farming, 17 without a year; none of them in Riga or Haskovo."""
    shown = listed(regions=("haskovo",), fields=("food_agriculture",))
    assert "For 17 of 41 the source shows no year." in plain(shown.caution)
    assert "41 organisations of the social economy (Food and farming)" in shown.taken.cited
    assert shown.taken.table()["organisations"].sum() == 41
    (counts,) = (counts for facet, counts in shown.lists if facet.name == "regions")
    assert counts["haskovo"] == 0


@pytest.mark.parametrize(
    ("shown", "some", "fields", "asked"),
    list(
        itertools.product(
            ("map", "directory", "density"),
            ((), ("riga",), ("peloponnese", "flemish-brabant")),
            ((), ("food_agriculture",), ("health", "tourism_leisure")),
            (None, "bread"),
        )
    ),
)
def test_each_view_of_enterprises_is_told_as_its_file(listed, shown, some, fields, asked):
    page = listed(shown, regions=some, fields=fields, search=asked)
    table = page.taken.table()
    n = int(table["organisations"].sum() if shown == "density" else len(table))
    undated = table["undated"].sum() if shown == "density" else table["source_year"].isna().sum()
    assert re.match(rf"SECON: {n} organisations? of the social economy", page.taken.cited)
    said = re.search(r"For (\d+) of (\d+) the source", plain(page.caution))
    assert (said.groups() if said else ("0", str(n))) == (str(undated), str(n))
    named = [NAMES[one] for one in some] if shown != "density" else []
    named += [str(FIELDS[one]) for one in fields] + ([f"«{asked}»"] if asked else [])
    assert (f"({' · '.join(named)})" in page.taken.cited) if named else "(" not in page.taken.cited


def test_regions_that_are_not_chosen_are_not_said_to_have_nobody(listed):
    """Of two regions chosen the map told «Riga 0», and its description that 36 are shown of it."""
    sheet = listed("map", regions=("peloponnese", "flemish-brabant")).taken.sheet()
    of = Counter(LIST["region_id"])
    told = f"Peloponnese: {of['peloponnese']}; Flemish Brabant: {of['flemish-brabant']}"
    assert f"– {told} –" in sheet.described and "Riga: " not in sheet.described
    names = [spot.name for spot in sheet.exhibits[0].main.spots if spot.name]
    assert "Riga" in names and f"Peloponnese  {of['peloponnese']}" in names


# --- Practice, Sources, Funding, My region


@pytest.mark.parametrize(
    ("chosen", "cited"),
    [
        ({}, "Good practices of nine regions, collected"),
        ({"country": ("LV",)}, "Good practices of the social economy (Riga), collected"),
        ({"asked": "bread"}, "Good practices of the social economy («bread»), collected"),
        ({"shown": "table", "weak": "arope"}, "(risk of poverty or exclusion), collected"),
        ({"shown": "events"}, "Events of the social economy, collected"),
        (
            {"shown": "events", "country": ("LV",), "scope": ("secon",)},
            "Events of the social economy (SECON · Latvia), collected",
        ),
        ({"shown": "stakeholders", "country": ("LV",)}, "economy (Latvia), collected"),
    ],
)
def test_a_narrowed_view_of_practice_is_cited_as_that(chosen, cited):
    """«11 practices, all in Riga» were cited as «Good practices of nine regions»."""
    assert cited in practice.build(PracticeView("riga", "en", **chosen), DATA, LOOK).taken.cited


@pytest.mark.parametrize("shown", ["coverage", "indicators"])
def test_a_theme_of_sources_is_cited_as_that(shown):
    view = SourcesView("riga", "en", shown)
    assert "(" not in sources.build(view, DATA, LOOK).taken.cited.removeprefix("SECON partners (")
    assert (
        "(Economy), version"
        in sources.build(replace(view, theme="economy"), DATA, LOOK).taken.cited
    )


def test_a_dataset_of_sources_is_cited_as_that():
    """The columns of each were cited as the whole, for reference managers as the observations."""
    taken = sources.build(SourcesView("riga", "en", dataset="funding"), DATA, LOOK).taken
    assert ": SECON regions – Funding: columns and what they mean, version" in taken.cited
    assert taken.dataset == "funding"
    whole = sources.build(SourcesView("riga", "en"), DATA, LOOK).taken
    assert whole.figures is not None and whole.figures().title == "SECON regions"


def test_funding_is_cited_with_what_narrows_it():
    def cited(shown: str, **chosen: Any) -> str:
        return funding.build(FundingView("riga", "en", shown, **chosen), DATA, LOOK).taken.cited

    only = {"country": ("mine",), "kind": ("loan",), "state": ("open",)}
    assert "funding opportunities (Latvia · Loan · Open) as of" in cited("table", **only)
    # The timeline draws those of any state; budgets and kinds of money obey no filter.
    assert "funding opportunities (Latvia · Loan) as of" in cited("timeline", **only)
    assert "funding opportunities with a stated budget as of" in cited("budgets", **only)
    assert "kinds of money in each country as of" in cited("lacking", **only)


@pytest.mark.parametrize("shown", ["spine", "heat", "peers", "table"])
def test_my_region_is_cited_with_all_whose_values_are_in_its_file(shown):
    """All nine were cited as «Riga», and so were those laid beside it."""
    view = RegionView("riga", "en", shown, other="haskovo")
    taken = region.build(view, DATA, LOOK).taken
    table, cited = taken.table(), taken.cited.split(":")[0]
    if shown == "heat":
        assert cited == "The nine regions" and table["region_id"].nunique() == 9
    elif shown == "peers":
        assert cited.startswith("Riga, ") and all(one in cited for one in table["peer"].unique())
    else:
        assert cited == "Riga and Haskovo"
        assert set(table["region"]) == {"Riga", "Haskovo"}


# --- Overview


def test_the_overview_is_sourced_and_cited_with_the_nine_that_its_file_holds():
    """Rhine-Neckar's own values are of NUTS 2 and above; the levels and the citation of its page
    were its own while dots and file were of all nine."""
    for mine in ("rhein-neckar", "riga"):
        shown = overview.build(View(mine, "en"), DATA, LOOK)
        table = shown.taken.table()
        assert table["region_id"].nunique() == 9
        assert shown.taken.cited.startswith("Key figures of the nine regions; where our data hold")
        levels = {int(level) for level in table["level"].dropna()}
        words = {level_words(level, LOOK.t) for level in levels}
        assert len(words) > 1 and all(word in plain(shown.source) for word in words)


# --- Compare


def years_of(table: pd.DataFrame) -> str:
    first, last = int(table["year"].min()), int(table["year"].max())
    return f"{first}–{last}" if first < last else str(last)


def test_a_trend_is_cited_described_and_named_with_its_years():
    """By the file: 128 rows of 2013 to 2025, of which only 2025 was cited. Flemish Brabant's is 5.5 % in
    both years."""
    view = CompareView("riga", "en", indicator="unemployment_rate_15_74", shown="trend")
    shown = compare.build(view, DATA, LOOK)
    taken, sheet = shown.taken, shown.taken.sheet()
    assert taken.file_name == "unemployment_rate_15_74-2013-2025.csv"
    assert years_of(taken.table()) == "2013–2025"
    assert taken.cited.startswith("Unemployment rate, 2013–2025: Peloponnese, Rhine-Neckar (mean")
    assert sheet.described.endswith("Unemployment rate, 2013–2025.")
    assert shown.described.startswith("Unemployment rate, 2013–2025. ")
    found = taken.figures()
    assert found.title == "Unemployment rate, 2013–2025"
    assert found.stem == "unemployment_rate_15_74_2013_2025"
    said = found.said.replace("\u202f", " ").replace("\u00a0", " ")
    assert "Flemish Brabant: 5.5 % (2013), 5.5 % (2025);" in said
    assert "Harghita (value of Centru): 9.5 % (2013), 4.1 % (2025);" in said


@pytest.mark.parametrize("indicator", regions.comparable(DATA))
def test_the_years_of_a_trend_are_those_of_its_file(indicator):
    view = CompareView("riga", "en", indicator=indicator, shown="trend")
    taken = compare.build(view, DATA, LOOK).taken
    years = years_of(taken.table())
    assert taken.file_name == f"{indicator}-{years.replace('–', '-')}.csv"
    assert f", {years}: " in taken.cited and taken.figures().title.endswith(f", {years}")
    assert taken.sheet().described.endswith(f", {years}.")
    assert years in taken.sheet().measured


def test_a_scatter_is_described_and_named_with_both_indicators_and_years():
    view = CompareView("riga", "en", "unemployment_rate_15_74", shown="scatter",
                       other="gdp_pc_pps_eu100")  # fmt: skip
    taken = compare.build(view, DATA, LOOK).taken
    assert taken.file_name == "unemployment_rate_15_74-2025-gdp_pc_pps_eu100-2023.csv"
    assert taken.sheet().described.endswith(
        "Unemployment rate, 2025; GDP per inhabitant, EU = 100, 2023."
    )


# --- dots of towns


def test_a_dot_that_joins_towns_is_not_said_to_be_one():
    """18 places are 15 dots: one is Riga, Mārupe and Plakanciems, another Warsaw and Legionowo."""
    shown = practice.build(PracticeView("riga", "en", "map"), DATA, LOOK)
    together = "A dot is a town, or several that lie close together"
    assert "places in all: 18" in plain(shown.drawn.title)
    assert together in plain(shown.drawn.measured) and together in shown.drawn.towns.described
    sheet = shown.taken.sheet()
    assert together in sheet.measured and together in sheet.described
    many = enterprises.build(EnterprisesView("riga", "en", "map"), DATA, LOOK)
    assert together in plain(many.drawn.beneath)
