"""Public files in the hands of staff: what each becomes, and what is asked of it.

Excerpts, as their publishers left them, in ``cases/public``; people's names, telephones and e-mail
addresses are taken out. Where a repository states no licence, its file repeats official figures or a
public register, and a few rows are cited.

| file | from (GitHub) | of | licence |
| --- | --- | --- | --- |
| lv_izglitibas_iestades.csv | kapsitis/demografija-lv, ikvd/Iestades.csv | Latvia's register of schools | not stated |
| pl_bezrobotni_powiaty.csv | sstefanow/data-refine, data/csv/bezrobotni_mcholka.csv | GUS, by county | not stated |
| ro_fdi_counties.csv | denesdata/roem, roem 2.0/FDI Data/FDI_stock_Total_Counties.csv | Romania's bank | MIT |
| ro_labour_untidy.csv | denesdata/roem, roem 2.0/Labour Market/LM_total_untidy.csv | INS | MIT |
| el_census_regions.csv | tdiam/greece-population-census-2021, data/adm_regions/populations.csv | ELSTAT | CC0 |
| el_census_page_of_pdf.csv | the same, data/raw/csv/mun-page-37-table-1.csv | ELSTAT | CC0 |
| be_municipalities.csv | vandenbroucke/belgian_municipalities, data/2019 | Statbel | «open data» |
| de_unemployment_months.csv | Etnakid/rhein-neckar-labour-market, data | Bundesagentur für Arbeit | not stated |
| de_koeln_arbeitslose.csv | KoelnAPI/data, data/employment/it-nrw_13211-03ir | IT.NRW | with attribution |
| pt_ipss.json | ElMassas/portuguese-NGOs, data/data.json | Segurança Social | not stated |
| bg_res_plants.csv | yurukov/Bulgaria-geocoding, res_plants.csv | ministry of energy | not stated |
| es_eurostat_2gdp.json | AAlmeidaM/extremaduraendatos, tests/fixtures | Eurostat | Eurostat's |
"""

from __future__ import annotations

from pathlib import Path

import pytest
from said import FIGURES, REGISTER

from secon_data import intake, proposal, recognising
from secon_data.checking import check
from secon_data.intake import IntakeError, columns
from secon_data.package import SHIPPED, Package
from secon_data.problems import Problem, sentence
from secon_data.proposal import Said

CASES = Path(__file__).parent / "cases" / "public"
PEOPLE = {"indicator_id": "population_1_january", "extract_id": "population_1_january-1"}


@pytest.fixture(scope="module")
def package() -> Package:
    return Package(SHIPPED)


@pytest.fixture(scope="module")
def read(package):
    def one(file, dataset="observations"):
        return intake.read(
            (CASES / file).read_bytes(), file, known=columns.names(package.schema(dataset)),
            spread=recognising.spread(package, dataset, None, (str,)),
        )  # fmt: skip

    return one


@pytest.fixture(scope="module")
def checked(package, read):
    def one(file, dataset="observations", **said):
        words = recognising.code_words(package, dataset, (str,))
        made = proposal.propose(read(file, dataset), dataset, package, Said(**said), None, words)
        return made.draft, check.check(made.draft, dataset, made.package)

    return one


def rows(draft, *names):
    return [tuple(row) for row in draft.table[list(names)].itertuples(index=False)]


def errors(report):
    return [(p.code, p.row, p.column, p.value) for p in report.errors]


AREA_YEAR_VALUE = ("area_id", "year", "value")


# Registers.


