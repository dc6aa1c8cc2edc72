"""How much one client may ask for: a bucket of tokens for each, which fills again. Pure."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

_CLIENTS = 10_000  # whoever was silent longest is forgotten: her bucket is full again


class Buckets:
    """``size``: tokens that a client may take at once; ``rate``: that she gets back a second."""

    def __init__(
        self, size: float, rate: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.size, self.rate = size, rate
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # tokens, when
        self._lock = threading.Lock()

    def wait(self, client: str) -> float:
        """Takes a token; 0, or the seconds until there is one."""
        with self._lock:
            left = self._now(client)
            if left < 1:
                return (1 - left) / self.rate
            self._left[client] = left - 1, self._clock()
            return 0.0

    def charge(self, client: str, tokens: float) -> None:
        """Takes more: what she asked for was dear. She owes a bucketful at most."""
        with self._lock:
            self._left[client] = max(self._now(client) - tokens, -self.size), self._clock()

    def _now(self, client: str) -> float:
        """What a client has now; she is the last to be forgotten."""
        now = self._clock()
        left, then = self._left.pop(client, (self.size, now))
        left = min(self.size, left + (now - then) * self.rate)
        self._left[client] = left, now
        while len(self._left) > _CLIENTS:
            self._left.popitem(last=False)
        return left


def client(address: str) -> str:
    """Whose bucket a network address stands for: of IPv6 the network of 64 bits, all of which one
    client has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return address
