"""What a picture, a slide or a report draws of a view of Practice. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from pages.practice import cards, events, small_maps, stakeholders
from pages.practice.cards import Names
from pages.practice.common import text, years
from pages.practice.tiles import Tile
from secon_data.rows import tuples
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import mix, text_on
from secon_ui.taking.exhibit import Cell, Filled, Grid, Head, Map, Maps, Spot
from secon_ui.text.words import Words


def practices(
    rows: pd.DataFrame, names: Names, mine: str, first: Sequence[int], look: Look
) -> Grid:
    """The practices, as ``cards.grid``. ``first``: numbers of the rows that stay longest."""
    t = look.t
    heads = [
        Head(t("Practice"), share=1.7),
        Head(t("What it does"), share=2.4),
        Head(t("Evidence"), share=2.2),
        Head(t("Source"), share=1.1, aside=True),
    ]
    told = []
    for row in tuples(rows):
        where = _parts(
            t.data(row.group_name),
            "SECON" if cards.of_secon(row) else "",
            cards.where(row, names, t),
            years(row.start_year, row.end_year, t),
            _note(row, t),
        )
        told.append(
            [
                Cell(cards.title(row, t).text, where, strong=True),
                Cell(cards.summary(row, t).text, _needs(row, t)),
                _evidence(row, t),
                _source(row),
            ]
        )
    return Grid(heads, told, _mine(rows["region_id"], mine), kept=list(first))


def every_practice(rows: pd.DataFrame, names: Names, mine: str, look: Look) -> Grid:
    """The practices one a row, as ``cards.table``."""
    t = look.t
    shares = (2, 1.2, 1.8, 0.8, 2.4, 1.6)
    heads = [
        Head(name, share=share, aside=at == 5)  # the source
        for at, (name, share) in enumerate(zip(cards.heads(t), shares, strict=True))
    ]
    told = []
    for row in tuples(rows):
        achieved = cards.evidence(row, t).text
        told.append(
            [
                Cell(cards.title(row, t).text, strong=True),
                Cell(t.data(row.group_name)),
                Cell(cards.where(row, names, t), _note(row, t)),
                Cell(years(row.start_year, row.end_year, t) or "–"),
                Cell(achieved if achieved and row.evidence_kind != "none" else "–"),
                Cell("", text(row.source_title), link=text(row.source_url)),
            ]
        )
    return Grid(heads, told, _mine(rows["region_id"], mine))


def towns(
    found: Mapping[str, Tile],
    counts: Mapping[str, int],
    mine: str,
    chosen: str | None,
    look: Look,
) -> Maps:
    """A small map of each region with its towns, as ``small_maps.figure``. ``counts``: practices of
    each region, with or without a town."""
    t, colours, index = look.t, look.colours, look.boundaries()
    land = [(code, colours.land) for code in index.get("countries", ())]
    borders = [(code, "") for code, _ in land]
    drawn = []
    for region, tile in found.items():
        own = region == mine
        edge = colours.mine if own else colours.other
        spots = [
            Spot(
                dot.longitude,
                dot.latitude,
                small_maps.fill(dot, own=own, chosen=chosen, colours=colours),
                str(len(dot.ids)) if len(dot.ids) > 1 else "",
                2 * dot.radius,
                inside=True,
                name=small_maps.town(dot, t),
            )
            for dot in tile.dots
        ]
        drawn.append(
            Map(
                (tile.west, tile.south, tile.east, tile.north),
                [
                    Filled("countries", land, colours.ground, 1),
                    Filled("partner_regions", [(region, colours.facet)], edge, 1.6),
                    Filled("countries", borders, colours.ground, 1),
                ],
                spots,
                look.names[region],
                t.plural("{n} practice", "{n} practices", counts[region]),
                colours.mine if own else colours.text,
                colours.sea,
                tile.width,
                t("no town stated"),
            )
        )
    return Maps(None, drawn)


def calendar(split: events.Split, types: Mapping[str, str], mine: str, look: Look) -> Grid:
    """The coming, the past and the planned events, as ``events.both``."""
    t = look.t
    heads = [
        Head(t("Date"), share=1.2),
        Head(t("Event"), share=2),
        Head(t("Where"), share=1.2),
        Head(t("What it is"), share=2.6),
        Head(t("Source"), share=1.4, aside=True),
    ]
    told: list[Sequence[Cell] | str] = []
    marked = []
    heads_of = (t("Coming"), t("Past"), events.planned_words(t))
    for title, rows in zip(heads_of, split, strict=True):
        if len(rows):
            told.append(title)
        for row in tuples(rows):
            if row.country_code == mine:
                marked.append(len(told))
            own = "SECON" if row.scope == "secon" else ""
            told.append(
                [
                    Cell(events.when(row, t)),
                    Cell(events.title(row, t).text, own, strong=True),
                    Cell(events.where(row, t), t.data(types[row.type])),
                    Cell(events.summary(row, t).text),
                    _source(row),
                ]
            )
    return Grid(heads, told, marked)


def by_type(
    rows: pd.DataFrame,
    types: Mapping[str, str],
    countries: Sequence[str],
    mine: str,
    look: Look,
) -> Grid:
    """How many of each type are listed in each country, as ``stakeholders.matrix``."""
    t, colours = look.t, look.colours
    found = stakeholders.tallies(rows, types, countries, t)
    most = max([1, *(n for tally in found for n in tally.counts)])
    heads = [
        Head(t("Organisations listed, by type and country"), share=2.4),
        *(
            Head(t.country(c), "center", 1, ink=colours.mine if c == mine else "")
            for c in countries
        ),
        Head(t("All"), "center", 0.8),
    ]

    def counted(n: int) -> Cell:
        if not n:
            return Cell("–")
        fill = mix(colours.tint, colours.mine, 0.05 + 0.6 * n / most)
        return Cell(t.number(n, 0), fill=fill, ink=text_on(fill))

    told = [
        [
            Cell(tally.label),
            *map(counted, tally.counts),
            Cell(t.number(tally.total, 0), strong=True),
        ]
        for tally in found
    ]
    short = [replace(head, text=code) for head, code in zip(heads[1:], countries, strict=False)]
    brief = Grid([Head(t("Type"), share=4), *short, heads[-1]], told, filled=True)
    return Grid(heads, told, filled=True, brief=brief)


def organisations(
    rows: pd.DataFrame,
    types: Mapping[str, str],
    names: Mapping[str, str],
    mine: str,
    first: Sequence[int],
    look: Look,
) -> Grid:
    """The organisations under their types, as ``stakeholders.listed``. ``first``: which of them
    stay longest."""
    t = look.t
    heads = [
        Head(t("Organisation"), share=1.9),
        Head(t("Where"), share=1.2),
        Head(t("Role in the social economy"), share=2.4),
        Head(t("Source"), share=1.6, aside=True),
    ]
    told: list[Sequence[Cell] | str] = []
    marked, places = [], []
    kind = None
    for row in tuples(rows):
        if row.type != kind:
            kind = row.type
            told.append(t.data(types[kind]))
        if row.country_code == mine:
            marked.append(len(told))
        places.append(len(told))
        name = stakeholders.title(row, t)
        told.append(
            [
                Cell(name.text, name.beside, strong=True, link=text(row.website)),
                Cell(stakeholders.where(row, names, t), _note(row, t)),
                Cell(text(row.role_in_social_economy)),
                _source(row),
            ]
        )
    return Grid(heads, told, marked, kept=[places[at] for at in first])


def _parts(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _note(row: Any, t: Words) -> str:
    """What is said of a place that is not, or no longer, in its region."""
    return "" if pd.isna(row.region_note) else t.data(row.region_note)


def _needs(row: Any, t: Words) -> str:
    if pd.isna(row.resources_needed):
        return ""
    return t("Needs: {resources}", resources=cards.resources(row, t).text)


def _evidence(row: Any, t: Words) -> Cell:
    """The evidence; where none is stated, that it is not, in quiet words."""
    heading, told = cards.evidenced(row, t)
    if row.evidence_kind == "recognition":
        return Cell(told, heading)
    if pd.isna(row.evidence_of_success) or row.evidence_kind == "none":
        return Cell("", f"{heading} {t('Why it is here: {told}', told=told)}" if told else heading)
    return Cell(told)


def _source(row: Any) -> Cell:
    year = "" if pd.isna(row.source_year) else f", {int(row.source_year)}"
    return Cell("", f"{text(row.source_title)}{year}", link=text(row.source_url))


def _mine(regions: pd.Series, mine: str) -> list[int]:
    return [at for at, region in enumerate(regions) if region == mine]
