"""What a dataset's schema says, taken apart once: columns and their types, key, references.

The descriptor is a Table Schema, read here and not by ``frictionless.Schema``: everything that
shows data needs to know a column's type and title, and importing Frictionless costs each process
that does 0.2 s and 12 MB. It is imported where cells are checked (``Schema.readers``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
import pyarrow as pa

from secon_data.errors import DataError
from secon_data.names import Called
from secon_data.problems import mark

# The pattern of all columns that hold a date of any precision.
DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
# Types of Table Schema → what a column of them is in pandas and in Arrow; all others are text.
_TYPES = {
    "integer": ("Int64", pa.int64()),
    "year": ("Int64", pa.int64()),
    "number": ("float64", pa.float64()),
    "boolean": ("boolean", pa.bool_()),
}
_TEXTS = frozenset(
    ("any", "array", "date", "datetime", "duration", "geojson", "geopoint", "list", "object",
     "string", "time", "yearmonth")
)  # fmt: skip
# A cell → its value and, by constraint («type» for its type), what it breaks.
Reader = Callable[[Any], tuple[Any, Mapping[str, str] | None]]


@dataclass(frozen=True)
class Field:
    """One column. ``allowed``: a closed list of words, empty when there is none; ``labels``: what
    its codes are called; ``yes``, ``no``: how a boolean is written; ``example``: one right value;
    ``minimum``, ``maximum``: None without one."""

    name: str
    type: str = "string"
    title: str = ""
    description: str = ""
    unit: str = ""
    example: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    minimum: Any = None
    maximum: Any = None
    labels: Mapping[str, str] | None = None
    yes: tuple[str, ...] = ("true",)
    no: tuple[str, ...] = ("false",)
    translatable: bool = False

    @property
    def codes(self) -> Called:
        """The words a cell may hold, or that have a label, → what they are called."""
        labels = self.labels or {}
        return Called({code: labels.get(code, code) for code in (self.allowed or labels)})

    @property
    def whole(self) -> bool:
        """Whether it holds whole numbers."""
        return self.type in ("integer", "year")

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers."""
        return self.whole or self.type == "number"

    @property
    def date(self) -> bool:
        """Whether it holds dates: ISO text of a year, a month or a day."""
        return self.pattern == DATE

    @cached_property
    def dtype(self) -> Any:
        """The pandas type of the column: a category where the words are a closed list."""
        if self.allowed:
            return pd.CategoricalDtype(self.allowed, ordered=False)
        return pd.api.types.pandas_dtype(_TYPES.get(self.type, ("str",))[0])

    @property
    def arrow(self) -> pa.DataType:
        """The Arrow type of the column."""
        return _TYPES[self.type][1] if self.type in _TYPES else pa.string()

    def parsed(self, text: pd.Series) -> pd.Series:
        """Right cells, as text and missing where there is no value, in the column's type."""
        if self.type == "boolean":
            words = dict.fromkeys(self.yes, True) | dict.fromkeys(self.no, False)
            return text.map(words).astype("boolean")
        if self.whole:
            return text.str.removeprefix("+").astype(self.dtype)
        return (pd.to_numeric(text) if self.type == "number" else text).astype(self.dtype)


@dataclass(frozen=True)
class Reference:
    """``column`` holds values of the column ``key`` of another dataset, or of the same one where
    ``dataset`` is empty."""

    column: str
    dataset: str
    key: str


