"""The best available geography, worked out by hand on made-up figures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from made_up import package
from made_up import region as made_region

from secon_data import regions
from secon_data.package import SHIPPED, Package

POPULATION = "population_1_january"


def value(folder: Path, observations, region: str, indicator: str, year: int, *more) -> pd.Series:
    data = package(folder, observations, *more)
    table = regions.values(data, indicator, year)
    return table.set_index("region_id").loc[region]


def test_own_area_in_the_year_asked_comes_first(tmp_path):
    row = value(
        tmp_path,
        [("AA11", "rate", 2020, 7.5), ("AA11", "rate", 2019, 7.0), ("AA1", "rate", 2020, 9.0)],
        "one",
        "rate",
        2020,
    )
    assert (row["value"], row["basis"], row["year"], row["areas"]) == (7.5, "own", 2020, "AA11")
    assert not row["approximate"]


def test_own_value_of_an_earlier_year_comes_before_a_wider_one_of_the_year_asked(tmp_path):
    row = value(
        tmp_path, [("AA11", "rate", 2018, 7.0), ("AA1", "rate", 2020, 9.0)], "one", "rate", 2020
    )
    assert (row["value"], row["basis"], row["year"], row["year_asked"]) == (7.0, "own", 2018, 2020)


def test_an_own_value_older_than_the_tolerance_gives_way_to_the_wider_area(tmp_path):
    row = value(
        tmp_path, [("AA11", "rate", 2017, 7.0), ("AA1", "rate", 2019, 9.0)], "one", "rate", 2020
    )
    assert (row["value"], row["basis"], row["year"], row["areas"]) == (9.0, "wider", 2019, "AA1")


def test_the_country_comes_last_also_after_an_earlier_year_of_a_nearer_area(tmp_path):
    nearer = ("BB11", "rate", 2019, 7.0)
    country = ("BB", "rate", 2020, 9.0)
    row = value(tmp_path / "both", [nearer, country], "three", "rate", 2020)
    assert (row["value"], row["basis"], row["areas"], row["year"]) == (7.0, "wider", "BB11", 2019)
    row = value(tmp_path / "alone", [country], "three", "rate", 2020)
    assert (row["value"], row["basis"], row["areas"], row["level"]) == (9.0, "wider", "BB", 0)


def test_no_indicator_and_no_year_is_there_for_a_countrys_sake(tmp_path):
    made = package(
        tmp_path,
        [("BB11", "rate", 2019, 7.0), ("BB", "rate", 2020, 9.0), ("BB", "share", 2020, 50.0)],
    )
    assert list(regions.years(made, "rate")) == [2019]
    newest = regions.newest(made)
    assert set(newest["indicator_id"]) == {"rate"} and set(newest["year_asked"]) == {2019}
    assert regions.comparable(made) == ["rate"]


def test_a_later_value_is_never_taken(tmp_path):
    row = value(tmp_path, [("AA11", "rate", 2021, 7.0)], "one", "rate", 2020)
    assert pd.isna(row["value"]) and row["reason"] == "not-in-data"


def test_the_wider_area_of_the_year_asked_comes_before_a_nearer_one_of_an_earlier_year(tmp_path):
    observations = [("BB111", "rate", 2019, 4.0), ("BB11", "rate", 2020, 6.0)]
    row = value(tmp_path, observations, "three", "rate", 2020)
    assert (row["value"], row["areas"], row["year"]) == (6.0, "BB11", 2020)


def test_of_two_wider_areas_in_one_year_the_nearest_is_taken(tmp_path):
    observations = [("BB111", "rate", 2020, 4.0), ("BB11", "rate", 2020, 6.0)]
    row = value(tmp_path, observations, "three", "rate", 2020)
    assert (row["value"], row["areas"], row["level"]) == (4.0, "BB111", 3)


def test_a_total_is_the_sum_of_a_complete_set_of_parts(tmp_path):
    observations = [("AA121", POPULATION, 2020, 100), ("AA131", POPULATION, 2020, 300, "p", "n-2")]
    row = value(tmp_path, observations, "two", POPULATION, 2020)
    assert (row["value"], row["basis"], row["areas"]) == (400, "computed", "AA121+AA131")
    assert (row["flag"], row["extract_ids"], row["approximate"]) == ("p", "m-1+n-2", False)


def test_an_incomplete_set_of_parts_gives_nothing(tmp_path):
    row = value(tmp_path, [("AA121", POPULATION, 2020, 100)], "two", POPULATION, 2020)
    assert pd.isna(row["value"])


def test_pieces_of_different_years_are_never_mixed(tmp_path):
    observations = [("AA121", POPULATION, 2020, 100), ("AA131", POPULATION, 2019, 300)]
    row = value(tmp_path, observations, "two", POPULATION, 2020)
    assert pd.isna(row["value"])


@pytest.mark.parametrize(
    ("region", "areas"), [("three", ["BB111", "BB11"]), ("two", ["AA12", "AA13"])]
)
def test_a_total_of_a_wider_area_never_stands_for_a_region(tmp_path, region, areas):
    observations = [(area, POPULATION, 2020, 500) for area in areas]
    row = value(tmp_path, observations, region, POPULATION, 2020)
    assert pd.isna(row["value"]) and pd.isna(row["basis"])
    assert row["reason"] == "total-of-wider-area"


def test_a_rate_is_the_mean_weighted_by_the_nearest_earlier_year_of_its_weight(tmp_path):
    observations = [
        ("AA121", "share", 2020, 10.0),
        ("AA131", "share", 2020, 20.0),
        ("AA121", POPULATION, 2018, 100),
        ("AA131", POPULATION, 2018, 300),
        ("AA121", POPULATION, 2019, 900),  # alone in its year: not a complete weight
        ("AA121", POPULATION, 2021, 500),
        ("AA131", POPULATION, 2021, 500),
    ]
    row = value(tmp_path, observations, "two", "share", 2020)
    assert row["value"] == pytest.approx((10 * 100 + 20 * 300) / 400)
    assert (row["weight_by"], row["weight_year"]) == (POPULATION, 2018)
    assert row["approximate"]  # by the inhabitants of another year


def test_a_rate_weighted_by_something_else_than_its_denominator_is_approximate(tmp_path):
    observations = [
        ("AA121", "rate", 2020, 10.0),
        ("AA131", "rate", 2020, 20.0),
        ("AA121", POPULATION, 2020, 100),
        ("AA131", POPULATION, 2020, 300),
    ]
    row = value(tmp_path, observations, "two", "rate", 2020)
    assert row["value"] == pytest.approx(17.5) and row["approximate"]


def test_density_is_weighted_by_land(tmp_path):
    observations = [("AA121", "density", 2020, 30.0), ("AA131", "density", 2020, 60.0)]
    row = value(tmp_path, observations, "two", "density", 2020)
    assert row["value"] == pytest.approx((30 * 100 + 60 * 50) / 150)
    assert row["weight_by"] == "area_km2" and pd.isna(row["weight_year"])


def test_several_wider_areas_are_weighted_by_the_regions_own_inhabitants_in_each(tmp_path):
    observations = [
        ("AA12", "share", 2020, 10.0),
        ("AA13", "share", 2020, 20.0),
        ("AA121", POPULATION, 2020, 100),
        ("AA131", POPULATION, 2020, 300),
        # How many live in the wider areas themselves must not matter.
        ("AA12", POPULATION, 2020, 9000),
        ("AA13", POPULATION, 2020, 1),
    ]
    row = value(tmp_path, observations, "two", "share", 2020)
    assert row["value"] == pytest.approx(17.5)
    assert (row["basis"], row["areas"], row["level"]) == ("wider", "AA12+AA13", 2)


def test_wider_areas_weigh_only_by_a_year_in_which_all_parts_are_counted(tmp_path):
    four = made_region(
        "four", "AA", 2,
        ("AA121", "part", "four:districts", 1), ("AA122", "part", "four:districts", 1),
        ("AA131", "part", "four:districts", 1),
        ("AA12", "wider", "four:wider", 1), ("AA13", "wider", "four:wider", 1),
    )  # fmt: skip
    observations = [
        ("AA12", "share", 2020, 10.0),
        ("AA13", "share", 2020, 20.0),
        ("AA121", POPULATION, 2019, 100),
        ("AA122", POPULATION, 2019, 200),
        ("AA131", POPULATION, 2019, 300),
        # Each wider area holds somebody in 2020 too, but of AA122 nobody knows how many.
        ("AA121", POPULATION, 2020, 100),
        ("AA131", POPULATION, 2020, 300),
    ]
    row = value(tmp_path, observations, "four", "share", 2020, four)
    assert row["value"] == pytest.approx((10 * (100 + 200) + 20 * 300) / 600)  # 15, not 17.5
    assert (row["weight_by"], row["weight_year"]) == (POPULATION, 2019)


def test_wider_areas_weigh_by_the_parts_that_are_preferred(tmp_path):
    five = made_region(
        "five", "AA", 2,
        ("AA121", "part", "five:new", 1), ("AA131", "part", "five:new", 1),
        ("AA122", "part", "five:old", 2), ("AA132", "part", "five:old", 2),
        ("AA12", "wider", "five:wider", 1), ("AA13", "wider", "five:wider", 1),
    )  # fmt: skip
    observations = [
        ("AA12", "share", 2020, 10.0),
        ("AA13", "share", 2020, 20.0),
        ("AA121", POPULATION, 2020, 100),
        ("AA131", POPULATION, 2020, 300),
        ("AA122", POPULATION, 2020, 700),
        ("AA132", POPULATION, 2020, 100),
    ]
    row = value(tmp_path, observations, "five", "share", 2020, five)
    assert row["value"] == pytest.approx((10 * 100 + 20 * 300) / 400)


def test_a_mean_of_wider_areas_is_approximate_whatever_the_rate_is_of(tmp_path):
    observations = [
        ("AA12", "density", 2020, 30.0),
        ("AA13", "density", 2020, 50.0),
        ("AA12", "share", 2020, 30.0),
        ("AA13", "share", 2020, 50.0),
        ("AA121", POPULATION, 2020, 100),
        ("AA131", POPULATION, 2020, 300),
    ]
    # Both are (30 × 100 + 50 × 300) / 400 = 45. A share of the people is weighed by its own
    # denominator; but of AA12 and AA13 only a part is in the region, and may differ from the rest.
    for indicator in ("density", "share"):
        row = value(tmp_path / indicator, observations, "two", indicator, 2020)
        assert (row["value"], row["weight_by"]) == (45, POPULATION)
        assert bool(row["approximate"])


def test_a_mean_of_parts_is_exact_only_by_its_denominator_of_the_same_year(tmp_path):
    people = [("AA121", POPULATION, 2020, 100), ("AA131", POPULATION, 2020, 300)]
    for year, approximate in ((2020, False), (2021, True)):
        shares = [("AA121", "share", year, 10.0), ("AA131", "share", year, 20.0)]
        row = value(tmp_path / str(year), [*shares, *people], "two", "share", year)
        # (10 × 100 + 20 × 300) / 400, in either year by the inhabitants of 2020
        assert (row["value"], row["weight_year"]) == (17.5, 2020)
        assert bool(row["approximate"]) is approximate


def test_flags_of_all_pieces_are_kept_in_order(tmp_path):
    observations = [
        ("AA121", POPULATION, 2020, 1, "ep", "m-1"),
        ("AA131", POPULATION, 2020, 2, "b", "m-1"),
    ]
    assert value(tmp_path, observations, "two", POPULATION, 2020)["flag"] == "bep"


def test_a_value_from_a_source_without_flags_says_that_they_are_unknown(tmp_path):
    observations = [("AA11", "rate", 2020, 1.0, "", "mute"), ("BB11", "rate", 2020, 2.0)]
    data = package(tmp_path, observations)
    table = regions.values(data, "rate", 2020).set_index("region_id")
    assert not table.loc["one", "flags_known"] and table.loc["three", "flags_known"]


def test_every_region_has_a_row_in_order_whatever_there_is(tmp_path):
    data = package(tmp_path, [("BB11", "rate", 2020, 2.0)])
    table = regions.values(data, "rate", 2020)
    assert list(table["region_id"]) == ["one", "two", "three"]
    assert list(table["reason"].isna()) == [False, False, True]
    assert table["area_names"].iloc[2] == "Area BB11"


def test_a_series_keeps_one_set_of_areas(tmp_path):
    data = package(
        tmp_path,
        [
            ("BB111", "rate", 2018, 1.0),
            ("BB11", "rate", 2018, 5.0),
            ("BB11", "rate", 2019, 6.0, "b", "n-1"),
        ],
    )
    rows = regions.series(data, "three", "rate", "BB11")
    assert [(row["year"], row["value"]) for row in rows] == [(2018, 5.0), (2019, 6.0)]
    assert [(row["flag"], row["method"]) for row in rows] == [("", "m"), ("b", "n")]


def test_coverage_counts_values_of_exactly_that_year(tmp_path):
    data = package(
        tmp_path,
        [
            ("AA11", "rate", 2019, 1.0),
            ("AA11", "rate", 2020, 1.0),
            ("BB11", "rate", 2020, 2.0),
            ("AA", "rate", 2021, 3.0),
        ],
    )
    assert list(regions.years(data, "rate").items()) == [(2020, 2), (2019, 1)]


def test_latvia_is_the_one_country_that_is_a_nuts_2_region():
    assert regions.whole_countries(Package(SHIPPED)) == {"LV": "LV00"}


def test_each_region_has_its_country_in_the_order_of_the_regions():
    countries = regions.countries(Package(SHIPPED))
    assert list(countries.items())[:3] == [
        ("peloponnese", "EL"),
        ("rhein-neckar", "DE"),
        ("flemish-brabant", "BE"),
    ]
    assert countries["riga"] == "LV" and len(countries) == 9
