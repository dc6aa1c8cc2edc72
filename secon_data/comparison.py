"""How a region's value stands: among the nine, against references, in the spread, over time.

Definitions (docs/architecture.md, "Decisions", has the reasons):

- *Spread*: all areas of the value's level in the nine countries that have a value in the value's
  year, of one NUTS edition. An own or wider value takes its area's place in it; a computed one is
  placed among them without joining them.
- *Reference*: the EU's or the country's value of the same year, never computed by us. The median
  of the nine includes mine and values of every basis.
- *Rank*: 1 = highest value; ties share it. *Place*: 1 = best in the indicator's direction, missing
  when the indicator is neutral.
- Ranks and differences use the printed (decimal half-up) values: what a reader can check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from secon_data import regions
from secon_data.package import Package, once
from secon_data.units import points_of_percent

EU = "EU27_2020"
ENOUGH = 0.8
TREND_YEARS = 5
SKEWED = 2.0
Verdict = Literal["rising", "falling", "unclear", "break", "gap", "short"]
SPREAD_KEY = ["indicator_id", "year", "spread_level"]


@dataclass(frozen=True)
class Comparison:
    """One indicator in one year. ``table``: nine rows in the order of the regions (columns as in
    ``compared``); ``spread``: area_id, name, country_code, level, value, flag of the indicator's
    main level in that year, lowest first; ``eu``, ``median_nine``: None when there is none."""

    indicator: pd.Series
    year: int
    level: int
    table: pd.DataFrame
    spread: pd.DataFrame
    eu: float | None
    median_nine: float | None


def printed(value: pd.Series, decimals: pd.Series | int) -> pd.Series:
    """Values as a reader sees them: rounded decimal half-up (2.95 → 3.0, −0.25 → −0.3)."""
    scale = 10.0 ** (decimals.astype("float64") if isinstance(decimals, pd.Series) else decimals)
    # The inner rounding takes away what binary fractions add: 4.95 is stored as 4.9500000000000002.
    scaled = (value.astype("float64").abs() * scale).round(6)
    return np.sign(value.astype("float64")) * np.floor(scaled + 0.5) / scale


@once
def main_levels(package: Package) -> pd.Series:
    """The level at which each indicator is mainly published, by indicator: NUTS 2 where it has
    any, else NUTS 3, else the countries (0)."""
    found = _located(package).groupby("indicator_id")["level"].agg(lambda level: set(level))
    ids = package.table("indicators")["indicator_id"]
    return pd.Series(
        [2 if 2 in found.get(i, ()) else 3 if 3 in found.get(i, ()) else 0 for i in ids],
        index=pd.Index(ids, name="indicator_id"),
        name="level",
    )


@once
def latest_years(package: Package) -> pd.Series:
    """The year shown when none is asked, by indicator: the latest in which at least 80 % of the
    areas of the main level have a value; when no year reaches that, 80 % of the best year."""
    spreads = spread_areas(package, _main_triples(package))
    areas = _areas(package)
    totals = {
        (level, edition): int(((areas["level"] == level) & _in_edition(areas, edition)).sum())
        for level in (0, 2, 3)
        for edition in _editions(package)
    }
    counted = spreads.groupby(["indicator_id", "year", "spread_level", "edition"]).size()
    table = counted.rename("n").reset_index()
    table["share"] = [
        row.n / max(totals[(row.spread_level, row.edition)], 1) for row in table.itertuples()
    ]
    best = table.groupby("indicator_id")["share"].transform("max")
    enough = table[table["share"] >= np.where(best >= ENOUGH, ENOUGH, best * ENOUGH)]
    return enough.groupby("indicator_id")["year"].max().astype("int64")


def spread_areas(package: Package, triples: pd.DataFrame) -> pd.DataFrame:
    """The areas of each spread asked for.

    ``triples``: indicator_id, year, spread_level. One row an area: those columns, area_id,
    value (printed), flag, extract_id, edition (the NUTS edition of the spread).
    """
    key = SPREAD_KEY
    asked = (
        triples[key].dropna().drop_duplicates().astype({"year": "int64", "spread_level": "int64"})
    )
    found = _located(package).rename(columns={"level": "spread_level"}).merge(asked, on=key)
    columns = [*key, "area_id", "value", "flag", "extract_id", "edition"]
    if found.empty:
        return found.assign(edition=pd.Series(dtype="int64"))[columns]
    editions = _editions(package)
    member = {edition: _in_edition(found, edition) for edition in editions}
    counts = pd.DataFrame(
        {edition: mask.groupby([found[k] for k in key]).sum() for edition, mask in member.items()}
    )
    # The edition with most values; among equals the newest, which comes first in the columns.
    chosen = counts[sorted(editions, reverse=True)].idxmax(axis=1).rename("edition")
    found = found.merge(chosen, left_on=key, right_index=True)
    inside = _in_edition(found, found["edition"])
    decimals = package.table("indicators").set_index("indicator_id")["decimals"]
    found["value"] = printed(found["value"], found["indicator_id"].map(decimals))
    return found.loc[inside, columns].reset_index(drop=True)


def compare(
    package: Package, candidates: pd.DataFrame, indicator: str, year: int | None = None
) -> Comparison:
    """One indicator for the nine regions; ``year`` None means the indicator's latest year.

    KeyError when the indicator is unknown.
    """
    rows = package.table("indicators").set_index("indicator_id", drop=False)
    if indicator not in rows.index:
        raise KeyError(indicator)
    asked = int(latest_years(package)[indicator]) if year is None else year
    level = int(main_levels(package)[indicator])
    table = compared(
        package,
        candidates,
        pd.DataFrame({"indicator_id": [indicator], "year_asked": [asked]}),
    )
    areas = package.table("areas")[["area_id", "name", "country_code", "level"]]
    spread = (
        spread_areas(
            package,
            pd.DataFrame({"indicator_id": [indicator], "year": [asked], "spread_level": [level]}),
        )[["area_id", "value", "flag"]]
        .merge(areas, on="area_id")
        .sort_values(["value", "area_id"], ignore_index=True)
    )
    eu = _reference(package, indicator, asked)
    median = table["median_nine"].iloc[0]
    return Comparison(
        indicator=rows.loc[indicator],
        year=asked,
        level=level,
        table=table,
        spread=spread[["area_id", "name", "country_code", "level", "value", "flag"]],
        eu=eu,
        median_nine=None if pd.isna(median) else float(median),
    )


def overview(
    package: Package, candidates: pd.DataFrame, indicators: Sequence[str] | None = None
) -> pd.DataFrame:
    """All regions × the indicators named (all when None), each in its latest year.

    Columns as in ``compared``.
    """
    years = latest_years(package).rename("year_asked").reset_index()
    if indicators is not None:
        years = years.set_index("indicator_id").reindex(list(indicators)).dropna().reset_index()
    years["year_asked"] = years["year_asked"].astype("int64")
    return compared(package, candidates, years)


def compared(package: Package, candidates: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Every region's best available value for each indicator and year asked, and how it stands.

    ``asked``: indicator_id, year_asked. To the columns of ``regions.select`` (``value`` printed)
    come: rank, place, ranked (how many have a value); eu, country, median_nine and diff_… of each;
    spread_min, spread_q1, spread_median, spread_q3, spread_max, spread_n, spread_rank (1 =
    highest), spread_place (1 = best), percentile (share of the areas below, mid-rank),
    diff_spread (to the spread's median); verdict, verdict_from (first of the five years) and
    verdict_year (of the break or gap).
    """
    indicators = package.table("indicators").set_index("indicator_id")
    table = regions.select(candidates, asked, package)
    exact = table["value"]
    decimals = table["indicator_id"].map(indicators["decimals"]).astype("int64")
    direction = table["indicator_id"].map(indicators["direction"].astype("str"))
    table["value"] = printed(exact, decimals)
    group = table.groupby(["indicator_id", "year_asked"])["value"]
    table["ranked"] = group.transform("count").astype("int64")
    table["rank"] = group.rank(ascending=False, method="min").astype("Int64")
    low = group.rank(ascending=True, method="min").astype("Int64")
    table["place"] = (
        table["rank"].mask(direction == "lower_is_better", low).mask(direction == "neutral")
    )
    _add_references(table, package, decimals)
    table["median_nine"] = printed(group.transform("median"), decimals)
    table = _add_spread(table, package, direction)
    for name in ("eu", "country", "median_nine", "spread_median"):
        short = name.removesuffix("_median")
        table[f"diff_{short}"] = printed(table["value"] - table[name], decimals)
    return _add_trend(table, candidates, package)


