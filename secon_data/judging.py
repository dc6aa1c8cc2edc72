"""What a value's place is worth: one definition of each word, for every page, slide and file.

- *Reference set*: the areas of the value's own level that have a value in its year; what is
  computed stands among those of its region's ``compare_level``. It is named with its size wherever
  something is measured against it («median of 95 NUTS 3 areas»). Fewer than ``LEAST`` areas are
  none: a value is then measured against nothing, never against areas of another level.
- *Above*, *below*, *the same*: the printed value beside the printed reference. *Better*, *worse*:
  the same in the indicator's direction; a neutral indicator is neither.
- *Place*: 1 = best, and 1 = highest where an indicator is neutral; equal values share it.
- *Quarter*: at the quartile or beyond it, and on that side of the median. The best quarter is a
  *strength*, the lowest a *weakness*; where fewer than ``FEW`` areas have a value there are none,
  for they would be chance. What is only worse than the median is called that, and what is the same
  as the median is neither.
- *Close to the best quarter*: better than the median, not in the best quarter, and among the best
  two fifths.
- *Alike* in an indicator: at most half a standard deviation of all NUTS 2 regions apart,
  of a very skewed one by ratios, that is logarithms (``comparison.by_ratio``). A *region
  alike* is so in at least half of the indicators chosen, and over all of them (root mean square) no
  further away than one: two regions taken by chance are 1.4 apart.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import pandas as pd

Side: TypeAlias = Literal["better", "worse", "above", "below", "same"]
Quarter: TypeAlias = Literal["lowest", "second", "third", "best"]

FEW = 40
LEAST = 3
QUARTERS: tuple[Quarter, ...] = ("lowest", "second", "third", "best")
CLOSE = 60.0  # percentile from the worst
ALIKE = 0.5
FAR = 1.0


def telling(n: int) -> bool:
    """Whether so many areas have quarters."""
    return n >= FEW


def is_total(indicator: Mapping[str, Any] | pd.Series) -> bool:
    """Whether values are totals of their area, of which a whole country, or the EU, is no
    measure. ``indicator``: its row."""
    return bool(indicator["aggregation"] == "sum")


def side(difference: float, direction: str) -> Side | None:
    """On which side of a reference a value is. ``difference``: value − reference, printed; None
    where there is no reference."""
    if math.isnan(difference):
        return None
    if difference == 0:
        return "same"
    if direction == "neutral":
        return "above" if difference > 0 else "below"
    return "better" if (difference > 0) == (direction == "higher_is_better") else "worse"


def breaks(
    q1: float, median: float, q3: float, decimals: int, direction: str
) -> tuple[float, float, float]:
    """The highest printed values of the quarters but the uppermost. ``q1``, ``q3``: not rounded;
    ``median``: printed. What is the same as the median is in the better of the two middle ones."""
    scale, step = 10.0**decimals, 10.0**-decimals
    # The inner rounding takes away what binary fractions add.
    low = min(math.floor(round(q1 * scale, 6)) / scale, median - step)
    high = max(math.ceil(round(q3 * scale, 6)) / scale - step, median)
    middle = median - step if direction == "higher_is_better" else median
    first, second, third = (round(value, decimals) for value in (low, middle, high))
    return first, second, third


def quarter(value: float, edges: tuple[float, float, float], direction: str) -> Quarter | None:
    """In which quarter a printed value is; None where the indicator is neutral."""
    if direction == "neutral":
        return None
    number = bisect_left(edges, value)
    return QUARTERS[3 - number if direction == "lower_is_better" else number]
