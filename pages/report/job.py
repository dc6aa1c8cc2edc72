"""The report as it is made in the process beside the server, of the data that the page shows."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from secon_data import settings
from secon_data.package import Package
from secon_ui import clock, published
from secon_ui.drawing import geometry
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import LIGHT
from secon_ui.text.words import Words

if TYPE_CHECKING:
    from secon_ui.taking.report import Report

LOG = logging.getLogger("secon")
Format = Literal["pdf", "pptx"]
FORMATS: tuple[Format, ...] = ("pdf", "pptx")
NEEDED = 600  # megabytes; the process takes 170 at its start, 330 with its first report


@dataclass(frozen=True)
class Edition:
    """The data of a report: the package's folder, the store's address, whether nobody named it, and
    the revision of each dataset published in it."""

    folder: Path
    address: str
    usual: bool
    revisions: tuple[tuple[str, int], ...]

    @classmethod
    def now(cls, revisions: dict[str, int]) -> Edition:
        """The data as they are now."""
        store = settings.store()
        return cls(settings.folder(), store.address, store.usual, tuple(sorted(revisions.items())))


@lru_cache(maxsize=1)
def _package(edition: Edition) -> Package:
    store = settings.store_at(edition.address, usual=edition.usual)
    return Package(edition.folder, store, dict(edition.revisions))


def warm() -> None:
    """Lets the process beside the server make a report that nobody asked for, so that the first one
    who does need not wait for modules, data and outlines; where there is memory for it."""
    from secon_ui.taking import jobs

    spare = available()
    if spare is not None and spare < NEEDED:
        LOG.info("Reports are not prepared: %d MB of memory are available.", spare)
        return
    edition = Edition.now(dict(published.seen(settings.store()).revisions))
    jobs.PICTURES.submit(_thrown_away, edition, clock.today())


def _thrown_away(edition: Edition, today: date, told: Callable[[str], None]) -> None:
    region = str(_package(edition).table("regions")["region_id"].iloc[0])
    for format in FORMATS:
        made(edition, region, "en", today, "", format, told)


def available(
    system: Path = Path("/proc/meminfo"), group: Path = Path("/sys/fs/cgroup")
) -> int | None:
    """Megabytes of memory that nobody uses, of the machine and of the container; None where it does
    not say."""
    found = []
    with suppress(OSError, ValueError, StopIteration):
        line = next(
            one for one in system.read_text().splitlines() if one.startswith("MemAvailable:")
        )
        found.append(int(line.split()[1]) // 1024)
    with suppress(OSError, ValueError):  # «max» where there is no limit
        most, used = (int((group / f"memory.{name}").read_text()) for name in ("max", "current"))
        found.append((most - used) // 2**20)
    return min(found, default=None)


def made(
    edition: Edition,
    region: str,
    language: str,
    today: date,
    base: str,
    format: Format,
    told: Callable[[str], None],
) -> bytes:
    """The report of a region. ``base``: the address of the app. KeyError for an unknown region;
    DataError."""
    # What draws is loaded in the process beside the server alone.
    from pages.report.contents import report

    with uncollected():
        told("read")
        package = _package(edition)
        told("gather")
        found = report(region, package, on_paper(package, language, today), base)
        told("draw")
        return set_as(format, found)


@contextmanager
def uncollected() -> Iterator[None]:
    """Garbage waits until the work is done, and is then looked for among what the work has made: to
    do so again and again takes a quarter of a report's time, and finds 15 MB."""
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()
        gc.unfreeze()


def set_as(format: Format, found: Report) -> bytes:
    """A report as a file."""
    from secon_ui.taking.report import pdf, pptx

    return {"pdf": pdf, "pptx": pptx}[format](found)


def on_paper(package: Package, language: str, today: date) -> Look:
    """For whom a report is made: a reader of that language, on paper."""
    t, table = Words(language), package.table("regions")
    names = {r: t.data(n) for r, n in zip(table["region_id"], table["name"], strict=True)}
    return Look(t, LIGHT, "wide", names, today, _outlines)


@cache
def _outlines() -> dict[str, Any]:
    """The index of the boundaries: each map asks for it, and a megabyte is checked each time."""
    return geometry.index(geometry.FOLDER)
