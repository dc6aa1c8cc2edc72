"""Codes that are not listed: of rows that would point at nothing, were a dataset published, and of
rows that do already. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from secon_data.package import Package, once

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


@dataclass(frozen=True)
class Unlisted:
    """Codes in a column that neither its closed list nor the dataset that it points at has, and
    how many rows have one."""

    column: str
    codes: tuple[str, ...]
    rows: int


@once
def _found(package: Package) -> dict[str, tuple[Unlisted, ...]]:
    """What ``unlisted`` has found."""
    return {}


def unlisted(package: Package, dataset: str) -> tuple[Unlisted, ...]:
    """What a dataset holds, by column, that is not listed: written by hand into its file, or listed
    no longer since it was published. Worked out once for a package."""
    found = _found(package)
    if dataset not in found:
        found[dataset] = tuple(_unlisted(package, dataset))
    return found[dataset]


def _unlisted(package: Package, dataset: str) -> Iterator[Unlisted]:
    schema, table = package.schema(dataset), package.table(dataset)
    for name, field in schema.fields.items():
        reference = schema.references.get(name)
        if reference is not None:
            there = package.table(reference.dataset or dataset)[reference.key].dropna()
            known = set(there.astype("str"))
        elif field.allowed:
            known = set(field.allowed)
        else:
            continue
        codes = {str(code) for code in table[name].dropna().unique()} - known
        if codes:
            yield Unlisted(name, tuple(sorted(codes)), int(table[name].isin(codes).sum()))
