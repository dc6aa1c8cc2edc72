"""One mark language for what a value stands for: ● own area, ◆ computed, ○ wider area."""

from __future__ import annotations

from secon_data.rows import Row
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


def several(row: Row) -> bool:
    """Whether several wider areas stand for a region: the value is their mean, no area's own."""
    return bool(row["basis"] == "wider" and "+" in row["areas"])


def area_words(row: Row, t: Words) -> str:
    """What a value stands for."""
    return t("mean of wider areas") if several(row) else basis_words(row["basis"], t)


def row_words(row: Row, t: Words) -> str:
    """What a value stands for, and whether it is approximate."""
    words = area_words(row, t)
    return f"{words} ({t('approximate')})" if row["approximate"] else words


def whose(row: Row, t: Words) -> list[str]:
    """What must stand behind a value that is cited: of which wider area it is, and whether it is
    approximate."""
    told = []
    if row["basis"] == "wider":
        area = t.areas(row["areas"], row["area_names"])
        said = t("mean of {areas}", areas=area) if several(row) else t("value of {area}", area=area)
        told.append(said)
    return [*told, t("approximate")] if row["approximate"] else told
