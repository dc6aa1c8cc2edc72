"""Facets: a column's values with their counts, each a filter. Pure; drawn by ``facet_pills``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

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


def codes(table: pd.DataFrame, column: str) -> pd.Series:
    """The column's codes, one row a code, indexed as the table; empty cells are NOT_STATED."""
    cells = table[column].astype("object").explode()
    return cells.where(cells.notna() & (cells != ""), NOT_STATED).astype("str")


def known(table: pd.DataFrame, column: str) -> list[str]:
    """All codes that occur: what a link may name."""
    return sorted(set(codes(table, column)))


def narrowed(
    table: pd.DataFrame, facets: Sequence[Facet], chosen: Chosen, *, without: str | None = None
) -> pd.DataFrame:
    """The rows that fit: any of the chosen codes in each facet, all facets together.

    ``without``: the name of a facet that is passed over, as its own counts need it.
    """
    fits = [_fits(table, f, chosen) for f in facets if f.name != without and chosen.get(f.name)]
    return table[_all(table, fits)]


def _fits(table: pd.DataFrame, facet: Facet, chosen: Chosen) -> pd.Series:
    """For each row whether it has any of the codes chosen in one facet."""
    fits = codes(table, facet.column).isin(list(chosen[facet.name]))
    return fits.groupby(level=0).any().reindex(table.index, fill_value=False)


def _all(table: pd.DataFrame, fits: Sequence[pd.Series]) -> pd.Series:
    keep = pd.Series(True, index=table.index)
    for one in fits:
        keep &= one
    return keep


def counted(table: pd.DataFrame, facets: Sequence[Facet], chosen: Chosen) -> Counts:
    """For each facet its codes and how many rows have them; the counts obey the other facets, not
    their own. Codes without a row are left out unless they are chosen. ``table``: unique index."""
    fits = {f.name: _fits(table, f, chosen) for f in facets if chosen.get(f.name)}
    result = {}
    for facet in facets:
        rows = table[_all(table, [fit for name, fit in fits.items() if name != facet.name])]
        counts = codes(rows, facet.column).value_counts().to_dict()
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
        result[facet.name] = {code: int(counts[code]) for code in ordered}
    return result
