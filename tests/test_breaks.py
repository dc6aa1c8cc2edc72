"""Breaks that no flag says: where they come from, and that no trend is told across one."""

from __future__ import annotations

import re
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from made_up import package

from pages.compare import comparing, headlines
from secon_data import breaks, comparison, jumps, regions, standing, trend
from secon_data.breaks import Reason
from secon_data.candidates import candidates
from secon_data.package import SHIPPED, Package
from secon_ui.drawing.charts.trend import lozenges, pieces
from secon_ui.text import breaks as words
from secon_ui.text.words import Words

DATA = Package(SHIPPED)
T = Words("en")
SHORT = DATA.table("indicators").set_index("indicator_id")["short_name"].to_dict()
STEADY = [5.0, 5.1, 5.2, 5.3, 5.4]


def of(region: str, indicator: str, area_set: str) -> breaks.Breaks:
    return breaks.of_sets(DATA)[region, indicator, area_set]


def kinds(one: breaks.Break) -> set[str]:
    return {reason.kind for reason in one.reasons}


def series(values, first=2015, method="m"):
    rows = [("AA11", "rate", first + n, value, method) for n, value in enumerate(values)]
    return pd.DataFrame(rows, columns=["area_id", "indicator_id", "year", "value", "method"])


def found(values, least=0.1):
    both = jumps.found(series(values), {"rate": least})
    years = [{year for _, _, year in part} for part in both]
    return years[0], years[1]


def test_a_year_that_jumps_and_returns_stands_alone():
    # Steps 0.4 0.5 | 3.2 −2.3 | 0.4 0.4: both more than three times 0.5, and 41.2 − 40.3 = 0.9 is
    # less than half of 2.3.
    assert found([39.4, 39.8, 40.3, 43.5, 41.2, 41.6, 42.0]) == ({2018}, set())


def test_what_stays_up_or_hardly_jumps_is_no_spike():
    assert found([39.4, 39.8, 40.3, 43.5, 43.3, 43.7, 44.1])[0] == set()  # 43.3 − 40.3 > 0.1
    assert found([39.4, 40.8, 40.3, 43.5, 41.2, 41.6, 42.0])[0] == set()  # 2.3 < 3 × 1.4
    assert found([39.4, 39.8, 40.3, 43.5, 41.2, 41.6, 42.0], least=2.4)[0] == set()


def test_a_step_ten_times_as_large_as_the_four_before_is_a_new_level():
    # Steps −0.1 0.2 0.2 0.5, then 16.2 = 32 times 0.5.
    assert found([-7.5, -7.4, -7.6, -7.8, -8.3, 7.9, 7.4]) == (set(), {2020})
    assert found([-7.5, -7.4, -7.6, -7.8, -8.3, -3.4, -3.9])[1] == set()  # 4.9 < 10 × 0.5
    assert found([-7.4, -7.6, -7.8, -8.3, 7.9, 7.4])[1] == set()  # three steps before it


def test_a_gap_or_another_method_ends_the_series():
    rows = series([39.4, 39.8, 40.3, 43.5, 41.2, 41.6, 42.0])
    assert not jumps.found(rows[rows["year"] != 2019], {"rate": 0.1}).spikes
    other = rows.assign(method=["m"] * 4 + ["n"] * 3)
    assert not jumps.found(other, {"rate": 0.1}).spikes


def test_the_usual_step_is_what_a_tenth_exceed():
    # Steps 1 to 10: between the ninth and the tenth, 9 + 0.1 × (10 − 9).
    values = [float(sum(range(n + 1))) for n in range(11)]
    assert jumps.usual(series(values)) == {"rate": pytest.approx(9.1)}


