"""The spreads of all areas: worked out by hand, and against a plain recount."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from examples import tried
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import AREAS, INDICATORS, package

from secon_data import comparison, spreads
from secon_data.package import SHIPPED, Package, once

RATES = [
    ("AA11", "rate", 2020, 8.04),
    ("AA12", "rate", 2020, 4.0, "b", "m-1"),
    ("AA13", "rate", 2020, 4.0),
    ("BB11", "rate", 2020, 5.0),  # an area of the editions up to 2021
    ("BB19", "rate", 2020, 9.0),  # and of that of 2024
    ("AA", "rate", 2020, 7.0),
    ("AA11", "rate", 2019, 1.0),
    ("EU27_2020", "rate", 2020, 6.0),
    ("AA11", "nonsense", 2020, 3.0),
    ("ZZ99", "rate", 2020, 3.0),
]


def test_a_spread_is_sorted_printed_and_of_one_edition(tmp_path):
    found = spreads.spread(package(tmp_path, RATES), "rate", 2020, 2)
    # Both editions have four values: the newer one is taken. 8.04 is printed 8.0.
    assert found.drop(columns="flag").to_dict("list") == {
        "area_id": ["AA12", "AA13", "AA11", "BB19"],
        "name": ["Area AA12", "Area AA13", "Area AA11", "Area BB19"],
        "country_code": ["AA", "AA", "AA", "BB"],
        "level": [2, 2, 2, 2],
        "value": [4.0, 4.0, 8.0, 9.0],
    }
    assert found["flag"].fillna("").tolist() == ["b", "", "", ""]


def test_a_spread_that_there_is_not_is_empty(tmp_path):
    data = package(tmp_path, RATES)
    assert spreads.spread(data, "rate", 2018, 2).empty
    assert spreads.spread(data, "nonsense", 2020, 2).empty
    assert spreads.spread(data, "rate", 2020, -1).empty  # the Union is no area of a spread


def test_areas_of_several_spreads_come_in_the_order_asked(tmp_path):
    asked = pd.DataFrame(
        {
            "indicator_id": ["rate", "rate", "rate"],
            "year": [2020, 2018, 2019],
            "spread_level": [0, 2, 2],
        }
    )
    found = spreads.spread_areas(package(tmp_path, RATES), asked)
    columns = ["year", "spread_level", "area_id", "value", "extract_id", "edition"]
    assert found[columns].to_numpy().tolist() == [
        [2020, 0, "AA", 7.0, "m-1", 2024],
        [2019, 2, "AA11", 1.0, "m-1", 2024],
    ]


def test_the_knots_are_the_ends_and_the_quarters(tmp_path):
    found = spreads.spreads(package(tmp_path, RATES))
    # 4, 4, 8, 9: the quartiles lie 0.75 and 2.25 of the way: 4 and 8 + 0.25 × 1.
    knots = found.knots[found.numbers["rate", 2020, 2]]
    assert knots.tolist() == [4.0, 4.0, 6.0, 8.25, 9.0]


observation = st.tuples(
    st.sampled_from(sorted(AREAS)),
    st.sampled_from(sorted(INDICATORS)),
    st.integers(2018, 2021),
    st.integers(-500, 500).map(lambda n: n / 10),
)


@settings(max_examples=tried(40), deadline=None)
@given(st.lists(observation, max_size=60, unique_by=lambda row: row[:3]))
def test_spreads_agree_with_a_plain_recount(rows):
    with TemporaryDirectory() as folder:
        found = spreads.spreads(package(Path(folder), rows))
        wanted: dict[tuple[str, int, int], list[float]] = {}
        for edition in (2003, 2021, 2024):  # the later one wins where it has as many
            of_edition: dict[tuple[str, int, int], list[float]] = {}
            for area, indicator, year, value in rows:
                level, first, last, _ = AREAS[area]
                if level >= 0 and first <= edition <= last:
                    # Totals are printed without decimals, halves away from zero.
                    decimals = INDICATORS[indicator][4]
                    shown = value if decimals else int(abs(value) + 0.5) * (1 if value > 0 else -1)
                    of_edition.setdefault((indicator, year, level), []).append(shown)
            for key, values in of_edition.items():
                if len(values) >= len(wanted.get(key, [])):
                    wanted[key] = sorted(values)
        assert {key: found.value[found.of(n)].tolist() for key, n in found.numbers.items()} == (
            wanted
        )
        for key, values in wanted.items():
            knots = found.knots[found.numbers[key]]
            assert (knots[0], knots[2], knots[4]) == (
                pytest.approx(min(values)),
                pytest.approx(median(values)),
                pytest.approx(max(values)),
            )


def test_once_works_a_thing_out_once_for_each_table():
    made = []

    @once
    def doubled(table: pd.DataFrame) -> int:
        made.append(len(table))
        return 2 * len(table)

    one, other = pd.DataFrame({"a": [1]}), pd.DataFrame({"a": [1, 2]})
    assert [doubled(one), doubled(other), doubled(one)] == [2, 4, 2]
    assert made == [1, 2]
    del one
    third = pd.DataFrame({"a": [1, 2, 3]})  # may well stand where the first one stood
    assert doubled(third) == 6


def test_a_comparison_is_the_same_and_as_quick_among_ten_times_the_observations():
    today = Package(SHIPPED)

    def again(name: str) -> pd.DataFrame:
        table = today.table(name)
        others = [table.assign(indicator_id=table["indicator_id"] + f"~{n}") for n in range(1, 10)]
        return pd.concat([table, *others], ignore_index=True)

    grown = today.with_tables({name: again(name) for name in ("observations", "indicators")})
    assert len(grown.table("observations")) > 1_200_000
    asked = ("unemployment_rate_15_74", 2020)
    taken: dict[Package, list[float]] = {today: [], grown: []}
    found = {data: comparison.compare(data, *asked) for data in taken}
    pd.testing.assert_frame_equal(found[grown].table, found[today].table)
    pd.testing.assert_frame_equal(found[grown].spread, found[today].spread)
    for _ in range(15):  # in turns, so that what else the machine does meets both
        for data, times in taken.items():
            start = time.process_time()
            comparison.compare(data, *asked)
            times.append(time.process_time() - start)
    assert min(taken[grown]) < 2 * min(taken[today])
