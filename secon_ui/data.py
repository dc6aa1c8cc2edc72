"""Cached reads: the only home of caches. Every cache is keyed by the data's version, so that new
data show at the next interaction and nothing needs clearing."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import pandas as pd
from cachetools import TTLCache, cached

from secon_data import audit, changes, regions, settings
from secon_data.errors import DataError, StoreError
from secon_data.package import Package
from secon_data.revision import Revision
from secon_data.store import Store, pins
from secon_data.store.pins import Pinned
from secon_ui import clock, staying
from secon_ui import published as published_by
from secon_ui.drawing import geometry as boundaries
from secon_ui.memo import kept, weight

P = ParamSpec("P")
T = TypeVar("T")
MOST_EVENTS = 50  # each is a file
MOST_KEPT = 64 * 2**20  # bytes of what pages made, for all visitors together
MOST_ANSWERED = 16 * 2**20  # bytes of answers to programs
# A run is a thread; what it saw of the files and of the clock, and the data that its link pins.
_RUN = threading.local()


@contextmanager
def one_version() -> Iterator[None]:
    """Within it all reads are of the version and the day that there were at its start: a run looks
    at the files and at the clock once, and never mixes two versions. Within another, that one's
    goes on."""
    if hasattr(_RUN, "version"):
        yield
        return
    _RUN.day = clock.today()
    try:
        _RUN.version, _RUN.store = _looked()
    except StoreError:  # the first read of the data tells it in words
        _RUN.version = ""
    try:
        yield
    finally:
        del _RUN.version, _RUN.day
        _RUN.store = _RUN.package = None


def today() -> date:
    """The day of this run."""
    return getattr(_RUN, "day", None) or clock.today()


@contextmanager
def as_of(pinned: Package | None) -> Iterator[None]:
    """Within it all reads are of the data that a link pins; of today's where it pins none, or them.
    What is made of one is never taken for the other: their versions differ."""
    outer = getattr(_RUN, "pinned", None)
    if not isinstance(pinned, Pinned) or pinned is outer:
        yield
        return
    before = getattr(_RUN, "version", None)
    _RUN.version, _RUN.pinned = f"{version()}|as of {pinned.rev}", pinned
    try:
        yield
    finally:
        _RUN.version, _RUN.pinned = before, outer


def version() -> str:
    """Changes when any file of the data package does, and with every publication."""
    return getattr(_RUN, "version", None) or _version()


def per_version(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keeps what a function gives for the ``most`` versions and arguments asked for last. Shared:
    not to be changed."""

    def keeping(function: Callable[P, T]) -> Callable[P, T]:
        @kept(most)
        def known(version: str, *args: P.args, **named: P.kwargs) -> T:
            return function(*args, **named)

        @wraps(function)
        def asked(*args: P.args, **named: P.kwargs) -> T:
            return known(version(), *args, **named)

        return asked

    return keeping


