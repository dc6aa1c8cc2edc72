"""A file on its way into a dataset: its cells in the plain form that the dataset's schema asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from secon_data.intake import Intake, cells, identifiers, urls
from secon_data.intake.headers import folded
from secon_data.schema import Field, Schema


@dataclass(frozen=True)
class Draft:
    """``table``: text in the plain form (``cells``), the dataset's columns that the file has, the
    empty text for a gap, its index the row as a spreadsheet counts; ``fields``: the dataset's
    column → the file's; ``letters``: of the file's columns; ``formulas``: cells of the file that
    hold one; ``same``: columns that the file lacks and that a person gave one value for all rows;
    ``undated``: a download of Eurostat that does not say of which day it is; ``newest``: it holds
    what its source publishes today; ``formula_rows``: the row of a formula's cell where that is not
    in its address; ``regions``: how many rows were found to lie in each region, ``outside``: how
    many in none and are left out."""

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


def draft(
    intake: Intake,
    fields: Mapping[str, str],
    schema: Schema,
    labels: Mapping[str, Mapping[str, str]] | None = None,
    unmatched: tuple[str, ...] = (),
    same: Mapping[str, str] | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
) -> Draft:
    """The draft of a file. ``labels``: for columns of codes, what else stands for each code
    («grant», «Grants», «dotācija»; «Riga planning region»): column → words → code. ``same``: one
    value for all rows of a column that the file lacks; ``words``: column → a cell's text → what it
    stands for, as a person says it."""
    rows = intake.table.index
    given = {name: value for name, value in (same or {}).items() if name not in fields}
    taken = {name: cells.unescaped(intake.table[column]) for name, column in fields.items()}
    for name, meant in (words or {}).items():
        if name in taken:
            text = cells.trimmed(taken[name])
            taken[name] = taken[name].mask(text.isin(list(meant)), text.map(dict(meant)))
    taken |= {name: pd.Series(value, rows, dtype="str") for name, value in given.items()}
    columns = {
        name: _plain(taken[name], column, intake.decimal, (labels or {}).get(name, {}))
        for name, column in schema.fields.items()
        if name in taken
    }
    letters = dict(zip(map(str, intake.table.columns), intake.letters, strict=False))
    return Draft(
        pd.DataFrame(columns, index=rows), dict(fields), unmatched, intake.formulas, letters,
        tuple(given), formula_rows=intake.formula_rows,
    )  # fmt: skip


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


def _plain(
    column: pd.Series, field: Field, decimal: cells.Decimal, labels: Mapping[str, str]
) -> pd.Series:
    if field.whole and field.name.endswith("year"):
        column = cells.years(column)
    if field.whole:
        return cells.numbers(column, decimal).str.replace(r"\.0+$", "", regex=True)
    if field.numeric:
        return cells.numbers(column, decimal)
    if field.type == "boolean":
        return cells.booleans(column)
    text = cells.without_gaps(column)
    if urls.column(field.name):
        return urls.plain(text)
    if field.date:
        return cells.dates(column)
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
