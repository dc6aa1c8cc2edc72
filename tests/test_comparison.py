"""Rank, references, spread, trend and peers, worked out by hand on made-up figures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import area, package, region

from secon_data import comparison
from secon_data.spreads import printed

POPULATION = "population_1_january"


def compare(folder: Path, observations, indicator="rate", year: int | None = 2020, more=()):
    data = package(folder, observations, *more)
    found = comparison.compare(data, indicator, year)
    return found, found.table.set_index("region_id")


RATES = [
    ("AA11", "rate", 2020, 8.0),
    ("AA12", "rate", 2020, 4.0),
    ("AA13", "rate", 2020, 6.0),
    ("BB11", "rate", 2020, 5.0),
    ("AA121", POPULATION, 2020, 100),
    ("AA131", POPULATION, 2020, 300),
]


def test_a_place_counts_from_the_best(tmp_path):
    _, table = compare(tmp_path, RATES)
    # one 8.0 own, two (4×100 + 6×300)/400 = 5.5 wider, three 5.0 wider; low is good
    assert dict(table["value"]) == {"one": 8.0, "two": 5.5, "three": 5.0}
    assert dict(table["place"]) == {"one": 3, "two": 2, "three": 1}
    assert set(table["ranked"]) == {3}


def test_the_latest_year_is_compared_once_for_a_package(tmp_path):
    data = package(tmp_path, RATES)
    found = comparison.latest(data, "rate")
    assert found.year == 2020 and comparison.latest(data, "rate") is found
    assert found.table.equals(comparison.compare(data, "rate").table)


def test_equal_printed_values_share_a_place(tmp_path):
    _, table = compare(tmp_path, [("AA11", "rate", 2020, 5.04), ("BB11", "rate", 2020, 4.96)])
    assert dict(table["place"].dropna()) == {"one": 1, "three": 1}
    assert set(table["ranked"]) == {2}


def test_a_neutral_indicator_has_places_from_the_highest(tmp_path):
    of = [("AA11", "density", 2020, 5.0), ("BB11", "density", 2020, 4.0)]
    _, table = compare(tmp_path, [*of, ("AA13", "density", 2020, 4.5)], "density")
    assert dict(table["place"].dropna()) == {"one": 1, "three": 2}
    assert dict(table["spread_place"].dropna()) == {"one": 1, "three": 3}
    assert table["side"].dropna().to_dict() == {"one": "above", "three": "below"}  # of 4.5
    assert table["quarter"].isna().all()


def test_references_are_published_values_of_the_year_of_the_value(tmp_path):
    found, table = compare(
        tmp_path,
        [
            ("AA11", "rate", 2019, 8.0),
            ("BB11", "rate", 2020, 5.0),
            ("EU27_2020", "rate", 2020, 6.26),
            ("EU27_2020", "rate", 2019, 7.0),
            ("AA", "rate", 2019, 9.0),
        ],
    )
    assert table.loc["one", ["eu", "country"]].tolist() == [7.0, 9.0]
    assert table.loc["one", ["diff_eu", "diff_country"]].tolist() == [1.0, -1.0]
    assert table.loc["three", "eu"] == 6.3 and pd.isna(table.loc["three", "country"])
    assert table.loc["three", "diff_eu"] == -1.3
    assert found.eu == pytest.approx(6.26)


LATVIA = (
    region("riga", "LV", 2, ("LV006", "own", None, 1)),
    {"areas": [area("LV", 0, 64_600), area("LV00", 2, 64_600), area("LV006", 3, 300)]},
)


def test_latvias_reference_is_also_found_under_its_one_region(tmp_path):
    # Much is published for LV00 alone, the NUTS 2 region that is the whole of Latvia.
    rows = [("LV006", "rate", 2020, 5.0), ("LV00", "rate", 2020, 7.0)]
    _, table = compare(tmp_path / "region", rows, more=LATVIA)
    assert table.loc["riga", ["value", "country", "diff_country"]].tolist() == [5.0, 7.0, -2.0]
    # What is published for the country itself comes first.
    _, table = compare(tmp_path / "both", [*rows, ("LV", "rate", 2020, 6.5)], more=LATVIA)
    assert table.loc["riga", ["country", "diff_country"]].tolist() == [6.5, -1.5]
    # A figure of another year is no reference, and Latvia's is nobody else's.
    rows = [("LV006", "rate", 2020, 5.0), ("LV00", "rate", 2019, 7.0), ("AA11", "rate", 2019, 4.0)]
    _, table = compare(tmp_path / "year", rows, more=LATVIA)
    assert table["country"].isna().all()


def test_the_median_of_the_nine_includes_values_of_every_basis(tmp_path):
    found, table = compare(tmp_path, RATES)
    assert found.median_nine == 5.5
    assert dict(table["diff_median_nine"]) == {"one": 2.5, "two": 0.0, "three": -0.5}


def test_the_spread_holds_all_areas_of_the_level_once(tmp_path):
    found, table = compare(tmp_path, RATES)
    assert found.spread["value"].tolist() == [4.0, 5.0, 6.0, 8.0]
    row = table.loc["one"]
    assert row[["spread_min", "spread_median", "spread_max"]].tolist() == [4.0, 5.5, 8.0]
    assert row[["spread_q1", "spread_q3"]].tolist() == [4.8, 6.5]  # 4.75 → 4.8, half-up
    assert (row["spread_n"], row["spread_place"]) == (4, 4)
    assert row["percentile"] == pytest.approx(100 * 3.5 / 4) and row["in_spread"]


def test_a_value_of_several_areas_is_placed_among_the_others_without_joining_them(tmp_path):
    _, table = compare(tmp_path, RATES)
    row = table.loc["two"]  # 5.5 lies between 5 and 6
    assert (row["spread_n"], row["spread_place"], row["side"]) == (4, 3, "same")
    assert row["percentile"] == 50.0 and not row["in_spread"]


def test_a_computed_value_is_placed_at_the_level_at_which_its_region_is_compared(tmp_path):
    _, table = compare(
        tmp_path,
        [
            ("AA121", POPULATION, 2020, 100),
            ("AA131", POPULATION, 2020, 300),
            ("AA11", POPULATION, 2020, 1000),
            ("AA12", POPULATION, 2020, 200),
            ("BB11", POPULATION, 2020, 600),
        ],
        POPULATION,
    )
    row = table.loc["two"]
    assert (row["level"], row["spread_level"]) == (3, 2)
    assert (row["spread_n"], row["spread_place"], row["spread_median"]) == (3, 3, 600)


def test_two_areas_are_nothing_to_be_measured_against(tmp_path):
    _, table = compare(tmp_path, [("AA11", "rate", 2020, 8.0), ("BB11", "rate", 2020, 5.0)])
    assert dict(table["place"].dropna()) == {"one": 2, "three": 1}  # among the regions
    assert table[["spread_n", "spread_place", "spread_median", "side"]].isna().all(axis=None)


def test_a_value_beyond_all_others_shares_the_last_place(tmp_path):
    people = [("AA121", POPULATION, 2020, 100), ("AA131", POPULATION, 2020, 300)]
    areas = [
        (area, POPULATION, 2020, n) for area, n in (("AA11", 1000), ("AA12", 500), ("BB11", 900))
    ]
    _, table = compare(tmp_path / "low", [*people, *areas], POPULATION)
    # 400 lies below all: of three there is no fourth.
    row = table.loc["two"]
    assert (row["value"], row["spread_n"], row["spread_place"]) == (400, 3, 3)
    assert row["percentile"] == 0
    rates = [("AA121", "rate", 2020, 9.0), ("AA131", "rate", 2020, 9.0)]
    areas = [(area, "rate", 2020, n) for area, n in (("AA11", 5.0), ("AA12", 4.0), ("BB11", 3.0))]
    _, table = compare(tmp_path / "high", [*people, *rates, *areas])
    # 9.0 is the highest, and worse than all.
    row = table.loc["two"]
    assert (row["value"], row["spread_place"], row["side"]) == (9.0, 3, "worse")
    assert row["percentile"] == 100


def test_one_edition_of_areas_at_a_time(tmp_path):
    both = [*RATES, ("BB19", "rate", 2020, 99.0)]
    found, _ = compare(tmp_path, both)
    assert "BB11" not in set(found.spread["area_id"])  # as many values: the newer edition
    assert found.spread["area_id"].tolist() == ["AA12", "AA13", "AA11", "BB19"]


def test_the_latest_year_is_the_latest_that_is_well_covered(tmp_path):
    full = [(a, "rate", 2018, 5.0) for a in ("AA11", "AA12", "AA13", "BB11")]
    thin = [(a, "rate", 2020, 5.0) for a in ("AA11", "AA12", "AA13")]
    data = package(tmp_path, full + thin)
    assert comparison.latest_years(data)["rate"] == 2018  # 3 of 4 is less than 80 %
    found = comparison.compare(data, "rate")
    assert found.year == 2018 and found.level == 2


def test_where_no_year_is_well_covered_the_latest_near_the_best_is_taken(tmp_path):
    rows = [(a, "rate", y, 5.0) for a in ("AA11", "AA12") for y in (2017, 2018)]
    data = package(tmp_path, [*rows, ("AA11", "rate", 2019, 5.0)])
    assert comparison.latest_years(data)["rate"] == 2018


def verdict(folder: Path, values, flags=None, methods=None, indicator="rate", unit="", decimals=1):
    """``unit``: of an indicator of its own."""
    flags, methods, more = flags or {}, methods or {}, []
    if unit:
        indicator = "other"
        of = {"indicator_id": indicator, "name": "Other", "unit": unit, "decimals": decimals}
        rule = {"aggregation": "none", "direction": "neutral", "year_tolerance": 2}
        more = [{"indicators": [of | rule]}]
    years = range(2021 - len(values), 2021)
    _, table = compare(
        folder,
        [
            ("AA11", indicator, y, v, flags.get(y, ""), f"{methods.get(y, 'm')}-1")
            for y, v in zip(years, values, strict=True)
            if v is not None
        ],
        indicator,
        more=more,
    )
    row = table.loc["one"]
    return row["verdict"], None if pd.isna(row["verdict_year"]) else int(row["verdict_year"])


def test_a_steady_rise_is_rising(tmp_path):
    assert verdict(tmp_path, [1.0, 2.0, 3.0, 4.0, 5.0]) == ("rising", None)


def test_a_steady_fall_is_falling(tmp_path):
    assert verdict(tmp_path, [9.0, 8.0, 7.5, 7.0, 6.0]) == ("falling", None)


def test_a_change_under_half_a_point_is_hardly_any(tmp_path):
    assert verdict(tmp_path, [5.0, 5.1, 5.2, 5.3, 5.4]) == ("steady", None)
    assert verdict(tmp_path, [5.0, 5.1, 5.2, 5.3, 5.5]) == ("rising", None)


def test_a_total_needs_a_change_of_one_per_cent(tmp_path):
    steps = [1000, 1002, 1004, 1006, 1009]
    assert verdict(tmp_path, steps, indicator=POPULATION) == ("steady", None)
    steps[-1] = 1010
    assert verdict(tmp_path, steps, indicator=POPULATION) == ("rising", None)


def test_a_change_of_exactly_one_per_cent_is_enough(tmp_path):
    # 0.7 of 70.0, of which binary fractions make 0.7000000000000001 of 0.7.
    assert verdict(tmp_path, [70.0, 70.2, 70.4, 70.6, 70.7], indicator="density")[0] == "rising"


def test_a_percentage_of_gdp_changes_by_a_share_of_itself(tmp_path):
    """R&D expenditure of the Peloponnese: «no clear direction», of values that rise whichever of
    them is left out; half a point is more than most regions spend."""
    values, unit = [0.62, 0.79, 0.72, 0.97, 1.10], "% of GDP"
    assert verdict(tmp_path / "a", values, unit=unit, decimals=2) == ("rising", None)
    assert verdict(tmp_path / "b", values, unit="% of people", decimals=2) == ("steady", None)
    near = [60.0, 60.1, 60.2, 60.4, 60.5]  # 1 % is 0.6
    assert verdict(tmp_path / "c", near, unit=unit) == ("steady", None)


def test_half_a_year_is_enough_of_what_is_told_in_years(tmp_path):
    """Life expectancy of the Peloponnese: 0.6 years are less than 1 % of 82.1, and much."""
    values = [82.1, 82.1, 80.8, 80.8, 81.5]
    assert verdict(tmp_path / "a", values, unit="years") == ("falling", None)
    values = [82.1, 82.1, 81.8, 81.7, 81.7]
    assert verdict(tmp_path / "b", values, unit="years") == ("steady", None)


def test_a_change_is_that_of_the_values_as_printed(tmp_path):
    # 5.04 is printed 5.0 and 5.45 is printed 5.5.
    assert verdict(tmp_path, [5.04, 5.1, 5.2, 5.3, 5.45]) == ("rising", None)


def test_hardly_any_change_is_no_lack_of_direction(tmp_path):
    # Down whichever is left out, and 0.2 from end to end; all within 0.2; all the same.
    assert verdict(tmp_path / "a", [2.4, 2.3, 2.0, 1.8, 2.2]) == ("steady", None)
    assert verdict(tmp_path / "b", [5.0, 5.2, 5.1, 5.2, 5.1]) == ("steady", None)
    assert verdict(tmp_path / "c", [0.0, 0.0, 0.0, 0.0, 0.0], indicator="density")[0] == "steady"
    # To and fro by a whole point.
    assert verdict(tmp_path / "d", [5.0, 6.0, 5.0, 6.0, 5.1]) == ("unclear", None)
    # Up whichever is left out, but the last is the first again.
    assert verdict(tmp_path / "e", [5.0, 5.0, 6.0, 7.0, 5.0]) == ("unclear", None)


def test_one_year_that_carries_the_whole_direction_is_no_direction(tmp_path):
    assert verdict(tmp_path, [5.0, 4.0, 5.0, 4.0, 9.0]) == ("unclear", None)


def test_a_line_that_is_level_without_one_year_has_no_direction(tmp_path):
    # Without 69 the slope of 68, 64, 67, 67 is −1.5×68 − 0.5×64 + 0.5×67 + 1.5×67 = 0 exactly; the
    # same numbers with fractions that no binary number holds must not decide it by their last bit.
    assert verdict(tmp_path / "a", [68.0, 64.0, 67.0, 67.0, 69.0]) == ("unclear", None)
    assert verdict(tmp_path / "b", [6.8, 6.4, 6.7, 6.7, 7.9]) == ("unclear", None)
    assert verdict(tmp_path / "c", [6.8, 6.4, 6.7, 6.8, 7.9]) == ("rising", None)


def test_a_break_in_the_first_of_the_five_years_is_harmless_a_later_one_is_not(tmp_path):
    rise = [1.0, 2.0, 3.0, 4.0, 5.0]
    assert verdict(tmp_path, rise, flags={2016: "b"}) == ("rising", None)
    assert verdict(tmp_path, rise, flags={2018: "bp"}) == ("break", 2018)


def test_another_method_ends_a_trend_and_is_no_break(tmp_path):
    rise = [1.0, 2.0, 3.0, 4.0, 5.0]
    assert verdict(tmp_path, rise, methods={2016: "old", 2017: "old"}) == ("extract", 2018)


def test_a_missing_year_is_a_gap_and_a_short_series_is_short(tmp_path):
    assert verdict(tmp_path, [1.0, 2.0, 3.0, None, 5.0]) == ("gap", 2019)
    assert verdict(tmp_path, [2.0, 3.0, 4.0, 5.0]) == ("short", None)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(4.95, 1, 5.0), (2.5, 0, 3.0), (-0.25, 1, -0.3), (1.005, 2, 1.01), (6.949, 1, 6.9)],
)
def test_values_are_printed_decimal_half_up(value, decimals, expected):
    assert printed(pd.Series([value]), decimals).iloc[0] == expected


@given(st.decimals(min_value=-10_000, max_value=10_000, places=4), st.integers(0, 3))
def test_printing_agrees_with_decimal_arithmetic(value, decimals):
    from decimal import ROUND_HALF_UP, Decimal

    expected = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    result = printed(pd.Series([float(value)]), decimals).iloc[0]
    assert result == pytest.approx(float(expected), abs=1e-9)


def test_the_overview_says_the_same_as_each_comparison(tmp_path):
    data = package(tmp_path, [*RATES, ("AA11", "share", 2019, 40.0), ("AA", "rate", 2020, 7.0)])
    table = comparison.overview(data)
    assert set(table["indicator_id"]) == {"rate", "share", POPULATION}
    for indicator in ("rate", "share"):
        alone = comparison.compare(data, indicator).table
        together = table[table["indicator_id"] == indicator].reset_index(drop=True)
        pd.testing.assert_frame_equal(together, alone)


PEERS = [
    ("AA11", "rate", 2020, 8.0),
    ("AA12", "rate", 2020, 4.0),
    ("AA13", "rate", 2020, 6.0),
    ("BB11", "rate", 2020, 7.0),
    ("AA11", "share", 2020, 10.0),
    ("AA12", "share", 2020, 10.0),
    ("AA13", "share", 2020, 30.0),
    ("BB11", "share", 2020, 30.0),
]


def test_peers_are_the_nearest_in_standard_deviations(tmp_path):
    data = package(tmp_path, PEERS)
    found = comparison.peers(data, "one", ["rate", "share"], k=3, among="nuts2")
    # rate: sd of 8, 4, 6, 7 = 1.47902; share: sd of 10, 10, 30, 30 = 10. Mine: 8 and 10.
    # AA12: (−4/1.479, 0); AA13: (−2/1.479, 2); BB11: (−1/1.479, 2)
    assert found["id"].tolist() == ["BB11", "AA13", "AA12"]
    # Squares: (0.45714 + 4) / 2, (1.82857 + 4) / 2, (7.31429 + 0) / 2.
    assert found["distance"].tolist() == pytest.approx([1.49284, 1.70713, 1.91237], abs=1e-4)
    assert found["rate"].tolist() == pytest.approx([-0.67612, -1.35225, -2.70449], abs=1e-4)
    assert found["share"].tolist() == [2.0, 2.0, 0.0]


def test_peers_among_the_partner_regions(tmp_path):
    data = package(tmp_path, PEERS)
    found = comparison.peers(data, "one", ["rate"], k=4)
    assert found["id"].tolist() == ["three"]  # the second has no inhabitants to weigh by
    assert found["name"].tolist() == ["Three"]


def test_a_region_without_any_of_the_indicators_has_no_peers(tmp_path):
    data = package(tmp_path, [("AA11", "rate", 2020, 8.0), ("AA12", "rate", 2020, 4.0)])
    assert comparison.peers(data, "three", ["rate"]).empty


def test_an_unknown_indicator_is_a_key_error(tmp_path):
    data = package(tmp_path, RATES)
    with pytest.raises(KeyError):
        comparison.compare(data, "nonsense")


def test_a_place_from_the_other_end_counts_those_that_are_worse(tmp_path):
    # Low is good: 5.0 is best and 8.0 last; of two at 8.0 each is last, and the second best.
    rates = [("AA11", 8.0), ("AA12", 4.0), ("AA13", 8.0), ("BB11", 5.0)]
    _, table = compare(tmp_path, [(area, "rate", 2020, value) for area, value in rates])
    columns = ["spread_place", "spread_place_last", "spread_n"]
    assert table.loc["one", columns].tolist() == [3, 1, 4]
    assert table.loc["three", columns].tolist() == [2, 3, 4]
    assert table.loc["three", ["place", "place_last"]].tolist() == [1, 2]
