"""What a reader's first visit is like: when a page is drawn, what jumps, what holds the browser up,
and what travels. Beside it the least that a page with a figure can be (``one_chart``)."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright

from bench.client import Tab
from bench.links import cases
from bench.servers import HERE, serving
from bench.table import Line, Section
from secon_ui.shell.menu import PAGES
from tools.browsing import DRAWN, QUIET, window
from tools.find_browser import FLAGS
from tools.find_browser import browser as find_browser

SHIFT = 0.1  # layout shift that is still called good
DRAWN_LATER = 1.3  # drawn, to the page with one chart
TASK = 200  # ms beyond the page with one chart
SMALL = 1000  # bytes; what is smaller need not be compressed
SCREENS = ("desk", "phone")
_VISITS = 5  # of each page on each screen; the middle one counts
_BESIDE = 5  # before so many pages the page with one chart is visited: all are measured by it
_LATE = 700  # ms after all is drawn, for what still moves
ONE = "one chart"  # the page beside which all stand
# In words that tell text from what is packed already: fonts, pictures, archives.
_TEXT = ("javascript", "css", "json", "svg", "html", "xml", "text/")
# Notes what the browser says of the page from its very start.
_WATCH = """(() => {
  const seen = window.bench = {shifts: [], tasks: [], drawn: 0};
  const drawn = DRAWN;
  const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({type, buffered: true});
  watch("layout-shift", (e) => e.hadRecentInput || seen.shifts.push([e.startTime, e.value]));
  watch("longtask", (e) => seen.tasks.push(e.duration));
  let before = false;
  setInterval(() => {
    const now = document.body !== null && drawn();
    if (now && !before) seen.drawn = performance.now();
    before = now;
  }, 15);
})()""".replace("DRAWN", DRAWN)


@dataclass
class Visit:
    """A first visit. ``drawn``: ms until everything was; ``shift``: cumulative layout shift;
    ``tasks``: ms of those over 50, longest first; ``size``: bytes that travelled; ``faults``: what
    is not compressed or not kept by the browser."""

    drawn: float = 0.0
    shift: float = 0.0
    tasks: Sequence[float] = ()
    size: int = 0
    faults: set[str] = field(default_factory=set)


def measure(slugs: tuple[str, ...] = ()) -> list[Section]:
    """Sections for what is drawn when, and for what travels."""
    path = find_browser()
    if path is None:
        sys.exit("There is no Chromium: run «make test», which installs one.")
    with serving() as app, serving(HERE / "one_chart.py", plain=True) as plain:
        with Tab(app.host) as tab:  # what every view needs is there
            for case in cases(slugs):
                tab.run(case.page, case.kept[0])
        one, addresses = f"http://{plain.host}/", dict[str, str]()
        for number, page in enumerate(PAGES):
            if not slugs or page.slug in slugs:
                name = page.slug if number else ""
                addresses[page.slug] = f"http://{app.host}/{name}?region=riga&lang=en"
        with sync_playwright() as play:
            chromium = play.chromium.launch(executable_path=path, args=FLAGS)
            seen = {screen: _visits(chromium, screen, one, addresses) for screen in SCREENS}
            chromium.close()
    every = [visit for found in seen.values() for name, visit in found.items() if name != ONE]
    return [*(_drawn(screen, found) for screen, found in seen.items()), _travels(every)]


def _visits(
    chromium: Browser, screen: str, one: str, addresses: Mapping[str, str]
) -> dict[str, Visit]:
    """Visits to the page with one chart and to each address, by its name; all in turns, so that a
    busy machine slows all alike."""
    found: dict[str, list[Visit]] = {name: [] for name in (ONE, *addresses)}
    for _ in range(_VISITS):
        for number, (name, address) in enumerate(addresses.items()):
            if number % _BESIDE == 0:
                found[ONE].append(_visit(chromium, screen, one))
            found[name].append(_visit(chromium, screen, address))
    return {name: _middle(visits) for name, visits in found.items()}


def _drawn(screen: str, found: Mapping[str, Visit]) -> Section:
    """What was seen on a screen, beside the page with one chart."""
    section, one = Section(f"in the browser, {screen}"), found[ONE]
    for slug, visit in found.items():
        if slug == ONE:
            continue
        longest, beside = (f"{max(v.tasks, default=0):.0f} ms" for v in (visit, one))
        section.lines += [
            Line(
                f"{slug}: drawn", f"{visit.drawn / 1000:.2f} s", f"{one.drawn / 1000:.2f} s",
                visit.drawn / one.drawn, DRAWN_LATER,
            ),
            Line(f"{slug}: layout shift", f"{visit.shift:.3f}", "", visit.shift, SHIFT, ""),
            Line(
                f"{slug}: longest task", longest, beside, beyond(visit.tasks, one.tasks),
                TASK, "ms",
            ),
            Line(
                f"{slug}: first visit", f"{visit.size / 1e6:.1f} MB", f"{one.size / 1e6:.1f} MB",
                visit.size / one.size, None,
            ),
        ]  # fmt: skip
    section.notes += [
        "Beside the page with one plotly chart. Of long tasks the result is what the longest take",
        "more than that page's: plotly's own start is in both.",
    ]
    return section


def _visit(chromium: Browser, screen: str, address: str) -> Visit:
    """Opens an address in a window without a past."""
    visit, asked = Visit(), dict[str, dict[str, Any]]()
    with window(chromium, screen) as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
        protocol = context.new_cdp_session(page)
        protocol.send("Network.enable")
        protocol.on(
            "Network.responseReceived", lambda e: asked.update({e["requestId"]: e["response"]})
        )

        def loaded(event: dict[str, Any]) -> None:
            visit.size += int(event["encodedDataLength"])
            if response := asked.get(event["requestId"]):
                body = int(event["encodedDataLength"]) - int(response["encodedDataLength"])
                visit.faults |= faults(response, body)

        def received(event: dict[str, Any]) -> None:
            visit.size += len(event["response"]["payloadData"]) * 3 // 4  # written as base64

        protocol.on("Network.loadingFinished", loaded)
        protocol.on("Network.webSocketFrameReceived", received)
        page.goto(address)
        page.wait_for_selector(QUIET, timeout=60_000)
        page.wait_for_function("() => window.bench.drawn > 0", timeout=60_000)
        page.wait_for_function(DRAWN, timeout=60_000)
        page.wait_for_timeout(_LATE)
        seen = page.evaluate("window.bench")
    visit.drawn = seen["drawn"]
    visit.shift = shift(seen["shifts"])
    visit.tasks = sorted(seen["tasks"], reverse=True)
    return visit


def shift(shifts: Sequence[tuple[float, float]]) -> float:
    """Cumulative layout shift of (moment in ms, value): the largest sum of shifts that follow each
    other within a second, in five seconds at most. Source: web.dev/cls."""
    worst = total = 0.0
    first = last = float("-inf")
    for moment, value in shifts:
        if moment - last >= 1000 or moment - first >= 5000:
            first, total = moment, 0.0
        last, total = moment, total + value
        worst = max(worst, total)
    return worst


def _middle(visits: Sequence[Visit]) -> Visit:
    """Several visits as one: when all was drawn and how long its tasks took in the middle one, with
    the most that jumped and all that is at fault."""
    middle = sorted(visits, key=lambda visit: visit.drawn)[len(visits) // 2]
    faults = set().union(*(visit.faults for visit in visits))
    tasks = sorted((visit.tasks for visit in visits), key=sum)[len(visits) // 2]
    return replace(middle, shift=max(v.shift for v in visits), tasks=tasks, faults=faults)


def beyond(tasks: Sequence[float], beside: Sequence[float]) -> float:
    """How many ms the longest tasks take more than those that the plain page has too."""
    return max(0.0, *(a - b for a, b in zip_longest(tasks, beside, fillvalue=0.0)))


def faults(response: dict[str, Any], size: int) -> set[str]:
    """What is wrong with how an answer travels. ``size``: bytes without its head."""
    if urlsplit(response["url"]).scheme not in ("http", "https") or response["status"] != 200:
        return set()
    head = {name.lower(): value for name, value in response["headers"].items()}
    kind, path = response["mimeType"], urlsplit(response["url"]).path
    live = "/_stcore/" in path
    found = set()
    if any(word in kind for word in _TEXT) and size > SMALL and "content-encoding" not in head:
        found.add(f"not compressed: {path}")
    # A page may be asked for anew each time, if only it says so; what is live is never kept.
    said = head.get("cache-control", "")
    if not live and not ("max-age" in said or (said and "html" in kind)):
        found.add(f"not kept: {path}")
    return found


def _travels(visits: Sequence[Visit]) -> Section:
    every = sorted(set().union(*(visit.faults for visit in visits)))
    section = Section("how files travel")
    for kind in ("not compressed", "not kept"):
        found = [fault for fault in every if fault.startswith(kind)]
        section.lines.append(Line(f"files {kind}", str(len(found)), "", len(found), 0, ""))
        if found:
            section.notes.append(found[0] + f" and {len(found) - 1} more" * (len(found) > 1))
    return section
