"""Values of one comparison on one base.

An index with the EU average as 100 says nothing without that average, which each extract has of its
own day: 120 of an extract whose average is 32 700 PPS is 118 where the average is 33 200. So where
an index has values of several extracts, those of another extract than the EU's own are worked out
anew: 100 times the area's PPS per head by the EU's, both of which are published.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pandas as pd

from secon_data.package import Package, once

EU = "EU27_2020"
# An index with the EU as 100 → what it is an index of.
INDEX_OF = {"gdp_pc_pps_eu100": "gdp_pc_pps"}
Averages: TypeAlias = Mapping[tuple[str, str, int], float]


@once
def observations(package: Package) -> pd.DataFrame:
    """The observations, in their order, with the values of each index on one base. Shared."""
    return _on_one_base(package)[0]


@once
def rebased(package: Package) -> Averages:
    """The EU average by which values were divided anew, by indicator, method (of their extract)
    and year. Shared."""
    return _on_one_base(package)[1]


@once
def _on_one_base(package: Package) -> tuple[pd.DataFrame, Averages]:
    table = package.table("observations")
    known = set(table["indicator_id"].unique())
    used: dict[tuple[str, str, int], float] = {}
    value = table["value"]
    for index, per_head in INDEX_OF.items():
        if index not in known or per_head not in known:
            continue
        value = value.copy()
        levels, bases = _rows(package, per_head), _rows(package, index)
        of_eu = levels[levels["area_id"] == EU].set_index("year")[["value", "method"]]
        level = levels.set_index(["area_id", "year", "method"])["value"]
        other = bases[bases["year"].isin(of_eu.index)]
        other = other[other["method"] != other["year"].map(of_eu["method"])]
        keys = pd.MultiIndex.from_frame(other[["area_id", "year", "method"]])
        anew = 100 * level.reindex(keys).to_numpy() / other["year"].map(of_eu["value"]).to_numpy()
        anew = pd.Series(anew, index=other.index).dropna()
        value.loc[anew.index] = anew
        there = other.loc[anew.index, ["year", "method"]].drop_duplicates()
        for year, method in there.itertuples(index=False):
            used[index, method, int(year)] = float(of_eu.at[year, "value"])
    return table.assign(value=value), used


def _rows(package: Package, indicator: str) -> pd.DataFrame:
    """What is observed of an indicator, with the method of its extract: area_id, year, value,
    method."""
    table, extracts = package.table("observations"), package.table("extracts")
    method = dict(zip(extracts["extract_id"], extracts["method"], strict=True))
    rows = table[table["indicator_id"] == indicator].dropna(subset=["year", "value"])
    rows = rows[["area_id", "year", "value", "extract_id"]].astype({"year": "int64"})
    return rows.assign(method=rows["extract_id"].map(method).astype("str")).drop(
        columns="extract_id"
    )
