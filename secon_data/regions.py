"""The best available geography: which area's figure stands for a partner region, and how sure.

Partner regions are not statistical regions. ``candidates`` works out, once, what every set of
areas would say for every region, indicator and year; ``select`` then chooses, in this order:

1. the region's **own** area in the year asked;
2. **computed** from a complete set of its parts in that year;
3. own or computed in the nearest earlier year within the indicator's tolerance;
4. the **wider** area in the year asked, the nearest (smallest) first;
5. the wider area in the nearest earlier year;
6. last a **country** that is a wider area, in the same way. Only Latvia is one (it is also a NUTS 2
   region, and poverty is published under its country's code alone): a country is a reference.

A country's value never makes an indicator or a year one of the regions': ``newest`` and
``years`` do not count it. Totals never take a wider area's value: Harghita has no GDP total of
Centru.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd
from pandas.api.types import pandas_dtype

from secon_data.area_sets import BASES
from secon_data.candidates import KEY, TYPES, candidates
from secon_data.package import Package, once
from secon_data.rows import Row, cells_of

UNION = "EU"  # where a country stands
_COUNTRY = 0  # the level of countries
_SELECTED = {
    "indicator_id": "str",
    "year_asked": "Int64",
    "region_id": "str",
    "area_set": "str",
    "year": "Int64",
    "value": "float64",
    "flag": "str",
    "areas": "str",
    "basis": "str",
    "preference": "Int64",
    "level": "Int64",
    "spread_level": "Int64",
    "approximate": "bool",
    "extract_ids": "str",
    "method": "str",
    "weight_by": "str",
    "weight_year": "Int64",
    "reason": "str",
    "area_names": "str",
    "flags_known": "bool",
}
# As objects: to read a name anew for each column takes longer than its nine cells.
_DTYPES = {name: pandas_dtype(kind) for name, kind in _SELECTED.items()}


@once
def whole_countries(package: Package) -> dict[str, str]:
    """Countries that are one NUTS 2 region, as Latvia is, → that region (LV00): its figures are
    the country's own."""
    areas = package.table("areas")
    nuts2 = areas[(areas["level"] == 2) & ~areas["extra_regio"].fillna(False).astype("bool")]
    single = nuts2.drop_duplicates("country_code", keep=False)
    return dict(zip(single["country_code"], single["area_id"], strict=True))


@once
def countries(package: Package) -> dict[str, str]:
    """The country of each partner region, in their order. Shared."""
    table = package.table("regions")
    return dict(zip(table["region_id"], table["country_code"], strict=True))


class _Choice(NamedTuple):
    """The candidates of a region and indicator. ``usable``: year and row of those that may stand
    for it, the best first; ``totals``: years of a wider area's total, which may not."""

    usable: list[tuple[int, int]]
    totals: list[int]


@once
def _choices(package: Package) -> dict[tuple[str, str], _Choice]:
    """The choice of every region and indicator, in the order that stands above."""
    found: dict[tuple[str, str], _Choice] = defaultdict(lambda: _Choice([], []))
    columns = ("basis", "level", "year", "preference", "region_id", "indicator_id", "usable")
    table, ranked = candidates(package), []
    for row, candidate in enumerate(zip(*(table[c].tolist() for c in columns), strict=True)):
        basis, level, year, preference, region, indicator, usable = candidate
        if usable:
            wider = (basis == "wider") + (level == _COUNTRY)
            best = (wider, -year, BASES.index(basis), preference, row)
            ranked.append((best, found[region, indicator]))
        elif level != _COUNTRY:
            found[region, indicator].totals.append(year)
    for (_, earlier, _, _, row), choice in sorted(ranked, key=itemgetter(0)):
        choice.usable.append((-earlier, row))
    return dict(found)


@once
def _tolerance(package: Package) -> dict[str, int]:
    """How many years back a value may be taken from, by indicator."""
    table = package.table("indicators")
    years = table["year_tolerance"].fillna(0).astype("int64")
    return dict(zip(table["indicator_id"], years, strict=True))


@once
def area_names(package: Package) -> dict[str, str]:
    """The name of each area, by its id. Shared."""
    table = package.table("areas")
    return dict(zip(table["area_id"], table["name"], strict=True))


@once
def without_flags(package: Package) -> set[str]:
    """Extracts whose flags are not known."""
    table = package.table("extracts")
    return set(table.loc[~table["flags_known"].fillna(True), "extract_id"])


@once
def _of_parts(package: Package) -> dict[tuple[str, str], set[int]]:
    """The years in which a part of a region has a value, by region and indicator: not all have one,
    or together they give none, where none stands for the region."""
    members = package.table("region_areas")
    parts = members.loc[members["role"] == "part", ["region_id", "area_id"]]
    rows = package.table("observations").dropna(subset=["value", "year"])
    rows = parts.drop_duplicates().merge(rows[["area_id", "indicator_id", "year"]], on="area_id")
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    columns = ("region_id", "indicator_id", "year")
    for region, indicator, year in zip(*(rows[c].tolist() for c in columns), strict=True):
        found[region, indicator].add(int(year))
    return found


