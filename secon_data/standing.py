"""What a place among all regions is worth – quarters, fifths, the axis – and who does better.

Good is always one end: what is judged follows the indicator's direction, and a neutral indicator
is placed (highest last) but never judged. Where fewer than ``FEW`` regions form the spread there
are no quarters and no fifths: they would be chance.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from secon_data import comparison, regions, spreads
from secon_data.package import Package, once

FEW = 40
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

    To the columns of ``comparison.compared`` come: direction; telling (the spread is large enough
    for quarters); goodness (percentile from the worst, missing when neutral or not telling);
    quarter (lowest, middle, best) and fifth (1 = lowest, 5 = best) by goodness; position (on the
    quarter axis; on a plain one from worst to best where the spread is not telling).
    """
    result = comparison.overview(package).copy()
    indicators = package.table("indicators").set_index("indicator_id")
    result["direction"] = result["indicator_id"].map(indicators["direction"].astype("str"))
    result["telling"] = result["spread_n"].fillna(0).astype("int64") >= FEW
    low = result["direction"] == "lower_is_better"
    judged = result["telling"] & (result["direction"] != "neutral")
    result["goodness"] = result["percentile"].where(~low, 100 - result["percentile"]).where(judged)
    good = result["goodness"]
    quarter = np.select([good.isna(), good >= 75, good <= 25], ["", "best", "lowest"], "middle")
    result["quarter"] = pd.Series(quarter, index=result.index).replace("", pd.NA).astype("str")
    result["fifth"] = (good // 20 + 1).clip(upper=5).astype("Int64")
    result["position"] = [
        np.nan if pd.isna(row["spread_n"]) else axis_position(row["value"], knots(row), lower)
        for row, lower in zip(
            result[["value", "spread_n", "telling", *FIVE]].to_dict("records"), low, strict=True
        )
    ]
    return result


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
    """The four regions most like one (``comparison.peers``), and how far they are ahead of it.

    ``alike``: the indicators by which they are alike; ``among``: nine, or nuts2. The second table:
    id, indicator_id, value, year and basis of the others; gap (theirs − mine, printed) and ahead
    (the same, positive where theirs is better). Neutral indicators and missing values are left out.
    """
    found = comparison.peers(package, region, alike, among="nine" if among == "nine" else "nuts2")
    judged, ids = _judged(package), found["id"].tolist()
    mine = judged.get(region, {})
    if among == "nine":
        theirs = [
            (other, indicator, *judged[other][indicator])
            for indicator in mine
            for other in judged
            if other in ids and indicator in judged[other]
        ]
    else:
        theirs = _area_values(package, {i: year for i, (_, year, _) in mine.items()}, ids)
    columns = ("id", "indicator_id", "value", "year", "basis")
    typed = zip(columns, ("str", "str", "float64", "Int64", "str"), strict=True)
    cells = zip(*theirs, strict=True) if theirs else ((),) * len(columns)
    filled = zip(typed, cells, strict=True)
    both = {name: pd.array(cell, dtype=kind) for (name, kind), cell in filled}
    indicators = comparison.judged(package)
    rules = [indicators[indicator] for _, indicator, *_ in theirs]
    apart = np.array([value - mine[i][0] for _, i, value, *_ in theirs], dtype="float64")
    gap = spreads.half_up(apart, np.array([decimals for decimals, _ in rules], dtype="int64"))
    lower = np.array([way == "lower_is_better" for _, way in rules], dtype="bool")
    return found, pd.DataFrame(both | {"gap": gap, "ahead": np.where(lower, -gap, gap)})


Known: TypeAlias = tuple[float, int, str]  # value, year, basis


@once
def _judged(package: Package) -> dict[str, dict[str, Known]]:
    """What is known of each region in the indicators that are judged."""
    table = standing(package)
    table = table[(table["direction"] != "neutral") & table["value"].notna()]
    found: dict[str, dict[str, Known]] = {r: {} for r in regions.countries(package)}
    columns = ("region_id", "indicator_id", "value", "year", "basis")
    for region, indicator, *known in zip(*(table[c].tolist() for c in columns), strict=True):
        found[region][indicator] = (known[0], known[1], known[2])
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
