"""What a view of Compare shows, as a table to take away. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from secon_data.comparison import Comparison
from secon_data.package import Package
from secon_data.rows import Rows, each
from secon_data.spreads import KEY, spread_areas
from secon_ui.drawing.look import Look
from secon_ui.taking import observed
from secon_ui.text import breaks as break_words
from secon_ui.text.observation_words import level_words
from secon_ui.text.words import Words

OF_SET = ("basis", "areas", "area_names", "level")  # a series is of one set of areas throughout


def values(shown: Sequence[Comparison], look: Look, package: Package) -> pd.DataFrame:
    """The nine regions' values of each indicator shown, by place (``observed.table``)."""
    return pd.concat(
        [
            observed.table(
                of.table.sort_values(["place", "region_id"], na_position="last"),
                look.names,
                package,
            )
            for of in shown
        ],
        ignore_index=True,
    )


def series(
    found: Comparison,
    lines: Mapping[str, Rows],
    median: pd.DataFrame,
    look: Look,
    package: Package,
) -> pd.DataFrame:
    """The whole of each line of a trend, a row a year: what the value stands for, its flag, and a
    derived break that lies before it, in words (a published one is a flag). ``lines``, ``median``:
    as ``exhibits.trend``; the median's rows have no region_id."""
    t, english = look.t, Words("en")
    short = package.table("indicators").set_index("indicator_id")["short_name"]
    about = {row["region_id"]: row for row in each(found.table)}
    parts = [
        pd.DataFrame(line, columns=["year", "value", "flag", "approximate", "extract_ids"]).assign(
            region_id=region,
            region=look.names[region],
            derived_breaks=[
                break_words.told(one, lambda i: str(short[i]), english)
                if one is not None and one.derived
                else None
                for one in (year["broken"] for year in line)
            ],
            **{name: about[region][name] for name in OF_SET},
        )
        for region, line in lines.items()
    ]
    name = t("median of {level}", level=level_words(found.level, t))
    of_years = _extracts_of_medians(median["year"].tolist(), found, package)
    parts.append(
        median.assign(
            region=name, level=found.level, extract_ids=median["year"].map(of_years).astype("str")
        )
    )
    return _told(pd.concat(parts, ignore_index=True), found, package)


def _extracts_of_medians(
    years: Sequence[int], found: Comparison, package: Package
) -> Mapping[int, str]:
    """The extracts of all areas of whose values the median of each year is."""
    indicator = str(found.indicator["indicator_id"])
    asked = pd.DataFrame([(indicator, year, found.level) for year in years], columns=KEY)
    of = spread_areas(package, asked).groupby("year")["extract_id"].unique()
    return {int(year): "+".join(extracts) for year, extracts in of.items()}


def cloud(
    areas: pd.DataFrame, pair: Sequence[tuple[str, Comparison]], package: Package
) -> pd.DataFrame:
    """The areas of a scatter's cloud, a row an area and indicator. ``areas``: area_id, name, x, y;
    ``pair``: which of its columns is of which comparison."""

    def extracts(of: Comparison) -> pd.Series:
        found = spread_areas(package, _asked(of))
        return areas["area_id"].map(dict(zip(found["area_id"], found["extract_id"], strict=True)))

    return pd.concat(
        [
            _told(
                pd.DataFrame(
                    {
                        "areas": areas["area_id"],
                        "area_names": areas["name"],
                        "level": of.level,
                        "year": of.year,
                        "value": areas[column],
                        "extract_ids": extracts(of),
                    }
                ),
                of,
                package,
            )
            for column, of in pair
        ],
        ignore_index=True,
    )


def areas(found: Comparison, package: Package) -> pd.DataFrame:
    """All areas of the level that the view compares with, lowest value first, a row an area: its
    value as printed, flag, the NUTS edition of all of them, and whence it is (``observed.origin``).
    The names and countries of areas are as the data have them."""
    spread, indicator = found.spread.reset_index(drop=True), str(found.indicator["indicator_id"])
    of = spread_areas(package, _asked(found))  # in the same order, with their extracts
    return pd.DataFrame(
        {
            "area_id": spread["area_id"],
            "area_name": spread["name"],
            "level": spread["level"],
            "country_code": spread["country_code"],
            "indicator_id": indicator,
            "indicator": found.indicator["name"],
            "unit": found.indicator["unit"],
            "year": found.year,
            "value": spread["value"],
            "flag": spread["flag"],
            "edition": of["edition"],
        }
    ).join(observed.origin(of["indicator_id"], of["extract_id"], package))


def _asked(found: Comparison) -> pd.DataFrame:
    """What ``spread_areas`` is asked for the areas of a comparison."""
    asked = str(found.indicator["indicator_id"]), found.year, found.level
    return pd.DataFrame([asked], columns=KEY)


def _told(rows: pd.DataFrame, found: Comparison, package: Package) -> pd.DataFrame:
    """With indicator and unit, which all rows share, and whence each is. ``rows``: with
    extract_ids."""
    indicator = found.indicator
    of = observed.origin(
        pd.Series(indicator["indicator_id"], rows.index),
        rows["extract_ids"],
        package,
    )
    return rows.rename(columns={"extract_ids": "extract"}).assign(
        indicator_id=indicator["indicator_id"],
        indicator=indicator["name"],
        unit=indicator["unit"],
        source=of["source"],
        revision=of["revision"],
    )
