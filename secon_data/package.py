"""The data package: which datasets there are, what their columns mean, and their typed tables.

``data/datapackage.json`` and ``data/schemas/*.json`` (Frictionless) are the only place that says
what a column is; everything here follows them.
"""

from __future__ import annotations

import hashlib
import json
import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from secon_data import csv_text
from secon_data.cast import parsed
from secon_data.errors import DamagedError, DataError
from secon_data.names import chosen
from secon_data.revision import Revision, Revisions
from secon_data.schema import Schema

# What is shipped stands beside this package in a checkout, and inside it where it is installed.
_HERE = Path(__file__).resolve().parent
INSTALLED = (_HERE / "shipped").is_dir()
SHIPPED = _HERE / "shipped" / "data" if INSTALLED else _HERE.parent / "data"
BOUNDARIES = SHIPPED.parent / "geometry" if INSTALLED else SHIPPED.parent / "static" / "geometry"

# Revisions that some package still holds: one never changes, and is read once for all.
_READ: weakref.WeakValueDictionary[tuple[object, ...], pd.DataFrame] = weakref.WeakValueDictionary()
Of = TypeVar("Of")  # a package or a table
T = TypeVar("T")


@dataclass(frozen=True)
class Damage:
    """``current``: the revision that cannot be read, ``shown``: the one in its place, of the moment
    ``when``; None: the shipped file, because none can be read; ``error``: why, for the operator."""

    current: int
    shown: int | None
    when: datetime | None
    error: DataError


