"""What all parts of the page My region are told, and what they measure against. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pages.region.views import ALIKE, MAIN, theme_code
from secon_data import comparison
from secon_data.breaks import AllBreaks
from secon_data.package import Package, once
from secon_data.rows import Row, each
from secon_ui.text.words import Words


@once
def regions(package: Package) -> Mapping[str, Row]:
    """The rows of the regions by id."""
    return {str(row["region_id"]): row for row in each(package.table("regions"))}


@once
def by_region(table: pd.DataFrame) -> Mapping[tuple[str, str], Row]:
    """The rows of ``standing`` by region and indicator."""
    return {(row["region_id"], row["indicator_id"]): row for row in each(table)}


@dataclass(frozen=True)
class Scene:
    """What all parts of the page are told. ``indicators``: by id; ``link``: the address of an
    indicator on Compare; ``country``: the name of my region's country; ``breaks``: of every series.
    """

    mine: str
    other: str | None
    against: str
    names: Mapping[str, str]
    country: str
    indicators: Mapping[str, Row]
    link: Callable[[str], str]
    t: Words
    breaks: AllBreaks = field(default_factory=dict)


def theme_name(code: str, named: Mapping[str, str], t: Words) -> str:
    """The name of a choice of indicators in the reader's language."""
    if code in ("main", "all"):
        return t(named[code])
    name = t.data(named[code])
    return name[0].upper() + name[1:]


def named(themes: Mapping[str, str], t: Words) -> dict[str, str]:
    """The choices of indicators as the reader's language calls them."""
    return {code: theme_name(code, themes, t) for code in themes}


def alike(package: Package, t: Words) -> dict[str, str]:
    """What regions can be alike in: indicators with their short names."""
    known = comparison.indicators(package)
    return {indicator: t.data(known[indicator]["short_name"]) for indicator in ALIKE}


def indicators_of(theme: str, indicators: Mapping[str, Row], comparable: list[str]) -> list[str]:
    """The indicators of a choice, in the order of the themes."""
    if theme == "main":
        return [i for i in comparable if i in MAIN]
    if theme == "all":
        return list(comparable)
    return [i for i in comparable if theme_code(indicators[i]["theme"]) == theme]


def rows_of(table: pd.DataFrame, region: str, ids: Sequence[str]) -> list[Row]:
    """One region's rows of ``standing`` for the indicators, in their order."""
    known = by_region(table)
    return [known[region, i] for i in ids if (region, i) in known]


def benchmark(row: Row, scene: Scene) -> tuple[float, float]:
    """The value measured against and the difference to it (mine − theirs); nan where there is
    none."""
    value, difference = {
        "median": ("spread_median", "diff_spread"),
        "eu": ("eu", "diff_eu"),
        "country": ("country", "diff_country"),
        "nine": ("median_nine", "diff_median_nine"),
    }[scene.against]
    return float(row[value]), float(row[difference])


def whose(row: Row, scene: Scene) -> str:
    """The country whose value a row is measured against, where that is not my region's: of a region
    laid over mine."""
    if scene.against != "country" or pd.isna(row["country"]):
        return ""
    country = scene.t.country(row["country_code"])
    return "" if country == scene.country else country


def against_names(country: str, t: Words) -> dict[str, str]:
    """What can be measured against, as it is named in a choice and in a sentence."""
    return {
        "median": t("median of areas of the same level"),
        "eu": t("EU average"),
        "country": t("average of {country}", country=country),
        "nine": t("median of the nine"),
    }
