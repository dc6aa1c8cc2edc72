"""A file on its way into a dataset: its cells in the plain form that the dataset's schema asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from secon_data.intake import Intake, cells, identifiers, urls
from secon_data.intake.headers import folded
from secon_data.problems import Problem
from secon_data.schema import Field, Schema
from secon_data.units import percentage

_NUMBERED = re.compile(r"^\d{1,2}\s+(?=\D)")


@dataclass(frozen=True)
class Doubt:
    """Cells of a column that can be read in two ways. ``kind``: number (thousands or a fraction),
    date (the day or the month first) or scaled (a sheet shows thousands); ``rows``: those of the
    cells; ``text``: the first of them, ``taken``, ``other``: its readings in the plain form."""

    column: str
    kind: Literal["number", "date", "scaled"]
    rows: tuple[int, ...]
    text: str
    taken: str
    other: str


@dataclass(frozen=True)
class Draft:
    """``table``: text in the plain form (``cells``), the dataset's columns that the file has, the
    empty text for a gap, its index the row as a spreadsheet counts; ``fields``: the dataset's
    column → the file's; ``letters``: of the file's columns; ``formulas``: cells of the file that
    hold one; ``same``: columns that the file lacks and that a person gave one value for all rows;
    ``undated``: a download of Eurostat that does not say of which day it is; ``newest``: it holds
    what its source publishes today; ``formula_rows``: the row of a formula's cell where that is not
    in its address; ``regions``: how many rows were found to lie in each region, ``outside``: how
    many in none and are left out, ``borders``: rows that lie so near to a region's border that it
    may be the other side, ``coded``: rows that only a postal code tells; ``doubts``:
    what can be read in two ways and nobody said how; ``noted``:
    column → rows of numbers whose footnote marks fell away; ``percent``: rows whose
    value has a per cent sign; ``more``: column → row → what else stands in the cell than the first
    address of the web, which is taken; ``found``: problems of reading the file; ``alike``: of
    observations, column that is left out → the value of all its rows («15 years or over»)."""

    table: pd.DataFrame
    fields: Mapping[str, str]
    unmatched: tuple[str, ...] = ()
    formulas: tuple[str, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)
    same: tuple[str, ...] = ()
    undated: bool = False
    newest: bool = False
    formula_rows: Mapping[str, int] = field(default_factory=dict)
    regions: Mapping[str, int] = field(default_factory=dict)
    outside: int = 0
    borders: tuple[int, ...] = ()
    coded: tuple[int, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    noted: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    percent: frozenset[int] = frozenset()
    more: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    found: tuple[Problem, ...] = ()
    alike: Mapping[str, str] = field(default_factory=dict)


def draft(
    intake: Intake,
    fields: Mapping[str, str],
    schema: Schema,
    labels: Mapping[str, Mapping[str, str]] | None = None,
    unmatched: tuple[str, ...] = (),
    same: Mapping[str, str] | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
    readings: Mapping[str, str] | None = None,
) -> Draft:
    """The draft of a file. ``labels``: for columns of codes, what else stands for each code
    («grant», «Grants», «dotācija»; «Riga planning region»): column → words → code. ``same``: one
    value for all rows of a column that the file lacks; ``words``: column → a cell's text → what it
    stands for, as a person says it; ``readings``: column → the mark before its fractions, or «day»
    or «month» for what its dates begin with, «shown» or «held» of scaled cells, as she says."""
    said = dict(readings or {})
    rows = intake.table.index
    given = {name: value for name, value in (same or {}).items() if name not in fields}
    taken = {name: cells.unescaped(intake.table[column]) for name, column in fields.items()}
    for name, meant in (words or {}).items():
        if name in taken:
            text = cells.trimmed(taken[name])
            taken[name] = taken[name].mask(text.isin(list(meant)), text.map(dict(meant)))
    taken |= {name: pd.Series(value, rows, dtype="str") for name, value in given.items()}
    flags = None
    if "value" in taken and "flag" in schema.fields:
        taken["value"], flags = cells.flagged(taken["value"])
    columns: dict[str, pd.Series] = {}
    doubts: list[Doubt] = []
    noted: dict[str, tuple[int, ...]] = {}
    more: dict[str, Mapping[int, str]] = {}
    for name, column in schema.fields.items():
        if name not in taken:
            continue
        own = _column(column, taken[name], intake, fields.get(name, ""), said.get(name, ""))
        columns[name] = own.plain((labels or {}).get(name, {}))
        doubts += own.doubts(columns[name])
        if column.numeric and (marked := own.noted()):
            noted[name] = marked
        if urls.column(name) and (others := urls.others(taken[name])):
            more[name] = others
    if flags is not None and (flags != "").any():
        there = columns.get("flag", pd.Series("", rows, dtype="str"))
        columns["flag"] = there.mask((there == "") & (flags != ""), flags)
        columns = {name: columns[name] for name in schema.fields if name in columns}
    percent: frozenset[int] = frozenset()
    if "value" in taken:
        signs = taken["value"].str.contains("%", regex=False)
        percent = frozenset(map(int, rows[signs.to_numpy("bool")]))
    letters = dict(zip(map(str, intake.table.columns), intake.letters, strict=False))
    return Draft(
        pd.DataFrame(columns, index=rows), dict(fields), unmatched, intake.formulas, letters,
        tuple(given), formula_rows=intake.formula_rows, doubts=tuple(doubts), noted=noted,
        percent=percent, more=more, found=intake.found,
    )  # fmt: skip


@dataclass(frozen=True)
class _Column:
    """A column of the file on its way into one of ours. ``cells``: its different cells, each once,
    for what one is read as, all like it are; ``texts``: which of them are text, for a number cell
    of a workbook is no matter of marks; ``codes``: which of them each of ``rows`` has; ``source``:
    what the file calls it; ``said``: how a person says that it is read."""

    field: Field
    cells: pd.Series
    texts: pd.Series
    codes: npt.NDArray[np.intp]
    rows: pd.Index
    intake: Intake
    source: str
    said: str

    @property
    def decimal(self) -> cells.Decimal:
        return "," if self.said == "," else "." if self.said == "." else self.intake.decimal

    @property
    def money(self) -> frozenset[str]:
        """The currencies that may stand beside its numbers."""
        unit = self.field.unit.split(" ")[-1]
        return frozenset({unit} if unit in {*cells.CURRENCIES.values()} else ())

    @property
    def share(self) -> bool:
        """Whether its numbers may be percentages."""
        return self.field.name == "value" or percentage(self.field.unit)

    def plain(self, labels: Mapping[str, str]) -> pd.Series:
        """The cells of all rows in the plain form."""
        found = pd.Series(_plain(self, labels).array.take(self.codes), self.rows)
        if self.said == "held" and (held := self.intake.held.get(self.source)):
            found = found.mask(found.index.isin(list(held)), found.index.to_series().map(held))
        return found

    def having(self, marked: pd.Series) -> pd.Index:
        """The rows that have one of the cells that are marked."""
        return self.rows[marked.to_numpy("bool")[self.codes]]

    def numbers(self, column: pd.Series) -> pd.Series:
        def read(decimal: cells.Decimal) -> pd.Series:
            return cells.numbers(
                column, decimal,
                whole=self.field.whole, percent=self.share, currency=self.money,
            )  # fmt: skip

        found = read(self.decimal)
        if self.decimal != "." and not (texts := self.texts).all():
            found = found.mask(~texts, read("."))
        return found

    def noted(self) -> tuple[int, ...]:
        return tuple(map(int, self.having(cells.noted(self.cells))))

    def doubts(self, plain: pd.Series) -> list[Doubt]:
        """What of it can be read in two ways; nothing once a person has said how."""
        if self.said or not (self.field.date or self.field.numeric):
            return []
        if held := self.intake.held.get(self.source):
            here = [int(row) for row in plain.index if row in held]
            if here:
                shown, other = str(plain.loc[here[0]]), held[here[0]]
                return [Doubt(self.field.name, "scaled", tuple(here), shown, shown, other)]
        if self.field.date:
            return self._doubt("date", cells.either_day(self.cells), plain)
        if self.intake.decimal_said or (self.field.whole and self.field.name.endswith("year")):
            return []
        both = self.texts & cells.two_readings(
            self.cells, self.decimal, self.field.whole, self.intake.decimal_known
        )
        if not both.any():
            return []
        # Where only one of the two is possible at all, nobody need be asked.
        found = {cell: cells.other_reading(cell) for cell in self.cells[both]}
        possible = {cell: all(map(self._within, two)) for cell, two in found.items()}
        return self._doubt("number", both & self.cells.map(possible).eq(True), plain)

    def _within(self, number: str) -> bool:
        low, high = self.field.minimum, self.field.maximum
        return (low is None or float(number) >= low) and (high is None or float(number) <= high)

    def _doubt(
        self, kind: Literal["number", "date"], both: pd.Series, plain: pd.Series
    ) -> list[Doubt]:
        rows = self.having(both)
        if not len(rows):
            return []
        first_cell = self.cells.iat[self.codes[self.rows.get_loc(rows[0])]]
        text, taken = str(first_cell).strip(), str(plain.loc[rows[0]])
        if kind == "date":
            first = pd.Series([text])
            two = [str(cells.dates(first, turned).iloc[0]) for turned in (False, True)]
        else:
            two = list(cells.other_reading(text))
            taken = (
                f"{Decimal(taken).normalize():f}" if re.fullmatch(cells.NUMBER, taken) else taken
            )
        other = next((reading for reading in two if reading != taken.lstrip("+-")), "")
        return [Doubt(self.field.name, kind, tuple(map(int, rows)), text, taken, other)]


def _column(field: Field, column: pd.Series, intake: Intake, source: str, said: str) -> _Column:
    codes, found = pd.factorize(column, use_na_sentinel=False)
    texts = np.ones(len(found), "bool")
    if intake.texts is not None and source:
        # A cell that is text and a number cell that shows the same are two.
        text = column.index.isin(list(intake.texts.get(source, ())))
        codes, pairs = pd.factorize(2 * codes + text)
        found, texts = found.take(pairs // 2), pairs % 2 == 1
    different = pd.Series(found, dtype="str")
    return _Column(field, different, pd.Series(texts), codes, column.index, intake, source, said)


def typed(draft: Draft, schema: Schema) -> pd.DataFrame:
    """The checked draft as a typed table of the columns it has, its rows counted as the draft's.
    What its key needs and the file lacks is empty."""
    rows = draft.table
    columns = {}
    for name, column in schema.fields.items():
        if name in rows:
            columns[name] = column.parsed(rows[name].mask(rows[name] == ""))
        elif name in schema.key:
            columns[name] = pd.Series(None, rows.index, dtype=column.dtype)
    return pd.DataFrame(columns, index=rows.index)


def _plain(own: _Column, labels: Mapping[str, str]) -> pd.Series:
    field, column = own.field, own.cells
    if field.whole and field.name.endswith("year"):
        column = cells.years(column)
    if field.whole:
        return own.numbers(column).str.replace(r"\.0+$", "", regex=True)
    if field.numeric:
        return own.numbers(column)
    if field.type == "boolean":
        return cells.booleans(column)
    text = cells.without_gaps(column)
    if urls.column(field.name):
        return urls.plain(text)
    if field.date:
        return cells.dates(column, month_first=own.said == "month")
    if field.name == "flag":
        return cells.flags(column)
    if field.allowed:
        words = {folded(word): word for word in field.allowed}
        words |= {folded(label): word for word, label in (field.labels or {}).items()}
        words |= {folded(label): word for label, word in labels.items()}
        known = _meant(text, words)
        return text.mask(known.notna(), known)
    if labels:
        # A code that is written as it is stays, whatever it may also be the name of.
        codes = set(labels.values())
        words = {folded(label): word for label, word in labels.items()}
        known = _meant(text, words)
        if known.isna().any():
            # «Хасково» for our «Haskovo»: as the countries' own rules put it into Latin letters.
            known = known.fillna(_meant(text, _in_latin(labels), identifiers.plain))
        if known.isna().any():
            # «11 Extremadura»: offices put their own number before a name.
            known = known.fillna(_meant(text, words, lambda t: folded(_NUMBERED.sub("", t))))
        return text.mask(known.notna() & ~text.isin(codes), known)
    return text


def _in_latin(labels: Mapping[str, str]) -> dict[str, str]:
    """The words in plain Latin letters → code, those left out that would stand for several."""
    meant: dict[str, set[str]] = {}
    for label, code in labels.items():
        meant.setdefault(identifiers.plain(label), set()).add(code)
    return {word: next(iter(codes)) for word, codes in meant.items() if word and len(codes) == 1}


def _meant(
    text: pd.Series, words: Mapping[str, str], key: Callable[[str], str] = folded
) -> pd.Series:
    """The code that each cell stands for, missing where it stands for none; each different cell is
    looked up once. ``words``: ``key`` of a text → code."""
    meant = {cell: words.get(key(cell)) for cell in text.unique()}
    return text.map(meant).astype("str")
