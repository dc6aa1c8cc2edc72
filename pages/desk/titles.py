"""What the columns of a dataset are called on the screen. Pure."""

from __future__ import annotations

from collections import Counter

from secon_data.intake import across
from secon_data.schema import Schema
from secon_ui.text.words import Words, mark

# Columns that no file has: they are made of what stands across.
_MADE = {
    across.YEAR: mark("(year)"),
    across.VALUE: mark("(value)"),
    across.HEADING: mark("(rest of the heading)"),
    "(area_id)": mark("(area)"),
    "(indicator_id)": mark("(indicator)"),
}


def column(name: str, t: Words) -> str:
    """What a column of a sent file is called: as the file does, where it has it."""
    return t(_MADE[name]) if name in _MADE else name


def told_apart(schema: Schema, t: Words) -> dict[str, str]:
    """Each column's title; with its name where another column has the same: a choice of titles
    must not be ambiguous, for it travels as its text."""
    titles = {name: t.data(field.title) or name for name, field in schema.fields.items()}
    times = Counter(titles.values())
    return {
        name: f"{title} ({name})" if times[title] > 1 else title for name, title in titles.items()
    }
