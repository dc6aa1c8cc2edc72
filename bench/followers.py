"""Three hundred who follow a show on one process: how long it takes from the presenter's key until
they know, while each fetches the picture after it, and what the presenter feels of them, in her
browser and on the wire. Followers have a process of their own: in hers, an answer to her would wait
until all of them have read theirs."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import cycle
from multiprocessing import active_children, get_context
from statistics import median, quantiles
from typing import TypeAlias

from playwright.async_api import Browser, Page, async_playwright

from bench.servers import serving
from bench.table import Line, Section, ms
from secon_data.package import SHIPPED, Package
from tools.browsing import SIZES
from tools.find_browser import FLAGS
from tools.find_browser import browser as find_browser

FOLLOWERS = 300
STEPS = 60  # of the presenter, through the slides of Compare again and again: of 40 a p95 scatters
PAUSE = 2.0  # seconds between them
START = 5.0  # seconds until all followers are there
SPREAD = 1.5  # seconds over which followers ask for the next picture
HEARD = 2.0  # seconds until 95 of 100 know
BESIDE = 1.5  # the presenter's step among followers, to the same alone
VIEWS = ("map", "ranking", "trend", "scatter")
WINDOW = "bench-window-1"
# In the presenter's browser: the talk that it began, and how long from a key until its slide is
# painted.
_BEGUN = """() => Object.entries(sessionStorage)
  .filter(([name, kept]) => name.startsWith("secon_talk_") && kept.startsWith("{"))
  .map(([, kept]) => kept)[0]"""
_DRAWN = "() => document.querySelectorAll('.slides > .drawn').length === 4"
_STEPPED = """(key) => new Promise((done) => {
  const start = performance.now();
  dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const look = () => requestAnimationFrame(() => {
    if (!document.querySelector(".slides > .here").classList.contains("drawn")) return look();
    requestAnimationFrame(() => done(performance.now() - start));
  });
  look();
})"""


Heard: TypeAlias = tuple[int, float]  # a step's number, and when a follower knew of it


@dataclass
class Wire:
    """A connection that stays open."""

    host: str
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def to(cls, host: str) -> Wire:
        place, _, port = host.partition(":")
        return cls(host, *await asyncio.open_connection(place, int(port), limit=2**20))

    async def head(self, method: str, path: str, body: bytes = b"") -> tuple[int, dict[str, str]]:
        """Asks, and reads until the answer's body."""
        self.writer.write(
            f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nOrigin: http://{self.host}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        told = [line.partition(": ") for line in lines[1:]]
        return int(lines[0].split()[1]), {name.lower(): text for name, _, text in told}

    async def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """The body of an answer, anew where the server has closed, as it does with who was silent
        long. AssertionError: it is no good one."""
        try:
            return await self._asked(method, path, body)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.writer.close()
            anew = await Wire.to(self.host)
            self.reader, self.writer = anew.reader, anew.writer
            return await self._asked(method, path, body)

    async def _asked(self, method: str, path: str, body: bytes) -> bytes:
        status, told = await self.head(method, path, body)
        found = await self.reader.readexactly(int(told["content-length"]))
        assert status == 200, (status, path, found[:200])
        return found


@dataclass
class Talk:
    """A talk that is told. ``at``: when each step was told on the wire, by its number of the steps
    so far, by the clock that all processes share."""

    code: str
    secret: str
    at: list[float] = field(default_factory=list)

    def late(self, heard: Sequence[Heard]) -> list[float]:
        """Seconds until followers knew of each step that was told among them."""
        return [when - self.at[n - 1] for n, when in heard if STEPS < n <= len(self.at)]


def measure() -> list[Section]:
    """One section."""
    path = find_browser()
    if path is None:
        sys.exit("There is no Chromium: run «make test», which installs one.")
    with serving() as app:
        return [asyncio.run(_measured(app.host, path))]


async def _measured(host: str, path: str) -> Section:
    async with async_playwright() as play:
        chromium = await play.chromium.launch(executable_path=path, args=FLAGS)
        regions = tuple(Package(SHIPPED).table("regions")["region_id"])
        me = await Wire.to(host)
        for region in regions:  # as the browsers of all do before the show begins
            for n in range(len(VIEWS)):
                await me.ask("GET", _picture(region, n))
        page, talk = await _begun(chromium, host)
        seen_alone = await _seen(page)
        async with _away(page):
            alone = await _told(me, talk, PAUSE / 2)  # nobody fetches anything meanwhile
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
            loop = asyncio.get_running_loop()
            following = loop.run_in_executor(beside, followers, host, talk.code, regions)
            try:
                await asyncio.sleep(START)
                async with _away(page):
                    among = await _told(me, talk, PAUSE)
                    await asyncio.sleep(SPREAD)
                seen = await _seen(page)
                await me.ask("POST", f"/follow/{talk.code}", _said(talk, over=True))
                late = talk.late(await asyncio.wait_for(following, timeout=20))
            except BaseException:
                for process in active_children():  # who would wait for the end of the talk
                    process.terminate()
                raise
        await chromium.close()
    heard = quantiles(late, n=20)[-1]
    (said, has), (said_alone, has_alone) = map(_p95, (among, alone))
    lines = [
        Line(f"{FOLLOWERS} followers know of a step: p95", ms(1000 * heard),
             ms(1000 * median(late)), heard, HEARD, "s"),
        Line("the presenter sees her step, to alone: p95", ms(seen), ms(seen_alone),
             seen / seen_alone, BESIDE),
        Line("the presenter's step is said, to alone: p95", ms(1000 * said), ms(1000 * said_alone),
             said / said_alone, BESIDE),
        Line("she has the picture after it: p95", ms(1000 * has), ms(1000 * has_alone), has,
             PAUSE, "s"),
        Line("steps that a follower missed", str(FOLLOWERS * STEPS - len(late)), "",
             FOLLOWERS * STEPS - len(late), 0, ""),
    ]  # fmt: skip
    notes = [
        "beside: the median; alone. Each follower fetches the picture of the slide after it",
        "meanwhile, so that it is there when it is shown. Followers and the presenter's browser",
        "run on the same two cores as the server.",
    ]
    return Section("followers of a show", lines, notes)


def _p95(spent: list[tuple[float, float]]) -> tuple[float, float]:
    said, has = zip(*spent, strict=True)
    return quantiles(said, n=20)[-1], quantiles(has, n=20)[-1]


def _picture(region: str, step: int) -> str:
    view = VIEWS[step % len(VIEWS)]
    return f"/slide/compare.png?region={region}&lang=en&view={view}&shape=slide"


async def _begun(chromium: Browser, host: str) -> tuple[Page, Talk]:
    """The presenter's window, and the talk that she began in it."""
    width, height = SIZES["projector"]
    page = await chromium.new_page(viewport={"width": width, "height": height})
    await page.add_init_script(f"sessionStorage.secon_talk_window ||= '{WINDOW}'")
    await page.goto(f"http://{host}/show?page=compare&view=map&region=riga&lang=en")
    await page.wait_for_function(_DRAWN)
    await page.mouse.move(640, 360)
    await page.click("[data-act=talk]")
    await page.wait_for_function(_BEGUN)
    talk = json.loads(await page.evaluate(_BEGUN))
    await page.keyboard.press("Escape")
    return page, Talk(talk["code"], talk["secret"])


@asynccontextmanager
async def _away(page: Page) -> AsyncIterator[None]:
    """Her window says nothing: its sign of life would take followers back to the slide it shows,
    and a step on the wire would meet them as they fetch that."""
    await page.goto("about:blank")
    yield
    await page.go_back()
    await page.wait_for_function(_DRAWN)
    await page.keyboard.press("Home")


async def _seen(page: Page) -> float:
    """Milliseconds from a key until its slide is painted: p95 of her steps to and fro."""
    spent: list[float] = []
    for key in (["ArrowRight"] * 3 + ["ArrowLeft"] * 3) * (STEPS // 6):
        spent.append(await page.evaluate(_STEPPED, key))
        await asyncio.sleep(PAUSE / 2)
    return quantiles(spent, n=20)[-1]


def _said(talk: Talk, **more: object) -> bytes:
    told = {"secret": talk.secret, "window": WINDOW, "step": 0, **more}
    return json.dumps(told).encode()


async def _told(me: Wire, talk: Talk, pause: float) -> list[tuple[float, float]]:
    """Seconds until each step of the presenter is said, and until she has the picture of the slide
    after it: the one she steps to she has already, so that no step waits for the server."""
    spent = []
    for n in range(len(talk.at) + 1, len(talk.at) + 1 + STEPS):
        start = time.perf_counter()
        talk.at.append(start)
        await me.ask("POST", f"/follow/{talk.code}", _said(talk, step=n))
        said = time.perf_counter() - start
        await me.ask("GET", _picture("riga", n + 1))
        spent.append((said, time.perf_counter() - start))
        await asyncio.sleep(pause)
    return spent


def followers(host: str, code: str, regions: Sequence[str]) -> list[Heard]:
    """Follows a talk until its end, as so many; what each of them heard."""

    async def all_of_them() -> list[Heard]:
        of_each = zip(cycle(regions), range(FOLLOWERS), strict=False)
        found = await asyncio.gather(*(_follow(host, code, region) for region, _ in of_each))
        return [heard for one in found for heard in one]

    return asyncio.run(all_of_them())


async def _follow(host: str, code: str, region: str) -> list[Heard]:
    """One who follows until the end: the events on one connection, pictures on another."""
    events, pictures = await Wire.to(host), await Wire.to(host)
    status, _ = await events.head("GET", f"/follow/{code}/events")
    assert status == 200
    # Of each step the first time: a window that comes back says it anew.
    heard: dict[int, float] = {}
    while True:
        line = await events.reader.readline()
        if line.startswith(b"event: over"):
            break
        if not line:  # of a bench that was stopped; else it would read nothing for ever
            raise ConnectionError("The talk's server has gone.")
        if not line.startswith(b"data: ") or b"step" not in line:
            continue
        n = json.loads(line.removeprefix(b"data: "))["step"]
        heard.setdefault(n, time.perf_counter())
        await asyncio.sleep(SPREAD * random.random())  # as the page of a follower does
        await pictures.ask("GET", _picture(region, n + 1))
    for wire in (events, pictures):
        wire.writer.close()
    return list(heard.items())
