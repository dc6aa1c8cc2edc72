"""Where a region's own series goes: rising, falling, steady, unclear, or why it cannot be told.

Values are as printed, so that a reader can follow what is told of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, Literal

import pandas as pd

from secon_data import breaks
from secon_data.candidates import candidates
from secon_data.package import Package, once
from secon_data.spreads import printed
from secon_data.units import of_money, points_of_percent

YEARS = 5
# A change that is less is hardly any: points of a percentage, or years; a share of the first value
# in all other units.
LEAST, SHARE = 0.5, 0.01
Verdict = Literal["rising", "falling", "steady", "unclear", "break", "extract", "gap", "short"]
TOLD = ("rising", "falling", "steady", "unclear")  # the others say why nothing is
KEY = ["region_id", "indicator_id", "area_set"]


@dataclass(frozen=True)
class _Series:
    """One area set's values, printed, and the method of each, by year; and its breaks."""

    value: dict[int, float]
    method: dict[int, str]
    breaks: breaks.Breaks


@once
def _series(package: Package) -> dict[tuple[str, str, str], _Series]:
    """The series of every region, indicator and area set."""
    found: dict[tuple[str, str, str], _Series] = {}
    table, broken = candidates(package), breaks.of_sets(package)
    decimals = package.table("indicators").set_index("indicator_id")["decimals"]
    table = table.assign(value=printed(table["value"], table["indicator_id"].map(decimals)))
    columns = (*KEY, "year", "value", "method")
    for *parts, year, value, method in zip(
        *(table[column].tolist() for column in columns), strict=True
    ):
        region, indicator, area_set = parts
        key = region, indicator, area_set
        of = found.get(key)
        if of is None:
            of = found[key] = _Series({}, {}, broken.get(key, {}))
        of.value[year] = value
        of.method[year] = method
    return found


@once
def _least_change(package: Package) -> dict[str, float | None]:
    """By how much a value has to change; None for what changes by a share of itself."""
    table = package.table("indicators")
    return {
        indicator: _least(str(unit))
        for indicator, unit in zip(table["indicator_id"], table["unit"], strict=True)
    }


def _least(unit: str) -> float | None:
    points = points_of_percent(unit) and not of_money(unit)
    return LEAST if points or unit == "years" else None


def verdicts(package: Package, chosen: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The verdict on the last five years of each value's own series.

    ``chosen``: columns of ``regions.chosen``. Columns: verdict, verdict_year (of the break or gap,
    or of the first value of the later extract), verdict_from (first of the five); missing where
    there is no value; verdict_derived (the break is one that no flag says: ``breaks``).

    rising or falling: the slope keeps its sign in the full fit and with each point left out, and
    the change from first to last is at least 1 % of the first (0.5 points of a percentage that is
    not one of GDP, 0.5 years); steady: the slope keeps its sign but the change is less, or all five
    are nearer to each other than that; unclear: the slope does not keep its sign;
    break: a flagged or derived break after the first of the five; extract: the values before that
    year are of another method; gap: a year is missing; short: the series has fewer than five years.
    """
    series, least = _series(package), _least_change(package)
    words: list[Verdict | None] = []
    years: list[int | None] = []
    first: list[int | None] = []
    derived: list[bool] = []
    for *key, year, method in zip(*(chosen[c] for c in (*KEY, "year", "method")), strict=True):
        region, indicator, area_set = key
        of = series.get((region, indicator, area_set))
        word: Verdict | None = None
        when: int | None = None
        why = None
        if of is not None and isinstance(method, str):
            word, when = _verdict(of, year, method, least[indicator])
            why = of.breaks.get(when) if when is not None and word == "break" else None
        derived.append(why is not None and why.derived)
        words.append(word)
        years.append(when)
        first.append(None if year is None else year - YEARS + 1)
    return {
        "verdict": pd.array(words, dtype="str"),
        "verdict_year": pd.array(years, dtype="Int64"),
        "verdict_from": pd.array(first, dtype="Int64"),
        "verdict_derived": pd.array(derived, dtype="bool"),
    }


def _verdict(
    of: _Series, last: int, method: str, least: float | None
) -> tuple[Verdict, int | None]:
    years = range(last - YEARS + 1, last + 1)
    absent = [year for year in years if year not in of.value]
    other = [year for year in years if year in of.value and of.method[year] != method]
    broken = [year for year in years[1:] if year in of.breaks]
    if absent and min(of.value) > years[0]:
        return "short", None
    if other:
        changed, last_break = other[-1] + 1, max(broken, default=0)
        return ("break", last_break) if last_break >= changed else ("extract", changed)
    if absent:
        return "gap", absent[-1]
    if broken:
        return "break", max(broken)
    return _direction([of.value[year] for year in years], least), None


def _direction(points: Sequence[float], least: float | None) -> Verdict:
    # What binary fractions add may decide nothing: 1 % of 70 is 0.7000000000000001.
    change, between = (round(of, 9) for of in (points[-1] - points[0], max(points) - min(points)))
    enough = round(SHARE * abs(points[0]), 9) if least is None else least
    one_way = {_way(points, fit) for fit in _FITS} == {_sign(change)}
    if not between or between < enough:
        return "steady"
    if not one_way:
        return "unclear"
    if not change or abs(change) < enough:
        return "steady"
    return "rising" if change > 0 else "falling"


def _fit(left_out: int | None) -> tuple[int, ...]:
    """What the values are multiplied by to give the slope of the straight line through all but
    one of them, times a positive number."""
    kept = [step for step in range(YEARS) if step != left_out]
    return tuple(len(kept) * step - sum(kept) if step in kept else 0 for step in range(YEARS))


_FITS = [_fit(left_out) for left_out in (None, *range(YEARS))]


def _way(points: Sequence[float], fit: Sequence[int]) -> int:
    """Where a line goes: 1 up, −1 down, 0 when it is level but for what binary fractions add."""
    terms = [factor * point for factor, point in zip(fit, points, strict=True)]
    slope = fsum(terms)
    return 0 if abs(slope) <= 1e-12 * fsum(map(abs, terms)) else _sign(slope)


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)
