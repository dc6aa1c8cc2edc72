"""A tiny data package with made-up figures, small enough to work every expected value out by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from secon_data.package import Package

SHIPPED = Path(__file__).resolve().parent.parent / "data"

# region_id: (country, compare_level)
REGIONS = {
    "one": ("AA", 2),  # is a NUTS 2 area of its own
    "two": ("AA", 2),  # is two districts in two different NUTS 2 areas
    "three": ("BB", 3),  # lies inside a NUTS 3 area, inside a NUTS 2 area
}
# area: (level, first edition, last edition, km2)
AREAS = {
    "EU27_2020": (-1, None, None, None),
    "AA": (0, 2003, 2024, 900),
    "BB": (0, 2003, 2024, 600),
    "AA1": (1, 2003, 2024, 900),
    "AA11": (2, 2003, 2024, 400),
    "AA12": (2, 2003, 2024, 300),
    "AA13": (2, 2003, 2024, 200),
    "AA121": (3, 2003, 2024, 100),
    "AA122": (3, 2003, 2024, 200),
    "AA131": (3, 2003, 2024, 50),
    "AA132": (3, 2003, 2024, 150),
    "BB11": (2, 2003, 2021, 600),
    "BB19": (2, 2024, 2024, 600),
    "BB111": (3, 2003, 2024, 250),
}
# region, area, role, part_set, preference
REGION_AREAS = [
    ("one", "AA11", "own", None, 1),
    ("one", "AA1", "wider", None, 1),
    ("two", "AA121", "part", "two:districts", 1),
    ("two", "AA131", "part", "two:districts", 1),
    ("two", "AA12", "wider", "two:wider", 1),
    ("two", "AA13", "wider", "two:wider", 1),
    ("three", "BB111", "wider", None, 1),
    ("three", "BB11", "wider", None, 2),
    ("three", "BB", "wider", None, 3),
]
# indicator: (aggregation, weight_by, weight_exact, direction, decimals, tolerance)
INDICATORS = {
    "population_1_january": ("sum", None, None, "neutral", 0, 2),
    "rate": ("mean", "population_1_january", False, "lower_is_better", 1, 2),
    "share": ("mean", "population_1_january", True, "higher_is_better", 1, 2),
    "density": ("mean", "area_km2", True, "neutral", 1, 2),
}

Observation = tuple[str, str, int, float] | tuple[str, str, int, float, str, str]


Records = Sequence[Mapping[str, Any]]


def region(
    name: str, country: str, compare_level: int, *areas: tuple[str, str, str | None, int]
) -> dict[str, Records]:
    """One more region, for ``package``; its areas as in ``REGION_AREAS``."""
    known = {"region_id": name, "name": name.title(), "country_code": country}
    return {
        "regions": [{**known, "compare_level": compare_level}],
        "region_areas": [
            {"region_id": name, "area_id": a, "role": role, "part_set": s, "preference": p}
            for a, role, s, p in areas
        ],
    }


def area(name: str, level: int, km2: float) -> dict[str, Any]:
    """One more area, of every edition."""
    return {
        "area_id": name,
        "name": f"Area {name}",
        "level": level,
        "country_code": name[:2],
        "vintage_from": 2003,
        "vintage_to": 2024,
        "extra_regio": "false",
        "area_km2": km2,
    }


def package(
    folder: Path, observations: Iterable[Observation], *more: Mapping[str, Records]
) -> Package:
    """Writes the package into the folder; an observation is (area, indicator, year, value[, flag,
    extract]), the extract's method being what stands before a dash in its id. ``more``: further
    rows, by dataset."""
    rows = [(*row, "", "m-1")[:6] if len(row) == 4 else row for row in observations]
    tables: dict[str, list[Mapping[str, Any]]] = {
        "regions": [
            {"region_id": r, "name": r.title(), "country_code": c, "compare_level": level}
            for r, (c, level) in REGIONS.items()
        ],
        "areas": [
            {
                "area_id": a,
                "name": f"Area {a}",
                "level": level,
                "country_code": a[:2],
                "vintage_from": start,
                "vintage_to": end,
                "extra_regio": "false",
                "area_km2": size,
            }
            for a, (level, start, end, size) in AREAS.items()
        ],
        "region_areas": [
            {"region_id": r, "area_id": a, "role": role, "part_set": s, "preference": p}
            for r, a, role, s, p in REGION_AREAS
        ],
        "indicators": [
            {
                "indicator_id": i,
                "name": i,
                "unit": "%" if i in ("rate", "share") else "persons",
                "aggregation": how,
                "weight_by": weight,
                "weight_exact": None if exact is None else str(exact).lower(),
                "direction": direction,
                "decimals": decimals,
                "eurostat_code": f"code_{i}",
                "year_tolerance": tolerance,
            }
            for i, (how, weight, exact, direction, decimals, tolerance) in INDICATORS.items()
        ],
        "observations": [
            dict(
                zip(
                    ("area_id", "indicator_id", "year", "value", "flag", "extract_id"),
                    row,
                    strict=True,
                )
            )
            for row in rows
        ],
        "extracts": [
            {
                "extract_id": e,
                "eurostat_table": "table_1;unit=PC",
                "retrieved_on": "2026-01-01",
                "method": e.split("-")[0],
                "flags_known": str(e != "mute").lower(),
            }
            for e in sorted({str(row[5]) for row in rows} | {"m-1"})
        ],
        "breaks": [],
    }
    for added in more:
        for name, records in added.items():
            tables[name] = [*tables[name], *records]
    (folder / "schemas").mkdir(parents=True, exist_ok=True)
    resources = []
    for name, records in tables.items():
        columns = list(dict.fromkeys(key for record in records for key in record))
        if name == "observations":
            columns = ["area_id", "indicator_id", "year", "value", "flag", "extract_id"]
        if name == "breaks":
            columns = ["country_code", "area_id", "tables", "year", "last_year", "what_en"]
        # As objects, so that whole numbers with gaps are not written as 2003.0.
        pd.DataFrame(records, columns=columns, dtype="object").to_csv(
            folder / f"{name}.csv", index=False
        )
        known = _shipped_fields(name)
        fields = [known[column] for column in columns]
        (folder / "schemas" / f"{name}.json").write_text(json.dumps({"fields": fields}))
        resources.append({"name": name, "path": f"{name}.csv", "schema": f"schemas/{name}.json"})
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}))
    return Package(folder)


def _shipped_fields(name: str) -> dict[str, dict[str, Any]]:
    """The types of the shipped schema, without its lists of allowed words."""
    schema = json.loads((SHIPPED / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    return {f["name"]: {"name": f["name"], "type": f["type"]} for f in schema["fields"]}
