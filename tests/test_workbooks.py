"""Templates to fill and files with their problems marked."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secon_data import csv_text, intake, workbooks
from secon_data.checking import check
from secon_data.errors import DataError
from secon_data.intake import cells, columns
from secon_data.intake.draft import draft
from secon_data.package import SHIPPED, Package
from secon_data.problems import Problem


@pytest.fixture(scope="module")
def package():
    return Package(SHIPPED)


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def checked(package, dataset, content, name):
    schema = package.schema(dataset)
    found = intake.read(content, name, known=set(columns.names(schema)))
    match = columns.match(list(found.table.columns), schema)
    made = draft(found, match.fields, schema, unmatched=match.unmatched)
    return found, match, check.check(made, dataset, package)


def test_a_template_has_the_columns_lists_and_a_help_sheet(package):
    book = opened(workbooks.template(package, "funding"))
    sheet = book["funding"]
    names = list(package.schema("funding").fields)
    assert [cell.value for cell in sheet[1]] == names and sheet.max_row == 1
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    letter = openpyxl.utils.get_column_letter(names.index("type") + 1)
    formula = rules[f"{letter}2:{letter}2000"]
    column, last = formula.split("$")[1], int(formula.split("$")[-1])
    words = [book["Lists"][f"{column}{n}"].value for n in range(1, last + 1)]
    assert words == ["grant", "loan", "wage_subsidy", "mixed", "guarantee", "tax"]
    explained = {row[0].value: row[3].value for row in book["Help"].iter_rows(min_row=5)}
    assert list(explained) == names and explained["funding_id"] == "✓"


@pytest.mark.parametrize("dataset", ["practices", "stakeholders", "policy", "regions"])
def test_a_filled_template_sent_back_unchanged_changes_nothing(package, dataset):
    from secon_data import changes
    from secon_data.intake.draft import typed

    content = workbooks.template(package, dataset, package.table(dataset))
    found, match, report = checked(package, dataset, content, "filled.xlsx")
    assert report.errors == () and match.unmatched == ()
    schema = package.schema(dataset)
    new = typed(draft(found, match.fields, schema), schema)
    key = schema.key
    assert changes.between(package.table(dataset), new, key).none


def test_wrong_cells_are_coloured_and_commented_where_they_stand(package):
    text = "Counted in 2025;;;;;\nArea;Indicator;Year;Value;Flag;Extract\nLV00;unemployment_rate_15_74;2025;x7;;unemployment_rate_15_74-1\n"
    found, match, report = checked(package, "observations", text.encode(), "a.csv")
    book = opened(workbooks.marked(found, report.problems, match.fields))
    cell = book.worksheets[0]["D3"]
    assert cell.value == "x7" and cell.fill.fgColor.rgb == "00F6C6D2"
    assert cell.comment.text.startswith("«x7» is not a number.")
    assert book.worksheets[0]["A3"].comment is None
    assert [c.value for c in book["Problems"][2]][:2] == ["D3", "x7"]


def test_no_cell_of_an_export_is_a_formula(package):
    table = pd.DataFrame(
        {
            "name": ['=HYPERLINK("http://x")', "+1", "-a", "@x", "plain", None],
            "n": [-1, 2, 3, 4, 5, 6],
        }
    )
    lines = workbooks.csv(table).decode("utf-8-sig").splitlines()
    assert (
        lines[1] == '"\'=HYPERLINK(""http://x"")",-1' and lines[5] == "plain,5" and lines[6] == ",6"
    )
    found = intake.read(b"name,value\n=1+1,\x0bx\n", "a.csv")
    sheet = opened(workbooks.marked(found, [], {})).worksheets[0]
    assert (
        sheet["A2"].value == "'=1+1" and sheet["A2"].data_type == "s" and sheet["B2"].value == "x"
    )


def test_the_problem_list_says_all_in_one_row_each(package):
    text = "Area;Indicator;Year;Value;Flag;Extract\nLV00;unemployment_rate_15_74;2031;6,9;;unemployment_rate_15_74-1\n"
    *_, report = checked(package, "observations", text.encode(), "a.csv")
    told = workbooks.problem_table(report.problems)
    first = told.iloc[0]
    assert (first["severity"], first["row"], first["column"], first["value"]) == (
        "error",
        2,
        "Year",
        "2031",
    )
    assert first["problem"] == "2031 lies in the future."


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("x;=1+1", "x;'=1+1"),
        ("a,@b|+c", "a,'@b|'+c"),
        ('x;"=1+1"', 'x;\'"=1+1"'),
        ("\t=1", "'\t'=1"),
        ("\rx", "'\rx"),
        ("a\n-b", "a\n'-b"),
        ("'=1", "''=1"),
        ("plain, text; a-b = c", "plain, text; a-b = c"),
        ("https://a.example/x,-y=1", "https://a.example/x,-y=1"),
        ("https://a.example/x;=1+1", "https://a.example/x;'=1+1"),
        ("https://a.example/ x,-y", "https://a.example/ x,'-y"),
        ("https://a.example/x\n=1", "https://a.example/x\n'=1"),
    ],
)
def test_no_text_is_a_formula_at_whatever_a_file_is_split_and_it_comes_back(text, written):
    assert csv_text.escaped(text) == written and csv_text.unescaped(written) == text


@given(st.text(alphabet="=+-@;,|\t\r\n'\"a "), st.sampled_from(["", "https://a.example/"]))
def test_what_is_escaped_comes_back(text, start):
    text = start + text
    written = csv_text.escaped(text)
    assert csv_text.unescaped(written) == text
    # The commas of an address stand between quotes; at all else it may be split.
    splits = r"[;|\t\r\n]" if start else r"[;,|\t\r\n]"
    assert all(not re.match(r"[=+\-@]", part) for part in re.split(splits, written))


def test_a_marked_workbook_takes_any_name_of_a_sheet_and_any_character():
    found = replace(intake.read("name,value\n1\ufffe,x\uffff\n".encode(), "a.csv"), sheet="2024/25")
    sheet = opened(workbooks.marked(found, [], {})).worksheets[0]
    assert sheet.title == "2024-25" and (sheet["A2"].value, sheet["B2"].value) == ("1", "x")
    found = replace(found, sheet="'[:]'")
    assert opened(workbooks.marked(found, [], {})).worksheets[0].title == "---"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("History", "History-"), ("history", "history-"), ("Problems", "Problems"), ("x" * 40, "x" * 31),
     ("", "Data"), ("''", "Data"), ("Gads/2024?*", "Gads-2024--"), ("a\x00b", "ab")],
)  # fmt: skip
def test_a_marked_workbook_takes_every_name_that_a_sheet_may_have_had(name, shown):
    found = replace(intake.read(b"name,value\n1,x\n", "a.csv"), sheet=name)
    assert opened(workbooks.marked(found, [], {})).worksheets[0].title == shown


def test_of_a_long_file_the_rows_with_a_problem_are_marked_and_that_is_said():
    rows = pd.RangeIndex(2, 1_048_600, name="row")
    table = pd.DataFrame({"a": "x", "b": "y"}, index=rows)
    found = replace(intake.read(b"a,b\n1,x\n", "a.csv"), table=table)
    problems = [
        Problem("not-a-number", "values", row=row, column="a", value="x")
        for row in (5, 1_048_576, 1_048_577)
    ]
    book = opened(workbooks.marked(found, problems, {"a": "a"}))
    sheet, listed = book.worksheets
    assert [sheet[cell].value for cell in ("A5", "B5", "A6", "A1048576")] == ["x", "y", None, "x"]
    assert sheet.max_row == 1_048_576
    told = [row[0].value for row in listed.iter_rows()]
    assert told[:4] == ["Cell", "A5", "A1048576", "A1048577"]
    assert told[4] == "The file is long: only its rows with a problem are in the first sheet."
    assert told[5] == "A sheet holds 1,048,576 rows: what is beyond is in this list alone."


def test_a_template_of_more_rows_than_a_sheet_holds_is_told():
    package = Package(SHIPPED)
    many = package.table("regions").iloc[[0] * 1_048_576]
    with pytest.raises(DataError, match=r"1048576 rows are more than the 1048575 that a sheet"):
        workbooks.template(package, "regions", many)


def test_no_cell_is_cut_in_silence(package):
    rows = package.table("enterprises").head(2).copy()
    rows["description"] = ["=" + "x" * 32_765, "short"]
    content = workbooks.template(package, "enterprises", rows)
    found = intake.read(content, "a.xlsx", known=columns.names(package.schema("enterprises")))
    assert cells.unescaped(found.table["description"]).tolist() == rows["description"].tolist()
    rows["description"] = ["x" * 40_000, "short"]
    with pytest.raises(DataError, match=r"1 cells are longer than the 32766 characters"):
        workbooks.template(package, "enterprises", rows)
    # A marked workbook is to be mended: what is cut in it is said, so that nobody sends that back.
    sent = intake.read(b"Name;Town\n" + b"x" * 40_000 + b";Riga\n", "a.csv")
    book = openpyxl.load_workbook(io.BytesIO(workbooks.marked(sent, (), {})))
    notes = [str(row[0]) for row in book.worksheets[1].iter_rows(values_only=True)]
    assert notes[-1].endswith("these are cut here, not in your own file: A2")
