"""An empty 16:9 presentation: python-pptx's default, cleaned. One layout, with a title alone; our
colours and typeface in the theme, so that a deck can be restyled in one place."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from secon_ui.drawing.theme import LIGHT
from secon_ui.taking.slides.canvas import FAMILY

WIDTH, HEIGHT, MARGIN = 960.0, 540.0, 36.0  # points
TITLE = (MARGIN, 16.0, WIDTH - 2 * MARGIN, 66.0)  # left, top, width, height
TITLE_SIZE = 28
# By which an office without the typeface finds one that is like it: a sans serif for text.
PANOSE = "020B0604020202020204"
THEME_COLOURS = {
    "dk1": LIGHT.text,
    "lt1": LIGHT.ground,
    "dk2": LIGHT.quiet,
    "lt2": LIGHT.tint,
    "accent1": LIGHT.mine,
    "accent2": LIGHT.compared[0],
    "accent3": LIGHT.compared[1],
    "accent4": LIGHT.compared[2],
    "accent5": LIGHT.other,
    "accent6": LIGHT.ramp[2],
    "hlink": LIGHT.link,
    "folHlink": LIGHT.link,
}
UNUSED = ("printerSettings", "thumbnail")


def presentation() -> Any:
    """A presentation without slides."""
    return Presentation(io.BytesIO(_empty()))


@cache
def _empty() -> bytes:
    found = Presentation()
    found.slide_width, found.slide_height = Pt(WIDTH), Pt(HEIGHT)
    found.element.find(qn("p:sldSz")).attrib.pop("type", None)
    master = found.slide_master
    for layout in list(found.slide_layouts):
        if layout.name != "Title Only":
            found.slide_layouts.remove(layout)
    (layout,) = found.slide_layouts
    for holder in [*master.placeholders, *layout.placeholders]:
        if holder.placeholder_format.type != 1:  # a title
            holder.element.getparent().remove(holder.element)
    _title_style(master)
    _theme(master.part)
    for of in (found.part, found.part.package):
        for key, rel in list(of._rels.items()):
            if rel.reltype.rsplit("/", 1)[-1] in UNUSED:
                of._rels.pop(key)
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()


def _title_style(master: Any) -> None:
    title = master.placeholders[0]
    title.left, title.top, title.width, title.height = (Pt(at) for at in TITLE)
    body = title.element.find(qn("p:txBody")).find(qn("a:bodyPr"))
    for side in ("lIns", "tIns", "rIns", "bIns"):
        body.set(side, "0")
    body.set("anchor", "t")
    styles = master.element.find(qn("p:txStyles"))
    level = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    level.set("algn", "l")
    level.insert(0, etree.fromstring(
        f'<a:lnSpc xmlns:a="{_NS}"><a:spcPct val="90000"/></a:lnSpc>'
    ))  # fmt: skip
    words = level.find(qn("a:defRPr"))
    words.set("sz", str(TITLE_SIZE * 100))
    words.set("b", "1")


_NS = "http://schemas.openxmlformats.org/drawingml/2006/main"


def _theme(master: Any) -> None:
    part = master.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    for name, colour in THEME_COLOURS.items():
        place = theme.find(f".//{{{_NS}}}{name}")
        place[:] = [etree.Element(f"{{{_NS}}}srgbClr", val=colour[1:])]
    for place in theme.iterfind(f".//{{{_NS}}}fontScheme/*/{{{_NS}}}latin"):
        place.attrib.update({"typeface": FAMILY, "panose": PANOSE, "pitchFamily": "34"})
    theme.set("name", "SECON")
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)
