"""What values of one comparison stand on – EU average, inhabitants, extract – worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from made_up import package

from secon_data import bases, comparison, denominators, standing
from secon_data.denominators import UNKNOWN
from secon_data.package import SHIPPED, Package
from secon_data.rows import each, known
from secon_ui.text import comparability, old_figures
from secon_ui.text.words import Words

DATA = Package(SHIPPED)
INDEX, LEVEL = "gdp_pc_pps_eu100", "gdp_pc_pps"
NIGHTS = "tourism_nights_per_1000_inhabitants"
T = Words("en")


def table(indicator: str, year: int | None = None) -> pd.DataFrame:
    return comparison.compare(DATA, indicator, year).table.set_index("region_id", drop=False)


def told(indicator: str, year: int | None = None) -> list[str]:
    found = comparison.compare(DATA, indicator, year)
    rows = known(each(found.table))
    said = comparability.told(rows, lambda r: r["region_id"], lambda _: found.indicator, T)
    return [text.replace("\u202f", " ").replace("\u00a0", " ") for text in said]


def test_an_index_of_another_extract_is_put_on_the_same_eu_average():
    # LV006 37 900 PPS, 614 618 people; LV007 18 300 PPS, 378 982 people: 30 424 / 33 200 = 91.6.
    # The fifteen districts of Rhine-Neckar: 39 259 / 33 200 = 118.3. RO124: 17 200 / 33 200 = 51.8.
    found = table(INDEX, 2021)
    assert found.loc["riga", "value"] == 92 and found.loc["rhein-neckar", "value"] == 118
    assert found.loc["harghita", "value"] == 52
    assert found.loc["mazowieckie", "value"] == 120 and pd.isna(found.loc["mazowieckie", "base_eu"])
    assert found.loc["rhein-neckar", "place"] > found.loc["mazowieckie", "place"]
    assert found.loc["riga", "base_eu"] == 33_200
    assert len(told(INDEX, 2021)) == 1
    assert told(INDEX, 2021)[0].endswith(
        "divided by the EU average of 2021, 33 200 PPS, as the others of that year are."
    )


def test_values_of_another_year_are_not_said_to_be_divided_by_the_same_eu_average():
    """Beside Riga's of 2021 stands the Peloponnese of 2023: 22 600 / 38 100 = 59.3, where
    22 600 / 33 200 would be 68; «as the others are» was said of it too."""
    found = table(INDEX)
    assert (found.loc["peloponnese", "year"], found.loc["peloponnese", "value"]) == (2023, 59)
    assert found.loc["riga", "year"] == 2021
    said = told(INDEX)[0]
    assert "EU average of 2021, 33 200 PPS, as the others of that year are." in said


def test_what_is_published_stays_as_it_is_and_its_spread_is_on_the_same_base():
    rows = DATA.table("observations")
    mine = (rows["area_id"] == "RO124") & (rows["indicator_id"] == INDEX) & (rows["year"] == 2021)
    assert rows.loc[mine, "value"].tolist() == [53]
    assert bases.observations(DATA).loc[mine, "value"].round(2).tolist() == [51.81]
    assert table(INDEX, 2021).loc["harghita", "in_spread"]


def test_an_index_without_its_level_or_the_eu_stays(tmp_path):
    more = {
        "indicators": [
            {"indicator_id": i, "unit": "%", "aggregation": "none", "decimals": 0}
            for i in (INDEX, LEVEL)
        ]
    }
    rows = [
        ("EU27_2020", LEVEL, 2020, 33_200, "", "new-1"),
        ("AA11", LEVEL, 2020, 17_200, "", "old-1"),
        ("AA11", INDEX, 2020, 53, "", "old-2"),  # 100 × 17200 / 33200 = 51.807
        ("AA12", INDEX, 2020, 60, "", "old-2"),  # no level of its own
        ("AA13", INDEX, 2020, 70, "", "new-2"),  # on the EU's own base
        ("AA11", INDEX, 2019, 50, "", "old-2"),  # no EU value
    ]
    data = package(tmp_path, rows, more)
    found = bases.observations(data)
    values = found.loc[found["indicator_id"] == INDEX, "value"].round(3).tolist()
    assert values == [51.807, 60, 70, 50]
    assert bases.rebased(data) == {(INDEX, "old", 2020): 33_200.0}


def test_nights_of_2024_are_divided_by_the_inhabitants_of_2021():
    # RO124: 505 734 nights / 1 691 × 1000 = 299 074 people; 299 075 lived there in 2021.
    # BG422: 257 193 / 1 150 = 223 646 (223 625). PT11A: 9 999 113 / 5 787 = 1 727 858 (1 727 774).
    found = table(NIGHTS)
    for region in ("harghita", "haskovo", "oliveira-de-azemeis"):
        assert (found.loc[region, "year"], found.loc[region, "denominator_year"]) == (2024, 2021)
    # No nights of Belgian NUTS 3 regions are known, so that their inhabitants are not either.
    assert found.loc["flemish-brabant", "denominator_year"] == UNKNOWN
    assert any(text.startswith("Per inhabitant of 2021: ") for text in told(NIGHTS))
    assert table("median_age")["denominator_year"].isna().all()


def test_a_rate_of_its_own_years_inhabitants_says_nothing(tmp_path):
    more = {
        "indicators": [
            {
                "indicator_id": name, "unit": unit, "aggregation": "none", "decimals": 0,
                "eurostat_filter": text, "derived_by": by,
            }
            for name, unit, text, by in (
                ("nights", "million nights", "table_a", None),
                ("per_1000", "nights", "table_a and table_b", "1000 × table_a / table_b"),
            )
        ]
    }  # fmt: skip

    def years(folder, of):
        people = [("AA11", "population_1_january", year, n) for year, n in of.items()]
        rows = [("AA11", "nights", 2020, 0.5), ("AA11", "per_1000", 2020, 5_000)]  # 100 000 people
        data = package(folder, [*people, *rows], more)
        table = data.table("indicators")
        table.loc[table["indicator_id"] == "population_1_january", "eurostat_filter"] = "table_b"
        return denominators.years(data)

    assert years(tmp_path / "a", {2018: 100_004, 2020: 90_000}) == {
        ("AA11", "per_1000", 2020): 2018
    }
    assert years(tmp_path / "b", {2018: 90_000, 2020: 100_004}) == {}
    assert years(tmp_path / "c", {2018: 90_000, 2020: 91_000}) == {}


def test_latvia_that_is_published_twice_says_where_it_differs():
    row = table("net_migration_rate", 2022).loc["riga"]
    assert (row["areas"], row["value"], row["country"]) == ("LV00", 18.2, 16.5)
    assert row["country_differs"]
    assert any("18.2" in text and "16.5" in text for text in told("net_migration_rate", 2022))
    assert not table("net_migration_rate", 2024)["country_differs"].any()


@pytest.mark.parametrize(("created", "expected"), [(2025, True), (2023, False)])
def test_figures_are_old_from_five_years_on(created, expected):
    rows = [{"year": 2020}, {"year": 2021}]
    said = old_figures.told(rows, created, lambda _: "births", T)
    assert said == (
        "Old, because our extracts hold nothing newer of the same areas: births (2020)."
        if expected
        else ""
    )


def test_values_of_another_extract_are_marked():
    found = comparison.compare(DATA, LEVEL, 2021)
    said = comparability.other_extract(known(each(found.table)), lambda r: r["region_id"], T)
    # Four of the nine are of NUTS 3 regions, which are of the extract of 2024.
    others = ["rhein-neckar", "harghita", "oliveira-de-azemeis", "riga", "haskovo"]
    assert all((name in said) for name in others) == ("peloponnese" not in said)


def test_every_rebased_value_is_the_level_by_the_average():
    rows = standing.standing(DATA)
    rows = rows[rows["base_eu"].notna()]
    assert set(rows["indicator_id"]) <= set(bases.INDEX_OF)


def test_the_mean_of_rhine_neckars_wider_regions_is_told_as_what_it_is():
    """Risk of poverty 2024: 19.4 (DE12), 20.8 (DE71), 23.2 (DEB3). By all who live in them
    (2.83, 4.00 and 2.06 million) together 20.9, by those of Rhine-Neckar 21.1: «that of wider
    regions together» was said of 21.1, which is worse than the median of 21.0, as 20.9 is not."""
    assert table("arope").loc["rhein-neckar", "value"] == 21.1
    everybody = (19.4 * 2.832 + 20.8 * 4.001 + 23.2 * 2.061) / (2.832 + 4.001 + 2.061)
    assert round(everybody, 1) == 20.9
    note = DATA.table("regions").set_index("region_id").loc["rhein-neckar", "area_note"]
    assert "together" not in note
    assert "mean of wider regions" in note and "how many of its inhabitants live there" in note
