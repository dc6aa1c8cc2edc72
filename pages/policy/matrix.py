"""The matrix of topics × countries, its cells in words, and the card of one cell. Pure."""

from __future__ import annotations

from pages.policy.entry import text, title
from pages.policy.framework import (
    STATES,
    TOPICS,
    Cell,
    Framework,
    cell_words,
    from_first,
    when_words,
    year_words,
)
from secon_ui.drawing.theme import Palette, text_on
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words


def looks(colours: Palette) -> dict[str, tuple[str, str]]:
    """The fill and the ink of a cell, by its status."""
    return {
        "yes": (colours.ramp[3], text_on(colours.ramp[3])),
        "partly": (colours.ramp[0], text_on(colours.ramp[0])),
        "no": (colours.ground, colours.text),
        "unknown": (colours.tint, colours.quiet),
    }


def css(found: Framework, colours: Palette) -> Markup:
    """Shades of the cells: a rule for every status, and which button of which row it is for."""
    count = len(found.countries)
    rules = [html(".st-key-policy-matrix{{--countries:{}}}", count)]
    for state, (ground, ink) in looks(colours).items():
        buttons = [
            html(
                ".st-key-policy-row-{} [role=radiogroup]>button:nth-child({})",
                topic,
                found.countries.index(country) + 1,
            )
            for (country, topic), cell in found.cells.items()
            if cell.status == state
        ]
        where = joined([html(".policy-state.{}", state), *buttons], ",")
        rules.append(html("{}{{--cell:{};--ink:{}}}", where, ground, ink))
    return html("<style>{}</style>", joined(rules))


def heads(found: Framework, t: Words) -> Markup:
    """The row of countries over the matrix, mine marked."""
    names = joined(
        html('<span class="{}">{}</span>', "mine" if code == found.mine else "", t.country(code))
        for code in found.countries
    )
    return html('<div class="policy-heads" aria-hidden="true"><span></span>{}</div>', names)


def label(cell: Cell, t: Words) -> str:
    """A cell's words: country (hidden on a wide screen, where it heads the column) and status."""
    return f"{t.country(cell.country)} **{cell_words(cell, t)}**"


def meaning(t: Words) -> dict[str, str]:
    """What the four states mean."""
    return {
        "yes": t("in force or in place"),
        "partly": t(
            "only in part of the country or of the matter, something close to it, or being prepared"
        ),
        "no": t("none, says the source"),
        "unknown": t("not found in the sources read; this is not a no"),
    }


def legend(t: Words) -> Markup:
    """The four states, each with its sign and what it means."""
    told = meaning(t)
    keys = joined(
        html(
            '<span><i class="policy-state {}" aria-hidden="true">{}</i> <b>{}</b>: {}</span>',
            state,
            sign,
            t(word),
            told[state],
        )
        for state, (sign, word) in STATES.items()
    )
    return html('<p class="policy-legend">{}</p>', keys)


def card(found: Framework, cell: Cell, t: Words) -> Markup:
    """One cell: what, since when, by which source; then the same topic in the other countries."""
    where = t("{country} · {topic}", country=t.country(cell.country), topic=t(TOPICS[cell.topic]))
    rest = joined(_other(other, t) for other in from_first(found.beside(cell)))
    heading = t("The same topic in the others")
    listed = html("<h3>{}</h3><table>{}</table>", heading, rest) if rest else EMPTY
    return html(
        '<section class="policy-card" aria-live="polite"><p class="policy-small">{}</p>'
        '<h2><span aria-hidden="true">{}</span> {}</h2>{}{}</section>',
        where,
        cell.sign,
        when_words(cell, t),
        text(cell, t),
        listed,
    )


def _other(cell: Cell, t: Words) -> Markup:
    return html(
        '<tr><th scope="row"><span aria-hidden="true">{}</span> {}'
        '<span class="policy-word">{}</span></th>'
        '<td>{}</td><td class="num">{}</td></tr>',
        cell.sign,
        t.country(cell.country),
        cell.unlisted or t(STATES[cell.status][1]),
        title(cell, t).html,
        year_words(cell, t),
    )