def test_latvias_register_of_schools_is_matched_and_placed_by_its_addresses(checked):
    file = "lv_izglitibas_iestades.csv"
    found, report = checked(file, "enterprises", same=REGISTER, named=True, placed=True)
    # Row 9 is in Daugavpils by its town, in Rīga by its code, its street and its name: taken, and
    # told. Those of Daugavpils, Tukums, Jelgava, Krāslava and Ventspils lie in no partner region.
    assert rows(found, "name", "town", "region_id", "nuts_code", "country_code") == [
        (name, "" if name.startswith("Maskavas") else "Rīga", "riga", "LV00A", "LV")
        for name in (
            "Banku augstskola", "Biznesa augstskola Turība", "Biznesa institūts RIMPAK Livonija",
            "Latvijas Jūras akadēmija",
            "Maskavas valsts ekonomikas, statistikas un informātikas universitātes filiāle Rīgā",
            'Nodibinājums "Lutera Akadēmija"',
            "Rīgas Ekonomikas augstskola - STOCKHOLM SCHOOL OF ECONOMICS IN RIGA",
        )
    ]  # fmt: skip
    assert (found.outside, found.coded) == (5, (9,)) and not report.errors
    assert found.table.loc[2, "enterprise_id"] == "riga-banku-augstskola"


def test_a_bulgarian_register_has_its_points_in_one_cell(checked, read):
    found = read("bg_res_plants.csv", "enterprises")
    assert found.table[["latitude", "longitude"]].iloc[0].tolist() == ["41.94136", "26.31534"]
    assert found.letters[-2:] == ("L", "L")
    by_hand = {"vgrad": "town"}
    said = {"by_hand": by_hand, "same": REGISTER, "named": True, "placed": True}
    found, report = checked("bg_res_plants.csv", "enterprises", **said)
    # «firma» is its name. Topolovgrad lies in the province of Haskovo too, Kavarna does not.
    assert rows(found, "name", "town", "region_id", "nuts_code", "latitude") == [
        ("”Марвик - Лисово” ООД", "с. Лисово", "haskovo", "BG422", "41.94136"),
        ("”Мобистар” ООД", "с. Устрем", "haskovo", "BG422", "42.02396"),
        ("”Цунами” ООД", "с. Георги Добрево", "haskovo", "BG422", "41.86877"),
    ]
    assert (found.outside, report.errors) == (2, ())


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        (["56.95, 24.1", "57.0,24.2"], [("56.95", "24.1"), ("57.0", "24.2")]),
        (["24.1;56.95"], [("56.95", "24.1")]),
        (["POINT(24.1 56.95)", "Point (24.2 57.0)"], [("56.95", "24.1"), ("57.0", "24.2")]),
        (["(56.95, 24.1)", ""] * 3, [("56.95", "24.1"), ("", "")] * 3),
        (["56.95 24.1"] * 5 + ["Riga"], [("56.95", "24.1")] * 5 + [("Riga", "")]),
        (["56.95 24.1", "Riga"], None),  # half of it is something else
        (["40.7128, -74.0060"], None),  # New York
        (["12.5, 13.5"], None),
    ],
)
def test_a_point_in_one_cell_is_two_numbers_where_europe_tells_which(package, cells, places):
    text = "Name|Place\n" + "".join(f"a{i}|{cell}\n" for i, cell in enumerate(cells))
    known = columns.names(package.schema("enterprises"))
    table = intake.read(text.encode(), "a.csv", known=known, delimiter="|").table
    if places is None:
        assert list(table.columns) == ["Name", "Place"]
    else:
        assert list(table.columns) == ["Name", "latitude", "longitude"]
        assert rows_of(table) == places
    # A dataset without places, or a file with its own, keeps the column.
    assert "Place" in intake.read(text.encode(), "a.csv", delimiter="|").table
    own = text.replace("Name", "Latitude", 1)
    assert "Place" in intake.read(own.encode(), "a.csv", known=known, delimiter="|").table


def rows_of(table):
    return [tuple(row) for row in table[["latitude", "longitude"]].to_numpy().tolist()]


def test_a_register_nested_by_district_is_no_table_and_named_so(read):
    with pytest.raises(IntakeError) as raised:
        read("pt_ipss.json", "enterprises")
    assert raised.value.code == "json-without-table"
    told = sentence(Problem(raised.value.code, "file", details=raised.value.details))
    assert told.what.startswith("The file is JSON, but holds no list of records")


