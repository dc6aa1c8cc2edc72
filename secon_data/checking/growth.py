"""A file that would make a dataset several times as large. Pure."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from secon_data.changes import Mode, numbered
from secon_data.problems import Problem
from secon_data.schema import Schema

_TIMES = 3  # as large as before
_SMALL = 10  # rows; so few are soon three times as many


def problems(
    rows: pd.DataFrame, published: pd.DataFrame, schema: Schema, mode: Mode
) -> Iterator[Problem]:
    """One warning where a dataset grows to three times its rows or more. ``rows``: the typed
    draft."""
    before = len(published)
    if before < _SMALL:
        return
    if mode == "replace":
        after = len(rows)
    elif before + len(rows) < _TIMES * before:
        return  # were all of them new, it would not be enough
    else:
        old, new = numbered(published, rows, schema.key)
        after = before + int((~np.isin(new, old)).sum())
    if after >= _TIMES * before:
        details = {"previous": str(before), "next": str(after)}
        yield Problem("dataset-multiplies", "plausibility", "warning", details=details)
