"""Keeps what was worked out, for all sessions of this process. Streamlit's own caches inspect the
function and hash its arguments at every look-up: 0.2 ms, of which a page makes dozens a rerun."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from cachetools import LRUCache, cached
from cachetools.keys import hashkey

from secon_data.package import Package
from secon_ui.text.words import Words

T = TypeVar("T")
# Known everywhere: nothing is won by forgetting a value that names them.
_SHARED = (Package, Words, type)
_PLAIN = (str, bytes, int, float, type(None))  # nearly all that is weighed, so asked for first
_ENTRY = 1_000  # bytes that the key of a value takes, and its place
_LONG, _LOOKED_AT = 20, 8  # of the items of a list longer than that


def kept(
    most: int,
    key: Callable[..., Hashable] = hashkey,
    weigh: Callable[[Any], int] | None = None,
) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Keeps what a function gives for the arguments that were asked for last: ``most`` of them, or
    of what they weigh together. Who asks first makes it, and others wait; a failure is not kept,
    nor what alone weighs more. Shared: not to be changed."""
    values: LRUCache[Any, Any] = LRUCache(most, weigh)
    return cached(values, key=key, condition=threading.Condition())


def weight(value: object) -> int:
    """About how many bytes a value takes, with all that it alone holds: text, numbers, tables,
    containers of them and objects made of them. Of a long list only some items are looked at."""
    return _ENTRY + _weight(value, set())


def _weight(value: object, seen: set[int]) -> int:
    if id(value) in seen:
        return 0
    seen.add(id(value))
    if isinstance(value, _PLAIN):
        return sys.getsizeof(value)
    if isinstance(value, _SHARED) or callable(value):
        return 0
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index):
        return int(np.sum(value.memory_usage(deep=True)))
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if isinstance(value, Mapping):
        return sys.getsizeof(value) + _together([*value.keys(), *value.values()], seen)
    if isinstance(value, Sequence | AbstractSet):
        return sys.getsizeof(value) + _together(value, seen)
    return sys.getsizeof(value) + _weight(getattr(value, "__dict__", None), seen)


def _together(items: Iterable[object], seen: set[int]) -> int:
    every = list(items)
    some = every if len(every) <= _LONG else every[:: len(every) // _LOOKED_AT]
    return sum(_weight(item, seen) for item in some) * len(every) // max(len(some), 1)
