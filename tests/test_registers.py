"""Registers as their publishers hand them out, from the file to a published revision."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from stores import made

from secon_data import placing
from secon_data.cli import main
from secon_data.package import SHIPPED, Package

SAMPLES = Path(__file__).parent / "cases" / "registers"
SAME = {
    "coordinate_precision": "town", "organisation_type": "association",
    "field_of_activity": "education_training", "work_integration": "unknown",
    "source_title": "A register", "source_url": "https://example.org/register",
}  # fmt: skip
BOTH = [word for name, value in SAME.items() for word in ("--same", f"{name}={value}")]
SIGNED = ("--who", "a@example.org", "--why", "from the register", "--accept-warnings")
# What of each file is a column of ours, and how many of its rows lie where.
REGISTERS = {
    "susy_map_excerpt.geojson": (
        [], {"oliveira-de-azemeis": 11, "peloponnese": 3, "riga": 3},  # none of Brussels
    ),
    "dotcoop_domains_excerpt.csv": (
        # One of Anderlecht lies so near to the border that the outlines take it; that is a warning.
        ["--map", "City 2=town"], {"flemish-brabant": 1, "mazowieckie": 3, "extremadura": 2},
    ),
    # Its town stands in the address, its «city» is a number.
    "lv_ur_register_excerpt.csv": ([], {"riga": 1}),
}  # fmt: skip


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("SECON_STORE", str(tmp_path / "store"))
    return made(tmp_path / "store")


@pytest.fixture(scope="module")
def package():
    return Package(SHIPPED)


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_is_published_from_the_shell(name, store, package, capsys):
    own, regions = REGISTERS[name]
    words = ["publish", "enterprises", str(SAMPLES / name), "--ids", "name", "--place"]
    assert main([*words, *own, *BOTH, *SIGNED]) == 0, capsys.readouterr()
    shipped = package.table("enterprises")
    table = store.read("enterprises", package.schema("enterprises"))
    new = table[~table["enterprise_id"].isin(set(shipped["enterprise_id"]))]
    old = table[table["enterprise_id"].isin(set(shipped["enterprise_id"]))]
    assert new["source_title"].eq("A register").all() and len(old) == len(shipped)
    counts = table.loc[table["source_title"] == "A register", "region_id"].value_counts()
    assert counts.to_dict() == regions


def test_a_list_without_places_is_of_one_region_and_only_some_rows(store, package, capsys):
    file = str(SAMPLES / "bg_chitalishta_wikidata_excerpt.csv")
    words = ["publish", "enterprises", file, "--ids", "name", *BOTH, *SIGNED]
    same = ["--same", "region_id=haskovo", "--same", "nuts_code=BG422", "--map", "id=",
            "--filter", "last_filing_year=2015", "--filter", "last_filing_year=2003",
            "--map", "last_filing_year=founded_year"]  # fmt: skip
    assert main([*words, *same]) == 0, capsys.readouterr()
    table = store.read("enterprises", package.schema("enterprises"))
    known = set(package.table("enterprises")["enterprise_id"])
    taken = table[~table["enterprise_id"].isin(known)]
    assert len(taken) == 3
    assert set(taken["founded_year"]) == {2003, 2015} and set(taken["region_id"]) == {"haskovo"}


def test_places_go_before_towns_and_towns_of_several_regions_tell_none(package):
    draft = pd.DataFrame(
        {
            "town": ["Riga", "Хасково", "Kalamata", "Nowhere", "Mérida"],
            "latitude": ["48.8566", "", "", "", ""],  # Paris
            "longitude": ["2.3522", "", "", "", ""],
        },
        index=[2, 3, 4, 5, 6],
    )
    found = placing.placed(draft, package.schema("enterprises"), package)
    assert found.table[["region_id", "country_code"]].to_numpy().tolist() == [
        ["haskovo", "BG"], ["peloponnese", "EL"], ["extremadura", "ES"],
    ]  # fmt: skip
    assert (found.outside, found.regions) == (
        2, {"haskovo": 1, "peloponnese": 1, "extremadura": 1},
    )  # fmt: skip


def test_what_the_file_says_of_its_region_stays(package):
    draft = pd.DataFrame(
        {"latitude": ["56.95"], "longitude": ["24.1"], "region_id": [""], "nuts_code": ["LV00A"]}
    )
    found = placing.placed(draft, package.schema("enterprises"), package).table
    assert found[["region_id", "nuts_code", "country_code"]].to_numpy().tolist() == [
        ["riga", "LV00A", "LV"]
    ]


def test_a_column_that_is_not_there_is_told(store, capsys):
    file = str(SAMPLES / "lv_ur_register_excerpt.csv")
    with pytest.raises(SystemExit) as error:
        main(["check", "enterprises", file, "--map", "nome=name"])
    assert error.value.code == 2 and "The file has no column «nome»" in capsys.readouterr().err


def test_years_as_columns_are_published_from_the_shell(store, package, capsys):
    file = str(SAMPLES.parent / "layouts" / "layout_merged_wide.xlsx")
    source = ["--source", "Central Statistical Bureau", "--taken", "2026-11-01"]
    assert main(["check", "observations", file, *source]) == 0, capsys.readouterr()
    out, err = capsys.readouterr()
    assert "9 rows; errors: 0" in out
    assert "These columns became rows: Unemployment rate 2022, Unemployment rate 2023" in err
    assert main(["check", "observations", file, *source, "--no-years-as-columns"]) == 1


def test_the_address_tells_the_town_and_a_number_is_none(store, package, capsys):
    file = str(SAMPLES / "lv_ur_register_excerpt.csv")
    words = ["publish", "enterprises", file, "--ids", "name", "--place", *BOTH, *SIGNED]
    assert main(words) == 0, capsys.readouterr()
    table = store.read("enterprises", package.schema("enterprises")).set_index("name")
    there = table.loc['"House of Glory"', ["town", "region_id", "nuts_code", "country_code"]]
    assert there.tolist() == ["Rīga", "riga", "LV00A", "LV"]


@pytest.mark.parametrize(
    ("address", "town", "region"),
    [
        ("Rīga, Latgales iela 180 - 5", "Rīga", "riga"),
        ("Plaza Mayor 1, 10003 Cáceres", "Cáceres", "extremadura"),
        ("гр. Хасково, бул. България 1", "Хасково", "haskovo"),
        ("Calle Real 3, Zalamea, Extremadura", "", "extremadura"),  # the region is no town
        ("София, ул. Хасково 5", "", None),
        ("Haskovo street 6300", "", None),
    ],
)
def test_a_place_is_found_in_an_address(package, address, town, region):
    draft = pd.DataFrame({"name": ["a"]}, index=[2])
    addresses = pd.Series([address], index=[2])
    found = placing.placed(draft, package.schema("enterprises"), package, addresses)
    if region is None:
        assert found.outside == 1 and found.table.empty
    else:
        assert found.table[["region_id"]].to_numpy().tolist() == [[region]]
        assert ("town" in found.table and found.table["town"].iloc[0]) == (town or False)


def test_what_lies_in_an_area_beside_a_region_is_not_in_it_and_borders_are_told(package):
    draft = pd.DataFrame(
        {
            "latitude": ["50.85887", "50.81565", "50.8798"],  # Evere, Anderlecht, Leuven
            "longitude": ["4.41286", "4.26073", "4.7005"],
        },
        index=[2, 3, 4],
    )
    found = placing.placed(draft, package.schema("enterprises"), package)
    assert (list(found.table.index), found.borders, found.outside) == ([3, 4], (3,), 1)
