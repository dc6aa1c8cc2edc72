"""How a region stands – strengths, weaknesses, the quarter axis – and who does better.

Good is always one end: what is judged follows the indicator's direction (``judging`` has every
definition), and a neutral indicator is placed but never judged.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from secon_data import comparison, judging, regions, spreads
from secon_data.package import Package, once
from secon_data.rows import Row

FIVE = ("spread_min", "spread_q1", "spread_median", "spread_q3", "spread_max")


def axis_position(value: float, knots: Sequence[float], lower_is_better: bool = False) -> float:
    """Where a value stands on an axis on which the knots (lowest first) are equally far apart:
    0 is the worst end, 1 the best. A value that several knots share stands in their middle, one
    beyond the ends at the end."""
    step = 1 / (len(knots) - 1)
    inside = min(max(value, knots[0]), knots[-1])
    at = [number * step for number, knot in enumerate(knots) if knot == inside]
    if at:
        share = (at[0] + at[-1]) / 2
    else:
        after = bisect_right(knots, inside)
        low, high = knots[after - 1], knots[after]
        share = (after - 1 + (inside - low) / (high - low)) * step
    return 1 - share if lower_is_better else share


@once
def standing(package: Package) -> pd.DataFrame:
    """How all regions stand in all indicators, in the latest year of each. Shared.

    To the columns of ``comparison.compared`` come: goodness (percentile from the worst, missing
    where there is no quarter); position (on the quarter axis, within its own quarter; on a plain
    axis from worst to best where the spread is not telling).
    """
    result = comparison.overview(package).copy()
    low = result["direction"] == "lower_is_better"
    good = result["percentile"].where(~low, 100 - result["percentile"])
    result["goodness"] = good.where(result["quarter"].notna())
    rows = result[["value", "spread_n", "telling", "quarter", *FIVE]].to_dict("records")
    result["position"] = [_position(row, lower) for row, lower in zip(rows, low, strict=True)]
    return result


def _position(row: Mapping[Any, Any], lower_is_better: bool) -> float:
    """Where a row stands on its axis. What is computed of several areas may lie between the last
    of one quarter and the first of the next: the quarter decides."""
    if pd.isna(row["spread_n"]):
        return float("nan")
    at = axis_position(row["value"], knots(row), lower_is_better)
    if pd.isna(row["quarter"]):
        return at
    number = judging.QUARTERS.index(row["quarter"])
    return min(max(at, number / 4), (number + 1) / 4)


def strengths(rows: Iterable[Row]) -> list[Row]:
    """The rows in the best quarter, the best first."""
    return sorted((r for r in rows if r["quarter"] == "best"), key=lambda r: -r["goodness"])


def weaknesses(rows: Iterable[Row]) -> list[Row]:
    """The rows in the lowest quarter, the lowest first."""
    return sorted((r for r in rows if r["quarter"] == "lowest"), key=lambda r: r["goodness"])


def worse_than_median(rows: Iterable[Row]) -> list[Row]:
    """The rows that have quarters and are worse than the median, the lowest first: weaknesses, and
    what is none."""
    worse = (r for r in rows if r["side"] == "worse" and isinstance(r["quarter"], str))
    return sorted(worse, key=lambda r: r["goodness"])


def close_to_best(rows: Iterable[Row]) -> list[Row]:
    """The rows that are close to the best quarter, the best first."""
    near = (
        r
        for r in rows
        if r["quarter"] == "third" and r["side"] == "better" and r["goodness"] >= judging.CLOSE
    )
    return sorted(near, key=lambda r: -r["goodness"])


def knots(row: Mapping[Any, Any]) -> list[float]:
    """The values that the axis of a row of ``standing`` is made of, lowest first."""
    return [float(row[name]) for name in (FIVE if row["telling"] else (FIVE[0], FIVE[-1]))]


@once
def small_spreads(package: Package) -> dict[tuple[str, int, int], list[float]]:
    """The single values of the spreads that are too small for quarters, lowest first, by
    indicator, year and level. Shared."""
    table, found = standing(package), spreads.spreads(package)
    few = table[~table["telling"] & table["spread_n"].notna()]
    keys = zip(*(few[column].tolist() for column in spreads.KEY), strict=True)
    return {key: found.value[found.part(*key)].tolist() for key in keys}


def peers_and_gaps(
    package: Package, region: str, alike: Sequence[str], among: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The up to four regions most like one (``comparison.peers``), and how far they are ahead.

    ``alike``: the indicators by which they are alike, closely in at least half; ``among``: nine, or
    nuts2. They have values where the region has its weaknesses (``needed_of_peers``). The second
    table: id, indicator_id, value, year and basis of the others; gap (theirs − mine, printed) and
    ahead (the same, positive where theirs is better). Both are missing where NUTS 2 areas would be
    measured against a value of another level. Neutral indicators and missing values are left out.
    """
    judged = _judged(package)
    mine = judged.get(region, {})
    found = _alike(package, region, alike, among, needed_of_peers(package, region))
    ids = found["id"].tolist()
    if among == "nine":
        theirs = [
            (other, indicator, *judged[other][indicator][:3])
            for indicator in mine
            for other in judged
            if other in ids and indicator in judged[other]
        ]
    else:
        theirs = _area_values(package, {i: known.year for i, known in mine.items()}, ids)
    columns = ("id", "indicator_id", "value", "year", "basis")
    typed = zip(columns, ("str", "str", "float64", "Int64", "str"), strict=True)
    cells = zip(*theirs, strict=True) if theirs else ((),) * len(columns)
    filled = zip(typed, cells, strict=True)
    both = {name: pd.array(cell, dtype=kind) for (name, kind), cell in filled}
    indicators = comparison.judged(package)
    rules = [indicators[indicator] for _, indicator, *_ in theirs]
    apart = np.array(
        [
            value - mine[i].value if among == "nine" or mine[i].level == 2 else np.nan
            for _, i, value, *_ in theirs
        ],
        dtype="float64",
    )
    gap = spreads.half_up(apart, np.array([decimals for decimals, _ in rules], dtype="int64"))
    lower = np.array([way == "lower_is_better" for _, way in rules], dtype="bool")
    return found, pd.DataFrame(both | {"gap": gap, "ahead": np.where(lower, -gap, gap)})


