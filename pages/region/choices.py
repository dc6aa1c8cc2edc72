"""What the page My region chooses from, and what its parts are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from secon_data.package import Package
from secon_ui.shell.view import View, choice, choices
from secon_ui.text.words import Words, mark

SHOWN = {
    "spine": (mark("Profile"), ":material/align_justify_center:"),
    "heat": (mark("All nine"), ":material/grid_on:"),
    "peers": (mark("Who does better"), ":material/group:"),
    "table": (mark("Table"), ":material/table:"),
}
AGAINST = ("median", "eu", "country", "nine")
AMONG = {"nuts2": mark("All NUTS 2 regions"), "nine": mark("The nine partners")}
# One indicator for each question, so that no subject counts twice when strengths are counted.
MAIN = (
    "gdp_pc_pps_eu100",
    "disposable_income_pps_hab",
    "enterprise_birth_rate",
    "gerd_pct_gdp",
    "employment_rate_20_64",
    "unemployment_rate_15_74",
    "youth_unemployment_rate_15_29",
    "long_term_unemployment_share",
    "gender_employment_gap_20_64",
    "arope",
    "neet_15_29",
    "severe_material_social_deprivation",
    "employment_rate_25_64_low_education",
    "tertiary_education_25_64",
    "households_internet_access",
    "life_expectancy",
    "physicians_per_100k",
    "old_age_dependency_ratio",
    "population_density",
)
# What policy hardly changes within years, and what makes regions alike.
STRUCTURE = (
    "population_density",
    "old_age_dependency_ratio",
    "gdp_pc_pps_eu100",
    "tertiary_education_25_64",
)
# What else regions can be alike in: sizes and shares, not results of policy.
ALIKE = (
    *STRUCTURE,
    "population_0_14_share",
    "net_migration_rate",
    "disposable_income_pps_hab",
    "gerd_pct_gdp",
    "tourism_nights_per_1000_inhabitants",
    "average_farm_size_ha",
)
MOST_ALIKE = 6


@dataclass(frozen=True)
class RegionView(View):
    """The choices of the page My region, as they stand in its link."""

    shown: str = choice("view", "spine")
    theme: str = choice("theme", "main")
    against: str = choice("against", "median")
    other: str | None = choice("with")
    among: str = choice("among", "nuts2")
    alike: tuple[str, ...] = choices("alike", MOST_ALIKE, STRUCTURE)


@dataclass(frozen=True)
class Scene:
    """What all parts of the page are told. ``indicators``: by id; ``link``: the address of an
    indicator on Compare; ``country``: the name of my region's country."""

    mine: str
    other: str | None
    against: str
    names: Mapping[str, str]
    country: str
    indicators: pd.DataFrame
    link: Callable[[str], str]
    t: Words


def theme_code(theme: str) -> str:
    """A theme as a link writes it: «labour-market»."""
    return theme.replace(" ", "-")


def themes(package: Package, comparable: list[str]) -> dict[str, str]:
    """Codes of the choices of indicators, with their names (not yet translated)."""
    table = package.table("indicators")
    named = table.loc[table["indicator_id"].isin(comparable), "theme"].unique()
    return {
        "main": mark("Main indicators"),
        "all": mark("All indicators"),
        **{theme_code(theme): theme for theme in named},
    }


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
    table = package.table("indicators").set_index("indicator_id")["short_name"]
    return {indicator: t.data(table[indicator]) for indicator in ALIKE}


def indicators_of(theme: str, indicators: pd.DataFrame, comparable: list[str]) -> list[str]:
    """The indicators of a choice, in the order of the themes."""
    if theme == "main":
        return [i for i in comparable if i in MAIN]
    if theme == "all":
        return list(comparable)
    return [i for i in comparable if theme_code(indicators.at[i, "theme"]) == theme]


def rows_of(table: pd.DataFrame, region: str, ids: list[str]) -> pd.DataFrame:
    """One region's rows of ``standing`` for the indicators, in their order."""
    own = table[table["region_id"] == region].set_index("indicator_id", drop=False)
    return own.loc[[i for i in ids if i in own.index]].reset_index(drop=True)


def benchmark(row: pd.Series, scene: Scene) -> tuple[float, float]:
    """The value measured against and the difference to it (mine − theirs); nan where there is
    none, also for totals beside those of a whole country or the EU."""
    value, difference = {
        "median": ("spread_median", "diff_spread"),
        "eu": ("eu", "diff_eu"),
        "country": ("country", "diff_country"),
        "nine": ("median_nine", "diff_median_nine"),
    }[scene.against]
    total = scene.indicators.at[row["indicator_id"], "aggregation"] == "sum"
    if total and scene.against in ("eu", "country"):
        return float("nan"), float("nan")
    return float(row[value]), float(row[difference])


def against_names(country: str, t: Words) -> dict[str, str]:
    """What can be measured against, as it is named in a choice and in a sentence."""
    return {
        "median": t("median of all regions"),
        "eu": t("EU average"),
        "country": t("average of {country}", country=country),
        "nine": t("median of the nine"),
    }
