"""From when on figures are called old, and which are. Pure."""

from __future__ import annotations

from collections.abc import Callable

from secon_data.rows import Row
from secon_ui.text.words import Words

OLD = 5  # years before the data


def told(rows: list[Row], created: int, called: Callable[[Row], str], t: Words) -> str:
    """Which figures are old although nothing newer is at hand; empty when none is. ``created``:
    the year of the data."""
    aged = [row for row in rows if row["year"] <= created - OLD]
    named = [f"{called(row)} ({int(row['year'])})" for row in aged]
    if not named:
        return ""
    return t(
        "Old, because our extracts hold nothing newer of the same areas: {which}.",
        which=t.list(named),
    )
