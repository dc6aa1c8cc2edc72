"""What is drawn of a page's views, and what its tables hold, is what the page says: Overview, My
region, Sources."""

from __future__ import annotations

from dataclasses import replace

import pytest
from looks import look

from pages.overview.build import build as build_overview
from pages.region.build import build as build_region
from pages.region.views import SHOWN as REGION
from pages.region.views import RegionView
from pages.sources.build import build as build_sources
from pages.sources.views import SourcesView
from secon_data.package import SHIPPED, Package
from secon_ui.drawing.theme import LIGHT
from secon_ui.shell.view import View
from secon_ui.taking import columns, typeset
from secon_ui.taking.exhibit import Grid, Maps, Placed, Profile
from secon_ui.text.words import Words

ADDRESS = "https://example.org/region?region=riga&lang=lv"


@pytest.fixture(scope="module")
def data():
    return Package(SHIPPED)


@pytest.fixture
def region(data):
    def made(shown, language="en", region="riga", **chosen):
        view = RegionView(region, language, shown=shown, **chosen)
        return build_region(view, data, look(data, language)).taken.sheet()

    return made


def test_the_profile_on_paper_has_a_row_for_each_indicator_under_its_theme(region):
    found = region("spine")
    (profile,) = found.exhibits
    assert isinstance(profile, Profile)
    rows = [row for row in profile.rows if isinstance(row, Placed)]
    assert len(rows) == 19
    (life,) = (row for row in rows if row.name == "Life expectancy at birth")
    # Latvia's 75.6 years stand for Riga: 5.4 less than the median of 81.0, the 6th from below.
    assert (life.value, life.against, life.difference) == ("75.6", "81.0", "−5.4")
    assert (life.place, life.basis, life.quarter) == ("117th of 122", "wider", "lowest")
    assert 0 <= life.position <= 0.25 and life.median == 0.5 and life.tip is None
    assert profile.rows[profile.rows.index(life) - 1] == "Health"
    assert [key.words for key in found.keys] == [
        "Riga", "median of areas of the same level", "computed from its parts", "wider area",
    ]  # fmt: skip


def test_where_not_all_rows_have_room_the_best_and_the_lowest_stay_and_it_is_said(region):
    (profile,) = region("spine").exhibits
    names = [row.name for row in profile.brief]
    assert len(names) == 10 and names[0] == "Gender employment gap"
    assert names[-1] == "Life expectancy at birth"
    assert profile.more.startswith("10 of 19 indicators: the best and the lowest")
    parts: dict[str, bytes] = {}
    assert typeset.laid(profile, parts, 1200, 400, "en")["more"] == profile.more
    assert typeset.laid(profile, parts, 1200, 4000, "en")["more"] == ""


def test_a_region_laid_over_mine_stands_in_the_same_row(region):
    found = region("spine", other="peloponnese", against="eu")
    (profile,) = found.exhibits
    (rate,) = (row for row in profile.rows if getattr(row, "name", "") == "Unemployment rate")
    # Peloponnese's 8.3 % are worse than Riga's 6.9 %, the EU's 6.0 % better: lower is better.
    assert (rate.value, rate.against) == ("6.9", "6.0")
    assert rate.other < rate.position < rate.tip and rate.other_basis == "own"
    assert [key.kind for key in found.keys] == ["own", "own", "tick", "tip", "own", "computed",
                                                "wider"]  # fmt: skip


def test_all_nine_on_paper_are_shaded_as_on_the_screen(region):
    found = region("heat")
    (grid,) = found.exhibits
    assert isinstance(grid, Grid) and len(grid.rows) == 20 and len(grid.heads) == 11
    column = [head.text for head in grid.heads].index("Riga")
    assert grid.heads[column].small == "Latvia" and grid.heads[column].ink == LIGHT.mine
    (gap,) = (row for row in grid.rows if row[0].text == "Gender employment gap")
    assert gap[0].small == "points · 2025 · lower is better"
    assert (gap[1].text, gap[1].small) == ("8.3", "122 NUTS 2 areas")
    cell = gap[column]
    # The 2nd best of 122 is in the best quarter: the darkest shade.
    assert (cell.text, cell.basis, cell.fill) == ("1.9", "wider", LIGHT.ramp[4])
    (product,) = (row for row in grid.rows if row[0].text == "GDP per inhabitant, EU = 100")
    assert product[column].text == "92 ’21"
    assert grid.rows[-1][0].text == "In the best quarter · in the lowest"
    assert grid.rows[-1][column].text == "3 · 2"
    # The counts stay where rows have no room, and then what Riga stands out in.
    assert grid.kept[0] == 19 and grid.rows[grid.kept[1]][0].text == "Gender employment gap"


