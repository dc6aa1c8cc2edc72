"""The rows of a file's cells, kept as columns: of a large file a list for each row, and a text for
each cell, would take many times the room of what they say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import Any, TypeAlias, overload

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Flags: TypeAlias = npt.NDArray[np.bool_]
_AT_ONCE = 10_000  # rows
_TEXT = pa.large_string()
_KIND = pd.StringDtype(na_value=np.nan)


class Rows(Sequence[list[str]]):
    """``columns``: Arrow's texts, all of one length, the empty text where a row ends before;
    ``widths``: how many cells each row has."""

    def __init__(self, columns: Sequence[Any], widths: npt.NDArray[np.int64]) -> None:
        self.columns, self.widths = columns, widths

    @classmethod
    def of(cls, rows: Iterable[Sequence[str]]) -> Rows:
        """Rows of cells as they come."""
        if isinstance(rows, Rows):
            return rows
        parts: list[list[Any]] = []
        widths: list[npt.NDArray[np.int64]] = []
        rest = iter(rows)
        while some := list(islice(rest, _AT_ONCE)):
            parts.append([pa.array(c, _TEXT) for c in zip_longest(*some, fillvalue="")])
            widths.append(np.fromiter(map(len, some), "int64", len(some)))
        columns = []
        while any(parts):
            pieces = [
                part.pop(0) if part else pa.array([""] * len(own), _TEXT)
                for part, own in zip(parts, widths, strict=True)
            ]
            columns.append(pa.concat_arrays(pieces))
        return cls(columns, np.concatenate([np.zeros(0, "int64"), *widths]))

    def __len__(self) -> int:
        return len(self.widths)

    @overload
    def __getitem__(self, place: int) -> list[str]: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> list[str] | Rows:
        if isinstance(place, slice):
            start, stop, _ = place.indices(len(self))
            cut = slice(start, max(start, stop))
            return Rows([column[cut] for column in self.columns], self.widths[cut])
        return [column[place].as_py() for column in self.columns[: self.widths[place]]]

    def __iter__(self) -> Iterator[list[str]]:
        for start in range(0, len(self), _AT_ONCE):
            part = self[start : start + _AT_ONCE]
            cells = zip(*(column.to_pylist() for column in part.columns), strict=True)
            every = cells if part.columns else ((),) * len(part)
            yield from (list(row[:n]) for row, n in zip(every, part.widths.tolist(), strict=True))

    def filled(self) -> Flags:
        """Which rows have anything but white space."""
        found = np.zeros(len(self), "bool")
        for column in self.columns:
            if found.all():
                break  # as nearly always behind the first
            found |= _written(column)
        return found

    def holding(self, text: str) -> Flags:
        """Which rows have a text in one of their cells."""
        found = np.zeros(len(self), "bool")
        for column in self.columns:
            found |= pc.match_substring(column, text).to_numpy(zero_copy_only=False)
        return found

    def chosen(self, which: Flags) -> Rows:
        """Some of the rows."""
        if which.all():
            return self
        return Rows([column.filter(pa.array(which)) for column in self.columns], self.widths[which])

    def anything(self, place: int) -> bool:
        """Whether a column has anything but white space."""
        return place < len(self.columns) and bool(_written(self.columns[place]).any())

    def column(self, place: int) -> pd.Series:
        """A column as pandas has it."""
        there = place < len(self.columns)
        text = self.columns[place] if there else pa.array([""] * len(self), _TEXT)
        return pd.Series(pd.array(text, dtype=_KIND))


def _written(column: Any) -> Flags:
    """Which cells have anything but white space."""
    blank = pc.or_(pc.equal(pc.binary_length(column), 0), pc.utf8_is_space(column))
    return ~np.asarray(blank.to_numpy(zero_copy_only=False), dtype="bool")
