"""Runs the work on files in a process of its own, one file after the other.

A check of 100,000 rows in a thread of the server would slow everybody's pages: only one thread of a
process runs at a time. Even a file of five rows costs a third of a second, because it is compared
with all that is published; so every file goes there. The process is started when it is first
wanted; what kills it (memory, a file that never ends) touches neither server nor session, and the
next file gets a new one. Not ``multiprocessing``: that would run the server's main script again.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = "from pages.desk.worker import serve; serve()"
# The largest file that may be sent takes a few seconds.
LONGEST = 120.0  # seconds


class StoppedError(Exception):
    """The process ended before the work was done: killed, out of memory, or out of time."""


class Job(Generic[T]):
    """Work that was asked for. ``stage``: how far it is, empty while it waits for its turn."""

    def __init__(self, runner: Runner, function: Callable[..., T], arguments: tuple[Any, ...]):
        self.function, self.arguments = function, arguments
        self.stage = ""
        self.future: Future[T] = Future()
        self._runner = runner

    @property
    def done(self) -> bool:
        return self.future.done()

    @property
    def waits(self) -> bool:
        """Another one's turn comes first."""
        return not self.future.running() and not self.future.done()

    def result(self, patience: float | None = None) -> T:
        """What was found. TimeoutError when that takes longer; what the work raised;
        StoppedError."""
        return self.future.result(patience)

    def cancel(self) -> None:
        """Nobody waits for it any more: it does not hold up the next one."""
        if not self.future.cancel():
            self._runner.stop(self)


class Runner:
    """The process and those who wait for it. ``longest``: seconds that one job may take."""

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._changed = threading.Condition()
        self._waiting: deque[Job[Any]] = deque()
        self._now: Job[Any] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._wanted = False

    @property
    def pid(self) -> int | None:
        """The process that runs now."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def warm(self) -> None:
        """Starts the process, so that the first file need not wait for it; returns at once."""
        with self._changed:
            if self._process is None:
                self._wanted = True
                self._begin()

    def submit(self, function: Callable[..., T], *arguments: Any) -> Job[T]:
        """Asks for ``function(*arguments, told=…)``; ``told`` is called with each stage. All of it
        is pickled."""
        job = Job(self, function, arguments)
        with self._changed:
            self._waiting.append(job)
            self._begin()
        return job

    def stop(self, job: Job[Any]) -> None:
        """Ends the process if it is at this job."""
        with self._changed:
            if self._now is job and self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """Ends the process; the next job starts another."""
        with self._changed:
            process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _begin(self) -> None:
        if self._thread is None:
            # A daemon: the end of the server waits for nobody's file.
            self._thread = threading.Thread(target=self._work, name="desk", daemon=True)
            self._thread.start()
        self._changed.notify()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._wanted)
                self._wanted = False
                job = self._waiting.popleft() if self._waiting else None
                if job is not None and not job.future.set_running_or_notify_cancel():
                    continue
                self._now = job
            if job is None:
                with suppress(OSError):  # whoever needs the process is told then
                    self._running()
            else:
                self._settle(job)

    def _settle(self, job: Job[Any]) -> None:
        """Lets the process do a job and hands on what came of it."""
        kind, found = self._answered(job)
        if kind == "gone":
            # It was killed while it had nothing to do, which was not noticed yet.
            kind, found = self._answered(job)
        with self._changed:
            self._now = None
        job.arguments = ()  # a file is large
        if kind == "done":
            job.future.set_result(found)
        else:
            job.future.set_exception(found)

    def _answered(self, job: Job[Any]) -> tuple[str, Any]:
        """«done» and the result, «failed» and the error, or «gone» when the process ended before
        it had begun."""
        timer = threading.Timer(self._longest, self.stop, (job,))
        timer.daemon = True
        kind = ""
        try:
            question = pickle.dumps((job.function, job.arguments), pickle.HIGHEST_PROTOCOL)
            process = self._running()
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(question)
            process.stdin.flush()
            while True:
                kind, found = pickle.load(process.stdout)
                if kind == "begun":
                    timer.start()
                elif kind == "stage":
                    job.stage = found
                else:
                    return kind, found
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.close()
            return "failed" if kind else "gone", StoppedError(f"The process ended: {error!r}")
        except Exception as error:  # the question or its answer cannot be sent
            self.close()
            return "failed", error
        finally:
            timer.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        """The process, a new one where there is none or it was killed meanwhile."""
        with self._changed:
            if self._process is None or self._process.poll() is not None:
                if self._process is not None:
                    _end(self._process)
                paths = os.pathsep.join(dict.fromkeys([str(_ROOT), *filter(None, sys.path)]))
                self._process = subprocess.Popen(
                    [sys.executable, "-c", _COMMAND],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env={**os.environ, "PYTHONPATH": paths},
                )
            return self._process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()


RUNNER = Runner()
atexit.register(RUNNER.close)
