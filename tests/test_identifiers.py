"""Ids for rows that have none."""

from __future__ import annotations

import pandas as pd
import pytest

from secon_data.intake import identifiers
from secon_data.package import SHIPPED, Package


@pytest.mark.parametrize(
    ("name", "region", "made"),
    [
        ("Műhely Association", "harghita", "harghita-muhely-association"),
        ("Nileas (Νηλέας)", "peloponnese", "peloponnese-nileas"),
        ("Просвета 1870", "haskovo", "haskovo-prosveta-1870"),
        ("Νηλέας", "", "nileas"),
        ("Łódź & Söhne", "", "lodz-sohne"),
        ("(only)", "riga", "riga-only"),
    ],
)
def test_an_id_is_made_of_region_and_name(name, region, made):
    assert identifiers.made(name, region) == made


def test_curated_ids_are_made_the_same_way_for_most():
    table = Package(SHIPPED).table("enterprises")
    same = [
        identifiers.made(row.name, row.region_id) == row.enterprise_id
        for row in table[["enterprise_id", "name", "region_id"]].itertuples(index=False)
    ]
    assert sum(same) / len(same) > 0.75


def test_a_published_row_of_the_same_name_keeps_its_id_and_a_given_one_stays():
    schema = Package(SHIPPED).schema("enterprises")
    published = pd.DataFrame(
        {"enterprise_id": ["old-id"], "name": ["Visi Var"], "region_id": ["riga"]}
    )
    draft = pd.DataFrame(
        {
            "enterprise_id": ["", "own", "", ""],
            "name": ["Visi Var", "Visi Var", "Visi Var", ""],
            "region_id": ["riga", "riga", "harghita", "riga"],
        },
        index=[2, 3, 4, 5],
    )
    found = identifiers.added(draft, published, schema)["enterprise_id"]
    assert found.to_dict() == {2: "old-id", 3: "own", 4: "harghita-visi-var", 5: ""}


def test_rows_that_are_named_by_several_columns_get_none():
    package = Package(SHIPPED)
    assert identifiers.own_name(package.schema("observations"), ["value"]) is None
    assert identifiers.own_name(package.schema("enterprises"), ["name"]) == "name"
    assert identifiers.own_name(package.schema("enterprises"), ["town"]) is None
