"""Differences of values, and what they are called. Pure."""

from __future__ import annotations

from secon_data.rows import Row
from secon_data.units import in_points
from secon_ui.text.words import Words


def apart_value(value: float, reference: float, indicator: Row) -> float:
    """The difference of two printed values, without what binary fractions add."""
    return round(value - reference, int(indicator["decimals"]))


def apart_words(text: str, indicator: Row, t: Words) -> str:
    """A difference with its unit: points for percentages, else the unit itself."""
    unit = indicator["unit_short"]
    if not isinstance(unit, str):  # a number of people has none
        return text
    if in_points(unit):
        return t("{difference} points", difference=text)
    return f"{text} {t.data(unit)}".strip()
