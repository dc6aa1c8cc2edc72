"""Differences of values, and what they are called. Pure."""

from __future__ import annotations

from secon_data.rows import Row
from secon_data.units import in_points
from secon_ui.text.words import Words


def apart_value(value: float, reference: float, indicator: Row) -> float:
    """The difference of two printed values, without what binary fractions add."""
    return round(value - reference, int(indicator["decimals"]))


def apart_words(difference: float, indicator: Row, t: Words) -> str:
    """A difference with its unit: points for percentages, else the unit itself."""
    unit, decimals = indicator["unit_short"], int(indicator["decimals"])
    text = t.number(difference, decimals)
    if not isinstance(unit, str):  # a number of people has none
        return text
    counted = t.counted(difference, decimals, "points" if in_points(unit) else unit)
    return f"{text} {t.data(unit)}".strip() if counted is None else counted
