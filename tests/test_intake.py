"""Reading whatever file somebody sends: what is understood, and what is refused with a reason."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import gzip
import io
import json
import zipfile

import openpyxl
import pandas as pd
import pytest
from examples import tried
from hypothesis import example, given, settings
from hypothesis import strategies as st
from texts import CEDILLA, TEXTS

from secon_data import intake
from secon_data.intake import IntakeError, cells, delimited, headers
from secon_data.intake import rows as rows_of_cells

PLAIN = "Region;Year;Value\nriga;2024;6,9\nharghita;2024;4,1\n"


def workbook(*rows, title="Data") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def rows(found: intake.Intake) -> list[list[str]]:
    return found.table.values.tolist()


MARKS = [(delimiter, decimal) for delimiter in ",;\t|" for decimal in ",." if delimiter != decimal]


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "cp1251", "cp1252", "cp1253", "cp1257"])  # fmt: skip
@pytest.mark.parametrize(("delimiter", "decimal"), MARKS)
def test_language_encoding_delimiter_and_decimal_mark_are_all_found(language, encoding, delimiter, decimal):  # fmt: skip
    text = TEXTS[language].translate(CEDILLA) if encoding.startswith("cp") else TEXTS[language]
    words = [w.strip(",;.") for w in text.split()]
    header = delimiter.join(["name", "year", "value"])
    lines = [
        delimiter.join([" ".join(words[i : i + 3]), "2024", f"{i}{decimal}{i % 10}5"])
        for i in range(0, len(words) - 3, 3)
    ]
    try:
        content = "\r\n".join([header, *lines, ""]).encode(encoding)
    except UnicodeEncodeError:
        # No such file exists: the code page lacks letters of the language.
        assert encoding.startswith("cp")
        return
    found = intake.read(content, "list.csv")
    assert found.candidates == ()
    assert (found.delimiter, found.decimal, found.header) == (delimiter, decimal, 1)
    assert found.table["name"].tolist() == [" ".join(words[i : i + 3]) for i in range(0, len(words) - 3, 3)]  # fmt: skip
    assert cells.numbers(found.table["value"], found.decimal).iloc[1] == "3.35"


def test_rows_count_as_a_spreadsheet_shows_them():
    content = b'name,value\n"two\nlines",1\n\nplain,2\n'
    found = intake.read(content, "a.csv")
    assert found.table.index.tolist() == [2, 4]
    assert found.table["name"].tolist() == ["two\nlines", "plain"]


def test_titles_above_the_header_are_skipped_and_told():
    content = ("Sociālo uzņēmumu skaits;;\nSagatavots 2024. gadā;;\n;;\n" + PLAIN).encode()
    found = intake.read(content, "a.csv")
    assert (found.header, found.titles) == (4, ("Sociālo uzņēmumu skaits", "Sagatavots 2024. gadā"))
    assert found.table.index.tolist() == [5, 6]


def test_the_header_with_known_names_wins_over_one_that_only_looks_like_it():
    content = b"Place,When,How much\nArea,Year,Value\nLV00,2024,6.9\n"
    known = {headers.folded(n) for n in ("area", "year", "value")}
    assert intake.read(content, "a.csv", known=known).header == 2
    assert intake.read(content, "a.csv").header == 1
    assert intake.read(content, "a.csv", header=2).table.columns.tolist() == [
        "Area",
        "Year",
        "Value",
    ]


def test_what_was_understood_can_be_overridden():
    found = intake.read(PLAIN.encode(), "a.csv", delimiter=",", decimal=".", encoding="cp1257")
    assert (found.delimiter, found.decimal, found.encoding) == (",", ".", "cp1257")
    assert found.table.shape == (2, 2)


def test_a_few_letters_leave_the_choice_to_the_person():
    found = intake.read("name;value\nRīga;1\n".encode("cp1257"), "a.csv")
    assert "Rīga" in [reading.sample for reading in found.candidates]
    assert len(found.candidates) > 1


def test_columns_without_a_name_or_with_the_same_name_are_kept_apart():
    found = intake.read(b"a,,a,\n1,2,3,\n4,,6,\n", "a.csv")
    assert found.table.columns.tolist() == ["a", "(B)", "a (2)"]
    assert intake.read(b"a,b\n1,2,3\n", "a.csv").table.columns.tolist() == ["a", "b", "(C)"]


def test_a_spreadsheets_own_word_on_the_delimiter_is_no_row():
    found = intake.read(b"sep=|\nname|value\na,b|1\n", "a.csv")
    assert (found.delimiter, found.header, rows(found)) == ("|", 1, [["a,b", "1"]])


def test_a_workbook_gives_plain_text_cells_and_names_its_formulas():
    content = workbook(
        ["Statistics 2024"], [], ["Region", "Year", "Value", "Start", "Known"],
        ["Rīga", 2024, 6.9, dt.date(2024, 5, 1), True], [], ["Ogre", 2024, "=1+1", None, False],
    )  # fmt: skip
    found = intake.read(content, "a.xlsx")
    assert (found.kind, found.sheet, found.header) == ("xlsx", "Data", 3)
    assert found.table.index.tolist() == [4, 6]
    assert rows(found)[0] == ["Rīga", "2024", "6.9", "2024-05-01", "true"]
    assert found.formulas == ("C6",)


def test_the_sheet_with_most_rows_is_taken_and_another_can_be_chosen():
    book = openpyxl.Workbook()
    book.active.append(["Note"])
    more = book.create_sheet("Dati")
    for row in (["name", "value"], ["a", 1], ["b", 2]):
        more.append(row)
    out = io.BytesIO()
    book.save(out)
    found = intake.read(out.getvalue(), "a.xlsx")
    assert (found.sheet, found.sheets) == ("Dati", ("Sheet", "Dati"))
    with pytest.raises(IntakeError, match="no-rows"):
        intake.read(out.getvalue(), "a.xlsx", sheet="Sheet")
    with pytest.raises(IntakeError, match="unknown-sheet"):
        intake.read(out.getvalue(), "a.xlsx", sheet="Absent")


def test_ods_and_a_zipped_or_gzipped_csv_are_read():
    out = io.BytesIO()
    pd.DataFrame({"name": ["Rīga"], "value": [6.9]}).to_excel(out, engine="odf", index=False)
    assert rows(intake.read(out.getvalue(), "a.ods")) == [["Rīga", "6.9"]]
    assert intake.read(out.getvalue(), "a.ods").kind == "ods"
    found = intake.read(zipped(**{"list.csv": PLAIN.encode()}), "a.zip")
    assert (found.name, len(found.table)) == ("list.csv", 2)
    assert len(intake.read(gzip.compress(PLAIN.encode()), "a.csv.gz").table) == 2


def bomb() -> bytes:
    return zipped(**{"big.csv": b"0," * 160_000_000})


def locked() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )


BAD = {
    "empty": lambda: b"",
    "only-blanks": lambda: b"\xef\xbb\xbf \r\n\n",
    "pdf": lambda: b"%PDF-1.7 ...",
    "picture": lambda: b"\x89PNG\r\n",
    "page": lambda: b"<!DOCTYPE html><table>",
    "large": lambda: b"a,b\n" * (6 * 2**20),
    "bomb": bomb,
    "macros": lambda: zipped(**{"[Content_Types].xml": b"<x/>", "xl/vbaProject.bin": b"x"}),
    "locked": locked,
    "wide": lambda: (",".join(str(n) for n in range(10_000)) + "\n").encode(),
    "nul": lambda: b"name,value\na\0b,1\nabcdefgh,1\n",
    "quote": lambda: b'name,value\n"a,1\nb,2\n',
    "header-only": lambda: b"name,value\n",
    "damaged": lambda: workbook(["a", "b"], [1, 2])[:-200],
    "no-workbook": lambda: b"\xd0\xcf\x11\xe0 not really",
    "two-tables": lambda: zipped(**{"a.csv": b"x", "b.csv": b"y"}),
    "short-gzip": lambda: gzip.compress(PLAIN.encode() * 50)[:-20],
}
CODES = {
    "empty": "empty", "only-blanks": "empty", "pdf": "not-a-table", "picture": "not-a-table",
    "page": "web-page", "large": "too-large", "bomb": "unpacks-too-large", "macros": "macros",
    "locked": "password", "wide": "too-many-columns", "nul": "nul-characters",
    "quote": "lone-quote", "header-only": "no-rows", "damaged": "damaged-archive",
    "no-workbook": "damaged-workbook", "two-tables": "archive-without-one-table",
    "short-gzip": "damaged-archive",
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_with_its_reason(case):
    with pytest.raises(IntakeError) as caught:
        intake.read(BAD[case](), "file.csv")
    assert caught.value.code == CODES[case]


def test_the_line_of_a_lone_quotation_mark_is_named():
    with pytest.raises(IntakeError) as caught:
        intake.read(BAD["quote"](), "file.csv")
    assert caught.value.details == {"row": "2"}


def test_a_quotation_mark_inside_a_cell_is_only_a_sign():
    found = intake.read(b'name;size\n12" pipe;1\n"SIA ""X""";2\n', "a.csv")
    assert found.table["name"].tolist() == ['12" pipe', 'SIA "X"']


