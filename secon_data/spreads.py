"""The spread of each indicator, year and level: what all areas have, of one NUTS edition.

All spreads of a package are sorted once, one behind the other, lowest value first; each is then a
slice. Values are as printed: what a reader can check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from secon_data import bases
from secon_data.package import Package, once

ENOUGH = 0.8
KEY = ["indicator_id", "year", "spread_level"]
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def printed(value: pd.Series, decimals: pd.Series | int) -> pd.Series:
    """Values as a reader sees them: rounded decimal half-up (2.95 → 3.0, −0.25 → −0.3)."""
    digits = (
        decimals.to_numpy("float64", na_value=np.nan)
        if isinstance(decimals, pd.Series)
        else decimals
    )
    rounded = half_up(value.to_numpy("float64", na_value=np.nan), digits)
    return pd.Series(rounded, index=value.index, name=value.name)


def half_up(values: Floats, decimals: Floats | Integers | int) -> Floats:
    """``printed`` for arrays."""
    scale = 10.0**decimals
    # The inner rounding takes away what binary fractions add: 4.95 is stored as 4.9500000000000002.
    scaled = np.round(np.abs(values) * scale, 6)
    rounded: Floats = np.sign(values) * np.floor(scaled + 0.5) / scale
    return rounded


@dataclass(frozen=True)
class Spreads:
    """All spreads of a package.

    ``numbers``: (indicator, year, level) → the number of its spread; ``starts``: where each begins
    (one more than there are); ``editions``: of which NUTS edition each is. A row for each value:
    ``area`` and ``row``, its places in the tables of areas and of observations, and ``value``,
    printed, lowest first, then by area_id. ``knots``: lowest value, quartiles and highest of each
    spread (five columns), not rounded.
    """

    numbers: Mapping[tuple[str, int, int], int]
    starts: Integers
    editions: Integers
    area: Integers
    row: Integers
    value: Floats
    knots: Floats

    def part(self, indicator: str, year: int, level: int) -> slice:
        """The rows of one spread; none when there is no value."""
        number = self.numbers.get((indicator, year, level))
        return slice(0, 0) if number is None else self.of(number)

    def of(self, number: int) -> slice:
        """The rows of the spread with this number."""
        return slice(int(self.starts[number]), int(self.starts[number + 1]))

    @property
    def sizes(self) -> Integers:
        """How many areas each spread has."""
        return np.diff(self.starts)


@once
def spreads(package: Package) -> Spreads:
    """All spreads of the indicators that the package knows, at every level of areas."""
    observations, areas = bases.observations(package), package.table("areas")
    indicators = package.table("indicators")
    area = _places(observations["area_id"], areas["area_id"])
    indicator = _places(observations["indicator_id"], indicators["indicator_id"])
    known = _belong(areas)[area] & (area >= 0) & (indicator >= 0)
    known &= (observations["value"].notna() & observations["year"].notna()).to_numpy("bool")
    row = np.flatnonzero(known)
    area, indicator = area[row], indicator[row]
    year = observations["year"].to_numpy("int64", na_value=0)[row]
    level = areas["level"].to_numpy("int64", na_value=-1)[area]
    first = int(year.min(initial=9999))
    span, levels = int(year.max(initial=first)) - first + 1, int(level.max(initial=0)) + 1
    key = (indicator * span + year - first) * levels + level

    editions = np.array(_editions(areas)[::-1], dtype="int64")
    member = _members(areas, editions)
    inside, edition = _of_one_edition(key, area, member)
    row, area, key = row[inside], area[inside], key[inside]
    decimals = indicators["decimals"].to_numpy("float64", na_value=np.nan)
    value = half_up(
        observations["value"].to_numpy("float64")[row], decimals[key // (span * levels)]
    )
    by_id = np.argsort(np.argsort(areas["area_id"].to_numpy("object")))
    order = np.lexsort((by_id[area], value, key))
    row, area, key, value = row[order], area[order], key[order], value[order]

    begins = np.flatnonzero(np.diff(key, prepend=-1))
    starts = np.append(begins, len(key))
    ids = indicators["indicator_id"].to_numpy("object")
    keys = key[begins]
    numbers = {
        (ids[found // (span * levels)], first + found // levels % span, found % levels): number
        for number, found in enumerate(keys.tolist())
    }
    return Spreads(
        numbers=numbers,
        starts=starts,
        editions=editions[[edition[found] for found in keys.tolist()]],
        area=area,
        row=row,
        value=value,
        knots=_knots(value, starts),
    )


def spread(package: Package, indicator: str, year: int, level: int) -> pd.DataFrame:
    """The areas of one spread, lowest first: area_id, name, country_code, level, value (printed),
    flag. Empty when there is none."""
    found, areas = spreads(package), package.table("areas")
    part = found.part(indicator, year, level)
    columns = {
        name: areas[name].array.take(found.area[part])
        for name in ("area_id", "name", "country_code", "level")
    }
    flags = package.table("observations")["flag"].array.take(found.row[part])
    return pd.DataFrame({**columns, "value": found.value[part], "flag": flags})


def origin_of(
    package: Package, area: str, indicator: str, year: int, level: int
) -> tuple[str, str] | None:
    """The extract and the flag of an area's value in a spread; None where it has none in it."""
    found = spreads(package)
    part = found.part(indicator, year, level)
    at = np.flatnonzero(found.area[part] == _area_numbers(package).get(area, -1))
    if not len(at):
        return None
    observations, row = package.table("observations"), int(found.row[part][at[0]])
    flag = observations["flag"].array[row]
    return str(observations["extract_id"].array[row]), "" if pd.isna(flag) else str(flag)


