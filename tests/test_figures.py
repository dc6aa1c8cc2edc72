"""Shipped figures, each worked out by hand from Eurostat's values."""

from __future__ import annotations

import pytest
from looks import look

from pages.compare import comparing
from secon_data import comparison, package, regions
from secon_ui.drawing import charts, maps


@pytest.fixture(scope="module")
def data():
    return package.Package(package.SHIPPED)


@pytest.fixture
def value(data):
    def found(region, indicator, year):
        table = regions.values(data, indicator, year)
        return table.set_index("region_id").loc[region]

    return found


def test_rhine_neckars_gdp_is_the_sum_of_its_fifteen_districts(value):
    row = value("rhein-neckar", "gdp_mio_eur", 2021)
    baden = 9410.38 + 21799.28 + 4750.93 + 21684.64
    palatinate = 1887.75 + 2174.68 + 13229.33 + 1746.10 + 2804.74 + 3483.44
    palatinate += 3051.13 + 4874.05 + 3163.50 + 3155.48
    hesse = 8426.45
    assert row["value"] == pytest.approx(baden + palatinate + hesse)
    assert (row["basis"], row["level"], row["flag"]) == ("computed", 3, "e")
    assert len(row["areas"].split("+")) == 15 and "DEB37" not in row["areas"]


def test_harghitas_neet_is_the_wider_regions_and_says_so(value):
    row = value("harghita", "neet_15_29", 2025)
    assert (row["value"], row["basis"], row["areas"], row["area_names"]) == (
        23.2,
        "wider",
        "RO12",
        "Centru",
    )


def test_harghita_has_no_total_of_centru(value):
    row = value("harghita", "household_primary_income_mio_eur", 2022)
    assert row["reason"] == "total-of-wider-area"


def test_mazowieckies_unemployment_is_computed_from_its_two_halves(value):
    row = value("mazowieckie", "unemployment_rate_15_74", 2025)
    # 2.1 % of Warszawski stołeczny, 4.1 % of Mazowiecki regionalny, by inhabitants of 2023
    expected = (2.1 * 3_269_510 + 4.1 * 2_210_253) / (3_269_510 + 2_210_253)
    assert row["value"] == pytest.approx(expected)
    assert (row["basis"], row["areas"], row["weight_year"]) == ("computed", "PL91+PL92", 2023)
    assert row["approximate"]


def test_mazowieckie_has_a_value_of_its_own_where_pl9_is_published(value):
    row = value("mazowieckie", "households_internet_access", 2025)
    assert (row["value"], row["basis"], row["areas"], row["level"]) == (97.81, "own", "PL9", 1)


def test_the_peloponneses_internet_access_is_that_of_central_greece(value):
    row = value("peloponnese", "households_internet_access", 2025)
    assert (row["value"], row["basis"], row["areas"], row["level"]) == (82.32, "wider", "EL6", 1)


def test_rigas_gdp_per_head_is_that_of_the_region_as_it_was_before_2021(value):
    row = value("riga", "gdp_pc_pps_eu100", 2021)
    # PPS per head of both by those of the EU, 33,200: they are of another extract than the EU's.
    pps = (37_900 * 614_618 + 18_300 * 378_982) / (614_618 + 378_982)
    assert row["value"] == pytest.approx(100 * pps / 33_200) == pytest.approx(91.6389)
    assert (row["basis"], row["areas"], row["approximate"]) == ("computed", "LV006+LV007", False)


def test_rigas_tourism_is_that_of_todays_region(value):
    row = value("riga", "tourism_nights_per_km2", 2024)
    assert (row["basis"], row["areas"]) == ("own", "LV00A")


def test_rigas_poverty_is_latvias_and_has_its_place_among_countries(value, data):
    # Published for LV alone (observations.csv: 24.3 in 2024); of the nine countries Greece, Bulgaria,
    # Romania and Spain have more, and no country has a quarter among nine.
    row = value("riga", "arope", 2024)
    assert (row["value"], row["basis"], row["areas"], row["level"]) == (24.3, "wider", "LV", 0)
    found = comparison.compare(data, "arope", 2024).table.set_index("region_id")
    assert found.loc["riga", ["spread_level", "spread_place", "spread_n"]].tolist() == [0, 5, 9]
    assert found.loc["riga", "area_names"] == "Latvia"


