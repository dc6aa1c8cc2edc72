"""Layouts that offices send: what stands across, headers of several rows or none, words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from secon_data import intake, proposal, recognising
from secon_data.checking import check, former_areas
from secon_data.intake import IntakeError, across, columns, identifiers
from secon_data.intake.across import HEADING, VALUE, YEAR
from secon_data.package import SHIPPED, Package
from secon_data.proposal import Said

CASES = Path(__file__).parent / "cases" / "layouts"
ENGLISH: recognising.Languages = (str,)
RATE = "unemployment_rate_15_74"


@pytest.fixture(scope="module")
def package() -> Package:
    return Package(SHIPPED)


@pytest.fixture(scope="module")
def read(package):
    """A file of observations, by its name or its lines."""
    schema = package.schema("observations")
    spread = recognising.spread(package, "observations", None, ENGLISH)

    def one(file, **said):
        content = file.encode() if "\n" in file else (CASES / file).read_bytes()
        name = "a.csv" if "\n" in file else file
        return intake.read(content, name, known=columns.names(schema), spread=spread, **said)

    return one


@pytest.fixture(scope="module")
def plain(package):
    """The draft of a file of a dataset."""

    def one(found, dataset="observations", **said):
        words = recognising.code_words(package, dataset, ENGLISH)
        return proposal.propose(found, dataset, package, Said(**said), None, words).draft.table

    return one


def cells(found, *names):
    return [tuple(row) for row in found.table[list(names)].itertuples(index=False)]


def test_years_across_become_rows_and_an_empty_cell_makes_none(read):
    found = read("years_as_columns_pxweb.csv")
    assert found.titles == ("NBL020. Bezdarba līmenis statistiskajos reģionos",)
    assert (found.across.field, found.across.columns, found.across.empty) == (
        "year", ("2022", "2023", "2024"), 1,
    )  # fmt: skip
    assert cells(found, "Teritoriālā vienība", YEAR, VALUE) == [
        ("LATVIJA", "2022", "6.9"), ("LATVIJA", "2023", "6.5"), ("LATVIJA", "2024", "6.9"),
        ("Rīgas reģions", "2022", "6.0"), ("Rīgas reģions", "2023", "5.7"),
        ("Rīgas reģions", "2024", "6.1"),
        ("Latgales reģions", "2022", "10.6"), ("Latgales reģions", "2023", "10.9"),
    ]  # fmt: skip
    # Each value is found again in its cell of the file.
    assert found.where(int(found.table.index[7]), VALUE) == (6, "2023")


def test_the_world_banks_lines_above_are_titles(read):
    found = read("years_as_columns.csv")
    assert (found.header, found.across.columns) == (5, ("2021", "2022", "2023"))
    assert cells(found, "Country Code", YEAR, VALUE)[:4] == [
        ("LVA", "2021", "7.51"), ("LVA", "2022", "6.81"), ("LVA", "2023", "6.45"),
        ("POL", "2021", "3.36"),
    ]  # fmt: skip


def test_a_merged_heading_over_years_is_the_indicator(read, plain):
    found = read("layout_merged_wide.xlsx")
    assert (found.header, found.header_rows) == (2, 2)
    draft = plain(found)
    assert draft.to_numpy().tolist()[:4] == [
        ["LV00", RATE, "2022", "6.9"], ["LV00", RATE, "2023", "6.5"],
        ["LV00", RATE, "2024", "6.9"], ["ES43", RATE, "2022", "17.6"],
    ]  # fmt: skip
    assert len(draft) == 9  # the note below the table makes no row


def test_three_rows_of_names(read):
    found = read("three_row_header.xlsx")
    assert (found.header, found.header_rows) == (3, 3)
    assert cells(found, "Area", YEAR, HEADING, VALUE) == [
        ("LV00", "2023", "men", "6.6"), ("LV00", "2023", "women", "6.1"),
        ("LV00", "2024", "men", "7.1"),
    ]  # fmt: skip
    heads = read("layout_pl_bdl2.csv")
    assert heads.header_rows == 3
    assert cells(heads, "Nazwa", YEAR, HEADING, VALUE)[0] == (
        "MAZOWIECKIE", "2022", "ogółem [%]", "2,6",
    )  # fmt: skip


def test_areas_and_indicators_across_become_rows(read, plain):
    found = read("Indicator,Year,Extremadura,Harghita\nUnemployment rate,2023,17.4,4.1\n")
    assert (found.across.field, found.across.columns) == ("area_id", ("Extremadura", "Harghita"))
    assert cells(found, "(area_id)", VALUE) == [("Extremadura", "17.4"), ("Harghita", "4.1")]
    draft = plain(read("Indicator,Year,Extremadura,Poland\nUnemployment rate,2023,17.4,4.1\n"))
    assert draft["area_id"].tolist() == ["ES43", "PL"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("2023", ("2023", "")),
        ("2021 [YR2021]", ("2021", "")),
        ("2024*", ("2024", "")),
        ("2023.0", ("2023", "")),
        ("2023. gads", ("2023", "")),
        ("rok 2010", ("2010", "")),
        ("2010 r.", ("2010", "")),
        ("2010-es év", ("2010", "")),
        ("Έτος 2010", ("2010", "")),
        ("Y2010", ("2010", "")),
        ("X2010", ("2010", "")),
        ("YR2010", ("2010", "")),
        ("2010¹", ("2010", "")),
        ("2010 1)", ("2010", "")),
        ("value_2010", ("2010", "value")),
        ("FY2010", None),
        ("ID2010", None),
        ("2010Q1", None),
        ("2010p", None),
        ("Unemployment rate 2022", ("2022", "Unemployment rate")),
        ("2024T4", None),
        ("2024-05", None),
        ("05.2024", None),
        ("2023/24", None),
        ("2022-2023", None),
        ("Regulation 1303", None),
    ],
)
def test_one_year_in_a_name(name, told):
    assert across.year(name) == told


@pytest.mark.parametrize(
    "heads",
    ["Y2022;Y2023", "2022*;2023*", "rok 2022;rok 2023", "2022. gads;2023. gads", "2022;2023¹",
     "value_2022;value_2023", "X2022;X2023", "2022 r.;2023 r."],
)  # fmt: skip
def test_a_year_across_is_one_however_it_is_written(read, plain, heads):
    draft = plain(read(f"Area;Indicator;{heads}\nLV00;{RATE};6,9;6,5\nES43;{RATE};18,4;17,4\n"))
    assert draft[["area_id", "year", "value"]].to_numpy().tolist() == [
        ["LV00", "2022", "6.9"], ["LV00", "2023", "6.5"],
        ["ES43", "2022", "18.4"], ["ES43", "2023", "17.4"],
    ]  # fmt: skip


def test_a_file_with_a_year_or_a_value_column_or_turned_off_stays(read):
    text = "Area,Indicator,Year,Value,2022 note\nLV00,x,2023,1,n\n"
    assert read(text).across is None
    assert read("years_as_columns.csv", turn=False).across is None
    assert list(read("years_as_columns.csv", turn=False).table.columns)[-1] == "2023"


def test_only_what_has_years_and_values_is_turned(package):
    assert recognising.spread(package, "enterprises", None, ENGLISH) is None
    assert recognising.spread(package, "observations", None, ENGLISH) is not None


def test_a_table_without_names(read):
    found = read("no_header.csv")
    assert (found.header, list(found.table.columns)) == (0, ["(A)", "(B)", "(C)", "(D)"])
    assert found.table.loc[1].tolist() == ["LV00", RATE, "2024", "7,1"]
    # Names may also be chosen, or taken away.
    assert read("a,b\nc,d\n", header=0).table.to_numpy().tolist() == [["a", "b"], ["c", "d"]]


def test_a_formula_in_a_column_of_years_is_told_in_its_row(tmp_path, read, package):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Area", "Indicator", 2022, 2023], ["LV00", RATE, 6.9, "=1+5"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    spread = recognising.spread(package, "observations", None, ENGLISH)
    names = columns.names(package.schema("observations"))
    found = intake.read(
        (tmp_path / "a.xlsx").read_bytes(), "a.xlsx", known=names, spread=spread, sheet="Sheet"
    )
    # Its result is not in the file: an empty cell, which makes no row and is counted.
    assert found.across.empty == 1 and found.formula_rows == {}


def test_gaps_of_r_invisible_marks_and_dates_in_a_year_column(read, plain):
    assert plain(read("na_of_r.csv"))["value"].tolist() == ["6.9", ""]
    draft = plain(read("invisible_marks.csv"))
    assert draft["area_id"].tolist() == ["LV00", "LV00"]
    assert draft["indicator_id"].tolist() == [RATE, RATE]
    assert plain(read("date_cells_in_year.xlsx"))["year"].tolist() == ["2024", "2023"]


def test_codes_and_names_of_areas_in_any_language(read, plain, package):
    names = ["lv00", "LV 00", "Πελοπόννησος", "Хасково", "Polija", "Cáceres", "Caceres"]
    found = read("Area,Indicator,Year,Value\n" + "".join(f"{n},{RATE},2023,1\n" for n in names))
    assert plain(found)["area_id"].tolist() == [
        "LV00", "LV00", "EL65", "BG422", "PL", "ES432", "ES432",
    ]  # fmt: skip
    # What is the name of several stays for the person to say.
    meant = recognising.meanings(package, "observations", "area_id", ENGLISH)
    assert meant["Latvija"] == {"LV", "LV0", "LV00"}


@pytest.mark.parametrize(
    ("written", "area", "region"),
    [
        ("Hargita megye", "RO124", "harghita"),
        ("Județul Harghita", "RO124", "harghita"),
        ("Хасковска област", "BG422", "haskovo"),
        ("Περιφέρεια Πελοποννήσου", "EL65", "peloponnese"),
        ("Comunidad Autónoma de Extremadura", "ES43", "extremadura"),
        ("Provincie Vlaams-Brabant", "BE24", "flemish-brabant"),
        ("Brabant flamand", "BE24", "flemish-brabant"),
        ("Metropolregion Rhein-Neckar", "Metropolregion Rhein-Neckar", "rhein-neckar"),
        ("Rhein-Neckar-Kreis", "DE128", "Rhein-Neckar-Kreis"),  # a district of it
        ("Община Хасково", "Община Хасково", "haskovo"),  # the municipality has no figures
        ("Rīgas reģions", "Rīgas reģions", "riga"),  # of several: the city, or what is around it
        ("Mazowsze", "Mazowsze", "mazowieckie"),
        ("Zemgales reģions", "Zemgales reģions", "Zemgales reģions"),
    ],
)
def test_a_region_is_known_inflected_and_with_what_kind_it_is(read, plain, written, area, region):
    found = read(f"Area,Indicator,Year,Value\n{written},{RATE},2023,1\n")
    assert plain(found)["area_id"].tolist() == [area]
    known = intake.read(f"Name;Partner region\na;{written}\n".encode(), "a.csv")
    assert plain(known, "enterprises")["region_id"].tolist() == [region]


def test_a_region_of_several_areas_is_a_choice_however_it_is_called(package):
    areas = package.table("areas")
    assert former_areas.called("Rīgas reģions", areas, package) == ["LV006", "LV00A"]
    assert former_areas.called("Mazowsze", areas, package) == ["PL12", "PL9"]


def test_yes_and_no_in_the_languages_of_the_regions(package, plain):
    words = ["да", "sí", "jā", "ja", "tak", "igen", "oui", "ναι", "sim", "da"]
    content = "Name;Work integration\n" + "".join(f"a{i};{w}\n" for i, w in enumerate(words))
    found = intake.read(
        content.encode(), "a.csv", known=columns.names(package.schema("enterprises"))
    )
    assert set(plain(found, "enterprises")["work_integration"]) == {"yes"}


def test_ids_made_of_the_same_name_get_a_number_and_keep_it(package):
    schema = package.schema("enterprises")
    draft = pd.DataFrame(
        {"name": ["Bee", "Bee", "Ant", "Bee"], "region_id": ["riga"] * 4}, index=[2, 3, 4, 5]
    )
    first = identifiers.added(draft, package.table("enterprises").iloc[:0], schema)
    ids = ["riga-bee", "riga-bee-2", "riga-ant", "riga-bee-3"]
    assert first["enterprise_id"].tolist() == ids
    again = identifiers.added(draft, first, schema)
    assert again["enterprise_id"].tolist() == ids


def test_check_reaches_the_values_of_a_turned_file(read, package):
    text = f"Area,Indicator,2022,2023\nLV00,{RATE},6.9,x\nLV00,{RATE},6.9,6.5\n"
    found = read(text)
    words = recognising.code_words(package, "observations", ENGLISH)
    same = {"extract_id": f"{RATE}-1"}
    made = proposal.propose(found, "observations", package, Said(same=same), None, words)
    (problem,) = check.check(made.draft, "observations", package).problems
    assert (problem.code, problem.value) == ("not-a-number", "x")
    assert found.where(problem.row, problem.source_column) == (2, "2023")


def given(name):
    return intake.read((CASES / name).read_bytes(), name)


def lines(found):
    return [list(found.table.columns), *found.table.to_numpy().tolist()]


def test_records_in_json_are_rows():
    assert lines(given("json_array_pretty.json")) == [
        ["denominacion", "provincia", "localidad", "clase", "numero", "categoria"],
        ["S. COOP. TIERRA DE ALISTE", "Zamora", "Pozuelo de Tábara", "Agroalimentaria",
         "49/ZA/00113", "Alimentación"],
    ]  # fmt: skip
    assert lines(given("json_of_overpass.json")) == [
        ["type", "id", "lat", "lon", "name"], ["node", "1", "56.9", "24.1", "Otrā elpa"],
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["[]", "[1, 2]", '{"a": 1}', '{"a": [{"b": 1}], "c": [{"b": 1}]}'])
def test_json_without_one_list_of_records_is_refused(text):
    with pytest.raises(intake.IntakeError):
        intake.read(text.encode(), "a.json")


def test_a_country_that_is_a_region_too_is_a_choice_in_its_own_language():
    package = Package(SHIPPED)
    table = package.table("areas")
    for word in ("LATVIJA", "Lettland", "Latvia"):
        assert former_areas.called(word, table, package) == ["LV", "LV0", "LV00"]
    assert former_areas.called("Portugāle", table, package) == ["PT"]
    assert former_areas.called("Lietuva", table, package) == []


def test_a_web_page_that_breaks_off_is_told():
    # As the export of a ministry's portal arrived, whose download had ended in its first row.
    start = '<meta charset="utf-8"><table><tr><td rowspan="2">Programme</td><td colspan="3'
    with pytest.raises(IntakeError) as raised:
        intake.read(start.encode(), "export.xls")
    assert raised.value.code == "web-page-breaks-off"
    rows = "<table><tr><td>Area</td><td>Value</td></tr><tr><td>LV00</td><td>6.9</td></tr>"
    torn = f"{rows}<tr><td>LV</td><td>1"  # of 12?
    assert [p.code for p in intake.read(torn.encode(), "a.xls").found] == ["table-breaks-off"]
    for whole in (rows, f"{rows}</table>", f"{rows}</table></body></html>\n"):
        assert not intake.read(whole.encode(), "a.xls").found
    with pytest.raises(IntakeError) as raised:
        intake.read(b"<html><table><tr><td>Menu</td></tr></table>", "a.xls")
    assert raised.value.code == "web-page"


def test_the_table_of_a_web_page_saved_as_xls_is_read():
    found = given("observations_html_table_only.xls")
    assert (found.kind, found.decimal) == ("html", ",")
    assert lines(found) == [
        ["area_id", "indicator_id", "year", "value", "flag", "extract_id"],
        ["LV00", RATE, "2024", "6,9", "", f"{RATE}-1"],
    ]
    assert lines(given("html_saved_as_xls.xls")) == [["Id", "Name"], ["a", "b"]]
    portal = given("funding_html_as_xls_latvia.xls").table
    assert len(portal) == 134 and portal["ES finansējums"].iloc[0] == "54424846,00"


def test_merged_cells_of_a_web_page_are_as_those_of_a_workbook():
    page = (
        "<style>td {}</style><table><tr><th rowspan=2>Area</th><th colspan=2>Rate</th></tr>"
        "<tr><th>2022</th><th>2023</th></tr><tr><td>LV00<br>LV</td><td>6,9</td><td>&nbsp;6,5</td>"
        "</tr></table><table><tr><td>x</td></tr></table>"
    )
    found = intake.read(page.encode(), "a.xls")
    assert lines(found) == [["Area", "Rate 2022", "Rate 2023"], ["LV00 LV", "6,9", "6,5"]]


def test_an_archive_with_a_readme_and_what_is_no_table():
    found = given("zip_csv_with_readme.zip")
    assert (found.name, lines(found)[1]) == ("data.csv", ["LV00", RATE, "2024", "7,1"])
    with pytest.raises(intake.IntakeError) as error:
        given("word_called_damaged.docx")
    assert error.value.code == "word-document"


def test_an_outline_has_a_place():
    # The triangle (24.85, 57.15), (24.86, 57.15), (24.86, 57.16): half way up, from 24.855 to 24.86.
    places = given("polygon_without_place.geojson").table[["latitude", "longitude"]]
    assert places.to_numpy().tolist() == [["56.95", "24.1"], ["57.155", "24.8575"]]


HEAD = (
    "Id;Name;Partner region;Country;Area;Precision of the place;Type of organisation;"
    "Field of activity;Work integration;Source;Source address"
)


def enterprises(package, lines, **said):
    found = intake.read(
        "\n".join([HEAD, *lines]).encode(),
        "a.csv",
        known=columns.names(package.schema("enterprises")),
    )
    words = recognising.code_words(package, "enterprises", ENGLISH)
    made = proposal.propose(found, "enterprises", package, Said(**said), None, words)
    return proposal.examine(made, "enterprises", package, {})


def row(code, kind="association", region="haskovo"):
    return f"{code};Test {code};{region};BG;BG422;town;{kind};health;да;Reg;https://example.org"


def test_every_row_with_a_wrong_word_is_counted_though_a_thousand_are_told(package):
    lines = [row(f"b{i}", "Сдружение" if i < 2500 else "Клуб") for i in range(2501)]
    report = enterprises(package, [*lines, row("fine")]).report
    assert len(report.problems) == check.MOST
    assert (report.n_errors, report.n_rows) == (2501, 2501)
    # The second word has its first row told though it stands behind a thousand.
    assert {p.value: report.times(p) for p in report.errors} == {"Сдружение": 2500, "Клуб": 1}
    assert len(report.beyond.wrong | {p.row for p in report.errors}) == 2501


def test_repeated_keys_are_counted(package):
    report = enterprises(package, [row("a")] * 3001).report
    assert (report.n_errors, report.n_rows, len(report.problems)) == (3000, 3000, check.MOST)


def test_a_wrong_word_means_what_a_person_says(package):
    said = {"organisation_type": {"Сдружение": "association", "?": "cooperative"}}
    made = enterprises(package, [row("b1", "Сдружение"), row("b2", "?")], words=said)
    assert made.report.errors == ()
    assert made.draft.table["organisation_type"].tolist() == ["association", "cooperative"]


def test_one_value_for_all_rows_may_leave_what_is_published(package):
    table = package.table("enterprises")
    known = table.loc[table["work_integration"] == "no", "enterprise_id"].iloc[0]
    found = intake.read(f"Id\n{known}\nnew\n".encode(), "a.csv")
    same = {"work_integration": "unknown"}
    for gaps, expected in ((set(), ["unknown"] * 2), (set(same), ["no", "unknown"])):
        said = Said(same=same, gaps=frozenset(gaps))
        draft = proposal.propose(found, "enterprises", package, said).draft
        assert draft.table["work_integration"].tolist() == expected


def test_only_the_rows_of_a_value(package):
    lines = [row("a"), row("b", region="riga"), row("c")]
    made = enterprises(package, lines, only={"Partner region": frozenset({"haskovo"})})
    assert made.draft.table["enterprise_id"].tolist() == ["a", "c"]


def test_a_dataset_that_multiplies_is_a_warning(package):
    n = len(package.table("enterprises"))
    fewer = enterprises(package, [row(f"b{i}") for i in range(2 * n - 1)]).report
    assert "dataset-multiplies" not in {p.code for p in fewer.warnings}
    report = enterprises(package, [row(f"b{i}") for i in range(2 * n)]).report
    (told,) = [p for p in report.warnings if p.code == "dataset-multiplies"]
    assert told.details == {"previous": str(n), "next": str(3 * n)}