def test_series_without_number_take_no_more_memory_than_their_figures_a_few_times():
    # Area, indicator, year, value and method: some 40 bytes a row. Keys of each row took 370.
    rows = 100_000
    table = series([0.0] * rows).assign(
        area_id=np.repeat([f"A{n}" for n in range(rows // 20)], 20),
        year=np.tile(np.arange(2000, 2020), rows // 20),
        value=np.arange(rows) % 7 * 1.0,
    )
    tracemalloc.start()
    try:
        jumps.found(table, {"rate": 1e9})
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak / rows < 200


def test_the_peloponnese_has_another_population_since_the_census():
    one = of("peloponnese", "population_1_january", "EL65")[2022]
    assert one.derived and kinds(one) == {"known", "sister", "step"}
    assert Reason("sister", "median_age") in one.reasons
    # (569345 − 538063) / (572151 − 569345) = 31282 / 2806 = 11.1
    assert Reason("step", "11") in one.reasons
    names = T.list([SHORT[reason.of] for reason in one.reasons if reason.kind == "sister"])
    assert words.told(one, SHORT.__getitem__, T) == (
        "2022: derived break (From 1 January 2022 on the population rests on the census of 2021, "
        f"before on that of 2011; Eurostat flags a break of that year for {names})"
    )
    assert "median age" in names


def test_mazowieckie_harghita_and_haskovo_break_where_they_must():
    mazowieckie = of("mazowieckie", "population_1_january", "mazowieckie:PL91+PL92")
    assert mazowieckie[2021].derived
    assert kinds(mazowieckie[2021]) == {"known", "sister"}
    assert Reason("sister", "net_migration_rate", 1) in mazowieckie[2021].reasons
    harghita = of("harghita", "net_migration_rate", "RO12")
    assert harghita[2021].derived and harghita[2022].derived
    assert of("haskovo", "net_migration_rate", "BG42")[2020].reasons == (Reason("step", "32"),)
    age = of("harghita", "median_age", "RO124")
    assert {2017, 2018} <= set(age) and kinds(age[2017]) == {"spike"}


def test_a_census_breaks_only_the_extracts_that_rest_on_it():
    """Mazowieckie's population of January 2024 goes on from 5 401 434 to 5 401 217, on the census of
    2011; that of August 2025 steps from 5 401 434 to 5 482 361. Its old-age dependency ratio, of
    January 2024, was told as broken in 2021."""
    assert 2021 in of("mazowieckie", "population_1_january", "mazowieckie:PL91+PL92")
    known = breaks.of_sets(DATA)
    for indicator in ("population_1_january", "old_age_dependency_ratio", "population_density"):
        found = known.get(("mazowieckie", indicator, "PL9"), {}).get(2021)
        assert found is None or "known" not in kinds(found), indicator
    rows = standing.standing(DATA).set_index(["region_id", "indicator_id"])
    assert rows.loc[("mazowieckie", "old_age_dependency_ratio"), "verdict"] == "rising"


def test_a_known_revision_of_migration_breaks_the_population_after_it():
    """Net migration of Romania in 2021 «holds the adjustment of the population to the census of
    2021»: Harghita's 299 075 of 2021 and 291 625 of 2022 are of two censuses, and it «fell» by that.
    """
    for indicator in ("population_1_january", "population_density"):
        sets = [
            found
            for (region, one, _), found in breaks.of_sets(DATA).items()
            if (region, one) == ("harghita", indicator)
        ]
        assert sets and all(2022 in found and "known" in kinds(found[2022]) for found in sets)
    assert "from 310 336" not in headline("harghita", "population_1_january")
    # Where a census is known, it says itself when the population breaks: in 2021, by the new
    # extracts alone.
    assert 2021 not in breaks.of_sets(DATA).get(("mazowieckie", "population_1_january", "PL9"), {})
    # Births and deaths are none of it.
    for (region, one, _), found in breaks.of_sets(DATA).items():
        if one == "natural_change_rate_mean_2015_2024" and region in ("harghita", "mazowieckie"):
            assert not any("known" in kinds(of_year) for of_year in found.values())


def test_a_break_per_head_is_none_of_a_total():
    """Household income per head of PL91 is flagged in 2022, primary income in all is not."""
    rows = standing.standing(DATA).set_index(["region_id", "indicator_id"])
    assert rows.loc[("mazowieckie", "disposable_income_pps_hab"), "verdict"] == "break"
    assert rows.loc[("mazowieckie", "household_primary_income_mio_eur"), "verdict"] == "rising"
    # What breaks the total breaks what is per head: Flemish Brabant in 2020.
    assert 2020 in of("flemish-brabant", "disposable_income_pps_hab", "BE24")


def test_a_break_of_the_land_that_is_counted_is_none_of_the_people():
    density = of("flemish-brabant", "population_density", "BE24")
    assert density[2016].flagged
    assert 2016 not in breaks.of_sets(DATA).get(
        ("flemish-brabant", "population_1_january", "BE24"), {}
    )


def test_a_known_break_is_one_of_its_country_tables_and_years(tmp_path):
    values = [("AA11", "rate", 2016 + n, 5.0 + n) for n in range(5)]
    values += [("BB11", "rate", 2016 + n, 5.0 + n) for n in range(5)]
    row = {"country_code": "AA", "tables": "code_r", "year": 2018, "what_en": "A census."}
    data = package(tmp_path, values, {"breaks": [row]})
    table = comparison.compare(data, "rate", 2020).table.set_index("region_id")
    assert table.loc["one", "verdict"] == "break" and table.loc["one", "verdict_year"] == 2018
    assert table.loc["one", "verdict_derived"]
    assert table.loc["three", "verdict"] == "rising" and not table.loc["three", "verdict_derived"]


def test_a_year_that_stands_apart_breaks_on_both_sides(tmp_path):
    values = [("AA11", "rate", 2014 + n, 5.0 + n) for n in range(7)]
    row = {"country_code": "AA", "year": 2015, "last_year": 2016, "what_en": "An adjustment."}
    data = package(tmp_path, values, {"breaks": [row]})
    assert sorted(breaks.of_sets(data)["one", "rate", "AA11"]) == [2015, 2016, 2017]
    # Of the five years 2016 to 2020 the second cannot be compared with the first.
    assert comparison.compare(data, "rate", 2020).table["verdict_year"].iloc[0] == 2017


def test_flags_stay_flags_and_an_unbroken_series_has_none(tmp_path):
    rows = [("AA11", "rate", 2016 + n, v, "b" * (n == 2), "m-1") for n, v in enumerate(STEADY)]
    found_ones = breaks.of_sets(package(tmp_path, rows))["one", "rate", "AA11"]
    assert [(year, one.flagged, one.reasons) for year, one in found_ones.items()] == [
        (2018, True, ())
    ]


def test_no_trend_of_any_region_and_indicator_crosses_a_break():
    table = candidates(DATA)
    asked = table[["indicator_id", "year"]].drop_duplicates()
    pairs = [(i, y) for i, y in asked.itertuples(index=False) if y >= 2014]
    every = comparison.compared(DATA, pairs)
    told = every[every["verdict"].isin(trend.TOLD)]
    assert len(told) > 500
    known = breaks.of_sets(DATA)
    for row in told.itertuples():
        found_ones = known.get((row.region_id, row.indicator_id, row.area_set), {})
        assert not [y for y in range(row.verdict_from + 1, row.year + 1) if y in found_ones], row
    derived = every[every["verdict_derived"]]
    assert len(derived) and (derived["verdict"] == "break").all()


def test_no_headline_of_a_trend_begins_before_a_break():
    known = breaks.of_sets(DATA)
    for indicator in regions.comparable(DATA):
        found_one = comparison.compare(DATA, indicator)
        sets = dict(zip(found_one.table["region_id"], found_one.table["area_set"], strict=True))
        for region, line in comparing.lines(DATA, found_one).items():
            later = {one["year"] for one in headlines.since_break(line)[1:]}
            assert not later & set(known.get((region, indicator, sets[region]), {}))


def headline(region: str, indicator: str, *, whole: bool = False) -> str:
    found_one = comparison.compare(DATA, indicator)
    row = found_one.table.set_index("region_id", drop=False).loc[region]
    names = DATA.table("regions").set_index("region_id")["name"]
    lines = comparing.lines(DATA, found_one)
    told = headlines.trend(lines, region, row, found_one.indicator, names[region], T)
    # A value of another area is marked each time it is told, and nothing else is.
    marks = told.count('class="basis')
    assert marks == (0 if row["basis"] == "own" else told.count('class="nowrap"'))
    told = re.sub(r"<[^>]+>", "", told).replace("\u202f", " ").replace("\u00a0", " ")
    return told if whole else told.partition(";")[0]


def test_the_population_of_the_peloponnese_is_told_since_the_census_only():
    assert "from 538 063" in headline("peloponnese", "population_1_january")
    assert "585 155" not in headline("peloponnese", "population_1_january")
    assert "2020" not in headline("mazowieckie", "population_1_january")


def test_a_headline_of_a_trend_names_the_gap_that_it_does_not_cross():
    """The series has 2021 and 2022, and then 2025: earlier years are there."""
    told = headline("haskovo", "neet_15_29", whole=True)
    assert told == (
        "Haskovo: the share of young people not in work or education is 16.4 %; nothing is compared "
        "with 2022 and before, for our data have no value for 2024"
    )


def test_the_median_at_the_end_of_a_trend_is_the_median_of_the_ranking():
    """10.65 of 120 areas, half-up 10.7; what binary fractions hold of it is 10.6499…"""
    found_one = comparison.compare(DATA, "neet_15_29")
    assert comparing.medians(DATA, found_one, 2010)["value"].iloc[-1] == 10.7
    for indicator in regions.comparable(DATA):
        found_one = comparison.compare(DATA, indicator)
        printed = comparing.main_median(found_one, T).value
        medians = comparing.medians(DATA, found_one, found_one.year)
        assert set(medians["value"]) <= {printed}, indicator


def test_the_profile_gives_no_verdict_across_derived_breaks():
    rows = standing.standing(DATA).set_index(["region_id", "indicator_id"])
    for region in ("peloponnese", "mazowieckie"):
        assert rows.loc[(region, "population_1_january"), "verdict"] == "break"
        assert rows.loc[(region, "population_1_january"), "verdict_derived"]
    assert rows.loc[("harghita", "net_migration_rate"), "verdict"] == "break"
    # Its five years begin with the first of the new level: 7.9 to 8.7, and not from −8.3 on.
    haskovo = rows.loc[("haskovo", "net_migration_rate")]
    assert (haskovo["year"], haskovo["verdict_from"]) == (2024, 2020)


def test_the_last_break_is_the_one_that_the_profile_names():
    """Oliveira's income: another method in 2020, and a new level in 2021; the trend began in 2021,
    the profile named 2020."""
    rows = standing.standing(DATA)
    rows = rows[rows["verdict"] == "break"].set_index(["indicator_id", "region_id"])
    income = rows.loc[("disposable_income_pps_hab", "oliveira-de-azemeis")]
    assert (income["verdict_year"], income["verdict_derived"]) == (2021, True)
    told = 0
    for indicator in regions.comparable(DATA):
        found_one = comparison.compare(DATA, indicator)
        for region, line in comparing.lines(DATA, found_one).items():
            if (indicator, region) in rows.index:
                year = rows.at[(indicator, region), "verdict_year"]
                assert headlines.since_break(line)[0]["year"] == year, (indicator, region)
                told += 1
    assert told > 20


def test_a_file_names_derived_breaks_with_their_reason():
    keys = [
        ("haskovo", "net_migration_rate", "BG42"),
        ("haskovo", "net_migration_rate", "BG42"),
        ("haskovo", "arope", "BG42"),
    ]
    asked = list(zip(keys, [2024, 2019, None], strict=True))
    assert words.column(asked, breaks.of_sets(DATA), SHORT.__getitem__) == [
        "2020: derived break (a step 32 times as large as any of the four years before, which no "
        "note explains)",
        "",
        "",
    ]


def test_a_flag_of_several_years_at_once_breaks_no_series():
    """«Eurostat flags a break of 2024 for mean net migration 2015–2024»: a footnote of ten years,
    while no flag of 2024 stands at a year's migration."""
    table = DATA.table("observations")
    flagged = table["flag"].fillna("").str.contains("b")
    means = table["indicator_id"].str.endswith("_mean_2015_2024")
    assert (flagged & means).any()
    tellers = {
        reason.of
        for series in breaks.of_sets(DATA).values()
        for one in series.values()
        for reason in one.reasons
        if reason.kind == "sister"
    }
    assert tellers and not [one for one in tellers if one.endswith("_2015_2024")]
    of_parts = breaks.of_sets(DATA)[
        ("rhein-neckar", "old_age_dependency_ratio_20_64", "rhein-neckar:DE125-DEB3I")
    ]
    assert max(of_parts) == 2023


def test_what_is_divided_by_gdp_breaks_with_it():
    """Norte's R&D expenditure «rose from 1.39 % of GDP in 2013 to 2.00 % in 2023» across the break
    of its GDP in 2021 that GDP per head told."""
    of = breaks.of_sets(DATA)["oliveira-de-azemeis", "gerd_pct_gdp", "PT11"]
    assert of[2021].derived and kinds(of[2021]) == {"sister"}
    told = headline("oliveira-de-azemeis", "gerd_pct_gdp", whole=True)
    assert "rose from 1.97 % of GDP in 2021 to 2.00 % of GDP in 2023" in told


def test_a_derived_break_is_marked_also_where_another_extract_begins():
    """Flemish Brabant's income of 2020: its lozenge stood on the slide, not on the page."""
    census = breaks.Break(2020, False, (breaks.Reason("known", "A census."),))
    line = [
        {"year": 2018, "value": 1.0, "method": "old", "broken": None},
        {"year": 2019, "value": 2.0, "method": "old", "broken": None},
        {"year": 2020, "value": 5.0, "method": "new", "broken": census},
        {"year": 2021, "value": 6.0, "method": "new", "broken": None},
    ]
    assert lozenges(line) == [(2019.5, 3.5)]
    assert [dotted for *_, dotted in pieces(line)] == [False, False]
