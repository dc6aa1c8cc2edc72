"""Facets: a column's values with their counts, each a filter. Pure; drawn by ``facet_pills``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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


def codes(table: pd.DataFrame, column: str) -> list[list[str]]:
    """The codes in each cell of a column; an empty cell has NOT_STATED. Shared."""
    columns = _columns(table)
    if column not in columns:
        columns[column] = [_codes(cell) for cell in table[column].tolist()]
    return columns[column]


@once
def _columns(table: pd.DataFrame) -> dict[str, list[list[str]]]:
    """What ``codes`` has given for a table."""
    return {}


def _codes(cell: object) -> list[str]:
    if isinstance(cell, list):
        return [code for item in cell for code in _codes(item)] or [NOT_STATED]
    return [NOT_STATED if pd.isna(cell) or cell == "" else str(cell)]


def known(table: pd.DataFrame, column: str) -> list[str]:
    """All codes that occur: what a link may name."""
    return sorted({code for cell in codes(table, column) for code in cell})


def narrowed(
    table: pd.DataFrame, facets: Sequence[Facet], chosen: Chosen, *, without: str | None = None
) -> pd.DataFrame:
    """The rows that fit: any of the chosen codes in each facet, all facets together.

    ``without``: the name of a facet that is passed over, as its own counts need it.
    """
    fits = [
        _fits(codes(table, facet.column), chosen[facet.name])
        for facet in facets
        if facet.name != without and chosen.get(facet.name)
    ]
    if not fits:
        return table
    # As an array of truths: pandas takes an empty list for a choice of no columns.
    return table[np.fromiter(map(all, zip(*fits, strict=True)), dtype="bool", count=len(table))]


def _fits(cells: Sequence[Sequence[str]], chosen: Sequence[str]) -> list[bool]:
    """For each cell whether it has any of the codes chosen."""
    wanted = set(chosen)
    return [not wanted.isdisjoint(cell) for cell in cells]


def counted(table: pd.DataFrame, facets: Sequence[Facet], chosen: Chosen) -> Counts:
    """For each facet its codes and how many rows have them; the counts obey the other facets, not
    their own. Codes without a row are left out unless they are chosen."""
    cells = {facet.name: codes(table, facet.column) for facet in facets}
    fits = {name: _fits(cells[name], chosen[name]) for name in cells if chosen.get(name)}
    result = {}
    for facet in facets:
        others = [fit for name, fit in fits.items() if name != facet.name]
        rows = compress(
            cells[facet.name], map(all, zip(*others, strict=True)) if others else repeat(True)
        )
        counts = Counter(code for row in rows for code in row)
        for code in chosen.get(facet.name, ()):
            counts.setdefault(code, 0)
        place = {code: i for i, code in enumerate(facet.order)}
        ordered = sorted(
            counts,
            key=lambda code: (
                # What is not stated comes last, whatever its count.
                code == NOT_STATED,
                place.get(code, len(place)) if place else -counts[code],
                -counts[code],
                facet.label(code),
            ),
        )
        result[facet.name] = {code: counts[code] for code in ordered}
    return result
