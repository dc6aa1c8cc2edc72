"""Where series break: flagged by Eurostat, or derived by us from what else is known of that year.

A break says that the year cannot be compared with those before it. Derived it is from four things,
each of which is told with it:

- *known*: a census, a revision, another definition or boundary, in the dataset ``breaks``;
- *sister*: a series that is made of the same count is flagged in that area and year;
- *spike*: the value jumps away and returns in the year after, so that it breaks on both sides;
- *step*: the value jumps ten times as far as in any of the four years before.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import pandas as pd

from secon_data import jumps
from secon_data.area_sets import area_sets
from secon_data.package import Package, once

Kind = Literal["known", "sister", "spike", "step"]
ORDER: tuple[Kind, ...] = ("known", "sister", "spike", "step")


class Reason(NamedTuple):
    """Why a break is derived. ``of``: a known break's sentence; the sister indicator's id; the
    year that jumps; how many times as far a step goes. ``lag``: the sister's flag is of so many
    years before."""

    kind: Kind
    of: str
    lag: int = 0


@dataclass(frozen=True)
class Break:
    """A year that cannot be compared with those before it. ``flagged``: Eurostat says so;
    ``reasons``: what else does."""

    year: int
    flagged: bool
    reasons: tuple[Reason, ...] = ()

    @property
    def derived(self) -> bool:
        """Whether no flag says it."""
        return not self.flagged


Breaks: TypeAlias = Mapping[int, Break]  # by year
AllBreaks: TypeAlias = Mapping[tuple[str, str, str], Breaks]  # by region, indicator and area set


class Sisters(NamedTuple):
    """Series that are made of one count: where one of ``tellers`` is flagged, those of ``broken``
    break, ``lag`` years later. Both are how Eurostat's table codes, or our ids, begin."""

    tellers: tuple[str, ...]
    broken: tuple[str, ...]
    lag: int = 0


_SURVEY = ("lfst_r_lfe2emp", "lfst_r_lfu", "tgs00007", "tgs00010")
_GDP = ("nama_10r_2gdp", "nama_10r_3gdp", "nama_10r_2gvagr")
_PER_HEAD = ("gdp_pc_eur", "gdp_pc_pps")
_PEOPLE, _MIGRATION = ("demo_r_pjan", "demo_r_d3dens"), ("net_migration",)
# What is of several years at once is no series, and its flag is of any of them.
_SEVERAL_YEARS = re.compile(r"_\d{4}_\d{4}$")
SISTERS = (
    # Density tells nothing of the others: its break of 2016 is one of the land that is counted.
    Sisters(("demo_r_pjan",), _PEOPLE),
    # Migration of a year is what leads from one 1 January to the next.
    Sisters(("demo_r_gind",), _PEOPLE, lag=1),
    Sisters(("demo_mlexp", "demo_r_mlife"), ("demo_mlexp", "demo_r_mlife")),
    # A break of the inhabitants breaks what is per head, not the total; one of GDP also what is
    # divided by it.
    Sisters(("gdp_mio_eur", "gdp_real_index"), (*_GDP, "gerd_pct_gdp")),
    Sisters(_PER_HEAD, _PER_HEAD),
    Sisters(("household_primary_income",), ("nama_10r_2hhinc",)),
    # Education and NEET are asked in the same survey, and have breaks of their own besides.
    Sisters(_SURVEY, (*_SURVEY, "edat_lfse", "tgs00109", "trng_lfse")),
    Sisters(("ilc_",), ("ilc_",)),
    Sisters(("isoc_",), ("isoc_",)),
)


@once
def of_sets(package: Package) -> AllBreaks:
    """The breaks of every region's series, by region, indicator and area set: those of any of its
    areas. Shared."""
    by_area = _of_areas(package)
    indicators = package.table("indicators")["indicator_id"].tolist()
    found: dict[tuple[str, str, str], Breaks] = {}
    for one in area_sets(package):
        for indicator in indicators:
            parts = [by_area[area, indicator] for area in one.areas if (area, indicator) in by_area]
            if parts:
                found[one.region, indicator, one.name] = _together(parts)
    return found


@once
def found_jumps(package: Package) -> jumps.Jumps:
    """The jumps of all that is observed. Shared."""
    return jumps.found(_observed(package))


def _together(parts: list[dict[int, Break]]) -> Breaks:
    """The breaks of several areas as one."""
    if len(parts) == 1:
        return parts[0]
    found: dict[int, Break] = {}
    for part in parts:
        for year, one in part.items():
            known = found.get(year)
            if known is None:
                found[year] = one
                continue
            reasons = dict.fromkeys([*known.reasons, *one.reasons])
            found[year] = Break(year, known.flagged or one.flagged, _ordered(reasons))
    return found


def _ordered(reasons: Mapping[Reason, None]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda reason: ORDER.index(reason.kind)))


@once
def _of_areas(package: Package) -> dict[tuple[str, str], dict[int, Break]]:
    """The breaks of the areas that can stand for a region, by area and indicator."""
    members = {area for one in area_sets(package) for area in one.areas}
    flagged = _flagged(package, members)
    reasons: dict[tuple[str, str, int], dict[Reason, None]] = defaultdict(dict)
    for key, reason in (
        *_known(package, members),
        *_followed(package, members),
        *_sisters(package, flagged),
        *_jumping(package, members),
    ):
        reasons[key].setdefault(reason)
    found: dict[tuple[str, str], dict[int, Break]] = defaultdict(dict)
    for area, indicator, year in (*flagged, *reasons):
        key = (area, indicator, year)
        why = _ordered(reasons.get(key, {}))
        found[area, indicator][year] = Break(year, key in flagged, why)
    return dict(found)


