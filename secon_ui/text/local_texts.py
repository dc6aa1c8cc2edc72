"""Which of two languages a text of the data is shown in: English, which every row has, or that of
the row's country, which some have. Pure.

Who reads in the country's language sees the country's text, with the English one beside it;
everybody else sees English, with the local one beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secon_ui.text.countries import language
from secon_ui.text.markup import Markup, html
from secon_ui.text.words import Words

ENGLISH = "en"


@dataclass(frozen=True)
class Told:
    """A text as it is shown, its language as HTML's ``lang`` takes it, and the same in the other
    language: empty where there is none, or where the text shown says it already."""

    text: str
    language: str = ENGLISH
    beside: str = ""
    beside_language: str = ""

    @property
    def html(self) -> Markup:
        """The text, marked with its language."""
        return html('<span lang="{}">{}</span>', self.language, self.text)

    @property
    def beside_html(self) -> Markup:
        """The text in the other language, marked with it; empty where there is none."""
        if not self.beside:
            return html("")
        return html('<span lang="{}">{}</span>', self.beside_language, self.beside)


def told(english: Any, local: Any, country: Any, t: Words) -> Told:
    """A text of a row for a reader. ``english``, ``local``: cells of the data; ``country``: the
    row's, as Eurostat writes it."""
    first, own, spoken = _text(english), _text(local), language(_text(country))
    if not own:
        return Told(first)
    if not first or spoken == t.language != ENGLISH:  # the Union's own names are English too
        return Told(own, spoken, *(() if _holds(own, first) else (first, ENGLISH)))
    return Told(first, ENGLISH, *(() if _holds(first, own) else (own, spoken)))


def note(texts: Iterable[tuple[Any, Any]], t: Words) -> str:
    """Says once for a page that its texts, or some, are in English; empty where none is foreign.

    ``texts``: of each text shown, its row's country and what it is in that country's language.
    """
    if t.language == ENGLISH:
        return ""
    foreign = {not _text(local) or language(_text(c)) != t.language for c, local in texts}
    if True not in foreign:
        return ""
    return t("Other texts in English") if False in foreign else t("Texts in English")


def _holds(text: str, other: str) -> bool:
    return other.casefold() in text.casefold()


def _text(cell: Any) -> str:
    return "" if cell is None or pd.isna(cell) else str(cell)
