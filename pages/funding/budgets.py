"""Budgets per inhabitant, compared only where they can be. Pure.

Compared are whole budgets that were stated in euro and reach every inhabitant of a partner region:
those of its country, and those of an area that holds the whole region. A budget is divided by the
inhabitants of *its own* area in the year in which it began, else in the nearest year with a figure.
A call never stands beside its programme's budget, of which it is a part. Amounts in other
currencies are not converted.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from pages.funding.entries import Entries, first_day, last_day, own_areas
from pages.funding.link import UNION
from secon_data import regions
from secon_data.package import Package, once
from secon_ui.text.words import mark

POPULATION = "population_1_january"
COMPARED = ("open", "undated")
# Why a stated amount is not compared.
REASONS = {
    "call": mark("Part of a programme whose budget is counted"),
    "currency": mark("Stated in another currency only, not converted"),
    "union": mark("For the whole Union: the same for every region"),
    "area": mark("For an area that is not the whole of one of the nine regions"),
    "time": mark("Closed, or not yet open, on that day"),
}


def inhabitants(package: Package, area: str, year: int | None) -> tuple[float, int] | None:
    """Inhabitants of an area on 1 January, and of which year: that asked, else the nearest with a
    figure (the earlier of two); the latest where none is asked. None when there is no figure."""
    known = _people(package).get(area)
    if not known:
        return None
    found = max(known) if year is None else min(known, key=lambda y: (abs(y - year), y))
    return known[found], found


@once
def _people(package: Package) -> dict[str, dict[int, float]]:
    """The inhabitants of each area, by year."""
    table = package.table("observations")
    rows = table[table["indicator_id"] == POPULATION].dropna(subset=["value"])
    found: dict[str, dict[int, float]] = {}
    for area, year, value in zip(
        rows["area_id"].tolist(), rows["year"].tolist(), rows["value"].tolist(), strict=True
    ):
        found.setdefault(area, {})[year] = value
    return found


def members(package: Package, found: Entries) -> pd.DataFrame:
    """One row a budget and region that it reaches.

    Columns: those of the entries, and region_id, share (euro per inhabitant of the budget's area),
    yearly (the same per year of the period, None without both dates), people, people_year.
    """
    rows = []
    whole = _whole(found)
    counted = [entry for entry in found.rows if not _reason(entry, whole)]
    for region, country in regions.countries(package).items():
        inside = own_areas(package, region)
        for entry in counted:
            area = country if entry.level == "national" else entry.nuts_code
            # Regional money whose area is not coded reaches no one knows whom.
            if entry.country_code != country or not area:
                continue
            people = inhabitants(package, area, _begun(entry))
            if people is not None and all(part.startswith(area) for part in inside):
                shares = _shares(entry, *people)
                rows.append({**entry._asdict(), "region_id": region, **shares})
    columns = [*found.table.columns, "region_id", "share", "yearly", "people", "people_year"]
    table = pd.DataFrame(rows, columns=columns, dtype="object")
    return table.astype({"share": "float64", "yearly": "float64", "people": "float64"})


def _begun(entry: Any) -> int | None:
    return first_day(entry.period_start).year if entry.period_start else None


def _shares(entry: Any, people: float, year: int) -> dict[str, Any]:
    """A budget per inhabitant, in all and a year."""
    start, end = entry.period_start, entry.period_end
    years = ((last_day(end) - first_day(start)).days + 1) / 365.25 if start and end else 0
    share = entry.budget_eur / people
    return {
        "share": share,
        "yearly": share / years if years else None,
        "people": people,
        "people_year": year,
    }


def left_out(found: Entries, counted: pd.DataFrame) -> pd.DataFrame:
    """Entries with a stated budget that is not compared, and ``why`` (a code of REASONS)."""
    whole, compared = _whole(found), set(counted["funding_id"])

    def why(entry: Any) -> str:
        if entry.budget_eur is None and entry.budget_local is None:
            return ""
        return _reason(entry, whole) or ("" if entry.funding_id in compared else "area")

    reasons = [why(entry) for entry in found.rows]
    return found.table.assign(why=reasons)[[bool(reason) for reason in reasons]]


def _whole(found: Entries) -> set[str]:
    """The entries with a budget in euro."""
    return {entry.funding_id for entry in found.rows if entry.budget_eur is not None}


def _reason(entry: Any, whole: set[str]) -> str:
    """Why a budget is not compared wherever it goes: a code of REASONS; empty when it is."""
    if entry.programme in whole:
        return "call"
    if entry.budget_eur is None:
        return "currency"
    if entry.country_code == UNION:
        return "union"
    return "" if entry.state in COMPARED else "time"


def sums(counted: pd.DataFrame, among: Iterable[str]) -> pd.DataFrame:
    """Euro per inhabitant by region: ``open`` (with a stated end), ``undated``, and how many; the
    highest sum of open budgets first. None where no budget is known."""
    shares: dict[tuple[str, str], list[float]] = {}
    for region, state, share in zip(
        counted["region_id"], counted["state"], counted["share"], strict=True
    ):
        shares.setdefault((region, state), []).append(share)
    rows = []
    for region in among:
        part = {state: shares.get((region, state), []) for state in COMPARED}
        rows.append(
            {
                "region_id": region,
                **{state: sum(p) if p else None for state, p in part.items()},
                **{f"n_{state}": len(p) for state, p in part.items()},
            }
        )
    table = pd.DataFrame(rows)
    return table.sort_values(["open", "undated"], ascending=False, na_position="last")
