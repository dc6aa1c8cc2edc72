"""Stores for tests: made as an operator makes one."""

from __future__ import annotations

from pathlib import Path

from secon_data.store import Store


def made(folder: Path | str) -> Store:
    """A new store in a folder."""
    store = Store(str(folder))
    store.make()
    return store