def test_unemployment_as_the_report_shows_it(data):
    found = comparison.compare(data, "unemployment_rate_15_74", 2025)
    table = found.table.set_index("region_id")
    assert table["value"].to_dict() == {
        "peloponnese": 8.3,
        "rhein-neckar": 3.7,
        "flemish-brabant": 5.5,
        "harghita": 4.1,
        "mazowieckie": 2.9,
        "oliveira-de-azemeis": 6.3,
        "riga": 6.9,
        "extremadura": 14.8,
        "haskovo": 3.2,
    }
    assert table.loc["riga", "place"] == 7
    assert len(found.spread) == 120 and found.spread["value"].median() == pytest.approx(4.95)
    assert table.loc["extremadura", "flag"] == "d"


def test_income_breaks_where_the_older_extract_ends(data):
    rows = regions.series(data, "extremadura", "disposable_income_pps_hab", "ES43")
    methods = {row["year"]: row["method"] for row in rows}
    assert methods[2019] != methods[2020]


def test_every_region_and_indicator_stands_in_the_overview(data):
    table = comparison.overview(data)
    measured = set(data.table("observations")["indicator_id"])
    assert len(table) == len(data.table("regions")) * len(measured)
    assert not table.duplicated(["region_id", "indicator_id"]).any()
    without = table[table["value"].isna()]
    assert without["reason"].notna().all() and without["basis"].isna().all()


def drawn(data, indicator, year, region="riga", **looks):
    found, reader = comparison.compare(data, indicator, year), look(data, **looks)
    grouping, style = maps.classes(found, reader.colours), charts.style(region, (), reader)
    spreads = comparing.spreads(data, found)
    return maps.comparison_map(found, spreads, grouping, data.table("regions"), style, reader)


def test_a_countrys_value_fills_the_country_around_the_region(data):
    figure = drawn(data, "arope", 2024)
    # Latvia has one NUTS 1 area, LV0; 24.3 is in the third of the four classes, «21.1–26.1».
    filled = {t["locations"][0]: t["z"] for t in figure["data"] if t.get("locations") == ["LV0"]}
    assert filled == {"LV0": [3]}


def test_a_small_map_asks_for_the_countries_that_are_seen_in_it_and_for_no_others(data):
    figure = drawn(data, "unemployment_rate_15_74", 2025)
    grounds = {t["geo"]: t for t in figure["data"] if "/around.geojson" in t.get("geojson", "")}
    # Lowest first: Riga's 6.9 is the seventh lowest, Extremadura's 14.8 the highest.
    assert list(grounds) == [f"geo{n}" for n in range(2, 11)]
    riga, extremadura = grounds["geo8"], grounds["geo10"]
    assert riga["locations"] == ["Belarus", "Estonia", "Latvia", "Lithuania", "Russia"]
    assert extremadura["locations"] == ["Portugal", "Spain"]
    assert (riga["z"], riga["hoverinfo"]) == ([0] * 5, "skip")
    # All of Europe is drawn once: on the locator, which a phone has no room for.
    europe = [t["geo"] for t in figure["data"] if "/countries.geojson" in t.get("geojson", "")]
    assert europe == ["geo"]
    phone = drawn(data, "unemployment_rate_15_74", 2025, size="phone")
    assert not [t for t in phone["data"] if "/countries.geojson" in t.get("geojson", "")]


def test_plotly_is_told_whether_a_maps_data_are_others(data):
    def revision(*asked, **looks):
        return drawn(data, *asked, **looks)["layout"]["datarevision"]

    first = "unemployment_rate_15_74", 2025
    others = [
        revision("unemployment_rate_15_74", 2024), revision("arope", 2024),
        revision(*first, "haskovo"), revision(*first, dark=True), revision(*first, size="phone"),
    ]  # fmt: skip
    assert revision(*first) == revision(*first)
    assert len({revision(*first), *others}) == 6


# What Eurostat's «Urban-rural Europe» 2026 shows of NUTS 3 areas, as its files say it.
PUBLISHED = {
    "old_age_dependency_ratio_20_64": (2025, {"LV00A": 35.9, "RO124": 34.2, "BG422": 47.4}),
    "net_migration_rate_mean_2015_2024": (2024, {"LV00A": 3.6, "RO124": -3.0, "BG422": -1.7}),
    "natural_change_rate_mean_2015_2024": (2024, {"LV00A": -3.6, "RO124": -2.7, "BG422": -10.2}),
    "population_change_mean_2015_2024": (2024, {"LV00A": 0.0, "RO124": -0.6, "BG422": -1.2}),
}


