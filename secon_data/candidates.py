"""What every set of areas says of a region: the candidates among which ``regions`` chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from secon_data import bases
from secon_data.area_sets import (
    LAND,
    POPULATION,
    AreaSet,
    Cell,
    Weights,
    area_sets,
    observed,
    weights,
)
from secon_data.package import Package, once
from secon_data.spreads import half_up

MANY = 100  # so many values tell how exactly an indicator is published
KEY = ["region_id", "indicator_id", "area_set", "year"]
TYPES = {
    "region_id": "str",
    "indicator_id": "str",
    "area_set": "str",
    "year": "int64",
    "value": "float64",
    "flag": "str",
    "areas": "str",
    "basis": "str",
    "preference": "int64",
    "level": "int64",
    "spread_level": "int64",
    "approximate": "bool",
    "extract_ids": "str",
    "method": "str",
    "weight_by": "str",
    "weight_year": "Int64",
    "usable": "bool",
}


class _Value(NamedTuple):
    """What the areas of a set say together, and the weight of a mean."""

    value: float
    weight_by: str | None = None
    weight_year: int | None = None
    approximate: bool = False


@once
def candidates(package: Package) -> pd.DataFrame:
    """What every area set says of every region, indicator and year, in the order of these four.

    A mean has no more digits than its parts carry.

    Columns: region_id, indicator_id, area_set, year, value, flag (letters sorted), areas
    ("PL91+PL92"), basis, preference, level, spread_level, approximate (the weight is not the
    rate's own denominator of that year, or the areas are wider ones), extract_ids
    ("a+b"), method (series of the same method may be joined), weight_by and weight_year (of a
    weighted mean), usable (False: a wider area's total, which must not stand for a region).
    """
    sets = area_sets(package)
    known = observed(package, sets)
    weighed, exact_to = weights(package, sets, known), _digits(package)
    extracts, table = package.table("extracts"), package.table("indicators")
    method = dict(zip(extracts["extract_id"], extracts["method"], strict=True))
    exact = table["weight_exact"].fillna(False).astype("bool")
    indicators = {row.indicator_id: row for row in table.assign(weight_exact=exact).itertuples()}
    rows = []
    for one in sets:
        of_each = [known.get(area, {}) for area in one.areas]
        for indicator in set(of_each[0]).intersection(indicators, *of_each[1:]):
            how = indicators[indicator]
            by_year = [area[indicator] for area in of_each]
            for year in set(by_year[0]).intersection(*by_year[1:]):
                cells = [area[year] for area in by_year]
                found = _together(cells, one, how, year, weighed)
                if found is None:
                    continue
                if found.weight_by is not None and indicator in exact_to:
                    found = found._replace(value=_half_up(found.value, exact_to[indicator]))
                methods = {method.get(cell.extract) for cell in cells}
                rows.append(
                    (
                        one.region,
                        indicator,
                        one.name,
                        year,
                        found.value,
                        "".join(sorted({letter for cell in cells for letter in cell.flag})),
                        "+".join(one.areas),
                        one.basis,
                        one.preference,
                        one.level,
                        one.spread_level,
                        found.approximate,
                        "+".join(sorted({cell.extract for cell in cells})),
                        "+".join(sorted(m for m in methods if isinstance(m, str))) or None,
                        found.weight_by,
                        found.weight_year,
                        how.aggregation != "sum" or one.basis != "wider",
                    )
                )
    rows.sort(key=lambda row: row[: len(KEY)])
    columns = zip(*rows, strict=True) if rows else ([] for _ in TYPES)
    return pd.DataFrame(
        {
            name: pd.Series(cells, dtype=kind)
            for (name, kind), cells in zip(TYPES.items(), columns, strict=True)
        }
    )


@once
def _digits(package: Package) -> dict[str, int]:
    """To how many decimals the values of an indicator are published, where they are coarser than a
    tenth: −2 where all are whole hundreds, as income and GDP per head are. A mean of them carries
    no more."""
    found = {}
    table = bases.observations(package).dropna(subset=["value"])
    for indicator, values in table.groupby("indicator_id")["value"]:
        whole = values.to_numpy("float64")
        if len(whole) >= MANY and not (whole % 1).any():
            found[str(indicator)] = -max(k for k in range(4) if not (whole % 10**k).any())
    return found


def _half_up(value: float, decimals: int) -> float:
    return float(half_up(np.array([value]), decimals)[0])


def _together(
    cells: Sequence[Cell],
    one: AreaSet,
    how: Any,
    year: int,
    weighed: Mapping[tuple[AreaSet, str], Weights],
) -> _Value | None:
    """The one value, the total or the mean of a complete set of areas; ``how``: the indicator's
    row. A mean is weighted by the same or the nearest earlier year; None where there is no
    weight."""
    if len(cells) == 1:
        return _Value(cells[0].value)
    if how.aggregation == "sum":
        return _Value(fsum(cell.value for cell in cells))
    weight_by = POPULATION if one.basis == "wider" else how.weight_by
    known = weighed.get((one, weight_by))
    nearest = known.nearest(year) if known else None
    if how.aggregation != "mean" or nearest is None:
        return None
    weight_year, weight = nearest
    product = fsum(cell.value * w for cell, w in zip(cells, weight, strict=True))
    # Exact is only the mean of the region's own parts by the rate's own denominator of that year:
    # of wider areas it has a share alone, and nobody knows how that differs from the rest.
    denominator = how.weight_exact and how.weight_by == weight_by
    fits = one.basis != "wider" and denominator and (weight_by == LAND or weight_year == year)
    return _Value(
        product / fsum(weight), weight_by, None if weight_by == LAND else weight_year, not fits
    )
