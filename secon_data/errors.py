"""A data file that cannot be used: what, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any


class DataError(Exception):
    """A data file that cannot be used. ``str()`` says what, where and how to mend, in English.

    ``problem`` and ``mend`` are sentences to translate, whose places ``places`` fill; ``file``
    names the file; ``row`` counts as a spreadsheet does (the header is row 1).
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        mend: str = "",
        **places: object,
    ) -> None:
        self.problem, self.file, self.row = problem, file, row
        self.column, self.value, self.mend, self.places = column, value, mend, places
        place = [f"file {file}"]
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column {column}")
        found = f", value «{value}»" if value is not None else ""
        super().__init__(f"{', '.join(place)}{found}: {self.told()}")

    def told(self, translate: Callable[[str], str] = str) -> str:
        """What is wrong and how to mend it, in one's language."""
        sentences = (translate(text).format(**self.places) for text in (self.problem, self.mend))
        return " ".join(sentence for sentence in sentences if sentence)

    def __reduce__(self) -> tuple[Any, ...]:
        # So that it can come from another process; what fills a place may not.
        places = {
            name: v if isinstance(v, int | float) else str(v) for name, v in self.places.items()
        }
        made = partial(
            type(self), self.problem, file=self.file, row=self.row, column=self.column,
            value=self.value, mend=self.mend, **places,
        )  # fmt: skip
        return made, ()


class StoreError(DataError):
    """The store cannot be read or written. ``places`` may hold ``where``, an address, and ``why``,
    the words of whatever failed: both are for the operator and in no sentence."""

    def __str__(self) -> str:
        detail = ", ".join(
            str(self.places[name]) for name in ("where", "why") if name in self.places
        )
        place = f"dataset {self.file}: " if self.file else ""
        return f"{place}{self.told()}" + (f" ({detail})" if detail else "")


class DamagedError(StoreError):
    """A revision cannot be read, or the log of its dataset is not whole; others may be."""
