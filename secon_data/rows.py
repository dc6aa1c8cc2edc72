"""The rows of a table one by one: for nine rows, pandas takes longer to give a row, or to choose
some, than takes all that is said of them."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import pandas as pd

from secon_data.package import once

Row: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = Sequence[Row]


@once
def each(table: pd.DataFrame) -> list[Row]:
    """The rows in their order, a cell by the name of its column; what is missing is None or nan.
    Made once for a table. Shared."""
    names = list(table.columns)
    columns = [cells_of(column) for _, column in table.items()]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def cells_of(column: pd.Series) -> list[Any]:
    """The cells of a column. NA is None: it can be compared with nothing, not even with itself."""
    return [None if cell is pd.NA else cell for cell in column.tolist()]


def tuples(table: pd.DataFrame) -> Iterator[Any]:
    """The rows in their order, a cell by the name of its column as an attribute: ``itertuples``
    without an index. That has Python compile the class of its rows anew each time, which takes
    longer than a page's rows."""
    row = _class(tuple(table.columns))
    return map(row._make, zip(*(table[name].tolist() for name in table.columns), strict=True))


@lru_cache(maxsize=64)
def _class(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns, rename=True)


def known(rows: Iterable[Row]) -> list[Row]:
    """Those that have a value."""
    return [row for row in rows if not pd.isna(row["value"])]
