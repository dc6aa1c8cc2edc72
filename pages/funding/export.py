"""Funding as tables to take away."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pages.funding import doubts
from pages.funding.entries import Entries, Entry
from secon_data.package import Package
from secon_ui.text.words import Words


def shown(rows: Sequence[Entry], found: Entries, package: Package, t: Words) -> pd.DataFrame:
    """The rows shown: ``on`` (the day), ``state`` (``availability.STATES``), ``why`` (each reason
    for a doubt, in the reader's language) and ``audience`` (``availability.Said``); then all
    columns of the dataset, the area's name beside its code."""
    columns = list(package.table("funding").columns)
    columns.insert(columns.index("nuts_code") + 1, "area_name")
    told = [
        {
            "on": found.on.isoformat(),
            "state": row.state,
            "why": " ".join(doubts.why(row, found, t)) or None,
            "audience": row.audience,
            **{name: getattr(row, name) for name in columns},
        }
        for row in rows
    ]
    return pd.DataFrame(told, columns=["on", "state", "why", "audience", *columns], dtype="object")
