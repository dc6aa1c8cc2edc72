"""One organisation: all that is known of it. Pure."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

import pandas as pd

from pages.enterprises.views import FIELDS, TYPES, WORK, word
from secon_ui.drawing.look import Look
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words, mark

PRECISION = {
    "address": mark("{place} · at its address"),
    "town": mark("{place} · placed at its town"),
    "municipality": mark("{place} · placed at its municipality"),
    "several": mark("{place} · placed at the first of these towns"),
}


def card(row: pd.Series, look: Look) -> Markup:
    """An organisation's card. What is not known reads «not stated»."""
    missing = look.t("not stated")
    listed = joined(html("<dt>{}</dt><dd>{}</dd>", *fact) for fact in _facts(row, missing, look))
    return html(
        '<article class="ent-card"><p class="ent-chip">{}</p><h2 lang="">{}</h2>'
        '<p class="ent-what" lang="en">{}</p><dl>{}</dl>{}<p class="source">{}</p></article>',
        word(FIELDS, str(row["field_of_activity"]), look.t),
        row["name"],
        _known(row["description"]) or missing,
        listed,
        _website(web(row["website"])),
        _source(row, look.t),
    )


def _facts(row: pd.Series, missing: str, look: Look) -> list[tuple[str, str]]:
    """What is told of it, by what it is."""
    t = look.t
    town, region = t.data(_known(row["town"])) or missing, row["region_id"]
    place = t("{town}, {region}", town=town, region=look.names.get(region, region))
    legal = _known(row["legal_form"])
    of_source = html(' <span class="quiet">({})</span>', legal) if legal else EMPTY
    founded, employees = _known(row["founded_year"]), _known(row["employees"])
    note = _known(row["region_note"])
    outside = [(t("About the region"), t.data(note))] if note else []
    return [
        (t("Place"), t(PRECISION.get(str(row["coordinate_precision"]), "{place}"), place=place)),
        *outside,
        (
            t("Legal form"),
            html("{}{}", word(TYPES, str(row["organisation_type"]), t), of_source),
        ),
        (t("Work integration, in any field"), word(WORK, str(row["work_integration"]), t)),
        (t("Founded"), founded or missing),
        (t("Employees"), t.number(row["employees"], 0) if employees else missing),
    ]


def _website(address: str | None) -> Markup:
    if not address:
        return EMPTY
    return html(
        '<p><a href="{}" target="_blank" rel="noopener noreferrer">{} ↗</a></p>',
        address,
        urlsplit(address).netloc.removeprefix("www."),
    )


def _source(row: pd.Series, t: Words) -> Markup:
    source, address = html("{}", row["source_title"]), web(row["source_url"])
    if address:
        source = html(
            '<a href="{}" target="_blank" rel="noopener noreferrer">{} ↗</a>', address, source
        )
    year = _known(row["source_year"]) or t("year not stated")
    told = [t.html("Source: {source}, {year}", source=source, year=year)]
    if read := _known(row["retrieved"]):
        told.append(t.html("read on {date}", date=t.date(read)))
    return joined(told, " · ")


def web(address: object) -> str | None:
    """An address that a reader may follow: of the web, and nothing else."""
    return _of_the_web(address) if isinstance(address, str) else None


@lru_cache(maxsize=4096)
def _of_the_web(address: str) -> str | None:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return address.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def _known(value: object) -> str:
    """A cell as text; empty where nothing is stated."""
    return "" if pd.isna(value) else str(value)
