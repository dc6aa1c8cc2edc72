"""On a slide no text prints over another, is cut, or leaves its place: a few slides stand for
all views, regions and languages."""

from __future__ import annotations

import pytest
from browser.boxes import FAULTS

SLIDES = (
    "/?region=extremadura&lang=en",
    "/?region=oliveira-de-azemeis&lang=lv",
    "/compare?region=extremadura&lang=en&ind=youth_unemployment_rate_15_29&view=ranking",
    "/compare?region=oliveira-de-azemeis&lang=lv",
    "/compare?region=haskovo&lang=en&view=scatter",
    "/region?region=rhein-neckar&lang=en&view=heat",
    "/region?region=haskovo&lang=lv&view=table",
    # Long names in two lines: three of them; one under a headline of three lines.
    "/region?region=mazowieckie&lang=lv",
    "/region?region=riga&lang=lv",
)
CUT = """() => [...document.querySelectorAll('[data-testid="stMain"] *')]
  .filter((e) => getComputedStyle(e).textOverflow === "ellipsis" && e.scrollWidth > e.clientWidth)
  .map((e) => e.textContent)"""


@pytest.mark.parametrize("path", SLIDES)
def test_a_slide_prints_nothing_over_anything(path, stay):
    tab = stay("projector").show(f"{path}&present=1")
    assert tab.page.evaluate(FAULTS) == []
    assert tab.page.evaluate(CUT) == []
