"""A table's rows as named tuples."""

from __future__ import annotations

import pandas as pd
import pytest

from secon_data.package import Package
from secon_data.rows import tuples


def test_rows_have_their_cells_by_the_names_of_the_columns():
    table = pd.DataFrame({"town": ["Rīga", "Ogre"], "n": [3, 4]}, index=[7, 9])
    first, second = tuples(table)
    assert (first.town, first.n, second.town, second.n) == ("Rīga", 3, "Ogre", 4)
    assert first._fields == ("town", "n")


def test_a_table_without_rows_has_none():
    assert list(tuples(pd.DataFrame({"town": []}))) == []


@pytest.mark.parametrize("dataset", ["events", "practices", "stakeholders", "stories"])
def test_rows_are_those_of_pandas(dataset):
    table = Package().table(dataset)
    ours = [list(map(str, row)) for row in tuples(table)]
    assert ours == [list(map(str, row)) for row in table.itertuples(index=False)]
    assert ours
