"""No value is changed, lost or given to something else in silence: files as offices send them."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xls_writer

from secon_data import intake, proposal, recognising
from secon_data.checking import check
from secon_data.eurostat import matching
from secon_data.intake import cells, columns, encodings, sheet_parts
from secon_data.package import SHIPPED, Package
from secon_data.problems import sentence

CASES = Path(__file__).parent / "cases" / "values"
TODAY = date(2026, 11, 28)
RATE = "unemployment_rate_15_74"


@pytest.fixture(scope="module")
def package() -> Package:
    return Package(SHIPPED)


class Checked:
    """A file of a dataset, read, drafted and checked."""

    def __init__(self, package, dataset, content, name, read=None, **said):
        schema = package.schema(dataset)
        self.found = intake.read(
            content, name, known=columns.names(schema),
            spread=recognising.spread(package, dataset, None, (str,)), **(read or {}),
        )  # fmt: skip
        if dataset == "observations" and "extract_id" not in self.found.table:
            said.setdefault("same", {"extract_id": f"{RATE}-1"})
        words = recognising.code_words(package, dataset, (str,))
        made = proposal.propose(
            self.found, dataset, package, proposal.Said(**said), None, words, TODAY
        )
        self.draft = made.draft
        self.report = check.check(made.draft, dataset, made.package, today=TODAY)

    def column(self, name):
        return self.draft.table[name].tolist()

    def told(self, severity="error"):
        return [
            (p.code, p.row, p.column, p.value)
            for p in self.report.problems
            if p.severity == severity
        ]

    def codes(self):
        return {p.code for p in self.report.problems}


@pytest.fixture(scope="module")
def given(package):
    def one(dataset, file, read=None, **said):
        return Checked(package, dataset, (CASES / file).read_bytes(), file, read, **said)

    return one


@pytest.fixture(scope="module")
def written(package):
    def one(dataset, text, read=None, **said):
        return Checked(package, dataset, text.encode(), "a.csv", read, **said)

    return one


def workbook(*rows, formats=None, change=None):
    """The bytes of a workbook. ``formats``: cell → number format."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cell, code in (formats or {}).items():
        book.active[cell].number_format = code
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# Workbooks: what the person sees.


def test_a_percentage_is_taken_as_the_cell_shows_it(given):
    assert given("observations", "observations_percent.xlsx").column("value") == [
        "8.3", "13.1", "6.9",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("0.083", "0.0%", "8.3%"),
        ("0.08312", "0.0%", "8.312%"),
        ("22900000", "0.0,,", "22.9"),
        ("36100", "#,##0,", "36.1"),
        ("12000", '#,##0 "€"', "12000€"),
        ("12000", "[$€-407] #,##0", "€12000"),
        ("-5", '#,##0 "zł";(#,##0 "zł")', "-5 zł"),
        ("1234", "00000", "01234"),
        ("6.9", '0.0" p"', "6.9 p"),
        ("6.9", 'General" p"', "6.9 p"),
        ("0.5", "# ?/?", None),
        ("1.25", "0.0", None),
        ("7", "General", None),
    ],
)
def test_what_a_cell_shows(value, code, text):
    told = sheet_parts.shown(value, code)
    assert (told if sheet_parts.tells(code) else None) == text


def test_a_date_format_is_no_matter_of_signs():
    for code in ("dd/mm/yyyy", 'yyyy"-"mm', "[$-426]d. mmmm", "h:mm"):
        assert not sheet_parts.tells(code)


def test_scaled_cells_are_asked_about_once_a_column(package):
    head = ["Area", "Indicator", "Year", "Value", "Extract"]
    rows = [["LV00", "gdp_mio_eur", year, 36_056_840_000, "gdp_mio_eur-1"] for year in (2022, 2023)]
    content = workbook(head, *rows, formats={"D2": "0.00,,", "D3": "0.00,,"})
    found = Checked(package, "observations", content, "a.xlsx")
    assert found.column("value") == ["36056.84", "36056.84"]
    (problem,) = [p for p in found.report.problems if p.code == "two-readings-scaled"]
    assert problem.details == {"taken": "36056.84", "other": "36056840000", "cells": "1"}
    held = Checked(package, "observations", content, "a.xlsx", readings={"value": "held"})
    assert held.column("value") == ["36056840000"] * 2
    shown = Checked(package, "observations", content, "a.xlsx", readings={"value": "shown"})
    assert "two-readings-scaled" not in shown.codes()


HEAD = ["Area", "Indicator", "Year", "Value"]


