"""My region: what its parts say, from figures worked out by hand, and what its links do."""

from __future__ import annotations

import re

import pytest
from looks import look
from shown import App

from pages.region import dot_plot, heat, panel, peers, sentences, views
from pages.region import scene as choices
from pages.region.build import build
from pages.region.scene import Scene
from pages.region.views import RegionView
from secon_data import comparison, package, regions, standing
from secon_data.rows import each
from secon_ui.shell.menu import spec
from secon_ui.taking import columns, observed
from secon_ui.text.observation_words import flag_words
from secon_ui.text.words import Words


@pytest.fixture(scope="module")
def data():
    return package.Package(package.SHIPPED)


@pytest.fixture(scope="module")
def indicators(data):
    return data.table("indicators").set_index("indicator_id", drop=False)


@pytest.fixture(scope="module")
def everything(data, indicators):
    return standing.standing(data)


@pytest.fixture
def scene(data):
    names = data.table("regions").set_index("region_id")["name"].to_dict()

    def made(mine, other=None, against="median"):
        return Scene(
            mine, other, against, names, "Spain", comparison.indicators(data),
            lambda i: f"compare?ind={i}", Words("en"),
        )  # fmt: skip

    return made


@pytest.fixture(scope="module")
def main(data):
    return choices.indicators_of("main", comparison.indicators(data), regions.comparable(data))


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def rows_of(everything, region, ids):
    return choices.rows_of(everything, region, ids)


def by_id(rows):
    return {row["indicator_id"]: row for row in rows}


def test_a_weakness_is_told_with_value_place_and_distance(everything, scene, main):
    rows = by_id(rows_of(everything, "extremadura", main))
    # 29.3 − 12.3 = 17.0; 92 of the 95 NUTS 2 areas with a value have less.
    said = sentences.standing_sentence(rows["youth_unemployment_rate_15_29"], scene("extremadura"))
    assert plain(said) == (
        "Youth unemployment rate: 29.3 %, 3rd from the bottom of 95 NUTS 2 areas; 17.0 points above "
        "their median"
    )


def test_a_wider_value_is_told_with_its_area(everything, scene, main):
    rows = by_id(rows_of(everything, "harghita", main))
    row = rows["tertiary_education_25_64"]
    said = plain(sentences.standing_sentence(row, scene("harghita")))
    assert said == (
        "Tertiary education: 18.2 % Centru, 6th from the bottom of 122 NUTS 2 areas; 16.2 points "
        "below their median"
    )


def test_what_is_not_published_is_measured_against_the_median(everything, scene, main):
    rows = by_id(rows_of(everything, "extremadura", main))
    against_eu = scene("extremadura", against="eu")
    # Unemployment 2025: EU 6.0, so 8.8 above it. Life expectancy has no EU value.
    said = plain(sentences.standing_sentence(rows["unemployment_rate_15_74"], against_eu))
    assert said.endswith("5th from the bottom of 120 NUTS 2 areas; 8.8 points above the EU average")
    said = plain(sentences.standing_sentence(rows["life_expectancy"], against_eu))
    assert said.endswith("19th best of 122 NUTS 2 areas; 2.3 years above their median")


def test_extremadura_is_strong_on_life_expectancy_alone(everything, scene, main):
    rows = rows_of(everything, "extremadura", main)
    assert list(by_id(standing.strengths(rows))) == ["life_expectancy"]
    assert list(by_id(standing.weaknesses(rows)))[:3] == [
        "youth_unemployment_rate_15_29",  # 93rd of 95
        "unemployment_rate_15_74",  # 116th of 120
        "employment_rate_20_64",  # 111th of 122
    ]
    assert plain(sentences.finding(rows, scene("extremadura"), most=(2, 2))) == (
        "Extremadura is strong on: high life expectancy; it is weakest on: high youth unemployment "
        "and high unemployment"
    )
    assert sentences.close_sentence(rows, scene("extremadura")) == (
        "Close to the best quarter: internet access (17th best of 53 NUTS 2 areas) and number of "
        "physicians (32nd best of 80 NUTS 2 areas)."
    )


def test_neutral_indicators_are_never_strengths_or_weaknesses(everything, indicators):
    rows = each(everything[everything["direction"] == "neutral"])
    assert standing.strengths(rows) == [] and standing.weaknesses(rows) == []


