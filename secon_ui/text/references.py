"""What a value is measured against, and how it stands there, in words. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secon_data import judging
from secon_data.regions import UNION
from secon_data.rows import Row
from secon_ui.text.words import Words


@dataclass(frozen=True)
class Reference:
    """A value to measure against, and what to call it («median of 120 NUTS 2 areas»)."""

    name: str
    value: float | None


def areas_words(n: int, level: int, t: Words) -> str:
    """«95 NUTS 3 areas», «9 countries»: a reference set by its size and name."""
    if level == 0:
        return t.plural("{n} country", "{n} countries", n)
    return t.plural("{n} NUTS {level} area", "{n} NUTS {level} areas", n, level=level)


def countries_words(codes: Collection[str], t: Words) -> str:
    """«9 countries and the European Union»: the Union is none of them. ``codes``: each once."""
    n = len([code for code in codes if code != UNION])
    told = t.plural("{n} country", "{n} countries", n)
    if n == len(codes):
        return told
    return t("{countries} and the European Union", countries=told) if n else t.country(UNION)


def end_words(indicator: Row, t: Words, *, good: bool) -> str:
    """«low unemployment», «few physicians»: the good or the bad end of an indicator; the low one of
    an indicator of which neither is better is what practices may be an answer to."""
    high = good != (indicator["direction"] == "lower_is_better")
    return t.data(indicator["high_words" if high else "low_words"])


def median_words(n: int, level: int, t: Words) -> str:
    """«median of 95 NUTS 3 areas»."""
    if level == 0:
        return t.plural("median of {n} country", "median of {n} countries", n)
    return t.plural(
        "median of {n} NUTS {level} area", "median of {n} NUTS {level} areas", n, level=level
    )


def level_median_words(level: int, t: Words) -> str:
    """«median of NUTS 2 areas», where it is not known of how many."""
    return (
        t("median of countries") if level == 0 else t("median of NUTS {level} areas", level=level)
    )


def own_median(row: Row | pd.Series, t: Words) -> str:
    """What the median of a value's own reference set is called, with its year where that is not
    the one asked for. ``row``: of comparison.compared, with a value that has one."""
    return of_year(median_words(int(row["spread_n"]), int(row["spread_level"]), t), row, t)


def of_year(name: str, row: Row | pd.Series, t: Words) -> str:
    """What a value is measured against, which is of its own year, with that year where it is not
    the one asked for: beside it stand those of the others."""
    if pd.isna(row["year"]) or row["year"] == row["year_asked"]:
        return name
    return t("{reference} in {year}", reference=name, year=int(row["year"]))


def median_of_nine(row: Row | pd.Series, t: Words) -> str:
    """What the median of the nine is called, which is of those that have a value. ``row``: of
    comparison.compared, of any of them."""
    n = int(row["ranked"])
    if n == 9:
        return t("median of the nine")
    return t.plural(
        "median of the {n} region with a value", "median of the {n} regions with a value", n
    )


def place_words(row: Row | pd.Series, indicator: Mapping[str, Any] | pd.Series, t: Words) -> str:
    """The place of a region among the nine, where it is said of what: «7th best of 9», and whether
    others have it too. ``row``: of comparison.compared."""
    standing, n = _standing(row, _NINE, indicator, t), int(row["ranked"])
    if n == 1:
        return standing
    place = t("{standing} of {n}", standing=standing, n=n)
    # From both ends together, a place of one's own leaves nobody out.
    alone = row["place"] + row["place_last"] == n + 1
    return place if alone else t("{place}, shared", place=place)


def nine_place_words(
    row: Row | pd.Series, indicator: Mapping[str, Any] | pd.Series, t: Words
) -> str:
    """The place of a region among the nine that have a value, in a sentence: «7th best of the nine
    regions»."""
    standing, n = _standing(row, _NINE, indicator, t), int(row["ranked"])
    if n == 1:
        return standing
    if n == 9:
        return t("{standing} of the nine regions", standing=standing)
    return t.plural(
        "{standing} of the {n} region with a value",
        "{standing} of the {n} regions with a value",
        n,
        standing=standing,
    )


def spread_place_words(
    row: Row | pd.Series, indicator: Mapping[str, Any] | pd.Series, t: Words
) -> str:
    """The place of a value in its own reference set, which is named: «3rd from the bottom of 95
    NUTS 2 areas»; it has one. ``row``: of comparison.compared."""
    standing, n = _standing(row, _SPREAD, indicator, t), int(row["spread_n"])
    if n == 1:
        return standing
    if row["spread_level"] == 0:
        return t.plural(
            "{standing} of {n} country", "{standing} of {n} countries", n, standing=standing
        )
    return t.plural(
        "{standing} of {n} NUTS {level} area",
        "{standing} of {n} NUTS {level} areas",
        n,
        standing=standing,
        level=int(row["spread_level"]),
    )


_NINE = ("place", "place_last", "ranked")
_SPREAD = ("spread_place", "spread_place_last", "spread_n")


def _standing(
    row: Row | pd.Series,
    columns: tuple[str, str, str],
    indicator: Mapping[str, Any] | pd.Series,
    t: Words,
) -> str:
    """The place in words, without of how many; one value has no place."""
    judged, total = row["direction"] != "neutral", judging.is_total(indicator)
    place, last, n = (int(row[column]) for column in columns)
    if n == 1:
        return t("the only one with a value")
    return t.standing(place, last, judged=judged, total=total)


def direction_words(direction: str, t: Words) -> str:
    """Which end is better; of a neutral indicator, that it is not judged."""
    return {
        "higher_is_better": t("higher is better"),
        "lower_is_better": t("lower is better"),
    }.get(direction) or t("neither end is better")


def ranked_from(direction: str, t: Words) -> str:
    """From which end places count, for the head of a column."""
    if direction == "neutral":
        return t("Place, 1 = highest")
    return t("Place, 1 = best")


def place_one_is(direction: pd.Series) -> pd.Series:
    """For a table to take away: which end has place 1, «best» or «highest»."""
    return direction.eq("neutral").map({True: "highest", False: "best"}).rename("place_1_is")


def not_drawn_against(
    rows: list[Row],
    level: int,
    decimals: int,
    names: Mapping[str, str],
    t: Words,
    *,
    median: bool = True,
) -> str:
    """Whose values are measured at another level, or in another year, than those of a figure, and
    whose at none; empty where all are of it.
    ``rows``: of comparison.compared that have a value; ``median``: whether the figure shows the
    median or classes of its areas: beside anything else nobody is measured against those."""
    measured = [r for r in rows if not pd.isna(r["spread_n"])]
    other = [r for r in measured if r["spread_level"] != level or r["year"] != r["year_asked"]]
    told = [_measured_elsewhere(other, level, decimals, names, t)] if other and median else []
    alone: dict[int, list[str]] = {}
    for row in rows:
        if pd.isna(row["spread_n"]):
            alone.setdefault(int(row["spread_level"]), []).append(names[row["region_id"]])
    told += [too_few(part, at, t) for at, part in alone.items()]
    return " ".join(told)


def too_few(named: list[str], level: int, t: Words) -> str:
    """What has neither a place nor a median: of the level at which it would be measured, our data
    hold too few areas, though they may hold many of another. ``named``: regions or indicators."""
    if level == 0:
        return t(
            "Not measured against areas of its level, for our data hold it of too few countries: "
            "{which}.",
            which=t.list(named),
        )
    return t(
        "Not measured against areas of its level, for our data hold it of too few NUTS {level} "
        "areas: {which}.",
        level=level,
        which=t.list(named),
    )


def _measured_elsewhere(
    other: list[Row], level: int, decimals: int, names: Mapping[str, str], t: Words
) -> str:
    return t(
        "The figure’s median and classes are of {level}, {year}; measured against areas of their "
        "own level and year: {regions}.",
        level=t("countries") if level == 0 else f"NUTS {level}",
        year=int(other[0]["year_asked"]),
        regions=t.list(
            [
                t(
                    "{region} ({areas}, median {median})",
                    region=names[row["region_id"]],
                    areas=of_year(
                        areas_words(int(row["spread_n"]), int(row["spread_level"]), t), row, t
                    ),
                    median=t.number(row["spread_median"], decimals),
                )
                for row in other
            ]
        ),
    )