@pytest.mark.parametrize("indicator", PUBLISHED)
def test_todays_riga_has_its_own_figures_of_people(value, indicator):
    year, areas = PUBLISHED[indicator]
    for region, area in (("riga", "LV00A"), ("harghita", "RO124")):
        row = value(region, indicator, year)
        assert (row["value"], row["basis"], row["areas"]) == (areas[area], "own", area)
    assert value("haskovo", indicator, year)["value"] == areas["BG422"]


def test_flemish_brabants_migration_is_the_mean_of_its_two_districts(value, data):
    row = value("flemish-brabant", "net_migration_rate_mean_2015_2024", 2024)
    people = data.table("observations").set_index(["area_id", "indicator_id", "year"])["value"]
    halle, leuven = (people[(area, "population_1_january", 2022)] for area in ("BE241", "BE242"))
    assert row["value"] == pytest.approx((7.6 * halle + 7.2 * leuven) / (halle + leuven))
    assert (row["basis"], row["areas"], row["approximate"]) == ("computed", "BE241+BE242", True)


def test_people_change_by_births_deaths_and_moves(data):
    """In every NUTS 3 area but those of Portugal, which a weakness names, and the province of
    Sofia, where −4.3 % each year of the mean population are −4.0 % of the one before."""
    table = data.table("observations")
    wide = table[table["indicator_id"].isin(PUBLISHED) & (table["year"] == 2024)].pivot_table(
        index="area_id", columns="indicator_id", values="value"
    )
    assert len(wide) == 729
    sums = wide["net_migration_rate_mean_2015_2024"] + wide["natural_change_rate_mean_2015_2024"]
    # Each is rounded to one decimal, the change in per cent.
    off = (sums / 10 - wide["population_change_mean_2015_2024"]).abs() > 0.16
    assert {area[:2] for area in wide.index[off]} == {"PT", "BG"}
    assert [area for area in wide.index[off] if area.startswith("BG")] == ["BG412"]


def test_a_break_told_in_a_footnote_is_a_flag(data):
    table = data.table("observations").assign(flag=lambda rows: rows["flag"].fillna(""))
    for indicator, countries in (
        ("net_migration_rate_mean_2015_2024", {"DE", "PL", "PT"}),
        ("natural_change_rate_mean_2015_2024", {"DE", "PL", "PT"}),
        ("population_change_mean_2015_2024", {"DE", "PL"}),
        ("old_age_dependency_ratio_20_64", set()),
    ):
        rows = table[table["indicator_id"] == indicator]
        assert {area[:2] for area in rows.loc[rows["flag"] == "b", "area_id"]} == countries
        assert set(rows.loc[~rows["area_id"].str[:2].isin(countries), "flag"]) == {""}


@pytest.mark.parametrize(
    ("indicator", "area", "expected"),
    [
        ("severe_deprivation_rural", "RO", 23.3),
        ("severe_deprivation_cities", "LV", 4.2),
        ("severe_deprivation_towns_suburbs", "EL", 16.9),
        ("very_low_work_intensity_cities", "BE", 17.9),
        ("very_low_work_intensity_rural", "LV", 8.1),
        ("very_low_work_intensity_towns_suburbs", "EU27_2020", 8.0),
    ],
)
def test_deprivation_and_work_of_cities_and_villages_are_as_published(
    data, indicator, area, expected
):
    table = data.table("observations").set_index(["indicator_id", "area_id", "year"])
    assert table.loc[(indicator, area, 2025), "value"] == expected


@pytest.mark.parametrize(
    ("indicator", "area", "expected"),
    [("life_expectancy_females", "EL65", 84.2), ("life_expectancy_males", "PT11", 80.4)],
)
def test_a_footnotes_year_is_the_year(data, indicator, area, expected):
    """The map of 2024 shows Greece and Portugal of 2023: there is no value of 2024."""
    table = data.table("observations")
    rows = table[(table["indicator_id"] == indicator) & (table["area_id"] == area)]
    assert rows["year"].max() == 2023
    assert rows.set_index("year").loc[2023, "value"] == expected
