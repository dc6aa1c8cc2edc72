"""Where values stand among all regions, and who does better: worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import package as made_up

from pages.region.views import STRUCTURE
from secon_data import comparison, package, standing


@pytest.fixture(scope="module")
def data():
    return package.Package(package.SHIPPED)


@pytest.fixture(scope="module")
def indicators(data):
    return data.table("indicators").set_index("indicator_id")


@pytest.fixture(scope="module")
def table(data, indicators):
    return standing.standing(data)


@pytest.fixture(scope="module")
def row(table):
    rows = table.set_index(["region_id", "indicator_id"])
    return lambda region, indicator: rows.loc[(region, indicator)]


KNOTS = [0.0, 10.0, 20.0, 40.0, 100.0]


@pytest.mark.parametrize(
    ("value", "position"),
    [(0, 0), (5, 0.125), (10, 0.25), (20, 0.5), (30, 0.625), (70, 0.875), (100, 1)],
)
def test_quarters_are_equally_wide_on_the_axis(value, position):
    assert standing.axis_position(value, KNOTS) == pytest.approx(position)
    assert standing.axis_position(value, KNOTS, lower_is_better=True) == pytest.approx(1 - position)


def test_a_value_beyond_the_ends_stands_at_the_end():
    assert standing.axis_position(-7, KNOTS) == 0 and standing.axis_position(120, KNOTS) == 1


def test_a_value_that_several_knots_share_stands_in_their_middle():
    assert standing.axis_position(3, [3, 3, 5, 6, 7]) == 0.125
    assert standing.axis_position(3, [3, 3, 3, 3, 3]) == 0.5


def test_values_below_zero_keep_their_order():
    # Absolute values would put −20 on the good side of −5.
    knots = [-20.0, -10.0, -5.0, 5.0, 30.0]
    assert standing.axis_position(-20, knots) < standing.axis_position(-5, knots) == 0.5


@given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=5), st.floats(-1e6, 1e6))
def test_a_position_is_always_on_the_axis(values, value):
    assert 0 <= standing.axis_position(value, sorted(values)) <= 1


def test_extremaduras_unemployment_stands_in_the_lowest_quarter(row):
    # 2025, 120 NUTS 2 areas of edition 2024, sorted: lowest 1.8, quartiles 3.575, 4.95 and 7.775
    # (printed 3.6, 5.0, 7.8), highest 24.9. Extremadura has 14.8; 115 areas have less.
    found = row("extremadura", "unemployment_rate_15_74")
    assert (found["value"], found["year"], found["basis"]) == (14.8, 2025, "own")
    assert [found[name] for name in standing.FIVE] == [1.8, 3.6, 5.0, 7.8, 24.9]
    assert (found["spread_place"], found["spread_n"], found["diff_spread"]) == (116, 120, 9.8)
    # Percentile (115 + ½)/120 = 96.25 from below, so 3.75 from the worst.
    assert found["goodness"] == pytest.approx(3.75)
    assert found["quarter"] == "lowest"
    # (14.8 − 7.8)/(24.9 − 7.8) = 0.40936 of the last quarter from the third on, turned round.
    assert found["position"] == pytest.approx(1 - (0.75 + 0.25 * 0.40936), abs=1e-5)


def test_harghitas_tertiary_education_is_centrus_and_in_the_lowest_quarter(row):
    # 2024, 122 areas: 116 have more than Centru's 18.2; the median is 34.4.
    found = row("harghita", "tertiary_education_25_64")
    assert (found["value"], found["basis"], found["area_names"]) == (18.2, "wider", "Centru")
    assert (found["spread_place"], found["spread_n"], found["diff_spread"]) == (117, 122, -16.2)
    assert found["quarter"] == "lowest"


def test_a_neutral_indicator_is_placed_and_not_judged(row):
    found = row("extremadura", "population_density")
    assert pd.isna(found["goodness"]) and pd.isna(found["quarter"])
    # 25.8 lies between the lowest of 120, 22.8, and the first quartile, 71.775 (printed 71.8).
    assert found["position"] == pytest.approx(0.25 * (25.8 - 22.8) / (71.8 - 22.8))


def test_too_small_a_spread_has_no_quarters_but_its_single_values(data, table, row):
    # Enterprise births of Mazowieckie: among the NUTS 1 areas, of which 24 have a value.
    found = row("mazowieckie", "enterprise_birth_rate")
    assert (found["spread_n"], found["telling"]) == (24, False)
    assert pd.isna(found["quarter"])
    few = standing.small_spreads(data)
    key = ("enterprise_birth_rate", int(found["year"]), int(found["spread_level"]))
    assert len(few[key]) == 24 and few[key] == sorted(few[key])
    assert (few[key][0], few[key][-1]) == (found["spread_min"], found["spread_max"])
    # Internet access of Peloponnese is published at NUTS 1 only, where two areas have a value.
    assert pd.isna(row("peloponnese", "households_internet_access")["spread_n"])


def test_harghita_is_most_like_four_regions(data, table):
    # Differences in standard deviations of all NUTS 2 areas, density by its logarithm, worked out
    # from the CSVs alone, Harghita with 100 × 17200 / 33200 = 52 of the EU: RO41 0.314, RO22 0.385,
    # EL42 0.390, RO21 0.4091, RO11 0.4096. EL42 has no daily internet users, one of Harghita's
    # weaknesses, which 42 % of the areas have.
    alike = (
        "population_density",
        "old_age_dependency_ratio",
        "gdp_pc_pps_eu100",
        "tertiary_education_25_64",
    )
    found, gaps = standing.peers_and_gaps(data, "harghita", alike, "nuts2")
    assert found["id"].tolist() == ["RO41", "RO22", "RO21", "RO11"]
    assert found["distance"].tolist() == pytest.approx([0.3135, 0.3848, 0.4091, 0.4096], abs=2e-4)
    # Tertiary education 2024: RO11 18.3 against Centru's 18.2, RO41 16.4.
    tertiary = gaps[gaps["indicator_id"] == "tertiary_education_25_64"].set_index("id")
    assert tertiary.loc["RO11", ["value", "gap", "ahead"]].tolist() == [18.3, 0.1, 0.1]
    assert tertiary.loc["RO41", ["value", "gap", "ahead"]].tolist() == [16.4, -1.8, -1.8]
    # Young people neither in work nor in education: lower is better, 17.1 against 23.2.
    neet = gaps[gaps["indicator_id"] == "neet_15_29"].set_index("id")
    assert neet.loc["RO11", ["value", "gap", "ahead"]].tolist() == [17.1, -6.1, 6.1]
    # GDP per head is Harghita's own, of NUTS 3: whole NUTS 2 regions are no better or worse.
    gdp = gaps[gaps["indicator_id"] == "gdp_pc_pps_eu100"].set_index("id")
    assert gdp["value"].to_dict() == {"RO41": 55, "RO22": 59, "RO11": 67, "RO21": 46}
    assert gdp["gap"].isna().all() and gdp["ahead"].isna().all()
    assert "population_density" not in set(gaps["indicator_id"])


def test_a_region_is_never_its_own_peer(data, table):
    for among in ("nine", "nuts2"):
        found, _ = standing.peers_and_gaps(data, "extremadura", ("gdp_pc_pps_eu100",), among)
        assert not {"extremadura", "ES43"} & set(found["id"]) and len(found)


def test_who_is_alike_in_less_than_half_or_far_on_the_whole_is_not_alike(data):
    """Of the nine, only Oliveira's GDP per head is within half a deviation of Extremadura's."""
    found, _ = standing.peers_and_gaps(data, "extremadura", ("gdp_pc_pps_eu100",), "nine")
    assert found["id"].tolist() == ["oliveira-de-azemeis"]
    for region in data.table("regions")["region_id"]:
        for among in ("nine", "nuts2"):
            found, _ = standing.peers_and_gaps(data, region, STRUCTURE, among)
            apart = found[list(found.columns[4:])].abs()
            assert ((apart <= 0.5).sum(axis=1) >= 2).all() and (found["distance"] <= 1).all()
    # Extremadura is like Haskovo's region in old-age dependency alone: 32.6 and 34.1.
    found, _ = standing.peers_and_gaps(data, "haskovo", STRUCTURE, "nuts2")
    assert len(found) == 4 and "ES43" not in set(found["id"])
    # Porto is like Extremadura and the Peloponnese in two of four, and 1.5 deviations away.
    found, _ = standing.peers_and_gaps(data, "oliveira-de-azemeis", STRUCTURE, "nine")
    assert found.empty


def test_a_municipality_is_likened_to_regions_by_the_region_it_lies_in(data):
    """Not by the density of its province, which is of another level than what it is set beside."""
    lent = comparison.likened(data, "oliveira-de-azemeis", STRUCTURE)
    assert lent == {"population_density": "PT11", "old_age_dependency_ratio": "PT11"}
    assert set(comparison.likened(data, "haskovo", STRUCTURE).values()) == {"BG42"}
    for region in ("riga", "harghita", "extremadura", "rhein-neckar"):
        assert comparison.likened(data, region, STRUCTURE) == {}
    found, _ = standing.peers_and_gaps(data, "oliveira-de-azemeis", STRUCTURE, "nuts2")
    # Norte has 35.4 old people per 100 and the Algarve 38.4 (observations.csv).
    all_areas = comparison.compare(data, "old_age_dependency_ratio").spread["value"]
    of = found.set_index("id")["old_age_dependency_ratio"]
    assert of["PT15"] == pytest.approx((38.4 - 35.4) / all_areas.std(ddof=0))


def test_the_regions_most_like_oliveira_have_values_where_it_is_weakest(data, table):
    # Internet access and household income: DEB2 and DE93, nearest of all, have no internet access.
    found, gaps = standing.peers_and_gaps(data, "oliveira-de-azemeis", STRUCTURE, "nuts2")
    weak = {"households_internet_access", "disposable_income_pps_hab"}
    assert not {"DEB2", "DE93"} & set(found["id"]) and len(found) == 4
    for one in found["id"]:
        assert weak <= set(gaps.loc[gaps["id"] == one, "indicator_id"])


def test_what_is_very_skewed_is_compared_by_ratios(tmp_path, monkeypatch):
    # With one area a hundred times as high as the others, the skewness of four values is 2.
    monkeypatch.setattr(comparison, "SKEWED", 1.9)
    rows = [("AA11", 10.0), ("AA12", 20.0), ("AA13", 40.0), ("BB11", 4000.0)]
    data = made_up(tmp_path, [(area, "rate", 2020, value) for area, value in rows])
    found = comparison.peers(data, "one", ["rate"], k=3, among="nuts2")
    assert found["id"].tolist() == ["AA12", "AA13", "BB11"]
    # By logarithms 40 is twice as far from 10 as 20 is; by differences it would be three times.
    first, second = found["rate"].iloc[0], found["rate"].iloc[1]
    assert second / first == pytest.approx(2)


def test_knots_of_a_small_spread_are_its_ends():
    few = {"telling": False, "spread_min": 1.0, "spread_max": 9.0}
    assert standing.knots(few) == [1.0, 9.0]
