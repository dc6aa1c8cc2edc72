"""What is published, as a server knows it without waiting: the store is looked at beside the pages,
and what was seen last is what they show while it is slow or away, with a note that says so.

Imports no Streamlit.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from secon_data import settings
from secon_data.errors import DataError, StoreError
from secon_data.package import Package
from secon_data.problems import mark
from secon_data.store import Store

LOG = logging.getLogger("secon")
FRESH = 1.0  # seconds; an object store answers slowly
PATIENCE = 0.25  # so long a click waits for a look that has begun
FIRST = 20.0  # so long it waits where nothing was seen yet, or something was just published
OLD = 15.0  # from then on what was seen is called old


@dataclass(frozen=True)
class Seen:
    """``revisions``: the current ones; ``when``: the moment of the look."""

    store: str | None
    revisions: Mapping[str, int]
    when: datetime
    # With what was new read already, so that no click waits for it.
    package: Package | None = field(default=None, compare=False, repr=False)


class _Watch:
    """The looks at one store, one at a time."""

    def __init__(self) -> None:
        self.seen: Seen | None = None
        self.error: StoreError | None = None
        self._changed = threading.Condition()
        self._looking = False
        self._began = self._told = self._ended = float("-inf")  # of the last look that ended: _told
        self._wanted = float("-inf")
        self._good = float("-inf")

    def look(self, store: Store) -> Seen:
        with self._changed:
            now = time.monotonic()
            first = self.seen is None or self._told < self._wanted
            end = now + (FIRST if first else PATIENCE)
            while self._told < self._wanted or time.monotonic() - self._ended >= FRESH:
                if not self._looking:
                    self._looking, self._began = True, time.monotonic()
                    threading.Thread(target=self._look, args=(store,), daemon=True).start()
                left = end - time.monotonic()
                if left <= 0 or not self._changed.wait(left):
                    break
            if self.seen is None:
                raise self.error or _silent(store)
            return self.seen

    def again(self) -> None:
        """The next look is a new one, whenever the last was."""
        with self._changed:
            self._wanted = time.monotonic()

    def trouble(self) -> StoreError | None:
        """Why what was seen may be old; None while it is not."""
        with self._changed:
            if self.seen is None or self.error is not None:
                return self.error
            if self._looking and time.monotonic() - self._good > OLD:
                return StoreError(mark("the store does not answer."), file="")
            return None

    def _look(self, store: Store) -> None:
        error: StoreError | None = None
        found: Seen | None = None
        when = datetime.now(UTC)
        try:
            found = Seen(store.check(), store.revisions(), when)
            known = self.seen
            if known is not None and found.store != known.store:
                found, error = None, _foreign(store)
            elif known is not None and found.revisions != known.revisions:
                found = replace(found, package=_read(store, found.revisions))
            elif known is not None:
                found = replace(found, package=known.package)
        except StoreError as caught:
            error = caught
        except Exception as caught:  # whatever it is, the look ends
            LOG.exception("The store could not be looked at")
            error = _silent(store)
            error.__cause__ = caught
        with self._changed:
            if error is not None and self.error is None:
                LOG.error("Store: %s", error)
            if found is not None:
                self.seen, self._good = found, self._began
            self.error = error
            self._told, self._ended, self._looking = self._began, time.monotonic(), False
            self._changed.notify_all()


_watches: dict[str, _Watch] = {}
_lock = threading.Lock()


def seen(store: Store) -> Seen:
    """What is published. StoreError where that was never seen."""
    return _watch(store).look(store)


def trouble(store: Store) -> StoreError | None:
    """Why what ``seen`` gives may not be the newest."""
    return _watch(store).trouble()


def again() -> None:
    """What was published a moment ago is seen at once."""
    with _lock:
        watches = list(_watches.values())
    for watch in watches:
        watch.again()


def _watch(store: Store) -> _Watch:
    with _lock:
        return _watches.setdefault(store.address, _Watch())


def _read(store: Store, revisions: Mapping[str, int]) -> Package:
    """The data of these revisions. What cannot be read is told where it is shown."""
    package = Package(settings.folder(), store, revisions)
    with suppress(DataError):
        _ = package.damaged
    return package


def _silent(store: Store) -> StoreError:
    return StoreError(mark("the store does not answer."), file="", where=store.address)


def _foreign(store: Store) -> StoreError:
    return StoreError(
        mark("another store stands where that of this server was."),
        file="",
        mend=mark("Whoever runs the server: put the store back, or start the server anew."),
        where=store.address,
    )
