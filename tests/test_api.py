"""What ``import secon_data`` gives, on made-up figures worked out by hand."""

from __future__ import annotations

import subprocess
import sys

import pytest
from made_up import package

import secon_data
from secon_data import DataError, UnknownError

POPULATION = "population_1_january"
FIGURES = [
    ("AA11", "rate", 2020, 8.0, "b", "m-1"),
    ("AA12", "rate", 2020, 4.0),
    ("AA13", "rate", 2020, 6.0),
    ("BB11", "rate", 2019, 5.0),
    ("AA121", POPULATION, 2020, 100),
    ("AA131", POPULATION, 2020, 300),
]


@pytest.fixture
def data(tmp_path):
    return package(tmp_path, FIGURES)


def test_all_datasets_are_loaded_by_name(tmp_path):
    package(tmp_path, FIGURES)
    data = secon_data.load(tmp_path)
    assert data.names == list(data) == [
        "regions", "areas", "region_areas", "indicators", "observations", "extracts", "breaks",
    ]  # fmt: skip
    assert "regions" in data and data["regions"] is data.table("regions")
    assert data["observations"]["value"].tolist() == [8, 4, 6, 5, 100, 300]
    assert repr(data) == (
        "<Package of 7 datasets: regions, areas, region_areas, indicators, observations, extracts, "
        "breaks>"
    )


def test_what_is_shipped_is_loaded_when_no_folder_is_named():
    assert {"regions", "observations", "funding"} <= set(secon_data.load().names)


def test_a_dataset_that_there_is_not_is_told_with_the_nearest(data):
    with pytest.raises(
        UnknownError, match=r"«observation» is not in the data package\..*«observations»"
    ):
        data["observation"]


def test_a_damaged_folder_is_refused_with_file_row_column_and_what_is_expected(tmp_path):
    package(tmp_path, FIGURES)
    file = tmp_path / "observations.csv"
    file.write_text(file.read_text().replace("AA13,rate,2020", "AA13,rate,20x0"))
    with pytest.raises(DataError) as caught:
        secon_data.load(tmp_path)
    error = caught.value
    assert (error.file, error.row, error.column, error.value) == (
        "observations.csv", 4, "year", "20x0",
    )  # fmt: skip
    assert (error.problem, error.mend) == (
        "this is no whole number.", "Write one, for example 2025.",
    )  # fmt: skip
    assert str(error) == (
        "file observations.csv, row 4, column year, value «20x0»: "
        "this is no whole number. Write one, for example 2025."
    )


def test_a_folder_that_is_no_package_is_refused_and_says_so_when_it_is_printed(tmp_path):
    with pytest.raises(DataError, match=r"datapackage\.json: the file is missing"):
        secon_data.load(tmp_path)
    assert "datapackage.json" in repr(secon_data.Package(tmp_path))


def test_values_say_what_they_stand_for(data):
    found = secon_data.values("rate", 2020, package=data)
    # one is AA11; two has parts without a rate, so the areas around them stand for it, by its own
    # inhabitants in each: (4×100 + 6×300)/400; three has the area around it, a year before.
    expected = {
        "region_id": ["one", "two", "three"],
        "region": ["One", "Two", "Three"],
        "indicator_id": ["rate"] * 3,
        "indicator": ["rate"] * 3,
        "year_asked": [2020] * 3,
        "year": [2020, 2020, 2019],
        "value": [8.0, 5.5, 5.0],
        "unit": ["%"] * 3,
        "basis": ["own", "wider", "wider"],
        "areas": ["AA11", "AA12+AA13", "BB11"],
        "area_names": ["Area AA11", "Area AA12, Area AA13", "Area BB11"],
        "level": [2, 2, 2],
        "flag": ["b", "", ""],
        "flags_known": [True] * 3,
        "approximate": [False, True, False],
        "source": ["Eurostat, table_1;unit=PC (2026-01-01)"] * 3,
        "extract_ids": ["m-1"] * 3,
        "reason": [None] * 3,
    }
    assert list(found) == list(expected)
    assert found.astype("object").where(found.notna(), None).to_dict("list") == expected


