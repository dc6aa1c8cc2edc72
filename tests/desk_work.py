"""What the desk's process is asked to do in the tests of it; it imports no more than the process."""

from __future__ import annotations

import os
import resource
import sys
import time

from pages.desk.worker import Told


def sleeps(seconds: float, told: Told) -> str:
    told("asleep")
    time.sleep(seconds)
    return "awake"


def modules(told: Told) -> set[str]:
    """The packages that are imported."""
    return {name.partition(".")[0] for name in sys.modules}


class Panic(BaseException):
    """As readers written in another language raise."""


def raises(error: BaseException, told: Told) -> None:
    raise error


def prints(told: Told) -> int:
    """Prints, and answers with the process's number."""
    print("this is no answer")
    return os.getpid()


def stages(number: int, told: Told) -> None:
    for stage in range(number):
        told(str(stage))


def gives_what_cannot_be_sent(told: Told) -> object:
    return lambda: None


def takes(size: int, told: Told) -> int:
    """Takes memory."""
    return len(bytearray(size))


def aborts(told: Told) -> None:
    os.abort()


def spins(seconds: int, told: Told) -> None:
    """Computes without end, as the limit sees it after some seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    assert resource.getrlimit(resource.RLIMIT_CPU)[0] <= spent + 111
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, hard))
    while True:
        pass
