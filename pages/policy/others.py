"""What others have, and what mine has of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pages.policy.entry import text
from pages.policy.framework import TOPICS, Cell, Framework, when_words
from secon_ui.text.markup import Markup, html, joined
from secon_ui.text.words import Words

Theirs = Mapping[str, Sequence[Cell]]  # of ``framework.elsewhere``


def listed(found: Framework, by_topic: Theirs, t: Words) -> Markup:
    """Topic by topic: what mine has of it, and what the others have, the earliest first."""
    sections = joined(
        _section(found.cell(found.mine, topic), theirs, t) for topic, theirs in by_topic.items()
    )
    return html('<div class="policy-lacking">{}</div>', sections)


def _section(mine: Cell, theirs: Sequence[Cell], t: Words) -> Markup:
    said = t("{country}: {when}", country=t.country(mine.country), when=when_words(mine, t))
    n = len(theirs)
    return html(
        '<section><div><h2>{}</h2><p class="policy-when">{} {}</p>{}</div>'
        "<div><h3>{}</h3><ul>{}</ul></div></section>",
        t(TOPICS[mine.topic]),
        mine.sign,
        said,
        text(mine, t),
        t.plural("{n} country has it", "{n} countries have it", n),
        joined(
            html(
                '<li><p class="policy-when">{} <span>{}</span></p>{}</li>',
                t.country(cell.country),
                when_words(cell, t),
                text(cell, t),
            )
            for cell in theirs
        ),
    )
