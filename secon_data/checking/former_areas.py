"""Codes of areas that are none of today's: of another country, of an older edition of NUTS, or of
nothing that is known. Their letters carry meaning, so none is taken for one that is spelt alike."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import pandas as pd

from secon_data import recognising, region_names
from secon_data.intake.draft import Draft
from secon_data.intake.headers import folded
from secon_data.package import Package
from secon_data.problems import Problem
from secon_data.regions import UNION
from secon_data.schema import Schema

# Of two letters to five signs, the longer ones with a figure («PARIS» is none) or extra-regio.
_CODE = re.compile(r"(?=.{2,3}$|.*[0-9]|..Z+$)[A-Z]{2}[A-Z0-9]{0,3}")
_GREECE = re.compile("GR(?=[A-Z0-9]*$)")  # Eurostat writes EL
_MOST = 40  # codes that are listed
# From when on Eurostat publishes regions in the next edition.
_NEXT = {2003: 2008, 2006: 2012, 2010: 2015, 2013: 2018, 2016: 2021, 2021: 2024}


def unknown(value: str, known: Collection[str], package: Package) -> tuple[str, dict[str, str]]:
    """What is told of an area that is not in ``known``: the problem's code, and the places of its
    sentence; the code is empty where the value is no code of an area."""
    code = _GREECE.sub("EL", value.strip().upper())
    if not _CODE.fullmatch(code):
        return "", {}
    ours = sorted(c for c in known if len(c) == 2 and c != UNION)
    heirs = successors(package).get(code)
    if code[:2] in ours and not any(len(c) > 2 for c in known):
        return "country-needed", {"example": code[:2]}
    if heirs is None:
        if code[:2] not in ours:
            return "country-not-ours", {"codes": ", ".join(ours)}
        same = sorted(c for c in known if c.startswith(code[:2]) and len(c) == len(code))
        told = ", ".join(same[:_MOST]) + (" …" if len(same) > _MOST else "")
        return "area-unknown", {"codes": told or code[:2]}
    details = {"codes": ", ".join(heirs)}
    if len(heirs) > 1:
        return "area-divided", details
    if not _whole(code, heirs[0], package):
        return "area-merged", details
    return "area-recoded", details | {"example": heirs[0]}


def called(value: str, table: pd.DataFrame, package: Package) -> list[str]:
    """The areas with a name, a country's in any of the languages, and the own area of a partner
    region that is called so, by its name or otherwise («Rīgas reģions»)."""
    regions, members = package.table("regions"), package.table("region_areas")
    name = folded(value)
    same = [regions[title].astype("str").map(folded) == name for title in ("name", "name_local")]
    also = region_names.areas(package).get(name)
    there = regions[same[0] | same[1] | (regions["region_id"] == also)]
    own = members[(members["role"] == "own") & members["region_id"].isin(there["region_id"])]
    names = {name, *(folded(str(there[title].iloc[0])) for title in ("name", "name_local") if also)}
    codes = table.loc[table["name"].astype("str").map(folded).isin(names), "area_id"].astype("str")
    # «Latvija» is the country, and its only regions of NUTS 1 and 2 besides.
    wide = table.loc[table["area_id"].astype("str").str.fullmatch("[A-Z]{2}0*"), "area_id"]
    lands = [c for c in wide.astype("str") if name in map(folded, recognising.called(c[:2]))]
    return list(dict.fromkeys([*codes, *lands, *own["area_id"].astype("str").head(1)]))


def ours(value: str, known: Collection[str], table: pd.DataFrame, package: Package) -> bool:
    """Whether a text that is no code of today's may still mean an area or a region of ours: by the
    name of several, or as a code of an older edition."""
    code, _ = unknown(value, known, package)
    if code:
        return code not in ("country-not-ours", "area-unknown")
    return folded(value) in region_names.regions(package) or bool(called(value, table, package))


def successors(package: Package) -> dict[str, list[str]]:
    """Former code → the areas of NUTS 2024 in which it lies, the one with most inhabitants
    first."""
    changes = _changes(package).sort_values("inhabitants_2021", ascending=False, kind="stable")
    found: dict[str, list[str]] = {}
    for former, area in zip(changes["former_code"], changes["area_id"], strict=True):
        found.setdefault(str(former), []).append(str(area))
    return found


def ended(draft: Draft, rows: pd.DataFrame, schema: Schema, package: Package) -> Iterator[Problem]:
    """A warning for each area whose code is of an older edition of NUTS, where the file has years
    of it that are published in a newer one, and which are not published already."""
    if rows.empty or not {"area_id", "year"} <= {*rows.columns} or "area_id" not in schema.key:
        return
    areas = package.table("areas").set_index("area_id")
    heirs = successors(package)
    # Those alone that a warning is for: keys of a million rows would take hundreds of megabytes.
    since = areas.loc[areas.index.isin(heirs), "vintage_to"].map(_NEXT).dropna().astype("float64")
    late = rows[rows["area_id"].isin(since.index)]
    late = late[late["year"].astype("float64") >= late["area_id"].map(since).astype("float64")]
    if late.empty:
        return
    published = package.table("observations")
    published = published[published["area_id"].isin(late["area_id"].unique())]
    own, there = (
        pd.MultiIndex.from_frame(table[list(schema.key)].astype("str"))
        for table in (late, published)
    )
    for area, new in late[~own.isin(there)].groupby(late["area_id"].astype("str")):
        edition = int(areas.at[str(area), "vintage_to"])
        yield Problem(
            "area-ended", "plausibility", "warning", int(new.index[0]), "area_id",
            draft.fields.get("area_id"), str(area),
            {
                "names": str(areas.at[str(area), "name"]), "year": str(edition),
                "codes": ", ".join(heirs[str(area)]), "cells": str(len(new)),
            },
        )  # fmt: skip


def _whole(former: str, area: str, package: Package) -> bool:
    """Whether an area of today is the former one, under another code, and nothing besides."""
    changes = _changes(package)
    editions = changes.loc[changes["former_code"].astype("str") == former, "edition"]
    into = changes[(changes["area_id"].astype("str") == area) & changes["edition"].isin(editions)]
    return len(into) == 1


def _changes(package: Package) -> pd.DataFrame:
    if "nuts_changes" in package.names:
        return package.table("nuts_changes")
    return pd.DataFrame(columns=["former_code", "area_id", "edition", "inhabitants_2021"])
