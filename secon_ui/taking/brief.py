"""What a slide tells of a sheet: whole sentences, tables in brief, three series at most. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from secon_ui.drawing.theme import LIGHT
from secon_ui.taking import letters
from secon_ui.taking.exhibit import (
    Bar,
    Bars,
    Dot,
    Exhibit,
    Grid,
    Line,
    Lines,
    Maps,
    Scatter,
    Sheet,
    Spot,
)
from secon_ui.taking.shapes import Shape

# Where a sentence or a part of it begins; with a number not behind one: «31. 12. 2026» is a day.
_SENTENCES = re.compile(
    r"(?<=[.!?;])\s+(?=[^\W\d_]|[○◆●◐*’])|(?<=[^\W\d_][.!?;]|\)[.!?;])\s+(?=\d)|\s+(?=· )"
)


def briefly(sheet: Sheet, page: Shape, lines: tuple[int, int, int] | None = None) -> Sheet:
    """A sheet with as many whole sentences as its page has lines for, and its tables in brief.
    ``lines``: of what is measured, of the notice and of the source."""
    if not page.lines:
        return sheet
    for_measured, for_notice, for_source = lines or (page.lines,) * 3
    width = (page.width - 2 * page.margin) * 0.97

    def short(text: str, size: float, lines: int) -> str:
        told = _SENTENCES.split(text)
        while len(told) > 1 and fitting(" ".join(told) + " …", size, width, lines) is not None:
            told = told[:-1]
        kept = " ".join(told)
        most = fitting(kept, size, width, lines)
        if most is not None:
            kept = _clause(kept.split()[: max(1, most - 1)])
        return kept if kept == " ".join(text.split()) else f"{kept} …"

    notice = short(" ".join(sheet.notice), page.beneath, for_notice)
    main = [_three(_brief(one)) for one in sheet.exhibits]
    if not sheet.beside:  # of several tables there is room for one: a field of colours, or the last
        tables = [one for one in main if isinstance(one, Grid)]
        kept = next((one for one in tables if one.filled), tables[-1] if tables else None)
        main = [one for one in main if not isinstance(one, Grid) or one is kept]
    return replace(
        sheet,
        exhibits=main,
        measured=short(sheet.measured, page.measured, for_measured),
        notice=[notice] if notice else [],
        source=short(sheet.source, page.source, for_source),
    )


def _clause(words: list[str]) -> str:
    """The beginning of a sentence; of a clause that was cut nothing where it has a number: «18, of
    which 7» would say nothing of the seven."""
    ends = [n for n, word in enumerate(words, 1) if word[-1] in ",:;"]
    last = ends[-1] if ends else 0
    if last > len(words) / 2 and any(map(str.isdigit, "".join(words[last:]))):
        words = words[:last]
    return " ".join(words).rstrip(",:;")


def _three(exhibit: Exhibit) -> Exhibit:
    """At most three series of a slide are looked at, mine and two others: of a fourth colour nobody
    in the room knows what it is."""
    fourth = LIGHT.compared[2]

    def bars(one: Bar) -> Bar:
        quiet = replace(one, colour=LIGHT.faint, ink=LIGHT.text, strong=False)
        return quiet if one.colour == fourth else one

    def lines(one: Line) -> Line:
        quiet = replace(one, colour=LIGHT.faint, ink=LIGHT.quiet, strong=False)
        return quiet if one.colour == fourth else one

    def dots(one: Dot) -> Dot:
        quiet = replace(one, colour=LIGHT.quiet, ink=LIGHT.text, strong=False)
        return quiet if one.colour == fourth else one

    def spots(one: Spot) -> Spot:
        return replace(one, colour=LIGHT.quiet) if one.colour == fourth else one

    if isinstance(exhibit, Bars):
        return replace(exhibit, bars=list(map(bars, exhibit.bars)))
    if isinstance(exhibit, Lines):
        return replace(exhibit, lines=list(map(lines, exhibit.lines)))
    if isinstance(exhibit, Scatter):
        return replace(exhibit, dots=list(map(dots, exhibit.dots)))
    if isinstance(exhibit, Maps) and exhibit.main is not None:
        small = [replace(one, ink=LIGHT.text) if one.ink == LIGHT.compared_text[2] else one
                 for one in exhibit.small]  # fmt: skip
        main = replace(exhibit.main, spots=list(map(spots, exhibit.main.spots)))
        return replace(exhibit, main=main, small=small)
    return exhibit


def _brief(exhibit: Exhibit) -> Exhibit:
    """An exhibit as a slide tells it."""
    if isinstance(exhibit, Maps) and exhibit.main is not None:
        spots = [replace(one, name=one.brief or one.name) for one in exhibit.main.spots]
        return replace(exhibit, main=replace(exhibit.main, spots=spots), listed=True)
    if not isinstance(exhibit, Grid):
        return exhibit
    if exhibit.brief is not None:
        return exhibit.brief
    stay = [at for at, head in enumerate(exhibit.heads) if not head.aside]
    rows = [row if isinstance(row, str) else [row[at] for at in stay] for row in exhibit.rows]
    return replace(exhibit, heads=[exhibit.heads[at] for at in stay], rows=rows)


def fitting(text: str, size: float, room: float, lines: int) -> int | None:
    """How many words of a text fit into so many lines; None where all do. Word by word: to measure
    ever shorter texts as wholes would take a minute for a long one."""
    space = size * 0.22
    used, line = 0.0, 1
    for n, word in enumerate(text.split()):
        wide = letters.text_width(word, size)
        if used and used + space + wide > room:
            line, used = line + 1, 0.0
            if line > lines:
                return n
        used += wide + (space if used else 0.0)
    return None
