"""Runs work in processes of their own, one job after the other in each.

A check of 100,000 rows in a thread of the server would slow everybody's pages: only one thread of a
process runs at a time. Even a file of five rows costs a third of a second, because it is compared
with all that is published; so every file goes there, and every picture and report. Where there are
two, nobody has both: a bad file holds up its sender alone. A process is started when it is first
wanted; what kills it (memory, a file that never ends) touches neither server nor session, and the
next job gets a new one. Not ``multiprocessing``: that would run the
server's main script again.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from secon_ui.processes import pipes

T = TypeVar("T")
_ROOT = Path(__file__).resolve().parents[2]
# The largest file that may be sent takes a few seconds.
LONGEST = 120.0  # seconds
PROCESSES = 2
# Arrow's and glibc's own pools reserve gigabytes of addresses that they do not use: what is limited
# would be no memory.
_PLAIN_MEMORY = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "2",
    # What a column of many rows took goes back as soon as nobody needs it.
    "MALLOC_MMAP_THRESHOLD_": str(2**20),
}

Why = Literal["time", "memory", ""]


class StoppedError(Exception):
    """The process ended before the work was done. ``why``: it took too long, the memory that it may
    have, or was ended by somebody else (empty)."""

    def __init__(self, told: str, why: Why = "") -> None:
        super().__init__(told)
        self.why = why


class Job(Generic[T]):
    """Work that was asked for. ``stage``: how far it is, empty while it waits for its turn;
    ``owner``: for whom (empty: for nobody in particular)."""

    def __init__(
        self,
        runner: Runner,
        function: Callable[..., T],
        arguments: tuple[Any, ...],
        owner: str = "",
    ):
        self.function, self.arguments, self.owner = function, arguments, owner
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
    """The processes and those who wait for them. ``modules``: those of the work, which a process
    imports at its start; ``longest``: seconds that one job may take; ``processes``: how many there
    are."""

    def __init__(self, *modules: str, longest: float = LONGEST, processes: int = PROCESSES) -> None:
        called = ", ".join(map(repr, modules))
        self.command = f"from secon_ui.processes.serving import serve; serve({called})"
        atexit.register(self.close)
        self._changed = threading.Condition()
        self._waiting: deque[Job[Any]] = deque()
        self._wanted = False
        self._slots = [_Slot(self, longest) for _ in range(processes)]
        self._begun = False

    @property
    def pids(self) -> list[int]:
        """The processes that run now."""
        return [slot.pid for slot in self._slots if slot.pid is not None]

    def pid_of(self, job: Job[Any]) -> int | None:
        """The process that is at a job."""
        return next((slot.pid for slot in self._slots if slot.now is job), None)

    @property
    def at_work(self) -> list[Job[Any]]:
        return [slot.now for slot in self._slots if slot.now is not None]

    def warm(self) -> None:
        """Starts a process, so that the first file need not wait for it; returns at once."""
        with self._changed:
            if not self.pids:
                self._wanted = True
                self._begin()

    def submit(self, function: Callable[..., T], *arguments: Any, owner: str = "") -> Job[T]:
        """Asks for ``function(*arguments, told=…)``; ``told`` is called with each stage. All of it
        is pickled. Of an owner's jobs one runs at a time."""
        job = Job(self, function, arguments, owner)
        with self._changed:
            self._waiting.append(job)
            self._begin()
        return job

    def stop(self, job: Job[Any], why: Why = "") -> None:
        """Ends the process that is at this job, if one is."""
        with self._changed:
            for slot in self._slots:
                if slot.now is job:
                    slot.kill(why)

    def close(self) -> None:
        """Ends the processes; the next job starts another."""
        for slot in self._slots:
            slot.close()

    def next(self, slot: _Slot) -> Job[Any] | None:
        """Waits for what a process has to do: the first job whose owner has none at work; None when
        it is only to start."""
        with self._changed:
            slot.now = None
            self._changed.notify_all()  # its owner's next job may begin
            while True:
                self._changed.wait_for(lambda: self._wanted or self._first() is not None)
                job = self._first()
                if job is None:
                    self._wanted = False
                    return None
                self._waiting.remove(job)
                if job.future.set_running_or_notify_cancel():
                    slot.now = job
                    return job

    def _first(self) -> Job[Any] | None:
        busy = {job.owner for job in self.at_work if job.owner}
        return next((job for job in self._waiting if job.owner not in busy), None)

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            for slot in self._slots:
                # A daemon: the end of the server waits for nobody's file.
                threading.Thread(target=slot.work, name="work", daemon=True).start()
        self._changed.notify_all()


class _Slot:
    """One process and the thread that speaks to it. ``now``: what it is at."""

    def __init__(self, runner: Runner, longest: float) -> None:
        self.now: Job[Any] | None = None
        self._runner, self._longest = runner, longest
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._why: Why = ""  # it was ended

    @property
    def pid(self) -> int | None:
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def kill(self, why: Why) -> None:
        self._why = why
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """Ends the process; the next job starts another."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            _end(process)

    def work(self) -> None:
        while True:
            job = self._runner.next(self)
            if job is not None:
                self._settle(job)
            else:
                with suppress(OSError):  # whoever needs the process is told then
                    self._running()

    def _settle(self, job: Job[Any]) -> None:
        """Lets the process do a job and hands on what came of it."""
        kind, found = self._answered(job)
        if kind == "gone":
            # It was killed while it had nothing to do, which was not noticed yet.
            kind, found = self._answered(job)
        self.now = None
        job.arguments = ()  # a file is large
        if kind == "done":
            job.future.set_result(found)
        else:
            job.future.set_exception(found)

    def _answered(self, job: Job[Any]) -> tuple[str, Any]:
        """«done» and the result, «failed» and the error, or «gone» when the process ended before
        it had begun."""
        timer = threading.Timer(self._longest, self._runner.stop, (job, "time"))
        timer.daemon = True
        kind, self._why = "", ""
        try:
            question = pipes.packed((job.function, job.arguments))
            process = self._running()
            assert process.stdin is not None and process.stdout is not None
            pipes.write(process.stdin, question)
            while True:
                kind, found = pipes.receive(process.stdout)
                if kind == "begun":
                    timer.start()
                elif kind == "stage":
                    job.stage = found
                else:
                    return kind, found
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            why = self._why or self._ended_by()
            self.close()
            return "failed" if kind else "gone", StoppedError(f"The process ended: {error!r}", why)
        except Exception as error:  # the question or its answer cannot be sent
            self.close()
            return "failed", error
        finally:
            timer.cancel()

    def _ended_by(self) -> Why:
        """What ended the process, by how it ended."""
        process = self._process
        try:
            code = process.wait(5) if process is not None else 0
        except subprocess.TimeoutExpired:
            return ""
        if code == -signal.SIGXCPU:
            return "time"
        # A library that gets no memory ends the process; so does the system that has none left.
        return "memory" if code in (-signal.SIGABRT, -signal.SIGSEGV) else ""

    def _running(self) -> subprocess.Popen[bytes]:
        """The process, a new one where there is none or it was killed meanwhile."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                if self._process is not None:
                    _end(self._process)
                paths = os.pathsep.join(dict.fromkeys([str(_ROOT), *filter(None, sys.path)]))
                self._process = subprocess.Popen(
                    [sys.executable, "-c", self._runner.command],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env={
                        **os.environ,
                        **_PLAIN_MEMORY,
                        "PYTHONPATH": paths,
                        "SECON_SERVER": str(os.getpid()),
                    },
                )
            return self._process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()