def test_who_does_better_on_paper_has_the_regions_like_mine_and_their_values(region):
    alike, better = region("peers").exhibits
    assert [row[0].text for row in alike.rows] == [head.text for head in better.heads[2:]]
    assert (alike.rows[0][0].text, alike.rows[0][0].small) == ("La Rioja", "Spain")
    life = better.rows[0]
    assert life[0].text == "Life expectancy at birth, years, 2023"
    assert life[0].small == "All 4 do better; La Rioja leads by 8.7 years."
    assert (life[1].text, life[1].small, life[1].basis) == (
        "75.6", "6th from the bottom of 122 NUTS 2 areas", "wider",
    )  # fmt: skip
    assert (life[2].text, life[2].small, life[2].fill) == ("84.3", "+8.7 better", LIGHT.fine_tint)


def test_a_slide_says_which_row_has_no_colour_because_it_is_not_compared(data):
    """Haskovo's 7.3 new enterprises of 100 are the province's, 9.3 are of a region of NUTS 2."""
    found = build_region(RegionView("haskovo", "en", shown="peers"), data, look(data)).taken.sheet()
    rows = {row[0].text: row for row in found.exhibits[1].brief.rows}
    births = rows["Enterprise birth rate, %, 2020"]
    assert (
        births[0].small
        == "Not called better or worse beside areas of NUTS 2: Haskovo’s value is of NUTS 3."
    )
    assert not any(cell.fill for cell in births[2:])
    assert rows["GDP per head, EU = 100, 2023"][0].small == ""


def test_where_nobody_is_like_mine_the_sheet_says_so_and_the_table_is_empty(region, table):
    found = region("peers", alike=())
    assert found.exhibits == ()
    assert found.headline == "Riga: no region is similar enough on the selected indicators"
    assert typeset.picture(found).startswith(b"\x89PNG")
    assert len(table("peers", alike=())) == 0


def test_the_table_on_paper_says_what_each_value_stands_for(region):
    (grid,) = region("table").exhibits
    assert len(grid.rows) == 19
    (births,) = (row for row in grid.rows if row[0].text == "Enterprise birth rate, %")
    assert [cell.text for cell in births] == [
        "Enterprise birth rate, %", "12.0", "9.9", "+2.1", "20th of 232", "91", "falling, worse",
        "computed from its parts (approximate)", "2 areas", "NUTS 3", "2020", "–",
    ]  # fmt: skip
    assert births[8].small == "LV006 + LV007"
    # What stays longest are the best and the lowest, by turns.
    first, second = (grid.rows[at][0].text for at in grid.kept[:2])
    assert (first, second) == ("Gender employment gap, points", "Life expectancy at birth, years")


@pytest.fixture
def table(data):
    def made(shown, region="riga", **chosen):
        view = RegionView(region, "en", shown=shown, **chosen)
        return build_region(view, data, look(data)).taken.table()

    return made


@pytest.mark.parametrize("shown", REGION)
def test_a_table_to_take_away_says_of_each_value_whose_it_is_and_from_where(table, data, shown):
    found = table(shown, theme="all")
    wanted = {
        "indicator_id", "region_id", "value", "year", "year_asked", "basis", "approximate", "areas",
        "level", "flag", "source", "extract", "extracted_on", "revision",
    }  # fmt: skip
    assert len(found) and wanted <= set(found.columns)
    assert set(found["revision"]) == {"version 1.0.0"}
    # Every column is called something in the reader's language.
    called = columns.titles(found.columns, data, Words("lv"))
    assert [name for name, title in called.items() if name == title] == []


def test_the_table_of_the_profile_has_the_rows_of_the_screen_in_their_order(table):
    found = table("spine", other="haskovo")
    assert found["region_id"].tolist() == ["riga", "haskovo"] * 19
    rate = found.set_index(["indicator_id", "region_id"]).loc[("unemployment_rate_15_74", "riga")]
    assert (rate["value"], rate["year"], rate["basis"], rate["areas"], rate["level"]) == (
        6.9, 2025, "wider", "LV00", 2,
    )  # fmt: skip
    assert (rate["place"], rate["place_of"], rate["spread_place"]) == (7, 9, 82)
    assert rate["source"] == "Eurostat, lfst_r_lfu3rt; calculations by SECON"
    assert rate["extract"].startswith("unemployment_rate_15_74-")


