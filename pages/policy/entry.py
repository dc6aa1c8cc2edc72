"""One cell in full: title, title in its language, what it is, and where it is written. Pure."""

from __future__ import annotations

from pages.policy.framework import Cell
from secon_ui.text.local_texts import Told, told
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words


def text(cell: Cell, t: Words) -> Markup:
    """What a cell says in full."""
    if not cell.known:
        said = t("Not found in the sources read. This does not mean that there is none.")
        return html('<p class="policy-what">{}</p>', said)
    name, about = title(cell, t), summary(cell, t)
    parts = [html('<p class="policy-title" lang="{}">{}</p>', name.language, name.text)]
    if name.beside:
        also = html('<p class="policy-local" lang="{}">{}</p>', name.beside_language, name.beside)
        parts.append(also)
    if about.text:
        parts.append(html('<p class="policy-what" lang="{}">{}</p>', about.language, about.text))
    parts.append(html('<p class="policy-source">{}</p>', source(cell, t)))
    return joined(parts)


def title(cell: Cell, t: Words) -> Told:
    """What the law, plan or body is called, for a reader."""
    return told(cell.title, cell.title_local, cell.country, t)


def summary(cell: Cell, t: Words) -> Told:
    """What it is, for a reader."""
    return told(cell.summary, cell.summary_local, cell.country, t)


def source(cell: Cell, t: Words) -> Markup:
    """«Source, read: …» or «Source, by citation: …», with its link and year."""
    how = t("Source, read:") if cell.verified == "yes" else t("Source, by citation:")
    title = html("{}", cell.source_title)
    if cell.source_url is not None:
        title = linked(cell.source_url, title)
    year = EMPTY if cell.source_year is None else html(", {}", cell.source_year)
    return html("{} {}{}", how, title, year)


def linked(address: str, text: str) -> Markup:
    """A link to another site, in a tab of its own."""
    return html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, text)
