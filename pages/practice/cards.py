"""Good practices as cards and as a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pages.practice.common import (
    about_region,
    chip,
    link,
    place,
    source,
    titled,
    years,
)
from secon_data.rows import tuples
from secon_ui.text.local_texts import Told, told
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words

Names = Mapping[str, tuple[str, str]]  # region → its name in the reader's language and in its own


def grid(rows: pd.DataFrame, names: Names, mine: str, chosen: str | None, t: Words) -> Markup:
    """Cards of equal height, a row each. ``rows``: of ``chosen.ordered``."""
    cards = joined(card(row, names, mine, chosen, t) for row in tuples(rows))
    return html('<div class="practice-cards">{}</div>', cards)


def card(row: Any, names: Names, mine: str, chosen: str | None, t: Words) -> Markup:
    """One practice: theme, title, place and years, summary, evidence, needs, source."""
    kinds = {"mine": row.region_id == mine, "chosen": row.practice_id == chosen}
    name, about = title(row, t), summary(row, t)
    return html(
        '<article class="{}"><p class="practice-chips">{}</p><h2 lang="{}">{}</h2>{}'
        '<p class="practice-place"><span>{}</span><span class="nowrap">{}</span></p>{}'
        '<p lang="{}">{}</p>{}{}<p class="practice-source">{}</p></article>',
        " ".join(["practice-card", *(kind for kind, fits in kinds.items() if fits)]),
        _chips(row, t),
        name.language,
        name.text,
        html('<p class="practice-local">{}</p>', name.beside_html) if name.beside else EMPTY,
        where(row, names, t),
        years(row.start_year, row.end_year, t),
        about_region(row.region_note, t),
        about.language,
        about.text,
        _evidence(row, t),
        _needs(row, t),
        sources(row, t),
    )


def title(row: Any, t: Words) -> Told:
    """A practice's title for a reader."""
    return told(row.title, row.title_local, row.country_code, t)


def summary(row: Any, t: Words) -> Told:
    """What a practice does, for a reader."""
    return told(row.summary_en, row.summary_local, row.country_code, t)


def evidence(row: Any, t: Words) -> Told:
    """What a practice has achieved, by its source, for a reader."""
    return told(row.evidence_of_success, row.evidence_local, row.country_code, t)


def resources(row: Any, t: Words) -> Told:
    """What a practice needs, for a reader."""
    return told(row.resources_needed, row.resources_local, row.country_code, t)


def where(row: Any, names: Names, t: Words) -> str:
    """Town, region and country, as plain text."""
    name, own = names.get(row.region_id, (row.region_id, ""))
    return place(t.data(row.town), name, own, t.country(row.country_code))


def evidenced(row: Any, t: Words) -> tuple[str, str]:
    """What stands over a practice's evidence, and the evidence; where none is stated, the sentence
    that says so, and what is told instead."""
    if pd.isna(row.evidence_of_success):
        return t("Evidence is not stated."), ""
    if row.evidence_kind == "none":
        return t("Evidence is not stated."), evidence(row, t).text
    recognised = row.evidence_kind == "recognition"
    return t("Recognition by others") if recognised else t("Evidence"), evidence(row, t).text


def heads(t: Words) -> tuple[str, ...]:
    """What the columns of the table are called."""
    return t("Practice"), t("Theme"), t("Where"), t("Years"), t("Evidence"), t("Source")


def table(rows: pd.DataFrame, names: Names, mine: str, caption: str, t: Words) -> Markup:
    """Every practice in a row of a table, the alternative to cards and map."""
    return html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="practice-table"><caption>{caption}</caption>'
        "<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>",
        caption=caption,
        head=joined(html('<th scope="col">{}</th>', head) for head in heads(t)),
        body=joined(_row(row, names, mine, t) for row in tuples(rows)),
    )


def sources(row: Any, t: Words) -> Markup:
    """The website of a practice and where it was read."""
    read = source(row.source_title, row.source_url, row.source_year, t)
    if pd.isna(row.website):
        return read
    return html("{} · {}", link(row.website, html("{}", t("Website"))), read)


def _row(row: Any, names: Names, mine: str, t: Words) -> Markup:
    achieved = evidence(row, t)
    return html(
        '<tr class="{}"><th scope="row">{}</th><td>{}</td><td>{}{}</td>'
        '<td class="nowrap">{}</td><td>{}</td><td>{}</td></tr>',
        "mine" if row.region_id == mine else "",
        title(row, t).html,
        t.data(row.group_name),
        where(row, names, t),
        about_region(row.region_note, t),
        years(row.start_year, row.end_year, t) or "–",
        achieved.html if achieved.text and row.evidence_kind != "none" else "–",
        titled(row.source_title, row.source_url),
    )


def of_secon(row: Any) -> bool:
    """Whether a practice is known from the project."""
    return not pd.isna(row.secon_listed) and row.secon_listed != "no"


def _chips(row: Any, t: Words) -> Markup:
    theme = chip(t.data(row.group_name))
    if not of_secon(row):
        return theme
    # What the data say of it is in English; that it is of the project, the chip says itself.
    known = str(row.secon_listed) if t.language == "en" and row.secon_listed != "yes" else ""
    return theme + chip("SECON", "secon", known)


def _evidence(row: Any, t: Words) -> Markup:
    heading, text = evidenced(row, t)
    told = evidence(row, t)
    if pd.isna(row.evidence_of_success) or row.evidence_kind == "none":
        why = html(" {}", t.html("Why it is here: {told}", told=told.html)) if text else EMPTY
        return html('<p class="practice-none">{}{}</p>', heading, why)
    return html('<div class="practice-evidence"><h3>{}</h3><p>{}</p></div>', heading, told.html)


def _needs(row: Any, t: Words) -> Markup:
    if pd.isna(row.resources_needed):
        return EMPTY
    needs = t.html("Needs: {resources}", resources=resources(row, t).html)
    return html('<p class="practice-needs">{}</p>', needs)
