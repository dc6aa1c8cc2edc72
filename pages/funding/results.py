"""The finder's list: one row a funding opportunity. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pages.funding import doubts
from pages.funding.amounts import amount, place, until
from pages.funding.entries import STATE_WORDS, Entries, Entry, capital
from pages.funding.names import described, named
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words


def listed(rows: Sequence[Entry], found: Entries, who: tuple[str, ...], t: Words) -> Markup:
    """The rows of ``entries.in_order`` as a list; its parts hang under their programme.

    ``who``: the chosen groups of beneficiaries; for new enterprises it is said where the source
    leaves their part open.
    """
    if not rows:
        return EMPTY
    items = []
    section = None
    for row in rows:
        if row.section != section:
            section = row.section
            name = found.section(section, t)
            items.append(html('<li class="fund-country {}"><h2>{}</h2></li>', section, name))
        items.append(_item(row, found, who, t))
    return html(
        '<div class="fund-head" aria-hidden="true"><span></span>'
        '<span>{}</span><span>{}</span></div><ul class="fund-list">{}</ul>',
        t("How much"),
        t("Until when"),
        joined(items),
    )


def _item(row: Entry, found: Entries, who: tuple[str, ...], t: Words) -> Markup:
    called = named(row, t)
    return html(
        '<li class="fund-row{}"><div class="fund-what"><h3 lang="{}">{}</h3>'
        '<p class="quiet">{}</p>{}{}</div>{}{}</li>',
        " call" if row.nested else "",
        called.language,
        called.text,
        joined(grey(row, found, t), " · "),
        _about(row, t),
        joined([*facts(row, found, who, t), _second(row, t)]),
        _much(row, t),
        _when(row, found, t),
    )


def grey(row: Entry, found: Entries, t: Words) -> list[Markup]:
    """Beneath the name: the programme, the name in the other language, who gives it."""
    told = []
    if row.programme is not None and row.nested:
        told.append(html("{}", t("Part of the programme above")))
    elif row.programme is not None:
        above = found.called(row.programme, t).html
        told.append(t.html("Part of the programme {name}", name=above))
    if (called := named(row, t)).beside:
        told.append(called.beside_html)
    if row.provider:
        told.append(english(row.provider))
    return told


def facts(row: Entry, found: Entries, who: tuple[str, ...], t: Words) -> list[Markup]:
    """For whom it is, and what to know before one counts on it."""
    told = []
    if row.eligible_beneficiaries:
        given = english(row.eligible_beneficiaries)
        told.append(html('<p><span class="quiet">{}</span> {}</p>', t("For:"), given))
    if only := place(row, t):
        other = " other" if row.area == "other" else ""
        told.append(html('<p class="fund-area{}">{}</p>', other, capital(only)))
    if "new" in who and row.new_enterprises == "unclear":
        unsaid = t("The source does not say whether new enterprises may apply: ask.")
        told.append(html('<p class="fund-note">{}</p>', unsaid))
    warnings = doubts.warnings(row, found, t)
    told += [html('<p class="fund-note">{}</p>', warning) for warning in warnings]
    if row.status_note:
        told.append(html('<p class="quiet">{}</p>', t.data(row.status_note)))
    return told


def _second(row: Entry, t: Words) -> Markup:
    """The second page of which a note may speak."""
    if row.status_url is None:
        return EMPTY
    return html(
        '<p class="quiet"><a href="{}" target="_blank" rel="noopener">{}</a></p>',
        row.status_url,
        t("Second address"),
    )


def _about(row: Entry, t: Words) -> Markup:
    about = described(row, t)
    return html('<p lang="{}">{}</p>', about.language, about.text) if about.text else EMPTY


def _much(row: Entry, t: Words) -> Markup:
    big, lines = amount(row, t)
    below = joined(html("<span>{}</span>", line) for line in lines)
    return html('<div class="fund-much"><b>{}</b>{}</div>', big, below)


def _when(row: Entry, found: Entries, t: Words) -> Markup:
    unsaid = html('<span class="fund-small">{}</span>', t("the day is not stated"))
    return html(
        '<div class="fund-when"><span class="fund-chip {}">{}</span>'
        '<span class="fund-chip">{}</span><b>{}{}</b><span class="fund-small">{}{}</span></div>',
        row.state,
        t(STATE_WORDS[row.state]),
        capital(found.kind(row, t)),
        until(row, t),
        unsaid if row.vague else EMPTY,
        html("{} · ", fund(row, found, t)) if row.fund_source else EMPTY,
        source(row, t),
    )


def cited(row: Entry, t: Words) -> tuple[str, str]:
    """A source's title with its year, and whether it was read or is given by citation."""
    year = f", {row.source_year}" if row.source_year is not None else ""
    return f"{row.source_title}{year}", t("read") if row.verified == "yes" else t("by citation")


def source(row: Entry, t: Words) -> Markup:
    """Where the entry was read: a link, and whether it was read or is given by citation."""
    name, told = cited(row, t)
    return html(
        '<a href="{}" target="_blank" rel="noopener" title="{}" aria-label="{}: {}">{}</a>, {}',
        row.source_url,
        name,
        t("source"),
        name,
        t("source"),
        told,
    )


def fund(row: Entry, found: Entries, t: Words) -> Markup:
    """Whose money it is: a fund by its name, but «regional» and the like in the reader's words."""
    named = row.fund_source
    for column in ("level", "fund"):
        if named in found.labels[column]:
            return html("{}", found.word(column, named, t))
    return english(named) if named else html("–")


def english(text: str) -> Markup:
    """A text that is in English whatever the reader's language."""
    return html('<span lang="en">{}</span>', text)
