"""The matrix of topics × countries, its cells in words, and the card of one cell. Pure."""

from __future__ import annotations

import html
from collections.abc import Sequence

import pandas as pd

from pages.policy.framework import STATES, TOPICS, cell, state_words, when_words, year_words
from secon_ui.drawing.theme import Palette, text_on
from secon_ui.text.countries import language
from secon_ui.text.words import Words

SHORT = 8  # letters that fit into a cell of a slide


def css(table: pd.DataFrame, shown: Sequence[str], colours: Palette) -> str:
    """Shades of the cells: a rule for every status, and which button of which row it is for."""
    looks = {
        "yes": (colours.ramp[3], text_on(colours.ramp[3])),
        "partly": (colours.ramp[0], text_on(colours.ramp[0])),
        "no": (colours.ground, colours.text),
        "unknown": (colours.tint, colours.quiet),
    }
    rules = [f".policy-matrix,.st-key-policy-matrix{{--countries:{len(shown)}}}"]
    for state, (ground, ink) in looks.items():
        own = table[table["status"] == state]
        buttons = [
            f".st-key-policy-row-{row.topic} [role=radiogroup]>button:nth-child("
            f"{shown.index(row.country_code) + 1})"
            for row in own.itertuples()
        ]
        where = ",".join([f".policy-state.{state}", *buttons])
        rules.append(f"{where}{{--cell:{ground};--ink:{ink}}}")
    return f"<style>{''.join(rules)}</style>"


def heads(shown: Sequence[str], t: Words) -> str:
    """The row of countries over the matrix, mine marked."""
    names = "".join(
        f'<span class="{"mine" if n == 0 else ""}">{html.escape(t.country(code))}</span>'
        for n, code in enumerate(shown)
    )
    return f'<div class="policy-heads" aria-hidden="true"><span></span>{names}</div>'


def label(row: pd.Series, t: Words) -> str:
    """A cell's words: country (hidden on a wide screen, where it heads the column) and status."""
    return f"{t.country(row['country_code'])} **{state_words(row['status'], t)}**"


def legend(t: Words) -> str:
    """What the four states mean."""
    meaning = {
        "yes": t("in force or in place"),
        "partly": t("in part of the country, for one legal form, or being prepared"),
        "no": t("none, says the source"),
        "unknown": t("not found in the sources read; this is not a no"),
    }
    keys = "".join(
        f'<span><i class="policy-state {state}" aria-hidden="true">{sign}</i> '
        f"<b>{html.escape(t(word))}</b>: {html.escape(meaning[state])}</span>"
        for state, (sign, word) in STATES.items()
    )
    return f'<p class="policy-legend">{keys}</p>'


def slide(table: pd.DataFrame, shown: Sequence[str], t: Words) -> str:
    """The matrix as one static table. A word that is too long for a cell stands beneath it, beside
    its sign."""
    said = {}
    for state, (sign, word) in STATES.items():
        fits = len(t(word)) <= SHORT
        # «unknown» fits only without its dot, which says nothing more.
        said[state] = (t(word) if state == "unknown" else state_words(state, t)) if fits else sign
    head = "".join(
        f'<th scope="col" class="{"mine" if n == 0 else ""}">{html.escape(t.country(code))}</th>'
        for n, code in enumerate(shown)
    )
    body = ""
    for topic, name in TOPICS.items():
        cells = ""
        for code in shown:
            status = str(cell(table, code, topic)["status"])
            cells += f'<td class="policy-state {status}">{html.escape(said[status])}</td>'
        body += f'<tr><th scope="row">{html.escape(t(name))}</th>{cells}</tr>'
    keys = "".join(
        f"<span>{sign} {html.escape(t(word))}</span>"
        for state, (sign, word) in STATES.items()
        if said[state] == sign
    )
    return (
        f'<table class="policy-matrix"><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>" + (f'<p class="policy-legend">{keys}</p>' if keys else "")
    )


def card(table: pd.DataFrame, row: pd.Series, t: Words) -> str:
    """One cell: what, since when, by which source; then the same topic in the other countries."""
    country, topic = row["country_code"], row["topic"]
    sign = STATES[row["status"]][0]
    where = t("{country} · {topic}", country=t.country(country), topic=t(TOPICS[topic]))
    others = table[(table["topic"] == topic) & (table["country_code"] != country)]
    rest = "".join(_other(other, t) for _, other in _from_first(others).iterrows())
    listed = (
        f"<h3>{html.escape(t('The same topic in the others'))}</h3><table>{rest}</table>"
        if rest
        else ""
    )
    return (
        f'<section class="policy-card" aria-live="polite"><p class="policy-small">'
        f'{html.escape(where)}</p><h2><span aria-hidden="true">{sign}</span> '
        f"{html.escape(when_words(row, t))}</h2>{text(row, t)}{listed}</section>"
    )


def text(row: pd.Series, t: Words) -> str:
    """What a cell says in full: title, title in its language, what it is, source."""
    if row["status"] == "unknown":
        said = t("Not found in the sources read. This does not mean that there is none.")
        return f'<p class="policy-what">{html.escape(said)}</p>'
    parts = [f'<p class="policy-title" lang="en">{html.escape(row["title_en"])}</p>']
    if pd.notna(row["title_local"]):
        code = language(row["country_code"])
        parts.append(f'<p class="policy-local" lang="{code}">{html.escape(row["title_local"])}</p>')
    if pd.notna(row["summary_en"]):
        parts.append(f'<p class="policy-what" lang="en">{html.escape(row["summary_en"])}</p>')
    parts.append(f'<p class="policy-source">{source(row, t)}</p>')
    return "".join(parts)


def source(row: pd.Series, t: Words) -> str:
    """«Source, read: …» or «Source, by citation: …», with its link and year. HTML."""
    how = t("Source, read:") if row["verified"] == "yes" else t("Source, by citation:")
    title = html.escape(row["source_title"])
    if pd.notna(row["source_url"]):
        address = html.escape(row["source_url"])
        title = f'<a href="{address}" target="_blank" rel="noopener">{title}</a>'
    year = "" if pd.isna(row["source_year"]) else f", {row['source_year']}"
    return f"{html.escape(how)} {title}{year}"


def _from_first(rows: pd.DataFrame) -> pd.DataFrame:
    """Those that have it first, the earliest of them on top; unknown last."""
    state = rows["status"].map({state: n for n, state in enumerate(STATES)})
    return rows.assign(state=state).sort_values(
        ["state", "year"], kind="stable", na_position="last"
    )


def _other(row: pd.Series, t: Words) -> str:
    sign, word = STATES[row["status"]]
    title = "" if row["status"] == "unknown" else html.escape(row["title_en"])
    return (
        f'<tr><th scope="row"><span aria-hidden="true">{sign}</span> '
        f"{html.escape(t.country(row['country_code']))}"
        f'<span class="policy-word">{html.escape(t(word))}</span></th>'
        f'<td lang="en">{title}</td><td class="num">{html.escape(year_words(row, t))}</td></tr>'
    )