@once
def _area_numbers(package: Package) -> dict[str, int]:
    """The place of each area in the table of areas."""
    return {area: n for n, area in enumerate(package.table("areas")["area_id"].tolist())}


def spread_areas(package: Package, triples: pd.DataFrame) -> pd.DataFrame:
    """The areas of each spread asked for.

    ``triples``: indicator_id, year, spread_level. One row an area, in the order of the triples,
    lowest first: those columns, area_id, value (printed), flag, extract_id, edition (the NUTS
    edition of the spread).
    """
    found = spreads(package)
    asked = triples[KEY].dropna().drop_duplicates()
    numbers = [
        found.numbers.get((indicator, int(year), int(level)), -1)
        for indicator, year, level in asked.itertuples(index=False)
    ]
    there = [number for number in numbers if number >= 0]
    sizes = found.sizes[there]
    rows = np.concatenate(
        [np.arange(part.start, part.stop) for part in map(found.of, there)] or [np.arange(0)]
    )
    observations, areas = package.table("observations"), package.table("areas")
    key = asked.astype({"year": "int64", "spread_level": "int64"})[np.array(numbers) >= 0]
    table = key.loc[key.index.repeat(sizes)].reset_index(drop=True)
    return table.assign(
        area_id=areas["area_id"].array.take(found.area[rows]),
        value=found.value[rows],
        flag=observations["flag"].array.take(found.row[rows]),
        extract_id=observations["extract_id"].array.take(found.row[rows]),
        edition=np.repeat(found.editions[there], sizes),
    )


@once
def main_levels(package: Package) -> pd.Series:
    """The level at which each indicator is mainly published, by indicator: NUTS 2 where it has
    any, else NUTS 3, else the countries (0)."""
    found = {(indicator, level) for indicator, _, level in spreads(package).numbers}
    ids = package.table("indicators")["indicator_id"]
    return pd.Series(
        [2 if (i, 2) in found else 3 if (i, 3) in found else 0 for i in ids],
        index=pd.Index(ids, name="indicator_id"),
        name="level",
    )


