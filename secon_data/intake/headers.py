"""Where a table's header stands, and the table below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import takewhile, zip_longest

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter

from secon_data.intake.budget import spend
from secon_data.intake.errors import IntakeError
from secon_data.intake.rows import Rows

_LOOKED_AT = 40  # rows
_NUMBER = re.compile(r"[\d\s.,%+\-−:]+")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\.0)?")
MOST_HEADER_ROWS = 3


def folded(name: str) -> str:
    """A column name without what people write differently: case, spaces, marks."""
    return (_known if len(name) <= _SHORT else _folded)(name)


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


# The same thousands of names of areas are looked for in every file; what else stands in a cell may
# be a book, and is not kept.
_SHORT = 80
_known = lru_cache(2**15)(_folded)


def find(rows: Sequence[Sequence[str]], known: Collection[str] = ()) -> int:
    """The index of the row that names the columns; -1 when the first row is one of values, as all
    beneath it.

    ``known``: folded names that a dataset's columns go by; the row with most of them wins. Without
    any, it is the first row that is about as wide as the table and holds no numbers, years side by
    side apart: what stands above are titles.
    """
    looked = list(rows[:_LOOKED_AT])
    named = [_named(row, known) for row in looked]
    if named and max(named) >= 2:
        return named.index(max(named))
    widths = [sum(bool(cell.strip()) for cell in row) for row in looked]
    widest = max(widths, default=0)
    may_name = [
        place
        for place, (row, width) in enumerate(zip(looked, widths, strict=True))
        if width and width >= 0.6 * widest and _words(row) >= 0.7 * width
    ]
    if may_name:
        below = (place for place in may_name if not _above_a_table(widths, place, 0.6 * widest))
        return next(below, may_name[0])
    kinds = [_kinds(row) for row in looked if any(cell.strip() for cell in row)]
    if len(kinds) > 1 and all(one == kinds[0] for one in kinds) and any(kinds[0]):
        return -1
    return next((place for place, width in enumerate(widths) if width), 0)


def _words(row: Sequence[str]) -> int:
    """How many cells may be names: texts, and years side by side."""
    texts = [cell.strip() for cell in row if cell.strip()]
    years = {text for text in texts if _YEAR.fullmatch(text)}
    return sum(not _NUMBER.fullmatch(text) for text in texts) + (len(years) > 1) * len(years)


def _above_a_table(widths: Sequence[int], place: int, wide: float) -> bool:
    """Whether a row stands among titles: lone cells beneath it, and then a blank row before
    anything as wide. «INE | www.ine.es» with what it is about is no header."""
    beneath = list(takewhile(bool, widths[place + 1 :]))
    return 0 < len(beneath) < len(widths) - place - 1 and max(beneath) < wide


def _kinds(row: Sequence[str]) -> list[bool]:
    """Which cells hold a number."""
    return [bool(_NUMBER.fullmatch(cell.strip())) for cell in row]


def hits(rows: Sequence[Sequence[str]], known: Collection[str]) -> int:
    """How many known names the best row of a sheet's beginning has."""
    return max((_named(row, known) for row in rows[:_LOOKED_AT]), default=0)


def _named(row: Sequence[str], known: Collection[str]) -> int:
    return sum(folded(cell) in known for cell in row if cell.strip())


