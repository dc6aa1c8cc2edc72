"""What a value is measured against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """A value to measure against, and what to call it («median of 120 regions»)."""

    name: str
    value: float | None
