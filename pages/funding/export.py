"""Funding as tables to take away."""

from __future__ import annotations

import pandas as pd

from pages.funding.entries import Entries


def shown(rows: pd.DataFrame, found: Entries) -> pd.DataFrame:
    """The rows shown, all columns of the dataset, and what they are on the day."""
    ours = [
        "country",
        "who",
        "funds",
        "nested",
        "section",
        "vague",
        "doubtful",
        "area",
        "state",
        "area_name",
    ]
    columns = [column for column in rows.columns if column not in ours]
    table = rows[columns].copy()
    table.insert(5, "area_name", rows["area_name"])
    table.insert(0, "state", rows["state"])
    table.insert(0, "on", found.on.isoformat())
    return table
