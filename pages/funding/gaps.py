"""New to my country: kinds of money that other countries have and mine lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pandas as pd

from pages.funding.entries import STATES, Entries, capital
from pages.funding.link import UNION
from secon_ui.drawing.look import Look
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words


def counts(table: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """Programmes and calls by kind (rows) and country (columns, by ``country_code``), open or not.

    Kinds that occur nowhere are left out.
    """
    found = Counter(zip(table["type"], table["country_code"], strict=True))
    kinds = sorted(set(table["type"]))
    cells = [[found[kind, country] for country in countries] for kind in kinds]
    return pd.DataFrame(cells, index=kinds, columns=list(countries), dtype="int64")


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

    def looked_at(row: Any) -> tuple[Any, ...]:
        return (
            row.country_code == UNION,
            STATES.index(row.state),
            row.doubtful,
            row.programme is not None,
            -(row.budget_eur or 0),
            row.funding_id,
        )

    needed = ["country_code", "state", "doubtful", "programme", "budget_eur", "funding_id"]
    first = min(rows[needed].itertuples(), key=looked_at, default=None)
    return None if first is None else table.loc[first.Index]


def matrix(found: Entries, country: str, countries: Sequence[str], look: Look) -> Markup:
    """Kinds × countries; the country's column comes first, what it lacks on top, with an example
    named. ``countries``: codes in order."""
    t, slide = look.t, look.slide
    order = [country, *(code for code in countries if code not in (country, UNION)), UNION]
    grid = counts(found.table, order)
    missing = lacked(grid, country)
    had = [kind for kind in grid.index if kind not in missing]
    cells: dict[str, dict[str, int]] = grid.to_dict("index")
    heads = [
        html(
            '<th scope="col"{}>{}</th>',
            " class=mine" if code == country else "",
            code if slide or code == UNION else t.country(code),
        )
        for code in order
    ]
    rows = []
    for kind in [*missing, *sorted(had, key=lambda kind: cells[kind][country])]:
        row = [_cell(cells[kind][code], code == country, t("none")) for code in order]
        if not slide:
            shown = _example(found, kind, country, t) if kind in missing else EMPTY
            row.insert(_place(order, look), html('<td class="eg">{}</td>', shown))
        name = capital(found.word("type", kind, t))
        rows.append(html('<tr><th scope="row">{}</th>{}</tr>', name, joined(row)))
    if not slide:
        head = html('<th scope="col" class="eg">{}</th>', t("For example"))
        heads.insert(_place(order, look), head)
    return html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="fund-matrix{slim}"><caption>{caption}</caption>'
        "<thead><tr><td></td>{heads}</tr></thead><tbody>{rows}</tbody></table></div>",
        caption=t("Programmes and calls by kind of money and country"),
        slim=" slim" if slide else "",
        heads=joined(heads),
        rows=joined(rows),
    )


def _place(order: Sequence[str], look: Look) -> int:
    """Where the examples stand: on a phone beside what is lacking; the rest can be reached by
    scrolling."""
    return 1 if look.phone else len(order)


def _cell(n: int, own: bool, none: str) -> Markup:
    if own:
        return html('<td class="mine{}">{}</td>', "" if n else " none", n or none)
    return html("<td>{}</td>", n or html('<span title="{}">·</span>', none))


def _example(found: Entries, kind: str, country: str, t: Words) -> Markup:
    row = example(found.table, kind, country)
    if row is None:
        return EMPTY
    return html(
        '{}: <a href="{}" target="_blank" rel="noopener" title="{}"><span lang="en">{}</span></a>',
        t.country(row["country_code"]),
        row["source_url"],
        row["source_title"],
        row["name_en"],
    )