def _observed(package: Package) -> pd.DataFrame:
    """Observations with the method of their extract."""
    rows, extracts = package.table("observations"), package.table("extracts")
    method = dict(zip(extracts["extract_id"], extracts["method"], strict=True))
    return rows.assign(method=rows["extract_id"].map(method))


def _flagged(package: Package, members: set[str]) -> set[tuple[str, str, int]]:
    """Which values carry the letter b, by area, indicator and year."""
    rows = package.table("observations")
    broken = rows["flag"].str.contains("b", regex=False).fillna(False).astype("bool")
    rows = rows[broken & rows["area_id"].isin(members)].dropna(subset=["year"])
    columns = ("area_id", "indicator_id", "year")
    return {
        (area, indicator, int(year))
        for area, indicator, year in zip(*(rows[c].tolist() for c in columns), strict=True)
    }


_Told: TypeAlias = tuple[tuple[str, str, int], Reason]


def _known(package: Package, members: set[str]) -> Iterator[_Told]:
    """What the dataset of known breaks says of them."""
    areas = package.table("areas")
    country = dict(zip(areas["area_id"], areas["country_code"], strict=True))
    codes, days = _codes(package), _extracted(package, members)
    for row in package.table("breaks").itertuples():
        since = _text(getattr(row, "extracts_since", None))
        within = _parts(row.area_id)
        tables = _parts(row.tables)
        years = [int(row.year)]
        if not pd.isna(row.last_year):
            years = list(range(years[0], int(row.last_year) + 2))
        concerned = [
            area
            for area in members
            if (pd.isna(row.country_code) or country.get(area) == row.country_code)
            and (not within or area.startswith(within))
        ]
        for indicator, code in codes.items():
            if not tables or _begins(indicator, code, tables):
                for area in concerned:
                    series = days.get((area, indicator), {})
                    for year in years:
                        # The first value that would hold it says by its extract whether it does.
                        later = min((of for of in series if of >= year), default=None)
                        if not since or (later is not None and series[later] >= since):
                            yield (area, indicator, year), Reason("known", str(row.what_en))


def _extracted(package: Package, members: set[str]) -> dict[tuple[str, str], dict[int, str]]:
    """The day of the extract of each value, by area and indicator, and by year."""
    extracts, rows = package.table("extracts"), package.table("observations")
    day = dict(zip(extracts["extract_id"], extracts["retrieved_on"].fillna(""), strict=True))
    rows = rows[rows["area_id"].isin(members)].dropna(subset=["year", "value"])
    found: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    columns = ("area_id", "indicator_id", "year", "extract_id")
    for area, indicator, year, of in zip(*(rows[c].tolist() for c in columns), strict=True):
        found[area, indicator][int(year)] = str(day.get(of, ""))
    return found


def _parts(cell: object) -> tuple[str, ...]:
    return tuple(_text(cell).split("+")) if _text(cell) else ()


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


@once
def _codes(package: Package) -> dict[str, str]:
    """Eurostat's code of each indicator."""
    table = package.table("indicators")
    codes = table["eurostat_code"].fillna("").astype("str")
    return dict(zip(table["indicator_id"], codes, strict=True))


def _followed(package: Package, members: set[str]) -> Iterator[_Told]:
    """What a known revision in the migration of a year says of the population of the 1 January
    after it, where nothing known says by itself when that breaks."""
    codes = _codes(package)
    areas = package.table("areas")
    country = dict(zip(areas["area_id"], areas["country_code"], strict=True))
    rows = list(package.table("breaks").itertuples())
    people = [i for i, code in codes.items() if _begins(i, code, _PEOPLE)]
    censuses = {
        (row.country_code, int(row.year))
        for row in rows
        if any(part.startswith(_PEOPLE) for part in _parts(row.tables))
    }
    for row in rows:
        after = int(row.year) + 1
        moved = any(part.startswith(_MIGRATION) for part in _parts(row.tables))
        if moved and row.kind == "revision" and (row.country_code, after) not in censuses:
            for area in members:
                if country.get(area) == row.country_code:
                    for indicator in people:
                        yield (area, indicator, after), Reason("known", str(row.what_en))


def _sisters(package: Package, flagged: set[tuple[str, str, int]]) -> Iterator[_Told]:
    """What the flags of one series say of its sisters in the same area."""
    codes = {i: code for i, code in _codes(package).items() if not _SEVERAL_YEARS.search(i)}
    follow: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for sisters in SISTERS:
        tellers = [i for i, code in codes.items() if _begins(i, code, sisters.tellers)]
        broken = [i for i, code in codes.items() if _begins(i, code, sisters.broken)]
        for teller in tellers:
            follow[teller] += [(i, sisters.lag) for i in broken if i != teller]
    for area, teller, year in sorted(flagged):
        for indicator, lag in follow.get(teller, ()):
            yield (area, indicator, year + lag), Reason("sister", teller, lag)


def _begins(indicator: str, code: str, beginnings: tuple[str, ...]) -> bool:
    return indicator.startswith(beginnings) or code.startswith(beginnings)


def _jumping(package: Package, members: set[str]) -> Iterator[_Told]:
    """What the values themselves say."""
    found = found_jumps(package)
    for area, indicator, year in found.spikes:
        if area in members:
            for at in (year, year + 1):
                yield (area, indicator, at), Reason("spike", str(year))
    for (area, indicator, year), times in found.steps.items():
        if area in members:
            yield (area, indicator, year), Reason("step", f"{min(times, 999):.0f}")
