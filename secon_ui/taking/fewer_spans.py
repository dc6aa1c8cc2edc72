"""Which rows of a timeline stay where there is no room for all. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from secon_ui.taking.exhibit import Span, Spans


def counted(found: Spans) -> int:
    """How many times there are, without the headings."""
    return sum(isinstance(one, Span) for one in found.spans)


def places(found: Spans, n: int) -> list[int]:
    """The places of ``n`` times, each under its heading: what can be had stays longest, a whole
    longer than its parts."""
    stay, kept, over = set(_by_worth(found.spans)[:n]), list[int](), list[int]()
    for at, one in enumerate(found.spans):
        if isinstance(one, str):
            over = [at]
        elif at in stay:
            kept += [*over, at]
            over = []
    return kept


def only(found: Spans, places: Sequence[int]) -> Spans:
    """A timeline of these rows alone."""
    return replace(found, spans=[found.spans[at] for at in places])


def _by_worth(spans: Sequence[Span | str]) -> list[int]:
    """The places of times, in the order in which they stay: one under the first heading, which is
    my own country's where it has any, in any case; a whole never goes before its parts."""
    worth: dict[int, tuple[bool, bool, bool]] = {}
    whole, headings, first = -1, 0, set[int]()
    for at, one in enumerate(spans):
        if isinstance(one, str):
            headings += 1
            continue
        worth[at] = (not one.strong, one.hollow, one.nested)
        if not one.nested:
            whole = at
        elif whole in worth:
            worth[whole] = min(worth[whole], worth[at])
        if headings <= 1:
            first.add(at)
    best = min(first, key=lambda at: (worth[at], at), default=-1)
    return sorted(worth, key=lambda at: (at != best, worth[at]))
