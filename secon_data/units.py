"""What a unit says of the values told in it. Each takes a unit as an indicator writes it, long
(«% of labour force», «percentage points») or short («%», «points»). Pure."""

from __future__ import annotations

import re


def percentage(unit: str) -> bool:
    """Whether values are percentages."""
    return unit.startswith("%")


def named_in(unit: object, name: str) -> bool:
    """Whether a name says its unit already, in whole words («tourist nights per km²», «per
    km²»)."""
    if not isinstance(unit, str) or not unit:
        return False
    return re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", name) is not None


def in_points(unit: str) -> bool:
    """Whether a difference of two values is told in points: of percentages, of what is measured in
    points, and of an index («2015 = 100»)."""
    return points_of_percent(unit) or " = 100" in unit


def points_of_percent(unit: str) -> bool:
    """Whether a difference of two values is one of percentage points."""
    return percentage(unit) or unit.startswith(("percentage point", "points"))


def of_money(unit: str) -> bool:
    """Whether a percentage is one of an amount of money: values of 1 and of 100 occur, and half a
    point is much of the one and nothing of the other."""
    return unit.startswith("% of GDP")
