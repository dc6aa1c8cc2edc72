"""A report of many views: a tagged A4 PDF (PDF/UA-1) set by Typst, or slides. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from secon_ui.taking import charts, typeset, writable
from secon_ui.taking.exhibit import Exhibit, Grid, Maps, Profile, Sheet
from secon_ui.taking.slides import deck
from secon_ui.text.words import Words

WIDTH, HALF = 900, 520  # pixels for which a drawing across the page, or half of it, is made
NAMED = 1020  # the same of a profile, which has many columns
COVER = 0.47  # of its width, the height of the map on the cover
MAP = 0.58  # of its width, the height of a map
SMALL = 0.72  # the same of a drawing half as wide


@dataclass(frozen=True)
class Section:
    """A chapter. ``told``: what it says first, a paragraph each; ``sheets``: its views one after
    another, or two beside each other where they are ``halves``; ``most``: rows of each of its
    tables, which says how many there are more; ``slides``: its views on slides, where these are
    others."""

    title: str
    told: Sequence[str]
    sheets: Sequence[Sheet]
    halves: bool = False
    most: int = 20
    slides: Sequence[Sheet] = ()


@dataclass(frozen=True)
class Report:
    """``title``: of the whole; ``subtitle`` and ``day`` stand beneath it; ``finding``: the one
    sentence of the cover; ``cover``: its views; ``contents``: the word over the list of sections;
    ``how`` and ``reading``: how it is to be read, under its word;
    ``address``: where the region is seen as it is now."""

    language: str
    title: str
    subtitle: str
    day: str
    finding: str
    cover: Sequence[Sheet]
    contents: str
    how: str
    reading: Sequence[str]
    sections: Sequence[Section]
    closing: Sequence[str]
    address: str = ""

    @property
    def slides(self) -> list[Sheet]:
        """All views in their order, a slide each; the first says what the whole is."""
        t = Words(self.language)
        first = replace(
            self.cover[0] if self.cover else Sheet(self.language, "", "", (), ""),
            headline=self.title,
            measured=f"{self.finding}. {self.day}",
            address=self.address,
        )
        return [
            first,
            *(few(s, part.most, t) for part in self.sections for s in part.slides or part.sheets),
        ]


def few(sheet: Sheet, most: int, t: Words) -> Sheet:
    """A sheet whose tables have so many rows."""
    exhibits = [typeset.shortened(o, most, t) if isinstance(o, Grid) else o for o in sheet.exhibits]
    return replace(sheet, exhibits=exhibits)


def pptx(report: Report) -> bytes:
    """The report as 16:9 slides whose charts can be edited."""
    slides = report.slides
    return deck(
        slides, ["\n".join((s.described, *s.notice, s.source)) for s in slides], report.title
    )


def pdf(report: Report) -> bytes:
    """The report as PDF/UA-1; the same report gives the same bytes."""
    report = writable.drawable(report)
    parts: dict[str, bytes] = {}
    told = asdict(replace(report, cover=(), sections=())) | {"funded": typeset.FUNDED}
    told["cover"] = [_sheet(sheet, parts, WIDTH, COVER) for sheet in report.cover]
    told["sections"] = [
        asdict(replace(section, sheets=(), slides=()))
        | {"sheets": [_sheet(s, parts, HALF if section.halves else WIDTH) for s in section.sheets]}
        for section in report.sections
    ]
    if report.address:
        parts["qr.svg"] = typeset.qr(report.address)
        told["qr"] = "qr.svg"
    return typeset.compiled("report.typ", told, parts, "pdf", ["ua-1"])


def _sheet(
    sheet: Sheet, parts: dict[str, bytes], width: int, map_share: float = MAP
) -> dict[str, Any]:
    return asdict(replace(sheet, exhibits=())) | {
        "exhibits": [
            _exhibit(one, parts, width, map_share, sheet.language) for one in sheet.exhibits
        ]
    }


def _exhibit(
    exhibit: Exhibit, parts: dict[str, bytes], width: int, map_share: float, language: str
) -> dict[str, Any]:
    if isinstance(exhibit, Profile):
        width = NAMED
    if isinstance(exhibit, Grid):
        return typeset.laid(exhibit, parts, width, 0, language)
    if width == HALF:
        height = round(width * SMALL)
    elif isinstance(exhibit, Maps):
        height = round(width * map_share)
    else:
        height = charts.natural_height(exhibit, width)
    return typeset.laid(exhibit, parts, width, height, language, letters=True)