@once
def latest_years(package: Package) -> pd.Series:
    """The year shown when none is asked, by indicator: the latest in which at least 80 % of the
    areas of the main level have a value; when no year reaches that, 80 % of the best year."""
    found, areas = spreads(package), package.table("areas")
    level_of = main_levels(package).to_dict()
    editions = _editions(areas)
    member = _members(areas, np.array(editions)) & _belong(areas)
    level = areas["level"].to_numpy("int64", na_value=-1)
    totals = {
        (which, edition): int((belongs & (level == which)).sum())
        for which in (0, 2, 3)
        for edition, belongs in zip(editions, member, strict=True)
    }
    shares: dict[str, dict[int, float]] = {}
    for (indicator, year, which), number in found.numbers.items():
        if which == level_of[indicator]:
            total = totals[which, int(found.editions[number])]
            share = int(found.sizes[number]) / max(total, 1)
            shares.setdefault(indicator, {})[year] = share
    latest = {
        indicator: max(y for y, share in of.items() if share >= _needed(max(of.values())))
        for indicator, of in sorted(shares.items())
    }
    ids = pd.Index(list(latest), name="indicator_id", dtype="str")
    return pd.Series(list(latest.values()), index=ids, name="year", dtype="int64")


def _needed(best: float) -> float:
    """The share of areas that a year needs, where ``best`` is that of the best covered one."""
    return ENOUGH if best >= ENOUGH else best * ENOUGH


def _places(cells: pd.Series, of: pd.Series) -> Integers:
    """Where each cell stands in another column; −1 where it does not."""
    codes, found = pd.factorize(cells)
    place = {cell: number for number, cell in enumerate(of.tolist())}
    places: Integers = np.array(
        [*(place.get(cell, -1) for cell in found.tolist()), -1], dtype="int64"
    )[codes]
    return places


def _belong(areas: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Areas a spread may hold: in the nine countries, without extra-regio territories."""
    apart = areas["extra_regio"].to_numpy("bool", na_value=False)
    belong: npt.NDArray[np.bool_] = (areas["level"].to_numpy("int64", na_value=-1) >= 0) & ~apart
    return belong


def _editions(areas: pd.DataFrame) -> list[int]:
    """The NUTS editions that the areas name, oldest first; [0] when they name none."""
    years = pd.concat([areas["vintage_from"], areas["vintage_to"]]).dropna()
    return sorted({int(year) for year in years}) or [0]


def _members(areas: pd.DataFrame, editions: Integers) -> npt.NDArray[np.bool_]:
    """Which areas belong to each edition: a row an edition, a column an area."""
    start = areas["vintage_from"].to_numpy("int64", na_value=0)
    end = areas["vintage_to"].to_numpy("int64", na_value=9999)
    at = editions[:, np.newaxis]
    members: npt.NDArray[np.bool_] = (start <= at) & (end >= at)
    return members


def _of_one_edition(
    key: Integers, area: Integers, member: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.bool_], dict[int, int]]:
    """Which rows belong to the edition chosen for their key, and which edition (the row of
    ``member``) that is: the one with most values, among equals the first."""
    keys, which = np.unique(key, return_inverse=True)
    counts = [np.bincount(which[of[area]], minlength=len(keys)) for of in member]
    chosen = np.argmax(counts, axis=0)
    return member[chosen[which], area], dict(zip(keys.tolist(), chosen.tolist(), strict=True))


def _knots(value: Floats, starts: Integers) -> Floats:
    """Lowest, quartiles and highest of each part of a sorted array."""
    size = np.diff(starts)
    columns = []
    for share in QUARTERS:
        at = (size - 1) * share
        low, high = (
            value[starts[:-1] + np.floor(at).astype("int64")],
            value[starts[:-1] + np.ceil(at).astype("int64")],
        )
        columns.append((low + high) / 2 if share == 0.5 else low + (high - low) * (at % 1))
    return np.column_stack(columns)
