"""What the list holds of each region, and what it rests on: facts that are not ranked. Pure.

How many organisations are listed says how much was looked for and found, so that dividing it by
inhabitants would rank the search, not the regions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pages.enterprises.views import EnterprisesView, titled
from secon_data.package import once
from secon_data.rows import tuples
from secon_ui.drawing.look import Look
from secon_ui.shell.facets import told_of
from secon_ui.text.markup import Markup, html, joined
from secon_ui.text.words import Words


@dataclass(frozen=True)
class Listed:
    """What is listed of a region. ``sources``: how many different ones are named; ``first``,
    ``last``: their years, None where none shows one; ``undated``: organisations whose source shows
    no year; ``addressed``: those with a street address."""

    region: str
    n: int
    sources: int
    first: int | None
    last: int | None
    undated: int
    addressed: int


def of_regions(table: pd.DataFrame, order: Sequence[str]) -> list[Listed]:
    """What is listed of each region, in the order given. ``table``: the organisations shown."""
    found = _found(table)
    return [found.get(region) or _listed(region, ()) for region in order]


@once
def _found(table: pd.DataFrame) -> Mapping[str, Listed]:
    """What is listed of each region that has anything."""
    found: dict[str, list[Any]] = {}
    columns = ["region_id", "source_title", "source_year", "coordinate_precision"]
    for row in tuples(table[columns]):
        found.setdefault(row.region_id, []).append(row)
    return {region: _listed(region, rows) for region, rows in found.items()}


def _listed(region: str, rows: Sequence[Any]) -> Listed:
    years = [int(row.source_year) for row in rows if not pd.isna(row.source_year)]
    return Listed(
        region,
        len(rows),
        len({row.source_title for row in rows}),
        min(years, default=None),
        max(years, default=None),
        len(rows) - len(years),
        sum(row.coordinate_precision == "address" for row in rows),
    )


def heads(t: Words) -> list[str]:
    """What the columns are called."""
    return [
        t("Region"), t("Listed"), t("Sources"), t("Years of the sources"),
        t("Source without a year"), t("With a street address"),
    ]  # fmt: skip


def told(row: Listed, t: Words) -> list[str]:
    """A region's numbers, as ``heads`` calls them from the second on."""
    return [
        t.number(row.n, 0), t.number(row.sources, 0), years(row), t.number(row.undated, 0),
        t.number(row.addressed, 0),
    ]  # fmt: skip


def export(rows: Sequence[Listed], names: Mapping[str, str]) -> pd.DataFrame:
    """What is listed of each region, to take away. Columns: region_id, region, organisations,
    sources (how many), first_source_year, last_source_year (missing where none shows one), undated
    and addressed (how many)."""
    return pd.DataFrame(
        {
            "region_id": row.region,
            "region": names[row.region],
            "organisations": row.n,
            "sources": row.sources,
            "first_source_year": row.first,
            "last_source_year": row.last,
            "undated": row.undated,
            "addressed": row.addressed,
        }
        for row in rows
    ).astype({"first_source_year": "Int64", "last_source_year": "Int64"})


def drawn(rows: Sequence[Listed], view: EnterprisesView, look: Look, *, brief: bool) -> Markup:
    """The regions as a table. ``brief``: only how many are listed, and from how many sources."""
    t = look.t
    columns = heads(t)[:3] if brief else heads(t)
    return html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="ent-listed{brief}"><caption>{caption}</caption>'
        "<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>",
        caption=t("What is listed of each region"),
        brief=" brief" if brief else "",
        heads=joined(
            html('<th scope="col" class="{}">{}</th>', "num" if at else "", text)
            for at, text in enumerate(columns)
        ),
        rows=joined(_row(row, view, look, brief=brief) for row in rows),
    )


def _row(row: Listed, view: EnterprisesView, look: Look, *, brief: bool) -> Markup:
    mine, picked = row.region == view.region, row.region in view.regions
    first, *rest = told(row, look.t)
    return html(
        '<tr class="{}"><th scope="row">{}</th><td class="num big">{}</td>{}</tr>',
        "mine" if mine else "picked" if picked else "",
        look.names[row.region],
        first,
        joined(html('<td class="num">{}</td>', cell) for cell in (rest[:1] if brief else rest)),
    )


def years(row: Listed) -> str:
    """«2015–2025»; «–» where no source shows a year."""
    if row.first is None:
        return "–"
    return str(row.first) if row.first == row.last else f"{row.first}–{row.last}"


def in_short(rows: Sequence[Listed], view: EnterprisesView, look: Look) -> Markup:
    """The regions beside the map: headed, and only how many are listed from how many sources."""
    return html(
        '<h2 class="ent-head">{}</h2>{}<p class="source">{}</p>',
        titled("density", look.t),
        drawn(rows, view, look, brief=True),
        unranked(look.t),
    )


def unranked(t: Words) -> str:
    """What the numbers do not say."""
    return t("How many are listed depends on how much was found: no ranking of regions.")


def headline(
    rows: Sequence[Listed], mine: str, look: Look, chosen: Sequence[str] = ()
) -> tuple[Markup, Markup]:
    """What is listed of my region, and what it rests on. ``chosen``: what narrows it, in words."""
    t = look.t
    (row,) = (row for row in rows if row.region == mine)
    if not row.n:
        title = t("{region}: nobody in the list by this choice", region=look.names[mine])
    else:
        title = t.plural(
            "{region}: {n} organisation listed, from {sources}",
            "{region}: {n} organisations listed, from {sources}",
            row.n,
            region=look.names[mine],
            sources=t.plural("{n} public source", "{n} public sources", row.sources),
        )
        title = told_of(title, chosen)
    return html("{}", title), html("<b>{}</b>", unranked(t))
