"""A report of many views: a tagged A4 PDF (PDF/UA-1), set by Typst. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from secon_ui.taking import charts, typeset
from secon_ui.taking.exhibit import Exhibit, Grid, Maps, Profile, Sheet

WIDTH, HALF = 900, 520  # pixels for which a drawing across the page, or half of it, is made
NAMED = 1020  # the same of a profile, which has many columns
MAP = 0.58  # of its width, the height of a map
SMALL = 0.72  # the same of a drawing half as wide


@dataclass(frozen=True)
class Section:
    """A chapter. ``told``: what it says first, a paragraph each; ``sheets``: its views one after
    another, or two beside each other where they are ``halves``; ``apart``: begins a page."""

    title: str
    told: Sequence[str]
    sheets: Sequence[Sheet]
    halves: bool = False
    apart: bool = True


@dataclass(frozen=True)
class Report:
    """``title``: of the whole; ``subtitle`` and ``day`` stand beneath it; ``finding``: the one
    sentence of the cover; ``cover``: its views; ``contents``: the word over the list of sections;
    ``address``: where the region is seen as it is now."""

    language: str
    title: str
    subtitle: str
    day: str
    finding: str
    cover: Sequence[Sheet]
    contents: str
    sections: Sequence[Section]
    closing: Sequence[str]
    address: str = ""

    @property
    def sheets(self) -> list[Sheet]:
        """All views in their order: a slide each."""
        return [*self.cover, *(sheet for section in self.sections for sheet in section.sheets)]


def pdf(report: Report) -> bytes:
    """The report as PDF/UA-1; the same report gives the same bytes."""
    parts: dict[str, bytes] = {}
    told = asdict(replace(report, cover=(), sections=())) | {"funded": typeset.FUNDED}
    told["cover"] = [_sheet(sheet, parts, WIDTH) for sheet in report.cover]
    told["sections"] = [
        asdict(replace(section, sheets=()))
        | {"sheets": [_sheet(s, parts, HALF if section.halves else WIDTH) for s in section.sheets]}
        for section in report.sections
    ]
    if report.address:
        parts["qr.svg"] = typeset.qr(report.address)
        told["qr"] = "qr.svg"
    return typeset.compiled("report.typ", told, parts, "pdf", ["ua-1"])


def _sheet(sheet: Sheet, parts: dict[str, bytes], width: int) -> dict[str, Any]:
    return asdict(replace(sheet, exhibits=())) | {
        "exhibits": [_exhibit(one, parts, width, sheet.language) for one in sheet.exhibits]
    }


def _exhibit(
    exhibit: Exhibit, parts: dict[str, bytes], width: int, language: str
) -> dict[str, Any]:
    if isinstance(exhibit, Profile):
        width = NAMED
    if isinstance(exhibit, Grid):
        return typeset.laid(exhibit, parts, width, 0, language)
    if width == HALF:
        height = round(width * SMALL)
    elif isinstance(exhibit, Maps):
        height = round(width * MAP)
    else:
        height = charts.natural_height(exhibit, width)
    return typeset.laid(exhibit, parts, width, height, language)
