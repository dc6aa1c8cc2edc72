"""What better, worse, place and quarter mean: worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secon_data import judging
from secon_data.spreads import half_up

HIGHER, LOWER, NEUTRAL = "higher_is_better", "lower_is_better", "neutral"


@pytest.mark.parametrize(
    ("difference", "direction", "side"),
    [
        (0.1, LOWER, "worse"),  # poverty 21.1 against a median of 21.0
        (0.0, HIGHER, "same"),  # employment 77.1, which is the median
        (-0.1, LOWER, "better"),
        (0.1, HIGHER, "better"),
        (-0.1, HIGHER, "worse"),
        (0.1, NEUTRAL, "above"),
        (-0.1, NEUTRAL, "below"),
        (0.0, NEUTRAL, "same"),
        (math.nan, HIGHER, None),
    ],
)
def test_a_side_is_told_by_the_printed_difference(difference, direction, side):
    assert judging.side(difference, direction) == side


# Unemployment 2025: 120 areas, quartiles 3.575 and 7.775, median 4.95, printed 5.0.
EDGES = (3.575, 5.0, 7.775, 1)


@pytest.mark.parametrize(
    ("value", "quarter"),
    [
        (3.5, "best"),
        (3.6, "third"),
        (5.0, "third"),
        (5.1, "second"),
        (7.7, "second"),
        (7.8, "lowest"),
    ],
)
def test_low_unemployment_is_in_the_best_quarter(value, quarter):
    edges = judging.breaks(*EDGES, LOWER)
    assert edges == (3.5, 5.0, 7.7)
    assert judging.quarter(value, edges, LOWER) == quarter


def test_the_median_itself_is_never_in_the_worse_half():
    up, down = judging.breaks(*EDGES, HIGHER), judging.breaks(*EDGES, LOWER)
    assert up == (3.5, 4.9, 7.7)
    assert judging.quarter(5.0, up, HIGHER) == judging.quarter(5.0, down, LOWER) == "third"


def test_what_most_areas_share_is_neither_strength_nor_weakness():
    # Quartiles and median are all 3: who has 3 stands with the middle, not in a quarter.
    edges = judging.breaks(3.0, 3.0, 3.0, 0, HIGHER)
    assert [judging.quarter(v, edges, HIGHER) for v in (2, 3, 4)] == ["lowest", "third", "best"]


def test_a_neutral_indicator_has_no_quarter():
    assert judging.quarter(9.0, judging.breaks(*EDGES, NEUTRAL), NEUTRAL) is None


def test_what_lies_on_an_unprinted_quartile_counts_to_its_quarter():
    # 4.2 + ½ × (4.4 − 4.2) is 4.300000000000001 in binary, and 4.3 all the same.
    edges = judging.breaks(1.0, 2.0, 4.2 + (4.4 - 4.2) * 0.5, 1, HIGHER)
    assert judging.quarter(4.3, edges, HIGHER) == "best"


@given(
    st.lists(st.integers(0, 60), min_size=judging.FEW, max_size=130),
    st.sampled_from([HIGHER, LOWER]),
    st.data(),
)
def test_a_quarter_holds_no_more_places_than_a_quarter_of_the_areas(tenths, direction, data):
    """«29th of 120» is in the best quarter, «31st of 120» is not; and no better half without
    being better than the median."""
    values = sorted(n / 10 for n in tenths)
    n = len(values)

    def at(share: float) -> float:
        low, part = divmod((n - 1) * share, 1)
        after = values[min(int(low) + 1, n - 1)]
        return values[int(low)] + (after - values[int(low)]) * part

    import numpy as np

    median = float(half_up(np.array([at(0.5)]), 1)[0])
    value = data.draw(st.sampled_from(values))
    found = judging.quarter(
        value, judging.breaks(at(0.25), median, at(0.75), 1, direction), direction
    )
    better = sum(v > value if direction == HIGHER else v < value for v in values)
    worse = sum(v < value if direction == HIGHER else v > value for v in values)
    side = judging.side(round(value - median, 1), direction)
    most = math.ceil(n / 4)
    assert (found == "best") == (better + 1 <= most and side == "better")
    assert (found == "lowest") == (worse + 1 <= most and side == "worse")
    assert (found in ("best", "third")) == (side in ("better", "same"))
