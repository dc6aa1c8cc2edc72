"""What a draft changes, cell by cell."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secon_data import changes

KEY = ["area", "year"]


def table(*rows):
    made = pd.DataFrame(rows, columns=["area", "year", "value", "flag"])
    return made.astype({"area": "str", "year": "Int64", "value": "float64", "flag": "str"})


OLD = table(
    ("LV", 2020, 8.0, None), ("LV", 2021, 7.6, "b"), ("ES", 2021, 0.0, None), ("BG", 2021, 5.0, "p")
)
NEW = table(
    ("BG", 2021, 5.0, None), ("LV", 2021, 7.5, "b"), ("ES", 2021, 4.0, None), ("RO", 2021, 5.6, None),
    ("LV", 2020, 12.0, None),
)  # fmt: skip


def test_changes_are_told_cell_by_cell_the_largest_jump_first():
    found = changes.between(OLD, NEW, KEY)
    assert found.added["area"].tolist() == ["RO"] and found.removed.empty
    told = found.cells[["area", "year", "column", "old", "new"]].values.tolist()
    # 8 → 12 is half as much again, 7.6 → 7.5 little; nothing relative can be said of 0 → 4 or texts.
    assert told[:2] == [["LV", 2020, "value", 8.0, 12.0], ["LV", 2021, "value", 7.6, 7.5]]
    assert sorted(told[2:], key=str) == [
        ["BG", 2021, "flag", "p", None],
        ["ES", 2021, "value", 0.0, 4.0],
    ]
    assert found.cells["relative"].iloc[0] == pytest.approx(0.5)
    assert found.counts() == {"added": 1, "changed": 4, "removed": 0, "cells": 4}


def test_a_jump_from_below_zero_is_measured_by_the_size_of_what_was():
    old = table(("LV", 2020, -4.0, None), ("ES", 2020, -2.0, None))
    new = table(("LV", 2020, -2.0, None), ("ES", 2020, -5.0, None))
    cells = changes.between(old, new, KEY).cells
    # −2 → −5 falls by one and a half of 2; −4 → −2 rises by half of 4.
    told = cells[["area", "jump", "relative"]].values.tolist()
    assert told == [["ES", -3.0, -1.5], ["LV", 2.0, 0.5]]


def test_an_update_keeps_what_the_file_does_not_name():
    file = table(("LV", 2021, 7.0, None), ("RO", 2021, 5.6, "e"))
    after = changes.apply(OLD, file, KEY, "update")
    assert after[["area", "year", "value"]].values.tolist() == [
        ["LV", 2020, 8.0],
        ["LV", 2021, 7.0],
        ["ES", 2021, 0.0],
        ["BG", 2021, 5.0],
        ["RO", 2021, 5.6],
    ]
    assert pd.isna(after["flag"].iloc[1])  # an empty cell of the file empties the old one
    assert after.dtypes.equals(OLD.dtypes)


def test_a_replacement_drops_the_rest():
    file = table(("RO", 2021, 5.6, "e"), ("LV", 2021, 7.0, None))
    after = changes.apply(OLD, file, KEY, "replace")
    assert after[["area", "year"]].values.tolist() == [["LV", 2021], ["RO", 2021]]


def test_a_column_that_the_file_lacks_keeps_its_values():
    file = table(("LV", 2021, 7.0, None), ("RO", 2021, 1.0, None)).drop(columns="flag")
    after = changes.apply(OLD, file, KEY, "replace")
    assert after["flag"].iloc[0] == "b" and pd.isna(after["flag"].iloc[1])


def test_an_integer_key_is_no_decimal_after_a_change():
    after = changes.apply(OLD, table(("LV", 2022, 1.0, None)), KEY)
    assert str(after["year"].dtype) == "Int64" and after["year"].tolist()[-1] == 2022


cells = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False, width=32))
rows = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.integers(2000, 2004), cells, st.sampled_from([None, "b", "p"])),
    unique_by=lambda row: row[:2],
    max_size=12,
)  # fmt: skip


@given(rows, rows)
def test_replacing_leads_exactly_to_the_new_rows(old, new):
    after = changes.apply(table(*old), table(*new), KEY, "replace")
    assert changes.between(after, table(*new), KEY).none


@given(rows, rows)
def test_the_counts_are_those_of_plain_dictionaries(old, new):
    found = changes.between(table(*old), table(*new), KEY).counts()
    before, after = {r[:2]: r[2:] for r in old}, {r[:2]: r[2:] for r in new}
    assert found["added"] == len(after.keys() - before.keys())
    assert found["removed"] == len(before.keys() - after.keys())
    assert found["changed"] == sum(before[k] != after[k] for k in before.keys() & after.keys())
