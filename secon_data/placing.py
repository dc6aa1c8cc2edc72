"""From the place of a row to its partner region, its area and its country: by its coordinates, else
by its town or its address, where our own lists hold the town, or by its postal code."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from secon_data import postal_codes
from secon_data.checking import former_areas
from secon_data.checking.integrity import COUNTRY
from secon_data.intake.headers import folded
from secon_data.intake.identifiers import plain
from secon_data.package import Package
from secon_data.schema import Schema

REGION = "region_id"
_MOST = 200  # names of areas that are looked up
_PLACE = ["longitude", "latitude"]
# What registers call the column of a whole address, in the languages of the nine countries.
_ADDRESSES = frozenset(
    map(
        folded,
        ("address", "full address", "addr:full", "registered office", "adrese", "juridiskā adrese",
         "adres", "adres siedziby", "siedziba", "adresse", "anschrift", "adresă", "adresa", "sediu",
         "cím", "székhely", "dirección", "domicilio", "domicilio social", "morada", "endereço",
         "sede", "адрес", "адрес на управление", "седалище", "διεύθυνση", "έδρα"),
    )
)  # fmt: skip
_PARTS = re.compile(r"[,;\n]+")
# «Town», «village», «capital city» before its name.
_KIND = re.compile(r"^(?:(?:гр|с|gr|mun|or|m\.\s*st)\.\s*|miasto\s+)", re.IGNORECASE)
_POSTCODE = re.compile(r"\b(?:[A-Z]{1,2}-)?\d[\d -]*\b")


@dataclass(frozen=True)
class Placed:
    """``table``: the draft's rows that lie in a partner region, with region, area and country
    where the file leaves them empty; ``regions``: region → how many rows; ``outside``: rows that
    lie in none, or whose place is not known: they are left out; ``borders``: rows that lie by
    their coordinates so near to the border of their region that the simplified outlines do not
    tell on which side; ``coded``: rows that only their postal code tells, while their town or
    address names no place of ours."""

    table: pd.DataFrame
    regions: Mapping[str, int]
    outside: int
    borders: Collection[int] = field(default_factory=tuple)
    coded: Collection[int] = field(default_factory=tuple)


def address(columns: Collection[str]) -> str | None:
    """The column of a file that holds whole addresses."""
    return next((name for name in columns if folded(name) in _ADDRESSES), None)


def used(columns: Collection[str]) -> set[str]:
    """The columns of a file, none of ours, by which its rows are placed."""
    return {n for n in (address(columns), postal_codes.column(columns)) if n is not None}


def can_place(schema: Schema, fields: Collection[str], columns: Collection[str] = ()) -> bool:
    """Whether rows of a file can be placed that has these columns of ours, and these of its own."""
    known = set(_PLACE) <= set(fields) or "town" in fields or bool(used(columns))
    return REGION in schema.fields and known


def found_by_place(schema: Schema) -> set[str]:
    """Columns that a place tells: region, area and country."""
    areas = {name for name, there in schema.references.items() if there.dataset == "areas"}
    return {REGION, *areas} & set(schema.fields)


def placed(
    draft: pd.DataFrame,
    schema: Schema,
    package: Package,
    addresses: pd.Series | None = None,
    codes: pd.Series | None = None,
) -> Placed:
    """The rows of a draft in its plain form by their places. What the file says stays.
    ``addresses``, ``codes`` (postal codes): what the file has of them, by the draft's rows;
    addresses tell the town as well."""
    places = _places(package)
    names = draft.get("town", pd.Series("", draft.index, dtype="str"))
    if addresses is not None:
        parts = _named_in(addresses.reindex(draft.index).fillna(""), places)
        names = names.where(_keys(names).isin(places[REGION]) | (parts == ""), parts)
        towns = parts.where(_keys(parts).isin(_towns(package)), "")
        if "town" in schema.fields and (towns != "").any():
            own = draft.get("town", pd.Series("", draft.index, dtype="str"))
            draft = draft.assign(town=own.mask(own == "", towns))
            draft = draft[[name for name in schema.fields if name in draft]]
    # Who has coordinates lies where they are, whatever the town is called.
    there = _coordinates(draft).notna().all(axis=1)
    keys = _keys(names)
    found = pd.DataFrame(
        {name: keys.map(places[name]) for name in (REGION, "area_id")}, dtype="object"
    ).where(~there, _by_coordinates(draft))
    coded = _by_codes(draft, package, addresses, codes)
    # Of a town and a postal code of two regions neither is believed.
    differ = ~there & coded[REGION].notna() & found[REGION].notna()
    differ &= found[REGION] != coded[REGION]
    found = found.where(~differ)
    alone = ~there & found[REGION].isna() & ~differ & coded[REGION].notna()
    for name in found:
        found[name] = found[name].where(found[name].notna() | there | differ, coded[name])
    regions = package.table("regions").set_index(REGION)
    areas = package.table("areas").set_index("area_id")
    country = found["area_id"].map(areas["country_code"].astype("str"))
    found[COUNTRY] = country.fillna(found[REGION].map(regions["country_code"].astype("str")))
    area = next(
        (n for n, r in schema.references.items() if r.dataset == "areas" and n != COUNTRY), None
    )
    if REGION in draft:
        alone &= draft[REGION] == ""
    table = draft
    for name, cells in ((REGION, REGION), (area, "area_id"), (COUNTRY, COUNTRY)):
        if name is not None and name in schema.fields:
            own = table[name] if name in table else pd.Series("", table.index, dtype="str")
            told = found[cells].fillna("").astype("str")
            table = table.assign(**{name: own.mask(own == "", told)})
    inside = table[REGION] != ""
    counts = table.loc[inside, REGION].value_counts()
    regions_found = {str(name): int(n) for name, n in counts.items()}
    near = _near_borders(table[inside & there])
    rows = tuple(map(int, table.index[inside & alone]))
    return Placed(table[inside], regions_found, int((~inside).sum()), near, rows)


def telling(schema: Schema) -> list[str]:
    """The columns by which ``elsewhere`` tells."""
    there = [n for n, r in schema.references.items() if r.dataset in ("areas", "regions")]
    return [*there, *(name for name in _PLACE if name in schema.fields)]


def elsewhere(draft: pd.DataFrame, schema: Schema, package: Package) -> tuple[str, ...] | None:
    """Of a draft of which no row is of our places: its areas and regions, of which none is known,
    or nothing where its coordinates tell it; None where a row is, or there is nothing to tell by.
    """
    for name, reference in schema.references.items():
        if name in draft and reference.dataset in ("areas", "regions"):
            known = set(package.table(reference.dataset)[reference.key].astype("str"))
            values = [str(value) for value in draft[name].unique() if value]
            if values and known.isdisjoint(values):
                some = values[:_MOST]
                table = package.table("areas")
                if any(former_areas.ours(value, known, table, package) for value in some):
                    return None
                return tuple(values)
    if REGION not in schema.fields:
        return None
    places = _coordinates(draft).dropna()
    if places.empty:
        return None
    from secon_data import geography

    return None if geography.any_located(places) else ()


def _near_borders(table: pd.DataFrame) -> tuple[int, ...]:
    from secon_data import geography

    if table.empty:
        return ()
    near = geography.at_borders(_coordinates(table).assign(region_id=table[REGION]))
    return tuple(map(int, table.index[near.to_numpy("bool")]))


def _coordinates(draft: pd.DataFrame) -> pd.DataFrame:
    empty = pd.Series("", draft.index, dtype="str")
    return pd.DataFrame(
        {name: pd.to_numeric(draft.get(name, empty), errors="coerce") for name in _PLACE}
    )


def _by_coordinates(draft: pd.DataFrame) -> pd.DataFrame:
    """region_id and area_id of the rows with coordinates, missing where there is none."""
    from secon_data import geography  # loads geopandas: not for who only reads files

    return geography.located(_coordinates(draft))[[REGION, "area_id"]].astype("object")


def _by_codes(
    draft: pd.DataFrame, package: Package, addresses: pd.Series | None, codes: pd.Series | None
) -> pd.DataFrame:
    """region_id and area_id of the rows by their postal codes, missing where none tells them."""
    empty = pd.Series("", draft.index, dtype="str")
    own = empty if codes is None else codes.reindex(draft.index).fillna("").astype("str")
    if addresses is not None:
        texts = addresses.reindex(draft.index).fillna("").astype("str")
        own = own.where(own.str.strip() != "", postal_codes.in_addresses(texts))
    return postal_codes.located(own, draft.get(COUNTRY, empty), package)


def _towns(package: Package) -> set[str]:
    """The towns of the published organisations, in Latin letters."""
    return {_key(town) for town in package.table("enterprises")["town"].dropna().astype("str")}


def _places(package: Package) -> dict[str, dict[str, str]]:
    """Those towns, the regions and the NUTS 3 areas in them by their names, in this order: region
    and area where a name has only one."""
    known = package.table("enterprises")[["town", REGION, "nuts_code"]].dropna()
    regions = package.table("regions")
    members = package.table("region_areas")
    own = members[members["role"] == "own"].drop_duplicates(REGION).set_index(REGION)["area_id"]
    towns = [*known.astype("str").itertuples(index=False, name=None)]
    named = [
        (str(name), str(region), str(own.get(region, "")))
        for column in ("name", "name_local")
        for region, name in regions[[REGION, column]].dropna().itertuples(index=False)
    ]
    areas = package.table("areas")
    names = areas[areas["level"] == 3].set_index("area_id")["name"].astype("str")
    inside = members[members["role"].isin(["own", "part"]) & members["area_id"].isin(names.index)]
    parts = [
        (part, region, area)  # «Argolida, Arkadia» are two
        for region, area in inside[[REGION, "area_id"]].astype("str").itertuples(index=False)
        for part in _PARTS.split(names[area])
    ]
    meant: dict[str, dict[str, set[str]]] = {REGION: {}, "area_id": {}}
    for every in ([*towns, *named], parts):
        known_before = set(meant[REGION])
        for place, region, area in every:
            if (key := _key(place)) in known_before:
                continue
            meant[REGION].setdefault(key, set()).add(region)
            if area:
                meant["area_id"].setdefault(key, set()).add(area)
    return {
        name: {
            place: next(iter(codes)) for place, codes in found.items() if place and len(codes) == 1
        }
        for name, found in meant.items()
    }


def _named_in(addresses: pd.Series, places: Mapping[str, Mapping[str, str]]) -> pd.Series:
    """The part of each address that is a place of ours, without its postal code; the empty text
    where none is: «Rīga, Latgales iela 180», «Plaza Mayor 1, 10003 Cáceres»."""

    def place(text: str) -> str:
        bare = (_POSTCODE.sub(" ", part).strip(" -.") for part in _PARTS.split(text))
        parts = (" ".join(_KIND.sub("", part).split()) for part in bare)
        found = next((part for part in parts if _key(part) in places[REGION]), "")
        # Registers write addresses in capitals: «RĪGA».
        return found.title() if found.isupper() and len(found) > 2 else found

    return addresses.map({text: place(text) for text in addresses.unique()}).astype("str")


def _keys(names: pd.Series) -> pd.Series:
    return names.map({name: _key(name) for name in names.unique()}).astype("str")


def _key(name: str) -> str:
    """«Agia Triada (Argolida)», «гр. Хасково» → «agia-triada», «haskovo»."""
    return plain(_KIND.sub("", name.partition("(")[0].partition(",")[0].strip()))