def test_a_value_that_there_is_not_has_its_reason_and_no_other(data):
    found = secon_data.values(POPULATION, 2020, package=data).set_index("region_id")
    assert found["value"].fillna(-1).to_dict() == {"one": -1, "two": 400, "three": -1}
    assert found.at["one", "reason"] == "not-in-data" and found["source"].isna().tolist() == [
        True, False, True,
    ]  # fmt: skip


def test_one_or_several_regions_indicators_and_years_may_be_asked(data):
    several = secon_data.values(
        ["rate", POPULATION], range(2019, 2021), ["two", "one"], package=data
    )
    asked = several[["indicator_id", "year_asked", "region_id"]].apply(tuple, axis=1)
    assert sorted(asked) == sorted(
        (indicator, year, region)
        for indicator in ("rate", POPULATION)
        for year in (2019, 2020)
        for region in ("one", "two")
    )
    one = secon_data.values(region="one", package=data)
    assert set(one["region_id"]) == {"one"} and set(one["year_asked"]) == {2020}
    assert sorted(one["indicator_id"]) == [POPULATION, "rate"]  # share and density have no values


def test_a_comparison_ranks_the_regions(data):
    found = secon_data.compare("rate", package=data)
    assert (found.year, found.indicator["name"]) == (2020, "rate")
    assert dict(found.table.set_index("region_id")["place"]) == {"one": 3, "two": 2, "three": 1}
    assert secon_data.compare("rate", 2021, package=data).table["year"].tolist() == [
        2020,
        2020,
        2019,
    ]


@pytest.mark.parametrize("asking", [secon_data.compare, secon_data.values])
def test_unknown_names_and_years_are_told_with_what_there_is(data, asking):
    with pytest.raises(UnknownError, match=r"«Rates» is not in the indicators\. .*«rate»"):
        asking("Rates", package=data)
    with pytest.raises(UnknownError, match=r"«x» is not in the indicators\. Known: .*density"):
        asking("x", package=data)
    told = r"No region has a value of rate for 1990\. There are values of 2019 to 2020\."
    with pytest.raises(UnknownError, match=told):
        asking("rate", 1990, package=data)
    with pytest.raises(UnknownError, match=r"There are no values of density\."):
        asking("density", package=data)


def test_an_unknown_region_is_told_with_the_nearest(data):
    with pytest.raises(UnknownError, match=r"«thre» is not in the regions\. Did you mean «three»"):
        secon_data.values("rate", region="thre", package=data)


def test_shapes_can_be_joined_to_values_by_their_ids():
    shapes = secon_data.region_shapes()
    values = secon_data.values("unemployment_rate_15_74", 2024)
    joined = shapes.merge(values, left_index=True, right_on="region_id")
    assert len(joined) == 9 and joined.crs == "EPSG:4326" and joined.geometry.notna().all()
    # What is new in NUTS 2024 has values and is not drawn; all else is.
    spread = secon_data.compare("unemployment_rate_15_74", 2024).spread
    shapes = secon_data.area_shapes(2).merge(spread, left_index=True, right_on="area_id")
    areas = secon_data.load()["areas"]
    new = set(areas.loc[areas["vintage_from"] == 2024, "area_id"])
    assert shapes.crs == "EPSG:4326"
    assert set(shapes["area_id"]) == set(spread["area_id"]) - new and len(shapes) > 100
    with pytest.raises(UnknownError, match="Levels: 0, 1, 2, 3"):
        secon_data.area_shapes(5)


def test_importing_loads_neither_shapes_nor_checks_nor_the_store():
    code = (
        "import sys, secon_data\n"
        "print({'streamlit', 'geopandas', 'frictionless', 'deltalake'} & set(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"