def test_a_million_empty_rows_are_none():
    book = openpyxl.Workbook()
    book.active.append(["name", "value"])
    book.active.append(["a", 1])
    book.active.cell(row=1_000_000, column=1).font = openpyxl.styles.Font(bold=True)
    out = io.BytesIO()
    book.save(out)
    assert rows(intake.read(out.getvalue(), "a.xlsx")) == [["a", "1"]]


@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00")
@example(b"PK\x03\x04")
@example(b"\x1f\x8b")
@example(b'""""')
@settings(max_examples=tried(300), deadline=None)
def test_arbitrary_bytes_raise_nothing_else(content):
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b\x08", b"a;b\n1;"):
        try:
            found = intake.read(start + content, "file")
        except IntakeError:
            continue
        assert len(found.table) and len(found.table.columns) == len(set(found.table.columns))


@given(st.lists(st.integers(0, 2**16), max_size=6))
@settings(max_examples=tried(60), deadline=None)
def test_a_damaged_workbook_raises_nothing_else(places):
    content = bytearray(workbook(["name", "value"], ["a", 1], ["b", 2.5]))
    for place in places:
        content[place % len(content)] ^= 0x5A
    with contextlib.suppress(IntakeError):
        intake.read(bytes(content), "a.xlsx")


def test_a_table_that_begins_inside_a_sheet_keeps_the_sheets_letters():
    book = openpyxl.Workbook()
    sheet = book.active
    for cell, value in {"C5": "name", "E5": "value", "C6": "x", "E6": 1}.items():
        sheet[cell] = value
    out = io.BytesIO()
    book.save(out)
    found = intake.read(out.getvalue(), "f.xlsx")
    assert found.letters == ("C", "E") and list(found.table.columns) == ["name", "value"]


