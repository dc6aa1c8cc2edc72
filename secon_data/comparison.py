"""How a region's value stands: among the nine, against references, in the spread, over time.

Definitions (docs/decisions.md has the reasons):

- *Spread*: all areas of the value's level in the nine countries that have a value in the value's
  year, of one NUTS edition. An own or wider value takes its area's place in it; a computed one is
  placed among them without joining them.
- *Reference*: the EU's or the country's value of the same year, never computed by us. The median
  of the nine includes mine and values of every basis.
- *Place*, *quarter* and *side*: ``judging`` says what they mean.
- Places and differences use the printed (decimal half-up) values: what a reader can check.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from secon_data import bases, denominators, judging, regions
from secon_data.area_sets import area_sets
from secon_data.package import Package, once
from secon_data.rows import Row, each
from secon_data.spreads import (
    Floats,
    Integers,
    half_up,
    latest_years,
    main_levels,
    origin_of,
    spread,
    spread_areas,
    spreads,
)
from secon_data.trend import verdicts

EU = "EU27_2020"
SKEWED = 2.0


@dataclass(frozen=True)
class Comparison:
    """One indicator in one year. ``indicator``: its row, by column; ``table``: nine rows in the
    order of the regions (columns as in ``compared``); ``spread``: area_id, name, country_code,
    level, value, flag of the indicator's main level in that year, lowest first; ``eu``,
    ``median_nine``: None when there is none."""

    indicator: Row
    year: int
    level: int
    table: pd.DataFrame
    spread: pd.DataFrame
    eu: float | None
    median_nine: float | None


def compare(package: Package, indicator: str, year: int | None = None) -> Comparison:
    """One indicator for the nine regions; ``year`` None means the indicator's latest year.

    KeyError when the indicator is unknown.
    """
    row = indicators(package)[indicator]
    asked = int(latest_years(package)[indicator]) if year is None else year
    level = int(main_levels(package)[indicator])
    table = compared(package, [(indicator, asked)])
    median = table["median_nine"].iloc[0]
    return Comparison(
        indicator=row,
        year=asked,
        level=level,
        table=table,
        spread=spread(package, indicator, asked, level),
        eu=None if judging.is_total(row) else _published(package).get((EU, indicator, asked)),
        median_nine=None if pd.isna(median) else float(median),
    )


def latest(package: Package, indicator: str) -> Comparison:
    """``compare`` in the indicator's latest year, worked out once for a package. Shared."""
    kept = _latest(package)
    if indicator not in kept:
        kept[indicator] = compare(package, indicator)
    return kept[indicator]


@once
def _latest(package: Package) -> dict[str, Comparison]:
    """What ``latest`` has found."""
    return {}


def overview(package: Package, indicators: Sequence[str] | None = None) -> pd.DataFrame:
    """All regions × the indicators named (all when None, by their ids), each in its latest year.

    Columns as in ``compared``. Shared.
    """
    table = _overview(package)
    if indicators is None:
        return table
    rows = table.groupby("indicator_id").indices
    named = [rows[indicator] for indicator in indicators if indicator in rows]
    return table.iloc[np.concatenate(named) if named else []].reset_index(drop=True)


@once
def _overview(package: Package) -> pd.DataFrame:
    return compared(package, list(latest_years(package).items()))


def compared(package: Package, asked: Sequence[tuple[str, int]]) -> pd.DataFrame:
    """Every region's best available value for each indicator and year asked, and how it stands.

    To the columns of ``regions.select`` (``value`` printed) come: ranked (how many have a value),
    place (1 = best; 1 = highest where the indicator is neutral), place_last (the same from the
    other end: 1 = last; equal values share the smaller in both); direction; country_code; eu,
    country, median_nine and diff_… of each; spread_n, spread_min, spread_q1, spread_median,
    spread_q3, spread_max, spread_place and spread_place_last (as place), percentile (share of the
    areas below, mid-rank), in_spread, diff_spread (to the spread's median), side (of that median),
    telling (the spread has quarters) and quarter (``judging``); base_eu (the EU average by which
    an index of another extract was divided anew: ``bases``), denominator_year (of the inhabitants
    behind a rate where it is another: ``denominators``), country_differs (the value is of a NUTS 2
    region that is its whole country, whose own published value is another), eu_of_other_extract
    and country_of_other_extract (figures of which are revised from one to the next); and the
    columns of ``trend.verdicts``.
    """
    return _compared(package, regions.chosen(package, asked), len(asked))


