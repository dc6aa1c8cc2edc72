"""The data as files to take away: the zip is a package that Frictionless validates."""

from __future__ import annotations

import io
import json
import zipfile

import frictionless
import pandas as pd
import pytest
from made_up import package as made_up
from shown import copy
from stores import made

from secon_data import csv_text, export
from secon_data.errors import DataError
from secon_data.package import SHIPPED, Package
from secon_data.schema import Schema


@pytest.fixture(scope="module")
def bundle():
    return export.archive(Package(SHIPPED))


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_frictionless_validates_the_unpacked_zip(bundle, tmp_path):
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        archive.extractall(tmp_path)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "rowNumber", "fieldName", "note"])[:10]
    assert len(report.tasks) == len(Package(SHIPPED).names)


def test_the_zip_holds_the_shipped_files_byte_for_byte_and_says_what_they_mean(bundle):
    found, data = files(bundle), Package(SHIPPED)
    for name in data.names:
        assert found[f"{name}.csv"] == (SHIPPED / f"{name}.csv").read_bytes()
        assert json.loads(found[f"schemas/{name}.json"]) == data.schema(name).descriptor
    assert json.loads(found["datapackage.json"])["resources"] == data.descriptor["resources"]
    assert found["README.md"] == (SHIPPED / "README.md").read_bytes()
    assert len(found) == 2 * len(data.names) + 2


def test_the_same_data_give_the_same_bytes(bundle):
    assert export.archive(Package(SHIPPED)) == bundle


def test_a_table_is_written_as_it_can_be_read_again():
    types = {"id": "string", "year": "integer", "value": "number", "known": "boolean"}
    schema = Schema({"fields": [{"name": n, "type": kind} for n, kind in types.items()]})
    table = pd.DataFrame(
        {
            "id": pd.Series(["ā, b", None], dtype="str"),
            "year": pd.Series([2025, None], dtype="Int64"),
            "value": [157.0, 0.1 + 0.2],
            "known": pd.Series([True, None], dtype="boolean"),
        }
    )
    assert export.written(table, schema).decode() == (
        'id,year,value,known\n"ā, b",2025,157,true\n,,0.30000000000000004,\n'
    )


@pytest.mark.parametrize("name", Package(SHIPPED).names)
def test_every_shipped_table_survives_being_written(name, tmp_path):
    data = Package(SHIPPED)
    again = tmp_path / "again"
    (again / "schemas").mkdir(parents=True)
    schema = json.dumps(data.schema(name).descriptor)
    (again / "schemas" / f"{name}.json").write_text(schema, encoding="utf-8")
    resource = {"name": name, "path": f"{name}.csv", "schema": f"schemas/{name}.json"}
    (again / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    (again / f"{name}.csv").write_bytes(export.written(data.table(name), data.schema(name)))
    pd.testing.assert_frame_equal(Package(again).table(name), data.table(name))


def test_a_published_revision_is_what_is_taken_away(tmp_path):
    folder, store = copy(tmp_path / "data"), made(tmp_path / "store")
    data = Package(folder, store)
    table = data.table("themes").copy()
    table.loc[0, "group_name"] = "Working together"
    store.publish(data, "themes", table, expected=None, who="a", why="corrected")
    found = files(export.archive(Package(folder, store)))
    first = found["themes.csv"].decode().splitlines()[1]
    assert first.startswith("work integration,work_integration,Working together,")
    resources = {r["name"]: r for r in json.loads(found["datapackage.json"])["resources"]}
    assert resources["themes"]["revision"] == 1
    assert "revision" not in resources["areas"]


def test_a_missing_file_is_named(tmp_path):
    data = made_up(tmp_path, [])
    (tmp_path / "areas.csv").unlink()
    with pytest.raises(DataError) as caught:
        export.archive(Package(data.folder))
    assert caught.value.file == "areas.csv"


def test_no_text_of_the_zip_is_a_formula_and_it_comes_back(tmp_path):
    """Published texts and shipped ones, at whatever the file is split."""
    folder, store = copy(tmp_path / "data"), made(tmp_path / "store")
    data = Package(folder, store)
    hostile = ["=1+1", "x;=1+1", "\t=1", "\r@x", "a|+1", "'=1", "-2", "https://a.example/a,-b"]
    table = data.table("themes").copy()
    table["group_name"] = (hostile * len(table))[: len(table)]
    store.publish(data, "themes", table, expected=None, who="a", why="b")
    shipped = folder / "regions.csv"
    found = files(export.archive(Package(folder, store)))
    read = pd.read_csv(io.BytesIO(found["themes.csv"]), dtype=str, keep_default_na=False)
    written = read["group_name"].tolist()[: len(hostile)]
    assert written == [
        "'=1+1", "x;'=1+1", "'\t'=1", "'\r'@x", "a|'+1", "''=1", "'-2", "https://a.example/a,-b",
    ]  # fmt: skip
    assert [csv_text.unescaped(text) for text in written] == hostile
    assert found[shipped.name] == shipped.read_bytes()
    # The same of a shipped file that somebody has written to.
    text = pd.read_csv(folder / "themes.csv", dtype=str, keep_default_na=False)
    text.loc[0, "group_name"] = "=1+1"
    text.to_csv(folder / "themes.csv", index=False)
    assert b",'=1+1," in export.csv(Package(folder), "themes")
