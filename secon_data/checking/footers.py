"""Rows that are none of the data: sums and notes below a table. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from secon_data.problems import Problem

# How a sum is called in the partners' languages, without accents' case.
_SUMS = frozenset(
    (
        "total", "totals", "totale", "totaal", "totais", "sum", "sums", "summe", "gesamt",
        "insgesamt", "summa", "kopā", "kopsumma", "pavisam", "suma", "razem", "ogółem", "soma",
        "sumă", "общо", "всичко", "сума", "σύνολο", "συνολικά", "άθροισμα", "somme", "összesen",
    )
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 4  # «Total, first half of 2024» is a sum, a title with «total» in it is none


def instead(problems: Sequence[Problem], table: pd.DataFrame) -> list[Problem]:
    """The problems, but one for a whole row where it is no row of the data: a sum, or a line below
    the last row that has all it needs. ``table``: the draft's, its index the rows."""
    lacking: dict[int, int] = {}
    for problem in problems:
        if problem.row is not None and problem.code == "value-missing":
            lacking[problem.row] = lacking.get(problem.row, 0) + 1
    last = max((int(row) for row in table.index if row not in lacking), default=None)
    found: dict[int, Problem] = {}
    for row, gaps in lacking.items():
        cells = table.loc[row]
        filled = [(str(name), text) for name, text in cells.items() if text]
        column, text = next(
            ((name, text) for name, text in filled if _is_sum(text)),
            filled[0] if filled else ("", ""),
        )
        if _is_sum(text):
            found[row] = Problem("row-of-sums", "values", "error", row, column, None, text)
        elif filled and last is not None and row > last and gaps > 1 and gaps >= len(filled):
            found[row] = Problem("row-beneath", "values", "error", row, column, None, text)
    rest = [problem for problem in problems if problem.row not in found]
    return [*rest, *found.values()]


def _is_sum(text: str) -> bool:
    words = _WORD.findall(text.casefold())
    return 0 < len(words) <= _MOST_WORDS and not _SUMS.isdisjoint(words)
