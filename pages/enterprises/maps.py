"""The two maps of the page: all nine regions from afar, one region close up. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pages.enterprises import map_dots
from pages.enterprises.views import FIELDS, EnterprisesView, word
from secon_data.package import once
from secon_data.rows import each
from secon_ui.drawing import deck_layers, label_placement
from secon_ui.drawing.deck_layers import Deck, Layer, plain, rgb
from secon_ui.drawing.look import Look
from secon_ui.drawing.mercator import Bounds, Frame, fitted
from secon_ui.drawing.theme import Palette, Size
from secon_ui.text.words import Words

# Width and height for which labels are placed; a wider window only shows more around.
WINDOW: dict[Size, tuple[float, float]] = {
    "wide": (600, 560),
    "phone": (352, 400),
}
TOWN = 13  # pixels of a town's name
NAMED = 60  # circles for whose names there can be room, the fullest first
ROUNDS = 3  # in which names of circles that find no room become their numbers
EUROPE = (-9.6, 36.3, 27.2, 58.4)


def all_regions(
    table: pd.DataFrame, places: pd.DataFrame, view: EnterprisesView, look: Look
) -> Deck:
    """One dot a town, the region's name with its count beside it.

    ``table``: the organisations shown; ``places``: region_id, longitude, latitude. DataError when
    the boundaries are damaged.
    """
    size, colours, index = look.size, look.colours, look.boundaries()
    frame = fitted(EUROPE, *WINDOW[size], 14 if size == "wide" else 2)
    of_region = of_each(table)
    regions = [
        _Region(
            row["region_id"],
            (row["longitude"], row["latitude"]),
            look.names[row["region_id"]],
            shown_of(row["region_id"], of_region, view),
            row["region_id"] == view.region,
        )
        for row in each(places)
    ]
    tips = {region.id: region.tip(look.t) for region in regions}
    areas = [
        {"at": list(r.at), "r": 24, "fill": [0, 0, 0, 0], "region": r.id, "tip": tips[r.id]}
        for r in regions
    ]
    text_size = 14.5 if size == "wide" else 12.5
    layers = [
        *_land(index, colours),
        deck_layers.boundaries(
            "outlines", deck_layers.address("partner_regions", index), colours.ground,
            colours.mine, 1.1,
        ),
        deck_layers.circles("regions", areas, pickable=True),
        # A new name after a click: else Streamlit fades all that was not clicked.
        deck_layers.circles(
            f"towns-{view.chosen}", _towns(table, view.region, look), pickable=True, stroked=True,
            getLineColor=rgb(colours.ground), getLineWidth=0.5,
        ),
        *_marked(table, view.chosen, colours),
        deck_layers.texts(
            "names", _names(regions, tips, frame, text_size, look), colours.land, text_size,
            pickable=True,
        ),
    ]  # fmt: skip
    return Deck(layers, frame, colours, size=size)


@once
def of_each(table: pd.DataFrame) -> Counter[str]:
    """How many organisations each region has."""
    return Counter(table["region_id"].tolist())


def shown_of(region: str, counts: Counter[str], view: EnterprisesView) -> int | None:
    """How many of a region are shown; None where other regions are chosen."""
    if view.regions and region not in view.regions:
        return None
    return counts[region]


def named(name: str, n: int | None, t: Words) -> str:
    """A region's name on the map of all, with how many are shown of it. ``n``: of ``shown_of``."""
    return name if n is None else f"{name}  {t.number(n, 0)}"


@dataclass(frozen=True)
class _Region:
    """A partner region on the map of all: where, and how many are shown of it; None where other
    regions are chosen: «0» would say that nobody is listed."""

    id: str
    at: tuple[float, float]
    name: str
    n: int | None
    mine: bool

    def tip(self, t: Words) -> str:
        if self.n is None:
            return plain(self.name)
        return plain(
            t.plural(
                "{region}: {n} organisation",
                "{region}: {n} organisations",
                self.n,
                region=self.name,
            )
        )


def _towns(table: pd.DataFrame, mine: str, look: Look) -> list[dict[str, Any]]:
    return [
        {
            "at": [round(row.longitude, 3), round(row.latitude, 3)],
            "r": round(map_dots.dot_radius(row.n), 2),
            "fill": rgb(look.colours.mine if row.region_id == mine else look.colours.quiet, 0.9),
            "region": row.region_id,
            **({"id": plain(row.first)} if row.n == 1 else {}),
            "tip": plain(
                look.t.plural(
                    "{town}: {n} organisation",
                    "{town}: {n} organisations",
                    row.n,
                    town=_town(row, look.t),
                )
            ),
        }
        for row in mine_first(table, mine)
    ]


