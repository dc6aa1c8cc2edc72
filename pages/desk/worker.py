"""What runs in the process beside the server: reading and checking the files of the data desk.

The server (``runner``) starts it and speaks to it over its pipes. It imports no Streamlit and reads
the same files and the same store; what it read of them it keeps as long as they stay as they are.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from pages.desk import work
from pages.desk.work import Examined, Work
from secon_data.errors import DataError
from secon_data.intake import IntakeError
from secon_data.package import Package
from secon_data.store import Store, Upload

Told = Callable[[str], None]


@dataclass(frozen=True)
class Where:
    """The data to work with: the package's folder, the store's address (None without a store), and
    a text that changes whenever one of them does."""

    folder: Path
    address: str | None
    version: str


def received(where: Where, dataset: str, upload: Upload, told: Told) -> Work:
    """``work.received``."""
    told("read")
    return work.received(dataset, upload, _package(where))


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


@lru_cache(maxsize=1)
def _package(where: Where) -> Package:
    return Package(where.folder, None if where.address is None else Store(where.address))


def serve() -> None:
    """Does what is asked on the standard input, until the server closes it or ends."""
    # A stop by the keyboard is meant for the server, whose end closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _yield_to_the_server()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints is no answer
    with suppress(EOFError, BrokenPipeError):
        while True:
            _answer(sys.stdin.buffer, answers)


def _yield_to_the_server() -> None:
    """Everybody's pages come first, and when memory ends, the server stays."""
    with suppress(OSError, AttributeError):
        os.nice(5)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("800", encoding="ascii")


def _answer(questions: BinaryIO, answers: BinaryIO) -> None:
    function, arguments = pickle.load(questions)
    _send(answers, ("begun", ""))
    try:
        told = ("done", function(*arguments, told=lambda stage: _send(answers, ("stage", stage))))
        answer = pickle.dumps(told, pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        if not isinstance(error, IntakeError | DataError):
            traceback.print_exc()  # the operator finds it in the server's log
        answer = pickle.dumps(("failed", error), pickle.HIGHEST_PROTOCOL)
    answers.write(answer)
    answers.flush()


def _send(answers: BinaryIO, told: tuple[str, str]) -> None:
    pickle.dump(told, answers, pickle.HIGHEST_PROTOCOL)
    answers.flush()
