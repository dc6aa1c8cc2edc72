"""Today: the one place that asks the clock, so that pages and tests can be given another day."""

from __future__ import annotations

import os
from datetime import date


def today() -> date:
    """The day that counts as today: ``SECON_TODAY`` (ISO) where it is set, else the clock's.
    ValueError where it is no day."""
    fixed = os.environ.get("SECON_TODAY")
    try:
        return date.fromisoformat(fixed) if fixed else date.today()
    except ValueError:
        raise ValueError(f"SECON_TODAY is a day such as 2026-11-24, not «{fixed}»") from None