@pytest.mark.parametrize(
    ("value", "code", "taken", "asked"),
    [
        (0.069, "0.0%", "6.9", False), (6.9, "General", "6.9", False), (7100.0, "0.0,", "7.1", True),
        (6.9, '0.0" p"', "6.9", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("old", [False, True], ids=["excel-97", "excel-95"])
def test_an_old_workbook_is_taken_as_it_shows(package, value, code, taken, asked, old):
    content = xls_writer.xls(HEAD, ["LV00", RATE, "2024", value], format=code, old=old)
    found = Checked(package, "observations", content, "a.xls")
    assert found.column("value") == [taken]
    assert ("two-readings-scaled" in found.codes()) == asked


@pytest.mark.parametrize("begins", [b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00"])
def test_a_workbook_older_than_any_reader_is_named(begins):
    with pytest.raises(intake.IntakeError) as error:
        intake.read(begins + b"\x02\x00\x10\x00\x0a\x00\x00\x00", "a.xls")
    assert error.value.code == "ancient-workbook"


@pytest.mark.parametrize("old", [False, True], ids=["excel-97", "excel-95"])
def test_an_old_workbook_tells_its_errors_and_what_it_hides(package, old):
    rows = [["LV00", RATE, "2024", 6.9], ["LV", RATE, "2024", 6.9]]
    content = xls_writer.xls(HEAD, *rows, errors={(1, 3): 23}, hidden=2, old=old)
    found = Checked(package, "observations", content, "a.xls")
    assert found.told() == [("error-cell", 2, "value", "#REF!")]
    assert ("hidden-rows", None, None, None) in found.told("warning")


def ods(*cells, hidden=False):
    """The bytes of an ODS with one row of values beneath the names. ``cells``: XML."""
    names = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
        for name in HEAD
    )
    gone = ' table:visibility="filter"' if hidden else ""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
        for short, full in {
            "office": "office", "table": "table", "text": "text", "style": "style",
            "number": "datastyle",
        }.items()
    )  # fmt: skip
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        'office:version="1.2"><office:automatic-styles><number:number-style style:name="N9">'
        '<number:number number:display-factor="1000"/></number:number-style>'
        '<style:style style:name="ce9" style:family="table-cell" style:data-style-name="N9"/>'
        # 0" milj.", with its own form below nought; 0000; and #,##0 as LibreOffice writes it.
        '<number:number-style style:name="N8P0"><number:number number:decimal-places="1" '
        'number:min-integer-digits="1"/><number:text> milj.</number:text></number:number-style>'
        '<number:number-style style:name="N8"><number:text>-</number:text><number:number/>'
        '<style:map style:condition="value()&gt;=0" style:apply-style-name="N8P0"/>'
        "</number:number-style>"
        '<style:style style:name="ce8" style:family="table-cell" style:data-style-name="N8"/>'
        '<number:number-style style:name="N7"><number:number number:decimal-places="0" '
        'number:min-integer-digits="4"/></number:number-style>'
        '<style:style style:name="ce7" style:family="table-cell" style:data-style-name="N7"/>'
        '<number:number-style style:name="N6"><number:number number:decimal-places="2" '
        'number:min-integer-digits="1" number:grouping="true"/></number:number-style>'
        '<style:style style:name="ce6" style:family="table-cell" style:data-style-name="N6"/>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Data"><table:table-row>{names}</table:table-row>'
        f"<table:table-row{gone}>{''.join(cells)}</table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        bundle.writestr("content.xml", content)
        bundle.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return out.getvalue()


def cell(text, kind="string", value="", more=""):
    said = f' office:value="{value}"' if value else ""
    return (
        f'<table:table-cell office:value-type="{kind}"{said}{more}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


@pytest.mark.parametrize(
    ("last", "taken", "code"),
    [
        (cell("6.9 %", "percentage", "0.069"), "6.9", None),
        (cell("6.9", "float", "6.9"), "6.9", None),
        (cell("7.1", "float", "7100", ' table:style-name="ce9"'), "7.1", "two-readings-scaled"),
        (cell("#DIV/0!", "string", "", ' calcext:value-type="error"'), "#DIV/0!", "error-cell"),
        # Words of a format are what the person sees: no number is made of «6.9 milj.».
        (cell("6.9 milj.", "float", "6.9", ' table:style-name="ce8"'), "6.9 milj.", "not-a-number"),
        (cell("0007", "float", "7", ' table:style-name="ce7"'), "0007", None),
        (cell("6.90", "float", "6.9", ' table:style-name="ce6"'), "6.9", None),
    ],
)
def test_an_ods_is_taken_as_it_shows(package, last, taken, code):
    content = ods(cell("LV00"), cell(RATE), cell("2024", "float", "2024"), last)
    found = Checked(package, "observations", content, "a.ods")
    assert found.column("value") == [taken]
    assert found.codes() - {"several-encodings"} == ({code} if code else set())


def test_a_cell_of_an_ods_that_names_no_style_has_its_columns(package):
    content = ods(
        cell("LV00"), cell(RATE), cell("2024", "float", "2024"), cell("7", "float", "7100")
    )
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        sheet = bundle.read("content.xml").decode()
    columns = (
        '<table:table-column table:number-columns-repeated="3"/>'
        '<table:table-column table:default-cell-style-name="ce9"/>'
    )
    start = '<table:table table:name="Data">'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        bundle.writestr("content.xml", sheet.replace(start, start + columns))
        bundle.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    found = Checked(package, "observations", out.getvalue(), "a.ods")
    assert found.column("value") == ["7.1"] and "two-readings-scaled" in found.codes()


def test_what_an_ods_hides_is_told(package):
    rows = (cell("LV00"), cell(RATE), cell("2024", "float", "2024"), cell("6.9", "float", "6.9"))
    found = Checked(package, "observations", ods(*rows, hidden=True), "a.ods")
    assert "hidden-rows" in found.codes()


def test_a_flag_in_the_format_is_the_flag(package):
    head = ["Area", "Indicator", "Year", "Value"]
    content = workbook(head, ["LV00", RATE, 2024, 6.9], formats={"D2": '0.0" p"'})
    found = Checked(package, "observations", content, "a.xlsx")
    assert (found.column("value"), found.column("flag")) == (["6.9"], ["p"])


def test_number_cells_have_no_mark(given):
    # «6,5» in a column of notes said that the comma stands before fractions.
    found = given("observations", "number_cells_times_1000.xlsx")
    assert found.column("value") == ["7.125", "6.512"]
    found = given("funding", "number_cells_times_1000_funding.xlsx")
    assert found.column("budget_eur") == ["250.375", "40.125"]


def test_texts_and_numbers_of_one_column_are_read_each_in_its_way(package):
    head = ["Area", "Indicator", "Year", "Value"]
    rows = [["LV00", RATE, 2023, 6.125], ["LV00", RATE, 2024, "6,9"], ["LV", RATE, 2024, "6,875"]]
    found = Checked(package, "observations", workbook(head, *rows), "a.xlsx")
    assert found.found.decimal == ","
    assert found.column("value") == ["6.125", "6.9", "6.875"]


def test_error_cells_are_errors_with_their_cell(given):
    assert given("enterprises", "error_cells_erase_published.xlsx").told() == [
        ("error-cell", 2, "latitude", "#N/A"),
        ("error-cell", 2, "longitude", "#VALUE!"),
        ("error-cell", 2, "founded_year", "#REF!"),
    ]
    assert given("funding", "funding_error_cell.xlsx").told() == [
        ("error-cell", 2, "max_award_eur", "#REF!")
    ]


@pytest.mark.parametrize(
    "text", ["#DIV/0!", "#N/A", "#NV", "#BEZUG!", "#ÉRTÉK!", "#¡VALOR!", "#ДЕЛ/0!", "Err:502"]
)
def test_errors_of_spreadsheets_in_any_language(written, text):
    found = written("observations", f"Area,Indicator,Year,Value\nLV00,{RATE},2024,{text}\n")
    assert found.told() == [("error-cell", 2, "value", text)]


def test_hidden_rows_and_columns_are_told_until_somebody_says(given):
    found = given("observations", "observations_hidden_row.xlsx")
    assert found.column("value") == ["8.4", "99", "7.1"]
    assert ("hidden-rows", None, None, None) in found.told("warning")
    left = given("observations", "observations_hidden_row.xlsx", {"hidden": False})
    assert left.column("value") == ["8.4", "7.1"] and "hidden-rows" not in left.codes()
    taken = given("observations", "observations_hidden_row.xlsx", {"hidden": True})
    assert taken.column("value") == ["8.4", "99", "7.1"] and "hidden-rows" not in taken.codes()


def test_a_hidden_column_can_be_left_out(package):
    def hide(book):
        book.active.column_dimensions["E"].hidden = True
        book.active.auto_filter.ref = "A1:E3"
        book.active.row_dimensions[3].hidden = True

    head = ["Area", "Indicator", "Year", "Value", "Flag"]
    rows = [["LV00", RATE, 2024, 6.9, "p"], ["LV", RATE, 2024, 6.9, ""]]
    content = workbook(head, *rows, change=hide)
    found = Checked(package, "observations", content, "a.xlsx")
    details = {p.code: p.details for p in found.report.problems}
    assert details["hidden-columns"] == {"columns": "Flag"}
    assert details["hidden-rows"] == {"cells": "1", "rows": "3"}
    left = Checked(package, "observations", content, "a.xlsx", {"hidden": False})
    assert list(left.draft.table.columns) == [
        "area_id", "indicator_id", "year", "value", "extract_id",
    ] and len(left.draft.table) == 1  # fmt: skip


def test_merged_cells_stand_for_all_their_rows(package):
    head = ["Area", "Indicator", "Year", "Value"]
    rows = [["LV00", RATE, 2023, 6.5], [None, None, 2024, 6.9]]

    def merge(book):
        book.active.merge_cells("A2:A3")
        book.active.merge_cells("B2:B3")

    found = Checked(package, "observations", workbook(head, *rows, change=merge), "a.xlsx")
    assert found.column("area_id") == ["LV00", "LV00"]
    assert found.column("indicator_id") == [RATE, RATE]
    (problem,) = [p for p in found.report.problems if p.code == "merged-cells"]
    assert problem.details == {"cells": "2"}


def test_a_sheet_that_was_moved_keeps_its_own_formats(package):
    def second(book):
        other = book.create_sheet("First", 0)
        other.append(["x"])
        book.active = 1

    head = ["Area", "Indicator", "Year", "Value"]
    content = workbook(head, ["LV00", RATE, 2024, 0.069], formats={"D2": "0.0%"}, change=second)
    assert Checked(package, "observations", content, "a.xlsx").column("value") == ["6.9"]


# Numbers as people write them.


def test_what_no_number_is_gets_an_error_and_no_advice(given):
    for dataset, file, column, value in (
        ("funding", "funding_inf.csv", "max_award_eur", "inf"),
        ("observations", "observations_nan.csv", "value", "NaN"),
        ("observations", "observations_underscore.csv", "value", "1_0"),
    ):
        found = given(dataset, file)
        assert found.told() == [("not-a-number", 2, column, value)]
        assert sentence(found.report.errors[0]).write == ""
    assert given("observations", "observations_arabic_digits.csv").told() == [
        ("not-a-number", 2, "year", "٢٠٢٥"),
        ("not-a-number", 2, "value", "٨.٤"),
    ]


def test_amounts_with_their_currency(given):
    found = given("funding", "euro_sign_write_wrong.csv")
    assert found.column("budget_eur") == [
        "2254.62", "1200000", "25000", "1,5 mln", "12 000,00 zł", "12000",
    ]  # fmt: skip
    assert found.told() == [
        ("not-a-number", 5, "budget_eur", "1,5 mln"),
        ("not-a-number", 6, "budget_eur", "12 000,00 zł"),
    ]
    assert [sentence(p).write for p in found.report.errors] == ["", ""]


def test_any_minus_is_one(given):
    found = given("observations", "en_dash_minus_write_wrong.csv")
    assert found.column("value") == ["-4.3", "-4.1", "-3.9"]


def test_too_high_has_no_advice(given):
    found = given("enterprises", "too_high_write_same.csv")
    assert [(p.code, sentence(p).write) for p in found.report.errors] == [
        ("too-high", ""), ("too-low", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("12,5*", "12.5"), ("1 234,5¹", "1234.5"), ("–4,1", "-4.1"), ("- 3,9", "-3.9"),
        ("12.000,-", "12000"), ("(12,5)", "(12,5)"), ("10 000–50 000", "10 000–50 000"),
        ("~25", "~25"), ("<5", "<5"), ("12 km", "12 km"), ("1.000.000", "1000000"),
        ("1 234 567,25", "1234567.25"), ("1 23 4", "1 23 4"), ("--5", "--5"), ("5-", "5-"),
    ],
)  # fmt: skip
def test_what_stands_around_a_number(text, plain):
    assert cells.numbers(pd.Series([text]), ",").iloc[0] == plain


@pytest.mark.parametrize(
    ("text", "value", "flag", "told"),
    [
        ("12,5*", "12.5", "", {"footnotes-dropped"}),
        ("12,5 b", "12.5", "b", set()),
        (":c", "", "", {"value-missing"}),
        ("(12,5)", "(12,5)", "", {"number-in-brackets"}),
        ("1 234,5¹", "1234.5", "", {"footnotes-dropped", "percentage-out-of-range"}),
        ("2.254,62 €", "2.254,62 €", "", {"not-a-number"}),
        ("–4,1", "-4.1", "", {"percentage-out-of-range"}),
        ("12,5 %", "12.5", "", set()),
        ("1.234", "1234", "", {"two-readings-number", "percentage-out-of-range"}),
        ("1e400", "1e400", "", {"not-a-number"}),
        ("-Infinity", "-Infinity", "", {"not-a-number"}),
        ("６,９", "６,９", "", {"not-a-number"}),
        ("᠑", "᠑", "", {"not-a-number"}),
        ("10 000–50 000", "10 000–50 000", "", {"not-a-number"}),
        ("n/d", "n/d", "", {"not-a-number"}),
    ],
)
def test_what_stands_in_a_cell_of_values(written, text, value, flag, told):
    found = written("observations", f"Area;Indicator;Year;Value\nLV00;{RATE};2005;{text}\n")
    flags = found.column("flag") if "flag" in found.draft.table else [""]
    assert (found.column("value"), flags) == ([value], [flag])
    jumps = {"unusual-value", "large-jump", "returning-jump"}
    assert found.codes() - jumps == told
    assert all(sentence(p).write == "" for p in found.report.errors)


def test_the_name_of_an_indicator_is_that_one_and_an_empty_extract_gets_no_other(written):
    found = written(
        "observations",
        f"Area;Indicator;Year;Value;Extract\nLV00;Unemployment rate;2024;6,9;{RATE}-1\n"
        f"LV00;Unemployment rate, rural;2024;6,9;unemployment_rate_rural-1\nLV00;{RATE};2023;6,5;\n",
    )
    assert found.column("indicator_id") == [RATE, "unemployment_rate_rural", RATE]
    (problem,) = (p for p in found.report.errors if p.column == "extract_id")
    assert (problem.code, problem.row, sentence(problem).write) == ("value-missing", 4, "")


def test_a_range_of_people_or_no_answer_is_no_number(written):
    same = {
        "region_id": "riga", "country_code": "LV", "nuts_code": "LV00A",
        "coordinate_precision": "town", "organisation_type": "association",
        "field_of_activity": "health", "work_integration": "unknown", "source_title": "A",
        "source_url": "https://example.org",
    }  # fmt: skip
    rows = "a;A;n/d\nb;B;10–50\nc;C;~12\nd;D;83\n"
    found = written("enterprises", f"Id;Name;Employees\n{rows}", same=same)
    assert found.column("employees") == ["n/d", "10–50", "~12", "83"]
    assert found.told() == [
        ("not-a-number", 2, "employees", "n/d"), ("not-a-number", 3, "employees", "10–50"),
        ("not-a-number", 4, "employees", "~12"),
    ]  # fmt: skip
    assert all(sentence(p).write == "" for p in found.report.errors)


@pytest.mark.parametrize("text", ["€ 1.000.000", "1.000.000 EUR", "1,000,000"])
def test_two_marks_alike_are_thousands(written, text):
    head = "Id,Name,Country,Level,Type,Budget (euro),Source,Source address,Read in the source\n"
    line = f'x-0,Test,ES,regional,grant,"{text}",Portal,https://example.org/x,no\n'
    found = written("funding", head + line)
    assert found.column("budget_eur") == ["1000000"] and found.told() == []


@pytest.mark.parametrize("year", ["Q1 2024", "2024Q1", "2024/25"])
def test_a_part_of_a_year_is_no_year(written, year):
    found = written("observations", f"Area;Indicator;Year;Value\nLV00;{RATE};{year};6,9\n")
    assert found.told() == [("not-a-number", 2, "year", year)]
    assert sentence(found.report.errors[0]).write == ""


@pytest.mark.parametrize("year", ["Y2010", "X2010", "yr2010"])
def test_a_year_that_r_has_made_a_name_of_is_that_year(written, year):
    found = written("observations", f"Area;Indicator;Year;Value\nLV00;{RATE};{year};19,5\n")
    assert (found.column("year"), found.told()) == (["2010"], [])


def test_flags_behind_values_go_to_the_flags(written):
    lines = ["6.9 b", "7.4bu", "6.9 p", "7.1", "6.8 x"]
    rows = "".join(f"LV00,{RATE},{2018 + i},{text}\n" for i, text in enumerate(lines))
    found = written("observations", "Area,Indicator,Year,Value\n" + rows)
    assert found.column("value") == ["6.9", "7.4", "6.9", "7.1", "6.8 x"]
    assert found.column("flag") == ["b", "bu", "p", "", ""]


def test_flags_are_letters_of_eurostat_or_words_for_them(given, written):
    assert given("observations", "observations_thousand_times_too_small.csv").column("flag") == [
        "", "", "p",
    ]  # fmt: skip
    words = ["provisional", "p, b", "Break in time series", "vorläufig", "P", "final", "zz"]
    rows = "".join(f'LV00,{RATE},{2010 + i},6.9,"{text}"\n' for i, text in enumerate(words))
    found = written("observations", "Area,Indicator,Year,Value,Flag\n" + rows)
    assert found.column("flag") == ["p", "bp", "b", "p", "p", "final", "zz"]
    assert [p[0] for p in found.told()] == ["wrong-form", "wrong-form"]


def test_a_footnote_that_falls_away_is_told(written):
    head = "Area;Indicator;Year;Value\n"
    found = written("observations", f"{head}LV00;{RATE};2024;6,9*\nLV;{RATE};2024;6,9¹\n")
    assert found.column("value") == ["6.9", "6.9"]
    (problem,) = [p for p in found.report.problems if p.code == "footnotes-dropped"]
    assert (problem.severity, problem.row, problem.details["cells"]) == ("warning", 2, "2")


def test_a_percentage_in_an_amount_is_an_error(written, package):
    head = "Id,Name,Country,Level,Type,Budget (euro),Source,Source address,Read in the source\n"
    line = "x-0,Test,ES,regional,grant,50%,Portal,https://example.org/x,no\n"
    assert written("funding", head + line).told() == [("percent-in-amount", 2, "budget_eur", "50%")]
    head = "Area,Indicator,Year,Value,Extract\n"
    found = written("observations", f"{head}LV00,gdp_mio_eur,2022,36056.84%,gdp_mio_eur-1\n")
    assert found.told() == [("percent-of-what", 2, "value", "36056.84")]
    assert written("observations", f"{head}LV00,{RATE},2024,6.9%,{RATE}-1\n").told() == []


# Two readings.


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_thousands_or_a_fraction_is_asked_once(given, ending):
    file = f"text_thousands_250.000_is_250.{ending}"
    found = given("funding", file)
    assert found.told("warning") == [("two-readings-number", 2, "budget_eur", "250.000")]
    assert found.report.warnings[0].details == {"taken": "250", "other": "250000", "cells": "3"}
    said = given("funding", file, readings={"budget_eur": ","})
    assert said.column("budget_eur") == ["250000", "40000", "900000"]
    assert said.told("warning") == []
    said = given("funding", file, {"decimal": ","})
    assert said.column("budget_eur") == ["250000", "40000", "900000"]
    assert said.told("warning") == []


def test_months_do_not_vote_on_the_decimal_mark(given):
    found = given("funding", "month_dates_decide_decimal.csv")
    assert not found.found.decimal_known and found.found.decimal == ","
    assert found.column("period_start") == ["2024-01"] * 3
    assert found.told("warning") == [("two-readings-number", 2, "budget_eur", "250.000")]


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        (["1.234", "2.345"], True),
        (["12.5", "1.234"], False),  # the column writes fractions with a point
        (["12.5", "1.230"], True),  # but no fraction ends in a nought
        (["1.234.567", "1.234"], False),  # two marks are those of thousands
        (["0.125"], False),
        (["12.5"], False),
    ],
)
def test_what_may_be_thousands_or_a_fraction(written, values, asked):
    head = "Id,Name,Country,Level,Type,Budget (euro),Source,Source address,Read in the source\n"
    rows = "".join(
        f"x-{i},Test {i},ES,regional,grant,{text},Portal,https://example.org/x,no\n"
        for i, text in enumerate(values)
    )
    assert ("two-readings-number" in written("funding", head + rows).codes()) == asked


def test_a_column_in_which_only_one_reading_is_possible_is_not_asked_about(package):
    # 41,934 degrees are none; and a count of people has no fraction.
    draft = Checked(
        package, "enterprises",
        b"Id,Name,Latitude,Longitude,Employees\na,A,41.934,25.555,1.250\n", "a.csv",
    ).draft  # fmt: skip
    assert draft.doubts == ()
    assert draft.table.loc[2, ["latitude", "employees"]].tolist() == ["41.934", "1250"]


def test_a_published_value_leaves_no_doubt(package, written):
    observations = package.table("observations")
    three = observations["value"].astype("str").str.fullmatch(r"[1-9]\d{0,2}\.\d{3}")
    row = observations[three].iloc[0]
    line = f"{row.area_id},{row.indicator_id},{row.year},{row.value},{row.extract_id}\n"
    found = written("observations", "Area,Indicator,Year,Value,Extract\n" + line)
    assert found.draft.doubts and "two-readings-number" not in found.codes()


def test_the_day_or_the_month_first_is_asked(written):
    head = "Id,Name,Country,Level,Type,Source,Source address,Read in the source,From,Until\n"
    line = "x-0,Test,ES,regional,grant,Portal,https://example.org/x,no,03/04/2025,05/05/2025\n"
    found = written("funding", head + line)
    assert found.column("period_start") == ["2025-04-03"]
    assert found.told("warning") == [("two-readings-date", 2, "period_start", "03/04/2025")]
    said = written("funding", head + line, readings={"period_start": "month"})
    assert said.column("period_start") == ["2025-03-04"] and said.told("warning") == []
    # Another date of the column has a day that is no month.
    assert not cells.either_day(pd.Series(["03/04/2025", "13/04/2025"])).any()
    assert not cells.either_day(pd.Series(["03.04.2025", "2025-03-04"])).any()


def test_a_date_is_one_of_the_calendar(given):
    assert given("funding", "impossible_date_taken.csv").told() == [
        ("not-a-date", 2, "period_start", "2024-13-01"),
        ("not-a-date", 2, "period_end", "2024-02-31"),
    ]
    assert [p[:3] for p in given("events", "events_month_13.csv").told()] == [
        ("not-a-date", 2, "date_start"), ("not-a-date", 2, "date_end"),
    ]  # fmt: skip
    assert [p[3] for p in given("events", "events_excel_serial.xlsx").told()] == ["45721", "45722"]


def test_a_value_three_times_or_a_third_of_the_published_is_asked_about(given, written):
    found = given("observations", "observations_thousand_times_too_small.csv")
    # 23,140.4, 36,056.84 and 20,600 are published.
    assert {p.row for p in found.report.warnings if p.code.endswith("-jump")} == {2, 3, 4}
    head = "Area,Indicator,Year,Value,Extract\n"
    found = written("observations", f"{head}LV00,{RATE},2024,0.069,{RATE}-1\n")
    assert {"large-jump", "unusual-value", "returning-jump"} & found.codes()


# Rows and cells that a delimiter or a quotation mark makes.


def test_more_cells_than_names_are_an_error(given):
    assert given("observations", "comma_csv_decimal_comma_cut.csv").told() == [
        ("row-too-wide", 2, None, "1"), ("row-too-wide", 3, None, "9"),
    ]  # fmt: skip


def test_a_quotation_mark_that_swallows_a_row_is_an_error(given, written):
    assert [p[:2] for p in given("enterprises", "quotes_swallow_row.csv").told()] == [
        ("row-swallowed", 3)
    ]
    quoted = 'Id,Name,Description\na,A,"one, two\nthree, four"\nb,B,"x\ny"\n'
    assert "row-swallowed" not in written("enterprises", quoted).codes()


def test_control_characters_do_not_arrive(given):
    names = given("enterprises", "control_characters_published.csv").column("name")
    assert names == ["AB"]


# Letters.


@pytest.mark.parametrize(
    ("file", "encoding", "name"),
    [
        ("iso8859_2_taken_as_cp1250.csv", "iso8859_2", "Źrebak"),
        ("iso8859_7_taken_as_cp1253.csv", "iso8859_7", "Άνεμος"),
        ("koi8_r_no_right_reading.csv", "koi8_r", "Сдружение"),
        ("hungarian_cp1250_taken_as_cp1252.csv", "cp1250", "Nőegylet"),
        ("enterprises_hungarian_cp1250.csv", "cp1250", "hűtő"),
    ],
)
def test_letters_of_old_code_pages(file, encoding, name):
    found = intake.read((CASES / file).read_bytes(), file)
    assert found.encoding == encoding
    assert name in " ".join(found.table.to_numpy().ravel())


def test_a_reading_that_is_not_clear_is_asked_about(package):
    content = "Area,Indicator,Year,Value\nRīga,x,2024,1\n".encode("cp1257")
    found = intake.read(content, "a.csv")
    assert [p.code for p in found.found] == ["several-encodings"]
    assert "cp1257" in [reading.encoding for reading in found.candidates]
    assert intake.read(content, "a.csv", encoding="cp1257").found == ()


def test_words_of_ours_tell_the_letters(written, package):
    # One «ī» may be «î»: but «Rîga» is none of our areas.
    text = f"Area,Indicator,Year,Value\nRīga,{RATE},2024,6.9\n"
    content = text.encode("cp1257")
    found = Checked(package, "observations", content, "a.csv", {})
    assert found.found.encoding == "cp1257" and "several-encodings" not in found.codes()


def test_capitals_are_no_damage(given):
    assert (
        "encoding-damage" not in given("enterprises", "polish_capitals_called_damaged.csv").codes()
    )
    assert encodings.of_one_language("SPÓŁDZIELNIA") and not encodings.of_one_language("Ä£")


# Eurostat.


@pytest.mark.parametrize(
    "file",
    ["estat_isoc_r_broad_h.tsv", "estat_lfst_r_lfe2emprt_taken_as_adult_learning.tsv"],
)
def test_a_table_that_is_not_ours_is_no_indicator_of_ours(package, file):
    found = intake.read((CASES / file).read_bytes(), file)
    assert matching.match(found.eurostat, package, file).draft.table.empty


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("estat_isoc_r_broad_h.tsv", "isoc_r_broad_h"),
        ("lfst_r_lfe2emprt.tsv.gz", "lfst_r_lfe2emprt"),
        ("estat_nama_10r_3gdp_en.csv", "nama_10r_3gdp"),
        ("nama_10r_3gdp (1).tsv", "nama_10r_3gdp"),
        ("nama_10r_3gdp__custom_1234_page_linear.csv", "nama_10r_3gdp"),
        ("une_rt_a_page_linear.csv", "une_rt_a"),
        ("tgs00007.tsv", "tgs00007"),
        ("data.tsv", ""),
        ("regional data.csv", ""),
        ("report_2024.tsv", ""),
    ],
)
def test_the_table_in_a_files_name(name, code):
    assert matching._named({"nama_10r_3gdp", "nama_10r_2gdp"}, name) == code


