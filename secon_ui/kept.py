"""Keeps what was worked out, for all sessions of this process. Streamlit's own caches inspect the
function and hash its arguments at every look-up: 0.2 ms, of which a page makes dozens a rerun."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """The values of the ``most`` keys that were asked for last. Shared: not to be changed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._slots: OrderedDict[Hashable, _Slot[T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key. Who asks first makes it, and others wait; what ``make`` raises is
        not kept."""
        with self._lock:
            slot = self._slots.get(key)
            if slot is None:
                slot = self._slots[key] = _Slot()
                if len(self._slots) > self._most:
                    self._slots.popitem(last=False)
            else:
                self._slots.move_to_end(key)
        return slot.get(make)


class _Slot(Generic[T]):
    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._value: list[T] = []

    def get(self, make: Callable[[], T]) -> T:
        if not self._value:
            with self._lock:
                if not self._value:
                    self._value.append(make())
        return self._value[0]


def kept(most: int) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Keeps what a function gives for its last ``most`` different arguments, given by place."""

    def decorated(function: Callable[..., T]) -> Callable[..., T]:
        values = Kept[T](most)

        @wraps(function)
        def found(*arguments: Any) -> T:
            return values.get(arguments, lambda: function(*arguments))

        return found

    return decorated
