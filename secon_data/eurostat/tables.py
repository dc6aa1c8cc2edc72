"""Of which of Eurostat's tables extracts are: an indicator may be filled from several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from secon_data.package import once

_FILTER = re.compile(r"\w+=\S+|\([^)]*\)")
_TABLES = re.compile(r"\b(?:[a-z]+[a-z0-9]*_\w+|tgs\d+)\b")


@once
def named(extracts: pd.DataFrame) -> Mapping[str, tuple[str, ...]]:
    """The codes of the tables that each extract names; none where it is of another source.
    ``extracts``: the dataset of that name. Shared."""
    ids, told = extracts["extract_id"].astype("str"), extracts["eurostat_table"].astype("str")
    return {
        one: tuple(dict.fromkeys(_TABLES.findall(_FILTER.sub("", words))))
        for one, words in zip(ids, told, strict=True)
    }


def cited(ids: Iterable[object], extracts: pd.DataFrame, otherwise: Iterable[str]) -> list[str]:
    """The codes of the tables that values are of, each once. ``ids``: of each value's extracts
    («a+b»), missing where there is none; ``otherwise``: the codes of the indicators, for where an
    extract names no table or there is no value."""
    known = named(extracts)
    used = dict.fromkeys(i for one in ids if isinstance(one, str) for i in one.split("+"))
    found = [known.get(one, ()) for one in used]
    codes = [code for one in found for code in one]
    return list(dict.fromkeys(codes if codes and all(found) else [*codes, *otherwise]))
