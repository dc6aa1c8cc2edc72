"""A slide to draw on, in points: texts, shapes, lines and outlines as objects that stay editable.
Every text has its language, every shape a name and what is said of it to who cannot see it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, Literal, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from babel.core import get_global
from PIL import ImageFont
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml

from secon_ui.drawing import label_placement
from secon_ui.drawing.theme import LIGHT
from secon_ui.taking import fonts

SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
# Slides are in a typeface that every office has, or has the like of in the same widths: those of
# its letters from space to tilde, in thousandths of the size. What has an accent is as wide as
# its letter; of other alphabets ours is measured, which is narrower; signs come from whatever
# typeface has them.
FAMILY = "Arial"
WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 "
    "556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 "
    "667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 "
    "556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 "
    "722 500 500 500 334 260 334 584 "
)
WIDTHS_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 "
    "556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 "
    "611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 "
    "611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 "
    "556 556 500 389 280 389 584 "
)
OTHERS, SIGN = 1.12, 0.9
SIGNS = frozenset("●◆○◐◇└→↗↘")
SPARE = 1.03  # no office sets the same line in quite the same length
LEADING = 1.2  # of a line, to its size
POINT = 12700  # in the units of the file
Align: TypeAlias = Literal["left", "center", "right"]
ALIGNS = {"left": "l", "center": "ctr", "right": "r"}
SAFE_LINKS = ("https://", "http://", "mailto:")


@dataclass(frozen=True)
class Box:
    """A rectangle of a slide, in points from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True)
class Run:
    """A piece of text in one style; ``ink`` empty: as text is usually."""

    text: str
    size: float
    ink: str = ""
    strong: bool = False
    link: str = ""


Paragraph: TypeAlias = Sequence[Run]


@cache
def _face(strong: bool) -> Any:
    name = f"SourceSansPro-{'Bold' if strong else 'Regular'}.ttf"
    return ImageFont.truetype(str(fonts.FOLDER / name), 100)


@lru_cache(maxsize=20_000)
def _long(text: str, strong: bool) -> float:
    return sum(_letter(letter, strong) for letter in text) * SPARE


@lru_cache(maxsize=4_000)
def _letter(letter: str, strong: bool) -> float:
    plain = unicodedata.normalize("NFKD", letter)[0]
    if plain < " ":  # the end of a line has no width
        return 0.0
    if " " <= plain <= "~":
        return _widths(strong)[ord(plain) - ord(" ")] / 1000
    if letter in SIGNS:
        return SIGN
    return float(_face(strong).getlength(letter)) * OTHERS / 100


@cache
def _widths(strong: bool) -> list[int]:
    return [int(wide) for wide in (WIDTHS_BOLD if strong else WIDTHS).split()]


def width(text: str, size: float, *, strong: bool = False) -> float:
    """The room that a text takes in a line, in points."""
    return _long(text, strong) * size