def _areas(package: Package) -> pd.DataFrame:
    """Areas a spread may hold: in the nine countries, without extra-regio territories."""
    areas = package.table("areas")
    return areas[(areas["level"] >= 0) & ~areas["extra_regio"].fillna(False)]


@once
def _located(package: Package) -> pd.DataFrame:
    """Observations with the level and editions of their area."""
    areas = _areas(package)[["area_id", "level", "vintage_from", "vintage_to"]]
    found = package.table("observations").dropna(subset=["value"]).merge(areas, on="area_id")
    return found.astype({"year": "int64", "level": "int64"})


@once
def _main_triples(package: Package) -> pd.DataFrame:
    found = package.table("observations")[["indicator_id", "year"]].drop_duplicates()
    return found.assign(spread_level=found["indicator_id"].map(main_levels(package)))


@once
def _editions(package: Package) -> list[int]:
    areas = package.table("areas")
    return sorted(
        {*areas["vintage_from"].dropna().astype(int), *areas["vintage_to"].dropna().astype(int)}
    )


def _in_edition(areas: pd.DataFrame, edition: int | pd.Series) -> pd.Series:
    start = areas["vintage_from"].astype("Float64").fillna(0)
    end = areas["vintage_to"].astype("Float64").fillna(9999)
    return ((start <= edition) & (end >= edition)).astype("bool")


