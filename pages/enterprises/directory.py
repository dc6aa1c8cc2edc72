"""The organisations as a list: a table in words, names to choose from, a table to take away.
Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from pages.enterprises.card import web
from pages.enterprises.views import FIELDS, TYPES, WORK, EnterprisesView, word
from secon_data.package import Package
from secon_ui.drawing.look import Look
from secon_ui.text.labels import plain
from secon_ui.text.words import Words


def in_words(table: pd.DataFrame, view: EnterprisesView, look: Look) -> pd.DataFrame:
    """The organisations in words, in their order; their region where several are shown."""
    t = look.t
    shown = {
        "name": table["name"],
        "town": _told(table["town"], t.data),
        "region": _told(table["region_id"], look.names.get),
        "field": _told(table["field_of_activity"], lambda code: word(FIELDS, code, t)),
        "form": _told(table["organisation_type"], lambda code: word(TYPES, code, t)),
        "work": _told(table["work_integration"], lambda code: word(WORK, code, t)),
        "website": _told(table["website"], web),
        "source": _told(table["source_url"], web),
        "what": table["description"],
        "year": table["source_year"],
    }
    if view.close_up:
        del shown["region"]
    if table["region_note"].notna().any():
        shown["about"] = _told(table["region_note"], t.data)
    return pd.DataFrame(shown).reset_index(drop=True)


def titles(t: Words) -> dict[str, str]:
    """What the columns of ``in_words`` are called."""
    return {
        "name": t("Name"),
        "town": t("Town"),
        "region": t("Region"),
        "about": t("About the region"),
        "field": t("Field"),
        "form": t("Legal form"),
        "work": t("Work integration, in any field"),
        "website": t("Website"),
        "source": t("Source"),
        "what": t("What it does"),
        "year": t("Source year"),
    }


def columns(kinds: Any, t: Words) -> dict[str, Any]:
    """How the columns of ``in_words`` are headed and drawn. ``kinds``: ``st.column_config``."""
    text, address = kinds.TextColumn, kinds.LinkColumn
    titled = titles(t)
    return {
        "name": text(titled["name"], width=220),
        "town": text(titled["town"], width=115),
        "region": text(titled["region"], width=110),
        "about": text(titled["about"], width=260),
        "field": text(titled["field"], width=145),
        "form": text(titled["form"], width=110),
        "work": text(titled["work"], width=205),
        "website": address(titled["website"], display_text=t("open"), width=70),
        "source": address(titled["source"], display_text=t("open"), width=64),
        "what": text(titled["what"], width=260),
        "year": kinds.NumberColumn(titled["year"], format="%d", width=95),
    }


def one_page(package: Package, found: pd.Index, place: int, size: int) -> pd.DataFrame:
    """The organisations on a page of the list of those found. ``place``: which, from 1."""
    return package.table("enterprises").loc[found[(place - 1) * size : place * size]]


def named(table: pd.DataFrame, t: Words) -> dict[str, str]:
    """Name and town of each organisation as a widget's label, by its id; the name alone where no
    town is stated."""
    rows = zip(table["enterprise_id"], table["name"], table["town"], strict=True)
    return {
        organisation: plain(" · ".join(filter(None, (name, t.data(town)))))
        for organisation, name, town in rows
    }


def export(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The organisations to take away: all columns of the dataset, the region's name beside its
    id."""
    out = table.copy()
    out.insert(out.columns.get_loc("region_id") + 1, "region", out["region_id"].map(names))
    return out


def _told(column: pd.Series, words: Callable[[str], str | None]) -> pd.Series:
    """What is said of each cell, in words; missing where nothing is. Pandas' own ``map`` takes
    longer than all else that a page of the directory needs."""
    cells = column.tolist()
    known = {cell: words(cell) for cell in dict.fromkeys(cells) if isinstance(cell, str)}
    return pd.Series([known.get(cell) for cell in cells], column.index, dtype="str")
