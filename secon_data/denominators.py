"""Of which year the inhabitants are that a rate is divided by, where the rate's source is silent.

A rate per inhabitant that somebody else has computed tells its denominator by itself: what is
counted, divided by the rate, is the population used, within what rounding leaves open; the year is
that whose population it is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from secon_data.area_sets import POPULATION
from secon_data.eurostat.formulas import ratio
from secon_data.package import Package, once

UNKNOWN = 0
_NEAR = 0.001  # by how much a population may have been revised, as a share of it
_MOST = 0.8  # the share of the areas that can be asked which must fit a year


@once
def years(package: Package) -> Mapping[tuple[str, str, int], int]:
    """The year of the inhabitants behind each rate that is not of their own year, by area,
    indicator and year of the rate; ``UNKNOWN`` where it is another year, and cannot be said which.
    Shared.

    A year counts where it fits four of five areas that can be asked; an area whose population does
    not fit it, or is not known, is unknown."""
    found: dict[tuple[str, str, int], int] = {}
    rates = list(_rates(package))
    observed = _observed(package, {POPULATION, *(name for rate in rates for name in rate[:2])})
    by_area: dict[str, dict[int, float]] = defaultdict(dict)
    for (area, year), number in observed[POPULATION].items():
        by_area[area][year] = number
    for indicator, counted, times, decimals in rates:
        rows, amounts = observed[indicator], observed[counted]
        fitting: dict[int, dict[str, set[int]]] = defaultdict(dict)
        for (area, year), rate in rows.items():
            room = 0.5 * 10.0**-decimals
            amount = amounts.get((area, year))
            if amount is None or rate <= room or area not in by_area:
                continue
            low = times * amount / (rate + room) * (1 - _NEAR)
            high = times * amount / (rate - room) * (1 + _NEAR)
            fits = {of for of, number in by_area[area].items() if low <= number <= high}
            fitting[year][area] = fits
        for year, areas in fitting.items():
            counts = Counter(of for fits in areas.values() for of in fits)
            best, n = max(counts.items(), key=lambda item: (item[1], item[0]), default=(year, 0))
            if n < _MOST * len(areas) or best == year:
                continue
            for area, at in rows:
                if at == year:
                    fits = areas.get(area, set())
                    found[area, indicator, year] = best if best in fits else UNKNOWN
    return found


def _rates(package: Package) -> Iterator[tuple[str, str, float, int]]:
    """Rates per inhabitant that are computed: indicator, what is counted, by what it is
    multiplied, decimals."""
    table = package.table("indicators")
    if "derived_by" not in table or "eurostat_filter" not in table:
        return
    filters = dict(
        zip(table["indicator_id"], table["eurostat_filter"].fillna("").astype("str"), strict=True)
    )
    units = dict(zip(table["indicator_id"], table["unit"].astype("str"), strict=True))
    for row in table.itertuples():
        parts = ratio(str(row.derived_by)) if isinstance(row.derived_by, str) else None
        if parts is None or parts[2] not in filters.get(POPULATION, ""):
            continue
        times, over, _ = parts
        for counted, text in filters.items():
            if (
                over in text
                and counted != row.indicator_id
                and units[counted].startswith("million")
            ):
                yield str(row.indicator_id), counted, times * 1e6, int(row.decimals)


def _observed(
    package: Package, indicators: Collection[str]
) -> dict[str, dict[tuple[str, int], float]]:
    """What is observed of each of some indicators, by area and year."""
    table = package.table("observations")
    rows = table[table["indicator_id"].isin(indicators)].dropna(subset=["year", "value"])
    found: dict[str, dict[tuple[str, int], float]] = {name: {} for name in indicators}
    columns = (rows[name].tolist() for name in ("indicator_id", "area_id", "year", "value"))
    for indicator, area, year, value in zip(*columns, strict=True):
        found[indicator][area, int(year)] = value
    return found


def of_areas(package: Package, indicator: str, areas: str, year: int) -> int | None:
    """The year of the inhabitants behind a value of one or several areas («A+B»); None where it is
    that of the value, or the value is no such rate; ``UNKNOWN`` where the parts differ."""
    known = years(package)
    told = {known.get((area, indicator, year)) for area in areas.split("+")}
    return told.pop() if len(told) == 1 else UNKNOWN
