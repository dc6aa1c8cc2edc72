"""One mark language for what a value stands for: ● own area, ◆ computed, ○ wider area."""

from __future__ import annotations

from secon_ui.text.markup import EMPTY, Markup, html
from secon_ui.text.words import Words

SYMBOL = {"own": "circle", "computed": "diamond", "wider": "circle"}
SIGN = {"own": "●", "computed": "◆", "wider": "○"}


def basis_html(basis: str) -> Markup:
    """The mark as HTML; words stand beside it, so that it is hidden from screen readers."""
    return html('<span class="basis {}" aria-hidden="true"></span>', basis)


def not_own_html(basis: str) -> Markup:
    """The mark of what is not the region's own published value; of one that is, nothing."""
    return EMPTY if basis == "own" else basis_html(basis)


def basis_words(basis: str, t: Words) -> str:
    """What the mark means."""
    return {
        "own": t("own area"),
        "computed": t("computed from its parts"),
        "wider": t("wider area"),
    }[basis]
