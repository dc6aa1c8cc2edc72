"""No file harms whoever reads it: enormous tables in small files are refused in words, and damaged
ones raise IntakeError and nothing else."""

from __future__ import annotations

import gzip
import io
import json
import random
import subprocess
import sys
import zipfile
from collections import Counter

import openpyxl
import pandas as pd
import pytest
from shown import ROOT
from test_intake import workbook, zipped
from xls_writer import xls

from secon_data import intake
from secon_data.intake import IntakeError, budget, of_text
from secon_data.intake import workbook as books
from secon_data.problems import SENTENCES, Problem, sentence

ROWS = [["area_id", "year", "value"], ["LV00", 2024, 7.1], ["DE", 2023, 3.25]]
TEXT = b"area_id;year;value\nLV00;2024;7,1\nDE;2023;3,25\n"


def code(content: bytes, name: str = "file") -> str:
    with pytest.raises(IntakeError) as caught:
        intake.read(content, name)
    problem = Problem(caught.value.code, "file", details=caught.value.details)
    told = sentence(problem)
    assert told.what and told.expected and "{" not in told.what + told.expected
    return caught.value.code


def far_cell(address: str) -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"], book.active[address] = "a", 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def many_sheets(sheets: int, times: int) -> bytes:
    book = openpyxl.Workbook()
    for i in range(sheets):
        sheet = book.create_sheet(f"s{i}")
        for row in [*ROWS[:1], *ROWS[1:] * times]:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def features(names: int, rows: int) -> bytes:
    first = {f"k{i}": i for i in range(names)}
    found = [{"type": "Feature", "properties": first}] + [{}] * rows
    return json.dumps({"type": "FeatureCollection", "features": found}).encode()


@pytest.mark.parametrize("address", ["XFD8000", "XFD12000", "A8000001"])
def test_a_single_cell_in_the_far_corner_is_refused_before_room_is_made_for_it(address):
    if address.startswith("A"):  # beyond the last row that openpyxl writes
        plain = far_cell("A9")
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                new.writestr(name, old.read(name).replace(b'r="A9"', b'r="A8000001"'))
        content = out.getvalue()
    else:
        content = far_cell(address)
    assert len(content) < 20_000
    assert code(content) == "too-many-cells"


def test_a_style_in_the_far_corner_is_no_cell():
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    assert len(intake.read(out.getvalue(), "a.xlsx").table) == 2


@pytest.mark.parametrize("empty", ['<c r="XFD1048576" s="1"/>', '<c r="XFD1048576" s="1"></c>'])
@pytest.mark.parametrize("before", range(2**20 - 45, 2**20 + 2))
def test_a_cell_is_empty_wherever_its_tags_are_cut(empty, before):
    # What is read at once ends within the tags of the empty cell, of the filled one, or beside.
    start = '<worksheet><sheetData><row r="7"><c r="B7"><v>1</v></c>'
    sheet = f"{start}{' ' * (before - len(start))}{empty}</row></sheetData></worksheet>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("xl/worksheets/sheet1.xml", sheet)
    assert books._extent(out.getvalue(), 0) == (7, 2)
    full = sheet.replace(empty, '<c r="C9"><v>2</v></c>')
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("xl/worksheets/sheet1.xml", full)
    assert books._extent(out.getvalue(), 0) == (9, 3)


def test_a_few_names_too_many_above_many_short_rows_are_refused():
    # 999 columns × 8,100 rows = 8,091,900 cells; × 8,000 = 7,992,000.
    header = ",".join(f"k{i}" for i in range(999))
    assert code(f"{header}\n{'a,b' * 1}\n".encode() + b"a,b\n" * 8_100) == "too-many-cells"
    assert code(features(999, 8_100)) == "too-many-cells"
    assert budget.spend(8_000, 999) == 7_992_000


def test_what_unpacks_to_many_short_rows_is_refused(monkeypatch):
    # The rule does not depend on how many are too many, which the test above holds.
    monkeypatch.setattr(budget, "MOST_CELLS", 80_000)
    assert code(gzip.compress(b"a,b\n" * 40_001), "a.csv.gz") == "too-many-cells"
    assert len(intake.read(gzip.compress(b"a,b\n" * 40_000), "a.csv.gz").table) == 39_999
    # 80,000 blank lines are a cell each, and stand beside 2 rows of 2.
    assert code(gzip.compress(b"\n" * 80_000 + b"a,b\n1,2\n"), "a.gz") == "too-many-cells"


def test_what_unpacks_to_too_much_text_is_refused():
    assert code(gzip.compress(b"a" * (101 * 2**20)), "a.csv.gz") == "unpacks-too-large"
    assert code(zipped(**{"a.csv": b"a" * (101 * 2**20)})) == "unpacks-too-large"


