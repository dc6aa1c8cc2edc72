"""The columns of tables that are taken away, in words: those of a dataset as its schema calls them,
those that are worked out here. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from secon_data.package import Package, once
from secon_ui.text.words import Words, mark

# What comparisons, counts and choices add to the columns of the datasets.
DERIVED: Mapping[str, str] = {
    "addressed": mark("With a street address"),
    "approximate": mark("Approximate"),
    "area_name": mark("Name of the area"),
    "area_names": mark("Names of the areas"),
    "areas": mark("The value is of these areas"),
    "audience": mark("For whom"),
    "available": mark("Social enterprises can get on the day"),
    "available_elsewhere": mark("Can be had in other regions of my country only"),
    "base_eu": mark("EU average by which the index was divided anew"),
    "basis": mark("The value is of the"),
    "better_by": mark("Better by"),
    "columns": mark("Columns"),
    "country": mark("Value of the country"),
    "date": mark("Date"),
    "data_of": mark("Data of"),
    "dataset": mark("Dataset"),
    "denominator_year": mark("Year of the inhabitants"),
    "derived_breaks": mark("Breaks in the series that we derive"),
    "diff_country": mark("Difference from the country"),
    "diff_eu": mark("Difference from the EU average"),
    "diff_median_nine": mark("Difference from the median of the nine"),
    "diff_spread": mark("Difference from the median of the areas"),
    "difference": mark("Difference"),
    "entries": mark("Entries"),
    "edition": mark("Edition of NUTS"),
    "eu": mark("EU average"),
    "extract": mark("Extract"),
    "extracted_on": mark("Day of the extract"),
    "filled": mark("Rows with an entry"),
    "first_source_year": mark("Oldest source, year"),
    "first_year": mark("First year"),
    "flagged": mark("Values with a flag"),
    "indicator": mark("Name of the indicator"),
    "last_source_year": mark("Newest source, year"),
    "latest_year": mark("Latest year"),
    "law": mark("Law or address"),
    "levels": mark("Levels"),
    "licence": mark("Licence"),
    "listed": mark("Funding opportunities"),
    "listed_union": mark("Funding opportunities of the European Union"),
    "median_nine": mark("Median of the nine"),
    "on": mark("Told for the day"),
    "organisations": mark("Organisations listed"),
    "peer": mark("Region like it"),
    "peer_areas": mark("The value of the region like it is of these areas"),
    "peer_basis": mark("The value of the region like it is of the"),
    "peer_country": mark("Country of the region like it"),
    "peer_extract": mark("Extract of the region like it"),
    "peer_flag": mark("Flag of the region like it"),
    "peer_id": mark("Id of the region like it"),
    "peer_level": mark("Level of the region like it"),
    "peer_source": mark("Source of the region like it"),
    "peer_value": mark("Value of the region like it"),
    "peer_year": mark("Year of the region like it"),
    "percentile": mark("Percentile: % of the areas with a lower value, equal ones counted half"),
    "place": mark("Place"),
    "place_1_is": mark("Place 1 is"),
    "place_of": mark("Places"),
    "quarter": mark("Quarter"),
    "reason": mark("Why there is no value"),
    "refers_to": mark("Refers to"),
    "region": mark("Name of the region"),
    "revision": mark("Revision"),
    "rows": mark("Rows"),
    "side": mark("Side of the median"),
    "source": mark("Source"),
    "sources": mark("Sources"),
    "spread_level": mark("Level of the areas it is compared with"),
    "spread_max": mark("Highest of the areas"),
    "spread_median": mark("Median of the areas, of their values as shown"),
    "spread_min": mark("Lowest of the areas"),
    "spread_n": mark("Number of areas"),
    "spread_place": mark("Place among the areas"),
    "spread_q1": mark("Lower quarter of the areas"),
    "spread_q3": mark("Upper quarter of the areas"),
    "state": mark("Can it be had?"),
    "undated": mark("Source without a year"),
    "values": mark("Values"),
    "verdict": mark("Five years"),
    "verdict_derived": mark("The break is one that we derive"),
    "verdict_from": mark("Five years from"),
    "verdict_year": mark("Year of the break, gap or later extract"),
    "weaknesses": mark("Known shortcomings"),
    "why": mark("Why, in words"),
    "words": mark("Allowed words"),
    "year_asked": mark("Year asked for"),
}


@once
def _titles(package: Package) -> Mapping[str, str]:
    """The titles of all datasets' columns; of a name that several have, the first."""
    found: dict[str, str] = {}
    for dataset in package.names:
        for name, title in package.schema(dataset).titles.items():
            found.setdefault(name, title)
    return found


def titles(names: Iterable[str], package: Package, t: Words) -> dict[str, str]:
    """Each column's title in the reader's language; its own name where nobody called it
    otherwise."""
    known = _titles(package)

    def titled(name: str) -> str:
        return t(DERIVED[name]) if name in DERIVED else t.data(known.get(name)) or name

    return {name: titled(name) for name in map(str, names)}


def data_of(table: pd.DataFrame, package: Package) -> pd.DataFrame:
    """The table with a last column ``data_of``: the day of the data."""
    return table.assign(data_of=str(package.descriptor.get("created", ""))[:10])