@once
def _cells(package: Package) -> dict[str, list[Any]]:
    """The columns of the candidates that say something of a chosen one."""
    table = candidates(package)
    return {name: table[name].tolist() for name in TYPES if name in _SELECTED}


def chosen(package: Package, asked: Sequence[tuple[str, int]]) -> dict[str, list[Any]]:
    """The columns of ``select``, with None where there is nothing."""
    choices, tolerance, none = _choices(package), _tolerance(package), _Choice([], [])
    of_parts = _of_parts(package)
    regions = package.table("regions")["region_id"].tolist()
    rows: list[int | None] = []
    reasons: list[str] = []
    for indicator, year in asked:
        earliest = year - tolerance.get(indicator, 0)
        for region in regions:
            usable, totals = choices.get((region, indicator), none)
            row = next((row for at, row in usable if earliest <= at <= year), None)
            rows.append(row)
            if any(earliest <= at <= year for at in of_parts.get((region, indicator), ())):
                reasons.append("only-of-parts")
            elif any(earliest <= at <= year for at in totals):
                reasons.append("total-of-wider-area")
            else:
                reasons.append("not-in-data")
    return _of_rows(package, asked, rows, reasons)


def chosen_rows(
    package: Package, indicator: str, year: int, rows: Mapping[str, int]
) -> dict[str, list[Any]]:
    """The columns of ``chosen`` where it is decided what stands for each region: its row of the
    candidates (``Usable.row``). The others have no value, because of «no-common-area»."""
    found = [rows.get(region) for region in package.table("regions")["region_id"].tolist()]
    return _of_rows(package, [(indicator, year)], found, ["no-common-area"] * len(found))


def _of_rows(
    package: Package,
    asked: Sequence[tuple[str, int]],
    rows: Sequence[int | None],
    reasons: Sequence[str],
) -> dict[str, list[Any]]:
    """The columns of ``chosen`` of rows of the candidates. ``reasons``: why there is none."""
    regions = package.table("regions")["region_id"].tolist()
    names, silent = area_names(package), without_flags(package)
    columns: dict[str, list[Any]] = {
        "indicator_id": [indicator for indicator, _ in asked for _ in regions],
        "year_asked": [year for _, year in asked for _ in regions],
        "region_id": regions * len(asked),
    }
    for name, cells in _cells(package).items():
        columns.setdefault(name, [None if row is None else cells[row] for row in rows])
    columns["reason"] = [
        why if row is None else None for row, why in zip(rows, reasons, strict=True)
    ]
    table = package.table("regions")
    called = dict(zip(table["region_id"], table["name"], strict=True))
    columns["area_names"] = [
        areas and ", ".join(_named(area, names, called[region], basis) for area in areas.split("+"))
        for areas, region, basis in zip(
            columns["areas"], columns["region_id"], columns["basis"], strict=True
        )
    ]
    columns["flags_known"] = [
        ids is not None and silent.isdisjoint(ids.split("+")) for ids in columns["extract_ids"]
    ]
    return columns


def _named(area: str, names: Mapping[str, str], region: str, basis: str) -> str:
    """An area's name; of a wider area that is called as the region is, with its code."""
    name = names.get(area, area)
    return f"{name} ({area})" if basis == "wider" and name == region else name


def select(package: Package, asked: Sequence[tuple[str, int]]) -> pd.DataFrame:
    """The best available value of every region for each indicator and year asked.

    Nine rows for each indicator and year, in the order of the regions:
    indicator_id, year_asked, region_id, the columns of the chosen candidate (value missing and
    basis missing when there is none), reason (when there is no value: "only-of-parts" where parts
    of the region have one, "total-of-wider-area", else "not-in-data"), area_names and
    flags_known.
    """
    return pd.DataFrame(typed(chosen(package, asked)))


