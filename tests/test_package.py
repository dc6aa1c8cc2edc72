"""Reading the data package: types, and errors that say where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from secon_data import csv_text
from secon_data.errors import DataError
from secon_data.package import Package

FIELDS = [
    {"name": "id", "type": "string", "constraints": {"required": True}},
    {"name": "year", "type": "integer"},
    {"name": "value", "type": "number"},
    {"name": "known", "type": "boolean"},
    {"name": "kind", "type": "string", "constraints": {"enum": ["grant", "loan"]}},
    {"name": "start", "type": "string", "constraints": {"pattern": r"\d{4}(-\d{2}(-\d{2})?)?"}},
]
HEADER = "id,year,value,known,kind,start\n"


def written(folder: Path, text: str | bytes, fields=FIELDS) -> Package:
    (folder / "datapackage.json").write_text(
        json.dumps({"resources": [{"name": "money", "path": "money.csv", "schema": "money.json"}]})
    )
    (folder / "money.json").write_text(json.dumps({"fields": fields}))
    (folder / "money.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return Package(folder)


def test_columns_come_in_their_types_and_a_year_stays_a_year(tmp_path):
    text = HEADER + "ā,2025,6.9,true,grant,2024\nb,,,,,2024-05-01\nNA,1,2,false,loan,2024-05\n"
    table = written(tmp_path, text).table("money")
    types = {name: str(kind) for name, kind in table.dtypes.items()}
    assert types == {
        "id": "str",
        "year": "Int64",
        "value": "float64",
        "known": "boolean",
        "kind": "category",
        "start": "str",
    }
    assert table["id"].tolist() == ["ā", "b", "NA"]  # NA is a name here, not a gap
    assert table["start"].tolist() == ["2024", "2024-05-01", "2024-05"]
    assert table["year"].isna().tolist() == [False, True, False]
    assert list(table["kind"].cat.categories) == ["grant", "loan"]


def test_a_table_is_read_once(tmp_path):
    data = written(tmp_path, HEADER)
    assert data.table("money") is data.table("money")


@pytest.mark.parametrize(
    ("line", "column", "value", "mend"),
    [
        ("a,20x5,1,true,grant,2024", "year", "20x5", "Write one, for example 2025."),
        ("a,2025.5,1,true,grant,2024", "year", "2025.5", "Write one, for example 2025."),
        ("a,2025,1,ja,grant,2024", "known", "ja", "Write one of true, false."),
        ('a,2025,"6,9",true,grant,2024', "value", "6,9", "Write one, for example 6.9."),
        ("a,2025,1,true,gift,2024", "kind", "gift", "Write one of grant, loan."),
        ("a,2025,1,true,grant,May 2024", "start", "May 2024", ""),
        (",2025,1,true,grant,2024", "id", "", "Fill the cell."),
    ],
)
def test_a_wrong_cell_is_named_by_file_row_column_and_value(tmp_path, line, column, value, mend):
    data = written(tmp_path, HEADER + "a,2024,1,true,grant,2024\n" + line + "\n")
    with pytest.raises(DataError) as caught:
        data.table("money")
    error = caught.value
    assert (error.file, error.row, error.column, error.value) == ("money.csv", 3, column, value)
    assert "money.csv" in str(error) and "row 3" in str(error) and column in str(error)
    assert error.told().endswith(mend or "does not have the expected form.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id,year\n", "value"),
        (HEADER.replace("\n", ",extra\n"), "extra"),
        ("", "money.csv"),
        (HEADER + 'a,"2025\n', "money.csv"),
        (HEADER.encode() + b"\xe2,2025,1,true,grant,2024\n", "UTF-8"),
        (HEADER + "a,2025,1,true,grant,2024,one too many\n", "money.csv"),
    ],
)
def test_a_damaged_file_is_named(tmp_path, text, words):
    with pytest.raises(DataError) as caught:
        written(tmp_path, text).table("money")
    assert words in str(caught.value) and caught.value.file == "money.csv"


@pytest.mark.parametrize(
    "lines",
    [
        "a,2025,6.9,true,grant,2024\r\nb,,,,,",
        '"a, b",+5,1e3,false,loan,2024-05\n"say ""x""",-3,.5,,,\n',
        '"two\nlines",2025,,true,,2024\n',
        'a"b,2025,1,true,grant,2024\n\n',
    ],
)
def test_both_readers_of_a_file_give_the_same_table(tmp_path, monkeypatch, lines):
    def read() -> object:
        try:
            return written(tmp_path, HEADER + lines).table("money").to_json()
        except DataError as error:
            return str(error)

    quick = read()
    monkeypatch.setattr(csv_text, "_arrow", lambda file, columns: None)
    assert read() == quick


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEADER + 'a,2025,1,true,grant,"2024\n', "EOF inside string"),
        (HEADER.encode().replace(b"kind", b"kin\xe2d"), "byte 3 is not UTF-8"),
        (HEADER + "a,2025\nb,2025,x,true,grant,2024\n", "row 3, column value, value «x»"),
    ],
)
def test_what_the_quick_reader_would_take_or_not_explain_is_told_by_the_other(tmp_path, text, told):
    with pytest.raises(DataError) as caught:
        written(tmp_path, text).table("money")
    assert told in str(caught.value)


def test_missing_files_and_unknown_datasets_are_named(tmp_path):
    data = written(tmp_path, HEADER)
    (tmp_path / "money.csv").unlink()
    with pytest.raises(DataError, match=r"money\.csv: the file is missing"):
        data.table("money")
    with pytest.raises(DataError, match="«people» is not listed"):
        data.table("people")
    with pytest.raises(DataError, match=r"datapackage\.json: the file is missing"):
        Package(tmp_path / "nowhere").table("money")


@pytest.mark.parametrize("resources", ["money", [{"path": "a.csv"}], [{"name": "a", "schema": 5}]])
def test_a_package_that_does_not_list_its_datasets_is_named(tmp_path, resources):
    (tmp_path / "datapackage.json").write_text(json.dumps({"resources": resources}))
    with pytest.raises(DataError, match="«resources» must list") as caught:
        Package(tmp_path).table("money")
    assert caught.value.file == "datapackage.json"


def test_a_broken_schema_is_named_with_its_line(tmp_path):
    data = written(tmp_path, HEADER)
    (tmp_path / "money.json").write_text('{"fields": [\n oops ]}')
    with pytest.raises(DataError) as caught:
        data.table("money")
    assert (caught.value.file, caught.value.row) == ("money.json", 2)
