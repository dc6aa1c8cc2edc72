"""What differs between two tables of a dataset, cell by cell; what a draft makes of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

Mode = Literal["update", "replace"]
# A new value has a new source: where the one changes, the other is no news of its own.
_SOURCE, _VALUE = "extract_id", "value"


@dataclass(frozen=True)
class Changes:
    """``added``, ``removed``: whole rows; ``cells``: one row a changed cell, the largest relative
    jump first: the key's columns, column, old, new, jump (new − old) and relative (jump / |old|),
    both missing for texts; ``news``: those worth a line, without the source of a changed value;
    ``changed``: how many rows have a changed cell."""

    key: tuple[str, ...]
    added: pd.DataFrame
    removed: pd.DataFrame
    cells: pd.DataFrame
    news: pd.DataFrame
    changed: int

    @property
    def none(self) -> bool:
        """Whether the two tables hold the same rows."""
        return not (len(self.added) or len(self.removed) or len(self.cells))

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
    before, after = numbered(old, new, names)
    added = new[~np.isin(after, before)]
    removed = old[~np.isin(before, after)]
    # The rows that both have, side by side.
    _, left, right = np.intersect1d(before, after, assume_unique=True, return_indices=True)
    left, right = left[np.argsort(right)], np.sort(right)
    was, now = old.iloc[left], new.iloc[right]
    rest = [column for column in new.columns if column not in names]
    differs = {column: _differs(was[column], now[column]) for column in rest}
    parts = [_changed(was, now, column, differs[column], names) for column in rest]
    cells = pd.concat([part for part in parts if len(part)] or [_no_cells(names)])
    known = differs.get(_VALUE, np.zeros(len(was), dtype="bool"))
    follows = [known if column == _SOURCE else np.zeros_like(known) for column in rest]
    repeats = np.concatenate(
        [f[differs[column]] for f, column in zip(follows, rest, strict=True)] or [known[:0]]
    )
    largest = cells["relative"].abs().fillna(-1).to_numpy(dtype="float64")
    order = np.argsort(-largest, kind="stable")
    cells = cells.iloc[order].reset_index(drop=True)
    news = cells[~repeats[order]].reset_index(drop=True) if repeats.any() else cells
    changed = int(np.any([*differs.values()], axis=0).sum()) if rest else 0
    return Changes(
        tuple(names),
        added.reset_index(drop=True),
        removed.reset_index(drop=True),
        cells,
        news,
        changed,
    )


def apply(
    old: pd.DataFrame, draft: pd.DataFrame, key: Sequence[str], mode: Mode = "update"
) -> pd.DataFrame:
    """The table that a draft leads to: ``update`` changes and adds rows, ``replace`` also drops
    those that the draft lacks. Columns that the draft lacks keep their old values. Old rows stay
    in their order, new ones follow."""
    names = list(key)
    before, after = numbered(old, draft, names)
    # Where the draft has each old row, −1 where it does not; and its rows that are new.
    there = pd.Index(after).get_indexer(before)
    stays = np.arange(len(old)) if mode == "update" else np.flatnonzero(there >= 0)
    comes = np.flatnonzero(~np.isin(after, before))
    columns = {}
    for column in old.columns:
        cells, nowhere = old[column], np.full(len(comes), -1)
        if column not in draft:
            taken = np.concatenate([stays, nowhere])
        else:
            # Both tables' cells below each other, and which of them each row takes.
            cells = pd.concat([cells, draft[column].astype(cells.dtype)])
            again = there[stays] if column not in names else np.full(len(stays), -1)
            own = np.where(again >= 0, len(old) + again, stays)
            taken = np.concatenate([own, len(old) + comes])
        columns[column] = pd.Series(cells.array.take(taken, allow_fill=True))
    return pd.DataFrame(columns)


def numbered(
    old: pd.DataFrame, new: pd.DataFrame, key: Sequence[str]
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


def key_texts(table: pd.DataFrame, key: Sequence[str]) -> pd.Series:
    """Each row's key as one text."""
    first, *rest = key
    text = table[first].astype("str")
    for name in rest:
        text = text + "\x1f" + table[name].astype("str")
    return text


def _differs(old: pd.Series, new: pd.Series) -> np.ndarray:
    """Which cells of a column differ; both hold the same rows in the same order."""
    before, after = old.reset_index(drop=True), new.reset_index(drop=True)
    if before.dtype != after.dtype or before.dtype == "category":
        before, after = before.astype("object"), after.astype("object")
    gone, come = before.isna(), after.isna()
    unequal = (before != after).fillna(False).astype("bool")
    return np.asarray((gone != come) | (~gone & ~come & unequal), dtype="bool")


def _changed(
    old: pd.DataFrame, new: pd.DataFrame, column: str, differs: np.ndarray, key: list[str]
) -> pd.DataFrame:
    """The cells of one column that differ, side by side."""
    if not differs.any():
        return _no_cells(key)
    before, after = (table.loc[differs, column].astype("object") for table in (old, new))
    keys = old.loc[differs, key].astype("object")
    rows: dict[str, Any] = {name: keys[name].to_numpy() for name in key}
    rows |= {
        "column": column,
        "old": before.where(before.notna(), None).to_numpy(),
        "new": after.where(after.notna(), None).to_numpy(),
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