def mine_first(table: pd.DataFrame, mine: str) -> list[map_dots.Place]:
    """The towns of the map of all, my region's first, wherever the list has them."""
    return sorted(map_dots.thinned(table), key=lambda town: town.region_id != mine)


def _town(place: map_dots.Place, t: Words) -> str:
    """How a place from afar is called; of those at it not all may name that town."""
    name = t.data(place.town)
    return t("{town} and around", town=name) if place.several else name


def _names(
    regions: Sequence[_Region], tips: Mapping[str, str], frame: Frame, size: float, look: Look
) -> list[dict[str, Any]]:
    """The regions' names with their counts, where there is room for them: mine first, then the
    longest."""
    outlines: Mapping[str, Bounds] = look.boundaries()["bounds"]
    said = {region.id: named(region.name, region.n, look.t) for region in regions}
    ordered = sorted(regions, key=lambda region: (not region.mine, -len(said[region.id])))
    placed = label_placement.beside(
        [frame.pixels(*r.at) for r in ordered],
        [(label_placement.text_width(said[r.id], size, bold=True), size + 5) for r in ordered],
        [_reach(frame, outlines[r.id]) if r.id in outlines else 10 for r in ordered],
        [],
        (2, 2, frame.width - 2, frame.height - 2),
    )
    words = []
    for region, place in zip(ordered, placed, strict=True):
        if place is None:
            continue
        x, y = frame.pixels(*region.at)
        words.append(
            {
                "at": list(region.at),
                "text": plain(said[region.id]),
                "ink": rgb(look.colours.mine if region.mine else look.colours.text),
                "off": [round(place[0] - x, 1), round(y - place[1], 1)],
                "region": region.id,
                "tip": tips[region.id],
            }
        )
    return words


@dataclass(frozen=True)
class Circles:
    """The circles of a region's map: in which frame, how far apart their dots stand."""

    frame: Frame
    step: float
    flowers: Sequence[map_dots.Flower]


def circles(table: pd.DataFrame, everyone: pd.DataFrame, region: str, look: Look) -> Circles:
    """The circles of a region. ``table``: the organisations shown; ``everyone``: all of the region,
    so that a choice does not move the map. DataError when the boundaries are damaged."""
    size, outline = look.size, look.boundaries()["bounds"][region]
    frame = fitted(map_dots.bounds(everyone, outline), *WINDOW[size], 26 if size == "wide" else 16)
    step = map_dots.step(len(everyone), frame, 1.0 if size == "wide" else 0.72)
    return Circles(frame, step, map_dots.flowers(table, frame, step))


def together(
    found: Circles, table: pd.DataFrame, organisation: str | None
) -> map_dots.Flower | None:
    """The circle in which an organisation of the table stands, if several share it."""
    ids = table["enterprise_id"].tolist()
    if organisation not in ids:
        return None
    place = ids.index(organisation)
    return next((f for f in found.flowers if place in f.rows and len(f.rows) > 1), None)


def called(flower: map_dots.Flower, t: Words) -> str:
    """A circle's name, with how many organisations it holds where they are several."""
    name, n = t.data(flower.name), t.number(len(flower.rows), 0)
    if flower.places > 1:
        return t("{town} and around  {n}", town=name, n=n)
    return name if len(flower.rows) == 1 else f"{name}  {n}"


def one_region(
    table: pd.DataFrame, shown: Circles, region: str, chosen: str | None, look: Look
) -> Deck:
    """A dot an organisation, round its town: filled where it helps people who find it hard
    to get work. A circle of several can be clicked, and so can its name.

    ``table``: the organisations shown; ``chosen``: one to mark. DataError when the boundaries are
    damaged.
    """
    size, colours, index = look.size, look.colours, look.boundaries()
    frame, found = shown.frame, shown.flowers
    radius = round(shown.step * map_dots.DOT / map_dots.STEP, 2)
    fields = {code: word(FIELDS, code, look.t) for code in table["field_of_activity"].unique()}
    rows = list(
        zip(
            *(table[c].tolist() for c in ("enterprise_id", "name", "field_of_activity")),
            (table["work_integration"] == "yes").tolist(),
            strict=True,
        )
    )
    dots, discs = [], []
    for flower in found:
        discs.append(
            {
                "at": _at(frame, flower.x, flower.y),
                "r": round(flower.radius, 1),
                "fill": rgb(colours.ground, 0.82),
                **_opens(flower, rows, look.t),
            }
        )
        for place, (x, y) in zip(flower.rows, flower.dots, strict=True):
            organisation, name, field, helps = rows[place]
            dot = {
                "at": _at(frame, x, y),
                "r": radius,
                "fill": rgb(colours.mine if helps else colours.ground),
                "id": plain(organisation),
                "tip": plain(f"{name}\n{fields[field]}"),
            }
            if organisation == chosen:
                dot |= {"r": round(radius * 1.5, 2), "fill": rgb(colours.compared[0])}
            dots.append(dot)
    layers = [
        *_land(index, colours),
        deck_layers.boundaries(
            "outline", deck_layers.address("partner_regions", index), colours.mine,
            colours.mine, 1.8, 0.1,
        ),
        deck_layers.circles(f"discs-{chosen}", discs, pickable=True),
        # A new name after a click: else Streamlit fades all that was not clicked.
        deck_layers.circles(
            f"dots-{chosen}", dots, pickable=True, stroked=True, getLineColor=rgb(colours.mine),
            getLineWidth=round(min(1.5, radius * 0.4), 2),
        ),
        deck_layers.texts(
            f"labels-{chosen}", _town_labels(found, frame, rows, look), colours.ground,
            TOWN, pickable=True,
        ),
    ]  # fmt: skip
    return Deck(layers, frame, colours, size=size)