def test_a_row_of_the_spine_says_all_about_a_value(everything, scene, main):
    rows = rows_of(everything, "extremadura", main)
    drawn = str(dot_plot.spine(rows, None, {}, scene("extremadura", against="eu")))
    (row,) = (
        part for part in drawn.split('<div class="rg-row') if ">Unemployment rate</a>" in part
    )
    cells = plain("<" + row.replace("</div>", " | </div>"))
    assert "Unemployment rate %, 2025 | 14.8 | 6.0 | +8.8 |" in cells
    assert "116th of 120 | ↘falling, better" in cells
    # Position as in test_standing: 14.8 %; the EU's 6.0: 0.5 + 0.25 × (6.0 − 5.0)/(7.8 − 5.0).
    assert 'class="rg-mark own" style="left:14.8%"' in row
    assert 'class="rg-tip" style="left:41.1%"' in row
    assert "rg-place lowest" in row


def test_the_second_region_stands_at_its_value_on_the_same_axis(everything, scene, main):
    rows = rows_of(everything, "extremadura", main)
    others = rows_of(everything, "riga", main)
    drawn = dot_plot.spine(rows, others, {}, scene("extremadura", "riga"))
    (row,) = (
        part for part in drawn.split('<div class="rg-row') if ">Unemployment rate</a>" in part
    )
    # Latvia's 6.9: 0.5 + 0.25 × (6.9 − 5.0)/(7.8 − 5.0) = 0.66964, turned round 33.0 %.
    assert 'class="rg-mark other wider" style="left:33.0%"' in row


def test_a_slide_has_ten_rows_from_the_best_place_to_the_lowest(everything, main):
    rows = dot_plot.for_slide(rows_of(everything, "harghita", main))
    goodness = [row["goodness"] for row in rows]
    assert len(rows) == 10 and goodness == sorted(goodness, reverse=True)
    assert rows[0]["indicator_id"] == "households_internet_access"
    assert rows[-1]["indicator_id"] == "employment_rate_25_64_low_education"


def test_the_heat_table_shades_by_quarters_and_counts_them(everything, scene, main):
    part = everything[everything["indicator_id"].isin(main)]
    names, part = sorted(part["region_id"].unique()), each(part)
    order = heat.order(part, names)
    assert order[0] == "mazowieckie" and order[-1] == "harghita"
    drawn = heat.heat(part, main, order, scene("extremadura"))
    body = drawn.split("<tr")
    (row,) = (line for line in body if ">Unemployment rate</a>" in line)
    shades = dict(zip(order, re.findall(r'<td class="(f?\d?)"', row), strict=True))
    # 2.9, 5.5 and 14.8 of 120 with the quarters to 3.5, 5.0 and 7.7.
    assert (shades["mazowieckie"], shades["flemish-brabant"], shades["extremadura"]) == (
        "f5", "f2", "f1",
    )  # fmt: skip
    assert heat.counts(part, names)["extremadura"] == heat.Count(best=1, lowest=6, judged=17)
    (row,) = (line for line in body if ">Population density</a>" in line)
    assert re.findall(r'<td class="(f\d)"', row) == []
    assert "no data" in next(line for line in body if ">Enterprise birth rate</a>" in line)


def test_who_does_better_is_named_with_the_lead(data, everything, scene, main):
    found, gaps = standing.peers_and_gaps(data, "harghita", views.STRUCTURE, "nuts2")
    names = dict(zip(found["id"], found["name"], strict=True))
    among = peers.Peers(found, gaps, names, "All NUTS 2 regions")
    here = scene("harghita")
    rows = rows_of(everything, "harghita", main)
    mine = by_id(rows)
    # Tertiary education, Centru 18.2: 16.4, 14.5, 13.3 and 18.3.
    assert peers.closing(mine["tertiary_education_25_64"], among, here) == (
        "1 of 4 does better: Nord-Vest, by 0.1 points."
    )
    # R&D, Centru 0.43: 0.16, 0.12, 0.26 and 0.30.
    assert peers.closing(mine["gerd_pct_gdp"], among, here) == "None of them does better."
    # GDP per head in 2021 is of the county itself, 52, and of whole NUTS 2 regions.
    assert peers.closing(mine["gdp_pc_pps_eu100"], among, here) == (
        "Not called better or worse beside areas of NUTS 2: Harghita’s value is of NUTS 3."
    )
    drawn = peers.table(rows, among, here)
    assert "Weaknesses of Harghita" in drawn and "+0.1 better" in drawn and "−1.8 worse" in drawn
    # Differences 0.44, −0.35, 0.59 and 0.01 (tests/test_standing.py).
    (north_west,) = (row for row in each(found) if row["id"] == "RO11")
    alike, apart = peers.reasons(north_west, here)
    assert alike == "alike in population density, old-age dependency and tertiary education"
    assert apart == "higher GDP per head"


