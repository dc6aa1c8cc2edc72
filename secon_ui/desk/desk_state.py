"""What one session has on the desk: the file, what became of it, and what runs beside the page.

All of it lives in ``st.session_state`` under these few functions; nothing of it is in a link or in
another session.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunningError
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from secon_data.intake import IntakeError
from secon_data.package import DataError
from secon_data.store import Revision
from secon_ui.desk.work import Examined, Work

LOG = logging.getLogger("secon")
# One check at a time, so that everybody else's pages keep a core.
_POOL = ThreadPoolExecutor(1, thread_name_prefix="desk")
_KEY = "_desk"
# So long a page waits for a check before it shows how far that is.
PATIENCE = 0.6  # seconds


@dataclass
class Job:
    """A check beside the page: how far it is, and what it found."""

    future: Future[Examined]
    stage: str = "file"

    @property
    def done(self) -> bool:
        return self.future.done()


@dataclass
class Desk:
    """``step``: choose, understood, check, changes or published; ``ticks``: warnings looked at;
    ``conflict``: the revision that came in between; ``looked``: the charts are shown with the
    draft; ``asked``: the source of the figures was asked for; ``dialog``: «compare», or the
    revision to restore; ``uploads`` makes the drop zone new."""

    step: str = "choose"
    work: Work | None = None
    examined: Examined | None = None
    job: Job | None = None
    failed: IntakeError | None = None
    trouble: DataError | None = None
    ticks: set[str] = field(default_factory=set)
    removal: bool = False
    why: str = ""
    who: str = ""
    conflict: int | None = None
    published: Revision | None = None
    looked: bool = False
    asked: bool = False
    dialog: str | int | None = None
    all_revisions: bool = False
    uploads: int = 0


def desk() -> Desk:
    """The session's desk."""
    found: Desk = st.session_state.setdefault(_KEY, Desk())
    return found


def clear() -> None:
    """Puts the file away; who sits here stays."""
    now = desk()
    st.session_state[_KEY] = Desk(who=now.who, uploads=now.uploads + 1)


def take(work: Work) -> None:
    """A file was read."""
    clear()
    now = desk()
    now.work, now.step = work, "understood"


def refuse(error: IntakeError) -> None:
    """A file could not be read: what was on the desk stays."""
    now = desk()
    now.failed = error
    now.uploads += 1


def go(step: str) -> None:
    """To another step."""
    now = desk()
    now.step, now.failed, now.trouble, now.looked = step, None, None, False


def change(**fields: Any) -> None:
    """The person said something else of the file: what the check found holds no longer."""
    now = desk()
    if now.work is not None:
        now.work = replace(now.work, **fields)
        now.examined, now.job, now.removal = None, None, False


def start(run: Callable[[Callable[[str], None]], Examined]) -> None:
    """Begins a check beside the page."""
    job = Job(Future())

    def told(stage: str) -> None:
        job.stage = stage
        time.sleep(0)  # lets the pages of others run

    job.future = _POOL.submit(run, told)
    desk().job = job


def settle(patience: float = PATIENCE) -> bool:
    """Takes up what a finished check found; False while it still runs. DataError as it was."""
    now = desk()
    if now.job is None:
        return now.examined is not None
    try:
        now.examined = now.job.future.result(timeout=patience)
    except StillRunningError:
        return False
    except BaseException:
        # Whatever it was, the file is still there to be put right.
        now.job, now.step = None, "understood"
        raise
    now.job = None
    return True


def tick(key: str, on: bool) -> None:
    """A warning was looked at, or not."""
    (desk().ticks.add if on else desk().ticks.discard)(key)