def drawn(
    package: Package, found: Comparison, rows: Mapping[str, int], *, standing: bool = True
) -> Comparison:
    """A comparison of the values that are decided for the regions, each told by its row of the
    candidates (``regions.chosen_rows``); the others have none. ``standing``: with how they stand;
    without it its table has the columns of ``regions.select`` and base_eu alone, in a tenth of the
    time."""
    indicator = str(found.indicator["indicator_id"])
    chosen = regions.chosen_rows(package, indicator, found.year, rows)
    if not standing:
        decimals = int(found.indicator["decimals"])
        chosen["value"] = half_up(np.array(chosen["value"], dtype="float64"), decimals).tolist()
        columns = regions.typed(chosen) | {"base_eu": _base(chosen, package)}
        return replace(found, table=pd.DataFrame(columns), median_nine=None)
    table = _compared(package, chosen, 1)
    median = table["median_nine"].iloc[0]
    return replace(found, table=table, median_nine=None if pd.isna(median) else float(median))


def _compared(package: Package, chosen: dict[str, list[Any]], times: int) -> pd.DataFrame:
    """How what is chosen stands. ``times``: how many indicators and years there are."""
    rules = judged(package)
    rows = [rules[indicator] for indicator in chosen["indicator_id"]]
    decimals = np.array([digits for digits, _ in rows], dtype="int64")
    direction = np.array([way for _, way in rows], dtype="object")
    value = half_up(np.array(chosen["value"], dtype="float64"), decimals)
    chosen["value"] = value.tolist()
    nine = value.reshape(times, -1)
    columns = (
        regions.typed(chosen)
        | _ranks(nine, direction)
        | _references(chosen, package, decimals)
        | {"median_nine": half_up(_medians(nine).repeat(nine.shape[1]), decimals)}
        | _standing(chosen, package, decimals, direction)
    )
    for name in ("eu", "country", "median_nine", "spread_median"):
        short = name.removesuffix("_median")
        columns[f"diff_{short}"] = half_up(value - columns[name], decimals)
    columns["direction"] = pd.array(direction.tolist(), dtype="str")
    ways = zip(columns["diff_spread"].tolist(), direction.tolist(), strict=True)
    columns["side"] = pd.array([judging.side(*of) for of in ways], dtype="str")
    columns |= _of_what(chosen, package, columns["country"])
    return pd.DataFrame(columns | verdicts(package, chosen))


@once
def indicators(package: Package) -> Mapping[str, Row]:
    """The rows of the indicators by id. Shared."""
    return {row["indicator_id"]: row for row in each(package.table("indicators"))}


@once
def _totals(package: Package) -> frozenset[str]:
    """The indicators that are totals of their area."""
    return frozenset(i for i, row in indicators(package).items() if judging.is_total(row))


@once
def judged(package: Package) -> dict[str, tuple[int, str]]:
    """Each indicator's decimals and direction."""
    table = package.table("indicators")
    columns = ("indicator_id", "decimals", "direction")
    rows = zip(*(table[column].tolist() for column in columns), strict=True)
    return {indicator: (digits, way) for indicator, digits, way in rows}


def _ranks(nine: Floats, direction: npt.NDArray[np.object_]) -> dict[str, Any]:
    """Ranks of the regions (columns) among each other, a row an indicator and year."""
    mine, others = nine[:, :, np.newaxis], nine[:, np.newaxis, :]
    missing = np.isnan(nine).ravel()
    high = 1 + (others > mine).sum(axis=2).ravel()
    low = 1 + (others < mine).sum(axis=2).ravel()
    lower = direction == "lower_is_better"
    return {
        "ranked": (~np.isnan(nine)).sum(axis=1).repeat(nine.shape[1]),
        "place": pd.arrays.IntegerArray(np.where(lower, low, high), missing),
        "place_last": pd.arrays.IntegerArray(np.where(lower, high, low), missing),
    }