def _reference(package: Package, indicator: str, year: int) -> float | None:
    """The EU's own published value, or None."""
    rows = package.table("observations")
    found = rows[
        (rows["area_id"] == EU) & (rows["indicator_id"] == indicator) & (rows["year"] == year)
    ]["value"].dropna()
    return float(found.iloc[0]) if len(found) else None


def _add_references(table: pd.DataFrame, package: Package, decimals: pd.Series) -> None:
    """Adds ``eu`` and ``country``: published values of the year of each region's own value."""
    rows = package.table("observations")
    country_of = package.table("regions").set_index("region_id")["country_code"]
    table["country_code"] = table["region_id"].map(country_of)
    whole = regions.whole_countries(package)
    wanted = {EU, *country_of, *whole.values()}
    known = (
        rows[rows["area_id"].isin(wanted)]
        .dropna(subset=["value"])
        .set_index(["area_id", "indicator_id", "year"])["value"]
        .to_dict()
    )
    keys = [
        (country, indicator, None if pd.isna(year) else int(year))
        for country, indicator, year in zip(
            table["country_code"], table["indicator_id"], table["year"], strict=True
        )
    ]
    table["eu"] = [known.get((EU, i, y), np.nan) for _, i, y in keys]
    table["country"] = [
        known.get((c, i, y), known.get((whole.get(c), i, y), np.nan)) for c, i, y in keys
    ]
    for name in ("eu", "country"):
        table[name] = printed(table[name], decimals)


