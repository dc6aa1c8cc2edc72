"""Facets: a column's values with their counts, each a filter. Pure; drawn by ``facet_pills``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress, repeat

import numpy as np
import pandas as pd

from secon_data.package import once

NOT_STATED = "none"  # the code that stands for an empty cell


@dataclass(frozen=True)
class Facet:
    """A column to filter by.

    ``name``: the field of the page's view that holds the chosen codes; ``column``: of the table,
    one code a cell (a list column holds several); ``title``: its heading; ``label``: a code in
    words; ``order``: codes in a fixed order, else the commonest first.
    """

    name: str
    column: str
    title: str
    label: Callable[[str], str]
    order: Sequence[str] = ()


Chosen = Mapping[str, Sequence[str]]
Counts = dict[str, dict[str, int]]  # facet → code → rows
Cells = Callable[[str], Sequence[Sequence[str]]]  # a column → ``codes`` of it


def codes(cells: Iterable[object]) -> list[list[str]]:
    """The codes in each cell of a column; an empty one has NOT_STATED."""
    return [_codes(cell) for cell in cells]


def _of_column(table: pd.DataFrame, column: str) -> list[list[str]]:
    """``codes`` of a table's column, worked out once. Shared."""
    columns = _columns(table)
    if column not in columns:
        columns[column] = codes(table[column].tolist())
    return columns[column]


@once
def _columns(table: pd.DataFrame) -> dict[str, list[list[str]]]:
    """What ``_of_column`` has given for a table."""
    return {}


def _codes(cell: object) -> list[str]:
    if isinstance(cell, list):
        return [code for item in cell for code in _codes(item)] or [NOT_STATED]
    return [NOT_STATED if pd.isna(cell) or cell == "" else str(cell)]


def known(table: pd.DataFrame, column: str) -> list[str]:
    """All codes that occur: what a link may name."""
    return sorted({code for cell in _of_column(table, column) for code in cell})


def words(facets: Sequence[Facet], chosen: Chosen, asked: str | None = None) -> list[str]:
    """What narrows a list, in words: the codes chosen in facets, and what was searched for."""
    told = [facet.label(code) for facet in facets for code in chosen.get(facet.name, ())]
    return [*told, f"«{asked}»"] if asked else told


def told_of(finding: str, words: Sequence[str]) -> str:
    """«Latvia (Loan)»: a finding with what narrows it, for what is counted, or not found, is of
    that only, and there may be more without it."""
    return f"{finding} ({' · '.join(words)})" if words else finding


def narrowed(
    table: pd.DataFrame, facets: Sequence[Facet], chosen: Chosen, *, without: str | None = None
) -> pd.DataFrame:
    """The rows of a table that ``fitting`` says."""
    if not any(chosen.get(facet.name) for facet in facets if facet.name != without):
        return table
    fits = fitting(partial(_of_column, table), facets, chosen, without=without)
    # As an array of truths: pandas takes an empty list for a choice of no columns.
    return table[np.fromiter(fits, dtype="bool", count=len(table))]


def fitting(
    cells: Cells, facets: Sequence[Facet], chosen: Chosen, *, without: str | None = None
) -> Iterable[bool]:
    """For each row whether it has any of the chosen codes in each facet, all facets together;
    without end where nothing is chosen.

    ``without``: the name of a facet that is passed over, as its own counts need it.
    """
    fits = [
        _fits(cells(facet.column), chosen[facet.name])
        for facet in facets
        if facet.name != without and chosen.get(facet.name)
    ]
    return map(all, zip(*fits, strict=True)) if fits else repeat(True)


def _fits(cells: Sequence[Sequence[str]], chosen: Sequence[str]) -> list[bool]:
    """For each cell whether it has any of the codes chosen."""
    wanted = set(chosen)
    return [not wanted.isdisjoint(cell) for cell in cells]


def counted(table: pd.DataFrame, facets: Sequence[Facet], chosen: Chosen) -> Counts:
    """``counts`` of a table's rows."""
    return counts(partial(_of_column, table), facets, chosen)


def counts(cells: Cells, facets: Sequence[Facet], chosen: Chosen) -> Counts:
    """For each facet its codes and how many rows have them; the counts obey the other facets, not
    their own. Codes without a row are left out unless they are chosen."""
    found = {facet.name: cells(facet.column) for facet in facets}
    fits = {name: _fits(found[name], chosen[name]) for name in found if chosen.get(name)}
    result = {}
    for facet in facets:
        others = [fit for name, fit in fits.items() if name != facet.name]
        rows = compress(
            found[facet.name], map(all, zip(*others, strict=True)) if others else repeat(True)
        )
        number = Counter(code for row in rows for code in row)
        for code in chosen.get(facet.name, ()):
            number.setdefault(code, 0)
        place = {code: i for i, code in enumerate(facet.order)}
        ordered = sorted(
            number,
            key=lambda code: (
                # What is not stated comes last, whatever its count.
                code == NOT_STATED,
                place.get(code, len(place)) if place else -number[code],
                -number[code],
                facet.label(code),
            ),
        )
        result[facet.name] = {code: number[code] for code in ordered}
    return result
