"""What a sheet of a workbook says beside its cells, brought to the table made of it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import pandas as pd
from openpyxl.utils import column_index_from_string

from secon_data.intake.sheet_parts import Shown
from secon_data.problems import Problem

_MOST = 5  # rows are named one by one


def by_column(
    places: Mapping[int, Collection[int]], table: pd.DataFrame, letters: Sequence[str]
) -> dict[str, frozenset[int]]:
    """Column of a sheet, from 0 → rows, by the names of the table's columns."""
    return {
        name: frozenset(places[number - 1])
        for name, number in _numbers(table, letters)
        if number - 1 in places
    }


def held(shown: Shown, table: pd.DataFrame, letters: Sequence[str]) -> dict[str, dict[int, str]]:
    """Column → row → the value of a cell that shows it in thousands or millions."""
    names = {number: name for name, number in _numbers(table, letters)}
    found: dict[str, dict[int, str]] = {}
    for (row, column), text in shown.held.items():
        if column in names and row in table.index:
            found.setdefault(names[column], {})[row] = text
    return found


def unmerged(
    rows: list[list[str]],
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    below: int,
) -> Iterator[Problem]:
    """Writes what stands in the first of cells that are merged over several rows into all of them,
    in place, and says so once. ``below``: the first row beneath the names, from 0."""
    filled = 0
    place: int | None = None
    for (top, left), (bottom, _) in merged:
        if top < below or bottom <= top or top >= len(rows) or left >= len(rows[top]):
            continue
        text = rows[top][left]
        if not text.strip():
            continue
        for row in rows[top + 1 : bottom + 1]:
            if any(row):  # an empty row stays one
                row += [""] * (left + 1 - len(row))
                row[left] = text
                filled += 1
                place = top + 1 if place is None else min(place, top + 1)
    if filled:
        yield Problem("merged-cells", "file", "warning", place, details={"cells": str(filled)})


def without_hidden(
    table: pd.DataFrame, letters: tuple[str, ...], shown: Shown, taken: bool | None
) -> tuple[pd.DataFrame, tuple[str, ...], list[Problem]]:
    """The table without rows and columns that the sheet hides, where they shall not be taken; and
    where nobody has said, what is hidden."""
    rows = [row for row in table.index if row in shown.hidden_rows]
    numbers = _numbers(table, letters)
    names = [name for name, number in numbers if number in shown.hidden_columns]
    names = [name for name in names if (table[name].str.strip() != "").any()]
    if taken is False:
        kept = [name not in names for name, _ in numbers]
        left = tuple(letter for letter, keep in zip(letters, kept, strict=True) if keep)
        return table.drop(index=rows, columns=names), left, []
    if taken:
        return table, letters, []
    problems = []
    if rows:
        listed = ", ".join(map(str, rows[:_MOST])) + (" …" if len(rows) > _MOST else "")
        details = {"cells": str(len(rows)), "rows": listed}
        problems.append(Problem("hidden-rows", "file", "warning", details=details))
    if names:
        details = {"columns": ", ".join(names)}
        problems.append(Problem("hidden-columns", "file", "warning", details=details))
    return table, letters, problems


def _numbers(table: pd.DataFrame, letters: Sequence[str]) -> list[tuple[str, int]]:
    """Each column and its number in the sheet, from 1."""
    return [
        (str(name), column_index_from_string(letter))
        for name, letter in zip(table.columns, letters, strict=True)
    ]
