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
    return _usual(_ordered(table))


def found(table: pd.DataFrame, least: Mapping[str, float] | None = None) -> Jumps:
    """The jumps of all series. ``table``: area_id, indicator_id, year, value, method, one row an
    area, indicator and year; a series ends where a year is missing or the method changes.
    ``least``: ``usual`` of what is published; None: that is the table."""
    rows = _ordered(table)
    usual = _usual(rows) if least is None else least
    value, step, starts, stops = rows.value, rows.step, rows.starts, rows.stops
    size = np.abs(step)
    floor = np.array([usual.get(str(name), np.inf) for name in rows.names], "float64")[rows.named]
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
            spikes[rows.key(row)] = _times(smaller[row], max(around))
    before = pd.Series(size).rolling(BEFORE).max().shift(1).to_numpy()
    steps = {}
    for row in np.flatnonzero((size >= floor) & (size >= STEP * before)).tolist():
        # Four steps before it, all of its own series.
        if row - BEFORE > starts[row] and (key := rows.key(row)) not in spikes:
            steps[key] = _times(size[row], before[row])
    return Jumps(spikes, steps)


def _times(step: float, largest: float) -> float:
    return float(step / largest) if largest else float("inf")


class _Ordered(NamedTuple):
    """The rows in the order of their series. ``lying``: the area of each among ``areas``,
    ``named``: the indicator of each among ``names``; ``step``: to each from the year before (nan
    where it is another series); ``starts``, ``stops``: where the area and indicator of each begin,
    and where they end."""

    areas: pd.Index
    lying: _Places
    names: pd.Index
    named: _Places
    year: npt.NDArray[np.int64]
    value: _Floats
    step: _Floats
    starts: _Places
    stops: _Places

    def key(self, row: int) -> tuple[str, str, int]:
        """Of one row: the keys of a million would take more memory than its figures."""
        area, name = self.areas[self.lying[row]], self.names[self.named[row]]
        return str(area), str(name), int(self.year[row])


def _ordered(table: pd.DataFrame) -> _Ordered:
    known = (table["year"].notna() & table["value"].notna()).to_numpy("bool")
    year = table["year"].to_numpy("float64", na_value=np.nan)[known].astype("int64")
    value = table["value"].to_numpy("float64", na_value=np.nan)[known]
    (lying, areas), (named, names), (methods, _) = (
        pd.factorize(table[name]) for name in ("area_id", "indicator_id", "method")
    )
    lying, named, methods = lying[known], named[known], methods[known]
    order = np.lexsort((year, named, lying))
    lying, named, methods, year, value = (
        column[order] for column in (lying, named, methods, year, value)
    )
    same = (np.diff(lying) == 0) & (np.diff(named) == 0)
    joined = same & (np.diff(methods) == 0) & (np.diff(year) == 1)
    step = np.append(np.nan, np.where(joined, np.diff(value), np.nan))[: len(value)]
    starts = np.flatnonzero(np.append(True, ~same)[: len(value)])
    stops = np.append(starts[1:], len(value))[: len(starts)]
    each = stops - starts
    return _Ordered(
        areas, lying, names, named, year, value, step,
        np.repeat(starts, each), np.repeat(stops, each),
    )  # fmt: skip


def _usual(rows: _Ordered) -> dict[str, float]:
    sizes = pd.Series(np.abs(rows.step)).groupby(rows.named).quantile(USUAL).dropna()
    return {str(rows.names[place]): float(size) for place, size in sizes.items()}
