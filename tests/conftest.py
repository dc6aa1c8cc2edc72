"""What all tests share."""

from __future__ import annotations

import functools
import gc
import os
from tempfile import TemporaryDirectory

import examples  # noqa: F401
import hand_counted
import pytest
import stores
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

pytest_plugins = ["shipped_unchanged", "read_once"]

settings.load_profile("everyday")  # unless pytest is told --hypothesis-profile=thorough

# What tests keep for each other grows to a gigabyte: to look for garbage in all of it as often as
# Python does by itself took a fifth of their time.
gc.set_threshold(20_000, 20, 20)

# Each session of an AppTest looks through all installed packages for Streamlit components, which
# takes ten times as long as drawing a page. They are the same for all.
manifest_scanner.scan_component_manifests = functools.cache(
    manifest_scanner.scan_component_manifests
)

# Nothing here cuts the power itself, and each new store waited for the disk dozens of times. That
# the store asks for it, and when, the tests of its safety see by their own ``os.fsync``; its other
# processes do.
os.fsync = lambda handle: None

# No test reads or writes the store of whoever runs them.
# At the end a version of the data may still be on its way into it.
_EMPTY = TemporaryDirectory(ignore_cleanup_errors=True)
os.environ["SECON_STORE"] = stores.made(_EMPTY.name).address


@pytest.fixture
def as_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app shows the data that the tests' values were counted in."""
    monkeypatch.setenv("SECON_DATA", str(hand_counted.folder()))
