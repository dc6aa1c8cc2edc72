"""Years, areas or indicators that stand across, each a column of its own → rows. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from secon_data.intake.cells import without_gaps
from secon_data.intake.headers import folded

# What the new columns are called: as fields, so that they are matched by name; no file has these.
YEAR, VALUE, HEADING = "(year)", "(value)", "(heading)"
_ALONE = re.compile(r"(?<![\w.,/-])((?:19|20)\d\d)(?:\.0)?(?![\w/]|[.,-]\d)")
# «Y2010», «X2010» as R makes names of numbers, «value_2010».
_GLUED = re.compile(r"(?<![^\W_])(?:yr?|x)(?=(?:19|20)\d\d(?![^\W_]))|_", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?<=\d)[¹²³⁰-⁹]+|(?<=\d)\s+\d{1,2}\)")
# «year», as it is said beside a year in the languages of the nine countries.
_YEAR_WORDS = frozenset(map(folded,
    ("year", "y", "gads", "gada", "gadā", "rok", "roku", "r", "jahr", "jaar", "année", "an", "anul",
     "año", "ano", "év", "éve", "évi", "esév", "asév", "ösév", "osév", "es", "as", "ös", "os", "г",
     "год", "година", "έτος", "έτους"),
))  # fmt: skip
_WORLD_BANK = re.compile(r"\[YR\d{4}\]")


@dataclass(frozen=True)
class Spread:
    """What may stand across in a file of a dataset. ``fields``: folded name of a column → the
    field that it is; ``words``: field → the folded words that stand for its codes."""

    fields: Mapping[str, str]
    words: Mapping[str, Collection[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Across:
    """Columns that became rows. ``columns``: of the file; ``field``: what their names are: year,
    or a field of codes; ``empty``: cells that hold nothing and make no row. ``rows``, ``took``: by
    the place of a new row, the file's row and which of ``columns``."""

    columns: tuple[str, ...]
    field: str
    empty: int
    first: int
    rows: np.ndarray
    took: np.ndarray

    def below(self, column: str, row: int) -> int | None:
        """The new row of a cell of the file: the first of its row where ``column`` did not turn;
        None where it makes none."""
        found = self.rows == row
        if column in self.columns:
            found &= self.took == self.columns.index(column)
        places = np.flatnonzero(found)
        return self.first + int(places[0]) if len(places) else None

    def places(self, cells: Mapping[str, Collection[int]]) -> dict[str, frozenset[int]]:
        """Column of the file → rows, as the new columns and rows count them."""
        found: dict[str, set[int]] = {}
        for column, rows in cells.items():
            made = np.isin(self.rows, list(rows))
            if turned := column in self.columns:
                made &= self.took == self.columns.index(column)
            here = found.setdefault(VALUE if turned else column, set())
            here.update((self.first + np.flatnonzero(made)).tolist())
        return {column: frozenset(rows) for column, rows in found.items()}

    def cells(self, cells: Mapping[str, Mapping[int, str]]) -> dict[str, dict[int, str]]:
        """Column of the file → row → text, likewise."""
        found: dict[str, dict[int, str]] = {}
        for column, texts in cells.items():
            for row, text in texts.items():
                name = VALUE if column in self.columns else column
                if (below := self.below(column, row)) is not None:
                    found.setdefault(name, {})[below] = text
        return found

    def where(self, row: int) -> tuple[int, str]:
        """The file's row and column in which the value of a new row stands."""
        place = row - self.first
        return int(self.rows[place]), self.columns[int(self.took[place])]


@dataclass(frozen=True)
class _Columns:
    """Columns of one kind: their new cells by the new columns."""

    field: str
    columns: tuple[str, ...]
    cells: Mapping[str, Sequence[str]]


def turned(table: pd.DataFrame, header: int, spread: Spread) -> tuple[pd.DataFrame, Across] | None:
    """The table with a row for each cell that stands across, and what was turned; None where
    nothing does. The new rows are counted on from below the header."""
    found = _recognised(list(map(str, table.columns)), spread)
    if found is None:
        return None
    names = list(found.columns)
    values = without_gaps(pd.Series(table[names].to_numpy().ravel(), dtype="str"))
    kept = np.flatnonzero((values != "").to_numpy())
    lines, took = np.divmod(kept, len(names))
    rest = table.drop(columns=names)
    columns = {str(name): rest[name].to_numpy()[lines] for name in rest.columns}
    for name, cells in found.cells.items():
        columns[name] = np.asarray(cells, dtype=object)[took]
    columns[VALUE] = values.to_numpy()[kept]
    index = pd.RangeIndex(header + 1, header + 1 + len(kept), name="row")
    across = Across(
        found.columns, found.field, len(values) - len(kept), header + 1,
        table.index.to_numpy()[lines], took.astype("int16"),
    )  # fmt: skip
    return pd.DataFrame(columns, index=index, dtype="str"), across


def year(name: str) -> tuple[str, str] | None:
    """The one year in a column's name, and what else the name says («rok 2010» no more); None for
    another name, also for a month, a quarter or two years."""
    plain = _GLUED.sub(" ", _FOOTNOTE.sub("", _WORLD_BANK.sub("", name)))
    found = _ALONE.findall(plain)
    if len(found) != 1:
        return None
    rest = " ".join(_ALONE.sub(" ", plain).split()).strip(" .,;:()*-")
    said = [word for word in rest.split() if folded(word) not in _YEAR_WORDS]
    return found[0], " ".join(said)


def _recognised(columns: Sequence[str], spread: Spread) -> _Columns | None:
    named = {spread.fields.get(folded(column)) for column in columns}
    if "value" in named:
        return None
    if "year" not in named and (found := _years(columns, spread, named)) is not None:
        return found
    for name, words in spread.words.items():
        across = [column for column in columns if folded(column) in words]
        if name not in named and len(across) > 1:
            return _Columns(name, tuple(across), {f"({name})": across})
    return None


def _years(
    columns: Sequence[str], spread: Spread, named: Collection[str | None]
) -> _Columns | None:
    told = {column: pair for column in columns if (pair := year(column)) is not None}
    # «value_2010» says no more than that it is one.
    told = {
        column: (number, "" if spread.fields.get(folded(rest)) == "value" else rest)
        for column, (number, rest) in told.items()
    }
    if not told or len(set(told.values())) < len(told):
        return None
    rests = [rest for _, rest in told.values()]
    cells: dict[str, Sequence[str]] = {YEAR: [number for number, _ in told.values()]}
    if any(map(folded, rests)):
        codes = (
            name
            for name, words in spread.words.items()
            if name not in named and all(folded(rest) in words for rest in rests)
        )
        code = next(codes, None)
        cells[HEADING if code is None else f"({code})"] = rests
    return _Columns("year", tuple(told), cells)
