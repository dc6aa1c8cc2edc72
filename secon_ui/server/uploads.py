"""Which sessions may send files, and how much each may send.

Streamlit takes a file from any session, whether or not a page asked it for one. The desk grants
the right to a session when it shows it the drop zone; the guard asks here before a file is taken.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

LARGEST = 200 * 2**20  # bytes of one session within the span
SPAN = 3600.0  # seconds
_SESSIONS = 1000  # the longest silent ones lose the right first; the drop zone gives it back


@dataclass
class _Right:
    holds: Callable[[], bool]
    person: str | None
    sent: deque[tuple[float, int]] = field(default_factory=deque)


_rights: OrderedDict[str, _Right] = OrderedDict()
_lock = threading.Lock()


def grant(session: str, holds: Callable[[], bool], person: str | None = None) -> None:
    """Lets a session send files as long as ``holds`` says so; it is asked before each file.
    ``person``: whose session it is; None for whoever sits at this machine."""
    with _lock:
        known = _rights.pop(session, None)
        _rights[session] = _Right(holds, person, known.sent if known else deque())
        while len(_rights) > _SESSIONS:
            _rights.popitem(last=False)


def revoke(session: str) -> None:
    """Takes the right away; what was sent stays counted."""
    with _lock:
        if session in _rights:
            _rights[session].holds = _never


def may(session: str, person: str | None = None) -> bool:
    """Whether a person may send a file to a session, or take one back, now."""
    with _lock:
        right = _rights.get(session)
    return right is not None and right.person == person and right.holds()


def fits(session: str, size: int, now: float | None = None) -> bool:
    """Counts a file of ``size`` bytes to the session; False when that would be too much."""
    now = time.monotonic() if now is None else now
    with _lock:
        right = _rights.get(session)
        if right is None:
            return False
        while right.sent and right.sent[0][0] <= now - SPAN:
            right.sent.popleft()
        if sum(length for _, length in right.sent) + size > LARGEST:
            return False
        right.sent.append((now, size))
        return True


def _never() -> bool:
    return False