def table(
    rows: Sequence[Sequence[str]], header: int, deep: int = 1
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """What stands below a header, as text, and the letters of its columns. ``header``: its first
    row, -1 for a table without one; ``deep``: how many rows it has.

    The index counts rows as a spreadsheet does; blank rows, and columns with neither a name nor a
    cell, are left out. Columns without a name that hold something are called by their letter, names
    that come twice get a number. Where the header has more rows, with what stands beneath headings
    over several columns, those name the columns.
    """
    if header >= len(rows):
        raise IntakeError("no-table")
    named, below = ([], 0) if header < 0 else _joined(rows, header, deep)
    every = Rows.of(rows)[below:]
    filled = every.filled()
    lines = every.chosen(filled)
    width = max([len(named), *map(int, np.unique(lines.widths))])
    spend(len(lines), width)
    names = [*named, *[""] * (width - len(named))]
    kept = [i for i in range(width) if names[i] or lines.anything(i)]
    letters = tuple(get_column_letter(i + 1) for i in kept)
    unique: list[str] = []
    for i, letter in zip(kept, letters, strict=True):
        name = names[i] or f"({letter})"
        again = sum(other == name or other.startswith(f"{name} (") for other in unique)
        unique.append(f"{name} ({again + 1})" if name in unique else name)
    index = pd.Index(np.flatnonzero(filled) + below + 1, dtype="int64", name="row")
    cells = {name: lines.column(i) for name, i in zip(unique, kept, strict=True)}
    return pd.DataFrame(cells, dtype="str").set_axis(index), letters


def deep(rows: Sequence[Sequence[str]], header: int) -> int:
    """How many rows a header has that begins in ``header``; 0 for none."""
    if header < 0:
        return 0
    lines = _lines(rows, header, MOST_HEADER_ROWS)
    tried = range(len(lines), 1, -1)
    return next((n for n in tried if _names_columns(lines[:n])), 1)


def _lines(rows: Sequence[Sequence[str]], header: int, n: int) -> list[list[str]]:
    lines = [[cell.strip() for cell in row] for row in rows[header : header + n]]
    width = max(map(len, lines))
    return [[*line, *[""] * (width - len(line))] for line in lines]


def _joined(rows: Sequence[Sequence[str]], header: int, n: int) -> tuple[list[str], int]:
    """The names of the columns, and the index of the row below all of them."""
    lines = _lines(rows, header, n)
    if len(lines) < 2:
        return lines[0], header + 1
    beneath = [" ".join(filter(None, parts)) for parts in zip(*_filled(lines[1:]), strict=True)]
    if not any(beneath):
        return lines[0], header + n
    over = _headings(lines[0], beneath)
    joined = [below or name for name, below in zip(lines[0], beneath, strict=True)]
    # «2023 | men | women | 2024 | men | women»: the heading tells them apart.
    often = Counter(map(folded, joined))
    return [
        f"{heading} {name}"
        if heading and below and (often[folded(name)] > 1 or _YEAR.fullmatch(lines[1][place]))
        else name
        for place, (name, below, heading) in enumerate(zip(joined, beneath, over, strict=True))
    ], header + n


def _filled(lines: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows of a header beneath its first: a cell above others also stands over those to its
    right."""
    filled = []
    for place, line in enumerate(lines):
        under = [any(column) for column in zip(*lines[place + 1 :], strict=True)] or [False]
        text, cells = "", []
        for cell, below in zip_longest(line, under, fillvalue=False):
            text = str(cell or (text if below else ""))
            cells.append(text)
        filled.append(cells[: len(line)])
    return filled


def _headings(names: Sequence[str], beneath: Sequence[str]) -> list[str]:
    """The heading over each column that has a name beneath it: a merged cell, of which only the
    first has the text, or the same text over each. Empty for a column that stands alone."""
    over, heading = [], ""
    for name, below in zip(names, beneath, strict=True):
        heading = (name or heading) if below else ""
        over.append(heading)
    return over


def _names_columns(lines: Sequence[Sequence[str]]) -> bool:
    """Whether the rows beneath the first name the columns beneath its headings, all of them and
    nothing else. A heading stands over several columns; years may be names there."""
    names, lower = lines[0], lines[1:]
    beneath = ["".join(cells) for cells in zip(*lower, strict=True)]
    over = [bool(below) for below in beneath]
    return (
        all(sum(map(bool, line)) > 1 for line in lower)
        and any(name and not under for name, under in zip(names, over, strict=True))
        and all(_several(names, over, i) for i, under in enumerate(over) if under)
        # Beneath a heading no column is without a name.
        and all(over[i] or names[i] or not over[i - 1] for i in range(1, len(names)))
        and all(map(_only_names, lower))
    )


def _several(names: Sequence[str], over: Sequence[bool], place: int) -> bool:
    """Whether a column stands beneath a heading over several: beside it is one without a heading
    of its own, or with the same."""
    name = names[place]
    before = place > 0 and over[place - 1] and names[place - 1] == name
    after = place + 1 < len(names) and over[place + 1] and names[place + 1] in ("", name)
    return not name or before or after


def _only_names(line: Sequence[str]) -> bool:
    """Whether a row holds no numbers but years."""
    numbers = [cell for cell in line if cell and _NUMBER.fullmatch(cell)]
    return all(map(_YEAR.fullmatch, numbers)) and len(set(numbers)) != 1
