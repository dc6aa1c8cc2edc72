"""Funding's list on a slide: a few rows, name, amount and time."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd

from pages.funding.amounts import amount, until
from pages.funding.entries import STATE_WORDS, Entries
from secon_ui.text.words import Words

# As many rows as there is room for when each takes two lines.
ROWS = 6


def listed(rows: pd.DataFrame, found: Entries, t: Words) -> str:
    """The first rows of ``entries.in_order`` in short, and how many more there are."""
    body = []
    shown = ROWS if len(rows) <= ROWS else ROWS - 1  # the line «and 2 more» takes the room of one
    for row in rows.head(shown).itertuples():
        big, _ = amount(row, t)
        nested = '<span aria-hidden="true">└ </span>' if row.nested else ""
        body.append(
            f'<tr{" class=mine" if row.country == "mine" else ""}><th scope="row">{nested}'
            f'<span lang="en">{_e(_short(row.name_en))}</span></th>'
            f"<td>{_e(found.country(row.country, t))}</td>"
            f'<td class="num"><b>{_e(big)}</b></td>'
            f"<td>{_e(_when(row, t))}</td></tr>"
        )
    more = len(rows) - shown
    rest = t.plural("and {n} more", "and {n} more", more) if more > 0 else ""
    caption = _e(t("Programmes and calls"))
    return (
        f'<table class="fund-slide"><caption>{caption}</caption><tbody>{"".join(body)}</tbody>'
        f'</table><p class="fund-more">{_e(rest)}</p>'
    )


def _when(row: Any, t: Words) -> str:
    """The state and, where one is stated, the date."""
    state = t(STATE_WORDS[row.state])
    dated = row.state != "undated" or row.period_start
    return f"{state}, {until(row, t, brief=True)}" if dated else state


def _short(name: str, most: int = 74) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def _e(text: str) -> str:
    return html.escape(text)
