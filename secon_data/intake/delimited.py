"""Text with delimiters → rows of cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter

import pandas as pd

from secon_data.intake import budget
from secon_data.intake.errors import IntakeError
from secon_data.problems import Problem

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


def torn(
    rows: Sequence[Sequence[str]], header: int, table: pd.DataFrame, mark: str
) -> Iterator[Problem]:
    """Rows that hold more cells than there are names, and cells that swallowed rows: a quotation
    mark that opens by chance closes at the next one. ``header``: of ``rows``, -1 without one."""
    if header < 0:
        return
    width = len(rows[header])
    for place in table.index:
        row = rows[place - 1]
        if len(row) > width and (extra := next(filter(str.strip, row[width:]), "")):
            yield Problem("row-too-wide", "file", "error", int(place), value=extra.strip())
        if len(row) > 2 and (cell := _swallowed(row, width, mark)):
            text = " ".join(cell.split())
            told = text if len(text) <= 60 else f"{text[:59]}…"
            yield Problem("row-swallowed", "file", "error", int(place), value=told)


def _swallowed(row: Sequence[str], width: int, mark: str) -> str:
    """A cell whose first line ends the row that it stands in, and whose last begins one: two rows
    that a quotation mark made one."""
    for before, cell in enumerate(row):
        if "\n" in cell:
            first, last = (line.count(mark) for line in itemgetter(0, -1)(cell.split("\n")))
            behind = len(row) - before - 1
            if first and last and before + first + 1 == width == last + behind + 1:
                return cell
    return ""
