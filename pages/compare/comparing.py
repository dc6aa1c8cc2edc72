"""The tables behind the figures of the Compare page. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from statistics import median

import numpy as np
import pandas as pd

from secon_data import breaks, comparison, judging, regions
from secon_data.area_sets import BASES
from secon_data.comparison import Comparison
from secon_data.package import Package, once
from secon_data.rows import Row, Rows, each, known
from secon_data.spreads import ENOUGH, QUARTERS, half_up, spread
from secon_data.spreads import spreads as all_spreads
from secon_ui.text.references import (
    Reference,
    level_median_words,
    median_of_nine,
    median_words,
    of_year,
    own_median,
)
from secon_ui.text.words import Words


def references(found: Comparison, row: Row, country: str, t: Words) -> dict[str, Reference]:
    """What my region's value can be measured against, by code: the median of its own reference set,
    and what is published for its own year. Those without a value say so; a total has no others
    than medians, for a whole country is no measure of it. ``row``: my region's;
    ``country``: what its country's value is called."""

    def known(value: float | None) -> float | None:
        return None if value is None or pd.isna(value) else float(value)

    return {
        "median": _own_median(found, row, t),
        "eu": Reference(
            of_year(t("EU average"), row, t),
            known(found.eu if pd.isna(row["value"]) else row["eu"]),
        ),
        "country": Reference(of_year(country, row, t), known(row["country"])),
        "nine": Reference(median_of_nine(row, t), found.median_nine),
    }


def offered(code: str, reference: Reference, found: Comparison, row: Row, t: Words) -> str:
    """What can be measured against, in a choice, with the reason where it has no value. ``row``: my
    region's."""
    if reference.value is not None:
        return reference.name
    if code in ("eu", "country") and judging.is_total(found.indicator):
        return t("{reference}: no measure of a total", reference=reference.name)
    if code in ("eu", "country") and pd.isna(row["value"]):
        return t("{reference}: nothing to measure", reference=reference.name)
    if code in ("eu", "country"):
        year = int(row["year"])
        return t("{reference}: not in our data for {year}", reference=reference.name, year=year)
    return t("{reference}: not in our data", reference=reference.name)


def _own_median(found: Comparison, row: Row, t: Words) -> Reference:
    """The median of my region's own reference set; without a value that of the figure. Where our
    data hold no areas of its level there is none: those of another level are no measure."""
    if pd.isna(row["value"]):
        return main_median(found, t)
    if pd.isna(row["spread_n"]):
        return Reference(level_median_words(int(row["spread_level"]), t), None)
    return Reference(own_median(row, t), float(row["spread_median"]))


def main_median(found: Comparison, t: Words) -> Reference:
    """The median of all areas of the level that a figure shows."""
    values = found.spread["value"].tolist()
    if len(values) < judging.LEAST:
        return Reference(level_median_words(found.level, t), None)
    name = median_words(len(values), found.level, t)
    middle = half_up(np.array([median(values)]), int(found.indicator["decimals"]))[0]
    return Reference(name, float(middle))


def drawn(
    code: str, reference: Reference, found: Comparison, country: Reference, t: Words
) -> Reference:
    """The one line of a figure in which regions of several levels and years stand: what they are
    measured against, of the figure's own level and year, which is named where some are of another.
    ``reference``: my region's; ``country``: the value of its country in the year of the figure."""
    if code == "nine":
        return reference
    line = {
        "median": main_median(found, t),
        "eu": Reference(t("EU average"), None if reference.value is None else found.eu),
        "country": Reference(country.name, None if reference.value is None else country.value),
    }[code]
    if all(pd.isna(year) or year == found.year for year in found.table["year"].tolist()):
        return line
    dated = t("{reference} in {year}", reference=line.name, year=found.year)
    return Reference(dated, line.value)


def differences(
    found: Comparison, code: str, reference: Reference, country: Mapping[int, float]
) -> list[float]:
    """How far each region's value is from what it is measured against, in the order of the table:
    from the median of its own level, the value of the EU or of my ``country`` (by year) in its own
    year, else from the ``reference`` of my region. Others have such a median or value also where my
    own region has none."""
    column = {"median": "diff_spread", "eu": "diff_eu"}.get(code)
    if column:
        return [float(value) for value in found.table[column].tolist()]
    if reference.value is None:
        return [float("nan")] * len(found.table)
    decimals, years = int(found.indicator["decimals"]), found.table["year"].tolist()
    theirs = (
        [float("nan") if pd.isna(year) else country.get(int(year), float("nan")) for year in years]
        if code == "country"
        else [reference.value] * len(years)
    )
    apart = found.table["value"].to_numpy("float64") - np.array(theirs)
    return [float(value) for value in half_up(apart, decimals)]


