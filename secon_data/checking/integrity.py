"""Which rows of other datasets would point at nothing, were a dataset published. Pure."""

from __future__ import annotations

import pandas as pd

from secon_data.package import Package

COUNTRY = "country_code"  # points at the areas, of which a country is only one kind


def countries(codes: pd.Series) -> pd.Series:
    """Which codes of areas are countries: those of two letters."""
    return codes.astype("str").str.len() == 2


def broken(package: Package, dataset: str, table: pd.DataFrame) -> dict[str, list[str]]:
    """Keys that other datasets use and ``table`` lacks, though the current state of ``dataset``
    has them: the other dataset → the keys, sorted. Empty when every reference holds."""
    before = package.table(dataset)
    found: dict[str, list[str]] = {}
    for name in package.names:
        if name == dataset:
            continue
        for reference in package.schema(name).references.values():
            if reference.dataset != dataset:
                continue
            there, stays = (set(t[reference.key].dropna().astype("str")) for t in (before, table))
            gone = there - stays
            if not gone:
                continue
            used = gone & set(package.table(name)[reference.column].dropna().astype("str"))
            if used:
                found[name] = sorted(set(found.get(name, ())) | used)
    return found
