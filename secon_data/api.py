"""What ``import secon_data`` gives: the data, comparisons, values and shapes, as in a notebook.

Where no ``package`` is given, the shipped data are read once, with what was published over them.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from secon_data import comparison, regions
from secon_data.candidates import candidates
from secon_data.comparison import Comparison
from secon_data.names import UnknownError, chosen
from secon_data.package import Package
from secon_data.spreads import latest_years

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

_VALUES = [
    "region_id",
    "region",
    "indicator_id",
    "indicator",
    "year_asked",
    "year",
    "value",
    "unit",
    "basis",
    "areas",
    "area_names",
    "level",
    "flag",
    "flags_known",
    "approximate",
    "source",
    "extract_ids",
    "reason",
]


def load(folder: str | Path | None = None) -> Package:
    """All datasets, read and typed: ``package["funding"]`` is a table, ``package.names`` lists
    them.

    ``folder`` holds a data package of the same form; None means the shipped one, with what was
    published over it. DataError names file, row and column of the first thing that does not fit,
    and how to mend it.
    """
    from secon_data import settings  # here: it loads the engine of the store

    package = settings.package() if folder is None else Package(Path(folder))
    for name in package.names:
        package.table(name)
    return package


def compare(
    indicator: str, year: int | None = None, *, package: Package | None = None
) -> Comparison:
    """How the nine regions stand in one indicator; ``year`` None means its latest.

    ``.table`` has a row a region (columns as in ``comparison.compared``), ``.spread`` all areas of
    the level at which the indicator is published. UnknownError when there is no such indicator, or
    no region has a value in that year.
    """
    package = package or _shipped()
    chosen(indicator, _ids(package, "indicators"), "the indicators")
    asked = _asked(package, [indicator], year)
    found = comparison.compare(package, indicator, asked[0][1])
    if found.table["value"].isna().all():
        raise _nothing(package, asked)
    return found


def values(
    indicator: str | Iterable[str] | None = None,
    year: int | Iterable[int] | None = None,
    region: str | Iterable[str] | None = None,
    *,
    package: Package | None = None,
) -> pd.DataFrame:
    """The best available value of each region, a row for each region, indicator and year asked.

    One or several of each; None means all indicators, the latest year of each, all regions.
    Columns: region_id, region (its name); indicator_id, indicator (its name); year_asked; year (of
    the value: the nearest earlier one, within the indicator's tolerance, where that year has none);
    value (not rounded), unit; basis (own; computed from parts; wider: that of an area around),
    areas («PL91+PL92»), area_names, level (NUTS); flag (Eurostat's letters), flags_known (False: an
    empty flag says nothing); approximate (a mean whose weight does not fit exactly); source,
    extract_ids (rows of the dataset extracts); reason (why there is no value). UnknownError when
    there is no such indicator or region, or no value at all in the years asked.
    """
    package = package or _shipped()
    named = package.table("regions").set_index("region_id")["name"]
    described = package.table("indicators").set_index("indicator_id")
    known = list(described.index)
    wanted = known if indicator is None else chosen(indicator, known, "the indicators")
    where = list(named.index)
    where = where if region is None else chosen(region, where, "the regions")
    asked = _asked(package, wanted, year)
    found = regions.select(package, asked)
    if found["value"].isna().all():
        raise _nothing(package, asked)
    found = found[found["region_id"].isin(where)]
    return found.assign(
        region=found["region_id"].map(named),
        indicator=found["indicator_id"].map(described["name"]),
        unit=found["indicator_id"].map(described["unit"]),
        source=_sources(package, found["extract_ids"]),
    )[_VALUES].reset_index(drop=True)


def region_shapes() -> GeoDataFrame:
    """The partner regions, by region_id: longitude, latitude (degrees; where a label stands well)
    and geometry (EPSG:4326). The outline of a municipality is that of the area around it.

    DataError when the boundaries cannot be read.
    """
    from secon_data import geography  # here: who needs no shapes does without geopandas

    return geography.region_shapes()


def area_shapes(level: int) -> GeoDataFrame:
    """The areas of one NUTS level (1 to 3; 0: the countries) in the nine countries, by area_id:
    name, country_code, longitude, latitude (degrees; where a label stands well) and geometry
    (EPSG:4326). NUTS 2021, simplified: to draw, not to measure; areas that are new in NUTS 2024
    have none.

    UnknownError for another level; DataError when the boundaries cannot be read.
    """
    from secon_data import geography  # here: who needs no shapes does without geopandas

    return geography.area_shapes(level)


@cache
def _shipped() -> Package:
    return load()


def _ids(package: Package, dataset: str) -> list[str]:
    return list(package.table(dataset).iloc[:, 0])


def _asked(
    package: Package, indicators: list[str], year: int | Iterable[int] | None
) -> list[tuple[str, int]]:
    """The pairs of indicator and year that are meant. UnknownError when there is none: no
    indicator, or none that has a latest year."""
    if year is None:
        latest = latest_years(package)
        pairs = [(i, int(latest[i])) for i in indicators if i in latest.index]
    else:
        years = list(year) if isinstance(year, Iterable) else [year]
        pairs = [(i, int(y)) for i in indicators for y in years]
    if not pairs:
        raise UnknownError(f"There are no values of {', '.join(indicators) or 'no indicator'}.")
    return pairs


def _nothing(package: Package, asked: list[tuple[str, int]]) -> UnknownError:
    indicators, years = (list(dict.fromkeys(part)) for part in zip(*asked, strict=True))
    found = candidates(package)
    there = found.loc[found["indicator_id"].isin(indicators), "year"]
    span = f" There are values of {there.min()} to {there.max()}." if len(there) else ""
    told = f"No region has a value of {', '.join(indicators)} for {', '.join(map(str, years))}."
    return UnknownError(told + span)


def _sources(package: Package, extract_ids: pd.Series) -> list[str | None]:
    """«Eurostat, tgs00026;direct=BAL (2022-06-27)» for each value."""
    said = {
        row.extract_id: f"{'' if row.eurostat_table.startswith('Eurostat') else 'Eurostat, '}"
        f"{row.eurostat_table} ({row.retrieved_on})"
        for row in package.table("extracts").itertuples()
    }
    return [
        " + ".join(dict.fromkeys(said.get(one, one) for one in ids.split("+")))
        if isinstance(ids, str)
        else None
        for ids in extract_ids
    ]
