"""Sheets and reports set by Typst: PNG, SVG, PDF. No network, no browser. Pure."""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import segno
import typst

from secon_ui.drawing.theme import LIGHT
from secon_ui.taking import charts, fonts, sheets
from secon_ui.taking.exhibit import Cell, Exhibit, Grid, Maps, Profile, Sheet, Spans
from secon_ui.text.words import Words

Format = Literal["png", "svg"]


@dataclass(frozen=True)
class Shape:
    """The page of a picture. ``width``, ``height``: in points; ``pixels``: of a PNG, in a point;
    sizes of type in points: of the headline, of a ``long`` one, of what is measured, of legend and
    notice, of the source; ``larger``: how much drawings are enlarged; ``small``: the least part of
    a table's usual size; ``code``: whether the link stands on it as a QR code; ``lines``: so
    many at most of what is measured, of the notice and of the source, 0 for all: what a slide has
    no room for, its presenter has before her."""

    width: int
    height: int
    pixels: float = 1.0
    margin: int = 56
    head: float = 36
    long: float = 30
    measured: float = 20
    keys: float = 18
    beneath: float = 17
    source: float = 16
    table: float = 22
    larger: float = 1.2  # a picture is looked at from further away than a screen
    small: float = 0.66
    gap: float = 14
    code: bool = True
    lines: int = 0


# A slide is seen at 1280 × 720 pixels or more: a point is four thirds of a pixel there, and nothing
# but the source is below 24. A phone's is as wide as the phone.
SHAPES = {
    "wide": Shape(1600, 900),
    "square": Shape(1200, 1200),
    "slide": Shape(
        960, 540, 2.0, margin=34, head=30, long=27, measured=18.2, keys=18.2, beneath=18.2,
        source=13.8, table=20, larger=1.4, small=0.91, gap=9, code=False, lines=2,
    ),
    "phone": Shape(
        390, 640, 2.0, margin=16, head=21, long=18, measured=14.5, keys=14, beneath=14,
        source=12, table=15, larger=1.05, small=0.93, gap=8, code=False, lines=3,
    ),
}  # fmt: skip
SHAPES["thumb"] = replace(SHAPES["slide"], pixels=0.5)  # the same slide, to choose it by
CROWDED = 0.8  # of its usual height; a profile whose rows are closer is drawn in brief
_SENTENCES = re.compile(r"(?<=[.!?;])\s+(?=[^\W\d_]|[○◆●◐*’])")
NARROWEST = 640  # points in which the columns of a profile stand beside each other
LONG = 120  # characters; a longer headline is set smaller
FUNDED = "Co-funded by the European Union"


def picture(sheet: Sheet, shape: str = "wide", format: Format = "png") -> bytes:
    """A view as a picture in one of ``SHAPES``; an SVG's letters are outlines."""
    page = SHAPES[shape]
    sheet = briefly(sheet if page.code else replace(sheet, address=""), page)
    parts: dict[str, bytes] = {}
    wide, high = page.width - 2 * page.margin, left_over(sheet, page)
    aside = sheet.beside and page.width > page.height
    told = _told(sheet, parts, round(wide / page.larger), round(high / page.larger), aside=aside)
    return compiled("picture.typ", told | _sizes(page), parts, format, pixels=page.pixels)


def briefly(sheet: Sheet, page: Shape) -> Sheet:
    """A sheet with as many whole sentences as its page has lines for."""
    if not page.lines:
        return sheet
    width = (page.width - 2 * page.margin) * 0.97

    def short(text: str, size: float) -> str:
        told = _SENTENCES.split(text)
        while len(told) > 1 and _fitting(" ".join(told), size, width, page.lines) is not None:
            told = told[:-1]
        kept = " ".join(told)
        most = _fitting(kept, size, width, page.lines)
        if most is not None:
            kept = " ".join(kept.split()[: max(1, most - 1)])
        return kept if kept == " ".join(text.split()) else f"{kept} …"

    notice = short(" ".join(sheet.notice), page.beneath)
    main = [
        replace(one, small=()) if isinstance(one, Maps) and one.main is not None else one
        for one in sheet.exhibits
    ]
    if not sheet.beside:  # of several tables there is room for the last, which the headline is of
        main = [one for one in main if not isinstance(one, Grid) or one.filled or one is main[-1]]
    return replace(
        sheet,
        exhibits=main,
        measured=short(sheet.measured, page.measured),
        notice=[notice] if notice else [],
        source=short(sheet.source, page.source),
    )


