"""What a session knows of the slides that the reader's device keeps, told by the frame of
``device``. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Held:
    """``device``: the list that the device keeps, as a link writes it, None until it has told;
    ``able``: whether it keeps any; ``write``: the one that it is to keep, and ``turn``: how often
    it was told so; ``word``: the number of its last word, and ``opened`` of the file that was read
    last."""

    device: str | None = None
    able: bool = True
    write: str | None = None
    turn: int = 0
    word: int = 0
    opened: int = 0

    def keeping(self, slides: str) -> Held:
        """The device is to keep this list."""
        return replace(self, device=slides, write=slides, turn=self.turn + 1)

    def keeps(self, here: str) -> bool:
        """Whether the list ``here`` is the one that the device keeps, as far as is known."""
        return self.device is None or self.device == here


@dataclass(frozen=True)
class File:
    """A file that was chosen on the device."""

    name: str
    text: str


def heard(
    held: Held, told: Mapping[str, Any] | None, here: str, turn: str
) -> tuple[Held, str | None]:
    """What is known after the device has told, and the list that the page is to show instead of the
    one ``here``, None where it stays: the device's own, where the link has none, or where another
    window changed it and the page showed it. ``turn``: the turn that it was told last: a word of
    before it is old."""
    word = (told or {}).get("n")
    if told is None or not isinstance(word, int) or word == held.word or told["turn"] != turn:
        return held, None
    before, now = held.device, str(told.get("slides") or "")
    known = replace(held, device=now, able=told.get("slides") is not None, word=word)
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
