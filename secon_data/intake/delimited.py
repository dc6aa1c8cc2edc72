"""Text with delimiters → rows of cells."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv as pa_csv

from secon_data.intake import budget
from secon_data.intake.errors import IntakeError
from secon_data.intake.rows import Rows
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


def rows(text: str, mark: str) -> Rows:
    """The cells of each record, no cell for a blank line.

    IntakeError where a quotation mark is never closed, or a line has a thousand cells.
    """
    text = _SEP.sub("", text, count=1)
    if "\0" in text:
        raise IntakeError("nul-characters", row=str(text[: text.index("\0")].count("\n") + 1))
    if (found := _split(text, mark)) is not None:
        return found
    try:
        return Rows.of(_records(text, mark, strict=True))
    except csv.Error:
        # A quotation mark inside a cell («12" pipe»): read as people meant it.
        return Rows.of(_records(text, mark, strict=False))


def _split(text: str, mark: str) -> Rows | None:
    """The rows of a text in which a mark is always the end of a cell, and each line has as many:
    Arrow cuts it in a tenth of the time. None of any other."""
    width = text.partition("\n")[0].count(mark) + 1
    if (
        mark not in DELIMITERS
        or not 1 < width <= MOST_COLUMNS
        or width * (text.count("\n") + 1) > budget.MOST_CELLS
        or any(odd in text for odd in ('"', "\r", "\n\n"))
        or text.startswith("\ufeff")  # Arrow would drop it
    ):
        return None
    names = list(map(str, range(width)))
    content = text.encode()
    try:
        table = pa_csv.read_csv(
            pa.py_buffer(content),
            # One after the other: another thread's memory stays with it.
            pa_csv.ReadOptions(use_threads=False, block_size=len(content) + 1, column_names=names),
            pa_csv.ParseOptions(delimiter=mark, quote_char=False, ignore_empty_lines=False),
            pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid:
        return None  # lines of several lengths
    columns = [column.combine_chunks() for column in table.columns]
    return Rows(columns, np.full(len(table), width))


def _records(text: str, mark: str, *, strict: bool) -> Iterator[list[str]]:
    number = cells = widest = 0
    try:
        for row in csv.reader(_lines(text), delimiter=mark, strict=strict):
            number += 1
            cells += len(row) or 1
            widest = max(widest, len(row))
            if cells > budget.MOST_CELLS:
                budget.spend(number, widest, cells)
            if len(row) > MOST_COLUMNS:
                raise IntakeError("too-many-columns", row=str(number), most=str(MOST_COLUMNS))
            yield row
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise IntakeError("lone-quote", row=str(number + 1)) from None
        raise


def _lines(text: str) -> Iterator[str]:
    """The lines of a text one by one: a copy of it would take four times its room."""
    return (line[0] for line in _LINE.finditer(text))


def torn(rows: Rows, header: int, table: pd.DataFrame, mark: str) -> Iterator[Problem]:
    """Rows that hold more cells than there are names, and cells that swallowed rows: a quotation
    mark that opens by chance closes at the next one. ``header``: of ``rows``, -1 without one."""
    if header < 0:
        return
    width = int(rows.widths[header])
    doubtful = (rows.widths > width) | rows.holding("\n")
    for place in table.index[doubtful[table.index - 1]]:
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