def lines(text: str, size: float, room: float, *, strong: bool = False) -> int:
    """How many lines a text takes in so much room."""
    count = 0
    for part in text.split("\n"):
        count, used = count + 1, 0.0
        for word in part.split(" "):
            long = width(f"{word} ", size, strong=strong)
            if used and used + long - width(" ", size) > room:
                count, used = count + 1, 0.0
            count += int(long // room) if room > 0 else 0
            used += long
    return count


def shortened(text: str, size: float, room: float, *, strong: bool = False) -> str:
    """A text that fits into so much room, with an ellipsis where it is cut."""
    return label_placement.shortened(text, room, lambda cut: width(cut, size, strong=strong))


@cache
def tag(language: str) -> str:
    """A language as offices name it: «lv-LV»."""
    if language == "en":
        return "en-GB"
    likely = get_global("likely_subtags").get(language, "")
    country = str(likely).rsplit("_", 1)[-1]
    return f"{language}-{country}" if len(country) == 2 and country.isupper() else language


def filled(colour: str) -> str:
    """XML of a fill, or of none."""
    if not colour:
        return "<a:noFill/>"
    return f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'


def faded(stops: Sequence[tuple[float, str]]) -> str:
    """XML of a fill that runs from colour to colour, left to right."""
    places = "".join(
        f'<a:gs pos="{round(at * 100_000)}"><a:srgbClr val="{colour[1:]}"/></a:gs>'
        for at, colour in stops
    )
    return f'<a:gradFill rotWithShape="1"><a:gsLst>{places}</a:gsLst><a:lin ang="0"/></a:gradFill>'


def stroke(colour: str, wide: float = 1.0, dash: str = "") -> str:
    """XML of a line, or of none."""
    if not colour:
        return "<a:ln><a:noFill/></a:ln>"
    dashed = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{units(wide)}">{filled(colour)}{dashed}<a:round/></a:ln>'


def units(points: float) -> int:
    return round(points * POINT)


def spot(box: Box) -> str:
    """XML of where something is."""
    return (
        f'<a:off x="{units(box.left)}" y="{units(box.top)}"/>'
        f'<a:ext cx="{max(0, units(box.width))}" cy="{max(0, units(box.height))}"/>'
    )


class Canvas:
    """A slide that is drawn on; what comes later lies over what came before."""

    def __init__(self, slide: Any, language: str) -> None:
        self.slide, self.language = slide, tag(language)
        self._into: list[Any] = [slide.shapes._spTree]
        self._last = max(int(found) for found in slide.shapes._spTree.xpath("//@id"))

    def number(self) -> int:
        self._last += 1
        return self._last

    def add(self, xml: str) -> Any:
        """Adds an object that is told in XML, with its name spaces left out."""
        found = parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {SPACES}", xml, count=1))
        self._into[-1].append(found)
        return found

    def link(self, address: str) -> str:
        """The number of a link of the slide; empty for what is no address of the web."""
        if not address.lower().startswith(SAFE_LINKS):
            return ""
        part = self.slide.part
        return str(part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    def run(self, run: Run) -> str:
        """XML of a piece of text."""
        number = self.link(run.link) if run.link else ""
        linked = f'<a:hlinkClick r:id="{number}"/>' if number else ""
        if number and " " in run.text:  # some offices break what is one link within its words
            words = re.findall(r"\S+|\s+", run.text)
            return "".join(
                self.run(replace(run, text=word, link="" if word.isspace() else run.link))
                for word in words
            ).replace('" dirty', '" u="sng" dirty')
        strong = ' b="1"' if run.strong else ""
        style = (
            f'lang="{self.language}" sz="{round(run.size * 100)}"{strong} dirty="0">'
            f"{filled(run.ink or LIGHT.text)}{linked}"
        )
        pieces = [
            f"<a:r><a:rPr {style}</a:rPr><a:t>{escape(piece)}</a:t></a:r>" if piece else ""
            for piece in run.text.split("\n")
        ]
        return f"<a:br><a:rPr {style}</a:rPr></a:br>".join(pieces)

    def paragraphs(self, found: Sequence[Paragraph], align: Align = "left") -> str:
        """XML of paragraphs, none of them without a run."""
        return "".join(
            f'<a:p><a:pPr algn="{ALIGNS[align]}"/>{"".join(self.run(run) for run in runs)}'
            f'<a:endParaRPr lang="{self.language}" sz="{round(runs[-1].size * 100)}"/></a:p>'
            for runs in found
        )

    def text(
        self,
        box: Box,
        found: Sequence[Paragraph],
        *,
        name: str,
        align: Align = "left",
        anchor: Literal["t", "ctr", "b"] = "t",
        wrap: bool = True,
    ) -> None:
        """A text in a box without margins; one of several lines is set smaller by an office whose
        letters are too wide."""
        fit = "<a:normAutofit/>" if wrap else "<a:noAutofit/>"
        self.add(
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self.number()}" name={quoteattr(name)}/>'
            f'<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{spot(box)}</a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
            f'<a:bodyPr wrap="{"square" if wrap else "none"}" lIns="0" tIns="0" rIns="0" bIns="0" '
            f'anchor="{anchor}">{fit}</a:bodyPr><a:lstStyle/>'
            f"{self.paragraphs(found, align)}</p:txBody></p:sp>"
        )

    def shape(
        self,
        kind: str,
        box: Box,
        *,
        name: str,
        fill: str = "",
        edge: str = "",
        wide: float = 1.0,
        found: Sequence[Paragraph] = (),
        stops: Sequence[tuple[float, str]] = (),
    ) -> None:
        """A shape of the office's own (rect, ellipse, diamond …), with a text in it or without;
        ``stops``: colours that run into each other from left to right, instead of a fill."""
        text = self.paragraphs(found, "center") if found else "<a:p/>"
        told = quoteattr(name)
        self.add(
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self.number()}" name={told} descr={told}/>'
            f"<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>{spot(box)}</a:xfrm>"
            f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>'
            f"{faded(stops) if stops else filled(fill)}{stroke(edge, wide)}</p:spPr><p:txBody>"
            '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
            f"<a:lstStyle/>{text}</p:txBody></p:sp>"
        )

    def sign(self, basis: str, x: float, y: float, size: float, colour: str, name: str) -> None:
        """The mark of what a value stands for: ● own, ◆ computed, ○ wider."""
        box = Box(x - size / 2, y - size / 2, size, size)
        if basis == "wider":
            inner = Box(x - size * 0.42, y - size * 0.42, size * 0.84, size * 0.84)
            self.shape("ellipse", inner, name=name, fill=LIGHT.ground, edge=colour, wide=size / 6)
        else:
            kind = "diamond" if basis == "computed" else "ellipse"
            self.shape(kind, box, name=name, fill=colour, edge=LIGHT.ground, wide=0.75)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        name: str,
        colour: str,
        wide: float = 1.0,
        dash: str = "",
    ) -> None:
        """A straight line."""
        left, top = min(start[0], end[0]), min(start[1], end[1])
        box = Box(left, top, abs(end[0] - start[0]), abs(end[1] - start[1]))
        flip = ' flipV="1"' if (end[1] - start[1]) * (end[0] - start[0]) < 0 else ""
        told = quoteattr(name)
        self.add(
            f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="{self.number()}" name={told} descr={told}/>'
            f"<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr><p:spPr><a:xfrm{flip}>{spot(box)}</a:xfrm>"
            f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom>{stroke(colour, wide, dash)}'
            "</p:spPr></p:cxnSp>"
        )

    @contextmanager
    def group(self, box: Box, *, name: str, described: str) -> Iterator[None]:
        """What is drawn within moves as one."""
        place = spot(box)
        inner = place.replace("a:off", "a:chOff").replace("a:ext", "a:chExt")
        found = self.add(
            f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="{self.number()}" name={quoteattr(name)} '
            f"descr={quoteattr(described)}/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>"
            f"<a:xfrm>{place}{inner}</a:xfrm></p:grpSpPr></p:grpSp>"
        )
        self._into.append(found)
        yield
        self._into.pop()

    def chart(self, kind: Any, box: Box, data: Any, *, name: str, described: str) -> Any:
        """A chart with its workbook."""
        places = (units(at) for at in (box.left, box.top, box.width, box.height))
        frame = self.slide.shapes.add_chart(kind, *places, data)
        self._told(frame, name, described)
        return frame.chart

    def picture(self, file: Any, box: Box, *, name: str, described: str) -> Any:
        """A picture."""
        places = (units(at) for at in (box.left, box.top, box.width, box.height))
        found = self.slide.shapes.add_picture(file, *places)
        self._told(found, name, described)
        return found

    def _told(self, found: Any, name: str, described: str) -> None:
        self._into[-1].append(found._element)
        about = found._element.xpath(".//p:cNvPr")[0]
        about.set("id", str(self.number()))
        about.set("name", name)
        about.set("descr", described)
