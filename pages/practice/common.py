"""Small pieces of HTML that cards, events and stakeholders share. All data are escaped. Pure."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd

from secon_ui.text.countries import language
from secon_ui.text.words import Words


def escaped(text: Any) -> str:
    """A cell as HTML; empty where there is none."""
    return "" if text is None or pd.isna(text) else html.escape(str(text))


def link(address: Any, text: str) -> str:
    """A link to another site, in a tab of its own; only the words where it is no web address.
    ``text`` is HTML."""
    target = "" if address is None or pd.isna(address) else str(address)
    if not target.lower().startswith(("http://", "https://")):
        return text
    return f'<a href="{html.escape(target)}" target="_blank" rel="noopener noreferrer">{text}</a>'


def source(title: Any, address: Any, year: Any, t: Words) -> str:
    """«Source: …, 2024»."""
    name = titled(title, address)
    if pd.isna(year):
        return t("Source: {source}", source=name)
    return t("Source: {source}, {year}", source=name, year=int(year))


def titled(title: Any, address: Any) -> str:
    """A source's title with its link, in whatever language the source has."""
    return link(address, f'<span lang="">{escaped(title)}</span>')


def local(name: Any, country: str, beside: str) -> str:
    """A name in its own language, unless the English one already says it."""
    text = "" if name is None or pd.isna(name) else str(name)
    if not text or text.casefold() in beside.casefold():
        return ""
    return f'<span lang="{language(country)}">{html.escape(text)}</span>'


def place(town: Any, region: str, region_local: str, country: str) -> str:
    """«Kalamata, Peloponnese, Greece»; a town that is called as its region stands once."""
    first = "" if town is None or pd.isna(town) else str(town)
    known = {region.casefold(), region_local.casefold()}
    names = [first] if first and first.casefold() not in known else []
    return ", ".join([*names, region, country])


def years(start: Any, end: Any, t: Words) -> str:
    """«since 2014», «2019–2022», «2021»; empty where nothing is stated."""
    if pd.isna(start):
        return "" if pd.isna(end) else t("until {year}", year=int(end))
    if pd.isna(end):
        return t("since {year}", year=int(start))
    return str(int(start)) if start == end else f"{int(start)}–{int(end)}"


def chip(text: str, kind: str = "", title: str = "") -> str:
    """A word in a rounded box; ``text`` and ``title`` are plain."""
    told = f' title="{html.escape(title)}"' if title else ""
    return f'<span class="practice-chip {kind}"{told}>{html.escape(text)}</span>'
