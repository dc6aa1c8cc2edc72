"""Text with delimiters → rows of cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from secon_data.intake import budget
from secon_data.intake.errors import IntakeError

DELIMITERS = (",", ";", "\t", "|")
MOST_COLUMNS = 1000
_LOOKED_AT = 200  # lines
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
# A cell may be as long as the file; the limit is the process's, and holds for sniffing too.
csv.field_size_limit(2**31 - 1)
_SEP = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)  # a spreadsheet's own word on the delimiter


def delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of several cells; a comma when
    nothing tells."""
    if said := _SEP.match(text):
        return said[1]
    lines = [line for line in islice(io.StringIO(text), _LOOKED_AT) if line.strip()]
    best, most = ",", 0.0
    for mark in DELIMITERS:
        widths = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
        width, times = (
            Counter(w for w in widths if w > 1).most_common(1)[0]
            if any(w > 1 for w in widths)
            else (1, 0)
        )
        # A decimal comma also cuts lines into two, but not all of them alike.
        score = times / max(len(widths), 1) * (1 + min(width, 40) / 100)
        if score > most:
            best, most = mark, score
    return best


def rows(text: str, mark: str) -> list[list[str]]:
    """The cells of each record, an empty list for a blank line.

    IntakeError where a quotation mark is never closed, or a line has a thousand cells.
    """
    text = _SEP.sub("", text, count=1)
    if "\0" in text:
        raise IntakeError("nul-characters", row=str(text[: text.index("\0")].count("\n") + 1))
    found: list[list[str]] = []
    cells = 0
    # A cell that comes again is the same text: a large file holds few different ones.
    known: dict[str, str] = {}
    again = known.setdefault
    try:
        for row in csv.reader(_lines(text), delimiter=mark, strict=True):
            found.append([again(cell, cell) for cell in row])
            cells += len(row) or 1
            if cells > budget.MOST_CELLS:
                budget.spend(len(found), max(map(len, found)), cells)
            if len(row) > MOST_COLUMNS:
                raise IntakeError("too-many-columns", row=str(len(found)), most=str(MOST_COLUMNS))
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise IntakeError("lone-quote", row=str(len(found) + 1)) from None
        # A quotation mark inside a cell («12" pipe»): read as people meant it.
        found = list(csv.reader(_lines(text), delimiter=mark))
    return found


def _lines(text: str) -> Iterator[str]:
    """The lines of a text one by one: a copy of it would take four times its room."""
    return (line[0] for line in _LINE.finditer(text))
