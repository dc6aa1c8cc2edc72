"""Where a desk waits while its person logs in again: logging in leaves the session, and the file
with it. In this process's memory only."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from secon_ui.desk.desk_state import Desk

KEPT = 3600.0  # seconds
_MOST = 20  # desks; the oldest goes first
_desks: OrderedDict[str, tuple[float, Desk]] = OrderedDict()
_lock = threading.Lock()


def put(person: str, desk: Desk) -> None:
    """Puts a desk by, in place of the person's last; an empty one is none."""
    if desk.work is None:
        return
    with _lock:
        _desks.pop(person, None)
        _desks[person] = (time.monotonic(), replace(desk, job=None, dialog=None))
        while len(_desks) > _MOST:
            _desks.popitem(last=False)


def take(person: str) -> Desk | None:
    """Takes the person's desk from the shelf; None when none waits."""
    with _lock:
        put_at, desk = _desks.pop(person, (0.0, None))
    return desk if desk is not None and time.monotonic() - put_at <= KEPT else None
