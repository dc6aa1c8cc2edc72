"""The whole framework as a table, the alternative to the matrix. Pure."""

from __future__ import annotations

from pages.policy.entry import source, summary, title
from pages.policy.framework import TOPICS, Cell, Framework, cell_words, year_words
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words


def heads(t: Words) -> tuple[str, ...]:
    """What its columns are called."""
    return t("Country"), t("Status"), t("Year"), t("What"), t("Source")


def whole(found: Framework, caption: str, t: Words) -> Markup:
    """Every cell of the matrix as a row, by topic; mine first in each."""
    columns = heads(t)
    head = joined(html('<th scope="col">{}</th>', text) for text in columns)
    body = joined(
        html(
            '<tr class="policy-group"><th scope="colgroup" colspan="{}">{}</th></tr>{}',
            len(columns),
            t(name),
            joined(_row(cell, cell.country == found.mine, t) for cell in found.topic(topic)),
        )
        for topic, name in TOPICS.items()
    )
    return html(
        '<div class="scroll policy-whole" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="values"><caption>{caption}</caption>'
        "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>",
        caption=caption,
        head=head,
        body=body,
    )


def _row(cell: Cell, mine: bool, t: Words) -> Markup:
    what = origin = html("–")
    if cell.known:
        what, about = title(cell, t).html, summary(cell, t)
        if about.text:
            what += html('<br><span class="quiet">{}</span>', about.html)
        origin = source(cell, t)
    kind = html(' class="mine"') if mine else EMPTY
    return html("<tr{}>{}<td>{}</td><td>{}</td></tr>", kind, _start(cell, t), what, origin)


def _start(cell: Cell, t: Words) -> Markup:
    """Country, status and year of a row."""
    return html(
        '<th scope="row">{}</th><td class="nowrap">{}</td><td class="nowrap">{}</td>',
        t.country(cell.country),
        cell_words(cell, t),
        year_words(cell, t),
    )