def _fitting(text: str, size: float, room: float, lines: int) -> int | None:
    """How many words of a text fit into so many lines; None where all do. Word by word: to measure
    ever shorter texts as wholes would take a minute for a long one."""
    space = size * 0.22
    used, line = 0.0, 1
    for n, word in enumerate(text.split()):
        wide = charts.text_width(word, size)
        if used and used + space + wide > room:
            line, used = line + 1, 0.0
            if line > lines:
                return n
        used += wide + (space if used else 0.0)
    return None


def _sizes(page: Shape) -> dict[str, Any]:
    """A shape as the template reads it: some of a sheet's own words have the same names."""
    own = {f.name for f in fields(Sheet)}
    return {f"{k}-size" if k in own else k: value for k, value in asdict(page).items()}


def left_over(sheet: Sheet, page: Shape) -> int:
    """About how many points of a picture's height its words leave to what is drawn."""
    width = page.width - 2 * page.margin

    def lines(text: str, size: float, room: float = width) -> float:
        return math.ceil(charts.text_width(text, size) * 1.04 / room) * size * 1.2 if text else 0

    head = page.long if len(sheet.headline) > LONG else page.head
    above = lines(sheet.headline, head) + lines(sheet.measured, page.measured)
    keys = "".join(key.words for key in sheet.keys)
    above += lines(keys + "m" * 4 * len(sheet.keys), page.keys)
    beneath = sum(lines(told, page.beneath) + 6 for told in sheet.notice)
    source = lines(sheet.source, page.source, width - (110 if page.code else 0))
    source = max(84, source + 24) if page.code else source
    around = 140 if page.code else 3 * page.gap + 1.4 * page.margin
    return max(page.height // 3, round(page.height - above - beneath - source - around))


def _told(
    sheet: Sheet, parts: dict[str, bytes], width: int, height: int, *, aside: bool = False
) -> dict[str, Any]:
    """A sheet as the templates read it; its drawings are added to the ``parts``. ``aside``: they
    stand side by side."""
    told = asdict(replace(sheet, exhibits=())) | {
        "funded": FUNDED,
        "rights": sheets.rights(sheet),
    }
    n = max(1, len(sheet.exhibits))
    room = (width // n, height) if aside else (width, height // n)
    told["exhibits"] = [laid(one, parts, *room, sheet.language) for one in sheet.exhibits]
    if sheet.address:
        parts["qr.svg"] = qr(sheet.address)
        told["qr"] = "qr.svg"
    return told


def laid(
    exhibit: Exhibit, parts: dict[str, bytes], width: int, height: int, language: str
) -> dict[str, Any]:
    """A table as it is, with the words for each number of rows that may be left out; a drawing as
    a file among the ``parts``."""
    if isinstance(exhibit, Grid):
        return asdict(exhibit) | {"less": _less(exhibit, Words(language))}
    more = ""
    if isinstance(exhibit, Profile) and charts.natural_height(exhibit, width) * CROWDED > height:
        placed = [row for row in exhibit.rows if not isinstance(row, str)]
        more = exhibit.more if len(exhibit.brief) < len(placed) else ""
        exhibit = replace(exhibit, rows=exhibit.brief)
        most = max(2, int((height - 40) / charts.ROW))
        if most < CROWDED * len(exhibit.brief):  # the best ones and the lowest ones
            first, last = most - most // 2, most // 2
            left = len(placed) - most
            rows = [*exhibit.brief[:first], *exhibit.brief[-last:]]
            exhibit, more = replace(exhibit, rows=rows), left_out(left, Words(language))
    if isinstance(exhibit, Spans):
        exhibit, more = _fewer(exhibit, width, height, Words(language))
    name = f"figure-{len(parts)}.svg"
    if isinstance(exhibit, Profile) and width < NARROWEST:  # as a whole, to be enlarged by hand
        width, height = NARROWEST, round(height * NARROWEST / width)
    parts[name] = charts.svg(exhibit, width, height)
    return {"file": name, "more": more}


def _less(found: Grid, t: Words) -> list[str]:
    """What is said where none, one, two … of the rows given are left out."""
    rows = sum(not isinstance(row, str) for row in found.rows)
    return [left_out(n + found.beyond, t) for n in range(rows + 1)]


def shortened(found: Grid, most: int, t: Words) -> Grid:
    """A table with as many of its rows: those that it keeps longest, in their places, with what
    stands over them; how many are left out is told (``common.typ`` does the same on paper)."""
    real = [at for at, row in enumerate(found.rows) if not isinstance(row, str)]
    left = max(0, len(real) - most)
    if not left:
        return found
    order = [*found.kept, *(at for at in real if at not in found.kept)]
    stay = set(order[:most])
    rows: list[Sequence[Cell] | str] = []
    marked, over = [], ""
    for at, row in enumerate(found.rows):
        if isinstance(row, str):
            over = row
        elif at in stay:
            rows += [over] if over else []
            over = ""
            marked += [len(rows)] if at in found.marked else []
            rows.append(row)
    more = " ".join(filter(None, (left_out(left + found.beyond, t), found.more)))
    return replace(found, rows=rows, marked=marked, more=more, kept=(), beyond=0)


def left_out(n: int, t: Words) -> str:
    """What is said of rows that have no room; empty where none is left out."""
    if not n:
        return ""
    return t.plural(
        "… and {n} more row, behind the link.", "… and {n} more rows, behind the link.", n
    )


def _fewer(found: Spans, width: int, height: int, t: Words) -> tuple[Spans, str]:
    """The first spans for which there is room, and how many are left out."""
    n = len(found.spans)
    while n > 1 and charts.natural_height(replace(found, spans=found.spans[:n]), width) > height:
        n -= 1
    if n < len(found.spans) and isinstance(found.spans[n - 1], str):
        n -= 1  # a heading without anything beneath it
    left = sum(not isinstance(span, str) for span in found.spans[n:])
    more = " ".join(filter(None, (left_out(left, t), found.more)))
    return replace(found, spans=found.spans[:n]), more


def qr(address: str) -> bytes:
    """A link as a QR code."""
    out = io.BytesIO()
    segno.make(address, error="l").save(out, kind="svg", border=0, dark=LIGHT.text, xmldecl=False)
    return out.getvalue()


@cache
def _templates() -> Mapping[str, bytes]:
    folder = files("secon_ui.taking") / "templates"
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name.endswith(".typ")}


def compiled(
    template: str,
    told: Mapping[str, Any],
    parts: Mapping[str, bytes],
    format: Literal["png", "svg", "pdf"],
    standards: Sequence[str] = (),
    pixels: float = 1.0,
) -> bytes:
    """A template with what it tells (as ``sheet.json``) and its drawings."""
    sources = {**_templates(), **parts, "sheet.json": json.dumps(told).encode()}
    sources["colours.json"] = json.dumps(asdict(LIGHT)).encode()
    sources["main.typ"] = sources.pop(template)
    found = typst.compile(
        sources,  # type: ignore[call-overload]  # its types know no folder that is a dict
        format=format,
        ppi=72.0 * pixels,
        font_paths=[fonts.FOLDER],
        ignore_system_fonts=True,
        pdf_standards=list(standards),
    )
    return bytes(found) if isinstance(found, bytes | bytearray) else b"".join(found)
