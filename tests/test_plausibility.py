"""What a check asks about figures that are there, or no longer there: made-up areas and years."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from made_up import area, package, region

from secon_data.checking import check
from secon_data.intake.draft import Draft

REGIONS = ("one", "four", "five", "six")
AREAS = dict(zip(REGIONS, ("AA11", "CC11", "CC12", "CC13"), strict=True))
MORE = (
    {"areas": [area(name, 2, 100) for name in ("CC11", "CC12", "CC13")]},
    *(region(name, "CC", 2, (AREAS[name], "own", None, 1)) for name in REGIONS[1:]),
)


@pytest.mark.parametrize(
    ("named", "gone"),
    [
        (("one", "four", "five", "six"), []),
        (("one", "four", "five"), ["Six"]),
        # Half of them is no more than a file about some: nothing is asked.
        (("one", "four"), []),
        (("one",), []),
    ],
)
def test_a_region_is_missed_when_most_of_those_of_the_year_before_are_there(tmp_path, named, gone):
    before = [(name, "rate", 2020, 5.0) for name in AREAS.values()]
    data = package(tmp_path, before, *MORE)
    rows = [(AREAS[name], "rate", "2021", "5.1", "", "m-1") for name in named]
    columns = ["area_id", "indicator_id", "year", "value", "flag", "extract_id"]
    index = pd.RangeIndex(2, len(rows) + 2, name="row")
    table = pd.DataFrame(rows, columns=columns, index=index)
    draft = Draft(table, {name: name for name in columns})
    report = check.check(draft, "observations", data, today=date(2026, 11, 24))
    assert report.errors == ()
    assert [p.value for p in report.problems if p.code == "region-gone-of"] == gone