def _add_spread(table: pd.DataFrame, package: Package, direction: pd.Series) -> pd.DataFrame:
    """Adds the five-number spread and each value's place in it."""
    spreads = spread_areas(package, table[SPREAD_KEY])
    grouped = spreads.groupby(SPREAD_KEY)["value"]
    numbers = pd.DataFrame(
        {
            "spread_n": grouped.size(),
            "spread_min": grouped.min(),
            "spread_q1": grouped.quantile(0.25),
            "spread_median": grouped.median(),
            "spread_q3": grouped.quantile(0.75),
            "spread_max": grouped.max(),
        }
    )
    decimals = package.table("indicators").set_index("indicator_id")["decimals"]
    step = (
        numbers.index.get_level_values("indicator_id").map(decimals).to_series(index=numbers.index)
    )
    for column in ("spread_q1", "spread_median", "spread_q3"):
        numbers[column] = printed(numbers[column], step)
    numbers = numbers.reset_index()
    table = table.merge(
        numbers.astype({"year": "Int64", "spread_level": "Int64"}), on=SPREAD_KEY, how="left"
    )
    values = {key: np.sort(part.to_numpy()) for key, part in grouped}
    ids = {key: set(part) for key, part in spreads.groupby(SPREAD_KEY)["area_id"]}
    places = []
    for row, way in zip(table.itertuples(), direction, strict=True):
        key = (
            None if pd.isna(row.year) else (row.indicator_id, int(row.year), int(row.spread_level))
        )
        if key not in values or pd.isna(row.value):
            places.append((pd.NA, pd.NA, np.nan))
            continue
        among = values[key]
        n = len(among)
        below = int(np.searchsorted(among, row.value, side="left"))
        above = n - int(np.searchsorted(among, row.value, side="right"))
        # A value that is not one of them may lie beyond the last: it then shares the last place.
        high, low = min(above + 1, n), min(below + 1, n)
        place = pd.NA if way == "neutral" else low if way == "lower_is_better" else high
        places.append((high, place, 100 * (below + (n - below - above) / 2) / n))
    rank, best, percentile = zip(*places, strict=True) if places else ((), (), ())
    table["spread_n"] = table["spread_n"].astype("Int64")
    table["spread_rank"] = pd.array(rank, dtype="Int64")
    table["spread_place"] = pd.array(best, dtype="Int64")
    table["percentile"] = pd.array(percentile, dtype="float64")
    table["in_spread"] = [
        isinstance(areas, str)
        and not pd.isna(year)
        and areas in ids.get((indicator, int(year), int(level)), ())
        for areas, indicator, year, level in zip(
            table["areas"], table["indicator_id"], table["year"], table["spread_level"], strict=True
        )
    ]
    return table


def _slopes(values: np.ndarray) -> np.ndarray:
    """Slopes of straight lines through each row: of all points, then with each left out."""
    t = np.arange(values.shape[1], dtype="float64")
    columns = []
    for left_out in (None, *range(values.shape[1])):
        keep = np.ones(len(t), dtype="bool")
        if left_out is not None:
            keep[left_out] = False
        centred = np.where(keep, t - t[keep].mean(), 0.0)
        columns.append(centred / (centred**2).sum())
    return values @ np.array(columns).T


def _add_trend(table: pd.DataFrame, candidates: pd.DataFrame, package: Package) -> pd.DataFrame:
    """Adds the trend verdict on the last five years of the value's own series.

    rising or falling: the slope keeps its sign in the full fit and with each point left out, and
    the change from first to last is at least 1 % of the level (0.5 points for percentages);
    break: a break flag after the first of the five, or another method; gap: a year is missing;
    short: the series has fewer than five years.
    """
    units = package.table("indicators").set_index("indicator_id")["unit"]
    history = candidates[
        ["region_id", "indicator_id", "area_set", "year", "value", "flag", "method"]
    ]
    key = ["region_id", "indicator_id", "area_set"]
    last = table[[*key, "year", "method"]].dropna().reset_index(names="row")
    window = last.merge(history, on=key, suffixes=("_last", ""))
    window["step"] = window["year"] - window["year_last"].astype("int64") + TREND_YEARS - 1
    oldest = window.groupby("row")["year"].min()
    window = window[window["step"].between(0, TREND_YEARS - 1)]
    matrix = window.pivot(index="row", columns="step", values="value").reindex(
        columns=range(TREND_YEARS)
    )
    later = window[window["step"] > 0]
    broken = later[later["flag"].str.contains("b", regex=False)].groupby("row")["year"].max()
    other = window[window["method"] != window["method_last"]].groupby("row")["year"].max() + 1
    verdicts: list[tuple[str | None, object]] = []
    slopes = dict(zip(matrix.index, np.sign(_slopes(matrix.to_numpy("float64"))), strict=True))
    last_year = table["year"]
    for row in table.index:
        if row not in matrix.index:
            verdicts.append((None, pd.NA))
            continue
        points = matrix.loc[row]
        absent = points.index[points.isna()]
        start = int(last_year[row]) - TREND_YEARS + 1
        if len(absent) and oldest[row] > start:
            verdicts.append(("short", pd.NA))
        elif row in other.index:
            verdicts.append(("break", int(other[row])))
        elif len(absent):
            verdicts.append(("gap", start + int(absent[-1])))
        elif row in broken.index:
            verdicts.append(("break", int(broken[row])))
        else:
            change = points.iloc[-1] - points.iloc[0]
            unit = str(units[table.at[row, "indicator_id"]])
            least = 0.5 if points_of_percent(unit) else 0.01 * abs(points.iloc[0])
            steady = abs(slopes[row].sum()) == TREND_YEARS + 1
            clear = steady and round(abs(change), 9) >= least and change * slopes[row][0] > 0
            word = ("rising" if change > 0 else "falling") if clear else "unclear"
            verdicts.append((word, pd.NA))
    table["verdict"] = pd.array([word for word, _ in verdicts], dtype="str")
    table["verdict_year"] = pd.array([year for _, year in verdicts], dtype="Int64")
    table["verdict_from"] = (last_year - TREND_YEARS + 1).astype("Int64")
    return table


