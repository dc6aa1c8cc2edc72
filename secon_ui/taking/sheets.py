"""A view as a sheet that stands alone: what its page says, as text, around what is drawn. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from secon_ui.drawing.geometry import OWNERS
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import LIGHT
from secon_ui.taking.exhibit import Exhibit, Key, Maps, Sheet
from secon_ui.text.basis_marks import basis_words
from secon_ui.text.markup import EMPTY, Markup
from secon_ui.text.spoken import paragraphs, sentence
from secon_ui.text.words import Words


def rights(sheet: Sheet) -> str:
    """The licence of what is told; of a map, whose its outlines are, which have another."""
    mapped = any(isinstance(one, Maps) for one in sheet.exhibits)
    outlines = [Words(sheet.language)("Boundaries {owners}", owners=OWNERS)] if mapped else []
    return " · ".join(["CC BY 4.0", *outlines])


def on_paper(look: Look) -> Look:
    """For whom a sheet is drawn: the same reader, on a wide light ground."""
    return replace(look, colours=LIGHT, size="wide")


def basis_keys(bases: Collection[str], t: Words) -> list[Key]:
    """What the marks mean that occur."""
    return [Key(basis_words(b, t), b) for b in ("own", "computed", "wider") if b in set(bases)]


def sheet(
    look: Look,
    title: Markup | str,
    measured: Markup | str,
    exhibits: Sequence[Exhibit],
    *,
    described: str,
    keys: Sequence[Key] = (),
    notice: Markup | str = EMPTY,
    source: Markup | str = EMPTY,
    beside: bool = False,
    elsewhere: Sequence[str] = (),
) -> Sheet:
    """A sheet of what a page says; its address is known where it is asked for. ``elsewhere``: what
    the page shows beside what is drawn."""
    t = look.t
    return Sheet(
        t.language,
        sentence(title),
        sentence(measured),
        tuple(exhibits),
        described,
        tuple(keys),
        paragraphs(notice),
        sentence(source),
        beside=beside,
        elsewhere=t("Behind the link as well: {what}.", what=t.list(elsewhere))
        if elsewhere
        else "",
    )
