"""What all tests share."""

from __future__ import annotations

import os
from tempfile import TemporaryDirectory

import hand_counted
import pytest
import stores
from hypothesis import settings

pytest_plugins = ["shipped_unchanged"]

# Machines are noisy: how long one example takes says nothing.
settings.register_profile("secon", deadline=None)
settings.load_profile("secon")

# No test reads or writes the store of whoever runs them.
_EMPTY = TemporaryDirectory()
os.environ["SECON_STORE"] = stores.made(_EMPTY.name).address


@pytest.fixture
def as_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app shows the data that the tests' values were counted in."""
    monkeypatch.setenv("SECON_DATA", str(hand_counted.folder()))
