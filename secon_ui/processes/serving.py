"""What runs in a process beside the server: does what is asked over its pipes, within limits of
memory and time. The server (``runner``) starts it; it imports no Streamlit."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from secon_data.errors import DataError
from secon_data.intake import IntakeError
from secon_ui.processes import pipes

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


def serve(*modules: str) -> None:
    """Does what is asked on the standard input, until the server closes it or ends. ``modules``:
    those of the work, imported before it is asked for."""
    # A stop by the keyboard is meant for the server, whose end closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_the_server()
    _yield_to_the_server()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints is no answer
    for name in modules:
        import_module(name)
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
