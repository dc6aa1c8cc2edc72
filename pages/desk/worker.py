"""What runs in the process beside the server: reading and checking the files of the data desk.

The server (``runner``) starts it and speaks to it over its pipes. It imports no Streamlit and reads
the same files and the same store; what it read of them it keeps as long as they stay as they are.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from pages.desk import pipes, wording, work
from pages.desk.work import Examined, Work
from secon_data import layouts, workbooks
from secon_data.errors import DataError
from secon_data.intake import Intake, IntakeError
from secon_data.package import Package
from secon_data.problems import Problem
from secon_data.store import Store, Upload
from secon_ui.text.words import Words

Told = Callable[[str], None]
MOST_MEMORY = 1_000_000_000
MOST_TIME = 110  # seconds of processor time for one job
_ROOT = Path(__file__).resolve().parents[2]
_ENDED_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


class FailedError(Exception):
    """The work failed, and this app is to blame. ``what``: the kind of error; ``where``: the module
    and line of ours that raised it."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(what, where)
        self.what, self.where = what, where

    @classmethod
    def of(cls, error: BaseException) -> FailedError:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [f for f in frames if Path(f.filename).is_relative_to(_ROOT)]
        place = ours[-1] if ours else frames[-1] if frames else None
        where = f"{Path(place.filename).stem}:{place.lineno}" if place else ""
        return cls(type(error).__name__, where)


@dataclass(frozen=True)
class Where:
    """The data to work with: the package's folder, the store's address (None without a store), a
    text that changes whenever one of them does, and whether nobody has named the store."""

    folder: Path
    address: str | None
    version: str
    usual: bool = False


def received(where: Where, dataset: str, upload: Upload, told: Told) -> Work:
    """``work.received``."""
    told("read")
    package = _package(where)
    found = work.received(dataset, upload, package)
    if where.address is None:
        return found
    kept = layouts.recall(
        Store(where.address, usual=where.usual), found.layout, package.schema(dataset)
    )
    return work.recalled(found, kept, package)


def shipped(where: Where, dataset: str, told: Told) -> Work:
    """``work.shipped``."""
    told("read")
    return work.shipped(dataset, _package(where))


def corrected(where: Where, file: Work, overrides: Mapping[str, Any], told: Told) -> Work:
    """``work.corrected``."""
    told("read")
    return work.corrected(file, _package(where), **overrides)


def examined(where: Where, file: Work, revisions: Mapping[str, int], told: Told) -> Examined:
    """``work.examine``."""
    return work.examine(file, _package(where), revisions, told)


def template(where: Where, dataset: str, region: str | None, language: str, told: Told) -> bytes:
    """``workbooks.template``: empty, or with the current rows; of the observations those of the
    region's areas, for all of them are too many to work on by hand. ``region``: None for an empty
    one."""
    told("template")
    package, rows = _package(where), None
    if region is not None:
        rows = package.table(dataset)
        if dataset == "observations":
            areas = package.table("region_areas")
            own = areas.loc[areas["region_id"] == region, "area_id"]
            rows = rows[rows["area_id"].isin(set(own))]
    return workbooks.template(package, dataset, rows, Words(language).data)


def marked(
    intake: Intake,
    problems: Sequence[Problem],
    fields: Mapping[str, str],
    language: str,
    told: Told,
) -> bytes:
    """``workbooks.marked`` in a reader's language."""
    told("marked")
    t = Words(language)
    return workbooks.marked(
        intake, problems, fields, t, lambda problem: wording.told(problem, fields, intake, t)
    )


@lru_cache(maxsize=1)
def _package(where: Where) -> Package:
    # What an older version published is worked on too: a file may be what brings it up.
    store = None if where.address is None else Store(where.address, usual=where.usual)
    return Package(where.folder, store, lenient=True)


def serve() -> None:
    """Does what is asked on the standard input, until the server closes it or ends."""
    # A stop by the keyboard is meant for the server, whose end closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_the_server()
    _yield_to_the_server()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints is no answer
    _limit_memory()
    with suppress(EOFError, BrokenPipeError):
        while True:
            _answer(sys.stdin.buffer, answers)


def _end_with_the_server() -> None:
    """However the server ends: in the midst of work nobody reads the pipe that it closes."""
    server = int(os.environ.get("SECON_SERVER", "0"))
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_ENDED_WITH_PARENT, signal.SIGKILL)
    if server and os.getppid() != server:
        sys.exit()  # it has ended already

    def watch() -> None:
        while os.getppid() == server:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGKILL)

    if server and sys.platform != "linux":
        threading.Thread(target=watch, daemon=True).start()


def _limit_memory() -> None:
    """What is loaded already takes far more addresses than memory: so many more may be taken as
    there is memory left of what the process may have."""
    with suppress(OSError, ValueError):
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()
        size, resident = (int(number) * resource.getpagesize() for number in pages[:2])
        _limit(resource.RLIMIT_AS, size + MOST_MEMORY - resident)


def _limit_time() -> None:
    """Processor time counts over the life of the process: each job gets its own part."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + MOST_TIME)


def _limit(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with suppress(OSError, ValueError):
        resource.setrlimit(what, (most, hard))


def _yield_to_the_server() -> None:
    """Everybody's pages come first, and when memory ends, the server stays."""
    with suppress(OSError, AttributeError):
        os.nice(5)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("800", encoding="ascii")


def _answer(questions: BinaryIO, answers: BinaryIO) -> None:
    function, arguments = pipes.receive(questions)
    _limit_time()
    _tell(answers, "begun", "")
    try:
        found = function(*arguments, told=lambda stage: _tell(answers, "stage", stage))
        answer = pipes.packed(("done", found))
    except (IntakeError, DataError) as error:
        answer = pipes.packed(("failed", error))
    except MemoryError:
        answer = pipes.packed(("failed", IntakeError("too-much-memory")))
    except BaseException as error:
        # Whatever it is, even what is no Exception: the operator finds it in the server's log.
        traceback.print_exc()
        answer = pipes.packed(("failed", FailedError.of(error)))
    pipes.write(answers, answer)


def _tell(answers: BinaryIO, kind: str, told: str) -> None:
    pipes.write(answers, pipes.packed((kind, told)))
