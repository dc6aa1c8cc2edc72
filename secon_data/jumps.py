"""Steps of a series that are out of its own proportion: a year that jumps away and returns, or a
step beside which all steps before it are small.

Both rules measure a series by itself, so that a lively one (migration) and a calm one (median age)
are each asked in their own measure; and both ask for a step that only a tenth of all steps of the
indicator exceed, so that noise of a series without movement is nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

USUAL = 0.9  # the share of an indicator's steps that are smaller than what counts at all
RETURNS = 0.5  # by how much of the smaller step the year after may differ from the year before
SPIKE, AROUND, FEWEST = 3.0, 5, 3  # so many times the largest of the other steps around; years; of
STEP, BEFORE = 10.0, 4  # so many times the largest of the steps of so many years before

_Floats = npt.NDArray[np.float64]
_Places = npt.NDArray[np.intp]


class Jumps(NamedTuple):
    """Where series jump, as (area, indicator, year) → how many times as large the step is as the
    largest of its other steps. ``spikes``: the year stands alone; ``steps``: the first year of the
    new level."""

    spikes: Mapping[tuple[str, str, int], float]
    steps: Mapping[tuple[str, str, int], float]


def usual(table: pd.DataFrame) -> dict[str, float]:
    """The step from one year to the next that a tenth of an indicator's steps exceed.

    ``table``: as in ``found``."""
    ordered, step, _ = _steps(table)
    sizes = pd.Series(np.abs(step)).groupby(ordered["indicator_id"].to_numpy("object"))
    return {str(name): float(size) for name, size in sizes.quantile(USUAL).dropna().items()}


def found(table: pd.DataFrame, least: Mapping[str, float]) -> Jumps:
    """The jumps of all series. ``table``: area_id, indicator_id, year, value, method, one row an
    area, indicator and year; a series ends where a year is missing or the method changes.
    ``least``: ``usual`` of what is published."""
    ordered, step, (starts, stops) = _steps(table)
    value = ordered["value"].to_numpy("float64")
    size = np.abs(step)
    floor = ordered["indicator_id"].map(least).astype("float64").fillna(np.inf).to_numpy()
    back = np.append(step[1:], np.nan)  # the step to the year after
    smaller = np.minimum(size, np.abs(back))
    apart = np.abs(np.append(value[1:], np.nan) - np.append(np.nan, value[:-1]))
    alone = (step * back < 0) & (apart <= RETURNS * smaller) & (smaller >= floor)
    spikes = {}
    for row in np.flatnonzero(alone).tolist():
        start, stop = int(starts[row]), int(stops[row])
        around = [
            size[at]
            for at in range(max(start, row - AROUND), min(stop, row + AROUND + 2))
            if at not in (row, row + 1) and not np.isnan(size[at])
        ]
        if len(around) >= FEWEST and smaller[row] >= SPIKE * max(around):
            spikes[_key(ordered, row)] = _times(smaller[row], max(around))
    before = pd.Series(size).rolling(BEFORE).max().shift(1).to_numpy()
    steps = {}
    for row in np.flatnonzero((size >= floor) & (size >= STEP * before)).tolist():
        # Four steps before it, all of its own series.
        if row - BEFORE > starts[row] and (key := _key(ordered, row)) not in spikes:
            steps[key] = _times(size[row], before[row])
    return Jumps(spikes, steps)


def _key(ordered: pd.DataFrame, row: int) -> tuple[str, str, int]:
    """Of one row: the keys of a million would take more memory than its figures."""
    area, indicator, year = (ordered[c].iat[row] for c in ("area_id", "indicator_id", "year"))
    return str(area), str(indicator), int(year)


def _times(step: float, largest: float) -> float:
    return float(step / largest) if largest else float("inf")


def _steps(table: pd.DataFrame) -> tuple[pd.DataFrame, _Floats, tuple[_Places, _Places]]:
    """The rows in the order of their series; the step to each from the year before (nan where it
    is another series); where the area and indicator of each begin, and where they end."""
    columns = ["area_id", "indicator_id", "year", "value", "method"]
    rows = table[columns].dropna(subset=["year", "value"]).astype({"year": "int64"})
    areas, indicators, methods = (
        pd.factorize(rows[name])[0] for name in ("area_id", "indicator_id", "method")
    )
    order = np.lexsort((rows["year"].to_numpy(), indicators, areas))
    rows = rows.iloc[order].reset_index(drop=True)
    areas, indicators, methods = areas[order], indicators[order], methods[order]
    same = (np.diff(areas) == 0) & (np.diff(indicators) == 0)
    joined = same & (np.diff(methods) == 0) & (np.diff(rows["year"].to_numpy()) == 1)
    difference = np.diff(rows["value"].to_numpy("float64"))
    step = np.append(np.nan, np.where(joined, difference, np.nan))[: len(rows)]
    starts = np.flatnonzero(np.append(True, ~same)[: len(rows)])
    stops = np.append(starts[1:], len(rows))[: len(starts)]
    lengths = stops - starts
    return rows, step, (np.repeat(starts, lengths), np.repeat(stops, lengths))
