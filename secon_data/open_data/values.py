"""What stands in ``values.csv`` and ``values.json``: the columns of ``secon_data.values``."""

from __future__ import annotations

from typing import Any

from secon_data.schema import Schema

# The datasets from which a value is worked out.
MADE_OF = ("regions", "areas", "region_areas", "indicators", "observations", "extracts")

# Name, type, title, what it is; those that are never empty.
_COLUMNS = (
    ("region_id", "string", "Region id", "The partner region."),
    ("region", "string", "Region", "Its name."),
    ("indicator_id", "string", "Indicator id", "What is measured."),
    ("indicator", "string", "Indicator", "Its name."),
    ("year_asked", "integer", "Year asked for", "Where none was, the latest of the indicator."),
    (
        "year",
        "integer",
        "Year",
        "Of the value: the nearest earlier one that the indicator tolerates, where the year asked "
        "for has none.",
    ),
    ("value", "number", "Value", "Not rounded; empty where there is none."),
    ("unit", "string", "Unit", "Of the value."),
    (
        "basis",
        "string",
        "Basis",
        "Whose value it is: own, of the region's own area; computed, of its parts; wider, of an "
        "area around it.",
    ),
    ("areas", "string", "Areas", "Codes of the areas that the value is of, with + between."),
    ("area_names", "string", "Names of the areas", "The same in words."),
    ("level", "integer", "Level", "NUTS level of these areas; 0 is a country."),
    (
        "flag",
        "string",
        "Flag",
        "Letters of Eurostat: b break, d definition differs, e estimated, f forecast, "
        "p provisional, u low reliability.",
    ),
    ("flags_known", "boolean", "Flags known", "False: an empty flag says nothing."),
    (
        "approximate",
        "boolean",
        "Approximate",
        "A mean of parts whose weight is not its own denominator.",
    ),
    ("source", "string", "Source", "Eurostat's table, and when the figures were taken."),
    ("extract_ids", "string", "Extracts", "Rows of the dataset extracts, with + between."),
    ("reason", "string", "Reason", "Why there is no value."),
)
_ALWAYS = {"region_id", "region", "indicator_id", "indicator", "year_asked", "unit"}


def _field(name: str, kind: str, title: str, told: str) -> dict[str, Any]:
    said: dict[str, Any] = {"name": name, "type": kind, "title": title, "description": told}
    return said | ({"constraints": {"required": True}} if name in _ALWAYS else {})


SCHEMA = Schema(
    {
        "fields": [_field(*column) for column in _COLUMNS],
        "primaryKey": ["region_id", "indicator_id", "year_asked"],
    }
)
