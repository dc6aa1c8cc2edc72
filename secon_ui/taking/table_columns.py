"""How wide the columns of a slide's table are: no word is wider than its column. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from secon_ui.taking.exhibit import Cell, Grid, Head
from secon_ui.taking.letters import text_width
from secon_ui.text.words import Words

GROWN = (1.0, 1.1, 1.2, 1.3, 1.4, 1.5)  # how much larger than usual a table may be set
MARK = 1.05  # of the size: a mark and the space behind it
WIDEST = 0.4  # of the width: a column that takes what it needs
_SPACE = re.compile(r"[ \n]")  # no-break spaces keep their words together


Sizes = Sequence[tuple[float, Sequence[float]]]


def fitted(
    found: Grid, width: float, size: float, t: Words, most: float = GROWN[-1]
) -> tuple[Grid, Sizes]:
    """A table whose columns have room for their longest words; and, for its usual size and each
    larger one in which they have, how much larger that is, and the widths of the columns. Columns
    at the end that have no room are left out, and how many is told. ``width``, and ``size`` of its
    letters, in points; ``most``: no size is larger."""
    heads, rows, left = list(found.heads), list(found.rows), 0
    inside = (0.6 if found.filled else 1.0) * size

    def least() -> list[float]:
        return [_need(heads[at], _column(rows, at), size, inside) for at in range(len(heads))]

    while len(heads) > 2 and sum(least()) > width:
        heads, left = heads[:-1], left + 1
        rows = [row if isinstance(row, str) else row[:-1] for row in rows]
    low = least()
    high = [
        max(_need(head, _column(rows, at), size, inside, whole=True), low[at])
        for at, head in enumerate(heads)
    ]
    shares = [head.share for head in heads]
    sizes = [
        (grown, [round(one * grown, 1) for one in _shared(width / grown, low, high, shares)])
        for grown in GROWN
        if grown == 1 or (grown <= most and sum(low) * grown <= width)
    ]
    more = " ".join(filter(None, (found.more, _left_out(left, t))))
    return replace(found, heads=heads, rows=rows, more=more), sizes


def _column(rows: Sequence[Sequence[Cell] | str], at: int) -> list[Cell]:
    return [row[at] for row in rows if not isinstance(row, str)]


def _need(
    head: Head, cells: Sequence[Cell], size: float, inside: float, *, whole: bool = False
) -> float:
    """How wide a column must be for its longest word, or for its longest text in one line."""
    widest = 0.0
    for text, strong, mark in (
        (head.text, False, 0.0),
        (head.small, False, 0.0),
        *((cell.text, cell.strong, MARK * size * bool(cell.basis)) for cell in cells),
        *((cell.small, False, 0.0) for cell in cells),
    ):
        for part in [text] if whole else _SPACE.split(text):
            widest = max(widest, text_width(part, size, strong=strong) * 1.02 + mark)
            mark = 0.0  # it stands before the first word
    return widest + inside


def _shared(
    room: float, low: Sequence[float], high: Sequence[float], shares: Sequence[float]
) -> list[float]:
    """Widths that fill the room: by the columns' shares, none below its least, and none above what
    it needs while another could use it. A column without a share has what it needs first."""
    wide = [0.0] * len(low)
    for at, share in enumerate(shares):
        if not share:
            wide[at] = max(low[at], min(high[at], room * WIDEST))
    rest = room - sum(wide) - sum(low[at] for at, share in enumerate(shares) if share)
    if rest < 0:  # then each has its least, and what is left
        over = room - sum(low)
        return [one + over / len(low) for one in low]
    free = {at for at, share in enumerate(shares) if share}
    left = room - sum(wide)
    while free:
        parts = {at: left * shares[at] / sum(shares[i] for i in free) for at in free}
        fixed = {at: low[at] for at in free if parts[at] < low[at]}
        fixed = fixed or {at: high[at] for at in free if parts[at] > high[at]}
        if not fixed:
            for at in free:
                wide[at] = parts[at]
            return wide
        for at, one in fixed.items():
            wide[at] = one
            left -= one
        free -= set(fixed)
    over = room - sum(wide)
    return [one * (1 + over / sum(wide)) for one in wide]


def _left_out(n: int, t: Words) -> str:
    if not n:
        return ""
    return t.plural(
        "… and {n} more column, not shown here.", "… and {n} more columns, not shown here.", n
    )
