"""Slides in a shared window of 1280 × 720: readable, whole, driven by the keyboard."""

from __future__ import annotations

import pytest
from browser.test_drawing import link

from secon_ui.shell.menu import PAGES

# The desk is worked at, not shown.
every_page = pytest.mark.parametrize(
    "page", [page for page in PAGES if page.slug != "desk"], ids=lambda page: page.slug
)
READABLE = 23.5  # 24 when rounded: a box is measured to a whole pixel
# Words of a slide with their height on the screen. What a camera's audience need not read is small:
# the source, the footer, the buttons and the count of steps.
WORDS = """() => {
  const small = ".source, .foot, .st-key-slide, .small, .code, .when, td small, sup";
  const found = [], scaled = (e) => {
    const box = e.getBoundingClientRect();
    return e.offsetHeight ? box.height / e.offsetHeight : null;
  };
  const walk = document.createTreeWalker(document.querySelector('[data-testid="stMain"]'), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, e = text.parentElement;
    if (!text.textContent.trim() || !e || e.closest(small) || e.closest("style, script, title, desc, .hoverlayer, .modebar, caption")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect(), look = getComputedStyle(e);
    if (box.width === 0 || box.height === 0 || look.visibility === "hidden" || look.opacity === "0" || look.clipPath !== "none") continue;
    // How much an ancestor enlarges: its size on the screen against its size in the layout.
    let factor = 1;
    if (e.ownerSVGElement) {
      const m = e.getScreenCTM ? e.getScreenCTM() : null;
      factor = m ? Math.hypot(m.a, m.b) : 1;
    } else {
      for (let up = e; up; up = up.parentElement) { const s = scaled(up); if (s && up.offsetHeight > 12) { factor = s; break; } }
    }
    found.push({ text: text.textContent.trim().slice(0, 40), size: parseFloat(look.fontSize) * factor,
      left: box.left, top: box.top, right: box.right, bottom: box.bottom });
  }
  return found;
}"""

# What reaches into the line of the source, which stands at the foot of a slide.
OVERLAID = """() => {
  const source = document.querySelector(".source");
  if (!source) return ["there is no source"];
  const line = source.getBoundingClientRect();
  const drawn = document.querySelectorAll(".main-svg text, .geolayer .bg rect, canvas, td, th, li, h1, .notice");
  return [...drawn].filter((e) => {
    if (source.contains(e) || e.closest(".foot, .st-key-slide")) return false;
    const box = e.getBoundingClientRect();
    return box.width && box.height && box.bottom > line.top + 3 && box.top < line.bottom && box.right > line.left && box.left < line.right;
  }).slice(0, 5).map((e) => `${e.tagName} ${e.textContent.slice(0, 40)}`);
}"""


def assert_readable_and_whole(tab, where: str) -> None:
    words = tab.page.evaluate(WORDS)
    assert words, where
    small = {w["text"]: round(w["size"], 1) for w in words if w["size"] < READABLE}
    assert small == {}, f"{where}: smaller than {READABLE} px"
    cut = [
        w["text"]
        for w in words
        if w["left"] < -1 or w["top"] < -1 or w["right"] > 1281 or w["bottom"] > 721
    ]
    assert cut == [], f"{where}: outside the window"
    assert tab.page.evaluate(OVERLAID) == [], f"{where}: drawn over the source"


@every_page
def test_every_step_of_a_slide_is_readable_and_whole(page, stay):
    tab = stay("projector").show(link(page, "oliveira-de-azemeis", present="1"))
    assert tab.page.locator("header, [data-testid=stHeader]").first.is_hidden()
    assert tab.page.locator("[data-testid=stMain] [role=combobox]").count() == 0
    count = tab.page.locator(".st-key-slide .count")
    steps = int(count.inner_text().split("/")[1]) if count.count() else 1
    assert_readable_and_whole(tab, f"{page.slug} 1")
    for step in range(2, steps + 1):
        tab.page.keyboard.press("ArrowRight")
        tab.until(
            f"() => document.querySelector('.st-key-slide .count')?.innerText.startsWith('{step} ')"
        )
        assert_readable_and_whole(tab, f"{page.slug} {step} {tab.query}")


def test_keys_begin_go_on_go_back_and_end_with_the_same_choices(visit):
    tab = visit("projector").open("/compare?region=riga&lang=en&with=haskovo")
    tab.page.keyboard.press("p")
    tab.until("() => location.search.includes('present=1')")
    assert tab.query == {"region": "riga", "lang": "en", "with": "haskovo", "present": "1"}
    tab.page.keyboard.press("ArrowRight")
    tab.until("() => location.search.includes('view=ranking')")
    tab.page.keyboard.press("ArrowLeft")
    tab.until("() => !location.search.includes('view=')")
    tab.page.keyboard.press("ArrowRight")
    tab.until("() => location.search.includes('view=ranking')")
    tab.page.keyboard.press("Escape")
    tab.until("() => !location.search.includes('present')")
    assert tab.query == {"region": "riga", "lang": "en", "with": "haskovo", "view": "ranking"}
    assert tab.page.locator(".st-key-frame").is_visible()


def test_a_link_to_a_slide_opens_as_a_slide_after_a_reload(visit):
    tab = visit("projector").open("/compare?region=riga&lang=en&view=ranking&present=1")
    tab.page.reload()
    tab.settle()
    assert tab.query["present"] == "1"
    assert tab.page.locator("[data-testid=stHeader]").first.is_hidden()


@pytest.mark.parametrize("key", ["p", "Shift+P"])
def test_the_key_presents_from_a_picker_that_was_just_used(visit, key):
    tab = visit().open("/compare?region=riga&lang=en")
    field = tab.page.locator(".st-key-frame_region input").first
    field.click()
    field.fill("Haskovo")
    field.press("Enter")
    tab.until("() => location.search.includes('region=haskovo')")
    field.focus()
    tab.page.keyboard.press(key)
    tab.until("() => location.search.includes('present=1')")
    assert tab.query["region"] == "haskovo" and field.count() == 0
