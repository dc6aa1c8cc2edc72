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
    before, after = _indexed(old, names), _indexed(new, names)
    added = new[~after.index.isin(before.index)]
    removed = old[~before.index.isin(after.index)]
    both = before.index.intersection(after.index, sort=False)
    parts = [
        _changed(before[column].loc[both], after[column].loc[both], names)
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
    known = [column for column in old.columns if column in draft.columns]
    before, after = _indexed(old, names), _indexed(draft[known], names)
    kept = before.loc[before.index.isin(after.index)] if mode == "replace" else before
    kept = kept.copy()
    both = kept.index.intersection(after.index, sort=False)
    for column in known:
        kept[column] = kept[column].where(~kept.index.isin(both), after[column])
        kept[column] = kept[column].astype(old[column].dtype)
    new = after.loc[~after.index.isin(before.index)]
    new = new.reindex(columns=old.columns)
    new = new.astype({column: old[column].dtype for column in old.columns})
    tables = [table for table in (kept, new) if len(table)]
    return (pd.concat(tables) if tables else old.iloc[:0]).reset_index(drop=True)


def _indexed(table: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """The table under its key as one tuple a row (a plain index whatever the key's length)."""
    columns = [table[name].astype("object").where(table[name].notna(), None) for name in key]
    return table.set_axis(pd.Index(list(zip(*columns, strict=True)), tupleize_cols=False), axis=0)


def _changed(old: pd.Series, new: pd.Series, key: list[str]) -> pd.DataFrame:
    """The cells of one column that differ; both under the same index of key tuples."""
    before, after = old.astype("object"), new.astype("object")
    gone, come = before.isna(), after.isna()
    differs = ((gone != come) | (~gone & ~come & (before != after))).to_numpy(dtype="bool")
    if not differs.any():
        return _no_cells(key)
    rows: dict[str, Any] = {
        name: [index[i] for index in old.index[differs]] for i, name in enumerate(key)
    }
    rows |= {
        "column": str(old.name),
        "old": before[differs].where(~gone[differs], None).to_numpy(),
        "new": after[differs].where(~come[differs], None).to_numpy(),
    }
    table = pd.DataFrame(rows)
    if pd.api.types.is_numeric_dtype(old.dtype) and not pd.api.types.is_bool_dtype(old.dtype):
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
