"""Two countries side by side, what mine lacks, and the whole framework as a table. Pure."""

from __future__ import annotations

import html
from collections.abc import Sequence

import pandas as pd

from pages.policy.framework import STATES, TOPICS, cell, state_words, when_words, year_words
from pages.policy.matrix import source, text
from secon_ui.text.words import Words


def two(table: pd.DataFrame, left: str, right: str, topics: Sequence[str], t: Words) -> str:
    """The full text of two countries, topic by topic."""
    rows = ""
    for topic in topics:
        sides = ""
        for country in (left, right):
            row = cell(table, country, topic)
            said = f"{STATES[row['status']][0]} {when_words(row, t)}"
            sides += (
                f'<div><p class="policy-where">{html.escape(t.country(country))}</p>'
                f'<p class="policy-when">{html.escape(said)}</p>{text(row, t)}</div>'
            )
        rows += f"<section><h2>{html.escape(t(TOPICS[topic]))}</h2>{sides}</section>"
    names = "".join(f"<span>{html.escape(t.country(code))}</span>" for code in (left, right))
    return (
        f'<div class="policy-two"><div class="policy-names"><span></span>{names}</div>{rows}</div>'
    )


def two_slide(table: pd.DataFrame, left: str, right: str, t: Words) -> str:
    """Only status and year of the two, ten rows."""
    head = "".join(f'<th scope="col">{html.escape(t.country(c))}</th>' for c in (left, right))
    body = ""
    for topic, name in TOPICS.items():
        pair = [cell(table, country, topic) for country in (left, right)]
        cells = "".join(
            f"<td>{html.escape(f'{STATES[row.status][0]} {when_words(row, t)}')}</td>"
            for row in pair
        )
        body += f'<tr><th scope="row">{html.escape(t(name))}</th>{cells}</tr>'
    return (
        f'<table class="policy-plain"><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def lacking(table: pd.DataFrame, rows: pd.DataFrame, mine: str, t: Words) -> str:
    """Topic by topic: what mine has of it, and what the others have, the earliest first.

    ``rows``: of ``framework.lacking``.
    """
    parts = []
    for topic, own in rows.groupby("topic", sort=False):
        me = cell(table, mine, str(topic))
        status = str(me["status"])
        said = t("{country}: {when}", country=t.country(mine), when=when_words(me, t))
        theirs = "".join(
            f'<li><p class="policy-when">{html.escape(t.country(row["country_code"]))} '
            f"<span>{html.escape(when_words(row, t))}</span></p>{text(row, t)}</li>"
            for _, row in own.iterrows()
        )
        n = len(own)
        count = t.plural("{n} country has it", "{n} countries have it", n)
        parts.append(
            f"<section><div><h2>{html.escape(t(TOPICS[str(topic)]))}</h2>"
            f'<p class="policy-when">{STATES[status][0]} {html.escape(said)}</p>{text(me, t)}</div>'
            f"<div><h3>{html.escape(count)}</h3><ul>{theirs}</ul></div></section>"
        )
    return f'<div class="policy-lacking">{"".join(parts)}</div>'


def lacking_slide(rows: pd.DataFrame, t: Words) -> str:
    """A row a topic: what mine has, and which countries have it."""
    body = ""
    for topic, own in rows.groupby("topic", sort=False):
        who = t.list([t.country(code) for code in own["country_code"]])
        state = state_words(str(own["mine_status"].iloc[0]), t)
        body += (
            f'<tr><th scope="row">{html.escape(t(TOPICS[str(topic)]))}</th>'
            f"<td>{html.escape(state)}</td><td>{html.escape(who)}</td></tr>"
        )
    heads = (t("Topic"), t("Here"), t("Who has it"))
    head = "".join(f'<th scope="col">{html.escape(text)}</th>' for text in heads)
    return (
        f'<table class="policy-plain"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def whole(table: pd.DataFrame, mine: str, caption: str, t: Words) -> str:
    """Every cell of the matrix as a row, by topic; mine first in each."""
    heads = (t("Country"), t("Status"), t("Year"), t("What"), t("Source"))
    head = "".join(f'<th scope="col">{html.escape(text)}</th>' for text in heads)
    body = ""
    for topic, name in TOPICS.items():
        body += (
            f'<tr class="policy-group"><th scope="colgroup" colspan="{len(heads)}">'
            f"{html.escape(t(name))}</th></tr>"
        )
        for _, row in table[table["topic"] == topic].iterrows():
            kind = ' class="mine"' if row["country_code"] == mine else ""
            what = origin = "–"
            if row["status"] != "unknown":
                what = f'<span lang="en">{html.escape(row["title_en"])}</span>'
                if pd.notna(row["summary_en"]):
                    summary = html.escape(row["summary_en"])
                    what += f'<br><span class="quiet" lang="en">{summary}</span>'
                origin = source(row, t)
            body += (
                f'<tr{kind}><th scope="row">{html.escape(t.country(row["country_code"]))}</th>'
                f'<td class="nowrap">{html.escape(state_words(row["status"], t))}</td>'
                f'<td class="nowrap">{html.escape(year_words(row, t))}</td>'
                f"<td>{what}</td><td>{origin}</td></tr>"
            )
    return (
        f'<div class="scroll policy-whole" tabindex="0" role="region" '
        f'aria-label="{html.escape(caption)}"><table class="values">'
        f"<caption>{html.escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def topic_slide(table: pd.DataFrame, topic: str, t: Words) -> str:
    """One topic in every country: status, year, title. For the slide of the table."""
    body = ""
    for _, row in table[table["topic"] == topic].iterrows():
        title = "" if row["status"] == "unknown" else row["title_en"]
        body += (
            f'<tr><th scope="row">{html.escape(t.country(row["country_code"]))}</th>'
            f'<td class="nowrap">{html.escape(state_words(row["status"], t))}</td>'
            f'<td class="nowrap">{html.escape(year_words(row, t))}</td>'
            f'<td lang="en">{html.escape(title)}</td></tr>'
        )
    return f'<table class="policy-plain"><tbody>{body}</tbody></table>'
