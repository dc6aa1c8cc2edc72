"""How many made-up examples a property is tried with. Examples that a test names are always tried."""

from __future__ import annotations

from hypothesis import settings

EVERYDAY, THOROUGH = 25, 100
FEWEST = 5

# Machines are noisy: how long one example takes says nothing.
settings.register_profile("everyday", deadline=None, max_examples=EVERYDAY)
settings.register_profile("thorough", deadline=None, max_examples=THOROUGH)  # make test-thorough


def tried(thoroughly: int) -> int:
    """The number for a test that is thorough with so many."""
    return max(min(thoroughly, FEWEST), thoroughly * settings.default.max_examples // THOROUGH)
