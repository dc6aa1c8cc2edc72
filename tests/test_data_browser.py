"""Spreadsheets of Eurostat's Data Browser, as XLSX and saved as CSV: real downloads of September
2025 in ``cases/data_browser``, the values read by hand."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from secon_data import intake, package, proposal
from secon_data.eurostat import matching
from secon_data.intake import IntakeError

CASES = Path(__file__).parent / "cases" / "data_browser"
DATA = package.Package(package.SHIPPED)
# file → Eurostat's table, the day of its update, the indicator, how many values of our areas:
# ten areas by years, less the gaps.
FILES = {
    "4_1_early_leavers.csv": (
        "sdg_04_10a", "2025-04-14", "early_leavers_18_24_nationals", 10 * 21,
    ),
    # Greece ends in 2019.
    "4_3_early_childhood.csv": (
        "sdg_04_31", "2025-09-10", "early_childhood_education_3_plus", 10 * 11 - 4,
    ),
    "4_5_digital_skills.csv": ("sdg_04_70", "2024-12-17", "digital_skills_basic", 10 * 2),
    # Latvia and the EU begin in 2002, Bulgaria and Poland in 2001.
    "4_6_adult_learning.csv": (
        "sdg_04_60", "2025-06-12", "adult_learning_25_64", 10 * 25 - 2 - 2 - 1 - 1,
    ),
    "8_4_long_term_unemployment.csv": (
        "sdg_08_40", "2025-06-12", "long_term_unemployment_rate", 10 * 16,
    ),
}  # fmt: skip
# As the files show them: area, year, value, flag.
READ = {
    "early_leavers_18_24_nationals": [
        ("EU27_2020", 2024, 8.0, ""), ("LV", 2024, 8.0, ""), ("BG", 2006, 17.4, "b"),
        ("PT", 2004, 39.5, "b"), ("RO", 2024, 16.8, ""), ("BE", 2024, 6.5, "b"),
    ],
    "early_childhood_education_3_plus": [
        ("LV", 2023, 95.6, ""), ("EL", 2019, 68.8, "d"), ("PL", 2023, 96.6, "p"),
        ("PT", 2022, 96.3, "dp"), ("EU27_2020", 2023, 94.6, "d"), ("BE", 2017, 98.6, "bd"),
    ],
    "digital_skills_basic": [
        ("LV", 2023, 45.34, ""), ("EL", 2023, 52.40, ""), ("RO", 2021, 27.82, ""),
        ("EU27_2020", 2021, 53.92, ""),
    ],
    "adult_learning_25_64": [
        ("LV", 2002, 7.3, "b"), ("DE", 2000, 5.2, ""), ("PT", 2024, 16.1, ""),
        ("EL", 2003, 2.7, "b"), ("BG", 2024, 1.8, "b"),
    ],
    "long_term_unemployment_rate": [
        ("EL", 2014, 17.5, ""), ("ES", 2024, 3.8, "d"), ("LV", 2011, 9.8, ""),
        ("PL", 2010, 3.1, "b"), ("EU27_2020", 2024, 1.9, ""),
    ],
}  # fmt: skip
every_file = pytest.mark.parametrize("name", FILES)


def matched(name: str) -> matching.Matched:
    found = intake.read((CASES / name).read_bytes(), name).eurostat
    assert found is not None
    return matching.match(found, DATA, name, today=date(2026, 11, 28))


@every_file
def test_a_real_download_is_known_for_what_it_is(name):
    table, day, indicator, count = FILES[name]
    found = intake.read((CASES / name).read_bytes(), "renamed.csv").eurostat
    assert found is not None
    assert (found.layout, found.code, found.updated) == ("spreadsheet", table, day)
    brought = matched(name)
    assert set(brought.draft.table["indicator_id"]) == {indicator}
    assert len(brought.draft.table) == count and brought.left.empty
    assert "AT" in brought.unknown and "Norway" in brought.unknown


@every_file
def test_its_values_are_those_that_a_person_reads_in_it(name):
    rows = matched(name).draft.table.set_index(["area_id", "year"])
    for area, year, value, flag in READ[FILES[name][2]]:
        row = rows.loc[(area, str(year))]
        assert (float(row["value"]), row["flag"]) == (value, flag), (area, year)


@every_file
def test_the_shipped_figures_are_those_of_the_file(name):
    """Brought in once more, it changes nothing."""
    content = (CASES / name).read_bytes()
    made = proposal.propose(intake.read(content, name), "observations", DATA)
    examined = proposal.examine(made, "observations", DATA, {})
    assert examined.report.problems == ()
    assert examined.changed is not None and examined.changed.none


def test_a_gap_with_a_flag_is_a_gap():
    # Luxembourg 2024: «:» «u».
    found = intake.read((CASES / "4_1_early_leavers.csv").read_bytes(), "a.csv").eurostat
    assert found is not None
    rows = found.table[(found.table["geo"] == "LU") & (found.table["time"] == "2024")]
    assert rows[["value", "flag"]].to_numpy().tolist() == [["", "u"]]


ABOVE = [
    ["Data extracted on 28/11/2026 10:00:00 from [ESTAT]"],
    ["Dataset: ", "Unemployment rates by NUTS 2 region [lfst_r_lfu3rt$dv_1]"],
    ["Last updated: ", "25/06/2026 23:00"],
    [],
    ["Time frequency", "", "Annual"],
    ["International Standard Classification of Education (ISCED 2011)", "",
     "All ISCED 2011 levels"],
    ["Sex", "", "Total"],
    ["Age class", "", "From 15 to 74 years"],
    ["Unit of measure", "", "Percentage"],
    [],
]  # fmt: skip
BELOW = [[], ["Special value"], [":", "not available"], ["Available flags:"], ["b", "break"]]
TABLE = [
    ["TIME", "2024", "", "2025", ""],
    ["GEO (Labels)"],
    ["Extremadura", "15.6", "", "14.5", "u"],
    ["Rīga", "5.5", "", ":", ""],
]


def sheet(table=TABLE, **other: str) -> list[list[str]]:
    above = [[*row[:2], other.get(row[0], row[2])] if len(row) == 3 else row for row in ABOVE]
    return [*above, *table, *BELOW]


def csv_of(rows: list[list[str]], mark: str = ";") -> bytes:
    return "\n".join(mark.join(row) for row in rows).encode()


def xlsx_of(**sheets: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Summary"
    book.create_sheet("Structure")
    for name, rows in sheets.items():
        made = book.create_sheet(name.replace("_", " "))
        for row in rows:
            made.append([float(cell) if cell.replace(".", "", 1).isdigit() else cell or None
                         for cell in row])  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def brought(content: bytes, name: str = "a.csv") -> matching.Matched:
    found = intake.read(content, name).eurostat
    assert found is not None
    return matching.match(found, DATA, name)


EXPECTED = [
    ["ES43", "unemployment_rate_15_74", "2024", "15.6", ""],
    ["ES43", "unemployment_rate_15_74", "2025", "14.5", "u"],
]
COLUMNS = ["area_id", "indicator_id", "year", "value", "flag"]


@pytest.mark.parametrize("decimal", [".", ","])
def test_a_region_is_known_by_its_name_unless_several_are_called_so(decimal):
    table = [[cell.replace(".", decimal) for cell in row] for row in TABLE]
    found = brought(csv_of(sheet(table)))
    assert found.draft.table[COLUMNS].to_numpy().tolist() == EXPECTED
    assert found.unknown == {"Rīga": 1}  # LV006 and LV00A


def test_each_sheet_of_the_workbook_is_a_part_of_the_table():
    content = xlsx_of(Sheet_1=sheet(), Sheet_2=sheet(Sex="Females"))
    found = brought(content, "lfst_r_lfu3rt.xlsx")
    assert found.draft.table[COLUMNS].to_numpy().tolist() == EXPECTED
    assert found.left[["sex", "why", "rows"]].to_numpy().tolist() == [["F", "no-indicator", 3]]


def test_codes_are_taken_before_names_and_years_may_go_without_flags():
    table = [
        ["TIME", "TIME", "2024", "2025"],
        ["GEO (Codes)", "GEO (Labels)", "", ""],
        ["ES43", "Extremadura", "15.6", "14.5"],
        ["LV00", "Latvija", "6.9", ":"],
    ]
    found = brought(csv_of(sheet(table)))
    assert found.draft.table[COLUMNS].to_numpy().tolist() == [
        ["ES43", "unemployment_rate_15_74", "2024", "15.6", ""],
        ["ES43", "unemployment_rate_15_74", "2025", "14.5", ""],
        ["LV00", "unemployment_rate_15_74", "2024", "6.9", ""],
    ]


def test_a_name_that_comes_twice_stands_for_none():
    # The country, and the NUTS 2 region that is called so.
    table = [*TABLE[:2], ["Latvia", "6.9", "", "6.8", ""], ["Latvia", "6.9", "", "6.8", ""]]
    found = brought(csv_of(sheet(table)))
    assert found.draft.table.empty and found.unknown == {"Latvia": 4}


def test_a_part_of_the_people_is_left_out_and_named():
    found = brought(csv_of(sheet(**{"Age class": "From 20 to 64 years"})))
    assert found.draft.table.empty
    assert found.left[["age", "why"]].to_numpy().tolist() == [["Y20-64", "no-indicator"]]
    # Early leavers of another citizenship are not those of the nationals.
    text = (CASES / "4_1_early_leavers.csv").read_text(encoding="utf-8-sig")
    other = text.replace("Reporting country", "Foreign country").encode()
    assert brought(other).draft.table.empty


def test_codes_in_brackets_are_the_codes():
    rows = sheet()
    for row in rows:
        if len(row) == 3:
            row[0], row[2] = {
                "Time frequency": ("Time frequency [FREQ]", "Annual [A]"),
                "Sex": ("Sex [SEX]", "Total [T]"),
                "Age class": ("Age class [AGE]", "From 15 to 74 years [Y15-74]"),
                "Unit of measure": ("Unit of measure [UNIT]", "A share of a hundred [PC]"),
            }.get(row[0], ("ISCED [ISCED11]", "All levels [TOTAL]"))
    assert brought(csv_of(rows)).draft.table[COLUMNS].to_numpy().tolist() == EXPECTED


@pytest.mark.parametrize(
    "code",
    ["lfst_r_lfu3rt", "lfst_r_lfu3rt$defaultview", "lfst_r_lfu3rt__custom_20659344",
     "LFST_R_LFU3RT__custom_1$dv_2"],
)  # fmt: skip
def test_a_selection_of_ones_own_is_of_its_table(code):
    content = csv_of(sheet()).replace(b"lfst_r_lfu3rt$dv_1", code.encode())
    found = intake.read(content, "a.csv").eurostat
    assert found is not None and found.code == "lfst_r_lfu3rt"


def test_thousands_are_told_from_fractions():
    # As a program with English numbers saves it: «1,234.5» in quotation marks.
    rows = [*ABOVE, ["TIME", "2022", ""], ["GEO (Labels)"], ["Extremadura", '"21,234.5"', "p"]]
    content = csv_of([*rows, *BELOW], ",").replace(b"Percentage", b"Million euro")
    content = content.replace(b"Unemployment rates by NUTS 2 region [lfst_r_lfu3rt$dv_1]", b"[x]")
    found = intake.read(content, "a.csv").eurostat
    assert found is not None
    assert found.table[["time", "value", "flag"]].to_numpy().tolist() == [["2022", "21234.5", "p"]]


def test_another_language_is_refused_with_the_way_out():
    content = csv_of(sheet()).replace(b"Data extracted on", b"Daten abgefragt am")
    with pytest.raises(IntakeError) as caught:
        intake.read(content.replace(b" from ", b" von "), "a.csv")
    assert caught.value.code == "eurostat-language"
    with pytest.raises(IntakeError) as caught:
        intake.read(xlsx_of(Blatt_1=[["Daten abgefragt am 29/12/2022 von [ESTAT]"]]), "a.xlsx")
    assert caught.value.code == "eurostat-language"


def test_a_second_table_below_the_first_is_refused_with_its_row():
    rows = [*sheet(), [], ["Sex", "", "Females"], [], *TABLE]
    with pytest.raises(IntakeError) as caught:
        intake.read(csv_of(rows), "a.csv")
    assert (caught.value.code, caught.value.details) == ("eurostat-row", {"row": "23"})


@pytest.mark.parametrize(
    "table",
    [
        [["GEO", "Latvia", "", "Spain", ""], ["TIME"], ["2024", "6.9", "", "11.4", ""]],
        [["TIME", "2024", ""], ["SEX (Labels)"], ["Total", "6.9", ""]],
        [["TIME", "2024", ""]],
    ],
    ids=["years go down", "no areas", "nothing below"],
)
def test_another_arrangement_is_refused_with_its_reason(table):
    with pytest.raises(IntakeError) as caught:
        intake.read(csv_of(sheet(table)), "a.csv")
    assert caught.value.code in ("eurostat-header", "no-rows")


def test_a_flag_that_is_none_is_refused_with_its_row():
    table = [*TABLE[:2], ["Extremadura", "15.6", "see below", "14.5", ""]]
    with pytest.raises(IntakeError) as caught:
        intake.read(csv_of(sheet(table)), "a.csv")
    assert (caught.value.code, caught.value.details) == ("eurostat-row", {"row": "13"})
