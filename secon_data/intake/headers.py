"""Where a table's header stands, and the table below it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import zip_longest

import pandas as pd

from secon_data.intake.errors import IntakeError

_LOOKED_AT = 40  # rows
_NUMBER = re.compile(r"[\d\s.,%+\-−:]+")


def folded(name: str) -> str:
    """A column name without what people write differently: case, spaces, marks."""
    return re.sub(r"[\W_]+", "", name).casefold()


def find(rows: Sequence[Sequence[str]], known: Collection[str] = ()) -> int:
    """The index of the row that names the columns.

    ``known``: folded names that a dataset's columns go by; the row with most of them wins. Without
    any, it is the first row that is about as wide as the table and holds no numbers: what stands
    above are titles.
    """
    looked = list(rows[:_LOOKED_AT])
    named = [_named(row, known) for row in looked]
    if named and max(named) >= 2:
        return named.index(max(named))
    widths = [sum(bool(cell.strip()) for cell in row) for row in looked]
    widest = max(widths, default=0)
    for place, (row, width) in enumerate(zip(looked, widths, strict=True)):
        texts = [cell for cell in row if cell.strip()]
        words = sum(not _NUMBER.fullmatch(cell.strip()) for cell in texts)
        if width and width >= 0.6 * widest and words >= 0.7 * width:
            return place
    return next((place for place, width in enumerate(widths) if width), 0)


def hits(rows: Sequence[Sequence[str]], known: Collection[str]) -> int:
    """How many known names the best row of a sheet's beginning has."""
    return max((_named(row, known) for row in rows[:_LOOKED_AT]), default=0)


def _named(row: Sequence[str], known: Collection[str]) -> int:
    return sum(folded(cell) in known for cell in row if cell.strip())


def table(rows: Sequence[Sequence[str]], header: int) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """What stands below a header, as text, and the letters of its columns.

    The index counts rows as a spreadsheet does; blank rows, and columns with neither a name nor a
    cell, are left out. Columns without a name that hold something are called by their letter, names
    that come twice get a number. Where the header has a second row, with what stands beneath
    headings over several columns, it names those columns.
    """
    if header >= len(rows):
        raise IntakeError("no-table")
    named, below = _joined(rows, header)
    filled = [
        (place, row)
        for place, row in enumerate(rows[below:], start=below + 1)
        if any(row) and any(cell.strip() for cell in row)
    ]
    width = max([len(named), *(len(row) for _, row in filled)])
    names = [*named, *[""] * (width - len(named))]
    columns = list(zip_longest(*(row for _, row in filled), fillvalue=""))
    columns += [("",) * len(filled)] * (width - len(columns))
    kept = [i for i in range(width) if names[i] or any(cell.strip() for cell in columns[i])]
    unique: list[str] = []
    for i in kept:
        name = names[i] or f"({letters(i)})"
        again = sum(other == name or other.startswith(f"{name} (") for other in unique)
        unique.append(f"{name} ({again + 1})" if name in unique else name)
    index = pd.Index([place for place, _ in filled], dtype="int64", name="row")
    cells = {name: list(columns[i]) for name, i in zip(unique, kept, strict=True)}
    return pd.DataFrame(cells, index=index, dtype="str"), tuple(letters(i) for i in kept)


def _joined(rows: Sequence[Sequence[str]], header: int) -> tuple[list[str], int]:
    """The names of the columns, and the index of the row below all of them."""
    names = [cell.strip() for cell in rows[header]]
    second = [cell.strip() for cell in rows[header + 1]] if header + 1 < len(rows) else []
    second += [""] * (len(names) - len(second))
    # A heading over several columns: a merged cell, of which only the first has the text.
    over, group = [""] * len(names), ""
    for i, name in enumerate(names):
        group = name or group
        if not name or (i + 1 < len(names) and not names[i + 1]):
            over[i] = group
    beneath = [i for i, cell in enumerate(second) if cell]
    alone = [i for i, name in enumerate(names) if name and not over[i]]
    if (
        len(beneath) < 2
        or not alone
        or any(i >= len(names) or not over[i] or _NUMBER.fullmatch(second[i]) for i in beneath)
        or any(not names[i] and not second[i] for i in range(len(names)) if over[i])
    ):
        return names, header + 1
    joined = [second[i] or name for i, name in enumerate(names)]
    # «2023 | men | women | 2024 | men | women»: the heading tells them apart.
    again = {folded(name) for name in joined if sum(folded(name) == folded(o) for o in joined) > 1}
    return [
        f"{over[i]} {name}".strip() if second[i] and folded(name) in again else name
        for i, name in enumerate(joined)
    ], header + 2


def letters(column: int) -> str:
    """A column's letters as a spreadsheet shows them: 0 is A, 26 is AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
