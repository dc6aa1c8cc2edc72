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
PAUSE = 1.2  # seconds; then a server looks anew whether its files or its store have changed
_KEPT = 3  # of each server
_SERVERS = 5  # of three the median moved by a fifth
_LAST = 300


def measure() -> list[Section]:
    """Sections for the first view and for the memory."""
    return [_first(), _memory()]


def _first() -> Section:
    """Each page is the first that a server of its own is asked for, at its plain address; beside
    it the same address opened again, after as long a pause: how a server at rest answers is not
    what its freshness costs. Then a link to a view that the server has not made yet: told
    alone, because views of which nobody has asked are held to a target elsewhere (``views``).

    Of several servers each, the medians: one first view is one sample, and beside a median of many
    whatever else the machine did at that moment would pass for the server's freshness."""
    section, starts = Section("first view of a fresh server ÷ kept one"), []
    for slug in PAGES:
        case = next(cases((slug,)))
        firsts, links, again = [], [], []
        for _ in range(_SERVERS):
            with serving() as app:
                starts.append(app.ready)
                # When it is healthy it still compresses files, in a thread of its own.
                firsts.append(_opened_at_rest(app, case.page, {}))
                links.append(_opened_at_rest(app, case.page, case.kept[1]))
                again += [_opened_at_rest(app, case.page, {}) for _ in range(_KEPT)]
        first, link, kept = (
            [median(one[n] for one in many) for n in (0, 1)] for many in (firsts, links, again)
        )
        for n, what in enumerate(("processor time", "on the clock")):
            section.lines.append(
                Line(f"{slug}: {what}", ms(first[n]), ms(kept[n]), first[n] / kept[n], FIRST)
            )
        section.lines.append(
            Line(f"{slug}: then a link", ms(link[0]), ms(kept[0]), link[0] / kept[0], None)
        )
    section.notes.append(f"Healthy {median(starts):.1f} s after the start.")
    return section


def _opened_at_rest(server: Server, page: str, link: Link) -> tuple[float, float]:
    """After a pause a session comes and opens a link: processor time of the server and the time
    taken, ms."""
    server.settle(PAUSE)
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
