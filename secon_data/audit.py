"""Who did what, when: one small file an event in the store, which nothing ever writes over. For
editors and for whoever runs the server; readers are shown none of it."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from secon_data.errors import StoreError
from secon_data.store import Store
from secon_data.store.files import Files

LOG = logging.getLogger("secon")
_FOLDER = "_audit"
What = Literal[
    "published", "restored", "brought up", "overtaken", "refused", "logged in", "logged out"
]


@dataclass(frozen=True)
class Event:
    """``when``: in UTC; ``who``: as the history names people; ``dataset`` and ``revision`` of what
    was published or restored; ``overtaken``: somebody else had published; ``note``: why, or, in
    English, what was wrong with what was refused."""

    when: datetime
    what: str
    who: str
    dataset: str = ""
    revision: int | None = None
    note: str = ""


def keep(
    store: Store,
    what: What,
    who: str,
    dataset: str = "",
    revision: int | None = None,
    note: str = "",
    *,
    once: str = "",
) -> None:
    """Appends an event, and says it in the server's log. What was done is done: where it cannot be
    kept, only the log tells. ``once``: names an event that several servers may see: it stands there
    once."""
    event = Event(datetime.now(UTC), what, who, dataset, revision, note[:300])
    told = {**asdict(event), "when": event.when.isoformat(timespec="milliseconds")}
    text = json.dumps(told, ensure_ascii=False)
    LOG.info("audit: %s", text)
    name = f"{event.when:%Y%m%dT%H%M%S.%f}-{once or uuid.uuid4().hex[:8]}.json"
    try:
        with store.files("written") as files:
            if not (once and any(_named(path) == once for path in _paths(files, 2))):
                files.write(f"{_FOLDER}/{event.when:%Y-%m}/{name}", text.encode())
    except StoreError as error:
        LOG.error("An event could not be kept (%s): %s", text, error)


def events(store: Store, most: int = 200) -> list[Event]:
    """The newest events, newest first. StoreError when they cannot be read."""
    found: dict[str, Event] = {}
    with store.files("read") as files:
        for path in _paths(files):
            if len(found) == most:
                break
            if (event := _event(files.read(path))) is not None:
                found[_named(path)] = event  # of two servers' at the same moment, the first
    return list(found.values())


def _paths(files: Files, months: int | None = None) -> Iterator[str]:
    """The files of events, the newest first; of so many months. A month is listed once it is
    needed."""
    for month in sorted(files.names(_FOLDER), reverse=True)[:months]:
        for name in sorted(files.names(f"{_FOLDER}/{month}"), reverse=True):
            if name.endswith(".json"):
                yield f"{_FOLDER}/{month}/{name}"


def _named(path: str) -> str:
    """What an event's file is called behind its moment."""
    return path.rpartition("/")[2].partition("-")[2].removesuffix(".json")


def _event(content: bytes) -> Event | None:
    try:
        told = json.loads(content)
        return Event(**{**told, "when": datetime.fromisoformat(told["when"])})
    except (ValueError, TypeError, KeyError):
        return None