def peers(
    package: Package,
    candidates: pd.DataFrame,
    region: str,
    indicators: Sequence[str],
    k: int = 4,
    among: Literal["nine", "nuts2"] = "nine",
) -> pd.DataFrame:
    """The k regions most like one, by the indicators chosen, in their latest years.

    Each indicator is standardised over all NUTS 2 regions; the distance is the root mean square of
    the differences, so that one unit is one standard deviation; very skewed ones (density) by
    their logarithms. Only those that have a value for
    every indicator that the region itself has take part. Columns: id, name, country_code,
    distance, and for each indicator the difference in standard deviations (theirs − mine),
    nearest first. Empty when the region has none of the indicators. The NUTS 2 areas that stand
    for the region itself are left out.
    """
    known = latest_years(package)
    wanted = [i for i in indicators if i in known.index]
    if not wanted:
        return pd.DataFrame(columns=["id", "name", "country_code", "distance"])
    table = overview(package, candidates, wanted)
    nine = table.pivot(index="region_id", columns="indicator_id", values="value")
    mine = nine.loc[region].dropna()
    triples = pd.DataFrame(
        {"indicator_id": wanted, "year": [int(known[i]) for i in wanted], "spread_level": 2}
    )
    nuts2 = spread_areas(package, triples).pivot(
        index="area_id", columns="indicator_id", values="value"
    )
    chosen = [i for i in wanted if i in mine.index and i in nuts2.columns]
    # A few capitals would else make all other regions alike in density: what is very skewed is
    # compared by ratios.
    for i in chosen:
        if nuts2[i].skew() > SKEWED and nuts2[i].min() > 0 and nine[i].min() > 0:
            nuts2[i], nine[i], mine[i] = np.log(nuts2[i]), np.log(nine[i]), np.log(mine[i])
    deviation = nuts2.std(ddof=0) if len(nuts2) else pd.Series(dtype="float64")
    chosen = [i for i in chosen if deviation[i] > 0]
    if among == "nine":
        others = nine.drop(index=region)
        names = package.table("regions").set_index("region_id")
    else:
        own = {
            a
            for areas in table.loc[table["region_id"] == region, "areas"].dropna()
            for a in areas.split("+")
        }
        others = nuts2[~nuts2.index.isin(own)]
        names = package.table("areas").set_index("area_id")
    columns = ["id", "name", "country_code", "distance", *chosen]
    if not chosen:
        return pd.DataFrame(columns=columns)
    apart = ((others[chosen] - mine[chosen]) / deviation[chosen]).dropna()
    result = apart.assign(distance=np.sqrt((apart**2).mean(axis=1))).nsmallest(k, "distance")
    result = result.rename_axis("id").reset_index()
    result["name"] = result["id"].map(names["name"])
    result["country_code"] = result["id"].map(names["country_code"])
    return result[columns]
