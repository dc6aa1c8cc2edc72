"""Funding's list on a slide: a few rows, name, amount and time. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pages.funding import doubts
from pages.funding.amounts import amount, until
from pages.funding.entries import STATE_WORDS, Entries, Entry
from pages.funding.link import MINE
from pages.funding.names import named
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words

# As many rows as there is room for when each takes two lines.
ROWS = 6


def listed(rows: Sequence[Entry], found: Entries, t: Words) -> Markup:
    """The first rows of ``headlines.counted`` in short, each with what is doubtful about it, and
    how many more there are."""
    body = []
    shown = ROWS if len(rows) <= ROWS else ROWS - 1  # the line «and 2 more» takes the room of one
    for row in rows[:shown]:
        big, _ = amount(row, t)
        called = named(row, t)
        nested = html('<span aria-hidden="true">└ </span>') if row.nested else EMPTY
        body.append(
            html(
                '<tr{}><th scope="row">{}<span lang="{}">{}</span></th><td>{}</td>'
                '<td class="num"><b>{}</b></td><td>{}</td></tr>',
                " class=mine" if row.country == MINE else "",
                nested,
                called.language,
                _short(called.text),
                found.country(row.country, t),
                big,
                _when(row, t),
            )
        )
    more = len(rows) - shown
    rest = t.plural("and {n} more", "and {n} more", more) if more > 0 else ""
    caption = t("Programmes and calls")
    return html(
        '<table class="fund-slide"><caption>{}</caption><tbody>{}</tbody></table>'
        '<p class="fund-more">{}</p>',
        caption,
        joined(body),
        rest,
    )


def _when(row: Entry, t: Words) -> str:
    """The state and, where one is stated, the date; for whom, and why it is doubtful."""
    parts = [t(STATE_WORDS[row.state])]
    if row.state != "likely_over" and (row.period_end or row.period_start):
        parts.append(until(row, t, brief=True))
    if row.audience != "direct":
        parts.append(doubts.whom_briefly(row, t))
    parts.append(doubts.brief(row, t))
    return ", ".join(part for part in parts if part)


def _short(name: str, most: int = 74) -> str:
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
