"""What was understood of a sent file, and what a person says of its reading."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

from secon_data.intake import across, cells, encodings
from secon_data.intake.eurostat import EurostatTable
from secon_data.problems import Problem

Kind = Literal["text", "xlsx", "xls", "ods", "json", "html"]


@dataclass(frozen=True)
class Asked:
    """How a file is to be read, where a person says it or somebody knows it: ``known``: folded
    names of the columns that may be expected; ``ours``: those, and words that may stand across;
    the others as in ``intake.read``, None where it is to be understood."""

    known: Collection[str] = ()
    ours: Collection[str] = ()
    encoding: str | None = None
    delimiter: str | None = None
    decimal: cells.Decimal | None = None
    sheet: str | None = None
    header: int | None = None
    header_rows: int | None = None
    hidden: bool | None = None


@dataclass(frozen=True)
class Intake:
    """A file as it was understood.

    ``table``: all cells as text, its columns as the file names them, its index the row as a
    spreadsheet counts; ``letters``: of its columns as a spreadsheet shows them (none where it shows
    others: of Eurostat's layouts); ``header``: the row of the names; ``titles``: what stood above;
    ``encoding``, ``delimiter``: of text files; ``candidates``: the readings to choose from where
    the encoding is not clear; ``decimal``: the mark before fractions; ``sheet``, ``sheets``: of
    workbooks; ``formulas``: cells that hold one; ``eurostat``: where the file has one of
    Eurostat's layouts, what it says of itself (``table`` is then its long table);
    ``header_rows``: how many rows the names have; ``across``: columns that became rows (``table``
    then has rows of its own, counted on from below the header), ``formula_rows``: then the row of
    each formula's cell; ``texts``: of workbooks, column → the rows whose cell is text and might be
    a number, None where all cells are text; ``decimal_said``: a person said the decimal mark;
    ``held``: column → row → the value of a cell that shows it in thousands or millions; ``found``:
    what is wrong, or must be looked at, in the file itself.
    """

    name: str
    kind: Kind
    table: pd.DataFrame
    letters: tuple[str, ...] = ()
    header: int = 1
    titles: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    candidates: tuple[encodings.Reading, ...] = ()
    decimal: cells.Decimal = "."
    decimal_known: bool = False
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    formulas: tuple[str, ...] = field(default=())
    eurostat: EurostatTable | None = None
    header_rows: int = 1
    across: across.Across | None = None
    formula_rows: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, frozenset[int]] | None = None
    decimal_said: bool = False
    held: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    found: tuple[Problem, ...] = ()

    def where(self, row: int, column: str = "") -> tuple[int, str]:
        """A row of ``table`` as the file counts it, and the file's column of a cell there."""
        if self.across is None:
            return row, column
        there, own = self.across.where(row)
        return there, own if column == across.VALUE else column
