"""For whom tests draw: a reader of English on a wide light screen, unless said otherwise."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from secon_data.package import Package
from secon_ui.drawing import geometry
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import Size, palette
from secon_ui.text.words import Words


@cache
def outlines() -> dict[str, Any]:
    """The index of the boundaries, read once a process as the app does: it is a megabyte to check."""
    return geometry.index(geometry.FOLDER)


def look(
    package: Package,
    language: str = "en",
    *,
    size: Size = "wide",
    dark: bool = False,
    today: date = date(2026, 11, 1),
) -> Look:
    """A look at a package's regions."""
    t, table = Words(language), package.table("regions")
    names = {r: t.data(n) for r, n in zip(table["region_id"], table["name"], strict=True)}
    return Look(
        t,
        palette(dark),
        size,
        names,
        today,
        outlines,
    )