# Figures.


def test_polish_counties_in_a_code_page(checked, read):
    file = "pl_bezrobotni_powiaty.csv"
    found = read(file)
    assert (found.encoding, found.candidates, found.delimiter, found.decimal) == (
        "cp1250", (), ",", ".",
    )  # fmt: skip
    assert found.table["powiat"].tolist()[:2] == ["Łódzki wschodni", "m. Łódź"]
    assert found.table["wojewodztwo"].iloc[-1] == "ŚWIĘTOKRZYSKIE"
    # By the voivodeship, known by its name, the counties are one row again and again.
    said = {"by_hand": {"procent": "value"}, "same": {**FIGURES, "year": "2012"}}
    draft, report = checked(file, **said)
    assert rows(draft, *AREA_YEAR_VALUE)[:3] == [
        ("PL71", "2012", "14.2"), ("PL71", "2012", "12.8"), ("MAZOWIECKIE", "2012", "19.0"),
    ]  # fmt: skip
    assert {p.code for p in report.errors} == {"key-repeated"} and report.n_errors == 13
    assert "take the rows of one of its values" in sentence(report.errors[0]).expected
    only = {"powiat": frozenset({"m.st.Warszawa", "m. Łódź"})}
    draft, report = checked(file, only=only, **said)
    assert rows(draft, *AREA_YEAR_VALUE) == [
        ("PL71", "2012", "12.8"), ("MAZOWIECKIE", "2012", "4.9"),
    ]  # fmt: skip
    # What ended in 2013 and what is so called today are asked about.
    assert [(p.code, p.value, p.details["codes"]) for p in report.errors] == [
        ("reference-ambiguous", "MAZOWIECKIE", "PL12, PL9")
    ]


def test_romanian_counties_in_two_languages(checked):
    said = {"indicator_id": "gdp_mio_eur", "extract_id": "gdp_mio_eur-1"}
    found, report = checked("ro_fdi_counties.csv", same=said)
    assert rows(found, *AREA_YEAR_VALUE)[:5] == [
        ("RO224", "2013", "546"), ("RO224", "2024", "485"), ("RO412", "2013", "12"),
        ("RO412", "2024", "-2"), ("RO124", "2013", "113"),
    ]  # fmt: skip
    assert found.unmatched == ("Megye", "County", "CountyCode")
    assert not report.errors
    # They are no gross domestic product: each is asked about that has a published value of its
    # year or of the year before (of Harghita 2013 … 2021; in 2013 they are 1 551 there).
    jumps = [p.row for p in report.warnings if p.code.endswith("-jump")]
    assert jumps == [2, 4, *range(6, 16)]


def test_decimal_commas_in_quotes_beside_whole_numbers(checked, read):
    found = read("ro_labour_untidy.csv")
    assert (found.delimiter, found.decimal, found.decimal_known) == (",", ",", True)
    by_hand, same = {"Rata somajului (%)": "value"}, {**FIGURES, "area_id": "RO"}
    draft, report = checked("ro_labour_untidy.csv", by_hand=by_hand, same=same)
    assert draft.table["value"].tolist() == [
        "4.4", "7.8", "7", "5.2", "5.4", "5.7", "5.4", "5", "4.8", "4", "3.3", "2.9", "3.4", "3",
        "3", "",
    ]  # fmt: skip
    assert errors(report) == [("value-missing", 17, "value", "")]


