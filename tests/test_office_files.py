"""Files of statistics offices, ministries and registers: what each becomes, or why it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from said import FIGURES, RATE, REGISTER

from secon_data import export, intake, proposal, recognising, workbooks
from secon_data.checking import check
from secon_data.intake import IntakeError, columns, draft
from secon_data.package import SHIPPED, Package
from secon_data.problems import sentence
from secon_data.proposal import Said

CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="module")
def package() -> Package:
    return Package(SHIPPED)


@pytest.fixture(scope="module")
def read(package):
    """A file as it is understood for a dataset."""

    def one(file, dataset="observations", **said):
        content = file if isinstance(file, bytes) else (CASES / file).read_bytes()
        name = "a.csv" if isinstance(file, bytes) else Path(file).name
        return intake.read(
            content, name, known=columns.names(package.schema(dataset)),
            spread=recognising.spread(package, dataset, None, (str,)), **said,
        )  # fmt: skip

    return one


@pytest.fixture(scope="module")
def checked(package, read):
    """Its draft and what the check tells of it."""

    def one(file, dataset="observations", reading=None, **said):
        found = read(file, dataset, **(reading or {}))
        words = recognising.code_words(package, dataset, (str,))
        made = proposal.propose(found, dataset, package, Said(**said), None, words)
        return made.draft, check.check(made.draft, dataset, made.package)

    return one


def rows(table, *names):
    return [tuple(row) for row in table[list(names)].itertuples(index=False)]


def errors(report):
    return [(p.code, p.row, p.column, p.value) for p in report.errors]


AREA_YEAR_VALUE = ("area_id", "year", "value")
PLACE = ("name", "town", "region_id", "nuts_code", "country_code")


# Statistics offices.


def test_ines_numbers_before_names_and_its_quarters(checked):
    said = {"by_hand": {"Total": "value"}, "same": FIGURES}
    found, report = checked("layouts/layout_es_ine.csv", **said)
    assert rows(found.table, *AREA_YEAR_VALUE) == [
        ("ES43", "2024", "15.62"), ("ES43", "2024T4", "14.98"), ("ES43", "2024", "1234.5"),
    ]  # fmt: skip
    assert errors(report) == [("not-a-number", 3, "year", "2024T4")]
    # Without the quarter, men and both sexes are two values of one key.
    _, report = checked("layouts/layout_es_ine.csv", **said, left_out=frozenset({3}))
    assert {p.code for p in report.errors} == {"key-repeated"}
    both = {"Sexo": frozenset({"Ambos sexos"}), "Periodo": frozenset({"2024"})}
    found, report = checked("layouts/layout_es_ine.csv", **said, only=both)
    assert rows(found.table, *AREA_YEAR_VALUE) == [("ES43", "2024", "15.62")]
    assert not report.errors


def test_ines_lines_above_its_table_are_titles(read):
    found = read("layouts/layout_ine_migration.xls")
    assert (found.header, found.header_rows, found.titles) == (
        8, 1,
        ("INE https://www.ine.es/dyngs/Prensa/en/EMCR2023.htm",
         "Satistics on Migrations and Changes of Residence (SMCR). Year 2023",
         "Evolution of net external migration in Spain. 2014’2023"),
    )  # fmt: skip
    assert rows(found.table, "Year", "Net external migration") == [
        ("2014", "-94976"), ("2015", "-1761"), ("2016", "87422"), ("2017", "163272"),
        ("2018", "334158"), ("2019", "454232"), ("2020", "219357"), ("2021", "191094"),
        ("2022", "727005"), ("2023", "642296"),
        ("Note: Until 2020, data from Migration Statistics", ""),
    ]  # fmt: skip


def test_a_header_with_a_blank_row_or_a_lone_heading_beneath_stays_one(read):
    said = b"Area;Name;Note\n\nLV00;a;b\nES43;c;d\n"
    assert read(said).header == 1
    said = b"Kods;Nosaukums\nVidzeme\nx;a\ny;b\n"
    assert read(said).header == 1


def test_ines_workbook_of_three_sheets_says_which_is_taken_and_what_is_worked_out(read, checked):
    file = "layouts/layout_ine_pop_formulas.xlsx"
    found = read(file)
    assert (found.sheet, found.sheets) == (
        "INE_Total_population",
        ("INE_Foreign_population", "INE_Total_population", "INE_Total_foreign_population"),
    )
    assert found.header == 8 and len(found.table) == 218
    assert rows(found.table, "Todas las edades", "Total (2)", "YoY(N)")[1] == (
        "1 de enero de 2023", "48085361", "534334",
    )  # fmt: skip
    assert found.formulas[:3] == ("G10", "H10", "G11")
    # A day in words is no year, and nobody takes it for one.
    by_hand = {"Todas las edades": "year", "Total (2)": "value"}
    same = {**FIGURES, "area_id": "ES"}
    _, report = checked(file, by_hand=by_hand, same=same)
    assert errors(report)[0] == ("not-a-number", 9, "year", "1 de enero de 2024")
    other = read(file, sheet="INE_Total_foreign_population")
    assert (other.header, other.titles) == (3, ("SPAIN", "Population by nationality"))
    assert rows(other.table, "Todas las edades", "Foreign population")[0] == (
        "1 de enero de 2025", "6852348",
    )  # fmt: skip


def test_the_world_banks_codes_of_three_letters_are_countries(checked):
    found, report = checked(
        "layouts/layout_wb_wide.csv", by_hand={"Country Code": "area_id"}, same=FIGURES
    )
    assert rows(found.table, *AREA_YEAR_VALUE) == [
        ("LV", "2021", "7.51"), ("LV", "2022", "6.81"), ("LV", "2023", "6.54"),
        ("BG", "2021", "5.27"), ("BG", "2022", "4.1"),
        ("ES", "2021", "14.78"), ("ES", "2022", "12.92"), ("ES", "2023", "12.18"),
    ]  # fmt: skip
    assert not report.errors
    # By its name Latvia is three areas: the person says which.
    _, report = checked(
        "layouts/layout_wb_wide.csv", by_hand={"Country Name": "area_id"}, same=FIGURES
    )
    assert {(p.code, p.value) for p in report.errors} == {("reference-ambiguous", "Latvia")}


@pytest.mark.parametrize(
    ("code", "area"),
    [("GRC", "EL"), ("POL", "PL"), ("BEL", "BE"), ("DEU", "DE"), ("PRT", "PT"), ("ROU", "RO"),
     ("DE1", "DE1"), ("FRA", "FRA")],
)  # fmt: skip
def test_codes_of_three_letters(checked, code, area):
    file = f"Area,Indicator,Year,Value,Extract\n{code},{RATE},2023,5,{RATE}-1\n".encode()
    assert checked(file)[0].table["area_id"].tolist() == [area]


def test_pxwebs_spaces_in_numbers_and_its_gaps(read, checked):
    found = read("layouts/layout_lv_pxweb.csv")
    assert found.across is not None and found.across.empty == 1  # «…»
    found, report = checked("layouts/layout_lv_pxweb.csv", same={"extract_id": f"{RATE}-1"})
    assert rows(found.table, "area_id", "year", "value") == [
        ("Riga region", "2021", "5120"), ("Riga region", "2022", "6004"),
        ("Pierīga region", "2021", "1890"), ("Pierīga region", "2022", "2101"),
        ("Pierīga region", "2023", "1999"),
    ]  # fmt: skip
    # What is no indicator of ours is never taken for one, nor a region of several areas for one.
    assert {p.value for p in report.errors if p.column == "indicator_id"} == {"Emigration"}
    told = {(p.code, p.value) for p in report.errors if p.column == "area_id"}
    assert told == {
        ("reference-ambiguous", "Riga region"), ("reference-unknown", "Pierīga region"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "heads",
    ["Teritorija;Rādītājs;Gads;Vērtība", "Jednostka terytorialna;Wskaźnik;Rok;Wartość",
     "Comunidades autónomas;Indicador;Periodo;Valor", "Територия;Показател;Година;Стойност",
     "Területi egység;Mutató;Év;Érték"],
)  # fmt: skip
def test_what_offices_call_their_columns(checked, heads):
    file = f"{heads}\nLV00;{RATE};2024;6,9\n".encode()
    found, report = checked(file, same={"extract_id": f"{RATE}-1"})
    assert rows(found.table, "indicator_id", *AREA_YEAR_VALUE) == [(RATE, "LV00", "2024", "6.9")]
    assert not report.errors


def test_latvian_titles_are_known_whatever_language_the_reader_has(checked):
    found, report = checked("layouts/observations_latvian_titles.csv")
    assert rows(found.table, *AREA_YEAR_VALUE) == [("LV00", "2024", "6.9")]
    assert [(p.code, p.column) for p in report.errors] == [("column-missing", "extract_id")]


def test_a_name_of_areas_that_ended_is_asked_about(checked):
    file = "values/mazowieckie_to_dead_code.csv"
    found, report = checked(file, same=FIGURES)
    assert found.table["area_id"].tolist() == [
        "Rīgas reģions", "Rīga", "Latvija", "Mazowieckie", "ES43", "BG422", "BG422", "EL65",
    ]  # fmt: skip
    assert errors(report) == [("key-repeated", 8, "area_id", "BG422")]  # Haskovo, Хасково
    _, report = checked(file, same=FIGURES, left_out=frozenset({8}))
    assert [(p.code, p.value, (p.details or {}).get("codes")) for p in report.errors] == [
        ("reference-ambiguous", "Rīgas reģions", "LV006, LV00A"),
        ("reference-ambiguous", "Rīga", "LV006, LV00A"),
        ("reference-ambiguous", "Latvija", "LV, LV0, LV00"),
        ("reference-ambiguous", "Mazowieckie", "PL12, PL9"),
    ]


# Eurostat and other organisations.


def test_eurostats_json_brings_its_day_and_its_gaps(checked):
    found, report = checked("layouts/eurostat_ok_lfst.json")
    assert rows(found.table, "area_id", "indicator_id", "year", "value", "flag") == [
        ("LV00", RATE, "2023", "6.5", ""), ("LV00", RATE, "2024", "6.9", ""),
        ("ES43", RATE, "2024", "15.2", "b"),
    ]  # fmt: skip
    # It is of April 2025, and what is published is newer.
    assert not report.errors
    assert [(p.code, (p.details or {}).get("own")) for p in report.problems] == [
        ("older-figures", "2025-04-24")
    ]


def test_an_old_table_of_eurostat_without_a_day_changes_nothing_that_is_equal(package, read):
    found = read("values/eurostat_old_layout_no_date.tsv")
    words = recognising.code_words(package, "observations", (str,))
    made = proposal.propose(found, "observations", package, Said(), None, words)
    assert made.draft.undated and len(made.draft.table) == 27
    assert set(made.draft.table["indicator_id"]) == {"population_density"}
    assert rows(made.draft.table, "area_id", "year", "value", "flag")[2] == (
        "BE", "2016", "373.7", "b",
    )  # fmt: skip
    examined = proposal.examine(made, "observations", package, {})
    assert not examined.report.errors
    assert examined.changed is not None and examined.changed.none


def test_another_organisations_sdmx_is_matched_by_its_terms(read, checked):
    file = "layouts/oecd_sdmx_called_eurostat.csv"
    assert read(file).eurostat is None
    found, report = checked(file, same=FIGURES)
    assert rows(found.table, *AREA_YEAR_VALUE) == [("LV00", "2024", "6.9")]
    assert not report.errors
    # Which indicator of ours it is, it does not say.
    assert ("column-missing", None, "indicator_id", None) in errors(checked(file)[1])


def test_another_offices_json_stat_is_no_download_of_eurostat(read, checked):
    file = "layouts/pxweb_jsonstat_called_eurostat.json"
    assert read(file).eurostat is None
    found, report = checked(file, same=FIGURES)
    assert rows(found.table, *AREA_YEAR_VALUE) == [("LV", "2024", "6.9"), ("LV00A", "2024", "6.1")]
    assert not report.errors


# Registers.


@pytest.mark.parametrize(
    ("file", "by_hand", "encoding", "expected"),
    [
        (
            "layouts/bg_coop.csv", {}, "cp1251",
            [("Кооперация „Пример“", "Хасково", "haskovo", "BG422", "BG"),
             ("Фондация Пример", "Димитровград", "haskovo", "BG422", "BG")],
        ),
        (
            "layouts/bg_coop.csv", {"Седалище": "town"}, "cp1251",
            [("Кооперация „Пример“", "гр. Хасково", "haskovo", "BG422", "BG"),
             ("Фондация Пример", "гр. Димитровград", "haskovo", "BG422", "BG")],
        ),
        (
            "layouts/pl_ps.csv", {"Nazwa podmiotu": "name"}, "cp1250",
            [("Spółdzielnia Socjalna Przykład", "Warszawa", "mazowieckie", "PL911", "PL"),
             ("Fundacja Żółw", "Radom", "mazowieckie", "PL921", "PL")],
        ),
        (
            # Ķekava is none of Riga's towns that we hold: its row is left out, and counted.
            "layouts/lv_soc.csv",
            {"Sociālā uzņēmuma nosaukums": "name", "Darbinieku skaits": "employees"}, "cp1257",
            [('SIA "Piemērs Viens"', "Rīga", "riga", "LV00A", "LV")],
        ),
    ],
)  # fmt: skip
def test_a_register_tells_where_its_rows_lie(read, checked, file, by_hand, encoding, expected):
    assert read(file, "enterprises").encoding == encoding
    found, report = checked(
        file, "enterprises", by_hand=by_hand, same=REGISTER, named=True, placed=True
    )
    assert rows(found.table, *PLACE) == expected
    assert found.outside == 2 - len(expected) and not report.errors


def test_letters_for_a_number_are_an_error_without_advice(checked):
    by_hand = {"Sociālā uzņēmuma nosaukums": "name", "Darbinieku skaits": "employees"}
    same = {**REGISTER, "region_id": "riga", "country_code": "LV", "nuts_code": "LV00A"}
    found, report = checked(
        "layouts/lv_soc.csv", "enterprises", by_hand=by_hand, same=same, named=True
    )
    assert rows(found.table, "name", "employees") == [
        ('SIA "Piemērs Viens"', "12"), ("SIA Žagata", "n/d"),
    ]  # fmt: skip
    assert errors(report) == [("not-a-number", 3, "employees", "n/d")]
    assert sentence(report.errors[0]).write == ""


# Forms of a table.


def test_a_web_page_and_records_in_one_line(read):
    page = read("layouts/html_table_oneline.xls", "enterprises")
    assert (page.kind, rows(page.table, "Id", "Name")) == ("html", [("a", "b")])
    records = read("layouts/json_array_oneline.json", "enterprises")
    assert (records.kind, rows(records.table, "name", "localidad")) == (
        "json", [("S. COOP. X", "Mérida"), ("Y", "Cáceres")],
    )  # fmt: skip


def test_a_portals_page_that_broke_off_is_refused(read):
    with pytest.raises(IntakeError) as raised:
        read("layouts/funding_html_as_xls_bulgaria.xls", "funding")
    assert raised.value.code == "web-page-breaks-off"


def test_one_value_of_ours_changes_nothing_else(package, checked):
    found, report = checked("layouts/observations_small.csv")
    assert rows(found.table, *AREA_YEAR_VALUE) == [("EL65", "2024", "9.3")]
    assert not report.errors


def test_a_formula_without_a_result_is_no_value(checked):
    _, report = checked("values/observations_formula_without_result.xlsx")
    assert [(p.severity, p.code, p.row, p.column) for p in report.problems] == [
        ("warning", "formula-without-result", 2, "value"), ("error", "value-missing", 2, "value"),
    ]  # fmt: skip


@pytest.mark.parametrize("file", ["leading_sign_roundtrip.csv", "enterprises_leading_sign.csv"])
def test_signs_before_a_text_come_back_from_our_own_template(file, package, read, checked):
    found, report = checked(f"values/{file}", "enterprises")
    assert not report.errors
    table = draft.typed(found, package.schema("enterprises"))
    table = table.reindex(columns=list(package.schema("enterprises").fields))
    changed = package.with_tables({"enterprises": table})
    for content, name in (
        (workbooks.template(changed, "enterprises", table), "a.xlsx"),
        (export.written(table, package.schema("enterprises")), "a.csv"),
    ):
        back = intake.read(content, name, known=columns.names(package.schema("enterprises")))
        made = proposal.propose(back, "enterprises", changed, None, None, {})
        for column in ("name", "town", "legal_form", "description", "source_title"):
            if column in found.table:
                assert made.draft.table[column].tolist() == found.table[column].tolist()


def test_two_hundred_thousand_repeated_keys_are_counted_and_a_thousand_told(tmp_path, checked):
    # Six areas and 35 years are 210 keys; all other rows repeat one.
    areas = ["LV00", "PL91", "DE71", "EL65", "ES43", "BG42"]
    lines = [f"{areas[i % 6]};{RATE};{1990 + i % 35};{i % 30},5;{RATE}-1\n" for i in range(200_000)]
    text = "area_id;indicator_id;year;value;extract_id\n" + "".join(lines)
    _, report = checked(text.encode())
    assert (report.n_errors, report.n_rows) == (199_790, 199_790)
    assert len(report.problems) == check.MOST
