"""What reading, checking and comparing a large file costs, beside a plain validation of it."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import frictionless
import pandas as pd

from bench import made_up
from pages.desk import worker
from secon_data.package import SHIPPED, Package
from secon_data.store import Upload
from secon_ui.processes.runner import Runner

ROUNDS = 5  # of three, one slow moment of the machine is half of the median


def measure(rounds: int = ROUNDS) -> tuple[float, float]:
    """Medians in seconds: from the bytes to the differences, as the desk does it, in its process
    and with the way there and back; and ``pandas.read_csv`` with Frictionless's validation of the
    same file by the dataset's schema. In turns, so that a busy machine slows both alike."""
    content = made_up.observations()
    where = worker.Where(SHIPPED, None, "shipped")
    runner = Runner("pages.desk.worker")
    ours, plain = [], []
    try:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "file.csv").write_bytes(content)
            _desk(runner, where, content)  # the process starts, the published rows are read
            # It gives way to others by as much: both sides must be served alike. (A process that
            # started after this would give way twice, which a busy machine makes a factor of.)
            os.nice(5)
            for _ in range(rounds):
                ours.append(_timed(lambda: _desk(runner, where, content)))
                plain.append(_timed(lambda: _plain(folder)))
    finally:
        runner.close()
    return median(ours), median(plain)


@dataclass(frozen=True)
class Grown:
    """``few``, ``many``: seconds for 100,000 and for ten times as many rows; ``peak``: the most
    memory that the process had for these, in MB."""

    few: float
    many: float
    peak: float


def grown(*, repeated: bool) -> Grown:
    """What ten times the rows cost. ``repeated``: all of them of the same few keys, which is an
    error in nearly every row."""
    where = worker.Where(SHIPPED, None, "shipped")
    runner = Runner("pages.desk.worker", processes=1)
    seconds = []
    try:
        _read_and_checked(runner, where, made_up.one(higher=False))  # the process starts
        for rows in (made_up.ROWS, 10 * made_up.ROWS):
            content = made_up.many(rows, repeated=repeated)
            seconds.append(_timed(partial(_read_and_checked, runner, where, content)))
        (pid,) = runner.pids
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    finally:
        runner.close()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    few, many = seconds
    return Grown(few, many, int(peak.split()[1]) * 1024 / 1_000_000)


def _read_and_checked(runner: Runner, where: worker.Where, content: bytes) -> None:
    upload = Upload("file.zip", content)
    work = runner.submit(worker.received, where, "observations", upload).result()
    runner.submit(worker.examined, where, work, {}).result()


def _timed(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _desk(runner: Runner, where: worker.Where, content: bytes) -> None:
    upload = Upload("file.csv", content)
    work = runner.submit(worker.received, where, "observations", upload).result()
    found = runner.submit(worker.examined, where, work, {}).result()
    assert found.changed is not None and found.changed.changed > 5000


def _plain(folder: str) -> None:
    """Without references to other datasets, which the file alone does not have."""
    pd.read_csv(Path(folder) / "file.csv")
    schema = dict(Package(SHIPPED).schema("observations").descriptor)
    del schema["foreignKeys"]
    described = {"name": "file", "path": "file.csv", "schema": schema}
    report = frictionless.Resource.from_descriptor(described, basepath=folder).validate()
    assert report.valid
