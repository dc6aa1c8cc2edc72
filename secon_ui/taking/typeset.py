"""Sheets and reports set by Typst: PNG, SVG, PDF. No network, no browser. Pure."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import segno
import typst

from secon_ui.drawing.theme import LIGHT
from secon_ui.taking import charts, fonts
from secon_ui.taking.exhibit import Exhibit, Grid, Sheet

Format = Literal["png", "svg"]
SHAPES = {"wide": (1600, 900), "square": (1200, 1200)}
MOST_ROWS = {"wide": 18, "square": 26}
LARGER = 1.2  # a picture is looked at from further away than a screen
FUNDED = "Co-funded by the European Union"


def picture(sheet: Sheet, shape: str = "wide", format: Format = "png") -> bytes:
    """A view as a picture of 1600 × 900 or 1200 × 1200 pixels; an SVG's letters are outlines."""
    width, height = SHAPES[shape]
    parts: dict[str, bytes] = {}
    told = _told(sheet, parts, round((width - 112) / LARGER), round(height * 0.6 / LARGER))
    told |= {"width": width, "height": height}
    return compiled("picture.typ", told, parts, format)


def _told(sheet: Sheet, parts: dict[str, bytes], width: int, height: int) -> dict[str, Any]:
    """A sheet as the templates read it; its drawings are added to the ``parts``."""
    told = asdict(replace(sheet, exhibits=())) | {"funded": FUNDED}
    told["exhibits"] = [
        laid(one, parts, width, height // max(1, len(sheet.exhibits))) for one in sheet.exhibits
    ]
    if sheet.address:
        parts["qr.svg"] = qr(sheet.address)
        told["qr"] = "qr.svg"
    return told


def laid(exhibit: Exhibit, parts: dict[str, bytes], width: int, height: int) -> dict[str, Any]:
    """A table as it is; a drawing as a file among the ``parts``."""
    if isinstance(exhibit, Grid):
        return asdict(exhibit)
    name = f"figure-{len(parts)}.svg"
    parts[name] = charts.svg(exhibit, width, height)
    return {"file": name}


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