def any_alike(package: Package, region: str, alike: Sequence[str], among: str) -> bool:
    """Whether any region is like one at all: of those that are, none may have a value in each of
    its weaknesses (``peers_and_gaps``)."""
    return len(_alike(package, region, alike, among)) > 0


def _alike(
    package: Package, region: str, alike: Sequence[str], among: str, needed: Sequence[str] = ()
) -> pd.DataFrame:
    """``comparison.peers`` by the rule of ``judging``."""
    return comparison.peers(
        package,
        region,
        alike,
        among="nine" if among == "nine" else "nuts2",
        near=judging.ALIKE,
        far=judging.FAR,
        needed=needed,
    )


def needed_of_peers(package: Package, region: str) -> list[str]:
    """In which indicators regions like one must have a value: its weaknesses at NUTS 2, of all
    indicators. Empty where it has none."""
    mine = _judged(package).get(region, {})
    return [i for i, known in mine.items() if known.weak and known.level == 2]


class _Known(NamedTuple):
    """What a region has in an indicator. ``level``: at which it is placed; ``weak``: it is a
    weakness."""

    value: float
    year: int
    basis: str
    level: int
    weak: bool


@once
def _judged(package: Package) -> dict[str, dict[str, _Known]]:
    """What is known of each region in the indicators that are judged."""
    table = standing(package)
    table = table[(table["direction"] != "neutral") & table["value"].notna()]
    found: dict[str, dict[str, _Known]] = {r: {} for r in regions.countries(package)}
    columns = ("region_id", "indicator_id", "value", "year", "basis", "spread_level", "quarter")
    for region, indicator, value, year, basis, level, quarter in zip(
        *(table[c].tolist() for c in columns), strict=True
    ):
        found[region][indicator] = _Known(value, year, basis, level, quarter == "lowest")
    return found


def _area_values(
    package: Package, years: Mapping[str, int], ids: Collection[str]
) -> list[tuple[str, str, float, int, str]]:
    """What some NUTS 2 areas have for indicators, each in its year: area, indicator, value, year,
    basis (always own); by indicator, lowest value first."""
    found, places = spreads.spreads(package), comparison.area_places(package)
    called = {places[area]: area for area in ids}
    wanted = np.array(list(called), dtype="int64")[:, np.newaxis]
    rows = []
    for indicator, year in years.items():
        part = found.part(indicator, year, 2)
        area, value = found.area[part], found.value[part]
        rows += [
            (called[area[row]], indicator, float(value[row]), year, "own")
            for row in np.flatnonzero((area == wanted).any(axis=0)).tolist()
        ]
    return rows
