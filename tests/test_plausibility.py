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


def asked(data, *figures):
    """Area and code of what is asked about figures of one indicator."""
    rows = [(area, "rate", year, value, "", "m-1") for area, year, value in figures]
    columns = ["area_id", "indicator_id", "year", "value", "flag", "extract_id"]
    table = pd.DataFrame(rows, columns=columns, index=pd.RangeIndex(2, len(rows) + 2, name="row"))
    draft = Draft(table, {name: name for name in columns})
    report = check.check(draft, "observations", data, today=date(2026, 11, 24))
    assert report.errors == ()
    return [(table.at[p.row, "area_id"], p.code) for p in report.problems]


COUNTIES = ("AA11", "AA12", "AA13", "BB11", "BB19", "CC11", "CC12", "CC13")


@pytest.mark.parametrize(
    ("area", "value", "large"),
    [
        # 3 % more for the Union: 31.2, beside which all a county has is little; it moved by 40.
        ("EU27_2020", "1071.2", False),
        ("EU27_2020", "1080", False),
        ("EU27_2020", "1081", True),  # 41, more than ever from one year to the next
        ("AA11", "42", False),  # 3 more than the published 39: three usual steps
        ("AA11", "42.5", True),
    ],
)
def test_a_new_vintage_of_a_large_area_is_no_jump_where_its_series_moves_so(
    tmp_path, area, value, large
):
    # 232 steps of 1 and one of 40: below 40 are more than 995 of a thousand, so three steps of 1
    # are the limit.
    counties = [
        (county, "rate", 1990 + n, 10.0 + n) for county in COUNTIES for n in range(30)
    ]  # 10 … 39
    union = [("EU27_2020", "rate", 2018, 1000.0), ("EU27_2020", "rate", 2019, 1040.0)]
    data = package(tmp_path, [*counties, *union], *MORE)
    assert asked(data, (area, "2019", value)) == [(area, "large-jump")] * large


def test_a_jump_that_returns_and_is_published_already_is_not_asked_about_again(tmp_path):
    calm = (10.0, 10.1, 10.0, 10.1, 10.0, 10.1, 10.0)  # 2010 … 2016
    published = [
        (area, "rate", 2010 + n, 15.0 if (area, n) == ("AA11", 3) else value)
        for area in ("AA11", "AA12", "AA13", "CC11")
        for n, value in enumerate(calm)
    ]
    data = package(tmp_path, published, *MORE)
    assert asked(data, ("AA11", "2013", "15.2")) == []
    assert asked(data, ("AA12", "2013", "15")) == [("AA12", "returning-jump")]