def test_equal_values_keep_their_extract_and_its_day(package):
    from eurostat_writers import sdmx_csv

    # LV00's unemployment in 2024 is 6.9, in an extract of February.
    key = ("A", "TOTAL", "T", "Y15-74", "PC", "LV00")
    dimensions = ("freq", "isced11", "sex", "age", "unit", "geo")
    content = sdmx_csv(dimensions, [(key, "2024", "6.9", "")], code="LFST_R_LFU3RT")
    found = intake.read(content, "a.csv")
    made = proposal.propose(found, "observations", package)
    published = package.table("observations")
    row = published[
        (published["area_id"] == "LV00")
        & (published["indicator_id"] == RATE)
        & (published["year"] == 2024)
    ]
    known = package.table("extracts").set_index("extract_id")["flags_known"]
    assert bool(known[row["extract_id"].iloc[0]])
    assert made.draft.table["extract_id"].tolist() == row["extract_id"].tolist()
    assert made.extracts is None


# Codes that mean something.


def areas(found):
    return [
        (p.code, p.row, p.value, p.details.get("codes"), sentence(p).write)
        for p in found.report.errors
    ]


def test_gr_is_el(given):
    found = given("observations", "greece_GR.csv")
    assert found.column("area_id") == ["EL65", "EL", "EL30"] and found.told() == []