def test_weaknesses_lead_to_practices_only_where_a_theme_answers(data, everything, scene, main):
    rows = rows_of(everything, "harghita", main)
    links = panel.practices(
        rows, data.table("themes"), lambda indicator: f"practice?for={indicator}", scene("harghita")
    )
    asked = re.findall(r"for=(\w+)", links)
    # In the order of its weaknesses. Harghita is weak in health, research and income too, which no
    # practice answers, and so it is said.
    assert asked == [
        "employment_rate_25_64_low_education",
        "severe_material_social_deprivation",
        "long_term_unemployment_share",
        "enterprise_birth_rate",
        "employment_rate_20_64",
    ]
    assert "No practice in this collection is taken as an answer to: " in links
    assert (
        "life expectancy"
        in links.split("No practice in this collection is taken as an answer to: ")[1]
    )


def test_the_table_to_take_away_names_source_and_place(data, everything, scene, main):
    rows = everything[everything["region_id"] == "harghita"]
    rows = rows[rows["indicator_id"].isin(main)]
    out = observed.table(rows, scene("harghita").names, data).set_index("indicator_id")
    assert len(out) == len(main) == 19
    row = out.loc["tertiary_education_25_64"]
    assert (row["value"], row["basis"], row["areas"], row["spread_place"]) == (
        18.2,
        "wider",
        "RO12",
        117,
    )
    assert row["source"] == "Eurostat, tgs00109; calculations by SECON"


def test_a_total_is_not_measured_against_a_whole_country(everything, scene):
    rows = rows_of(everything, "extremadura", ["gdp_mio_eur"])
    reference, difference = choices.benchmark(rows[0], scene("extremadura", against="country"))
    assert reference != reference and difference != difference  # both are nan
    reference, _ = choices.benchmark(rows[0], scene("extremadura"))
    assert reference == rows[0]["spread_median"]


def test_every_choice_is_in_the_link():
    app = App().open(spec("region"), region="harghita", lang="en", view="peers", among="nine")
    assert app.at.selectbox(key="region_among").value == "nine"
    app.at.selectbox(key="region_theme").set_value("labour-market").run()
    app.at.multiselect(key="region_alike").set_value(["gdp_pc_pps_eu100"]).run()
    asked = dict(app.at.query_params.items())
    assert asked == {
        "region": "harghita", "lang": "en", "view": "peers", "among": "nine",
        "theme": "labour-market", "alike": "gdp_pc_pps_eu100",
    }  # fmt: skip


@pytest.mark.parametrize("view", views.SHOWN)
@pytest.mark.parametrize("asked", [{"theme": "digital"}, {"theme": "tourism", "with": "riga"}])
def test_a_view_without_anything_to_judge_still_says_something(view, asked):
    app = App().open(spec("region"), region="peloponnese", lang="en", view=view, **asked)
    assert app.failed == "" and app.errors == [] and app.headed


def test_no_chosen_likeness_leaves_no_peers():
    app = App().open(spec("region"), region="riga", lang="en", view="peers", alike="")
    assert app.errors == [] and "no region is similar enough on the selected indicators" in app.html


def test_what_only_the_country_publishes_has_no_quarter_and_the_notice_says_so(
    everything, main, scene
):
    # Of the 19 main indicators Latvia alone has poverty (24.3 %, 5th of nine countries from the
    # lowest) and deprivation (7.8 %, 6th): neither is a strength or a weakness.
    rows = rows_of(everything, "riga", main)
    country = [row for row in rows if row["spread_level"] == 0]
    assert {row["indicator_id"]: row["value"] for row in country} == {
        "arope": 24.3,
        "severe_material_social_deprivation": 7.8,
    }
    assert not any(isinstance(row["quarter"], str) for row in country)
    assert {row["basis"] for row in country} == {"wider"}
    assert (
        "In our data for the whole country only, and placed among 9 countries without quarters: "
        "At risk of poverty or social exclusion and Severe material and social deprivation."
    ) in plain(sentences.notice(rows, scene("riga"), {}))


