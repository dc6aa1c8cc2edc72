"""Eurostat's own downloads are understood as they are, whatever the layout."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date

import openpyxl
import pandas as pd
import pytest
from eurostat_writers import json_stat, sdmx_csv, tsv
from hypothesis import example, given
from hypothesis import strategies as st

from pages.desk import downloads, work
from secon_data import intake, proposal
from secon_data.checking import check
from secon_data.eurostat import figures, matching, series
from secon_data.eurostat.series import Source
from secon_data.intake import IntakeError
from secon_data.package import Package
from secon_data.store import Upload
from secon_ui.text.words import Words

DIMENSIONS = ("freq", "unit", "geo")
ROWS = [
    (("A", "PC", "LV00"), "2023", "6.5", ""),
    (("A", "PC", "LV00"), "2024", "6.9", "p"),
    (("A", "PC", "EL65"), "2023", "-0.30", "bu"),
    (("A", "PC", "EL65"), "2024", "", "c"),
]
# What is read from each: dimensions, period, value, flag.
READ = [
    ["A", "PC", "LV00", "2023", "6.5", ""],
    ["A", "PC", "LV00", "2024", "6.9", "p"],
    ["A", "PC", "EL65", "2023", "-0.30", "bu"],
    ["A", "PC", "EL65", "2024", "", "c"],
]
WRITERS = {
    "tsv": tsv,
    "tsv-old": lambda d, r: tsv(d, r, old=True),
    "sdmx-csv-1": sdmx_csv,
    "sdmx-csv-1 labelled": lambda d, r: sdmx_csv(d, r, labels=True),
    "sdmx-csv-2": lambda d, r: sdmx_csv(d, r, version=2),
    "sdmx-csv-2 labelled": lambda d, r: sdmx_csv(d, r, version=2, labels=True),
    "json-stat": json_stat,
    "json-stat dense": lambda d, r: json_stat(d, r, dense=True),
}
package = Package()


def cells(content: bytes, name: str = "file") -> list[list[str]]:
    found = intake.read(content, name).eurostat
    assert found is not None
    return found.table.to_numpy().tolist()


@pytest.mark.parametrize("layout", WRITERS)
def test_every_layout_is_read_to_the_same_rows(layout):
    content = WRITERS[layout](DIMENSIONS, ROWS)
    found = intake.read(content, "any.name").eurostat
    assert found is not None and found.layout == layout.split()[0]
    assert found.dimensions == DIMENSIONS
    assert list(found.table.columns) == [*DIMENSIONS, "time", "value", "flag"]
    expected = READ
    if layout.startswith("json"):  # a number of JSON has no trailing nought
        expected = [[*row[:4], row[4].removesuffix("0") if "." in row[4] else row[4], row[5]]
                    for row in READ]  # fmt: skip
    assert sorted(found.table.to_numpy().tolist()) == sorted(expected)
    says = layout.split()[0] in ("sdmx-csv-1", "json-stat")
    assert found.updated == ("2026-06-25" if says else "")
    assert found.code == ("" if layout.startswith("tsv") else "made_up")


def test_a_tsv_by_hand_gaps_flags_and_newest_period_first():
    content = (
        b"unit,geo\\time\t2016 \t2015 \t2014 \n"
        b"PC,LV00\t: \t17.7 e\t: c\n"
        b"PC,EL65\t5400 p@C\t3000 \t-1.5 bu\n"
    )
    assert cells(content) == [
        ["PC", "LV00", "2015", "17.7", "e"],
        ["PC", "LV00", "2014", "", "c"],
        ["PC", "EL65", "2016", "5400", "p"],
        ["PC", "EL65", "2015", "3000", ""],
        ["PC", "EL65", "2014", "-1.5", "bu"],
    ]


def test_a_tsv_with_one_period_and_many_dimensions_is_cut_at_its_tabs():
    content = b"freq,sex,age,unit,geo\\TIME_PERIOD\t2024 \nA,T,TOTAL,NR,LV00\t12 b\n"
    assert cells(content) == [["A", "T", "TOTAL", "NR", "LV00", "2024", "12", "b"]]


def test_a_tsv_rewritten_with_commas_and_glued_flags_is_still_read():
    content = b"freq,unit,geo\\TIME_PERIOD,2023,2024\nA,PC,LV00,18.1b,16.1bd\n"
    assert cells(content) == [
        ["A", "PC", "LV00", "2023", "18.1", "b"],
        ["A", "PC", "LV00", "2024", "16.1", "bd"],
    ]


def test_a_tsv_saved_as_a_workbook_is_still_read():
    book = openpyxl.Workbook()
    book.active.append(["freq,unit,geo\\TIME_PERIOD", "2023 ", "2024 "])
    book.active.append(["A,PC,LV00", "6.5 ", 6.9])
    out = io.BytesIO()
    book.save(out)
    assert cells(out.getvalue(), "a.xlsx") == [
        ["A", "PC", "LV00", "2023", "6.5", ""],
        ["A", "PC", "LV00", "2024", "6.9", ""],
    ]


def test_rows_of_sdmx_csv_keep_the_number_that_a_spreadsheet_shows():
    content = (
        b"DATAFLOW,LAST UPDATE,freq,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
        b"ESTAT:X(1.0),25/06/26 23:00:00,A,LV00,2022,,\n"
        b"ESTAT:X(1.0),25/06/26 23:00:00,A,LV00,2023,,u\n"
        b"ESTAT:X(1.0),25/06/26 23:00:00,A,LV00,2024,1e2,\n"
    )
    table = intake.read(content, "x.csv").table
    assert table.index.tolist() == [3, 4]
    assert table[["time", "value", "flag"]].to_numpy().tolist() == [
        ["2023", "", "u"],
        ["2024", "1e2", ""],
    ]


OECD = (
    b"STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,Reference area,TIME_PERIOD,Time period,"
    b"OBS_VALUE,Observation value,OBS_STATUS,Observation status\n"
    b"DATAFLOW,OECD.CFE.EDS:DSD_REG_LAB@DF_UNEMP(1.0),Unemployment,I,LV00,Latvia,2024,,6.9,,A,\n"
)


def test_what_another_office_hands_out_in_the_same_layout_is_no_download_of_eurostat():
    table = intake.read(OECD, "oecd.csv")
    assert table.eurostat is None
    match = work.matched(work.received("observations", Upload("oecd.csv", OECD), package), package)
    assert match.fields == {"area_id": "REF_AREA", "year": "TIME_PERIOD", "value": "OBS_VALUE"}
    made = intake.read(_json(source="CSP"), "table.json")
    assert made.eurostat is None and (made.kind, made.letters) == ("json", ())
    assert list(made.table) == ["freq", "unit", "geo", "time", "value", "flag"]
    rows = made.table.to_numpy().tolist()
    assert rows[1] == READ[1] and len(rows) == 4
    for publisher in ("ESTAT", "Eurostat", None):
        found = intake.read(_json(source=publisher), "table.json").eurostat
        assert found is not None and found.table.to_numpy().tolist() == rows


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nama_10r_2gdp.tsv", "Of the table nama_10r_2gdp these are taken: GDP (unit=MIO_EUR); "),
        ("ilc_peps11.tsv", "The table ilc_peps11 is none of ours. Our tables: bd_size_r3, "),
        ("download.tsv", "Choose the table that it is of, or download "),
    ],
)
def test_where_nothing_fits_it_is_said_what_would(name, told):
    content = tsv(("unit", "geo"), [(("PC_EU28", "BG42"), "2014", "47", "")], old=True)
    made = work.received("observations", Upload(name, content), package)
    assert made.download is not None and made.download.draft.table.empty
    ways = series.refreshable(package)
    code = matching.named_table(made.intake.eurostat, ways, name)
    names = {"gdp_mio_eur": "GDP", "gdp_pc_pps": "GDP per head"}
    assert downloads.what_would_fit(ways, code, names, Words("en")).startswith(told)


def test_a_default_view_is_its_table():
    content = sdmx_csv(DIMENSIONS, ROWS, version=2, code="NAMA_10R_2GDP$DEFAULTVIEW")
    found = intake.read(content, "x").eurostat
    assert found is not None and found.code == "nama_10r_2gdp"


def _json(**changed) -> bytes:
    found = json.loads(json_stat(DIMENSIONS, ROWS))
    return json.dumps({k: v for k, v in {**found, **changed}.items() if v is not None}).encode()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"value": {"0": 1}, "id": ["geo"', "json-damaged"),
        (_json(size=[1, 1, 2, 9]), "json-damaged"),
        (_json(value={"99": 1}), "json-damaged"),
        (_json(value={"-1": 1}), "json-damaged"),
        (_json(value={"0": True}), "json-damaged"),
        (_json(id=None), "json-damaged"),
        (b'{"id": ["geo"], "value": {"0": NaN}}', "json-damaged"),
        (b"{" + b'"a":{' * 5000 + b"}" * 5001, "json-damaged"),
        (_json(value=None), "json-without-values"),
        (_json(value={}, status={}), "no-rows"),
        (b"freq,geo\\TIME_PERIOD\t2024 \nA\t1 \n", "eurostat-row"),
        (b"freq,freq,geo\\TIME_PERIOD\t2024 \nA,A,LV\t1 \n", "eurostat-header"),
        (b"freq,geo\\TIME_PERIOD\t2024 \nA,LV\t: \n", "no-rows"),
        (b"DATAFLOW,LAST UPDATE,geo,TIME_PERIOD,OBS_VALUE\nESTAT:X(1.0),,LV\n", "eurostat-row"),
        (
            b"DATAFLOW,LAST UPDATE,geo,TIME_PERIOD,OBS_VALUE\nESTAT:X(1.0),,LV,2024,1\n"
            b"ESTAT:Y(1.0),,LV,2024,1\n",
            "eurostat-several-tables",
        ),
    ],
)
def test_a_damaged_file_is_refused_with_its_reason(content, code):
    with pytest.raises(IntakeError) as caught:
        intake.read(content, "file")
    assert caught.value.code == code


def test_an_answer_without_values_says_why():
    answer = b'{"error": [{"status": 400, "id": 100, "label": "No results found"}]}'
    with pytest.raises(IntakeError) as caught:
        intake.read(answer, "answer.json")
    assert caught.value.details == {"said": "No results found"}


CODE = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", min_size=1, max_size=8)
VALUE = st.integers(-(10**9), 10**9).map(str) | st.decimals(
    -1000, 1000, places=1, allow_nan=False
).map(str)
FLAG = st.text("bcdefpuz", max_size=3)


@st.composite
def tables(draw):
    names = draw(st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,7}", fullmatch=True)
                          .filter(lambda n: n not in ("time", "value", "flag", "time_period")),
                          min_size=1, max_size=4, unique=True))  # fmt: skip
    keys = draw(st.lists(st.tuples(*[CODE] * len(names)), min_size=1, max_size=5, unique=True))
    years = draw(st.lists(st.integers(1990, 2030).map(str), min_size=1, max_size=5, unique=True))
    rows = []
    for key in keys:
        for year in years:
            value = draw(VALUE | st.just(""))
            flag = draw(FLAG if value else FLAG.filter(bool))
            rows.append((key, year, value, flag))
    return names, rows


@pytest.mark.parametrize("layout", WRITERS)
@given(tables())
def test_what_is_written_in_a_layout_is_read_back_the_same(layout, made):
    names, rows = made
    found = cells(WRITERS[layout](names, rows))
    expected = [[*key, time, value, flag] for key, time, value, flag in rows]
    if layout.startswith("json"):
        place = len(names) + 1
        for row in expected:  # as JSON writes the number
            row[place] = json.dumps(json.loads(row[place])) if row[place] else ""
    assert sorted(found) == sorted(expected)


HEADERS = [
    b"freq,unit,geo\\TIME_PERIOD\t",
    b"DATAFLOW,LAST UPDATE,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n",
    b"STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,geo,G,TIME_PERIOD,T,OBS_VALUE,O\n",
    b"Data extracted on 1/1/2026 from [ESTAT];\nTIME;2024;\nGEO (Labels);;\n",
    b"Data extracted on 1/1/2026 from [ESTAT];\n",
    b'{"id":["geo","time"],"size":[1,1],"value":',
    b'{"value":{},"id":',
]


@given(st.sampled_from(HEADERS), st.binary(max_size=200))
@example(HEADERS[0], b"2024 \nA,PC,LV\t\xff\n")
@example(HEADERS[5], b'{"0":1},"dimension":{"geo":{"category":{"index":{"LV":0}}},"time":5}}')
def test_arbitrary_bytes_behind_a_header_raise_nothing_else(header, rest):
    try:
        found = intake.read(header + rest, "file.tsv")
    except IntakeError:
        return
    assert len(found.table) > 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text("geotim 012", max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["geo", "time", "0", "category", "index", "label"]), inner
        )
    ),
    max_leaves=12,
)


@given(st.fixed_dictionaries(dict.fromkeys(("id", "size", "dimension", "value", "status"), JSON)))
def test_any_json_raises_nothing_else(found):
    try:
        read = intake.read(json.dumps(found).encode(), "file.json")
    except IntakeError:
        return
    assert len(read.table) > 0


# Matching to the indicators.


def matched(content: bytes, name: str = "download") -> matching.Matched:
    found = intake.read(content, name).eurostat
    assert found is not None
    return matching.match(found, package, name, today=date(2026, 11, 2))


UNEMPLOYMENT = ("freq", "isced11", "sex", "age", "unit", "geo")


def _unemployment(sex: str, age: str, geo: str) -> tuple[str, ...]:
    return ("A", "TOTAL", sex, age, "PC", geo)


def test_a_file_of_three_series_brings_two_indicators_and_lists_the_third():
    rows = [
        (_unemployment("T", "Y15-74", "LV00"), "2024", "6.9", "pb"),
        (_unemployment("T", "Y15-74", "AT11"), "2024", "4.4", ""),
        (_unemployment("T", "Y15-74", "EL65"), "2024", "", "u"),
        (_unemployment("T", "Y15-29", "LV00"), "2024", "10.9", "cn"),
        (_unemployment("F", "Y15-74", "LV00"), "2024", "6.1", ""),
        (_unemployment("F", "Y15-74", "EL65"), "2024", "9.1", ""),
    ]
    found = matched(sdmx_csv(UNEMPLOYMENT, rows, code="LFST_R_LFU3RT"))
    assert found.draft.table.to_numpy().tolist() == [
        ["LV00", "unemployment_rate_15_74", "2024", "6.9", "bp", "unemployment_rate_15_74-20260625"],
        ["LV00", "youth_unemployment_rate_15_29", "2024", "10.9", "",
         "youth_unemployment_rate_15_29-20260625"],
    ]  # fmt: skip
    assert found.draft.table.index.tolist() == [2, 5]
    assert found.unknown == {"AT11": 1} and found.gaps == 1
    assert found.left.to_dict("records") == [
        {"freq": "A", "isced11": "TOTAL", "sex": "F", "age": "Y15-74", "unit": "PC",
         "why": "no-indicator", "which": "", "rows": 2}
    ]  # fmt: skip
    first = found.extracts.iloc[0]
    assert first["eurostat_table"] == "lfst_r_lfu3rt;isced11=TOTAL;sex=T;age=Y15-74;unit=PC"
    assert first["retrieved_from"] == "https://doi.org/10.2908/LFST_R_LFU3RT (download)"
    assert (first["retrieved_on"], first["method"], first["flags_known"]) == (
        "2026-06-25", "eurostat", True,
    )  # fmt: skip


def test_a_matched_file_passes_the_check_once_its_extracts_are_there():
    rows = [(("A", "TOTAL", "T", "Y15-74", "PC", "LV00"), "2024", "6.9", "p")]
    found = matched(sdmx_csv(UNEMPLOYMENT, rows, code="LFST_R_LFU3RT"))
    both = pd.concat([package.table("extracts"), found.extracts], ignore_index=True)
    report = check.check(found.draft, "observations", package.with_tables({"extracts": both}))
    assert report.problems == ()


def test_the_name_of_a_tsv_tells_its_table():
    content = tsv(("freq", "unit", "geo"), [(("A", "EUR_HAB", "LV"), "2022", "19000", "p")])
    assert matched(content, "estat_nama_10r_3gdp.tsv").draft.table.to_numpy().tolist() == [
        ["LV", "gdp_pc_eur", "2022", "19000", "p", "gdp_pc_eur-20261102"]
    ]


def test_without_a_table_a_series_is_taken_only_where_it_fits_one_indicator():
    unique = tsv(("unit", "geo"), [(("EUR_HAB", "LV"), "2022", "19000", "")])
    assert matched(unique).draft.table["indicator_id"].tolist() == ["gdp_pc_eur"]
    # unit=PC alone is poverty or deprivation: nobody can tell.
    several = matched(tsv(("unit", "geo"), [(("PC", "EL65"), "2022", "30.1", "")]))
    assert several.draft.table.empty and several.extracts.empty
    assert several.left[["why", "which", "rows"]].to_numpy().tolist() == [
        ["several-indicators", "arope, severe_material_social_deprivation", 1]
    ]


def test_a_dimension_that_is_left_open_is_named_not_guessed():
    rows = [(("A", "H", unit, "LV"), "2023", "10.5", "") for unit in ("HA", "NR")]
    found = matched(sdmx_csv(("freq", "farm", "unit", "geo"), rows, code="EF_M_FARMLEG"))
    assert found.draft.table.empty
    assert found.left[["why", "which", "rows"]].to_numpy().tolist() == [
        ["several-series", "unit", 1]
    ] * 2  # fmt: skip


def test_a_part_of_the_people_never_stands_for_all():
    # Only women: the filter of this indicator does not say sex, the dimension does.
    rows = [(("A", "F", "PC", "LV"), "2023", "10.5", "")]
    found = matched(sdmx_csv(("freq", "sex", "unit", "geo"), rows, code="ILC_MDSD18"))
    assert found.draft.table.empty and found.left["which"].tolist() == ["sex"]


def test_what_has_no_year_is_listed():
    rows = [(("A", "EUR_HAB", "LV"), "2022-Q1", "19000", "")]
    found = matched(sdmx_csv(DIMENSIONS, rows, code="NAMA_10R_3GDP"))
    assert found.draft.table.empty and found.left["why"].tolist() == ["no-year"]


def test_a_year_of_nights_is_the_sum_of_twelve_months_in_millions():
    dimensions = ("freq", "c_resid", "unit", "nace_r2", "geo")
    key = ("M", "TOTAL", "NR", "I551-I553")
    rows = [
        ((*key, "LV00"), f"2024-{m:02}", "250000", "p" if m == 12 else "") for m in range(1, 13)
    ]
    rows += [((*key, "EL65"), f"2024-{m:02}", "250000", "") for m in range(1, 12)]  # eleven
    found = matched(sdmx_csv(dimensions, rows, code="TOUR_OCC_NIN2M"))
    # 12 × 250,000 = 3 million
    assert found.draft.table[["area_id", "year", "value", "flag"]].to_numpy().tolist() == [
        ["LV00", "2024", "3.0", "p"]
    ]


def test_a_second_table_of_the_same_day_gets_an_extract_of_its_own():
    rows = pd.DataFrame({"geo": ["LV"], "year": ["2025"], "value": ["24"], "flag": [""]}, [2])
    first = figures.Part(
        Source("arope", "ilc_peps01n", {}), rows, "2026-06-25", "x", "ilc_peps01n;unit=PC"
    )
    taken = figures.bring([first], package).extracts
    assert taken["extract_id"].tolist() == ["arope-20260625"]
    second = replace(first, source=Source("arope", "ilc_peps11n", {"unit": "PC"}), words="other")
    assert figures.extract_id(taken, second) == "arope-20260625-ilc_peps11n"
    assert figures.extract_id(taken, first) == "arope-20260625"


def test_rows_of_areas_that_we_do_not_have_are_counted_and_name_no_extract():
    rows = pd.DataFrame({"geo": ["XX1", "LV", "XX1"], "year": ["2023", "2024", "2025"]}, [4, 5, 6])
    rows = rows.assign(value=["1", "2", "3"], flag=["", "zp", ""])
    part = figures.Part(Source("arope", "t", {}), rows, "2026-06-25", "x", "t")
    found = figures.bring([part, replace(part, rows=rows.iloc[:1])], package)
    assert found.unknown == {"XX1": 3} and len(found.extracts) == 1
    assert found.observations.reset_index().to_numpy().tolist() == [
        [5, "LV", "arope", "2024", "2", "p", "arope-20260625"]
    ]


# Downloads that are older than what is published.


def proposed(content: bytes, name: str, **said: str) -> proposal.Examined:
    found = intake.read(content, name)
    made = proposal.propose(found, "observations", package, proposal.Said(**said))
    return proposal.examine(made, "observations", package, {})


def warned(examined: proposal.Examined) -> dict[str, dict[str, str]]:
    return {p.code: dict(p.details) for p in examined.report.warnings if "older" in p.code}


def test_a_download_older_than_the_published_figures_is_a_question():
    # LV00's unemployment in 2024 is 6.9, in extract -2 of 2026-02-08.
    key = ("A", "TOTAL", "T", "Y15-74", "PC", "LV00")

    def of_january(value: str) -> bytes:
        content = sdmx_csv(UNEMPLOYMENT, [(key, "2024", value, "")], code="LFST_R_LFU3RT")
        return content.replace(b"25/06/26", b"05/01/26")

    older = proposed(of_january("7.1"), "a.csv")
    assert warned(older) == {
        "older-figures": {"own": "2026-01-05", "published": "2026-02-08", "rows": "1"}
    }
    # The same value says nothing newer: nothing changes, its source neither.
    repeats = proposed(of_january("6.9"), "a.csv")
    assert warned(repeats) == {} and repeats.changed is not None and repeats.changed.none
    assert repeats.extracts is None


def test_a_download_without_a_day_that_ends_earlier_is_a_question():
    # GDP per head of Latvia is published up to 2022.
    content = tsv(("freq", "unit", "geo"), [(("A", "EUR_HAB", "LV"), "2020", "1", "")])
    told = warned(proposed(content, "nama_10r_3gdp.tsv"))
    assert told == {"older-years": {"own": "2020", "published": "2022", "rows": "1"}}
    # A person who knows that it was taken before the published ones (24 May 2024) is asked so.
    told = warned(proposed(content, "nama_10r_3gdp.tsv", taken="2021-05-01"))
    assert told == {"older-figures": {"own": "2021-05-01", "published": "2024-05-24", "rows": "1"}}


def test_a_person_names_the_table_that_a_file_does_not():
    content = tsv(("unit", "geo"), [(("PC", "EL65"), "2022", "30.1", "")])
    assert proposed(content, "data.tsv").draft.table.empty
    named = proposed(content, "data.tsv", table="ilc_peps11n").draft.table
    assert named["indicator_id"].tolist() == ["arope"]