def lines(package: Package, found: Comparison) -> dict[str, Rows]:
    """Each region's series: that of the areas which its value stands for, up to its year, as
    printed; each year with ``broken``, its Break or None."""
    broken = breaks.of_sets(package)
    decimals = int(found.indicator["decimals"])
    result: dict[str, Rows] = {}
    for row in known(each(found.table)):
        key = row["region_id"], row["indicator_id"], row["area_set"]
        line, of_line = regions.series(package, *key, until=row["year"]), broken.get(key, {})
        values = half_up(np.array([one["value"] for one in line]), decimals).tolist()
        result[row["region_id"]] = [
            {**one, "value": value, "broken": of_line.get(one["year"])}
            for one, value in zip(line, values, strict=True)
        ]
    return result


def sourced(package: Package, found: Comparison, drawn: Mapping[str, Rows]) -> list[Row]:
    """The rows of a comparison whose series are drawn, and one more like each for every extract of
    which its series has values, with whether flags are known there; the flags themselves stand in
    the table alone. ``drawn``: as ``lines``."""
    rows, silent = each(found.table), regions.without_flags(package)
    of_series = [
        {**row, "flag": "", "extract_ids": ids, "flags_known": silent.isdisjoint(ids.split("+"))}
        for row in rows
        if row["region_id"] in drawn
        for ids in dict.fromkeys(one["extract_ids"] for one in drawn[row["region_id"]])
    ]
    return [*rows, *of_series]


def otherwise(
    package: Package, found: Comparison, drawn: Mapping[str, Rows]
) -> dict[str, list[int]]:
    """In which years a region's line has another figure than its comparison of that year: the line
    keeps its areas, the comparison takes the best of each year. ``drawn``: as ``lines``."""
    indicator, decimals = str(found.indicator["indicator_id"]), int(found.indicator["decimals"])
    years = sorted({one["year"] for line in drawn.values() for one in line})
    best = regions.chosen(package, [(indicator, year) for year in years])
    values = half_up(np.array(best["value"], dtype="float64"), decimals).tolist()
    keys = zip(best["region_id"], best["year_asked"], best["year"], strict=True)
    known = {
        (region, asked): value
        for (region, asked, year), value in zip(keys, values, strict=True)
        if year == asked
    }
    found_in: dict[str, list[int]] = {}
    for region, line in drawn.items():
        for one in line:
            if known.get((region, one["year"]), one["value"]) != one["value"]:
                found_in.setdefault(region, []).append(one["year"])
    return found_in


def medians(package: Package, found: Comparison, first: int) -> pd.DataFrame:
    """The median of all areas of the main level in each well covered year: year, value (printed,
    as every median). Well covered are years with nearly as many areas as the best one has,
    whichever year is asked for."""
    known = all_spreads(package)
    indicator = str(found.indicator["indicator_id"])
    most = _most(package).get((indicator, found.level), 0)
    numbers = {
        year: number
        for year in range(first, found.year + 1)
        if (number := known.numbers.get((indicator, year, found.level))) is not None
        and known.sizes[number] >= max(judging.LEAST, ENOUGH * most)
    }
    middle = QUARTERS.index(0.5)
    numbers_of = np.array(list(numbers.values()), dtype="int64")
    values = half_up(known.knots[numbers_of, middle], int(found.indicator["decimals"]))
    return pd.DataFrame({"year": np.array(list(numbers), dtype="int64"), "value": values})


@once
def _most(package: Package) -> dict[tuple[str, int], int]:
    """Of how many areas there are values in the best covered year, by indicator and level."""
    known, most = all_spreads(package), Counter[tuple[str, int]]()
    for (indicator, _, level), number in known.numbers.items():
        most[indicator, level] = max(most[indicator, level], int(known.sizes[number]))
    return most


def paired(
    package: Package, found: Comparison, other: Comparison, *, standing: bool = True
) -> tuple[Comparison, Comparison]:
    """The two comparisons with the values that a scatter sets against each other: of each region
    both of one and the same area. A region without such a pair has no value in either.
    ``standing``: as ``comparison.drawn``.

    The best area is that of the value shown; else the first, in the order of the bases, that has
    both in their years or up to three years before.
    """
    of_y, of_x = (
        _by_land(
            regions.latest_of_sets(
                package,
                str(of.indicator["indicator_id"]),
                of.year - int(of.indicator["year_tolerance"]),
                of.year,
            )
        )
        for of in (found, other)
    )
    ids = found.table["region_id"].tolist()
    shown = dict(zip(ids, found.table["areas"], strict=True))
    best: dict[str, tuple[regions.Usable, regions.Usable]] = {}
    for key in sorted(
        of_y.keys() & of_x.keys(),
        key=lambda key: (of_y[key].areas != shown.get(key[0]), *of_y[key].order, key[1]),
    ):
        best.setdefault(key[0], (of_y[key], of_x[key]))
    y, x = ({region: pair[side].row for region, pair in best.items()} for side in (0, 1))
    return (
        comparison.drawn(package, found, y, standing=standing),
        comparison.drawn(package, other, x, standing=standing),
    )


