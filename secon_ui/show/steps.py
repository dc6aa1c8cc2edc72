"""The steps of a show, and how a link and a device keep them. Pure.

A step is packed as a word of letters that links leave alone; a list of steps is their words, joined
as a link joins codes.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields

from secon_ui.shell.view import SEPARATOR

MOST = 60  # steps of a list
LONGEST = {"link": 1000, "headline": 200, "text": 600, "note": 2000}  # characters
_LARGEST = 16_384  # bytes of a step's text


class StepError(ValueError):
    """A word that is no step."""


@dataclass(frozen=True)
class Step:
    """``link``: the view, relative to the app's root («compare?view=trend&indicator=gdp»), without
    language; with a region only where the step is about that one, whoever tells it. ``headline``:
    one's own, empty for the view's; ``text``: a sentence beneath it; ``note``: for the presenter.
    """

    link: str
    headline: str = ""
    text: str = ""
    note: str = ""


def packed(step: Step) -> str:
    """A step as a word: what is empty stays out."""
    told = {name: value for name, value in asdict(step).items() if value}
    plain = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(zlib.compress(plain, 9)).decode().rstrip("=")


def unpacked(word: str) -> Step:
    """The step of a word. StepError: it is none, or too long."""
    try:
        inside = zlib.decompressobj()
        raw = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
        plain = inside.decompress(raw, _LARGEST)
        told = json.loads(plain) if inside.eof else None
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise StepError("It is damaged.") from error
    if not inside.eof:
        raise StepError("It is cut, or too long.")
    return of(told)


def of(told: object) -> Step:
    """A step of what a file or a word says of it. StepError: it is none, or too long."""
    if not isinstance(told, dict) or not told.get("link"):
        raise StepError("It names no view.")
    found = {}
    for field in fields(Step):
        value = told.get(field.name, "")
        if not isinstance(value, str) or len(value) > LONGEST[field.name]:
            raise StepError(f"Its {field.name} is too long, or no text.")
        try:
            value.encode()
        except UnicodeEncodeError as error:  # half a letter, which JSON can write
            raise StepError(f"Its {field.name} is damaged.") from error
        found[field.name] = " ".join(value.split()) if field.name != "note" else value.strip()
    return Step(**found)


def joined(steps: Iterable[Step]) -> str:
    """A list of steps as a link keeps it."""
    return SEPARATOR.join(map(packed, steps))


def parted(text: str) -> tuple[tuple[Step, ...], int]:
    """The steps of such a list, at most ``MOST``, and how many of its words are none."""
    steps, wrong = [], 0
    for word in text.split(SEPARATOR) if text else ():
        try:
            steps.append(unpacked(word))
        except StepError:
            wrong += 1
    return tuple(steps[:MOST]), wrong
