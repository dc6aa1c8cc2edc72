"""The one error that reading a file may raise."""

from __future__ import annotations

from functools import partial
from typing import Any


class IntakeError(Exception):
    """A file that cannot be read. ``code`` names the reason (``secon_data.problems`` has its
    sentence), ``details`` the places in it."""

    def __init__(self, code: str, **details: str) -> None:
        self.code, self.details = code, details
        super().__init__(": ".join([code, *(f"{k}={v}" for k, v in details.items())]))

    def __reduce__(self) -> tuple[Any, ...]:
        # So that it can come from another process.
        return partial(IntakeError, self.code, **self.details), ()
