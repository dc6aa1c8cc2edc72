"""Keeps what was worked out, for all sessions of this process. Streamlit's own caches inspect the
function and hash its arguments at every look-up: 0.2 ms, of which a page makes dozens a rerun."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

T = TypeVar("T")


def kept(
    most: int, key: Callable[..., Hashable] = hashkey
) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Keeps what a function gives for the ``most`` arguments that were asked for last. Who asks
    first makes it, and others wait; a failure is not kept. Shared: not to be changed."""
    values: LRUCache[Any, Any] = LRUCache(most)
    return cached(values, key=key, condition=threading.Condition())
