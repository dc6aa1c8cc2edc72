"""The organisations as a list: a table in words, names to choose from, a table to take away.
Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pages.enterprises.card import web
from pages.enterprises.link import FIELDS, TYPES, WORK, EnterprisesView, word
from secon_ui.drawing.look import Look
from secon_ui.text.words import Words


def in_words(table: pd.DataFrame, view: EnterprisesView, look: Look) -> pd.DataFrame:
    """The organisations in words, in their order; their region where several are shown."""
    t = look.t
    shown = {
        "name": table["name"],
        "town": table["town"],
        "region": table["region_id"].map(look.names),
        "field": _words(table["field_of_activity"], FIELDS, t),
        "form": _words(table["organisation_type"], TYPES, t),
        "work": _words(table["work_integration"], WORK, t),
        "website": table["website"].map(web),
        "source": table["source_url"].map(web),
        "what": table["description"],
        "year": table["source_year"],
    }
    if view.close_up:
        del shown["region"]
    if table["region_note"].notna().any():
        shown["about"] = table["region_note"].map(t.data, na_action="ignore")
    return pd.DataFrame(shown).reset_index(drop=True)


def columns(kinds: Any, t: Words) -> dict[str, Any]:
    """How the columns of ``in_words`` are headed and drawn. ``kinds``: ``st.column_config``."""
    text, address = kinds.TextColumn, kinds.LinkColumn
    return {
        "name": text(t("Name"), width=220),
        "town": text(t("Town"), width=115),
        "region": text(t("Region"), width=110),
        "about": text(t("About the region"), width=260),
        "field": text(t("Field"), width=145),
        "form": text(t("Legal form"), width=110),
        "work": text(t("Work integration, in any field"), width=205),
        "website": address(t("Website"), display_text=t("open"), width=70),
        "source": address(t("Source"), display_text=t("open"), width=64),
        "what": text(t("What it does"), width=260),
        "year": kinds.NumberColumn(t("Source year"), format="%d", width=95),
    }


def named(table: pd.DataFrame) -> dict[str, str]:
    """Name and town of each organisation, by its id."""
    rows = zip(table["enterprise_id"], table["name"], table["town"], strict=True)
    return {organisation: f"{name} · {town}" for organisation, name, town in rows}


def export(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The organisations to take away: all columns of the dataset, the region's name beside its
    id."""
    out = table.copy()
    out.insert(out.columns.get_loc("region_id") + 1, "region", out["region_id"].map(names))
    return out


def _words(column: pd.Series, words: Mapping[str, str], t: Words) -> pd.Series:
    codes = column.astype("str")
    return codes.map({code: word(words, code, t) for code in codes.unique()})
