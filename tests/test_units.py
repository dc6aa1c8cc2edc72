"""What a unit says of values and of their differences."""

from __future__ import annotations

import pytest

from secon_data import units


@pytest.mark.parametrize(
    ("unit", "percentage", "points_of_percent", "in_points"),
    [
        ("% of labour force", True, True, True),
        ("percentage points", False, True, True),
        ("points", False, True, True),
        ("2015 = 100", False, False, True),
        ("EUR per inhabitant", False, False, False),
        ("per 100", False, False, False),
    ],
)
def test_a_unit_says_how_a_value_and_a_difference_are_told(
    unit, percentage, points_of_percent, in_points
):
    assert units.percentage(unit) is percentage
    assert units.points_of_percent(unit) is points_of_percent
    assert units.in_points(unit) is in_points


@pytest.mark.parametrize(
    ("unit", "name", "named"),
    [
        ("per km²", "number of tourist nights per km²", True),
        ("per 1 000", "number of tourist nights per 1 000 inhabitants", True),
        ("per km²", "population density", False),
        ("ha", "share of children", False),
        ("per 100", "number of physicians per 1000", False),
        (float("nan"), "population", False),
    ],
)
def test_a_name_may_say_its_unit(unit, name, named):
    assert units.named_in(unit, name) is named