def _opens(flower: map_dots.Flower, rows: Sequence[tuple[Any, ...]], t: Words) -> dict[str, str]:
    """What a click on a circle or its name is to open: the list of those in it."""
    if len(flower.rows) == 1:  # its dot is there to be clicked
        return {}
    first = rows[flower.rows[0]][0]
    told = t("{circle}: click to list them", circle=called(flower, t))
    return {"around": plain(first), "tip": plain(told)}


def _town_labels(
    found: Sequence[map_dots.Flower], frame: Frame, rows: Sequence[tuple[Any, ...]], look: Look
) -> list[dict[str, Any]]:
    """The circles' names beside them, the fullest first; where there is no room for the name of a
    circle that holds several, their number."""
    t = look.t
    window = (2, 2, frame.width - 2, frame.height - 2)
    full = sorted(found, key=lambda flower: -len(flower.rows))

    def placed(said: Sequence[str]) -> list[tuple[float, float] | None]:
        return label_placement.beside(
            [(f.x, f.y) for f in full],
            [
                (label_placement.text_width(text, TOWN) if i < NAMED else math.inf, TOWN + 4)
                for i, text in enumerate(said)
            ],
            [f.radius - 2 for f in full],
            [],
            window,
            # The name of a circle of several may stand a little further away.
            [2 if len(f.rows) > 1 else 0 for f in full],
        )

    names = [called(flower, t) for flower in full]
    places = placed(names)
    for _ in range(ROUNDS):
        bare = [i for i in range(min(NAMED, len(full))) if _bare(full[i], places[i])]
        if not bare:
            break
        for i in bare:
            names[i] = t.number(len(full[i].rows), 0)
        places = placed(names)
    return [
        {
            "at": _at(frame, *place),
            "text": plain(text),
            "ink": rgb(look.colours.text),
            "off": [0, 0],
            **_opens(flower, rows, t),
        }
        for flower, text, place in zip(full, names, places, strict=True)
        if place is not None
    ]


def _bare(flower: map_dots.Flower, place: tuple[float, float] | None) -> bool:
    """Whether a circle of several is without a name."""
    return place is None and len(flower.rows) > 1


def _reach(frame: Frame, outline: Bounds) -> float:
    """Half of a region's larger side, in pixels: a label beside it leaves it free."""
    west, south, east, north = outline
    left, bottom = frame.pixels(west, south)
    right, top = frame.pixels(east, north)
    return max(right - left, top - bottom) / 2 + 1


def _land(index: Mapping[str, Any], colours: Palette) -> list[Layer]:
    """The countries; those of the partners with boundaries as fine as their regions'. Only borders
    are lines, each of them once: without a graphics card a coast in the sea's colour, and a border
    drawn for both of its sides, cost seconds."""

    def layer(name: str, file: str, fill: str | None, line: str | None) -> Layer:
        where = deck_layers.address(file, index)
        return deck_layers.boundaries(name, where, fill, line, 0.7)

    return [
        layer("land", "countries", colours.land, None),
        layer("partners", "nuts1", colours.land, None),
        layer("borders", "borders", None, colours.ground),
    ]


def _marked(table: pd.DataFrame, chosen: str | None, colours: Palette) -> list[Layer]:
    marks = []
    if chosen:
        found = table.loc[table["enterprise_id"] == chosen, ["longitude", "latitude"]].dropna()
        marks = [
            {"at": [round(x, 3), round(y, 3)], "r": 6.5, "fill": rgb(colours.compared[0])}
            for x, y in found.to_numpy(dtype="float64").tolist()
        ]
    ring = {"stroked": True, "getLineColor": rgb(colours.text), "getLineWidth": 1.5}
    return [deck_layers.circles("marked", marks, **ring)]


def _at(frame: Frame, x: float, y: float) -> list[float]:
    longitude, latitude = frame.degrees(x, y)
    return [round(longitude, 4), round(latitude, 4)]
