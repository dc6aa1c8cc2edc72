"""From the place of a row to its partner region, its area and its country: by its coordinates, else
by its town, where our own lists hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from secon_data.checking.integrity import COUNTRY
from secon_data.intake.identifiers import plain
from secon_data.package import Package
from secon_data.schema import Schema

REGION = "region_id"
_PLACE = ["longitude", "latitude"]


@dataclass(frozen=True)
class Placed:
    """``table``: the draft's rows that lie in a partner region, with region, area and country
    where the file leaves them empty; ``regions``: region → how many rows; ``outside``: rows that
    lie in none, or whose place is not known: they are left out."""

    table: pd.DataFrame
    regions: Mapping[str, int]
    outside: int


def can_place(schema: Schema, columns: Mapping[str, object]) -> bool:
    """Whether rows of a file can be placed that has these columns of ours."""
    known = set(_PLACE) <= set(columns) or "town" in columns
    return REGION in schema.fields and known


def found_by_place(schema: Schema) -> set[str]:
    """Columns that a place tells: region, area and country."""
    areas = {name for name, there in schema.references.items() if there.dataset == "areas"}
    return {REGION, *areas} & set(schema.fields)


def placed(draft: pd.DataFrame, schema: Schema, package: Package) -> Placed:
    """The rows of a draft in its plain form by their places. What the file says stays."""
    found = _by_coordinates(draft).combine_first(_by_town(draft, package))
    # Who has coordinates lies where they are, whatever the town is called.
    there = _coordinates(draft).notna().all(axis=1)
    found = found.where(~there, _by_coordinates(draft).reindex(found.index))
    regions = package.table("regions").set_index(REGION)
    areas = package.table("areas").set_index("area_id")
    country = found["area_id"].map(areas["country_code"].astype("str"))
    found[COUNTRY] = country.fillna(found[REGION].map(regions["country_code"].astype("str")))
    area = next(
        (n for n, r in schema.references.items() if r.dataset == "areas" and n != COUNTRY), None
    )
    table = draft
    for name, cells in ((REGION, REGION), (area, "area_id"), (COUNTRY, COUNTRY)):
        if name is not None and name in schema.fields:
            own = table[name] if name in table else pd.Series("", table.index, dtype="str")
            told = found[cells].fillna("").astype("str")
            table = table.assign(**{name: own.mask(own == "", told)})
    inside = table[REGION] != ""
    counts = table.loc[inside, REGION].value_counts()
    regions_found = {str(name): int(n) for name, n in counts.items()}
    return Placed(table[inside], regions_found, int((~inside).sum()))


def _coordinates(draft: pd.DataFrame) -> pd.DataFrame:
    empty = pd.Series("", draft.index, dtype="str")
    return pd.DataFrame(
        {name: pd.to_numeric(draft.get(name, empty), errors="coerce") for name in _PLACE}
    )


def _by_coordinates(draft: pd.DataFrame) -> pd.DataFrame:
    """region_id and area_id of the rows with coordinates, missing where there is none."""
    from secon_data import geography  # loads geopandas: not for who only reads files

    return geography.located(_coordinates(draft))[[REGION, "area_id"]].astype("object")


def _by_town(draft: pd.DataFrame, package: Package) -> pd.DataFrame:
    """The same by the names of towns, those left out that lie in several."""
    if "town" not in draft:
        return pd.DataFrame(None, draft.index, [REGION, "area_id"], dtype="object")
    towns = _towns(package)
    keys = draft["town"].map({town: _town(town) for town in draft["town"].unique()})
    return pd.DataFrame(
        {name: keys.map(towns[name]) for name in (REGION, "area_id")}, dtype="object"
    )


def _towns(package: Package) -> dict[str, dict[str, str]]:
    """The towns of the published organisations, and the regions by their names: region and area
    where a name has only one."""
    known = package.table("enterprises")[["town", REGION, "nuts_code"]].dropna()
    regions = package.table("regions")
    own = package.table("region_areas")
    own = own[own["role"] == "own"].drop_duplicates(REGION).set_index(REGION)["area_id"]
    every = [*known.astype("str").itertuples(index=False, name=None)]
    for column in ("name", "name_local"):
        for region, name in regions[[REGION, column]].dropna().itertuples(index=False):
            every.append((str(name), str(region), str(own.get(region, ""))))
    meant: dict[str, dict[str, set[str]]] = {REGION: {}, "area_id": {}}
    for town, region, area in every:
        meant[REGION].setdefault(_town(town), set()).add(region)
        if area:
            meant["area_id"].setdefault(_town(town), set()).add(area)
    return {
        name: {town: next(iter(codes)) for town, codes in found.items() if town and len(codes) == 1}
        for name, found in meant.items()
    }


def _town(name: str) -> str:
    """«Agia Triada (Argolida)», «Хасково» → «agia-triada», «haskovo»."""
    return plain(name.partition("(")[0].partition(",")[0])
