"""Good practices as cards, as one large card for a slide, and as a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pages.practice.common import chip, escaped, link, local, place, source, titled, years
from secon_ui.text.words import Words

Names = Mapping[str, tuple[str, str]]  # region → its name in the reader's language and in its own


def grid(rows: pd.DataFrame, names: Names, mine: str, chosen: str | None, t: Words) -> str:
    """Cards of equal height, a row each. ``rows``: of ``chosen.ordered``."""
    cards = "".join(card(row, names, mine, chosen, t) for row in rows.itertuples())
    return f'<div class="practice-cards">{cards}</div>'


def card(row: Any, names: Names, mine: str, chosen: str | None, t: Words) -> str:
    """One practice: theme, title, place and years, summary, evidence, needs, source."""
    kinds = [
        kind
        for kind, fits in (
            ("mine", row.region_id == mine),
            ("chosen", row.practice_id == chosen),
        )
        if fits
    ]
    also = local(row.title_local, row.country_code, row.title)
    when = years(row.start_year, row.end_year, t)
    return (
        f'<article class="{" ".join(["practice-card", *kinds])}">'
        f'<p class="practice-chips">{_chips(row, t)}</p>'
        f'<h2 lang="en">{escaped(row.title)}</h2>'
        + (f'<p class="practice-local">{also}</p>' if also else "")
        + f'<p class="practice-place"><span>{escaped(where(row, names, t))}</span>'
        f'<span class="nowrap">{escaped(when)}</span></p>'
        f'<p lang="en">{escaped(row.summary_en)}</p>{_evidence(row, t)}{_needs(row, t)}'
        f'<p class="practice-source">{sources(row, t)}</p></article>'
    )


def slide(row: Any, t: Words) -> str:
    """One practice as large as a slide; its title and place are the slide's headline."""
    needs = ""
    if not pd.isna(row.resources_needed):
        needs = (
            f'<div class="practice-evidence needs"><h2>{escaped(t("What it needs"))}</h2>'
            f'<p lang="en">{escaped(row.resources_needed)}</p></div>'
        )
    return (
        f'<div class="practice-slide"><p class="practice-chips">{_chips(row, t)}</p>'
        f'<p class="practice-lead" lang="en">{escaped(row.summary_en)}</p>'
        f"<div>{_evidence(row, t)}{needs}</div></div>"
    )


def where(row: Any, names: Names, t: Words) -> str:
    """Town, region and country, as plain text."""
    return place(row.town, *names[row.region_id], t.country(row.country_code))


def table(rows: pd.DataFrame, names: Names, mine: str, caption: str, t: Words) -> str:
    """Every practice in a row of a table, the alternative to cards and map."""
    head = "".join(
        f'<th scope="col">{escaped(text)}</th>'
        for text in (
            t("Practice"),
            t("Theme"),
            t("Where"),
            t("Years"),
            t("Evidence"),
            t("Source"),
        )
    )
    body = "".join(
        f'<tr class="{"mine" if row.region_id == mine else ""}">'
        f'<th scope="row" lang="en">{escaped(row.title)}</th>'
        f"<td>{escaped(t.data(row.group_name))}</td><td>{escaped(where(row, names, t))}</td>"
        f'<td class="nowrap">{escaped(years(row.start_year, row.end_year, t)) or "–"}</td>'
        f'<td lang="en">{escaped(row.evidence_of_success) or "–"}</td>'
        f"<td>{titled(row.source_title, row.source_url)}</td></tr>"
        for row in rows.itertuples()
    )
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escaped(caption)}">'
        f'<table class="practice-table"><caption>{escaped(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _chips(row: Any, t: Words) -> str:
    theme = chip(t.data(row.group_name))
    if pd.isna(row.secon_listed) or row.secon_listed == "no":
        return theme
    return theme + chip("SECON", "secon", str(row.secon_listed))


def _evidence(row: Any, t: Words) -> str:
    if pd.isna(row.evidence_of_success):
        told = escaped(t("The source states no result."))
        return f'<p class="practice-none">{told}</p>'
    return (
        f'<div class="practice-evidence"><h3>{escaped(t("Evidence"))}</h3>'
        f'<p lang="en">{escaped(row.evidence_of_success)}</p></div>'
    )


def _needs(row: Any, t: Words) -> str:
    if pd.isna(row.resources_needed):
        return ""
    needs = f'<span lang="en">{escaped(row.resources_needed)}</span>'
    return f'<p class="practice-needs">{t("Needs: {resources}", resources=needs)}</p>'


def sources(row: Any, t: Words) -> str:
    """The website of a practice and where it was read, as HTML."""
    told = source(row.source_title, row.source_url, row.source_year, t)
    if pd.isna(row.website):
        return told
    return f"{link(row.website, escaped(t('Website')))} · {told}"
