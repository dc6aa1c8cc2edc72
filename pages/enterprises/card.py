"""One organisation: the card, and what the directory says of each. Pure."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from pages.enterprises.link import FIELDS, TYPES, WORK, word
from secon_ui.text.words import Words, mark

PRECISION = {
    "address": mark("{place} · at its address"),
    "town": mark("{place} · placed at its town"),
    "municipality": mark("{place} · placed at its municipality"),
}


def card(row: pd.Series, names: Mapping[str, str], t: Words) -> str:
    """All that is known of an organisation. What is not known reads «not stated»."""
    missing = t("not stated")
    place = t(
        PRECISION.get(str(row["coordinate_precision"]), "{place}"),
        place=t("{town}, {region}", town=_or(row["town"], missing),
                region=names.get(row["region_id"], row["region_id"])),
    )  # fmt: skip
    form = word(TYPES, str(row["organisation_type"]), t)
    legal = _known(row["legal_form"])
    of_source = f' <span class="quiet">({_e(legal)})</span>' if legal else ""
    field = word(FIELDS, str(row["field_of_activity"]), t)
    facts = [
        (t("Place"), _e(place)),
        (t("Legal form"), _e(form) + of_source),
        (t("Work integration"), _e(word(WORK, str(row["work_integration"]), t))),
        (t("Founded"), str(int(row["founded_year"])) if _known(row["founded_year"]) else missing),
        (t("Employees"), t.number(row["employees"], 0) if _known(row["employees"]) else missing),
    ]  # fmt: skip
    listed = "".join(f"<dt>{_e(term)}</dt><dd>{text}</dd>" for term, text in facts)
    website = web(row["website"])
    where = (
        f'<p><a href="{_e(website)}" target="_blank" rel="noopener noreferrer">'
        f"{_e(urlsplit(website).netloc.removeprefix('www.'))} ↗</a></p>"
        if website
        else ""
    )
    title, address = _e(str(row["source_title"])), web(row["source_url"])
    source = (
        f'<a href="{_e(address)}" target="_blank" rel="noopener noreferrer">{title} ↗</a>'
        if address
        else title
    )
    year = str(int(row["source_year"])) if _known(row["source_year"]) else _e(t("year not stated"))
    read = (
        t("read on {date}", date=t.date(str(row["retrieved"]))) if _known(row["retrieved"]) else ""
    )
    told = t("Source: {source}, {year}", source=source, year=year)
    return (
        f'<article class="ent-card"><p class="ent-chip">{_e(field)}</p>'
        f'<h2 lang="">{_e(str(row["name"]))}</h2>'
        f'<p class="ent-what" lang="en">{_e(_or(row["description"], missing))}</p>'
        f"<dl>{listed}</dl>{where}"
        f'<p class="source">{told}{" · " + _e(read) if read else ""}</p></article>'
    )


def web(address: object) -> str | None:
    """An address that a reader may follow: of the web, and nothing else."""
    if not isinstance(address, str):
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return address.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def directory(
    table: pd.DataFrame, names: Mapping[str, str], t: Words, *, region: bool
) -> pd.DataFrame:
    """The directory's table in words, in the order of ``table``. ``region``: with that column."""
    shown = {
        "name": table["name"],
        "town": table["town"],
        "region": table["region_id"].map(names),
        "field": _words(table["field_of_activity"], FIELDS, t),
        "form": _words(table["organisation_type"], TYPES, t),
        "work": _words(table["work_integration"], WORK, t),
        "website": table["website"].map(web),
        "source": table["source_url"].map(web),
        "what": table["description"],
        "year": table["source_year"],
    }
    if not region:
        del shown["region"]
    return pd.DataFrame(shown).reset_index(drop=True)


def columns(kinds: Any, t: Words) -> dict[str, Any]:
    """How the directory's columns are headed and drawn. ``kinds``: ``st.column_config``."""
    text, address = kinds.TextColumn, kinds.LinkColumn
    return {
        "name": text(t("Name"), width=220),
        "town": text(t("Town"), width=115),
        "region": text(t("Region"), width=110),
        "field": text(t("Field"), width=145),
        "form": text(t("Legal form"), width=110),
        "work": text(t("Work integration"), width=112),
        "website": address(t("Website"), display_text=t("open"), width=70),
        "source": address(t("Source"), display_text=t("open"), width=64),
        "what": text(t("What it does"), width=260),
        "year": kinds.NumberColumn(t("Source year"), format="%d", width=95),
    }


def export(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The organisations to take away: all columns of the dataset, the region's name beside its
    id."""
    out = table.copy()
    out.insert(out.columns.get_loc("region_id") + 1, "region", out["region_id"].map(names))
    return out


def _words(column: pd.Series, words: Mapping[str, str], t: Words) -> pd.Series:
    codes = column.astype("str")
    return codes.map({code: word(words, code, t) for code in codes.unique()})


def _known(value: object) -> str:
    return "" if value is None or value is pd.NA or pd.isna(value) else str(value)


def _or(value: object, missing: str) -> str:
    return _known(value) or missing


def _e(text: str) -> str:
    return html.escape(text)
