"""Where a table's header stands, and the table below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import zip_longest

import pandas as pd
from openpyxl.utils import get_column_letter

from secon_data.intake.budget import spend
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
        if "".join(row).strip()
    ]
    width = max([len(named), *(len(row) for _, row in filled)])
    spend(len(filled), width)
    names = [*named, *[""] * (width - len(named))]
    columns = list(zip_longest(*(row for _, row in filled), fillvalue=""))
    columns += [("",) * len(filled)] * (width - len(columns))
    kept = [i for i in range(width) if names[i] or "".join(columns[i]).strip()]
    letters = tuple(get_column_letter(i + 1) for i in kept)
    unique: list[str] = []
    for i, letter in zip(kept, letters, strict=True):
        name = names[i] or f"({letter})"
        again = sum(other == name or other.startswith(f"{name} (") for other in unique)
        unique.append(f"{name} ({again + 1})" if name in unique else name)
    index = pd.Index([place for place, _ in filled], dtype="int64", name="row")
    cells = {name: list(columns[i]) for name, i in zip(unique, kept, strict=True)}
    return pd.DataFrame(cells, index=index, dtype="str"), letters


def _joined(rows: Sequence[Sequence[str]], header: int) -> tuple[list[str], int]:
    """The names of the columns, and the index of the row below all of them."""
    names, second = ([cell.strip() for cell in row] for row in (*rows[header : header + 2], [])[:2])
    over = _headings(names)
    if not _names_columns(second, names, over):
        return names, header + 1
    second += [""] * (len(names) - len(second))
    joined = [below or name for name, below in zip(names, second, strict=True)]
    # «2023 | men | women | 2024 | men | women»: the heading tells them apart.
    often = Counter(map(folded, joined))
    return [
        f"{heading} {name}" if heading and below and often[folded(name)] > 1 else name
        for name, below, heading in zip(joined, second, over, strict=True)
    ], header + 2


def _headings(names: Sequence[str]) -> list[str]:
    """The heading that each column shares with others: a merged cell, of which only the first has
    the text. Empty for a column that stands alone."""
    over, heading = [], ""
    for name, following in zip(names, [*names[1:], "none"], strict=False):
        heading = name or heading
        over.append("" if name and following else heading)
    return over


def _names_columns(second: Sequence[str], names: Sequence[str], over: Sequence[str]) -> bool:
    """Whether a second row names the columns beneath headings, all of them and nothing else."""
    several = sum(map(bool, second)) > 1
    alone = any(name and not heading for name, heading in zip(names, over, strict=True))
    return (
        several
        and alone
        and all(
            bool(heading) and not _NUMBER.fullmatch(below) if below else bool(name) or not heading
            for name, below, heading in zip_longest(names, second, over, fillvalue="")
        )
    )
