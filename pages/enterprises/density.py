"""Organisations per 100,000 inhabitants, and their table with bars. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pages.enterprises import headlines
from pages.enterprises.link import EnterprisesView, titled
from secon_data import comparison
from secon_data.comparison import Comparison
from secon_data.package import Package, once
from secon_data.spreads import printed
from secon_ui.drawing.look import Look
from secon_ui.text.basis_marks import basis_html, basis_words
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words

POPULATION = "population_1_january"
PER = 100_000


@once
def inhabitants(package: Package) -> Comparison:
    """The regions' inhabitants in the latest year. Shared."""
    return comparison.compare(package, POPULATION)


def density(listed: Mapping[str, int], inhabitants: pd.DataFrame) -> pd.DataFrame:
    """How many organisations are listed per 100,000 inhabitants, highest first; regions whose
    inhabitants are not known come last, without a density.

    ``listed``: organisations by region; ``inhabitants``: a comparison's table of the population.
    Columns: region_id, listed, inhabitants, year, basis, area_names, density (one decimal,
    half-up).
    """
    table = inhabitants[["region_id", "value", "year", "basis", "areas", "area_names"]].rename(
        columns={"value": "inhabitants"}
    )
    table.insert(1, "listed", table["region_id"].map(lambda r: int(listed.get(r, 0))))
    table["density"] = printed(table["listed"] / table["inhabitants"] * PER, 1)
    return table.sort_values(
        ["density", "region_id"], ascending=[False, True], na_position="last", ignore_index=True
    )


def bars(table: pd.DataFrame, view: EnterprisesView, look: Look, *, brief: bool = False) -> Markup:
    """The densities as a table whose bars start at zero. ``brief``: only region, bar and
    density."""
    t = look.t
    most = max(table["density"].max(), 0.1) if table["density"].notna().any() else 1
    rows = [_row(row, most, view, look, brief=brief) for row in table.itertuples()]
    heads = [(t("Region"), ""), ("", ""), (t("Per 100 000 inhabitants"), "num")]
    if not brief:
        heads += [
            (t("Listed"), "num"),
            (t("Inhabitants"), "num"),
            (t("Year"), "num"),
            (t("The inhabitants are of the"), ""),
        ]
    return html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="ent-density{brief}"><caption>{caption}</caption>'
        "<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>",
        caption=t("Organisations listed per 100 000 inhabitants"),
        brief=" brief" if brief else "",
        heads=joined(
            html('<th scope="col" class="{}">{}</th>', kind, text) if text else html("<td></td>")
            for text, kind in heads
        ),
        rows=joined(rows),
    )


def _row(row: Any, most: float, view: EnterprisesView, look: Look, *, brief: bool) -> Markup:
    t, mine, picked = look.t, row.region_id == view.region, row.region_id in view.regions
    if pd.isna(row.density):
        why = t("no number of inhabitants is published for it")
        bar, number = html('<span class="ent-none">{}</span>', why), "–"
    else:
        bar = html('<i style="width:{}%"></i>', f"{100 * row.density / most:.1f}")
        number = t.number(row.density, 1)
    return html(
        '<tr class="{}"><th scope="row">{}</th><td class="ent-bar"><span>{}</span></td>'
        '<td class="num big">{}</td>{}</tr>',
        "mine" if mine else "picked" if picked else "",
        look.names[row.region_id],
        bar,
        number,
        EMPTY if brief else _details(row, t),
    )


def _details(row: Any, t: Words) -> Markup:
    """Of what a density is made: organisations and inhabitants, and for whom they stand."""
    people, year, basis = "–", "", EMPTY
    if not pd.isna(row.density):
        people, year = t.number(row.inhabitants, 0), str(int(row.year))
        basis = html("{} {}", basis_html(row.basis), basis_words(row.basis, t))
    return html(
        '<td class="num">{}</td><td class="num">{}</td><td class="num">{}</td>'
        '<td class="nowrap">{}</td>',
        t.number(row.listed, 0),
        people,
        year,
        basis,
    )


def in_short(table: pd.DataFrame, view: EnterprisesView, look: Look) -> Markup:
    """The densities beside the map: headed, only region, bar and density."""
    return html(
        '<h2 class="ent-head">{}</h2>{}<p class="source">{}</p>',
        titled("density", look.t),
        bars(table, view, look, brief=True),
        headlines.covered(look.t),
    )
