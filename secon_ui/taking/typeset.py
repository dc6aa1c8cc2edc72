"""Sheets and reports set by Typst: PNG, SVG, PDF. No network, no browser. Pure."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import segno
import typst

from secon_ui.drawing.theme import LIGHT
from secon_ui.taking import charts, fonts
from secon_ui.taking.exhibit import Cell, Exhibit, Grid, Profile, Sheet, Spans
from secon_ui.text.words import Words

Format = Literal["png", "svg"]
SHAPES = {"wide": (1600, 900), "square": (1200, 1200)}
CROWDED = 0.8  # of its usual height; a profile whose rows are closer is drawn in brief
LARGER = 1.2  # a picture is looked at from further away than a screen
FUNDED = "Co-funded by the European Union"


def picture(sheet: Sheet, shape: str = "wide", format: Format = "png") -> bytes:
    """A view as a picture of 1600 × 900 or 1200 × 1200 pixels; an SVG's letters are outlines."""
    width, height = SHAPES[shape]
    parts: dict[str, bytes] = {}
    wide, high = width - 112, left_over(sheet, width - 112, height)
    aside = sheet.beside and width > height
    told = _told(sheet, parts, round(wide / LARGER), round(high / LARGER), aside=aside)
    told |= {"width": width, "height": height}
    return compiled("picture.typ", told, parts, format)


def left_over(sheet: Sheet, width: int, height: int) -> int:
    """About how many pixels of a picture's height its words leave to what is drawn."""

    def lines(text: str, size: float, room: float = width) -> float:
        return math.ceil(charts.text_width(text, size) * 1.04 / room) * size * 1.2 if text else 0

    head = 30 if len(sheet.headline) > 120 else 36
    above = lines(sheet.headline, head) + lines(sheet.measured, 20)
    keys = "".join(key.words for key in sheet.keys)
    above += lines(keys + "m" * 4 * len(sheet.keys), 18)
    beneath = sum(lines(told, 17) + 6 for told in sheet.notice)
    source = max(84, lines(sheet.source, 16, width - 110) + 24)
    return max(height // 3, round(height - above - beneath - source - 140))


def _told(
    sheet: Sheet, parts: dict[str, bytes], width: int, height: int, *, aside: bool = False
) -> dict[str, Any]:
    """A sheet as the templates read it; its drawings are added to the ``parts``. ``aside``: they
    stand side by side."""
    told = asdict(replace(sheet, exhibits=())) | {"funded": FUNDED}
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
    if isinstance(exhibit, Spans):
        exhibit, more = _fewer(exhibit, width, height, Words(language))
    name = f"figure-{len(parts)}.svg"
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
) -> bytes:
    """A template with what it tells (as ``sheet.json``) and its drawings."""
    sources = {**_templates(), **parts, "sheet.json": json.dumps(told).encode()}
    sources["colours.json"] = json.dumps(asdict(LIGHT)).encode()
    sources["main.typ"] = sources.pop(template)
    found = typst.compile(
        sources,  # type: ignore[call-overload]  # its types know no folder that is a dict
        format=format,
        ppi=72.0,
        font_paths=[fonts.FOLDER],
        ignore_system_fonts=True,
        pdf_standards=list(standards),
    )
    return bytes(found) if isinstance(found, bytes | bytearray) else b"".join(found)