def test_several_measures_across_are_told_apart_by_the_rest_of_their_heading(checked, read):
    file = "el_census_regions.csv"
    found = read(file)
    assert found.across.field == "year" and len(found.across.columns) == 6
    assert found.table["(heading)"].unique().tolist() == [
        "pop total", "pop men", "pop women",
    ]  # fmt: skip
    draft, report = checked(file, same=PEOPLE)
    assert {p.code for p in report.errors} == {"key-repeated"}
    only = {"(heading)": frozenset({"pop total"})}
    draft, report = checked(file, same=PEOPLE, only=only)
    assert rows(draft, *AREA_YEAR_VALUE)[16:18] == [
        ("EL65", "2021", "538366"), ("EL65", "2011", "577903"),
    ]  # fmt: skip
    assert len(draft.table) == 26 and not report.errors


def test_a_page_of_a_pdf_has_no_names_and_is_asked_for_all(checked, read):
    found = read("el_census_page_of_pdf.csv")
    assert (found.header, list(found.table.columns)) == (0, [f"({letter})" for letter in "ABCDEF"])
    assert found.table.iloc[0].tolist() == [
        "ΤΡΙΠΟΛΗΣ\n47.254", "43.944", "24.079", "22.022", "23.175", "21.922",
    ]  # fmt: skip
    _, report = checked("el_census_page_of_pdf.csv", same=FIGURES)
    assert [p.column for p in report.errors] == ["area_id", "year", "value"]


def test_inhabitants_with_spaces_by_province(checked):
    by_hand = {"inhabitants": "value", "province_NL": "area_id"}
    only = {"municipality_NL": frozenset({"Dilbeek", "Anderlecht"})}
    same = {**PEOPLE, "year": "2019"}
    draft, report = checked("be_municipalities.csv", by_hand=by_hand, same=same, only=only)
    assert rows(draft, *AREA_YEAR_VALUE) == [("", "2019", "119714"), ("BE24", "2019", "42847")]
    assert errors(report) == [("value-missing", 4, "area_id", "")]


def test_months_are_no_years(checked):
    by_hand = {"Unemployment_Rate": "value"}
    draft, report = checked("de_unemployment_months.csv", by_hand=by_hand, same=FIGURES)
    assert draft.unmatched == ("Date", "Month") and len(draft.table) == 20
    # Of Ludwigshafen there is one on Lake Constance too: who sends it says which.
    assert draft.table["area_id"].tolist()[:5] == [
        "DEB31", "Ludwigshafen", "DEB38", "DE125", "DE126",
    ]  # fmt: skip
    # Each city has two months of each year.
    assert {p.code for p in report.errors} == {"key-repeated"} and report.n_errors == 10
    by_hand = {"datum": "year", "gesamt": "value"}
    same = {**FIGURES, "area_id": "DE"}
    draft, report = checked("de_koeln_arbeitslose.csv", by_hand=by_hand, same=same)
    assert set(draft.table["year"]) == {"2013"}
    assert errors(report) == [
        ("value-missing", 12, "value", ""), ("value-missing", 13, "value", ""),
    ]  # fmt: skip


def test_an_answer_of_eurostat_kept_by_others_is_one(checked, read):
    found = read("es_eurostat_2gdp.json").eurostat
    assert (found.code, found.updated) == ("nama_10r_2gdp", "2026-02-10")
    draft, report = checked("es_eurostat_2gdp.json")
    extremadura = draft.table[draft.table["area_id"] == "ES43"]
    names = ["indicator_id", "year", "value", "flag"]
    assert extremadura[names].to_numpy().tolist() == [
        ["gdp_mio_eur", "2022", "23486.5", ""], ["gdp_mio_eur", "2023", "25192.6", "p"],
        ["gdp_mio_eur", "2024", "26583.5", "p"], ["gdp_pc_pps", "2022", "24600", ""],
        ["gdp_pc_pps", "2023", "26800", "p"], ["gdp_pc_pps", "2024", "28100", "p"],
    ]  # fmt: skip
    # ESZZ, FR10, NO08 and TR10 are none of ours.
    areas = {"EU27_2020", "EL30", "ES", "ES4", "ES43"}
    assert set(draft.table["area_id"]) == areas and len(draft.table) == 30
    assert not report.errors