class Schema:
    """A dataset's schema.

    ``fields``: by name, in their order; ``primary_key``: as it is written, empty without one;
    ``references``: by column; ``missing``: what stands for no value; ``descriptor``: as read.
    """

    def __init__(self, descriptor: Mapping[str, Any], file: str = "") -> None:
        """DataError names the file, and the column where one is damaged."""
        self.descriptor, self.file = descriptor, file
        fields = [self._field(found) for found in self._objects("fields")]
        self.fields: dict[str, Field] = {field.name: field for field in fields}
        if len(self.fields) < len(fields):
            names = [field.name for field in fields]
            twice = next(name for name in names if names.count(name) > 1)
            raise self._damaged(mark("the column is described twice."), twice)
        self.primary_key = self._names(descriptor.get("primaryKey", ()), "primaryKey")
        references = [self._reference(found) for found in self._objects("foreignKeys")]
        self.references: dict[str, Reference] = {found.column: found for found in references}
        self.missing: tuple[str, ...] = tuple(descriptor.get("missingValues", ("",)))

    @property
    def key(self) -> list[str]:
        """The columns that tell a row from all others: where the schema names no key, all of them,
        so that a row is new, gone or the same, and never changed."""
        return list(self.primary_key or self.fields)

    @property
    def titles(self) -> dict[str, str]:
        """Each column's title, its name where it has none."""
        return {name: field.title or name for name, field in self.fields.items()}

    def readers(self) -> dict[str, Reader]:
        """Frictionless's reader of each column's cells. DataError where it refuses a column."""
        from frictionless import Field as Described
        from frictionless import FrictionlessException

        found: dict[str, Reader] = {}
        for described in self._objects("fields"):
            try:
                made = Described.from_descriptor({"missingValues": [*self.missing], **described})
                found[str(described["name"])] = made.create_cell_reader()
            except FrictionlessException as error:
                why = "; ".join(reason.note for reason in error.reasons) or error.error.note
                raise self._damaged(
                    mark("Frictionless refuses the column ({why})."), described["name"], why=why
                ) from None
        return found

    def _objects(self, part: str) -> Iterable[Mapping[str, Any]]:
        found = self.descriptor.get(part, ())
        if not isinstance(found, list | tuple) or not all(isinstance(f, Mapping) for f in found):
            raise self._misformed(part)
        return found

    def _field(self, said: Mapping[str, Any]) -> Field:
        name = said.get("name")
        if not isinstance(name, str) or not name:
            raise self._damaged(mark("a column has no name."))
        kind, limits = said.get("type", "string"), said.get("constraints", {})
        if kind not in _TYPES and kind not in _TEXTS:
            known = ", ".join(sorted({*_TYPES, *_TEXTS}))
            why = mark("the type «{kind}» is not known.")
            mend = mark("Write one of {known}.")
            raise self._damaged(why, name, mend, kind=kind, known=known)
        if not isinstance(limits, Mapping):
            raise self._misformed("constraints", name)
        labels = said.get("labels")
        if labels is not None and not isinstance(labels, Mapping):
            raise self._misformed("labels", name)
        pattern = limits.get("pattern", "")
        try:
            re.compile(pattern)
        except (re.error, TypeError) as error:
            raise self._damaged(
                mark("the pattern is no regular expression ({why})."), name, why=error
            ) from None
        texts = {
            part: str(said.get(part, "")) for part in ("title", "description", "unit", "example")
        }
        return Field(
            name, kind, **texts,
            required=bool(limits.get("required")),
            allowed=self._words(limits, "enum", (), name),
            pattern=pattern,
            minimum=limits.get("minimum"),
            maximum=limits.get("maximum"),
            labels=labels,
            yes=self._words(said, "trueValues", ("true",), name),
            no=self._words(said, "falseValues", ("false",), name),
            translatable=bool(said.get("translatable")),
        )  # fmt: skip

    def _words(
        self, said: Mapping[str, Any], part: str, usual: tuple[str, ...], column: str
    ) -> tuple[str, ...]:
        found = said.get(part, usual)
        if not isinstance(found, list | tuple):
            raise self._misformed(part, column)
        return tuple(map(str, found))

    def _reference(self, said: Mapping[str, Any]) -> Reference:
        columns = self._names(said.get("fields", ()), "foreignKeys")
        there = said.get("reference")
        keys = there.get("fields") if isinstance(there, Mapping) else None
        keys = (keys,) if isinstance(keys, str) else keys
        if len(columns) != 1 or not isinstance(keys, list | tuple) or len(keys) != 1:
            raise self._damaged(
                mark("a reference does not say which one column points at which."),
                columns[0] if columns else None,
                mark("Write «fields» and «reference» with «resource» and «fields»."),
            )
        assert isinstance(there, Mapping)
        return Reference(columns[0], str(there.get("resource") or ""), str(keys[0]))

    def _names(self, names: object, part: str) -> tuple[str, ...]:
        """Names of columns, written alone or as a list."""
        listed = (names,) if isinstance(names, str) else names
        if not isinstance(listed, list | tuple):
            raise self._misformed(part)
        for name in listed:
            if name not in self.fields:
                why = mark("«{part}» names a column that the schema does not describe.")
                raise self._damaged(
                    why, str(name), mark("Describe it, or leave it out."), part=part
                )
        return tuple(listed)

    def _misformed(self, part: str, column: str | None = None) -> DataError:
        why = mark("«{part}» does not have the form that a Table Schema asks.")
        return self._damaged(why, column, part=part)

    def _damaged(
        self, problem: str, column: str | None = None, mend: str = "", **places: object
    ) -> DataError:
        return DataError(
            problem, file=self.file, row=None, column=column, value=None, mend=mend, **places
        )