def typed(columns: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """Columns of ``chosen`` in their types."""
    return {name: pd.array(cells, dtype=_DTYPES[name]) for name, cells in columns.items()}


def values(package: Package, indicator: str, year: int) -> pd.DataFrame:
    """``select`` for one indicator and year: nine rows, in the order of the regions."""
    return select(package, [(indicator, year)])


@once
def newest(package: Package) -> pd.DataFrame:
    """The newest value of every indicator in each region: ``select`` for every one that some region
    has, in the latest year of any region; of its country, where that is all a region has, in the
    latest of any country. Nine rows an indicator. Shared."""
    table, known = candidates(package), _counted(package)
    of_any = table[table["usable"]].groupby("indicator_id")["year"].max()
    of_regions = select(package, sorted((i, max(found)) for i, found in known.items()))
    whole = (of_regions["level"] == _COUNTRY).fillna(False).astype("bool")
    of_countries = select(package, sorted((i, int(of_any[i])) for i in known))
    return pd.concat([of_regions[~whole], of_countries[whole]]).sort_index()


@once
def comparable(package: Package) -> list[str]:
    """Indicators of which at least one region has a value that is not its country's, in the order
    of the indicators. Shared."""
    known = _counted(package)
    return [i for i in package.table("indicators")["indicator_id"].tolist() if i in known]


def years(package: Package, indicator: str) -> dict[int, int]:
    """How many of the regions have a value of exactly that year, not counting their countries', by
    year, the newest first."""
    found = _counted(package).get(indicator, {})
    return {year: len(found[year]) for year in sorted(found, reverse=True)}


@once
def _counted(package: Package) -> dict[str, dict[int, set[str]]]:
    """Which regions have a value that is not their country's, by indicator and year."""
    found: dict[str, dict[int, set[str]]] = {}
    columns = ("indicator_id", "year", "region_id")
    table = candidates(package)
    # A country is a reference.
    rows = table[table["usable"] & (table["level"] != _COUNTRY)]
    for indicator, year, region in zip(*(rows[c].tolist() for c in columns), strict=True):
        found.setdefault(indicator, {}).setdefault(year, set()).add(region)
    return found


def series(
    package: Package, region: str, indicator: str, area_set: str, until: int | None = None
) -> list[Row]:
    """Every value of one area set, oldest first, up to the year ``until``: year, value, flag,
    method, approximate, extract_ids.

    A series keeps one set of areas from end to end; where ``method`` changes it is another series.
    """
    columns, starts = _series(package)
    start, stop = starts.get((region, indicator, area_set), (0, 0))
    if until is not None:
        stop = bisect_right(columns["year"], until, start, stop)
    rows = zip(*(cells[start:stop] for cells in columns.values()), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]


@once
def _series(
    package: Package,
) -> tuple[dict[str, list[Any]], dict[tuple[str, str, str], tuple[int, int]]]:
    """The columns of ``series``, and where the rows of each begin and end: candidates stand in the
    order of region, indicator, area set and year."""
    table = candidates(package)
    names = ("year", "value", "flag", "method", "approximate", "extract_ids")
    columns = {name: cells_of(table[name]) for name in names}
    keys = zip(*(table[column].tolist() for column in KEY[:3]), strict=True)
    parts: dict[tuple[str, str, str], tuple[int, int]] = {}
    for row, (region, indicator, area_set) in enumerate(keys):
        key = (region, indicator, area_set)
        parts[key] = parts.get(key, (row, 0))[0], row + 1
    return columns, parts


class Usable(NamedTuple):
    """A candidate that may stand for its region. ``order``: by basis and preference; ``land``: the
    area that it is a value of, the region's own one where its parts are all of it; ``row``: of the
    candidates."""

    year: int
    value: float
    basis: str
    areas: str
    order: tuple[int, int]
    land: str
    row: int


def latest_of_sets(
    package: Package, indicator: str, first: int, last: int
) -> dict[tuple[str, str], Usable]:
    """The latest usable value from one year to another, by region and area set."""
    known = _usable(package).get(indicator, [])
    return {key: of for key, of in known if first <= of.year <= last}


@once
def _usable(package: Package) -> dict[str, list[tuple[tuple[str, str], Usable]]]:
    """Every usable candidate with its region and area set, oldest first, by indicator."""
    found: dict[str, list[tuple[tuple[str, str], Usable]]] = {}
    columns = (
        "indicator_id", "region_id", "area_set", "year", "value", "basis", "areas", "preference",
        "usable",
    )  # fmt: skip
    table, own = candidates(package), _own_areas(package)
    rows = zip(*(table[column].tolist() for column in columns), strict=True)
    for row, (indicator, region, area_set, *cell, usable) in enumerate(rows):
        if usable:
            year, value, basis, areas, preference = cell
            land = _land(areas, basis, own.get(region, ""))
            of = Usable(year, value, basis, areas, (BASES.index(basis), preference), land, row)
            found.setdefault(indicator, []).append(((region, area_set), of))
    return found


@once
def _own_areas(package: Package) -> dict[str, str]:
    """The area that is a region itself, of those that have one."""
    table = package.table("region_areas")
    own = table[table["role"] == "own"]
    return dict(zip(own["region_id"], own["area_id"], strict=True))


def _land(areas: str, basis: str, own: str) -> str:
    """The area that a value is of: what is computed of all parts of a region's own area is of that
    one. A NUTS code begins with the code of every area that contains it (LV006 is not in LV00A)."""
    inside = own and all(area.startswith(own) for area in areas.split("+"))
    return own if basis == "computed" and inside else areas
