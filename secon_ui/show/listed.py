"""A list of slides of one's own: what is done to it, and the file in which it is kept. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from urllib.parse import urlencode

from secon_ui.shell.view import SEPARATOR, parted
from secon_ui.show.steps import MOST, Step, StepError, of

LARGEST = 500_000  # characters of a file
_KIND = "slides of SECON regions"
Steps = tuple[Step, ...]


def moved(steps: Sequence[Step], at: int, to: int) -> Steps:
    """The list with one slide at another place; as it is where there is no such slide or place."""
    if at >= len(steps) or not 0 <= to < len(steps):
        return tuple(steps)
    rest = [*steps[:at], *steps[at + 1 :]]
    return (*rest[:to], steps[at], *rest[to:])


def without(steps: Sequence[Step], at: int) -> Steps:
    """The list without a slide."""
    return (*steps[:at], *steps[at + 1 :])


def changed(steps: Sequence[Step], at: int, **texts: str) -> Steps:
    """The list with other words at a slide; as it is where there is no such slide."""
    if at >= len(steps):
        return tuple(steps)
    return (*steps[:at], replace(steps[at], **texts), *steps[at + 1 :])


def region(step: Step) -> str:
    """The region that a slide is about whoever tells it; empty where it is the teller's."""
    return parted(step.link.partition("?")[2]).get("region", "")


def about(steps: Sequence[Step], at: int, region: str) -> Steps:
    """The list with a slide that is about this region whoever tells it; of the teller's where
    empty."""
    if at >= len(steps):
        return tuple(steps)
    slug, _, query = steps[at].link.partition("?")
    said = {key: text for key, text in parted(query).items() if key != "region"}
    said |= {"region": region} if region else {}
    return changed(steps, at, link=f"{slug}?{urlencode(said, safe=SEPARATOR)}".removesuffix("?"))


def together(steps: Sequence[Step], more: Sequence[Step]) -> Steps:
    """The list, and after it what it has not yet; at most ``MOST``."""
    return tuple(dict.fromkeys((*steps, *more)))[:MOST]


def file(steps: Sequence[Step]) -> bytes:
    """The list as a file: JSON that a person can read."""
    slides = [{name: text for name, text in asdict(step).items() if text} for step in steps]
    return json.dumps({"kind": _KIND, "slides": slides}, ensure_ascii=False, indent=1).encode()


def opened(text: str) -> tuple[Steps, int]:
    """The slides of such a file, at most ``MOST``, and how many in it are none. StepError: it is no
    such file."""
    try:
        told = json.loads(text) if len(text) <= LARGEST else None
    except (ValueError, RecursionError) as error:
        raise StepError("It is no file of slides.") from error
    slides = told.get("slides") if isinstance(told, dict) and told.get("kind") == _KIND else None
    if not isinstance(slides, list):
        raise StepError("It is no file of slides.")
    found, wrong = [], 0
    for slide in slides:
        try:
            found.append(of(slide))
        except StepError:
            wrong += 1
    return together((), found), wrong + max(0, len(dict.fromkeys(found)) - MOST)
