"""Logins that ended, kept in the store: a login's cookie holds after its logout wherever somebody
has copied it, on every server and after every restart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from secon_data.store import Store

_FOLDER = "_logouts"
# What tells one login of a person from another: the nonce is new at each.
_LOGIN = ("iss", "sub", "aud", "iat", "exp", "nonce", "jti", "sid")


def digest(claims: Mapping[str, Any]) -> str:
    """Names a login by its claims without telling whose it is."""
    told = json.dumps({name: claims.get(name) for name in _LOGIN}, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()


class Logouts:
    """The ended logins of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, login: str) -> None:
        """Keeps that a login ended. StoreError when it cannot be kept."""
        with self._store.files("written") as files:
            files.write(f"{_FOLDER}/{login}", b"\n")

    def __contains__(self, login: str) -> bool:
        """Whether a login ended. StoreError when the store cannot say."""
        with self._store.files("read") as files:
            return files.exists(f"{_FOLDER}/{login}")