NINE = "BE, BG, DE, EL, ES, LV, PL, PT, RO"


def test_other_countries_are_none_of_the_nine(given):
    assert areas(given("observations", "uk_gb.csv")) == [
        ("country-not-ours", row, code, NINE, "")
        for row, code in ((2, "UK"), (3, "GB"), (4, "UKI"))
    ]


def test_codes_of_older_editions_name_what_became_of_them(given):
    found = given("observations", "nuts_old.csv")
    assert areas(found) == [
        ("area-recoded", 3, "PL127", "PL911", "PL911"),
        ("area-recoded", 4, "EL25", "EL65", "EL65"),
        ("area-recoded", 5, "GR25", "EL65", "EL65"),
        ("country-not-ours", 7, "LT00", NINE, ""),
        ("country-not-ours", 8, "HU10", NINE, ""),
    ]


@pytest.mark.parametrize(
    ("code", "told", "codes"),
    [
        ("PL129", "area-divided", "PL912, PL925, PL913"),
        ("LV007", "", ""),  # an area that the figures have
        ("EL251", "area-merged", "EL651"),  # with EL252
        ("PT116", "area-merged", "PT11A"),  # Entre Douro e Vouga, now of the Porto area
        ("EL124", "area-recoded", "EL524"),
        ("FR10", "country-not-ours", NINE),
        ("LV0A5", "area-unknown", "LV003, LV005, LV006, LV007, LV008, LV009, LV00A, LV00B, LV00C"),
        ("Vidzemme", "reference-unknown", None),
    ],
)
def test_what_became_of_an_area(written, code, told, codes):
    head = "Area,Indicator,Year,Value,Extract\n"
    found = written("observations", f"{head}{code},{RATE},2012,6.9,{RATE}-1\n")
    assert [(p.code, p.details.get("codes")) for p in found.report.errors] == (
        [(told, codes)] if told else []
    )


