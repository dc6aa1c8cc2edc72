"""Texts that staff may publish and no typeface holds: no picture, report or slide fails of them."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image
from pptx import Presentation

from secon_ui.taking import report, typeset, writable
from secon_ui.taking.exhibit import Bar, Bars, Cell, Grid, Head, Key, Sheet
from secon_ui.taking.slides import deck

HOSTILE = [
    '#image("x") $x$ *b* _i_ `c` @ref <lab>',
    "=1+1\x00\x0b\x1f and half a letter \ud800",
    "🎉 Café 𝔘 株式会社 < & > \"'",
    "السلام עברית",
    "two\nlines\r\nand\u2028more",
    "%s {} {x} \\frac{",
    "zero\u200bwidth, soft\u00adhyphen, f\u00a0x \u202f",
]


def sheet(text: str) -> Sheet:
    grid = Grid([Head(text), Head("b")], [[Cell(text, text), Cell("", text, link=text)], text])
    bars = Bars([Bar(text, 1.0, text, "#123456", "#123456", text)], text, title=text)
    return Sheet("en", text, text, (grid, bars), text, (Key(text, "own"),), (text,), text)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", HOSTILE)
def test_pictures_reports_and_slides_are_made_of_any_text(text):
    one = sheet(text)
    assert Image.open(io.BytesIO(typeset.picture(one))).size == (1600, 900)
    part = report.Section(text, [text], [one])
    whole = report.Report("en", text, text, text, text, [one], "C", "H", [text], [part], [text])
    content = report.pdf(whole)
    assert len(pypdfium2.PdfDocument(content)) >= 3
    assert len(Presentation(io.BytesIO(deck([one]))).slides) >= 1


def test_a_letter_that_there_is_not_is_a_box_and_all_others_stay():
    told = writable.drawable(Cell("🎉 Café\nŪdens Ελλάδα България ○◆●◐", "a\x00b"))
    assert told == Cell("□ Café Ūdens Ελλάδα България ○◆●◐", "ab")
    assert writable.drawable("e\u0301\ufe0f") == "e\u0301"  # an accent stays, a selector goes
