"""Names never print over values: boxes of words, measured in a real browser."""

from __future__ import annotations

import pytest
from browser.boxes import FAULTS

LINKS = (
    "/?",
    "/region?view=spine&",
    "/compare?view=map&",
    "/compare?view=ranking&",
    "/funding?view=timeline&",
    "/policy?",
    "/region?view=heat&",
    "/sources?view=coverage&",
)


@pytest.mark.parametrize("link", LINKS)
def test_no_words_cover_others_at_any_width(visit, link):
    tab = visit()
    for width in (720, 1024, 1440, 1920):  # 720: a desk's window at 200 %
        tab.page.set_viewport_size({"width": width, "height": 900})
        tab.open(f"{link}region=oliveira-de-azemeis&lang=lv")
        assert tab.page.evaluate(FAULTS) == [], width


@pytest.mark.parametrize("link", LINKS)
def test_no_words_cover_others_on_a_phone(visit, link):
    tab = visit("phone")
    for width in (360, 390):
        tab.page.set_viewport_size({"width": width, "height": 800})
        tab.open(f"{link}region=oliveira-de-azemeis&lang=lv")
        assert tab.page.evaluate(FAULTS) == [], width
