"""Latitude and longitude in one cell: «41.94136, 26.31534», «POINT(26.31534 41.94136)». Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

import pandas as pd

from secon_data.intake import cells
from secon_data.intake.headers import folded

LATITUDE, LONGITUDE = "latitude", "longitude"
_PAIR = re.compile(
    r"\s*(?:point\s*)?[(\[]?\s*(-?\d{1,3}\.\d+)°?\s*[,; ]\s*(-?\d{1,3}\.\d+)°?\s*[)\]]?\s*", re.I
)
# Where Europe lies no latitude is a longitude: which of both comes first tells itself.
_NORTH, _EAST = (34.0, 72.0), (-32.0, 34.0)
_LOOKED_AT = 200  # cells
_MOST_OTHERS = 0.2  # of these may be something else


def split(
    table: pd.DataFrame, letters: tuple[str, ...], known: Collection[str], decimal: cells.Decimal
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The table with two columns in place of one of points, where the dataset has such columns
    (``known``: their folded names) and the file has none of its own; the letters likewise, both of
    the one cell. A cell that is no point stays as it is, for the check to tell."""
    names = list(map(str, table.columns))
    there = {folded(name) for name in names}
    if not {LATITUDE, LONGITUDE} <= {*known} or there & {LATITUDE, LONGITUDE, "lat", "lon", "lng"}:
        return table, letters
    for place, name in enumerate(names):
        first = _northern_first(table[name])
        if first is None:
            continue
        pairs = table[name].str.extract(_PAIR.pattern, flags=re.I)
        pairs = pairs.where(table[name].str.fullmatch(_PAIR.pattern, flags=re.I), None)
        north, east = (pairs[0], pairs[1]) if first else (pairs[1], pairs[0])
        made = table.drop(columns=name)
        for column, part, otherwise in ((LONGITUDE, east, ""), (LATITUDE, north, table[name])):
            text = part.str.replace(".", decimal, regex=False).fillna(otherwise)
            made.insert(place, column, text.astype("str"))
        twice = (*letters[: place + 1], *letters[place : place + 1], *letters[place + 1 :])
        return made, twice if letters else letters
    return table, letters


def _northern_first(column: pd.Series) -> bool | None:
    """Whether a column of points has the latitude first; None where it is no column of points."""
    texts = [text for text in column.head(_LOOKED_AT).tolist() if str(text).strip()]
    found = [match for text in texts if (match := _PAIR.fullmatch(str(text)))]
    if not found or len(texts) - len(found) > _MOST_OTHERS * len(texts):
        return None
    pairs = [(float(match[1]), float(match[2])) for match in found]
    for first, order in ((True, (0, 1)), (False, (1, 0))):
        if all(_between(p[order[0]], _NORTH) and _between(p[order[1]], _EAST) for p in pairs):
            return first
    return None


def _between(number: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= number < limits[1]
