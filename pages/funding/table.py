"""Funding opportunities as a table that a screen reader can go through. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pages.funding import doubts
from pages.funding.amounts import amount, place, until
from pages.funding.entries import STATE_WORDS, Entries, Entry
from pages.funding.names import named
from pages.funding.results import fund, source
from pages.funding.views import MINE
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words


def heads(t: Words) -> list[str]:
    """What the columns are called."""
    return [
        t("Name"), t("Country"), t("Who gives it"), t("Kind of money"), t("State"),
        t("Until when"), t("How much"), t("Who can get it"), t("Fund"), t("Source"),
    ]  # fmt: skip


def table(rows: Sequence[Entry], found: Entries, t: Words) -> Markup:
    """The rows of ``entries.in_order``."""
    return html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="fund-table"><caption>{caption}</caption>'
        "<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>",
        caption=t("Funding opportunities"),
        heads=joined(html('<th scope="col">{}</th>', head) for head in heads(t)),
        rows=joined(_row(row, found, t) for row in rows),
    )


def _row(row: Entry, found: Entries, t: Words) -> Markup:
    big, lines = amount(row, t)
    only = place(row, t)
    warnings = doubts.warnings(row, found, t)
    return html(
        '<tr{}><th scope="row" class="fund-name">{}{}</th><td>{}{}</td><td>{}</td><td>{}</td>'
        '<td><span class="nowrap">{}</span>{}</td><td>{}</td>'
        '<td class="num">{}<span class="fund-small">{}</span></td>'
        '<td lang="en">{}</td><td>{}</td><td>{}</td></tr>',
        html(' class="mine"') if row.country == MINE else EMPTY,
        html('<span aria-hidden="true">└ </span>') if row.nested else EMPTY,
        named(row, t).html,
        found.country(row.country, t),
        html('<span class="fund-small">{}</span>', only) if only else EMPTY,
        found.word("level", row.level, t),
        found.kind(row, t),
        t(STATE_WORDS[row.state]),
        joined(html('<span class="fund-small">{}</span>', warning) for warning in warnings),
        until(row, t),
        big,
        ", ".join(lines),
        row.eligible_beneficiaries or "–",
        fund(row, found, t),
        source(row, t),
    )