def made(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` works out of the data, kept under a key for this version and day. Shared."""
    found: T = _made((version(), today(), key), make)
    return found


@kept(MOST_KEPT, key=lambda key, make: key, weigh=weight)
def _made(key: Hashable, make: Callable[[], Any]) -> Any:
    return make()


def answered(key: Hashable, make: Callable[[], T]) -> T:
    """What ``make`` makes of the data for a program that asks, kept under a key for this version:
    beside what pages made, so that no program makes a page slow. Shared."""
    found: T = _answered((version(), key), make)
    return found


@kept(MOST_ANSWERED, key=lambda key, make: key, weigh=weight)
def _answered(key: Hashable, make: Callable[[], Any]) -> Any:
    return make()


def store() -> Store:
    """The store that this run shows."""
    return getattr(_RUN, "store", None) or settings.store()


def _version() -> str:
    return _looked()[0]


def _looked() -> tuple[str, Store]:
    return _seen(*map(os.environ.get, ("SECON_DATA", "SECON_STORE")))


@cached(TTLCache(4, ttl=1), condition=threading.Condition())
def _seen(*_: str | None) -> tuple[str, Store]:
    """The folder, the moments at which its files were last changed, and the current revision of
    every published dataset; and of which store. Looked at once a second at most: an object store
    answers slowly."""
    folder, store = settings.folder(), settings.store()
    shipped = _changed(folder, folder / "schemas")
    published = ",".join(f"{name}={n}" for name, n in published_by.seen(store).revisions.items())
    return f"{folder}|{shipped}|{store.address}|{published}", store


def look_again() -> None:
    """What was published a moment ago shows at once."""
    published_by.again()
    _seen.cache_clear()
    _events.cache_clear()


def events() -> list[audit.Event]:
    """The newest events of the store, newest first; those of the last seconds may lack. Shared.
    StoreError when they cannot be read."""
    return _events(settings.store().address)


@cached(TTLCache(4, ttl=10), condition=threading.Condition())
def _events(address: str) -> list[audit.Event]:
    return audit.events(settings.store_at(address), MOST_EVENTS)


def _changed(*folders: Path) -> str:
    """Another text when any file of the folders is another. By ``scandir``: a click pays for it
    after each second, and of pathlib's ways it would be the half."""
    return ",".join(sorted(file for folder in folders for file in _files(folder)))


def _files(folder: Path) -> list[str]:
    """The names of a folder's files with the moments of their last change."""
    try:
        with os.scandir(folder) as files:
            return [
                f"{file.name}={file.stat().st_mtime_ns:x}" for file in files if "." in file.name
            ]
    except OSError:
        return []


def package() -> Package:
    """The data package, read once; what is worked out of it is kept with it (``package.once``).
    Shared: do not change its tables."""
    return getattr(_RUN, "pinned", None) or getattr(_RUN, "package", None) or _of_run()


def _of_run() -> Package:
    """Today's data; a run asks for them at a dozen places and looks them up once."""
    found = _package()
    if getattr(_RUN, "version", None):
        _RUN.package = found
    return found


@per_version(2)
def _package() -> Package:
    found = settings.package(published_by.seen(settings.store()).revisions)
    with suppress(DataError):  # of data that cannot be read no link is made
        staying.begin(settings.store(), found)
    return found


def rev(package: Package) -> str:
    """The name by which a link pins these data. StoreError says why there is none."""
    if isinstance(package, Pinned):
        return package.rev
    return staying.name(settings.store(), package)


def pinned(rev: str) -> Package | None:
    """The data that a link pins: the package of today where they are the newest; None where none of
    that name are kept here. DataError where they cannot be read. Shared."""
    if not pins.is_rev(rev):
        return None
    with suppress(StoreError):
        if staying.name(settings.store(), package()) == rev:
            return package()
    return _pinned(rev)


@per_version(2)
def _pinned(rev: str) -> Pinned | None:
    return pins.opened(settings.store(), rev, package())


def region_ids() -> list[str]:
    """Ids of the partner regions, in order."""
    return list(region_countries())


def region_countries() -> Mapping[str, str]:
    """The country of each partner region, in order. Shared."""
    return regions.countries(package())


@per_version(32)
def history(dataset: str) -> list[Revision]:
    """All revisions of a dataset, newest first. Shared."""
    return settings.store().history(dataset)


@per_version(4)
def revision(dataset: str, number: int) -> pd.DataFrame:
    """A revision of a dataset; it never changes. Shared. DataError when it cannot be read."""
    return settings.store().read(dataset, package().schema(dataset), number, lenient=True)


@per_version(8)
def between(dataset: str, old: int, new: int) -> changes.Changes:
    """What differs between two revisions of a dataset. Shared. DataError when one cannot be
    read."""
    before, after = (revision(dataset, number) for number in (old, new))
    return changes.between(before, after, package().schema(dataset).key)


@per_version(32)
def newer_shipped(dataset: str) -> bool:
    """Whether this version of the app ships newer rows of a published dataset
    (``Store.newer_shipped``)."""
    return settings.store().newer_shipped(package(), dataset)


def geometry() -> dict[str, Any]:
    """The index of the boundaries. DataError names a file that is missing or damaged. Shared."""
    return _geometry(_drawn(boundaries.FOLDER))


@cached(TTLCache(4, ttl=1), condition=threading.Condition())
def _drawn(folder: Path) -> str:
    return f"{folder}|{_changed(folder, folder / 'svg')}"


@kept(2)
def _geometry(version: str) -> dict[str, Any]:
    return boundaries.index(boundaries.FOLDER)
