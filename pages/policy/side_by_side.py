"""Two countries side by side. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pages.policy.entry import text
from pages.policy.framework import TOPICS, Cell, Framework, when_words
from secon_ui.text.markup import Markup, html, joined
from secon_ui.text.words import Words


def both(found: Framework, pair: Sequence[str], topics: Sequence[str], t: Words) -> Markup:
    """The full text of two countries, topic by topic."""
    rows = joined(
        html(
            "<section><h2>{}</h2>{}</section>",
            t(TOPICS[topic]),
            joined(_side(found.cell(country, topic), t) for country in pair),
        )
        for topic in topics
    )
    names = joined(html("<span>{}</span>", t.country(country)) for country in pair)
    return html(
        '<div class="policy-two"><div class="policy-names"><span></span>{}</div>{}</div>',
        names,
        rows,
    )


def _side(cell: Cell, t: Words) -> Markup:
    return html(
        '<div><p class="policy-where">{}</p><p class="policy-when">{} {}</p>{}</div>',
        t.country(cell.country),
        cell.sign,
        when_words(cell, t),
        text(cell, t),
    )
