"""A typed table as the bytes of a file for programs: CSV, Parquet, JSON. Nothing in it is rounded,
translated or guarded against spreadsheets: it reads back as it is."""

from __future__ import annotations

import io
import json
import time
from math import isfinite
from typing import Any

import pandas as pd
from pyarrow import parquet

from secon_data import export
from secon_data.cast import arrow
from secon_data.schema import Schema

KINDS = {
    "csv": "text/csv; charset=utf-8; header=present",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
    "geojson": "application/geo+json",
    "atom": "application/atom+xml; charset=utf-8",
}
# Rows; while they are written, no other thread of the process gets on. Then it rests for so many
# times as long: whoever reads pages meanwhile does not feel a long table.
_AT_ONCE, _REST = 200, 3.0


def written(table: pd.DataFrame, schema: Schema, form: str) -> bytes:
    """A table in one of the forms «csv», «parquet» and «json» (a list of rows by column, a gap
    null; there is no infinity, which is null too)."""
    if form == "csv":
        return export.written(table, schema, guarded=False)
    if form == "parquet":
        out = io.BytesIO()
        parquet.write_table(arrow(table, schema), out, compression="zstd")
        return out.getvalue()
    return _json(table, schema)


def _json(table: pd.DataFrame, schema: Schema) -> bytes:
    parts = []
    for batch in arrow(table, schema).to_batches(max_chunksize=_AT_ONCE):
        began = time.perf_counter()
        rows = [{name: _finite(cell) for name, cell in row.items()} for row in batch.to_pylist()]
        parts.append(dumped(rows))
        time.sleep(_REST * (time.perf_counter() - began))
    return ("[" + ",\n".join(part[1:-1] for part in parts) + "]\n").encode()


def dumped(content: Any) -> str:
    """As JSON, in its shortest form."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _finite(cell: object) -> object:
    return None if isinstance(cell, float) and not isfinite(cell) else cell
