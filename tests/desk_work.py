"""What the desk's process is asked to do in the tests of it; it imports no more than the process."""

from __future__ import annotations

import os
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


def raises(error: Exception, told: Told) -> None:
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
