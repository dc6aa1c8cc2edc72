"""Finding rows by words typed in any case and without accents. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
import pandas as pd

# Letters that are no base letter with an accent, as people type them.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ς": "σ"})


def folded(text: str) -> str:
    """A text in small letters without accents: «Ķekava» → «kekava»."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(_PLAIN)


def texts(table: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """What is searched in each row: the columns' texts together, folded."""
    parts = [table[column].astype("object").fillna("") for column in columns]
    joined = [" ".join(row) for row in zip(*parts, strict=True)]
    return pd.Series([folded(text) for text in joined], index=table.index, dtype="object")


def found(
    table: pd.DataFrame,
    columns: Sequence[str],
    asked: str | None,
    texts_of: pd.Series | None = None,
) -> pd.DataFrame:
    """The rows whose columns hold every word that is asked for; all rows when none is.

    ``texts_of``: what ``texts`` says of the table, where it is kept.
    """
    words = folded(asked or "").split()
    if not words or table.empty:
        return table
    searched = texts(table, columns) if texts_of is None else texts_of.reindex(table.index)
    fits = (all(word in text for word in words) for text in searched)
    return table[np.fromiter(fits, dtype="bool", count=len(table))]