def test_the_points_of_a_map_are_rows_with_latitude_and_longitude():
    features = [
        {"type": "Feature", "properties": {"name": "Źródła", "n": 3, "tags": ["a"]},
         "geometry": {"type": "Point", "coordinates": [19.45, 51.77]}},
        {"type": "Feature", "properties": {"name": "X", "city": None}, "geometry": None},
    ]  # fmt: skip
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    found = intake.read(content, "map.geojson")
    assert found.table.to_dict("records") == [
        {"name": "Źródła", "n": "3", "tags": '["a"]', "latitude": "51.77", "longitude": "19.45",
         "city": ""},
        {"name": "X", "n": "", "tags": "", "latitude": "", "longitude": "", "city": ""},
    ]  # fmt: skip
    assert found.letters == () and found.decimal == "."


@pytest.mark.parametrize(
    ("features", "code"), [("[]", "no-rows"), ("[1]", "no-rows"), ("7", "json-without-table")]
)
def test_a_map_without_points_is_refused(features, code):
    content = f'{{"type": "FeatureCollection", "features": {features}}}'.encode()
    with pytest.raises(IntakeError) as caught:
        intake.read(content, "map.geojson")
    assert caught.value.code in (code, "empty", "json-damaged")


def test_eurostats_spreadsheet_is_refused_with_the_way_out():
    book = openpyxl.Workbook()
    book.active.title = "Summary"
    for name in ("Structure", "Sheet 1", "Flags 1"):
        book.create_sheet(name)
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(IntakeError) as caught:
        intake.read(out.getvalue(), "nama_10r_3gdp_spreadsheet.xlsx")
    assert caught.value.code == "eurostat-spreadsheet"


