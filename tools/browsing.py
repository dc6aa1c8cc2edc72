"""How tests and the bench look at the app: kinds of screen, and when a page is drawn."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext

SIZES = {"desk": (1440, 900), "projector": (1280, 720), "phone": (390, 844)}
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36"
)
QUIET = "[data-testid=stApp][data-test-script-state=notRunning]"
# A page is there when its script has run and what it draws with has been loaded and has drawn.
DRAWN = """() => {
  const all = (css, root = document) => [...root.querySelectorAll(css)];
  if (document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')) return false;
  if (!document.querySelector("h1.finding, .box.error")) return false;
  const land = "path.js-fill, .layer path, .layer text";
  return all('[data-testid="stPlotlyChart"]').every(
      (chart) => chart.querySelector(".main-svg")
        && all(".geolayer > .geo", chart).every((geo) => geo.querySelector(land)))
    && all('[data-testid="stDeckGlJsonChart"]').every((deck) => deck.querySelector("canvas"));
}"""


def window(
    chromium: Browser, size: str, *, dark: bool = False, locale: str = "en-LV"
) -> BrowserContext:
    """A browser window without a past, on one of the ``SIZES``."""
    width, height = SIZES[size]
    phone = size == "phone"
    return chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        is_mobile=phone,
        has_touch=phone,
        user_agent=PHONE if phone else None,
        locale=locale,
        reduced_motion="reduce",
    )