def test_a_workbook_is_opened_once_and_its_sheets_count_together(monkeypatch):
    content = many_sheets(400, 1)
    opened: list[int] = []
    real = books._opened
    monkeypatch.setattr(books, "_opened", lambda content: opened.append(1) or real(content))
    assert len(intake.read(content, "a.xlsx").table) == 2
    assert len(opened) == 1
    # 401 sheets of 3 rows × 3 columns, of which one is empty: 3,600 cells.
    monkeypatch.setattr(budget, "MOST_CELLS", 3_599)
    assert code(content) == "too-many-cells"


@pytest.mark.parametrize("content", [b'a,b\n"' + b"x" * 140_000 + b'",1\n', b"a;" + b"x" * 140_000])
def test_a_very_long_cell_is_no_error_of_a_fresh_process(content, tmp_path):
    file = tmp_path / "long.csv"
    file.write_bytes(content)
    look = (
        "import sys, pathlib; from secon_data import intake\n"
        "try: intake.read(pathlib.Path(sys.argv[1]).read_bytes(), 'a.csv')\n"
        "except intake.IntakeError: pass\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", look, str(file)], cwd=ROOT, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (MemoryError(), "too-much-memory"),
        (RecursionError("deep"), "cannot-be-read"),
        (ValueError("anything"), "cannot-be-read"),
        (type("PanicException", (BaseException,), {})("panicked"), "cannot-be-read"),
    ],
)
def test_whatever_a_reader_raises_is_told(raised, expected, monkeypatch):
    def fails(*_: object) -> None:
        raise raised

    monkeypatch.setattr(of_text, "read", fails)
    assert code(TEXT) == expected and expected in SENTENCES


def test_a_stop_by_the_keyboard_stays_one(monkeypatch):
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(of_text, "read", stopped)
    with pytest.raises(KeyboardInterrupt):
        intake.read(TEXT, "a.csv")


def ods() -> bytes:
    out = io.BytesIO()
    pd.DataFrame(ROWS[1:], columns=ROWS[0]).to_excel(out, engine="odf", index=False)
    return out.getvalue()


SENT = {
    "text": lambda: TEXT,
    "wide": lambda: "a\tb\tc\n1\t2\t3\n".encode("utf-16"),
    "xlsx": lambda: workbook(*ROWS),
    "ods": ods,
    "xls": lambda: xls(*ROWS),
    "zip": lambda: zipped(**{"list.csv": TEXT}),
    "gzip": lambda: gzip.compress(TEXT),
    "geojson": lambda: features(3, 2),
    "json-stat": lambda: json.dumps(
        {"id": ["geo", "time"], "size": [1, 2], "value": [1.5, 2], "version": "2.0",
         "dimension": {"geo": {"category": {"index": ["LV"]}},
                       "time": {"category": {"index": {"2023": 0, "2024": 1}}}}}
    ).encode(),
}  # fmt: skip


def test_the_files_that_are_damaged_below_are_read_whole():
    for kind, made in SENT.items():
        found = intake.read(made(), f"a.{kind}").table
        assert len(found) >= 1, kind
    assert intake.read(xls(*ROWS), "a.xls").table.values.tolist() == [
        ["LV00", "2024", "7.1"], ["DE", "2023", "3.25"],
    ]  # fmt: skip


def damaged(content: bytes, rng: random.Random) -> bytes:
    """Some bytes turned, cut out, doubled, or the end lost."""
    out = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        place = rng.randrange(len(out))
        kind = rng.randrange(5)
        if kind == 0:
            out[place] = rng.randrange(256)
        elif kind == 1:
            out[place : place + 4] = rng.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"))
        elif kind == 2:
            del out[place : place + rng.randrange(1, 40)]
        elif kind == 3:
            out[place:place] = out[place : place + rng.randrange(1, 40)]
        else:
            del out[max(place, 1) :]
        if not out:
            return b"\0"
    return bytes(out)


def test_a_thousand_damaged_files_raise_nothing_else(caplog):
    rng, seen = random.Random(12), Counter()
    whole = {kind: made() for kind, made in SENT.items()}
    for n in range(1_000):
        kind = list(whole)[n % len(whole)]
        content = damaged(whole[kind], rng)
        try:
            found = intake.read(content, f"a.{kind}")
        except IntakeError as error:
            told = sentence(Problem(error.code, "file", details=error.details))
            assert told.what and told.expected and "{" not in told.what + told.expected
            seen[error.code] += 1
        else:
            assert len(found.table) and len(set(found.table.columns)) == len(found.table.columns)
            seen["read"] += 1
    assert seen.total() == 1_000 and len(seen) > 8