def _medians(nine: Floats) -> Floats:
    """The median of each row, of the values that there are."""
    ordered = np.sort(nine, axis=1)  # missing ones come last
    n = (~np.isnan(nine)).sum(axis=1)
    row = np.arange(len(nine))
    middle: Floats = (ordered[row, (n - 1) // 2] + ordered[row, n // 2]) / 2
    return middle


@once
def _published(package: Package) -> dict[tuple[str, str, int], float]:
    """What is published of the Union and of the partners' countries, by area, indicator and
    year."""
    rows, whole = package.table("observations"), regions.whole_countries(package)
    wanted = {EU, *regions.countries(package).values(), *whole.values()}
    rows = rows[rows["area_id"].isin(wanted)].dropna(subset=["value", "year"])
    columns = ("area_id", "indicator_id", "year", "value")
    return {
        (area, indicator, year): value
        for area, indicator, year, value in zip(*(rows[c].tolist() for c in columns), strict=True)
    }


@once
def _methods(package: Package) -> dict[tuple[str, str, int], str]:
    """The method of the extract that each value of ``_published`` is from."""
    extracts, rows = package.table("extracts"), package.table("observations")
    method = dict(zip(extracts["extract_id"], extracts["method"], strict=True))
    rows = rows[rows["area_id"].isin({EU, *regions.countries(package).values()})]
    rows = rows.dropna(subset=["value", "year"])
    columns = ("area_id", "indicator_id", "year", "extract_id")
    return {
        (area, indicator, year): method[extract]
        for area, indicator, year, extract in zip(*(rows[c].tolist() for c in columns), strict=True)
        if isinstance(method.get(extract), str)
    }


def of_country(package: Package, found: Comparison, country: str) -> dict[int, float]:
    """What is published of a partner's country, by year, printed. ``country``: its code."""
    known, indicator = _published(package), str(found.indicator["indicator_id"])
    codes = (regions.whole_countries(package).get(country, ""), country)  # the last one counts
    values = {
        year: value
        for code in codes
        for (area, of, year), value in known.items()
        if (area, of) == (code, indicator)
    }
    printed = half_up(np.array(list(values.values())), int(found.indicator["decimals"]))
    return dict(zip(values, printed.tolist(), strict=True))


def _references(
    chosen: Mapping[str, Sequence[Any]], package: Package, decimals: Integers
) -> dict[str, Any]:
    """Published values of the year of each region's own value; of a total there are none, for a
    whole country, or the EU, is no measure of it."""
    known, whole = _published(package), regions.whole_countries(package)
    totals = _totals(package)
    country_of, method = regions.countries(package), _methods(package)
    codes = [country_of[region] for region in chosen["region_id"]]
    keys = list(zip(chosen["indicator_id"], chosen["year"], strict=True))
    eu = [np.nan if key[0] in totals else known.get((EU, *key), np.nan) for key in keys]
    country = [
        np.nan
        if key[0] in totals
        else known.get((code, *key), known.get((whole.get(code, ""), *key), np.nan))
        for code, key in zip(codes, keys, strict=True)
    ]
    own = [None if pd.isna(of) else of for of in chosen["method"]]
    other = {
        name: [
            of is not None and method.get((area, *key), of) != of
            for of, area, key in zip(own, areas, keys, strict=True)
        ]
        for name, areas in (("eu", [EU] * len(keys)), ("country", codes))
    }
    return {
        "eu_of_other_extract": np.array(other["eu"], dtype="bool"),
        "country_of_other_extract": np.array(other["country"], dtype="bool"),
        "country_code": pd.array(codes, dtype="str"),
        "eu": half_up(np.array(eu, dtype="float64"), decimals),
        "country": half_up(np.array(country, dtype="float64"), decimals),
    }


def _of_what(
    chosen: Mapping[str, Sequence[Any]], package: Package, country: Floats
) -> dict[str, Any]:
    """What must be known of a value before it is set beside others."""
    whole = set(regions.whole_countries(package).values())
    under, differs = [], []
    columns = ("indicator_id", "areas", "year", "value")
    rows = zip(*(chosen[column] for column in columns), country.tolist(), strict=True)
    for indicator, areas, year, value, of_country in rows:
        under.append(areas and denominators.of_areas(package, indicator, areas, year))
        differs.append(areas in whole and not np.isnan(of_country) and of_country != value)
    return {
        "base_eu": _base(chosen, package),
        "denominator_year": pd.array(under, dtype="Int64"),
        "country_differs": np.array(differs, dtype="bool"),
    }


def _base(chosen: Mapping[str, Sequence[Any]], package: Package) -> Floats:
    """The EU average by which each value was divided anew; nan for the others."""
    averages = bases.rebased(package)
    keys = zip(*(chosen[name] for name in ("indicator_id", "method", "year")), strict=True)
    return np.array([averages.get(key, np.nan) for key in keys], dtype="float64")


def _standing(
    chosen: Mapping[str, Sequence[Any]],
    package: Package,
    decimals: Integers,
    direction: npt.NDArray[np.object_],
) -> dict[str, Any]:
    """The five numbers of each value's spread, and its place in it."""
    found, area_at = spreads(package), area_places(package)
    columns = ("indicator_id", "year", "spread_level", "value", "areas")
    numbers, high, low, alone, percentile, inside = [], [], [], [], [], []
    for *key, value, areas in zip(*(chosen[column] for column in columns), strict=True):
        indicator, year, level = key
        number = found.numbers.get((indicator, year, level), -1)
        if number >= 0 and found.sizes[number] < judging.LEAST:
            number = -1
        part = found.of(number) if number >= 0 else slice(0, 0)
        among, n = found.value[part], part.stop - part.start
        below = int(among.searchsorted(value, side="left"))
        above = n - int(among.searchsorted(value, side="right"))
        numbers.append(number)
        # A value that is not one of them may lie beyond the last: it then shares the last place.
        high.append(min(above + 1, n))
        low.append(min(below + 1, n))
        alone.append(below + above == n)
        percentile.append(100 * (below + (n - below - above) / 2) / n if n else np.nan)
        inside.append(bool((found.area[part] == area_at.get(areas, -1)).any()))
    at = np.array(numbers, dtype="int64")
    there = at >= 0
    size = np.where(there, np.append(found.sizes, 0)[at], 0)
    knots = np.where(there[:, np.newaxis], np.vstack([found.knots, [np.nan] * 5])[at], np.nan)
    lowest, *quartiles, highest = knots.T
    q1, median, q3 = (half_up(quartile, decimals) for quartile in quartiles)
    lower = direction == "lower_is_better"
    best, last = np.where(lower, low, high), np.where(lower, high, low)
    # Between two of them it has the place of the worse one, told from either end.
    last = np.where(alone, size + 1 - best, last)
    many = size >= judging.FEW
    edges = zip(
        *(of.tolist() for of in (quartiles[0], median, quartiles[2], decimals, direction)),
        strict=True,
    )
    quarters = [
        judging.quarter(value, judging.breaks(*edge), edge[-1]) if enough else None
        for enough, value, edge in zip(many.tolist(), chosen["value"], edges, strict=True)
    ]
    return {
        "spread_n": pd.arrays.IntegerArray(size, ~there),
        "spread_min": lowest,
        "spread_q1": q1,
        "spread_median": median,
        "spread_q3": q3,
        "spread_max": highest,
        "spread_place": pd.arrays.IntegerArray(np.array(best, dtype="int64"), ~there),
        "spread_place_last": pd.arrays.IntegerArray(np.array(last, dtype="int64"), ~there),
        "percentile": np.array(percentile, dtype="float64"),
        "in_spread": np.array(inside, dtype="bool"),
        "telling": many,
        "quarter": pd.array(quarters, dtype="str"),
    }


@once
def area_places(package: Package) -> dict[str, int]:
    """Where each area stands in the table of areas."""
    return {area: place for place, area in enumerate(package.table("areas")["area_id"].tolist())}


def peers(
    package: Package,
    region: str,
    indicators: Sequence[str],
    k: int = 4,
    among: Literal["nine", "nuts2"] = "nine",
    *,
    near: float = np.inf,
    far: float = np.inf,
    needed: Collection[str] = (),
) -> pd.DataFrame:
    """The k regions most like one, by the indicators chosen, in their latest years.

    Each indicator is standardised over all NUTS 2 regions; the distance is the root mean square of
    the differences, so that one unit is one standard deviation; those of ``by_ratio`` by their
    logarithms. Only those take part that have a value for every indicator that the region
    itself has, that are no further away than ``near`` in at least half of them, whose distance is
    at most ``far``, and that have a value for the indicators ``needed`` which at least a third of
    all have. Beside NUTS 2 areas the region has the values of ``likened``.

    Columns: id, name, country_code, distance, and for each indicator the difference in standard
    deviations (theirs − mine), nearest first. Empty when the region has none of the indicators. The
    NUTS 2 areas that stand for the region itself are left out.
    """
    everywhere, all_areas = _nine(package), _nuts2(package)
    wanted = [i for i in indicators if i in everywhere.columns]
    if not wanted:
        return pd.DataFrame(columns=["id", "name", "country_code", "distance"])
    nine = everywhere[wanted].copy()
    lent = likened(package, region, wanted) if among == "nuts2" else {}
    for i, area in lent.items():
        nine.loc[region, i] = all_areas.at[area, i]
    mine = nine.loc[region].dropna()
    nuts2 = all_areas[[i for i in wanted if i in all_areas.columns]].dropna(how="all")
    chosen = [i for i in nuts2.columns if i in mine.index]
    for i in chosen:
        if i in by_ratio(package):
            nuts2[i], nine[i], mine[i] = np.log(nuts2[i]), np.log(nine[i]), np.log(mine[i])
    deviation = nuts2.std(ddof=0) if len(nuts2) else pd.Series(dtype="float64")
    chosen = [i for i in chosen if deviation[i] > 0]
    if among == "nine":
        others = nine.drop(index=region)
        names = package.table("regions").set_index("region_id")
    else:
        others = nuts2[~nuts2.index.isin(left_out(package, region, wanted))]
        names = package.table("areas").set_index("area_id")
    columns = ["id", "name", "country_code", "distance", *chosen]
    if not chosen:
        return pd.DataFrame(columns=columns)
    values = (everywhere if among == "nine" else all_areas).reindex(index=others.index)
    told = values[[i for i in needed if i in values.columns]].notna()
    others = others[told.loc[:, told.mean() >= 1 / 3].all(axis=1)]
    apart = ((others[chosen] - mine[chosen]) / deviation[chosen]).dropna()
    apart = apart[2 * (apart.abs() <= near).sum(axis=1) >= len(chosen)]
    apart = apart.assign(distance=np.sqrt((apart**2).mean(axis=1)))
    result = apart[apart["distance"] <= far].nsmallest(k, "distance")
    result = result.rename_axis("id").reset_index()
    result["name"] = result["id"].map(names["name"])
    result["country_code"] = result["id"].map(names["country_code"])
    return result[columns]


def left_out(package: Package, region: str, indicators: Collection[str]) -> list[str]:
    """The NUTS 2 areas that are no ``peers`` of a region, because they stand for it in one of these
    indicators, alone or as parts of a mean."""
    known = _by_region(package)
    mine = [known[region, i]["areas"] for i in indicators if (region, i) in known]
    own = {area for areas in mine if isinstance(areas, str) for area in areas.split("+")}
    own |= set(likened(package, region, indicators).values())
    return [area for area in _nuts2(package).index if area in own]


def other_years(package: Package, region: str, indicators: Collection[str]) -> dict[str, int]:
    """In which indicators a region is likened to others by a value of another year than the latest,
    of which NUTS 2 areas have theirs: indicator → its year."""
    known, latest = _by_region(package), latest_years(package)
    lent = likened(package, region, indicators)
    mine = {i: known[region, i]["year"] for i in indicators if (region, i) in known}
    return {i: int(y) for i, y in mine.items() if pd.notna(y) and i not in lent and y != latest[i]}


def extracts_of_likeness(
    package: Package, regions_or_areas: Collection[str], indicators: Collection[str]
) -> list[str]:
    """The extracts of the values by which regions and NUTS 2 areas are likened, as in a row."""
    known, latest = _by_region(package), latest_years(package)
    found = []
    for indicator, one in product(indicators, regions_or_areas):
        if row := known.get((one, indicator)):
            found.append(row["extract_ids"])
        elif indicator in latest.index:
            of_area = origin_of(package, one, indicator, int(latest[indicator]), 2)
            found += [of_area[0]] if of_area else []
    return [one for one in found if isinstance(one, str)]


@once
def _by_region(package: Package) -> Mapping[tuple[str, str], Row]:
    """Of what the values of the overview are, by region and indicator: areas, year, extract_ids."""
    told = _overview(package)[["region_id", "indicator_id", "areas", "year", "extract_ids"]]
    return {(row["region_id"], row["indicator_id"]): row for row in each(told)}


@once
def by_ratio(package: Package) -> frozenset[str]:
    """The indicators in which ``peers`` compares regions by ratios: of the very skewed ones
    (density) a few capitals would else make all other regions alike."""
    nuts2, nine = _nuts2(package), _nine(package)
    both = [i for i in nuts2.columns if i in nine.columns]
    skewed = [i for i in both if nuts2[i].skew() > SKEWED]
    return frozenset(i for i in skewed if nuts2[i].min() > 0 and nine[i].min() > 0)


def likened(package: Package, region: str, indicators: Collection[str]) -> dict[str, str]:
    """By which NUTS 2 area a region is likened to others: indicator → area.

    A municipality has of its own neither the province's value nor that of the region of NUTS 2;
    beside regions of NUTS 2 the latter stands for it. Indicators in which a region's value is its
    own, computed from its parts, or of NUTS 2 already, are left out.
    """
    found, all_areas = _within(package).get(region, {}), _nuts2(package)
    return {
        i: found[i]
        for i in indicators
        if i in found and i in all_areas.columns and pd.notna(all_areas[i].get(found[i]))
    }


@once
def _within(package: Package) -> dict[str, dict[str, str]]:
    """The NUTS 2 area in which each region lies, by the indicators of which the region has only the
    value of a smaller wider area."""
    around = {
        found.region: found.areas[0]
        for found in sorted(area_sets(package), key=lambda found: -found.preference)
        if found.basis == "wider" and found.level == 2 and len(found.areas) == 1
    }
    table = _overview(package)
    table = table[(table["basis"] == "wider") & (table["spread_level"] > 2)]
    found: dict[str, dict[str, str]] = {}
    for region, indicator in zip(table["region_id"], table["indicator_id"], strict=True):
        if region in around:
            found.setdefault(region, {})[indicator] = around[region]
    return found


@once
def _nine(package: Package) -> pd.DataFrame:
    """The values of the overview: a row a region, a column an indicator."""
    return _overview(package).pivot(index="region_id", columns="indicator_id", values="value")


@once
def _nuts2(package: Package) -> pd.DataFrame:
    """What all NUTS 2 areas have in the latest years: a row an area, a column an indicator."""
    triples = latest_years(package).rename("year").reset_index().assign(spread_level=2)
    found = spread_areas(package, triples)
    return found.pivot(index="area_id", columns="indicator_id", values="value")
