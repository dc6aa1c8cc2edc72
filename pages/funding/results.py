"""The finder's list and the table, as HTML: one row a programme or call."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd

from pages.funding.amounts import amount, place, until
from pages.funding.entries import STATE_WORDS, Entries, capital
from secon_data.names import Called
from secon_ui.text.countries import language
from secon_ui.text.words import Words


def listed(rows: pd.DataFrame, found: Entries, who: tuple[str, ...], t: Words) -> str:
    """The rows of ``entries.in_order`` as a list; calls hang under their programme.

    ``who``: the chosen groups of beneficiaries; for new enterprises it is said where the source
    leaves their part open.
    """
    items = []
    section = None
    for row in rows.itertuples():
        if row.section != section:
            section = row.section
            name = html.escape(found.section(section, t))
            items.append(f'<li class="fund-country {section}"><h2>{name}</h2></li>')
        items.append(_item(row, found, who, t))
    head = (
        f'<div class="fund-head" aria-hidden="true"><span></span>'
        f"<span>{_e(t('How much'))}</span><span>{_e(t('Until when'))}</span></div>"
    )
    return f'{head}<ul class="fund-list">{"".join(items)}</ul>' if items else ""


def _item(row: Any, found: Entries, who: tuple[str, ...], t: Words) -> str:
    big, lines = amount(row, t)
    grey = []
    if row.programme is not None:
        if row.nested:
            grey.append(_e(t("Call of the programme above")))
        else:
            names = Called(zip(found.table["funding_id"], found.table["name_en"], strict=True))
            sentence = _e(t("Call of the programme {name}", name="\0"))
            grey.append(
                sentence.replace("\0", f'<span lang="en">{_e(names[row.programme])}</span>')
            )
    if row.name_local:
        code = language(row.country_code)
        grey.append(f'<span lang="{code}">{_e(row.name_local)}</span>')
    if row.provider:
        grey.append(f'<span lang="en">{_e(row.provider)}</span>')
    notes = ""
    if only := place(row, found, t):
        other = " other" if row.area == "other" else ""
        notes += f'<p class="fund-area{other}">{_e(capital(only))}</p>'
    if "new" in who and row.new_enterprises == "unclear":
        unsaid = t("The source does not say whether new enterprises may apply: ask.")
        notes += f'<p class="fund-note">{_e(unsaid)}</p>'
    if row.doubtful:
        spent = t("It names the European Social Fund of the years before 2021: most likely over.")
        notes += f'<p class="fund-note">{_e(spent)}</p>'
    text = f'<p lang="en">{_e(row.summary_en)}</p>' if row.summary_en else ""
    given = ""
    if row.eligible_beneficiaries:
        given = (
            f'<p><span class="quiet">{_e(t("For:"))}</span> '
            f'<span lang="en">{_e(row.eligible_beneficiaries)}</span></p>'
        )
    when = _e(until(row, t))
    if row.vague:
        when += f'<span class="fund-small">{_e(t("the day is not stated"))}</span>'
    kind = capital(found.word("type", row.type, t))
    fund = f"{_fund(row, found, t)} · " if row.fund_source else ""
    below = "".join(f"<span>{_e(line)}</span>" for line in lines)
    return (
        f'<li class="fund-row{" call" if row.nested else ""}">'
        f'<div class="fund-what"><h3 lang="en">{_e(row.name_en)}</h3>'
        f'<p class="quiet">{" · ".join(grey)}</p>{text}{given}{notes}</div>'
        f'<div class="fund-much"><b>{_e(big)}</b>{below}</div>'
        f'<div class="fund-when"><span class="fund-chip {row.state}">'
        f'{_e(t(STATE_WORDS[row.state]))}</span><span class="fund-chip">{_e(kind)}</span>'
        f'<b>{when}</b><span class="fund-small">{fund}{source(row, t)}</span></div></li>'
    )


def source(row: Any, t: Words) -> str:
    """Where the entry was read: a link, and whether it was read or is given by citation."""
    year = f", {row.source_year}" if row.source_year is not None else ""
    told = _e(t("read") if row.verified == "yes" else t("by citation"))
    name = _e(f"{row.source_title}{year}")
    return (
        f'<a href="{_e(row.source_url)}" target="_blank" rel="noopener" title="{name}" '
        f'aria-label="{_e(t("source"))}: {name}">{_e(t("source"))}</a>, {told}'
    )


def table(rows: pd.DataFrame, found: Entries, caption: str, t: Words) -> str:
    """The rows as a table that a screen reader can go through."""
    heads = [
        t("Name"), t("Country"), t("Who gives it"), t("Kind of money"), t("State"),
        t("Until when"), t("How much"), t("Who can get it"), t("Fund"), t("Source"),
    ]  # fmt: skip
    cells = "".join(f'<th scope="col">{_e(head)}</th>' for head in heads)
    body = []
    for row in rows.itertuples():
        big, lines = amount(row, t)
        mine = ' class="mine"' if row.country == "mine" else ""
        only = place(row, found, t)
        nested = '<span aria-hidden="true">└ </span>' if row.nested else ""
        area = f'<span class="fund-small">{_e(only)}</span>' if only else ""
        body.append(
            f'<tr{mine}><th scope="row" class="fund-name">{nested}<span lang="en">{_e(row.name_en)}'
            f"</span></th><td>{_e(found.country(row.country, t))}{area}</td>"
            f"<td>{_e(found.word('level', row.level, t))}</td>"
            f"<td>{_e(found.word('type', row.type, t))}</td>"
            f'<td class="nowrap">{_e(t(STATE_WORDS[row.state]))}</td><td>{_e(until(row, t))}</td>'
            f'<td class="num">{_e(big)}<span class="fund-small">{_e(", ".join(lines))}</span></td>'
            f'<td lang="en">{_e(row.eligible_beneficiaries or "–")}</td>'
            f"<td>{_fund(row, found, t)}</td><td>{source(row, t)}</td></tr>"
        )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{_e(caption)}">'
        f'<table class="fund-table"><caption>{_e(caption)}</caption>'
        f"<thead><tr>{cells}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def _fund(row: Any, found: Entries, t: Words) -> str:
    """Whose money it is: a fund by its name, but «regional» and the like in the reader's words."""
    named = row.fund_source
    for column in ("level", "fund"):
        if named in found.labels[column]:
            return _e(found.word(column, named, t))
    return f'<span lang="en">{_e(named)}</span>' if named else "–"


def _e(text: object) -> str:
    return html.escape(str(text))
