"""From a page to its show and back: the key P, the button, links of old."""

from __future__ import annotations

import pytest
from browser.conftest import Tab, Visit
from browser.test_show import READY, at

COMPARE = "/compare?region=riga&lang=en&with=haskovo&view=trend"


def shown(tab: Tab) -> dict[str, str]:
    """The show that has come instead of the page: what its address says."""
    tab.page.wait_for_url("**/show?**")
    tab.page.wait_for_selector(READY, state="attached")
    return tab.query


@pytest.mark.parametrize("way", ["p", "Shift+P", "button"])
def test_a_page_leads_to_its_show_and_back_to_the_same_choices(visit: Visit, way: str) -> None:
    tab = visit("projector").open(COMPARE)
    before = tab.query
    if way == "button":
        tab.page.get_by_role("link", name="Present").click()
    else:
        tab.page.keyboard.press(way)
    assert shown(tab) == {"page": "compare", **before}
    assert at(tab.page) == (3, False)
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_url("**/compare?**")
    tab.settle()
    assert tab.query == before
    assert "Haskovo" in tab.page.locator("[data-testid=stMultiSelect]").first.inner_text()


def test_the_key_presents_from_a_picker_that_was_just_used(visit: Visit) -> None:
    tab = visit().open("/compare?region=riga&lang=en")
    field = tab.page.locator(".st-key-frame_region input").first
    field.click()
    field.fill("Haskovo")
    field.press("Enter")
    tab.until("() => location.search.includes('region=haskovo')")
    field.focus()
    tab.page.keyboard.press("p")
    assert shown(tab) == {"page": "compare", "region": "haskovo", "lang": "en"}


def test_the_key_of_another_alphabet_presents_and_a_text_keeps_its_letters(visit: Visit) -> None:
    tab = visit().open("/practice?region=riga&lang=en")
    field = tab.page.locator("[data-testid=stTextInput] input").first
    field.focus()
    tab.page.keyboard.type("pp")
    assert field.input_value() == "pp"
    field.fill("")
    press = "([key, code]) => document.body.dispatchEvent(new KeyboardEvent('keydown', {key, code, bubbles: true}))"
    tab.page.evaluate(press, ["r", "KeyP"])  # Dvorak: what is written counts
    assert "/practice" in tab.page.url
    tab.page.evaluate(press, ["π", "KeyP"])  # Greek
    assert shown(tab)["page"] == "practice"


def test_a_page_without_slides_has_neither_button_nor_key(visit: Visit) -> None:
    tab = visit().open("/sources?region=riga&lang=en")
    assert tab.page.locator("a.present").count() == 0
    tab.page.keyboard.press("p")
    tab.page.wait_for_timeout(500)
    assert "/sources" in tab.page.url


def test_letters_switched_off_in_the_show_are_off_on_pages_too(visit: Visit) -> None:
    tab = visit("projector", new=True)
    tab.page.goto(f"{tab.address}/show?page=compare&region=riga&lang=en")
    tab.page.wait_for_selector(READY, state="attached")
    tab.page.keyboard.press("?")
    tab.page.locator("#secon-letters").uncheck()
    tab.page.keyboard.press("Escape")
    tab.page.keyboard.press("p")
    assert at(tab.page) == (1, False) and "/show?" in tab.page.url
    tab.page.keyboard.press("Escape")  # is no letter: it ends the show
    tab.page.wait_for_url("**/compare?**")
    tab.settle()
    tab.page.keyboard.press("p")
    tab.page.wait_for_timeout(500)
    assert "/compare?" in tab.page.url
    tab.page.get_by_role("link", name="Present").click()
    assert shown(tab)["page"] == "compare"


def test_a_link_to_a_slide_of_old_is_the_show(visit: Visit) -> None:
    tab = visit("projector")
    tab.page.goto(f"{tab.address}{COMPARE}&present=1")
    assert shown(tab) == {
        "page": "compare", "region": "riga", "lang": "en", "with": "haskovo", "view": "trend",
    }  # fmt: skip
    assert at(tab.page) == (3, False)
