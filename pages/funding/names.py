"""What funding opportunities are called, and what they are, in a reader's language. Pure."""

from __future__ import annotations

from typing import Any

from secon_ui.text.local_texts import Told, told
from secon_ui.text.words import Words


def named(row: Any, t: Words) -> Told:
    """An entry's name for a reader."""
    return told(row.name_en, row.name_local, row.country_code, t)


def described(row: Any, t: Words) -> Told:
    """What an entry is, for a reader."""
    return told(row.summary_en, row.summary_local, row.country_code, t)