def test_a_second_row_of_the_header_names_the_columns_under_a_heading():
    head = b"No;Name;Contact;;;Notes\n;;Phone;E-mail;;\n"
    found = intake.read(
        head.replace(b"E-mail;", b"E-mail;Web") + b"1;Anna;22;a@b.c;w.lv;x\n", "a.csv"
    )
    assert list(found.table.columns) == ["No", "Name", "Phone", "E-mail", "Web", "Notes"]
    assert list(found.table.index) == [3] and found.header == 1
    # The same names under two headings are told apart by them.
    twice = b"Name;2023;;2024;\n;men;women;men;women\nRiga;1;2;3;4\n"
    found = intake.read(twice, "a.csv", header=1)
    assert list(found.table.columns) == ["Name", "2023 men", "2023 women", "2024 men", "2024 women"]


def test_a_row_with_gaps_below_a_header_is_no_second_row_of_it():
    # A column without a name holds a note: the row below is one of the data.
    found = intake.read(b"Name;Town;\nAnna;Riga;new\nJanis;;\n", "a.csv")
    assert list(found.table.columns) == ["Name", "Town", "(C)"] and len(found.table) == 2
    found = intake.read(b"Name;Town;Year;\n;Riga;2024;5\nAnna;Riga;2024;6\n", "a.csv")
    assert len(found.table) == 2


PIECES = st.lists(
    st.sampled_from(
        [",", ";", "\n", "a", "é ", "1.5", "NA", "", " ", '"', '""', "\\", "'", "\u2028", "\x0b", "\x1c",
         "\x85", "\u00a0", ";b\n", "c;d\n", ";\n"]
    ),
    max_size=14,
)  # fmt: skip


@given(PIECES.map("".join), st.sampled_from(",;"))
@example(";a\n\n", ";")
@example("a;b\n\n\nc;d", ";")
@example("\ufeffa;b\n1;2", ";")
@example("a;b\n1;2;3\n4\n", ";")
@example("\na;b\n1;2\n", ";")
@settings(max_examples=tried(300), deadline=None)
def test_rows_are_what_python_s_own_reader_finds_whichever_reads_them(text, mark):
    lines = io.StringIO(text, newline="\n")
    try:
        known = list(csv.reader(lines, delimiter=mark, strict=True))
    except csv.Error:
        return
    found = delimited.rows(text, mark)
    assert list(found) == known == [found[place] for place in range(len(found))]
    assert list(found[1:3]) == known[1:3]
    assert found.filled().tolist() == [bool("".join(row).strip()) for row in known]
    assert found.holding("\n").tolist() == [any("\n" in cell for cell in row) for row in known]


def test_rows_of_many_lengths_are_kept_as_they_are(monkeypatch):
    monkeypatch.setattr(rows_of_cells, "_AT_ONCE", 2)
    known = [["a"], ["b", "c"], [], ["", "", "d"], ["e"], []]
    found = rows_of_cells.Rows.of(known)
    assert list(found) == known
    assert found.filled().tolist() == [True, True, False, True, True, False]
    assert found.chosen(found.filled()).column(1).tolist() == ["", "c", "", ""]
    assert found.column(2).tolist() == ["", "", "", "d", "", ""]
    assert [found.anything(place) for place in range(4)] == [True, True, True, False]


def test_names_are_folded_alike_whatever_their_length_and_no_book_is_kept():
    headers._known.cache_clear()
    assert headers.folded("A b-" * 40) == "ab" * 40
    assert headers._known.cache_info().currsize == 0
    assert headers.folded(" Area_ID ") == headers.folded("area id") == "areaid"
    assert headers._known.cache_info().currsize == 2