def test_a_flag_is_told_where_no_column_shows_it(data, everything, scene, main):
    """Harghita's net migration and density carry «e», Extremadura's physicians too; only the table
    of values said so."""
    rows = rows_of(everything, "harghita", ["net_migration_rate", "population_density"])
    told = plain(sentences.flagged(rows, scene("harghita")))
    assert told == "Flagged by Eurostat – e · estimated: net migration and population density."
    both = [*rows, *rows_of(everything, "extremadura", ["physicians_per_100k"])]
    assert plain(sentences.flagged(both, scene("harghita"))) == (
        "Flagged by Eurostat – e · estimated: Harghita (net migration and population density), "
        "Extremadura (number of physicians)."
    )
    without = rows_of(everything, "extremadura", ["life_expectancy"])
    assert not any(row["flag"] for row in without) and not sentences.flagged(without, scene("riga"))
    for region in data.table("regions")["region_id"]:
        for shown in ("spine", "heat"):
            page = build(RegionView(region, "en", shown=shown), data, look(data))
            said = plain("".join(map(str, page.drawn.parts)))
            for row in rows_of(everything, region, main):
                if isinstance(row["flag"], str) and row["flag"]:
                    assert flag_words(row["flag"], Words("en")) in said, (region, shown)


def test_a_percentile_is_explained_where_it_stands(data):
    """Where low is better «2nd of 92» stands beside a percentile of 2, which nobody explained."""
    explained = "the place counts from the better end"
    page = build(RegionView("riga", "en", shown="table"), data, look(data))
    assert explained in "".join(map(str, page.drawn.parts))
    assert "Percentile" in columns.titles(["percentile"], data, Words("en"))["percentile"]


def test_the_median_is_that_of_the_values_as_shown(data, indicators):
    """Physicians of 2021: the middle two of 80 areas are 383.13 and 389.72, shown as 383 and 390:
    the median is 386.5, shown as 387, and not the 386.4 of values that nobody sees."""
    found = comparison.compare(data, "physicians_per_100k", 2021)
    values = sorted(found.spread["value"])
    assert len(values) == 80 and values[39:41] == [383, 390]
    row = found.table.set_index("region_id").loc["extremadura"]
    assert row["spread_median"] == 387 and row["diff_spread"] == row["value"] - 387
    title = columns.titles(["spread_median"], data, Words("en"))["spread_median"]
    assert title == "Median of the areas, of their values as shown"


def test_what_is_compared_by_ratios_is_said_where_the_rule_stands(data):
    """Of 120 NUTS 2 regions the density of 2022 has a standard deviation of 1 036.0, its logarithm
    one of 1.160. By differences Navarra (63.6) and Flemish Brabant (552.8) would both be alike to
    Mazowieckie (153.2): 0.09 and 0.39 deviations. By ratios neither is: ln(63.6 / 153.2) / 1.160 =
    −0.76 and ln(552.8 / 153.2) / 1.160 = 1.11."""
    found = comparison.peers(
        data, "mazowieckie", ["population_density"], k=200, among="nuts2"
    ).set_index("id")["population_density"]
    assert found[["ES22", "BE24"]].tolist() == pytest.approx([-0.758, 1.106], abs=0.001)
    # Research and development is skewed too (2.3), and farm sizes; net migration too, but has no logarithm.
    assert comparison.by_ratio(data) & set(views.ALIKE) == {
        "population_density",
        "gerd_pct_gdp",
        "average_farm_size_ha",
    }
    words = {
        "en": ("Compared by ratios (logarithms)", "population density", "D expenditure"),
        "lv": (
            "Salīdzina pēc attiecībām (logaritmiem)",
            "iedzīvotāju blīvums",
            "pētniecībai un izstrādei",
        ),
    }
    for language, (rule, density, research) in words.items():

        def told(*alike: str, language: str = language) -> list[str]:
            view = RegionView("mazowieckie", language, shown="peers", alike=alike)
            page = build(view, data, look(data, language))
            paper = page.taken.sheet()
            return [plain("".join(map(str, part))) for part in (page.drawn.parts, paper.notice)]

        for said in told(*views.STRUCTURE):
            assert rule in said and f"{density}." in said.split(rule)[1]
        for said in told("population_density", "gerd_pct_gdp", "gdp_pc_pps_eu100"):
            sentence = said.split(rule)[1].split(".")[0]
            assert density in sentence and research in sentence
        for said in told("gdp_pc_pps_eu100", "tertiary_education_25_64"):
            assert rule not in said