def test_the_table_of_all_nine_has_the_columns_of_the_screen_in_their_order(table, region):
    found = table("heat")
    (grid,) = region("heat").exhibits
    assert len(found) == 19 * 9
    assert found["region"].tolist()[:9] == [head.text for head in grid.heads[2:]]


@pytest.mark.parametrize("among", ["nuts2", "nine"])
def test_the_table_of_who_does_better_has_a_row_for_each_cell(table, region, among):
    found = table("peers", among=among)
    _, better = region("peers", among=among).exhibits
    assert len(found) == len(better.rows) * (len(better.heads) - 2)
    life = found.iloc[0]
    assert (life["indicator_id"], life["value"], life["areas"]) == ("life_expectancy", 75.6, "LV00")
    if among == "nuts2":
        # La Rioja is an area itself: 84.3 years, 8.7 more.
        assert (life["peer"], life["peer_country"], life["peer_value"]) == ("La Rioja", "ES", 84.3)
        assert (life["peer_areas"], life["peer_level"]) == ("ES23", 2)
        assert (life["difference"], life["better_by"]) == (8.7, 8.7)


def test_the_overview_on_paper_is_the_map_and_the_key_figures(data):
    found = build_overview(View("riga", "en"), data, look(data)).taken.sheet()
    maps, grid = found.exhibits
    assert isinstance(maps, Maps) and isinstance(grid, Grid) and found.beside
    assert len(maps.main.spots) == 9 and [s.text for s in maps.main.spots if s.strong] == ["Riga"]
    assert found.headline == grid.heads[0].text == "Riga among the nine"
    rate = next(row for row in grid.rows if row[0].text == "Unemployment rate")
    assert [cell.text for cell in rate] == [
        "Unemployment rate",
        "6.9 %",
        "3rd from the bottom of 9",
    ]
    assert (rate[0].small, rate[1].basis) == ("2025 · Latvia", "wider")
    listed = grid.rows[-1]
    assert (listed[0].text, listed[1].text) == ("Organisations listed", "37")
    assert "Unemployment rate: 6.9 %" in found.described


def test_the_table_of_the_overview_has_the_key_figures_of_the_nine(data):
    found = build_overview(View("riga", "en"), data, look(data)).taken.table()
    assert len(found) == 7 * 9
    riga = found[found["region_id"] == "riga"].set_index("indicator_id")
    assert riga.loc["unemployment_rate_15_74", ["value", "place", "place_of"]].tolist() == [
        6.9, 7, 9,
    ]  # fmt: skip
    assert riga.loc["organisations_listed", "value"] == 37


@pytest.mark.parametrize("shape", typeset.SHAPES)
def test_the_overview_is_a_picture(data, shape):
    found = build_overview(View("haskovo", "lv"), data, look(data, "lv")).taken.sheet()
    assert typeset.picture(replace(found, address=ADDRESS), shape).startswith(b"\x89PNG")


@pytest.mark.parametrize("shown", REGION)
@pytest.mark.parametrize("name", ["riga", "peloponnese", "haskovo"])
def test_every_sheet_of_a_region_tells_its_finding_and_its_source(region, shown, name):
    found = region(shown, "lv", name, theme="all")
    assert found.headline and found.described.startswith(found.headline)
    assert found.source.startswith("Avots: Eurostat")
    assert found.exhibits and "<" not in found.headline + found.measured + "".join(found.notice)


def test_rows_that_have_no_room_are_counted_in_the_readers_words(region):
    (grid,) = region("table", theme="all").exhibits
    told = typeset.laid(grid, {}, 1000, 400, "en")["less"]
    assert len(told) == len(grid.rows) + 1 and told[0] == ""
    assert told[1] == "… and 1 more row, not shown here."
    assert told[30] == "… and 30 more rows, not shown here."
    forms = typeset.laid(grid, {}, 1000, 400, "lv")["less"]
    assert forms[21] == Words("lv").plural(
        "… and {n} more row, not shown here.", "… and {n} more rows, not shown here.", 21
    )


@pytest.mark.parametrize("shown", REGION)
def test_a_sheet_of_all_indicators_is_a_picture(region, shown):
    found = replace(region(shown, "lv", "haskovo", theme="all"), address=ADDRESS)
    assert typeset.picture(found, "square").startswith(b"\x89PNG")


