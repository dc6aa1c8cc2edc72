"""GeoJSON, the form in which maps hand out their points → rows of cells."""

from __future__ import annotations

import json
from typing import Any

from secon_data.intake.budget import spend
from secon_data.intake.delimited import MOST_COLUMNS
from secon_data.intake.errors import IntakeError

_PLACE = ("latitude", "longitude")


def rows(text: str) -> list[list[str]] | None:
    """A header and a row for each feature: its properties, and latitude and longitude, of an
    outline those of a point inside; None when the text is no GeoJSON. IntakeError when it has a
    thousand properties."""
    if '"FeatureCollection"' not in text:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or found.get("type") != "FeatureCollection":
        return None
    table = [_cells(feature) for feature in features if isinstance(feature, dict)]
    header = list(dict.fromkeys(name for cells in table for name in cells))
    if len(header) > MOST_COLUMNS:
        raise IntakeError("too-many-columns", row="1", most=str(MOST_COLUMNS))
    spend(len(table), len(header))
    return [header, *([cells.get(name, "") for name in header] for cells in table)]


def _cells(feature: dict[str, Any]) -> dict[str, str]:
    properties = feature.get("properties")
    own = properties if isinstance(properties, dict) else {}
    cells = {str(name): _text(value) for name, value in own.items()}
    geometry = feature.get("geometry")
    if isinstance(geometry, dict):
        place = geometry.get("coordinates")
        if geometry.get("type") != "Point":
            place = _inside(geometry)
        if isinstance(place, list) and len(place) >= 2:
            for name, value in zip(_PLACE, (place[1], place[0]), strict=True):
                cells.setdefault(name, _text(value))
    return cells


def _inside(geometry: dict[str, Any]) -> list[float] | None:
    """A point of a line or an outline, to six decimals (10 cm): of a building, where it stands."""
    import shapely.errors  # here: a server of pages reads no outlines
    import shapely.geometry

    try:
        found = shapely.geometry.shape(geometry).representative_point()
        return [round(found.x, 6), round(found.y, 6)]
    except (
        shapely.errors.ShapelyError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        IndexError,
    ):
        return None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
