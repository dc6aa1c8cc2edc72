"""A fresh server: how dear its very first view is, and how its memory grows with what it keeps."""

from __future__ import annotations

import time
from itertools import chain
from statistics import median

from bench.client import Tab
from bench.links import Link, cases, thousand
from bench.servers import Server, serving
from bench.table import Line, Section, ms

FIRST = 1.5  # the first view of a fresh server to a kept one
LEVELLED = 15  # MB that the last 300 of 1,000 different views may add
PAGES = ("overview", "region", "compare", "enterprises")  # likely first addresses
_KEPT = 5
_LAST = 300


def measure() -> list[Section]:
    """Sections for the first view and for the memory."""
    return [_first(), _memory()]


def _first() -> Section:
    """Each page is the first that a server of its own is asked for, as soon as it says that it
    is healthy; beside it the same link, opened anew after that."""
    lines = []
    starts = []
    for slug in PAGES:
        case = next(cases((slug,)))
        with serving() as app:
            starts.append(app.ready)
            first = _opened(app, case.page, case.kept[0])
            app.settle()
            kept = [_opened(app, case.page, case.kept[0]) for _ in range(_KEPT)]
        cpu, wall = (median(one[n] for one in kept) for n in (0, 1))
        lines += [
            Line(f"{slug}: processor time", ms(first[0]), ms(cpu), first[0] / cpu, FIRST),
            Line(f"{slug}: on the clock", ms(first[1]), ms(wall), first[1] / wall, FIRST),
        ]
    note = f"Healthy {median(starts):.1f} s after the start."
    return Section("first view of a fresh server ÷ kept one", lines, [note])


def _opened(server: Server, page: str, link: Link) -> tuple[float, float]:
    """A session comes and opens a link: processor time of the server and the time taken, ms."""
    before, start = server.cpu(), time.perf_counter()
    with Tab(server.host) as tab:
        tab.run(page, link)
        return server.cpu() - before, 1000 * (time.perf_counter() - start)


def _memory() -> Section:
    """What the server holds at its start, after every view, and after a thousand views."""
    with serving() as app:
        app.settle()
        start = app.memory()
        with Tab(app.host) as tab:
            for case in cases():
                for link in (*case.kept, *chain.from_iterable(case.new.values())):
                    tab.run(case.page, link)
            every = app.memory()
            links = thousand()
            for link in links[:-_LAST]:
                tab.run("compare", link)
            before = app.memory()
            for link in links[-_LAST:]:
                tab.run("compare", link)
            end = app.memory()
    lines = [
        Line("when it is ready", f"{start:.0f} MB", "", start, None, "MB"),
        Line("after every view of every page", f"{every:.0f} MB", "", every, None, "MB"),
        Line("after 1,000 more", f"{end:.0f} MB", "", end, None, "MB"),
        Line(
            f"the last {_LAST} of them add", f"{end:.0f} MB", f"{before:.0f} MB", end - before,
            LEVELLED, "MB",
        ),
    ]  # fmt: skip
    return Section("memory", lines)
