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
``coverage`` do not count it. Totals never take a wider area's value: Harghita has no GDP total of
Centru.
"""

from __future__ import annotations

from functools import reduce
from typing import Literal

import pandas as pd

from secon_data.package import Package, once

Basis = Literal["own", "computed", "wider"]
BASES: tuple[Basis, ...] = ("own", "computed", "wider")
_BASIS_OF_ROLE = {"own": "own", "part": "computed", "wider": "wider"}
_COUNTRY = 0  # the level of countries
_POPULATION = "population_1_january"
_AREA = "area_km2"

KEY = ["region_id", "indicator_id", "area_set", "year"]


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


def area_sets(package: Package) -> pd.DataFrame:
    """One row a member of an area set that can stand for a region.

    Columns: region_id, area_set, basis, preference (1 first), area_id, size (members of the set),
    level (of the areas), spread_level (at which the set's value is placed among others).
    """
    members = package.table("region_areas").astype({"role": "str"})
    sets = pd.DataFrame(
        {
            "region_id": members["region_id"],
            "area_set": members["part_set"].where(members["part_set"].notna(), members["area_id"]),
            "basis": members["role"].map(_BASIS_OF_ROLE),
            "preference": members["preference"].astype("int64"),
            "area_id": members["area_id"],
        }
    )
    sets["size"] = sets.groupby(["region_id", "area_set"])["area_id"].transform("size")
    level = package.table("areas").set_index("area_id")["level"].astype("int64")
    sets["level"] = sets["area_id"].map(level)
    compared = package.table("regions").set_index("region_id")["compare_level"].astype("int64")
    computed = sets["basis"] == "computed"
    sets["spread_level"] = sets["level"].mask(computed, sets["region_id"].map(compared))
    return sets


@once
def candidates(package: Package) -> pd.DataFrame:
    """What every area set says of every region, indicator and year.

    Columns: region_id, indicator_id, area_set, year, value, flag (letters sorted), areas
    ("PL91+PL92"), basis, preference, level, spread_level, approximate (the weight is not the
    rate's own denominator), extract_ids ("a+b"), method (series of the same method may be joined),
    weight_by and weight_year (of a weighted mean), usable (False: a wider area's total, which
    must not stand for a region).
    """
    sets = area_sets(package)
    indicators = package.table("indicators").set_index("indicator_id")
    observations = package.table("observations")
    extracts = package.table("extracts").set_index("extract_id")
    pieces = sets.merge(
        observations[observations["area_id"].isin(set(sets["area_id"]))], on="area_id"
    ).dropna(subset=["value"])
    pieces["year"] = pieces["year"].astype("int64")
    pieces["flag"] = pieces["flag"].fillna("")
    pieces["method"] = pieces["extract_id"].map(extracts["method"])
    pieces["aggregation"] = pieces["indicator_id"].map(indicators["aggregation"].astype("str"))
    pieces = _complete(pieces)

    single = pieces[pieces["size"] == 1].copy()
    single["areas"] = single["area_id"]
    single["approximate"] = False
    single["extract_ids"] = single["extract_id"]

    several = pieces[pieces["size"] > 1]
    wider_total = (several["aggregation"] == "sum") & (several["basis"] == "wider")
    sums = several[(several["aggregation"] == "sum") & ~wider_total]
    means = _weighted(several[several["aggregation"] == "mean"], package)
    combined = [
        _combine(several[wider_total], "sum"),
        _combine(sums, "sum"),
        _combine(means, "mean"),
    ]
    table = pd.concat([single, *(c for c in combined if len(c))], ignore_index=True)
    table["usable"] = ~((table["aggregation"] == "sum") & (table["basis"] == "wider"))
    for column in ("weight_by", "weight_year"):
        if column not in table:
            table[column] = None
    table["weight_year"] = table["weight_year"].astype("Int64")
    return table[
        [
            *KEY,
            "value",
            "flag",
            "areas",
            "basis",
            "preference",
            "level",
            "spread_level",
            "approximate",
            "extract_ids",
            "method",
            "weight_by",
            "weight_year",
            "usable",
        ]
    ].sort_values(KEY, ignore_index=True)


def _complete(pieces: pd.DataFrame) -> pd.DataFrame:
    """Only the sets of which every member has a value in that year."""
    return pieces[pieces.groupby(KEY)["area_id"].transform("size") == pieces["size"]]


def _weights(package: Package) -> pd.DataFrame:
    """What each member of a set of several areas weighs, by weight and year.

    Columns: region_id, area_set, weight_by, weight_year, area_id, weight. Parts weigh by the
    indicator's own weight; wider areas by the region's own inhabitants in each of them.
    """
    sets = area_sets(package)
    several = sets[sets["size"] > 1]
    observations = package.table("observations")
    indicators = package.table("indicators")
    names = set(indicators["weight_by"].dropna()) - {_AREA} | {_POPULATION}
    measured = observations.loc[
        observations["indicator_id"].isin(names), ["area_id", "indicator_id", "year", "value"]
    ].rename(columns={"indicator_id": "weight_by", "year": "weight_year", "value": "weight"})

    parts = several[several["basis"] == "computed"]
    own = parts[["region_id", "area_set", "area_id", "size"]]
    of_parts = own.merge(measured, on="area_id")

    # Land does not change from year to year: one weight, valid from the first year on.
    land = package.table("areas").set_index("area_id")["area_km2"]
    of_land = own.assign(weight_by=_AREA, weight_year=0, weight=own["area_id"].map(land))

    first = parts["preference"] == parts.groupby("region_id")["preference"].transform("min")
    inhabitants = (
        of_parts[of_parts["weight_by"] == _POPULATION]
        .merge(parts.loc[first, ["region_id", "area_set"]].drop_duplicates())
        .drop(columns="area_set")
        .rename(columns={"area_id": "part", "size": "parts"})
    )
    wider = several.loc[several["basis"] == "wider", ["region_id", "area_set", "area_id", "size"]]
    inside = wider.merge(inhabitants, on="region_id")
    # A NUTS code begins with the code of every area that contains it.
    contained = [
        part.startswith(area) for part, area in zip(inside["part"], inside["area_id"], strict=True)
    ]
    inside = inside[pd.Series(contained, index=inside.index, dtype="bool")]
    counted = inside.groupby(["region_id", "area_set", "weight_year"])["part"].transform("size")
    of_wider = (
        inside[counted == inside["parts"]]
        .groupby(
            ["region_id", "area_set", "area_id", "size", "weight_by", "weight_year"],
            as_index=False,
        )["weight"]
        .sum()
    )
    weights = pd.concat([of_parts, of_land, of_wider], ignore_index=True).dropna(subset=["weight"])
    weights["weight_year"] = weights["weight_year"].astype("int64")
    group = ["region_id", "area_set", "weight_by", "weight_year"]
    return weights[weights.groupby(group)["area_id"].transform("size") == weights["size"]].drop(
        columns="size"
    )


def _weighted(pieces: pd.DataFrame, package: Package) -> pd.DataFrame:
    """The pieces of means, with the weight of the same or nearest earlier year beside each."""
    indicators = package.table("indicators").set_index("indicator_id")
    weights = _weights(package)
    pieces = pieces.copy()
    wider = pieces["basis"] == "wider"
    pieces["weight_by"] = (
        pieces["indicator_id"].map(indicators["weight_by"]).mask(wider, _POPULATION)
    )
    exact = pieces["indicator_id"].map(indicators["weight_exact"]).fillna(False).astype("bool")
    own_weight = pieces["indicator_id"].map(indicators["weight_by"]) == pieces["weight_by"]
    pieces["approximate"] = ~(exact & own_weight)
    key = ["region_id", "area_set", "weight_by"]
    known = weights[[*key, "weight_year"]].drop_duplicates().sort_values("weight_year")
    asked = pieces[[*key, "year"]].drop_duplicates().sort_values("year")
    matched = pd.merge_asof(
        asked, known, left_on="year", right_on="weight_year", by=key, direction="backward"
    ).dropna(subset=["weight_year"])
    pieces = pieces.merge(matched, on=[*key, "year"])
    pieces["weight_year"] = pieces["weight_year"].astype("int64")
    pieces = pieces.merge(weights, on=[*key, "weight_year", "area_id"])
    pieces["weight_year"] = pieces["weight_year"].astype("Int64").mask(pieces["weight_by"] == _AREA)
    return pieces


def _combine(pieces: pd.DataFrame, how: Literal["sum", "mean"]) -> pd.DataFrame:
    """One row for each complete set, from its pieces."""
    if pieces.empty:
        return pieces
    pieces = pieces.sort_values([*KEY, "area_id"])
    if how == "mean":
        pieces = pieces.assign(product=pieces["value"] * pieces["weight"])
    group = pieces.groupby(KEY, sort=False)
    table = group.first()
    if how == "sum":
        table["value"], table["approximate"] = group["value"].sum(), False
    else:
        table["value"] = group["product"].sum() / group["weight"].sum()
    letters = sorted(set("".join(pieces["flag"].unique())))
    has = {
        letter: pieces["flag"]
        .str.contains(letter, regex=False)
        .groupby([pieces[k] for k in KEY], sort=False)
        .any()
        for letter in letters
    }
    table["flag"] = reduce(
        lambda text, letter: text + has[letter].map({True: letter, False: ""}),
        letters,
        pd.Series("", index=table.index),
    )
    table["areas"] = group["area_id"].agg("+".join)
    for source, target in (("extract_id", "extract_ids"), ("method", "method")):
        table[target] = group[source].agg(lambda column: "+".join(sorted(set(column))))
    return table.reset_index()


def select(table: pd.DataFrame, asked: pd.DataFrame, package: Package) -> pd.DataFrame:
    """The best available value of every region for each indicator and year asked.

    ``table``: candidates; ``asked``: indicator_id, year_asked. Nine rows for each row asked, in the
    order of the regions: region_id, indicator_id, year_asked, the columns of the chosen candidate
    (value missing and basis missing when there is none), area_names, flags_known and
    reason ("not-published" or "total-of-wider-area" when there is no value).
    """
    indicators = package.table("indicators")
    tolerance = indicators.set_index("indicator_id")["year_tolerance"].fillna(0).astype("int64")
    window = table.merge(asked, on="indicator_id")
    earliest = window["year_asked"] - window["indicator_id"].map(tolerance).astype("int64")
    window = window[(window["year"] <= window["year_asked"]) & (window["year"] >= earliest)]
    key = ["region_id", "indicator_id", "year_asked"]
    best = (
        window[window["usable"]]
        .assign(
            is_wider=lambda t: (t["basis"] == "wider").astype("int8") + (t["level"] == _COUNTRY),
            order=lambda t: t["basis"].map({basis: i for i, basis in enumerate(BASES)}),
        )
        .sort_values(
            ["is_wider", "year", "order", "preference"], ascending=[True, False, True, True]
        )
        .drop_duplicates(key)
        .drop(columns=["is_wider", "order", "usable"])
    )
    regions = package.table("regions")[["region_id"]]
    result = asked.merge(regions, how="cross").merge(best, on=key, how="left")
    total = ~window["usable"] & (window["level"] != _COUNTRY)
    totals = window.loc[total, key].drop_duplicates().assign(refused=True)
    refused = result.merge(totals, on=key, how="left")["refused"].notna().to_numpy()
    reason = pd.Series("not-published", index=result.index).mask(refused, "total-of-wider-area")
    result["reason"] = reason.mask(result["value"].notna())
    names = package.table("areas").set_index("area_id")["name"].to_dict()
    result["area_names"] = [
        ", ".join(names.get(area, area) for area in areas.split("+"))
        if isinstance(areas, str)
        else None
        for areas in result["areas"]
    ]
    silent = set(
        package.table("extracts").loc[lambda t: ~t["flags_known"].fillna(True), "extract_id"]
    )
    result["flags_known"] = [
        isinstance(ids, str) and not silent.intersection(ids.split("+"))
        for ids in result["extract_ids"]
    ]
    for column in ("year", "year_asked", "preference", "level", "spread_level", "weight_year"):
        result[column] = result[column].astype("Int64")
    result["approximate"] = result["approximate"].astype("boolean").fillna(False).astype("bool")
    return result


def regional(table: pd.DataFrame) -> pd.Series:
    """Which candidates may stand for a region and are not a whole country's."""
    return table["usable"] & (table["level"] != _COUNTRY)


def values(table: pd.DataFrame, package: Package, indicator: str, year: int) -> pd.DataFrame:
    """``select`` for one indicator and year: nine rows, in the order of the regions."""
    return select(table, pd.DataFrame({"indicator_id": [indicator], "year_asked": [year]}), package)


def newest(table: pd.DataFrame, package: Package) -> pd.DataFrame:
    """``select`` for every indicator that some region has, each in the latest year of any region:
    nine rows an indicator."""
    years = table[regional(table)].groupby("indicator_id")["year"].max()
    return select(table, years.rename("year_asked").reset_index(), package)


def series(table: pd.DataFrame, region: str, indicator: str, area_set: str) -> pd.DataFrame:
    """Every value of one area set, oldest first: year, value, flag, method, approximate.

    A series keeps one set of areas from end to end; where ``method`` changes it is another series.
    """
    rows = table[
        (table["region_id"] == region)
        & (table["indicator_id"] == indicator)
        & (table["area_set"] == area_set)
    ]
    return rows[["year", "value", "flag", "method", "approximate"]].reset_index(drop=True)


def coverage(table: pd.DataFrame, package: Package, indicator: str) -> pd.DataFrame:
    """How many of the regions have a value of exactly that year, not counting their countries',
    newest year first.

    Columns: year, regions, total. Years in which none has one are left out.
    """
    rows = table[(table["indicator_id"] == indicator) & regional(table)]
    counted = rows.groupby("year")["region_id"].nunique().rename("regions").reset_index()
    counted["total"] = len(package.table("regions"))
    return counted.sort_values("year", ascending=False, ignore_index=True)
