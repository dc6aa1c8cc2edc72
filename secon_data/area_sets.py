"""Partner regions are not statistical regions: the sets of areas that can stand for one, what is
observed in them, and what they weigh in a mean."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Literal, NamedTuple, TypeAlias

from secon_data import bases
from secon_data.package import Package, once

Basis = Literal["own", "computed", "wider"]
BASES: tuple[Basis, ...] = ("own", "computed", "wider")
POPULATION = "population_1_january"
LAND = "area_km2"
_BASIS_OF_ROLE: Mapping[str, Basis] = {"own": "own", "part": "computed", "wider": "wider"}


@dataclass(frozen=True)
class AreaSet:
    """Areas that together can stand for a region: its own area, its parts, or wider ones.

    ``preference``: 1 first; ``areas``: in the order of their ids; ``level``: of the areas;
    ``spread_level``: at which the set's value is placed among others.
    """

    region: str
    name: str
    basis: Basis
    preference: int
    areas: tuple[str, ...]
    level: int
    spread_level: int


class Cell(NamedTuple):
    """An observation: its value, the letters of its flag, the extract that it is from."""

    value: float
    flag: str
    extract: str


Years: TypeAlias = Mapping[int, Cell]
Observed: TypeAlias = Mapping[str, Mapping[str, Years]]  # area → indicator → year → cell


@dataclass(frozen=True)
class Weights:
    """What each area of a set weighs, by year: the years, oldest first, in which all have a
    weight, and for each the weights in the order of the areas."""

    years: Sequence[int]
    weights: Sequence[tuple[float, ...]]

    def nearest(self, year: int) -> tuple[int, tuple[float, ...]] | None:
        """The same year or the nearest earlier one, and its weights."""
        at = bisect_right(self.years, year) - 1
        return None if at < 0 else (self.years[at], self.weights[at])


def area_sets(package: Package) -> list[AreaSet]:
    """Every set of areas that can stand for a region, by region and name. A set of which an area,
    its role or the region is unknown is left out."""
    areas, regions = package.table("areas"), package.table("regions")
    level = {a: int(n) for a, n in zip(areas["area_id"], areas["level"], strict=True)}
    compared = {
        r: int(n) for r, n in zip(regions["region_id"], regions["compare_level"], strict=True)
    }
    members: dict[tuple[str, str], list[tuple[str, str, int]]] = defaultdict(list)
    table = package.table("region_areas")
    columns = ("region_id", "area_id", "role", "part_set", "preference")
    for region, area, role, name, preference in zip(
        *(table[column].tolist() for column in columns), strict=True
    ):
        named = name if isinstance(name, str) else area
        members[region, named].append((area, role, int(preference)))
    sets = []
    for (region, name), found in sorted(members.items()):
        known = all(area in level and role in _BASIS_OF_ROLE for area, role, _ in found)
        if region in compared and known:
            first, role, preference = min(found)
            basis = _BASIS_OF_ROLE[role]
            placed = compared[region] if basis == "computed" else level[first]
            ids = tuple(sorted(area for area, _, _ in found))
            sets.append(AreaSet(region, name, basis, preference, ids, level[first], placed))
    return sets


@once
def nearest(package: Package) -> Mapping[str, tuple[str, ...]]:
    """The areas nearest to each region itself: its own as it is today, else all its parts, else the
    smallest area around it. Shared."""
    by_distance = sorted(
        area_sets(package), key=lambda one: (BASES.index(one.basis), one.preference), reverse=True
    )
    return {one.region: one.areas for one in by_distance}  # the last one counts


def observed(package: Package, sets: Iterable[AreaSet]) -> Observed:
    """What is observed in the areas of the sets. A missing flag is empty."""
    table = bases.observations(package)
    areas = {area for one in sets for area in one.areas}
    rows = table[table["area_id"].isin(areas)].dropna(subset=["value", "year"])
    found: dict[str, dict[str, dict[int, Cell]]] = defaultdict(lambda: defaultdict(dict))
    rows = rows.astype({"year": "int64"}).fillna({"flag": ""})
    columns = ("area_id", "indicator_id", "year", "value", "flag", "extract_id")
    for area, indicator, year, *cell in zip(*(rows[c].tolist() for c in columns), strict=True):
        found[area][indicator][year] = Cell(*cell)
    return found


def weights(
    package: Package, sets: Sequence[AreaSet], known: Observed
) -> dict[tuple[AreaSet, str], Weights]:
    """The weights of each set of several areas, by the set and what weighs: parts weigh by any
    indicator, or land; wider areas by the region's own inhabitants in each of them. Land does not
    change: it has the year 0."""
    areas = package.table("areas")
    land = areas.dropna(subset=["area_km2"]).set_index("area_id")["area_km2"].to_dict()
    names = {*package.table("indicators")["weight_by"].dropna(), POPULATION} - {LAND}
    parts: dict[str, AreaSet] = {}
    for one in sorted(sets, key=lambda one: one.preference, reverse=True):
        if one.basis == "computed":
            parts[one.region] = one
    found: dict[tuple[AreaSet, str], Weights] = {}

    def of(area: str, indicator: str) -> Years:
        return known.get(area, {}).get(indicator, {})

    for one in sets:
        if len(one.areas) > 1 and one.basis == "computed":
            for name in names:
                measured = [{y: c.value for y, c in of(a, name).items()} for a in one.areas]
                found[one, name] = _complete(measured)
            found[one, LAND] = _complete(
                [{0: land[area]} if area in land else {} for area in one.areas]
            )
        elif len(one.areas) > 1 and one.region in parts:
            own = parts[one.region].areas
            # A NUTS code begins with the code of every area that contains it.
            inside = [[part for part in own if part.startswith(area)] for area in one.areas]
            if all(inside) and sum(map(len, inside)) == len(own):
                people = [_total([of(part, POPULATION) for part in each]) for each in inside]
                found[one, POPULATION] = _complete(people)
    return found


def _total(parts: Sequence[Years]) -> dict[int, float]:
    """The sum of the parts in each year that all have."""
    return {
        year: fsum(part[year].value for part in parts)
        for year in set(parts[0]).intersection(*parts[1:])
    }


def _complete(areas: Sequence[Mapping[int, float]]) -> Weights:
    years = sorted(set(areas[0]).intersection(*areas[1:]))
    return Weights(years, [tuple(area[year] for area in areas) for year in years])
