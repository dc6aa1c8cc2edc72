"""Which views the page My region has, and what a link to one says."""

from __future__ import annotations

from dataclasses import dataclass

from secon_data import regions
from secon_data.package import Package, once
from secon_ui.shell.view import Allowed, View, choice, choices
from secon_ui.text.words import mark

SHOWN = {
    "spine": (mark("Profile"), ":material/align_justify_center:"),
    "heat": (mark("All nine"), ":material/grid_on:"),
    "peers": (mark("Who does better"), ":material/group:"),
    "table": (mark("Table"), ":material/table:"),
}
# Views that can be read as slides of a show; the others are lists, or tables of many rows.
TOLD = ("spine", "peers")
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
# What else regions can be alike in: sizes and shares, not results of policy. All are measured at
# NUTS 2, whose spread is the unit of likeness.
ALIKE = (
    *STRUCTURE,
    "population_0_14_share",
    "net_migration_rate",
    "disposable_income_pps_hab",
    "gerd_pct_gdp",
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


def theme_code(theme: str) -> str:
    """A theme as a link writes it: «labour-market»."""
    return theme.replace(" ", "-")


@once
def themes(package: Package) -> dict[str, str]:
    """Codes of the choices of indicators, with their names (not yet translated)."""
    table = package.table("indicators")
    comparable = regions.comparable(package)
    named = table.loc[table["indicator_id"].isin(comparable), "theme"].unique()
    return {
        "main": mark("Main indicators"),
        "all": mark("All indicators"),
        **{theme_code(theme): theme for theme in named},
    }


def allowed(package: Package) -> Allowed:
    """The codes that each field may hold."""
    ids = list(package.table("regions")["region_id"])
    return {
        "shown": tuple(SHOWN),
        "theme": themes(package),
        "against": AGAINST,
        "other": lambda chosen: [r for r in ids if r != chosen["region"]],
        "among": tuple(AMONG),
        "alike": ALIKE,
    }
