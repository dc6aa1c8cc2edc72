"""Tables in the types that their schema says: of a shipped file, of a published revision.

Integers become ``Int64``, numbers ``float64``, booleans ``boolean``, text with a closed list of
words ``category``; dates stay text, so that a year alone stays a year. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from secon_data.errors import DataError
from secon_data.problems import mark
from secon_data.schema import Field, Schema

OUTDATED = mark("An editor brings the published rows up to this version at the data desk.")
Flags: TypeAlias = npt.NDArray[np.bool_]


def parsed(raw: pd.DataFrame, schema: Schema, file: str) -> pd.DataFrame:
    """A file's table of text, typed. DataError names row, column and value of the first cell, in
    the order of the columns, that does not fit."""
    return pd.DataFrame(
        {
            name: _parsed(raw[name], field, schema.missing, file)
            for name, field in schema.fields.items()
        }
    )


def conformed(
    table: pd.DataFrame, schema: Schema, file: str, *, lenient: bool = False
) -> pd.DataFrame:
    """A table whose cells have the schema's types already, with exactly its columns and their
    pandas types. A column that is missing is empty; DataError when it may not be, or holds another
    type, unless ``lenient``: then it is empty all the same.

    A word that has left its closed list since it was published stays: it is shown as it is."""
    columns = {}
    for name, field in schema.fields.items():
        if name not in table and field.required and not lenient:
            raise DataError(
                "this version of the app needs this column, which the published rows lack.",
                file=file, column=name, mend=OUTDATED,
            )  # fmt: skip
        cells = table[name] if name in table else pd.Series(None, table.index, dtype="object")
        try:
            columns[name] = cells if cells.dtype == field.dtype else _typed(cells, field)
        except (TypeError, ValueError) as error:
            if lenient:
                columns[name] = _typed(pd.Series(None, table.index, dtype="object"), field)
                continue
            raise DataError(
                "not of type {kind} ({why}).",
                file=file, column=name, kind=field.type, why=error, mend=OUTDATED,
            ) from None  # fmt: skip
    return pd.DataFrame(columns, index=table.index).reset_index(drop=True)


def arrow(table: pd.DataFrame, schema: Schema) -> pa.Table:
    """A typed table as Arrow's, its columns in the schema's order and types."""
    columns = {}
    for name, field in schema.fields.items():
        cells = table[name]
        if isinstance(cells.dtype, pd.CategoricalDtype):
            cells = cells.astype("object")
        made = pa.array(cells, from_pandas=True)
        columns[name] = made if made.type == field.arrow else made.cast(field.arrow)
    return pa.table(columns)


def cell(text: str, schema: Schema, name: str, file: str) -> object:
    """One value of a column, typed. DataError when it does not fit."""
    raw = pd.Series([text], dtype="str")
    return _parsed(raw, schema.fields[name], schema.missing, file).iloc[0]


def _typed(cells: pd.Series, field: Field) -> pd.Series:
    cells = cells.astype("object")
    cells = cells.where(cells.notna(), None)
    if not field.allowed:
        return cells.astype(field.dtype)
    left = sorted(set(cells.dropna().astype("str")) - set(field.allowed))
    return pd.Series(pd.Categorical(cells, [*field.allowed, *left]), cells.index)


def _parsed(raw: pd.Series, field: Field, missing: tuple[str, ...], file: str) -> pd.Series:
    """One column, typed once each of its cells fits. Each different cell is looked at once."""
    codes, found = pd.factorize(raw, use_na_sentinel=False)
    cells = found.tolist()
    empty = _each(cells, missing)

    def refuse(wrong: Flags, problem: str, mend: str, **places: str) -> None:
        """DataError for the first wrong cell, if there is one."""
        if wrong.any():
            position = int(wrong[codes].argmax())
            raise DataError(
                problem, file=file, row=position + 2, column=field.name,
                value=str(raw.iloc[position]), mend=mend, **places,
            )  # fmt: skip

    if field.required:
        refuse(empty, mark("a value is needed here."), mark("Fill the cell."))
    kept = [None if none else cell for cell, none in zip(cells, empty.tolist(), strict=True)]
    text = pd.Series(kept, dtype=raw.dtype)
    if field.whole:
        right = text.str.fullmatch(r"[+-]?\d{1,18}", na=False).to_numpy("bool")
        refuse(
            ~right & ~empty, mark("this is no whole number."), mark("Write one, for example 2025.")
        )
    elif field.type == "number":
        right = pd.to_numeric(text, errors="coerce").notna().to_numpy()
        refuse(~right & ~empty, mark("this is no number."), mark("Write one, for example 6.9."))
    elif words := (*field.yes, *field.no) if field.type == "boolean" else field.allowed:
        told = mark("this word is not allowed here."), mark("Write one of {known}.")
        refuse(~_each(cells, words) & ~empty, *told, known=", ".join(words))
    elif field.pattern:
        mend = mark("Write it as in {example}.") if field.example else ""
        right = text.str.fullmatch(field.pattern, na=False).to_numpy("bool")
        told = mark("this does not have the expected form."), mend
        refuse(~right & ~empty, *told, example=field.example)
    elif not empty.any() and raw.dtype == field.dtype:
        return raw
    return pd.Series(field.parsed(text).array.take(codes), raw.index)


def _each(cells: Sequence[object], words: Collection[object]) -> Flags:
    """Whether each cell is one of the words."""
    return np.array([cell in words for cell in cells], dtype="bool")