class Package:
    """A folder that holds a Frictionless data package, and the store of what was published over
    it; tables are read once and kept."""

    def __init__(
        self,
        folder: Path = SHIPPED,
        store: Revisions | None = None,
        revisions: Mapping[str, int] | None = None,
        *,
        lenient: bool = False,
    ) -> None:
        """``revisions``: the current ones, where they are known; ``lenient``: rows that an older
        version published are given with gaps where this one needs more."""
        self.folder = folder
        self.store = store
        self.lenient = lenient
        self._revisions = revisions
        self._damaged: dict[str, Damage] = {}
        self._looked = False
        self._looking = threading.RLock()
        self._tables: dict[str, pd.DataFrame] = {}
        self._schemas: dict[str, Schema] = {}
        self._descriptor: dict[str, Any] | None = None

    def __getitem__(self, name: str) -> pd.DataFrame:
        """``table(name)``, for notebooks; UnknownError says which datasets there are."""
        return self.table(*chosen(name, self.names, "the data package"))

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def _ipython_key_completions_(self) -> list[str]:
        return self.names

    def __repr__(self) -> str:
        try:
            return f"<Package of {len(self.names)} datasets: {', '.join(self.names)}>"
        except DataError as error:
            return f"<Package that cannot be read: {error}>"

    @property
    def descriptor(self) -> dict[str, Any]:
        """The contents of ``datapackage.json``. DataError when it is missing or not JSON, or does
        not list datasets."""
        if self._descriptor is None:
            found = self._json("datapackage.json")
            listed = found.get("resources", [])
            if not isinstance(listed, list) or not all(map(_is_resource, listed)):
                raise DataError(
                    "«resources» must list the datasets, each with «name» and «schema».",
                    file="datapackage.json",
                )
            self._descriptor = found
        return self._descriptor

    @property
    def names(self) -> list[str]:
        """The datasets' names, in the order of the package."""
        return [resource["name"] for resource in self.descriptor.get("resources", [])]

    def dataset(self, name: str) -> dict[str, Any]:
        """What the package says of one dataset: title, description, sources, licences, path."""
        for resource in self.descriptor.get("resources", []):
            if resource.get("name") == name:
                found: dict[str, Any] = resource
                return found
        raise DataError(
            "the dataset «{name}» is not listed.",
            file="datapackage.json",
            mend="Add it under «resources».",
            name=name,
        )

    def schema(self, name: str) -> Schema:
        """What the columns of one dataset are. Shared. DataError names a file that is damaged."""
        if name not in self._schemas:
            said = self.dataset(name).get("schema")
            file = said if isinstance(said, str) else "datapackage.json"
            found = self._json(said) if isinstance(said, str) else said or {}
            self._schemas[name] = Schema(found, file)
        return self._schemas[name]

    def table(self, name: str) -> pd.DataFrame:
        """The dataset's current revision, else the shipped file, as a typed table in its order.
        Shared: do not change it in place.

        Its types are those of ``cast``. DataError names file, row, column and value of the first
        cell that does not fit.
        """
        if name not in self._tables:
            self._tables[name] = self._current(name)
        return self._tables[name]

    def _current(self, name: str) -> pd.DataFrame:
        """The current revision; in place of a damaged one the newest that can be read."""
        known, number = self._revisions, None
        if self.store is not None:
            number = self.store.revision(name) if known is None else known.get(name)
        if self.store is None or number is None:
            return self.shipped(name)
        schema, address = self.schema(name), getattr(self.store, "address", "")
        known_by = (address, name, number, self.lenient, json.dumps(schema.descriptor))
        try:
            read = _READ.get(known_by) if address else None
            if read is None:
                read = self.store.read(name, schema, number, lenient=self.lenient)
                _READ[known_by] = read
            return read
        except DamagedError as error:
            found = self.store.readable(name, self.schema(name), lenient=self.lenient)
            shown, when = None, None
            if found is not None:
                shown, table = found
                listed = (r.when for r in self.store.history(name) if r.number == shown)
                when = next(listed, None)
            else:
                table = self.shipped(name)
            self._damaged[name] = Damage(number, shown, when, error)
            return table

    @property
    def damaged(self) -> Mapping[str, Damage]:
        """The published datasets whose current revision cannot be read, and what is shown in its
        place. All that was published is read for it. StoreError when the store cannot be read."""
        with self._looking:  # who asks meanwhile waits: half an answer is none
            if self.store is not None and not self._looked:
                known = self.current
                self._looked = True  # once: a store that is away is not asked at every click
                for name in known:
                    if name in self.names:
                        with suppress(DataError):  # of another version: told where it is shown
                            self.table(name)
        return self._damaged

    @property
    def current(self) -> Mapping[str, int]:
        """The numbers of the published datasets' revisions. StoreError when the store cannot be
        read."""
        if self._revisions is not None or self.store is None:
            return self._revisions or {}
        return self.store.revisions()

    @cached_property
    def published(self) -> Mapping[str, Revision]:
        """The newest revision of every dataset that was published."""
        return {} if self.store is None else self.store.newest()

    def with_tables(self, tables: Mapping[str, pd.DataFrame]) -> Package:
        """The same package with other tables for some datasets: what a draft would show."""
        other = Package(self.folder, self.store, self._revisions, lenient=self.lenient)
        other._descriptor, other._schemas = self._descriptor, self._schemas
        other._tables = {**self._tables, **tables}
        return other

    def digest(self, name: str) -> str:
        """The SHA-256 of the shipped file; empty when it is missing."""
        try:
            return hashlib.sha256((self.folder / self._path(name)).read_bytes()).hexdigest()
        except OSError:
            return ""

    def _path(self, name: str) -> str:
        return str(self.dataset(name).get("path", f"{name}.csv"))

    def _json(self, path: str) -> dict[str, Any]:
        file = self.folder / path
        try:
            content = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise DataError("the file is missing.", file=path, mend="Put it back.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise DataError("the file cannot be read ({why}).", file=path, why=error) from None
        except json.JSONDecodeError as error:
            raise DataError(
                "this is not JSON ({why}).",
                file=path,
                row=error.lineno,
                mend="Correct that line, or put the file back.",
                why=error.msg,
            ) from None
        if not isinstance(content, dict):
            raise DataError("a JSON object is expected.", file=path)
        return content

    def shipped(self, name: str) -> pd.DataFrame:
        """The shipped file as a typed table, whatever was published over it."""
        schema, path = self.schema(name), self._path(name)
        raw = csv_text.read(self.folder / path, list(schema.fields), path)
        for column in schema.fields:
            if column not in raw.columns:
                raise DataError(
                    "this column is missing.", file=path, row=1, column=column, mend="Put it back."
                )
        for column in raw.columns:
            if column not in schema.fields:
                raise DataError(
                    "this column is not in the schema.",
                    file=path,
                    row=1,
                    column=str(column),
                    mend="Remove it, or describe it in the schema.",
                )
        return parsed(raw, schema, path)


def _is_resource(said: object) -> bool:
    return (
        isinstance(said, dict)
        and isinstance(said.get("name"), str)
        and isinstance(said.get("schema", {}), str | dict)
    )


def once(function: Callable[[Of], T]) -> Callable[[Of], T]:
    """Works a thing out once for a package or a table, neither of which ever changes, and keeps it
    as long as that lives. Shared: do not change it in place."""
    known: dict[int, T] = {}
    alone = threading.RLock()

    @wraps(function)
    def found(of: Of) -> T:
        with alone:
            if id(of) not in known:
                known[id(of)] = function(of)
                weakref.finalize(of, known.pop, id(of))
            return known[id(of)]

    return found
