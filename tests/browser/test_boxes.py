"""Names never print over values: boxes of words, measured in a real browser."""

from __future__ import annotations

import pytest

# Pairs of texts whose boxes cover each other by more than the air around letters, and words of a
# figure that leave it. What is scrolled away, clipped or pinned to the window is left out.
COVERED = """() => {
  const words = [], found = [];
  const pinned = (el) => {
    for (; el && el !== document.body; el = el.parentElement)
      if (["fixed", "sticky"].includes(getComputedStyle(el).position)) return true;
    return false;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode, el = text.parentElement;
    if (!text.textContent.trim() || el.closest("script, style, .unseen")) continue;
    if (!el.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      let { left, top, right, bottom } = box;
      for (let p = el; p && p !== document.body; p = p.parentElement) {
        if (getComputedStyle(p).overflowX === "visible") continue;
        const clip = p.getBoundingClientRect();
        left = Math.max(left, clip.left); right = Math.min(right, clip.right);
        top = Math.max(top, clip.top); bottom = Math.min(bottom, clip.bottom);
      }
      if (right - left > 2 && bottom - top > 2)
        words.push({ el, text: text.textContent.trim(), left, top, right, bottom });
    }
  }
  words.forEach((a, i) => words.slice(i + 1).forEach((b) => {
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 3 && high > 6 && a.el !== b.el && pinned(a.el) === pinned(b.el))
      found.push(`«${a.text}» and «${b.text}»`);
  }));
  for (const figure of document.querySelectorAll("svg.main-svg")) {
    const edge = figure.getBoundingClientRect();
    for (const text of figure.querySelectorAll("text")) {
      const box = text.getBoundingClientRect();
      if (box.width && (box.left < edge.left - 2 || box.right > edge.right + 2))
        found.push(`«${text.textContent}» leaves its figure`);
    }
  }
  if (document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)
    found.push("the page scrolls sideways");
  return found;
}"""
LINKS = (
    "/?",
    "/region?view=spine&",
    "/compare?view=map&",
    "/compare?view=ranking&",
    "/funding?view=timeline&",
    "/policy?",
    "/sources?view=coverage&",
)


@pytest.mark.parametrize("link", LINKS)
def test_no_words_cover_others_at_any_width(visit, link):
    tab = visit()
    for width in (720, 1024, 1440, 1920):  # 720: a desk's window at 200 %
        tab.page.set_viewport_size({"width": width, "height": 900})
        tab.open(f"{link}region=oliveira-de-azemeis&lang=lv")
        assert tab.page.evaluate(COVERED) == [], width


@pytest.mark.parametrize("link", LINKS)
def test_no_words_cover_others_on_a_phone(visit, link):
    tab = visit("phone")
    for width in (360, 390):
        tab.page.set_viewport_size({"width": width, "height": 800})
        tab.open(f"{link}region=oliveira-de-azemeis&lang=lv")
        assert tab.page.evaluate(COVERED) == [], width
