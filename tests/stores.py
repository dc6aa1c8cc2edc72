"""Stores for tests: made as an operator makes one."""

from __future__ import annotations

import multiprocessing
import os
import sys
from multiprocessing.context import ForkServerContext
from pathlib import Path
from types import ModuleType

import pytest

from secon_data.store import Store

ROOT = Path(__file__).resolve().parent.parent


def made(folder: Path | str) -> Store:
    """A new store in a folder."""
    store = Store(str(folder))
    store.make()
    return store


def publishers(monkeypatch: pytest.MonkeyPatch) -> ForkServerContext:
    """Makes processes that publish: a server that has imported what is needed, and knows no thread
    yet, makes each of them."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(ROOT / "tests")]))
    # Each would import what was started here anew; after an AppTest that is the whole app.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["publisher"])
    return processes
