"""Sheets and reports set by Typst: PNG, SVG, PDF. No network, no browser. Pure."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import segno
import typst

from secon_ui.drawing.theme import LIGHT
from secon_ui.taking import (
    charts,
    fewer_spans,
    fonts,
    profile_drawing,
    sheets,
    table_columns,
    writable,
)
from secon_ui.taking.brief import briefly, fitting
from secon_ui.taking.exhibit import Cell, Exhibit, Grid, Profile, Sheet, Spans, keys_of
from secon_ui.taking.shapes import SHAPES as SHAPES
from secon_ui.taking.shapes import Shape
from secon_ui.text.words import Words

Format = Literal["png", "svg"]


CROWDED = 0.8  # of its usual height; a profile whose rows are closer is drawn in brief
NARROWEST = 640  # points in which the columns of a profile stand beside each other
GUTTER = {True: 36, False: 20}  # points between exhibits beside, and under one another
FUNDED = "Co-funded by the European Union"


def picture(sheet: Sheet, shape: str = "wide", format: Format = "png") -> bytes:
    """A view as a picture in one of ``SHAPES``; an SVG's letters are outlines."""
    told, parts = set_out(sheet, shape)
    return compiled("picture.typ", told, parts, format, pixels=SHAPES[shape].pixels)


def set_out(sheet: Sheet, shape: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """A picture as its template reads it, and its drawings: each is made for the room that it
    has, so that its letters have the size in which they are drawn."""
    page = SHAPES[shape]
    sheet = writable.drawable(sheet if page.code else replace(sheet, address=""))
    parts: dict[str, bytes] = {}
    if sheet.address:
        parts["qr.svg"] = qr(sheet.address)
    for lines in _allowed(page):
        shown = briefly(sheet, page, lines)
        told = asdict(replace(shown, exhibits=())) | _sizes(page)
        told |= {"funded": FUNDED, "rights": sheets.rights(sheet)}
        told["headline-size"] = _head_size(shown.headline, page)
        told |= {"qr": "qr.svg"} if sheet.address else {}
        high = room(told, parts)
        if high >= _needed(shown, page):
            break
    told |= _exhibits(shown, page, max(high, page.height / 3 if page.code else 0), parts)
    told["keys"] = [asdict(key) for key in keys_of(shown.keys, [
        fewer_spans.only(one, laid["drawn"]) if isinstance(one, Spans) else one
        for one, laid in zip(shown.exhibits, told["exhibits"], strict=True)
    ])]  # fmt: skip
    return told, parts


def _allowed(page: Shape) -> list[tuple[int, int, int]]:
    """How many lines what is measured, the notice and the source may take: the most first, and
    fewer where what is drawn has no room; what must be said is shortened last."""
    n = page.lines
    fewer = [(max(1, n - 1), n, n), (1, n, 1), (1, max(1, n - 1), 1), (1, 1, 1)]
    return [(n, n, n), *fewer] if n else [(0, 0, 0)]


def _needed(sheet: Sheet, page: Shape) -> float:
    """About how many points of height what is drawn needs."""
    wide = (page.width - 2 * page.margin) / page.larger
    return max(
        (
            min((len(one.rows) + 1.5) * page.table * 1.9, page.height * 0.55)
            if isinstance(one, Grid)
            else page.height * 0.5
            if isinstance(one, Profile)
            else min(charts.natural_height(one, wide) * page.larger, page.height * 0.53)
            if isinstance(one, Spans)
            else charts.least_height(one, wide) * page.larger
            for one in sheet.exhibits
        ),
        default=0.0,
    )


def _head_size(headline: str, page: Shape) -> float:
    room = (page.width - 2 * page.margin) * 0.98
    two = (size for size in page.heads if fitting(headline, size * 1.04, room, 2) is None)
    return next(two, page.heads[-1])


def room(told: Mapping[str, Any], parts: Mapping[str, bytes]) -> float:
    """How many points of a picture's height its words leave to what is drawn."""
    sources = _sources("picture.typ", dict(told) | {"exhibits": [], "tracks": []}, parts)
    found = json.loads(_compiler(sources).query("<room>", field="value"))
    return float(found[0]) if found else 0.0


def _sizes(page: Shape) -> dict[str, Any]:
    """A shape as the template reads it: some of a sheet's own words have the same names."""
    own = {f.name for f in fields(Sheet)}
    return {f"{k}-size" if k in own else k: value for k, value in asdict(page).items()}


def _exhibits(sheet: Sheet, page: Shape, height: float, parts: dict[str, bytes]) -> dict[str, Any]:
    """What is drawn of a sheet, as the template reads it; drawings are added to the ``parts``.
    ``tracks``: how many points of the width, or of the height, each has."""
    wide, n = page.width - 2 * page.margin, max(1, len(sheet.exhibits))
    across = sheet.beside and page.width > page.height
    free = (wide if across else height) - GUTTER[across] * (n - 1)
    shares = [1 / n] * len(sheet.exhibits)
    tables = [isinstance(one, Grid) for one in sheet.exhibits]
    if across and n == 2 and sum(tables) == 1:
        shares = [1 - page.aside if table else page.aside for table in tables]
    tracks = [free * share for share in shares]
    told = []
    for one, track in zip(sheet.exhibits, tracks, strict=True):
        width, high = (track, height) if across else (wide, track)
        if page.even and isinstance(one, Grid):
            grid, sizes = table_columns.fitted(
                one, width, page.table, Words(sheet.language), page.grown
            )
            told.append(laid(grid, parts, width, high, sheet.language) | {"sizes": sizes})
            continue
        under = page.beneath * 1.3 + 8
        told.append(
            laid(one, parts, width / page.larger, high / page.larger, sheet.language,
                 under / page.larger, short=page.lines > 0)
        )  # fmt: skip
    return {"exhibits": told, "tracks": tracks}


def laid(
    exhibit: Exhibit,
    parts: dict[str, bytes],
    width: float,
    height: float,
    language: str,
    under: float = 0.0,
    *,
    short: bool = False,
    letters: bool = False,
) -> dict[str, Any]:
    """A table as it is, with the words for each number of rows that may be left out; a drawing as
    a file among the ``parts``. ``under``: how much of the height a line takes that tells what is
    left out of a drawing; ``short``: it is for a slide; ``letters``: as ``charts.svg``."""
    t = Words(language)
    if isinstance(exhibit, Grid):
        return asdict(replace(exhibit, brief=None)) | {"less": _less(exhibit, t)}
    more, drawn = "", list[int]()
    if isinstance(exhibit, Profile):
        if short:
            exhibit, more = _ends(replace(exhibit, short=True), width, height - under, t)
        elif charts.natural_height(exhibit, width) * CROWDED > height:
            n = sum(not isinstance(row, str) for row in exhibit.rows)
            more = exhibit.more if len(exhibit.brief) < n else ""
            exhibit = replace(exhibit, rows=exhibit.brief)
            most = max(2, int((height - 40) / profile_drawing.ROW))
            if most < CROWDED * len(exhibit.brief):
                exhibit, more = _first_and_last(exhibit, most), left_out(n - most, t)
    if isinstance(exhibit, Spans):
        drawn, more = _fewer(exhibit, width, height - under, t)
        exhibit = fewer_spans.only(exhibit, drawn)
    height -= under if more else 0
    name = f"figure-{len(parts)}.svg"
    if isinstance(exhibit, Profile) and not short and width < NARROWEST:
        width, height = NARROWEST, height * NARROWEST / width  # as a whole, to be enlarged by hand
    parts[name] = charts.svg(exhibit, round(width), round(height), letters=letters)
    return {"file": name, "more": more, "drawn": drawn}


def _ends(found: Profile, width: float, height: float, t: Words) -> tuple[Profile, str]:
    """The best and the lowest rows of a profile's brief ones for which there is room."""
    rows = sum(not isinstance(row, str) for row in found.rows)
    n = len(found.brief)
    while n > 2 and charts.least_height(_first_and_last(found, n), width) > height:
        n -= 1
    return _first_and_last(found, n), left_out(rows - n, t)


def _first_and_last(found: Profile, n: int) -> Profile:
    if n >= len(found.brief):
        return replace(found, rows=found.brief)
    rows = [*found.brief[: n - n // 2], *found.brief[len(found.brief) - n // 2 :]]
    return replace(found, rows=rows)


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
        "… and {n} more row, not shown here.", "… and {n} more rows, not shown here.", n
    )


def _fewer(found: Spans, width: float, height: float, t: Words) -> tuple[list[int], str]:
    """The places of the rows for which there is room, and what is said of those left out."""
    n = every = fewer_spans.counted(found)
    stay = fewer_spans.places(found, n)
    while n > 1 and charts.natural_height(fewer_spans.only(found, stay), width) > height:
        n -= 1
        stay = fewer_spans.places(found, n)
    return stay, " ".join(filter(None, (left_out(every - n, t), found.more)))


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
    standards: Any = (),
    pixels: float = 1.0,
) -> bytes:
    """A template with what it tells (as ``sheet.json``) and its drawings."""
    found = _compiler(_sources(template, told, parts)).compile(
        format=format, ppi=72.0 * pixels, pdf_standards=list(standards)
    )
    return found if isinstance(found, bytes) else b"".join(found or ())


def _sources(
    template: str, told: Mapping[str, Any], parts: Mapping[str, bytes]
) -> dict[str, bytes]:
    sources = {**_templates(), **parts, "sheet.json": json.dumps(told).encode()}
    sources["colours.json"] = json.dumps(asdict(LIGHT)).encode()
    sources["main.typ"] = sources.pop(template)
    return sources


def _compiler(sources: Any) -> typst.Compiler:
    """``sources``: by name; typst's types know no folder that is a dict."""
    return typst.Compiler(
        sources,
        font_paths=_letters(),
        ignore_system_fonts=True,
    )


@cache
def _letters() -> typst.Fonts:
    """The typefaces, read once: each picture is set at least twice."""
    return typst.Fonts(include_system_fonts=False, font_paths=[fonts.FOLDER])
