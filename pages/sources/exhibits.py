"""What a picture, a slide or a report draws of a view of Sources. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from pages.sources import coverage, datasets, indicators
from pages.sources.tables import State, begun
from secon_data.package import Package
from secon_data.rows import Row, each, known
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import text_on
from secon_ui.taking.exhibit import Cell, Grid, Head, Key
from secon_ui.taking.sheets import basis_keys
from secon_ui.text.spoken import sentence
from secon_ui.text.words import Words


def matrix(cells: Sequence[Row], every: Sequence[Row], newest: int, mine: str, look: Look) -> Grid:
    """The latest year of each indicator in each region, as ``coverage.matrix``."""
    t, colours = look.t, look.colours
    regions = [mine, *(region for region in look.names if region != mine)]
    heads = [
        Head(t("Indicator"), share=3),
        *(Head(look.names[r], "center", 1, ink=colours.mine if r == mine else "") for r in regions),
    ]
    at = {(cell["region_id"], cell["indicator_id"]): cell for cell in cells}
    rows: list[Sequence[Cell] | str] = []
    theme = None
    for item in every:
        if item["theme"] != theme:
            theme = item["theme"]
            rows.append(begun(t.data(theme)))
        years = [_year(at[region, item["indicator_id"]], newest, look) for region in regions]
        rows.append([Cell(begun(t.data(item["name"]))), *years])
    return Grid(heads, rows, filled=True)


def _year(row: Row, newest: int, look: Look) -> Cell:
    if row["year"] is None:
        return Cell("–", fill=look.colours.no_value)
    fill = look.colours.ramp[coverage.year_class(row["year"], newest) - 1]
    basis = "" if row["basis"] == "own" else row["basis"]
    return Cell(str(int(row["year"])), basis=basis, fill=fill, ink=text_on(fill))


def matrix_keys(cells: Sequence[Row], newest: int, look: Look) -> list[Key]:
    """What colours and marks mean; only those that occur."""
    t, found = look.t, known(cells)
    classes = {coverage.year_class(cell["year"], newest) for cell in found}
    numbered = zip(range(5, 0, -1), coverage.class_labels(newest, t), strict=True)
    keys = [
        Key(words, "fill", look.colours.ramp[number - 1])
        for number, words in numbered
        if number in classes
    ]
    if len(found) < len(cells):
        keys.append(Key(t("no value"), "fill", look.colours.no_value))
    return [*keys, *basis_keys([cell["basis"] for cell in found if cell["basis"] != "own"], t)]


def listed(
    package: Package, states: Mapping[str, State], index: Mapping[str, Any] | None, t: Words
) -> Grid:
    """The datasets and the boundaries, as ``datasets.listed``; of what is weak, how much is
    known."""
    first, rows, state, source, weak = datasets.list_heads(t)
    heads = [
        Head(first, share=3), Head(rows, "right"), Head(state, share=1.7), Head(source, share=3.4),
        Head(weak, "right", 1.1),
    ]  # fmt: skip
    told = []
    for name in package.names:
        one = datasets.words(package, name, states[name], t)
        origin, rights = map(sentence, datasets.origin(package, name, t))
        told.append(
            [
                Cell(one.title),
                Cell(one.rows, one.columns, strong=True),
                Cell(one.state, one.date),
                Cell(origin, rights),
                Cell(str(len(one.weaknesses))),
            ]
        )
    bounds = datasets.boundaries(index, t)
    told.append(
        [
            Cell(bounds.title),
            Cell(bounds.drawn, t("outlines"), strong=True),
            Cell(bounds.vintage),
            Cell(bounds.source, bounds.owners),
            Cell(str(len(bounds.weaknesses))),
        ]
    )
    return Grid(heads, told, more=t("What the shortcomings are stands on the page Sources."))


def columns(table: pd.DataFrame, t: Words) -> Grid:
    """The columns of a dataset, as ``datasets.columns``. ``table``: rows of tables.columns."""
    first, meaning, holds, filled = datasets.column_heads(t)
    heads = [Head(first, share=1.6), Head(meaning, share=4), Head(holds, share=1.4),
             Head(filled, "right", 1)]  # fmt: skip
    rows = [
        [
            Cell(t.data(row.title), str(row.name)),
            Cell(t.data(row.description), str(row.words)),
            Cell(datasets.holds(row, t)),
            Cell(datasets.filled(row, t)),
        ]
        for row in table.itertuples()
    ]
    return Grid(heads, rows)


def defined(table: pd.DataFrame, package: Package, t: Words) -> Grid:
    """The indicators, as ``indicators.listed``. ``table``: rows of tables.indicators."""
    shares = (3.4, 1.8, 1.5, 2, 1.3, 1.2)
    heads = [
        Head(text, share=n, aside=at in (3, 5))  # how it is made of parts, and its flags
        for at, (text, n) in enumerate(zip(indicators.list_heads(t), shares, strict=True))
    ]
    names = indicators.named(package)
    rows: list[Sequence[Cell] | str] = []
    theme = None
    for row in each(table):
        if row["theme"] != theme:
            theme = row["theme"]
            rows.append(begun(t.data(theme)))
        one = indicators.words(row, package, names, t)
        rows.append(
            [
                Cell(one.name, one.definition),
                Cell(one.unit, one.direction),
                Cell(one.code, one.derived, link=f"{indicators.DOI}{one.code.upper()}"),
                Cell(one.rule),
                Cell(one.years, one.levels),
                Cell(one.flags),
            ]
        )
    return Grid(heads, rows)
