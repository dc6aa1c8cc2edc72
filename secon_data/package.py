"""The data package: which datasets there are, what their columns mean, and their typed tables.

``data/datapackage.json`` and ``data/schemas/*.json`` (Frictionless) are the only place that says
what a column is; everything here follows them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial, wraps
from pathlib import Path
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

import pandas as pd

from secon_data.names import chosen
from secon_data.problems import mark

# What is shipped stands beside this package in a checkout, and inside it where it is installed.
_HERE = Path(__file__).resolve().parent
INSTALLED = (_HERE / "shipped").is_dir()
SHIPPED = _HERE / "shipped" / "data" if INSTALLED else _HERE.parent / "data"
BOUNDARIES = SHIPPED.parent / "geometry" if INSTALLED else SHIPPED.parent / "static" / "geometry"

Schema = dict[str, Any]
T = TypeVar("T")
_DTYPES = {"integer": "Int64", "year": "Int64", "number": "float64", "boolean": "boolean"}


class DataError(Exception):
    """A data file that cannot be used. ``str()`` says what, where and how to mend, in English.

    ``problem`` and ``mend`` are sentences to translate, whose places ``places`` fill; ``file``
    names the file; ``row`` counts as a spreadsheet does (the header is row 1).
    """

    def __init__(
        self,
        problem: str,
        *,
        file: str,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        mend: str = "",
        **places: object,
    ) -> None:
        self.problem, self.file, self.row = problem, file, row
        self.column, self.value, self.mend, self.places = column, value, mend, places
        place = [f"file {file}"]
        if row is not None:
            place.append(f"row {row}")
        if column is not None:
            place.append(f"column {column}")
        found = f", value «{value}»" if value is not None else ""
        super().__init__(f"{', '.join(place)}{found}: {self.told()}")

    def told(self, translate: Callable[[str], str] = str) -> str:
        """What is wrong and how to mend it, in one's language."""
        sentences = (translate(text).format(**self.places) for text in (self.problem, self.mend))
        return " ".join(sentence for sentence in sentences if sentence)

    def __reduce__(self) -> tuple[Any, ...]:
        # So that it can come from another process; what fills a place may not.
        places = {
            name: v if isinstance(v, int | float) else str(v) for name, v in self.places.items()
        }
        made = partial(
            type(self), self.problem, file=self.file, row=self.row, column=self.column,
            value=self.value, mend=self.mend, **places,
        )  # fmt: skip
        return made, ()


class Revisions(Protocol):
    """Where published revisions of the datasets are read (``store.Store``)."""

    def revision(self, dataset: str) -> int | None: ...

    def read(self, dataset: str, schema: Schema, revision: int | None = None) -> pd.DataFrame: ...


class Package:
    """A folder that holds a Frictionless data package, and the store of what was published over
    it; tables are read once and kept."""

    def __init__(self, folder: Path = SHIPPED, store: Revisions | None = None) -> None:
        self.folder = folder
        self.store = store
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
        """The contents of ``datapackage.json``. DataError when it is missing or not JSON."""
        if self._descriptor is None:
            self._descriptor = self._json("datapackage.json")
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
        """The Table Schema of one dataset: fields, primary key, foreign keys. Shared."""
        if name not in self._schemas:
            schema = self.dataset(name).get("schema")
            found = self._json(schema) if isinstance(schema, str) else dict(schema or {})
            self._schemas[name] = found
        return self._schemas[name]

    def table(self, name: str) -> pd.DataFrame:
        """The dataset's current revision, else the shipped file, as a typed table in its order.
        Shared: do not change it in place.

        Integers become ``Int64``, numbers ``float64``, booleans ``boolean``, text with a closed
        list of words ``category``; dates stay text, so that a year alone stays a year.
        DataError names file, row, column and value of the first cell that does not fit.
        """
        if name not in self._tables:
            published = self.store is not None and self.store.revision(name) is not None
            self._tables[name] = (
                self.store.read(name, self.schema(name))
                if self.store is not None and published
                else self.shipped(name)
            )
        return self._tables[name]

    def with_tables(self, tables: Mapping[str, pd.DataFrame]) -> Package:
        """The same package with other tables for some datasets: what a draft would show."""
        other = Package(self.folder, self.store)
        other._descriptor = self._descriptor
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
                "this is not JSON ({why}).", file=path, row=error.lineno, why=error.msg
            ) from None
        if not isinstance(content, dict):
            raise DataError("a JSON object is expected.", file=path)
        return content

    def shipped(self, name: str) -> pd.DataFrame:
        """The shipped file as a typed table, whatever was published over it."""
        schema, path = self.schema(name), self._path(name)
        try:
            raw = pd.read_csv(
                self.folder / path,
                dtype="str",
                keep_default_na=False,
                skip_blank_lines=False,
                encoding="utf-8",
                on_bad_lines="error",
            )
        except FileNotFoundError:
            raise DataError("the file is missing.", file=path, mend="Put it back.") from None
        except UnicodeDecodeError as error:
            raise DataError(
                "byte {n} is not UTF-8.",
                file=path,
                mend="Save the file as UTF-8.",
                n=error.start,
            ) from None
        except (pd.errors.ParserError, pd.errors.EmptyDataError, OSError) as error:
            why = str(error).strip()
            raise DataError("the file cannot be read ({why}).", file=path, why=why) from None
        fields = {field["name"]: field for field in schema.get("fields", [])}
        for column in fields:
            if column not in raw.columns:
                raise DataError("this column is missing.", file=path, row=1, column=column)
        for column in raw.columns:
            if column not in fields:
                raise DataError(
                    "this column is not in the schema.",
                    file=path,
                    row=1,
                    column=str(column),
                    mend="Remove it, or describe it in the schema.",
                )
        missing = schema.get("missingValues", [""])
        columns = {
            column: _typed(raw[column], field, missing, path) for column, field in fields.items()
        }
        return pd.DataFrame(columns)


