"""A view in a page of others: drawn without the app around it, as high as it is, where whoever runs
the app allows it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from browser.conftest import serving
from playwright.sync_api import Browser, BrowserContext, Page

VIEW = "compare?region=riga&lang=en&view=ranking&utm_source=mail"
LISTEN = """<!doctype html><title>Somebody's page</title><script>
const told = [];
addEventListener("message", (event) => {
  const frame = document.querySelector("iframe");
  if (event.source !== frame.contentWindow || event.data?.type !== "secon-height") return;
  told.push(event.data);
  frame.height = event.data.height;
});
</script><iframe src="%s" title="x" width="100%%" height="640" style="border:0"></iframe>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def elsewhere(folder: Path) -> Iterator[str]:
    """Another site on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="module")
def framed(tmp_path_factory):
    """The app, and a site that may frame it, and its folder."""
    folder = tmp_path_factory.mktemp("site")
    with elsewhere(folder) as site:
        allowed = f"'self' {site}"
        app = tmp_path_factory.mktemp("app")
        with serving(app, SECON_FRAME_ANCESTORS=allowed) as address:
            yield address, site, folder


@pytest.fixture(scope="module")
def browser(chromium: Browser) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="en-LV") as found:
        yield found


def opened(
    browser: BrowserContext,
    address: str,
    site: str,
    folder: Path,
    embed: str = "1",
    view: str = VIEW,
) -> Page:
    (folder / "page.html").write_text(LISTEN % f"{address}/{view}&embed={embed}")
    page = browser.new_page()
    page.set_viewport_size({"width": 1000, "height": 700})
    page.goto(f"{site}/page.html")
    return page


@pytest.mark.parametrize("embed", ["1", "true"])
def test_a_view_stands_in_somebodys_page_with_all_that_it_says_and_nothing_to_choose(
    browser, framed, embed
):
    page = opened(browser, *framed, embed=embed)
    frame = page.frame_locator("iframe")
    frame.locator("h1.finding").wait_for(timeout=60_000)
    frame.locator(".js-plotly-plot .main-svg").first.wait_for(timeout=60_000)
    page.wait_for_function("() => told.length && told.at(-1).height > 400", timeout=30_000)
    page.wait_for_timeout(1500)
    assert "Riga" in frame.locator("h1.finding").inner_text()
    assert frame.locator(".source", has_text="Eurostat").is_visible()
    assert frame.locator(".notice").first.is_visible()
    assert "Co-funded by the European Union" in frame.locator("footer.foot").inner_text()
    inside = page.frames[1]
    seen = (
        "(what) => [...document.querySelectorAll(what)].filter((e) => e.checkVisibility()"
        " && e.getClientRects().length && e.getBoundingClientRect().height > 1).map((e) => e.outerHTML.slice(0, 200))"
    )
    controls = "input, textarea, select, button:not(.modebar *), [role=combobox], header, nav"
    assert inside.evaluate(seen, controls) == []
    # It is as high as what it shows, and stays so; nothing but that number is told.
    told = page.evaluate("told")
    assert {tuple(sorted(one)) for one in told} == {("height", "type")}
    heights = [one["height"] for one in told]
    assert heights[-1] < 1500 and len(heights) < 12
    high = inside.evaluate(
        "[innerHeight, document.querySelector('footer.foot').getBoundingClientRect().bottom]"
    )
    assert abs(high[0] - heights[-1]) <= 1 and 0 <= high[0] - high[1] < 60
    # What is not ours stays in its address; what leads away leads to a window of its own.
    search = inside.evaluate("location.search")
    assert "utm_source=mail" in search and f"embed={embed}" in search
    with page.context.expect_page() as opens:
        frame.get_by_role("link", name="Open in SECON regions").click()
    whole = opens.value
    whole.locator(".st-key-frame").wait_for(timeout=60_000)
    assert "embed" not in whole.url and "view=ranking" in whole.url
    whole.close()
    page.close()


def test_a_figure_of_buttons_is_seen_too(browser, framed):
    """The cells of the policy matrix are what it shows; what is chosen with is not there."""
    page = opened(browser, *framed, view="policy?region=riga&lang=en&view=matrix")
    frame = page.frame_locator("iframe")
    cells = frame.locator(".st-key-policy-matrix [data-testid=stButtonGroup] button")
    cells.first.wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    assert cells.count() == 90 and cells.last.is_visible()
    assert not frame.locator(".st-key-policy_take button").is_visible()
    page.close()


def test_where_nobody_may_frame_it_the_browser_refuses(browser, server, framed):
    _, site, folder = framed
    page = opened(browser, server, site, folder)  # one that names nobody
    page.wait_for_timeout(3000)
    assert page.evaluate("told") == []
    assert page.frame_locator("iframe").locator("h1.finding").count() == 0
    page.close()
