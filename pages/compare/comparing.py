"""The tables behind the figures of the Compare page. Pure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from secon_data import comparison, regions
from secon_data.comparison import Comparison
from secon_data.package import Package
from secon_ui.text.references import Reference
from secon_ui.text.words import Words


def comparable(package: Package, candidates: pd.DataFrame) -> list[str]:
    """Indicators of which at least one region has a value that is not its country's, by theme and
    name."""
    usable = set(candidates.loc[regions.regional(candidates), "indicator_id"])
    table = package.table("indicators")
    return [i for i in table["indicator_id"] if i in usable]


def references(found: Comparison, mine: str, country: str, t: Words) -> dict[str, Reference]:
    """What a value can be measured against, by code; those without a value say so."""
    row = found.table.set_index("region_id").loc[mine]
    n = len(found.spread)
    middle = comparison.printed(
        pd.Series([found.spread["value"].median()]), int(found.indicator["decimals"])
    ).iloc[0]
    eu = found.eu
    own = row["country"] if not pd.isna(row["country"]) and row["year"] == found.year else None
    return {
        "median": Reference(
            t.plural("median of {n} region", "median of {n} regions", n),
            float(middle) if n else None,
        ),
        "eu": Reference(t("EU average"), eu),
        "country": Reference(country, own),
        "nine": Reference(t("median of the nine"), found.median_nine),
    }


def lines(found: Comparison, candidates: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Each region's series: that of the areas which its value stands for, up to its year."""
    result = {}
    for row in found.table.dropna(subset=["value"]).itertuples():
        line = regions.series(candidates, row.region_id, row.indicator_id, row.area_set)
        line = line[line["year"] <= row.year].copy()
        line["value"] = comparison.printed(line["value"], int(found.indicator["decimals"]))
        result[row.region_id] = line.reset_index(drop=True)
    return result


def medians(package: Package, found: Comparison, first: int) -> pd.DataFrame:
    """The median of all areas of the main level in each well covered year: year, value."""
    indicator = str(found.indicator["indicator_id"])
    triples = pd.DataFrame(
        {
            "indicator_id": indicator,
            "year": range(first, found.year + 1),
            "spread_level": found.level,
        }
    )
    grouped = comparison.spread_areas(package, triples).groupby("year")["value"]
    table = grouped.median()[grouped.size() >= comparison.ENOUGH * len(found.spread)]
    return table.rename("value").reset_index()


def scatter_points(candidates: pd.DataFrame, found: Comparison, other: Comparison) -> pd.DataFrame:
    """Both values of each region, of one and the same set of areas: region_id, x, y, basis,
    area_names-to-be (areas), x_year, y_year. Regions without such a set are left out.

    The best set is that of the value shown; else the first, in the order of the bases, that has
    both in their years or up to three years before.
    """
    order = {basis: i for i, basis in enumerate(regions.BASES)}
    usable = candidates[candidates["usable"]]

    def latest(of: Comparison) -> pd.DataFrame:
        rows = usable[
            (usable["indicator_id"] == of.indicator["indicator_id"])
            & (usable["year"] <= of.year)
            & (usable["year"] >= of.year - int(of.indicator["year_tolerance"]))
        ]
        return rows.sort_values("year").drop_duplicates(["region_id", "area_set"], keep="last")

    columns = ["region_id", "area_set", "basis", "preference", "areas", "year", "value"]
    both = latest(found)[columns].merge(
        latest(other)[["region_id", "area_set", "year", "value"]],
        on=["region_id", "area_set"],
        suffixes=("_y", "_x"),
    )
    shown = found.table.set_index("region_id")["area_set"]
    both["first"] = both["area_set"] != both["region_id"].map(shown)
    both["order"] = both["basis"].map(order)
    both = both.sort_values(["first", "order", "preference"]).drop_duplicates("region_id")
    for axis, of in (("y", found), ("x", other)):
        both[axis] = comparison.printed(both[f"value_{axis}"], int(of.indicator["decimals"]))
    kept = both.rename(columns={"year_x": "x_year", "year_y": "y_year"})
    return kept[["region_id", "x", "y", "basis", "areas", "x_year", "y_year"]].reset_index(
        drop=True
    )


def cloud(found: Comparison, other: Comparison) -> pd.DataFrame:
    """All areas of the main level that have both: area_id, name, x, y."""
    return found.spread.rename(columns={"value": "y"})[["area_id", "name", "y"]].merge(
        other.spread.rename(columns={"value": "x"})[["area_id", "x"]], on="area_id"
    )


def middle_half(found: Comparison) -> tuple[float, float] | None:
    """The quartiles of all areas of the main level; None where they are too few to be telling."""
    if len(found.spread) < 40:
        return None
    low, high = found.spread["value"].quantile([0.25, 0.75])
    return float(low), float(high)


def rank_correlation(points: pd.DataFrame) -> float:
    """Spearman's rank correlation of x and y; 0 where it cannot be told."""
    rho = points["x"].rank().corr(points["y"].rank())
    return 0.0 if pd.isna(rho) else float(rho)


def spreads(package: Package, found: Comparison) -> dict[int, pd.DataFrame]:
    """Values of all areas by level (1 to 3), in the year of the values shown, for the map."""
    indicator = str(found.indicator["indicator_id"])
    used = found.table.dropna(subset=["value"])
    result = {found.level: found.spread}
    for level in (1, 2, 3):
        if level in result:
            continue
        years = used.loc[used["level"] == level, "year"]
        year = int(years.max()) if len(years) else found.year
        triple = pd.DataFrame(
            {"indicator_id": [indicator], "year": [year], "spread_level": [level]}
        )
        areas = comparison.spread_areas(package, triple)
        result[level] = areas.merge(package.table("areas")[["area_id", "name"]], on="area_id")
    return result


def years(package: Package, candidates: pd.DataFrame, indicator: str) -> Mapping[str, int]:
    """The years that can be chosen, newest first, and how many regions have a value in each."""
    table = regions.coverage(candidates, package, indicator)
    return {str(int(y)): int(n) for y, n in zip(table["year"], table["regions"], strict=True)}
