"""Names never print over values: boxes of words, measured in a real browser."""

from __future__ import annotations

import pytest
from browser.boxes import FAULTS
from browser.conftest import Tab

LINKS = (
    "/?",
    "/region?view=spine&",
    "/compare?view=map&",
    "/compare?view=map&ind=population_1_january&",  # long values, earlier years, none of mine
    "/compare?view=ranking&",
    "/funding?",
    "/funding?view=timeline&",
    "/policy?",
    "/region?view=heat&",
    "/sources?view=coverage&",
    "/practice?",
)


@pytest.mark.parametrize("link", LINKS)
def test_no_words_cover_others_at_any_width(stay, link):
    # 720: a desk's window at 200 %
    look_at_widths(stay(), link, (1440, 720, 768, 1024, 1920), 900)


@pytest.mark.parametrize("link", LINKS)
def test_no_words_cover_others_on_a_phone(stay, link):
    look_at_widths(stay("phone"), link, (360, 390), 800)


def look_at_widths(tab: Tab, link: str, widths: tuple[int, ...], height: int) -> None:
    """Opens a page in the first width; the others come as a reader makes a window wider."""
    tab.page.set_viewport_size({"width": widths[0], "height": height})
    tab.show(f"{link}region=oliveira-de-azemeis&lang=lv")
    for width in widths:
        tab.resize(width, height)
        assert tab.page.evaluate(FAULTS) == [], width