def test_a_region_laid_over_mine_is_measured_against_its_own_country_by_name(data):
    """Under «Germany» stood 6.9, which is Latvia's unemployment."""
    view = RegionView(
        "rhein-neckar", "en", shown="table", theme="all", against="country", other="riga"
    )
    text = plain(" ".join(build(view, data, look(data)).drawn.parts))
    assert "ValueGermanyDifference" in text
    assert "6.9 (Latvia)" in text and "(Germany)" not in text


def test_a_region_laid_over_mine_stands_in_its_own_quarter(data, scene):
    """Haskovo's mark stood in Extremadura's best quarter of 103 areas of NUTS 2; it is measured
    among 657 of NUTS 3, and in their middle half."""
    known = choices.by_region(standing.standing(data))
    told = 0
    for (region, indicator), row in known.items():
        for other in ("haskovo", "extremadura", "rhein-neckar"):
            theirs = known[other, indicator]
            mark = dot_plot.placed(row, theirs, {}, scene(region, other)).other
            if mark is not None:
                told += 1
                assert mark == theirs["position"], (region, indicator, other)
    assert told > 500


@pytest.mark.parametrize("theme", ["demography", "tourism"])
def test_where_nothing_is_judged_no_order_and_no_quarter_is_told(data, theme):
    """«Regions stand from the best average place to the lowest», «their quarter is by the median of
    these», beneath «nothing here is judged»."""
    page = build(RegionView("riga", "en", shown="heat", theme=theme), data, look(data))
    text = plain(" ".join([page.drawn.title, *page.drawn.parts]))
    assert "nothing here is judged" in text and "average place" not in text
    assert "their quarter" not in text and "each number shaded" not in text
    sheet = page.taken.sheet()
    assert "best quarter" not in text and not any(key.kind == "fill" for key in sheet.keys)
    told = " ".join([*sheet.notice, sheet.described])
    assert "average place" not in told and "each number shaded" not in told
    judged = build(RegionView("riga", "en", shown="heat"), data, look(data)).drawn.parts
    judged_text = " ".join(judged)
    assert "average place" in judged_text and "their quarter" in judged_text
    # Mazowieckie's 12th of 24 areas of NUTS 1 has a place and no quarter, and counts for no order.
    assert "to the lowest, by what is shaded." in judged_text


@pytest.mark.parametrize(
    ("region", "theme"),
    [("rhein-neckar", "education"), ("peloponnese", "research-and-innovation"), ("riga", "main")],
)
def test_the_link_to_who_does_better_promises_nobody(data, region, theme):
    """«Better performers where it is worse than the median» stood beneath «None of them does
    better», and where nothing was worse."""
    page = build(RegionView(region, "en", theme=theme), data, look(data))
    text = " ".join(page.drawn.parts)
    assert ">Who does better</a>" in text and "Better performers" not in text


def test_regions_can_be_likened_by_what_is_offered(data):
    """Tourist nights were offered, and left out in silence: they are not measured at NUTS 2."""
    for region in data.table("regions")["region_id"]:
        for indicator in views.ALIKE:
            found = comparison.peers(data, region, [indicator], among="nuts2")
            assert list(found.columns[4:]) == [indicator], (region, indicator)


def test_a_file_of_who_does_better_names_the_source_of_both(data):
    """Harghita's GDP per head of 2021 is of nama_10r_3gdp, Haskovo's peers' of nama_10r_2gdp."""
    view = RegionView("haskovo", "en", shown="peers", among="nine", theme="all")
    table = build(view, data, look(data)).taken.table()
    row = table[
        (table["peer_id"] == "harghita") & (table["indicator_id"] == "gdp_pc_pps_eu100")
    ].iloc[0]
    assert row["peer_extract"] == "gdp_pc_pps_eu100-2"
    assert row["peer_source"] == "Eurostat, nama_10r_3gdp; calculations by SECON"


