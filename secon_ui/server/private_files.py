"""Which of the files that pages hand out belong to one person: what was sent to the desk, and what
was made of it.

Streamlit keeps what it hands out under an address that answers anybody who knows it, until the
session ends. The guard asks here whose a file is, by its content.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable

from streamlit import runtime
from streamlit.runtime.media_file_storage import MediaFileStorageError

_MOST = 10_000  # files; the oldest is forgotten first, long after its session
_owners: OrderedDict[bytes, set[str | None]] = OrderedDict()
_lock = threading.Lock()


def of(person: str | None, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """What makes a file, so that it is that person's. ``person``: None for whoever sits at this
    machine."""

    def made() -> bytes:
        content = make()
        with _lock:
            known = _owners.pop(_digest(content), set())
            _owners[_digest(content)] = known | {person}
            while len(_owners) > _MOST:
                _owners.popitem(last=False)
        return content

    return made


def owners(name: str) -> set[str | None] | None:
    """Whose a file is that Streamlit hands out under this name; None when it is everybody's, or
    there is none."""
    if not _owners or not runtime.exists():
        return None
    try:
        # The one place that reads it there: look here at each upgrade.
        storage = runtime.get_instance().media_file_mgr._storage
        found = storage.get_file(name)  # type: ignore[attr-defined]
    except MediaFileStorageError:
        return None
    with _lock:
        return _owners.get(_digest(found.content))


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()
