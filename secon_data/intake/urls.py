"""Addresses of the web in a sent file: pages make links of them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from secon_data.problems import Problem

_BETWEEN = r"[\s;,]+(?=(?:https?://|www\.))"
_ONE = r"(?:https?://|www\.)[^\s<>\";,]+"
_SEVERAL = rf"(?i){_ONE}(?:[\s;,]+{_ONE})+"
_ADDRESS = r"(?i)https?://[^\s<>\"]+"


def column(name: str) -> bool:
    """Whether a dataset's column holds addresses."""
    return name == "website" or name.endswith("_url")


def plain(text: pd.Series) -> pd.Series:
    """«www.anna.lv», as registers write it, with what makes it a link; of several addresses in a
    cell the first (``others``)."""
    first = text.mask(several(text), text.str.split(_BETWEEN, n=1, regex=True).str[0])
    return first.str.replace(r"^(?=www\.)", "https://", regex=True, case=False)


def several(text: pd.Series) -> pd.Series:
    """Which cells hold several addresses, and nothing besides."""
    return text.str.fullmatch(_SEVERAL)


def others(text: pd.Series) -> dict[int, str]:
    """Row → the addresses behind the first, where a cell holds several."""
    cells = text.str.strip()
    more = cells[several(cells)].str.split(_BETWEEN, n=1, regex=True).str[1]
    return {int(str(row)): " ".join(rest.split()) for row, rest in more.items()}


def problems(
    table: pd.DataFrame, fields: Mapping[str, str], same: tuple[str, ...]
) -> Iterator[Problem]:
    """Cells that no link can be made of, or one that would run something. The arguments are those
    of a draft: its table, its columns' names in the file, and the columns with one value for all
    rows, which are told once."""
    for name in filter(column, table):
        text = table[name]
        wrong = text[(text != "") & ~text.str.fullmatch(_ADDRESS)]
        for row, value in (wrong.head(1) if name in same else wrong).items():
            place = None if name in same else int(row)
            yield Problem("not-an-address", "values", "error", place, name, fields.get(name), value)
