"""One cell in full: title, title in its language, what it is, and where it is written. Pure."""

from __future__ import annotations

from pages.policy.framework import Cell
from secon_ui.text.countries import language
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words


def text(cell: Cell, t: Words) -> Markup:
    """What a cell says in full."""
    if not cell.known:
        said = t("Not found in the sources read. This does not mean that there is none.")
        return html('<p class="policy-what">{}</p>', said)
    parts = [html('<p class="policy-title" lang="en">{}</p>', cell.title)]
    if cell.title_local is not None:
        code = language(cell.country)
        parts.append(html('<p class="policy-local" lang="{}">{}</p>', code, cell.title_local))
    if cell.summary is not None:
        parts.append(html('<p class="policy-what" lang="en">{}</p>', cell.summary))
    parts.append(html('<p class="policy-source">{}</p>', source(cell, t)))
    return joined(parts)


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
