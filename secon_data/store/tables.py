"""The rows of a revision: how they are kept, and read again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import parquet as pq

from secon_data import cast
from secon_data.errors import DataError
from secon_data.store import log
from secon_data.store.files import Files

if TYPE_CHECKING:
    from secon_data.schema import Schema

_ORDER = "_row"  # place in the published file: an engine may hand rows out in any order


def read(files: Files, dataset: str, number: int, marker: str | None) -> pd.DataFrame:
    """The rows of a revision as they are kept. TornError where it is not whole, or of another
    store than the one of this id."""
    entries = log.Log(files, dataset)
    entry = entries.entry(number)
    if entry.note.get("store", marker) != marker:
        raise log.TornError(f"revision {number} is of another store")
    parts = []
    for path in entries.active(number):
        system, at = files.path(f"{dataset}/{path}")
        try:
            with system.open_input_file(at) as stream:
                parts.append(pq.ParquetFile(stream).read())
        except (FileNotFoundError, pa.ArrowException) as error:
            raise log.TornError(f"{path}: {error}") from None
    if not parts:  # as engines write a table without rows
        names = [name for name, _ in columns(entries.metadata(number)["schemaString"])]
        return pd.DataFrame(columns=[name for name in names if name != _ORDER], dtype="object")
    table = pa.concat_tables([_plain(part) for part in parts], promote_options="default")
    if entry.rows is not None and len(table) != entry.rows:
        raise log.TornError(f"revision {number} has {len(table)} of {entry.rows} rows")
    if _ORDER in table.column_names:
        table = table.sort_by(_ORDER).drop_columns([_ORDER])
    found: pd.DataFrame = table.to_pandas(integer_object_nulls=True)
    return found


def arrow(table: pd.DataFrame, schema: Schema) -> pa.Table:
    """A typed table as it is kept."""
    order = pa.array(np.arange(len(table)), pa.int64())
    return cast.arrow(table, schema).add_column(0, _ORDER, order)


def filled(table: pd.DataFrame, schema: Schema, dataset: str) -> None:
    """DataError where a cell that must have a value has none: as in rows of an older version."""
    for name, field in schema.fields.items():
        if field.required and table[name].isna().any():
            raise DataError(
                "{n} rows have no value in this column, which this version of the app needs.",
                file=dataset,
                column=name,
                mend="Nothing was published. Bring the published rows up to this version first, or "
                "replace all rows of the dataset.",
                n=int(table[name].isna().sum()),
            )


def columns(told: str) -> list[tuple[str, str]]:
    """Name and type of each column, as the log tells them."""
    return [(field["name"], str(field["type"])) for field in json.loads(told)["fields"]]


def _plain(table: pa.Table) -> pa.Table:
    """Texts as texts: some engines write them so that Arrow reads what it cannot sort."""
    kinds = [pa.string() if "string" in str(f.type) else f.type for f in table.schema]
    return table.cast(pa.schema(list(zip(table.column_names, kinds, strict=True))))
