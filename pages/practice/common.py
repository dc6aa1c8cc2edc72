"""Small pieces of HTML that cards, events and stakeholders share. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd

from secon_ui.text.markup import EMPTY, Markup, html
from secon_ui.text.words import Words

MINE = html(' class="mine"')  # of a row or an item


def text(cell: Any) -> str:
    """A cell as text; empty where there is none."""
    return "" if cell is None or pd.isna(cell) else str(cell)


def grouped(rows: Iterable[Any], of: Callable[[Any], str]) -> dict[str, list[Any]]:
    """Rows by what ``of`` says of each, in the order of the first of each."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(of(row), []).append(row)
    return found


def link(address: Any, words: Markup) -> Markup:
    """A link to another site, in a tab of its own; only the words where it is no web address."""
    target = text(address)
    if not target.lower().startswith(("http://", "https://")):
        return words
    return html('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>', target, words)


def source(title: Any, address: Any, year: Any, t: Words) -> Markup:
    """«Source: …, 2024»."""
    name = titled(title, address)
    if pd.isna(year):
        return t.html("Source: {source}", source=name)
    return t.html("Source: {source}, {year}", source=name, year=int(year))


def titled(title: Any, address: Any) -> Markup:
    """A source's title with its link, in whatever language the source has."""
    return link(address, html('<span lang="">{}</span>', text(title)))


def english(cell: Any) -> Markup:
    """A text of the data, which is English whatever the reader's language is."""
    return html('<span lang="en">{}</span>', text(cell))


def about_region(note: Any, t: Words) -> Markup:
    """What is said of a place that is not, or no longer, in its region; empty for the others."""
    if pd.isna(note):
        return EMPTY
    return html('<p class="practice-outside">{}</p>', t.data(note))


def place(town: Any, region: str, region_local: str, country: str) -> str:
    """«Kalamata, Peloponnese, Greece»; a town that is called as its region stands once."""
    first = text(town)
    known = {region.casefold(), region_local.casefold()}
    names = [first] if first and first.casefold() not in known else []
    return ", ".join([*names, region, country])


def years(start: Any, end: Any, t: Words) -> str:
    """«begun in 2014», «2019–2022», «2021»; empty where nothing is stated."""
    if pd.isna(start):
        return "" if pd.isna(end) else t("until {year}", year=int(end))
    if pd.isna(end):  # whether it still runs is not known
        return t("begun in {year}", year=int(start))
    return str(int(start)) if start == end else f"{int(start)}–{int(end)}"


def chip(word: str, kind: str = "", title: str = "") -> Markup:
    """A word in a rounded box."""
    told = html(' title="{}"', title) if title else EMPTY
    return html('<span class="practice-chip {}"{}>{}</span>', kind, told, word)
