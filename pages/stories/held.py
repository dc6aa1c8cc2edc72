"""What a session knows of the slides that the reader's device keeps, told by the frame of
``device``. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Held:
    """``device``: the list that the device keeps, as a link writes it, None until it has told;
    ``turn``: how often it was told to keep another, and ``write``: which, until it has said that it
    does; ``opened``: when the file was chosen that was read last."""

    device: str | None = None
    turn: int = 0
    write: str | None = None
    opened: int = 0

    def keeping(self, slides: str) -> Held:
        """The device is to keep this list."""
        return replace(self, device=slides, turn=self.turn + 1, write=slides)

    def keeps(self, here: str) -> bool:
        """Whether the list ``here`` is the one that the device keeps, as far as is known."""
        return self.device is None or self.device == here


@dataclass(frozen=True)
class File:
    """A file that was chosen on the device."""

    name: str
    text: str


def heard(held: Held, told: Mapping[str, Any] | None, here: str) -> tuple[Held, str | None]:
    """What is known after the device has told, and the list that the page is to show instead of the
    one ``here``, None where it stays: the device's own, where the link has none, or where another
    window changed it and the page showed it."""
    if told is None or told.get("turn") != held.turn:
        return held, None
    before, now = held.device, str(told.get("slides") or "")
    known = replace(held, device=now, write=None)
    follows = now != here and now != before and (not here or before == here)
    return known, now if follows else None


def chosen(held: Held, told: Mapping[str, Any] | None) -> tuple[Held, File | None]:
    """A file that was chosen since."""
    file = (told or {}).get("file")
    if not isinstance(file, Mapping) or not isinstance(file.get("at"), int):
        return held, None
    if file["at"] == held.opened:
        return held, None
    return replace(held, opened=file["at"]), File(str(file.get("name")), str(file.get("text")))