def _by_land(
    sets: Mapping[tuple[str, str], regions.Usable],
) -> dict[tuple[str, str], regions.Usable]:
    """Of each region and area the value that is chosen first: the latest, its own before what is
    computed."""
    found: dict[tuple[str, str], regions.Usable] = {}
    for (region, _), of in sorted(sets.items(), key=lambda item: (-item[1].year, *item[1].order)):
        found.setdefault((region, of.land), of)
    return found


def scatter_points(found: Comparison, other: Comparison) -> pd.DataFrame:
    """The points of a scatter: region_id, x, y, basis (of both values the less sure one), areas,
    area_names, x_year, y_year, approximate (either). ``found``, ``other``: as ``paired``."""
    pairs = [
        (y, x)
        for y, x in zip(each(found.table), each(other.table), strict=True)
        if not pd.isna(y["value"])
    ]
    return pd.DataFrame(
        {
            "region_id": pd.array([y["region_id"] for y, _ in pairs], dtype="str"),
            "x": pd.array([x["value"] for _, x in pairs], dtype="float64"),
            "y": pd.array([y["value"] for y, _ in pairs], dtype="float64"),
            "basis": pd.array(
                [max(y["basis"], x["basis"], key=BASES.index) for y, x in pairs], dtype="str"
            ),
            "areas": pd.array([y["areas"] for y, _ in pairs], dtype="str"),
            "area_names": pd.array([y["area_names"] for y, _ in pairs], dtype="str"),
            "x_year": pd.array([x["year"] for _, x in pairs], dtype="int64"),
            "y_year": pd.array([y["year"] for y, _ in pairs], dtype="int64"),
            "approximate": pd.array(
                [bool(y["approximate"] or x["approximate"]) for y, x in pairs], dtype="bool"
            ),
        }
    )


def cloud(found: Comparison, other: Comparison) -> pd.DataFrame:
    """All areas of the main level that have both: area_id, name, x, y."""
    across = dict(zip(other.spread["area_id"], other.spread["value"].tolist(), strict=True))
    up = zip(*(found.spread[name].tolist() for name in ("area_id", "name", "value")), strict=True)
    both = [(area, name, across[area], y) for area, name, y in up if area in across]
    types = {"area_id": "str", "name": "str", "x": "float64", "y": "float64"}
    return pd.DataFrame(both, columns=list(types)).astype(types)


def middle_half(found: Comparison) -> tuple[float, float] | None:
    """The quartiles of all areas of the main level; None where they are too few to be telling."""
    if not judging.telling(len(found.spread)):
        return None
    low, high = found.spread["value"].quantile([0.25, 0.75])
    return float(low), float(high)


def rank_correlation(points: pd.DataFrame) -> float | None:
    """Spearman's rank correlation of x and y to the two decimals that are told, so that −0.30 is
    never both a link and none; None where the areas are too few to be telling."""
    if not judging.telling(len(points)):
        return None
    rho = points["x"].rank().corr(points["y"].rank())
    return 0.0 if pd.isna(rho) else float(half_up(np.array([rho]), 2)[0])


def spreads(package: Package, found: Comparison) -> dict[int, pd.DataFrame]:
    """Values of all areas by level (1 to 3), in the year of the values shown, for the map: columns
    as in ``Comparison.spread``."""
    used = known(each(found.table))
    result = {found.level: found.spread}
    for level in (1, 2, 3):
        if level not in result:
            year = max((row["year"] for row in used if row["level"] == level), default=found.year)
            indicator = str(found.indicator["indicator_id"])
            result[level] = spread(package, indicator, year, level)
    return result


def years(package: Package, indicator: str) -> Mapping[str, int]:
    """The years that can be chosen, newest first, and of how many regions the value shown then is
    of that year itself."""
    kept = _counted(package)
    if indicator not in kept:
        asked = [(indicator, year) for year in regions.years(package, indicator)]
        shown = regions.chosen(package, asked)
        of_year = Counter(
            year for year, at in zip(shown["year_asked"], shown["year"], strict=True) if year == at
        )
        kept[indicator] = {str(year): of_year[year] for _, year in asked}
    return kept[indicator]


@once
def _counted(package: Package) -> dict[str, Mapping[str, int]]:
    """What ``years`` has found."""
    return {}
