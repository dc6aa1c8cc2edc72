"""Three hundred who follow a show on one process: how long it takes from the presenter's key until
they know, while each fetches the picture after it, and what the presenter feels of them."""

from __future__ import annotations

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median, quantiles

from bench.servers import serving
from bench.table import Line, Section, ms
from secon_data.package import SHIPPED, Package

FOLLOWERS = 300
STEPS = 40  # of the presenter, through the slides of Compare again and again
PAUSE = 2.0  # seconds between them
SPREAD = 1.5  # seconds over which followers ask for the next picture
HEARD = 2.0  # seconds until 95 of 100 know
BESIDE = 1.5  # the presenter's step among followers, to the same alone
VIEWS = ("map", "ranking", "trend", "scatter")
ASKED = "page=compare&view=map"


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
        """The body of an answer. AssertionError: it is no good one."""
        status, told = await self.head(method, path, body)
        found = await self.reader.readexactly(int(told["content-length"]))
        assert status == 200, (status, path, found[:200])
        return found


@dataclass
class Talk:
    """A talk that is told. ``at``: when each step was told, by its number of the steps so far;
    ``late``: seconds until followers knew of one."""

    code: str
    secret: str
    at: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)


def measure() -> list[Section]:
    """One section."""
    with serving() as app:
        return [asyncio.run(_measured(app.host))]


async def _measured(host: str) -> Section:
    regions = tuple(Package(SHIPPED).table("regions")["region_id"])
    me = await Wire.to(host)
    for region in regions:  # as the browsers of all do before the show begins
        for n in range(len(VIEWS)):
            await me.ask("GET", _picture(region, n))
    talk = await _begun(me)
    alone = await _told(me, talk)
    following = [
        asyncio.create_task(_follow(host, talk, region))
        for region, _ in zip(cycle(regions), range(FOLLOWERS), strict=False)
    ]
    await asyncio.sleep(SPREAD)
    talk.late.clear()
    among = await _told(me, talk)
    await asyncio.sleep(SPREAD)
    await me.ask("POST", f"/follow/{talk.code}", _said(talk, over=True))
    done, late = await asyncio.wait(following, timeout=20)
    assert not late, f"{len(late)} followers were not told of the end"
    for task in done:
        task.result()
    heard = quantiles(talk.late, n=20)[-1]
    (said, has), (said_alone, has_alone) = map(_p95, (among, alone))
    lines = [
        Line(f"{FOLLOWERS} followers know of a step: p95", ms(1000 * heard),
             ms(1000 * median(talk.late)), heard, HEARD, "s"),
        Line("the presenter's step is said, to alone: p95", ms(1000 * said), ms(1000 * said_alone),
             said / said_alone, BESIDE),
        Line("she has the picture after it: p95", ms(1000 * has), ms(1000 * has_alone), has,
             PAUSE, "s"),
        Line("steps that a follower missed", str(FOLLOWERS * STEPS - len(talk.late)), "",
             FOLLOWERS * STEPS - len(talk.late), 0, ""),
    ]  # fmt: skip
    notes = [
        "beside: the median; alone. Each follower fetches the picture of the slide after it",
        "meanwhile, so that it is there when it is shown. Followers run on the same two cores.",
    ]
    return Section("followers of a show", lines, notes)


def _p95(spent: list[tuple[float, float]]) -> tuple[float, float]:
    said, has = zip(*spent, strict=True)
    return quantiles(said, n=20)[-1], quantiles(has, n=20)[-1]


def _picture(region: str, step: int) -> str:
    view = VIEWS[step % len(VIEWS)]
    return f"/slide/compare.png?region={region}&lang=en&view={view}&shape=slide"


async def _begun(me: Wire) -> Talk:
    said = {"here": f"http://{me.host}/show", "asked": ASKED, "step": 0, "window": "bench-window-1"}
    found = json.loads(await me.ask("POST", "/follow", json.dumps(said).encode()))
    return Talk(found["code"], found["secret"])


def _said(talk: Talk, **more: object) -> bytes:
    told = {"secret": talk.secret, "window": "bench-window-1", "step": 0, **more}
    return json.dumps(told).encode()


async def _told(me: Wire, talk: Talk) -> list[tuple[float, float]]:
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
        await asyncio.sleep(PAUSE)
    return spent


async def _follow(host: str, talk: Talk, region: str) -> None:
    """One who follows until the end: the events on one connection, pictures on another."""
    events, pictures = await Wire.to(host), await Wire.to(host)
    status, _ = await events.head("GET", f"/follow/{talk.code}/events")
    assert status == 200
    while True:
        line = await events.reader.readline()
        if line.startswith(b"event: over"):
            break
        if not line.startswith(b"data: ") or b"step" not in line:
            continue
        n = json.loads(line.removeprefix(b"data: "))["step"]
        if n:
            talk.late.append(time.perf_counter() - talk.at[n - 1])
        await asyncio.sleep(SPREAD * random.random())  # as the page of a follower does
        await pictures.ask("GET", _picture(region, n + 1))
    for wire in (events, pictures):
        wire.writer.close()
