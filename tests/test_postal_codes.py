"""From a postal code to its area: what is known, and what stays unknown."""

from __future__ import annotations

import pandas as pd
import pytest
from stores import made

from secon_data import placing, postal_codes
from secon_data.cli import main
from secon_data.package import SHIPPED, Package
from tools.build_postal_codes import beginnings


@pytest.fixture(scope="module")
def package():
    return Package(SHIPPED)


@pytest.mark.parametrize(
    ("code", "country", "region", "area"),
    [
        ("LV-1050", "", "riga", "LV00A"),
        ("LV - 2101", "LV", "riga", "LV00A"),
        ("1050", "LV", "riga", "LV00A"),
        ("5015", "LV", None, None),  # in Ogre and beside it
        ("LV-5001", "", None, None),  # Ogre
        ("06400", "ES", "extremadura", "ES431"),
        ("6400", "ES", "extremadura", "ES431"),  # a workbook drops the zero
        ("10003", "ES", "extremadura", "ES432"),
        ("10003", "", None, None),  # Greece and Germany have such too
        ("530140", "RO", "harghita", "RO124"),
        ("530140", "", None, None),
        ("D-68159", "", "rhein-neckar", "DE126"),
        ("69117", "DE", "rhein-neckar", "DE125"),
        ("3000", "BE", "flemish-brabant", "BE242"),
        ("1500", "BE", "flemish-brabant", "BE241"),
        ("1000", "BE", None, None),  # Brussels
        ("6300", "BG", "haskovo", "BG422"),
        ("6300", "BE", None, None),
        ("00-002", "", "mazowieckie", "PL911"),
        ("3720-256", "", "oliveira-de-azemeis", "PT11A"),
        ("3720", "PT", "oliveira-de-azemeis", "PT11A"),
        ("1050-099", "", None, None),  # Lisbon
        ("24100", "EL", None, None),  # none of Greece is known
        ("LV-1050", "PL", None, None),  # two countries
        ("n/a", "LV", None, None),
        ("", "LV", None, None),
    ],
)
def test_a_code_tells_its_area_where_it_is_known(package, code, country, region, area):
    found = postal_codes.located(pd.Series([code]), pd.Series([country]), package)
    found = found.astype("object").where(found.notna(), None)
    assert found.to_numpy().tolist() == [[region, area]]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("Calle Real 3, 06489 Puebla", "06489"),
        ("Jūrmalas iela 13, Piņķi, LV-2107", "LV-2107"),
        ("Rua do Mercado 1234, 3720-256 Loureiro", "3720-256"),
        ("6300 Хасково, бул. България 1234", "6300"),
        ("бул. България 6300", ""),  # a house's number
        ("1000 Brussel, 3000 Leuven", ""),
    ],
)
def test_the_code_in_an_address(address, code):
    assert postal_codes.in_addresses(pd.Series([address])).tolist() == [code]


def test_coordinates_go_first_and_a_town_elsewhere_is_believed_no_more_than_the_code(package):
    draft = pd.DataFrame(
        {
            "town": ["Piņķi", "Piņķi", "Kalamata", "Nowhere"],
            "latitude": ["", "48.8566", "", ""],  # Paris
            "longitude": ["", "2.3522", "", ""],
        },
        index=[2, 3, 4, 5],
    )
    codes = pd.Series(["LV-2107", "LV-2107", "LV-2107", "1234"], draft.index)
    found = placing.placed(draft, package.schema("enterprises"), package, None, codes)
    told = found.table[["region_id", "nuts_code", "country_code"]]
    assert told.to_numpy().tolist() == [["riga", "LV00A", "LV"]]
    assert (list(told.index), found.outside, found.coded) == ([2], 3, (2,))


def test_a_register_with_postal_codes_is_published_from_the_shell(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("SECON_STORE", str(tmp_path / "store"))
    store, package = made(tmp_path / "store"), Package(SHIPPED)
    file = tmp_path / "register.csv"
    rows = ["Pirmais;Piņķi;LV-2107", "Otrais;Babīte;LV-2101", "Trešais;Balvi;LV-4501"]
    file.write_text("\n".join(["name;town;Pasta indekss", *rows]), encoding="utf-8")
    same = {
        "coordinate_precision": "town", "organisation_type": "association",
        "field_of_activity": "education_training", "work_integration": "unknown",
        "source_title": "A register", "source_url": "https://example.org/register",
    }  # fmt: skip
    words = ["publish", "enterprises", str(file), "--ids", "name", "--place"]
    words += [word for name, value in same.items() for word in ("--same", f"{name}={value}")]
    words += ["--who", "a@example.org", "--why", "a register", "--accept-warnings"]
    assert main(words) == 0, capsys.readouterr()
    said = capsys.readouterr().err
    assert "By place: riga 2; left out: 1." in said
    assert "By the postal code alone: 2 (rows 2, 3)." in said
    table = store.read("enterprises", package.schema("enterprises"))
    new = table[table["source_title"] == "A register"]
    assert new[["name", "region_id", "nuts_code", "country_code"]].to_numpy().tolist() == [
        ["Pirmais", "riga", "LV00A", "LV"], ["Otrais", "riga", "LV00A", "LV"],
    ]  # fmt: skip


def test_a_beginning_stands_for_five_codes_or_more_all_in_one_area():
    inside = {f"53{n}": "A" for n in range(100, 105)}
    assert list(beginnings({**inside, "540": ""})) == [("53", "A", 5)]
    four = dict.fromkeys(list(inside)[:4], "A")
    assert [row[0] for row in beginnings(four)] == sorted(four)
    mixed = {**inside, "53999": ""}
    assert [row[0] for row in beginnings(mixed)] == ["531"]