def once(function: Callable[[Package], T]) -> Callable[[Package], T]:
    """Works a thing out once for a package, whose tables never change. Shared: do not change it in
    place."""
    known: WeakKeyDictionary[Package, T] = WeakKeyDictionary()

    @wraps(function)
    def found(package: Package) -> T:
        if package not in known:
            known[package] = function(package)
        return known[package]

    return found


def _typed(raw: pd.Series, field: dict[str, Any], missing: list[str], path: str) -> pd.Series:
    """One column, cast as its field says."""
    kind = field.get("type", "string")
    constraints = field.get("constraints", {})
    empty = raw.isin(missing)
    if constraints.get("required") and empty.any():
        _refuse(raw, empty, field, path, mark("a value is needed here."))
    text = raw.mask(empty)
    if kind in ("integer", "year"):
        bad = ~empty & ~raw.str.fullmatch(r"[+-]?\d+")
        _refuse(raw, bad, field, path, mark("a whole number is expected, for example 2025."))
        return text.astype("Int64")
    if kind == "number":
        values = pd.to_numeric(text, errors="coerce")
        why = mark("a number is expected, for example 6.9.")
        _refuse(raw, ~empty & values.isna(), field, path, why)
        return values.astype("float64")
    if kind == "boolean":
        words = dict.fromkeys(field.get("trueValues", ["true"]), True)
        words |= dict.fromkeys(field.get("falseValues", ["false"]), False)
        bad = ~empty & ~raw.isin(words)
        why = mark("one of these is expected: {allowed}.")
        _refuse(raw, bad, field, path, why, allowed=", ".join(words))
        return raw.map(words).astype("boolean")
    if allowed := constraints.get("enum"):
        bad = ~empty & ~raw.isin(allowed)
        why = mark("one of these is expected: {allowed}.")
        _refuse(raw, bad, field, path, why, allowed=", ".join(allowed))
        return pd.Series(pd.Categorical(text, categories=allowed), index=raw.index)
    if pattern := constraints.get("pattern"):
        bad = ~empty & ~raw.str.fullmatch(pattern)
        example = field.get("example", "")
        why = (
            mark("this does not have the expected form, for example {example}.")
            if example
            else mark("this does not have the expected form.")
        )
        _refuse(raw, bad, field, path, why, example=example)
    return text.astype("str")


def conformed(table: pd.DataFrame, schema: Schema, file: str) -> pd.DataFrame:
    """A table whose cells have the schema's types already, with exactly its columns and their
    pandas types. A column that is missing is empty; DataError when it may not be."""
    columns = {}
    for field in schema["fields"]:
        name, kind = field["name"], field.get("type", "string")
        constraints = field.get("constraints", {})
        if name not in table:
            if constraints.get("required"):
                raise DataError(
                    "this column is missing.",
                    file=file,
                    column=name,
                    mend="Publish the dataset anew.",
                )
            cells = pd.Series(None, index=table.index, dtype="object")
        else:
            cells = table[name]
            if cells.dtype == _dtype(field):
                columns[name] = cells
                continue
            cells = cells.astype("object")
        cells = cells.where(cells.notna(), None)
        try:
            if allowed := constraints.get("enum"):
                columns[name] = pd.Series(
                    pd.Categorical(cells, categories=allowed), index=table.index
                )
                bad = columns[name].isna() & cells.notna()
                if bad.any():
                    raise ValueError(str(cells[bad].iloc[0]))
            else:
                columns[name] = cells.astype(_DTYPES.get(kind, "str"))
        except (TypeError, ValueError) as error:
            raise DataError(
                "not of type {kind} ({why}).", file=file, column=name, kind=kind, why=error
            ) from None
    return pd.DataFrame(columns, index=table.index).reset_index(drop=True)


def _dtype(field: dict[str, Any]) -> Any:
    """The pandas type of a column."""
    if allowed := field.get("constraints", {}).get("enum"):
        return pd.CategoricalDtype(allowed, ordered=False)
    return pd.api.types.pandas_dtype(_DTYPES.get(field.get("type", "string"), "str"))


def _refuse(
    raw: pd.Series,
    bad: pd.Series,
    field: dict[str, Any],
    path: str,
    why: str,
    **places: str,
) -> None:
    """DataError for the first bad cell, if there is one."""
    if bad.any():
        position = int(bad.to_numpy().argmax())
        raise DataError(
            why,
            file=path,
            row=position + 2,
            column=field["name"],
            value=str(raw.iloc[position]),
            **places,
        )
