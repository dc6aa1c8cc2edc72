"""What is taken away: how long each export takes, how large it is, how much memory the process that
draws has, and how little a report holds up everybody else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from bench.client import Tab
from bench.servers import serving
from bench.table import Line, Section
from pages.compare.build import build
from pages.compare.views import SHOWN, CompareView
from pages.report import job
from secon_data.package import SHIPPED, Package
from secon_data.workbooks import csv
from secon_ui import clock
from secon_ui.processes.runner import Runner
from secon_ui.shell.taken import Taken
from secon_ui.taking import jobs
from secon_ui.taking.around import about
from secon_ui.text.words import Words

REPORT = 2.0  # seconds for a whole report
BESIDE = 1.5  # another page's p95 while reports are made, to its idle p95
ROUNDS = 5
_LINK = {"region": "riga", "lang": "en"}


def measure() -> list[Section]:
    """Two sections: each export, and what others feel of a report."""
    return [_exports(), _others()]


def _exports() -> Section:
    package, runner = Package(SHIPPED), Runner("secon_ui.taking.jobs", processes=1)
    look = job.on_paper(package, "en", clock.today())
    edition = job.Edition(SHIPPED, str(SHIPPED.parent / "no-store"), True, ())
    asked = (edition, "riga", "en", clock.today(), "https://example.org", "pdf")
    lines = []
    try:
        for shown in SHOWN:
            taken = build(CompareView("riga", "en", shown=shown), package, look).taken
            lines += _of(shown, taken, package, look.t, runner)
        spent, size = _timed(lambda: runner.submit(job.made, *asked).result(120))
        lines.append(Line("the report of a region, PDF", _kb(size), "", spent, REPORT, "s"))
        lines.append(
            Line("memory of the process that draws", "", "", _memory(runner.pids[0]), None, "MB")
        )
    finally:
        runner.close()
    return Section("what is taken away", lines)


def _of(shown: str, taken: Taken, package: Package, t: Words, runner: Runner) -> list[Line]:
    assert taken.sheet is not None
    sheet, table = taken.sheet(), taken.table()
    around = about(table, sheet, taken.cited, package, t, "https://example.org")
    ways: dict[str, Callable[[], bytes]] = {
        "picture, PNG": lambda: runner.submit(jobs.picture, sheet, "wide", "png").result(60),
        "picture, SVG": lambda: runner.submit(jobs.picture, sheet, "wide", "svg").result(60),
        "table, XLSX": lambda: runner.submit(jobs.workbook_of, table, around).result(60),
        "table, CSV": lambda: csv(table),
    }
    found = []
    for what, make in ways.items():
        spent, size = _timed(make)
        found.append(Line(f"Compare, {shown}: {what}", _kb(size), "", spent, None, "s"))
    return found


def _others() -> Section:
    """Reruns of another page, alone and while one report after another is made."""
    with serving() as app, Tab(app.host) as reader, Tab(app.host) as asker:
        for _ in range(20):
            reader.run("compare", _LINK)
        asker.run("region", {**_LINK, "lang": "lv"})
        asker.run(press="region_report", query={**_LINK, "lang": "lv"})  # the process starts
        ratios, idle, during = [], [], []
        for region in ("peloponnese", "haskovo", "harghita"):
            alone = [reader.run("compare", _LINK).milliseconds for _ in range(60)]
            busy = _while_made(reader, asker, region)
            alone += [reader.run("compare", _LINK).milliseconds for _ in range(60)]
            idle.append(_p95(alone))
            during.append(_p95(busy))
            ratios.append(during[-1] / idle[-1])
    line = Line(
        "another page's p95 while a report is made: × idle",
        f"{median(during):.1f} ms", f"{median(idle):.1f} ms", median(ratios), BESIDE,
    )  # fmt: skip
    return Section("a report beside everybody else", [line])


def _while_made(reader: Tab, asker: Tab, region: str) -> list[float]:
    query = {"region": region, "lang": "en"}
    asker.run("region", query)
    done = threading.Event()

    def ask() -> None:
        try:
            asker.run(press="region_report", query=query)
        finally:
            done.set()

    making = threading.Thread(target=ask)
    making.start()
    found: list[float] = []
    while not done.is_set() or len(found) < 20:
        found.append(reader.run("compare", _LINK).milliseconds)
    making.join()
    return found


def _timed(make: Callable[[], bytes]) -> tuple[float, int]:
    """Median of seconds, and bytes; the first, in which modules are loaded, is not counted."""
    size, spent = len(make()), []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        make()
        spent.append(time.perf_counter() - start)
    return median(spent), size


def _memory(pid: int) -> float:
    """The most memory that a process has had, in MB; Linux."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1000 for line in status if line.startswith("VmHWM"))


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


def _kb(size: int) -> str:
    return f"{size / 1000:.0f} kB"
