"""By which name a link pins the data that are shown now. A version is kept beside the pages, once,
when this process first sees it; where it cannot be, no such link is offered.

Imports no Streamlit.
"""

from __future__ import annotations

import logging
import threading
import time
from weakref import WeakKeyDictionary

from secon_data.errors import DataError, StoreError
from secon_data.package import Package
from secon_data.problems import mark
from secon_data.store import Store, pins

LOG = logging.getLogger("secon")
PATIENCE = 0.5  # seconds; so long whoever wants the link first waits
AGAIN = 60.0  # seconds; then what failed is tried once more


class _Keeping:
    """One version on its way into the store."""

    def __init__(self, store: Store, package: Package) -> None:
        self.rev, self.error = "", StoreError(mark("the data are being kept; ask again."), file="")
        self.began = time.monotonic()
        self.done = threading.Event()
        threading.Thread(target=self._keep, args=(store, package), daemon=True).start()

    def _keep(self, store: Store, package: Package) -> None:
        try:
            self.rev = pins.keep(store, package)
        except DataError as error:
            # Without a store none is expected; a store that was named is another matter.
            LOG.log(logging.INFO if store.usual else logging.WARNING, "No link stays: %s", error)
            self.error = error if isinstance(error, StoreError) else self.error
        except Exception as error:  # whatever it is, pages are shown
            LOG.exception("No link stays")
            self.error = StoreError(mark("the store cannot be written."), file="", why=str(error))
        finally:
            self.done.set()

    @property
    def stale(self) -> bool:
        return self.done.is_set() and not self.rev and time.monotonic() - self.began > AGAIN


_known: WeakKeyDictionary[Package, _Keeping] = WeakKeyDictionary()
_lock = threading.Lock()


def begin(store: Store, package: Package) -> None:
    """Has this version kept; returns at once."""
    _keeping(store, package)


def name(store: Store, package: Package, patience: float = PATIENCE) -> str:
    """The name of this version. StoreError says why there is none."""
    keeping = _keeping(store, package)
    keeping.done.wait(patience)
    if not keeping.rev:
        raise keeping.error
    return keeping.rev


def _keeping(store: Store, package: Package) -> _Keeping:
    with _lock:
        found = _known.get(package)
        if found is None or found.stale:
            found = _known[package] = _Keeping(store, package)
        return found
