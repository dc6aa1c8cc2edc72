"""Who did what, when: one small file an event in the store, which nothing ever writes over. For
editors and for whoever runs the server; readers are shown none of it."""

from __future__ import annotations

import json
import logging
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from secon_data.errors import StoreError
from secon_data.store import Store

LOG = logging.getLogger("secon")
_FOLDER = "_audit"
What = Literal["published", "restored", "refused", "logged in", "logged out", "brought up"]


@dataclass(frozen=True)
class Event:
    """``when``: in UTC; ``who``: as the history names people; ``dataset`` and ``revision`` of what
    was published or restored; ``note``: why, or what was refused."""

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
    kept, only the log tells. ``once``: names an event that several servers may see, so that it
    stands there once."""
    event = Event(datetime.now(UTC), what, who, dataset, revision, note[:300])
    told = {**asdict(event), "when": event.when.isoformat(timespec="milliseconds")}
    text = json.dumps(told, ensure_ascii=False)
    LOG.info("audit: %s", text)
    month = f"{_FOLDER}/{event.when:%Y-%m}"
    moment = f"{event.when:%Y%m%dT%H%M%S.%f}"
    path = (
        f"{_FOLDER}/once/{once}.json" if once else f"{month}/{moment}-{uuid.uuid4().hex[:8]}.json"
    )
    try:
        with store.files("written") as files:
            if not (once and files.exists(path)):
                files.write(path, text.encode())
    except StoreError as error:
        LOG.error("An event could not be kept (%s): %s", text, error)


def events(store: Store, most: int = 200) -> list[Event]:
    """The newest events, newest first. StoreError when they cannot be read."""
    found = []
    with store.files("read") as files:
        folders = [n for n, size in files.names(_FOLDER).items() if size < 0 and n != "once"]
        paths = [f"{_FOLDER}/once/{name}" for name in files.names(f"{_FOLDER}/once")]
        for month in sorted(folders, reverse=True):
            if len(paths) < most + len(files.names(f"{_FOLDER}/once")):
                names = files.names(f"{_FOLDER}/{month}")
                paths += [f"{_FOLDER}/{month}/{n}" for n in sorted(names, reverse=True)][:most]
        for path in paths:
            if path.endswith(".json"):
                found.append(_event(files.read(path)))
    known = [event for event in found if event is not None]
    return sorted(known, key=lambda event: event.when, reverse=True)[:most]


def _event(content: bytes) -> Event | None:
    try:
        told = json.loads(content)
        return Event(**{**told, "when": datetime.fromisoformat(told["when"])})
    except (ValueError, TypeError, KeyError):
        return None