def test_what_is_said_beneath_is_of_a_region_laid_over_mine_too(data):
    """Riga's 5th of 9 countries stood above «A place is among the NUTS 2 areas»; its tables were in
    no source line, its break not among «breaks that we derive»."""

    def text(shown, other, mine="peloponnese"):
        view = RegionView(mine, "en", shown=shown, theme="all", other=other)
        page = build(view, data, look(data))
        return plain(" ".join(page.drawn.parts))

    table = text("table", "riga")
    assert "or among those of the level named with it" in table
    for shown in ("spine", "table"):
        source = text(shown, "riga").split("Source: ")[1]
        assert "nama_10r_3gdp" in source and "ilc_peps01n" in source, shown
        assert "Put on one EU average: " in text(shown, "harghita", "flemish-brabant"), shown
    # «6 values are computed from parts», of Extremadura, above 27 of Mazowieckie that are so too.
    both = text("table", "mazowieckie", "extremadura")
    assert re.search(r"Extremadura: .? ?6 values are computed from parts\.", both)
    assert re.search(r"Mazowieckie: .? ?27 values are computed from parts\.", both)
    assert "Extremadura:" not in text("table", None, "extremadura").split("Source: ")[0]
    derived = text("table", "flemish-brabant").split("Breaks that we derive")[1]
    assert "household income (Flemish Brabant)" in derived


def test_what_is_said_of_a_region_laid_over_mine_is_of_its_marks(data):
    """«Its mark stands among those areas», «2 of 2 values are not Haskovo's own», of the tourist
    nights of a region of NUTS 2, above a chart without any mark of Haskovo."""

    def both(theme, other, view="spine"):
        view = RegionView("peloponnese", "en", shown=view, theme=theme, other=other)
        page = build(view, data, look(data))
        return plain(" ".join(page.drawn.parts)).replace("&#39;", "'"), page.taken.sheet()

    text, sheet = both("tourism", "haskovo")
    assert "No value of Haskovo can be set on an axis here." in text
    assert "its mark stands" not in text and "not Haskovo's own" not in text
    assert "its mark stands" not in " ".join(sheet.notice) and "Haskovo" not in [
        key.words for key in sheet.keys
    ]
    # Peloponnese has 17 of the 19 main ones on an axis, all of NUTS 2.
    text, sheet = both("main", "haskovo")
    assert "17 of 17 values are not Haskovo's own" in text
    (profile,) = sheet.exhibits
    assert sum(getattr(row, "other", None) is not None for row in profile.rows) == 17
    assert "enterprise birth rate (Haskovo)" not in text and "bd_size_r3" not in text
    places = "or among those of the level named with it"
    assert places in text and places in " ".join(sheet.notice)
    # The table shows all of both.
    assert "19 of 19 values are not Haskovo's own" in both("main", "haskovo", "table")[0]


def test_a_mark_among_other_areas_says_so(data):
    """Harghita's 291 625 stands in the middle of the districts, right of Extremadura's million, low
    among regions of NUTS 2."""
    view = RegionView("extremadura", "en", theme="all", other="harghita")
    text = " ".join(build(view, data, look(data)).drawn.parts)
    assert re.search(r"Harghita: 291.625, 2022, among \d+ NUTS 3 areas\.", text)
    assert "Where Harghita is measured at another level or in another year" in text
    same = RegionView("extremadura", "en", theme="main", other="mazowieckie")
    assert "among 122 NUTS 2 areas" not in " ".join(build(same, data, look(data)).drawn.parts)


def test_where_nothing_is_judged_there_is_no_strength_and_no_quarter(data):
    """«No indicator here is in the best quarter» stood beneath «is not judged»."""
    shown = build(RegionView("riga", "en", theme="tourism"), data, look(data))
    told = str(shown.drawn)
    assert "No indicator here is judged: none is a strength or a weakness." in told
    assert "is in the best quarter" not in told and "<h2>Strengths</h2>" not in told


def test_likeness_alone_is_sourced_by_the_tables_of_its_values(data):
    """Riga's GDP per head is of nama_10r_3gdp: the line named nama_10r_2gdp alone where the theme
    has no weakness to show."""
    for theme in ("tourism", "labour-market"):
        view = RegionView("riga", "en", shown="peers", theme=theme)
        source = re.sub("<[^>]+>", "", str(build(view, data, look(data)).drawn))
        told = source[source.rindex("Source: Eurostat") :]
        assert all(code in told for code in ("nama_10r_3gdp", "nama_10r_2gdp", "extracts of")), told
