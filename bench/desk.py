"""The data desk beside everybody else: how soon it answers, and how little it holds up others."""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench import checking, made_up
from bench.client import Run, Tab
from bench.servers import TOKEN, serving
from bench.table import Line, Section
from secon_ui.server.access import cookie_of

CHECK = 1.0  # the check of a large file to a plain validation of it
BESIDE = 1.3  # another page's p95 during such a check to its idle p95
GROWN, MEMORY = 12, 850  # a file ten times as large: to the time of the smaller one; MB
SHOWN, VISIBLE = 1, 2  # seconds to the first progress; to new figures in another session
ROUNDS = 9  # of three the ratio of two p95s moved by a third
IDLE = 60  # reruns of another page before a check, and as many after it
_LINK = {"region": "riga", "lang": "en"}
_COOKIE = "=".join(cookie_of(TOKEN))
_BUSY = 'aria-busy="true"'
_POLLS = 0.4  # seconds; so often the page asks how far a check is
_UPDATED = "The data were updated just now"


@dataclass(frozen=True)
class Answers:
    """Medians over the rounds: of seconds, and of the 95th percentiles of another page's reruns in
    milliseconds; ``ratio`` is the median of each round's own, so that what else the machine does
    meanwhile weighs on both sides."""

    shown: float  # from the upload to the first progress on screen
    visible: float  # from «publish» to the new figures in another session
    idle: float
    during: float
    ratio: float
    reruns: int  # measured during checks


def measure() -> list[Section]:
    """One section: the check of a large file, and what others and the publisher feel."""
    ours, plain = checking.measure()
    found = _answers()
    large = {
        words: checking.grown(repeated=words == "repeated") for words in ("different", "repeated")
    }
    lines = [
        Line(
            "100,000 rows read, checked, compared: × read_csv + Frictionless",
            f"{ours:.2f} s", f"{plain:.2f} s", ours / plain, CHECK,
        ),
        Line(
            f"another page's p95 during the check ({found.reruns}): × idle",
            f"{found.during:.1f} ms", f"{found.idle:.1f} ms", found.ratio, BESIDE,
        ),
        Line(
            "from the upload to the first progress on screen",
            f"{found.shown:.2f} s", "", found.shown, SHOWN, "s",
        ),
        Line(
            "from «publish» to the figures in another open session",
            f"{found.visible:.2f} s", "", found.visible, VISIBLE, "s",
        ),
    ]  # fmt: skip
    for words, grown in large.items():
        lines += [
            Line(
                f"1,000,000 rows of {words} keys: × 100,000",
                f"{grown.many:.1f} s", f"{grown.few:.2f} s", grown.many / grown.few, GROWN,
            ),
            Line(
                f"the most memory of the process that reads and checks them ({words})",
                f"{grown.peak:.0f} MB", "", grown.peak, MEMORY, "MB",
            ),
        ]  # fmt: skip
    return [Section("the data desk", lines)]


def _answers(rounds: int = ROUNDS) -> Answers:
    """Runs a server with an empty store and sits down at its desk."""
    large = made_up.observations()
    shown, idle, during, reruns = [], [], [], 0
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(store=Path(folder) / "store") as app,
        Tab(app.host) as other,
    ):
        other.run("compare", _LINK)
        for _ in range(10):
            other.run("compare", _LINK)
        for _ in range(rounds):
            with Tab(app.host, _COOKIE) as tab:
                shown.append(_sent(tab, large))
                alone = [other.run("compare", _LINK).milliseconds for _ in range(IDLE)]
                busy = _reruns_while_checking(tab, other)
                alone += [other.run("compare", _LINK).milliseconds for _ in range(IDLE)]
            idle.append(_p95(alone))
            during.append(_p95(busy))
            reruns += len(busy)
        visible = median([_published(app.host, other, turn) for turn in range(rounds)])
    ratio = median([b / a for a, b in zip(idle, during, strict=True)])
    return Answers(median(shown), visible, median(idle), median(during), ratio, reruns)


def _sent(tab: Tab, content: bytes) -> float:
    """Sends a file; seconds until its progress, or already what was understood, is on screen."""
    _expect(tab.run("desk", {**_LINK, "dataset": "observations"}), "1. Which data?")
    start = time.perf_counter()
    tab.send_file("desk_file_*", "file.csv", content)
    sent = time.perf_counter() - start
    run = tab.run(query=_LINK, until='class="desk-stages"')
    shown = sent + run.milliseconds / 1000
    run = _settled(tab, run)
    _expect(run, "Is this what file.csv says?")
    return shown


def _settled(tab: Tab, run: Run) -> Run:
    """Asks again as the page does, by the part of it that tells how far the work is, until it is
    done: then the whole page runs."""
    part = run.auto
    for _ in range(300):
        if _BUSY not in run.html:
            return run
        time.sleep(_POLLS)
        run = tab.run(query=_LINK, fragment=part)
        part = run.auto or part
    sys.exit("A file was not read or checked within two minutes.")


def _reruns_while_checking(tab: Tab, other: Tab) -> list[float]:
    """Milliseconds of another session's reruns while a large file is checked."""
    found: list[float] = []
    done = threading.Event()

    def check() -> None:
        try:
            _expect(_settled(tab, tab.run(query=_LINK, press="desk_check")), "What was checked")
        finally:
            done.set()

    checking = threading.Thread(target=check)
    checking.start()
    while not done.is_set():
        found.append(other.run("compare", _LINK).milliseconds)
    checking.join()
    return found


def _published(app: str, other: Tab, turn: int) -> float:
    """Publishes one corrected value; seconds from the click until another session, which reruns
    all the time, has the new figures on screen."""
    content = made_up.one(higher=turn % 2 == 0)
    other.run("compare", _LINK)
    with Tab(app, _COOKIE) as tab:
        _sent(tab, content)
        run = _settled(tab, tab.run(query=_LINK, press="desk_check"))
        if "1 row will change" not in run.html:  # a layout known from before leads there at once
            _expect(run, "What was checked")
            run = _settled(tab, tab.run(query=_LINK, press="desk_changes"))
        _expect(run, "1 row will change")
        tab.write("desk_why", "Measured")
        tab.write("desk_who", "bench")
        tab.run(query=_LINK)
        start = time.perf_counter()
        told: list[Run] = []
        publishing = threading.Thread(
            target=lambda: told.append(tab.run(query=_LINK, press="desk_publish"))
        )
        publishing.start()
        while _UPDATED not in other.run("compare", _LINK).html:
            if time.perf_counter() - start > 60:
                sys.exit("A publication was not seen by another session within a minute.")
            time.sleep(0.02)
        visible = time.perf_counter() - start
        publishing.join()
        _expect(told[0], "is published")
        return visible


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


def _expect(run: Run, words: str) -> None:
    if words not in run.html or run.failed:
        sys.exit(f"The desk does not say «{words}»: {run.html[-2000:]}")
