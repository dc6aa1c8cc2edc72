"""Funding as tables to take away."""

from __future__ import annotations

import pandas as pd

from pages.funding import doubts
from pages.funding.entries import Entries
from secon_ui.text.words import Words

# What is worked out for the page alone.
_OURS = ("country", "who", "funds", "nested", "section", "vague", "reasons", "area")
_TOLD = ("state", "audience", "area_name")


def shown(rows: pd.DataFrame, found: Entries, t: Words) -> pd.DataFrame:
    """The rows shown: ``on`` (the day), ``state`` (``availability.STATES``), ``why`` (each reason
    for a doubt, in the reader's language) and ``audience`` (``availability.Said``); then all
    columns of the dataset, the area's name beside its code."""
    columns = [column for column in rows.columns if column not in (*_OURS, *_TOLD)]
    table = rows[columns].copy()
    table.insert(columns.index("nuts_code") + 1, "area_name", rows["area_name"])
    why = [" ".join(doubts.why(row, found, t)) or None for row in rows.itertuples()]
    first = {
        "on": found.on.isoformat(),
        "state": rows["state"],
        "why": pd.Series(why, index=rows.index, dtype="object"),
        "audience": rows["audience"],
    }
    for place, (name, cells) in enumerate(first.items()):
        table.insert(place, name, cells)
    return table