def test_a_name_of_a_former_area_and_of_a_region_is_no_guess(written):
    # PL12 ended with NUTS 2013; the region's own area is another.
    head = "Area,Indicator,Year,Value,Extract\n"
    found = written("observations", f"{head}Mazowieckie,{RATE},2024,3.1,{RATE}-1\n")
    assert [(p.code, p.details["codes"]) for p in found.report.errors] == [
        ("reference-ambiguous", "PL12, PL9")
    ]


def test_a_former_area_is_told_where_the_year_is_newer(written):
    head = "Area,Indicator,Year,Value,Extract\n"
    rows = [f"PL12,{RATE},{year},3.1,{RATE}-1\n" for year in (2012, 2023, 2024)]
    found = written("observations", head + "".join(rows))
    (problem,) = [p for p in found.report.warnings if p.code == "area-ended"]
    assert (problem.row, problem.details) == (
        3, {"names": "Mazowieckie", "year": "2013", "codes": "PL91, PL92", "cells": "2"},
    )  # fmt: skip


def test_every_former_area_that_the_figures_have_has_its_successors(package):
    table, changes = package.table("areas"), package.table("nuts_changes")
    ended = table.loc[table["vintage_to"] < 2024, "area_id"]
    assert set(ended) <= set(changes["former_code"])
    current = set(table.loc[table["vintage_to"] == 2024, "area_id"])
    assert not current & set(changes["former_code"]) and set(changes["area_id"]) <= current
    level = table.set_index("area_id")["level"]
    assert (changes["former_code"].str.len() - 2 == changes["area_id"].map(level)).all()
