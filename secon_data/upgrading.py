"""The way on when a newer version of the app stands over an older store: rows that were published
lack a column that is needed now, or hold a word that is none any more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from secon_data import cast
from secon_data.errors import DataError
from secon_data.package import Package
from secon_data.schema import Schema
from secon_data.store import Store


@dataclass(frozen=True)
class Gap:
    """``columns``: those that need a value, and how many rows have none; ``words``: by column, the
    words that its list has no longer; ``emptied``: columns of another type now, whose values
    cannot be taken over."""

    columns: Mapping[str, int]
    words: Mapping[str, tuple[str, ...]]
    emptied: tuple[str, ...]

    @property
    def none(self) -> bool:
        """Whether the rows are what this version expects."""
        return not (self.columns or self.words or self.emptied)


def gap(store: Store, schema: Schema, dataset: str, revision: int | None = None) -> Gap | None:
    """What a published revision (the current one when None) lacks for this version; None where
    nothing was published. DamagedError when it cannot be read."""
    number = store.revision(dataset) if revision is None else revision
    if number is None:
        return None
    raw, table = store.rows(dataset, number), store.read(dataset, schema, number, lenient=True)
    columns, words, emptied = {}, {}, []
    for name, field in schema.fields.items():
        missing = int(table[name].isna().sum())
        if field.required and missing:
            columns[name] = missing
        if field.allowed:
            left = set(table[name].dropna().astype("str")) - set(field.allowed)
            if left:
                words[name] = tuple(sorted(left))
        if name in raw and int(raw[name].isna().sum()) < missing:
            emptied.append(name)
    return Gap(columns, words, tuple(emptied))


def brought_up(
    store: Store,
    package: Package,
    dataset: str,
    values: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]],
    revision: int | None = None,
) -> pd.DataFrame:
    """The rows of a revision as this version needs them. ``values``: by column, one for all rows
    that have none; ``words``: by column, what a word that is none any more is now: one that is not
    named stays. DataError names
    what is still missing, or does not fit."""
    schema = package.schema(dataset)
    found = gap(store, schema, dataset, revision)
    if found is None:
        return package.table(dataset)
    table = store.read(dataset, schema, revision, lenient=True)
    for name in [*found.columns, *(set(values) & set(schema.fields) - set(found.columns))]:
        if not values.get(name):
            raise DataError(
                "{n} rows have no value in this column, which this version of the app needs.",
                file=dataset, column=name, mend="Say one value for all of them.",
                n=found.columns[name],
            )  # fmt: skip
        cells = table[name].astype("object")
        cells[cells.isna()] = cast.cell(values[name], schema, name, dataset)
        table[name] = cells
    for name, left in found.words.items():
        said = {word: now for word, now in words.get(name, {}).items() if word in left}
        for now in said.values():
            if now not in schema.fields[name].allowed:
                raise DataError(
                    "this word is not allowed here.",
                    file=dataset, column=name, value=now,
                    mend="Say which of these it is now: {known}.",
                    known=", ".join(schema.fields[name].allowed),
                )  # fmt: skip
        cells = table[name].astype("object")
        table[name] = cells.map(lambda word, said=said: said.get(word, word), na_action="ignore")
    return cast.conformed(table, schema, dataset)
