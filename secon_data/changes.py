"""What differs between two tables of a dataset, cell by cell; what a draft makes of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

Mode = Literal["update", "replace"]


@dataclass(frozen=True)
class Changes:
    """``added``, ``removed``: whole rows; ``cells``: one row a changed cell, the largest relative
    jump first: the key's columns, column, old, new, jump (new − old) and relative (jump / |old|),
    both missing for texts."""

    key: tuple[str, ...]
    added: pd.DataFrame
    removed: pd.DataFrame
    cells: pd.DataFrame

    @property
    def changed(self) -> int:
        """How many rows have at least one changed cell."""
        return len(self.cells[list(self.key)].drop_duplicates())

    @property
    def none(self) -> bool:
        """Whether the two tables hold the same rows."""
        return self.added.empty and self.removed.empty and self.cells.empty

    def counts(self) -> dict[str, int]:
        """Rows added, changed and removed, and cells changed."""
        return {
            "added": len(self.added),
            "changed": self.changed,
            "removed": len(self.removed),
            "cells": len(self.cells),
        }


def between(old: pd.DataFrame, new: pd.DataFrame, key: Sequence[str]) -> Changes:
    """The changes that lead from one table to the other; the order of rows does not count.

    Both have the same columns, and rows that are unique by ``key``.
    """
    names = list(key)
    before, after = _numbered(old, new, names)
    added = new[~np.isin(after, before)]
    removed = old[~np.isin(before, after)]
    # The rows that both have, side by side.
    _, left, right = np.intersect1d(before, after, assume_unique=True, return_indices=True)
    left, right = left[np.argsort(right)], np.sort(right)
    parts = [
        _changed(old.iloc[left], new.iloc[right], column, names)
        for column in new.columns
        if column not in names
    ]
    cells = pd.concat([part for part in parts if len(part)] or [_no_cells(names)])
    largest = cells["relative"].abs().fillna(-1).to_numpy(dtype="float64")
    cells = cells.iloc[np.argsort(-largest, kind="stable")].reset_index(drop=True)
    return Changes(
        tuple(names), added.reset_index(drop=True), removed.reset_index(drop=True), cells
    )


def apply(
    old: pd.DataFrame, draft: pd.DataFrame, key: Sequence[str], mode: Mode = "update"
) -> pd.DataFrame:
    """The table that a draft leads to: ``update`` changes and adds rows, ``replace`` also drops
    those that the draft lacks. Columns that the draft lacks keep their old values. Old rows stay
    in their order, new ones follow."""
    names = list(key)
    before, after = _numbered(old, draft, names)
    kept = old if mode == "update" else old[np.isin(before, after)]
    numbers = before if mode == "update" else before[np.isin(before, after)]
    _, left, right = np.intersect1d(numbers, after, assume_unique=True, return_indices=True)
    columns = {}
    for column in old.columns:
        cells = kept[column].reset_index(drop=True)
        if column in draft.columns and column not in names and len(left):
            cells = cells.astype("object")
            cells.iloc[left] = draft[column].astype("object").iloc[right].to_numpy()
            cells = cells.where(cells.notna(), None).astype(old[column].dtype)
        columns[column] = cells
    come = draft[~np.isin(after, before)].reindex(columns=old.columns)
    come = come.astype({column: old[column].dtype for column in old.columns})
    tables = [table for table in (pd.DataFrame(columns), come) if len(table)]
    return (pd.concat(tables) if tables else old.iloc[:0]).reset_index(drop=True)


def _numbered(
    old: pd.DataFrame, new: pd.DataFrame, key: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """A number for each row of both tables, the same where the keys are."""
    codes = np.zeros(len(old) + len(new), dtype="int64")
    for name in key:
        parts = [table[name].reset_index(drop=True) for table in (old, new)]
        if parts[0].dtype != parts[1].dtype:
            parts = [part.astype("object") for part in parts]
        cells, different = pd.factorize(pd.concat(parts, ignore_index=True), use_na_sentinel=False)
        # Two numbers become one, and small again, so that the next column finds room.
        codes, _ = pd.factorize(codes * max(len(different), 1) + cells)
    return codes[: len(old)], codes[len(old) :]


def _changed(old: pd.DataFrame, new: pd.DataFrame, column: str, key: list[str]) -> pd.DataFrame:
    """The cells of one column that differ; both tables hold the same rows in the same order."""
    before = old[column].reset_index(drop=True)
    after = new[column].reset_index(drop=True)
    if before.dtype != after.dtype or before.dtype == "category":
        before, after = before.astype("object"), after.astype("object")
    gone, come = before.isna(), after.isna()
    unequal = (before != after).fillna(False).astype("bool")
    differs = ((gone != come) | (~gone & ~come & unequal)).to_numpy(dtype="bool")
    if not differs.any():
        return _no_cells(key)
    before, after = before[differs].astype("object"), after[differs].astype("object")
    gone, come = gone[differs], come[differs]
    rows: dict[str, Any] = {name: old[name].astype("object").to_numpy()[differs] for name in key}
    rows |= {
        "column": column,
        "old": before.where(~gone, None).to_numpy(),
        "new": after.where(~come, None).to_numpy(),
    }
    table = pd.DataFrame(rows)
    kind = old[column].dtype
    if pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_bool_dtype(kind):
        was = pd.to_numeric(table["old"]).astype("float64")
        now = pd.to_numeric(table["new"]).astype("float64")
        table["jump"] = now - was
        table["relative"] = table["jump"] / was.abs().replace(0, np.nan)
    else:
        table["jump"] = table["relative"] = np.nan
    return table.astype({"old": "object", "new": "object"})


def _no_cells(key: list[str]) -> pd.DataFrame:
    text = {name: pd.Series(dtype="object") for name in (*key, "column", "old", "new")}
    numbers = {name: pd.Series(dtype="float64") for name in ("jump", "relative")}
    return pd.DataFrame(text | numbers)
