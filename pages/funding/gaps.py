"""New to my country: kinds of money that other countries have and mine lacks."""

from __future__ import annotations

import html
from collections.abc import Sequence

import pandas as pd

from pages.funding.entries import STATES, Entries, capital
from pages.funding.link import UNION
from secon_ui.drawing.theme import Size
from secon_ui.text.words import Words


def counts(table: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """Programmes and calls by kind (rows) and country (columns, by ``country_code``), open or not.

    Kinds that occur nowhere are left out.
    """
    grid = pd.crosstab(table["type"], table["country_code"])
    return grid.reindex(columns=list(countries), fill_value=0)


def lacked(grid: pd.DataFrame, country: str) -> list[str]:
    """The kinds that a country lacks and another country has – not only the Union –, the kind that
    most countries have first."""
    others = grid.drop(columns=[country, UNION], errors="ignore")
    spread = (others > 0).sum(axis=1)
    missing = [kind for kind in grid.index if grid.loc[kind, country] == 0 and spread[kind] > 0]
    return sorted(missing, key=lambda kind: (-spread[kind], kind))


def missing(table: pd.DataFrame, countries: Sequence[str], country: str) -> list[str]:
    """The kinds that a country lacks among those countries (``lacked``)."""
    return lacked(counts(table, countries), country)


def example(table: pd.DataFrame, kind: str, country: str) -> pd.Series | None:
    """One entry of a kind elsewhere, to look at first: with a stated end and running before
    others, a programme before a call, larger before smaller; the Union's only for want of one."""
    rows = table[(table["type"] == kind) & (table["country_code"] != country)]
    if rows.empty:
        return None
    keys = pd.DataFrame(
        {
            "union": rows["country_code"] == UNION,
            "state": rows["state"].map(STATES.index),
            "doubtful": rows["doubtful"].astype(bool),
            "call": rows["programme"].notna(),
            "budget": -pd.to_numeric(rows["budget_eur"]).fillna(0),
            "id": rows["funding_id"],
        }
    )
    found: pd.Series = rows.loc[keys.sort_values(list(keys.columns)).index[0]]
    return found


def matrix(
    found: Entries, country: str, countries: Sequence[str], t: Words, *, size: Size = "wide"
) -> str:
    """Kinds × countries as HTML; the country's column comes first, what it lacks on top, with an
    example named. ``countries``: codes in order."""
    others = [code for code in countries if code not in (country, UNION)]
    order = [country, *others, UNION]
    grid = counts(found.table, order)
    missing = lacked(grid, country)
    kinds = [*missing, *sorted(set(grid.index) - set(missing), key=lambda k: grid.loc[k, country])]
    slide = size == "slide"
    heads = [
        f'<th scope="col"{" class=mine" if code == country else ""}>'
        f"{_e(code if slide or code == UNION else t.country(code))}</th>"
        for code in order
    ]
    # On a phone the example stands beside what is lacking; the rest can be reached by scrolling.
    place = {"wide": len(heads), "phone": 1, "slide": 0}[size]
    if not slide:
        heads.insert(place, f'<th scope="col" class="eg">{_e(t("For example"))}</th>')
    none = _e(t("none"))
    body = []
    for kind in kinds:
        cells = []
        for code in order:
            n = int(grid.loc[kind, code])
            if code == country:
                cells.append(
                    f'<td class="mine">{n}</td>' if n else f'<td class="mine none">{none}</td>'
                )
            else:
                cells.append(f"<td>{n}</td>" if n else f'<td><span title="{none}">·</span></td>')
        if not slide:
            shown = _example(found, kind, country, t) if kind in missing else ""
            cells.insert(place, f'<td class="eg">{shown}</td>')
        name = _e(capital(found.word("type", kind, t)))
        body.append(f'<tr><th scope="row">{name}</th>{"".join(cells)}</tr>')
    caption = _e(t("Programmes and calls by kind of money and country"))
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="fund-matrix{" slim" if slide else ""}"><caption>{caption}</caption>'
        f"<thead><tr><td></td>{''.join(heads)}</tr></thead><tbody>{''.join(body)}</tbody>"
        "</table></div>"
    )


def _example(found: Entries, kind: str, country: str, t: Words) -> str:
    row = example(found.table, kind, country)
    if row is None:
        return ""
    name = f'<span lang="en">{_e(row["name_en"])}</span>'
    link = (
        f'<a href="{_e(row["source_url"])}" target="_blank" rel="noopener" '
        f'title="{_e(row["source_title"])}">{name}</a>'
    )
    return f"{_e(t.country(row['country_code']))}: {link}"


def _e(text: object) -> str:
    return html.escape(str(text))
