"""What a schema says, taken apart; and what is said of one that is damaged."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from secon_data import changes
from secon_data.checking import check
from secon_data.errors import DataError
from secon_data.intake.draft import Draft, typed
from secon_data.package import SHIPPED, Package
from secon_data.schema import Reference, Schema

ID = {"name": "id", "type": "string"}
FIELDS = [
    {"name": "id", "title": "Name", "constraints": {"required": True}},
    {"name": "year", "type": "year", "constraints": {"minimum": 1900}},
    {"name": "value", "type": "number"},
    {"name": "known", "type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
    {"name": "kind", "constraints": {"enum": ["a", "b"]}, "labels": {"a": "First"}},
    {"name": "start", "constraints": {"pattern": r"\d{4}(-\d{2}(-\d{2})?)?"}},
]


def keyed(**more):
    return Schema({"fields": FIELDS, **more}, "schemas/money.json")


@pytest.mark.parametrize("key", ["id", ["id"]])
def test_a_key_is_a_list_however_it_is_written(key):
    assert keyed(primaryKey=key).key == ["id"]
    assert keyed(primaryKey=["id", "year"]).key == ["id", "year"]


@pytest.mark.parametrize(("own", "other"), [("kind", "code"), (["kind"], ["code"])])
def test_references_are_told_by_column_however_they_are_written(own, other):
    there = {"fields": own, "reference": {"resource": "kinds", "fields": other}}
    within = {"fields": "start", "reference": {"fields": "id"}}
    schema = keyed(foreignKeys=[there, within])
    assert schema.references == {
        "kind": Reference("kind", "kinds", "code"),
        "start": Reference("start", "", "id"),
    }


def test_a_column_knows_its_types_its_words_and_whether_it_is_a_date():
    fields = keyed().fields
    assert [str(f.dtype) for f in fields.values()] == [
        "str", "Int64", "float64", "boolean", "category", "str",
    ]  # fmt: skip
    text, whole = pa.string(), pa.int64()
    assert [f.arrow for f in fields.values()] == [
        text, whole, pa.float64(), pa.bool_(), text, text,
    ]  # fmt: skip
    assert fields["kind"].codes == {"a": "First", "b": "b"} and fields["id"].codes == {}
    assert [name for name, f in fields.items() if f.date] == ["start"]
    assert [name for name, f in fields.items() if f.required] == ["id"]
    assert keyed().titles["id"] == "Name" and keyed().titles["year"] == "year"


def test_right_text_becomes_what_the_column_holds():
    fields = keyed().fields
    text = pd.Series(["+5", None, "9007199254740993"], dtype="str")
    assert fields["year"].parsed(text).tolist() == [5, pd.NA, 9007199254740993]
    known = fields["known"].parsed(pd.Series(["yes", None, "no"], dtype="str"))
    assert known.tolist() == [True, pd.NA, False]
    kind = fields["kind"].parsed(pd.Series(["b", None], dtype="str"))
    assert kind.tolist()[0] == "b" and list(kind.cat.categories) == ["a", "b"]


@pytest.mark.parametrize(
    ("said", "column", "words"),
    [
        ({"fields": {}}, None, "«fields»"),
        ({"fields": [{"type": "string"}]}, None, "no name"),
        ({"fields": [{"name": "id", "type": "text"}]}, "id", "«text» is not known"),
        ({"fields": [ID, ID]}, "id", "described twice"),
        ({"fields": [{**ID, "constraints": ["required"]}]}, "id", "«constraints»"),
        ({"fields": [{**ID, "constraints": {"enum": "a"}}]}, "id", "«enum»"),
        ({"fields": [{**ID, "constraints": {"pattern": "("}}]}, "id", "regular expression"),
        ({"fields": [{**ID, "labels": ["a"]}]}, "id", "«labels»"),
        ({"fields": [ID], "primaryKey": "ident"}, "ident", "«primaryKey»"),
        ({"fields": [ID], "primaryKey": 1}, None, "«primaryKey»"),
        ({"fields": [ID], "foreignKeys": [{"fields": "id"}]}, "id", "points at which"),
        (
            {"fields": [ID], "foreignKeys": [{"fields": "x", "reference": {"fields": "id"}}]},
            "x",
            "«foreignKeys»",
        ),
    ],
)
def test_a_damaged_schema_is_named_with_its_column(said, column, words):
    with pytest.raises(DataError, match=words) as caught:
        Schema(said, "schemas/money.json")
    assert (caught.value.file, caught.value.column) == ("schemas/money.json", column)


def test_what_frictionless_refuses_is_named_too():
    said = {"fields": [{"name": "id", "type": "integer", "constraints": {"minLength": 2}}]}
    with pytest.raises(DataError, match="minLength") as caught:
        Schema(said, "schemas/money.json").readers()
    assert (caught.value.file, caught.value.column) == ("schemas/money.json", "id")


def written(folder: Path, **more: object) -> Package:
    resource = {"name": "money", "path": "money.csv", "schema": "money.json"}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    fields = [{"name": n, "type": kind} for n, kind in (("id", "string"), ("value", "number"))]
    (folder / "money.json").write_text(json.dumps({"fields": fields, **more}))
    (folder / "money.csv").write_text("id,value\na,1\nb,2\n")
    return Package(folder)


def test_without_a_key_a_row_is_told_by_all_its_columns(tmp_path):
    package = written(tmp_path)
    schema = package.schema("money")
    assert schema.key == ["id", "value"] and schema.primary_key == ()
    rows = pd.DataFrame({"id": ["a", "a", "b", "b"], "value": ["1", "3", "2", "2"]}, dtype="str")
    rows.index = pd.RangeIndex(2, 6)
    twice = check.check(Draft(rows, {"id": "id", "value": "value"}), "money", package)
    assert [(p.code, p.row, p.details["other"]) for p in twice.problems] == [
        ("key-repeated", 5, "4")
    ]
    made = Draft(rows.iloc[:3], {"id": "id", "value": "value"})
    assert check.check(made, "money", package).fine
    before = package.table("money")
    after = changes.apply(before, typed(made, schema), schema.key)
    assert after.to_numpy().tolist() == [["a", 1.0], ["b", 2.0], ["a", 3.0]]
    assert changes.between(before, after, schema.key).counts() == {
        "added": 1, "changed": 0, "removed": 0, "cells": 0,
    }  # fmt: skip


def test_a_column_of_the_key_that_a_file_lacks_is_empty(tmp_path):
    package = written(tmp_path)
    made = Draft(pd.DataFrame({"id": ["a"]}, index=[2], dtype="str"), {"id": "id"})
    assert check.check(made, "money", package).fine
    assert typed(made, package.schema("money")).isna().to_numpy().tolist() == [[False, True]]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1_000", "٣", "1e5000"])
def test_what_only_python_takes_for_a_number_is_none(tmp_path, value):
    package = written(tmp_path, primaryKey="id")
    made = Draft(pd.DataFrame({"id": ["c"], "value": [value]}, index=[2]).astype("str"), {})
    assert [p.code for p in check.check(made, "money", package).problems] == ["not-a-number"]


def test_showing_data_imports_no_frictionless():
    code = (
        "import sys\nfrom secon_data.package import Package, SHIPPED\n"
        "Package(SHIPPED).table('regions')\nimport secon_data.checking.check\n"
        "assert 'frictionless' not in sys.modules"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=SHIPPED.parent, check=False)
    assert run.returncode == 0
