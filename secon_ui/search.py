"""Finding rows by words typed in any case and without accents. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pandas as pd

# Letters that are no base letter with an accent, as people type them.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "ς": "σ"})


def folded(text: str) -> str:
    """A text in small letters without accents: «Ķekava» → «kekava»."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(_PLAIN)


def found(table: pd.DataFrame, columns: Sequence[str], asked: str | None) -> pd.DataFrame:
    """The rows whose columns hold every word that is asked for; all rows when none is."""
    words = folded(asked or "").split()
    if not words or table.empty:
        return table
    texts = table[list(columns)].astype("object").fillna("").agg(" ".join, axis=1).map(folded)
    return table[texts.map(lambda text: all(word in text for word in words))]
