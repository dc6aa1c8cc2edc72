"""What a picture, a slide or a report draws of the Overview. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pages.overview import cards
from secon_data.rows import each
from secon_ui.drawing.look import Look
from secon_ui.taking.exhibit import Cell, Grid, Head, Map, Maps, Spot

FRAME = (-10.5, 35.0, 31.0, 59.0)  # the nine countries


def europe(regions: pd.DataFrame, mine: str, look: Look) -> Maps:
    """The nine regions on a map of Europe, as ``cards.europe``."""
    colours = look.colours
    spots = [
        Spot(
            row["longitude"],
            row["latitude"],
            colours.mine if row["region_id"] == mine else colours.ramp[2],
            look.names[row["region_id"]],
            13 if row["region_id"] == mine else 9,
            strong=row["region_id"] == mine,
        )
        for row in sorted(each(regions), key=lambda row: row["region_id"] == mine)
    ]
    layers = cards.layers(list(regions["region_id"]), mine, look)
    return Maps(Map(FRAME, layers, spots, ink=colours.mine, sea=colours.sea))


def key_figures(told: Sequence[cards.Told], mine: str, look: Look) -> Grid:
    """My region's key figures, as ``cards.key_figures``."""
    t, ink = look.t, look.colours.mine
    rows = [
        [
            Cell(one.name, f"{one.when} · {one.of}" if one.of else one.when),
            Cell(f"{one.value} {one.unit}".strip(), basis=one.basis, ink=ink, strong=True),
            Cell(one.rank) if one.ranked else Cell("", one.rank),
        ]
        for one in told
    ]
    first, last = Head(cards.among(mine, look), share=1.6), Head(t("Place"), share=1.2)
    value = Head(t("Value"), "right")
    # On a slide the headline says whose they are, and the marks what each stands for.
    short = [
        [Cell(f"{one.name} ({one.when})" if one.ranked else one.name), row[1], Cell(one.rank)]
        for one, row in zip(told, rows, strict=True)
    ]
    brief = Grid([Head(t("Indicator, year"), share=2.2), value, Head(t("Place"))], short)
    return Grid([first, value, last], rows, brief=brief)
