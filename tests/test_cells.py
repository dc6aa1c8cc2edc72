"""How people write numbers, dates and gaps."""

from __future__ import annotations

import pandas as pd
import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from secon_data import csv_text
from secon_data.intake import cells


def one(function, text, *more):
    return function(pd.Series([text]), *more).iloc[0]


@pytest.mark.parametrize(
    ("text", "decimal", "plain"),
    [
        ("6,9", ",", "6.9"),
        ("6.9", ".", "6.9"),
        ("12,5 %", ",", "12.5"),
        ("12.5%", ".", "12.5"),
        ("1 234,5", ",", "1234.5"),
        ("1\u00a0234\u202f567,25", ",", "1234567.25"),
        ("1.234.567", ",", "1234567"),
        ("1.234,5", ",", "1234.5"),
        ("1,234.5", ".", "1234.5"),
        ("1'234.5", ".", "1234.5"),
        ("1’234", ".", "1234"),
        ("−0,4", ",", "-0.4"),
        ("-12", ",", "-12"),
        ("1.5e3", ".", "1.5e3"),
        (" 7 ", ".", "7"),
        (",5", ",", ".5"),
        # Not numbers in that style: they stay as they came.
        ("6.9", ",", "6.9 kept"),
        ("1.23.4", ",", "1.23.4"),
        ("12 34", ".", "12 34"),
        ("1,2,3", ".", "1,2,3"),
        ("about 7", ".", "about 7"),
    ],
)
def test_a_number_is_read_as_it_was_meant(text, decimal, plain):
    assert one(cells.numbers, text, decimal) == plain.removesuffix(" kept")


@pytest.mark.parametrize("text", ["", ":", "n/a", "N/A", "-", "..", "–", "  ", "\u00a0"])
def test_a_missing_mark_is_a_gap(text):
    assert one(cells.without_gaps, text) == ""
    assert one(cells.numbers, text, ",") == ""


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        (["6,9", "7"], ","),
        (["6.9", "7"], "."),
        (["1.234", "2.345,5"], ","),
        (["1,234", "2,345.5"], "."),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["0,125"], ","),
        (["1 234,500"], ","),
        (["1,234"], None),
        (["7", "text", "1.234"], None),
        (["12,5 %"], ","),
        (["2024-05-01", "a.b"], None),
        # Each cell has a say, also one that says the same as another.
        (["1,5", "1,5", "1.5"], ","),
        (["01.2024", "1.5", "1.5", "1.5"], "."),
        (["01.2024", "01.2024", "01.2024", "1,5"], None),
        (["01.2024", "5", "6"], "."),
    ],
)
def test_the_decimal_mark_shows_in_the_column(column, mark):
    assert cells.decimal_mark(pd.Series(column)) == mark


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2024", "2024"),
        ("2024-05", "2024-05"),
        ("2024-05-01", "2024-05-01"),
        ("2024-05-01T00:00:00", "2024-05-01"),
        ("2024-05-01 12:30:00", "2024-05-01"),
        ("01.05.2024", "2024-05-01"),
        ("1.5.2024.", "2024-05-01"),
        ("1/5/2024", "2024-05-01"),
        ("31-12-2024", "2024-12-31"),
        ("05.2024", "2024-05"),
        ("31.02.2024", "31.02.2024"),
        ("5/31/2024", "5/31/2024"),
        ("13.2024", "13.2024"),
        ("May 2024", "May 2024"),
        ("n/a", ""),
    ],
)
def test_a_date_keeps_its_precision(text, plain):
    assert one(cells.dates, text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Jā", "true"), ("nē", "false"), ("ΝΑΙ", "true"), ("1", "true"), ("не", "false"), ("maybe", "maybe"), ("-", "")],
)  # fmt: skip
def test_yes_and_no_are_known_in_all_languages(text, plain):
    assert one(cells.booleans, text) == plain


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False),
    st.sampled_from(["en_GB", "el", "de", "nl", "ro", "pl", "pt_PT", "lv", "es", "bg"]),
)
def test_what_a_language_writes_is_read_back(number, locale):
    text = format_decimal(number, format="#,##0.00", locale=locale)
    decimal = format_decimal(1.5, locale=locale)[1]
    assert float(one(cells.numbers, text, decimal)) == float(number)


@given(st.text(max_size=12))
def test_any_text_is_taken(text):
    column = pd.Series([text, "1,5"])
    for decimal in (",", "."):
        assert len(cells.numbers(column, decimal)) == 2
    assert cells.dates(column).iloc[1] == "1,5"
    cells.booleans(column), cells.decimal_mark(column)


@given(st.text(st.sampled_from("'\"=+-@;,|\t\r\naé "), max_size=12))
def test_what_an_export_has_marked_comes_back_as_it_was(text):
    assert one(cells.unescaped, csv_text.escaped(text)) == text


def test_an_apostrophe_of_a_name_stays():
    assert one(cells.unescaped, "L'Aquila, 't Kasteel") == "L'Aquila, 't Kasteel"
