"""What one session has on the desk: the file, what became of it, and what runs beside the page.

All of it lives in ``st.session_state`` under these few functions; nothing of it is in a link or in
another session.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import TimeoutError as StillRunningError
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from pages.desk import worker
from pages.desk.runner import RUNNER, Job, StoppedError
from pages.desk.work import Examined, Work
from secon_data import settings
from secon_data.errors import DataError
from secon_data.intake import IntakeError
from secon_data.package import Package
from secon_data.revision import Revision
from secon_data.store import Upload
from secon_ui import data

KEY = "_desk"
# So long a page waits for the work on a file before it shows how far that is; for a large one it
# does not wait at all.
PATIENCE = 0.4  # seconds
_LARGE = 2**20  # bytes


@dataclass
class Desk:
    """``step``: choose, understood, check, changes or published; ``ticks``: warnings looked at;
    ``conflict``: the revision that came in between; ``looked``: the charts are shown with the
    draft; ``asked``: the source of the figures was asked for; ``urged``: it was to be published
    while something was missing; ``dialog``: «compare», or the revision to restore; ``uploads``
    makes the drop zone new; ``sent``: the file that is or was being read; ``reading``, ``job``:
    what is read and what is checked beside the page; ``stopped``: that ended before it was
    done; ``drafted``: for what was found, the package with the draft."""

    step: str = "choose"
    work: Work | None = None
    examined: Examined | None = None
    sent: Upload | None = None
    reading: Job[Work] | None = None
    job: Job[Examined] | None = None
    stopped: bool = False
    drafted: tuple[Examined, Package] | None = None
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
    urged: bool = False
    dialog: str | int | None = None
    all_revisions: bool = False
    uploads: int = 0


def desk() -> Desk:
    """The session's desk."""
    found: Desk = st.session_state.setdefault(KEY, Desk())
    return found


def clear() -> None:
    """Puts the file away; who sits here stays."""
    now = desk()
    _forget(now.reading, now.job)
    st.session_state[KEY] = Desk(who=now.who, uploads=now.uploads + 1)


def read(dataset: str, upload: Upload) -> None:
    """Begins to read a file that was sent."""
    now = desk()
    now.uploads += 1
    _read(upload, RUNNER.submit(worker.received, _where(), dataset, upload))


def read_shipped(dataset: str) -> None:
    """Begins to read the file that this version of the app ships."""
    _read(None, RUNNER.submit(worker.shipped, _where(), dataset))


def reread(**overrides: Any) -> None:
    """Begins to read the file again as the person says."""
    now = desk()
    if now.work is not None:
        _forget(now.job)
        now.examined, now.job = None, None
        _read(now.sent, RUNNER.submit(worker.corrected, _where(), now.work, overrides))


def settle_reading() -> bool:
    """Takes up the file that was read, or why it cannot be: what was on the desk stays then. False
    while it is still being read."""
    now = desk()
    if now.reading is None:
        return True
    try:
        found = now.reading.result(_patience(now))
    except StillRunningError:
        return False
    except IntakeError as error:
        now.failed, now.reading = error, None
    except StoppedError:
        now.stopped, now.reading = True, None
    except Exception:
        now.reading = None
        raise
    else:
        now.reading = None
        if now.work is None:
            sent = now.sent
            clear()
            now = desk()
            now.step, now.sent = "understood", sent
        now.work = found
    return True


def go(step: str) -> None:
    """To another step."""
    now = desk()
    now.step, now.failed, now.trouble, now.looked = step, None, None, False
    now.stopped = False


def change(**fields: Any) -> None:
    """The person said something else of the file: what the check found holds no longer."""
    now = desk()
    if now.work is not None:
        _forget(now.job)
        now.work = replace(now.work, **fields)
        now.examined, now.job, now.removal = None, None, False


def check(revisions: Mapping[str, int]) -> None:
    """Begins the check of the file. ``revisions``: the current ones, asked for just now."""
    now = desk()
    now.stopped = False
    now.job = RUNNER.submit(worker.examined, _where(revisions), now.work, dict(revisions))


def settle() -> bool:
    """Takes up what a finished check found; False while it still runs, and when it was stopped:
    the file is then to be looked at again. DataError as it was."""
    now = desk()
    if now.job is None:
        return now.examined is not None
    try:
        now.examined = now.job.result(_patience(now))
    except StillRunningError:
        return False
    except StoppedError:
        go("understood")
        now.stopped, now.job = True, None
        return False
    except Exception:
        # Whatever it was, the file is still there to be put right.
        now.job, now.step = None, "understood"
        raise
    now.job = None
    return True


def tick(key: str, on: bool) -> None:
    """A warning was looked at, or not."""
    (desk().ticks.add if on else desk().ticks.discard)(key)


def _read(sent: Upload | None, reading: Job[Work]) -> None:
    now = desk()
    now.sent, now.reading, now.failed, now.stopped = sent, reading, None, False


def _patience(now: Desk) -> float:
    return 0.0 if now.sent is not None and len(now.sent.content) > _LARGE else PATIENCE


def _where(revisions: Mapping[str, int] | None = None) -> worker.Where:
    """The data as they are now, for the process that works on files."""
    store = settings.store()
    known = store.revisions() if revisions is None else revisions
    return worker.Where(
        settings.folder(), store.address, f"{data.version()}|{sorted(known.items())}"
    )


def _forget(*jobs: Job[Any] | None) -> None:
    """Nobody waits for these any more."""
    for job in jobs:
        if job is not None:
            job.cancel()
