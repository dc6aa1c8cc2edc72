"""Policy: what framework each country has, and what helps or holds back. Pure.

``framework`` is the table behind the matrix; ``matrix``, ``sides`` and ``factors`` draw it.
"""

from pages.policy.framework import (
    SHOWN,
    STATES,
    TOPICS,
    PolicyView,
    cell,
    countries,
    framework,
    lacking,
    topics_of,
)

__all__ = [
    "SHOWN",
    "STATES",
    "TOPICS",
    "PolicyView",
    "cell",
    "countries",
    "framework",
    "lacking",
    "topics_of",
]
