"""A running server and a real browser, shared by the browser tests of a worker."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from stores import made

from secon_ui.server.access import cookie_of
from tools.browsing import DRAWN, QUIET, SIZES, window
from tools.find_browser import FLAGS
from tools.find_browser import browser as find_browser

TOKEN = secrets.token_urlsafe()  # by which the servers know who tests as sitting at the machine
ROOT = Path(__file__).resolve().parents[2]
HERE = ("tools/serve.py", "--port")  # as «make run» serves
ELSEWHERE = ("-m", "streamlit", "run", "dashboard.py", "--server.headless=true", "--server.port")
# On a page opened by its own address Streamlit first asks beside it, then at the root.
ASKED_BESIDE = re.compile(r"^/[\w-]+/_stcore/(health|host-config)$")

MOVED = """() => new Promise((told) => {
  const sum = (list) => list.getEntries().reduce((sum, e) => sum + (e.hadRecentInput ? 0 : e.value), 0);
  const watch = new PerformanceObserver((list) => told(sum(list)));
  watch.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => told(0), 500);  // nothing has moved
})"""

# Told when no box of the page has moved for some time.
STILL = """() => new Promise((told) => {
  const boxes = () => [...document.querySelectorAll('[data-testid="stMain"] *')]
    .map((e) => Object.values(e.getBoundingClientRect().toJSON()).join()).join(";");
  let before = "", same = 0;
  const look = () => {
    const now = boxes();
    same = now === before ? same + 1 : 0;
    before = now;
    if (same === 4) told(); else setTimeout(look, 100);
  };
  look();
})"""
# Without a graphics card a map of WebGL is seconds of the processor's work. Who does not look at it
# has all of it but what is drawn on its canvas.
UNDRAWN = """for (const draw of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"])
  WebGL2RenderingContext.prototype[draw] = () => {};
"""
# Goes to an address as «back» does.
TURN = """(path) => {
  history.pushState({}, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}"""
# Whether the app has run for an address: each run says in its link what came.
CAME = """(path) => new URLSearchParams(document.getElementById("secon-link")?.title).toString()
  === new URL(path, location).searchParams.toString()"""


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    folder: Path,
    *,
    way: tuple[str, ...] = HERE,
    ask: bool = True,
    port: int | None = None,
    **settings: str,
) -> Iterator[str]:
    """A server of its own; its address. ``way``: how it is started; ``ask``: whether the health is
    asked until it answers, else a browser is its first visitor; ``settings``: more of its
    environment."""
    port = port or free_port()
    environment = {**os.environ, "SECON_STORE": made(folder / "store").address}
    # Most servers show a page or two; to look at all of them first takes seconds.
    environment |= {"SECON_TOKEN": TOKEN, "SECON_PREPARE": "nothing", **settings}
    log = folder / f"server-{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, *way, str(port)],
            cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        if ask:
            wait_for(f"{address}/_stcore/health", process, log)
        else:
            wait_for_port(port, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1200):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            assert process.poll() is None, log.read_text()
            time.sleep(0.05)
    raise AssertionError(f"The server did not answer: {log.read_text()}")


def wait_for_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1200):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert process.poll() is None, log.read_text()
        time.sleep(0.05)
    raise AssertionError(f"The server did not listen: {log.read_text()}")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("server"), SECON_PREPARE="pages") as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_browser()
    assert path, "no Chromium: run «make test», which installs one"
    with sync_playwright() as play:
        # Without a graphics card each smoothed edge of a map is the processor's work.
        flags = [*FLAGS, "--webgl-antialiasing-mode=none"]
        found = play.chromium.launch(executable_path=path, args=flags)
        yield found
        found.close()


class Tab:
    """A browser tab on the app that notes foreign requests and errors."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.kind: Kind | None = None  # of the windows that are used again
        self.foreign: list[str] = []
        self.failures: list[str] = []
        page.context.on("request", self._asked)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.failures.append(str(error)))

    def _asked(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        if (
            urlsplit(request.url).scheme in ("http", "https", "ws", "wss")
            and host != urlsplit(self.address).netloc
        ):
            self.foreign.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        where = urlsplit(message.location.get("url", "")).path
        if not ("404" in message.text and ASKED_BESIDE.match(where)):
            self.failures.append(f"{message.text} {where}")

    def open(self, path: str) -> Tab:
        """Opens a link by its path and query and waits until all of it is drawn."""
        self.page.goto(self.address + path)
        return self.settle()

    def settle(self) -> Tab:
        """Waits until the script has run and everything is drawn."""
        self.page.wait_for_selector(QUIET, timeout=60_000)
        self.page.wait_for_function(DRAWN, timeout=60_000)
        self.page.wait_for_selector(QUIET, timeout=60_000)
        return self

    def until(self, condition: str) -> Tab:
        """Waits until a JavaScript condition holds and everything is drawn."""
        self.page.wait_for_function(condition, timeout=30_000)
        return self.settle()

    def resize(self, width: int, height: int) -> Tab:
        """Gives the window another size, and waits until nothing on the page moves any more."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function("(width) => innerWidth === width", arg=width)
        self.page.evaluate(STILL)
        return self.settle()

    def turn_to(self, path: str) -> Tab:
        """Opens a link of the app as the browser's «back» does: without fetching the app anew."""
        self.page.evaluate(TURN, path)
        self.page.wait_for_function(CAME, arg=path, timeout=30_000)
        return self.settle()

    def show(self, path: str) -> Tab:
        """Opens a link: within the app's document where the tab has it already, which takes a third
        of the time."""
        if not self.page.url.startswith(f"{self.address}/"):
            return self.open(path)
        return self.turn_to(path)

    @property
    def query(self) -> dict[str, str]:
        from urllib.parse import parse_qsl

        return dict(parse_qsl(urlsplit(self.page.url).query, keep_blank_values=True))

    @property
    def moved(self) -> float:
        """How much of the page has moved by itself so far, as the browser tells it: 0 is nothing,
        0.1 the most that a reader does not mind."""
        return float(self.page.evaluate(MOVED))

    @property
    def finding(self) -> str:
        return self.page.locator("h1.finding").first.inner_text()


Visit = Callable[..., Tab]
Kind = tuple[bool, str, bool]  # on a phone, its languages, maps drawn


class Windows:
    """Windows that tests look into one after the other. A page in a new one takes three times as
    long as in one that has compiled the app's scripts before."""

    def __init__(self, chromium: Browser) -> None:
        self._chromium = chromium
        self._idle: dict[Kind, list[Tab]] = {}

    def lend(
        self, address: str, size: str, dark: bool, locale: str, *, new: bool, maps: bool
    ) -> Tab:
        """A tab of a window that knows nothing of who had it before. ``new``: one that has not even
        fetched the app's scripts, and is nobody's afterwards; ``maps``: whether maps of WebGL are
        drawn."""
        kind = (size == "phone", locale, maps)
        idle = [] if new else self._idle.setdefault(kind, [])
        if idle:
            tab = idle.pop()
            width, height = SIZES[size]
            tab.page.set_viewport_size({"width": width, "height": height})
            tab.page.emulate_media(color_scheme="dark" if dark else "light")
        else:
            context = window(self._chromium, size, dark=dark, locale=locale)
            if not maps:
                context.add_init_script(UNDRAWN)
            tab = Tab(context.new_page(), address)
            tab.kind = None if new else kind
        tab.address = address
        name, value = cookie_of(TOKEN)
        tab.page.context.add_cookies([{"name": name, "value": value, "url": address}])
        return tab

    def take_back(self, tab: Tab) -> None:
        """No cookie, nothing stored, no page, no mouse over anything."""
        page = tab.page
        if tab.kind is None or page.is_closed() or tab.failures or tab.foreign:
            page.context.close()
            return
        page.evaluate(
            "location.protocol.startsWith('http') && (localStorage.clear(), sessionStorage.clear())"
        )
        page.goto("about:blank")
        page.context.clear_cookies()
        page.mouse.move(0, 0)
        tab.foreign, tab.failures = [], []  # who had it keeps what it met
        self._idle[tab.kind].append(tab)


@pytest.fixture(scope="session")
def windows(chromium: Browser) -> Windows:
    return Windows(chromium)


@pytest.fixture
def visit(server: str, windows: Windows) -> Iterator[Visit]:
    """Opens tabs for one test."""
    with visiting(server, windows) as opens:
        yield opens


@pytest.fixture(scope="module")
def stay(server: str, windows: Windows) -> Iterator[Visit]:
    """Opens tabs that the tests of a module share, one of each kind, to show one link after the
    other in it. At the end no request has left the machine and nothing failed in the browser."""
    kept: dict[tuple[str, bool, bool], Tab] = {}
    with visiting(server, windows) as visit:

        def tab_of(size: str = "desk", *, dark: bool = False, maps: bool = False) -> Tab:
            kind = size, dark, maps
            if kind not in kept:
                kept[kind] = visit(size, dark=dark, maps=maps)
            return kept[kind]

        yield tab_of


@contextmanager
def visiting(server: str, windows: Windows) -> Iterator[Visit]:
    """Opens tabs. Afterwards no request has left the machine and nothing failed in the browser."""
    tabs: list[Tab] = []

    def open_tab(
        size: str = "desk",
        *,
        dark: bool = False,
        address: str = server,
        locale: str = "en-LV",
        new: bool = False,
        maps: bool = False,
    ) -> Tab:
        tabs.append(windows.lend(address, size, dark, locale, new=new, maps=maps))
        return tabs[-1]

    yield open_tab
    foreign, failures = ([getattr(tab, name) for tab in tabs] for name in ("foreign", "failures"))
    for tab in tabs:
        windows.take_back(tab)
    assert [found for found in foreign if found] == []
    assert [found for found in failures if found] == []
