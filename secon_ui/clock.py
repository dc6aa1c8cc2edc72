"""Today: the one place that asks the clock, so that pages and tests can be given another day."""

from __future__ import annotations

import os
from datetime import date


def today() -> date:
    """The day that counts as today: ``SECON_TODAY`` (ISO) where it is set, else the clock's."""
    fixed = os.environ.get("SECON_TODAY")
    return date.fromisoformat(fixed) if fixed else date.today()
