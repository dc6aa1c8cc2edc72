"""What one session has on the desk: the file, what became of it, and what runs beside the page.

All of it lives in ``st.session_state`` under these few functions; nothing of it is in a link or in
another session.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import TimeoutError as StillRunningError
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.desk import worker
from pages.desk.work import Examined, Work
from secon_data import settings
from secon_data.errors import DataError
from secon_data.intake import Intake, IntakeError
from secon_data.package import Package
from secon_data.problems import Problem
from secon_data.revision import Revision
from secon_data.store import Upload
from secon_ui import data
from secon_ui.processes.runner import Job, Runner, StoppedError
from secon_ui.processes.serving import FailedError
from secon_ui.server import access

KEY = "_desk"
RUNNER = Runner("pages.desk.worker")
# So long a page waits for the work on a file before it shows how far that is; for a large one it
# does not wait at all.
PATIENCE = 0.4  # seconds
_LARGE = 2**20  # bytes


@dataclass
class Desk:
    """``step``: choose, understood, check, changes or published; ``ticks``: warnings looked at;
    ``conflict``: the revision that came in between; ``looked``: the charts are shown with the
    draft; ``asked``: the source of the figures was asked for; ``direct``: the changes come next
    unless there is something to look at; ``urged``: it was to be published
    while something was missing; ``dialog``: «compare», or the revision to restore; ``uploads``
    makes the drop zone new; ``words``: what wrong words were chosen to mean, by column;
    ``sent``: the file that is or was being read; ``reading``, ``job``: what is read and what is
    checked beside the page; ``stopped``: why that ended before it was done; ``drafted``: for what
    was found, the package with the draft."""

    step: str = "choose"
    work: Work | None = None
    examined: Examined | None = None
    sent: Upload | None = None
    reading: Job[Work] | None = None
    job: Job[Examined] | None = None
    stopped: StoppedError | FailedError | None = None
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
    direct: bool = False
    urged: bool = False
    dialog: str | int | None = None
    all_revisions: bool = False
    uploads: int = 0
    words: dict[str, dict[str, str]] = field(default_factory=dict)


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
    _read(upload, RUNNER.submit(worker.received, _where(), dataset, upload, owner=_owner()))


def read_shipped(dataset: str) -> None:
    """Begins to read the file that this version of the app ships."""
    _read(None, RUNNER.submit(worker.shipped, _where(), dataset, owner=_owner()))


def reread(**overrides: Any) -> None:
    """Begins to read the file again as the person says."""
    now = desk()
    if now.work is not None:
        _forget(now.job)
        now.examined, now.job = None, None
        asked = (_where(), now.work, overrides)
        _read(now.sent, RUNNER.submit(worker.corrected, *asked, owner=_owner()))


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
    except (StoppedError, FailedError) as error:
        now.stopped, now.reading = error, None
    except DataError:
        now.reading = None
        raise
    except Exception as error:
        now.stopped, now.reading = FailedError.of(error), None
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
    now.stopped = None


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
    now.stopped = None
    asked = (_where(revisions), now.work, dict(revisions))
    now.job = RUNNER.submit(worker.examined, *asked, owner=_owner())


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
    except (StoppedError, FailedError) as error:
        return _stopped(error)
    except IntakeError as error:  # it took the memory that it may have
        go("understood")
        now.failed, now.job = error, None
        return False
    except DataError:
        # Whatever it was, the file is still there to be put right.
        now.job, now.step = None, "understood"
        raise
    except Exception as error:
        return _stopped(FailedError.of(error))
    now.job = None
    return True


def _stopped(error: StoppedError | FailedError) -> bool:
    go("understood")
    desk().stopped, desk().job = error, None
    return False


def template(dataset: str, region: str | None, language: str) -> bytes:
    """A template (``worker.template``), kept while the data stay as they are: strangers ask for it
    too, and never hold up an editor."""
    return _template(_where(), dataset, region, language)


@lru_cache(maxsize=32)
def _template(where: worker.Where, dataset: str, region: str | None, language: str) -> bytes:
    asked = (where, dataset, region, language)
    return RUNNER.submit(worker.template, *asked, owner="templates").result()


def marked(
    intake: Intake, problems: Sequence[Problem], fields: Mapping[str, str], language: str
) -> bytes:
    """The sent file with its problems marked (``worker.marked``)."""
    asked = (intake, tuple(problems), dict(fields), language)
    return RUNNER.submit(worker.marked, *asked, owner=_owner()).result()


def tick(key: str, on: bool) -> None:
    """A warning was looked at, or not."""
    (desk().ticks.add if on else desk().ticks.discard)(key)


def _read(sent: Upload | None, reading: Job[Work]) -> None:
    now = desk()
    _forget(now.reading)
    now.sent, now.reading, now.failed, now.stopped = sent, reading, None, None


def _patience(now: Desk) -> float:
    return 0.0 if now.sent is not None and len(now.sent.content) > _LARGE else PATIENCE


def _owner() -> str:
    """For whom the work is: a person's files take turns, whatever tabs she has."""
    context = get_script_run_ctx()
    return access.access().person or (context.session_id if context else "")


def _where(revisions: Mapping[str, int] | None = None) -> worker.Where:
    """The data as they are now, for the process that works on files."""
    store = settings.store()
    known = store.revisions() if revisions is None else revisions
    return worker.Where(
        settings.folder(),
        store.address,
        f"{data.version()}|{sorted(known.items())}",
        store.usual,
    )


def _forget(*jobs: Job[Any] | None) -> None:
    """Nobody waits for these any more."""
    for job in jobs:
        if job is not None:
            job.cancel()
