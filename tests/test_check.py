"""What a check finds in a file, and how it says it."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from string import Formatter

import openpyxl
import pytest

from secon_data import intake, problems
from secon_data.checking import check
from secon_data.intake import columns
from secon_data.intake.draft import draft
from secon_data.package import SHIPPED, Package
from secon_data.schema import Schema

TODAY = date(2026, 11, 24)
HEAD = "Area;Indicator;Year;Value;Flag;Extract\n"
RATE = "unemployment_rate_15_74"
EXTRACT = "unemployment_rate_15_74-1"


@pytest.fixture(scope="module")
def package():
    return Package(SHIPPED)


@pytest.fixture(scope="module")
def checked(package):
    def run(dataset, content, mode="update", name="file.csv", by_hand=None):
        schema = package.schema(dataset)
        content = content.encode() if isinstance(content, str) else content
        found = intake.read(content, name, known=set(columns.names(schema)))
        match = columns.match(list(found.table.columns), schema, by_hand=by_hand)
        made = draft(found, match.fields, schema, unmatched=match.unmatched)
        return check.check(made, dataset, package, mode=mode, today=TODAY)

    return run


def observations(*rows):
    return HEAD + "".join(";".join(row) + "\n" for row in rows)


def enterprises(package, **changes):
    """The row of one shipped enterprise as a file, with changes."""
    with (SHIPPED / "enterprises.csv").open(encoding="utf-8") as file:
        row = next(r for r in csv.DictReader(file) if r["region_id"] == "haskovo")
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row), delimiter=";")
    writer.writeheader()
    writer.writerow({**row, **changes})
    return out.getvalue()


def told(report):
    return [(p.code, p.severity, p.row, p.column, p.value) for p in report.problems]


def test_the_shipped_files_pass_their_own_check(checked, package):
    for dataset in package.names:
        if dataset == "observations":
            continue  # more than 100,000 rows: the bench does it
        report = checked(dataset, (SHIPPED / f"{dataset}.csv").read_bytes())
        assert report.errors == (), dataset
        assert {p.code for p in report.warnings} <= {"outside-region", "in-another-area"}


def test_a_file_without_fault_reaches_every_stage(checked):
    report = checked("observations", observations(("LV00", RATE, "2025", "6,9", "", EXTRACT)))
    assert report.fine and set(report.stages.values()) == {"fine"}
    assert list(report.stages) == list(problems.STAGES)


def test_wrong_cells_are_named_as_a_spreadsheet_counts_and_stop_the_later_stages(checked):
    report = checked(
        "observations",
        observations(
            ("LV00", RATE, "2025", "x7", "", EXTRACT),
            ("LV0", RATE, "20.5", "6,9", "x", ""),
            ("LV0", RATE, "1850", "6,9", "", EXTRACT),
        ),
    )
    assert told(report) == [
        ("not-a-number", "error", 2, "value", "x7"),
        ("not-a-whole-number", "error", 3, "year", "20.5"),
        ("wrong-form", "error", 3, "flag", "x"),
        ("value-missing", "error", 3, "extract_id", ""),
        ("too-low", "error", 4, "year", "1850"),
    ]
    assert report.stages["values"] == "errors" and report.stages["keys"] == "not reached"
    words = problems.sentence(report.problems[0])
    assert words.what == "«x7» is not a number." and words.write == ""
    assert problems.sentence(report.problems[4]).expected == "At least 1900."


def test_a_repeated_key_names_the_other_row(checked):
    row = ("LV00", RATE, "2025", "6,9", "", EXTRACT)
    report = checked("observations", observations(row, ("LV0", *row[1:]), row))
    assert told(report) == [("key-repeated", "error", 4, "area_id", "LV00")]
    assert problems.sentence(report.problems[0]).what == (
        f"The same row stands here again: LV00 · {RATE} · 2025 is also in row 2."
    )


def test_an_unknown_reference_is_told_with_the_nearest_known(checked):
    report = checked(
        "observations", observations(("LV00", "unemploymnt_rate_15_74", "2025", "6,9", "", EXTRACT))
    )
    assert told(report) == [
        ("reference-unknown", "error", 2, "indicator_id", "unemploymnt_rate_15_74")
    ]
    assert problems.sentence(report.problems[0]).write == RATE


def test_a_call_may_name_a_programme_of_the_same_file_but_no_unknown_one(checked):
    with (SHIPPED / "funding.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[:2]
    rows[1]["programme"] = "new-programme"
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    report = checked("funding", out.getvalue())
    assert [(p.code, p.row) for p in report.errors] == [("reference-unknown", 3)]
    assert checked("funding", out.getvalue().replace(rows[0]["funding_id"], "new-programme")).fine


def test_a_file_that_replaces_all_must_bring_the_programme_of_its_calls(checked):
    with (SHIPPED / "funding.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if row["programme"])
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row))
    writer.writeheader()
    writer.writerow(row)
    assert checked("funding", out.getvalue()).fine  # the programme is published, and stays
    report = checked("funding", out.getvalue(), mode="replace")
    assert [(p.code, p.row, p.value) for p in report.errors] == [
        ("reference-unknown", 2, row["programme"])
    ]


def test_columns_match_by_name_or_title_in_any_order_and_writing(package):
    schema = package.schema("observations")
    found = columns.match(["VALUE ", "year", "Area", "in-dicator", "Whatever"], schema)
    assert found.fields == {"area_id": "Area", "indicator_id": "in-dicator", "year": "year", "value": "VALUE "}  # fmt: skip
    assert found.unmatched == ("Whatever",) and found.missing == ("extract_id",)
    lv = columns.match(["Vērtība"], schema, {"value": ["vērtība"]})
    assert lv.fields == {"value": "Vērtība"}
    hand = columns.match(["Area", "Zone"], schema, by_hand={"Zone": "area_id", "Area": ""})
    assert hand.fields == {"area_id": "Zone"} and hand.unmatched == ()


def test_a_name_comes_before_another_columns_title(package):
    fields = [{"name": "source", "title": "Fund"}, {"name": "fund", "title": "Money"}]
    schema = Schema({"fields": fields})
    assert columns.match(["fund"], schema).fields == {"fund": "fund"}


def test_missing_and_unknown_columns_are_told(checked):
    report = checked("observations", "Area;Year;Value;Note\nLV00;2025;6,9;x\n")
    assert [(p.code, p.severity, p.column or p.source_column) for p in report.problems] == [
        ("column-missing", "error", "indicator_id"),
        ("column-missing", "error", "extract_id"),
        ("column-unknown", "warning", "Note"),
    ]
    assert report.stages["values"] == "not reached"


def test_words_of_a_list_may_be_its_labels_in_any_case(checked, package):
    report = checked("enterprises", enterprises(package, field_of_activity="Food and Farming"))
    assert report.fine
    report = checked("enterprises", enterprises(package, field_of_activity="healthy"))
    assert [p.code for p in report.errors] == ["not-in-list"]
    assert problems.sentence(report.errors[0]).write == "health"


def test_swapped_coordinates_are_recognised_and_said_once(checked, package):
    text = enterprises(package, latitude="25,55", longitude="41,93")
    report = checked("enterprises", text)
    assert [(p.code, p.row) for p in report.problems] == [("coordinates-swapped", 2)]
    assert problems.sentence(report.problems[0]).write == "41.93 · 25.55"


def test_a_place_outside_its_region_is_a_question(checked, package):
    sofia = checked("enterprises", enterprises(package, latitude="42.7", longitude="23.3"))
    assert [(p.code, p.severity) for p in sofia.problems] == [("in-another-area", "warning")]
    # To its nearest corner, at 42.04° N 25.30° E, a globe has 179.6 km.
    assert problems.sentence(sofia.problems[0]).what == (
        "42.7 · 23.3 lies in Sofia (stolitsa), 179 km outside Haskovo."
    )
    sea = checked("enterprises", enterprises(package, latitude="43", longitude="30"))
    assert [(p.code, p.severity) for p in sea.problems] == [("outside-region", "warning")]
    assert "outside the outline of Haskovo" in problems.sentence(sea.problems[0]).what


@pytest.mark.parametrize(
    ("longitude", "codes"),
    [
        ("25.1859", []),  # 0.03° west of its westernmost point: 2.5 km
        ("25.1559", ["in-another-area"]),  # 0.06° west: 5 km
    ],
)
def test_a_place_less_than_three_kilometres_away_is_no_question(checked, package, longitude, codes):
    text = enterprises(package, latitude="41.8745", longitude=longitude)
    assert [p.code for p in checked("enterprises", text).problems] == codes


def test_damaged_letters_are_an_error(checked, package):
    for name in ("RÄ«gas tirgus", "ÄŸ", "Łódź".encode().decode("latin-1"), "R\ufffdga"):
        report = checked("enterprises", enterprises(package, name=name))
        assert [p.code for p in report.problems] == ["encoding-damage"], name
    for name in ("Rīgas ģimenes", "Ελλάς", "Čiekurkalns – Ķekava", "Ñandú Ã"):
        assert checked("enterprises", enterprises(package, name=name)).fine


def test_figures_that_cannot_be_true_and_those_to_look_at(checked):
    report = checked(
        "observations",
        observations(
            ("LV00", RATE, "2025", "69", "", EXTRACT),  # most 36.2 so far
            ("LV00", RATE, "2031", "6,9", "", EXTRACT),
            ("ES43", RATE, "2025", "148", "", EXTRACT),
            ("EL65", RATE, "2025", "28,3", "", EXTRACT),  # 8.3 was published
        ),
    )
    assert told(report) == [
        ("unusual-value", "warning", 2, "value", "69"),
        ("year-in-future", "error", 3, "year", "2031"),
        ("percentage-out-of-range", "error", 4, "value", "148"),
        ("large-jump", "warning", 5, "value", "28.3"),
    ]
    assert problems.sentence(report.problems[3]).what == (
        "28.3 is a large jump: 8.3 was published in 2025."
    )


def test_a_value_that_jumps_and_returns_is_asked_about_with_both_neighbours(checked):
    # Published of BG422, 2017 to 2021: 45.5, 45.6, 46.0, 46.4, 46.6; no step around exceeds 0.4.
    report = checked(
        "observations",
        observations(
            ("BG422", "median_age", "2019", "48,6", "", "median_age-1"),  # +3.0, then −2.2
            ("RO124", "median_age", "2023", "42,9", "", "median_age-1"),  # on from 42.5
        ),
    )
    assert told(report) == [("returning-jump", "warning", 2, "value", "48.6")]
    assert problems.sentence(report.problems[0]).what == (
        "48.6 stands alone: 45.6 the year before, 46.4 the year after. It jumps and returns."
    )


def test_a_region_that_is_gone_in_a_new_year_is_asked_about(checked, package):
    areas = ["EL65", "BE24", "ES43", "PL91"]  # PL92, the other half of Mazowieckie, is not there
    rows = [(area, RATE, "2026", "5,0", "", EXTRACT) for area in areas]
    assert checked("observations", observations(*rows)).problems == ()
    report = checked("observations", observations(*rows[:3]))
    gone = [(p.value, dict(p.details)) for p in report.problems if p.code == "region-gone-of"]
    assert gone == [("Mazowieckie", {"indicator": "Unemployment rate", "year": "2026"})]


def test_replacing_without_a_region_asks_for_it(checked, package):
    report = checked("enterprises", enterprises(package), mode="replace")
    gone = {p.value for p in report.problems if p.code == "region-gone"}
    assert len(gone) == 8 and "Haskovo" not in gone


def with_formula(result: str) -> bytes:
    """A workbook whose cell D2 holds a formula, and what the program that wrote it made of it."""
    book = openpyxl.Workbook()
    book.active.append(["Area", "Indicator", "Year", "Value", "Extract"])
    book.active.append(["LV00", RATE, 2025, "=3+3.9", EXTRACT])
    plain, made = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.namelist():
            content = re.sub(rb"<v ?/>|<v></v>", b"<v>%s</v>" % result.encode(), old.read(entry))
            new.writestr(entry, content)
    return made.getvalue()


def test_a_formula_is_told_with_its_cell(checked):
    report = checked("observations", with_formula("6.9"), name="a.xlsx")
    assert ("formula-cell", "warning", 2, "value") in [p[:4] for p in told(report)]
    assert report.fine


def test_a_formula_without_a_result_is_told_as_such(checked):
    report = checked("observations", with_formula(""), name="a.xlsx")
    assert ("formula-without-result", "warning", 2, "value") in [p[:4] for p in told(report)]


def test_every_code_has_a_sentence_whose_places_are_known():
    allowed = {
        "value", "column", "row", "most", "files", "sheet", "sheets", "encoding", "name", "example",
        "allowed", "description", "limit", "key", "other", "columns", "dataset", "cell", "region",
        "distance", "low", "high", "previous", "next", "year", "said", "header", "tables",
        "status", "seconds", "table", "dimension", "filter", "values", "own", "published", "rows",
        "indicator", "codes", "names", "there", "why", "unit", "taken", "cells",
        "others",
    }  # fmt: skip
    for code, sentence in problems.SENTENCES.items():
        assert sentence.what.endswith("."), code
        for text in (sentence.what, sentence.expected, sentence.write):
            places = {name for _, name, _, _ in Formatter().parse(text) if name}
            assert places <= allowed, code


def test_every_reason_to_refuse_a_file_has_a_sentence():
    from test_intake import CODES

    assert set(CODES.values()) <= set(problems.SENTENCES)


def test_a_name_of_several_areas_asks_for_the_code(checked, package):
    # Rīga has one code a vintage.
    areas = package.table("areas")
    codes = areas.loc[areas["name"] == "Rīga", "area_id"].tolist()
    assert len(codes) > 1
    report = checked("observations", observations(("Rīga", RATE, "2024", "7", "", EXTRACT)))
    found = next(p for p in report.problems if p.code == "reference-ambiguous")
    assert found.details["codes"] == ", ".join(codes)


def test_a_sum_below_a_table_is_said_once(checked):
    # «Kopā» has neither year nor indicator, and its area is none: one card, not three.
    rows = [("LV00", RATE, "2024", "7,1", "", EXTRACT), ("Kopā", "", "", "13,7", "", "")]
    report = checked("observations", observations(*rows))
    assert told(report) == [("row-of-sums", "error", 3, "area_id", "Kopā")]
    # Other errors of other rows stay beside it.
    rows.insert(1, ("LV00", RATE, "2023", "six", "", EXTRACT))
    report = checked("observations", observations(*rows))
    assert [(p.code, p.row) for p in report.problems] == [("not-a-number", 3), ("row-of-sums", 4)]


def test_a_note_below_a_table_is_said_once_and_a_gap_is_still_a_gap(checked):
    fine = ("LV00", RATE, "2024", "7,1", "", EXTRACT)
    note = ("Source: the ministry", "", "", "", "", "")
    report = checked("observations", observations(fine, note))
    assert told(report) == [("row-beneath", "error", 3, "area_id", "Source: the ministry")]
    # The same above the last row, or a row that lacks one cell, is a row to be filled.
    for rows in ((note, fine), (fine, ("LV00", "", "2023", "6,6", "", EXTRACT))):
        codes = {p.code for p in checked("observations", observations(*rows)).problems}
        assert codes == {"value-missing"}


def test_columns_that_are_left_out_are_looked_at_together(checked):
    head = HEAD.replace("\n", ";Note;Phone\n")
    report = checked("observations", head + f"LV00;{RATE};2024;7,1;;{EXTRACT};x;1\n")
    assert [(p.code, p.severity) for p in report.problems] == [("columns-unknown", "warning")]
    assert "left out: Note, Phone." in problems.sentence(report.problems[0]).what


def test_columns_match_by_what_registers_usually_call_them(package):
    found = columns.match(["Start date", "End date", "Lat", "lon"], package.schema("events"))
    assert found.fields == {
        "date_start": "Start date", "date_end": "End date", "latitude": "Lat", "longitude": "lon",
    }  # fmt: skip
    assert columns.match(["City"], package.schema("enterprises")).fields == {"town": "City"}


def test_a_missing_id_names_the_way_out(checked, package):
    # One value for all rows, as for other columns, is none for an id.
    report = checked("events", "Title;Type\nMeeting;partner_meeting\n")
    codes = {p.column: p.code for p in report.errors}
    assert codes["event_id"] == "id-missing" and codes["scope"] == "column-missing"
    # The key of the observations cannot be made of a name.
    report = checked("observations", "Year;Value\n2024;7.1\n")
    assert {p.code for p in report.errors} == {"column-missing"}


def test_an_address_is_one_that_a_page_may_link_to(checked, package):
    for wrong in ("javascript:alert(1)", "https://a.example our page", "our page"):
        report = checked("enterprises", enterprises(package, website=wrong))
        assert told(report) == [("not-an-address", "error", 2, "website", wrong)]
    # Of several the first is taken, and that is told.
    several = checked(
        "enterprises", enterprises(package, website="https://a.example www.b.example")
    )
    assert told(several) == [("several-addresses", "warning", 2, "website", "https://a.example")]
    assert several.warnings[0].details["others"] == "www.b.example"
    # As registers write it.
    assert checked("enterprises", enterprises(package, website="www.anna.example")).fine


def test_a_country_is_no_region_of_it(checked, package):
    report = checked("enterprises", enterprises(package, country_code="BG422"))
    assert [(p.code, p.column) for p in report.errors] == [("country-needed", "country_code")]
    assert problems.sentence(report.errors[0]).write == "BG"
