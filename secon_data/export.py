"""The data as files to take away: one dataset as CSV, or the whole package as a zip.

The zip holds what a Frictionless tool needs, and nothing else: ``datapackage.json``, the schemas,
one CSV a dataset and ``README.md``. The same data give the same bytes.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from secon_data import csv_text
from secon_data.errors import DataError
from secon_data.package import Package, once
from secon_data.schema import Schema

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: bytes must not tell the time
_BESIDE = ("README.md",)


def csv(package: Package, name: str) -> bytes:
    """One dataset as it stands: the shipped file byte for byte, or the published revision; a text
    in which a spreadsheet would find a formula has an apostrophe before that, in either.

    UTF-8, comma, dot, one line a row; DataError when the dataset cannot be read.
    """
    published = package.store is not None and package.store.revision(name) is not None
    if published or _risky(package.table(name)):
        return written(package.table(name), package.schema(name))
    path = str(package.dataset(name).get("path", f"{name}.csv"))
    try:
        return (package.folder / path).read_bytes()
    except OSError as error:
        raise DataError("the file cannot be read ({why}).", file=path, why=error.strerror) from None


def written(table: pd.DataFrame, schema: Schema, *, guarded: bool = True) -> bytes:
    """A typed table as the package's CSV files are written: whole numbers without a point,
    booleans in the words of the schema, an empty cell for what is missing. ``guarded``: no
    spreadsheet finds a formula in its texts; without, they are what they are, for programs."""
    columns = {}
    for name, field in schema.fields.items():
        cells = table[name]
        if field.type == "boolean":
            cells = cells.astype("object").map({True: field.yes[0], False: field.no[0]})
        elif field.type == "number":
            cells = _each_once(cells, _plain)
        elif guarded:
            cells = harmless(cells)
        columns[name] = cells
    return csv_text.written(pd.DataFrame(columns)).encode("utf-8")


def harmless(cells: pd.Series) -> pd.Series:
    """A column in whose texts no spreadsheet finds a formula; others stay as they are."""
    if str(cells.dtype) not in ("str", "string", "object", "category"):
        return cells
    return _each_once(cells, _harmless)


def _each_once(cells: pd.Series, change: Callable[[Any], object]) -> pd.Series:
    """A column with each of its values changed, worked out once for those that are the same; gaps
    stay gaps."""
    codes, found = pd.factorize(cells.astype("object"))
    changed = np.array([*map(change, found), None], dtype="object")  # −1, a gap: the last
    return pd.Series(changed[codes], cells.index, dtype="object", name=cells.name)


def _harmless(cell: object) -> object:
    return csv_text.escaped(cell) if isinstance(cell, str) else cell


def _risky(table: pd.DataFrame) -> bool:
    return any(
        isinstance(cell, str) and csv_text.escaped(cell) != cell
        for name in table.columns
        if str(table[name].dtype) in ("str", "string", "object", "category")
        for cell in table[name].dropna().unique()
    )


@once
def archive(package: Package) -> bytes:
    """The whole package as a zip, made once. DataError when a part of it cannot be read."""
    files: dict[str, bytes] = {}
    resources = []
    for name in package.names:
        resource = dict(package.dataset(name))
        resource["path"] = str(resource.get("path", f"{name}.csv"))
        files[resource["path"]] = csv(package, name)
        if isinstance(path := resource.get("schema"), str):
            files[path] = _json(package.schema(name).descriptor)
        published = None if package.store is None else package.store.revision(name)
        if published is not None:
            resource["revision"] = published
        resources.append(resource)
    files["datapackage.json"] = _json({**package.descriptor, "resources": resources})
    for file in _BESIDE:
        if (package.folder / file).exists():
            files[file] = (package.folder / file).read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _LONG_AGO)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            entry.create_system = 3  # Unix, wherever it is made
            bundle.writestr(entry, content)
    return out.getvalue()


def _plain(value: float) -> str:
    """The shortest writing of a number that reads back the same."""
    if not isfinite(value):
        return "INF" if value > 0 else "-INF"  # as Table Schema writes it
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
