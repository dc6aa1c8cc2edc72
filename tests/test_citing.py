"""What a citation names, and the marks in the headline: whose value it is, and of which year."""

from __future__ import annotations

import re

import hand_counted
import pytest
from shown import App

from pages.compare import headlines
from secon_data import comparison
from secon_data.package import Package
from secon_ui.shell.menu import spec
from secon_ui.text import notes
from secon_ui.text.words import Words

pytestmark = pytest.mark.usefixtures("as_counted")

T = Words("en")


@pytest.fixture(scope="module")
def package() -> Package:
    return hand_counted.package()


@pytest.fixture(scope="module")
def found(package):

    def of(indicator: str, year: int | None = None) -> comparison.Comparison:
        return comparison.compare(package, indicator, year)

    return of


def test_a_citation_names_the_wider_area_that_stands_for_a_region(package, found):
    # Tertiary education is of NUTS 2: five regions lie inside an area of it, Riga has only the
    # country's; Mazowieckie is computed of its two parts.
    of = found("tertiary_education_25_64")
    table = package.table("regions")
    names = dict(zip(table["region_id"], table["name"], strict=True))
    cited = notes.citation(of.indicator, of.table, names, package, T)
    assert cited.startswith(
        "Tertiary education, 2024: Peloponnese, Rhine-Neckar (mean of Karlsruhe, Darmstadt, "
        "Rheinhessen-Pfalz, approximate), Flemish Brabant, Harghita (value of Centru), Mazowieckie "
        "(approximate), Oliveira de Azeméis (value of Norte), Riga (value of Latvia), Extremadura and Haskovo (value of "
        "Yuzhen tsentralen). Source: Eurostat (tgs00109), https://doi.org/10.2908/TGS00109;"
    )


def test_a_citation_gives_the_year_of_an_earlier_value(package, found):
    # Population: 2023 is asked; three regions end with 2022, the two municipalities have none.
    of = found("population_1_january")
    table = package.table("regions")
    names = dict(zip(table["region_id"], table["name"], strict=True))
    cited = notes.citation(of.indicator, of.table, names, package, T)
    assert cited.startswith(
        "Population, 2023: Peloponnese, Rhine-Neckar (2022), Flemish Brabant, Harghita (2022), "
        "Mazowieckie, Riga (2022) and Extremadura. Source:"
    )
    # Both at once: an earlier value of a wider area.
    old = of.table.assign(basis="wider", areas="RO12", area_names="Centru")
    assert "Harghita (2022, value of Centru)" in notes.citation(
        of.indicator, old, names, package, T
    )


@pytest.mark.parametrize(
    ("indicator", "region", "mark"),
    [
        ("tertiary_education_25_64", "harghita", "wider"),
        ("tertiary_education_25_64", "mazowieckie", "computed"),
        ("tertiary_education_25_64", "extremadura", None),
    ],
)
def test_a_headlines_number_says_whose_it_is(found, indicator, region, mark):
    of = found(indicator)
    said = headlines.number(of.table.set_index("region_id").loc[region], of.indicator, T)
    assert ('class="basis' in said) == (mark is not None)
    assert mark is None or f'class="basis {mark}"' in said


@pytest.mark.parametrize(
    ("region", "said"),
    [
        ("riga", "Riga with 6.9\u00a0% is 3rd from the bottom of the nine regions"),
        ("extremadura", "to 14.8\u00a0% (Extremadura); Extremadura is last of the nine regions"),
        ("mazowieckie", "from 2.9\u00a0% (Mazowieckie) to"),
    ],
)
def test_the_maps_headline_tells_a_value_once(found, package, region, said):
    of = found("unemployment_rate_15_74")
    table = package.table("regions")
    names = dict(zip(table["region_id"], table["name"], strict=True))
    row = of.table.set_index("region_id", drop=False).loc[region]
    drawn = headlines.whole(of.table, row, of.indicator, names, T)
    plain = re.sub(r"<[^>]+>", "", drawn)
    assert said in plain.replace("\u202f", "\u00a0") and plain.count("%") == (
        3 if region == "riga" else 2
    )
    # Mazowieckie's 2.9 % is computed for whoever reads; Riga's 6.9 % is Latvia's.
    assert drawn.startswith(
        'Unemployment: from <span class="nowrap">2.9\u00a0%<span class="basis computed"'
    )
    assert ('class="basis wider"' in drawn) == (region == "riga")


def ask_for_citation(app, slug):
    """Opens the dialog «Take away» at the citation."""
    app.at.session_state[f"{slug}_take_kind"] = "citation"
    app.at.button(key=f"{slug}_take").click().run()


def test_the_region_page_cites_the_areas_that_stand_for_it():
    app = App().open(spec("region"), region="harghita", lang="en")
    ask_for_citation(app, "region")
    cited = [code.value for code in app.at.get("code") if "Source: Eurostat" in code.value]
    assert len(cited) == 1
    assert cited[0].startswith("Harghita: ")
    assert "where our data hold no figure for it, that of " in cited[0] and "Centru" in cited[0]


def test_a_scatter_cites_both_its_indicators():
    asked = {"region": "riga", "lang": "en", "view": "scatter", "ind": "arope", "x": "median_age"}
    app = App().open(spec("compare"), **asked)
    ask_for_citation(app, "compare")
    cited = [str(code.value) for code in app.at.code]
    assert any(
        "(ilc_peps11n, ilc_peps01n)" in text and "(demo_r_pjanind3)" in text for text in cited
    ), cited
