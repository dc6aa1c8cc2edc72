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
