"""Facets: what is counted, and what a choice keeps."""

from __future__ import annotations

import pandas as pd

from secon_ui.shell.facets import NOT_STATED, Facet, counted, known, narrowed

TABLE = pd.DataFrame(
    {
        "field": ["care", "care", "food", None, "food"],
        "form": ["coop", "club", "coop", "coop", ""],
        "funds": [["esf", "state"], ["esf"], [], ["state"], ["esf"]],
    }
)
FIELD = Facet("field", "field", "Field", str)
FORM = Facet("form", "form", "Form", str)
FUNDS = Facet("funds", "funds", "Funds", str, order=("state", "esf"))
FACETS = [FIELD, FORM, FUNDS]


def test_counts_obey_the_other_facets_not_their_own():
    counts = counted(TABLE, FACETS, {"form": ["coop"]})
    assert counts["field"] == {"care": 1, "food": 1, NOT_STATED: 1}
    assert counts["form"] == {"coop": 3, "club": 1, NOT_STATED: 1}


def test_a_cell_with_several_codes_counts_for_each():
    counts = counted(TABLE, FACETS, {})
    assert counts["funds"] == {"state": 2, "esf": 3, NOT_STATED: 1}
    assert list(counts["funds"]) == ["state", "esf", NOT_STATED]


def test_the_commonest_comes_first_and_what_is_not_stated_last():
    table = pd.DataFrame({"field": [None, None, None, "food", "care", "care"]})
    assert list(counted(table, [FIELD], {})["field"]) == ["care", "food", NOT_STATED]


def test_a_chosen_code_stays_even_without_rows():
    counts = counted(TABLE, FACETS, {"field": ["food"], "form": ["club"]})
    assert counts["field"] == {"care": 1, "food": 0}


def test_a_choice_keeps_rows_with_any_code_of_each_facet():
    kept = narrowed(TABLE, FACETS, {"field": ["care", NOT_STATED], "funds": ["state"]})
    assert kept.index.tolist() == [0, 3]
    assert narrowed(TABLE, FACETS, {}).index.tolist() == [0, 1, 2, 3, 4]
    assert narrowed(TABLE, FACETS, {"field": ["food"]}, without="field").shape == (5, 3)


def test_a_link_may_name_each_code_that_occurs():
    assert known(TABLE, "field") == ["care", "food", NOT_STATED]
    assert known(TABLE, "funds") == ["esf", NOT_STATED, "state"]


def test_where_nothing_fits_the_columns_stay():
    none = narrowed(TABLE.head(0), FACETS, {"form": ["coop"]})
    assert len(none) == 0 and list(none.columns) == list(TABLE.columns)
