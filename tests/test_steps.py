"""What a talk goes through: neither tables nor a trend of a single year."""

from __future__ import annotations

import pytest
from looks import look

from pages.compare.build import build
from pages.compare.link import CompareView
from secon_data.package import Package


@pytest.fixture(scope="module")
def package():
    return Package()


def steps(package, **fields):
    view = CompareView("riga", "en", presenting="1", **fields)
    return build(view, package, look(package, size="slide")).steps


def test_tables_and_trends_of_one_year_are_no_steps(package):
    assert steps(package) == ("map", "ranking", "trend", "scatter")
    # Of which 2025 alone is in the data.
    assert steps(package, indicator="gender_employment_gap_20_64") == ("map", "ranking", "scatter")
