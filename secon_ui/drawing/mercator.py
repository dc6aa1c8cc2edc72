"""Web Mercator as the browser's maps draw it: degrees to pixels and back. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

WORLD = 512  # the width of the whole world at zoom 0, in pixels
Bounds = tuple[float, float, float, float]  # west, south, east, north, in degrees


@dataclass(frozen=True)
class Frame:
    """A window on the map: its centre, its zoom and its size in pixels."""

    longitude: float
    latitude: float
    zoom: float
    width: float
    height: float

    def pixels(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place is in the window: x from the left, y from the bottom."""
        scale = WORLD * 2**self.zoom
        x = (longitude - self.longitude) / 360 * scale + self.width / 2
        y = (_north(latitude) - _north(self.latitude)) * scale + self.height / 2
        return x, y

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """The longitude and latitude of a point of the window."""
        scale = WORLD * 2**self.zoom
        longitude = (x - self.width / 2) / scale * 360 + self.longitude
        north = (y - self.height / 2) / scale + _north(self.latitude)
        return longitude, math.degrees(2 * math.atan(math.exp(north * 2 * math.pi)) - math.pi / 2)


def fitted(bounds: Bounds, width: float, height: float, margin: float) -> Frame:
    """The window of that size that shows the bounds with a margin on all sides, in pixels."""
    west, south, east, north = bounds
    across = max((east - west) / 360, 1e-6)
    up = max(_north(north) - _north(south), 1e-6)
    scale = min((width - 2 * margin) / across, (height - 2 * margin) / up)
    middle = (_north(north) + _north(south)) / 2
    latitude = math.degrees(2 * math.atan(math.exp(middle * 2 * math.pi)) - math.pi / 2)
    zoom = math.floor(math.log2(scale / WORLD) * 1000) / 1000
    return Frame((west + east) / 2, latitude, zoom, width, height)


def _north(latitude: float) -> float:
    """How far north, as a share of the world's width."""
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)