@pytest.fixture
def sources(data):
    def made(language="en", **chosen):
        view = SourcesView("riga", language, **chosen)
        return build_sources(view, data, look(data, language)).taken

    return made


def test_the_coverage_on_paper_shades_years_as_the_screen_does(sources):
    found = sources(shown="coverage").sheet()
    (grid,) = found.exhibits
    assert [head.text for head in grid.heads[:2]] == ["Indicator", "Riga"]
    rows = {row[0].text: row for row in grid.rows if not isinstance(row, str)}
    assert len(rows) == 44 and grid.rows[0] == "Economy"
    # 2025 is the newest year: 2025 is the darkest, 2021 four years old, in the second lightest.
    rate, product = rows["Unemployment rate"][1], rows["Gross domestic product"][1]
    assert (rate.text, rate.basis, rate.fill) == ("2025", "wider", LIGHT.ramp[4])
    assert (product.text, product.basis, product.fill) == ("2021", "computed", LIGHT.ramp[1])
    oliveira = [head.text for head in grid.heads].index("Oliveira de Azeméis")
    none = rows["Gross domestic product"][oliveira]
    assert (none.text, none.fill) == ("–", LIGHT.no_value)
    assert [key.words for key in found.keys][:2] == ["2024 or 2025", "2023"]
    assert found.described.startswith("Riga has a value for")


def test_the_datasets_on_paper_have_the_boundaries_as_their_last_row(sources, data):
    (grid,) = sources().sheet().exhibits
    assert len(grid.rows) == len(data.names) + 1
    listed = {row[0].text: row for row in grid.rows}
    assert [cell.text for cell in listed["Partner regions"]] == [
        "Partner regions", "9", "version 1.0.0", "Named in each row", "2",
    ]  # fmt: skip
    assert listed["Partner regions"][3].small == "CC BY 4.0"
    assert grid.rows[-1][0].text == "Boundaries" and grid.rows[-1][4].text == "5"
    assert grid.more == "What the shortcomings are stands on the page Sources."


def test_the_columns_of_a_dataset_on_paper_say_how_many_rows_are_filled(sources):
    found = sources(dataset="observations").sheet()
    (grid,) = found.exhibits
    rows = {row[0].small: row for row in grid.rows}
    assert list(rows) == ["area_id", "indicator_id", "year", "value", "flag", "extract_id"]
    assert [cell.text for cell in rows["year"]] == [
        "Year", "To which the value refers.", "whole number", "always",
    ]  # fmt: skip
    assert found.notice[0].startswith("Known shortcomings: ")
    # Eighteen are known; six are told.
    assert found.notice[0].endswith("And 12 more, not shown here.")


def test_the_indicators_on_paper_lead_to_their_table_at_eurostat(sources):
    (grid,) = sources(shown="indicators", theme="labour-market").sheet().exhibits
    assert grid.rows[0] == "Labour market"
    row = next(row for row in grid.rows[1:] if row[0].text == "Unemployment rate")
    assert (row[2].text, row[2].link) == (
        "lfst_r_lfu3rt", "https://doi.org/10.2908/LFST_R_LFU3RT",
    )  # fmt: skip
    assert row[1].small == "lower is better"


@pytest.mark.parametrize(
    "chosen",
    [{}, {"dataset": "funding"}, {"shown": "coverage"}, {"shown": "indicators"}],
    ids=["datasets", "columns", "coverage", "indicators"],
)
def test_the_tables_of_sources_have_titles_and_their_sheets_are_pictures(sources, data, chosen):
    taken = sources("lv", **chosen)
    called = columns.titles(taken.table().columns, data, Words("lv"))
    assert [name for name, title in called.items() if name == title] == []
    found = replace(taken.sheet(), address=ADDRESS)
    assert typeset.picture(found, "wide").startswith(b"\x89PNG")


def test_the_table_of_the_coverage_says_from_which_extract_each_year_is(sources):
    found = sources(shown="coverage").table()
    assert len(found) == 44 * 9
    row = found.set_index(["indicator_id", "region_id"]).loc[("unemployment_rate_15_74", "riga")]
    assert (row["latest_year"], row["basis"], row["areas"]) == (2025, "wider", "LV00")
    assert row["source"] == "Eurostat, lfst_r_lfu3rt; calculations by SECON"
    assert row["extract"].startswith("unemployment_rate_15_74-") and row["extracted_on"]
