"""Budgets as they are stated: of what, for which area, until when. Pure.

They are neither added up nor divided by inhabitants: a programme's budget holds those of its parts,
and money of a whole country over seven years says nothing of one region.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pages.funding import doubts
from pages.funding.amounts import budget, place, until
from pages.funding.entries import STATE_WORDS, Entries, Entry
from pages.funding.names import named
from pages.funding.views import MINE
from secon_data.availability import AVAILABLE
from secon_data.regions import UNION
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words


def stated(rows: Iterable[Entry]) -> list[Entry]:
    """The rows that state a budget, in euro or in their own currency, in their order."""
    return [row for row in rows if row.budget_eur is not None or row.budget_local is not None]


def now(rows: Iterable[Entry]) -> list[Entry]:
    """The rows that run on the day, those without an open part among them: they say so."""
    return [row for row in rows if row.state in AVAILABLE]


def listed(rows: Sequence[Entry], found: Entries, t: Words) -> Markup:
    """The budgets of ``stated``, by country; those of money that is over, likely over or not begun
    are folded below. ``rows``: of ``entries.in_order``."""
    can = now(rows)
    gone = [row for row in rows if row.state not in AVAILABLE]
    title = t.plural(
        "{n} budget of money that is over, likely over or not begun",
        "{n} budgets of money that is over, likely over or not begun",
        len(gone),
    )
    folded = html(
        '<details class="fund-omitted"><summary>{}</summary>{}</details>',
        title,
        _table(gone, found, t, title),
    )
    caption = t("Budgets as stated")
    return joined([_table(can, found, t, caption), folded if len(gone) else EMPTY])


def heads(t: Words) -> list[str]:
    """What the columns are called."""
    return [t("Name"), t("Whole budget"), t("For which area"), t("Until when"), t("Source")]


def notes(row: Entry, found: Entries, t: Words) -> list[str]:
    """What stands beneath the name of a budget."""
    # By its name: the programme may state no budget, or stand in the other table.
    of = "" if row.programme is None else found.called(row.programme, t).text
    told = [
        t("Part of the programme {name}", name=of) if of else "",
        doubts.whom(row, found, t),
        t("others than the social economy can apply too") if _wide(row) else "",
    ]
    return [part for part in told if part]


def when(row: Entry, found: Entries, t: Words) -> list[str]:
    """Until when, and what is doubtful about it."""
    told = [
        until(row, t),
        t(STATE_WORDS[row.state]) if row.state in ("announced", "likely_over") else "",
        *doubts.why(row, found, t),
    ]
    return [part for part in told if part]


def _table(rows: Sequence[Entry], found: Entries, t: Words, caption: str) -> Markup:
    body, before = [], None
    for row in rows:
        if row.section != before:
            before = row.section
            body.append(
                html(
                    '<tr class="fund-group {}"><th scope="colgroup" colspan="5">{}</th></tr>',
                    row.section,
                    found.section(row.section, t),
                )
            )
        body.append(_row(row, found, t))
    return html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="fund-table fund-budgets"><caption>{caption}</caption>'
        "<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>",
        caption=caption,
        heads=joined(html('<th scope="col">{}</th>', head) for head in heads(t)),
        body=joined(body),
    )


def _row(row: Entry, found: Entries, t: Words) -> Markup:
    first, *rest = when(row, found, t)
    return html(
        '<tr{}><th scope="row" class="fund-name">{}{}</th>'
        '<td class="num"><b>{}</b></td><td>{}</td><td>{}{}</td>'
        '<td><a href="{}" target="_blank" rel="noopener" title="{}">{}</a></td></tr>',
        html(' class="mine"') if row.country == MINE else EMPTY,
        named(row, t).html,
        _small(notes(row, found, t)),
        budget(row, t),
        scope(row, t),
        first,
        _small(rest),
        row.source_url,
        row.source_title,
        t("source"),
    )


def _wide(row: Entry) -> bool:
    return row.audience == "direct" and bool({"company", "public"} & set(row.who))


def _small(told: list[str]) -> Markup:
    return joined(html('<span class="fund-small">{}</span>', part) for part in told)


def scope(row: Entry, t: Words) -> str:
    """The area whose money it is."""
    if row.area_name is not None:
        return t.data(row.area_name)
    if row.country_code == UNION:
        return t("the whole EU")
    return place(row, t) or t("all of {country}", country=t.country(row.country_code))
